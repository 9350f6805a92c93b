package check

import (
	"fmt"
	"strings"
)

// String returns the report as a table, the riskiest pairs first, followed by the figures over all of them.
func (r *RiskReport) String() string {
	var w strings.Builder
	row := func(name string, b RiskBand) {
		fmt.Fprintf(&w, "%-10s %7d %9.1f %9d %9.1f %8d\n", name, b.Pairs, b.Expected, b.Reviewed, b.Foretold, b.Wrong)
	}
	fmt.Fprintf(&w, "%-10s %7s %9s %9s %9s %8s\n", "risk", "pairs", "expected", "reviewed", "expected", "changed")
	for i := len(r.Bands) - 1; i >= 0; i-- {
		n := float64(len(r.Bands))
		row(fmt.Sprintf("%.1f to %.1f", float64(i)/n, float64(i+1)/n), r.Bands[i])
	}
	all := r.All()
	row("all", all)
	pairs := "pairs"
	if all.Pairs == 1 {
		pairs = "pair"
	}
	fmt.Fprintf(&w, "By their risk, about %.0f of %d %s have an error. ", all.Expected, all.Pairs, pairs)
	if all.Reviewed == 0 {
		w.WriteString("Nobody has reviewed any yet: what reviewers change will show here how far that can be believed.\n")
		return w.String()
	}
	fmt.Fprintf(&w, "Of those that were reviewed, %.0f were expected to have one, and %d were changed or rejected.\n",
		all.Foretold, all.Wrong)
	return w.String()
}
