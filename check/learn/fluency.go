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
		last := uint64(0) // twice the edge
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
	return tallyRows(all)
}

// tallyRows sorts values and counts those that are equal.
func tallyRows(all []uint64) []counted {
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

// shorten counts the last or the first classes of rows: those that remain when move is applied.
func shorten(rows []counted, move func(uint64) uint64) map[uint64]*behind {
	out := map[uint64]*behind{}
	for _, r := range rows {
		k := move(r.classes)
		x := out[k]
		if x == nil {
			x = new(behind)
			out[k] = x
		}
		x.n += r.n
		x.kinds++
	}
	return out
}

// A behind is classes in a row, how often they were seen, and how many different ones stood behind or before them.
type behind struct {
	n, kinds float64
	rest     float64 // the weight of the shorter context where the longer one was never seen
}

// learn puts into t what matters most.
func (c *classCounter) learn(threes []counted, t *fluency.Table) (kept int) {
	const mask1, mask2 = 1<<classBits - 1, 1<<(2*classBits) - 1
	total := 0.0
	for _, r := range threes {
		total += r.n
	}
	heads := shorten(threes, func(k uint64) uint64 { return k >> classBits })
	tails := shorten(threes, func(k uint64) uint64 { return k & mask2 })
	var twos []counted
	for k, x := range tails {
		twos = append(twos, counted{k, x.n})
	}
	slices.SortFunc(twos, func(a, b counted) int { return cmp.Compare(a.classes, b.classes) })
	firsts := shorten(twos, func(k uint64) uint64 { return k >> classBits })
	lasts := shorten(twos, func(k uint64) uint64 { return k & mask1 })
	rest := func(x *behind) float64 { return discount * x.kinds / x.n }
	// ratio is how much likelier b is behind a than anywhere.
	ratio := func(ab uint64) float64 {
		a, b := firsts[ab>>classBits], lasts[ab&mask1]
		r := 1.0
		if a != nil {
			r = rest(a)
			if x := tails[ab]; x != nil {
				r += (x.n - discount) / a.n / (b.n / total)
			}
		}
		return r
	}
	type entry struct {
		hash  uint64
		value float64
		worth float64
	}
	var entries []entry
	for k, x := range firsts {
		if int(k) < len(c.words)+1 || x.n >= 100 {
			// Words must be there to be known as common.
			entries = append(entries, entry{fluency.Rest1(c.classes[k]), math.Log(rest(x)), math.Inf(1)})
		}
	}
	for _, r := range twos {
		if r.n >= leastTogether {
			a := firsts[r.classes>>classBits]
			x := math.Log(ratio(r.classes))
			entries = append(entries, entry{fluency.Pair(c.classes[r.classes>>classBits], c.classes[r.classes&mask1]), x,
				r.n * math.Abs(x-math.Log(rest(a)))})
		}
	}
	for k, x := range heads {
		if x.n >= 5 {
			l := math.Log(min(rest(x), 1))
			entries = append(entries, entry{fluency.Rest2(c.classes[k>>classBits], c.classes[k&mask1]), l,
				x.n * min(rest(x), 1) * math.Abs(l)})
		}
	}
	for _, r := range threes {
		if r.n < leastTogether {
			continue
		}
		h, bc := heads[r.classes>>classBits], r.classes&mask2
		back := min(rest(h), 1) * ratio(bc)
		x := math.Log((r.n-discount)/h.n/(lasts[bc&mask1].n/total) + back)
		entries = append(entries, entry{fluency.Triple(c.classes[r.classes>>(2*classBits)],
			c.classes[r.classes>>classBits&mask1], c.classes[bc&mask1]), x, r.n * math.Abs(x-math.Log(back))})
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
