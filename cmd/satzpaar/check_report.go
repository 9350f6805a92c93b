package main

import (
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// A riskReport counts pairs by their risk, and what reviewers did with them: how well the risk foretells it.
type riskReport struct {
	bands [5]riskBand // 0 to 0.2, …, 0.8 to 1
}

type riskBand struct {
	pairs    int
	expected float64 // errors, by the risk
	reviewed int     // pairs that a person has approved, changed or rejected
	foretold float64 // errors among these, by the risk
	wrong    int     // changed or rejected
}

// add counts a pair. Of one that a person has seen, the machine's version is what the risk is of.
func (r *riskReport) add(p *bitext.Pair, runner *check.Runner) {
	if p.Action != bitext.Translate || p.State == bitext.Initial {
		return
	}
	machine := *p
	reviewed := p.State.AtLeast(bitext.Reviewed) || p.Origin == bitext.Human || p.Reason != ""
	wrong := p.Reason != ""
	if p.Origin == bitext.Human {
		if p.Machine == "" {
			return // written by a person from the start
		}
		machine.Target, machine.Origin, machine.Links = p.Machine, p.MachineOrigin, nil
		wrong = wrong || p.Machine != p.Target
	}
	machine.State = bitext.Translated
	risk, _ := runner.Risk(&machine, runner.Run(&machine))
	b := &r.bands[min(int(risk*float64(len(r.bands))), len(r.bands)-1)]
	b.pairs++
	b.expected += risk
	if reviewed {
		b.reviewed++
		b.foretold += risk
		if wrong {
			b.wrong++
		}
	}
}

// write writes the report, the riskiest pairs first.
func (r *riskReport) write(w io.Writer) error {
	all := riskBand{}
	for _, b := range r.bands {
		all.pairs += b.pairs
		all.expected += b.expected
		all.reviewed += b.reviewed
		all.foretold += b.foretold
		all.wrong += b.wrong
	}
	row := func(name string, b riskBand) error {
		_, err := printer.Printf(w, "%-10s %7d %9.1f %9d %9.1f %8d\n", name, b.pairs, b.expected, b.reviewed, b.foretold, b.wrong)
		return err
	}
	if _, err := printer.Printf(w, "%-10s %7s %9s %9s %9s %8s\n", "risk", "pairs", "expected", "reviewed", "expected", "changed"); err != nil {
		return err
	}
	for i := len(r.bands) - 1; i >= 0; i-- {
		n := float64(len(r.bands))
		if err := row(fmt.Sprintf("%.1f to %.1f", float64(i)/n, float64(i+1)/n), r.bands[i]); err != nil {
			return err
		}
	}
	if err := row("all", all); err != nil {
		return err
	}
	text := "By their risk, about %.0f of %s have an error. Nobody has reviewed any yet: what reviewers change will show here how far that can be believed.\n"
	if all.reviewed > 0 {
		text = "By their risk, about %.0f of %s have an error. Of those that were reviewed, %.0f were expected to have one, and %d were changed or rejected.\n"
		_, err := printer.Printf(w, text, all.expected, count(all.pairs, "pair"), all.foretold, all.wrong)
		return err
	}
	_, err := printer.Printf(w, text, all.expected, count(all.pairs, "pair"))
	return err
}
