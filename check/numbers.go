package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/number"
)

// Numbers compares numbers, dates, times of day and amounts by value.
var Numbers = &Check{
	Name: "numbers",
	Doc: `Numbers, dates and amounts
Every number in digits must be on the other side with the same value, however it is written: 2.200,5 and 2,200.5, 3,5
Mio. and 3.5 million, 21.12. and 12/21, halb drei and 2:30. Numbers in words may be left out or added, but not
changed. Units and currencies that are known on both sides must agree.`,
	Run: numbers,
}

func numbers(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	a := env.analyse(p)
	a.source.Scan()
	a.target.Scan()
	if !a.source.numbers.MayHoldValue(&a.source.Text) && !a.target.numbers.MayHoldValue(&a.target.Text) {
		return nil
	}
	source, target := a.source.numbers.Read(p.Source), a.target.numbers.Read(p.Target)
	var out []bitext.Finding
	for _, d := range number.Compare(source, target) {
		out = append(out, numberFinding(d))
	}
	return out
}

func numberFinding(d number.Difference) bitext.Finding {
	f := bitext.Finding{Check: "numbers", Severity: bitext.Warning}
	s, t := d.Source, d.Target
	if s != nil {
		f.Source = new(s.Span)
	}
	if t != nil {
		f.Target = new(t.Span)
	}
	switch d.Kind {
	case number.Changed:
		f.Message = fmt.Sprintf("%q became %q", s.Text, t.Text)
		if !d.InWords {
			f.Severity = bitext.Error
		}
	case number.Lost:
		f.Message = fmt.Sprintf("%q is missing from the translation", s.Text)
	case number.Added:
		f.Message = fmt.Sprintf("%q is not in the source", t.Text)
	case number.OtherUnit:
		f.Severity = bitext.Error
		f.Message = fmt.Sprintf("the unit of %q changed: %s in the source, %s in the translation", s.Text, s.Unit,
			t.Unit)
	case number.OtherGrouping:
		f.Message = fmt.Sprintf("%q keeps the number format of the source language", t.Text)
	}
	return f
}
