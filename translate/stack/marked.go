package stack

import (
	"context"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// Marked returns b with formatting carried over by word alignment. Placeholders that open and close, such as ⟦1⟧ and
// ⟦/1⟧ around words that are bold or a link, do not reach the backend: it gets the sentence as a reader sees it, and
// translates it as it would anywhere else. They are put around the words that are linked to those they stood around.
// If stress is set, the same holds for signs of plain text around words, as in **this**. Placeholders that stand for
// themselves, and everything else to keep, go to the backend.
//
// A translation that is its source gets its placeholders back exactly where they were. Where a translation comes
// without links, the item is translated again with its placeholders in it; stress is for backends whose translations
// come with links, so that no text with a few stars is paid for twice.
func Marked(b translate.Backend, stress bool) translate.Backend { return &marked{inner{b}, stress} }

type marked struct {
	inner
	stress bool
}

func (d *marked) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	asked := req
	texts := make([]*markedText, len(req.Items))
	for i := range req.Items {
		if texts[i] = newMarkedText(&req.Items[i], d.stress); texts[i] != nil {
			if &asked.Items[0] == &req.Items[0] {
				asked.Items = slices.Clone(req.Items)
			}
			asked.Items[i].Text, asked.Items[i].Keep = texts[i].plain, texts[i].keep
		}
	}
	results, usage, err := d.ask(ctx, asked)
	if err != nil {
		return results, usage, err
	}
	var again []int
	for i, t := range texts {
		if t == nil || results[i].Err != nil || results[i].Text == "" {
			continue
		}
		t.original, t.target = vocabularies.Of(lang.Base(req.From)), vocabularies.Of(lang.Base(req.To))
		if !t.mark(&results[i]) {
			again = append(again, i)
		}
	}
	return d.askAgain(ctx, req, again, results, usage)
}

// mostMarks is how many placeholders and signs that open or close a text may hold to have them put around its words:
// each is compared with those before it and with all words. No sentence that people write comes near it.
const mostMarks = 400

// A markedText is the text of an item without its pairs of placeholders.
type markedText struct {
	source string
	plain  string
	keep   []offset.Span // of plain
	pairs  []markedPair  // by where they open; those that open together outermost first
	cuts   shifts        // what was taken out of source
	lone   []offset.Span // words of plain that nothing of the translation is linked to

	original, target vocabulary // of the languages of plain and of the translation
}

// A markedPair is a stretch of the plain text with the placeholders around it; one of them is empty where it stands in
// another sentence.
type markedPair struct {
	open, close string
	span        offset.Span
	at          offset.Span // of the translation
}

// shifts are the places of a text at which bytes are put in, in order.
type shifts []shift

// A shift moves what stands behind a place.
type shift struct {
	at int
	by int // all that is put in up to here
}

// add notes that n bytes are put in at a place behind the others, or at the last of them.
func (s *shifts) add(at, n int) {
	if k := len(*s); k > 0 {
		n += (*s)[k-1].by
	}
	*s = append(*s, shift{at, n})
}

// span returns where a range of the text stands afterwards. What is put in at its ends stays outside of it.
func (s shifts) span(r offset.Span) offset.Span {
	start := sort.Search(len(s), func(k int) bool { return s[k].at > r.Start })
	end := sort.Search(len(s), func(k int) bool { return s[k].at >= r.End })
	return offset.Span{Start: r.Start + s.first(start), End: r.End + s.first(end)}
}

// first returns how many bytes are put in at the first k places.
func (s shifts) first(k int) int {
	if k == 0 {
		return 0
	}
	return s[k-1].by
}

// newMarkedText returns nil for an item without pairs, and for one with too many.
func newMarkedText(item *translate.Item, stress bool) *markedText {
	var signs []markSign
	if stress {
		signs = stresses(item)
	}
	if len(item.Keep) > 0 {
		signs = append(signs, placeholders(item)...)
	}
	if len(signs) == 0 || len(signs) > mostMarks { // nearly always there are none
		return nil
	}
	slices.SortFunc(signs, func(a, b markSign) int { return a.Start - b.Start })
	t := &markedText{source: item.Text}
	open := map[string]int{} // pairs
	var plain strings.Builder
	at := 0
	write := func(end int) {
		s := item.Text[at:end]
		if n := plain.Len(); n > 0 && plain.String()[n-1] == ' ' && strings.HasPrefix(s, " ") && at > 0 {
			s = s[1:] // of two spaces with a placeholder between them one is left
			t.cuts.add(n, 1)
		}
		plain.WriteString(s)
		at = end
	}
	keep := item.Keep
	keepUntil := func(end int) {
		for ; len(keep) > 0 && keep[0].Start < end; keep = keep[1:] {
			write(keep[0].Start)
			start := plain.Len()
			plain.WriteString(keep[0].In(item.Text))
			t.keep = append(t.keep, offset.Span{Start: start, End: plain.Len()})
			at = keep[0].End
		}
	}
	for _, s := range signs {
		keepUntil(s.Start)
		write(s.Start)
		at = s.End
		if len(keep) > 0 && keep[0] == s.Span {
			keep = keep[1:]
		}
		t.cuts.add(plain.Len(), s.Len())
		text := s.In(item.Text)
		if p, ok := open[s.pair]; ok {
			t.pairs[p].close, t.pairs[p].span.End = text, plain.Len()
		} else if s.closes {
			t.pairs = append(t.pairs, markedPair{close: text, span: offset.Span{End: plain.Len()}})
		} else {
			open[s.pair] = len(t.pairs)
			t.pairs = append(t.pairs, markedPair{open: text, span: offset.Span{Start: plain.Len()}})
		}
	}
	keepUntil(len(item.Text))
	write(len(item.Text))
	t.plain = plain.String()
	if strings.TrimSpace(t.plain) == "" {
		return nil
	}
	for i := range t.pairs {
		if p := &t.pairs[i]; p.close == "" {
			p.span.End = len(t.plain)
		}
	}
	slices.SortStableFunc(t.pairs, func(a, b markedPair) int {
		if a.span.Start != b.span.Start {
			return a.span.Start - b.span.Start
		}
		return b.span.End - a.span.End
	})
	return t
}

// mark puts the placeholders into a translation. It reports whether it could.
func (t *markedText) mark(r *translate.Result) bool {
	if r.Text == t.plain {
		r.Text = t.source
		links := make([]offset.Link, len(r.Links)) // equal items share those of their result
		for i, l := range r.Links {
			links[i] = offset.Link{Source: t.cuts.span(l.Source), Target: t.cuts.span(l.Target)}
		}
		r.Links = links
		return true
	}
	if len(r.Links) == 0 {
		return false
	}
	t.lone = loneWords(t.plain, r.Links)
	words := linkedWords(t.plain, r, t.target)
	if len(words) == 0 {
		return false
	}
	for i := range t.pairs {
		t.place(i, words, r.Text)
	}
	t.write(r)
	return true
}

// loneWords returns the words of a text that no link is from.
func loneWords(plain string, links []offset.Link) []offset.Span {
	words := textWords(plain)
	linked := make([]bool, len(words))
	for _, l := range links {
		first := sort.Search(len(words), func(k int) bool { return words[k].End > l.Source.Start })
		for k := first; k < len(words) && words[k].Start < l.Source.End; k++ {
			linked[k] = true
		}
	}
	lone := words[:0]
	for k, w := range words {
		if !linked[k] {
			lone = append(lone, w)
		}
	}
	return lone
}

// textWords returns where the words of a text stand; a placeholder is a word.
func textWords(text string) []offset.Span {
	var words []offset.Span
	start := -1
	for i := 0; i <= len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if start >= 0 && (r == '⟦' || strings.HasSuffix(text[start:i], "⟧")) {
			words = append(words, offset.Span{Start: start, End: i})
			start = -1
		}
		switch {
		case i < len(text) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '⟦' || r == '⟧'):
			if start < 0 {
				start = i
			}
		case start >= 0 && i < len(text) && joins(text[i:], r, n):
		default:
			if start >= 0 {
				words = append(words, offset.Span{Start: start, End: i})
				start = -1
			}
		}
		i += max(n, 1)
	}
	return words
}

// joins reports whether a sign, of n bytes at the beginning of text, joins two parts of a word, as in "Ada's", "3.5"
// and "well-known".
func joins(text string, r rune, n int) bool {
	next, _ := utf8.DecodeRuneInString(text[n:])
	return strings.ContainsRune("'’-‑.,/", r) && len(text) > n && (unicode.IsLetter(next) || unicode.IsDigit(next))
}
