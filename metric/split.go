package metric

import "fmt"

// Splits are the scores of sentence boundaries against gold.
type Splits struct {
	All   PRF // of all boundaries inside the documents
	Inner PRF // without those that a line break gives away
	Right int // documents without an error
	Of    int // documents
}

// String returns three lines.
func (s Splits) String() string {
	return fmt.Sprintf(
		"all   P %.2f R %.2f F1 %.2f\ninner P %.2f R %.2f F1 %.2f\ndocs exactly right %d/%d = %.1f%%",
		s.All.Precision,
		s.All.Recall,
		s.All.F1,
		s.Inner.Precision,
		s.Inner.Recall,
		s.Inner.F1,
		s.Right,
		s.Of,
		100*float64(s.Right)/float64(max(1, s.Of)),
	)
}

// A SplitCount sums what [Splits] is computed from over documents. The zero value is ready.
type SplitCount struct{ all, inner, documents [3]int } // right, made, gold; of documents: right, all

// Add counts a document: its text, the sentences of the gold and those made, and where the pieces after optional
// boundaries start; all in code points. White space around sentences does not matter. A boundary is the place after
// the last character of a sentence; the end of the document is none.
func (c *SplitCount) Add(text string, gold, made [][2]int, optional []int) {
	t := []rune(text)
	skip := map[int]bool{}
	for _, o := range optional {
		o = min(max(o, 0), len(t))
		for o > 0 && isSpace(t[o-1]) {
			o--
		}
		skip[o] = true
	}
	g, m := boundaries(t, gold, skip), boundaries(t, made, skip)
	same := len(g) == len(m)
	for x := range m {
		inner := !breaksLine(t, x)
		count(&c.all, 1, g[x])
		if inner {
			count(&c.inner, 1, g[x])
		}
		same = same && g[x]
	}
	for x := range g {
		c.all[2]++
		if !breaksLine(t, x) {
			c.inner[2]++
		}
	}
	c.documents[1]++
	if same {
		c.documents[0]++
	}
}

func count(c *[3]int, n int, right bool) {
	c[1] += n
	if right {
		c[0] += n
	}
}

// Score returns the scores of all documents together.
func (c *SplitCount) Score() Splits {
	score := func(n [3]int) PRF { return PRF{percent(n[0], n[1]), percent(n[0], n[2]), percent(2*n[0], n[1]+n[2])} }
	return Splits{All: score(c.all), Inner: score(c.inner), Right: c.documents[0], Of: c.documents[1]}
}

// boundaries returns the ends of sentences, without the end of the text.
func boundaries(t []rune, spans [][2]int, skip map[int]bool) map[int]bool {
	last := len(t)
	for last > 0 && isSpace(t[last-1]) {
		last--
	}
	ends := map[int]bool{}
	for _, s := range spans {
		a, b := max(s[0], 0), min(s[1], len(t))
		for b > a && isSpace(t[b-1]) {
			b--
		}
		if b > a && b < last && !skip[b] {
			ends[b] = true
		}
	}
	return ends
}

// breaksLine reports whether a line break follows place x, with nothing but spaces and tabs before it.
func breaksLine(t []rune, x int) bool {
	for x < len(t) && (t[x] == ' ' || t[x] == '\t') {
		x++
	}
	return x < len(t) && (t[x] == '\n' || t[x] == '\r')
}
