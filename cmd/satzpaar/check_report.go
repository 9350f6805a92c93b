package main

import (
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// writeRisks writes a report, the riskiest pairs first.
func writeRisks(w io.Writer, r *check.RiskReport) error {
	all := r.All()
	row := func(name string, b check.RiskBand) error {
		_, err := printer.Printf(w, "%-10s %7d %9.1f %9d %9.1f %8d\n", name, b.Pairs, b.Expected, b.Reviewed,
			b.Foretold, b.Wrong)
		return err
	}
	if _, err := printer.Printf(w, "%-10s %7s %9s %9s %9s %8s\n", "risk", "pairs", "expected", "reviewed", "expected",
		"changed"); err != nil {
		return err
	}
	for i := len(r.Bands) - 1; i >= 0; i-- {
		n := float64(len(r.Bands))
		if err := row(fmt.Sprintf("%.1f to %.1f", float64(i)/n, float64(i+1)/n), r.Bands[i]); err != nil {
			return err
		}
	}
	if err := row("all", all); err != nil {
		return err
	}
	text := "By their risk, about %.0f of %s have an error. Nobody has reviewed any yet: what reviewers change " +
		"will show here how far that can be believed.\n"
	if all.Reviewed > 0 {
		text = "By their risk, about %.0f of %s have an error. Of those that were reviewed, %.0f were expected to " +
			"have one, and %d were changed or rejected.\n"
		_, err := printer.Printf(w, text, all.Expected, count(all.Pairs, "pair"), all.Foretold, all.Wrong)
		return err
	}
	_, err := printer.Printf(w, text, all.Expected, count(all.Pairs, "pair"))
	return err
}
