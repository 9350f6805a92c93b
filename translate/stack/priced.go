package stack

import (
	"context"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/size"
)

// Priced returns b with its costs counted: Usage.Cost is filled in from p where the backend gave none, and a request
// that would exceed the budget fails with [translate.Quota] before anything is sent. The budget can be exceeded only
// by the error of the estimates of the requests in flight. budget may be nil.
func Priced(b translate.Backend, p price.Price, budget *price.Budget) translate.Backend {
	if budget == nil {
		budget = price.NewBudget(0)
	}
	return &priced{inner{b}, p, budget}
}

type priced struct {
	inner
	price  price.Price
	budget *price.Budget
}

func (d *priced) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	estimate := 0.0
	if d.price != (price.Price{}) {
		source, target := d.units(&req)
		estimate = d.price.Of(source, target)
	}
	if err := d.budget.Reserve(ctx, estimate); err != nil {
		return nil, translate.Usage{}, &translate.Error{Kind: translate.Quota, Err: err}
	}
	results, usage, err := d.ask(ctx, req)
	if usage.Cost == 0 && usage.Requests > 0 && d.price != (price.Price{}) {
		source, target := usage.SourceTokens, usage.TargetTokens
		if source == 0 && target == 0 && err == nil {
			source, target = d.units(&req)
			usage.CostIsEstimate = true
		}
		usage.Cost = d.price.Of(source, target)
	}
	d.budget.Settle(ctx, estimate, usage.Cost)
	return results, usage, err
}

// units estimates what a request bills.
func (d *priced) units(req *translate.Request) (source, target int) {
	if d.price.PerCharacter {
		for i := range req.Items {
			source += len([]rune(req.Items[i].Text))
		}
		return source, source
	}
	n := size.Request(d.b.Info(), req)
	return n + price.PromptOverhead(len(req.Items)), n + price.AnswerOverhead(len(req.Items))
}
