package translate

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/cache"
)

// Cached returns b behind c. Items whose [KeyParts] are in c are answered from there with Result.Cached set; the others are sent to b in parts, as by
// [Batching], and each part is stored as soon as it is answered, so that a run that is killed loses only the parts under way.
//
// Only successes are stored: not empty, valid UTF-8. A cache that fails costs nothing but the hits: report (if not nil) is told, and work goes on.
func Cached(b Backend, c cache.Cache, config BatchConfig, report func(error)) Backend {
	if report == nil {
		report = func(error) {}
	}
	return &cached{b, c, config, report}
}

type cached struct {
	b      Backend
	c      cache.Cache
	config BatchConfig
	report func(error)
}

func (d *cached) Info() Info {
	info := d.b.Info()
	info.MaxBatch = 0
	return info
}

func (d *cached) Translate(ctx context.Context, req Request) ([]Result, Usage, error) {
	return d.translateKeyed(ctx, req, keysOf(d.b.Info(), &req))
}

func (d *cached) translateKeyed(ctx context.Context, req Request, keys []cache.Key) ([]Result, Usage, error) {
	n := len(req.Items)
	if n == 0 {
		return nil, Usage{}, ctx.Err()
	}
	info := d.b.Info()
	results := make([]Result, n)
	from, to := req.From.String(), req.To.String()
	var misses []int
	values, err := d.c.Get(ctx, keys)
	if err == nil && len(values) != n {
		err = fmt.Errorf("%d values for %d keys", len(values), n)
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, Usage{}, ctx.Err()
		}
		d.report(fmt.Errorf("translate: reading the cache: %w", err))
		values = make([][]byte, n)
	}
	for i, v := range values {
		r, ok := Result{}, false
		if v != nil {
			r, ok = DecodeValue(v)
		}
		if ok {
			results[i] = r
		} else {
			misses = append(misses, i)
		}
	}
	if len(misses) == 0 {
		return results, Usage{}, nil
	}
	usage, err := d.config.translate(ctx, d.b, &req, misses, results, func(part []int) {
		entries := make([]cache.Entry, 0, len(part))
		for _, i := range part {
			if e, ok := entry(info, &req, i, &results[i], from, to); ok {
				e.Key = keys[i]
				entries = append(entries, e)
			}
		}
		// What has been paid for is stored even when the run is being interrupted.
		if err := put(context.WithoutCancel(ctx), d.c, entries); err != nil {
			d.report(fmt.Errorf("translate: writing %d translations to the cache: %w", len(entries), err))
		}
	})
	if err != nil && (ctx.Err() != nil || len(misses) == n) {
		return nil, usage, err
	}
	return results, usage, nil
}

// entry is what the cache keeps of a result, but for its key; false for one that must not be kept.
func entry(info Info, req *Request, i int, r *Result, from, to string) (cache.Entry, bool) {
	if r.Err != nil || strings.TrimSpace(r.Text) == "" || !utf8.ValidString(r.Text) {
		return cache.Entry{}, false
	}
	p := partsOf(info, req, i, from, to)
	raw := p.Append(nil)
	return cache.Entry{Value: EncodeValue(r), Group: info.ID, Parts: raw}, true
}

func put(ctx context.Context, c cache.Cache, entries []cache.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	return c.Put(ctx, entries)
}

// Store puts results that did not come through [Cached] into c, as a job that was collected later, under the keys that Cached looks for. It returns how many
// were good to keep.
func Store(ctx context.Context, c cache.Cache, info Info, req Request, results []Result) (int, error) {
	var entries []cache.Entry
	from, to := req.From.String(), req.To.String()
	for i := range min(len(req.Items), len(results)) {
		if e, ok := entry(info, &req, i, &results[i], from, to); ok {
			e.Key = sum(e.Parts)
			entries = append(entries, e)
		}
	}
	if err := put(ctx, c, entries); err != nil {
		return 0, fmt.Errorf("translate: writing %d translations to the cache: %w", len(entries), err)
	}
	return len(entries), nil
}

// Pending returns what is left to do of requests: items that c (which may be nil) does not hold, each work once, in requests within the limits.
func Pending(ctx context.Context, info Info, c cache.Cache, config BatchConfig, requests []Request) ([]Request, error) {
	var out []Request
	seen := map[cache.Key]bool{}
	for r := range requests {
		req := &requests[r]
		from, to := req.From.String(), req.To.String()
		var indices []int
		var keys []cache.Key
		for i := range req.Items {
			p := partsOf(info, req, i, from, to)
			if k := p.Key(); !seen[k] {
				seen[k] = true
				indices, keys = append(indices, i), append(keys, k)
			}
		}
		if c != nil && len(keys) > 0 {
			values, err := c.Get(ctx, keys)
			if err != nil {
				return nil, fmt.Errorf("translate: reading the cache: %w", err)
			}
			open := indices[:0]
			for k, i := range indices {
				if values[k] != nil {
					if _, ok := DecodeValue(values[k]); ok {
						continue
					}
				}
				open = append(open, i)
			}
			indices = open
		}
		if len(indices) == 0 {
			continue
		}
		for _, part := range config.split(info, req, indices) {
			out = append(out, req.pick(part))
		}
	}
	return out, nil
}
