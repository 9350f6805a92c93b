package marian

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// An inliner puts translations beside words of the source, for models that were trained to read them there (Dinu et
// al. 2019, "Training Neural Machine Translation to Apply Terminology Constraints"): behind the last piece of the
// word stand a control token, the pieces of the translation, and another control token that ends it. The first one
// shows whether the translation comes from a glossary and must be obeyed; other hints are only likely.
type inliner struct {
	pieces          []string // what each source token writes
	term, hint, end int32
	hints           *lexicon.Hints // nil for none
}

// mostHints is how many words of a sentence get a likely translation: as many as in training.
const mostHints = 4

// newInliner returns nil for a vocabulary that lacks the control tokens. pieces returns what each token writes.
func newInliner(p *spm.Processor, pieces func() []string) *inliner {
	in := &inliner{}
	for _, c := range []struct {
		name string
		id   *int32
	}{{"<term>", &in.term}, {"<hint>", &in.hint}, {"<end>", &in.end}} {
		var ok bool
		if *c.id, ok = p.Control(c.name); !ok {
			return nil
		}
	}
	in.pieces = pieces()
	return in
}

// termsIn returns the terms that occur in a text.
func (in *inliner) termsIn(terms []translate.Term, text string) []translate.Term {
	if in == nil {
		return nil
	}
	var found []translate.Term
	for _, t := range terms {
		if term.Occurs(text, t.Source) {
			found = append(found, t)
		}
	}
	return found
}

// inline puts hints into the input of the units, and gets ready what is to be put there if the translation lacks a
// term: a model that writes it by itself is not disturbed. A unit that becomes too long is divided. It returns the
// units that are to be translated.
func (in *inliner) inline(e *spm.Encoder, units []*unit) []*unit {
	if in == nil {
		return units
	}
	var out []*unit
	for _, u := range units {
		terms := in.terms(e, u)
		if len(u.tokens)+total(terms) > maxPieces {
			if halves, ok := u.divide(e); ok {
				out = append(out, in.inline(e, halves)...)
				continue
			}
			for len(u.tokens)+total(terms) > maxPieces {
				terms = terms[:len(terms)-1]
			}
		}
		u.wanted = nil
		if len(terms) > 0 {
			u.wanted = in.withHints(e, u, terms)
		}
		u.read(in.withHints(e, u, nil))
		out = append(out, u)
	}
	return out
}

// withHints adds hints to notes if there is room for them.
func (in *inliner) withHints(e *spm.Encoder, u *unit, notes []note) []note {
	if all := in.seldom(e, u, notes); len(u.tokens)+total(all) <= maxPieces {
		return all
	}
	return notes
}

// A note is what is put behind a token of a unit.
type note struct {
	first, after int // the tokens of the words that it is about; it stands behind the last one
	ids          []int32
	term         string // what the glossary wants, alternatives between bars; empty for a hint
}

func total(notes []note) int {
	n := 0
	for _, x := range notes {
		n += len(x.ids)
	}
	return n
}

// note frames a translation.
func (in *inliner) note(e *spm.Encoder, first, after int, control int32, translation string) note {
	ids := []int32{control}
	for _, t := range e.Encode(nil, translation) {
		ids = append(ids, t.ID)
	}
	return note{first: first, after: after, ids: append(ids, in.end)}
}

// terms returns the notes for the glossary terms of a unit, in order. Of terms that overlap the first counts, and of
// those that start together the longest.
func (in *inliner) terms(e *spm.Encoder, u *unit) []note {
	type match struct {
		offset.Span
		target, all string
	}
	var matches []match
	for _, t := range u.terms {
		target, _, _ := strings.Cut(t.Target, "|") // the others are as good
		for start, end := range term.All(u.source.text, t.Source) {
			matches = append(matches, match{offset.Span{Start: start, End: end}, strings.TrimSpace(target), t.Target})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var notes []note
	end, at := 0, 0
	for _, m := range matches {
		if m.Start < end || m.target == "" {
			continue
		}
		end = m.End
		for at < len(u.tokens) && u.tokens[at].End <= m.Start {
			at++
		}
		first := at
		for at+1 < len(u.tokens) && u.tokens[at+1].Start < m.End {
			at++
		}
		if at < len(u.tokens) && (len(notes) == 0 || first > notes[len(notes)-1].after) {
			n := in.note(e, first, at, in.term, m.target)
			n.term = m.all
			notes = append(notes, n)
		}
	}
	return notes
}

// seldom adds to the notes of a unit those for its first seldom words that no other note is about.
func (in *inliner) seldom(e *spm.Encoder, u *unit, notes []note) []note {
	if in.hints == nil {
		return notes
	}
	var out []note
	var word strings.Builder
	hints := 0
	for first := 0; first < len(u.tokens); {
		// A word is, as in training, a run of tokens with letters up to the next blank.
		word.Reset()
		after := first
		for ; after < len(u.tokens); after++ {
			piece := in.pieces[u.tokens[after].ID]
			if !spelling(piece) || after > first && piece[0] == ' ' {
				break
			}
			word.WriteString(strings.TrimPrefix(piece, " "))
		}
		after = max(after, first+1)
		if len(notes) > 0 && notes[0].first < after {
			out = append(out, notes[0])
			after = notes[0].after + 1
			notes = notes[1:]
		} else if hint, ok := in.hints.Lookup(word.String()); ok && hints < mostHints {
			hints++
			out = append(out, in.note(e, first, after-1, in.hint, hint))
		}
		first = after
	}
	return append(out, notes...)
}

// spelling reports whether what a token writes belongs to a word: there is a letter in it, or it is a byte of one.
func spelling(piece string) bool {
	return strings.ContainsFunc(piece, unicode.IsLetter) || len(piece) == 1 && piece[0] >= 0x80
}

// read makes the input of the model from the tokens of u and the notes about them, which are in order.
func (u *unit) read(notes []note) {
	size := len(u.tokens) + total(notes)
	u.input, u.of = slices.Grow(u.input[:0], size), slices.Grow(u.of[:0], size)
	for i, t := range u.tokens {
		u.input, u.of = append(u.input, t.ID), append(u.of, i)
		for ; len(notes) > 0 && notes[0].after == i; notes = notes[1:] {
			for _, id := range notes[0].ids {
				u.input, u.of = append(u.input, id), append(u.of, i)
			}
		}
	}
}

// outward turns attention over the input of u into attention over its tokens: what a note gets is its word's. Both
// have the end mark last. It works in place and returns the begin of align.
func (u *unit) outward(align []float32) []float32 {
	from, to := len(u.input)+1, len(u.tokens)+1
	if from == to {
		return align
	}
	rows := len(align) / from
	for r := range rows {
		in, out := align[r*from:][:from], align[r*to:][:to]
		last := -1
		for k, of := range u.of {
			if of == last {
				out[of] += in[k]
			} else {
				out[of] = in[k]
			}
			last = of
		}
		out[to-1] = in[from-1]
	}
	return align[:rows*to]
}
