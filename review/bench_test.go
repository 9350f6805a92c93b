package review

import (
	"io"
	"testing"
)

// BenchmarkPage writes the page of 20,000 pairs; pairs/s is what to compare.
func BenchmarkPage(b *testing.B) {
	d := large(20_000)
	for b.Loop() {
		if err := Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(d.Pairs))/b.Elapsed().Seconds(), "pairs/s")
}

// BenchmarkFolder reads a bitext of 20,000 pairs for a served page.
func BenchmarkFolder(b *testing.B) {
	d := large(20_000)
	dir := folderOf(b, d)
	for b.Loop() {
		if _, err := newFolder(dir).read("a.txt"); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(d.Pairs))/b.Elapsed().Seconds(), "pairs/s")
}
