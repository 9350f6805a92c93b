package metric

import (
	"fmt"
	"strconv"
)

// A WordLink joins a source and a target word, by number from 0.
type WordLink struct{ Source, Target int }

// Links are the scores of word links against gold (Och and Ney, 2003).
type Links struct {
	Precision, Recall float64 // 0 to 100
	AER               float64 // alignment error rate, 0 to 100; lower is better
}

// String returns one line.
func (l Links) String() string {
	return fmt.Sprintf("P %.2f R %.2f AER %.2f", l.Precision, l.Recall, l.AER)
}

// A LinkCount sums what [Links] is computed from over sentences. The zero value is ready.
type LinkCount struct{ made, sure, rightSure, rightPossible int }

// Add counts a sentence: the sure links of the gold, those that are possible besides, and the links made.
func (c *LinkCount) Add(sure, possible, made []WordLink) {
	set := func(lists ...[]WordLink) map[[2]int]bool {
		m := map[[2]int]bool{}
		for _, l := range lists {
			for _, x := range l {
				m[[2]int{x.Source, x.Target}] = true
			}
		}
		return m
	}
	s, p, a := set(sure), set(sure, possible), set(made)
	c.made, c.sure = c.made+len(a), c.sure+len(s)
	c.rightSure, c.rightPossible = c.rightSure+common(a, s), c.rightPossible+common(a, p)
}

// Score returns the scores of all sentences together.
func (c *LinkCount) Score() Links {
	return Links{
		Precision: percent(c.rightPossible, max(1, c.made)),
		Recall:    percent(c.rightSure, max(1, c.sure)),
		AER:       100 * (1 - float64(c.rightSure+c.rightPossible)/float64(max(1, c.made+c.sure))),
	}
}

// ParseLinks reads a line of links as "0-0 1-2 3?2" (Pharaoh format): source and target word, with "-" for a sure
// link and "?" for one that is only possible. Anything else in the line is skipped.
func ParseLinks(line string) (sure, possible []WordLink) {
	number := func(i int) (int, int) {
		end := i
		for end < len(line) && line[end] >= '0' && line[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(line[i:end])
		if err != nil {
			return 0, i
		}
		return n, end
	}
	for i := 0; i < len(line); {
		s, end := number(i)
		if end == i {
			i++
			continue
		}
		i = end
		if i >= len(line) || line[i] != '-' && line[i] != '?' {
			continue
		}
		t, after := number(i + 1)
		if after == i+1 {
			continue
		}
		if line[i] == '-' {
			sure = append(sure, WordLink{s, t})
		} else {
			possible = append(possible, WordLink{s, t})
		}
		i = after
	}
	return sure, possible
}
