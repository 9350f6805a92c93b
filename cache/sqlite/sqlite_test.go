package sqlite_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/cachetest"
	"github.com/satzpaar/satzpaar/cache/sqlite"
)

func key(s string) cache.Key { return sha256.Sum256([]byte(s)) }

func entry(s string) cache.Entry {
	return cache.Entry{Key: key(s), Value: []byte("value of " + s), Group: "test", Parts: []byte(s)}
}

func open(t testing.TB, path string) *sqlite.Cache {
	t.Helper()
	c, err := sqlite.Open(context.Background(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func get(t testing.TB, c cache.Cache, names ...string) []string {
	t.Helper()
	keys := make([]cache.Key, len(names))
	for i, n := range names {
		keys[i] = key(n)
	}
	values, err := c.Get(context.Background(), keys)
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != len(keys) {
		t.Fatalf("got %d values for %d keys", len(values), len(keys))
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func TestCache(t *testing.T) {
	cachetest.Run(t, func(t *testing.T) func() cache.Cache {
		path := filepath.Join(t.TempDir(), "cache.db")
		return func() cache.Cache { return open(t, path) }
	})
}

func TestPutGet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub folder", "cache?x#y%.db")
	c := open(t, path)
	ctx := context.Background()
	if err := c.Put(ctx, []cache.Entry{entry("a"), entry("b")}); err != nil {
		t.Fatal(err)
	}
	got := get(t, c, "a", "missing", "b", "a")
	want := []string{"value of a", "", "value of b", "value of a"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
	replaced := entry("a")
	replaced.Value = []byte("new")
	if err := c.Put(ctx, []cache.Entry{replaced}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file is not where it was asked for: %v", err)
	}
	if got := get(t, open(t, path), "a", "b"); got[0] != "new" || got[1] != "value of b" {
		t.Errorf("after reopening: %q", got)
	}
}

// Every chunk size must find all of its keys and nothing else.
func TestGetSizes(t *testing.T) {
	c := open(t, filepath.Join(t.TempDir(), "c.db"))
	var entries []cache.Entry
	for i := range 300 {
		entries = append(entries, entry(strconv.Itoa(i)))
	}
	if err := c.Put(context.Background(), entries); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 15, 16, 17, 63, 64, 65, 79, 80, 81, 128, 200, 300} {
		names := make([]string, 0, 2*n)
		for i := range n {
			names = append(names, strconv.Itoa(299-i), "absent "+strconv.Itoa(i))
		}
		for i, v := range get(t, c, names...) {
			want := ""
			if i%2 == 0 {
				want = "value of " + names[i]
			}
			if v != want {
				t.Fatalf("%d keys: value %d is %q, want %q", n, i, v, want)
			}
		}
	}
}

func TestDamagedEntryIsAMiss(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	c := open(t, path)
	if err := c.Put(context.Background(), []cache.Entry{entry("a"), entry("b")}); err != nil {
		t.Fatal(err)
	}
	c.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	k := key("a")
	if _, err := db.Exec("UPDATE entries SET value = 'something else' WHERE key = ?", k[:]); err != nil {
		t.Fatal(err)
	}
	db.Close()
	c = open(t, path)
	if got := get(t, c, "a", "b"); got[0] != "" || got[1] != "value of b" {
		t.Errorf("got %q", got)
	}
	damaged := 0
	for s, err := range c.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Damaged {
			damaged++
			if s.Key != k {
				t.Errorf("the wrong entry is called damaged: %s", s.Parts)
			}
		}
	}
	if damaged != 1 {
		t.Errorf("%d entries called damaged, want 1", damaged)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	newer := filepath.Join(dir, "newer.db")
	open(t, newer).Close()
	db, err := sql.Open("sqlite", newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("no database at all "), 500), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path string
		want error
	}{{newer, cache.ErrNewer}, {text, cache.ErrDamaged}} {
		_, err := sqlite.Open(context.Background(), tt.path, time.Now)
		if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.path) {
			t.Errorf("%s: got error %v, want one that wraps %q and names the file", tt.path, err, tt.want)
		}
	}
	if _, err := sqlite.Open(context.Background(), dir, time.Now); err == nil {
		t.Error("a folder was opened as a cache")
	}
	moved, err := sqlite.MoveAside(text, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(moved); err != nil {
		t.Error(err)
	}
	open(t, text)
}

func TestPrune(t *testing.T) {
	now := time.Unix(1_000_000_000, 0)
	c, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "c.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for i := range 10 {
		if err := c.Put(context.Background(), []cache.Entry{entry(strconv.Itoa(i))}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	n, err := c.Prune(context.Background(), time.Unix(1_000_000_000, 0).Add(3*time.Hour), 0)
	if err != nil || n != 3 {
		t.Errorf("by age: deleted %d, %v; want 3", n, err)
	}
	each := int64(len("value of 9") + len("9"))
	n, err = c.Prune(context.Background(), time.Time{}, 2*each)
	if err != nil || n != 5 {
		t.Errorf("by size: deleted %d, %v; want 5", n, err)
	}
	if got := get(t, c, "7", "8", "9"); got[0] != "" || got[1] == "" || got[2] == "" {
		t.Errorf("the newest two should be left: %q", got)
	}
	stats, err := c.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	day := time.Unix(1_000_000_000, 0).UTC().Format(time.DateOnly)
	want := sqlite.Group{Backend: "test", Entries: 2, Bytes: 2 * each, Oldest: day, Newest: day}
	if stats.File != c.Path() || stats.Size == 0 || stats.Entries != 2 || len(stats.Groups) != 1 || stats.Groups[0] != want {
		t.Errorf("stats: %+v, want %+v", stats, want)
	}
}

// A hit keeps an entry from being pruned by age.
func TestUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	now := time.Unix(1_000_000_000, 0)
	clock := func() time.Time { return now }
	c, err := sqlite.Open(context.Background(), path, clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Put(context.Background(), []cache.Entry{entry("a"), entry("b")}); err != nil {
		t.Fatal(err)
	}
	now = now.Add(48 * time.Hour)
	get(t, c, "a")
	c.Close()
	if c, err = sqlite.Open(context.Background(), path, clock); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n, err := c.Prune(context.Background(), now.Add(-time.Hour), 0); n != 1 || err != nil {
		t.Errorf("deleted %d, %v; want 1", n, err)
	}
	if got := get(t, c, "a", "b"); got[0] == "" || got[1] != "" {
		t.Errorf("got %q", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	a, b := open(t, path), open(t, path)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c := a
			if g%2 == 1 {
				c = b
			}
			for i := range 20 {
				name := fmt.Sprintf("%d/%d", g, i)
				if err := c.Put(context.Background(), []cache.Entry{entry(name)}); err != nil {
					t.Error(err)
					return
				}
				if v, err := c.Get(context.Background(), []cache.Key{key(name)}); err != nil ||
					string(v[0]) != "value of "+name {
					t.Errorf("%s: %q, %v", name, v, err)
				}
			}
		}()
	}
	wg.Wait()
}

// TestKilledWriter starts this test binary as a second process that writes entries and reports them, kills it in the
// middle, and looks for all that it had reported.
func TestKilledWriter(t *testing.T) {
	if path := os.Getenv("SATZPAAR_TEST_CACHE"); path != "" {
		c, err := sqlite.Open(context.Background(), path, time.Now)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		for i := 0; ; i++ {
			if err := c.Put(context.Background(), []cache.Entry{entry(strconv.Itoa(i))}); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
			fmt.Println("stored", i)
		}
	}
	path := filepath.Join(t.TempDir(), "c.db")
	mine := open(t, path)
	for round := range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$")
		cmd.Env = append(os.Environ(), "SATZPAAR_TEST_CACHE="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := -1
		buf := make([]byte, 0, 1<<16)
		chunk := make([]byte, 512)
		for !bytes.Contains(buf, []byte(fmt.Sprintf("stored %d\n", 20*(round+1)))) {
			n, err := out.Read(chunk)
			buf = append(buf, chunk[:n]...)
			if err != nil {
				t.Fatalf("the writer ended by itself: %v: %s", err, buf)
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		for _, line := range strings.Split(string(buf), "\n") {
			if rest, ok := strings.CutPrefix(line, "stored "); ok {
				if n, err := strconv.Atoi(rest); err == nil {
					said = max(said, n)
				}
			}
		}
		for i := range said { // the last line may have been cut
			if got := get(t, mine, strconv.Itoa(i)); got[0] == "" {
				t.Fatalf("round %d: entry %d of %d is lost", round, i, said)
			}
		}
	}
}

func BenchmarkGet(b *testing.B) {
	c := open(b, filepath.Join(b.TempDir(), "c.db"))
	const n = 51_200 // a multiple of both batch sizes
	keys := make([]cache.Key, n)
	for i := 0; i < n; i += 1024 {
		var entries []cache.Entry
		for j := range 1024 {
			e := entry(strconv.Itoa(i + j))
			e.Value = bytes.Repeat(e.Value, 10)
			keys[i+j] = e.Key
			entries = append(entries, e)
		}
		if err := c.Put(context.Background(), entries); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		if _, err := c.Get(context.Background(), keys[i*256%n:][:256]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*256/b.Elapsed().Seconds(), "keys/s")
}
