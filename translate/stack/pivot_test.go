package stack_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// A step is a backend that knows the translations of some texts.
type step struct {
	about  translate.Info
	knows  map[string]translate.Result
	gotten []translate.Request
}

func (s *step) Info() translate.Info { return s.about }

func (s *step) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	s.gotten = append(s.gotten, req)
	results := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		r, ok := s.knows[it.Text]
		if !ok {
			r.Err = translate.Errorf(translate.Refused, s.about.ID, "cannot translate %q", it.Text)
		}
		r.Origin = s.about.ID
		results[i] = r
	}
	return results, translate.Usage{Requests: 1, SourceTokens: len(req.Items)}, nil
}

func span(text, part string) offset.Span {
	i := strings.Index(text, part)
	return offset.Span{Start: i, End: i + len(part)}
}

// links joins the words of two texts one by one.
func links(source, target string, pairs ...string) []offset.Link {
	var out []offset.Link
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, offset.Link{Source: span(source, pairs[i]), Target: span(target, pairs[i+1])})
	}
	return out
}

func steps() (*step, *step) {
	const fr, en, de = "La mairie rouge", "The red town hall", "Das rote Rathaus"
	first := &step{
		about: translate.Info{ID: "fr-en", MaxBatch: 9, Deterministic: true,
			Pairs: []translate.Pair{{From: language.French, To: language.English}}},
		knows: map[string]translate.Result{
			fr: {Text: en, Score: -0.2, HasScore: true,
				Links: links(fr, en, "La", "The", "mairie", "town", "mairie", "hall", "rouge", "red")},
			"⟦1⟧ Paul ⟦2⟧": {Text: "⟦2⟧ Paul ⟦1⟧"},
			"perdu ⟦1⟧":    {Text: "lost"},
			"second":       {Text: "unknown to the second"},
		},
	}
	second := &step{
		about: translate.Info{ID: "en-de", MaxBatch: 5, Deterministic: true,
			Pairs: []translate.Pair{{From: language.English, To: language.German}}},
		knows: map[string]translate.Result{
			en: {Text: de, Score: -0.5, HasScore: true,
				Links: links(en, de, "The", "Das", "red", "rote", "town", "Rathaus", "hall", "Rathaus")},
			"⟦2⟧ Paul ⟦1⟧": {Text: "⟦2⟧ Paul ⟦1⟧"},
		},
	}
	return first, second
}

func TestPivot(t *testing.T) {
	first, second := steps()
	b := stack.Pivot(first, second, language.English)
	info := b.Info()
	if info.ID != "fr-en then en-de" || info.MaxBatch != 5 || !info.Deterministic ||
		!info.Translates(lang.Pair{From: language.French, To: language.German}) ||
		info.Translates(lang.Pair{From: language.French, To: language.English}) {
		t.Errorf("info %+v", info)
	}
	req := translate.Request{From: language.French, To: language.German, Title: "Titre",
		Terms: []translate.Term{{Source: "mairie", Target: "Rathaus"}}}
	for _, text := range []string{"La mairie rouge", "inconnu", "⟦1⟧ Paul ⟦2⟧", "perdu ⟦1⟧", "second"} {
		it := translate.Item{Text: text, Kind: "heading", Before: "Avant."}
		for _, part := range []string{"⟦1⟧", "⟦2⟧"} {
			if strings.Contains(text, part) {
				it.Keep = append(it.Keep, span(text, part))
			}
		}
		req.Items = append(req.Items, it)
	}
	results, usage, err := b.Translate(context.Background(), req)
	if err != nil || len(results) != 5 || usage.Requests != 2 || usage.SourceTokens != 5+3 {
		t.Fatalf("%d results, usage %+v, %v", len(results), usage, err)
	}
	want := translate.Result{
		Text: "Das rote Rathaus", Origin: "fr-en then en-de", Score: -0.5, HasScore: true,
		Links: links("La mairie rouge", "Das rote Rathaus", "La", "Das", "mairie", "Rathaus", "rouge", "rote"),
	}
	if !reflect.DeepEqual(results[0], want) {
		t.Errorf("%+v, want %+v", results[0], want)
	}
	if r := results[2]; r.Text != "⟦2⟧ Paul ⟦1⟧" || r.HasScore {
		t.Errorf("%+v", r)
	}
	for i, text := range map[int]string{1: `cannot translate "inconnu"`, 3: `lost "⟦1⟧"`, 4: "unknown to the second"} {
		if r := results[i]; r.Err == nil || !strings.Contains(r.Err.Error(), text) || r.Text != "" {
			t.Errorf("item %d: %+v", i, r)
		}
	}
	one, two := first.gotten[0], second.gotten[0]
	if one.From != language.French || one.To != language.English || two.From != language.English ||
		two.To != language.German || one.Terms != nil || two.Terms != nil || two.Items[0].Kind != "heading" {
		t.Errorf("asked %+v and %+v", one, two)
	}
	if keep := two.Items[1].Keep; len(keep) != 2 || keep[0].In("⟦2⟧ Paul ⟦1⟧") != "⟦2⟧" || keep[1].In("⟦2⟧ Paul ⟦1⟧") != "⟦1⟧" {
		t.Errorf("kept %v", keep)
	}
}

// TestPivotKeeps: parts to keep are found in whatever order the first step puts them, equal ones each.
func TestPivotKeeps(t *testing.T) {
	for _, c := range []struct {
		keep         []string
		middle, want string // what is kept of the middle, in brackets
	}{
		{[]string{"a", "b"}, "a x b", "[a] x [b]"},
		{[]string{"a", "b"}, "b x a", "[b] x [a]"},
		{[]string{"a", "b", "a"}, "a a b", "[a] [a] [b]"},
		{[]string{"b", "a", "a"}, "a b a", "[a] [b] [a]"},
		{[]string{"ab", "b"}, "b ab", "[b] [ab]"},
		{[]string{"ab", "b"}, "ab", "[ab]"},
		{[]string{"a", "a"}, "a", ""},
		{[]string{"⟦1⟧", "⟦1⟧", "⟦2⟧"}, "⟦2⟧ x ⟦1⟧ ⟦1⟧", "[⟦2⟧] x [⟦1⟧] [⟦1⟧]"},
		{[]string{"⟦1⟧", "⟦/1⟧", "⟦1⟧"}, "⟦1⟧ ⟦1⟧ ⟦/1⟧", "[⟦1⟧] [⟦1⟧] [⟦/1⟧]"},
		{[]string{"⟦1⟧", "⟦1⟧"}, "⟦1⟧ ⟦11⟧", ""},
	} {
		source := strings.Join(c.keep, " ")
		it, at := translate.Item{Text: source}, 0
		for _, part := range c.keep {
			it.Keep = append(it.Keep, offset.Span{Start: at, End: at + len(part)})
			at += len(part) + 1
		}
		first := &step{knows: map[string]translate.Result{source: {Text: c.middle}}}
		second := &step{knows: map[string]translate.Result{c.middle: {Text: "done"}}}
		results, _, err := stack.Pivot(first, second, language.English).Translate(context.Background(),
			translate.Request{From: language.French, To: language.German, Items: []translate.Item{it}})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if results[0].Err == nil {
			at := 0
			for _, k := range second.gotten[0].Items[0].Keep {
				got += c.middle[at:k.Start] + "[" + k.In(c.middle) + "]"
				at = k.End
			}
			got += c.middle[at:]
		}
		if got != c.want {
			t.Errorf("%q in %q: %q, want %q, %v", c.keep, c.middle, got, c.want, results[0].Err)
		}
	}
}

// BenchmarkPivotKeeps shows that the time grows as the text does, even where the first step turns all of it round.
func BenchmarkPivotKeeps(b *testing.B) {
	for _, n := range []int{1000, 4000} {
		var it translate.Item
		turned := ""
		for i := range n {
			start := len(it.Text)
			it.Text += fmt.Sprintf("⟦%d⟧", i)
			turned = it.Text[start:] + turned
			it.Keep = append(it.Keep, offset.Span{Start: start, End: len(it.Text)})
		}
		both := map[string]translate.Result{it.Text: {Text: turned}, turned: {Text: it.Text}}
		p := stack.Pivot(&step{knows: both}, &step{knows: both}, language.English)
		req := translate.Request{From: language.French, To: language.German, Items: []translate.Item{it}}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if results, _, err := p.Translate(context.Background(), req); err != nil || results[0].Err != nil {
					b.Fatal(err, results)
				}
			}
		})
	}
}
