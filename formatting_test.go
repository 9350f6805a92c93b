package satzpaar_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestFormatting puts the marked phrases of testdata/formatting into the translations that stand there, with the word
// links that a run would have: those of the lexicon, with the attention of the built-in model as evidence. The model
// reads these translations and makes none of its own, so that the marks are comparable when its weights change. The
// second hundred is held out: its faults are not shown.
func TestFormatting(t *testing.T) {
	model, err := marian.Builtin(marian.Config{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file, set string
		from, to  int // lines that are not comments, from 0
		least     float64
		show      bool
	}{
		{"de-en.tsv", "first hundred", 0, 100, 0.95, true},
		{"de-en.tsv", "second hundred, held out", 100, 200, 0.94, false},
		{"more.tsv", "third hundred", 0, 100, 0.95, true},
		{"office.tsv", "offices and web pages", 0, 60, 0.95, true},
		{"talk.tsv", "news, screens, contracts and talk", 0, 40, 0.95, true},
	} {
		t.Run(c.set, func(t *testing.T) {
			rows := formattingGold(t, "testdata/formatting/"+c.file)[c.from:c.to]
			var count formattingCount
			for _, r := range rows {
				want := r[1]
				got := placed(t, model, r[0], marks.ReplaceAllString(want, ""))
				if !count.add(want, got) && c.show {
					t.Logf("%s\n%s\n%s", r[0], want, got)
				}
			}
			t.Logf("%d words right, %d missed, %d of them in phrases that fell apart, %d too many: %.1f %%; "+
				"%d words between parts of phrases are marked; %d of %d sentences without a fault",
				count.right, count.missed, count.apart, count.extra, 100*count.share(),
				count.between, count.whole, len(rows))
			if share := count.share(); !(share >= c.least) {
				t.Errorf("%.3f of the words that are or ought to be marked are right, want at least %.2f", share, c.least)
			}
		})
	}
}

var (
	marks      = regexp.MustCompile(`⟦/?\d+⟧`)
	markedWord = regexp.MustCompile(`⟦/?\d+⟧|[\p{L}\p{N}_-]+`)
	goldMark   = regexp.MustCompile(`<(/?\d)>`)
)

// formattingGold reads sources and translations with placeholders around the marked phrases.
func formattingGold(t *testing.T, name string) [][2]string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][2]string
	for line := range strings.Lines(string(raw)) {
		source, target, ok := strings.Cut(strings.TrimSuffix(goldMark.ReplaceAllString(line, "⟦$1⟧"), "\n"), "\t")
		if ok && line[0] != '#' {
			rows = append(rows, [2]string{source, target})
		}
	}
	return rows
}

// placed returns a translation with the marks of its source.
func placed(t *testing.T, model *marian.Backend, source, target string) string {
	t.Helper()
	item := translate.Item{Text: source}
	for _, m := range marks.FindAllStringIndex(source, -1) {
		item.Keep = append(item.Keep, offset.Span{Start: m[0], End: m[1]})
	}
	results, _, err := stack.Marked(given{model, target}, true).Translate(t.Context(),
		translate.Request{From: language.German, To: language.English, Items: []translate.Item{item}})
	if err != nil || results[0].Err != nil {
		t.Fatalf("%s: %v, %v", source, err, results[0].Err)
	}
	return results[0].Text
}

// given is a backend that has one translation, with the links that a session would find.
type given struct {
	model  *marian.Backend
	target string
}

func (g given) Info() translate.Info { return g.model.Info() }

func (g given) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	source := req.Items[0].Text
	results, err := g.model.Read(ctx, []marian.Sample{{Source: source, Target: g.target}})
	if err == nil {
		results[0].Links = align.Links(source, g.target, align.GermanEnglish(), results[0].Links...)
	}
	return results, translate.Usage{}, err
}

// A formattingCount counts words: a share is that of right words among those that are or ought to be marked.
type formattingCount struct {
	right, missed, extra int
	apart                int // of missed, in phrases that fell apart in the translation
	between              int // marked words between the parts of phrases that fell apart, which may be marked
	whole                int // sentences without a fault
}

func (c *formattingCount) share() float64 {
	return float64(c.right) / float64(c.right+c.missed+c.extra)
}

// add compares a translation with the gold; it reports whether it is without a fault. What stands between the parts of
// a phrase that fell apart may be marked or not.
func (c *formattingCount) add(gold, made string) bool {
	want, have := markedWords(gold), markedWords(made)
	first, last := map[string]int{}, map[string]int{}
	for k, mark := range want {
		if _, ok := first[mark]; !ok {
			first[mark] = k
		}
		last[mark] = k
	}
	good := true
	for k := range want {
		w, h := want[k], have[k]
		switch {
		case w == h:
			if w != "" {
				c.right++
			}
		case w == "":
			if from, ok := first[h]; ok && from < k && k < last[h] {
				c.between++
				continue
			}
			c.extra++
			good = false
		default:
			c.missed++
			good = false
			for j := first[w]; j < last[w]; j++ {
				if want[j] == "" {
					c.apart++
					break
				}
			}
		}
	}
	if good {
		c.whole++
	}
	return good
}

// markedWords returns for each word of a text the name of the mark that it stands in, "" for none.
func markedWords(text string) []string {
	var words []string
	open := ""
	for _, w := range markedWord.FindAllString(text, -1) {
		switch {
		case strings.HasPrefix(w, "⟦/"):
			open = ""
		case strings.HasPrefix(w, "⟦"):
			open = w
		default:
			words = append(words, open)
		}
	}
	return words
}
