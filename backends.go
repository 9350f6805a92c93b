package satzpaar

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// An opened backend: bare, and behind its decorators.
type opened struct {
	name    string
	config  BackendConfig
	raw     translate.Backend
	backend translate.Backend
	close   func() error // nil: nothing has to be closed
	plan    price.PlanConfig
	planner *planner // adds up what is sent, or would be; nil where no price is known
	local   bool     // it runs on this machine
}

// How servers are asked: requests at a time at most, source tokens in a request, and how long a request waits for
// texts of other documents to fill it.
const (
	serverJobs   = 64
	serverTokens = 1500
	serverFill   = 50 * time.Millisecond
)

// backendConfig returns the description of a backend and its type.
func (s *Session) backendConfig(name string) (*BackendConfig, *backendType, error) {
	c, described := s.config.Backends[name]
	if own := s.config.Host.Backends[name]; own != nil {
		open := func(*Session, *BackendConfig) (translate.Backend, func() error, error) { return own, nil, nil }
		return &c, &backendType{name: name, open: open, local: own.Info().Deterministic}, nil
	}
	c.Type = cmp.Or(c.Type, name)
	t := typeNamed(c.Type)
	switch {
	case t != nil:
		return &c, t, nil
	case described:
		err := fmt.Errorf("[backend.%s] has the unknown type %q", name, c.Type)
		return nil, nil, &ConfigError{Field: "Type", Backend: name, Err: err}
	}
	return nil, nil, &ConfigError{Field: "Backend", Backend: name, Err: fmt.Errorf("there is no backend %q", name)}
}

// backend returns a backend of the configuration behind its decorators, opened when it is first asked for. The caller
// holds mu.
func (s *Session) backend(name string) (translate.Backend, error) {
	if s.closed {
		return nil, errClosed
	}
	if st := s.stacks[name]; st != nil {
		return st.backend, nil
	}
	c, t, err := s.backendConfig(name)
	if err != nil {
		return nil, err
	}
	if err := c.checkNumbers(); err != nil {
		return nil, &ConfigError{Field: "Backends", Backend: name, Err: fmt.Errorf("[backend.%s] %w", name, err)}
	}
	raw, closer, err := t.open(s, c)
	if err != nil {
		var e *ConfigError
		if errors.As(err, &e) {
			e.Backend = name
			return nil, err
		}
		return nil, &ConfigError{Backend: name, Err: err}
	}
	st := &opened{name: name, config: *c, raw: raw, close: closer, local: t.local}
	if err := s.decorate(st, t); err != nil {
		if closer != nil {
			err = errors.Join(err, closer())
		}
		return nil, err
	}
	s.stacks[name] = st
	s.order = append(s.order, st)
	return st.backend, nil
}

// named is backend for callers that do not hold mu.
func (s *Session) named(name string) (translate.Backend, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.backend(name)
}

// decorate puts the decorators around a backend. This is the only place where that is done.
func (s *Session) decorate(st *opened, t *backendType) error {
	host := &s.config.Host
	var batch stack.BatchConfig
	batch.MaxItems = st.config.Batch
	if t.server {
		batch.MaxTokens = serverTokens
	}
	bill, listed := st.config.price(t)
	if bill != nil && s.config.BatchAPI {
		half := bill.Times(price.BatchDiscount)
		bill = &half
	}
	st.plan = price.PlanConfig{
		Backend:     st.raw,
		Cache:       host.Cache,
		Limits:      batch.Limits,
		Price:       bill,
		PriceDate:   listed.Date,
		PriceSource: listed.Source,
		Prompted:    t.prompted,
	}
	linked := t.local || align.HasLexicon(s.pair) // its translations have word links
	if s.config.Plan {
		st.planner = newPlanner(st.plan, nil)
		st.backend = st.planner
		if !t.marks {
			st.backend = stack.Marked(st.backend, linked)
		}
		return nil
	}
	b := st.raw
	if host.Answered != nil {
		b = &observed{b, host.Answered}
	}
	if host.Hard != nil {
		b = stack.Draining(b, host.Hard)
	}
	config := stack.Config{Validation: s.validation(), Batch: batch, Remote: !t.local, Jobs: s.jobs, Budget: s.budget,
		Rate: stack.Rate{
			RequestsPerMinute: st.config.Requests,
			TokensPerMinute:   st.config.Tokens,
		}, Cache: host.Cache, CacheError: host.CacheError}
	if !t.sourceIsTarget && align.HasLexicon(s.pair) {
		config.Link = s.link
	}
	switch {
	case bill != nil:
		config.Price = *bill
	case s.config.MaxCost > 0 && t.server:
		err := fmt.Errorf("the price of backend %s is not known", st.name)
		return &ConfigError{Field: "MaxCost", Backend: st.name, Err: err}
	}
	if t.server {
		if s.config.Jobs == 0 {
			config.Jobs, config.Width = nil, serverJobs // the adaptive gate finds out how many
		}
		config.Fill = serverFill
	}
	st.backend = stack.New(b, config)
	if bill != nil && *bill != (price.Price{}) {
		st.planner = newPlanner(st.plan, st.backend)
		st.backend = st.planner
	}
	if !t.marks {
		st.backend = stack.Marked(st.backend, linked)
	}
	return nil
}

// validation specifies which answers are believed.
func (s *Session) validation() verify.Rules {
	rules := verify.Rules{Fit: fit, Changes: changes}
	if s.target != nil {
		rules.Language = func(text string) (language.Tag, float64) { return detect.Language(s.target, text) }
	}
	return rules
}

// fit returns how well texts would do as translations of one another, so that answers which have changed places are
// noticed.
func fit(from, to language.Tag, source, target []string) (nats [][]float64, known bool) {
	lexicon := align.LexiconFor(lang.Pair{From: from, To: to})
	return align.Fit(source, target, lexicon), lexicon != nil
}

// rarely is the share of its translations that a word is itself where it is another word in the target language.
const rarely = 0.05

// changes reports whether a word is another one in the target language, as far as the lexicon knows.
func changes(from, to language.Tag, word string) bool {
	lexicon := align.LexiconFor(lang.Pair{From: from, To: to})
	if lexicon == nil {
		return false
	}
	word = strings.ToLower(word)
	same := 0.0
	lexicon.Each(word, func(target string, forward, _ float64) {
		if target == word {
			same = forward
		}
	})
	return same < rarely && lexicon.Has(word)
}

// link aligns the words of a translation by the lexicon, with the links of the backend as evidence. On gold links the
// lexicon is better than the attention of the models that there are.
func (s *Session) link(req *translate.Request, source, target string, hints []offset.Link) []offset.Link {
	pair := lang.Pair{From: req.From, To: req.To}
	if !align.HasLexicon(pair) {
		return nil
	}
	return align.Links(source, target, align.LexiconFor(pair), hints...)
}

// price returns what a backend bills: as configured, else from the list; nil where neither is known.
func (c *BackendConfig) price(t *backendType) (*price.Price, price.ListPrice) {
	l, listed := price.Of(price.List(), t.name, c.Model)
	switch {
	case c.PriceIn > 0 || c.PriceOut > 0:
		own := price.Price{Source: c.PriceIn, Target: c.PriceOut, PerCharacter: t.characters}
		return &own, price.ListPrice{}
	case t.local:
		return &price.Price{}, price.ListPrice{}
	case listed && t.isAt(c.BaseURL):
		return &l.Price, l
	}
	return nil, price.ListPrice{}
}

// observed reports how many items a backend has answered, and what it used for that.
type observed struct {
	translate.Backend
	observe func(int, translate.Usage)
}

// Translate implements [translate.Backend].
func (o *observed) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := o.Backend.Translate(ctx, req)
	o.observe(len(results), usage)
	return results, usage, err
}

// A planner adds up what a backend is asked, before it answers. Without a backend it answers every text with itself
// and sends nothing.
type planner struct {
	info translate.Info
	next translate.Backend // nil: none
	mu   sync.Mutex
	sums *price.Planner
}

func newPlanner(c price.PlanConfig, next translate.Backend) *planner {
	return &planner{info: c.Backend.Info(), next: next, sums: price.NewPlanner(c)}
}

// Info implements [translate.Backend].
func (p *planner) Info() translate.Info {
	if p.next != nil {
		return p.next.Info()
	}
	return p.info
}

// Translate implements [translate.Backend].
func (p *planner) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	p.mu.Lock()
	err := p.sums.Add(ctx, &req)
	p.mu.Unlock()
	if p.next != nil {
		return p.next.Translate(ctx, req) // a cache that cannot be read is reported where it is needed
	}
	if err != nil {
		return nil, translate.Usage{}, translate.Errorf(translate.Internal, "", "planning: %w", err)
	}
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i].Text = it.Text
	}
	return out, translate.Usage{}, nil
}

func (p *planner) plan() price.Plan {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sums.Plan()
}

func (p *planner) sample(to language.Tag) (translate.Request, float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sums.Sample(to)
}

// A BackendPlan is what a session sends to one of its backends, or, with [Config.Plan], would send.
type BackendPlan struct {
	Backend   string `json:"backend"` // its signature
	Documents int    // files that were planned, see [Session.Plan]
	price.Plan

	batch bool // it is sent to a batch interface
}

// Plans returns what the session has sent to each backend whose price is known, or would have sent.
func (s *Session) Plans() []BackendPlan {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []BackendPlan
	for _, st := range s.order {
		if st.planner != nil {
			out = append(out, BackendPlan{st.raw.Info().ID, len(s.planned), st.planner.plan(), s.config.BatchAPI})
		}
	}
	return out
}

// Forecast returns what the work of the session was expected to cost, in US dollars; 0 where no price is known.
func (s *Session) Forecast() (low, high float64) { return forecast(s.Plans()) }

func forecast(plans []BackendPlan) (low, high float64) {
	for i := range plans {
		low, high = low+plans[i].Cost.Low, high+plans[i].Cost.High
	}
	return low, high
}

// Bounds of the time that work takes over what a sample of it lets expect.
const leastTime, mostTime = 0.8, 1.6

// Rehearse translates a sample of what the session would send to a backend that runs on this machine, named by its
// signature, and returns how many seconds all of it is expected to take, by the clock now; zero for other backends. The
// session must have [Config.Plan]; see [Session.Plan].
func (s *Session) Rehearse(ctx context.Context, backend string, now func() time.Time) (price.Estimate, error) {
	s.mu.Lock()
	i := slices.IndexFunc(s.order, func(st *opened) bool { return st.raw.Info().ID == backend })
	var st *opened
	if i >= 0 {
		st = s.order[i]
	}
	s.mu.Unlock()
	if st == nil || !st.local || st.planner == nil {
		return price.Estimate{}, nil
	}
	req, share := st.planner.sample(s.pair.To)
	if share == 0 {
		return price.Estimate{}, nil
	}
	started := now()
	if _, _, err := st.raw.Translate(ctx, req); err != nil {
		return price.Estimate{}, err
	}
	all := now().Sub(started).Seconds() / share
	return price.Estimate{Low: leastTime * all, High: mostTime * all}, nil
}
