package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/configfile"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
)

func cacheCommand(a *app) *cobra.Command {
	c := group("cache", "Look into the cache of translations and look after it")
	var path string
	c.PersistentFlags().StringVar(&path, "cache", "", "cache file (default: in the user's cache folder)")
	var asJSON bool
	stats := &cobra.Command{Use: "stats",
		Short: "Count what is in the cache, by backend and model",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, args []string) error { return a.cacheStats(cmd.Context(), path, asJSON) }}
	stats.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	c.AddCommand(stats)
	c.AddCommand(cacheTools(a, &path)...)
	return c
}

// cachePath returns path, else the file that environment or configuration name, else the one in the user's cache
// folder.
func (a *app) cachePath(path string) (string, error) {
	if path = cmp.Or(path, a.env("SATZPAAR_CACHE")); path == "" {
		c, err := a.configFile()
		if err != nil {
			return "", err
		}
		path = c.Cache
	}
	switch kind, _, address := strings.Cut(path, "://"); {
	case address && !isServer(path): // as a file, its name would hold the password
		return "", usage(fmt.Errorf("cache: %s:// is not a kind of address that a cache can have", excerpt.Name(kind)),
			"name a file, or a database as postgres://USER@HOST/DATABASE")
	case path != "":
		return path, nil
	}
	dir, err := configfile.CacheFolder(a.env)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "translations.db"), nil
}

// isServer reports whether a cache is a database, not a file.
func isServer(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// openCache opens the cache file, by default the user's.
func (a *app) openCache(ctx context.Context, path string) (*sqlite.Cache, error) {
	path, err := a.cachePath(path)
	if err != nil {
		return nil, err
	}
	if isServer(path) {
		return nil, usage(errors.New("cache: this command looks into a file, not into a database"),
			"name a file with --cache; psql looks into the tables that begin with satzpaar_")
	}
	c, note, err := sqlite.OpenMended(ctx, path, a.now)
	if note != nil {
		a.say("%v", note)
	}
	if err != nil {
		return nil, cacheMisuse(err)
	}
	return c, nil
}

// cacheMisuse gives the error of a cache that cannot be opened hints.
func cacheMisuse(err error) error {
	switch {
	case errors.Is(err, cache.ErrNewer):
		return usage(err, "use the newer satzpaar, or name another file with --cache")
	case errors.Is(err, cache.ErrLocked):
		return usage(err, "wait for the other program to end, or name another file with --cache")
	}
	return usage(err, "name another file with --cache, or use --no-cache")
}

// A cacheOfRun is the cache of a run, with what a person should know of it.
type cacheOfRun struct {
	cache interface { // not embedded: it may have more methods
		cache.Cache
		Lost() int // how many entries it could not store
	}
	away string // why it could not
	said error  // the failure that was reported when the run began; nil if it opened
}

// runCache opens the cache for a run; nil if that must do without.
func (a *app) runCache(ctx context.Context, path string) (*cacheOfRun, error) {
	path, err := a.cachePath(path)
	if err != nil {
		return nil, err
	}
	if isServer(path) {
		return a.openServer(ctx, path)
	}
	c, notes, err := sqlite.OpenForRun(ctx, path, a.now)
	for _, note := range notes {
		a.say("%v", note)
	}
	if err != nil {
		return nil, cacheMisuse(err)
	}
	if c == nil {
		return nil, nil
	}
	run := &cacheOfRun{cache: c, away: "the cache has stayed locked"}
	if c.Locked {
		run.said = cache.ErrLocked
	}
	return run, nil
}

// useCache gives the sessions of a configuration the cache for a run. The function that is returned closes it.
func (a *app) useCache(ctx context.Context, config *satzpaar.Config, path string) (closeCache func() error, err error) {
	c, err := a.runCache(ctx, path)
	if err != nil || c == nil {
		return func() error { return nil }, err
	}
	config.Host.Cache, config.Host.CacheError = c.cache, a.cacheTrouble(c.said)
	return func() error {
		err := c.cache.Close()
		if n := c.cache.Lost(); n > 0 {
			a.say("%s: %s could not be kept for later runs", c.away, units.Count(n, "translation"))
		}
		return err
	}, nil
}

// cacheTrouble reports the first failure of the cache that was not reported before: work goes on, and more of the
// same would only hide other messages.
func (a *app) cacheTrouble(said error) func(error) {
	report := once(func(err error) { a.say("%v; going on without it", err) })
	return func(err error) {
		if said == nil || !errors.Is(err, said) {
			report(err)
		}
	}
}

// once returns a function that passes the first error on to f and drops all others.
func once(f func(error)) func(error) {
	var first sync.Once
	return func(err error) { first.Do(func() { f(err) }) }
}

func (a *app) cacheStats(ctx context.Context, path string, asJSON bool) error {
	path, err := a.cachePath(path)
	if err != nil {
		return err
	}
	report := &sqlite.Stats{File: path, Groups: []sqlite.Group{}}
	if _, err := os.Stat(path); isServer(path) || !errors.Is(err, fs.ErrNotExist) { // looking must not make a file
		c, err := a.openCache(ctx, path)
		if err != nil {
			return err
		}
		defer c.Close()
		if report, err = c.Stats(ctx); err != nil {
			return err
		}
	}
	if asJSON {
		return a.printJSON(report, "  ")
	}
	a.print("%s: %d translations, %s on disk\n", report.File, report.Entries, units.Size(report.Size))
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, g := range report.Groups {
		printer.Printf(w, "%d\t%s\t%s to %s\t  %s\n", g.Entries, units.Size(g.Bytes), g.Oldest, g.Newest, g.Backend)
	}
	return w.Flush()
}
