package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/interrupt"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// conclude writes the summary of a run and reports it to programs and to people; next is what a person does then,
// unless the error stop ended the run early.
func (j *job) conclude(s *corpus.Summary, out *corpus.Folder, next string, stop error) error {
	if err := out.WriteSummary(s); err != nil {
		return err
	}
	if err := j.printSummary(j.stdout, s); err != nil {
		return err
	}
	if stop != nil { // the index is not written then
		next = ""
	}
	j.tell(s, out.Dir, next)
	return nil
}

// printSummary writes the summary of the run to w if it is wanted: to standard error where standard output takes the
// translation.
func (j *job) printSummary(w io.Writer, s *corpus.Summary) error {
	if !j.flags.json {
		return nil
	}
	if err := writeJSON(w, s, "  "); err != nil {
		return usage(fmt.Errorf("summary of the run: %w", err))
	}
	return nil
}

// sayLacks prints what is not known of the languages of a session, and where it takes two models.
func (j *job) sayLacks(t translator) {
	for _, missing := range t.Lacks() {
		j.say("note: %s", missing)
	}
	for _, id := range t.Backends() {
		if first, second, both := stack.Steps(id); both {
			j.say("note: translated through English, by %s and %s", first, second)
		}
	}
}

// tell reports to the person who watches how the run went, and what comes next; empty: nothing does.
func (j *job) tell(s *corpus.Summary, dir, next string) {
	const most = 10
	for i, f := range s.Failures {
		if i == most {
			j.say("… and %d more failures, all in %s/%s", len(s.Failures)-most, dir, corpus.SummaryFile)
			break
		}
		j.say("failed: %v", f)
	}
	if j.flags.quiet {
		return
	}
	for i, n := range s.Notes {
		if i == most {
			j.say("… and %d more notes, all in %s/%s", len(s.Notes)-most, dir, corpus.SummaryFile)
			break
		}
		j.say("note: %s: %s", n.Document, n.Note)
	}
	c := s.Counts
	rate := ""
	if s.Seconds > 0 && c.Sentences > 0 {
		rate = fmt.Sprintf(", %.0f sentences/s", float64(c.Sentences)/s.Seconds)
	}
	if c.Near > 0 {
		j.say("%s put together from the translations of near duplicates", units.Count(c.Near, "sentence"))
	}
	refused := ""
	if c.Refused > 0 {
		refused = fmt.Sprintf(" (%d refused)", c.Refused)
	}
	j.say("%s, %s in %.1f s%s: %d translated, %d from the cache, %d kept, %d dropped, %d failed%s; %d with foreign "+
		"text", units.Count(c.Documents, "document"), units.Count(c.Sentences, "sentence"), s.Seconds, rate, c.Sent,
		c.Cached, c.Kept, c.Dropped, c.Failed, refused, c.Foreign)
	j.costs(&s.Usage)
	if next != "" {
		j.say("%s", next)
	}
	if j.interactive && slices.ContainsFunc(s.Backends, marian.IsBuiltin) {
		if pair, err := lang.ParsePair(s.From, s.To); err == nil && betterModel(pair) != "" {
			j.say("%s", betterModel(pair))
		}
	}
}

// costs prints what a run cost, and what it was expected to cost, where either is known. All else that a run took is in
// satzpaar.json.
func (j *job) costs(u *corpus.Usage) {
	if u.Cost == 0 && u.ForecastHigh == 0 {
		return
	}
	said := fmt.Sprintf("%s: %d in, %d out", units.Count(u.Requests, "request"), u.SourceTokens, u.TargetTokens)
	if u.Cost > 0 {
		about := ""
		if u.Estimate {
			about = "about "
		}
		said += fmt.Sprintf(", %s$%.4f", about, u.Cost)
	}
	if u.ForecastHigh > 0 {
		said += fmt.Sprintf("; the forecast was $%.4f to $%.4f", u.ForecastLow, u.ForecastHigh)
	}
	j.say("%s", said)
}

// outcome turns what happened into the exit code of the contract.
func (j *job) outcome(s *corpus.Summary, stop error) error {
	var refused *translate.Error
	switch {
	case s.Interrupted:
		return interrupt.Err
	case errors.As(stop, &refused):
		return &exit{exitBackend, stop, j.hintsFor(refused)}
	case stop != nil:
		return usage(stop, diskHints(stop, j.again())...)
	case s.Counts.Skipped > 0:
		return partly(s.Counts.Skipped, "input", "read; the rest is done")
	case s.Counts.Failed > 0:
		err := fmt.Errorf("%s failed; everything else is written", units.Count(s.Counts.Failed, "sentence"))
		return &exit{exitFailed, err, j.failureHints(&s.Counts)}
	}
	return nil
}
