package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/caches"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// with calls do with the cache, which must be there.
func (f *cacheTool) with(ctx context.Context, do func(*sqlite.Cache) error) error {
	path, err := f.cachePath(f.path)
	if err != nil {
		return err
	}
	if caches.Missing(path) {
		return fmt.Errorf("there is no cache yet: %s does not exist", path)
	}
	c, err := f.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.Close())
}

// withBackend calls do with the cache, a session, and the signature of the session's backend.
func (f *cacheTool) withBackend(
	ctx context.Context,
	do func(c *sqlite.Cache, s *satzpaar.Session, id string) error,
) error {
	session, err := f.session(ctx)
	if err != nil {
		return err
	}
	defer session.Close()
	return f.with(ctx, func(c *sqlite.Cache) error { return do(c, session, session.Backends()[0]) })
}

func (f *cacheTool) why(ctx context.Context, args []string) error {
	return f.withBackend(ctx, func(c *sqlite.Cache, s *satzpaar.Session, id string) error {
		e, err := s.ExplainCached(ctx, c, args[0])
		if err != nil {
			return err
		}
		f.print("%s\n", printer.Lines(e.Lines(id)))
		return nil
	})
}

func (f *cacheTool) verify(ctx context.Context, _ []string) error {
	return f.withBackend(ctx, func(c *sqlite.Cache, s *satzpaar.Session, id string) error {
		v, err := s.VerifyCached(ctx, c, f.sample, func(text, cached, now string) {
			f.print("different: %s\n  cached: %s\n  now:    %s\n", text, cached, now)
		})
		switch {
		case errors.Is(err, entry.ErrVaries):
			err = fmt.Errorf("the answers of %s are not the same every time, "+
				"so that translating again proves nothing", id)
			return usage(err, "the cache keeps the first good answer")
		case err != nil:
			return err
		}
		f.print("%d entries, %d damaged (they count as missing); %d translated again, %d different\n",
			v.Entries, v.Damaged, v.Checked, v.Different)
		if v.Different == 0 {
			return nil
		}
		err = fmt.Errorf("%s now translates %s differently from the cache", id, units.Count(v.Different, "sentence"))
		return &exit{exitFailed, err, []string{"somebody has put them there by an import, or they are a fault: " +
			"delete the cache file, and report that"}}
	})
}

func (f *cacheTool) export(ctx context.Context, _ []string) error {
	return f.with(ctx, func(c *sqlite.Cache) error {
		return f.writeFile(f.out, func(w io.Writer) error {
			if f.format == "tmx" {
				return bitext.TMX.Write(w, satzpaar.CachedPairs(ctx, c))
			}
			return entry.Export(ctx, c, printer.JSON(w))
		})
	})
}

func (f *cacheTool) importFile(ctx context.Context, args []string) error {
	name := args[0]
	file, err := plainfile.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	c, err := f.open(ctx)
	if err != nil {
		return err
	}
	total := 0
	if strings.HasSuffix(strings.ToLower(name), ".tmx") {
		var session *satzpaar.Session
		if session, err = f.session(ctx); err == nil {
			total, err = session.ImportTMX(ctx, c, file, name)
			err = errors.Join(err, session.Close())
		}
	} else {
		total, err = entry.Import(ctx, c, file, name)
	}
	if err = errors.Join(err, c.Close()); err != nil && total == 0 {
		return err
	}
	f.say("%s imported", units.Count(total, "translation"))
	return f.importedWithout(err, name)
}

func (f *cacheTool) prune(ctx context.Context, _ []string) error {
	if f.age == "" && f.most == "" {
		return errors.New("say what to delete: --unused 90d, --max-size 2G, or both")
	}
	var before time.Time
	if f.age != "" {
		d, err := units.ParseAge(f.age)
		if err != nil {
			return fmt.Errorf("--unused %s: %w", f.age, err)
		}
		before = f.now().Add(-d)
	}
	var bytes int64 // 0: any size
	if f.most != "" {
		var err error
		if bytes, err = units.ParseSize(f.most); err != nil {
			return fmt.Errorf("--max-size %s: %w", f.most, err)
		}
	}
	return f.with(ctx, func(c *sqlite.Cache) error {
		n, err := c.Prune(ctx, before, bytes)
		if err != nil {
			return err
		}
		f.say("%d entries deleted; %s on disk", n, units.Size(c.Size()))
		return nil
	})
}
