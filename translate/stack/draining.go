package stack

import (
	"context"

	"github.com/satzpaar/satzpaar/translate"
)

// Draining returns b with requests that, once begun, outlive their context: after it ends no new request starts, but
// those in flight are finished, so that what is paid for is kept. They end early only when hard does.
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
	// A deadline of the request still applies: it limits how long an answer may take and does not mean that the run
	// is over.
	if deadline, ok := ctx.Deadline(); ok {
		var done context.CancelFunc
		begun, done = context.WithDeadline(begun, deadline)
		defer done()
	}
	return d.ask(begun, req)
}
