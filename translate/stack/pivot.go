package stack

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// Pivot returns a backend that translates through a third language: first into it, second out of it. Its ID names
// both, its word links are composed of theirs, and its scores are those of the less certain of the two steps. Ranks
// are those of the second step. Glossary terms are not passed on, since neither step has both of their languages:
// [Termed] belongs around it.
func Pivot(first, second translate.Backend, via language.Tag) translate.Backend {
	return &pivot{inner{first}, inner{second}, via}
}

// then stands between the signatures of both steps.
const then = " then "

// Steps returns the signatures of both steps of a [Pivot], from its own; ok is false for other backends.
func Steps(id string) (first, second string, ok bool) { return strings.Cut(id, then) }

type pivot struct {
	first, second inner
	via           language.Tag
}

// Unwrap returns both backends, the first one first.
func (d *pivot) Unwrap() []translate.Backend { return []translate.Backend{d.first.b, d.second.b} }

func (d *pivot) Info() translate.Info {
	a, b := d.first.Info(), d.second.Info()
	info := translate.Info{
		ID:            a.ID + then + b.ID,
		MaxBatch:      smallerBatch(a, b),
		Concurrency:   a.Concurrency,
		UsesContext:   a.UsesContext,
		Deterministic: a.Deterministic && b.Deterministic,
		Pairs:         []translate.Pair{}, // nil would be any
		Ranks:         b.Ranks,
	}
	if a.Pairs == nil && b.Pairs == nil {
		info.Pairs = nil
	}
	for _, p := range a.Pairs {
		for _, q := range b.Pairs {
			if (translate.Pair{From: p.To, To: q.From}).Same(translate.Pair{From: d.via, To: d.via}) {
				info.Pairs = append(info.Pairs, translate.Pair{From: p.From, To: q.To})
			}
		}
	}
	return info
}

func (d *pivot) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	into, out := req, req
	into.To, into.Terms, into.Rank = d.via, nil, 0
	out.From, out.Terms, out.Title, out.Items = d.via, nil, "", nil
	results, usage, err := d.first.ask(ctx, into)
	if err != nil {
		return nil, usage, err
	}
	var sent []int
	for i := range results {
		r := &results[i]
		if r.Err != nil {
			continue
		}
		item := translate.Item{Text: r.Text, Kind: req.Items[i].Kind}
		if item.Keep, r.Err = kept(&req.Items[i], r.Text); r.Err != nil {
			*r = translate.Result{Err: r.Err}
			continue
		}
		sent = append(sent, i)
		out.Items = append(out.Items, item)
	}
	if len(sent) == 0 {
		return results, usage, nil
	}
	answers, used, err := d.second.ask(ctx, out)
	usage.Add(used)
	if err != nil {
		return nil, usage, err
	}
	for k, i := range sent {
		if answers[k].Err != nil {
			results[i] = translate.Result{Err: answers[k].Err}
			continue
		}
		results[i] = joined(results[i], answers[k])
	}
	return results, usage, nil
}

// joined is the result of two steps.
func joined(a, b translate.Result) translate.Result {
	r := translate.Result{
		Text:     b.Text,
		Origin:   a.Origin + then + b.Origin,
		HasScore: a.HasScore && b.HasScore,
		Links:    offset.Compose(a.Links, b.Links),
		Cached:   a.Cached && b.Cached,
		Near:     a.Near || b.Near,
	}
	if r.HasScore {
		r.Score = min(a.Score, b.Score)
	}
	return r
}

// kept finds in the text of the first step what the item asks to keep, so that the second step keeps it too. Parts
// are looked for in their order, each once, and only then elsewhere.
func kept(item *translate.Item, text string) ([]offset.Span, *translate.Error) {
	var found []offset.Span
	in := places{text: text}
	at := 0                  // the end of the last part that stands in order
	taken := map[int]bool{}  // the starts of those found
	next := map[string]int{} // where to look on for a part that does not
	for _, k := range item.Keep {
		part := k.In(item.Text)
		if part == "" {
			continue
		}
		start := in.of(part, at)
		if start >= 0 {
			at = start + len(part)
		}
		for start < 0 || taken[start] {
			if start = in.of(part, next[part]); start < 0 {
				return nil, translate.Errorf(translate.Internal, "", "the first of two steps lost %q", part)
			}
			next[part] = start + len(part)
		}
		taken[start] = true
		found = append(found, offset.Span{Start: start, End: start + len(part)})
	}
	slices.SortFunc(found, func(a, b offset.Span) int { return a.Start - b.Start })
	return merged(found), nil
}

// places finds where parts stand in a text. Placeholders of markup, of which there may be any number, are looked for
// all at once.
type places struct {
	text  string
	marks map[string][]int // where each placeholder begins, in order
}

// of returns where a part begins for the first time from a place on, or -1.
func (p *places) of(part string, from int) int {
	if _, mark := placeholder.Name(part); !mark {
		if i := strings.Index(p.text[from:], part); i >= 0 {
			return from + i
		}
		return -1
	}
	if p.marks == nil {
		p.marks = map[string][]int{}
		for _, s := range placeholder.Find(p.text) {
			name := s.In(p.text)
			p.marks[name] = append(p.marks[name], s.Start)
		}
	}
	starts := p.marks[part]
	if k, _ := slices.BinarySearch(starts, from); k < len(starts) {
		return starts[k]
	}
	return -1
}

// merged joins spans that overlap: one part may hold another.
func merged(spans []offset.Span) []offset.Span {
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
