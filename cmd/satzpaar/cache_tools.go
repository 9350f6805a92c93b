package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// cacheTools are the sub-commands of satzpaar cache beside stats. Path is the flag that they share.
func cacheTools(a *app, path *string) []*cobra.Command {
	var backend, model, from, to, format, out, age, most string
	var sample int
	why := &cobra.Command{Use: "why TEXT", Short: "Say why a sentence is in the cache for a backend or not: which part of its key differs", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheWhy(cmd.Context(), *path, args[0], backend, model, from, to)
		}}
	why.Flags().StringVar(&from, "from", "de", "language of the sentence")
	why.Flags().StringVar(&to, "to", "en", "language of its translation")
	why.Flags().StringVar(&backend, "backend", "marian", "backend that would translate it")
	why.Flags().StringVar(&model, "model", "", "its model")
	verify := &cobra.Command{Use: "verify", Short: "Look for damaged entries, and translate a sample again to compare", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheVerify(cmd.Context(), *path, sample, backend, model)
		}}
	verify.Flags().IntVar(&sample, "sample", 100, "entries of the backend to translate again, chosen by their hash")
	verify.Flags().StringVar(&backend, "backend", "marian", "backend whose entries are translated again; it must give equal answers to equal questions")
	verify.Flags().StringVar(&model, "model", "", "its model")
	export := &cobra.Command{Use: "export", Short: "Write the entries as JSON Lines, or their translations as TMX", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.cacheExport(cmd.Context(), *path, format, out) }}
	export.Flags().StringVar(&format, "format", "jsonl", "jsonl, which can be imported again, or tmx")
	export.Flags().StringVarP(&out, "out", "o", "", "output file (default: standard output)")
	imp := &cobra.Command{Use: "import FILE", Short: "Add the entries of an export, or the pairs of a TMX file as translations of a backend", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheImport(cmd.Context(), *path, args[0], backend, model)
		}}
	imp.Flags().StringVar(&backend, "backend", "marian", "for TMX: backend whose answers the pairs replace")
	imp.Flags().StringVar(&model, "model", "", "its model")
	prune := &cobra.Command{Use: "prune", Short: "Delete what has not been used for long, or the oldest beyond a size", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.cachePrune(cmd.Context(), *path, age, most) }}
	prune.Flags().StringVar(&age, "unused", "", "delete entries not used for so long: 90d, 12h")
	prune.Flags().StringVar(&most, "max-size", "", "keep at most so much: 500M, 2G")
	return []*cobra.Command{why, verify, export, imp, prune}
}

// cacheBackend opens the backend that a cache command is about, bare of decorators.
func (a *app) cacheBackend(ctx context.Context, name, model, from, to string) (translate.Backend, *satzpaar.Session, error) {
	config, err := a.settings()
	if err != nil {
		return nil, nil, err
	}
	config.Backend, config.Fallback, config.Foreign, config.Jobs = name, "", "", 1
	config.From, config.To = first(from, config.From), first(to, config.To)
	if b, ok := config.Backends[name]; ok && model != "" {
		b.Model = model
		config.Backends[name] = b
	}
	s, err := satzpaar.Open(ctx, config)
	if err == nil {
		err = s.Ready(ctx)
	}
	if err != nil {
		h := hinter{a, &config}
		return nil, nil, h.misuse(err)
	}
	b, _ := s.Main()
	return b, s, nil
}

func (a *app) withCache(ctx context.Context, path string, f func(c *cache.SQLite) error) error {
	path, err := a.cachePath(path)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return usage(fmt.Errorf("there is no cache yet: %w", err))
	}
	c, err := a.openCache(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(f(c), c.Close())
}

func (a *app) cacheWhy(ctx context.Context, path, text, backend, model, from, to string) error {
	b, session, err := a.cacheBackend(ctx, backend, model, from, to)
	if err != nil {
		return err
	}
	defer session.Close()
	text = entry.Plain(strings.Join(strings.Fields(text), " "))
	req := &translate.Request{From: session.Pair().From, To: session.Pair().To, Items: []translate.Item{{Text: text}}}
	want := entry.PartsOf(b.Info(), req, 0)
	return a.withCache(ctx, path, func(c *cache.SQLite) error {
		values, err := c.Get(ctx, []cache.Key{want.Key()})
		if err != nil {
			return usage(err)
		}
		if r, ok := entry.Decode(values[0]); ok {
			printer.Printf(a.stdout, "in the cache for %s:\n  %s\n", b.Info().ID, r.Text)
			return nil
		}
		printer.Printf(a.stdout, "not in the cache for %s\n", b.Info().ID)
		near := 0
		for s, err := range c.All(ctx) {
			if err != nil {
				return usage(err)
			}
			p, err := entry.Parse(s.Parts)
			if err != nil || p.Text != text {
				continue
			}
			near++
			why := "differs in " + strings.Join(want.Diff(&p), ", ")
			if s.Damaged {
				why = "is damaged"
			}
			r, _ := entry.Decode(s.Value)
			printer.Printf(a.stdout, "  an entry of %s, made %s, %s\n    %s\n", s.Group, s.Made.UTC().Format("2006-01-02"), why, r.Text)
		}
		if near == 0 {
			printer.Printf(a.stdout, "  no entry has this text\n")
		}
		return nil
	})
}

func (a *app) cacheVerify(ctx context.Context, path string, sample int, backend, model string) error {
	b, session, err := a.cacheBackend(ctx, backend, model, "", "")
	if err != nil {
		return err
	}
	defer session.Close()
	if !b.Info().Deterministic {
		return usage(fmt.Errorf("the answers of %s are not the same every time, so that translating again says nothing", b.Info().ID), "the first answer that was found good is the one that counts")
	}
	return a.withCache(ctx, path, func(c *cache.SQLite) error {
		all, damaged, checked, different := 0, 0, 0, 0
		for s, err := range c.All(ctx) { // in the order of their hashes, so the first ones are a sample
			if err != nil {
				return usage(err)
			}
			all++
			r, ok := entry.Decode(s.Value)
			if s.Damaged || !ok {
				damaged++
				continue
			}
			p, err := entry.Parse(s.Parts)
			if err != nil || p.Backend != b.Info().ID || len(p.Keep) > 0 || checked == sample {
				continue
			}
			checked++
			results, _, err := b.Translate(ctx, translate.Request{From: language.Make(p.From), To: language.Make(p.To), Items: []translate.Item{{Text: p.Text}}})
			if err != nil {
				return usage(err)
			}
			if results[0].Text != r.Text {
				different++
				printer.Printf(a.stdout, "different: %s\n  cached: %s\n  now:    %s\n", p.Text, r.Text, results[0].Text)
			}
		}
		printer.Printf(a.stdout, "%d entries, %d damaged (they count as missing); %d translated again, %d different\n", all, damaged, checked, different)
		if different > 0 {
			return &exit{exitFailed, fmt.Errorf("%d of the entries of %s are not what it says now", different, b.Info().ID), []string{"somebody has put them there by an import, or they are a fault: delete the cache file, and report that"}}
		}
		return nil
	})
}

// cacheLine is an entry in an export.
type cacheLine struct {
	Group  string          `json:"group"`
	Parts  json.RawMessage `json:"parts"`
	Value  string          `json:"value"` // hexadecimal
	Source string          `json:"source,omitempty"`
	Target string          `json:"target,omitempty"` // for people and other programs; an import reads Value
}

func (a *app) cacheExport(ctx context.Context, path, format, out string) error {
	if format != "jsonl" && format != "tmx" {
		return usage(fmt.Errorf("--format %s: must be jsonl or tmx", format))
	}
	return a.withCache(ctx, path, func(c *cache.SQLite) error {
		return a.writeFile(out, func(w io.Writer) error {
			if format == "tmx" {
				return bitext.TMX.Write(w, cachePairs(ctx, c))
			}
			e := json.NewEncoder(printer.JSON(w))
			e.SetEscapeHTML(false)
			return cacheEntries(ctx, c, func(s *cache.Stored, p *entry.Parts, r *translate.Result) error {
				return e.Encode(cacheLine{s.Group, s.Parts, hex.EncodeToString(s.Value), p.Text, r.Text})
			})
		})
	})
}

// cacheEntries calls f with each entry that is not damaged.
func cacheEntries(ctx context.Context, c *cache.SQLite, f func(*cache.Stored, *entry.Parts, *translate.Result) error) error {
	for s, err := range c.All(ctx) {
		if err != nil {
			return err
		}
		p, err := entry.Parse(s.Parts)
		r, ok := entry.Decode(s.Value)
		if err != nil || !ok || s.Damaged {
			continue
		}
		if err := f(&s, &p, &r); err != nil {
			return err
		}
	}
	return nil
}

// cachePairs yields the entries of a cache as pairs, a thousand at a time, so that a cache of any size takes no more memory.
func cachePairs(ctx context.Context, c *cache.SQLite) iter.Seq2[*bitext.Bitext, error] {
	return func(yield func(*bitext.Bitext, error) bool) {
		b := &bitext.Bitext{Header: bitext.Header{Satzpaar: bitext.Version, Document: "cache", Format: "txt", Encoding: "utf-8", From: "de", To: "en"}}
		n := 0
		err := cacheEntries(ctx, c, func(_ *cache.Stored, p *entry.Parts, r *translate.Result) error {
			n++
			b.Pairs = append(b.Pairs, bitext.Pair{ID: strconv.Itoa(n), Source: p.Text, Target: r.Text, Lang: p.From, Action: bitext.Translate, State: bitext.Translated, Origin: r.Origin})
			if len(b.Pairs) == importedAtOnce {
				if !yield(b, nil) {
					return errEnough
				}
				b.Pairs = b.Pairs[:0]
			}
			return nil
		})
		switch {
		case errors.Is(err, errEnough):
		case err != nil:
			yield(nil, err)
		default:
			yield(b, nil)
		}
	}
}

// errEnough ends a walk whose caller wants no more.
var errEnough = errors.New("enough")

func (a *app) cacheImport(ctx context.Context, path, file, backend, model string) error {
	f, err := os.Open(file)
	if err != nil {
		return usage(err)
	}
	defer f.Close()
	full, err := a.cachePath(path)
	if err != nil {
		return err
	}
	c, err := a.openCache(ctx, full)
	if err != nil {
		return err
	}
	total := 0
	put := func(entries []cache.Entry) error {
		total += len(entries)
		return c.Put(ctx, entries)
	}
	if strings.HasSuffix(strings.ToLower(file), ".tmx") {
		err = a.tmxEntries(ctx, f, file, backend, model, put)
	} else {
		err = cacheLines(f, file, put)
	}
	if err = errors.Join(err, c.Close()); err != nil {
		return usage(err)
	}
	a.say("%s imported", count(total, "translation"))
	return nil
}

// importedAtOnce is the number of entries that an import or export handles at a time; in an import, those before a line that makes no sense are in the cache.
const importedAtOnce = 1000

// cacheLines gives the entries of an export to put.
func cacheLines(r io.Reader, name string, put func([]cache.Entry) error) error {
	var out []cache.Entry
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for n := 1; s.Scan(); n++ {
		var l cacheLine
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			return fmt.Errorf("%s:%d: not an entry of a cache: %w", name, n, err)
		}
		p, err := entry.Parse(l.Parts)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
		value, err := hex.DecodeString(l.Value)
		if _, ok := entry.Decode(value); err != nil || !ok {
			return fmt.Errorf("%s:%d: the value is damaged", name, n)
		}
		// The key is computed from the parts again: an import cannot put a value under a key that it does not belong to.
		if out = append(out, cache.Entry{Key: p.Key(), Value: value, Group: p.Backend, Parts: p.Append(nil)}); len(out) == importedAtOnce {
			if err := put(out); err != nil {
				return err
			}
			out = out[:0]
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return put(out)
}

// tmxEntries gives the pairs of a TMX file to put, as translations of a backend.
func (a *app) tmxEntries(ctx context.Context, r io.Reader, name, backend, model string, put func([]cache.Entry) error) error {
	b, session, err := a.cacheBackend(ctx, backend, model, "", "")
	if err != nil {
		return err
	}
	defer session.Close()
	var out []cache.Entry
	err = bitext.TMXUnits(r, name, func(h *bitext.Header, p *bitext.Pair) error {
		if p.Source == "" || p.Target == "" {
			return nil
		}
		req := &translate.Request{From: language.Make(h.From), To: language.Make(h.To), Items: []translate.Item{{Text: entry.Plain(strings.Join(strings.Fields(p.Source), " "))}}}
		parts := entry.PartsOf(b.Info(), req, 0)
		value := entry.Encode(&translate.Result{Text: p.Target, Origin: "tmx:" + name})
		out = append(out, cache.Entry{Key: parts.Key(), Value: value, Group: b.Info().ID, Parts: parts.Append(nil)})
		if len(out) < importedAtOnce {
			return nil
		}
		stored := out
		out = out[:0]
		return put(stored)
	})
	if err != nil {
		return err
	}
	return put(out)
}

func (a *app) cachePrune(ctx context.Context, path, age, most string) error {
	if age == "" && most == "" {
		return usage(errors.New("say what to delete: --unused 90d, --max-size 2G, or both"))
	}
	var before time.Time
	if age != "" {
		d, err := parseAge(age)
		if err != nil {
			return usage(err)
		}
		before = a.now().Add(-d)
	}
	bytes, err := parseSize(most)
	if err != nil {
		return usage(err)
	}
	return a.withCache(ctx, path, func(c *cache.SQLite) error {
		n, err := c.Prune(ctx, before, bytes)
		if err != nil {
			return usage(err)
		}
		a.say("%d entries deleted; %s on disk", n, size(c.Size()))
		return nil
	})
}

// parseAge reads a duration, with d for days.
func parseAge(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		if err != nil || n < 0 {
			return 0, fmt.Errorf("--unused %s: must be like 90d or 12h", s)
		}
		return time.Duration(n * 24 * float64(time.Hour)), nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("--unused %s: must be like 90d or 12h", s)
	}
	return d, nil
}

// parseSize reads a number of bytes, with K, M, G for powers of 1024.
func parseSize(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	number, factor := strings.TrimSuffix(strings.ToUpper(s), "B"), int64(1)
	for i, unit := range []string{"K", "M", "G"} {
		if n, ok := strings.CutSuffix(number, unit); ok {
			number, factor = n, int64(1)<<(10*(i+1))
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("--max-size %s: must be like 500M or 2G", s)
	}
	return int64(n * float64(factor)), nil
}
