package marian

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/term"
)

// maxRefusal is how much less likely, in log-probability, a translation with a term may be than the one without it
// that the search had found. Beyond that the model knows better: the term may be there in a form that is not
// recognised, or what it is about is not there at all. Of 26 sentences kept out of the training in which a term had
// been missing, those that it made better lost 5 at most, those that it broke 8 and more.
const maxRefusal = 6

// insist looks for the glossary terms that a translation should hold. Where one is missing, the search is repeated:
// what the translation said before the place that the term's source word was read for stays, and the term follows.
// The rest of the sentence is found anew.
func (b *Backend) insist(ctx context.Context, w *worker, units []*unit) error {
	if b.inliner == nil {
		return nil
	}
	most := 0
	for _, u := range units {
		if len(u.align) > 0 {
			most = max(most, len(u.notes))
		}
	}
	for at := range most {
		var again []*unit
		var before []unit
		for _, u := range units {
			if at < len(u.notes) && u.notes[at].term != "" && u.ended && !u.looped && !holds(u.target, u.notes[at].term) {
				before = append(before, *u)
				u.prefix = b.leading(u, u.notes[at])
				again = append(again, u)
			}
		}
		if len(again) == 0 {
			continue
		}
		if err := b.search(ctx, w, again); err != nil {
			return err
		}
		for i, u := range again {
			u.prefix = nil
			if !u.ended || u.looped || u.logProb < before[i].logProb-b.refusal || !u.better(&before[i]) {
				*u = before[i]
			}
		}
	}
	for _, u := range units {
		u.align = nil
	}
	return nil
}

// better reports whether u holds more of its terms than another translation of it.
func (u *unit) better(other *unit) bool {
	count := func(text string) (n int) {
		for _, x := range u.notes {
			if x.term != "" && holds(text, x.term) {
				n++
			}
		}
		return n
	}
	return count(u.target) > count(other.target)
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
		first, size := utf8.DecodeRuneInString(text)
		pieces = nil
		for _, t := range b.target.NewEncoder().Encode(nil, string(unicode.ToUpper(first))+text[size:]) {
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
