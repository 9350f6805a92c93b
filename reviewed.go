package satzpaar

import (
	"context"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/offset"
)

// What a review page needs sessions for; the methods of this file fit the fields of review.Server. A bitext whose
// languages make no session is shown without.

// CheckEdited looks for faults in a pair that a person wrote.
func (s *Sessions) CheckEdited(b *bitext.Bitext, p *bitext.Pair) []bitext.Finding {
	session, err := s.For(&b.Header)
	if err != nil {
		return nil
	}
	return session.Check(p)
}

// CheckTerms returns for each pair of a bitext where it does not obey the glossary.
func (s *Sessions) CheckTerms(b *bitext.Bitext) [][]bitext.Finding {
	session, err := s.For(&b.Header)
	if err != nil {
		return nil
	}
	return session.checkTerms(b)
}

// LinkEdited aligns the words of a pair that a person wrote.
func (s *Sessions) LinkEdited(b *bitext.Bitext, p *bitext.Pair) []offset.Link {
	session, err := s.For(&b.Header)
	if err != nil {
		return nil
	}
	session.LinkEdited(p)
	return p.Links
}

// Retranslate translates a sentence of a bitext again, as a run with this configuration would; see
// [Session.Retranslate].
func (s *Sessions) Retranslate(ctx context.Context, h *bitext.Header, source, backend string) (string, error) {
	session, err := s.For(h)
	if err != nil {
		return "", err
	}
	p, err := session.Retranslate(ctx, &bitext.Pair{Source: source, Kind: string(document.Paragraph)}, backend)
	if err != nil {
		return "", err
	}
	return p.Target, nil
}
