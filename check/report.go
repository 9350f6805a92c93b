package check

import "github.com/satzpaar/satzpaar/bitext"

// A RiskReport counts pairs by their risk, and what reviewers did with them: how well the risk foretells it. The zero
// value is ready.
type RiskReport struct {
	Bands [5]RiskBand // 0 to 0.2, …, 0.8 to 1
}

// A RiskBand counts the pairs whose risk lies between two bounds.
type RiskBand struct {
	Pairs    int
	Expected float64 // errors, by the risk
	Reviewed int     // pairs that a person has approved, changed or rejected
	Foretold float64 // errors among these, by the risk
	Wrong    int     // changed or rejected
}

// Add counts a pair. Of one that a person has seen, the machine's version is what the risk is of.
func (r *RiskReport) Add(p *bitext.Pair, runner *Runner) {
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
	b := &r.Bands[min(int(risk*float64(len(r.Bands))), len(r.Bands)-1)]
	b.Pairs++
	b.Expected += risk
	if reviewed {
		b.Reviewed++
		b.Foretold += risk
		if wrong {
			b.Wrong++
		}
	}
}

// All returns the sum of the bands.
func (r *RiskReport) All() RiskBand {
	var all RiskBand
	for _, b := range r.Bands {
		all.Pairs += b.Pairs
		all.Expected += b.Expected
		all.Reviewed += b.Reviewed
		all.Foretold += b.Foretold
		all.Wrong += b.Wrong
	}
	return all
}
