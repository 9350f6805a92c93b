package align

import (
	"reflect"
	"testing"
)

func TestHasEndMark(t *testing.T) {
	for text, want := range map[string]bool{
		"Das ist das Ende.": true, "Wirklich?": true, "„Ja!“": true, "Er sagte: »Nein.« ": true, "(Siehe oben.)": true, "Die Liste:": true, "Und dann …": true,
		"これは本です。": true, "यह एक किताब है।": true, "": true, "Polizei sucht Zeugen": false, "und damals,": false, "Bild 3 (links)": false, "Mein Satz –": false,
	} {
		if got := hasEndMark(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestOpenEnds(t *testing.T) {
	for _, x := range []struct {
		name  string
		texts []string
		want  []bool
	}{
		{"heading", []string{"Neues aus dem Rathaus", "Der Rat hat getagt.", "Er war sich einig."}, []bool{false, true, false, false}},
		{"no open end", []string{"Ja.", "Nein."}, nil},
		{"verse", []string{"Der Mond ist aufgegangen,", "die goldnen Sternlein prangen", "am Himmel hell und klar."}, nil},
		{"nothing", nil, nil},
	} {
		if got := openEnds(x.texts); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

func TestCutBrackets(t *testing.T) {
	for _, x := range []struct {
		name  string
		texts []string
		want  []bool
	}{
		{"cut", []string{"Das Buch ( Basel :", "Schwabe 1935 ) liegt vor.", "Es ist gut."}, []bool{false, true, false, false}},
		{"cut twice", []string{"Siehe dort (Nov.", "1956, S.", "12).", "Ja."}, []bool{false, true, true, false, false}},
		{"whole sentences", []string{"(Er kam.", "Er ging.)"}, nil},
		{"whole", []string{"Er kam (spät).", "Er ging (früh)."}, nil},
		{"never closed", []string{"Er kam (spät.", "Er ging.", "Ja.", "Nein.", "Doch.", "b) Ende."}, nil},
		{"nothing", nil, nil},
	} {
		if got := cutBrackets(x.texts); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

// A sentence that was cut inside brackets is one with its end, though their translations are cut elsewhere.
func TestBeadsHoldBrackets(t *testing.T) {
	source := []string{
		"Der Rat tagt.",
		"Inzwischen ist das Buch von Jackson erschienen (London:",
		"Collins 1956), flott geschrieben und hübsch illustriert.",
		"Der Rat geht.",
	}
	target := []string{
		"The council meets.",
		"In the meantime the book by Jackson has been published.",
		"It is written at a brisk pace and prettily illustrated (London: Collins 1956).",
		"The council leaves.",
	}
	beads, _ := mustAlign(t, source, target, Config{Lexicon: GermanEnglish()})
	if got := shapesOf(beads); got != "1-1 2-2 1-1" {
		t.Errorf("got %s, want the two parts in one bead", got)
	}
}

// A heading goes with its own translation even where the sentence after it repeats it.
func TestBeadsEndAtHeadings(t *testing.T) {
	source := []string{"Gemeinderat beschließt neue Schule", "Der Gemeinderat hat den Bau beschlossen.", "Sie soll 240 Kindern Platz bieten.", "Mit den Arbeiten wird im Frühjahr begonnen."}
	target := []string{"The council has decided to build a new school.", "It is to have room for 240 children.", "Work will begin in spring."}
	beads, _ := mustAlign(t, source, target, Config{Lexicon: GermanEnglish()})
	for _, b := range beads {
		if b.Source.Start == 0 && b.Source.End > 1 {
			t.Errorf("bead %+v holds the heading and the sentence after it", b)
		}
	}
}

// Priors follow the document: what it never does becomes less likely, what it often does more.
func TestPriorsFollowTheDocument(t *testing.T) {
	single := func(n int) (beads []Bead) {
		for i := range n {
			beads = append(beads, Bead{Source: Range{i, i + 1}, Target: Range{i, i + 1}})
		}
		return beads
	}
	at := func(p [len(shapes)]float64, s shape) float64 {
		for x, y := range shapes {
			if y == s {
				return p[x]
			}
		}
		t.Fatal("no such shape")
		return 0
	}
	w := &defaultWeights
	none, plain := w.priors(nil), w.priors(single(300))
	omissions := append(single(100), empty(100, 0)...)
	for _, x := range []struct {
		name      string
		shape     shape
		low, high [len(shapes)]float64
	}{
		{"nothing left out", shape{1, 0}, plain, none},
		{"nothing joined", shape{2, 1}, plain, none},
		{"much left out", shape{1, 0}, none, w.priors(omissions)},
	} {
		if l, h := at(x.low, x.shape), at(x.high, x.shape); !(l < h) {
			t.Errorf("%s: %.2f should be below %.2f", x.name, l, h)
		}
	}
	if at(none, shape{1, 1}) != at(plain, shape{1, 1}) || at(none, shape{1, 0}) != w.prior(shape{1, 0}) {
		t.Error("priors changed without a reason")
	}
}
