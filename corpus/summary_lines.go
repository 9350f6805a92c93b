package corpus

import (
	"fmt"

	"github.com/satzpaar/satzpaar/internal/units"
)

// Lines returns, in lines for people, what the run did and, where that is known, what it cost.
func (s *Summary) Lines() []string {
	var lines []string
	c := &s.Counts
	if c.Near > 0 {
		lines = append(lines, units.Count(c.Near, "sentence")+" put together from the translations of near duplicates")
	}
	rate, refused := "", ""
	if s.Seconds > 0 && c.Sentences > 0 {
		rate = fmt.Sprintf(", %.0f sentences/s", float64(c.Sentences)/s.Seconds)
	}
	if c.Refused > 0 {
		refused = fmt.Sprintf(" (%d refused)", c.Refused)
	}
	lines = append(lines, fmt.Sprintf("%s, %s in %.1f s%s: %d translated, %d from the cache, %d kept, %d dropped, "+
		"%d failed%s; %d with foreign text", units.Count(c.Documents, "document"), units.Count(c.Sentences, "sentence"),
		s.Seconds, rate, c.Sent, c.Cached, c.Kept, c.Dropped, c.Failed, refused, c.Foreign))
	if s.Usage.Cost > 0 || s.Usage.ForecastHigh > 0 {
		lines = append(lines, s.Usage.account())
	}
	return lines
}

// account returns what a run cost, and what it was expected to cost, where either is known.
func (u *Usage) account() string {
	line := fmt.Sprintf("%s: %d in, %d out", units.Count(u.Requests, "request"), u.SourceTokens, u.TargetTokens)
	if u.Cost > 0 {
		about := ""
		if u.Estimate {
			about = "about "
		}
		line += fmt.Sprintf(", %s$%.4f", about, u.Cost)
	}
	if u.ForecastHigh > 0 {
		line += fmt.Sprintf("; the forecast was $%.4f to $%.4f", u.ForecastLow, u.ForecastHigh)
	}
	return line
}
