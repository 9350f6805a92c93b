package check

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/plant"
)

// An example is a pair with the kind of error in it; none for a clean one.
type example struct {
	kind   string
	pair   *bitext.Pair
	weight float64
	risk   float64
}

// The weights are fitted on one part of the training pairs and judged on another.
func TestRisk(t *testing.T) {
	runner := NewRunner(All, nil)
	sources, err := plant.ReadRiskSources(trainFolder(t))
	skipMissing(t, err)
	var examples []example
	for _, e := range plant.Examples(sources, true) {
		p := e.Pair.Translated()
		risk, _ := runner.Risk(p, runner.Run(p))
		examples = append(examples, example{e.Kind, p, e.Weight, risk})
	}
	share, off := report(t, examples)
	if share < 0.6 {
		t.Errorf("the riskiest fifth holds %.1f %% of the planted errors, want 60 %%", 100*share)
	}
	if off > 0.05 {
		t.Errorf("calibration error %.3f, want 0.05 at most", off)
	}
}

// report logs how errors are spread over the risk order and how well risk and share of errors agree; it returns the
// share of the errors in the riskiest fifth and the calibration error.
func report(t *testing.T, examples []example) (share, off float64) {
	slices.SortStableFunc(examples, func(a, b example) int { return cmp.Or(cmp.Compare(b.risk, a.risk), cmp.Compare(a.kind, b.kind)) }) // at equal risk the clean ones first
	all, total := map[string]float64{}, 0.0
	for _, e := range examples {
		total += e.weight
		all[e.kind] += e.weight
		if e.kind != "" {
			all["all errors"] += e.weight
		}
	}
	parts := []float64{0.05, 0.10, 0.15, 0.20}
	held := map[string][4]float64{}
	seen := 0.0
	for _, e := range examples {
		seen += e.weight
		for i, part := range parts {
			if e.kind != "" && seen <= part*total {
				for _, k := range []string{e.kind, "all errors"} {
					h := held[k]
					h[i] += e.weight
					held[k] = h
				}
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if k != "" {
			h := held[k]
			t.Logf("%-22s riskiest 5 %% of the pairs hold %5.1f %%, 10 %%: %5.1f, 15 %%: %5.1f, 20 %%: %5.1f", k, 100*h[0]/all[k], 100*h[1]/all[k], 100*h[2]/all[k], 100*h[3]/all[k])
		}
	}
	return held["all errors"][3] / all["all errors"], reliability(t, examples)
}

// reliability logs risk against the share of errors over ten equal bands of risk, and returns their mean distance.
func reliability(t *testing.T, examples []example) float64 {
	var n, bad, risk [10]float64
	for _, e := range examples {
		b := min(int(e.risk*10), 9)
		n[b] += e.weight
		risk[b] += e.weight * e.risk
		if e.kind != "" {
			bad[b] += e.weight
		}
	}
	total, sum := 0.0, 0.0
	for b := range n {
		total += n[b]
		sum += math.Abs(risk[b] - bad[b])
		if n[b] > 0 {
			t.Logf("risk %.1f to %.1f: %7.1f pairs, mean risk %.2f, errors %.2f", float64(b)/10, float64(b+1)/10, n[b], risk[b]/n[b], bad[b]/n[b])
		}
	}
	t.Logf("calibration error %.3f", sum/total)
	return sum / total
}

// Every line of the fitted weights is one, and the doubts are those that there are.
func TestWeights(t *testing.T) {
	for name, text := range map[string]string{"risk.txt": riskText, "doubt.txt": doubtText} {
		if got, want := len(parseWeights(text)), strings.Count(text, "\n"); got != want || want == 0 {
			t.Errorf("%s: %d weights in %d lines", name, got, want)
		}
	}
	got := slices.Sorted(maps.Keys(parseWeights(doubtText)))
	if want := slices.Sorted(slices.Values(doubtNames[:])); !slices.Equal(got, want) {
		t.Errorf("doubt.txt has %q, want %q", got, want)
	}
}

// Sentences are told apart by their length, but not short ones among themselves, and none is risky for being short.
func TestDoubtsOfLength(t *testing.T) {
	r := NewRunner(All, nil)
	defer r.Release()
	size := func(n int) (size, doubt float64) {
		text := strings.Repeat("1234 ", n/5) // of which nothing but the size changes
		p := sampleOf(text, text).Translated()
		p.Score = new(-0.3)
		size = r.Doubts(p)["size"]
		return size, doubtOf(p, r.env.coverageOf(p))
	}
	tiny, tinyDoubt := size(10)
	short, shortDoubt := size(30)
	usual, usualDoubt := size(usualSize)
	long, longDoubt := size(4 * usualSize)
	if tiny != short || short >= 0 || usual != 0 || long <= 1 {
		t.Errorf("sizes %v, %v, %v and %v", tiny, short, usual, long)
	}
	if tinyDoubt != usualDoubt || shortDoubt != usualDoubt || longDoubt >= usualDoubt {
		t.Errorf("doubts %v, %v, %v and %v", tinyDoubt, shortDoubt, usualDoubt, longDoubt)
	}
}

// A model's score raises the risk where it is low, with a reason, and lowers it where it is high, whatever the languages.
func TestRiskScore(t *testing.T) {
	german := sampleOf("Der alte Mann schläft seit dem frühen Nachmittag auf der Bank vor dem Haus am See.",
		"The old man has been sleeping on the bench in front of the house by the lake since early afternoon.").Translated()
	french := sampleOf("Le vieil homme dort.", "The old man is sleeping.").Translated()
	french.Lang = "fr"
	for _, c := range []struct {
		pair   *bitext.Pair
		env    *Env
		reason string
	}{{german, nil, "doubt"}, {french, &Env{From: language.French}, "score"}} {
		p := c.pair
		without, _ := riskOf(p, c.env, nil)
		of := func(score float64) (risk float64, said bool) {
			p.Score = &score
			risk, reasons := riskOf(p, c.env, nil)
			return risk, slices.ContainsFunc(reasons, func(r Reason) bool { return r.Text == featureTexts[c.reason] })
		}
		low, saidLow := of(usualScore - 0.5)
		usual, _ := of(usualScore)
		high, saidHigh := of(usualScore + 0.2)
		if low <= usual || usual <= high || low <= without || high >= without {
			t.Errorf("%s: risk without a score %v, with a low one %v, a usual one %v, a high one %v", p.Lang, without, low,
				usual, high)
		}
		if !saidLow || saidHigh {
			t.Errorf("%s: the score is a reason: low %v, high %v", p.Lang, saidLow, saidHigh)
		}
		p.Origin = bitext.Human
		if human, _ := of(-3); human != without {
			t.Errorf("%s: risk of a person's translation with a low score %v, want %v", p.Lang, human, without)
		}
	}
}

func TestRiskReasons(t *testing.T) {
	low := -2.0
	p := sampleOf("Er zahlte am 3. Mai 2.200 Euro.", "He paid 220 euros on 3 May.").Translated()
	p.Score = &low
	fs := Run(All, p, &Env{})
	bad, reasons := riskOf(p, nil, fs)
	right := sampleOf("Er zahlte am 3. Mai 2.200 Euro.", "He paid 2,200 euros on 3 May.").Translated()
	good, _ := riskOf(right, nil, nil)
	if bad <= good || bad > 1 || good < 0 {
		t.Errorf("risk of the wrong number is %v, of the right one %v", bad, good)
	}
	if len(reasons) < 2 || reasons[0].Weight < reasons[1].Weight {
		t.Fatalf("reasons are missing or out of order: %v", reasons)
	}
	named := map[string]bool{}
	for _, r := range reasons {
		if r.Text == "" {
			t.Errorf("a reason says nothing: %+v", r)
		}
		named[r.Check] = true
	}
	if !named["numbers"] || !named[""] {
		t.Errorf("want a reason for the number and one for the score: %v", reasons)
	}
	p.State = bitext.Reviewed
	if r, _ := riskOf(p, nil, fs); r != 0 {
		t.Errorf("an approved pair has risk %v", r)
	}
}
