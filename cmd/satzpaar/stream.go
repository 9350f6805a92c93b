package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
)

// stream translates standard input to standard output.
func (j *job) stream(ctx context.Context) error {
	w := j.writers[0]
	if j.flags.write != "" && len(j.writers) > 1 {
		return usage(errors.New("standard output takes one output"), "for example --write jsonl")
	}
	raw, err := io.ReadAll(j.stdin)
	if err != nil {
		return &exit{exitUnreadable, fmt.Errorf("standard input: %w", err), nil}
	}
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer closer()
	d, err := session.Parse("stdin", raw)
	if err != nil {
		return &exit{exitUnreadable, err, nil}
	}
	s := &corpus.Summary{}
	b, r, err := session.Document(ctx, d, nil)
	if err != nil {
		s.Interrupted = ctx.Err() != nil
		return j.outcome(s, err)
	}
	if err := w.Write(j.stdout, d, b); err != nil {
		return usage(fmt.Errorf("standard output: %w", err))
	}
	for _, pair := range b.Pairs {
		if pair.State == bitext.Initial {
			j.say("failed: sentence %s: %s", pair.ID, pair.Error)
		}
	}
	s.Counts.Failed = r.Failed
	return j.outcome(s, nil)
}
