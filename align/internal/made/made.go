// Package made makes documents whose beads are known from training text that the lexicon was not learned from: what
// the aligner is tuned and tested on.
package made

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/parallel"
)

// A Document is two texts by sentences.
type Document struct {
	Level          string // which training file and kind of change
	Source, Target []string
	Gold           [][2][]int // the sentences of each bead, by number
}

// unlearned are training files that check/learn leaves out of the lexicon.
var unlearned = []string{"wmt14_newstest_aligned", "ntrex128_newstest2019", "bcontrast_chat", "rustbook"}

// read returns the first pairs of a training file whose source does not begin in lower case.
func read(folder, name string, most int) ([]parallel.Pair, error) {
	pairs, err := parallel.Read(folder, name, 1, 1<<30)
	pairs = slices.DeleteFunc(pairs, func(p parallel.Pair) bool {
		return p.German == "" || strings.ToUpper(p.German[:1]) != p.German[:1]
	})
	return pairs[:min(len(pairs), most)], err
}

// Changed makes documents of so many sentences from a folder of training files. Of three, one is as it is; in the
// others, sentences are joined, cut, moved, left out and added, in the third more of them and more at a time. Equal
// seeds make equal documents.
func Changed(folder string, seed uint64, size int) ([]Document, error) {
	r := rand.New(rand.NewPCG(seed, 1))
	var out []Document
	for _, name := range unlearned {
		pairs, err := read(folder, name, 2400)
		if err != nil {
			return nil, err
		}
		for i, k := 0, 0; i+size <= len(pairs); i, k = i+size, k+1 {
			if k%4 == 3 {
				continue
			}
			beads := change(pairs[i:i+size], pairs, []float64{0, 0.3, 0.6}[k%4], r)
			out = append(out, document(fmt.Sprint(name, k%4), beads))
		}
	}
	return out, nil
}

// Lines makes documents of at least so many sentences from a folder of training files, a line at a time: what people
// wrote as one line is cut 1-1 where both sides have the same number of sentences of like lengths, and is one bead
// otherwise.
func Lines(folder string, size int) ([]Document, error) {
	var out []Document
	for _, name := range unlearned {
		pairs, err := read(folder, name, 4000)
		if err != nil {
			return nil, err
		}
		var beads []bead
		sentences := 0
		for _, p := range pairs {
			source, target := sentencesOf(p.German), sentencesOf(p.English)
			if alike(source, target) {
				for k := range source {
					beads = append(beads, bead{source[k : k+1], target[k : k+1]})
				}
			} else {
				beads = append(beads, bead{source, target})
			}
			if sentences += len(source); sentences >= size {
				out = append(out, document(name, beads))
				beads, sentences = nil, 0
			}
		}
	}
	return out, nil
}

// A bead has the sentences of both sides.
type bead [2][]string

func (b *bead) single() bool { return len(b[0]) == 1 && len(b[1]) == 1 }

func document(level string, beads []bead) Document {
	d := Document{Level: level}
	for _, b := range beads {
		var gold [2][]int
		for k, all := range []*[]string{&d.Source, &d.Target} {
			for _, text := range b[k] {
				gold[k] = append(gold[k], len(*all))
				*all = append(*all, text)
			}
		}
		d.Gold = append(d.Gold, gold)
	}
	return d
}

// change makes beads of pairs, and changes that share of them. What is added comes from others.
func change(pairs, others []parallel.Pair, rate float64, r *rand.Rand) []bead {
	var beads []bead
	for _, p := range pairs {
		beads = append(beads, bead{{p.German}, {p.English}})
	}
	single := func(i int) bool { return i < len(beads) && beads[i].single() }
	much := rate > 0.3
	for range int(rate * float64(len(beads))) {
		i := r.IntN(len(beads))
		if !single(i) {
			continue
		}
		k := r.IntN(2) // the side that is changed
		switch op := r.IntN(10); {
		case op < 4: // two or three sentences joined
			n := 2
			if much && r.IntN(4) == 0 {
				n = 3
			}
			if n == 2 && single(i+1) || n == 3 && single(i+1) && single(i+2) {
				beads = slices.Replace(beads, i, i+n, join(beads[i:i+n], k, r))
			}
		case op < 6: // one cut
			if a, b, ok := cutClause(beads[i][k][0], r); ok {
				beads[i][k] = []string{a, b}
			}
		case op < 8: // left out
			n := 1
			if much && r.IntN(4) == 0 {
				n = 2 + r.IntN(3)
			}
			for x := range n {
				if single(i + x) {
					beads[i+x][k] = nil
				}
			}
		case op < 9: // added
			var b bead
			p := others[r.IntN(len(others))]
			b[k] = []string{[2]string{p.German, p.English}[k]}
			beads = slices.Insert(beads, i, b)
		default: // a clause moved over the border
			if !single(i + 1) {
				continue
			}
			if a, b, ok := cutClause(beads[i][k][0], r); ok {
				x := bead{slices.Concat(beads[i][0], beads[i+1][0]), slices.Concat(beads[i][1], beads[i+1][1])}
				x[k][0], x[k][1] = a, b+" "+x[k][1]
				beads = slices.Replace(beads, i, i+2, x)
			}
		}
	}
	return beads
}

// join makes one bead of several, whose sentences on one side become one.
func join(beads []bead, side int, r *rand.Rand) bead {
	var out bead
	for _, b := range beads {
		out[0], out[1] = append(out[0], b[0]...), append(out[1], b[1]...)
	}
	joined := out[side][0]
	for _, next := range out[side][1:] {
		between := []string{"; ", " – ", ", " + [2]string{"und ", "and "}[side]}[r.IntN(3)]
		joined = strings.TrimRight(joined, ".") + between + next
	}
	out[side] = []string{joined}
	return out
}

// cutClause makes two sentences of one that has a comma.
func cutClause(s string, r *rand.Rand) (first, second string, ok bool) {
	var places []int
	for i := 15; i < len(s)-15; i++ {
		if s[i] == ',' && s[i+1] == ' ' {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return "", "", false
	}
	i := places[r.IntN(len(places))]
	return s[:i] + ".", strings.ToUpper(s[i+2:i+3]) + s[i+3:], true
}

// sentencesOf cuts a line after the marks that end sentences, where a capital follows.
func sentencesOf(line string) (out []string) {
	from := 0
	for _, end := range sentenceEnd.FindAllStringIndex(line, -1) {
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[end[1]:], "\"„“»‘'("))
		if unicode.IsUpper(next) && end[0]-from > 3 {
			out = append(out, strings.TrimSpace(line[from:end[1]]))
			from = end[1]
		}
	}
	return append(out, line[from:])
}

var sentenceEnd = regexp.MustCompile(`[.!?…]["“”»’')]* `)

// alike reports whether two lists of sentences are as long as each other, and each sentence about as long as its equal.
func alike(source, target []string) bool {
	if len(source) != len(target) {
		return false
	}
	for k := range source {
		ratio := float64(utf8.RuneCountInString(source[k])) / float64(utf8.RuneCountInString(target[k]))
		if len(source) > 1 && (ratio <= 0.5 || ratio >= 1.8) {
			return false
		}
	}
	return true
}
