//go:build unix

package postgres_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/cachetest"
	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

func key(s string) cache.Key { return sha256.Sum256([]byte(s)) }

func entry(s string) cache.Entry {
	return cache.Entry{Key: key(s), Value: []byte("value of " + s), Group: "test", Parts: []byte(s)}
}

func open(t testing.TB, url string, now func() time.Time) *postgres.Cache {
	t.Helper()
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	c, err := postgres.Open(context.Background(), config, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// sql runs a statement as an administrator would.
var sql = postgrestest.Exec

func TestCache(t *testing.T) {
	s := postgrestest.Start(t)
	database := 0
	cachetest.Run(t, func(t *testing.T) func() cache.Cache {
		database++
		url := s.Database(fmt.Sprint("test", database))
		return func() cache.Cache { return open(t, url, time.Now) }
	})
}

// A worker that dies leaves no lock, and one that lives keeps what it has leased.
func TestDeadWorker(t *testing.T) {
	s := postgrestest.Start(t)
	one, two := open(t, s.URL, time.Now), open(t, s.URL, time.Now)
	keys := []cache.Key{key("a")}
	if mine, err := one.Lease(t.Context(), keys); err != nil || !mine[0] {
		t.Fatal(mine, err)
	}
	if mine, err := two.Lease(t.Context(), keys); err != nil || mine[0] {
		t.Fatal(mine, err)
	}
	sql(t, s.URL, "UPDATE satzpaar_workers_1 SET until = now() - interval '1 second'")
	if mine, err := two.Lease(t.Context(), keys); err != nil || mine[0] {
		t.Error("a lease of a moment ago is taken over:", mine, err)
	}
	sql(t, s.URL, "UPDATE satzpaar_workers_1 SET until = now() - interval '1 second'")
	sql(t, s.URL, "UPDATE satzpaar_leases_1 SET since = now() - interval '1 minute'")
	if mine, err := two.Lease(t.Context(), keys); err != nil || !mine[0] {
		t.Error("the lease of a dead worker is not taken over:", mine, err)
	}
	sql(t, s.URL, "UPDATE satzpaar_leases_1 SET since = now() - interval '31 minutes'")
	if mine, err := one.Lease(t.Context(), keys); err != nil || !mine[0] {
		t.Error("a lease that has been held for too long is not taken over:", mine, err)
	}
}

// Of two new workers that wait for the same key, the second sees that the first is alive.
func TestNewWorkers(t *testing.T) {
	s := postgrestest.Start(t)
	a := key("a")
	workers := []*postgres.Cache{open(t, s.URL, time.Now), open(t, s.URL, time.Now)}
	admin, err := pgxpool.New(t.Context(), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	holds, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holds.Exec(t.Context(), "INSERT INTO satzpaar_leases_1 (key, worker) VALUES ($1, 1)", a[:]); err != nil {
		t.Fatal(err)
	}
	given := make(chan bool)
	for _, w := range workers {
		go func() {
			mine, err := w.Lease(context.Background(), []cache.Key{a})
			if err != nil {
				t.Error(err)
			}
			given <- mine[0]
		}()
	}
	const waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%satzpaar_leases_1%'"
	for n := 0; n < len(workers); time.Sleep(time.Millisecond) {
		if err := admin.QueryRow(t.Context(), waiting).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	if err := holds.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if first, second := <-given, <-given; first == second {
		t.Errorf("the key was given to one of them: %v, to the other: %v", first, second)
	}
}

// A damaged entry is a miss.
func TestDamage(t *testing.T) {
	s := postgrestest.Start(t)
	c := open(t, s.URL, time.Now)
	if err := c.Put(t.Context(), []cache.Entry{entry("a"), entry("b")}); err != nil {
		t.Fatal(err)
	}
	a := key("a")
	sql(t, s.URL, "UPDATE satzpaar_entries_1 SET value = 'other' WHERE key = $1", a[:])
	values, err := c.Get(t.Context(), []cache.Key{key("a"), key("b")})
	if err != nil || values[0] != nil || string(values[1]) != "value of b" {
		t.Errorf("got %q, %v", values, err)
	}
}

// A server that goes away is one error; then everything is a miss for a while, and after that it is asked again.
func TestAway(t *testing.T) {
	s := postgrestest.Start(t)
	var past atomic.Int64
	now := func() time.Time { return time.Unix(1_000_000_000+past.Load(), 0) }
	c := open(t, s.URL, now)
	if err := c.Put(t.Context(), []cache.Entry{entry("a")}); err != nil {
		t.Fatal(err)
	}
	keys := []cache.Key{key("a"), key("b")}
	s.Stop()
	_, err := c.Get(t.Context(), keys)
	if !errors.Is(err, postgres.ErrAway) || strings.Contains(err.Error(), postgrestest.Password) {
		t.Errorf("the first request: %v", err)
	}
	for range 3 {
		if values, err := c.Get(t.Context(), keys); err != nil || values[0] != nil {
			t.Errorf("while it is away: %q, %v", values, err)
		}
		if mine, err := c.Lease(t.Context(), keys); err != nil || !mine[0] || !mine[1] {
			t.Errorf("while it is away: %v, %v", mine, err)
		}
		if err := c.Release(t.Context(), keys); err != nil {
			t.Errorf("while it is away: %v", err)
		}
	}
	if err := c.Put(t.Context(), []cache.Entry{entry("b"), entry("c")}); !errors.Is(err, postgres.ErrAway) || c.Lost() != 2 {
		t.Errorf("put: %v, %d lost", err, c.Lost())
	}
	s.Start()
	past.Add(3600)
	if values, err := c.Get(t.Context(), keys); err != nil || string(values[0]) != "value of a" || values[1] != nil {
		t.Errorf("after it has come back: %q, %v", values, err)
	}
	if mine, err := c.Lease(t.Context(), keys[1:]); err != nil || !mine[0] {
		t.Errorf("after it has come back: %v, %v", mine, err)
	}
}

// A run may begin while the server is away.
func TestAwayAtFirst(t *testing.T) {
	s := postgrestest.Start(t)
	s.Stop()
	config, err := pgxpool.ParseConfig(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	var past atomic.Int64
	now := func() time.Time { return time.Unix(1_000_000_000+past.Load(), 0) }
	c, err := postgres.Open(t.Context(), config, now)
	if !errors.Is(err, postgres.ErrAway) || strings.Contains(err.Error(), postgrestest.Password) {
		t.Fatalf("opening: %v", err)
	}
	defer c.Close()
	s.Start()
	past.Add(3600)
	if err := c.Put(t.Context(), []cache.Entry{entry("a")}); err != nil {
		t.Error(err)
	}
	wrong, err := pgxpool.ParseConfig(strings.Replace(s.URL, postgrestest.Password, "falsch-0815", 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(t.Context(), wrong, time.Now); err == nil || errors.Is(err, postgres.ErrAway) ||
		strings.Contains(err.Error(), "falsch-0815") {
		t.Errorf("a wrong password: %v", err)
	}
}

// BenchmarkLarge fills a cache and looks up requests of 64 keys, half of them there. SATZPAAR_ENTRIES sets its size,
// 20,000 where it is not set; SATZPAAR_DATABASE is the address of a database that is filled up and kept, for measuring
// again; SATZPAAR_PAUSE is how long to wait before each request, as a worker does that translates, such as 100ms.
func BenchmarkLarge(b *testing.B) {
	n := 20_000
	if s := os.Getenv("SATZPAAR_ENTRIES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatalf("SATZPAAR_ENTRIES: %v", err)
		}
	}
	var pause time.Duration
	if s := os.Getenv("SATZPAAR_PAUSE"); s != "" {
		var err error
		if pause, err = time.ParseDuration(s); err != nil {
			b.Fatalf("SATZPAAR_PAUSE: %v", err)
		}
	}
	url := os.Getenv("SATZPAAR_DATABASE")
	if url == "" {
		url = postgrestest.Start(b).URL
	}
	c := open(b, url, time.Now)
	numbered := func(i int) cache.Key { return sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i))) }
	value, parts := make([]byte, 130), make([]byte, 170) // about what a sentence takes
	start, there := time.Now(), 0
	if last, err := c.Get(b.Context(), []cache.Key{numbered(n - 1)}); err != nil {
		b.Fatal(err)
	} else if last[0] != nil { // to count five million would take as long as hundreds of requests
		there = n
	}
	for i := there; i < n; i += 512 {
		var entries []cache.Entry
		for k := i; k < min(n, i+512); k++ {
			entries = append(entries, cache.Entry{Key: numbered(k), Value: value, Group: "test", Parts: parts})
		}
		if err := c.Put(b.Context(), entries); err != nil {
			b.Fatal(err)
		}
	}
	filling := time.Since(start)
	r := rand.New(rand.NewPCG(1, 1))
	var took []time.Duration
	keys := make([]cache.Key, 64)
	for b.Loop() {
		for i := range keys {
			keys[i] = numbered(r.IntN(2 * n))
		}
		time.Sleep(pause)
		start := time.Now()
		if _, err := c.Get(b.Context(), keys); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	at := func(part float64) float64 { return float64(took[int(part*float64(len(took)-1))].Microseconds()) }
	b.ReportMetric(at(0.5), "µs-median")
	b.ReportMetric(at(0.99), "µs-p99")
	if n > there {
		b.ReportMetric(float64(filling.Microseconds())/float64(n-there), "µs-fill/entry")
	}
}
