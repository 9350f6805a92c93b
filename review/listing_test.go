package review

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// What is added to a folder and removed from it is noticed, wherever it is and however fast it was; only a folder whose
// last change is long ago is not read again until its time of change is another one.
func TestListing(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	put := func(name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(at(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at(name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	changed := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	since := settles // a person looks at the folder so long after its last change
	l := &listing{now: func() time.Time { return changed.Add(since) }}
	// All folders have the same time of change: it does not show what differs.
	hide := func() {
		t.Helper()
		for _, name := range []string{"", "a", "a/b"} {
			if err := os.Chtimes(at(name), changed, changed); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
	}
	check := func(what, want string, wantFresh bool) {
		t.Helper()
		fresh, err := l.read(dir)
		names, written := l.documents()
		got := strings.Join(names, " ") + "|" + strings.Join(written, " ")
		if err != nil || got != want || fresh != wantFresh {
			t.Errorf("%s: %q, fresh %v, %v; want %q, %v", what, got, fresh, err, want, wantFresh)
		}
	}
	put("z.txt" + bitext.Suffix)
	put("a/b/c.txt" + bitext.Suffix)
	put("a/b/c.txt" + bitext.EditsSuffix)
	put("a/b/c.txt")
	hide()
	check("at first", "a/b/c.txt z.txt|a/b/c.txt", true)
	check("again", "a/b/c.txt z.txt|a/b/c.txt", false)
	put("a/d.txt" + bitext.Suffix)
	hide()
	check("at once", "a/b/c.txt a/d.txt z.txt|a/b/c.txt", true)
	since = settles + time.Second
	check("much later", "a/b/c.txt a/d.txt z.txt|a/b/c.txt", false)
	put("a/e.txt" + bitext.Suffix)
	hide()
	check("of which the folder says nothing", "a/b/c.txt a/d.txt z.txt|a/b/c.txt", false)
	put("a/f.txt" + bitext.Suffix)
	check("of which it does", "a/b/c.txt a/d.txt a/e.txt a/f.txt z.txt|a/b/c.txt", true)
	if err := os.Rename(at("z.txt"+bitext.Suffix), at("y.txt"+bitext.Suffix)); err != nil {
		t.Fatal(err)
	}
	check("renamed", "a/b/c.txt a/d.txt a/e.txt a/f.txt y.txt|a/b/c.txt", true)
	if err := os.RemoveAll(at("a/b")); err != nil {
		t.Fatal(err)
	}
	check("removed", "a/d.txt a/e.txt a/f.txt y.txt|", true)
	if err := os.Symlink(at("a"), at("link")); err == nil {
		check("linked", "a/d.txt a/e.txt a/f.txt y.txt|", false)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := l.read(dir); err == nil {
		t.Error("a folder that is gone is read")
	}
}

// BenchmarkListing lists ten thousand documents in a hundred folders: for the first time, and again while nothing
// changes.
func BenchmarkListing(b *testing.B) {
	dir := b.TempDir()
	long := time.Now().Add(-time.Hour)
	for folder := range 100 {
		in := filepath.Join(dir, fmt.Sprintf("%03d", folder))
		if err := os.Mkdir(in, 0o755); err != nil {
			b.Fatal(err)
		}
		for i := range 100 {
			if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("%06d.txt", i)+bitext.Suffix), nil, 0o644); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.Chtimes(in, long, long); err != nil {
			b.Fatal(err)
		}
	}
	for name, now := range map[string]func() time.Time{"all": nil, "changed": time.Now} {
		b.Run(name, func(b *testing.B) {
			f := newFolder(dir)
			f.list.now = now
			for b.Loop() {
				if names, err := f.scan(); err != nil || len(names) != 10_000 {
					b.Fatal(len(names), err)
				}
			}
		})
	}
}
