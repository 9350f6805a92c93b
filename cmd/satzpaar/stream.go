package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
)

// stream translates standard input to standard output.
func (j *job) stream(ctx context.Context) (err error) {
	w := j.writers[0]
	if j.flags.write != "" && len(j.writers) > 1 {
		return usage(errors.New("standard output takes one output"), "for example --write jsonl")
	}
	if c := document.ContainerNamed(j.flags.format); c != nil {
		return j.streamRecords(ctx, c)
	}
	raw, err := io.ReadAll(j.stdin)
	if err != nil {
		return &exit{exitUnreadable, fmt.Errorf("standard input: %w", err), nil}
	}
	session, closer, err := j.translator(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	d, err := session.Parse("stdin", raw)
	if err != nil {
		return &exit{exitUnreadable, err, nil}
	}
	for _, n := range d.Notes {
		j.say("note: %v", n)
	}
	s := &corpus.Summary{}
	bs, r, err := session.Documents(ctx, []*document.Document{d}, nil)
	if err != nil {
		s.Interrupted = ctx.Err() != nil
		return j.outcome(s, err)
	}
	if err := w.Write(j.stdout, d, bs[0]); err != nil {
		return unwritten(err)
	}
	for _, pair := range bs[0].Holes() {
		j.say("failed: sentence %s: %s", pair.ID, pair.Error)
	}
	s = corpus.SummaryOf("stdin", d, bs[0], r)
	return j.streamed(s, nil)
}

// streamRecords translates the records on standard input, each as soon as those beside it are done.
func (j *job) streamRecords(ctx context.Context, c *document.Container) (err error) {
	if j.flags.write != "" && j.flags.write != "same" {
		return usage(errors.New("records on standard input are written in their own format"),
			"leave out --write, or give a file")
	}
	if !c.Streams() {
		return usage(fmt.Errorf("%s cannot come from standard input: it is read from its end", c.Name),
			"give the file by its name")
	}
	session, closer, err := j.translator(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	o := corpus.StreamOptions{Jobs: session.Jobs()}
	s, stop := corpus.Stream(ctx, session, c, "stdin", j.stdin, j.stdout, o)
	for _, f := range s.Failures {
		j.say("failed: %v", f)
	}
	s.Interrupted = interrupted(stop)
	return j.streamed(s, stop)
}

// streamed ends the translation of standard input, which stop ended early.
func (j *job) streamed(s *corpus.Summary, stop error) error {
	s.Satzpaar, s.Command = versionString(), []string{"translate", "-"}
	return errors.Join(j.outcome(s, stop), j.printSummary(j.stderr, s))
}
