package metric

import (
	"cmp"
	"fmt"
	"slices"
)

// A Bead lists the source and target sentences of an aligned group, by number.
type Bead struct{ Source, Target []int }

// PRF is precision, recall and their harmonic mean, each 0 to 100.
type PRF struct{ Precision, Recall, F1 float64 }

func prf(right, made, found, gold int) PRF {
	p, r := percent(right, made), percent(found, gold)
	return PRF{p, r, f1(p, r)}
}

// Beads are the scores of an alignment against gold, in the conventions of Bleualign and Vecalign: precision over all
// beads made, recall over gold beads that have two sides.
type Beads struct {
	Documents int
	Strict    PRF     // a bead is right if the gold has it exactly
	Lax       PRF     // a bead is right if it shares a source and a target sentence with one bead of the gold
	LinkF1    float64 // over pairs of sentences
	NullF1    float64 // over sentences that have no partner
}

// String returns one line.
func (b Beads) String() string {
	return fmt.Sprintf(
		"docs %5d strict P %6.2f R %6.2f F1 %6.2f | lax P %6.2f R %6.2f F1 %6.2f | link F1 %6.2f | null F1 %6.2f",
		b.Documents,
		b.Strict.Precision,
		b.Strict.Recall,
		b.Strict.F1,
		b.Lax.Precision,
		b.Lax.Recall,
		b.Lax.F1,
		b.LinkF1,
		b.NullF1,
	)
}

// A BeadCount sums what [Beads] is computed from over documents. The zero value is ready.
type BeadCount struct {
	documents               int
	right, lax, made        int
	found, laxFound, gold   int
	links, linksMade        int
	linksGold               int
	nulls, nullsMade, nullG int
}

// Add counts a document. Beads given twice count once.
func (c *BeadCount) Add(gold, made []Bead) {
	gold, made = distinct(gold), distinct(made)
	c.documents++
	right, lax, n := matches(gold, made)
	c.right, c.lax, c.made = c.right+right, c.lax+lax, c.made+n
	right, lax, n = matches(twoSided(made), twoSided(gold))
	c.found, c.laxFound, c.gold = c.found+right, c.laxFound+lax, c.gold+n
	g, m := linkSet(gold), linkSet(made)
	c.links, c.linksMade, c.linksGold = c.links+common(g, m), c.linksMade+len(m), c.linksGold+len(g)
	g, m = nullSet(gold), nullSet(made)
	c.nulls, c.nullsMade, c.nullG = c.nulls+common(g, m), c.nullsMade+len(m), c.nullG+len(g)
}

// Score returns the scores of all documents together.
func (c *BeadCount) Score() Beads {
	return Beads{
		Documents: c.documents,
		Strict:    prf(c.right, c.made, c.found, c.gold),
		Lax:       prf(c.lax, c.made, c.laxFound, c.gold),
		LinkF1:    percent(2*c.links, c.linksMade+c.linksGold),
		NullF1:    percent(2*c.nulls, c.nullsMade+c.nullG),
	}
}

func compareBeads(a, b Bead) int {
	return cmp.Or(slices.Compare(a.Source, b.Source), slices.Compare(a.Target, b.Target))
}

// distinct returns the beads without empty ones and repetitions.
func distinct(beads []Bead) []Bead {
	beads = slices.DeleteFunc(slices.Clone(beads), func(b Bead) bool { return len(b.Source)+len(b.Target) == 0 })
	slices.SortFunc(beads, compareBeads)
	return slices.CompactFunc(beads, func(a, b Bead) bool { return compareBeads(a, b) == 0 })
}

func twoSided(beads []Bead) []Bead {
	return slices.DeleteFunc(slices.Clone(beads), func(b Bead) bool { return len(b.Source) == 0 || len(b.Target) == 0 })
}

// matches counts the beads of made that are in gold, and those that are or overlap with it on both sides.
func matches(gold, made []Bead) (strict, lax, n int) {
	partners := linkSet(gold)
	for _, b := range made {
		if _, ok := slices.BinarySearchFunc(gold, b, compareBeads); ok {
			strict, lax = strict+1, lax+1
			continue
		}
		shares := func() bool {
			for _, s := range b.Source {
				for _, t := range b.Target {
					if partners[[2]int{s, t}] {
						return true
					}
				}
			}
			return false
		}
		if shares() {
			lax++
		}
	}
	return strict, lax, len(made)
}

func linkSet(beads []Bead) map[[2]int]bool {
	links := map[[2]int]bool{}
	for _, b := range beads {
		for _, s := range b.Source {
			for _, t := range b.Target {
				links[[2]int{s, t}] = true
			}
		}
	}
	return links
}

// nullSet returns the sentences without partner: (0, source sentence) and (1, target sentence).
func nullSet(beads []Bead) map[[2]int]bool {
	nulls := map[[2]int]bool{}
	for _, b := range beads {
		if len(b.Target) == 0 {
			for _, s := range b.Source {
				nulls[[2]int{0, s}] = true
			}
		}
		if len(b.Source) == 0 {
			for _, t := range b.Target {
				nulls[[2]int{1, t}] = true
			}
		}
	}
	return nulls
}

func common(a, b map[[2]int]bool) int {
	n := 0
	for x := range a {
		if b[x] {
			n++
		}
	}
	return n
}
