package bitext

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestProfile(t *testing.T) {
	profile := func(n int, risky ...int) []float64 {
		var p Profile
		for i := range n {
			risk := 0.1
			if slices.Contains(risky, i) {
				risk = 0.9
			}
			p.Add(&Pair{State: Translated, Risk: &risk})
		}
		return p.Parts()
	}
	tests := []struct {
		n     int
		risky []int
		parts int
		at    []int // parts that hold a risky pair
	}{
		{0, nil, 0, nil},
		{1, []int{0}, 1, []int{0}},
		{60, []int{0, 59}, 60, []int{0, 59}},
		{61, []int{0, 59, 60}, 31, []int{0, 29, 30}},
		{120, []int{119}, 60, []int{59}},
		{121, []int{4, 120}, 31, []int{1, 30}},
		{1000, []int{500, 501}, 32, []int{15}},
	}
	for _, tt := range tests {
		got := profile(tt.n, tt.risky...)
		if len(got) != tt.parts {
			t.Errorf("%d pairs: %d parts, want %d", tt.n, len(got), tt.parts)
			continue
		}
		var at []int
		for i, r := range got {
			if r == 0.9 {
				at = append(at, i)
			}
		}
		if !slices.Equal(at, tt.at) {
			t.Errorf("%d pairs: risky parts %v, want %v", tt.n, at, tt.at)
		}
	}
	var p Profile
	p.Add(&Pair{State: Initial})
	p.Add(&Pair{State: Translated})
	if !slices.Equal(p.Parts(), []float64{1, 0}) {
		t.Errorf("a hole and a pair without a risk: %v", p.Parts())
	}
}

// A profile goes on the same way after it was in a file, wherever that happened.
func TestProfileFile(t *testing.T) {
	for _, cut := range []int{0, 1, 60, 61, 119, 500} {
		var whole, again Profile
		for i := range 600 {
			if i == cut {
				raw, err := json.Marshal(again)
				again = Profile{}
				if err == nil {
					err = json.Unmarshal(raw, &again)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			risk := float64(i*7%31) / 31
			whole.Add(&Pair{State: Translated, Risk: &risk})
			again.Add(&Pair{State: Translated, Risk: &risk})
		}
		if !slices.Equal(again.Parts(), whole.Parts()) {
			t.Errorf("written after %d pairs: %v, want %v", cut, again.Parts(), whole.Parts())
		}
	}
}
