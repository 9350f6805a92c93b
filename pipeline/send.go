package pipeline

import (
	"context"
	"errors"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// translateForeign translates the foreign spans inside sentences and puts them into the texts of their sentences. A
// span that fails is kept.
func (p *Pipeline) translateForeign(ctx context.Context, units []*unit, known *recurring, r *Report) error {
	var spans []*unit
	for _, u := range units {
		if u.prepared != nil {
			spans = append(spans, u.prepared.spans...)
		}
	}
	known.spans(spans)
	return p.send(ctx, "", spans, known, r, func(u *unit, res translate.Result) {
		if res.Err != nil {
			u.pair.Findings = append(
				u.pair.Findings,
				bitext.Finding{Check: "foreign", Severity: bitext.Warning, Message: "kept: " + res.Err.Error()},
			)
		}
	}, func(u *unit, res translate.Result) {
		u.prepared.replace(int(u.place), res.Text)
	})
}

// prepare gives the units of sentences the texts that the backend gets.
func prepare(units []*unit) {
	for _, u := range units {
		p := u.prepared
		if p == nil {
			p = &prepared{source: u.pair.Source}
		}
		u.text, u.keep = p.build()
		if !p.unchanged() { // few
			u.prepared = p
		}
		if plain := entry.Plain(u.text); plain != u.text && len(u.keep) == 0 {
			u.text, u.altered = plain, true
		}
	}
}

// translate fills the pairs of units.
func (p *Pipeline) translate(ctx context.Context, title string, units []*unit, known *recurring, r *Report) error {
	prepare(units)
	known.prepared(units)
	if p.Blocks != nil {
		rest, err := p.translateBlocks(ctx, title, units, r)
		if err != nil {
			return err
		}
		units = rest
	}
	return p.send(ctx, title, units, known, r, func(u *unit, res translate.Result) {
		u.pair.Error, u.refused = res.Err.Error(), res.Err.Kind == translate.Refused
	}, func(u *unit, res translate.Result) {
		pair := u.pair
		pair.Target, pair.State, pair.Origin = res.Text, bitext.Translated, res.Origin
		r.answered(1, res.Cached)
		if res.Near {
			r.Near++
			pair.Findings = append(pair.Findings, bitext.Finding{
				Check:    "near",
				Severity: bitext.Info,
				Message: "translated together with sentences that differ in numbers or addresses only, " +
					"which were put back",
			})
		}
		if res.HasScore {
			s := bitext.Round(res.Score)
			pair.Score = &s
		}
		text := u.prepared
		if text == nil {
			text = asItIs(pair.Source)
		}
		switch {
		case u.altered: // the bytes of links are those of another text
		case text.holds(res.Links):
			pair.Links = res.Links
			if cap(res.Links) > len(res.Links) { // spare room would be kept as long as the pair, and may be shared
				pair.Links = slices.Clone(res.Links)
			}
		case len(res.Links) > 0:
			pair.Links = slices.Grow(pair.Links, len(res.Links))
			for _, l := range res.Links {
				start, end := text.sourceRange(l.Source)
				if start < end {
					source := offset.Span{Start: start, End: end}
					pair.Links = append(pair.Links, offset.Link{Source: source, Target: l.Target})
				}
			}
		}
		if len(pair.Links) == 0 {
			p.link(pair)
		}
	})
}

// taughtOrigin ends the origin of what was asked for with terms that people's edits teach.
const taughtOrigin = "+edits"

// windowSize is how many texts of a document are sent in one request at most, but for equal ones: of large documents a
// request and its results would take more memory than the pairs. It is many times what any backend takes at a time.
const windowSize = 16 << 10

// windows divides units into parts of about size. Equal texts stay in one part: what is asked once is asked once.
func windows(units []*unit, size int) [][]*unit {
	if len(units) <= size {
		return [][]*unit{units}
	}
	first := make(map[string]int, len(units)) // part of each text
	parts := [][]*unit{nil}
	begun := 0 // texts in the last part
	for _, u := range units {
		at, known := first[u.text]
		if !known {
			if begun == size {
				parts, begun = append(parts, nil), 0
			}
			at = len(parts) - 1
			first[u.text] = at
			begun++
		}
		parts[at] = append(parts[at], u)
	}
	return parts
}

// send gives the texts of units to their backends, one request for each backend and source language, or several where
// there are very many, and calls failed or done for each. What is known already is not asked for; known may be nil.
func (p *Pipeline) send(
	ctx context.Context,
	title string,
	units []*unit,
	known *recurring,
	r *Report,
	failed, done func(*unit, translate.Result),
) error {
	var order []route
	groups := map[route][]*unit{}
	for _, u := range units {
		if groups[*u.route] == nil {
			order = append(order, *u.route)
		}
		groups[*u.route] = append(groups[*u.route], u)
	}
	for _, k := range order {
		for _, part := range windows(groups[k], windowSize) {
			if err := p.ask(ctx, k, title, part, known, r, failed, done); err != nil {
				return err
			}
		}
	}
	return nil
}

// ask sends one request for units that all have the same route.
func (p *Pipeline) ask(
	ctx context.Context,
	to route,
	title string,
	units []*unit,
	known *recurring,
	r *Report,
	failed, done func(*unit, translate.Result),
) error {
	b, err := p.backend(to)
	if err != nil {
		return err
	}
	req := translate.Request{From: to.from, To: p.Pair.To, Title: title, Items: make([]translate.Item, len(units))}
	texts := make([]string, len(units))
	info, own := b.Info(), lang.Same(to.from, p.Pair.From)
	examples := p.Examples != nil && own && info.UsesExamples
	taught := p.Taught != nil && own && info.ObeysTerms
	learned := make([]bool, len(units)) // which were sent with terms that edits teach
	for i, u := range units {
		req.Items[i], texts[i] = u.item(), u.text
		if examples {
			req.Items[i].Examples = p.Examples(req.Items[i].Text)
		}
		learned[i] = taught && len(p.Taught(u.text)) > 0
	}
	if p.Terms != nil {
		req.Terms = p.Terms(texts...)
	}
	if taught {
		req.Terms = slices.Concat(req.Terms, p.Taught(texts...))
	}
	if p.Rank < info.Ranks {
		req.Rank = p.Rank
	}
	results, usage, err := known.translate(ctx, b, req)
	r.Usage.Add(usage)
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if translate.KindOf(err).Fatal() || translate.KindOf(err) == translate.Unavailable {
			return err
		}
		results = make([]translate.Result, len(units))
		for i := range results {
			if !errors.As(err, &results[i].Err) {
				results[i].Err = &translate.Error{Kind: translate.Internal, Err: err}
			}
		}
	}
	for i, u := range units {
		if results[i].Err != nil {
			if results[i].Err.Kind.Fatal() {
				return results[i].Err
			}
			failed(u, results[i])
			continue
		}
		if learned[i] {
			results[i].Origin += taughtOrigin
		}
		done(u, results[i])
	}
	return nil
}

// title returns what a reader would call a single document. Several documents have no title.
func title(ds []*document.Document) string {
	var t titles
	if len(ds) == 1 {
		t.add(ds[0])
	}
	return t.title()
}

// titles finds the title of a document that comes in sections: its first heading, else its first sentence.
type titles struct{ heading, first string }

func (t *titles) add(d *document.Document) {
	for i := range d.Blocks {
		if t.heading != "" {
			return
		}
		b := &d.Blocks[i]
		if len(b.Sentences) == 0 {
			continue
		}
		if b.Kind == document.Heading {
			t.heading = space.Fold(b.Text)
		}
		if t.first == "" {
			t.first = space.Fold(b.Sentence(0))
		}
	}
}

func (t *titles) title() string {
	if t.heading != "" {
		return t.heading
	}
	return t.first
}
