package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// slow is a session whose calls take a second, and which writes down what they held.
type slow struct {
	jobs int
	err  error
	mu   sync.Mutex
	held [][]string
}

func (s *slow) Jobs() int { return s.jobs }

func (s *slow) Ranked(
	ctx context.Context,
	ds []*document.Document,
	rank int,
) ([]*bitext.Bitext, pipeline.Report, error) {
	var texts []string
	out := make([]*bitext.Bitext, len(ds))
	for i, d := range ds {
		out[i] = &bitext.Bitext{Header: bitext.Header{Document: string(d.Source)}}
		if len(d.Source) > 0 {
			texts = append(texts, string(d.Source)+strings.Repeat("'", rank))
		}
	}
	s.mu.Lock()
	s.held = append(s.held, texts)
	s.mu.Unlock()
	select {
	case <-time.After(time.Second):
		return out, pipeline.Report{}, s.err
	case <-ctx.Done():
		return nil, pipeline.Report{}, ctx.Err()
	}
}

func docs(texts ...string) []*document.Document {
	var out []*document.Document
	for _, t := range texts {
		out = append(out, &document.Document{Name: "text.txt", Source: []byte(t)})
	}
	return out
}

// gathered runs f with a gatherer over s, in a bubble with a clock of its own.
func gathered(t *testing.T, s *slow, backlog int, f func(t *testing.T, g *gatherer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		g := newGatherer(t.Context(), s, backlog, time.Now, newMetrics())
		defer g.close()
		f(t, g)
	})
}

// TestGatherJoins: a request on an idle server is sent at once; those that come meanwhile share the next call, and
// each gets its own answers.
func TestGatherJoins(t *testing.T) {
	s := &slow{jobs: 1}
	gathered(t, s, 1<<20, func(t *testing.T, g *gatherer) {
		start := time.Now()
		var all sync.WaitGroup
		for i := range 9 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * time.Millisecond)
				want := []string{fmt.Sprint("text ", i), fmt.Sprint("other ", i)}
				got, err := g.translate(t.Context(), docs(want...), 0)
				if err != nil {
					t.Error(err)
					return
				}
				for k := range want {
					if got[k].Document != want[k] {
						t.Errorf("%q got the answer of %q", want[k], got[k].Document)
					}
				}
			})
		}
		all.Wait()
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("nine requests took %v", took)
		}
	})
	if len(s.held) != 2 || len(s.held[0]) != 2 || len(s.held[1]) != 16 {
		t.Errorf("the calls held %q", s.held)
	}
}

// TestGatherWaits: only where the last call had company does the next one wait, and not for longer than the window.
func TestGatherWaits(t *testing.T) {
	s := &slow{jobs: 2}
	gathered(t, s, 1<<20, func(t *testing.T, g *gatherer) {
		alone := func() time.Duration {
			start := time.Now()
			if _, err := g.translate(t.Context(), docs("a"), 0); err != nil {
				t.Error(err)
			}
			return time.Since(start)
		}
		together := func(n int) {
			var all sync.WaitGroup
			for range n {
				all.Go(func() { alone() })
			}
			all.Wait()
		}
		if d := alone(); d != time.Second {
			t.Errorf("the first request took %v", d)
		}
		together(8) // one, one, and six
		if d := alone(); d != time.Second+window {
			t.Errorf("after a call with company, a request took %v", d)
		}
		if d := alone(); d != time.Second {
			t.Errorf("after one without, a request took %v", d)
		}
	})
}

// TestGatherTurns: a long list does not keep others waiting for all of it.
func TestGatherTurns(t *testing.T) {
	s := &slow{jobs: 1}
	gathered(t, s, 1<<20, func(t *testing.T, g *gatherer) {
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := g.translate(t.Context(), docs(strings.Split(strings.Repeat("x ", 500), " ")[:500]...), 0); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		start := time.Now()
		if _, err := g.translate(t.Context(), docs("short"), 0); err != nil {
			t.Error(err)
		}
		if d := time.Since(start); d > 2*time.Second {
			t.Errorf("a short text waited %v beside a long list", d)
		}
		all.Wait()
	})
}

// TestGatherRefuses: what is more than may wait is refused with a time to come back, and a single large text is not.
func TestGatherRefuses(t *testing.T) {
	s := &slow{jobs: 1}
	gathered(t, s, 10, func(t *testing.T, g *gatherer) {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if _, err := g.translate(t.Context(), docs(strings.Repeat("x", 20)), 0); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		_, err := g.translate(t.Context(), docs("y"), 0)
		var busy *problem
		if !errors.As(err, &busy) || busy.status != http.StatusTooManyRequests || busy.after < time.Second {
			t.Errorf("got %v", err)
		}
		all.Wait()
		if _, err := g.translate(t.Context(), docs("y"), 0); err != nil {
			t.Errorf("once there is room: %v", err)
		}
	})
}

// TestGatherGivenUp: what nobody waits for any more is not translated.
func TestGatherGivenUp(t *testing.T) {
	s := &slow{jobs: 1}
	gathered(t, s, 100, func(t *testing.T, g *gatherer) {
		var all sync.WaitGroup
		all.Go(func() { g.translate(t.Context(), docs("first"), 0) })
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		all.Go(func() {
			if _, err := g.translate(ctx, docs("given up"), 0); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
		synctest.Wait()
		cancel()
		all.Wait()
		if _, err := g.translate(t.Context(), docs("last"), 0); err != nil {
			t.Error(err)
		}
	})
	if fmt.Sprint(s.held) != "[[first] [last]]" {
		t.Errorf("the calls held %q", s.held)
	}
}

// TestGatherFails: a call that fails fails all that had a part in it, and nobody else.
func TestGatherFails(t *testing.T) {
	s := &slow{jobs: 1, err: errors.New("broken")}
	gathered(t, s, 100, func(t *testing.T, g *gatherer) {
		if _, err := g.translate(t.Context(), docs("a"), 0); err == nil || err.Error() != "broken" {
			t.Errorf("got %v", err)
		}
		s.err = nil
		if _, err := g.translate(t.Context(), docs("a"), 0); err != nil {
			t.Error(err)
		}
	})
}

// TestGatherStops: closing ends calls under way, those that wait, and those that come later.
func TestGatherStops(t *testing.T) {
	s := &slow{jobs: 1}
	gathered(t, s, 1000, func(t *testing.T, g *gatherer) {
		var all sync.WaitGroup
		for _, text := range []string{"a", strings.Repeat("b", 200)} {
			all.Go(func() {
				_, err := g.translate(t.Context(), docs(text, text), 0)
				if !errors.Is(err, context.Canceled) && !errors.Is(err, errStopping) {
					t.Errorf("got %v", err)
				}
			})
			synctest.Wait()
		}
		g.close()
		all.Wait()
		if _, err := g.translate(t.Context(), docs("c"), 0); !errors.Is(err, errStopping) {
			t.Errorf("got %v", err)
		}
	})
}

// TestGatherRanks: a call holds translations of one rank, and those of others keep their places.
func TestGatherRanks(t *testing.T) {
	s := &slow{jobs: 1}
	gathered(t, s, 1<<20, func(t *testing.T, g *gatherer) {
		var all sync.WaitGroup
		for i, rank := range []int{0, 0, 1, 0, 2, 1} {
			all.Go(func() {
				if _, err := g.translate(t.Context(), docs(strconv.Itoa(i)), rank); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		want := [][]string{{"0"}, {"1", "3"}, {"2'", "5'"}, {"4''"}}
		if !reflect.DeepEqual(s.held, want) {
			t.Errorf("calls %q, want %q", s.held, want)
		}
	})
}
