package satzpaar_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
)

// BenchmarkDetectAndSplit measures what every document goes through before translation: parsing, splitting and
// detection, on German news (the lines of a test set under SATZPAAR_SHARED), and with every tenth line replaced by
// Spanish.
func BenchmarkDetectAndSplit(b *testing.B) {
	shared := os.Getenv("SATZPAAR_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data", "eval", "mt", "wmt19.de"))
	if err != nil {
		b.Skipf("no German news (set SATZPAAR_SHARED): %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	mixed := append([]string(nil), lines...)
	for i := 0; i < len(mixed); i += 10 {
		mixed[i] = "El alcalde dijo esta mañana que la ciudad no tendrá más dinero para el puerto hasta el próximo año."
	}
	detector, err := detect.New(detect.Config{})
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name  string
		lines []string
	}{{"German", lines}, {"tenth foreign", mixed}} {
		text := []byte(strings.Join(bench.lines, "\n"))
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				d, err := document.Parse("a.txt", text, document.Options{})
				if err != nil {
					b.Fatal(err)
				}
				for i := range d.Blocks {
					detector.Runs(d.Blocks[i].Text)
				}
			}
		})
	}
}
