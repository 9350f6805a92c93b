package align

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/internal/packed"
)

// An Entry is a pair of word forms with the number of times that they were linked in a parallel text (an expected
// count, so it has fractions).
type Entry struct {
	Source, Target string
	Count          float64
}

// A Lexicon holds which words translate each other and how often. It is immutable and safe for concurrent use.
type Lexicon struct {
	source, target vocabulary
	rows           []uint32 // entries of source word i: rows[i] to rows[i+1]
	ids            []uint32 // target word of an entry; ascending within a row
	counts         []uint8  // quantised

	sourceAll, targetAll float64 // tokens of all words

	weighed                sync.Once
	sourceMass, targetMass []float32 // by word, the chance that its partner is in an entry; see weigh
}

// A vocabulary is a sorted list of forms with their number of tokens.
type vocabulary struct {
	text   []byte
	ends   []uint32
	tokens []uint8 // quantised
}

//go:embed lexicon_de_en.bin
var germanEnglish []byte

// GermanEnglish returns the lexicon that is part of the program: lower-cased German and English word forms. It was
// learned by the program in check/learn; lexicon_de_en.md names the texts. It is unpacked at the first call.
var GermanEnglish = sync.OnceValue(func() *Lexicon {
	l, err := readLexicon(germanEnglish)
	if err != nil {
		return &Lexicon{rows: []uint32{0}}
	}
	return l
})

// NewLexicon makes a lexicon of entries. sourceTokens and targetTokens count how often each word stood in the text that
// the entries come from; entries with a word that is not listed there are left out.
func NewLexicon(entries []Entry, sourceTokens, targetTokens map[string]float64) *Lexicon {
	l := &Lexicon{source: newVocabulary(sourceTokens), target: newVocabulary(targetTokens)}
	type row struct {
		s, t int
		n    float64
	}
	rows := make([]row, 0, len(entries))
	for _, e := range entries {
		s, ok1 := l.source.find(e.Source)
		t, ok2 := l.target.find(e.Target)
		if ok1 && ok2 && e.Count > 0 {
			rows = append(rows, row{s, t, e.Count})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(a.s-b.s, a.t-b.t) })
	l.rows = make([]uint32, l.source.len()+1)
	for i, r := range rows {
		if i > 0 && rows[i-1].s == r.s && rows[i-1].t == r.t {
			continue
		}
		l.ids = append(l.ids, uint32(r.t))
		l.counts = append(l.counts, quantise(r.n))
		l.rows[r.s+1]++
	}
	for i := range l.source.len() {
		l.rows[i+1] += l.rows[i]
	}
	l.sourceAll, l.targetAll = l.source.all(), l.target.all()
	return l
}

// weigh sums the chances of all entries of each word. Only the alignment of documents asks for them.
func (l *Lexicon) weigh() {
	l.sourceMass, l.targetMass = make([]float32, l.source.len()), make([]float32, l.target.len())
	for s := range l.source.len() {
		for k := l.rows[s]; k < l.rows[s+1]; k++ {
			c := unquantise(l.counts[k])
			l.sourceMass[s] += float32(c / unquantise(l.source.tokens[s]))
			l.targetMass[l.ids[k]] += float32(c / unquantise(l.target.tokens[l.ids[k]]))
		}
	}
}

// count returns how often a word stood in the text that the lexicon comes from; 0 for a word that is not known.
func (l *Lexicon) count(form string, target bool) float64 {
	v := &l.source
	if target {
		v = &l.target
	}
	if i, ok := v.find(form); ok {
		return unquantise(v.tokens[i])
	}
	return 0
}

// share returns how large a part of all tokens a word is; 0 for a word that is not known.
func (l *Lexicon) share(form string, target bool) float64 {
	all := l.sourceAll
	if target {
		all = l.targetAll
	}
	return l.count(form, target) / max(1, all)
}

// mass returns the chance that the partner of a word is known; 0 for a word that is not known itself.
func (l *Lexicon) mass(form string, target bool) float64 {
	l.weighed.Do(l.weigh)
	v, mass := &l.source, l.sourceMass
	if target {
		v, mass = &l.target, l.targetMass
	}
	if i, ok := v.find(form); ok {
		return min(1, float64(mass[i]))
	}
	return 0
}

// Len returns the number of entries.
func (l *Lexicon) Len() int { return len(l.ids) }

// Each calls f for the translations of the source word with the given form: the chance of the target word given the
// source word, and of the source word given the target word.
func (l *Lexicon) Each(form string, f func(target string, forward, backward float64)) {
	s, ok := l.source.find(form)
	if !ok {
		return
	}
	n := unquantise(l.source.tokens[s])
	for k := l.rows[s]; k < l.rows[s+1]; k++ {
		t := int(l.ids[k])
		c := unquantise(l.counts[k])
		f(l.target.form(t), min(1, c/n), min(1, c/unquantise(l.target.tokens[t])))
	}
}

// Has reports whether form is a source word of the lexicon.
func (l *Lexicon) Has(form string) bool {
	_, ok := l.source.find(form)
	return ok
}

// Counts are kept in a byte, five steps to an octave from a sixteenth up: an error of at most 7 % over the whole
// range to 2^47.
const (
	quantSteps = 5
	quantZero  = 4 * quantSteps
)

func quantise(n float64) uint8 {
	return uint8(max(0, min(255, math.Round(quantSteps*math.Log2(max(n, 1.0/16)))+quantZero)))
}

var unquantised = func() (v [256]float64) {
	for q := range v {
		v[q] = math.Exp2((float64(q) - quantZero) / quantSteps)
	}
	return v
}()

func unquantise(q uint8) float64 { return unquantised[q] }

func newVocabulary(tokens map[string]float64) vocabulary {
	forms := make([]string, 0, len(tokens))
	for f := range tokens {
		forms = append(forms, f)
	}
	slices.Sort(forms)
	var v vocabulary
	for _, f := range forms {
		v.text = append(v.text, f...)
		v.ends = append(v.ends, uint32(len(v.text)))
		v.tokens = append(v.tokens, quantise(tokens[f]))
	}
	return v
}

// all returns the number of tokens.
func (v *vocabulary) all() float64 {
	sum := 0.0
	for _, q := range v.tokens {
		sum += unquantise(q)
	}
	return sum
}

func (v *vocabulary) len() int { return len(v.ends) }

func (v *vocabulary) bytes(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = v.ends[i-1]
	}
	return v.text[start:v.ends[i]]
}

func (v *vocabulary) form(i int) string { return string(v.bytes(i)) }

func (v *vocabulary) find(form string) (int, bool) {
	lo, hi := 0, v.len()
	for lo < hi {
		m := (lo + hi) / 2
		switch b := v.bytes(m); {
		case string(b) < form:
			lo = m + 1
		case string(b) == form:
			return m, true
		default:
			hi = m
		}
	}
	return 0, false
}

const lexiconMagic = "satzpaar lexicon 2\n"

// WriteTo writes the lexicon in the form that [ReadLexicon] reads: columns of front-coded words, counts and
// differences, packed.
func (l *Lexicon) WriteTo(w io.Writer) (int64, error) {
	var b []byte
	for _, v := range []*vocabulary{&l.source, &l.target} {
		b = binary.AppendUvarint(b, uint64(v.len()))
		var shared, rest, text []byte
		for i := range v.len() {
			p := 0
			if i > 0 {
				last, now := v.bytes(i-1), v.bytes(i)
				for most := min(255, len(last), len(now)); p < most && last[p] == now[p]; {
					p++
				}
			}
			shared = append(shared, byte(p))
			rest = binary.AppendUvarint(rest, uint64(len(v.bytes(i))-p))
			text = append(text, v.bytes(i)[p:]...)
		}
		b = append(append(append(append(b, shared...), rest...), text...), v.tokens...)
	}
	for i := range l.source.len() {
		b = binary.AppendUvarint(b, uint64(l.rows[i+1]-l.rows[i]))
	}
	for i := range l.source.len() {
		last := uint32(0)
		for k := l.rows[i]; k < l.rows[i+1]; k++ {
			b = binary.AppendUvarint(b, uint64(l.ids[k]-last))
			last = l.ids[k]
		}
	}
	b = append(b, l.counts...)
	p, err := packed.Pack(b)
	if err != nil {
		return 0, fmt.Errorf("writing a lexicon: %w", err)
	}
	n, err := w.Write(append([]byte(lexiconMagic), p...))
	return int64(n), err
}

var errLexicon = errors.New(
	"align: reading a lexicon: the data is damaged or of another version; write it again with Lexicon.WriteTo",
)

// maxLexicon is the most bytes of a lexicon, packed or not: a hundred times what the one here needs.
const maxLexicon = 1 << 27

// ReadLexicon reads what [Lexicon.WriteTo] wrote. Any damage is an error.
func ReadLexicon(r io.Reader) (*Lexicon, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxLexicon))
	if err != nil {
		return nil, fmt.Errorf("align: reading a lexicon: %w", err)
	}
	return readLexicon(data)
}

// readLexicon is [ReadLexicon] of bytes. They are not kept.
func readLexicon(data []byte) (*Lexicon, error) {
	rest, ok := bytes.CutPrefix(data, []byte(lexiconMagic))
	if !ok {
		return nil, errLexicon
	}
	data, err := packed.Unpack(rest, maxLexicon)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errLexicon, err)
	}
	d := packed.NewReader(data)
	l := &Lexicon{}
	if !l.source.read(d) || !l.target.read(d) {
		return nil, errLexicon
	}
	l.rows = make([]uint32, 1, l.source.len()+1)
	total := 0
	for range l.source.len() {
		total += number(d)
		if d.Bad() || total > maxLexicon {
			return nil, errLexicon
		}
		l.rows = append(l.rows, uint32(total))
	}
	if total > d.Len() {
		return nil, errLexicon
	}
	l.ids = make([]uint32, total)
	for i := range l.source.len() {
		last := 0
		row := l.ids[l.rows[i]:l.rows[i+1]]
		for k := range row {
			last += number(d)
			if d.Bad() || last >= l.target.len() {
				return nil, errLexicon
			}
			row[k] = uint32(last)
		}
	}
	l.counts = d.Take(total)
	if d.Bad() || d.Len() != 0 {
		return nil, errLexicon
	}
	l.sourceAll, l.targetAll = l.source.all(), l.target.all()
	return l, nil
}

// number takes a number, of which larger ones than a lexicon can hold are all the same.
func number(d *packed.Reader) int { return int(min(d.Count(), maxLexicon+1)) }

// read takes the words of v, front-coded, and how often each stands in the text. It reports false where they are
// damaged.
func (v *vocabulary) read(d *packed.Reader) bool {
	n := number(d)
	shared := d.Take(n)
	if d.Bad() {
		return false
	}
	v.ends = make([]uint32, n)
	size, own := 0, 0 // of all words, and of what they do not share
	for i := range v.ends {
		k := number(d)
		if own, size = own+k, size+k+int(shared[i]); d.Bad() || size > maxLexicon {
			return false
		}
		v.ends[i] = uint32(size)
	}
	rest := d.Take(own)
	if v.tokens = d.Take(n); d.Bad() {
		return false
	}
	v.text = make([]byte, size)
	last, start := 0, 0 // where the word before and this one begin
	for i, end := range v.ends {
		p := int(shared[i])
		if p > start-last {
			return false
		}
		copy(v.text[start:start+p], v.text[last:])
		rest = rest[copy(v.text[start+p:end], rest):]
		last, start = start, int(end)
	}
	return true
}
