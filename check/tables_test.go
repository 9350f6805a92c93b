package check

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
)

var update = flag.Bool("update", false, "build tables and weights anew from the training data")

// tableSources are the training sources that the tables are counted from.
var tableSources = []string{"wmt_newstest_2008_2019_bergamot", "wmt_newstest_2008_2019_refs", "wmt14_newstest_aligned", "ntrex128_newstest2019", "wmt15_sample_harvardnlp",
	"europarl_comtrans", "tatoeba_manythings", "bcontrast_chat", "mlqe_pe_wikipedia", "xquad", "debian_webwml", "game_texts", "mozilla_www"}

func TestTables(t *testing.T) {
	if *update {
		buildTables(t)
	}
	for name, text := range map[string]string{"german": germanText, "capitals": capitalsText} {
		words := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(words) < 3000 {
			t.Errorf("%s: only %d words", name, len(words))
		}
		if !slices.IsSorted(words) {
			t.Errorf("%s: not sorted", name)
		}
		for i, w := range words {
			if w == "" || i > 0 && w == words[i-1] || strings.TrimSpace(w) != w {
				t.Errorf("%s: line %d: %q", name, i+1, w)
			}
		}
	}
	for _, w := range []string{"und", "nicht", "Bundesregierung", "werden", "Jahre"} {
		if _, ok := germanWords()[w]; !ok {
			t.Errorf("german: %q is missing", w)
		}
	}
	for _, w := range []string{"die", "was", "international", "so", "Hamburg", "Bundestag", "Merkel", "Film", "Minister"} {
		if _, ok := germanWords()[w]; ok {
			t.Errorf("german: %q is a word of English texts", w)
		}
	}
}

// buildTables counts words in the training pairs. A word is taken as German if it stands in 12 sources or more, is left in at most 2 % of their
// translations, and hardly occurs in other English texts. A capital is known if English has it twice or more where German lacks it.
func buildTables(t *testing.T) {
	german, copied, english, capitals := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, source := range tableSources {
		for _, s := range trainSamples(t, source, 1, 1<<30) {
			de := map[string]bool{}
			var buf [128]field
			for _, w := range wordsOf(s.de, buf[:0]) {
				de[w.text] = true
			}
			en := map[string]bool{}
			folded := foldName(s.de)
			for i, w := range wordsOf(s.en, buf[:0]) {
				en[w.text] = true
				if i > 0 && capital(w.text) && len(w.text) >= 3 && inSentence(s.en, w.start) && !strings.Contains(folded, foldName(w.text)) {
					capitals[w.text]++
				}
			}
			for w := range de {
				german[w]++
				if en[w] {
					copied[w]++
				}
			}
			for w := range en {
				if !de[w] {
					english[w]++
				}
			}
		}
	}
	var words, caps []string
	for w, n := range german {
		first, _ := utf8.DecodeRuneInString(w)
		lowerTwin := english[strings.ToLower(w)]
		if n >= 12 && len(w) >= 3 && 50*copied[w] <= n && 100*english[w] <= n && english[w] <= 40 && (unicode.IsLower(first) || 20*lowerTwin <= n) {
			words = append(words, w)
		}
	}
	for w, n := range capitals {
		if n >= 2 {
			caps = append(caps, w)
		}
	}
	write := func(path string, words []string) {
		slices.Sort(words)
		if err := os.WriteFile(path, []byte(strings.Join(words, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d words", path, len(words))
	}
	write("tables/german.txt", words)
	write("tables/capitals.txt", caps)
	t.Skip("tables were written: run the test again")
}

// wordsOf returns the words of s as the checks see them.
func wordsOf(s string, out []field) []field {
	var buf [128]bitext.Offsets
	for _, w := range tokensOf(s, buf[:0]) {
		if text := in(s, w); !digit(text[0]) {
			out = append(out, field{w[0], w[1], text})
		}
	}
	return out
}
