package align

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"
)

// benchmarkDocument makes a German and an English document of n sentences from words of the lexicon: content for the
// aligner, though not sense.
func benchmarkDocument(n int) (source, target []string) {
	l := GermanEnglish()
	r := rand.New(rand.NewPCG(7, 7))
	word := func() (string, string) {
		for {
			// Words as skewed as those of text.
			s := int(float64(l.source.len()) * r.Float64())
			if q := unquantised[l.source.tokens[s]]; q < 50 && r.Float64() > q/50 {
				continue
			}
			best, chance := "", 0.0
			l.Each(l.source.form(s), func(t string, f, _ float64) {
				if f > chance {
					best, chance = t, f
				}
			})
			if best != "" {
				return l.source.form(s), best
			}
		}
	}
	for range n {
		var s, t []string
		for range 6 + r.IntN(24) {
			a, b := word()
			s = append(s, a)
			if r.IntN(5) > 0 {
				t = append(t, b)
			}
		}
		switch r.IntN(12) {
		case 0:
			source = append(source, strings.Join(s, " ")+".")
		case 1:
			target = append(target, strings.Join(t, " ")+".")
		case 2:
			k := len(t) / 2
			source = append(source, strings.Join(s, " ")+".")
			target = append(target, strings.Join(t[:k], " ")+".", strings.Join(t[k:], " ")+".")
		default:
			source = append(source, strings.Join(s, " ")+".")
			target = append(target, strings.Join(t, " ")+".")
		}
	}
	return source, target
}

// BenchmarkAlign aligns documents of up to so many sentences; with -short, none that takes many seconds.
func BenchmarkAlign(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 10_000 && testing.Short() {
				b.Skipf("-short: %d sentences take half a minute", n)
			}
			source, target := benchmarkDocument(n)
			cfg := Config{Lexicon: GermanEnglish()}
			before := processorTime()
			for b.Loop() {
				beads, report, err := Align(source, target, cfg)
				if err != nil {
					b.Fatal(err)
				}
				cover(b, source, target, beads)
				b.ReportMetric(report.Confidence, "confidence")
			}
			b.ReportMetric((processorTime()-before).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// processorTime is what the process has used so far: on a busy machine it is a better measure than the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLinks links the words of sentences of 6 to 29 words.
func BenchmarkLinks(b *testing.B) {
	source, target := benchmarkDocument(400)
	n := min(len(source), len(target))
	words := 0
	for i := 0; b.Loop(); i++ {
		words += len(Words(source[i%n]))
		Links(source[i%n], target[i%n], GermanEnglish())
	}
	b.ReportMetric(float64(words)/float64(b.N), "words/op")
}
