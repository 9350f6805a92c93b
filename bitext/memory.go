package bitext

import (
	"slices"
	"strings"
	"unicode"
)

// A Memory finds what people have made of equal and similar sentences: a translation memory of edits. It is safe for concurrent use once built.
type Memory struct {
	entries []Match
	byText  map[string][]int // whole source
	byWord  map[string][]int // each different word in small letters
}

// A Match is a sentence of the memory.
type Match struct {
	Source, Target string
	State          State
	Similarity     float64 // 1 for equal texts; else the share of characters that need no change, below 1
}

// NewMemory returns the memory of all edits that still stand and have a target. Of several translations of one sentence the later come first.
func NewMemory(edits []Edit) *Memory {
	m := &Memory{byText: make(map[string][]int), byWord: make(map[string][]int)}
	records := make(map[string]bool)
	var order []string
	for i := range edits {
		if r := edits[i].Record; !records[r] {
			records[r] = true
			order = append(order, r)
		}
	}
	for _, r := range order {
		for _, o := range outcomes(edits, r) {
			target, last := o.result()
			if target == nil || *target == "" || o.key.Source == "" {
				continue
			}
			state := last.State
			if state == "" {
				state = Reviewed
			}
			m.add(Match{Source: o.key.Source, Target: *target, State: state})
		}
	}
	return m
}

func (m *Memory) add(e Match) {
	n := len(m.entries)
	m.entries = append(m.entries, e)
	m.byText[e.Source] = append(m.byText[e.Source], n)
	for _, w := range memoryWords(e.Source) {
		m.byWord[w] = append(m.byWord[w], n)
	}
}

// memoryWords returns the different words of s in small letters.
func memoryWords(s string) []string {
	ws := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(ws)
	return slices.Compact(ws)
}

// comparedRunes is the longest text that is compared letter by letter.
const comparedRunes = 1000

// Lookup returns the best n matches for source that are at least as similar as least (0 to 1), best first, equal texts before all others and different
// targets only.
func (m *Memory) Lookup(source string, least float64, n int) []Match {
	var out []Match
	for _, i := range slices.Backward(m.byText[source]) {
		e := m.entries[i]
		e.Similarity = 1
		out = append(out, e)
	}
	if least < 1 {
		var similar []Match
		for _, i := range m.candidates(source, least) {
			e := m.entries[i]
			if e.Source == source {
				continue
			}
			if e.Similarity = similarity(source, e.Source); e.Similarity >= least {
				similar = append(similar, e)
			}
		}
		slices.SortStableFunc(similar, func(a, b Match) int {
			switch {
			case a.Similarity > b.Similarity:
				return -1
			case a.Similarity < b.Similarity:
				return 1
			}
			return 0
		})
		out = append(out, similar...)
	}
	seen := make(map[string]bool)
	out = slices.DeleteFunc(out, func(e Match) bool {
		twice := seen[e.Target]
		seen[e.Target] = true
		return twice
	})
	return out[:min(n, len(out))]
}

// candidates returns the entries that share enough words with source to be worth comparing, later ones first.
func (m *Memory) candidates(source string, least float64) []int {
	ws := memoryWords(source)
	shared := make(map[int]int)
	for _, w := range ws {
		for _, i := range m.byWord[w] {
			shared[i]++
		}
	}
	var out []int
	for i, n := range shared {
		if float64(n) >= 0.6*least*float64(len(ws)) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b int) int {
		if shared[a] != shared[b] {
			return shared[b] - shared[a]
		}
		return b - a
	})
	const most = 50
	return out[:min(most, len(out))]
}

// similarity returns 1 minus the edit distance of two texts over the length of the longer one, in characters; always below 1 for different texts.
func similarity(a, b string) float64 {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > comparedRunes || len(rb) > comparedRunes || len(ra) == 0 || len(rb) == 0 {
		return 0
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := 1
			if x == y {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return 1 - float64(row[len(rb)])/float64(max(len(ra), len(rb)))
}
