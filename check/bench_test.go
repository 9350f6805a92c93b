package check

import "testing"

func BenchmarkChecks(b *testing.B) {
	samples := trainSamples(b, newsSources[0], 20, 2000)
	env := &Env{}
	for _, c := range append([]*Check{{Name: "all"}}, All...) {
		b.Run(c.Name, func(b *testing.B) {
			checks := []*Check{c}
			if c.Run == nil {
				checks = All
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range samples {
					Run(checks, s.pair(), env)
				}
			}
			b.ReportMetric(float64(b.N*len(samples))/b.Elapsed().Seconds(), "pairs/s")
		})
	}
}
