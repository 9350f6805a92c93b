package offset_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		in    string
		want  offset.Span
		wrong bool
	}{
		{"[0,0]", offset.Span{}, false},
		{"[12,345]", offset.Span{Start: 12, End: 345}, false},
		{" [ 1 , 2 ] ", offset.Span{Start: 1, End: 2}, false},
		{"[-5,1073741824]", offset.Span{Start: -5, End: 1 << 30}, false},
		{"null", offset.Span{}, false},
		{"[1]", offset.Span{}, true},
		{"[1,2,3]", offset.Span{}, true},
		{"[01,2]", offset.Span{}, true},
		{"[1,2.5]", offset.Span{}, true},
		{`["1",2]`, offset.Span{}, true},
		{"[99999999999999999999,2]", offset.Span{}, true},
		{"{}", offset.Span{}, true},
	} {
		var got offset.Span
		err := json.Unmarshal([]byte(c.in), &got)
		if (err != nil) != c.wrong || err == nil && got != c.want {
			t.Errorf("%s: %v, %v", c.in, got, err)
		}
	}
	l := offset.Link{Source: offset.Span{Start: 0, End: 3}, Target: offset.Span{Start: 4, End: 9}}
	raw, err := json.Marshal([]offset.Link{l})
	if err != nil || string(raw) != "[[0,3,4,9]]" {
		t.Errorf("%s, %v", raw, err)
	}
	var back []offset.Link
	if err := json.Unmarshal(raw, &back); err != nil || len(back) != 1 || back[0] != l {
		t.Errorf("%v, %v", back, err)
	}
}

func FuzzSpan(f *testing.F) {
	for _, s := range []string{"[0,1]", "[1, 2]", "[-1,2]", "[1,2,3]", "null", "[1e3,2]", "[007,8]"} {
		f.Add([]byte(s))
	}
	// Both ways of reading agree with the library's.
	f.Fuzz(func(t *testing.T, data []byte) {
		var got offset.Span
		err := json.Unmarshal(data, &got)
		var want []int
		wantErr := json.Unmarshal(data, &want)
		if wantErr == nil && want == nil { // null
			want = []int{0, 0}
		}
		if ok := wantErr == nil && len(want) == 2; ok != (err == nil) || ok && (got.Start != want[0] || got.End != want[1]) {
			t.Errorf("%q: %v, %v; want %v, %v", data, got, err, want, wantErr)
		}
	})
}

// TestAppendRun: runs tile what they are of, and neighbours in one language are one run.
func TestAppendRun(t *testing.T) {
	var runs []offset.Run
	for _, r := range []offset.Run{
		{Start: 0, End: 5, Lang: "de", Score: 0.9}, {Start: 6, End: 9, Lang: "de", Score: 0.7},
		{Start: 10, End: 12, Lang: "es", Score: 0.8}, {Start: 12, End: 20, Lang: "de", Score: 1},
	} {
		runs = offset.AppendRun(runs, r)
	}
	want := []offset.Run{
		{Start: 0, End: 10, Lang: "de", Score: 0.7}, {Start: 10, End: 12, Lang: "es", Score: 0.8},
		{Start: 12, End: 20, Lang: "de", Score: 1},
	}
	if !slices.Equal(runs, want) {
		t.Errorf("%+v, want %+v", runs, want)
	}
}
