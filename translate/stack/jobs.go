package stack

import (
	"context"
	"sync"

	"github.com/satzpaar/satzpaar/translate"
)

// Jobs bounds how much a run does at a time: its documents, the chunks of a document, and the requests to all its
// backends share one value. A nil Jobs sets no bound.
//
// Work for the processor runs inside [Jobs.Do]. A stack gives its caller's place back while it translates and, with
// [Config].Jobs, takes a place for each request that is really in flight. So nobody waits for a place while holding
// one, and a single place is enough for any run.
type Jobs struct{ places chan struct{} }

// NewJobs returns a bound of n jobs, at least one.
func NewJobs(n int) *Jobs { return &Jobs{make(chan struct{}, max(1, n))} }

// Size returns the number of jobs that may run at a time; 0 is any number.
func (j *Jobs) Size() int {
	if j == nil {
		return 0
	}
	return cap(j.places)
}

// Do waits for a place, runs f and gives the place back. Called with the context of another Do, it frees the place of
// that one meanwhile, so jobs may consist of jobs. The error is that of f, or that of ctx if it ended before a place
// was free; then f has not run.
func (j *Jobs) Do(ctx context.Context, f func(ctx context.Context) error) error {
	if j == nil {
		return f(ctx)
	}
	return without(ctx, func(ctx context.Context) error {
		if err := j.acquire(ctx); err != nil {
			return err
		}
		p := &place{jobs: j, held: true}
		defer p.end()
		return f(context.WithValue(ctx, placeKey{}, p))
	})
}

// without runs f while the place in ctx, if any, is free for others.
func without(ctx context.Context, f func(ctx context.Context) error) error {
	p, _ := ctx.Value(placeKey{}).(*place)
	if p == nil {
		return f(ctx)
	}
	p.leave()
	defer p.back(ctx)
	return f(context.WithValue(ctx, placeKey{}, (*place)(nil)))
}

func (j *Jobs) acquire(ctx context.Context) error {
	if j == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case j.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (j *Jobs) release() {
	if j != nil {
		<-j.places
	}
}

// placeKey is the key of the [place] in the context of a job.
type placeKey struct{}

// A place is held by a job except while goroutines of that job wait for others.
type place struct {
	jobs *Jobs
	mu   sync.Mutex
	away int // goroutines of the job that wait for others
	held bool
}

func (p *place) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.away++; p.held {
		p.held = false
		p.jobs.release()
	}
}

// back takes the place again when the last goroutine is back, unless ctx has ended: then the job is about to end too.
func (p *place) back(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.away--; p.away == 0 {
		p.held = p.jobs.acquire(ctx) == nil
	}
}

func (p *place) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held {
		p.held = false
		p.jobs.release()
	}
}

// lending gives the place of the calling job back while the backend translates.
type lending struct{ inner }

func (d *lending) Translate(ctx context.Context,
	req translate.Request) (results []translate.Result, usage translate.Usage, err error) {
	err = without(ctx, func(ctx context.Context) error {
		results, usage, err = d.ask(ctx, req)
		return err
	})
	return results, usage, err
}

// placed takes a place for each request.
type placed struct {
	inner
	jobs *Jobs
}

func (d *placed) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	if err := d.jobs.acquire(ctx); err != nil {
		return nil, translate.Usage{}, err
	}
	defer d.jobs.release()
	return d.ask(ctx, req)
}
