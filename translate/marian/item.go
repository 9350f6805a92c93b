package marian

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/address"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// A job is an item on its way through the model.
type job struct {
	item     translate.Item
	keep     []offset.Span    // not empty ones
	terms    []translate.Term // that occur in the item
	rank     int              // of the request
	tested   bool             // what the model should hand on by itself has joined keep if it did not
	attempt  int              // at keeping; see plan
	segments []segment
	marks    []mark
	care     *care
	result   translate.Result
	done     bool
}

// A segment is a stretch of an item: translated, or taken over as it is.
type segment struct {
	unit       *unit // nil if the text is taken over
	verbatim   string
	start, end int // bytes of the item's text
}

// Translate translates the items of one direction, the model's own. Links are of words, from the model's attention;
// the score is the mean log-probability of the tokens, end mark included, among the words that the shortlist lets
// through. Text without letters is taken over as it is. Terms are given to models that have learned to obey them. The
// rank of a request is that of every sentence of its items. Before, After and Title are not looked at.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	usage := translate.Usage{Requests: 1}
	if !b.serves(req.From, req.To) {
		return nil, usage, translate.Errorf(translate.Invalid, "marian",
			"model %s translates from %s to %s, not from %s to %s",
			b.cfg.Name, b.cfg.From, b.cfg.To, req.From, req.To).Because(translate.OtherLanguages)
	}
	if err := ctx.Err(); err != nil {
		return nil, usage, fmt.Errorf("marian: %w", err)
	}
	e := b.source.NewEncoder()
	jobs := make([]*job, len(req.Items))
	var open []*unit
	for i, item := range req.Items {
		jobs[i] = newJob(item)
		jobs[i].rank = req.Rank
		if !b.cfg.raw {
			jobs[i].care = b.care(item.Text)
		}
		jobs[i].terms = b.inliner.termsIn(req.Terms, item.Text)
		open = append(open, jobs[i].plan(e)...)
	}
	for len(open) > 0 {
		open = b.inliner.inline(e, open)
		if err := b.run(ctx, open); err != nil {
			return nil, usage, fmt.Errorf("marian: %w", err)
		}
		for _, u := range open {
			usage.SourceTokens += len(u.input) + 1
			usage.TargetTokens += len(u.ids)
		}
		open = open[:0]
		for _, j := range jobs {
			open = append(open, j.settle(e, b.source)...)
		}
	}
	results := make([]translate.Result, len(jobs))
	for i, j := range jobs {
		j.settle(e, b.source)
		results[i] = j.result
		results[i].Origin = b.id
	}
	return results, usage, nil
}

// newJob checks what the item asks to keep.
func newJob(item translate.Item) *job {
	j := &job{item: item}
	at := 0
	for _, k := range item.Keep {
		if k.Start < at || k.End < k.Start || k.End > len(item.Text) {
			j.result.Err = translate.Errorf(
				translate.Internal,
				"marian",
				"ranges to keep %v are out of order in a text of %d bytes",
				item.Keep,
				len(item.Text),
			)
			j.done = true
			return j
		}
		at = k.End
		if k.End > k.Start {
			j.keep = append(j.keep, k)
		}
	}
	return j
}

// plan divides the item into segments and returns the units that have to be translated. What is to be kept is first
// replaced by a stand-in, then by another one; where the model does not hand those on, the text is translated
// piecewise around it.
func (j *job) plan(e *spm.Encoder) []*unit {
	if j.done {
		return nil
	}
	j.segments, j.marks = j.segments[:0], j.marks[:0]
	j.care.begin()
	text := j.item.Text
	switch {
	case len(j.keep) == 0:
		j.add(e, fold(identity(text, 0)))
	case j.attempt < len(standIns) && hasLetterOutside(text, j.keep):
		var masked mapped
		masked, j.marks = mask(text, j.keep, standIns[j.attempt])
		j.care.replace(j.marks)
		j.add(e, fold(masked))
	default:
		j.attempt = len(standIns)
		at := 0
		for _, k := range j.keep {
			j.add(e, fold(identity(text[at:k.Start], at)))
			j.segments = append(j.segments, segment{verbatim: j.care.shows(text, k), start: k.Start, end: k.End})
			at = k.End
		}
		j.add(e, fold(identity(text[at:], at)))
	}
	var units []*unit
	for _, s := range j.segments {
		if s.unit != nil {
			units = append(units, s.unit)
		}
	}
	return units
}

// add appends the segments for a folded text.
func (j *job) add(e *spm.Encoder, text mapped) {
	if text.text == "" {
		return
	}
	if done := j.care.table(text, len(j.keep) > 0); done != nil {
		j.segments = append(j.segments, done...)
		return
	}
	var parts []mapped
	for _, p := range j.care.divide(j.care.rewrite(e, text)) {
		if hasLetter(p.text) {
			parts = append(parts, cut(e, p)...)
		} else {
			parts = append(parts, p)
		}
	}
	for _, p := range parts {
		s := segment{start: p.from[0], end: p.from[len(p.text)]}
		if hasLetter(p.text) {
			s.unit = newUnit(e, p)
			s.unit.care = j.care
			s.unit.terms, s.unit.rank = j.terms, j.rank
		} else if s.verbatim = j.care.figures(strings.ToValidUTF8(p.text, "")); s.verbatim == "" {
			continue
		}
		j.segments = append(j.segments, s)
	}
}

// roomFor is more tokens than most texts like this one have.
func roomFor(text string) int { return 8 + len(text)/3 }

func newUnit(e *spm.Encoder, text mapped) *unit {
	tokens := e.Encode(make([]spm.Token, 0, roomFor(text.text)), text.text)
	u := &unit{source: text, tokens: tokens[:min(len(tokens), maxPieces)]}
	u.read(nil)
	return u
}

// part returns a unit that takes the place of u, or of a part of it.
func (u *unit) part(e *spm.Encoder, text mapped) *unit {
	p := newUnit(e, text)
	p.care, p.terms, p.rank = u.care, u.terms, u.rank
	return p
}

// settle looks at what came out. It returns units that have to be translated in place of some that failed; if there
// are none, the job is done.
func (j *job) settle(e *spm.Encoder, source *spm.Processor) []*unit {
	if j.done {
		return nil
	}
	var open []*unit
	for _, s := range j.segments {
		if s.unit != nil {
			open = append(open, s.unit.settle(e)...)
		}
	}
	if len(open) > 0 {
		return open
	}
	text, ok := j.assemble()
	if !ok {
		j.attempt++
		if open = j.plan(e); len(open) > 0 {
			return open
		}
		text, _ = j.assemble()
	}
	for more := j.missing(source, text); len(more) > 0; more = j.missing(source, text) {
		j.keep, j.attempt = join(j.keep, more), 0
		if open = j.plan(e); len(open) > 0 {
			return open
		}
		text, _ = j.assemble()
	}
	j.done = true
	j.finish(text)
	return nil
}

// untouchable returns, once, what the model should have handed on as it is.
func (j *job) untouchable(source *spm.Processor) []offset.Span {
	if j.tested {
		return nil
	}
	j.tested = true
	list := join(address.Find(j.item.Text), placeholders(j.item.Text))
	if j.care != nil && j.care.german {
		list = join(list, streets(j.item.Text))
	}
	var words []offset.Span
	for _, s := range j.segments {
		if s.unit != nil {
			words = s.unit.unspelt(source, j.item.Text, words)
		}
	}
	// Bytes that are not text are dropped everywhere.
	return slices.DeleteFunc(join(list, words), func(r offset.Span) bool {
		return !utf8.ValidString(j.item.Text[r.Start:r.End])
	})
}

// settle divides units that failed: nothing came out, the model repeats itself, or it did not come to an end.
func (u *unit) settle(e *spm.Encoder) []*unit {
	if u.parts != nil {
		var open []*unit
		for _, p := range u.parts {
			open = append(open, p.settle(e)...)
		}
		return open
	}
	if !u.settled && u.care.headline(e, u) {
		u.settled = true
		u.parts = []*unit{u.part(e, u.source.sentence())}
		return u.parts
	}
	if u.settled || u.target != "" && u.ended && !u.looped && !u.care.uneven(u) {
		return nil
	}
	u.settled = true
	open, _ := u.divide(e)
	return open
}

// divide makes two parts of u and returns those that have to be translated; ok is false if it cannot be divided.
func (u *unit) divide(e *spm.Encoder) (open []*unit, ok bool) {
	left, right, ok := halve(u.source, u.tokens)
	if !ok {
		return nil, false
	}
	for _, half := range []mapped{left, right} {
		p := u.part(e, half)
		if hasLetter(half.text) {
			open = append(open, p)
		} else {
			p.settled, p.target = true, strings.ToValidUTF8(half.text, "")
		}
		u.parts = append(u.parts, p)
	}
	return open, true
}

// A draft is the translation of an item or of a part of it.
type draft struct {
	text    strings.Builder
	links   []offset.Link
	logProb float64
	count   int
	wanted  int // units that were translated
	empty   int // of them those that came out empty
}

// assemble joins the segments. It reports whether all that has to be kept is in place.
func (j *job) assemble() (*draft, bool) {
	d := &draft{}
	end := 0
	for i, s := range j.segments {
		if i > 0 && s.start > end {
			d.blank()
		}
		end = s.end
		if s.unit != nil {
			d.unit(j, s.unit, i == len(j.segments)-1)
			continue
		}
		at := d.text.Len()
		d.text.WriteString(s.verbatim)
		d.links = append(d.links, offset.Link{
			Source: offset.Span{Start: s.start, End: s.end},
			Target: offset.Span{Start: at, End: d.text.Len()},
		})
	}
	if len(j.marks) == 0 {
		return d, true
	}
	return unmask(d, j.item.Text, j.marks)
}

// blank writes a blank unless there is nothing before it or one already.
func (d *draft) blank() {
	if s := d.text.String(); s != "" && s[len(s)-1] != ' ' {
		d.text.WriteByte(' ')
	}
}

// unit writes the translation of u. last reports whether nothing comes after it.
func (d *draft) unit(j *job, u *unit, last bool) {
	if u.parts != nil {
		for i, p := range u.parts {
			if i > 0 {
				d.blank()
			}
			d.unit(j, p, last && i == len(u.parts)-1)
		}
		return
	}
	target := u.target
	if len(u.ids) > 0 {
		d.wanted++
		d.logProb += u.logProb
		d.count += u.count
	}
	if target == "" {
		// Better the source in its place than a hole that nobody sees.
		d.empty++
		target = strings.ToValidUTF8(u.source.text, "")
	}
	// Models end a fragment as if it were a sentence.
	if !last && strings.HasSuffix(target, ".") && !strings.HasSuffix(u.source.text, ".") {
		target = target[:len(target)-1]
	}
	target, links := u.care.adorn(j, u, target)
	at := d.text.Len()
	d.text.WriteString(target)
	first := len(d.links)
	for _, l := range links {
		origin := u.source.origin(l.Source)
		if l.Target.End > len(target) || origin.Start == origin.End {
			continue
		}
		to := offset.Link{
			Source: origin,
			Target: offset.Span{Start: at + l.Target.Start, End: at + l.Target.End},
		}
		if !slices.Contains(d.links[first:], to) { // of several words that stand for one
			d.links = append(d.links, to)
		}
	}
}

// finish makes the result.
func (j *job) finish(d *draft) {
	j.round(d)
	score := 0.
	if d.count > 0 {
		score = d.logProb / float64(d.count)
	}
	if j.result.Err = overflow(score); j.result.Err != nil { // before it counts that nothing came of it
		return
	}
	if d.wanted > 0 && d.empty == d.wanted && !oneWord(j.item.Text) {
		j.result.Err = translate.Errorf(translate.Refused, "marian",
			"the model made nothing of %q", excerpt.Of(j.item.Text, 60))
		return
	}
	if d.count > 0 {
		j.result.Score, j.result.HasScore = score, true
	}
	j.result.Text = d.text.String()
	j.result.Links = d.links
}

// overflow returns an error for a score that is not a finite number, else nil. A model file may hold weights whose
// products no float32 holds: then its translations mean nothing, and formats of pairs cannot hold the score.
func overflow(score float64) *translate.Error {
	if score-score == 0 {
		return nil
	}
	return translate.Errorf(translate.Refused, "marian",
		"the model computes values that are not finite; its file is probably damaged: fetch it again")
}
