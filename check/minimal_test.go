package check

import (
	"math/rand/v2"
	"testing"

	"github.com/satzpaar/satzpaar/check/internal/plant"
)

// Of a translation and the same one with an error in it, the bad one has the higher risk, for errors of most kinds.
func TestMinimalPairs(t *testing.T) {
	var samples []sample
	for _, s := range newsSources {
		samples = append(samples, heldOutSamples(t, s)...)
	}
	runner := NewRunner(All, nil)
	defer runner.Release()
	riskOf := func(german, english string) float64 {
		p := sampleOf(german, english).Translated()
		risk, _ := runner.Risk(p, runner.Run(p))
		return risk
	}
	const enough = 200
	r := rand.New(rand.NewPCG(5, 6))
	sum := 0.0
	for _, f := range plant.Faults {
		riskier, equal, n := 0.0, 0.0, 0.0
		for i := 0; i < len(samples) && n < enough; i += 7 {
			s := samples[i]
			en, ok := f.Spoil(r, s, samples[(i*37+11)%len(samples)])
			if !ok || en == s.English {
				continue
			}
			n++
			switch good, bad := riskOf(s.German, s.English), riskOf(s.German, en); {
			case bad > good:
				riskier++
			case bad == good:
				equal++
			}
		}
		if n == 0 {
			t.Errorf("%s: the news has no place for it", f.Name)
			continue
		}
		t.Logf("%-24s %3.0f pairs: the bad one is riskier in %5.1f %%, equally risky in %4.1f %%", f.Name, n,
			100*riskier/n, 100*equal/n)
		sum += riskier / n
	}
	mean := 100 * sum / float64(len(plant.Faults))
	t.Logf("mean of all kinds: %.1f %%", mean)
	if mean < 93 {
		t.Errorf("the bad one is riskier in %.1f %%, want 93 %%", mean)
	}
}
