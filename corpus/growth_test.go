package corpus_test

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
)

// failing returns a document of n lines and its bitext, in which every line has failed. The first and the last change
// places.
func failing(n int) (*document.Document, *bitext.Bitext) {
	const line = "Das geht nicht.\n"
	d := &document.Document{Name: "a.txt", Source: []byte(strings.Repeat(line, n))}
	b := &bitext.Bitext{Pairs: make([]bitext.Pair, n)}
	for i := range b.Pairs {
		span := offset.Span{Start: i * len(line), End: (i+1)*len(line) - 1}
		b.Pairs[i] = bitext.Pair{State: bitext.Initial, Spans: []offset.Span{span}}
	}
	b.Pairs[0], b.Pairs[n-1] = b.Pairs[n-1], b.Pairs[0]
	return d, b
}

// TestFailedLines: what fails is said to be on its line, wherever that is.
func TestFailedLines(t *testing.T) {
	d, b := failing(4)
	s := corpus.SummaryOf(d.Name, d, b, pipeline.Report{})
	for i, want := range []int{4, 2, 3, 1} {
		if len(s.Failures) != 4 || s.Failures[i].Line != want {
			t.Fatalf("failure %d of %+v, want line %d", i, s.Failures, want)
		}
	}
}

// TestFailuresGrowth: a document that fails in every line takes time in proportion to its lines.
func TestFailuresGrowth(t *testing.T) {
	growthtest.Linear(t, "failures", 25_000, func(n int) func() {
		d, b := failing(n)
		return func() { corpus.SummaryOf(d.Name, d, b, pipeline.Report{}) }
	})
}
