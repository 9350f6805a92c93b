package number

import (
	"math"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// A Quantity is something in a text that has a value: a number in digits or words, a month, a time of day. It may be
// read in several ways: "12/21" is a date or a fraction, "50er" is 50 or 1950.
type Quantity struct {
	Text     string
	Span     offset.Span // of Text
	Strength Strength
	// ForeignGrouping marks digits that are grouped as in another language: "2.200,5" in an English text.
	ForeignGrouping bool
	Unit            lang.Unit // zero where none is known

	big      bool   // a word such as million that stands alone: these are compared with one another
	negative bool   // has a minus sign
	lowered  bool   // is near words that can replace a minus sign: below zero, a loss, down
	gap      string // what stands between the quantity before and this one
	n        int    // readings in use
	reads    [6]reading
}

// A reading is one way to take a quantity: all its atoms together, such as day, month and year.
type reading struct {
	n     int
	atoms [3]atom
}

// Strength is how serious it is when the other side lacks a quantity.
type Strength uint8

const (
	Soft   Strength = iota // can answer for a quantity of the other side, but need not be answered: "one", "half"
	Loose                  // a fault only where the other side has an unanswered word or digits: "both", "zweijährig"
	Word                   // a fault only where the other side has an unanswered one too: "three", "October"
	Strong                 // digits: must be answered
)

// An atom is a value of a class. Only equal classes compare, except that times of day on the hour compare with numbers.
type atom struct {
	class class
	value float64
}

type class uint8

const (
	number  class = iota
	month         // 1 to 12
	clock         // minutes since midnight or noon: which of them is open
	clock24       // minutes since midnight
	code          // digits that are a name, such as a version; value is a hash
)

func (q *Quantity) add(atoms ...atom) {
	if q.n == len(q.reads) || len(atoms) > len(reading{}.atoms) {
		return
	}
	r := &q.reads[q.n]
	r.n = copy(r.atoms[:], atoms)
	q.n++
}

func (q *Quantity) addNumber(v float64) { q.add(atom{number, v}) }

// scale multiplies every reading that is a single number.
func (q *Quantity) scale(by float64) {
	for i := range q.reads[:q.n] {
		if r := &q.reads[i]; r.n == 1 && r.atoms[0].class == number {
			r.atoms[0].value *= by
		}
	}
}

// value returns the first reading where it is a single number.
func (q *Quantity) value() (float64, bool) {
	if q.n == 0 || q.reads[0].n != 1 || q.reads[0].atoms[0].class != number {
		return 0, false
	}
	return q.reads[0].atoms[0].value, true
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }

func (a atom) equal(b atom) bool {
	if a.class > b.class {
		a, b = b, a
	}
	switch {
	case a.class == clock && b.class == clock24:
		return math.Mod(a.value, 720) == math.Mod(b.value, 720)
	case a.class == number && (b.class == clock || b.class == clock24): // "at 7" answers for "um 19 Uhr"
		return math.Mod(b.value, 60) == 0 && a.value >= 0 && a.value <= 24 &&
			math.Mod(b.value/60, 12) == math.Mod(a.value, 12)
	case a.class != b.class:
		return false
	case a.class == clock:
		return math.Mod(a.value, 720) == math.Mod(b.value, 720)
	case a.class == clock24:
		return math.Mod(a.value, 1440) == math.Mod(b.value, 1440)
	}
	return near(a.value, b.value)
}

// answered reports whether others hold, among all their readings, every atom of one reading of q.
func (q *Quantity) answered(others []Quantity) bool {
	for i := range q.reads[:q.n] {
		r := &q.reads[i]
		all := true
		for _, a := range r.atoms[:r.n] {
			if !holds(others, a) {
				all = false
				break
			}
		}
		if all {
			return true
		}
	}
	return false
}

func holds(others []Quantity, a atom) bool {
	for i := range others {
		o := &others[i]
		for j := range o.reads[:o.n] {
			for _, b := range o.reads[j].atoms[:o.reads[j].n] {
				if a.equal(b) {
					return true
				}
			}
		}
	}
	return false
}

// same reports whether q and o share a reading.
func (q *Quantity) same(o *Quantity) bool {
	for i := range q.reads[:q.n] {
		for j := range o.reads[:o.n] {
			a, b := &q.reads[i], &o.reads[j]
			if a.n == 1 && b.n == 1 && a.atoms[0].equal(b.atoms[0]) {
				return true
			}
		}
	}
	return false
}

// IsMonth reports whether q is nothing but a month.
func (q *Quantity) IsMonth() bool {
	return q.n == 1 && q.reads[0].n == 1 && q.reads[0].atoms[0].class == month
}
