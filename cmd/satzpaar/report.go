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
	j.sayFirst(len(s.Failures), "failures", dir, func(i int) { j.say("failed: %v", s.Failures[i]) })
	if j.flags.quiet {
		return
	}
	j.sayFirst(len(s.Notes), "notes", dir, func(i int) { j.say("note: %s: %s", s.Notes[i].Document, s.Notes[i].Note) })
	for _, line := range s.Lines() {
		j.say("%s", line)
	}
	if next != "" {
		j.say("%s", next)
	}
	if j.interactive && slices.ContainsFunc(s.Backends, marian.IsBuiltin) {
		if pair, err := lang.ParsePair(s.From, s.To); err == nil && betterModel(pair) != "" {
			j.say("%s", betterModel(pair))
		}
	}
}

// sayFirst prints the first of what the summary in a folder lists.
func (j *job) sayFirst(n int, what, dir string, say func(i int)) {
	const most = 10
	for i := range min(n, most) {
		say(i)
	}
	if n > most {
		j.say("… and %d more %s, all in %s/%s", n-most, what, dir, corpus.SummaryFile)
	}
}

// refused gives failures of a server their exit code and hint.
func (j *job) refused(err error) error {
	var e *translate.Error
	if errors.As(err, &e) {
		return &exit{exitBackend, err, j.hintsFor(e)}
	}
	return err
}

// outcome turns what happened into the exit code of the contract.
func (j *job) outcome(s *corpus.Summary, stop error) error {
	switch {
	case s.Interrupted:
		return interrupt.Err
	case stop != nil:
		return usage(j.refused(stop), diskHints(stop, j.again())...)
	case s.Counts.Skipped > 0:
		return partly(s.Counts.Skipped, "input", "read; the rest is done")
	case s.Counts.Failed > 0:
		err := fmt.Errorf("%s failed; everything else is written", units.Count(s.Counts.Failed, "sentence"))
		return &exit{exitFailed, err, j.failureHints(&s.Counts)}
	}
	return nil
}
