//go:build ignore

// Command stream is a neighbour that keeps the memory busy: it reads more than the caches hold, over and over, and
// prints once a second how fast. Run beside a benchmark, it shows what the benchmark takes of the memory's bandwidth;
// alone, how much of it one core gets.
//
//	go run testdata/models/stream.go [-mib 512] [-for 1m]
package main

import (
	"flag"
	"fmt"
	"time"
)

func main() {
	mib := flag.Int("mib", 512, "`MiB` of memory to read through")
	long := flag.Duration("for", time.Minute, "`time` after which it ends")
	flag.Parse()
	words := make([]uint64, *mib<<20/8)
	for i := range words {
		words[i] = uint64(i) // all pages that were never written to are one and the same
	}
	var sum uint64
	end := time.Now().Add(*long)
	for start, read := time.Now(), 0; time.Now().Before(end); {
		sum += total(words)
		read += 8 * len(words)
		if spent := time.Since(start); spent > time.Second {
			fmt.Printf("%.1f GB/s\n", float64(read)/1e9/spent.Seconds())
			start, read = time.Now(), 0
		}
	}
	if sum == 1 {
		fmt.Println() // never happens, but keeps the compiler from dropping the sum
	}
}

// total returns the sum of x. It adds in eight chains, so that it waits for the memory and not for the sums.
func total(x []uint64) uint64 {
	var s [8]uint64
	for ; len(x) >= 8; x = x[8:] {
		v := (*[8]uint64)(x)
		s[0] += v[0]
		s[1] += v[1]
		s[2] += v[2]
		s[3] += v[3]
		s[4] += v[4]
		s[5] += v[5]
		s[6] += v[6]
		s[7] += v[7]
	}
	return s[0] + s[1] + s[2] + s[3] + s[4] + s[5] + s[6] + s[7]
}
