package satzpaar

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate/marian/models"
	"github.com/satzpaar/satzpaar/translate/price"
)

// An AutoSession translates documents each from the language that most of it is in. It is safe for concurrent use.
type AutoSession struct {
	to       language.Tag
	detector detect.Detector // of all languages
	base     *Session        // for documents whose language cannot be detected, or is the target language

	mu       sync.Mutex
	sessions map[language.Tag]*Session // by source language
	config   Config
}

// OpenAuto is [Open] for documents in any language; Config.From is that of documents whose own cannot be detected.
func OpenAuto(ctx context.Context, c Config) (*AutoSession, error) {
	if c.From == "" && lang.Code(c.To) == lang.Base(language.German) {
		c.From = language.English.String()
	}
	base, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	sessions := map[language.Tag]*Session{base.pair.From: base}
	a := &AutoSession{to: base.pair.To, base: base, config: c, sessions: sessions}
	a.detector, err = detect.New(detect.Config{
		Expected:  base.pair.From,
		Languages: detect.Languages(),
		Judge:     c.Host.Judge,
	})
	if err != nil {
		return nil, errors.Join(&ConfigError{Field: "From", Err: err}, base.Close())
	}
	return a, nil
}

// Close closes the sessions of all languages.
func (a *AutoSession) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var err error
	for _, s := range a.sessions {
		err = errors.Join(err, s.Close())
	}
	return err
}

// opened returns the sessions that documents needed, by language.
func (a *AutoSession) opened() []*Session {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.SortedFunc(maps.Values(a.sessions), func(x, y *Session) int {
		return compareTags(x.pair.From, y.pair.From)
	})
}

func compareTags(a, b language.Tag) int { return strings.Compare(a.String(), b.String()) }

// detect returns the language that most of the sections of a document is in.
func (a *AutoSession) detect(sections iter.Seq[*document.Document]) language.Tag {
	counts := map[language.Tag]int{a.base.pair.From: 0}
	for d := range sections {
		for i := range d.Blocks {
			for _, r := range a.detector.Runs(d.Blocks[i].Text) {
				if r.Lang != language.Und {
					counts[r.Lang] += r.Span.Len()
				}
			}
		}
	}
	best := a.base.pair.From
	for _, tag := range slices.SortedFunc(maps.Keys(counts), compareTags) {
		if counts[tag] > counts[best] {
			best = tag
		}
	}
	return best
}

// session returns the session for a language.
func (a *AutoSession) session(from language.Tag) (*Session, error) {
	if lang.Same(from, a.to) {
		return a.base, nil // which keeps it
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if s := a.sessions[from]; s != nil {
		return s, nil
	}
	c := a.config
	c.From = from.String()
	c.Host.Budget = a.base.budget
	s, err := open(c, a.base.models)
	if err != nil {
		return nil, err
	}
	a.sessions[from] = s
	return s, nil
}

// Parse reads a document by the rules of its language, which a note names. A document that nothing here translates is
// an error.
func (a *AutoSession) Parse(name string, raw []byte) (*document.Document, error) {
	d, err := a.Sections(name, raw)
	if err != nil {
		return nil, err
	}
	return d.Whole(), nil
}

// Sections is [AutoSession.Parse] of a document that is translated with [AutoSession.Parts].
func (a *AutoSession) Sections(name string, raw []byte) (*document.Sections, error) {
	d, err := a.base.Sections(name, raw)
	if err != nil {
		return nil, err
	}
	from := a.detect(d.All(pipeline.PartSize))
	s, err := a.session(from)
	if err != nil {
		return nil, err
	}
	if s != a.base {
		if d, err = s.Sections(name, raw); err != nil {
			return nil, err
		}
	}
	d.SetFrom(from.String())
	switch ok, err := s.translates(); {
	case err != nil:
		return nil, err
	case lang.Same(from, a.to):
		d.Note(document.Note{Text: "is in " + languageName(from) + " already: kept"})
		return d, nil
	case !ok:
		e := &document.Error{Name: name, What: fmt.Sprintf("is in %s, and nothing here translates %s",
			languageName(from), s.pair)}
		if chain := models.Chain(s.pair); len(chain) > 0 {
			e.Hint = "fetch what translates it with 'satzpaar models pull " + s.pair.String() + "'"
		}
		return nil, e
	}
	d.Note(document.Note{Text: "is in " + languageName(from)})
	return d, nil
}

// languageName returns the English name of a language, if it is known, and its code.
func languageName(tag language.Tag) string {
	if l := lang.Find(lang.Base(tag)); l != nil {
		return l.Name
	}
	return "the language " + tag.String()
}

// Records returns how files of records are read: whatever language a record is in, it is split by the rules of the
// usual one.
func (a *AutoSession) Records() document.RecordOptions { return a.base.Records() }

// Documents translates documents, those of each language with requests that they share; see [Session.Documents]. One
// that nothing here translates goes the way of foreign text.
func (a *AutoSession) Documents(
	ctx context.Context,
	ds []*document.Document,
	edits []bitext.Edit,
) ([]*bitext.Bitext, pipeline.Report, error) {
	var report pipeline.Report
	order, groups, err := a.divide(ds)
	if err != nil {
		return nil, report, err
	}
	byRecord := bitext.ByRecord(edits)
	out := make([]*bitext.Bitext, len(ds))
	for _, s := range order {
		group := make([]*document.Document, len(groups[s]))
		var own []bitext.Edit
		for k, i := range groups[s] {
			group[k] = ds[i]
			for _, e := range byRecord[bitext.RecordOf(ds[i].Name)] {
				own = append(own, *e)
			}
		}
		bs, r, err := s.Documents(ctx, group, own)
		report.Add(r)
		if err != nil {
			return nil, report, err
		}
		for k, i := range groups[s] {
			out[i] = bs[k]
		}
	}
	return out, report, nil
}

// Parts translates a document and calls each with its sections and their pairs; see [Session.Parts].
func (a *AutoSession) Parts(
	ctx context.Context,
	d *document.Sections,
	edits []bitext.Edit,
	each func(*document.Document, *bitext.Bitext) error,
) (pipeline.Report, error) {
	s, err := a.translator(d.Head(), d.All(pipeline.PartSize))
	if err != nil {
		return pipeline.Report{}, err
	}
	return s.Parts(ctx, d, edits, each)
}

// translator returns the session that translates a document, given with its sections. Its language was found when it
// was read; only records, which are read by the rules of the usual language, are looked at here.
func (a *AutoSession) translator(d *document.Document, sections iter.Seq[*document.Document]) (*Session, error) {
	from, err := lang.Parse(d.From)
	if err != nil {
		from = a.detect(sections)
	}
	s, err := a.session(from)
	if err != nil {
		return nil, err
	}
	switch ok, err := s.translates(); {
	case err != nil:
		return nil, err
	case !ok:
		return a.base, nil
	}
	return s, nil
}

// divide returns the sessions that translate documents, and which ones each of them does.
func (a *AutoSession) divide(ds []*document.Document) (order []*Session, groups map[*Session][]int, err error) {
	groups = map[*Session][]int{}
	for i, d := range ds {
		s, err := a.translator(d, slices.Values([]*document.Document{d}))
		if err != nil {
			return nil, nil, err
		}
		if groups[s] == nil {
			order = append(order, s)
		}
		groups[s] = append(groups[s], i)
	}
	return order, groups, nil
}

// Plan adds to [AutoSession.Plans] what the translation of documents would send; see [Session.Plan].
func (a *AutoSession) Plan(ctx context.Context, ds []*document.Document) error {
	order, groups, err := a.divide(ds)
	if err != nil {
		return err
	}
	for _, s := range order {
		var group []*document.Document
		for _, i := range groups[s] {
			group = append(group, ds[i])
		}
		if err := s.Plan(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

// Rehearse translates a sample of what would be sent to a backend; see [Session.Rehearse].
func (a *AutoSession) Rehearse(ctx context.Context, backend string, now func() time.Time) (price.Estimate, error) {
	for _, s := range a.opened() {
		if seconds, err := s.Rehearse(ctx, backend, now); err != nil || seconds.High > 0 {
			return seconds, err
		}
	}
	return price.Estimate{}, nil
}

// Jobs returns how much each session does at a time.
func (a *AutoSession) Jobs() int { return a.base.Jobs() }

// Languages returns "auto" and the tag of the target language.
func (a *AutoSession) Languages() (from, to string) { return "auto", a.to.String() }

// Backends returns the signatures of the backends that were opened.
func (a *AutoSession) Backends() []string { return a.gathered((*Session).Backends) }

// gathered returns what the sessions report, each once.
func (a *AutoSession) gathered(of func(*Session) []string) []string {
	var all []string
	for _, s := range a.opened() {
		for _, text := range of(s) {
			if !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return all
}

// Plans returns what the sessions have sent; see [Session.Plans].
func (a *AutoSession) Plans() []BackendPlan {
	var plans []BackendPlan
	for _, s := range a.opened() {
		plans = append(plans, s.Plans()...)
	}
	return plans
}

// Forecast returns what the work of the sessions was expected to cost; see [Session.Forecast].
func (a *AutoSession) Forecast() (low, high float64) { return forecast(a.Plans()) }

// Lacks returns what is not known of the languages that documents turned out to be in, each once; see [Session.Lacks].
func (a *AutoSession) Lacks() []string { return a.gathered((*Session).Lacks) }
