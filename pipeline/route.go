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

// A unit is a text on its way through a backend: a sentence, a foreign span of one, or a paragraph. A document has as
// many as it has sentences, so that what its block knows is not kept in it.
type unit struct {
	pair  *bitext.Pair // nil for a paragraph
	block *document.Block
	route *route
	text  string        // what the backend gets; of a sentence, once prepared
	keep  []offset.Span // of text
	// prepared is the way from text back to the sentence; nil for a sentence that is sent as it is.
	prepared *prepared
	earlier  *bitext.Pair // of the run that a Retry goes on from; nil if there is none
	sentence int32        // its number in block, from 0, or alone
	place    int32        // of a foreign span: its handle in prepared, which is that of its sentence
	// altered: the backend gets the sentence without what nobody sees, so that places in the two differ.
	altered bool
	refused bool // by the backend
}

// alone is the sentence number of a unit that is not a sentence. Such a unit is sent without neighbours.
const alone = -1

// item returns what the backend gets.
func (u *unit) item() translate.Item {
	it := translate.Item{Text: u.text, Kind: string(u.block.Kind), Keep: u.keep}
	if u.sentence == alone {
		return it
	}
	if i := int(u.sentence) - 1; i >= 0 {
		it.Before = space.Fold(u.block.Sentence(i))
	}
	if i := int(u.sentence) + 1; i < len(u.block.Sentences) {
		it.After = space.Fold(u.block.Sentence(i))
	}
	return it
}

// A route is where a text goes: the backend, by its name in the policy (empty for the usual one), and the language it
// is in.
type route struct {
	backend string
	from    language.Tag
}

// units makes the pairs of d, all in the state they would have if no backend answered, and returns those that a backend
// is to fill.
func (p *Pipeline) units(d *document.Document, b *bitext.Bitext, r *Report) []*unit {
	b.Pairs = make([]bitext.Pair, 0, sentenceCount(d.Blocks))
	units := make([]*unit, 0, cap(b.Pairs))
	usual := &route{from: p.Pair.From}
	for bi := range d.Blocks {
		block, number := &d.Blocks[bi], d.First+bi+1
		if len(block.Sentences) == 0 {
			continue
		}
		runs := p.Detector.Runs(block.Text)
		for si, span := range block.Sentences {
			own := detect.Clip(runs, span)
			source := span.In(block.Text)
			pair := bitext.Pair{
				ID:     strconv.Itoa(number) + "." + strconv.Itoa(si+1),
				Block:  number,
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
			u := &unit{pair: &b.Pairs[len(b.Pairs)-1], block: block, route: usual, sentence: int32(si)}
			if p.decide(u, own, r) {
				units = append(units, u)
			}
		}
	}
	r.Sentences += len(b.Pairs)
	return units
}

// decide decides what happens to one sentence, and reports whether a backend is needed for it.
func (p *Pipeline) decide(u *unit, runs []detect.Run, r *Report) bool {
	pair, block := u.pair, u.block
	keep := func() bool {
		pair.Action, pair.State, pair.Target = bitext.Keep, bitext.Translated, pair.Source
		r.Kept++
		return false
	}
	kept := block.Kind.FillIns(pair.Source)
	if s := speaker(block.Kind, pair.Source, labelWords.Of(lang.Base(p.Pair.From))); s.Len() > 0 {
		kept = append(kept, s)
	}
	span := block.Sentences[u.sentence]
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
	text := func() *prepared {
		if u.prepared == nil {
			u.prepared = &prepared{source: pair.Source}
		}
		return u.prepared
	}
	for _, k := range kept {
		text().keep(k.Start, k.End)
	}
	for _, cut := range cutWords(pair.Source, p.lexicon) {
		text().replace(text().keep(cut.Start, cut.End), "")
	}
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
			return false
		case rule.Action == detect.Keep:
			return keep()
		}
		u.route = &route{rule.Backend, dominant}
		if b, err := p.backend(*u.route); b == nil {
			whole := offset.Span{End: len(pair.Source)}
			pair.Findings = append(pair.Findings, noBackend(dominant, p.Pair.To, whole, err))
			return keep()
		}
		pair.Action = bitext.Translate
		return true
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
			text().drop(s.Start, s.End)
		case detect.Translate:
			to := &route{rule.Backend, run.Lang}
			b, err := p.backend(*to)
			if b != nil {
				place := text().keep(s.Start, s.End)
				u.prepared.spans = append(u.prepared.spans, u.foreign(to, s, place))
				break
			}
			pair.Findings = append(pair.Findings, noBackend(run.Lang, p.Pair.To, s, err))
			text().keep(s.Start, s.End)
		default:
			text().keep(s.Start, s.End)
		}
	}
	pair.Action = bitext.Translate
	return true
}

// foreign returns the unit of a foreign span of a sentence, which prepared holds at place.
func (u *unit) foreign(to *route, s offset.Span, place int) *unit {
	text := space.Fold(s.In(u.pair.Source))
	return &unit{
		pair:     u.pair,
		block:    u.block,
		route:    to,
		text:     text,
		keep:     u.block.Kind.FillIns(text),
		prepared: u.prepared,
		sentence: alone,
		place:    int32(place),
	}
}

// isSource reports whether a run counts as text in the source language. Stretches that hold nothing to judge do not
// decide.
func (p *Pipeline) isSource(tag language.Tag) bool { return lang.Same(tag, p.Pair.From) }

func (p *Pipeline) isForeign(tag language.Tag) bool {
	return tag != language.Und && !lang.Same(tag, p.Pair.From)
}

// rule returns what the policy does with a language; what is in the target language already is never translated.
func (p *Pipeline) rule(tag language.Tag) detect.Rule {
	rule := p.Policy.For(tag)
	if rule.Action == detect.Translate && lang.Same(tag, p.Pair.To) {
		rule.Action = detect.Keep
	}
	return rule
}

// backend returns the backend of a route, or nil if there is none that translates its language. An error means that
// there should be one.
func (p *Pipeline) backend(r route) (translate.Backend, error) {
	b := p.Backend
	if r.backend != "" {
		b = p.Foreign[r.backend]
	} else if p.isSource(r.from) {
		return b, nil // it reports itself what it cannot do
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

// Runs returns runs as files hold them. No other code turns the ones into the others.
func Runs(found []detect.Run) []offset.Run {
	runs := make([]offset.Run, len(found))
	for i, r := range found {
		runs[i] = offset.Run{
			Start: r.Span.Start,
			End:   r.Span.End,
			Lang:  r.Lang.String(),
			Score: bitext.Round(r.Score),
		}
	}
	return runs
}
