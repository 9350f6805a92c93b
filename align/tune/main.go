// Tune looks for better weights of the aligner, by changing one at a time as long as that raises strict F1 on documents
// made of training text that the lexicon was not learned from.
//
//	go run ./align/tune -train ../shared/data/train -rounds 3
//
// It prints each step, and in the end the weights for align/internal/tuned. Its search leaves Temperature alone, which
// is about confidence: go test ./align -run TestConfidence -v shows how well that fits.
package main

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"sync"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/align/internal/made"
	"github.com/satzpaar/satzpaar/align/internal/tuned"
	"github.com/satzpaar/satzpaar/metric"
)

func main() {
	train := flag.String("train", "", "folder of NAME.tsv.zst")
	rounds := flag.Int("rounds", 3, "how often to go through all weights, each time in smaller steps")
	flag.Parse()
	if err := run(*train, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "tune:", err)
		os.Exit(1)
	}
}

func run(train string, rounds int) error {
	all, err := made.Changed(train, 1, 60)
	if err != nil {
		return fmt.Errorf("%w (name the folder with -train)", err)
	}
	var docs []made.Document
	for k, d := range all {
		if k%3 > 0 { // the others can judge what is found
			docs = append(docs, d)
		}
	}
	fmt.Printf("strict F1 of %d documents\n", len(docs))
	score := func(w tuned.Weights) (float64, error) { return scoreOf(docs, w) }
	w, top, err := search(tuned.Default(), rounds, score)
	if err != nil {
		return err
	}
	fmt.Printf("%.3f with %+v\n", top, w)
	return nil
}

// search changes one weight at a time as long as that raises the score, and returns the best with their score.
func search(best tuned.Weights, rounds int, score func(tuned.Weights) (float64, error)) (tuned.Weights, float64, error) {
	const least = 1e-4 // what counts as better
	top, err := score(best)
	if err != nil {
		return best, 0, err
	}
	fmt.Printf("as they are: %.3f\n", top)
	for step, round := 1.4, 0; round < rounds; step, round = 1+(step-1)/1.5, round+1 {
		for field := range reflect.TypeFor[tuned.Weights]().Fields() {
			if field.Name == "Temperature" {
				continue
			}
			for _, factor := range []float64{step, 1 / step} {
				for {
					w := best
					value := reflect.ValueOf(&w).Elem().FieldByIndex(field.Index)
					value.SetFloat(value.Float() * factor)
					s, err := score(w)
					if err != nil {
						return best, top, err
					}
					if s <= top+least {
						break
					}
					best, top = w, s
					fmt.Printf("%s %.4f: %.3f\n", field.Name, value.Float(), top)
				}
			}
		}
	}
	return best, top, nil
}

// scoreOf returns the mean strict F1, 0 to 100, of the levels of documents that are aligned with these weights.
func scoreOf(docs []made.Document, w tuned.Weights) (float64, error) {
	results, errs := make([][]align.Bead, len(docs)), make([]error, len(docs))
	config := align.Config{Lexicon: align.GermanEnglish(), Weights: &w}
	var all sync.WaitGroup
	for k, d := range docs {
		all.Go(func() {
			results[k], _, errs[k] = align.Align(d.Source, d.Target, config)
		})
	}
	all.Wait()
	levels := map[string]*metric.BeadCount{}
	var names []string // sums are taken in one order
	for k, d := range docs {
		if errs[k] != nil {
			return 0, errs[k]
		}
		if levels[d.Level] == nil {
			levels[d.Level] = new(metric.BeadCount)
			names = append(names, d.Level)
		}
		var gold, beads []metric.Bead
		for _, g := range d.Gold {
			gold = append(gold, metric.Bead{Source: g[0], Target: g[1]})
		}
		for _, b := range results[k] {
			beads = append(beads, metric.Bead{Source: numbers(b.Source), Target: numbers(b.Target)})
		}
		levels[d.Level].Add(gold, beads)
	}
	sum := 0.0
	for _, name := range names {
		sum += levels[name].Score().Strict.F1
	}
	return sum / float64(len(levels)), nil
}

func numbers(r align.Range) (out []int) {
	for i := r.Start; i < r.End; i++ {
		out = append(out, i)
	}
	return out
}
