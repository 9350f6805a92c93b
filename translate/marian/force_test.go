package marian

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
)

// TestRead reads the model's own translations: the links are those of the translation, and no other order of its
// words is likelier.
func TestRead(t *testing.T) {
	m, err := Builtin(Config{Workers: 1, Beam: 1})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"Der Rat hat gestern über den Haushalt gesprochen.", "Das Wetter ist heute schön.", "Wir haben drei Katzen und einen Hund."}
	var items []translate.Item
	for _, s := range texts {
		items = append(items, translate.Item{Text: s})
	}
	var own, mixed []Sample
	translated := results(t, m, items...)
	for i, r := range translated {
		own = append(own, Sample{texts[i], r.Text})
		words := strings.Fields(r.Text)
		mixed = append(mixed, Sample{texts[i], strings.Join(append(words[2:], words[:2]...), " ")})
	}
	read, err := m.Read(context.Background(), own)
	if err != nil {
		t.Fatal(err)
	}
	worse, err := m.Read(context.Background(), mixed)
	if err != nil {
		t.Fatal(err)
	}
	if len(read) != len(own) || len(worse) != len(mixed) {
		t.Fatalf("%d and %d results of %d samples", len(read), len(worse), len(own))
	}
	for i, r := range read {
		if r.Err != nil || !r.HasScore || r.Text != own[i].Target || r.Origin != m.Info().ID {
			t.Errorf("%q: %+v", texts[i], r)
		}
		if !reflect.DeepEqual(r.Links, translated[i].Links) {
			t.Errorf("%q: links %v, when translating %v", texts[i], r.Links, translated[i].Links)
		}
		if r.Score > translated[i].Score+1e-4 || math.IsNaN(r.Score) {
			t.Errorf("%q: score %v, when translating %v", texts[i], r.Score, translated[i].Score)
		}
		if worse[i].Score >= r.Score {
			t.Errorf("%q: score %v, of %q %v", texts[i], r.Score, mixed[i].Target, worse[i].Score)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	m := backend(t, "mini.int8", 1)
	long := strings.Repeat("Haus und Hof ", 2000)
	got, err := m.Read(context.Background(), []Sample{{"", "a"}, {"a", "…"}, {long, "a"}, {"a", long}, {"a", "b"}})
	if err != nil || len(got) != 5 {
		t.Fatalf("%d results, %v", len(got), err)
	}
	for i, r := range got {
		if i < 4 && (r.Err == nil || r.Err.Kind != translate.Invalid) || i == 4 && r.Err != nil {
			t.Errorf("%d: %v", i, r.Err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Read(ctx, []Sample{{"a", "b"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got, err := m.Read(context.Background(), []Sample{{"a", "b"}}); err != nil || len(got) != 1 {
		t.Errorf("after a cancelled call: %v, %v", got, err)
	}
}

// FuzzRead reads any two texts.
func FuzzRead(f *testing.F) {
	m := backend(f, "mini.int8", 1)
	f.Add("Das Haus", "The house")
	f.Add("\xff a", "b \x00 c")
	f.Add("  x", "漢字 y")
	f.Fuzz(func(t *testing.T, source, target string) {
		if len(source) > 500 || len(target) > 500 {
			t.Skip()
		}
		got, err := m.Read(context.Background(), []Sample{{source, target}})
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		for _, l := range got[0].Links {
			if l.Source.Start < 0 || l.Source.Start >= l.Source.End || l.Source.End > len(source) || l.Target.Start < 0 || l.Target.Start >= l.Target.End || l.Target.End > len(target) {
				t.Fatalf("link %v", l)
			}
		}
	})
}

// TestOverflow checks that a model whose values are not finite fails at each text: they must not reach the pairs,
// whose formats cannot hold them.
func TestOverflow(t *testing.T) {
	f := files(t, "mini.float32")
	w, err := model.Load("mini", f.Model)
	if err != nil {
		t.Fatal(err)
	}
	var old, large []byte
	for _, v := range w.Decoder[0].FFN.W1.F {
		old = binary.LittleEndian.AppendUint32(old, math.Float32bits(v))
		v = float32(math.Copysign(math.MaxFloat32, float64(v)))
		large = binary.LittleEndian.AppendUint32(large, math.Float32bits(v))
	}
	f.Model = bytes.Replace(f.Model, old, large, 1)
	b, err := New(Config{Name: "large", From: language.German, To: language.English, Files: f, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	const text = "Das Haus ist alt."
	results, _, err := b.Translate(t.Context(), translate.Request{
		From: language.German, To: language.English, Items: []translate.Item{{Text: text}, {Text: "12:30"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := b.Read(t.Context(), []Sample{{Source: text, Target: "The house is old."}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []translate.Result{results[0], read[0]} {
		if r.Err == nil || !strings.Contains(r.Err.Error(), "not finite") || r.HasScore || r.Score != 0 {
			t.Errorf("%q with score %v, error %v; want an error about values that are not finite", r.Text, r.Score, r.Err)
		}
	}
	if results[0].Text != "" || results[1].Text != "12:30" || results[1].Err != nil {
		t.Errorf("%q, and beside it %q with error %v", results[0].Text, results[1].Text, results[1].Err)
	}
}
