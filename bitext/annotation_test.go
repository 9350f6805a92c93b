package bitext_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

func at(start, end int) *offset.Span { return &offset.Span{Start: start, End: end} }

// annotation is one of MQM that is done, with marks.
func annotation(marks ...bitext.Mark) bitext.Annotation {
	return bitext.Annotation{
		Version: 1, Protocol: bitext.MQM, Key: bitext.Key{Source: "Er kam früh an."}, Document: "a.txt", Number: 1,
		From: "de", To: "en", System: "one", Target: "He arrivéd early.", Marks: marks, Done: true, Who: "Mia",
		Time: "2026-01-01T00:00:00Z",
	}
}

func TestAnnotationValidate(t *testing.T) {
	score := 120.0
	for name, c := range map[string]struct {
		change func(a *bitext.Annotation)
		want   string
	}{
		"whole": {func(a *bitext.Annotation) {
			a.Marks = []bitext.Mark{{Category: "Other", Severity: "minor"}}
		}, "about the whole"},
		"cuts":         {func(a *bitext.Annotation) { a.Marks[0].Target = at(7, 9) }, "not a part of the target"},
		"outside":      {func(a *bitext.Annotation) { a.Marks[0].Target = at(0, 99) }, "not a part of the target"},
		"empty span":   {func(a *bitext.Annotation) { a.Marks[0].Target = at(3, 3) }, "not a part of the target"},
		"both":         {func(a *bitext.Annotation) { a.Marks[0].Source = at(0, 2) }, "on both sides"},
		"severity":     {func(a *bitext.Annotation) { a.Marks[0].Severity = "bad" }, "severity"},
		"category":     {func(a *bitext.Annotation) { a.Marks[0].Category = "Bad" }, "category"},
		"no category":  {func(a *bitext.Annotation) { a.Marks[0].Category = "" }, "category is missing"},
		"score of MQM": {func(a *bitext.Annotation) { a.Score = &score }, "no score"},
		"score": {func(a *bitext.Annotation) {
			a.Protocol, a.Score, a.Marks = bitext.ESA, &score, nil
		}, "not between"},
		"no score":        {func(a *bitext.Annotation) { a.Protocol, a.Marks = bitext.ESA, nil }, "needs a score"},
		"ESA category":    {func(a *bitext.Annotation) { a.Protocol, a.Done = bitext.ESA, false }, "no categories"},
		"version":         {func(a *bitext.Annotation) { a.Version = 2 }, "version 2"},
		"protocol":        {func(a *bitext.Annotation) { a.Protocol = "da" }, "protocol"},
		"system":          {func(a *bitext.Annotation) { a.System = "" }, "system is missing"},
		"marks":           {func(a *bitext.Annotation) { a.Marks = slices.Repeat(a.Marks, 201) }, "201 marks"},
		"planted outside": {func(a *bitext.Annotation) { a.Planted = at(5, 50) }, "planted"},
	} {
		a := annotation(bitext.Mark{Target: at(3, 11), Category: "Fluency/Spelling", Severity: "minor"})
		if err := a.Validate(); err != nil {
			t.Fatal(err)
		}
		c.change(&a)
		if err := a.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// What was added is read again; what others have added meanwhile is seen; torn and damaged lines are left out.
func TestAnnotationsFile(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	path := bitext.AnnotationsPath(filepath.Join(dir, "a.txt.bitext.jsonl"))
	name := filepath.Base(path)
	a := annotation(bitext.Mark{Source: at(7, 12), Category: "Accuracy/Omission", Severity: "major"})
	if err := bitext.AppendAnnotationAt(root, name, 0, &a); err != nil {
		t.Fatal(err)
	}
	if err := bitext.AppendAnnotationAt(root, name, 0, &a); !errors.Is(err, bitext.ErrAdded) {
		t.Errorf("adding to a file that has grown: %v", err)
	}
	got, err := bitext.ReadAnnotationsFile(path)
	if diff := cmp.Diff([]bitext.Annotation{a}, got); err != nil || diff != "" {
		t.Errorf("read %v: %s", err, diff)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := string(raw) + `{"satzpaar":1,"protocol":"mqm"}` + "\n" + string(raw) + string(raw[:40])
	got, err = bitext.ReadAnnotations(strings.NewReader(damaged), "x")
	if len(got) != 2 || err == nil || !strings.Contains(err.Error(), "x:2: ") || strings.Contains(err.Error(), "x:4") {
		t.Errorf("%d annotations, %v", len(got), err)
	}
}

func TestStanding(t *testing.T) {
	first, second, other, open := annotation(), annotation(), annotation(), annotation()
	second.Marks = []bitext.Mark{{Category: bitext.NonTranslation, Severity: "major"}}
	second.Before = "Was davor steht, hat sich geändert."
	other.Who = "Ben"
	open.Who, open.Done = "Ada", false
	taken := annotation()
	taken.System = "two"
	undone := taken
	undone.Done = false
	got := bitext.Standing([]bitext.Annotation{first, other, taken, second, open, undone})
	if diff := cmp.Diff([]bitext.Annotation{other, second}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoticed(t *testing.T) {
	for name, c := range map[string]struct {
		marks []bitext.Mark
		want  bool
	}{
		"nothing": {nil, false},
		"beside":  {[]bitext.Mark{{Target: at(0, 3)}}, false},
		"touches": {[]bitext.Mark{{Target: at(0, 4)}}, true},
		"source":  {[]bitext.Mark{{Source: at(3, 5)}}, false},
		"whole":   {[]bitext.Mark{{Category: bitext.NonTranslation}}, true},
	} {
		a := annotation(c.marks...)
		a.Planted = at(3, 11)
		if a.Noticed() != c.want {
			t.Errorf("%s: noticed is %v", name, !c.want)
		}
	}
}

func TestWriteWMT(t *testing.T) {
	none, planted := annotation(), annotation()
	none.Who, none.Target = "=Ben", "Tab\there.\nAnd\u2028on."
	planted.Planted = at(3, 11)
	esa := annotation(bitext.Mark{Target: at(0, 2), Severity: "minor"})
	esa.Protocol, esa.Number = bitext.ESA, 2
	var out bytes.Buffer
	err := bitext.WriteWMT(&out, []bitext.Annotation{
		annotation(
			bitext.Mark{Target: at(3, 11), Category: "Fluency/Spelling", Severity: "minor"},
			bitext.Mark{Source: at(7, 12), Category: "Accuracy/Omission", Severity: "major"},
			bitext.Mark{Category: bitext.NonTranslation, Severity: "major"},
		), none, planted, esa,
	})
	want := "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n" +
		"one\ta.txt\t1\t1\tMia\tEr kam früh an.\tHe <v>arrivéd</v> early.\tFluency/Spelling\tMinor\n" +
		"one\ta.txt\t1\t1\tMia\tEr kam <v>früh</v> an.\tHe arrivéd early.\tAccuracy/Omission\tMajor\n" +
		"one\ta.txt\t1\t1\tMia\tEr kam früh an.\t<v>He arrivéd early.</v>\tNon-translation!\tMajor\n" +
		"one\ta.txt\t1\t1\t\\=Ben\tEr kam früh an.\tTab here. And on.\tNo-error\tno-error\n" +
		"one#attention-check\ta.txt\t1\t1\tMia\tEr kam früh an.\tHe arrivéd early.\tNo-error\tno-error\n" +
		"one\ta.txt\t2\t2\tMia\tEr kam früh an.\t<v>He</v> arrivéd early.\tOther\tMinor\n"
	if diff := cmp.Diff(want, out.String()); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestWritePearmut(t *testing.T) {
	score := 70.0
	a := annotation(bitext.Mark{Target: at(3, 11), Severity: "minor"}, bitext.Mark{Source: at(7, 12), Severity: "major"})
	a.Protocol, a.Score = bitext.ESA, &score
	planted := a
	planted.Marks, planted.Planted = nil, at(3, 11)
	var out bytes.Buffer
	err := bitext.WritePearmut(&out, []bitext.Annotation{a, planted})
	item := `{"src":"Er kam früh an.","tgt":{"one":"He arrivéd early."},"doc_id":"a.txt","seg_id":1,"lp":"de-en"`
	want := `{"user_id":"Mia","item_i":0,"item":[` + item + `}],"annotation":[{"one":{"score":70,"error_spans":[` +
		`{"start_i":3,"end_i":9,"severity":"minor","category":null},` +
		`{"start_i":"missing","end_i":"missing","severity":"major","category":null,"src_i":[7,10]}]}}]}` + "\n" +
		`{"user_id":"Mia","item_i":1,"item":[` + item +
		`,"validation":{"one":[{"error_spans":[{"start_i":[0,9],"end_i":[3,16]}]}]}}],` +
		`"annotation":[{"one":{"score":70,"error_spans":[]}}]}` + "\n"
	if diff := cmp.Diff(want, out.String()); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// Whatever a file holds, what is read of it can be written in every form.
func FuzzReadAnnotations(f *testing.F) {
	var valid bytes.Buffer
	a := annotation(bitext.Mark{Target: at(3, 11), Category: "Fluency/Spelling", Severity: "minor"})
	if err := json.NewEncoder(&valid).Encode(a); err != nil {
		f.Fatal(err)
	}
	f.Add(valid.Bytes())
	f.Add([]byte(`{"satzpaar":1,"protocol":"esa","document":"a","number":1,"system":"x","marks":[{"severity":""}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, _ := bitext.ReadAnnotations(bytes.NewReader(raw), "x")
		list = bitext.Standing(list)
		if err := errors.Join(bitext.WriteWMT(io.Discard, list), bitext.WritePearmut(io.Discard, list)); err != nil {
			t.Error(err)
		}
		for i := range list {
			list[i].Noticed()
		}
	})
}
