package check

import (
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// How often does each check fire on stored outputs of translation systems, which are mostly right? ALARMS=name
// lists its findings.
func TestEvaluationAlarms(t *testing.T) {
	runner := NewRunner(All, nil)
	lines := 0
	any, serious := map[string]int{}, map[string]int{}
	for _, set := range slices.Sorted(maps.Keys(stored)) {
		source := linesOf(t, "eval", "mt", set+".de")
		for _, system := range stored[set] {
			target := linesOf(t, "eval", "mt", set+".sys."+system+".en")
			for i := range source {
				lines++
				p := sampleOf(source[i], target[i]).Translated()
				worst := map[string]bool{}
				for _, f := range runner.Run(p) {
					worst[f.Check] = worst[f.Check] || f.Severity != bitext.Info
					if os.Getenv("ALARMS") == f.Check && (f.Severity != bitext.Info || os.Getenv("ALARMS_INFO") != "") {
						t.Logf("%s %s\n\t%s\n\t%s", f.Severity, f.Message, p.Source, p.Target)
					}
				}
				for c, s := range worst {
					any[c]++
					if s {
						serious[c]++
					}
				}
				if len(worst) > 0 {
					any["any check"]++
				}
				for _, s := range worst {
					if s {
						serious["any check"]++
						break
					}
				}
			}
		}
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(lines) }
	for _, c := range append(All, &Check{Name: "any check"}) {
		t.Logf("%-14s %5.2f %% of %d lines flagged; as a warning or an error %5.2f %%", c.Name, share(any[c.Name]), lines, share(serious[c.Name]))
		if c.Name != "any check" && share(serious[c.Name]) > 2 {
			t.Errorf("%s: warnings on %.2f %% of the lines, want 2 %% at most", c.Name, share(serious[c.Name]))
		}
	}
}
