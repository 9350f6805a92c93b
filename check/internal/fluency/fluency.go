// Package fluency measures how well the words of an English text follow each other.
//
// It counts on classes of words: common words are classes of their own, others are known by their last letters only,
// names and numbers by being such. A [Table] holds which classes follow which, as a trigram model with back-off
// (Katz 1987): for three classes in a row how much likelier the third is behind the others than anywhere, and for one
// and two how much less likely is what was never seen behind them.
package fluency

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

// A Class is a class of words, or a mark between them.
type Class uint64

// Edge is the class of what is before the first word of a text. The others are those of words that are not common.
const (
	Edge Class = 1 + iota
	numberClass
	nameClass
	shortClass
)

// firstMark is the class of the first of marks, those between words that count.
const (
	firstMark Class = 16
	marks           = ",.;:!?()-/"
)

// The factors of hashes are odd random numbers.
const (
	factor1 = 0x9e3779b97f4a7c15
	factor2 = 0xc2b2ae3d27d4eb4f
	factor3 = 0x165667b19e3779f9
	factor4 = 0xd6e8feb86659fd93
)

// mix makes all bits of a hash depend on all of h.
func mix(h uint64) uint64 {
	h = (h ^ h>>32) * factor4
	return h ^ h>>32
}

// Pair and Triple return the hashes of classes in a row, Rest1 and Rest2 those of what was never seen behind one or two
// of them.
func Pair(a, b Class) uint64 { return mix(uint64(a)*factor2 + uint64(b)*factor3) }
func Triple(a, b, c Class) uint64 {
	return mix(uint64(a)*factor1 + uint64(b)*factor2 + uint64(c)*factor3)
}
func Rest1(a Class) uint64    { return mix(uint64(a) * factor4) }
func Rest2(a, b Class) uint64 { return mix(uint64(a)*factor4 + uint64(b)*factor1) }

// Values are logarithms of ratios in steps of valueStep from valueLeast up.
const (
	valueLeast = -3.5
	valueStep  = 0.7
)

// Quantise returns the logarithm of a ratio in the form in which a [Table] keeps it.
func Quantise(x float64) uint8 {
	return uint8(min(max(math.Round((x-valueLeast)/valueStep), 0), MaxValue))
}

// valueOf is the other way round.
var valueOf = func() (t [MaxValue + 1]float32) {
	for i := range t {
		t[i] = float32(valueLeast + valueStep*float64(i))
	}
	return t
}()

// Exact returns the class that w has if it is a common word: a hash of w in lower case.
func Exact(w string) Class {
	h := uint64(14695981039346656037) // FNV-1a
	var buf [64]byte
	for _, b := range word.AppendLower(buf[:0], w) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return Class(h)
}

// Shape returns the class of w if it is not a common word.
func Shape(w string) Class {
	first, _ := utf8.DecodeRuneInString(w)
	switch {
	case word.IsDigit(w[0]):
		return numberClass
	case unicode.IsUpper(first):
		return nameClass
	case len(w) < 4:
		return shortClass
	}
	return Exact(w[len(w)-3:]) ^ factor4
}

// Between returns the class of the marks between two words, 0 for none that count.
func Between(s string) Class {
	if s == " " {
		return 0
	}
	for i := range len(s) {
		if k := strings.IndexByte(marks, s[i]); k >= 0 {
			return firstMark + Class(k)
		}
	}
	return 0
}

//go:embed tables/english.bin
var englishData string

var english = sync.OnceValue(func() *Table {
	t, err := ReadTable(englishData)
	if err != nil {
		return NewTable(0)
	}
	return t
})

// A Reader judges texts. It keeps memory from one text to the next and must not be used concurrently. All texts must be
// of one vocabulary.
type Reader struct {
	facts   word.Memo[fact]
	table   *Table
	classes []fact // of the text at hand, marks included
	touched uint64 // keeps the reads of touch from being optimised away
}

// A fact is what is known of a word by itself.
type fact struct {
	class Class
	rest  float32 // what counts for words that were never seen behind it
}

// Read returns how well the words of an English text, which must not be empty, follow each other: the mean logarithm of
// how much likelier a word is behind the two before it than anywhere.
func (r *Reader) Read(t *word.Text) float64 {
	if r.table == nil {
		r.table = english()
	}
	facts := r.facts.Of(&t.Vocabulary)
	r.classes = r.classes[:0]
	end := 0
	for i, at := range t.Spans {
		f := &facts[t.IDs[i]]
		if f.class == 0 {
			*f = r.factOf(at.In(t.String))
		}
		if i > 0 {
			if m := Between(t.String[end:at.Start]); m != 0 {
				r.classes = append(r.classes, fact{class: m})
			}
		}
		r.classes = append(r.classes, *f)
		end = at.End
	}
	r.touch()
	j := judge{table: r.table, a: Edge, b: Edge}
	for _, f := range r.classes {
		j.next(f.class, f.rest)
	}
	return float64(j.sum) / float64(max(j.n, 1))
}

// touch has the processor fetch the blocks that the text will be looked up in, all at the same time. The table is
// larger than its near caches, and looked up one after the other each block would be waited for.
func (r *Reader) touch() {
	a, b := Edge, Edge
	for _, f := range r.classes {
		triple, _ := r.table.place(Triple(a, b, f.class))
		pair, _ := r.table.place(Pair(b, f.class))
		r.touched += triple[0] + pair[0]
		a, b = b, f.class
	}
}

func (r *Reader) factOf(w string) fact {
	c := Exact(w)
	v, ok := r.table.Get(Rest1(c))
	if !ok {
		c = Shape(w)
		v, ok = r.table.Get(Rest1(c))
	}
	f := fact{class: c}
	if ok {
		f.rest = valueOf[v]
	}
	return f
}

// A judge goes through the classes of a text.
type judge struct {
	table *Table
	a, b  Class   // the last two
	rest  float32 // of b
	sum   float32
	n     int
}

func (j *judge) next(c Class, rest float32) {
	var x float32
	if v, ok := j.table.Get(Triple(j.a, j.b, c)); ok {
		x = valueOf[v]
	} else {
		if v, ok := j.table.Get(Rest2(j.a, j.b)); ok {
			x = valueOf[v]
		}
		if v, ok := j.table.Get(Pair(j.b, c)); ok {
			x += valueOf[v]
		} else {
			x += j.rest
		}
	}
	j.sum += x
	j.n++
	j.a, j.b, j.rest = j.b, c, rest
}
