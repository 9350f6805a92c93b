package outputs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/lang"
)

// cardFile is where programs of Hugging Face look for the card of a data set.
const cardFile = "README.md"

// cardMark is in a card that may be replaced: one that a person has written stays.
const cardMark = "<!-- Written by satzpaar, and again with each run as long as this line is here. -->"

// A dataset is what an output in Parquet is called in the card, and what its rows are.
type dataset struct{ name, rows string }

// datasets are the outputs in Parquet.
var datasets = map[string]dataset{
	"parquet": {"pairs", "a sentence pair: document, id, source, target, state, score (the backend's), " +
		"risk (0 to 1), action, lang, kind, origin (who translated it), machine, reason, error, " +
		"and as JSON findings, runs, links and spans"},
	"nested": {"documents", "a document: its name, from, to, and its sentence pairs as a list of structures, " +
		"with spans, runs, alignment and findings as lists in each"},
}

// shard is the name of a file of a data set in the layout of Hugging Face, with the split that it belongs to.
var shard = regexp.MustCompile(`^(train|validation|test)-\d+-of-\d+\.`)

// splitLine is a line of a card that names a split.
var splitLine = regexp.MustCompile(`(?m)^  - split: ([a-z]+)$`)

// splitsOf returns the splits that inputs belong to, if all of them are in that layout, and those of the card that is
// there; none if anything in the folder may belong to no split.
func splitsOf(inputs []string, card string) []string {
	var out []string
	for _, name := range inputs {
		m := shard.FindStringSubmatch(path.Base(name))
		if m == nil {
			return nil
		}
		out = append(out, m[1])
	}
	before := splitLine.FindAllStringSubmatch(card, -1)
	if card != "" && before == nil {
		return nil
	}
	for _, m := range before {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// files returns the lines of a card that locate the files with an ending.
func files(ending string, splits []string) string {
	if len(splits) == 0 {
		return fmt.Sprintf("  data_files: \"**/%s\"\n", ending)
	}
	out := "  data_files:\n"
	for _, split := range splits {
		out += fmt.Sprintf("  - split: %s\n    path: \"**/%s-%s\"\n", split, split, ending)
	}
	return out
}

// card returns the card of the data sets among the outputs, which makes an output folder one that load_dataset reads.
// Languages are codes of ISO 639.
func card(writers []corpus.Writer, languages, splits []string) string {
	var b strings.Builder
	b.WriteString("---\nlanguage:\n")
	for _, l := range languages {
		fmt.Fprintf(&b, "- %s\n", l)
	}
	b.WriteString("task_categories:\n- translation\nmultilinguality:\n- translation\nconfigs:\n")
	var rows strings.Builder
	for _, w := range writers {
		if set, ok := datasets[w.Name]; ok {
			fmt.Fprintf(&b, "- config_name: %s\n%s", set.name, files(w.Output("*"), splits))
			fmt.Fprintf(&rows, "- `%s`: a row is %s.\n", set.name, set.rows)
		}
	}
	fmt.Fprintf(&b, "---\n%s\n\n# Sentence pairs\n\nTranslations, sentence by sentence. Offsets are bytes.\n\n%s",
		cardMark, &rows)
	return b.String()
}

// cardWriter returns what writes the card into an output folder.
func cardWriter(writers []corpus.Writer, languages []string) func(out *corpus.Folder, inputs []string) error {
	return func(out *corpus.Folder, inputs []string) error {
		was, err := out.ReadFile(cardFile)
		if err == nil && !strings.Contains(string(was), cardMark) {
			return nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return out.Write(cardFile, func(w io.Writer) error {
			_, err := io.WriteString(w, card(writers, languages, splitsOf(inputs, string(was))))
			return err
		})
	}
}

// addCard has the first output in Parquet write the card of all of them. Empty tags are left out.
func addCard(writers []corpus.Writer, tags ...string) {
	var languages []string
	for _, tag := range tags {
		if tag != "" {
			languages = append(languages, lang.Base(language.Make(tag))) // "nb" for "no", which is false in YAML
		}
	}
	first := slices.IndexFunc(writers, func(w corpus.Writer) bool { return datasets[w.Name] != dataset{} })
	if first >= 0 {
		writers[first].Shared = cardWriter(writers, slices.Compact(languages))
	}
}
