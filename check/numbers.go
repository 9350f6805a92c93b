package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
)

// Numbers compares numbers, dates, times of day and amounts by value.
var Numbers = &Check{
	Name: "numbers",
	Doc: `Numbers, dates and amounts
Every number in digits must stand on the other side with the same value, however it is written: 2.200,5 and 2,200.5, 3,5 Mio. and 3.5 million, 21.12. and
12/21, halb drei and 2:30. Numbers in words may be left out or added, but not changed. Units and currencies that are known on both sides must agree.`,
	Run: numbers,
}

func numbers(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	shared := env.pair(p)
	if !shared.sides[0].look().hasValues() && !shared.sides[1].look().hasValues() {
		return nil // what is soft is no fault
	}
	source := shared.quantitiesOf(0)
	target := shared.quantitiesOf(1)
	if len(source) == 0 && len(target) == 0 {
		return nil
	}
	lost, added := open(source, target), open(target, source)
	var out []bitext.Finding
	for _, c := range changes(source, target, lost, added) {
		s, t := &source[c[0]], &target[c[1]]
		severity := bitext.Error
		if s.strength < strong && t.strength < strong && !s.isMonth() {
			severity = bitext.Warning
		}
		out = append(out, bitext.Finding{Check: "numbers", Severity: severity, Source: s.place(), Target: t.place(),
			Message: fmt.Sprintf("%q became %q", in(p.Source, s.span), in(p.Target, t.span))})
		s.strength, t.strength = soft, soft // said
	}
	for _, i := range lost {
		if q := &source[i]; q.strength == strong {
			out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Warning, Source: q.place(),
				Message: fmt.Sprintf("%q is missing in the translation", in(p.Source, q.span))})
		}
	}
	for _, i := range added {
		if q := &target[i]; q.strength == strong {
			out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Warning, Target: q.place(),
				Message: fmt.Sprintf("%q is not in the source", in(p.Target, q.span))})
		}
	}
	return append(append(out, units(p, source, target)...), formats(p, source, target)...)
}

// open returns the quantities that others do not answer and that may matter.
func open(qs, others []quantity) []int {
	var out []int
	for i := range qs {
		if qs[i].strength > soft && !qs[i].answered(others) {
			out = append(out, i)
		}
	}
	return out
}

// changes pairs lost and added quantities that probably are one that was changed.
func changes(source, target []quantity, lost, added []int) [][2]int {
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
	// A number of the target that is answered, but stands there more often than in the source, may be what another became: "am 6. Juni fünf Wochen" →
	// "six weeks on 6 June". The same the other way round.
	for _, i := range left {
		if j := surplus(&source[i], target, source, taken); j >= 0 {
			taken[j] = true
			out = append(out, [2]int{i, j})
		}
	}
	takenSource := make([]bool, len(source))
	for _, c := range out {
		takenSource[c[0]] = true
	}
	for _, j := range added {
		if taken[j] {
			continue
		}
		if i := surplus(&target[j], source, target, takenSource); i >= 0 {
			takenSource[i] = true
			out = append(out, [2]int{i, j})
		}
	}
	return out
}

// exchangeable says whether one could have become the other: months go with months, loose words only with words and digits or, where both are large, with
// one another.
func exchangeable(a, b *quantity) bool {
	if a.isMonth() != b.isMonth() {
		return false
	}
	return a.strength > loose || b.strength > loose || a.big && b.big
}

// surplus finds among qs one that could be what q became and that qs hold more often than others do.
func surplus(q *quantity, qs, others []quantity, taken []bool) int {
	if q.strength < word {
		return -1
	}
	for j := range qs {
		if taken[j] || qs[j].strength < word || qs[j].isMonth() != q.isMonth() || q.strength == word && qs[j].strength == strong {
			continue
		}
		here, there := 0, 0
		for k := range qs {
			if qs[k].same(&qs[j]) {
				here++
			}
		}
		for k := range others {
			if others[k].same(&qs[j]) {
				there++
			}
		}
		if here > there && there > 0 {
			return j
		}
	}
	return -1
}

// units reports equal values with other units: 30 % and 30 degrees.
func units(p *bitext.Pair, source, target []quantity) []bitext.Finding {
	var out []bitext.Finding
	for i := range source {
		s := &source[i]
		if s.unit == 0 || s.strength == soft {
			continue
		}
		clash, same := -1, false
		for j := range target {
			t := &target[j]
			if t.strength == soft || t.isMonth() || !s.answered(target[j:j+1]) {
				continue
			}
			same = same || t.unit == s.unit || t.unit == 0
			clash = j
		}
		if clash < 0 || same {
			continue
		}
		t := &target[clash]
		out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Error, Source: s.place(), Target: t.place(),
			Message: fmt.Sprintf("%q counts %s in the source and %s in the translation", in(p.Source, s.span), unitNames[s.unit], unitNames[t.unit])})
	}
	return out
}

// formats reports digits that kept the grouping of the source language: the value is right only for those who know.
func formats(p *bitext.Pair, source, target []quantity) []bitext.Finding {
	var out []bitext.Finding
	for j := range target {
		t := &target[j]
		if !t.foreign {
			continue
		}
		for i := range source {
			if in(p.Source, source[i].span) == in(p.Target, t.span) {
				out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Warning, Source: source[i].place(), Target: t.place(),
					Message: fmt.Sprintf("%q is written as in the source language", in(p.Target, t.span))})
				break
			}
		}
	}
	return out
}

// quantitiesOf reads the quantities on one side of the pair: 0 for the source, 1 for the target. They hold until the next pair.
func (s *shared) quantitiesOf(side int) []quantity {
	d := &s.sides[side]
	s.tokens, s.chains = d.lexis.tokens(d.text, s.tokens[:0], s.chains[:0])
	s.quantities[side] = d.lexis.quantities(d.text, s.tokens, s.quantities[side][:0])
	return s.quantities[side]
}

func in(text string, at bitext.Offsets) string { return text[at[0]:at[1]] }
