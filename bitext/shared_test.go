package bitext

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/satzpaar/satzpaar/offset"
)

// TestApplyToACopy: what a review server holds in memory is copied pair by pair before edits are applied, and what the
// pairs hold is shared. No edit, of any kind, changes it.
func TestApplyToACopy(t *testing.T) {
	machine := docOf("d.txt", "Ja. Nein.", "b", "c", "d", "e")
	risk := 0.5
	for i := range machine.Pairs {
		p := &machine.Pairs[i]
		p.Spans = []offset.Span{{Start: 10 * i, End: 10*i + len(p.Source)}}
		p.Runs = []offset.Run{{End: len(p.Source), Lang: "de", Score: 1}}
		p.Links = []offset.Link{link(0, 1, 0, 1)}
		p.Findings = []Finding{{Check: "numbers", Severity: Warning, Message: "m"}}
		p.Risk = &risk
	}
	before, err := json.Marshal(machine)
	if err != nil {
		t.Fatal(err)
	}
	keys := Keys(machine)
	edits := []Edit{
		{Key: keys[1], Target: text("bee")},
		{Key: keys[2], State: Final},
		{Key: keys[2], State: Commented, Comment: "why?", Who: "Mia", Time: "2026-11-30T10:00:00Z"},
		{Key: keys[3], Reason: "wrong word", Machine: "D"},
		{Key: keys[4], Target: text("x")},
		{Key: keys[4], Undo: true},
		{Key: keys[0], State: Recut, Parts: []Part{{Source: "Ja. ", Target: "Yes.", State: Reviewed},
			{Source: "Nein.", Target: "No.", State: Reviewed}}},
	}
	for n := range len(edits) + 1 {
		copied := &Bitext{Header: machine.Header, Pairs: slices.Clone(machine.Pairs)}
		if stale := Apply(copied, edits[:n]); len(stale) != 0 {
			t.Fatalf("%d edits: stale: %v", n, stale)
		}
		Apply(copied, nil) // takes all of it back
		after, err := json.Marshal(machine)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(before), string(after)); diff != "" {
			t.Fatalf("%d edits changed what is shared: %s", n, diff)
		}
	}
}
