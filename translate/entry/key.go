// Package entry defines what a cache holds of a translation: the key that describes it completely, and the value.
package entry

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// keyVersion is the salt of all keys. It changes when the meaning of a part changes, and then every older entry is a
// miss.
const keyVersion = 1

// Parts is the complete description of one translation: all that may change its result, and nothing else. Two items
// with equal parts are the same work.
type Parts struct {
	Backend string // Info.ID
	From    string // BCP 47
	To      string
	Text    string
	Terms   []translate.Term // of the request, those that occur in Text, in the order of the request
	Keep    []offset.Span    // of the item
	Rank    int              // of the request
	// Examples of the item are filled only for backends with Info.UsesExamples.
	Examples []translate.Example
	// The rest is filled only for backends with Info.UsesContext.
	Kind   string
	Title  string
	Before string
	After  string
}

// PartsOf describes item i of req as info's backend would translate it.
func PartsOf(info translate.Info, req *translate.Request, i int) Parts {
	return partsOf(info, req, i, req.From.String(), req.To.String())
}

// partsOf is [PartsOf] with the languages already written out, for loops over many items.
func partsOf(info translate.Info, req *translate.Request, i int, from, to string) Parts {
	it := &req.Items[i]
	p := Parts{Backend: info.ID, From: from, To: to, Text: it.Text, Keep: it.Keep, Rank: req.Rank}
	for _, t := range req.Terms {
		if t.In(it.Text) {
			p.Terms = append(p.Terms, t)
		}
	}
	if info.UsesExamples {
		p.Examples = it.Examples
	}
	if info.UsesContext {
		p.Kind, p.Title, p.Before, p.After = it.Kind, req.Title, it.Before, it.After
	}
	return p
}

// Key returns the SHA-256 of the canonical form.
func (p *Parts) Key() cache.Key { return sha256.Sum256(p.Append(nil)) }

// Append appends the canonical form of p to dst: one JSON object with a fixed order of fields, empty fields left out.
// [Parse] reads it.
func (p *Parts) Append(dst []byte) []byte {
	dst = append(dst, `{"key":`...)
	dst = strconv.AppendInt(dst, keyVersion, 10)
	field := func(name, v string) {
		if v != "" {
			dst = append(dst, ',', '"')
			dst = append(dst, name...)
			dst = append(dst, '"', ':')
			dst = appendString(dst, v)
		}
	}
	field("backend", p.Backend)
	field("from", p.From)
	field("to", p.To)
	field("text", p.Text)
	if len(p.Terms) > 0 {
		dst = append(dst, `,"terms":[`...)
		for i, t := range p.Terms {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, '[')
			dst = appendString(dst, t.Source)
			dst = append(dst, ',')
			dst = appendString(dst, t.Target)
			dst = append(dst, ']')
		}
		dst = append(dst, ']')
	}
	if len(p.Keep) > 0 {
		dst = append(dst, `,"keep":[`...)
		for i, r := range p.Keep {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, '[')
			dst = strconv.AppendInt(dst, int64(r.Start), 10)
			dst = append(dst, ',')
			dst = strconv.AppendInt(dst, int64(r.End), 10)
			dst = append(dst, ']')
		}
		dst = append(dst, ']')
	}
	if p.Rank > 0 {
		dst = append(dst, `,"rank":`...)
		dst = strconv.AppendInt(dst, int64(p.Rank), 10)
	}
	if len(p.Examples) > 0 {
		dst = append(dst, `,"examples":`...)
		for i, e := range p.Examples {
			dst = append(dst, "[,"[min(i, 1)], '[')
			dst = appendString(dst, e.Source)
			dst = append(dst, ',')
			dst = appendString(dst, e.Target)
			dst = append(dst, ']')
		}
		dst = append(dst, ']')
	}
	field("kind", p.Kind)
	field("title", p.Title)
	field("before", p.Before)
	field("after", p.After)
	return append(dst, '}')
}

// appendString appends s as a JSON string. Bytes that are not UTF-8 are written as \u00XX preceded by U+FFFD, so that
// different bytes give different keys.
func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, `\ufffd\u00`...)
				dst = append(dst, hex[c>>4], hex[c&15])
				start = i + 1
			}
			i += n
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		if c == '"' || c == '\\' {
			dst = append(dst, '\\', c)
		} else {
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// Parse reads the canonical form that [Parts.Append] wrote and that a cache keeps beside an entry.
func Parse(parts []byte) (Parts, error) {
	var v struct {
		Key, Rank                                           int
		Backend, From, To, Text, Kind, Title, Before, After string
		Terms, Examples                                     [][2]string
		Keep                                                [][2]int
	}
	if err := json.Unmarshal(parts, &v); err != nil {
		return Parts{}, fmt.Errorf("translate: reading the parts of a cache key: %w", err)
	}
	if v.Key != keyVersion {
		return Parts{}, fmt.Errorf("translate: parts of a cache key have version %d, this program reads %d", v.Key,
			keyVersion)
	}
	p := Parts{Backend: v.Backend, From: v.From, To: v.To, Text: v.Text, Rank: v.Rank, Kind: v.Kind, Title: v.Title,
		Before: v.Before, After: v.After}
	for _, t := range v.Terms {
		p.Terms = append(p.Terms, translate.Term{Source: t[0], Target: t[1]})
	}
	for _, e := range v.Examples {
		p.Examples = append(p.Examples, translate.Example{Source: e[0], Target: e[1]})
	}
	for _, r := range v.Keep {
		p.Keep = append(p.Keep, offset.Span{Start: r[0], End: r[1]})
	}
	return p, nil
}

// Diff names the parts in which p and q differ, in the order of the canonical form: why one is a miss where the other
// is in the cache.
func (p *Parts) Diff(q *Parts) []string {
	var out []string
	add := func(name, a, b string) {
		if a != b {
			out = append(out, name)
		}
	}
	add("backend", p.Backend, q.Backend)
	add("from", p.From, q.From)
	add("to", p.To, q.To)
	add("text", p.Text, q.Text)
	add("terms", fmt.Sprintf("%q", p.Terms), fmt.Sprintf("%q", q.Terms))
	add("keep", fmt.Sprint(p.Keep), fmt.Sprint(q.Keep))
	add("rank", strconv.Itoa(p.Rank), strconv.Itoa(q.Rank))
	add("examples", fmt.Sprintf("%q", p.Examples), fmt.Sprintf("%q", q.Examples))
	add("kind", p.Kind, q.Kind)
	add("title", p.Title, q.Title)
	add("before", p.Before, q.Before)
	add("after", p.After, q.After)
	return out
}

// String returns the canonical form.
func (p Parts) String() string {
	var b strings.Builder
	b.Write(p.Append(nil))
	return b.String()
}

// Keys returns the keys of the items of req.
func Keys(info translate.Info, req *translate.Request) []cache.Key {
	keys := make([]cache.Key, len(req.Items))
	buf := make([]byte, 0, 1024)
	from, to := req.From.String(), req.To.String()
	for i := range req.Items {
		p := partsOf(info, req, i, from, to)
		buf = p.Append(buf[:0])
		keys[i] = sha256.Sum256(buf)
	}
	return keys
}

// Lookup reads the translations that c holds under keys. results are in the order of the keys; missing are the indices
// of those under which there is no translation, or one that is damaged.
func Lookup(ctx context.Context, c cache.Cache, keys []cache.Key) (results []translate.Result, missing []int,
	err error) {
	values, err := c.Get(ctx, keys)
	if err == nil && len(values) != len(keys) {
		err = fmt.Errorf("%d values for %d keys", len(values), len(keys))
	}
	if err != nil {
		return nil, nil, err
	}
	results = make([]translate.Result, len(keys))
	origin := "" // of the last result: nearly all have the same
	for i, v := range values {
		var ok bool
		if results[i], ok = decode(v, origin); !ok {
			missing = append(missing, i)
			continue
		}
		origin = results[i].Origin
	}
	return results, missing, nil
}

// Entries returns what a cache keeps of the results of those items of req that indices name; results that must not be
// kept are left out. keys are the keys of all items, or nil where they are not known yet.
func Entries(info translate.Info, req *translate.Request, indices []int, results []translate.Result,
	keys []cache.Key) []cache.Entry {
	entries := make([]cache.Entry, 0, len(indices))
	from, to := req.From.String(), req.To.String()
	for _, i := range indices {
		r := &results[i]
		if r.Err != nil || strings.TrimSpace(r.Text) == "" || !utf8.ValidString(r.Text) {
			continue
		}
		p := partsOf(info, req, i, from, to)
		e := cache.Entry{Value: Encode(r), Group: info.ID, Parts: p.Append(nil)}
		if keys != nil {
			e.Key = keys[i]
		} else {
			e.Key = sha256.Sum256(e.Parts)
		}
		entries = append(entries, e)
	}
	return entries
}
