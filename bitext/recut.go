package bitext

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Recut is the state of an edit that cuts the text anew: one pair into several, or several of a block into one. The
// edit is under the key of the first of the machine's pairs, and holds all that became of it; so does every later edit
// of the result. All keys stay those of the machine's pairs, and taking the edit back brings these back with what was
// done to them before. Programs that do not know the state pass over the edit with a message.
const Recut State = "recut"

// mostParts bounds how many pairs become one, or one becomes.
const mostParts = 50

// A Part is a pair that people have cut. Its source shows where: what stands in the document counts.
type Part struct {
	Source string `json:"source"`
	Target string `json:"target"`
	State  State  `json:"state"`
	Reason string `json:"reason,omitempty"` // of a rejection
}

// validateParts reports what an edit that cuts may not have, and what only it may have.
func (e *Edit) validateParts() error {
	if e.State != Recut {
		if e.Takes != 0 || e.Parts != nil {
			return fmt.Errorf("only an edit with the state %q cuts a pair", Recut)
		}
		return nil
	}
	switch {
	case e.Undo || e.Target != nil || e.Reason != "":
		return errors.New("an edit that cuts a pair holds all texts in its parts")
	case e.Takes < 0 || e.Takes >= mostParts || len(e.Parts) > mostParts:
		return fmt.Errorf("more than %d pairs cannot be cut at once", mostParts)
	case (e.Takes == 0) == (len(e.Parts) < 2) || len(e.Parts) == 0:
		return errors.New("a pair is cut into two or more, or takes in those behind it and stays one")
	}
	for i := range e.Parts {
		p := &e.Parts[i]
		if !p.State.valid() {
			return fmt.Errorf("state %q of a part is unknown: initial, translated, reviewed or final", p.State)
		}
		for _, t := range [...]string{p.Source, p.Target, p.Reason} {
			if !utf8.ValidString(t) {
				return errors.New("a part is not valid UTF-8")
			}
		}
		if strings.TrimSpace(p.Source) == "" {
			return errors.New("a part has no source")
		}
		if err := checkControls(p.Target, p.Source); err != nil {
			return err
		}
	}
	return nil
}

// uncut returns the machine's pairs in place of those that people have cut, and at, by pair: the first of the machine's
// that it stands for. Where nothing was cut it returns pairs as they are, and no numbers.
func uncut(pairs []Pair) (machine []Pair, at []int) {
	if !slices.ContainsFunc(pairs, func(p Pair) bool { return len(p.Was) > 0 || p.Part != 0 }) {
		return pairs, nil
	}
	at = make([]int, len(pairs))
	inside := false
	for i := range pairs {
		p := &pairs[i]
		at[i] = len(machine)
		switch {
		case len(p.Was) > 0:
			machine = append(machine, p.Was...)
			inside = true
		case p.Part != 0 && inside:
			at[i] = at[i-1]
		default:
			machine = append(machine, *p)
			machine[len(machine)-1].Part = 0 // where it is a part of nothing, somebody has spoilt the file
			inside = false
		}
	}
	return machine, at
}

// WithoutCuts returns b with the machine's pairs in place of those that people have cut, and at, by pair of b: the
// first of the machine's that it stands for. Where nothing was cut it returns b itself, and no numbers.
func WithoutCuts(b *Bitext) (machine *Bitext, at []int) {
	pairs, at := uncut(b.Pairs)
	if at == nil {
		return b, nil
	}
	return &Bitext{Header: b.Header, Pairs: pairs}, at
}

// Cut returns the pairs that an edit makes of the machine's pairs, of which the first is the one that it is about. It
// is false where the edit does not fit them any more.
func Cut(machine []Pair, e *Edit) ([]Pair, bool) {
	if e.validateParts() != nil || e.State != Recut || e.Takes >= len(machine) {
		return nil, false
	}
	was := machine[:1+e.Takes]
	for i := range was {
		if was[i].Action != Translate || was[i].Block != was[0].Block {
			return nil, false
		}
	}
	var out []Pair
	ok := false
	if e.Takes > 0 {
		out, ok = merged(was, &e.Parts[0])
	} else {
		out, ok = split(&was[0], e.Parts)
	}
	if !ok {
		return nil, false
	}
	out[0].Was = slices.Clone(was)
	return out, true
}

// merged returns the pair that takes in all of was.
func merged(was []Pair, part *Part) ([]Pair, bool) {
	p := was[0]
	p.Source, p.Links, p.Findings, p.Risk, p.Runs, p.Spans = "", nil, nil, nil, nil, []offset.Span{}
	p.SourceSentences, p.TargetSentences, p.Bead, p.Cost, p.Confidence, p.Seconds = nil, nil, nil, nil, nil, nil
	p.Markup, p.Score, p.Error = maps.Clone(p.Markup), nil, ""
	var targets []string
	known := true // the runs of all
	for i := range was {
		w := &was[i]
		if i > 0 {
			p.Source += " "
		}
		known = known && len(w.Runs) > 0
		for _, r := range w.Runs {
			r.Start, r.End = r.Start+len(p.Source), r.End+len(p.Source)
			p.Runs = offset.AppendRun(p.Runs, r)
		}
		p.Source += w.Source
		p.Spans = append(p.Spans, w.Spans...)
		p.SourceSentences = append(p.SourceSentences, w.sentences()...)
		if w.Target != "" {
			targets = append(targets, w.Target)
		}
		if w.Score != nil && (p.Score == nil || *w.Score < *p.Score) {
			p.Score = w.Score
		}
		for name, m := range w.Markup {
			if p.Markup == nil {
				p.Markup = map[string]string{}
			}
			p.Markup[name] = m
		}
	}
	if n, ok := covers(p.Source, part.Source); !ok || strings.TrimSpace(p.Source[n:]) != "" {
		return nil, false
	}
	if !known {
		p.Runs = nil
	}
	p.Mixed = len(p.Runs) > 1
	p.take(part, strings.Join(targets, " "))
	return []Pair{p}, true
}

// split returns the pairs that the parts of one are.
func split(was *Pair, parts []Part) ([]Pair, bool) {
	length := 0
	for _, s := range was.Spans {
		length += s.Len()
	}
	var out []Pair
	for at, i := 0, 0; i < len(parts); i++ {
		n, ok := covers(was.Source[at:], parts[i].Source)
		if !ok {
			return nil, false
		}
		place := offset.Span{Start: at, End: at + n}
		place.Start += n - len(strings.TrimLeftFunc(place.In(was.Source), unicode.IsSpace))
		at += n
		if rest := was.Source[at:]; i == len(parts)-1 && strings.TrimSpace(rest) != "" {
			return nil, false
		}
		p := Pair{ID: was.ID, Block: was.Block, Kind: was.Kind, Source: place.In(was.Source), Lang: was.Lang,
			Action: was.Action, Origin: was.Origin, Score: was.Score, Markup: was.Markup, Spans: []offset.Span{}}
		if i > 0 {
			p.ID, p.Part = fmt.Sprintf("%s.%d", was.ID, i+1), i+1
		}
		switch {
		case length == len(was.Source):
			p.Spans = pieces(was.Spans, place)
		case i == 0: // where the others begin in the document is not known
			p.Spans = was.Spans
		}
		for _, r := range was.Runs {
			r.Start, r.End = max(r.Start, place.Start)-place.Start, min(r.End, place.End)-place.Start
			if r.Start < r.End {
				p.Runs = append(p.Runs, r)
			}
		}
		p.Mixed = len(p.Runs) > 1
		p.take(&parts[i], "")
		out = append(out, p)
	}
	return out, true
}

// take gives p the text of a part. Machine is the machine's translation of it.
func (p *Pair) take(part *Part, machine string) {
	p.Target, p.State, p.Reason = part.Target, part.State, part.Reason
	if p.State == Initial {
		p.Error = "not wholly translated since it was cut"
		if p.Target == "" {
			p.Error = "not translated since it was cut"
			return
		}
	}
	if p.Target != machine {
		p.Machine, p.MachineOrigin, p.Origin = machine, p.Origin, Human
	}
}

// pieces returns the places of a part of a text whose places, put together, have its length.
func pieces(spans []offset.Span, part offset.Span) []offset.Span {
	out := []offset.Span{}
	at := 0
	for _, s := range spans {
		piece := offset.Span{Start: s.Start + max(part.Start-at, 0), End: s.Start + min(part.End-at, s.Len())}
		if piece.Start < piece.End {
			out = append(out, piece)
		}
		at += s.Len()
	}
	return out
}

// covers returns how many bytes of text have the characters of part, white space aside.
func covers(text, part string) (n int, ok bool) {
	for _, want := range part {
		if unicode.IsSpace(want) {
			continue
		}
		for {
			r, size := utf8.DecodeRuneInString(text[n:])
			if size == 0 {
				return 0, false
			}
			n += size
			if unicode.IsSpace(r) {
				continue
			}
			if r != want {
				return 0, false
			}
			break
		}
	}
	return n, true
}

// cuts are the edits that cut, by the index of the pair that each is about.
type cuts map[int]*outcome

// perform makes the cuts in pairs, whose machine's version is given too, and returns what could not be done. Earlier
// are the pairs as they were, cut or not.
func (c cuts) perform(b *Bitext, machine, earlier []Pair) []Stale {
	cut := map[string]*Pair{}
	for i := range earlier {
		if p := &earlier[i]; p.Was != nil || p.Part != 0 {
			cut[p.ID] = p
		}
	}
	var out []Pair
	var stale []Stale
	for i := 0; i < len(b.Pairs); i++ {
		o := c[i]
		if o == nil {
			out = append(out, b.Pairs[i])
			continue
		}
		_, last := o.result()
		made, ok := Cut(machine[i:], last)
		if !ok {
			stale = append(stale, o.uncut(&b.Pairs[i]))
			out = append(out, b.Pairs[i])
			continue
		}
		for k := range made {
			p := &made[k]
			// What was found in it already still holds.
			if have := cut[p.ID]; have != nil && have.Source == p.Source && have.Target == p.Target {
				p.Links, p.Findings, p.Risk, p.TargetSentences, p.Seconds =
					have.Links, have.Findings, have.Risk, have.TargetSentences, have.Seconds
			}
		}
		for k := range last.Takes + 1 {
			made[0].Comments = append(made[0].Comments, b.Pairs[i+k].Comments...)
		}
		slices.SortStableFunc(made[0].Comments, func(x, y Comment) int { return cmp.Compare(x.Time, y.Time) })
		out = append(out, made...)
		i += last.Takes
	}
	b.Pairs = out
	return stale
}

// uncut records that an edit could not cut.
func (o *outcome) uncut(p *Pair) Stale {
	_, last := o.result()
	targets := make([]string, len(last.Parts))
	for i := range last.Parts {
		targets[i] = last.Parts[i].Target
	}
	return Stale{Key: o.key, Why: Uncut, ID: p.ID, Source: p.Source, Target: strings.Join(targets, " "), State: Recut}
}

// recutBy returns the edit that gives the pairs which a pair of index head and those behind it were cut into other
// texts: those of targets, by their index.
func recutBy(b *Bitext, k Key, head int, changed map[int]Edit) Edit {
	e := Edit{Key: k, State: Recut, Takes: len(b.Pairs[head].Was) - 1}
	for i := head; i == head || i < len(b.Pairs) && b.Pairs[i].Part > 0; i++ {
		p := &b.Pairs[i]
		part := Part{Source: p.Source, Target: p.Target, State: p.State, Reason: p.Reason}
		if c, ok := changed[i]; ok {
			part.Target, part.State, part.Reason = *c.Target, c.State, ""
			e.Who, e.Time = c.Who, c.Time
		}
		e.Parts = append(e.Parts, part)
	}
	return e
}

// sentences returns the source sentences of the document that p stands for: none where it is a later part of one.
func (p *Pair) sentences() []string {
	switch {
	case p.Part > 0:
		return nil
	case p.Was != nil:
		var out []string
		for i := range p.Was {
			out = append(out, p.Was[i].sentences()...)
		}
		return out
	case len(p.SourceSentences) > 0:
		return p.SourceSentences
	}
	return []string{p.Source}
}

// Sentences returns how many source sentences of the document p stands for: none where it is a later part of one.
func (p *Pair) Sentences() int {
	switch {
	case p.Part > 0:
		return 0
	case p.Was != nil:
		n := 0
		for i := range p.Was {
			n += p.Was[i].Sentences()
		}
		return n
	}
	return max(1, len(p.SourceSentences))
}
