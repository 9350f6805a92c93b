package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/units"
)

// plan prints what a run over inputs would send and cost.
func (j *job) plan(ctx context.Context, inputs *corpus.Inputs) error {
	plans, unreadable, err := j.plans(ctx, inputs)
	if err != nil {
		return err
	}
	for i := range plans {
		if !j.flags.json {
			j.printPlan(&plans[i])
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
	if err := corpus.ReadAhead(ctx, session, inputs.Files, add, j.sayEach(&unreadable)); err != nil {
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

// printPlan prints what would be sent to a backend.
func (j *job) printPlan(plan *satzpaar.BackendPlan) {
	j.print("%s\n  %s, %s: %d different, %d of them in the cache, %d to send in at least %s\n", plan.Backend,
		units.Count(plan.Documents, "document"), units.Count(plan.Sentences, "sentence"), plan.Unique, plan.Cached,
		plan.ToSend, units.Count(plan.Requests, "request"))
	j.print("  about %.0f to %.0f %s in", plan.Source.Low, plan.Source.High, plan.Unit)
	if plan.Target.High > 0 {
		j.print(", %.0f to %.0f out", plan.Target.Low, plan.Target.High)
	}
	j.print("\n")
	switch {
	case !plan.PriceKnown:
		j.print("  cost not known: set price_in and price_out in [backend.NAME] of the configuration\n")
	case plan.Cost.High == 0:
		j.print("  costs nothing\n")
	default:
		as := ""
		if plan.PriceDate != "" {
			as = fmt.Sprintf(", at the list price of %s (%s); price_in and price_out in [backend.NAME] of the "+
				"configuration override it", plan.PriceDate, plan.PriceSource)
		}
		if j.flags.batchAPI {
			as = ", half the ordinary price, by the Batch API" + as
		}
		j.print("  costs $%.4f to $%.4f%s\n", plan.Cost.Low, plan.Cost.High, as)
	}
	if plan.Seconds.High >= 1 {
		j.print("  takes %s to %s on this machine, by a sample just translated\n",
			units.Roughly(plan.Seconds.Low), units.Roughly(plan.Seconds.High))
	}
}
