package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/parallel"
	"github.com/satzpaar/satzpaar/metric"
)

// doubtSources are the training sources that the built-in model translates, with the step at which pairs are taken:
// news first, since nearly all of it has a reference by a person. The model has seen most of them in its training, so
// it is surer of them than of others.
var doubtSources = []struct {
	name string
	step int
}{
	{"wmt_newstest_2008_2019_refs", 12}, {"ntrex128_newstest2019", 1}, {"wmt14_newstest_aligned", 2},
	{"mlqe_pe_wikipedia", 16}, {"xquad", 4}, {"mucow_opus", 15}, {"websites_general", 20}, {"tatoeba_manythings", 400},
}

// slope is by how much more the doubts count than was fitted. One reference is a poor judge of a translation: what
// merely has other words is among the worst, which flattens the fit. It was set by hand.
const slope = 1.5

// A doubtful is a translation of the built-in model.
type doubtful struct {
	features map[string]float64
	known    float64 // logarithm of the odds of an error without the features
	quality  float64 // chrF2
	bad      bool    // among the worst fifth of its source
	judging  bool    // takes no part in the fit
}

// makeDoubt fits the weights of the doubts: what distinguishes the worst fifth of the built-in model's translations of
// a training source, by chrF2, from the others. Every other pair takes no part and judges. That a sentence is short
// counts here, and not in the risk.
func makeDoubt(o options) error {
	ctx := context.Background()
	session, err := satzpaar.Open(ctx, satzpaar.Config{})
	if err != nil {
		return err
	}
	defer session.Close()
	runner := check.NewRunner(check.All, nil)
	defer runner.Release()
	var all []doubtful
	judged := map[string][]doubtful{}
	for _, source := range doubtSources {
		pairs, err := parallel.Read(o.train, source.name, source.step, 1<<30)
		if err != nil {
			return err
		}
		found, err := translateAll(ctx, session, runner, pairs)
		if err != nil {
			return err
		}
		all = append(all, found...)
		for _, d := range found {
			if d.judging {
				judged[source.name] = append(judged[source.name], d)
			}
		}
	}
	weights := fitDoubt(all)
	var sum, share float64
	for _, source := range doubtSources {
		list := judged[source.name]
		s := riskiestFifth(list, weights)
		const line = "%s: the riskiest fifth of %d translations holds %.1f %% of the worst; without doubts %.1f\n"
		fmt.Fprintf(os.Stderr, line, source.name, len(list), 100*s, 100*riskiestFifth(list, nil))
		share += s / float64(len(doubtSources))
	}
	for _, d := range all {
		sum += 1 / (1 + math.Exp(-d.odds(weights)))
	}
	fmt.Fprintf(os.Stderr, "mean share %.1f %%, mean risk %.3f\n", 100*share, sum/float64(len(all)))
	return writeWeights(doubtFile, weights)
}

// translateAll translates the German of pairs. What is more than one sentence, or is not translated, is left out.
func translateAll(
	ctx context.Context,
	session *satzpaar.Session,
	runner *check.Runner,
	pairs []parallel.Pair,
) ([]doubtful, error) {
	const batch = 256
	var out []doubtful
	for start := 0; start < len(pairs); start += batch {
		part := pairs[start:min(start+batch, len(pairs))]
		var docs []*document.Document
		for _, p := range part {
			d, err := session.Parse("line.txt", []byte(p.German))
			if err != nil {
				return nil, err
			}
			docs = append(docs, d)
		}
		texts, _, err := session.Documents(ctx, docs, nil)
		if err != nil {
			return nil, err
		}
		for i, b := range texts {
			if len(b.Pairs) != 1 || len(b.Pairs[0].Source) < 15 {
				continue
			}
			if d, ok := doubtfulOf(runner, &b.Pairs[0], part[i].English); ok {
				d.judging = (start+i)%2 == 1
				out = append(out, d)
			}
		}
	}
	for _, judging := range []bool{false, true} {
		markWorst(out, judging)
	}
	return out, nil
}

func doubtfulOf(runner *check.Runner, p *bitext.Pair, reference string) (d doubtful, ok bool) {
	if d.features = runner.Doubts(p); d.features == nil {
		return d, false
	}
	delete(d.features, "bias") // the fit has its own
	score := p.Score
	p.Score = nil
	risk, _ := runner.Risk(p, runner.Run(p))
	p.Score = score
	d.known = math.Log(risk / (1 - risk))
	chrf := metric.ChrF{}
	d.quality = chrf.Score(chrf.Counts(p.Target, []string{reference}), 1).Value
	return d, true
}

// markWorst marks the worst fifth of those that judge, or of the others.
func markWorst(all []doubtful, judging bool) {
	var list []*doubtful
	for i := range all {
		if all[i].judging == judging {
			list = append(list, &all[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *doubtful) int { return cmp.Compare(a.quality, b.quality) })
	for _, d := range list[:len(list)/5] {
		d.bad = true
	}
}

// fitDoubt returns the weights, such that the doubts of the translations add nothing on average.
func fitDoubt(all []doubtful) map[string]float64 {
	var rows []map[string]float64
	var labels []bool
	var worth, known []float64
	for _, d := range all {
		if !d.judging {
			rows, labels = append(rows, d.features), append(labels, d.bad)
			worth, known = append(worth, 1), append(known, d.known/slope)
		}
	}
	weights := fit(rows, labels, worth, known)
	mean := 0.0
	for name := range weights {
		weights[name] *= slope
	}
	weights["bias"] = 0
	for _, d := range all {
		mean += (d.odds(weights) - d.known) / float64(len(all))
	}
	weights["bias"] = -mean
	return weights
}

// odds returns the logarithm of the odds of an error; with nil weights what is known without the features.
func (d *doubtful) odds(weights map[string]float64) float64 {
	sum := d.known + weights["bias"]
	for _, name := range slices.Sorted(maps.Keys(d.features)) { // in one order, for equal sums
		sum += weights[name] * d.features[name]
	}
	return sum
}

// riskiestFifth returns the share of the worst fifth that is among the riskiest fifth.
func riskiestFifth(all []doubtful, weights map[string]float64) float64 {
	list := slices.Clone(all)
	slices.SortStableFunc(list, func(a, b doubtful) int { return cmp.Compare(b.odds(weights), a.odds(weights)) })
	n := len(list) / 5
	bad := 0
	for _, d := range list[:n] {
		if d.bad {
			bad++
		}
	}
	return float64(bad) / float64(max(n, 1))
}
