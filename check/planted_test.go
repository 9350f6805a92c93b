package check

import (
	"math/rand/v2"
	"os"
	"testing"

	"github.com/satzpaar/satzpaar/check/internal/plant"
)

// newsSources are the training sources that planted errors are made from.
var newsSources = []string{"wmt_newstest_2008_2019_bergamot", "wmt_newstest_2008_2019_refs"}

// Real pairs with one value changed must fire; the same pairs unchanged must not.
func TestNumbersPlanted(t *testing.T) {
	const want = 5000
	r := rand.New(rand.NewPCG(1, 2))
	planted, caught := map[string]int{}, map[string]int{}
	total, clean, alarms := 0, 0, 0
	env := &Env{}
	show := 12
	for _, s := range trainSamples(t, newsSources[0], 3, 60000) {
		if total >= want {
			break
		}
		clean++
		if len(Numbers.Run(s.Translated(), env)) > 0 { // a real error or a false alarm: no place for a planted one
			alarms++
			continue
		}
		for _, f := range plant.Faults[:plant.NumberFaults] {
			en, ok := f.Spoil(r, s, sample{})
			if !ok || total >= want {
				continue
			}
			total++
			planted[f.Name]++
			if len(Numbers.Run(sampleOf(s.German, en).Translated(), env)) > 0 {
				caught[f.Name]++
			} else if show > 0 {
				show--
				t.Logf("missed: %s\n\t%s\n\t%s", f.Name, s.German, en)
			}
		}
	}
	all := 0
	for _, f := range plant.Faults[:plant.NumberFaults] {
		t.Logf("%-12s %4d of %4d planted changes caught: %.2f %%", f.Name, caught[f.Name], planted[f.Name],
			100*float64(caught[f.Name])/float64(planted[f.Name]))
		all += caught[f.Name]
	}
	t.Logf("%d of %d caught: %.2f %%; %d of %d unchanged pairs flagged: %.2f %%", all, total, 100*float64(all)/float64(total), alarms, clean, 100*float64(alarms)/float64(clean))
	if total < want {
		t.Fatalf("only %d changes could be planted", total)
	}
	if float64(all) < 0.98*float64(total) {
		t.Errorf("caught %d of %d planted changes, want 98 %%", all, total)
	}
	if float64(alarms) > 0.01*float64(clean) {
		t.Errorf("%d of %d real pairs flagged, want at most 1 %%, real errors among them", alarms, clean)
	}
}

// caughtBy names the checks that are made for each kind of planted error, and the least share in percent that they must
// catch.
var caughtBy = []struct {
	kind   string
	checks []*Check
	least  float64
}{
	{"name", []*Check{Names, Coverage}, 55},
	{"name misspelt", []*Check{Names}, 80},
	{"negation lost", []*Check{Negation}, 78},
	{"negation added", []*Check{Negation}, 82},
	{"clause left out", []*Check{Length, Coverage}, 85},
	{"truncated", []*Check{Length, Coverage, Punctuation}, 95},
	{"untranslated", []*Check{Copied}, 99},
	{"clause untranslated", []*Check{Untranslated}, 90},
	{"word untranslated", []*Check{Untranslated}, 65},
	{"doubled word", []*Check{Doubled, Repetition}, 90},
	{"duplicated", []*Check{Repetition}, 95},
	{"loop", []*Check{Repetition}, 98},
	{"sentence added", []*Check{Length, Coverage}, 93},
	{"wrong sentence", []*Check{Length, Coverage}, 97},
	{"empty", []*Check{Empty}, 100},
	{"closing mark lost", []*Check{Punctuation}, 90},
	{"statement for question", []*Check{Punctuation}, 90},
	{"mark added", []*Check{Punctuation}, 50},
	{"spaces before marks", []*Check{Punctuation}, 90},
	{"small first letter", []*Check{Punctuation}, 75},
}

// Every check catches the errors it is for, and is silent on most of the pairs they were planted into.
func TestPlanted(t *testing.T) {
	byName := map[string]plant.Fault{}
	for _, f := range plant.Faults {
		byName[f.Name] = f
	}
	env := &Env{}
	samples := heldOutSamples(t, newsSources[0])
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range caughtBy {
		planted, caught, flagged, clean := 0, 0, 0, 0
		for i, s := range samples {
			en, ok := byName[c.kind].Spoil(r, s, samples[(i*37+11)%len(samples)])
			if !ok || planted == 600 {
				continue
			}
			clean++
			if len(Run(c.checks, s.Translated(), env)) > 0 {
				flagged++
				continue
			}
			planted++
			if len(Run(c.checks, sampleOf(s.German, en).Translated(), env)) > 0 {
				caught++
			} else if testing.Verbose() && c.kind == os.Getenv("MISSES") {
				t.Logf("missed\n\t%s\n\t%s", s.German, en)
			}
		}
		share := 100 * float64(caught) / float64(planted)
		t.Logf("%-20s %4d of %4d caught: %5.1f %%; flagged before: %.2f %%", c.kind, caught, planted, share, 100*float64(flagged)/float64(clean))
		if planted < 100 || share < c.least {
			t.Errorf("%s: %d of %d caught, want %v %%", c.kind, caught, planted, c.least)
		}
	}
}
