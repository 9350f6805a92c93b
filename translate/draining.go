package translate

import "context"

// Draining returns b as a backend whose requests, once begun, outlive the context they were begun under: after ctx ends no new request starts, and those under
// way are finished, so that what was paid for is kept. They end early only with hard, whose end means "at once".
func Draining(b Backend, hard context.Context) Backend { return &draining{b, hard} }

type draining struct {
	b    Backend
	hard context.Context
}

func (d *draining) Info() Info { return d.b.Info() }

func (d *draining) Translate(ctx context.Context, req Request) ([]Result, Usage, error) {
	if err := ctx.Err(); err != nil {
		return nil, Usage{}, err
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
	return d.b.Translate(begun, req)
}
