package bitext

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/offset"
)

// cutText is a document of two blocks as the machine has translated it.
func cutText() *Bitext {
	b := &Bitext{Header: Header{Satzpaar: 1, Document: "a.txt", Format: "txt", From: "de", To: "en"}}
	add := func(id string, block, at int, source, target string) {
		score := -0.1
		b.Pairs = append(b.Pairs, Pair{ID: id, Block: block, Kind: "paragraph", Source: source, Target: target,
			Spans: []offset.Span{{Start: at, End: at + len(source)}}, Lang: "de",
			Runs:   []offset.Run{{End: len(source), Lang: "de"}},
			Action: Translate, State: Translated, Origin: "echo", Score: &score, Links: []offset.Link{{}}})
	}
	add("1.1", 1, 0, "Er kam am 3.", "He came on 3.")
	add("1.2", 1, 13, "Mai an.", "May at.")
	add("1.3", 1, 21, "Es regnete und er ging.", "It rained and he went.")
	add("2.1", 2, 46, "Ende.", "End.")
	return b
}

func merging(b *Bitext, i int, target string) Edit {
	return Edit{Key: Keys(b)[i], State: Recut, Takes: 1, Parts: []Part{
		{Source: b.Pairs[i].Source + " " + b.Pairs[i+1].Source, Target: target, State: Reviewed}}}
}

func splitting(b *Bitext, i int, parts ...Part) Edit {
	return Edit{Key: Keys(b)[i], State: Recut, Parts: parts}
}

// shown lists pairs as a person sees them.
func shown(b *Bitext) string {
	var out []string
	for i := range b.Pairs {
		p := &b.Pairs[i]
		out = append(out, p.ID+" "+p.Source+" = "+p.Target)
	}
	return strings.Join(out, "\n")
}

func TestMerge(t *testing.T) {
	b := cutText()
	earlier, after, absorbed := "He came on the 3rd.", "It rained, and he left.", "May there."
	merge := merging(b, 0, "He arrived on 3 May.")
	edits := []Edit{
		{Key: Keys(b)[0], Target: &earlier}, {Key: Keys(b)[1], Target: &absorbed}, merge, {Key: Keys(b)[2], Target: &after},
		{Key: Keys(b)[1], State: Commented, Comment: "Which year?", Who: "Mia"},
	}
	if stale := Apply(b, edits); len(stale) > 0 {
		t.Fatal(stale)
	}
	want := "1.1 Er kam am 3. Mai an. = He arrived on 3 May.\n" +
		"1.3 Es regnete und er ging. = It rained, and he left.\n2.1 Ende. = End."
	if got := shown(b); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	p := b.Pairs[0]
	if p.Origin != Human || p.Machine != "He came on 3. May at." || p.State != Reviewed || p.Links != nil || p.Sentences() != 2 {
		t.Errorf("merged: %+v", p)
	}
	if len(p.Comments) != 1 || p.Comments[0].Text != "Which year?" {
		t.Errorf("comments of what was taken in: %+v", p.Comments)
	}
	if want := []offset.Span{{Start: 0, End: 12}, {Start: 13, End: 20}}; !slices.Equal(p.Spans, want) {
		t.Errorf("spans %v, want %v", p.Spans, want)
	}
	if err := b.Validate(); err != nil {
		t.Error(err)
	}
	// Taking the merge back brings both pairs back with what was done to them.
	Apply(b, append(edits, Edit{Key: merge.Key, Undo: true}))
	if got := shown(b); !strings.HasPrefix(got, "1.1 Er kam am 3. = "+earlier+"\n1.2 Mai an. = "+absorbed+"\n1.3") {
		t.Errorf("undone:\n%s", got)
	}
}

func TestSplit(t *testing.T) {
	b := cutText()
	e := splitting(b, 2, Part{Source: "Es regnete ", Target: "It rained", State: Reviewed},
		Part{Source: "und er ging.", Target: "and he left.", State: Translated, Reason: "style"})
	if stale := Apply(b, []Edit{e}); len(stale) > 0 {
		t.Fatal(stale)
	}
	want := "1.3 Es regnete = It rained\n1.3.2 und er ging. = and he left.\n2.1 Ende. = End."
	if got := shown(b); !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s\nwant at the end\n%s", got, want)
	}
	one, two := b.Pairs[2], b.Pairs[3]
	if one.Sentences() != 1 || two.Sentences() != 0 || two.Part != 2 || two.Reason != "style" || one.State != Reviewed {
		t.Errorf("parts: %+v %+v", one, two)
	}
	if one.Spans[0] != (offset.Span{Start: 21, End: 31}) || two.Spans[0] != (offset.Span{Start: 32, End: 44}) {
		t.Errorf("spans %v and %v", one.Spans, two.Spans)
	}
	if k := Keys(b); k[2] != e.Key || k[3] != e.Key || k[4] != Keys(cutText())[3] {
		t.Errorf("keys: %+v", k)
	}
	if err := b.Validate(); err != nil {
		t.Error(err)
	}
}

// TestCutStale: what was cut stays in the file and is named when its text has changed, or when it can be cut no more.
func TestCutStale(t *testing.T) {
	for name, change := range map[string]func(b *Bitext){
		"the pair taken in has changed": func(b *Bitext) { b.Pairs[1].Source = "Juni an." },
		"it is in another block":        func(b *Bitext) { b.Pairs[1].Block = 2 },
		"it is kept":                    func(b *Bitext) { b.Pairs[1].Action = Keep },
		"it is gone":                    func(b *Bitext) { b.Pairs = b.Pairs[:1] },
	} {
		b := cutText()
		e := merging(b, 0, "He arrived on 3 May.")
		change(b)
		want := shown(b)
		stale := Apply(b, []Edit{e})
		if len(stale) != 1 || stale[0].Why != Uncut || stale[0].Target != "He arrived on 3 May." ||
			!strings.Contains(stale[0].String(), "split or merged by hand") {
			t.Errorf("%s: %+v", name, stale)
		}
		if got := shown(b); got != want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	b := cutText()
	e := splitting(b, 2, Part{Source: "Es regnete", Target: "a", State: Reviewed},
		Part{Source: "und sie ging.", Target: "b", State: Reviewed})
	if stale := Apply(b, []Edit{e}); len(stale) != 1 || len(b.Pairs) != 4 {
		t.Errorf("a part that the source does not have: %+v", stale)
	}
}

func TestCutInvalid(t *testing.T) {
	part := func(s string) Part { return Part{Source: s, Target: "x", State: Translated} }
	text := "x"
	for name, e := range map[string]Edit{
		"one part":         {State: Recut, Parts: []Part{part("a")}},
		"no part":          {State: Recut, Takes: 1},
		"both at once":     {State: Recut, Takes: 1, Parts: []Part{part("a"), part("b")}},
		"takes none back":  {State: Recut, Takes: -1, Parts: []Part{part("a"), part("b")}},
		"too many":         {State: Recut, Takes: mostParts, Parts: []Part{part("a")}},
		"blank source":     {State: Recut, Parts: []Part{part("a"), part(" ")}},
		"unknown state":    {State: Recut, Parts: []Part{part("a"), {Source: "b", State: Commented}}},
		"control":          {State: Recut, Parts: []Part{part("a"), {Source: "b", Target: "\x1b", State: Translated}}},
		"target":           {State: Recut, Parts: []Part{part("a"), part("b")}, Target: &text},
		"parts of no cut":  {State: Reviewed, Parts: []Part{part("a"), part("b")}},
		"comment of a cut": {State: Recut, Parts: []Part{part("a"), part("b")}, Comment: "x"},
	} {
		e.Source = "a b"
		if err := e.Validate(); err == nil {
			t.Errorf("%s: valid", name)
		}
	}
}

// TestCutAgain: edits come to the same whatever they are applied to, and without them the machine's pairs stand.
func TestCutAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := cutText()
		keys := Keys(b)
		var edits []Edit
		for range rapid.IntRange(0, 8).Draw(t, "edits") {
			i := rapid.IntRange(0, len(b.Pairs)-1).Draw(t, "pair")
			text := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "text")
			words := strings.Fields(b.Pairs[i].Source)
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				edits = append(edits, Edit{Key: keys[i], Target: &text})
			case 1:
				edits = append(edits, Edit{Key: keys[i], Undo: true})
			case 2:
				edits = append(edits, Edit{Key: keys[i], State: Commented, Comment: text})
			case 3:
				if i+1 < len(b.Pairs) {
					edits = append(edits, merging(b, i, text))
				}
			case 4:
				if n := len(words) - 1; n > 0 {
					edits = append(edits, splitting(b, i, Part{strings.Join(words[:n], " "), text, Reviewed, ""},
						Part{words[n], "c", Translated, text}))
				}
			}
		}
		Apply(b, edits)
		once := slices.Clone(b.Pairs)
		if err := b.Validate(); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := Write(&file, b); err != nil {
			t.Fatal(err)
		}
		docs, err := Read(&file, "a")
		if err != nil {
			t.Fatal(err)
		}
		b = docs[0]
		Apply(b, edits)
		if !reflect.DeepEqual(b.Pairs, once) {
			t.Fatalf("again:\n%+v\nonce:\n%+v", b.Pairs, once)
		}
		Apply(b, nil)
		if got, want := shown(b), shown(cutText()); got != want {
			t.Fatalf("without edits:\n%s\nwant\n%s", got, want)
		}
	})
}

// TestCutHole: what was merged with a pair that has no translation, and what was split off without one, reports it.
func TestCutHole(t *testing.T) {
	b := cutText()
	b.Pairs[1].Target, b.Pairs[1].State, b.Pairs[1].Error = "", Initial, "the backend did not answer"
	merge := merging(b, 0, "He came on 3.")
	merge.Parts[0].State = Initial
	Apply(b, []Edit{merge, splitting(cutText(), 2, Part{"Es regnete", "It rained", Translated, ""},
		Part{"und er ging.", "", Initial, ""})})
	const want = "sentence 1.1: not wholly translated since it was cut; sentence 1.3.2: not translated since it was cut"
	if err := b.Failed(); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestCutSpoilt: a file in which somebody has spoilt what was cut is read and can be edited.
func TestCutSpoilt(t *testing.T) {
	machine := cutText().Pairs[0]
	for name, spoil := range map[string]func(pairs []Pair) []Pair{
		"of no pairs":        func(pairs []Pair) []Pair { pairs[0].Was = []Pair{}; return pairs },
		"the first is gone":  func(pairs []Pair) []Pair { return pairs[1:] },
		"parts of one id":    func(pairs []Pair) []Pair { pairs[2].ID = pairs[1].ID; return pairs },
		"a part of a part":   func(pairs []Pair) []Pair { pairs[1].Was = []Pair{machine}; return pairs },
		"cut more than once": func(pairs []Pair) []Pair { pairs[0].Was[0].Was = []Pair{machine}; return pairs },
	} {
		b := cutText()
		parts := []Part{{"Es", "It", Translated, ""}, {"regnete und", "rained and", Translated, ""},
			{"er ging.", "he went.", Translated, ""}}
		Apply(b, []Edit{splitting(b, 2, parts...)})
		b.Pairs = spoil(b.Pairs[2:])
		var file bytes.Buffer
		if err := json.NewEncoder(&file).Encode(b.Header); err != nil {
			t.Fatal(err)
		}
		for i := range b.Pairs { // as a person might who writes by hand
			line, err := json.Marshal(b.Pairs[i])
			if err != nil {
				t.Fatal(err)
			}
			if b.Pairs[i].Was != nil && len(b.Pairs[i].Was) == 0 {
				line = append(line[:len(line)-1], `,"was":[]}`...)
			}
			file.Write(append(line, '\n'))
		}
		docs, _ := Read(&file, "a")
		for _, b := range append(docs, b) {
			if keys := Keys(b); len(keys) != len(b.Pairs) {
				t.Errorf("%s: %d keys for %d pairs", name, len(keys), len(b.Pairs))
			}
			text := "End!"
			last := len(b.Pairs) - 1
			if Apply(b, []Edit{{Key: Keys(b)[last], Target: &text}}); b.Pairs[len(b.Pairs)-1].Target != text {
				t.Errorf("%s: edited: %s", name, shown(b))
			}
		}
	}
}

// TestCutReturned: an XLIFF file of a document that was cut comes back, and what was changed in it becomes an edit of
// the whole.
func TestCutReturned(t *testing.T) {
	b := cutText()
	soFar := []Edit{merging(b, 0, "He arrived on 3 May."), splitting(b, 2, Part{"Es regnete", "It rained", Translated, ""},
		Part{"und er ging.", "and he went.", Translated, ""})}
	Apply(b, soFar)
	for _, f := range []*Format{XLIFF12, XLIFF21, TMX} {
		var file bytes.Buffer
		if err := f.Write(&file, Documents(b)); err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(file.String(), "and he went.</", "and he left.</", 1)
		docs, err := f.Read(strings.NewReader(text), "back")
		if err != nil {
			t.Fatal(err)
		}
		edits, declined := Returned(b, docs[0], soFar, "Mia", "2026-01-01T00:00:00Z")
		if len(edits) != 1 || len(declined) != 0 {
			t.Fatalf("%s: %+v, declined %+v", f.Name, edits, declined)
		}
		now := cutText()
		Apply(now, append(slices.Clone(soFar), edits...))
		if got := shown(now); !strings.Contains(got, "1.3 Es regnete = It rained\n1.3.2 und er ging. = and he left.\n") {
			t.Errorf("%s: back:\n%s", f.Name, got)
		}
	}
}
