package satzpaar

import (
	"fmt"

	"github.com/satzpaar/satzpaar/internal/units"
)

// Lines describes the plan for people: what would be sent, what that costs and, for backends of this machine, how long
// it takes.
func (p *BackendPlan) Lines() []string {
	tokens := fmt.Sprintf("  about %.0f to %.0f %s in", p.Source.Low, p.Source.High, p.Unit)
	if p.Target.High > 0 {
		tokens += fmt.Sprintf(", %.0f to %.0f out", p.Target.Low, p.Target.High)
	}
	lines := []string{
		p.Backend,
		fmt.Sprintf("  %s, %s: %d different, %d of them in the cache, %d to send in at least %s",
			units.Count(p.Documents, "document"), units.Count(p.Sentences, "sentence"), p.Unique, p.Cached, p.ToSend,
			units.Count(p.Requests, "request")),
		tokens,
		p.costLine(),
	}
	if p.Seconds.High >= 1 {
		lines = append(lines, fmt.Sprintf("  takes %s to %s on this machine, by a sample just translated",
			units.Roughly(p.Seconds.Low), units.Roughly(p.Seconds.High)))
	}
	return lines
}

func (p *BackendPlan) costLine() string {
	switch {
	case !p.PriceKnown:
		return "  cost not known: set price_in and price_out in [backend.NAME] of the configuration"
	case p.Cost.High == 0:
		return "  costs nothing"
	}
	line := fmt.Sprintf("  costs $%.4f to $%.4f", p.Cost.Low, p.Cost.High)
	if p.batch {
		line += ", half the ordinary price, by the Batch API"
	}
	if p.PriceDate != "" {
		line += fmt.Sprintf(", at the list price of %s (%s); price_in and price_out in [backend.NAME] of the "+
			"configuration override it", p.PriceDate, p.PriceSource)
	}
	return line
}
