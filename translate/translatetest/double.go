package translatetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

// A Double is a backend for testing what surrounds backends. It translates texts as [Translation] does; Next decides
// which ones, and how the others fail.
type Double struct {
	About translate.Info // what Info returns; an empty ID becomes "double"
	// Next returns what happens to a request. Calls count from 1. Nil translates everything. It is called by one
	// goroutine at a time.
	Next    func(call int, req translate.Request) Outcome
	Latency time.Duration // how long an answer takes

	mu    sync.Mutex
	calls int
}

// An Outcome is what becomes of one request. The zero value is success.
type Outcome struct {
	// Err fails the whole request.
	Err error
	// Items fails single items: item i with Items[i modulo the length], where that is not nil.
	Items []*translate.Error
	// Extra is how many results come more than there are items; below 0, how many fewer. The contract allows neither,
	// and servers do both.
	Extra int
}

// String describes the outcome, for the names of tests.
func (o Outcome) String() string {
	var parts []string
	if o.Err != nil {
		parts = append(parts, o.Err.Error())
	}
	for _, e := range o.Items {
		if e == nil {
			parts = append(parts, "translated")
		} else {
			parts = append(parts, "item "+e.Kind.String())
		}
	}
	if o.Extra != 0 {
		parts = append(parts, fmt.Sprintf("%+d results", o.Extra))
	}
	if len(parts) == 0 {
		return "success"
	}
	return strings.Join(parts, ", ")
}

// Translation is the text that a [Double] returns for a text.
func Translation(text string) string { return "so " + text }

// Info implements [translate.Backend].
func (d *Double) Info() translate.Info {
	info := d.About
	if info.ID == "" {
		info.ID = "double"
	}
	return info
}

// Calls returns how many requests have come.
func (d *Double) Calls() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

// Translate implements [translate.Backend].
func (d *Double) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	d.mu.Lock()
	d.calls++
	var o Outcome
	if d.Next != nil {
		o = d.Next(d.calls, req)
	}
	d.mu.Unlock()
	if d.Latency > 0 {
		select {
		case <-time.After(d.Latency):
		case <-ctx.Done():
		}
	}
	usage := translate.Usage{Requests: 1}
	if err := ctx.Err(); err != nil {
		return nil, usage, err
	}
	if o.Err != nil {
		return nil, usage, o.Err
	}
	results := make([]translate.Result, max(0, len(req.Items)+o.Extra))
	for i := range results {
		switch {
		case len(o.Items) > 0 && o.Items[i%len(o.Items)] != nil:
			results[i].Err = o.Items[i%len(o.Items)]
		case i < len(req.Items):
			results[i] = translate.Result{Text: Translation(req.Items[i].Text), Origin: d.Info().ID}
		default:
			results[i] = translate.Result{Text: "one too many", Origin: d.Info().ID}
		}
	}
	return results, usage, nil
}

// kinds are all kinds of errors.
var kinds = []translate.Kind{translate.Internal, translate.Invalid, translate.Auth, translate.Quota,
	translate.RateLimited, translate.Unavailable,
	translate.Refused, translate.Truncated}

func failure(k translate.Kind) *translate.Error { return translate.Errorf(k, "double", "as told") }

// Outcomes returns every outcome that a decorator must cope with: success, failures of each kind of a whole request,
// with and without a wait asked for, every pair of fates of two neighbouring items, and wrong numbers of results,
// with and without failures.
func Outcomes() []Outcome {
	out := []Outcome{{}, {Err: errors.New("an error without a kind")}}
	for _, k := range kinds {
		out = append(out, Outcome{Err: failure(k)}, Outcome{Items: []*translate.Error{failure(k)}})
		if k.Temporary() {
			for _, wait := range []time.Duration{time.Second, time.Minute, time.Hour} {
				e := failure(k)
				e.RetryAfter = wait
				out = append(out, Outcome{Err: e}, Outcome{Items: []*translate.Error{e}},
					Outcome{Items: []*translate.Error{nil, e}})
			}
		}
	}
	fates := []*translate.Error{nil}
	for _, k := range kinds {
		fates = append(fates, failure(k))
	}
	for _, a := range fates {
		for _, b := range fates {
			if a != b {
				out = append(out, Outcome{Items: []*translate.Error{a, b}})
			}
		}
	}
	for _, extra := range []int{-1000, -1, 1, 7} {
		out = append(out, Outcome{Extra: extra}, Outcome{Extra: extra,
			Items: []*translate.Error{nil, failure(translate.Unavailable)}})
	}
	return out
}

// Steady returns the same outcome at every call.
func Steady(o Outcome) func(int, translate.Request) Outcome {
	return func(int, translate.Request) Outcome { return o }
}

// Passing returns the same outcome for a number of calls and success after that.
func Passing(o Outcome, calls int) func(int, translate.Request) Outcome {
	return func(call int, _ translate.Request) Outcome {
		if call > calls {
			return Outcome{}
		}
		return o
	}
}

// Mixed draws an outcome for each call; half of them are successes. Equal seeds draw alike.
func Mixed(seed uint64) func(int, translate.Request) Outcome {
	outcomes := Outcomes()
	random := rand.New(rand.NewPCG(seed, 1))
	return func(int, translate.Request) Outcome {
		if random.IntN(2) == 0 {
			return Outcome{}
		}
		return outcomes[random.IntN(len(outcomes))]
	}
}
