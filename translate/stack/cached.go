package stack

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/size"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Cached returns b behind c. Items whose [entry.Parts] are in c are answered from there with Result.Cached set; the
// others are sent to b in parts, as by [Batching], and each part is stored as soon as it is answered, so that a run
// that is killed loses only the parts under way.
//
// Only successes are stored: text that is valid UTF-8 and not empty. A cache that fails costs only its hits: report,
// if not nil, is called once when it cannot be read and once when it cannot be written, and work goes on. If c is a
// [cache.Leaser], what another worker is already asking for is waited for, not asked for again.
func Cached(b translate.Backend, c cache.Cache, config BatchConfig, report func(error)) translate.Backend {
	if report == nil {
		report = func(error) {}
	}
	return &cached{inner: inner{b}, c: c, config: config, report: report}
}

type cached struct {
	inner
	c      cache.Cache
	config BatchConfig
	report func(error)
	// What has been reported.
	unreadable, unwritable atomic.Bool
}

func (d *cached) Info() translate.Info {
	info := d.b.Info()
	info.MaxBatch = 0
	return info
}

func (d *cached) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	return d.translateKeyed(ctx, req, entry.Keys(d.b.Info(), &req))
}

func (d *cached) translateKeyed(ctx context.Context, req translate.Request,
	keys []cache.Key) ([]translate.Result, translate.Usage, error) {
	n := len(req.Items)
	if n == 0 {
		return nil, translate.Usage{}, ctx.Err()
	}
	results, misses, err := d.lookup(ctx, &req, all(n), keys)
	if err != nil {
		if ctx.Err() != nil {
			return nil, translate.Usage{}, ctx.Err()
		}
		d.tell(&d.unreadable, fmt.Errorf("translate: reading the cache: %w", err))
		results, misses = make([]translate.Result, n), all(n)
	}
	if len(misses) == 0 {
		return results, translate.Usage{}, nil
	}
	var usage translate.Usage
	if shared, ok := d.c.(cache.Leaser); ok {
		usage, err = d.leased(ctx, shared, &req, misses, results, keys)
	} else {
		usage, err = d.ask(ctx, &req, misses, results, keys)
	}
	if err != nil && (ctx.Err() != nil || len(misses) == n) {
		return nil, usage, err
	}
	return results, usage, nil
}

// all returns the numbers below n.
func all(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// lookup reads what the cache holds under the keys of items. What no answer may hold is a miss, as [entry.Lookup] has
// it of what is damaged, and so are links beside the text: others can write into a cache that is shared or was
// received.
func (d *cached) lookup(
	ctx context.Context,
	req *translate.Request,
	items []int,
	keys []cache.Key,
) (results []translate.Result, misses []int, err error) {
	results, missing, err := entry.Lookup(ctx, d.c, keys)
	if err != nil {
		return nil, nil, err
	}
	for n, i := range items {
		switch {
		case len(missing) > 0 && missing[0] == n:
			missing = missing[1:]
		case verify.Controls(req.Items[i].Text, results[n].Text) == nil && linksFit(req.Items[i].Text, &results[n]):
			continue
		}
		results[n], misses = translate.Result{}, append(misses, n)
	}
	return results, misses, nil
}

// linksPerByte bounds how often links lead from or to each byte of a text, on average. It is many times what words
// need, and keeps work on links in proportion to the texts.
const linksPerByte = 64

// linksFit reports whether the links of a result are those of a text. [entry.Decode] has seen that they lie in the
// translation.
func linksFit(text string, r *translate.Result) bool {
	most := linksPerByte * (len(text) + len(r.Text))
	for _, l := range r.Links {
		if l.Source.Start > l.Source.End || l.Source.End > len(text) {
			return false
		}
		if most -= 1 + l.Source.Len() + l.Target.Len(); most < 0 {
			return false
		}
	}
	return true
}

// ask translates the items of a request that misses name, and stores each part as soon as it is answered.
func (d *cached) ask(
	ctx context.Context,
	req *translate.Request,
	misses []int,
	results []translate.Result,
	keys []cache.Key,
) (translate.Usage, error) {
	info := d.b.Info()
	return d.config.translate(ctx, d.b, req, misses, results, func(part []int) {
		entries := entry.Entries(info, req, part, results, keys)
		// Translations are paid for, so they are stored even if the run is being interrupted.
		if err := put(context.WithoutCancel(ctx), d.c, entries); err != nil {
			d.tell(&d.unwritable, fmt.Errorf("translate: writing %d translations to the cache: %w", len(entries), err))
		}
	})
}

// tell reports the first failure of a kind: more of the same would only bury other messages.
func (d *cached) tell(told *atomic.Bool, err error) {
	if !told.Swap(true) {
		d.report(err)
	}
}

func put(ctx context.Context, c cache.Cache, entries []cache.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	return c.Put(ctx, entries)
}

// Store puts results that did not come through [Cached] into c, such as those of a batch collected later, under the
// keys that Cached looks up. It returns how many could be kept.
func Store(ctx context.Context, c cache.Cache, info translate.Info, req translate.Request,
	results []translate.Result) (int, error) {
	indices := make([]int, min(len(req.Items), len(results)))
	for i := range indices {
		indices[i] = i
	}
	entries := entry.Entries(info, &req, indices, results, nil)
	if err := put(ctx, c, entries); err != nil {
		return 0, fmt.Errorf("translate: writing %d translations to the cache: %w", len(entries), err)
	}
	return len(entries), nil
}

// Pending returns what remains to be done of requests: the items that c, which may be nil, does not hold, without
// duplicates, in requests within the limits.
func Pending(ctx context.Context, info translate.Info, c cache.Cache, limits size.Limits,
	requests []translate.Request) ([]translate.Request, error) {
	var out []translate.Request
	seen := map[cache.Key]bool{}
	for r := range requests {
		req := &requests[r]
		var indices []int
		var keys []cache.Key
		for i, k := range entry.Keys(info, req) {
			if !seen[k] {
				seen[k] = true
				indices, keys = append(indices, i), append(keys, k)
			}
		}
		if c != nil && len(keys) > 0 {
			_, missing, err := entry.Lookup(ctx, c, keys)
			if err != nil {
				return nil, fmt.Errorf("translate: reading the cache: %w", err)
			}
			open := make([]int, len(missing))
			for n, k := range missing {
				open[n] = indices[k]
			}
			indices = open
		}
		if len(indices) == 0 {
			continue
		}
		for _, part := range limits.Split(info, req, indices) {
			out = append(out, req.Pick(part))
		}
	}
	return out, nil
}
