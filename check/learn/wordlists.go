package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/internal/parallel"
	"github.com/satzpaar/satzpaar/offset"
)

// wordListSources are the training sources that the word lists are counted from.
var wordListSources = []string{
	"wmt_newstest_2008_2019_bergamot", "wmt_newstest_2008_2019_refs", "wmt14_newstest_aligned",
	"ntrex128_newstest2019", "wmt15_sample_harvardnlp", "europarl_comtrans", "tatoeba_manythings", "bcontrast_chat",
	"mlqe_pe_wikipedia", "xquad", "debian_webwml", "game_texts", "mozilla_www",
}

// wordCounts holds in how many pairs words occur.
type wordCounts struct {
	german   map[string]int
	copied   map[string]int // German words that are left in the English
	english  map[string]int // English words that are not in the German
	capitals map[string]int // words with a capital inside an English sentence that the German does not hold
}

// makeWordLists counts words in the training pairs. A word is taken as German if it occurs in 12 sources or more, is
// left in at most 2 % of their translations, and hardly occurs in other English texts. A capital is known if English
// has it twice or more where German lacks it.
func makeWordLists(o options) error {
	c := wordCounts{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
	for _, source := range wordListSources {
		pairs, err := parallel.Read(o.train, source, 1, 1<<30)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			c.add(p)
		}
	}
	var german, capitals []string
	for w, n := range c.german {
		first, _ := utf8.DecodeRuneInString(w)
		lowerTwin := c.english[strings.ToLower(w)]
		if n >= 12 && len(w) >= 3 && 50*c.copied[w] <= n && 100*c.english[w] <= n && c.english[w] <= 40 &&
			(unicode.IsLower(first) || 20*lowerTwin <= n) {
			german = append(german, w)
		}
	}
	for w, n := range c.capitals {
		if n >= 2 {
			capitals = append(capitals, w)
		}
	}
	if err := writeWords(germanFile, german); err != nil {
		return err
	}
	return writeWords(capitalsFile, capitals)
}

func (c *wordCounts) add(p parallel.Pair) {
	german, english := map[string]bool{}, map[string]bool{}
	for _, at := range plainWords(p.German) {
		german[at.In(p.German)] = true
	}
	folded := lexical.FoldName(p.German)
	for i, at := range plainWords(p.English) {
		w := at.In(p.English)
		english[w] = true
		if i > 0 && w[0] >= 'A' && w[0] <= 'Z' && len(w) >= 3 && lexical.InsideSentence(p.English, at.Start) &&
			!strings.Contains(folded, lexical.FoldName(w)) {
			c.capitals[w]++
		}
	}
	for w := range german {
		c.german[w]++
		if english[w] {
			c.copied[w]++
		}
	}
	for w := range english {
		if !german[w] {
			c.english[w]++
		}
	}
}

// plainWords returns the words of s that do not begin with a digit.
func plainWords(s string) []offset.Span {
	return slices.DeleteFunc(word.Spans(s, nil), func(at offset.Span) bool { return word.IsDigit(s[at.Start]) })
}

func writeWords(name string, words []string) error {
	slices.Sort(words)
	fmt.Fprintf(os.Stderr, "%s: %d words\n", name, len(words))
	return write(name, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(words, "\n")+"\n")
		return err
	})
}
