package satzpaar

import (
	"context"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// ExplainCached reports whether a cache holds a translation of a text by the session's own backend and, if not, why.
// The text is a single sentence without neighbours, title or terms.
func (s *Session) ExplainCached(ctx context.Context, c entry.Store, text string) (*entry.Explanation, error) {
	main, err := s.bare(ctx)
	if err != nil {
		return nil, err
	}
	parts := partsOf(main.Info(), s.pair.From, s.pair.To, text)
	return entry.Explain(ctx, c, &parts)
}

// VerifyCached compares a sample of a cache with what the session's own backend answers now; see [entry.Verify].
func (s *Session) VerifyCached(
	ctx context.Context,
	c entry.Store,
	sample int,
	different func(text, cached, now string),
) (entry.Verified, error) {
	main, err := s.bare(ctx)
	if err != nil {
		return entry.Verified{}, err
	}
	return entry.Verify(ctx, c, main, sample, different)
}

// ImportTMX puts the pairs of a TMX file into a cache, as translations by the session's own backend, and returns how
// many there are. Pairs in the languages of the session are for its runs, whatever their regions (de-AT is German) and
// whichever side was translated; others are for runs of their own languages. Name is what messages call r. What is
// damaged in the file is an error beside the number of those that were put into the cache.
func (s *Session) ImportTMX(ctx context.Context, c cache.Cache, r io.Reader, name string) (int, error) {
	main, err := s.bare(ctx)
	if err != nil {
		return 0, err
	}
	into := &entry.Importer{Cache: c}
	var failed error
	damaged := bitext.TMXUnits(r, name, func(h *bitext.Header, p *bitext.Pair) error {
		if p.Source == "" || p.Target == "" {
			return nil
		}
		pair, source, target := lang.Pair{From: language.Make(h.From), To: language.Make(h.To)}, p.Source, p.Target
		switch {
		case s.pair.Same(pair):
			pair = s.pair
		case s.pair.Same(lang.Pair{From: pair.To, To: pair.From}):
			pair, source, target = s.pair, target, source
		}
		parts := partsOf(main.Info(), pair.From, pair.To, source)
		failed = into.Add(ctx, &parts, &translate.Result{Text: target, Origin: "tmx:" + name})
		return failed
	})
	if failed != nil {
		return 0, failed
	}
	n, err := into.Close(ctx)
	return n, errors.Join(damaged, err)
}

// bare returns the session's own backend without its decorators.
func (s *Session) bare(ctx context.Context) (translate.Backend, error) {
	if err := s.Ready(ctx); err != nil {
		return nil, err
	}
	main, _ := s.main()
	return main, nil
}

// partsOf describes the translation of a single sentence as a run looks it up.
func partsOf(info translate.Info, from, to language.Tag, text string) entry.Parts {
	text = entry.Plain(strings.Join(strings.Fields(text), " "))
	return entry.PartsOf(info, &translate.Request{From: from, To: to, Items: []translate.Item{{Text: text}}}, 0)
}

// pairsAtOnce is how many pairs of a cache are yielded together.
const pairsAtOnce = 1000

// CachedPairs yields the translations in a cache as pairs, up to a thousand of one language pair at a time, so that a
// cache of any size takes no more memory. A bitext is valid until the next one is asked for.
func CachedPairs(ctx context.Context, c entry.Store) iter.Seq2[*bitext.Bitext, error] {
	return func(yield func(*bitext.Bitext, error) bool) {
		gathered := map[[2]string]*bitext.Bitext{} // by From and To
		var order []*bitext.Bitext
		n := 0
		for t, err := range entry.All(ctx, c) {
			if err != nil {
				yield(nil, err)
				return
			}
			languages := [2]string{t.Parts.From, t.Parts.To}
			b := gathered[languages]
			if b == nil {
				b = &bitext.Bitext{
					Header: bitext.Header{
						Satzpaar: bitext.Version,
						Document: "cache",
						Format:   "txt",
						Encoding: document.UTF8,
						From:     t.Parts.From,
						To:       t.Parts.To,
					},
				}
				gathered[languages], order = b, append(order, b)
			}
			n++
			b.Pairs = append(
				b.Pairs,
				bitext.Pair{
					ID:     strconv.Itoa(n),
					Source: t.Parts.Text,
					Target: t.Result.Text,
					Lang:   t.Parts.From,
					Action: bitext.Translate,
					State:  bitext.Translated,
					Origin: t.Result.Origin,
				},
			)
			if len(b.Pairs) == pairsAtOnce {
				if !yield(b, nil) {
					return
				}
				b.Pairs = b.Pairs[:0]
			}
		}
		for _, b := range order {
			if len(b.Pairs) > 0 && !yield(b, nil) {
				return
			}
		}
	}
}
