package marian

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
)

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		text, term string
		want       bool
	}{
		{"The visitor came.", "visitor", true},
		{"The visitors came.", "visitor", true},
		{"VISITOR", "visitor", true},
		{"A guest came.", "visitor | guest", true},
		{"A guest came.", "visitor", false},
		{"The revisitor", "visitor", false},
		{"It is walking.", "walk", true},
		{"It was making it.", "make", true},
		{"It made it.", "make", false},
		{"Of cities", "city", true},
		{"It carried on.", "carry", true},
		{"It stopped.", "stop", true},
		{"While running", "run", true},
		{"the old visitors' room", "old visitor", true},
		{"the visitor", "", false},
		{"the visitor", "|", false},
	} {
		if got := holds(c.text, c.term); got != c.want {
			t.Errorf("holds(%q, %q) = %t", c.text, c.term, got)
		}
	}
}

// TestLeading checks where a term that is missing is put.
func TestLeading(t *testing.T) {
	b := noting(t, 1, nil)
	e := b.source.NewEncoder()
	ids := func(text string) (ids []int32) {
		for _, x := range e.Encode(nil, text) {
			ids = append(ids, x.ID)
		}
		return ids
	}
	source, target := "Der alte Gast kennt", "Zum Teil kennt der alte Mann"
	for _, c := range []struct {
		name, term string
		about      []string // words of the target that stand for the term's source
		want       string
	}{
		{"last word", "Saal", []string{"Mann"}, "Zum Teil kennt der alte Saal"},
		{"two words", "Saal", []string{"alte", "Mann"}, "Zum Teil kennt der Saal"},
		{"first word", "saal", []string{"Zum"}, "Saal"},
		{"elsewhere", "Saal am Montag", []string{"Teil"}, "Zum Saal am Montag"},
	} {
		u := newUnit(e, identity(source, 0))
		u.terms = []translate.Term{{Source: "alte Gast", Target: c.term}}
		b.inliner.inline(e, []*unit{u})
		if len(u.wanted) != 1 {
			t.Fatalf("%s: %d notes", c.name, len(u.wanted))
		}
		u.ids = append(ids(target), 0)
		text, ranges := b.target.Decode(u.ids, nil)
		width := len(u.tokens) + 1
		u.align = make([]float32, len(u.ids)*width)
		for row, r := range ranges {
			to := width - 1 // the end mark
			about := func(w string) bool {
				at := strings.Index(text, w)
				return at <= r.Start+1 && r.End <= at+len(w)
			}
			if strings.TrimSpace(text[r.Start:r.End]) != "" && slices.ContainsFunc(c.about, about) {
				to = u.wanted[0].after
			}
			u.align[row*width+to] = 1
		}
		if got, _ := b.target.Decode(b.leading(u, u.wanted[0]), nil); got != c.want {
			t.Errorf("%s: the translation is to start with %q, want %q", c.name, got, c.want)
		}
	}
}

// TestInsist checks that terms which the model passes over are found in its translations all the same, with every
// worker and neighbour.
func TestInsist(t *testing.T) {
	req := translate.Request{
		From: language.German,
		To:   language.English,
		Terms: []translate.Term{
			{Source: "Zug", Target: "Saal"}, {Source: "nach", Target: "Köln"}, {Source: "für", Target: "Wort"},
		},
	}
	for _, l := range lines(t, "sentences.de") {
		req.Items = append(req.Items, translate.Item{Text: l})
	}
	b := noting(t, 2, nil)
	b.refusal = 1000 // a model that only copies finds every term unlikely
	held := func(results []translate.Result) (n int) {
		for i, r := range results {
			for _, x := range b.inliner.termsIn(req.Terms, req.Items[i].Text) {
				if holds(r.Text, x.Target) {
					n++
				}
			}
		}
		return n
	}
	out, _, err := b.Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	// The same, but for what insist does.
	e := b.source.NewEncoder()
	plain := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		u := newUnit(e, identity(item.Text, 0))
		u.terms = b.inliner.termsIn(req.Terms, item.Text)
		open := b.inliner.inline(e, []*unit{u})
		w := &worker{state: b.network.NewState()}
		for _, u := range open {
			u.wanted = nil
		}
		if err := b.compute(context.Background(), w, open); err != nil {
			t.Fatal(err)
		}
		plain[i].Text = u.target
	}
	if with, without := held(out), held(plain); with <= without {
		t.Errorf("in %d sentences %d terms are held, %d without being insisted on", len(req.Items), with, without)
	} else {
		t.Logf("%d sentences: %d and %d", len(req.Items), with, without)
	}
}
