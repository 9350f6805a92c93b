//go:build !unix

package corpus_test

// cpuSeconds is unknown here.
func cpuSeconds() float64 { return 0 }
