package number

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// A Kind is a way in which two texts differ in a quantity.
type Kind uint8

const (
	Changed       Kind = iota // the quantity of the source became that of the target
	Lost                      // nothing in the target corresponds to that of the source
	Added                     // nothing in the source corresponds to that of the target
	OtherUnit                 // the values are equal, the units are not
	OtherGrouping             // the digits of the target are grouped as in the source
)

// A Difference is a quantity in which a target differs from its source. Source is nil for [Added], Target for [Lost].
type Difference struct {
	Kind           Kind
	Source, Target *Quantity
	InWords        bool // of [Changed]: neither is written in digits or a month, so that it may be worded freely
}

// minDigits is how many digits a phone number or the like has at least.
const minDigits = 6

// isDigits reports whether s is digits and marks that may group them, but not as a number is grouped.
func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789 -–/\u00a0\u202f\u2009−") == ""
}

// settleCodes makes phone numbers, bank accounts and the like soft that have the same digits on both sides, but in
// other groups.
func settleCodes(source, target []Quantity) {
	for i := 0; i < len(source); {
		end := codeEnd(source, i)
		digits := digitsOf(source[i:end])
		for j := 0; j < len(target) && len(digits) >= minDigits; {
			other := codeEnd(target, j)
			if (end-i > 1 || other-j > 1) && digitsOf(target[j:other]) == digits {
				soften(source[i:end])
				soften(target[j:other])
				break
			}
			j = other
		}
		i = end
	}
}

// codeEnd returns the end of the quantities from i that are joined by nothing but marks that group digits.
func codeEnd(qs []Quantity, i int) int {
	for i++; i < len(qs) && qs[i].continuesCode(&qs[i-1]); i++ {
	}
	return i
}

func (q *Quantity) continuesCode(last *Quantity) bool {
	return q.gap != "" && len(q.gap) <= 3 && strings.Trim(q.gap, " -–/()+\u00a0") == "" && isDigits(q.Text) &&
		isDigits(last.Text)
}

// digitsOf returns the digits of joined quantities, except the 0 of +49 (0)30, which may be left out.
func digitsOf(qs []Quantity) string {
	var out []byte
	for i := range qs {
		q := &qs[i]
		if !isDigits(q.Text) {
			return ""
		}
		if q.Text == "0" && strings.HasSuffix(q.gap, "(") && i+1 < len(qs) && strings.HasPrefix(qs[i+1].gap, ")") {
			continue
		}
		for k := range len(q.Text) {
			if b := q.Text[k]; word.IsDigit(b) {
				out = append(out, b)
			}
		}
	}
	return string(out)
}

func soften(qs []Quantity) {
	for i := range qs {
		qs[i].Strength = Soft
	}
}

// maxCompared is how many quantities of each text are compared, each with all of the other. A text with more of them
// is a table.
const maxCompared = 1000

// thin takes out of long lists what is written alike in both, one for one, and then all beyond maxCompared.
func thin(source, target []Quantity) (fewer, fewerTarget []Quantity) {
	if len(source) <= maxCompared && len(target) <= maxCompared {
		return source, target
	}
	type written struct {
		text     string
		unit     lang.Unit
		negative bool
	}
	of := func(q *Quantity) written { return written{q.Text, q.Unit, q.negative} }
	there := map[written]int{}
	for i := range target {
		there[of(&target[i])]++
	}
	// What is left in there is what only the target has.
	for i := range source {
		if w := of(&source[i]); there[w] > 0 {
			there[w]--
		} else if len(fewer) < maxCompared {
			fewer = append(fewer, source[i])
		}
	}
	for i := range target {
		if w := of(&target[i]); there[w] > 0 && len(fewerTarget) < maxCompared {
			there[w]--
			fewerTarget = append(fewerTarget, target[i])
		}
	}
	return fewer, fewerTarget
}

// Compare returns how the quantities of a target differ from those of its source, in the order of [Kind]. The
// quantities of changes that it reports are [Soft] afterwards, so that they take no part in anything else.
func Compare(source, target []Quantity) []Difference {
	source, target = thin(source, target)
	lost, added := unanswered(source, target), unanswered(target, source)
	if len(lost)+len(added) > 1 {
		settleCodes(source, target)
		lost, added = unanswered(source, target), unanswered(target, source)
	}
	var out []Difference
	for _, c := range pairUp(source, target, lost, added) {
		s, t := &source[c[0]], &target[c[1]]
		out = append(out, Difference{Changed, s, t, s.Strength < Strong && t.Strength < Strong && !s.IsMonth()})
		s.Strength, t.Strength = Soft, Soft
	}
	for _, i := range lost {
		if source[i].Strength == Strong {
			out = append(out, Difference{Kind: Lost, Source: &source[i]})
		}
	}
	for _, i := range added {
		if target[i].Strength == Strong {
			out = append(out, Difference{Kind: Added, Target: &target[i]})
		}
	}
	out = appendSigns(out, source, target)
	out = appendUnits(out, source, target)
	return appendGroupings(out, source, target)
}

// appendSigns appends equal values of which one is negative and the other, as far as the words around it show, is not.
func appendSigns(out []Difference, source, target []Quantity) []Difference {
	if !anyNegative(source) && !anyNegative(target) {
		return out
	}
	for i := range source {
		s := &source[i]
		if s.Strength == Soft {
			continue
		}
		var clash *Quantity
		same := false
		for j := range target {
			if t := &target[j]; t.Strength > Soft && s.answered(target[j:j+1]) {
				clash = t
				same = same || s.negative == t.negative || (s.negative || s.lowered) && (t.negative || t.lowered)
			}
		}
		if clash != nil && !same {
			out = append(out, Difference{Kind: Changed, Source: s, Target: clash, InWords: true})
		}
	}
	return out
}

func anyNegative(qs []Quantity) bool {
	for i := range qs {
		if qs[i].negative {
			return true
		}
	}
	return false
}

// appendUnits appends equal values with other units: 30 % and 30 degrees.
func appendUnits(out []Difference, source, target []Quantity) []Difference {
	for i := range source {
		s := &source[i]
		if s.Unit == 0 || s.Strength == Soft {
			continue
		}
		var clash *Quantity
		same := false
		for j := range target {
			t := &target[j]
			if t.Strength == Soft || t.IsMonth() || !s.answered(target[j:j+1]) {
				continue
			}
			same = same || t.Unit == s.Unit || t.Unit == 0
			clash = t
		}
		if clash != nil && !same {
			out = append(out, Difference{Kind: OtherUnit, Source: s, Target: clash})
		}
	}
	return out
}

// appendGroupings appends digits that kept the grouping of the source language: the value is right only for those who
// know.
func appendGroupings(out []Difference, source, target []Quantity) []Difference {
	for j := range target {
		t := &target[j]
		if !t.ForeignGrouping {
			continue
		}
		for i := range source {
			if s := &source[i]; s.Text == t.Text {
				out = append(out, Difference{Kind: OtherGrouping, Source: s, Target: t})
				break
			}
		}
	}
	return out
}

// unanswered returns the numbers of the quantities that others do not answer and that may matter.
func unanswered(qs, others []Quantity) []int {
	var out []int
	for i := range qs {
		if qs[i].Strength > Soft && !qs[i].answered(others) {
			out = append(out, i)
		}
	}
	return out
}

// pairUp pairs lost and added quantities that probably are one that was changed.
func pairUp(source, target []Quantity, lost, added []int) [][2]int {
	var out [][2]int
	taken := make([]bool, len(target))
	left := lost[:0:0]
	for _, i := range lost {
		found := -1
		for _, j := range added {
			if !taken[j] && exchangeable(&source[i], &target[j]) {
				found = j
				break
			}
		}
		if found < 0 {
			left = append(left, i)
			continue
		}
		taken[found] = true
		out = append(out, [2]int{i, found})
	}
	// A number of the target that is answered, but stands there more often than in the source, may be what another
	// became: "am 6. Juni fünf Wochen" → "six weeks on 6 June". The same the other way round.
	more := oftener(target, source)
	for _, i := range left {
		if j := surplus(&source[i], target, more, taken); j >= 0 {
			taken[j] = true
			out = append(out, [2]int{i, j})
		}
	}
	takenSource := make([]bool, len(source))
	for _, c := range out {
		takenSource[c[0]] = true
	}
	more = oftener(source, target)
	for _, j := range added {
		if taken[j] {
			continue
		}
		if i := surplus(&target[j], source, more, takenSource); i >= 0 {
			takenSource[i] = true
			out = append(out, [2]int{i, j})
		}
	}
	return out
}

// exchangeable reports whether one could have become the other: months go with months, loose words only with words and
// digits or, where both are large, with one another.
func exchangeable(a, b *Quantity) bool {
	if a.IsMonth() != b.IsMonth() {
		return false
	}
	return a.Strength > Loose || b.Strength > Loose || a.big && b.big
}

// surplus finds among qs one that could be what q became and of which there are more than on the other side.
func surplus(q *Quantity, qs []Quantity, more func(j int) bool, taken []bool) int {
	if q.Strength < Word {
		return -1
	}
	for j := range qs {
		if taken[j] || qs[j].Strength < Word || qs[j].IsMonth() != q.IsMonth() ||
			q.Strength == Word && qs[j].Strength == Strong {
			continue
		}
		if more(j) {
			return j
		}
	}
	return -1
}

// oftener returns a function that reports whether quantity j of qs occurs more often in qs than in others, but does
// occur in others. It counts each only once.
func oftener(qs, others []Quantity) func(j int) bool {
	type answer uint8
	const (
		unknown answer = iota
		yes
		no
	)
	var known []answer
	count := func(list []Quantity, q *Quantity) (n int) {
		for i := range list {
			if list[i].same(q) {
				n++
			}
		}
		return n
	}
	return func(j int) bool {
		if known == nil {
			known = make([]answer, len(qs))
		}
		if known[j] == unknown {
			known[j] = no
			if there := count(others, &qs[j]); there > 0 && count(qs, &qs[j]) > there {
				known[j] = yes
			}
		}
		return known[j] == yes
	}
}
