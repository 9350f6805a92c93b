package main

import (
	"cmp"
	"context"
	"errors"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/caches"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
)

// A cacheTool is a command that looks into the cache, with its flags.
type cacheTool struct {
	*app
	path                     string
	backend, model, from, to string
	format, out, age, most   string
	sample                   int
	json                     bool
}

func cacheCommand(a *app) *cobra.Command {
	f := &cacheTool{app: a}
	about := func(c *cobra.Command, what string) {
		c.Flags().StringVar(&f.backend, "backend", "marian", what)
		c.Flags().StringVar(&f.model, "model", "", "its `model`")
		a.completeValues(c)
	}
	stats := commandline.Leaf("stats", "Count what is in the cache, by backend and model", cobra.NoArgs, f.stats)
	stats.Flags().BoolVar(&f.json, "json", false, "as JSON")
	why := commandline.Leaf("why TEXT",
		"Explain why a sentence is in the cache for a backend or not: which part of its key differs",
		cobra.ExactArgs(1), f.why)
	why.Flags().StringVar(&f.from, "from", "", "`language` of the sentence (default de)")
	why.Flags().StringVar(&f.to, "to", "", "`language` of its translation (default en)")
	about(why, "`backend` that would translate it")
	verify := commandline.Leaf("verify", "Look for damaged entries, and translate a sample again to compare",
		cobra.NoArgs, f.verify)
	verify.Flags().IntVar(&f.sample, "sample", 100, "entries of the backend to translate again, chosen by their hash")
	about(verify, "`backend` whose entries are translated again; it must give equal answers to equal questions")
	export := commandline.Leaf("export", "Write the entries as JSON Lines, or their translations as TMX",
		cobra.NoArgs, f.export)
	commandline.Choice(export.Flags(), &f.format, "format", "jsonl", commandline.Words("jsonl", "tmx"),
		"jsonl, which can be imported again, or tmx")
	export.Flags().StringVarP(&f.out, "out", "o", "", "output `file` (default: standard output)")
	imp := commandline.Leaf("import FILE",
		"Add the entries of an export, or the pairs of a TMX file as translations of a backend",
		cobra.ExactArgs(1), f.importFile)
	about(imp, "for TMX: `backend` whose answers the pairs replace")
	prune := commandline.Leaf("prune", "Delete what has not been used for long, or the oldest beyond a size",
		cobra.NoArgs, f.prune)
	prune.Flags().StringVar(&f.age, "unused", "", "delete entries not used for a `time` such as 90d or 12h")
	prune.Flags().StringVar(&f.most, "max-size", "", "keep at most a `size` such as 500M or 2G")
	c := commandline.Group("cache", "Inspect and maintain the cache of translations",
		stats, why, verify, export, imp, prune)
	c.PersistentFlags().StringVar(&f.path, "cache", "", "cache `file` (default: in the user's cache folder)")
	return c
}

// cachePath returns path, else the cache that environment or configuration name, else the user's.
func (a *app) cachePath(path string) (string, error) {
	if path == "" {
		c, err := a.configFile()
		if err != nil {
			return "", err
		}
		if path, err = c.CachePath(a.env); err != nil {
			return "", err
		}
	}
	return path, caches.Check(path)
}

// open opens the cache file.
func (f *cacheTool) open(ctx context.Context) (*sqlite.Cache, error) {
	path, err := f.cachePath(f.path)
	if err != nil {
		return nil, err
	}
	c, note, err := caches.OpenFile(ctx, path, f.now)
	if note != nil {
		f.note(note)
	}
	return c, cacheMisuse(err)
}

// cacheMisuse gives the error of a cache that cannot be opened hints.
func cacheMisuse(err error) error {
	switch {
	case errors.Is(err, cache.ErrNewer):
		return usage(err, "use the newer version of satzpaar, or name another file with --cache")
	case errors.Is(err, cache.ErrLocked):
		return usage(err, "wait for the other program to end, or name another file with --cache")
	case advice.Of(err) == "":
		return usage(err, "name another file with --cache, or use --no-cache")
	}
	return err
}

// useCache gives the sessions of a configuration the cache for a run. The function that is returned closes it.
func (a *app) useCache(ctx context.Context, config *satzpaar.Config, path string) (closeCache func() error, err error) {
	closeCache = func() error { return nil }
	if path, err = a.cachePath(path); err != nil {
		return closeCache, err
	}
	c, err := caches.OpenForRun(ctx, path, a.now, a.note)
	if err != nil || c == nil {
		return closeCache, cacheMisuse(err)
	}
	c.Use(config)
	return c.Close, nil
}

func (f *cacheTool) stats(ctx context.Context, _ []string) error {
	path, err := f.cachePath(f.path)
	if err != nil {
		return err
	}
	report := &sqlite.Stats{File: path, Groups: []sqlite.Group{}}
	if !caches.Missing(path) { // looking must not make a file
		c, err := f.open(ctx)
		if err != nil {
			return err
		}
		defer c.Close()
		if report, err = c.Stats(ctx); err != nil {
			return err
		}
	}
	if f.json {
		return f.printJSON(report, "  ")
	}
	f.print("%s: %d translations, %s on disk\n", report.File, report.Entries, units.Size(report.Size))
	w := tabwriter.NewWriter(f.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, g := range report.Groups {
		printer.Printf(w, "%d\t%s\t%s to %s\t  %s\n", g.Entries, units.Size(g.Bytes), g.Oldest, g.Newest, g.Backend)
	}
	return w.Flush()
}

// session opens a session whose own backend is the one that the command is about.
func (f *cacheTool) session(ctx context.Context) (*satzpaar.Session, error) {
	config, err := f.settings()
	if err != nil {
		return nil, err
	}
	config.Backend, config.Fallback, config.Foreign, config.Jobs = f.backend, "", "", 1
	config.From, config.To = cmp.Or(f.from, config.From), cmp.Or(f.to, config.To)
	config.UseModel(f.backend, f.model)
	return f.openReady(ctx, &config)
}
