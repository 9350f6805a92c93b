package marian

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

// backwards is a small model as one from English to German, with a decoder configuration.
func backwards(t testing.TB, name, decoder string) *Backend {
	t.Helper()
	f := files(t, name)
	f.Decoder = []byte(decoder)
	b, err := New(Config{Name: "back", From: language.English, To: language.German, Files: f, Workers: 1, raw: true})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// choosing is a small model with a beam and a reverse one.
func choosing(t testing.TB, name string, workers int, back *Backend) *Backend {
	t.Helper()
	b, err := New(Config{
		Name: name, From: language.German, To: language.English, Files: files(t, name),
		Workers: workers, Beam: nn.Ranks, Reverse: back, raw: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReverseConformance(t *testing.T) {
	back := backwards(t, "mini.int8", "reverse-weight: 1")
	translatetest.Run(t, func() translate.Backend { return choosing(t, "mini.int8", 2, back) })
}

func texts(results []translate.Result) (all []string) {
	for _, r := range results {
		all = append(all, r.Text)
	}
	return all
}

// TestReverseWeight holds that without a weight the order is that of the search, and that the larger it is, the better
// does the reverse model like what is chosen.
func TestReverseWeight(t *testing.T) {
	sources := lines(t, "sentences.de")[:40]
	var items []translate.Item
	for _, l := range sources {
		items = append(items, translate.Item{Text: l})
	}
	plain := searching(t, "mini.int8", 2, nn.Ranks)
	found := results(t, plain, items...)
	judge := backwards(t, "mini.int8", "")
	liked := func(b *Backend) (sum float64) {
		var samples []Sample
		for i, text := range b.raw(t, sources) {
			samples = append(samples, Sample{text, sources[i]})
		}
		read, err := judge.Read(context.Background(), samples)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range read {
			sum += r.Score
		}
		return sum
	}
	none := choosing(t, "mini.int8", 2, judge)
	if got := results(t, none, items...); none.Info().ID != plain.Info().ID || !reflect.DeepEqual(got, found) {
		t.Errorf("a reverse model without a weight: %s, without one %s", none.Info().ID, plain.Info().ID)
	}
	if got := results(t, choosing(t, "mini.int8", 2, backwards(t, "mini.int8", "reverse-weight: 1e-12")), items...); !slices.Equal(texts(got), texts(found)) {
		t.Error("the least weight changes the order of the search")
	}
	before, ids := liked(plain), map[string]bool{plain.Info().ID: true}
	for _, weight := range []string{"0.3", "8"} {
		b := choosing(t, "mini.int8", 2, backwards(t, "mini.int8", "reverse-weight: "+weight))
		if id := b.Info().ID; ids[id] || !strings.Contains(id, " with marian:back@") {
			t.Errorf("ID %s", id)
		}
		ids[b.Info().ID] = true
		now := liked(b)
		if now <= before {
			t.Errorf("with weight %s the reverse model likes the translations as %v, before as %v", weight, now, before)
		}
		before = now
	}
}

// TestReverseAlone holds that neither the number of workers nor the neighbours in a request change a choice, nor a
// vocabulary that is not that of the reverse model.
func TestReverseAlone(t *testing.T) {
	var items []translate.Item
	for _, l := range lines(t, "sentences.de")[:30] {
		items = append(items, translate.Item{Text: l})
	}
	for _, name := range []string{"mini.int8", "pair.int8", "self.float32"} {
		back := backwards(t, name, "reverse-weight: 2\nreverse-length: 0.5")
		one := choosing(t, "mini.int8", 1, back)
		want := results(t, one, items...)
		if got := results(t, choosing(t, "mini.int8", 3, back), items...); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: three workers give other results than one", name)
		}
		for i := 0; i < len(items); i += 7 {
			if got := results(t, one, items[i])[0]; !reflect.DeepEqual(got, want[i]) {
				t.Errorf("%s: %q alone gives %+v, among others %+v", name, items[i].Text, got, want[i])
			}
		}
	}
}

// TestReverseRanks holds that all ranks together are what the search has found, in another order.
func TestReverseRanks(t *testing.T) {
	plain := searching(t, "mini.int8", 1, nn.Ranks)
	b := choosing(t, "mini.int8", 1, backwards(t, "mini.int8", "reverse-weight: 8"))
	moved := false
	for _, l := range lines(t, "sentences.de")[:12] {
		ranked := func(b *Backend) (all []string) {
			for rank := range nn.Ranks {
				u := newUnit(b.source.NewEncoder(), identity(l, 0))
				u.rank = rank
				if err := b.run(context.Background(), []*unit{u}); err != nil {
					t.Fatal(err)
				}
				all = append(all, u.target)
			}
			return all
		}
		want, got := ranked(plain), ranked(b)
		moved = moved || !slices.Equal(got, want)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: ranks %q, of the search %q", l, got, want)
		}
	}
	if !moved {
		t.Error("nothing changed its place")
	}
}

func TestReverseOrder(t *testing.T) {
	hypotheses := []nn.Hypothesis{
		{Target: make([]int32, 4), Score: -1}, {Target: make([]int32, 5), Score: -1.5}, {Target: make([]int32, 9), Score: -2},
		{Target: make([]int32, 5), Score: -1.1},
	}
	q := &question{
		Comparison: nn.Comparison{Target: make([]int32, 10), LogProbs: []float64{-40, -20, -24}},
		text:       []int{0, 1, 2, -1}, // the last one is not asked about
	}
	for _, c := range []struct {
		weight, length, normalize float64
		want                      []int
	}{
		{0, 0, 1, []int{0, 1, 2, 3}},
		{0.2, 0, 1, []int{0, 1, 2, 3}},   // −1.8, −1.9, −2.48
		{0.3, 0, 1, []int{1, 0, 2, 3}},   // −2.2, −2.1, −2.72
		{0.3, 2, 1, []int{1, 0, 2, 3}},   // −1.96, −1.8, −2.18
		{0.3, 6, 1, []int{2, 1, 0, 3}},   // −1.48, −1.2, −1.1
		{0.3, 0, 10, []int{0, 1, 2, 3}},  // next to nothing
		{0.3, -10, 1, []int{0, 1, 2, 3}}, // −3.4, −3.6, −5.42
	} {
		r := &reverse{weight: c.weight, length: c.length, normalize: c.normalize}
		if got := r.order(q, hypotheses); !slices.Equal(got, c.want) {
			t.Errorf("weight %v, length %v, power %v: %d, want %d", c.weight, c.length, c.normalize, got, c.want)
		}
	}
}

func TestReverseRefused(t *testing.T) {
	for _, c := range []struct{ decoder, want string }{
		{"reverse-weight: -1", "reverse-weight: -1 is not a number from 0 to 10"},
		{"reverse-weight: .nan", "reverse-weight"},
		{"reverse-weight: 1\nreverse-length: 11", "reverse-length: 11 is not a number from -10 to 10"},
		{"reverse-weight: much", "config"},
	} {
		f := files(t, "mini.int8")
		f.Decoder = []byte("beam-size: 4")
		back := backwards(t, "mini.int8", "")
		back.cfg.Files.Decoder = []byte(c.decoder)
		_, err := New(Config{Name: "m", From: language.German, To: language.English, Files: f, Reverse: back})
		if err == nil || !strings.Contains(err.Error(), c.want) || translate.KindOf(err) != translate.Invalid {
			t.Errorf("%q: error %v, want %q", c.decoder, err, c.want)
		}
	}
	f := files(t, "mini.int8")
	_, err := New(Config{Name: "m", From: language.German, To: language.English, Files: f, Beam: 2, Reverse: backend(t, "mini.int8", 1)})
	if want := "model mini.int8 does not translate from en to de"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a reverse model that is none: error %v, want %q", err, want)
	}
}

// TestReverseStops holds that a choice under way ends with its context.
func TestReverseStops(t *testing.T) {
	b := choosing(t, "mini.int8", 1, backwards(t, "mini.int8", "reverse-weight: 1"))
	e := b.source.NewEncoder()
	var units []*unit
	var batch []*nn.Sentence
	for _, l := range lines(t, "sentences.de")[:4] {
		u := newUnit(e, identity(l, 0))
		units, batch = append(units, u), append(batch, &nn.Sentence{Source: ended(b.lead, u.tokens)})
	}
	w := &worker{state: b.network.NewState()}
	if err := w.state.Translate(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(fmt.Errorf("no more"))
	if err := b.reorder(ctx, w, units, batch); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := b.reorder(context.Background(), w, units, batch); err != nil || math.IsNaN(float64(batch[0].LogProbs[0])) {
		t.Errorf("and then: %v", err)
	}
}
