package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A simulated run translates documents one after the other by a clock of its own.
type simulated struct {
	sizes  []int                       // sentences of each document
	bytes  func(document int) int      // of each of its sentences
	cached func(document int) bool     // all of its sentences
	speed  func(since float64) float64 // sentences a second
}

// run plays the run and calls look about once a second of it, with the seconds that have passed. It returns how long
// the run took.
func (s *simulated) run(look func(at Standing, elapsed float64)) float64 {
	now := time.Unix(1_000_000_000, 0)
	began := now
	files := make([]Input, len(s.sizes))
	for i, n := range s.sizes {
		files[i] = Input{Name: fmt.Sprintf("%d.txt", i), Size: int64(n * s.bytes(i))}
	}
	tracker := NewTracker(func() time.Time { return now })
	tracker.Expect(files)
	looked := 0.0
	for i, n := range s.sizes {
		r := pipeline.Report{Sentences: n, Answered: n}
		if s.cached(i) {
			r.Cached = n
			now = now.Add(time.Duration(n) * 40 * time.Microsecond)
		} else {
			for done := 0; done < n; {
				batch := min(16, n-done)
				took := float64(batch) / s.speed(now.Sub(began).Seconds())
				now = now.Add(time.Duration(took * float64(time.Second)))
				done += batch
				at := tracker.Answered(batch)
				if e := now.Sub(began).Seconds(); e-looked >= 1 {
					looked = e
					look(at, e)
				}
			}
		}
		tracker.Done(Done{Input: files[i], Report: r})
	}
	return now.Sub(began).Seconds()
}

// TestForecast plays runs and looks at the forecasts of their end: near the truth after a while, and without jumps.
func TestForecast(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sizes := make([]int, 600)
	widths := make([]int, len(sizes))
	for i := range sizes {
		sizes[i] = 1 + int(30*math.Exp(r.NormFloat64())) // a few are a hundred times as long as others
		widths[i] = 80 + r.IntN(80)
	}
	width := func(i int) int { return widths[i] }
	never := func(int) bool { return false }
	steady := func(float64) float64 { return 40 + 20*r.Float64() }
	for _, tt := range []struct {
		name   string
		run    simulated
		settle float64 // seconds from which on the forecast must be within error, a factor
		error  float64
		rest   float64 // as long as so many seconds are left
		jump   float64 // the largest change of the end within ten seconds, as a share of what is left
	}{
		{"steady", simulated{sizes, width, never, steady}, 20, 1.35, 20, 0.2},
		{"the first half cached", simulated{sizes, width, func(i int) bool { return i < 300 }, steady}, 80, 1.5, 20, 1.5},
		{"every second cached", simulated{sizes, width, func(i int) bool { return i%2 == 0 }, steady}, 40, 1.6, 20, 0.25},
		{"one document", simulated{[]int{20_000}, func(int) int { return 108 }, never, steady}, 20, 1.6, 130, 0.2},
		{"a minute without an answer", simulated{sizes, width, never, func(e float64) float64 {
			if e > 100 && e < 160 {
				return 16.0 / 60
			}
			return 50
		}}, 30, 1.6, 20, 0.5},
		{"slower from 100 s on", simulated{sizes, width, never, func(e float64) float64 {
			if e > 100 {
				return 20
			}
			return 50
		}}, 220, 1.4, 20, 0.4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			type said struct{ at, left float64 }
			var all []said
			position := int64(0)
			took := tt.run.run(func(at Standing, elapsed float64) {
				if at.Position < position {
					t.Fatalf("after %.0f s: %d bytes done, before %d", elapsed, at.Position, position)
				}
				position = at.Position
				if at.Left > 0 {
					all = append(all, said{elapsed, at.Left.Seconds()})
				}
			})
			if len(all) < 50 {
				t.Fatalf("%d forecasts in %.0f s", len(all), took)
			}
			for i, s := range all {
				truth := took - s.at
				if s.at >= tt.settle && truth > tt.rest && (s.left > tt.error*truth || s.left < truth/tt.error) {
					t.Errorf("after %.0f s: %.0f s left, in truth %.0f", s.at, s.left, truth)
				}
				for k := i - 1; k >= 0 && s.at-all[k].at <= 10; k-- {
					change := math.Abs(s.at + s.left - all[k].at - all[k].left)
					if s.at >= 20 && change > tt.jump*max(s.left, 60) {
						t.Errorf("between %.0f and %.0f s the end moved by %.0f s, with %.0f left", all[k].at, s.at, change,
							s.left)
					}
				}
			}
		})
	}
}

// TestTracker: what is under way counts as far as it goes, and the figures count what is through.
func TestTracker(t *testing.T) {
	now := time.Unix(1_000_000_000, 0)
	tracker := NewTracker(func() time.Time { return now })
	files := []Input{{Name: "a.txt", Size: 1200}, {Name: "b.txt", Size: 1200}}
	if at := tracker.Expect(files); at.Documents != 2 || at.Bytes != 2400 {
		t.Errorf("expected: %+v", at)
	}
	now = now.Add(2 * time.Second)
	if at := tracker.Answered(8); at.Sentences != 8 || at.Fresh != 8 || at.PerSecond != 4 || at.Position != 960 {
		t.Errorf("under way: %+v", at)
	}
	done := Done{Input: files[0], Report: pipeline.Report{Sentences: 10, Answered: 9, Cached: 1, Failed: 1}}
	at := tracker.Done(done)
	if at.Through != 1 || at.Sentences != 10 || at.Cached != 1 || at.Failed != 1 || at.Position != 1200 {
		t.Errorf("through: %+v", at)
	}
	w := httptest.NewRecorder()
	figures.Handler(tracker.Figures).ServeHTTP(w, nil)
	for _, line := range []string{
		"satzpaar_documents 2", "satzpaar_documents_done_total 1", "satzpaar_sentences_done_total 10",
		"satzpaar_sentences_cached_total 1", "satzpaar_sentences_failed_total 1", "satzpaar_bytes_done_total 1200",
	} {
		if !strings.Contains("\n"+w.Body.String(), "\n"+line+"\n") {
			t.Errorf("no line %q in:\n%s", line, w.Body)
		}
	}
}
