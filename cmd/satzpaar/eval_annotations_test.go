package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/metric"
)

// TestManySystems: a few systems are compared, each with each; for a file that names very many, that would not end.
func TestManySystems(t *testing.T) {
	for _, n := range []int{3, mostCompared + 1} {
		ratings := make([]metric.Rating, n)
		for i := range ratings {
			ratings[i] = metric.Rating{System: fmt.Sprintf("s%d", i), Segment: "1", Rater: "Mia", Score: 50}
		}
		var out, said bytes.Buffer
		a := &app{terminal: &terminal{stderr: &said}}
		a.printRatings(&out, bitext.ESA, ratings, false)
		scores, compared := strings.Count(out.String(), "ESA of s"), strings.Count(out.String(), " against s")
		if many := n > mostCompared; scores != n || (compared == 0) != many || (said.Len() > 0) != many {
			t.Errorf("%d systems: %d scores, %d comparisons, said %q", n, scores, compared, &said)
		}
	}
}
