package satzpaar

import (
	"context"
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Parse reads a document of the session's source language.
func (s *Session) Parse(name string, raw []byte) (*document.Document, error) {
	d, err := s.Sections(name, raw)
	if err != nil {
		return nil, err
	}
	return d.Whole(), nil
}

// Sections is [Session.Parse] of a document that is translated with [Session.Parts].
func (s *Session) Sections(name string, raw []byte) (*document.Sections, error) {
	o := document.Options{Encoding: s.config.Encoding, Split: s.split}
	if !document.Known(name) {
		o.Format = s.config.Format
	}
	return document.ParseSections(name, raw, o)
}

// Records returns how files of records are read.
func (s *Session) Records() document.RecordOptions {
	return document.RecordOptions{
		Field:    s.config.Field,
		Target:   s.config.Into,
		Split:    s.split,
		Encoding: s.config.Encoding,
	}
}

// Text translates a plain text. A sentence that cannot be translated stays as it is, and the error names it.
func (s *Session) Text(ctx context.Context, text string) (string, error) {
	d, err := s.Parse("text.txt", []byte(text))
	if err != nil {
		return "", err
	}
	b, _, err := s.Document(ctx, d, nil)
	if err != nil {
		return "", err
	}
	out, err := pipeline.Render(d, b)
	if err != nil {
		return "", err
	}
	if err := b.Failed(); err != nil {
		return string(out), fmt.Errorf("satzpaar: %w", err)
	}
	return string(out), nil
}

// Document translates a document; see [pipeline.Pipeline.Document].
func (s *Session) Document(
	ctx context.Context,
	d *document.Document,
	edits []bitext.Edit,
) (*bitext.Bitext, pipeline.Report, error) {
	bs, r, err := s.Documents(ctx, []*document.Document{d}, edits)
	if err != nil {
		return nil, r, err
	}
	return bs[0], r, nil
}

// Documents translates several documents with requests that they share; see [pipeline.Pipeline.Documents].
func (s *Session) Documents(
	ctx context.Context,
	ds []*document.Document,
	edits []bitext.Edit,
) ([]*bitext.Bitext, pipeline.Report, error) {
	p, err := s.ready(ctx)
	if err != nil {
		return nil, pipeline.Report{}, err
	}
	return s.documents(ctx, p, ds, edits)
}

// Parts translates a document and calls each with its sections and their pairs; see [pipeline.Pipeline.Parts]. There is
// only one part with [Config.Near].
func (s *Session) Parts(
	ctx context.Context,
	d *document.Sections,
	edits []bitext.Edit,
	each func(*document.Document, *bitext.Bitext) error,
) (r pipeline.Report, err error) {
	if s.config.Near { // which of them are near duplicates is found among all
		whole := d.Whole()
		b, r, err := s.Document(ctx, whole, edits)
		if err == nil {
			err = each(whole, b)
		}
		return r, err
	}
	p, err := s.ready(ctx)
	if err != nil {
		return r, err
	}
	err = s.jobs.Do(ctx, func(ctx context.Context) (err error) {
		r, err = p.Parts(ctx, d, edits, each)
		return err
	})
	return r, err
}

func (s *Session) documents(
	ctx context.Context,
	p *pipeline.Pipeline,
	ds []*document.Document,
	edits []bitext.Edit,
) (bs []*bitext.Bitext, r pipeline.Report, err error) {
	err = s.jobs.Do(ctx, func(ctx context.Context) (err error) {
		bs, r, err = p.Documents(ctx, ds, edits)
		return err
	})
	return bs, r, err
}

// Ranks returns how many translations of a sentence the session's backends tell apart; at least 1.
func (s *Session) Ranks(ctx context.Context) (int, error) {
	p, err := s.ready(ctx)
	if err != nil {
		return 0, err
	}
	return max(1, p.Backend.Info().Ranks), nil
}

// Ranked is [Session.Documents] with the translation of that rank for each sentence: 0 is the best translation, 1 the
// second best, and so on up to what [Session.Ranks] returns.
func (s *Session) Ranked(
	ctx context.Context,
	ds []*document.Document,
	rank int,
) ([]*bitext.Bitext, pipeline.Report, error) {
	p, err := s.ready(ctx)
	if err != nil {
		return nil, pipeline.Report{}, err
	}
	ranked := *p
	ranked.Rank, ranked.Retry = rank, nil
	return s.documents(ctx, &ranked, ds, nil)
}

// Plan adds to [Session.Plans] what the translation of documents would send. The session must have [Config.Plan].
func (s *Session) Plan(ctx context.Context, ds []*document.Document) error {
	if !s.config.Plan {
		return wrong("Plan", "a session that translates does not plan")
	}
	p, err := s.ready(ctx)
	if err != nil {
		return err
	}
	if err := p.Ask(ctx, ds); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.planned == nil {
		s.planned = map[string]bool{}
	}
	for _, d := range ds {
		s.planned[d.File()] = true
	}
	return nil
}
