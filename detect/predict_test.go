package detect_test

import (
	"flag"
	"testing"

	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/detect/internal/predict"
)

var (
	gold      = flag.String("gold", "", "gold file in the form of the shared langid sets; with -predict")
	output    = flag.String("predict", "", "write the runs of -gold's documents here, in the form of the shared scorer")
	why       = flag.Bool("why", false, "with -predict: write the evidence, too")
	switching = flag.Bool("switching", false, "with -predict: look for speakers who change the language")
)

// TestPredict writes predictions for the scorer of the shared data; it is not a test, and is skipped without -gold.
func TestPredict(t *testing.T) {
	if *gold == "" {
		t.Skip("no -gold")
	}
	s, err := detect.New(detect.Config{Explain: *why, Switching: *switching})
	if err != nil {
		t.Fatal(err)
	}
	if err := predict.Write(*gold, *output, s); err != nil {
		t.Fatal(err)
	}
}
