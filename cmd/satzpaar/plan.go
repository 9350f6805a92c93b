package main

import (
	"context"
	"errors"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// plan prints what a run over inputs would send and cost.
func (j *job) plan(ctx context.Context, inputs *corpus.Inputs) error {
	plans, unreadable, err := j.plans(ctx, inputs)
	if err != nil {
		return err
	}
	for i := range plans {
		if !j.flags.json {
			j.print("%s\n", printer.Lines(plans[i].Lines()))
		} else if err := j.printJSON(plans[i], ""); err != nil {
			return err
		}
	}
	return partly(unreadable, "input", "read")
}

// plans returns what a run over inputs would send to each backend, and names and counts the inputs that cannot be read.
func (j *job) plans(
	ctx context.Context,
	inputs *corpus.Inputs,
) (plans []satzpaar.BackendPlan, unreadable int, err error) {
	session, closer, err := j.translator(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, closer()) }()
	unreadable = len(inputs.Failed)
	add := func(ds []*document.Document) error { return session.Plan(ctx, ds) }
	if err := corpus.ReadAhead(ctx, session, inputs.Files, add, j.noteEach(&unreadable)); err != nil {
		return nil, 0, err
	}
	plans = session.Plans()
	for i := range plans {
		if plans[i].Seconds, err = session.Rehearse(ctx, plans[i].Backend, j.now); err != nil {
			return nil, 0, err
		}
	}
	return plans, unreadable, nil
}
