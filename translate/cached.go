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
	n := len(req.Items)
	if n == 0 {
		return nil, Usage{}, ctx.Err()
	}
	info := d.b.Info()
	results := make([]Result, n)
	keys := make([]cache.Key, n)
	buf := make([]byte, 0, 1024)
	from, to := req.From.String(), req.To.String()
	for i := range req.Items {
		p := partsOf(info, &req, i, from, to)
		buf = p.Append(buf[:0])
		keys[i] = sum(buf)
	}
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
			r := &results[i]
			if r.Err != nil || strings.TrimSpace(r.Text) == "" || !utf8.ValidString(r.Text) {
				continue
			}
			p := partsOf(info, &req, i, from, to)
			entries = append(entries, cache.Entry{Key: keys[i], Value: EncodeValue(r), Group: info.ID, Parts: p.Append(nil)})
		}
		// What has been paid for is stored even when the run is being interrupted.
		if err := d.put(context.WithoutCancel(ctx), entries); err != nil {
			d.report(fmt.Errorf("translate: writing %d translations to the cache: %w", len(entries), err))
		}
	})
	if err != nil && (ctx.Err() != nil || len(misses) == n) {
		return nil, usage, err
	}
	return results, usage, nil
}

func (d *cached) put(ctx context.Context, entries []cache.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	return d.c.Put(ctx, entries)
}
