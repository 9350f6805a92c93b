package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// cacheTools are the sub-commands of satzpaar cache beside stats. Path is the flag that they share.
func cacheTools(a *app, path *string) []*cobra.Command {
	var backend, model, from, to, format, out, age, most string
	var sample int
	about := func(c *cobra.Command, what string) {
		c.Flags().StringVar(&backend, "backend", "marian", what)
		c.Flags().StringVar(&model, "model", "", "its model")
	}
	why := &cobra.Command{Use: "why TEXT",
		Short: "Explain why a sentence is in the cache for a backend or not: which part of its key differs",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheWhy(cmd.Context(), *path, args[0], backend, model, from, to)
		}}
	why.Flags().StringVar(&from, "from", "", "language of the sentence (default de)")
	why.Flags().StringVar(&to, "to", "", "language of its translation (default en)")
	about(why, "backend that would translate it")
	verify := &cobra.Command{Use: "verify",
		Short: "Look for damaged entries, and translate a sample again to compare",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheVerify(cmd.Context(), *path, sample, backend, model)
		}}
	verify.Flags().IntVar(&sample, "sample", 100, "entries of the backend to translate again, chosen by their hash")
	about(verify, "backend whose entries are translated again; it must give equal answers to equal questions")
	export := &cobra.Command{Use: "export",
		Short: "Write the entries as JSON Lines, or their translations as TMX",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheExport(cmd.Context(), *path, format, out)
		}}
	export.Flags().StringVar(&format, "format", "jsonl", "jsonl, which can be imported again, or tmx")
	export.Flags().StringVarP(&out, "out", "o", "", "output file (default: standard output)")
	imp := &cobra.Command{Use: "import FILE",
		Short: "Add the entries of an export, or the pairs of a TMX file as translations of a backend",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.cacheImport(cmd.Context(), *path, args[0], backend, model)
		}}
	about(imp, "for TMX: backend whose answers the pairs replace")
	prune := &cobra.Command{Use: "prune",
		Short: "Delete what has not been used for long, or the oldest beyond a size",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, args []string) error { return a.cachePrune(cmd.Context(), *path, age, most) }}
	prune.Flags().StringVar(&age, "unused", "", "delete entries not used for this long: 90d, 12h")
	prune.Flags().StringVar(&most, "max-size", "", "keep at most this much: 500M, 2G")
	return []*cobra.Command{why, verify, export, imp, prune}
}

// cacheSession opens a session whose own backend is the one that a cache command is about.
func (a *app) cacheSession(ctx context.Context, name, model, from, to string) (*satzpaar.Session, error) {
	config, err := a.settings()
	if err != nil {
		return nil, err
	}
	config.Backend, config.Fallback, config.Foreign, config.Jobs = name, "", "", 1
	config.From, config.To = cmp.Or(from, config.From), cmp.Or(to, config.To)
	useModel(&config, name, model)
	s, err := openReady(ctx, &config)
	if err != nil {
		h := hinter{a, &config}
		return nil, h.misuse(err)
	}
	return s, nil
}

func (a *app) withCache(ctx context.Context, path string, f func(c *sqlite.Cache) error) error {
	path, err := a.cachePath(path)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); !isServer(path) && errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("there is no cache yet: %w", err))
	}
	c, err := a.openCache(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(f(c), c.Close())
}

func (a *app) cacheWhy(ctx context.Context, path, text, backend, model, from, to string) error {
	session, err := a.cacheSession(ctx, backend, model, from, to)
	if err != nil {
		return err
	}
	defer session.Close()
	id := session.Backends()[0]
	return a.withCache(ctx, path, func(c *sqlite.Cache) error {
		e, err := session.ExplainCached(ctx, c, text)
		if err != nil {
			return err
		}
		if e.Found != nil {
			a.print("in the cache for %s:\n  %s\n", id, e.Found.Text)
			return nil
		}
		a.print("not in the cache for %s\n", id)
		for _, n := range e.Near {
			why := "differs in " + strings.Join(n.Differs, ", ")
			if n.Damaged {
				why = "is damaged"
			}
			a.print("  an entry of %s, made %s, %s\n    %s\n",
				n.Group, n.Made.UTC().Format("2006-01-02"), why, n.Result.Text)
		}
		if len(e.Near) == 0 {
			a.print("  no entry has this text\n")
		}
		return nil
	})
}

func (a *app) cacheVerify(ctx context.Context, path string, sample int, backend, model string) error {
	session, err := a.cacheSession(ctx, backend, model, "", "")
	if err != nil {
		return err
	}
	defer session.Close()
	id := session.Backends()[0]
	return a.withCache(ctx, path, func(c *sqlite.Cache) error {
		v, err := session.VerifyCached(ctx, c, sample, func(text, cached, now string) {
			a.print("different: %s\n  cached: %s\n  now:    %s\n", text, cached, now)
		})
		switch {
		case errors.Is(err, entry.ErrVaries):
			err = fmt.Errorf("the answers of %s are not the same every time, "+
				"so that translating again proves nothing", id)
			return usage(err, "the first answer that was found good is the one that counts")
		case err != nil:
			return err
		}
		a.print("%d entries, %d damaged (they count as missing); %d translated again, %d different\n",
			v.Entries, v.Damaged, v.Checked, v.Different)
		if v.Different > 0 {
			return &exit{
				exitFailed,
				fmt.Errorf("%d of the entries of %s are not what it says now", v.Different, id),
				[]string{"somebody has put them there by an import, or they are a fault: delete the cache file, " +
					"and report that"},
			}
		}
		return nil
	})
}

func (a *app) cacheExport(ctx context.Context, path, format, out string) error {
	if format != "jsonl" && format != "tmx" {
		return usage(fmt.Errorf("--format %s: must be jsonl or tmx", format))
	}
	return a.withCache(ctx, path, func(c *sqlite.Cache) error {
		return a.writeFile(out, func(w io.Writer) error {
			if format == "tmx" {
				return bitext.TMX.Write(w, satzpaar.CachedPairs(ctx, c))
			}
			return entry.Export(ctx, c, printer.JSON(w))
		})
	})
}

func (a *app) cacheImport(ctx context.Context, path, file, backend, model string) error {
	f, err := plainfile.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	c, err := a.openCache(ctx, path)
	if err != nil {
		return err
	}
	total := 0
	if strings.HasSuffix(strings.ToLower(file), ".tmx") {
		var session *satzpaar.Session
		if session, err = a.cacheSession(ctx, backend, model, "", ""); err == nil {
			total, err = session.ImportTMX(ctx, c, f, file)
			err = errors.Join(err, session.Close())
		}
	} else {
		total, err = entry.Import(ctx, c, f, file)
	}
	if err = errors.Join(err, c.Close()); err != nil && total == 0 {
		return err
	}
	a.say("%s imported", units.Count(total, "translation"))
	return a.importedWithout(err, file)
}

func (a *app) cachePrune(ctx context.Context, path, age, most string) error {
	if age == "" && most == "" {
		return usage(errors.New("say what to delete: --unused 90d, --max-size 2G, or both"))
	}
	var before time.Time
	if age != "" {
		d, err := units.ParseAge(age)
		if err != nil {
			return usage(fmt.Errorf("--unused %s: %w", age, err))
		}
		before = a.now().Add(-d)
	}
	var bytes int64 // 0: any size
	if most != "" {
		var err error
		if bytes, err = units.ParseSize(most); err != nil {
			return usage(fmt.Errorf("--max-size %s: %w", most, err))
		}
	}
	return a.withCache(ctx, path, func(c *sqlite.Cache) error {
		n, err := c.Prune(ctx, before, bytes)
		if err != nil {
			return err
		}
		a.say("%d entries deleted; %s on disk", n, units.Size(c.Size()))
		return nil
	})
}
