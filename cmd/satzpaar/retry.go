package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/translate"
)

// A retry is the backend of translate --retry: it answers from the bitexts of the earlier run, asks its backend only for what failed there, or was flagged, and
// keeps a new answer to a flagged sentence only if it has fewer or lighter findings than the old one.
type retry struct {
	translate.Backend
	flagged bool // flagged sentences are asked for again, not only failed ones
	before  map[string]*bitext.Pair
	env     *check.Env

	mu                          sync.Mutex
	asked, mended, kept, failed int
	// The findings of what was asked for again, by check; "failed" counts those without a translation.
	was, is map[string]int
}

// newRetry reads the bitexts of an output folder.
func (j *job) newRetry(b translate.Backend, dir string, env *check.Env) (*retry, error) {
	files, err := bitextFiles(dir)
	if err != nil {
		return nil, err
	}
	r := &retry{Backend: b, flagged: j.flags.retry == "flagged", before: map[string]*bitext.Pair{}, env: env, was: map[string]int{}, is: map[string]int{}}
	for b, err := range j.bitexts(files) {
		if err != nil {
			j.say("%v", err)
			continue
		}
		for i := range b.Pairs {
			if p := &b.Pairs[i]; p.Action == bitext.Translate && p.Origin != bitext.Human {
				r.before[strings.Join(strings.Fields(p.Source), " ")] = p
			}
		}
	}
	return r, nil
}

// Translate implements [translate.Backend].
func (r *retry) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	var ask []int
	old := make([]*bitext.Pair, len(req.Items))
	for i, it := range req.Items {
		p := r.before[it.Text]
		if p == nil || p.State == bitext.Initial || r.flagged && weight(p.Findings) > 1 {
			ask = append(ask, i)
			old[i] = p
			continue
		}
		out[i] = earlier(p)
	}
	sub := req
	sub.Items = make([]translate.Item, len(ask))
	for k, i := range ask {
		sub.Items[k] = req.Items[i]
	}
	if len(ask) == 0 {
		return out, translate.Usage{}, ctx.Err()
	}
	results, usage, err := r.Backend.Translate(ctx, sub)
	if err != nil {
		return nil, usage, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, i := range ask {
		out[i] = r.better(old[i], &req.Items[i], results[k])
	}
	return out, usage, nil
}

// better chooses between the earlier translation of an item, if there is one, and a new one. The caller holds mu.
func (r *retry) better(p *bitext.Pair, it *translate.Item, res translate.Result) translate.Result {
	r.asked++
	if p == nil {
		p = &bitext.Pair{Source: it.Text, Action: bitext.Translate, State: bitext.Initial}
	}
	fresh := *p
	fresh.State, fresh.Error, fresh.Target, fresh.Links, fresh.Findings, fresh.Score, fresh.Origin = bitext.Translated, "", res.Text, nil, nil, nil, res.Origin
	if res.Err == nil {
		fresh.Findings = check.Run(check.All, &fresh, r.env)
	}
	tally(r.was, p)
	switch {
	case res.Err != nil:
		r.failed++
	case p.State == bitext.Initial || weight(fresh.Findings) < weight(p.Findings):
		r.mended++
		tally(r.is, &fresh)
		return res
	default:
		r.kept++
	}
	tally(r.is, p)
	if p.State == bitext.Initial {
		return res
	}
	return earlier(p)
}

// tally counts the findings of a pair.
func tally(counts map[string]int, p *bitext.Pair) {
	if p.State == bitext.Initial {
		counts["failed"]++
		return
	}
	for _, f := range p.Findings {
		counts[f.Check]++
	}
}

// earlier is the answer that a bitext holds.
func earlier(p *bitext.Pair) translate.Result {
	res := translate.Result{Text: p.Target, Origin: p.Origin, Cached: true}
	if p.Score != nil {
		res.Score, res.HasScore = *p.Score, true
	}
	if strings.Join(strings.Fields(p.Source), " ") == p.Source { // else the offsets are those of another text
		for _, l := range p.Links {
			res.Links = append(res.Links, translate.Link{Source: translate.Range{Start: l[0], End: l[1]}, Target: translate.Range{Start: l[2], End: l[3]}})
		}
	}
	return res
}

// weight sums up findings: one error counts as much as two warnings, a remark hardly.
func weight(findings []bitext.Finding) int {
	n := 0
	for _, f := range findings {
		switch f.Severity {
		case bitext.Error:
			n += 4
		case bitext.Warning:
			n += 2
		default:
			n++
		}
	}
	return n
}

// table says what came of it, check by check.
func (r *retry) table() string {
	var w strings.Builder
	fmt.Fprintf(&w, "asked again for %s: %d better, %d no better (the old translation stays), %d failed", count(r.asked, "sentence"), r.mended, r.kept, r.failed)
	names := slices.Sorted(maps.Keys(r.was))
	for name := range r.is {
		if r.was[name] == 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return w.String()
	}
	slices.Sort(names)
	fmt.Fprintf(&w, "\n  %-16s %6s %6s", "", "before", "after")
	for _, name := range slices.Compact(names) {
		fmt.Fprintf(&w, "\n  %-16s %6d %6d", name, r.was[name], r.is[name])
	}
	return w.String()
}
