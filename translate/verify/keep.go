package verify

import (
	"errors"
	"fmt"
	"index/suffixarray"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// ErrLost is in the chain of errors of answers that do not hold a part to keep as often as their text does.
var ErrLost = errors.New("the answer lacks")

// CheckKeep returns an error for a translation of it that does not hold what it asks to keep as often as its text does,
// or that holds placeholders more often.
func CheckKeep(it *translate.Item, text string) error {
	for _, r := range it.Keep {
		if r.Start < 0 || r.End > len(it.Text) || r.Start > r.End {
			return fmt.Errorf("the part to keep [%d, %d) lies outside the text", r.Start, r.End)
		}
	}
	marks := placeholder.Find(text)
	if len(it.Keep)+len(marks) == 0 { // most texts
		return nil
	}
	own, answer := newPlaces(it.Text, len(it.Keep)), newPlaces(text, len(it.Keep))
	for _, p := range keptParts(it) {
		have := answer.count(p.text)
		if have < p.times {
			return fmt.Errorf("%w %q", ErrLost, excerpt.Of(p.text, 40))
		}
		if fillin.Is(p.text) && have > own.count(p.text) {
			return fmt.Errorf("%w the place of %q, which it holds more often than the text", ErrLost,
				excerpt.Of(p.text, 40))
		}
	}
	expected := map[string]int{}
	for _, s := range placeholder.Find(it.Text) {
		expected[s.In(it.Text)]++
	}
	for _, s := range marks {
		mark := s.In(text)
		if expected[mark]--; expected[mark] < 0 {
			return fmt.Errorf("the answer holds %s more often than the text", mark)
		}
	}
	return nil
}

// A keptPart is one of the different parts to keep of a text.
type keptPart struct {
	text  string
	times int // that it is to be kept
}

// keptParts returns the parts to keep of it that are not empty, in the order of their first places.
func keptParts(it *translate.Item) []keptPart {
	parts := make([]keptPart, 0, len(it.Keep))
	known := make(map[string]int, len(it.Keep)) // indices of parts
	for _, r := range it.Keep {
		part := r.In(it.Text)
		if part == "" {
			continue
		}
		i, ok := known[part]
		if !ok {
			i = len(parts)
			known[part], parts = i, append(parts, keptPart{text: part})
		}
		parts[i].times++
	}
	return parts
}

// withoutKeep is the text of it with the parts to keep cut out: what there is to translate.
func withoutKeep(it *translate.Item) string { return cut(it.Text, it.Keep) }

// answerWithoutKeep is text, a translation of it, with each part to keep cut out as often as it is to be kept, at its
// first places that overlap with no other part.
func answerWithoutKeep(it *translate.Item, text string) string {
	if len(it.Keep) == 0 {
		return text
	}
	var spans []offset.Span
	taken := make([]bool, len(text)) // by byte
	at := newPlaces(text, len(it.Keep))
	for _, p := range keptParts(it) {
		left := p.times
		for i := at.next(p.text, 0); i >= 0 && left > 0; {
			place := taken[i : i+len(p.text)]
			if k := slices.Index(place, true); k >= 0 {
				i = at.next(p.text, i+k+1)
				continue
			}
			for k := range place {
				place[k] = true
			}
			spans = append(spans, offset.Span{Start: i, End: i + len(p.text)})
			left--
			i = at.next(p.text, i+len(p.text))
		}
	}
	slices.SortFunc(spans, func(a, b offset.Span) int { return a.Start - b.Start })
	return cut(text, spans)
}

// cut returns text with a space in the place of each span. Spans that begin inside the one before, or lie outside the
// text, are passed over.
func cut(text string, spans []offset.Span) string {
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End > len(text) {
			continue
		}
		b.WriteString(text[at:s.Start])
		b.WriteByte(' ')
		at = s.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// places finds parts in a text. For the many parts that markup may leave in a text it makes an index.
type places struct {
	text  string
	many  bool
	index *suffixarray.Index // nil until one of many parts is looked for
	part  string             // that was last looked for in the index
	found []int              // where it stands, in order
}

// fewParts is how many parts are searched for in a text; for more, an index costs less.
const fewParts = 64

// newPlaces returns the places of a text in which so many parts will be looked for.
func newPlaces(text string, parts int) *places { return &places{text: text, many: parts > fewParts} }

// count returns how often part, which must not be empty, stands in the text without overlap, as [strings.Count] does.
func (p *places) count(part string) int {
	n := 0
	for at := p.next(part, 0); at >= 0; at = p.next(part, at+len(part)) {
		n++
	}
	return n
}

// next returns the first place of part, which must not be empty, at from or after it, or -1.
func (p *places) next(part string, from int) int {
	if !p.many {
		i := strings.Index(p.text[from:], part)
		if i < 0 {
			return -1
		}
		return from + i
	}
	if p.index == nil {
		p.index = suffixarray.New([]byte(p.text))
	}
	if p.part != part {
		p.part, p.found = part, p.index.Lookup([]byte(part), -1)
		slices.Sort(p.found)
	}
	if i, _ := slices.BinarySearch(p.found, from); i < len(p.found) {
		return p.found[i]
	}
	return -1
}
