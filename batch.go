package satzpaar

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// ErrNoBatchAPI is the error for batch work with a session whose own backend is not of the type "openai".
var ErrNoBatchAPI = errors.New("the backend has no batch interface")

// ErrNoCache is the error for work whose results go into the cache, with a session that has none.
var ErrNoCache = errors.New("the session has no cache")

// batchServer returns the session's own backend if it has a batch interface.
func (s *Session) batchServer(ctx context.Context) (*openai.Backend, price.PlanConfig, error) {
	if err := s.Ready(ctx); err != nil {
		return nil, price.PlanConfig{}, err
	}
	main, plan := s.main()
	server, ok := translate.As[*openai.Backend](main)
	if !ok {
		return nil, plan, ErrNoBatchAPI
	}
	return server, plan, nil
}

// A Batch gathers what documents need from the batch interface of a service, which works at half the price, within a
// day. [Session.Collect] fetches the answers.
type Batch struct {
	session  *Session
	server   *openai.Backend
	plan     price.PlanConfig
	requests []translate.Request
	pending  *price.Plan // of requests, where these are pending; else nil
}

// NewBatch returns an empty batch for the session's own backend; the error is [ErrNoBatchAPI] where that has no batch
// interface.
func (s *Session) NewBatch(ctx context.Context) (*Batch, error) {
	server, plan, err := s.batchServer(ctx)
	if err != nil {
		return nil, err
	}
	if !server.Batches() {
		return nil, ErrNoBatchAPI
	}
	return &Batch{session: s, server: server, plan: plan}, nil
}

// Add adds what the translation of documents would ask. It sends nothing.
func (b *Batch) Add(ctx context.Context, ds []*document.Document) error {
	asked, err := b.session.requests(ctx, b.server, ds)
	b.requests, b.pending = append(b.requests, asked...), nil
	return err
}

// Pending leaves in the batch what the cache does not hold, each text once, and returns how many requests that takes
// and what they are expected to cost.
func (b *Batch) Pending(ctx context.Context) (requests int, p price.Plan, err error) {
	if b.pending != nil {
		return len(b.requests), *b.pending, nil
	}
	cache := b.session.config.Host.Cache
	if b.requests, err = stack.Pending(ctx, b.server.Info(), cache, b.plan.Limits, b.requests); err != nil {
		return 0, p, err
	}
	planner := price.NewPlanner(b.plan)
	for i := range b.requests {
		if err := planner.Add(ctx, &b.requests[i]); err != nil {
			return 0, p, err
		}
	}
	p = planner.Plan()
	b.pending = &p
	return len(b.requests), p, nil
}

// Submit sends what is pending as one job or more. It calls keep with each as soon as it is submitted, since it is
// paid for then; an error of keep ends it. Where the jobs may cost more than [Config.MaxCost], it sends nothing, and
// the error wraps [price.ErrBudget].
func (b *Batch) Submit(ctx context.Context, keep func(*openai.Batch) error) error {
	_, plan, err := b.Pending(ctx)
	if err != nil {
		return err
	}
	if most := b.session.config.MaxCost; most > 0 && plan.Cost.High > most {
		return fmt.Errorf("the jobs may cost up to $%.4f: %w of $%g", plan.Cost.High, price.ErrBudget, most)
	}
	return b.server.Submit(ctx, b.requests, keep)
}

// requests returns what the translation of documents would ask a backend.
func (s *Session) requests(
	ctx context.Context,
	b translate.Backend,
	ds []*document.Document,
) ([]translate.Request, error) {
	catch := &captured{Backend: b}
	err := s.around(catch).Ask(ctx, ds)
	return catch.requests, err
}

// captured is a backend that writes down what it is asked and answers every text with itself.
type captured struct {
	translate.Backend
	requests []translate.Request
}

// Translate implements [translate.Backend].
func (c *captured) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	c.requests = append(c.requests, req)
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i].Text = it.Text
	}
	return out, translate.Usage{}, nil
}

// A Collected describes what came of a job of a batch interface.
type Collected struct {
	openai.BatchState
	// Stored and Open count the texts whose translations are in the cache now, and those that failed or were not
	// reached.
	Stored, Open int
	Usage        translate.Usage
	// Cost is what the job cost, in US dollars, where PriceKnown is set. It counts against the session's budget.
	Cost       float64
	PriceKnown bool
}

// String describes what came of a job that has ended or not.
func (c Collected) String() string {
	if !c.Ended {
		return fmt.Sprintf("%s, %d of %d requests done", c.Status, c.Completed, c.Total)
	}
	said := fmt.Sprintf("%s, %s stored", c.Status, units.Count(c.Stored, "translation"))
	if c.Open > 0 {
		said += fmt.Sprintf(", %d that failed or were not reached are sent as usual now", c.Open)
	}
	if c.PriceKnown {
		said += fmt.Sprintf("; it cost about $%.4f", c.Cost)
	}
	return said
}

// Collect asks for a job that [Batch.Submit] has submitted and, if it has ended, puts its answers into the cache. The
// error is [ErrNoBatchAPI], [ErrNoCache], one that wraps [openai.ErrNoBatch] where the service does not know the job
// any more, or another failure of the service.
func (s *Session) Collect(ctx context.Context, job *openai.Batch) (Collected, error) {
	var out Collected
	server, plan, err := s.batchServer(ctx)
	if err != nil {
		return out, err
	}
	cache := s.config.Host.Cache
	if cache == nil {
		return out, ErrNoCache
	}
	state, results, used, err := server.Collect(ctx, job)
	out.BatchState = state
	if err != nil || !state.Ended {
		return out, err
	}
	out.Usage = used
	for i := range results {
		n, err := stack.Store(ctx, cache, server.Info(), job.Requests[i].Request(), results[i])
		if err != nil {
			return out, err
		}
		out.Stored, out.Open = out.Stored+n, out.Open+len(results[i])-n
	}
	if p := plan.Price; p != nil {
		out.Cost, out.PriceKnown = p.Times(price.BatchDiscount).Of(used.SourceTokens, used.TargetTokens), true
		s.budget.Charge(ctx, out.Cost)
	}
	return out, nil
}

// reread reads and judges an answer again that an earlier run paid for and did not believe, and puts into the cache
// what is believed now; stored counts that. It reports false for the answer of another model or to another prompt.
func (s *Session) reread(ctx context.Context, r *openai.Reply) (stored int, ok bool, err error) {
	server, _, err := s.batchServer(ctx)
	if err != nil {
		return 0, false, err
	}
	if s.config.Host.Cache == nil {
		return 0, false, ErrNoCache
	}
	results := server.Reread(r)
	if results == nil {
		return 0, false, nil
	}
	stored, err = stack.Store(ctx, s.config.Host.Cache, server.Info(), r.Request.Request(), results)
	return stored, true, err
}

// A Rereading counts what came of answers that were read again.
type Rereading struct {
	Answers int // that could be read
	Stored  int // translations that are in the cache now
	Strange int // answers of another model, to another prompt, or broken
}

// String describes what came of it.
func (r Rereading) String() string {
	said := fmt.Sprintf("%s read again without asking: %s stored",
		units.Count(r.Answers, "answer"), units.Count(r.Stored, "translation"))
	if r.Strange > 0 {
		said += fmt.Sprintf("; %d of another model or prompt, or broken", r.Strange)
	}
	return said
}

// Reread reads and judges again the answers that earlier runs paid for and did not believe, a line of JSON for each
// [openai.Reply], and puts into the cache what is believed now. The error is [ErrNoBatchAPI], [ErrNoCache], or a
// failure to read or to store.
func (s *Session) Reread(ctx context.Context, r io.Reader) (Rereading, error) {
	var out Rereading
	for reply, err := range openai.Replies(r) {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return out, err
		}
		if reply == nil { // the end of a run that was killed
			out.Strange++
			continue
		}
		stored, ok, err := s.reread(ctx, reply)
		if err != nil {
			return out, err
		}
		if ok {
			out.Answers++
		} else {
			out.Strange++
		}
		out.Stored += stored
	}
	return out, nil
}
