package main

import (
	"errors"
	"math"
	"testing"

	"github.com/satzpaar/satzpaar/align/internal/made"
	"github.com/satzpaar/satzpaar/align/internal/tuned"
)

// The search comes near the best weights, reports how good they are, and leaves what it is not for.
func TestSearch(t *testing.T) {
	want := tuned.Default()
	want.Most, want.Empty, want.PerRune = 900, -2.5, 0.9
	score := func(w tuned.Weights) (float64, error) {
		off := math.Abs(math.Log(w.Most/want.Most)) + math.Abs(math.Log(w.Empty/want.Empty)) +
			math.Abs(math.Log(w.PerRune/want.PerRune)) + math.Abs(math.Log(w.Length/want.Length))
		return 100 - off, nil
	}
	got, top, err := search(tuned.Default(), 8, score)
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := score(got); s != top || top < 99.9 || got.Temperature != want.Temperature {
		t.Errorf("score %v, and %v said, with %+v", s, top, got)
	}
	broken := errors.New("broken")
	if _, _, err := search(want, 1, func(tuned.Weights) (float64, error) { return 0, broken }); err != broken {
		t.Errorf("error %v", err)
	}
}

// A document whose beads are found has the full score, one whose gold is otherwise less.
func TestScoreOf(t *testing.T) {
	d := made.Document{
		Source: []string{"Das Haus ist alt.", "Die Katze schläft im Garten.", "Wir kaufen morgen Brot."},
		Target: []string{"The house is old.", "The cat sleeps in the garden.", "We will buy bread tomorrow."},
		Gold:   [][2][]int{{{0}, {0}}, {{1}, {1}}, {{2}, {2}}},
	}
	wrong := d
	wrong.Level, wrong.Gold = "wrong", [][2][]int{{{0, 1, 2}, {0, 1, 2}}}
	for _, x := range []struct {
		docs []made.Document
		want float64
	}{{[]made.Document{d}, 100}, {[]made.Document{wrong}, 0}, {[]made.Document{d, wrong}, 50}} {
		if got, err := scoreOf(x.docs, tuned.Default()); err != nil || math.Abs(got-x.want) > 1e-9 {
			t.Errorf("%d documents: %v, %v; want %v", len(x.docs), got, err, x.want)
		}
	}
}

func TestRunWithoutText(t *testing.T) {
	if err := run(t.TempDir(), 1); err == nil {
		t.Error("no error where there is no training text")
	}
}
