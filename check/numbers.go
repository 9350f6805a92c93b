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
	if p.Action != bitext.Translate || p.Target == "" {
		return nil
	}
	var sourceBuf, targetBuf [8]quantity
	source := lexisOf(env.from(), true).quantities(p.Source, sourceBuf[:0])
	target := lexisOf(env.to(), false).quantities(p.Target, targetBuf[:0])
	if len(source) == 0 && len(target) == 0 {
		return nil
	}
	lost, added := open(source, target), open(target, source)
	var out []bitext.Finding
	out = pairUp(out, p, source, target, &lost, &added)
	for _, i := range lost {
		if q := &source[i]; q.strength == strong {
			out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Warning, Source: &q.span,
				Message: fmt.Sprintf("%q is missing in the translation", in(p.Source, q.span))})
		}
	}
	for _, i := range added {
		if q := &target[i]; q.strength == strong {
			out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Warning, Target: &q.span,
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

// pairUp joins lost and added quantities that probably are one that was changed, and takes them out of the lists. Months go with months, and two numbers
// in words are paired only with one another or with digits.
func pairUp(out []bitext.Finding, p *bitext.Pair, source, target []quantity, lost, added *[]int) []bitext.Finding {
	left := (*lost)[:0]
	for _, i := range *lost {
		s := &source[i]
		found := -1
		for at, j := range *added {
			if s.isMonth() == target[j].isMonth() {
				found = at
				break
			}
		}
		if found < 0 {
			left = append(left, i)
			continue
		}
		t := &target[(*added)[found]]
		*added = append((*added)[:found], (*added)[found+1:]...)
		severity := bitext.Error
		if s.strength == word && t.strength == word && !s.isMonth() {
			severity = bitext.Warning
		}
		out = append(out, bitext.Finding{Check: "numbers", Severity: severity, Source: &s.span, Target: &t.span,
			Message: fmt.Sprintf("%q became %q", in(p.Source, s.span), in(p.Target, t.span))})
	}
	*lost = left
	return out
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
		out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Error, Source: &s.span, Target: &t.span,
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
				out = append(out, bitext.Finding{Check: "numbers", Severity: bitext.Warning, Source: &source[i].span, Target: &t.span,
					Message: fmt.Sprintf("%q is written as in the source language", in(p.Target, t.span))})
				break
			}
		}
	}
	return out
}

func in(text string, at bitext.Offsets) string { return text[at[0]:at[1]] }
