package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

// listed returns the entries of a cache, and the error with which they end.
func listed(ctx context.Context, c *postgres.Cache) (all []cache.Stored, failed error) {
	for s, err := range c.All(ctx) {
		if err != nil {
			return all, err
		}
		all = append(all, s)
	}
	return all, nil
}

func TestAll(t *testing.T) {
	s := postgrestest.Start(t)
	c := open(t, s.URL, time.Now)
	want := map[cache.Key]cache.Entry{}
	var entries []cache.Entry
	for i := range 1201 { // several requests
		e := entry(fmt.Sprint(i))
		entries, want[e.Key] = append(entries, e), e
	}
	if err := c.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	broken := key("7")
	sql(t, s.URL, "UPDATE satzpaar_entries_1 SET value = 'other' WHERE key = $1", broken[:])
	all, err := listed(t.Context(), c)
	if err != nil || len(all) != len(want) {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	for i, got := range all {
		e := want[got.Key]
		delete(want, got.Key)
		if i > 0 && bytes.Compare(all[i-1].Key[:], got.Key[:]) >= 0 {
			t.Error("entries are not in the order of their keys")
		}
		if got.Damaged != (got.Key == broken) {
			t.Errorf("entry %q: damaged is %t", e.Value, got.Damaged)
		}
		if got.Group != e.Group || !bytes.Equal(got.Parts, e.Parts) || !got.Damaged && !bytes.Equal(got.Value, e.Value) {
			t.Errorf("got %+v, want %+v", got.Entry, e)
		}
		if time.Since(got.Made) > time.Hour || got.Used.IsZero() {
			t.Errorf("made %v, used %v", got.Made, got.Used)
		}
	}
	for range c.All(t.Context()) {
		break // whoever has seen enough ends it
	}
	s.Stop()
	if _, err := listed(t.Context(), c); !errors.Is(err, postgres.ErrAway) {
		t.Errorf("without a server: %v", err)
	}
	if all, err := listed(t.Context(), c); err != nil || len(all) != 0 {
		t.Errorf("while it is away: %d entries, %v", len(all), err)
	}
}
