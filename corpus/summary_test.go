package corpus

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// described is how a session describes itself.
type described struct{}

func (described) Languages() (from, to string)  { return "de", "en" }
func (described) Backends() []string            { return []string{"echo"} }
func (described) Forecast() (low, high float64) { return 1, 2 }

func TestSummaryFinish(t *testing.T) {
	s := &Summary{Counts: Counts{Documents: 2}, Notes: []Note{{"b.txt", "read as utf-16le"}}}
	in := &Inputs{Failed: []Failure{{Document: "x", Err: "gone"}}, Other: map[string]int{".exe": 2}}
	started := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	s.Finish(in, described{}, started, started.Add(1500*time.Millisecond))
	want := &Summary{
		From: "de", To: "en", Backends: []string{"echo"},
		Counts:   Counts{Documents: 2, Skipped: 1},
		Failures: in.Failed,
		Notes: []Note{
			{"*.exe", "2 files left out: no document format has this extension"}, {"b.txt", "read as utf-16le"},
		},
		Started: "2026-01-02T02:04:05Z", Seconds: 1.5, Usage: Usage{ForecastLow: 1, ForecastHigh: 2},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
}
