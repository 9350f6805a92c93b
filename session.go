package satzpaar

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
)

var errClosed = errors.New("satzpaar: the session is closed")

// A Session translates, aligns and checks documents of one language pair. It is safe for concurrent use. What is
// large or far away, such as models, servers and the detector's tables, is opened when it is first needed;
// [Session.Ready] opens it ahead.
type Session struct {
	config   Config
	pair     lang.Pair
	policy   detect.Policy
	split    document.Splitter
	terms    atomic.Pointer[sessionTerms]
	examples func() *examples // nil: there are none
	source   detect.Detector
	target   detect.Detector
	env      check.Env
	budget   *price.Budget
	jobs     *stack.Jobs // of documents, chunks and requests together
	models   *modelPool

	mu       sync.Mutex // guards what follows
	stacks   map[string]*opened
	order    []*opened // in the order in which they were opened
	pipeline *pipeline.Pipeline
	retry    *pipeline.Retry
	planned  map[string]bool // the files of the documents that were planned
	closed   bool

	changes struct { // of people, with their word links
		sync.Mutex
		known map[changedText]glossary.Change
	}
}

// Open checks a configuration and returns a session for it. A mistake in the configuration is a [*ConfigError].
func Open(ctx context.Context, c Config) (*Session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return open(c, &modelPool{})
}

// open is [Open] with the models of other sessions.
func open(c Config, m *modelPool) (*Session, error) {
	s := &Session{config: c, stacks: map[string]*opened{}, models: m}
	var err error
	if s.pair, err = c.Pair(); err != nil {
		return nil, err
	}
	if s.policy, err = detect.ParsePolicy(c.Foreign); err != nil {
		return nil, &ConfigError{Field: "Foreign", Err: err}
	}
	if s.split, err = c.splitter(s.pair); err != nil {
		return nil, &ConfigError{Field: "SRX", Err: err}
	}
	if _, _, err = document.Decode(nil, c.Encoding); err != nil { // before any work, not with each document
		return nil, &ConfigError{Field: "Encoding", Err: err}
	}
	switch {
	case c.Unit != "" && c.Unit != "sentence" && c.Unit != "block":
		return nil, wrong("Unit", "unit %q: must be sentence or block", c.Unit)
	case c.KeepUncertain && c.Unit != "block":
		return nil, wrong("KeepUncertain", "uncertain paragraphs are kept only where whole paragraphs are sent")
	case !counts(c.MaxCost):
		return nil, wrong("MaxCost", "a limit of %g dollars: must be 0 or more", c.MaxCost)
	case c.Jobs < 0:
		return nil, wrong("Jobs", "%d jobs: must be at least 1", c.Jobs)
	}
	s.source = detect.Only(s.pair.From)
	if detects(s.pair.From) {
		config := detect.Config{Expected: s.pair.From, Explain: c.Explain, Judge: c.Host.Judge}
		if s.source, err = detect.New(config); err != nil {
			return nil, &ConfigError{Field: "From", Err: err}
		}
	}
	// The language of translations is known but for failures, which the screen sees without a judge.
	if detects(s.pair.To) {
		if s.target, err = detect.New(detect.Config{Expected: s.pair.To}); err != nil {
			return nil, &ConfigError{Field: "To", Err: err}
		}
	}
	s.jobs = stack.NewJobs(s.Jobs())
	if s.budget = c.Host.Budget; s.budget == nil {
		s.budget = price.NewBudget(c.MaxCost)
	}
	s.env = check.Env{From: s.pair.From, To: s.pair.To}
	if s.target != nil {
		s.env.Detector = s.target
	}
	if len(c.Examples) > 0 {
		s.examples = sync.OnceValue(func() *examples { return newExamples(c.Examples) }) // few backends want them
	}
	s.SetGlossary(c.Glossary)
	return s, nil
}

// detects reports whether the detector can tell a language from others.
func detects(tag language.Tag) bool {
	return slices.ContainsFunc(detect.Languages(), func(known language.Tag) bool { return lang.Same(known, tag) })
}

// splitter returns the sentence rules of the source language, with those of the SRX file on top.
func (c *Config) splitter(pair lang.Pair) (document.Splitter, error) {
	base := document.SplitterFor(lang.Base(pair.From))
	if c.SRX == "" {
		return base, nil
	}
	rules, err := document.ParseSRX(cmp.Or(c.SRXName, "srx"), []byte(c.SRX))
	if err != nil {
		return nil, err
	}
	return rules.Splitter(pair.From.String(), base)
}

// Pair returns the languages of the session.
func (s *Session) Pair() lang.Pair { return s.pair }

// Close closes the backends. Calls that are under way must have returned.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var err error
	for _, st := range s.order {
		if st.close != nil {
			err = errors.Join(err, st.close())
		}
	}
	s.order, s.stacks, s.pipeline = nil, nil, nil
	return err
}

// Ready opens the backends of the session, so that mistakes in their configuration show before work starts. Methods
// that translate call it themselves.
func (s *Session) Ready(ctx context.Context) error {
	_, err := s.ready(ctx)
	return err
}

// ready returns the pipeline, which it makes when it is first asked.
func (s *Session) ready(ctx context.Context) (*pipeline.Pipeline, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pipeline != nil {
		return s.pipeline, nil
	}
	var tables sync.WaitGroup
	defer tables.Wait()
	s.readTables(&tables)
	main, err := s.backend(s.config.mainName())
	if err != nil {
		return nil, err
	}
	p := s.around(main)
	if s.config.Fallback != "" {
		second, err := s.backend(s.config.Fallback)
		if err != nil {
			return nil, err
		}
		p.Backend = stack.Fallback(p.Backend, second)
	}
	if s.config.Near {
		p.Backend = stack.Near(p.Backend, s.sound)
	}
	if err := s.openForeign(p); err != nil {
		return nil, err
	}
	if s.config.Unit == "block" {
		p.Blocks, p.KeepUncertain = document.SplitterFor(lang.Base(s.pair.To)), s.config.KeepUncertain
	}
	p.Retry = s.retry
	s.pipeline = p
	return p, nil
}

// readTables reads what the first document would wait for, while backends are opened.
func (s *Session) readTables(all *sync.WaitGroup) {
	all.Go(func() { s.source.Runs("Haus") })
	if s.config.Plan {
		return
	}
	all.Go(s.env.Load)
	if read := s.lexicon(); read != nil {
		all.Go(func() { read() })
	}
}

// openForeign opens the backends that the policy names. The caller holds mu.
func (s *Session) openForeign(p *pipeline.Pipeline) (err error) {
	for _, name := range s.policy.Backends() {
		if p.Foreign[name], err = s.backend(name); err != nil {
			return err
		}
	}
	return nil
}

// around returns a pipeline of sentences with b as its backend.
func (s *Session) around(b translate.Backend) *pipeline.Pipeline {
	t := s.terms.Load()
	p := &pipeline.Pipeline{
		Pair:     s.pair,
		Policy:   s.policy,
		Backend:  b,
		Foreign:  map[string]translate.Backend{},
		Other:    s.foreign,
		Detector: s.source,
		Checks:   check.All,
		Env:      s.checkEnv(nil),
		Lexicon:  s.lexicon(),
	}
	if s.config.SRX != "" {
		p.Split = bitext.SRXSplit([]byte(s.config.SRX))
	}
	if s.examples != nil {
		p.Examples = func(text string) []translate.Example { return s.examples().like(text) }
	}
	if t.taught != nil {
		p.Taught = func(texts ...string) []translate.Term { return t.taught().In(texts...) }
	}
	if t.glossary != nil {
		p.Terms = t.glossary.In
	}
	return p
}

// lexicon returns what is known of the words of the pair, to be asked when it is needed; nil if nothing is.
func (s *Session) lexicon() func() *align.Lexicon {
	if !align.HasLexicon(s.pair) {
		return nil
	}
	return func() *align.Lexicon { return align.LexiconFor(s.pair) }
}

// sound reports whether a translation has the numbers and addresses of its source.
func (s *Session) sound(source, target string) bool {
	p := &bitext.Pair{Source: source, Target: target, Action: bitext.Translate, State: bitext.Translated}
	env := check.Env{From: s.pair.From, To: s.pair.To}
	return len(check.Run([]*check.Check{check.Numbers, check.Links}, p, &env)) == 0
}

// Lacks returns what is not known of the language pair and what that means, one sentence each; nothing for
// German–English.
func (s *Session) Lacks() []string {
	from, to := lang.Base(s.pair.From), lang.Base(s.pair.To)
	var out []string
	lacks := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	negations := true
	for _, side := range []struct{ code, what string }{{from, "documents"}, {to, "translations"}} {
		known := cmp.Or(lang.Find(side.code), &lang.Language{})
		if known.Sentences == nil {
			lacks("no sentence rules for %s: %s are split by punctuation alone", side.code, side.what)
		}
		if known.Values == nil {
			lacks("no number words for %s: only digits are compared in %s", side.code, side.what)
		}
		negations = negations && known.Denials != nil
	}
	if !detects(s.pair.From) {
		lacks("no detection of %s: foreign text inside documents is not found", from)
	}
	if !detects(s.pair.To) {
		lacks("no detection of %s: translations in the wrong language are not noticed", to)
	}
	if !negations {
		lacks("no negations for %s: a lost \"not\" is not noticed", s.pair)
	}
	if !align.HasLexicon(s.pair) {
		lacks("no lexicon for %s: word alignments come from the backend or from the documents themselves, "+
			"and checks that compare words are off", s.pair)
	}
	return out
}

// translates reports whether the session's backends translate its languages.
func (s *Session) translates() (bool, error) {
	p, err := s.ready(context.Background())
	if err != nil {
		return false, err
	}
	return p.Backend.Info().Translates(s.pair), nil
}

// Jobs returns how much the session does at a time: documents, chunks of documents and requests together.
func (s *Session) Jobs() int {
	if s.config.Jobs > 0 {
		return s.config.Jobs
	}
	return runtime.GOMAXPROCS(0)
}

// Detect returns the language runs of a text.
func (s *Session) Detect(text string) []detect.Run { return s.source.Runs(text) }

// DetectDocument returns the runs of the blocks of d as runs that tile its source: what lies between blocks belongs
// to the run before, and neighbours in the same language are one run.
func (s *Session) DetectDocument(d *document.Document) []detect.Run {
	var out []detect.Run
	for i := range d.Blocks {
		b := &d.Blocks[i]
		for _, r := range s.Detect(b.Text) {
			spans := b.SourceSpans(r.Span)
			if len(spans) == 0 {
				continue
			}
			start, end := spans[0].Start, spans[len(spans)-1].End
			n := len(out)
			if n > 0 && (r.Lang == out[n-1].Lang || r.Lang == language.Und) {
				out[n-1].Span.End = end
				if r.Lang != language.Und {
					out[n-1].Score = min(out[n-1].Score, r.Score)
				}
				continue
			}
			if n > 0 {
				out[n-1].Span.End = start
			} else {
				start = 0
			}
			r.Span = offset.Span{Start: start, End: end}
			out = append(out, r)
		}
	}
	if n := len(out); n > 0 {
		out[n-1].Span.End = len(d.Source)
	}
	return out
}

// checks returns what looks for faults in pairs of this session's languages, with its glossary. All is what else is
// known of the corpus; nil where that is only the document.
func (s *Session) checks(all *check.Corpus) *check.Runner {
	env := s.checkEnv(all)
	return check.NewRunner(check.All, &env)
}

// Check returns the faults that are found in a single pair.
func (s *Session) Check(p *bitext.Pair) []bitext.Finding {
	env := s.checkEnv(nil)
	return check.Run(check.All, p, &env)
}

// LinkEdited finds the word alignment of a pair whose target a person wrote; others stay as they are.
func (s *Session) LinkEdited(p *bitext.Pair) { s.around(nil).LinkEdited(p) }

// Languages returns the tags of the language pair.
func (s *Session) Languages() (from, to string) { return s.pair.From.String(), s.pair.To.String() }

// Backends returns the signatures of the backends that were opened.
func (s *Session) Backends() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, st := range s.order {
		if !slices.Contains(ids, st.raw.Info().ID) {
			ids = append(ids, st.raw.Info().ID)
		}
	}
	return ids
}

// main returns the session's own backend without its decorators, and how it is planned for; nil before [Session.Ready].
func (s *Session) main() (translate.Backend, price.PlanConfig) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.stacks[s.config.mainName()]
	if st == nil {
		return nil, price.PlanConfig{}
	}
	return st.raw, st.plan
}

// Retry makes the session ask only for what an earlier run did not translate, or translated badly; see
// [pipeline.Retry]. It must be called before work starts.
func (s *Session) Retry(r *pipeline.Retry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retry = r
	if s.pipeline != nil {
		s.pipeline.Retry = r
	}
}

// Probe translates one sentence with the session's own backend, without cache, retries or checks: it reports whether
// the backend answers now.
func (s *Session) Probe(ctx context.Context, sentence string) (string, error) {
	if err := s.Ready(ctx); err != nil {
		return "", err
	}
	raw, _ := s.main()
	results, _, err := raw.Translate(
		ctx,
		translate.Request{From: s.pair.From, To: s.pair.To, Items: []translate.Item{{Text: sentence}}},
	)
	switch {
	case err != nil:
		return "", err
	case len(results) != 1:
		return "", fmt.Errorf("%d answers to one sentence", len(results))
	case results[0].Err != nil:
		return "", results[0].Err
	}
	return results[0].Text, nil
}
