package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/units"
)

// costs prints what a run cost, and what it was expected to cost, where either is known. All else that a run
// took is in satzpaar.json.
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

// plan prints what a run over inputs would send and cost.
func (j *job) plan(ctx context.Context, inputs *corpus.Inputs) (err error) {
	session, closer, err := j.translator(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	files := map[string]bool{}
	unreadable := len(inputs.Failed)
	add := func(ds []*document.Document) error {
		files[ds[0].File()] = true
		if err := session.Plan(ctx, ds); err != nil {
			return err
		}
		return nil
	}
	err = corpus.ReadAhead(ctx, session, inputs.Files, add, func(err error) {
		j.say("%v", err)
		unreadable++
	})
	if err != nil {
		return err
	}
	for _, plan := range session.Plans() {
		plan.Documents = len(files)
		if plan.Seconds, err = session.Rehearse(ctx, plan.Backend, j.now); err != nil {
			return err
		}
		if j.flags.json {
			if err := j.printJSON(plan, ""); err != nil {
				return err
			}
			continue
		}
		j.print("%s\n  %s, %s: %d different, %d of them in the cache, %d to send in at least %s\n", plan.Backend,
			units.Count(plan.Documents, "document"), units.Count(plan.Sentences, "sentence"), plan.Unique, plan.Cached, plan.ToSend,
			units.Count(plan.Requests, "request"))
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
	return partly(unreadable, "input", "read")
}
