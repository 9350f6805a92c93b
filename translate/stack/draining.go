package stack

import (
	"context"

	"github.com/satzpaar/satzpaar/translate"
)

// Draining returns b as a backend whose requests, once begun, outlive the context they were begun under: after ctx
// ends no new request starts, and those under way are finished, so that what was paid for is kept. They end early
// only with hard, whose end means "at once".
func Draining(b translate.Backend, hard context.Context) translate.Backend {
	return &draining{inner{b}, hard}
}

type draining struct {
	inner
	hard context.Context
}

func (d *draining) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	if err := ctx.Err(); err != nil {
		return nil, translate.Usage{}, err
	}
	begun, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(d.hard, cancel)
	defer stop()
	// A deadline of the request itself still holds: it says how long an answer may take, not that the run is over.
	if deadline, ok := ctx.Deadline(); ok {
		var done context.CancelFunc
		begun, done = context.WithDeadline(begun, deadline)
		defer done()
	}
	return d.ask(begun, req)
}
