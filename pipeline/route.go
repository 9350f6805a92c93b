package pipeline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A unit is a pair on its way through a backend.
type unit struct {
	pair  *bitext.Pair
	route route
	item  translate.Item
	text  *prepared // of the sentence
	// altered says that the backend gets the sentence without what nobody sees, so that places in the two differ.
	altered bool
	spans   []*unit // foreign spans of a sentence that are translated first, by backends of their own
	place   int     // of such a span: its handle in the text of the sentence
	block   *document.Block
	earlier *bitext.Pair // of the run that a Retry goes on from; nil if there is none
}

// A route is where a text goes: the backend, by its name in the policy (empty for the usual one), and the language it
// is in.
type route struct {
	backend string
	from    language.Tag
}

// units makes the pairs of d, all in the state they would have if no backend answered, and returns those that a
// backend is to fill.
func (p *Pipeline) units(d *document.Document, b *bitext.Bitext, r *Report) []*unit {
	b.Pairs = make([]bitext.Pair, 0, sentenceCount(d))
	var units []*unit
	for bi := range d.Blocks {
		block := &d.Blocks[bi]
		if len(block.Sentences) == 0 {
			continue
		}
		runs := p.Detector.Runs(block.Text)
		for si, span := range block.Sentences {
			own := detect.Clip(runs, span)
			source := span.In(block.Text)
			pair := bitext.Pair{
				ID:     strconv.Itoa(bi+1) + "." + strconv.Itoa(si+1),
				Block:  bi + 1,
				Kind:   string(block.Kind),
				Source: source,
				State:  bitext.Initial,
			}
			pair.Spans = append(pair.Spans, block.SourceSpans(span)...)
			pair.Markup = d.Markup(block, span)
			pair.Runs = Runs(own)
			pair.Lang = detect.Dominant(own, source).String()
			pair.Mixed = detect.Mixed(own)
			b.Pairs = append(b.Pairs, pair)
			if u := p.unit(block, span, own, &b.Pairs[len(b.Pairs)-1], r); u != nil {
				u.item.Kind, u.block = string(block.Kind), block
				if si > 0 {
					u.item.Before = space.Fold(block.Sentence(si - 1))
				}
				if si+1 < len(block.Sentences) {
					u.item.After = space.Fold(block.Sentence(si + 1))
				}
				units = append(units, u)
			}
		}
	}
	r.Sentences += len(b.Pairs)
	return units
}

// unit decides what happens to one sentence. It returns nil where no backend is needed.
func (p *Pipeline) unit(
	block *document.Block,
	span offset.Span,
	runs []detect.Run,
	pair *bitext.Pair,
	r *Report,
) *unit {
	keep := func() *unit {
		pair.Action, pair.State, pair.Target = bitext.Keep, bitext.Translated, pair.Source
		r.Kept++
		return nil
	}
	kept := block.Kind.FillIns(pair.Source)
	for _, piece := range block.PiecesIn(span) {
		if piece.Placeholder {
			start, end := max(piece.Text.Start, span.Start)-span.Start, min(piece.Text.End, span.End)-span.Start
			kept = append(kept, offset.Span{Start: start, End: end})
		}
	}
	slices.SortStableFunc(kept, func(a, b offset.Span) int { return a.Start - b.Start })
	if !fillin.Outside(pair.Source, kept) || block.Kind == document.Tweet && !judged(runs) {
		return keep() // nothing but signs and placeholders, or a tweet's line of names, handles and dates
	}
	text := &prepared{source: pair.Source}
	for _, k := range kept {
		text.keep(k.Start, k.End)
	}
	for _, cut := range cutWords(pair.Source, p.lexicon) {
		text.replace(text.keep(cut.Start, cut.End), "")
	}
	u := &unit{pair: pair, route: route{from: p.Pair.From}, text: text}
	native := false // the sentence holds text in the source language
	foreign := false
	for _, run := range runs {
		native = native || p.isSource(run.Lang)
		foreign = foreign || p.isForeign(run.Lang)
	}
	if foreign {
		r.Foreign++
	}
	if !native && foreign {
		dominant := detect.Dominant(runs, pair.Source)
		rule := p.rule(dominant)
		switch {
		case rule.Action == detect.Drop:
			pair.Action, pair.State = bitext.Drop, bitext.Translated
			r.Dropped++
			return nil
		case rule.Action == detect.Keep:
			return keep()
		}
		u.route = route{rule.Backend, dominant}
		if b, err := p.backend(u.route); b == nil {
			whole := offset.Span{End: len(pair.Source)}
			pair.Findings = append(pair.Findings, noBackend(dominant, p.Pair.To, whole, err))
			return keep()
		}
		pair.Action = bitext.Translate
		return u
	}
	for _, run := range runs {
		if !p.isForeign(run.Lang) {
			continue
		}
		s := trim(pair.Source, run.Span)
		if s.Len() == 0 {
			continue
		}
		rule := p.rule(run.Lang)
		switch rule.Action {
		case detect.Drop:
			text.drop(s.Start, s.End)
		case detect.Translate:
			to := route{rule.Backend, run.Lang}
			b, err := p.backend(to)
			if b != nil {
				u.spans = append(u.spans, &unit{
					pair:  pair,
					route: to,
					item:  foreignItem(block.Kind, s.In(pair.Source)),
					text:  text,
					place: text.keep(s.Start, s.End),
				})
				break
			}
			pair.Findings = append(pair.Findings, noBackend(run.Lang, p.Pair.To, s, err))
			text.keep(s.Start, s.End)
		default:
			text.keep(s.Start, s.End)
		}
	}
	pair.Action = bitext.Translate
	return u
}

// foreignItem is the item for a foreign span of a sentence.
func foreignItem(kind document.Kind, text string) translate.Item {
	text = space.Fold(text)
	return translate.Item{Text: text, Kind: string(kind), Keep: kind.FillIns(text)}
}

// isSource reports whether a run counts as text in the source language. Stretches that hold nothing to judge do not
// decide.
func (p *Pipeline) isSource(tag language.Tag) bool { return lang.Same(tag, p.Pair.From) }

func (p *Pipeline) isForeign(tag language.Tag) bool {
	return tag != language.Und && !lang.Same(tag, p.Pair.From)
}

// rule returns what the policy says for a language; what is in the target language already is never translated.
func (p *Pipeline) rule(tag language.Tag) detect.Rule {
	rule := p.Policy.For(tag)
	if rule.Action == detect.Translate && lang.Same(tag, p.Pair.To) {
		rule.Action = detect.Keep
	}
	return rule
}

// backend returns the backend of a route, or nil if there is none that translates its language. An error says that
// there should be one.
func (p *Pipeline) backend(r route) (translate.Backend, error) {
	b := p.Backend
	if r.backend != "" {
		b = p.Foreign[r.backend]
	} else if p.isSource(r.from) {
		return b, nil // it says itself what it cannot do
	}
	switch {
	case b != nil && b.Info().Translates(lang.Pair{From: r.from, To: p.Pair.To}):
		return b, nil
	case r.backend == "" && p.Other != nil:
		return p.Other(r.from)
	}
	return nil, nil
}

func noBackend(from, to language.Tag, at offset.Span, err error) bitext.Finding {
	message := fmt.Sprintf("kept: no backend of this run translates %s to %s", from, to)
	if err != nil {
		message = "kept: " + err.Error()
	}
	return bitext.Finding{Check: "foreign", Severity: bitext.Info, Source: &at, Message: message}
}

// judged reports whether any run has a language.
func judged(runs []detect.Run) bool {
	return slices.ContainsFunc(runs, func(r detect.Run) bool { return r.Lang != language.Und })
}

// trim returns s without white space at its ends.
func trim(text string, s offset.Span) offset.Span {
	in := s.In(text)
	s.Start += len(in) - len(strings.TrimLeftFunc(in, unicode.IsSpace))
	s.End = s.Start + len(strings.TrimSpace(in))
	return s
}

// Runs returns runs as files hold them.
func Runs(found []detect.Run) []bitext.Run {
	runs := make([]bitext.Run, len(found))
	for i, r := range found {
		runs[i] = bitext.Run{
			Start: r.Span.Start,
			End:   r.Span.End,
			Lang:  r.Lang.String(),
			Score: bitext.Round(r.Score),
		}
	}
	return runs
}
