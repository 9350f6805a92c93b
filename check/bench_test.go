package check

import (
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

func BenchmarkChecks(b *testing.B) {
	samples := trainSamples(b, newsSources[0], 20, 2000)
	env := &Env{}
	var pairs []*bitext.Pair
	for _, s := range samples {
		pairs = append(pairs, s.Translated())
	}
	for _, c := range append([]*Check{{Name: "all"}}, All...) {
		b.Run(c.Name, func(b *testing.B) {
			checks := []*Check{c}
			if c.Run == nil {
				checks = All
			}
			runner := NewRunner(checks, env)
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range pairs {
					runner.Run(p)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*len(pairs)), "µs/pair")
		})
	}
}
