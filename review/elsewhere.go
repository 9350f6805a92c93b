package review

import (
	"context"
	"path/filepath"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/lang"
)

// A Remembered is a translation of a memory, another run or a cache, which a search finds and which cannot be changed
// here.
type Remembered struct {
	From   string `json:"d"` // the name of the memory; the run's, with the document and the pair; the cache's backend
	Source string `json:"s"`
	Target string `json:"t"`
	Run    bool   `json:"run,omitempty"`   // it is another run's
	Cached bool   `json:"cache,omitempty"` // it is a cache's
}

// remembered returns the translations of a memory that hold a text, up to as many as hits are shown.
func remembered(ctx context.Context, memory []Remembered, query, side string) (found []Remembered, more bool) {
	want := newWanted(query, side)
	if want == nil {
		return nil, false
	}
	for i := range memory {
		m := &memory[i]
		switch {
		case i%1000 == 0 && ctx.Err() != nil, len(found) == mostHits:
			return found, true
		case want.in(m.Source, m.Target):
			found = append(found, *m)
		}
	}
	return found, false
}

// findAlso returns the pairs of other runs that hold a text, up to as many as hits are shown.
func (s *Server) findAlso(ctx context.Context, query, side string) (found []Remembered, more bool, err error) {
	for _, f := range s.also() {
		hits, some, err := f.find(ctx, query, side)
		if err != nil {
			return nil, false, err
		}
		more = more || some
		for i := range hits {
			h := &hits[i]
			switch {
			case h.Target == "":
			case len(found) == mostHits:
				return found, true, nil
			default:
				from := filepath.Base(f.dir) + " · " + h.Document + " " + h.ID
				found = append(found, Remembered{From: from, Source: h.Source, Target: h.Target, Run: true})
			}
		}
	}
	return found, more, nil
}

// A translation is a text with what was made of it, to tell what a search has found already.
type translation struct{ source, target string }

func translationsOf(hits []hit, others []Remembered) map[translation]bool {
	out := map[translation]bool{}
	for i := range hits {
		out[translation{hits[i].Source, hits[i].Target}] = true
	}
	for i := range others {
		out[translation{others[i].Source, others[i].Target}] = true
	}
	return out
}

// findCached returns the translations of the cache, in the languages of a document, that hold a text and are not known
// yet, up to as many as hits are shown. It adds them to those that are known.
func (s *Server) findCached(
	ctx context.Context,
	document, query, side string,
	known map[translation]bool,
) (found []Remembered, more bool, err error) {
	want := newWanted(query, side)
	if s.Cached == nil || want == nil {
		return nil, false, nil
	}
	d, err := s.dir.read(document)
	if err != nil {
		return nil, false, nil // its own page reports it
	}
	pair := pairOf(&d.machine[0].Header)
	for b, err := range s.Cached(ctx) {
		switch {
		case ctx.Err() != nil:
			return found, true, nil
		case err != nil:
			return nil, false, err
		case !pair.Same(pairOf(&b.Header)):
			continue
		}
		for i := range b.Pairs {
			p := &b.Pairs[i]
			one := translation{p.Source, p.Target}
			if known[one] || !want.in(p.Source, p.Target) {
				continue
			}
			if len(found) == mostHits {
				return found, true, nil
			}
			known[one] = true
			from := "cache · " + p.Origin
			found = append(found, Remembered{From: from, Source: p.Source, Target: p.Target, Cached: true})
		}
	}
	return found, false, nil
}

// pairOf returns the languages of a bitext.
func pairOf(h *bitext.Header) lang.Pair {
	return lang.Pair{From: language.Make(h.From), To: language.Make(h.To)}
}
