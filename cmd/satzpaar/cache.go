package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func cacheCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "cache", Short: "Look into the cache of translations and look after it", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() }}
	var path string
	c.PersistentFlags().StringVar(&path, "cache", "", "cache file (default: in the user's cache folder)")
	var asJSON bool
	stats := &cobra.Command{Use: "stats", Short: "Count what is in the cache, by backend and model", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.cacheStats(cmd.Context(), path, asJSON) }}
	stats.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	c.AddCommand(stats)
	c.AddCommand(cacheTools(a, &path)...)
	return c
}

// cachePath returns path, or the file in the user's cache folder.
func (t *terminal) cachePath(path string) (string, error) {
	if path = first(path, t.env("SATZPAAR_CACHE")); path != "" {
		return path, nil
	}
	dir, err := t.cacheFolder()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "translations.db"), nil
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
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) { // looking must not make a file
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
			report.Groups = append(report.Groups, group{g.Group, g.Entries, g.Bytes, g.Oldest.UTC().Format("2006-01-02"), g.Newest.UTC().Format("2006-01-02")})
		}
	}
	if asJSON {
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	fmt.Fprintf(a.stdout, "%s: %d translations, %s on disk\n", report.File, report.Entries, size(report.Size))
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, g := range report.Groups {
		fmt.Fprintf(w, "%d\t%s\t%s to %s\t  %s\n", g.Entries, size(g.Bytes), g.Oldest, g.Newest, g.Backend)
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
