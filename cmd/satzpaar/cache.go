package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/printer"
)

func cacheCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "cache",
		Short: "Look into the cache of translations and look after it",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, args []string) error { return cmd.Help() }}
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
	if path = first(path, a.env("SATZPAAR_CACHE")); path != "" {
		return path, nil
	}
	c, err := a.configFile()
	if err != nil {
		return "", err
	}
	if c.Cache != "" {
		return c.Cache, nil
	}
	dir, err := a.cacheFolder()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "translations.db"), nil
}

// isServer reports whether a cache is a database, not a file.
func isServer(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// openCache opens the cache file, by default the user's. A damaged file is moved aside: it holds nothing that cannot
// be got again.
func (a *app) openCache(ctx context.Context, path string) (*sqlite.Cache, error) {
	path, err := a.cachePath(path)
	if err != nil {
		return nil, err
	}
	if isServer(path) {
		return nil, usage(errors.New("cache: this command looks into a file, not into a database"),
			"name a file with --cache; psql looks into the tables that begin with satzpaar_")
	}
	c, err := sqlite.Open(ctx, path, a.now)
	if errors.Is(err, cache.ErrDamaged) {
		aside, moveErr := sqlite.MoveAside(path, a.now())
		if moveErr != nil {
			return nil, usage(errors.Join(err, moveErr), "name another file with --cache, or use --no-cache")
		}
		a.say("cache %s was damaged; it is now %s, and a new one was begun", path, aside)
		c, err = sqlite.Open(ctx, path, a.now)
	}
	switch {
	case errors.Is(err, cache.ErrNewer):
		return nil, usage(err, "use the newer satzpaar, or name another file with --cache")
	case errors.Is(err, cache.ErrLocked):
		return nil, usage(err, "wait for the other program to end, or name another file with --cache")
	case err != nil:
		return nil, usage(err, "name another file with --cache, or use --no-cache")
	}
	return c, nil
}

// runCache opens the cache for a run, which goes on even where the file cannot be used just now: beside one of a newer
// version it has a file of its own, and while another program has locked the file, the run keeps what is new until it
// is free.
func (a *app) runCache(ctx context.Context, path string) (cache.Cache, error) {
	path, err := a.cachePath(path)
	if err != nil {
		return nil, err
	}
	if isServer(path) {
		return a.openServer(ctx, path)
	}
	c, err := a.openCache(ctx, path)
	if errors.Is(err, cache.ErrNewer) {
		beside := sqlite.Beside(path)
		a.say("cache %s was written by a newer version of satzpaar; this run uses %s", path, beside)
		path = beside
		c, err = a.openCache(ctx, path)
	}
	if errors.Is(err, cache.ErrLocked) {
		a.say("cache %s is locked by another program; going on without it, what is new is stored once it is free", path)
		again := func(ctx context.Context) (cache.Cache, error) { return sqlite.Open(ctx, path, a.now) }
		return &losing{sqlite.NewLocked(again, a.now), a.terminal, true}, nil
	}
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		a.say("cache %s: %v; going on without it", path, err)
		return nil, nil
	}
	if errors.Is(err, fs.ErrPermission) {
		a.say("cache %s can be neither read nor written; going on without it", path)
		return nil, nil
	}
	if err != nil {
		return nil, err // not c, which would be an interface that is not nil
	}
	return &losing{c, a.terminal, false}, nil
}

// A losable cache counts what it could not store.
type losable interface {
	cache.Cache
	Lost() int
}

// losing is a cache that says when it is closed what it could not store. late is one that was locked when the run
// began, which has been said.
type losing struct {
	losable
	t    *terminal
	late bool
}

func (l *losing) Close() error {
	err := l.losable.Close()
	if n := l.Lost(); n > 0 {
		l.t.say("the cache has stayed locked: %s could not be kept for later runs", count(n, "translation"))
	}
	return err
}

// said reports whether a failure has been said when the run began.
func (l *losing) said(err error) bool { return l.late && errors.Is(err, cache.ErrLocked) }

// cacheTrouble reports the first failure of the cache: work goes on, and more of the same would only hide other
// messages.
func (a *app) cacheTrouble(c cache.Cache) func(error) {
	knowing, ok := c.(interface{ said(err error) bool })
	said := make(chan struct{}, 1)
	return func(err error) {
		if ok && knowing.said(err) {
			return
		}
		select {
		case said <- struct{}{}:
			a.say("%v; going on without it", err)
		default:
		}
	}
}

func (a *app) cacheStats(ctx context.Context, path string, asJSON bool) error {
	path, err := a.cachePath(path)
	if err != nil {
		return err
	}
	type group struct {
		Backend string `json:"backend"`
		Entries int64  `json:"entries"`
		Bytes   int64  `json:"bytes"`
		Oldest  string `json:"oldest"`
		Newest  string `json:"newest"`
	}
	report := struct {
		File    string  `json:"file"`
		Size    int64   `json:"size"`
		Entries int64   `json:"entries"`
		Groups  []group `json:"groups"`
	}{File: path, Groups: []group{}}
	if _, err := os.Stat(path); isServer(path) || !errors.Is(err, fs.ErrNotExist) { // looking must not make a file
		c, err := a.openCache(ctx, path)
		if err != nil {
			return err
		}
		defer c.Close()
		groups, err := c.Stats(ctx)
		if err != nil {
			return usage(err)
		}
		report.Size = c.Size()
		for _, g := range groups {
			report.Entries += g.Entries
			oldest, newest := g.Oldest.UTC().Format(time.DateOnly), g.Newest.UTC().Format(time.DateOnly)
			report.Groups = append(report.Groups, group{g.Group, g.Entries, g.Bytes, oldest, newest})
		}
	}
	if asJSON {
		e := json.NewEncoder(printer.JSON(a.stdout))
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	printer.Printf(a.stdout, "%s: %d translations, %s on disk\n", report.File, report.Entries, size(report.Size))
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, g := range report.Groups {
		printer.Printf(w, "%d\t%s\t%s to %s\t  %s\n", g.Entries, size(g.Bytes), g.Oldest, g.Newest, g.Backend)
	}
	return w.Flush()
}

// size writes a number of bytes for people.
func size(n int64) string {
	const unit = 1024
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	value, prefix := float64(n), -1
	for value >= unit && prefix < 3 {
		value /= unit
		prefix++
	}
	return fmt.Sprintf("%.1f %ciB", value, "KMGT"[prefix])
}
