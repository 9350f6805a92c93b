// Package cachetest checks that a cache keeps the contract of [cache.Cache]. The tests of every cache call [Run].
package cachetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"

	"github.com/satzpaar/satzpaar/cache"
)

func key(s string) cache.Key { return sha256.Sum256([]byte(s)) }

func keys(names []string) []cache.Key {
	out := make([]cache.Key, len(names))
	for i, name := range names {
		out[i] = key(name)
	}
	return out
}

func entry(name, value string) cache.Entry {
	return cache.Entry{Key: key(name), Value: []byte(value), Group: "group of " + name[:1], Parts: []byte(name)}
}

func get(t *testing.T, c cache.Cache, names ...string) []string {
	t.Helper()
	values, err := c.Get(t.Context(), keys(names))
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != len(names) {
		t.Fatalf("%d values for %d keys", len(values), len(names))
	}
	out := make([]string, len(values))
	for i, v := range values {
		if out[i] = string(v); v == nil {
			out[i] = "-"
		}
	}
	return out
}

func put(t *testing.T, c cache.Cache, entries ...cache.Entry) {
	t.Helper()
	if err := c.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Run tests a cache. Open opens it again and again, as several processes do that share it; in each test it is empty at
// first.
func Run(t *testing.T, fresh func(t *testing.T) (open func() cache.Cache)) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, open func() cache.Cache)
	}{
		{"values", testValues}, {"sizes", testSizes}, {"together", testTogether}, {"ends", testEnds},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t)) })
	}
	t.Run("leases", func(t *testing.T) {
		open := fresh(t)
		if _, ok := open().(cache.Leaser); !ok {
			t.Skip("no leases")
		}
		testLeases(t, func() cache.Leaser { return open().(cache.Leaser) })
	})
}

// testValues: the last value counts, within a call too, and anything can be a value.
func testValues(t *testing.T, open func() cache.Cache) {
	c := open()
	expect(t, get(t, c))
	expect(t, get(t, c, "a", "b"), "-", "-")
	put(t, c)
	put(t, c, entry("a", "one"), entry("b", "\x00\xff"), entry("c", ""))
	expect(t, get(t, c, "c", "x", "a", "b", "a"), "", "-", "one", "\x00\xff", "one")
	put(t, c, entry("a", "two"), entry("d", "new"), entry("a", "three"))
	expect(t, get(t, c, "a", "d"), "three", "new")
	put(t, c, cache.Entry{Key: key("bare")})
	expect(t, get(t, c, "bare"), "")
	other := open()
	expect(t, get(t, other, "a", "b", "bare", "x"), "three", "\x00\xff", "", "-")
	put(t, other, entry("a", "four"))
	expect(t, get(t, c, "a"), "four")
}

// testSizes: requests of any size are answered in their order.
func testSizes(t *testing.T, open func() cache.Cache) {
	c := open()
	for _, n := range []int{1, 15, 16, 63, 64, 65, 200, 1000} {
		var names, want []string
		var entries []cache.Entry
		for i := range n {
			name := fmt.Sprint(n, "/", i)
			names, want = append(names, name, "no "+name), append(want, "value of "+name, "-")
			entries = append(entries, entry(name, "value of "+name))
		}
		put(t, c, entries...)
		expect(t, get(t, c, names...), want...)
	}
}

// testTogether: many use it at the same time, with the same keys in different orders.
func testTogether(t *testing.T, open func() cache.Cache) {
	caches := []cache.Cache{open(), open()}
	var all sync.WaitGroup
	for g := range 8 {
		c := caches[g%2]
		all.Go(func() {
			for i := range 15 {
				var entries []cache.Entry
				var keys []cache.Key
				for k := range 20 {
					e := entry(fmt.Sprint((k*(2*g+1)+i)%20), "shared")
					entries, keys = append(entries, e), append(keys, e.Key)
				}
				own := entry(fmt.Sprint(g, "/", i), fmt.Sprint(g, i))
				if err := c.Put(context.Background(), append(entries, own)); err != nil {
					t.Error(err)
					return
				}
				values, err := c.Get(context.Background(), append(keys, own.Key))
				if err != nil || string(values[0]) != "shared" || string(values[20]) != fmt.Sprint(g, i) {
					t.Errorf("got %q, %v", values, err)
					return
				}
			}
		})
	}
	all.Wait()
}

// testEnds: what was put survives, and so does a cache that is closed twice or asked in vain.
func testEnds(t *testing.T, open func() cache.Cache) {
	c := open()
	put(t, c, entry("a", "one"))
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := c.Get(ended, []cache.Key{key("a")}); err == nil {
		t.Error("a request whose context has ended was answered")
	}
	expect(t, get(t, c, "a"), "one")
	for range 2 {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	expect(t, get(t, open(), "a"), "one")
}

// testLeases: of those who want a key, one gets it, until it is put, released, or its owner is gone.
func testLeases(t *testing.T, open func() cache.Leaser) {
	one, two := open(), open()
	lease := func(c cache.Leaser, names ...string) []string {
		t.Helper()
		mine, err := c.Lease(t.Context(), keys(names))
		if err != nil {
			t.Fatal(err)
		}
		out := make([]string, len(names))
		for i := range names {
			if out[i] = "-"; mine[i] {
				out[i] = names[i]
			}
		}
		return out
	}
	expect(t, lease(one, "a", "b", "a", "c"), "a", "b", "-", "c")
	expect(t, lease(two, "c", "d", "a"), "-", "d", "-")
	expect(t, lease(one, "a"), "-") // one request of a process must not disturb another
	put(t, one, entry("a", "one"))
	if err := one.Release(t.Context(), []cache.Key{key("b"), key("d")}); err != nil {
		t.Fatal(err)
	}
	expect(t, lease(two, "a", "b", "c"), "a", "b", "-")
	expect(t, lease(one, "d"), "-") // which is not its to release
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	expect(t, lease(two, "c"), "c")

	caches := []cache.Leaser{open(), open(), open(), open()}
	var all sync.WaitGroup
	var mu sync.Mutex
	owners := map[int]int{}
	for i, c := range caches {
		all.Go(func() {
			for round := range 10 {
				var keys []cache.Key
				for k := range 30 {
					keys = append(keys, key(fmt.Sprint("r", round, " ", (k*(2*i+1))%30)))
				}
				mine, err := c.Lease(context.Background(), keys)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for k, m := range mine {
					if m {
						owners[round*30+(k*(2*i+1))%30]++
					}
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for k, n := range owners {
		if n != 1 {
			t.Errorf("key %d was given to %d", k, n)
		}
	}
	if len(owners) != 300 {
		t.Errorf("%d of 300 keys were given", len(owners))
	}
}
