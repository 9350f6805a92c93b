package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"github.com/satzpaar/satzpaar/check/internal/fluency"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// fluencySkipped have no part in the table of word order: strings without sentences, and pairs that errors are planted
// into for the risk.
var fluencySkipped = []string{"debian_mo_ui_short", "libreoffice_ui", "ding_terms", "ntrex128_newstest2019",
	"lit_gutenberg_archaic_en"}

const (
	commonWords   = 10_000  // that are classes of their own
	fluencySize   = 450_000 // entries of the table
	leastTogether = 3       // times that three classes must stand in a row to be learned
	leastBefore   = 5       // times that two must, for what was never seen behind them to be learned
	discount      = 0.7     // what is taken off each count for what was never seen
)

// A counted is classes in a row by their numbers, 21 bits each, and how often they were seen.
type counted struct {
	classes uint64
	n       float64
}

const classBits = 21

// makeFluency counts which classes of words follow each other in the English of the training text.
func makeFluency(o options) error {
	pairs, err := readAll(o.train, fluencySkipped, 1, true)
	if err != nil {
		return err
	}
	c := newClassCounter(pairs)
	threes := c.count(pairs)
	t := fluency.NewTable(fluencySize)
	kept := c.learn(threes, t)
	data := t.Pack()
	fmt.Fprintf(os.Stderr, "%s: %d entries, %d bytes\n", fluencyFile, kept, len(data))
	return write(fluencyFile, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// A classCounter gives classes numbers.
type classCounter struct {
	words   map[string]uint32 // class of each word by its number
	numbers map[fluency.Class]uint32
	classes []fluency.Class // by number; 0 is the edge of a text
}

func newClassCounter(pairs [][2]string) *classCounter {
	counts := map[string]int{}
	var text word.Text
	for _, p := range pairs {
		text.Forget()
		text.Set(p[1])
		for i := range text.Scan().Spans {
			counts[string(word.AppendLower(nil, text.Word(i)))]++
		}
	}
	list := make([]string, 0, len(counts))
	for w := range counts {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	c := &classCounter{words: map[string]uint32{}, numbers: map[fluency.Class]uint32{}}
	c.number(fluency.Edge)
	for _, w := range list[:min(commonWords, len(list))] {
		c.words[w] = c.number(fluency.Exact(w))
	}
	return c
}

func (c *classCounter) number(class fluency.Class) uint32 {
	n, ok := c.numbers[class]
	if !ok {
		n = uint32(len(c.classes))
		c.numbers[class] = n
		c.classes = append(c.classes, class)
	}
	return n
}

// count returns all triples of classes in a row.
func (c *classCounter) count(pairs [][2]string) []counted {
	var all []uint64
	var text word.Text
	var buf []byte
	for _, p := range pairs {
		text.Forget()
		text.Set(p[1])
		text.Scan()
		last := uint64(0) // the edge of the text, three times
		next := func(n uint32) {
			last = (last<<classBits | uint64(n)) & (1<<(3*classBits) - 1)
			all = append(all, last)
		}
		for i, at := range text.Spans {
			if i > 0 {
				if m := fluency.Between(p[1][text.Spans[i-1].End:at.Start]); m != 0 {
					next(c.number(m))
				}
			}
			buf = word.AppendLower(buf[:0], at.In(p[1]))
			n, ok := c.words[string(buf)]
			if !ok {
				n = c.number(fluency.Shape(at.In(p[1])))
			}
			next(n)
		}
	}
	return countEqual(all)
}

// countEqual sorts values and counts those that are equal.
func countEqual(all []uint64) []counted {
	slices.Sort(all)
	var out []counted
	for i, x := range all {
		if i == 0 || x != all[i-1] {
			out = append(out, counted{x, 0})
		}
		out[len(out)-1].n++
	}
	return out
}

// A part is what some rows of classes have in common: how often it was seen, and in how many different rows.
type part struct{ n, rows float64 }

// rest is the weight of the rows that were never seen.
func (p *part) rest() float64 { return discount * p.rows / p.n }

// partsOf returns the parts of rows that cut names.
func partsOf(rows []counted, cut func(uint64) uint64) map[uint64]*part {
	out := map[uint64]*part{}
	for _, r := range rows {
		k := cut(r.classes)
		p := out[k]
		if p == nil {
			p = new(part)
			out[k] = p
		}
		p.n += r.n
		p.rows++
	}
	return out
}

// withoutLast, lastOne and lastTwo cut rows of classes.
func withoutLast(classes uint64) uint64 { return classes >> classBits }
func lastOne(classes uint64) uint64     { return classes & (1<<classBits - 1) }
func lastTwo(classes uint64) uint64     { return classes & (1<<(2*classBits) - 1) }

// at returns the class that stands so many places before the last one of a row.
func (c *classCounter) at(classes uint64, places int) fluency.Class {
	return c.classes[lastOne(classes>>(places*classBits))]
}

// learn puts into t what the counts of three classes in a row imply, as far as there is room, and returns the number of
// entries. What changes the judgement of most text comes first.
func (c *classCounter) learn(threes []counted, t *fluency.Table) (kept int) {
	total := 0.0
	for _, r := range threes {
		total += r.n
	}
	heads, tails := partsOf(threes, withoutLast), partsOf(threes, lastTwo)
	var twos []counted
	for classes, x := range tails {
		twos = append(twos, counted{classes, x.n})
	}
	firsts, lasts := partsOf(twos, withoutLast), partsOf(twos, lastOne)
	// ratio is how much likelier the last of two classes is behind the first than anywhere.
	ratio := func(two uint64) float64 {
		first := firsts[withoutLast(two)]
		return first.rest() + (tails[two].n-discount)/first.n/(lasts[lastOne(two)].n/total)
	}
	type entry struct {
		hash         uint64
		value, worth float64
	}
	var entries []entry
	for one, x := range firsts {
		if int(one) <= len(c.words) || x.n >= 100 {
			// A word that is in the table is a common one.
			entries = append(entries, entry{fluency.Rest1(c.classes[one]), math.Log(x.rest()), math.Inf(1)})
		}
	}
	for _, r := range twos {
		if r.n >= leastTogether {
			x := math.Log(ratio(r.classes))
			entries = append(entries, entry{fluency.Pair(c.at(r.classes, 1), c.at(r.classes, 0)), x,
				r.n * math.Abs(x-math.Log(firsts[withoutLast(r.classes)].rest()))})
		}
	}
	for two, x := range heads {
		if x.n >= leastBefore {
			l := math.Log(x.rest())
			entries = append(entries, entry{fluency.Rest2(c.at(two, 1), c.at(two, 0)), l, x.n * x.rest() * math.Abs(l)})
		}
	}
	for _, r := range threes {
		if r.n >= leastTogether {
			head, two := heads[withoutLast(r.classes)], lastTwo(r.classes)
			back := head.rest() * ratio(two)
			x := math.Log((r.n-discount)/head.n/(lasts[lastOne(two)].n/total) + back)
			entries = append(entries, entry{fluency.Triple(c.at(r.classes, 2), c.at(r.classes, 1), c.at(r.classes, 0)), x,
				r.n * math.Abs(x-math.Log(back))})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.hash, b.hash))
	})
	for _, e := range entries[:min(fluencySize, len(entries))] {
		if t.Put(e.hash, fluency.Quantise(e.value)) {
			kept++
		}
	}
	return kept
}
