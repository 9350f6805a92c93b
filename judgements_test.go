package satzpaar_test

import (
	"fmt"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// TestJudgeManySystems: a few systems are compared, each with each; for a file that names very many, that would not
// end.
func TestJudgeManySystems(t *testing.T) {
	score := 50.0
	for _, c := range []struct{ systems, compared, notes int }{{3, 3, 0}, {51, 0, 1}} {
		list := make([]bitext.Annotation, c.systems)
		for i := range list {
			list[i] = bitext.Annotation{Protocol: bitext.ESA, System: fmt.Sprintf("s%d", i), Document: "a.txt", Number: 1,
				Key: bitext.Key{Source: "Ja."}, Who: "Mia", Score: &score}
		}
		all := satzpaar.Judge(list, false)
		if len(all) != 1 {
			t.Fatalf("%d systems: %d protocols", c.systems, len(all))
		}
		j := all[0]
		if len(j.Systems) != c.systems || len(j.Compared) != c.compared || len(j.Notes) != c.notes {
			t.Errorf("%d systems: %d scores, %d comparisons, notes %v", c.systems, len(j.Systems), len(j.Compared), j.Notes)
		}
	}
}

// TestJudge: marks cost what MQM specifies, planted ones count for attention alone, and protocols stay apart.
func TestJudge(t *testing.T) {
	mark := bitext.Mark{Category: "accuracy/mistranslation", Severity: "major", Target: &offset.Span{Start: 0, End: 2}}
	mqm := func(who string, planted *offset.Span, marks ...bitext.Mark) bitext.Annotation {
		return bitext.Annotation{Protocol: bitext.MQM, System: "a", Document: "a.txt", Number: 1, Key: bitext.Key{Source: "Ja."},
			Who: who, Planted: planted, Marks: marks}
	}
	all := satzpaar.Judge([]bitext.Annotation{
		mqm("Mia", nil, mark), mqm("Ben", &offset.Span{Start: 1, End: 3}, mark), mqm("Ben", &offset.Span{Start: 4, End: 6}),
	}, false)
	if len(all) != 1 || all[0].Score != "MQM" {
		t.Fatalf("%+v", all)
	}
	j := all[0]
	if len(j.Systems) != 1 || j.Systems[0].Mean != 5 || j.Systems[0].Ratings != 1 {
		t.Errorf("systems %+v", j.Systems)
	}
	if want := (satzpaar.Attention{Who: "Ben", Shown: 2, Noticed: 1}); len(j.Attention) != 1 || j.Attention[0] != want {
		t.Errorf("attention %+v, want %+v", j.Attention, want)
	}
}
