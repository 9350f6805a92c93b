package marian

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/internal/term"
)

// maxRefusal is how much less likely, in log-probability, a translation with a term may be than the one without it
// that the search had found. Beyond that the model knows better: the term may be there in a form that is not
// recognised, or what it is about is not there at all. Of 26 sentences kept out of the training in which a term had
// been missing, those that it made better lost 5 at most, those that it broke 8 and more.
const maxRefusal = 6

// insist looks for the glossary terms that a translation should hold. Where one is missing, the sentence is
// translated again with all of them beside their words. If that does not help, what the translation said before the
// place that the term's source word was read for stays, the term follows, and the rest of the sentence is found anew.
func (b *Backend) insist(ctx context.Context, w *worker, units []*unit) error {
	most := 0
	for _, u := range units {
		most = max(most, len(u.wanted))
	}
	if most == 0 {
		return nil
	}
	lacks := func(u *unit) bool {
		return u.ended && !u.looped && slices.ContainsFunc(u.wanted, func(n note) bool { return n.lacking(u.target) })
	}
	if err := b.again(ctx, w, units, lacks, nil, math.Inf(1)); err != nil {
		return err
	}
	for at := range most {
		lacks := func(u *unit) bool {
			return at < len(u.wanted) && u.ended && !u.looped && u.wanted[at].lacking(u.target)
		}
		leading := func(u *unit) []int32 { return b.leading(u, u.wanted[at]) }
		if err := b.again(ctx, w, units, lacks, leading, b.refusal); err != nil {
			return err
		}
	}
	for _, u := range units {
		u.align = nil
	}
	return nil
}

// again translates those units again that lack something, with their notes and with a prefix that leading makes if it
// is not nil. What comes out replaces what was there if it holds more terms and its log-probability is not lower by
// more than refusal.
func (b *Backend) again(
	ctx context.Context,
	w *worker,
	units []*unit,
	lacks func(*unit) bool,
	leading func(*unit) []int32,
	refusal float64,
) error {
	var open []*unit
	var before []unit
	for _, u := range units {
		if !lacks(u) {
			continue
		}
		open, before = append(open, u), append(before, *u)
		if leading != nil {
			u.prefix = leading(u)
		}
		u.input, u.of = nil, nil // the ones before may be wanted again
		u.read(u.wanted)
	}
	if len(open) == 0 {
		return nil
	}
	if err := b.search(ctx, w, open); err != nil {
		return err
	}
	for i, u := range open {
		u.prefix = nil
		if !u.ended || u.looped || u.logProb < before[i].logProb-refusal || u.held() <= before[i].held() {
			*u = before[i]
		}
	}
	return nil
}

// lacking reports whether a translation lacks the term of n.
func (n note) lacking(text string) bool { return n.term != "" && !holds(text, n.term) }

// held returns how many of its terms the translation of u holds.
func (u *unit) held() int {
	n := 0
	for _, x := range u.wanted {
		if x.term != "" && !x.lacking(u.target) {
			n++
		}
	}
	return n
}

// leading returns the tokens of u's translation before those that stand for the words that n is about, and the term.
func (b *Backend) leading(u *unit, n note) []int32 {
	width := len(u.tokens) + 1
	share := func(row int) (sum float32) {
		for _, a := range u.align[row*width:][n.first : n.after+1] {
			sum += a
		}
		return sum
	}
	rows := len(u.ids) - 1 // the end mark stands for nothing
	at, most := 0, float32(-1)
	for row := range rows {
		if s := share(row); s > most {
			at, most = row, s
		}
	}
	// To the first of the words that are mostly about n, and to the begin of that.
	for at > 0 && (b.target.Joins(u.ids[at]) || share(at-1) >= secondShare) {
		at--
	}
	pieces := n.ids[1 : len(n.ids)-1]
	if text, _ := b.target.Decode(pieces, nil); at == 0 && text != "" {
		pieces = nil
		for _, t := range b.target.NewEncoder().Encode(nil, title(text)) {
			pieces = append(pieces, t.ID)
		}
	}
	return slices.Concat(u.ids[:at], pieces)
}

// holds reports whether a text holds one of the alternatives of a term, inflected as is regular in English.
func holds(text, target string) bool {
	for _, want := range term.Alternatives(target) {
		forms := []string{want, want + "ing"}
		switch stem, last := want[:len(want)-1], want[len(want)-1:]; {
		case last == "e":
			forms = append(forms, stem+"ing")
		case last == "y":
			forms = append(forms, stem+"ies", stem+"ied", stem+"ier")
		case strings.Contains("bdglmnprt", last):
			forms = append(forms, want+last+"ed", want+last+"ing")
		}
		if slices.ContainsFunc(forms, func(f string) bool { return term.Occurs(text, f) }) {
			return true
		}
	}
	return false
}
