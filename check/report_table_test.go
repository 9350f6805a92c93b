package check_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/check"
)

func TestRiskTable(t *testing.T) {
	r := check.RiskReport{Bands: [5]check.RiskBand{
		{Pairs: 3, Expected: 0.25},
		4: {Pairs: 1, Expected: 0.875, Reviewed: 1, Foretold: 0.875, Wrong: 1},
	}}
	const want = `risk         pairs  expected  reviewed  expected  changed
0.8 to 1.0       1       0.9         1       0.9        1
0.6 to 0.8       0       0.0         0       0.0        0
0.4 to 0.6       0       0.0         0       0.0        0
0.2 to 0.4       0       0.0         0       0.0        0
0.0 to 0.2       3       0.2         0       0.0        0
all              4       1.1         1       0.9        1
By their risk, about 1 of 4 pairs have an error. ` +
		"Of those that were reviewed, 1 were expected to have one, and 1 were changed or rejected.\n"
	if got := r.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
