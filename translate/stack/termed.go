package stack

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Termed returns b, which knows nothing of glossary terms, with terms obeyed. A translation that lacks one is made
// again, of a text in which translations stand in place of the words of terms, to be kept as they are. It is used if it
// holds more terms and all else that the item asks to keep. Otherwise the first one stays, and the check of terms finds
// what is missing.
func Termed(b translate.Backend) translate.Backend { return &termed{inner{b}} }

type termed struct{ inner }

func (d *termed) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	plain := req
	plain.Terms = nil
	results, usage, err := d.ask(ctx, plain)
	if err != nil || len(req.Terms) == 0 {
		return results, usage, err
	}
	again := plain
	again.Items = nil
	var made []*imposed
	for i := range req.Items {
		if results[i].Err != nil {
			continue
		}
		t := impose(&req.Items[i], req.Terms)
		if t == nil {
			continue
		}
		if t.first = t.held(results[i].Text); t.first < len(t.places) {
			t.number = i
			again.Items = append(again.Items, t.item)
			made = append(made, t)
		}
	}
	if len(made) == 0 {
		return results, usage, nil
	}
	answers, used, err := d.ask(ctx, again)
	usage.Add(used)
	if err != nil {
		if ctx.Err() != nil {
			return nil, usage, err
		}
		return results, usage, nil
	}
	for k, t := range made {
		a := &answers[k]
		if a.Err == nil && t.held(a.Text) > t.first && verify.CheckKeep(&req.Items[t.number], a.Text) == nil {
			results[t.number] = t.result(a)
		}
	}
	return results, usage, nil
}

// An imposed text is that of an item with translations in place of the words of terms.
type imposed struct {
	item   translate.Item
	terms  map[translate.Term]int // that stand in it, each with the number of its places
	places []imposedPlace         // in order
	number int                    // of the item in the request
	first  int                    // what the first translation held
}

// An imposedPlace is where the words of a term stand in the text of the item, and its translation in the imposed text.
type imposedPlace struct {
	source, made offset.Span
	term         int
}

// impose returns nil for an item in which no term stands outside of what it asks to keep.
func impose(item *translate.Item, terms []translate.Term) *imposed {
	var found []imposedPlace
	for k, t := range terms {
		if t.Targets()[0] == "" {
			continue
		}
		for start, end := range t.Places(item.Text) {
			found = append(found, imposedPlace{source: offset.Span{Start: start, End: end}, term: k})
		}
	}
	slices.SortStableFunc(found, func(a, b imposedPlace) int { // of those that overlap, the first and longest
		return cmp.Or(a.source.Start-b.source.Start, b.source.End-a.source.End)
	})
	t := &imposed{item: *item, terms: map[translate.Term]int{}}
	t.item.Keep = nil
	var text strings.Builder
	at := 0
	kept := item.Keep
	write := func(end int) {
		text.WriteString(item.Text[at:end])
		at = end
	}
	keep := func(end int) { // of the text, what is to be kept up to there
		for len(kept) > 0 && kept[0].End <= end {
			write(kept[0].Start)
			start := text.Len()
			write(kept[0].End)
			t.item.Keep = append(t.item.Keep, offset.Span{Start: start, End: text.Len()})
			kept = kept[1:]
		}
	}
	for _, p := range found {
		keep(p.source.Start)
		if p.source.Start < at || len(kept) > 0 && kept[0].Start < p.source.End {
			continue
		}
		write(p.source.Start)
		p.made.Start = text.Len()
		text.WriteString(likeCase(terms[p.term], p.source.In(item.Text)))
		p.made.End, at = text.Len(), p.source.End
		t.item.Keep = append(t.item.Keep, p.made)
		t.places = append(t.places, p)
		t.terms[terms[p.term]]++
	}
	if len(t.places) == 0 {
		return nil
	}
	keep(len(item.Text))
	write(len(item.Text))
	t.item.Text = text.String()
	return t
}

// likeCase returns the preferred translation of a term, with a capital where only the place of the term, such as the
// beginning of a sentence, has given it one.
func likeCase(t translate.Term, words string) string {
	target := t.Targets()[0]
	there, _ := utf8.DecodeRuneInString(words)
	own, _ := utf8.DecodeRuneInString(t.Source)
	if unicode.IsUpper(there) && unicode.IsLower(own) {
		first, n := utf8.DecodeRuneInString(target)
		return string(unicode.ToUpper(first)) + target[n:]
	}
	return target
}

// held returns at how many places stand terms that a translation holds.
func (t *imposed) held(text string) int {
	n := 0
	for obeyed, places := range t.terms {
		if slices.ContainsFunc(obeyed.Targets(), func(target string) bool {
			return translate.Term{Source: target}.In(text)
		}) {
			n += places
		}
	}
	return n
}

// result returns the translation of the imposed text as that of the item.
func (t *imposed) result(made *translate.Result) translate.Result {
	r := *made
	r.Links = make([]offset.Link, len(made.Links))
	for i, l := range made.Links {
		r.Links[i] = offset.Link{Source: t.back(l.Source), Target: l.Target}
	}
	return r
}

// back returns the range of the item's text that a range of the imposed text stands for.
func (t *imposed) back(r offset.Span) offset.Span {
	before := func(to int) *imposedPlace { // the last place that begins before it
		k := sort.Search(len(t.places), func(k int) bool { return t.places[k].made.Start >= to })
		if k == 0 {
			return &imposedPlace{}
		}
		return &t.places[k-1]
	}
	if p := before(r.Start + 1); r.Start < p.made.End {
		r.Start = p.source.Start
	} else {
		r.Start += p.source.End - p.made.End
	}
	if p := before(r.End); r.End <= p.made.End {
		r.End = p.source.End
	} else {
		r.End += p.source.End - p.made.End
	}
	return r
}
