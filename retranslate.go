package satzpaar

import (
	"context"
	"errors"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Retranslate translates the source of a pair again, with the backend of the given name, or the session's own if it
// is empty. It goes the way of every document: foreign text is treated by the policy, the glossary holds, and the
// cache is asked.
func (s *Session) Retranslate(ctx context.Context, source *bitext.Pair, backend string) (*bitext.Pair, error) {
	p, err := s.sentences(ctx, backend)
	if err != nil {
		return nil, err
	}
	whole := offset.Span{End: len(source.Source)}
	d := &document.Document{
		Name:     "pair",
		Format:   "txt",
		Encoding: document.UTF8,
		Source:   []byte(source.Source),
		Blocks: []document.Block{{
			Kind:      document.Kind(source.Kind),
			Text:      source.Source,
			Pieces:    []document.Piece{{Text: whole, Source: whole}},
			Sentences: []offset.Span{whole},
		}},
	}
	b, _, err := p.Document(ctx, d, nil)
	if err != nil {
		return nil, err
	}
	made := &b.Pairs[0]
	if made.State == bitext.Initial {
		return nil, errors.New(made.Error)
	}
	return made, nil
}

// sentences returns a pipeline of single sentences with the backend of the given name, or the session's own if it is
// empty. The session's own need not open for another one to be asked: its key may be on another machine.
func (s *Session) sentences(ctx context.Context, backend string) (*pipeline.Pipeline, error) {
	if backend == "" {
		p, err := s.ready(ctx)
		if err != nil {
			return nil, err
		}
		one := *p
		one.Blocks, one.Retry = nil, nil
		return &one, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.backend(backend)
	if err != nil {
		return nil, err
	}
	p := s.around(b)
	return p, s.openForeign(p)
}
