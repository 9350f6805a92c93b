package batches_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/batches"
	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// fixture returns a session whose backend has a batch interface, inputs and an output folder.
func fixture(t *testing.T, c satzpaar.Config) (*satzpaar.Session, []corpus.Input, *corpus.Folder) {
	t.Helper()
	server := httptest.NewServer(faultserver.New(faultserver.Config{Seed: 1, BatchPolls: 1}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	cache, err := sqlite.Open(t.Context(), filepath.Join(dir, "cache.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cache.Close() })
	c.Host.Cache = cache
	c.Backend, c.BatchAPI = "mini", true
	c.Backends = map[string]satzpaar.BackendConfig{"mini": {
		Type: "openai", Model: "test", BaseURL: server.URL + "/v1", PriceIn: 1, PriceOut: 1, NoContext: true,
	}}
	s, err := satzpaar.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	path := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(path, []byte("Das Haus ist alt. Das Dach ist neu."), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := corpus.OpenFolder(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	inputs := []corpus.Input{{Path: path, Name: "a.txt"}, {Path: filepath.Join(dir, "missing"), Name: "missing.txt"}}
	return s, inputs, out
}

// TestBatches: what is submitted is kept until it is collected, and then in the cache, so that nothing is left to
// submit.
func TestBatches(t *testing.T) {
	ctx := t.Context()
	s, inputs, out := fixture(t, satzpaar.Config{})
	unread := 0
	done, err := batches.Submit(ctx, s, inputs, out, func(error) { unread++ })
	if err != nil || done.Jobs != 1 || done.Requests != 1 || done.Plan.ToSend != 2 || unread != 1 {
		t.Fatalf("%+v, %d unread, %v", done, unread, err)
	}
	if n, err := batches.Pending(out); n != 1 || err != nil {
		t.Fatalf("%d pending, %v", n, err)
	}
	stored, running := 0, 1
	for polls := 0; running > 0 && polls < 5; polls++ {
		running, err = batches.Collect(ctx, s, out, func(_ string, c satzpaar.Collected, err error) {
			if err != nil {
				t.Error(err)
			}
			stored += c.Stored
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n, err := batches.Pending(out); stored != 2 || n != 0 || err != nil {
		t.Errorf("%d stored, %d pending, %v", stored, n, err)
	}
	done, err = batches.Submit(ctx, s, inputs, out, func(error) {})
	if err != nil || done.Requests != 0 || done.Jobs != 0 {
		t.Errorf("the second time: %+v, %v", done, err)
	}
}

// TestUnknownJob: a job that the service has forgotten is reported and no longer waited for.
func TestUnknownJob(t *testing.T) {
	s, inputs, out := fixture(t, satzpaar.Config{})
	if _, err := batches.Submit(t.Context(), s, inputs[:1], out, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(out.Dir, "satzpaar.batches.json")
	raw, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(raw), "batch-1", "batch-9", 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	forgotten := ""
	running, err := batches.Collect(t.Context(), s, out, func(id string, _ satzpaar.Collected, err error) {
		if errors.Is(err, openai.ErrNoBatch) {
			forgotten = id
		}
	})
	if err != nil || running != 0 || forgotten != "batch-9" {
		t.Errorf("%d running, %q forgotten, %v", running, forgotten, err)
	}
	if n, err := batches.Pending(out); n != 0 || err != nil {
		t.Errorf("%d pending, %v", n, err)
	}
}

// TestRefused: nothing is sent that may cost too much, and a file that is damaged is named.
func TestRefused(t *testing.T) {
	s, inputs, out := fixture(t, satzpaar.Config{MaxCost: 1e-9})
	done, err := batches.Submit(t.Context(), s, inputs[:1], out, func(error) {})
	if !errors.Is(err, price.ErrBudget) || done.Jobs != 0 || done.Plan.Cost.High <= 0 {
		t.Errorf("%+v, %v", done, err)
	}
	for _, damaged := range []string{"[{", "[null]"} {
		if err := os.WriteFile(filepath.Join(out.Dir, "satzpaar.batches.json"), []byte(damaged), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := batches.Collect(t.Context(), s, out, func(string, satzpaar.Collected, error) {})
		if err == nil || !strings.Contains(err.Error(), "satzpaar.batches.json: ") {
			t.Errorf("a damaged file, %s: %v", damaged, err)
		}
	}
	echo, err := satzpaar.Open(context.Background(), satzpaar.Config{Backend: "echo"})
	if err != nil {
		t.Fatal(err)
	}
	defer echo.Close()
	if _, err := batches.Submit(t.Context(), echo, inputs, out, func(error) {}); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("without a batch interface: %v", err)
	}
}
