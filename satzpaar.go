package satzpaar

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/translate"
)

// A Pipeline turns documents into bitexts. It holds no state that changes: one pipeline serves any number of goroutines.
type Pipeline struct {
	From, To language.Tag
	// Detector finds the runs of each block. Its expected language should be From.
	Detector detect.Detector
	// Policy says what happens to runs in other languages; the zero value keeps them.
	Policy detect.Policy
	// Backend translates from From to To.
	Backend translate.Backend
	// Foreign are the backends that the policy names for other languages.
	Foreign map[string]translate.Backend
	// Terms finds the glossary terms that occur in a text; nil for none.
	Terms func(text string) []translate.Term
	// Lexicon returns what is known about the words of both languages, for the word links of backends that give none, and for Blocks. It is asked when it is
	// first needed; nil for no links.
	Lexicon func() *align.Lexicon
	// Blocks, if not nil, makes whole paragraphs the unit of translation; it splits their translations into sentences, which are aligned with those of the
	// source. Sentences that the translation has joined become one pair.
	Blocks document.Splitter
	// KeepUncertain makes a paragraph whose alignment is not certain one pair; otherwise it is sent again, sentence by sentence.
	KeepUncertain bool
	// Checks run over every pair, with Env.
	Checks []*check.Check
	Env    check.Env
}

// A Report counts what a document took.
type Report struct {
	Sentences int
	Answered  int // sentences that a backend, or its cache, has translated
	Cached    int // of these, from a cache
	Near      int // of these, with the translation of a near duplicate, in which what differs was put back
	Failed    int
	Foreign   int // sentences that hold another language
	Kept      int
	Dropped   int
	Usage     translate.Usage
	Stale     []bitext.Stale // edits that found no pair any more
}

// Add adds the counts of s to r.
func (r *Report) Add(s Report) {
	r.Sentences += s.Sentences
	r.Answered += s.Answered
	r.Cached += s.Cached
	r.Near += s.Near
	r.Failed += s.Failed
	r.Foreign += s.Foreign
	r.Kept += s.Kept
	r.Dropped += s.Dropped
	r.Usage.Add(s.Usage)
	r.Stale = append(r.Stale, s.Stale...)
}

// answered counts sentences that have got their translation.
func (r *Report) answered(n int, cached bool) {
	r.Answered += n
	if cached {
		r.Cached += n
	}
}

// Document translates one document. Edits are the reviewers' edits of this document, in the order in which they were made; they win over the machine.
//
// A sentence that fails is a pair in state initial whose Error says why. The error is for what concerns the whole run: the context was cancelled, or the backend
// refuses everything (its key is wrong, its quota is used up, it is configured wrongly, it cannot be reached); it wraps a [*translate.Error] then.
func (p *Pipeline) Document(ctx context.Context, d *document.Document, edits []bitext.Edit) (*bitext.Bitext, Report, error) {
	bs, r, err := p.Documents(ctx, []*document.Document{d}, edits)
	if err != nil {
		return nil, r, err
	}
	return bs[0], r, nil
}

// Documents translates several documents with requests that they share, which is what small ones such as the records of a file want: engines work best on many
// sentences at a time. Edits may concern any of the documents. The report is of all of them; otherwise it is as [Pipeline.Document].
func (p *Pipeline) Documents(ctx context.Context, ds []*document.Document, edits []bitext.Edit) ([]*bitext.Bitext, Report, error) {
	var r Report
	var units []*unit
	bs := make([]*bitext.Bitext, len(ds))
	for i, d := range ds {
		bs[i] = &bitext.Bitext{Header: bitext.Header{Satzpaar: bitext.Version, Document: d.Name, Format: d.Format, Encoding: d.Encoding, SHA256: d.SHA256,
			From: p.From.String(), To: p.To.String()}}
		units = append(units, p.units(d, bs[i], &r)...)
	}
	if err := p.translateForeign(ctx, units, &r); err != nil {
		return nil, r, err
	}
	name := ""
	if len(ds) == 1 {
		name = title(ds[0])
	}
	if err := p.translate(ctx, name, units, &r); err != nil {
		return nil, r, err
	}
	checks := check.NewRunner(p.Checks, &p.Env)
	defer checks.Release()
	if p.Blocks != nil {
		for _, b := range bs {
			dropJoined(b)
		}
	}
	if len(edits) > 0 {
		r.Stale = append(r.Stale, bitext.ApplyAll(bs, edits)...)
	}
	for _, b := range bs {
		if len(edits) > 0 {
			for i := range b.Pairs {
				p.LinkEdited(&b.Pairs[i])
			}
		}
		for i := range b.Pairs {
			annotate(checks, &b.Pairs[i], &r)
		}
	}
	return bs, r, nil
}

// annotate fills findings and risk of a pair.
func annotate(checks *check.Runner, pair *bitext.Pair, r *Report) {
	if pair.State == bitext.Initial {
		r.Failed++
		return
	}
	if found := checks.Run(pair); pair.Findings == nil {
		pair.Findings = found
	} else {
		pair.Findings = append(pair.Findings, found...)
	}
	risk, _ := checks.Risk(pair, pair.Findings)
	risk = round(risk)
	pair.Risk = &risk
}

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
}

// A route is where a text goes: the backend, by its name in the policy (empty for the usual one), and the language it is in.
type route struct {
	backend string
	from    language.Tag
}

// units makes the pairs of d, all in the state they would have if no backend answered, and returns those that a backend is to fill.
func (p *Pipeline) units(d *document.Document, b *bitext.Bitext, r *Report) []*unit {
	n := 0
	for i := range d.Blocks {
		n += len(d.Blocks[i].Sentences)
	}
	b.Pairs = make([]bitext.Pair, 0, n)
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
			pair := bitext.Pair{ID: strconv.Itoa(bi+1) + "." + strconv.Itoa(si+1), Block: bi + 1, Kind: string(block.Kind), Source: source, State: bitext.Initial}
			for _, s := range block.SourceSpans(span) {
				pair.Spans = append(pair.Spans, bitext.OffsetsOf(s))
			}
			pair.Runs = make([]bitext.Run, len(own))
			for i, run := range own {
				pair.Runs[i] = bitext.Run{Start: run.Span.Start, End: run.Span.End, Lang: run.Lang.String(), Score: round(run.Score)}
			}
			pair.Lang = detect.Dominant(own, source).String()
			pair.Mixed = detect.Mixed(own)
			b.Pairs = append(b.Pairs, pair)
			if u := p.unit(block, span, own, &b.Pairs[len(b.Pairs)-1], r); u != nil {
				u.item.Kind, u.block = string(block.Kind), block
				if si > 0 {
					u.item.Before = fold(block.Sentence(si - 1))
				}
				if si+1 < len(block.Sentences) {
					u.item.After = fold(block.Sentence(si + 1))
				}
				units = append(units, u)
			}
		}
	}
	r.Sentences += len(b.Pairs)
	return units
}

// unit decides what happens to one sentence. It returns nil where no backend is needed.
func (p *Pipeline) unit(block *document.Block, span document.Span, runs []detect.Run, pair *bitext.Pair, r *Report) *unit {
	keep := func() *unit {
		pair.Action, pair.State, pair.Target = bitext.Keep, bitext.Translated, pair.Source
		r.Kept++
		return nil
	}
	if !worthTranslating(pair.Source) || block.Kind == document.Tweet && !judged(runs) {
		return keep() // nothing but signs, or a tweet's line of names, handles and dates
	}
	text := &prepared{source: pair.Source}
	for _, piece := range block.Pieces {
		if piece.Placeholder && piece.Text.Start < span.End && piece.Text.End > span.Start {
			text.keep(max(piece.Text.Start, span.Start)-span.Start, min(piece.Text.End, span.End)-span.Start)
		}
	}
	u := &unit{pair: pair, route: route{from: p.From}, text: text}
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
		lang := detect.Dominant(runs, pair.Source)
		rule := p.rule(lang)
		switch {
		case rule.Action == detect.Drop:
			pair.Action, pair.State = bitext.Drop, bitext.Translated
			r.Dropped++
			return nil
		case rule.Action == detect.Keep:
			return keep()
		}
		if u.route = (route{rule.Backend, lang}); !p.canTranslate(u.route) {
			pair.Findings = append(pair.Findings, noBackend(lang, p.To, bitext.Offsets{0, len(pair.Source)}))
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
			if to := (route{rule.Backend, run.Lang}); p.canTranslate(to) {
				u.spans = append(u.spans, &unit{pair: pair, route: to, item: translate.Item{Text: fold(s.In(pair.Source)), Kind: pair.Kind},
					text: text, place: text.keep(s.Start, s.End)})
				break
			}
			pair.Findings = append(pair.Findings, noBackend(run.Lang, p.To, bitext.OffsetsOf(s)))
			text.keep(s.Start, s.End)
		default:
			text.keep(s.Start, s.End)
		}
	}
	pair.Action = bitext.Translate
	return u
}

// isSource says whether a run counts as text in the source language. Stretches that hold nothing to judge do not decide.
func (p *Pipeline) isSource(lang language.Tag) bool { return sameBase(lang, p.From) }

func (p *Pipeline) isForeign(lang language.Tag) bool {
	return lang != language.Und && !sameBase(lang, p.From)
}

// rule returns what the policy says for lang; what is in the target language already is never translated.
func (p *Pipeline) rule(lang language.Tag) detect.Rule {
	rule := p.Policy.For(lang)
	if rule.Action == detect.Translate && sameBase(lang, p.To) {
		rule.Action = detect.Keep
	}
	return rule
}

// backend returns the backend of a route, or nil.
func (p *Pipeline) backend(r route) translate.Backend {
	if r.backend == "" {
		return p.Backend
	}
	return p.Foreign[r.backend]
}

// canTranslate says whether the backend of a route is there and translates its language.
func (p *Pipeline) canTranslate(r route) bool {
	b := p.backend(r)
	if b == nil {
		return false
	}
	pairs := b.Info().Pairs
	return pairs == nil || slices.ContainsFunc(pairs, func(pair translate.Pair) bool { return sameBase(pair.From, r.from) && sameBase(pair.To, p.To) })
}

func noBackend(lang, to language.Tag, at bitext.Offsets) bitext.Finding {
	return bitext.Finding{Check: "foreign", Severity: bitext.Info, Source: &at,
		Message: fmt.Sprintf("kept: no backend of this run translates %s to %s", lang, to)}
}

// translateForeign translates the foreign spans inside sentences and puts them into the texts of their sentences. A span that fails is kept.
func (p *Pipeline) translateForeign(ctx context.Context, units []*unit, r *Report) error {
	var spans []*unit
	for _, u := range units {
		spans = append(spans, u.spans...)
	}
	return p.send(ctx, "", spans, r, func(u *unit, res translate.Result) {
		if res.Err != nil {
			u.pair.Findings = append(u.pair.Findings, bitext.Finding{Check: "foreign", Severity: bitext.Warning, Message: "kept: " + res.Err.Error()})
		}
	}, func(u *unit, res translate.Result) {
		u.text.replace(u.place, res.Text)
	})
}

// translate fills the pairs of units.
func (p *Pipeline) translate(ctx context.Context, title string, units []*unit, r *Report) error {
	for _, u := range units {
		u.item.Text, u.item.Keep = u.text.build()
		if plain := translate.Plain(u.item.Text); plain != u.item.Text && len(u.item.Keep) == 0 {
			u.item.Text, u.altered = plain, true
		}
	}
	if p.Blocks != nil {
		rest, err := p.translateBlocks(ctx, title, units, r)
		if err != nil {
			return err
		}
		units = rest
	}
	return p.send(ctx, title, units, r, func(u *unit, res translate.Result) {
		u.pair.Error = res.Err.Error()
	}, func(u *unit, res translate.Result) {
		pair := u.pair
		pair.Target, pair.State, pair.Origin = res.Text, bitext.Translated, res.Origin
		r.answered(1, res.Cached)
		if res.Near {
			r.Near++
			pair.Findings = append(pair.Findings, bitext.Finding{Check: "near", Severity: bitext.Info,
				Message: "translated together with sentences that differ in numbers or addresses only, which were put back"})
		}
		if res.HasScore {
			s := round(res.Score)
			pair.Score = &s
		}
		if u.altered {
			res.Links = nil // their bytes are those of another text
		} else if len(res.Links) > 0 {
			pair.Links = slices.Grow(pair.Links, len(res.Links))
		}
		for _, l := range res.Links {
			start, end := u.text.sourceRange(l.Source)
			if start < end {
				pair.Links = append(pair.Links, bitext.Link{start, end, l.Target.Start, l.Target.End})
			}
		}
		if len(pair.Links) == 0 {
			p.link(pair)
		}
	})
}

// send gives the texts of units to their backends, one request for each backend and source language, and calls failed or done for each, in order.
func (p *Pipeline) send(ctx context.Context, title string, units []*unit, r *Report, failed, done func(*unit, translate.Result)) error {
	var order []route
	groups := map[route][]*unit{}
	for _, u := range units {
		if groups[u.route] == nil {
			order = append(order, u.route)
		}
		groups[u.route] = append(groups[u.route], u)
	}
	for _, k := range order {
		group := groups[k]
		req := translate.Request{From: k.from, To: p.To, Title: title, Items: make([]translate.Item, len(group))}
		seen := map[translate.Term]bool{}
		for i, u := range group {
			req.Items[i] = u.item
			if p.Terms == nil {
				continue
			}
			for _, t := range p.Terms(u.item.Text) {
				if !seen[t] {
					seen[t] = true
					req.Terms = append(req.Terms, t)
				}
			}
		}
		results, usage, err := p.backend(k).Translate(ctx, req)
		r.Usage.Add(usage)
		if err == nil && len(results) != len(group) {
			err = translate.Errorf(translate.Internal, "", "%d results for %d texts", len(results), len(group))
		}
		if err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if translate.KindOf(err).Fatal() || translate.KindOf(err) == translate.Unavailable {
				return err
			}
			results = make([]translate.Result, len(group))
			for i := range results {
				if !errors.As(err, &results[i].Err) {
					results[i].Err = &translate.Error{Kind: translate.Internal, Err: err}
				}
			}
		}
		for i, u := range group {
			if results[i].Err != nil {
				if results[i].Err.Kind.Fatal() {
					return results[i].Err
				}
				failed(u, results[i])
				continue
			}
			done(u, results[i])
		}
	}
	return nil
}

// title returns the first heading of d, else its first sentence: what a reader would call the document.
func title(d *document.Document) string {
	first := ""
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if len(b.Sentences) == 0 {
			continue
		}
		if b.Kind == document.Heading {
			return fold(b.Text)
		}
		if first == "" {
			first = fold(b.Sentence(0))
		}
	}
	return first
}

// judged says whether any run has a language.
func judged(runs []detect.Run) bool {
	return slices.ContainsFunc(runs, func(r detect.Run) bool { return r.Lang != language.Und })
}

// worthTranslating says whether a text holds a letter or a digit.
func worthTranslating(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

func sameBase(a, b language.Tag) bool {
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

// trim returns s without white space at its ends.
func trim(text string, s document.Span) document.Span {
	in := s.In(text)
	s.Start += len(in) - len(strings.TrimLeftFunc(in, unicode.IsSpace))
	s.End = s.Start + len(strings.TrimSpace(in))
	return s
}

// round keeps four decimals: more would be noise in the bitext.
func round(x float64) float64 {
	if f := x * 1e4; math.Abs(f) < 1e9 {
		if r := math.Round(f); math.Abs(f-r) < 0.499 { // not near the middle between two: the quotient is what parsing would give
			return r / 1e4
		}
	}
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
	if err != nil {
		return x
	}
	return y
}
