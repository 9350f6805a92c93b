package stack

import (
	"context"

	"github.com/satzpaar/satzpaar/translate"
)

// inner is the backend inside a decorator. Decorators embed it: they inherit its Info, and [translate.As] finds it.
type inner struct{ b translate.Backend }

// Info describes the backend.
func (in inner) Info() translate.Info { return in.b.Info() }

// Unwrap returns the backend.
func (in inner) Unwrap() translate.Backend { return in.b }

// ask has the backend translate a request and enforces its contract, so that decorators can rely on it: there are as
// many results as items, each with a text or an error. If the number is wrong, nobody knows which text belongs to
// which item, so none is used.
func (in inner) ask(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := in.b.Translate(ctx, req)
	if err != nil {
		return nil, usage, err
	}
	if len(results) != len(req.Items) {
		return nil, usage, translate.Errorf(translate.Internal, "", "the backend answered %d items with %d results",
			len(req.Items), len(results))
	}
	for i := range results {
		if results[i].Err != nil && results[i].Text != "" {
			results[i] = translate.Result{Err: results[i].Err}
		}
	}
	return results, usage, nil
}

// askAgain has the backend translate some items of a request once more and puts the answers in the place of theirs. If
// the request fails, these items fail; if the run is to end, all of it does.
func (in inner) askAgain(ctx context.Context, req translate.Request, items []int, results []translate.Result,
	usage translate.Usage) ([]translate.Result, translate.Usage, error) {
	if len(items) == 0 {
		return results, usage, nil
	}
	answers, used, err := in.ask(ctx, req.Pick(items))
	usage.Add(used)
	if err != nil && ctx.Err() != nil {
		return nil, usage, err
	}
	for k, i := range items {
		if err != nil {
			results[i] = translate.Result{Err: translate.AsError(err)}
		} else {
			results[i] = answers[k]
		}
	}
	return results, usage, nil
}

// outage returns the failure of a request whose items all failed because the backend is down or wants fewer requests.
// Some backends report that item by item in an answer that succeeds; to retries, the circuit and the gate that is a
// request that failed.
func outage(results []translate.Result, err error) *translate.Error {
	if err != nil {
		if e := translate.AsError(err); e.Kind.Temporary() {
			return e
		}
		return nil
	}
	var longest *translate.Error
	for i := range results {
		e := results[i].Err
		if e == nil || !e.Kind.Temporary() {
			return nil
		}
		if longest == nil || e.RetryAfter > longest.RetryAfter {
			longest = e
		}
	}
	return longest
}
