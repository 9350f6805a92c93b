package serve

import (
	"context"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Bounds of one call of a session. An order that holds more is done in several, between which others have their turn.
const (
	callTexts  = 128
	callBytes  = 32 << 10
	orderTexts = 32 // of one order
	orderBytes = 8 << 10
)

// window is how long a call waits for the company that the one before it had. A request that comes alone never waits.
const window = 2 * time.Millisecond

// A translator is what a gatherer needs of a session.
type translator interface {
	Ranked(context.Context, []*document.Document, int) ([]*bitext.Bitext, pipeline.Report, error)
	Jobs() int
}

// A gatherer joins the texts of requests that come at the same time into calls of a session, since engines work best
// on many sentences. One goroutine owns all that changes; the others talk to it.
//
// As long as fewer calls are under way than the session does at a time, a request is sent at once; those that come
// meanwhile share the next call. Where the last call had company, the next one waits for as much, but no longer than
// the window: callers that were answered together ask again together.
type gatherer struct {
	session translator
	backlog int // bytes
	now     func() time.Time
	metrics *metrics
	orders  chan *order
	ended   chan *call
	ctx     context.Context
	stop    context.CancelFunc
	stopped chan struct{}
}

// An order is the texts of one request. All but ctx belongs to the gatherer's goroutine until done is closed.
type order struct {
	ctx  context.Context
	docs []*document.Document
	rank int // of the translations
	next int // number of the first text that is in no call yet
	open int // texts without an answer
	out  []*bitext.Bitext
	err  error
	done chan struct{}
}

// A call is one call of the session. Its parts are the places of the answers, in order.
type call struct {
	docs    []*document.Document
	rank    int // all orders have the same
	parts   []part
	joined  int // orders
	bytes   int
	started time.Time
	out     []*bitext.Bitext
	err     error
}

type part struct {
	order *order
	i     int
}

func newGatherer(ctx context.Context, t translator, backlog int, now func() time.Time, m *metrics) *gatherer {
	ctx, stop := context.WithCancel(ctx)
	g := &gatherer{
		session: t,
		backlog: backlog,
		now:     now,
		metrics: m,
		orders:  make(chan *order),
		ended:   make(chan *call),
		ctx:     ctx,
		stop:    stop,
		stopped: make(chan struct{}),
	}
	go g.run()
	return g
}

// close ends calls under way and waits for them.
func (g *gatherer) close() {
	g.stop()
	<-g.stopped
}

// translate returns the bitexts of documents, in order, with the translations of a rank. The error is a [*problem]
// where too much waits already.
func (g *gatherer) translate(ctx context.Context, ds []*document.Document, rank int) ([]*bitext.Bitext, error) {
	if len(ds) == 0 {
		return nil, nil
	}
	o := &order{
		ctx:  ctx,
		docs: ds,
		rank: rank,
		open: len(ds),
		out:  make([]*bitext.Bitext, len(ds)),
		done: make(chan struct{}),
	}
	select {
	case g.orders <- o:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-g.stopped:
		return nil, errStopping
	}
	select {
	case <-o.done:
		return o.out, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A queue is what the gatherer's goroutine knows.
type queue struct {
	waiting []*order // with texts that are in no call yet
	bytes   int      // of these texts
	active  int      // calls
	company int      // orders in the call that ended last
	rate    float64  // bytes a second of a call, as lately seen; 0 before the first
}

func (g *gatherer) run() {
	defer close(g.stopped)
	var q queue
	var pause <-chan time.Time // set while a call waits for company
	var calls sync.WaitGroup
	width := g.session.Jobs()
	for {
		if len(q.waiting) >= q.company {
			pause = nil
		}
		for pause == nil && q.active < width && len(q.waiting) > 0 {
			c := q.take()
			if len(c.parts) == 0 {
				break // all that waited were given up
			}
			c.started = g.now()
			q.active++
			g.metrics.call(len(c.parts), c.joined)
			calls.Go(func() {
				c.out, c.err = g.call(c.docs, c.rank)
				g.ended <- c
			})
		}
		g.metrics.waiting(g, q.bytes)
		select {
		case o := <-g.orders:
			size := o.size()
			if q.bytes > 0 && q.bytes+size > g.backlog {
				o.fail(tooMany(q.after(width), "too much waits to be translated already"))
				continue
			}
			if len(q.waiting) == 0 && q.active < width && q.company > 1 {
				pause = time.After(window)
			}
			q.waiting = append(q.waiting, o)
			q.bytes += size
		case c := <-g.ended:
			q.active--
			q.end(c, g.now())
		case <-pause:
			pause = nil
		case <-g.ctx.Done():
			for _, o := range q.waiting {
				if o.err == nil {
					o.fail(errStopping)
				}
			}
			go func() {
				calls.Wait()
				close(g.ended)
			}()
			for c := range g.ended {
				q.end(c, g.now())
			}
			return
		}
	}
}

// call translates documents together. What is sent must not depend on who came at the same time: a document alone
// would lend its title to its sentences, so it is given company.
func (g *gatherer) call(ds []*document.Document, rank int) ([]*bitext.Bitext, error) {
	n := len(ds)
	if n == 1 {
		ds = append(ds[:1:1], &document.Document{Name: "none", Format: document.Text.Name, Encoding: document.UTF8})
	}
	bs, _, err := g.session.Ranked(g.ctx, ds, rank)
	if err != nil {
		return nil, err
	}
	return bs[:n], nil
}

// take makes a call of what waits. Every order gets its turn before one gets a second. Those of another rank than the
// first one stay, in their places.
func (q *queue) take() *call {
	c := &call{}
	var others []*order
	for range len(q.waiting) {
		if len(c.parts) > 0 && (len(c.parts) >= callTexts || c.bytes >= callBytes) {
			break
		}
		o := q.waiting[0]
		q.waiting = q.waiting[1:]
		if o.err != nil || o.ctx.Err() != nil {
			q.bytes -= o.size()
			continue
		}
		if c.joined == 0 {
			c.rank = o.rank
		} else if o.rank != c.rank {
			others = append(others, o)
			continue
		}
		c.joined++
		for texts, bytes := 0, 0; o.next < len(o.docs) && texts < orderTexts && bytes < orderBytes; texts++ {
			d := o.docs[o.next]
			c.docs, c.parts = append(c.docs, d), append(c.parts, part{o, o.next})
			bytes += len(d.Source)
			o.next++
			c.bytes += len(d.Source)
			q.bytes -= len(d.Source)
		}
		if o.next < len(o.docs) {
			q.waiting = append(q.waiting, o)
		}
	}
	if len(others) > 0 {
		q.waiting = append(others, q.waiting...)
	}
	return c
}

// end hands out the answers of a call.
func (q *queue) end(c *call, now time.Time) {
	q.company = c.joined
	if took := now.Sub(c.started).Seconds(); took > 0 {
		seen := float64(c.bytes) / took
		if q.rate == 0 {
			q.rate = seen
		}
		q.rate += (seen - q.rate) / 8
	}
	for k, p := range c.parts {
		o := p.order
		if o.err != nil {
			continue // it has failed in another call
		}
		if c.err != nil {
			o.fail(c.err)
			continue
		}
		o.out[p.i] = c.out[k]
		if o.open--; o.open == 0 {
			close(o.done)
		}
	}
}

// after estimates when what waits will have been done.
func (q *queue) after(width int) time.Duration {
	if q.rate <= 0 {
		return time.Second
	}
	seconds := float64(q.bytes) / (q.rate * float64(width))
	return time.Duration(min(max(seconds, 1), 60) * float64(time.Second))
}

// size returns the bytes of the texts that are in no call yet.
func (o *order) size() int {
	n := 0
	for _, d := range o.docs[o.next:] {
		n += len(d.Source)
	}
	return n
}

// fail ends an order. What calls under way still find out for it is dropped.
func (o *order) fail(err error) {
	o.err = err
	close(o.done)
}
