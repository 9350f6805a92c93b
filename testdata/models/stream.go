//go:build ignore

// Command stream is a neighbour that needs the memory: it reads through more of it than caches hold, over and over,
// and prints once a second how much that was. Run beside a benchmark, it shows what the benchmark takes from memory;
// alone, what the memory gives to one core.
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
	long := flag.Duration("for", time.Minute, "how long")
	flag.Parse()
	words := make([]uint64, *mib<<20/8)
	for i := range words {
		words[i] = uint64(i) // pages that were never written are all the same page
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
		fmt.Println() // never, but the compiler does not know
	}
}

// total adds in eight chains, so that it waits for the memory and not for the sums.
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
