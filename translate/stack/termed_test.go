package stack_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestTermed: what lacks a term is translated again with the term in place of its words; what comes out is used where
// it is better, and its links are those of the text as it was.
func TestTermed(t *testing.T) {
	knows := func(pairs ...string) map[string]translate.Result {
		m := map[string]translate.Result{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = translate.Result{Text: pairs[i+1]}
		}
		return m
	}
	terms := []translate.Term{
		{Source: "mairie", Target: "Rathaus|Bürgermeisteramt"},
		{Source: "maire", Target: "oberbürgermeister"},
		{Source: "la mairie de Paris", Target: "Pariser Rathaus"},
	}
	for _, c := range []struct {
		name  string
		text  string
		keep  []string
		knows map[string]translate.Result
		want  string
		asked []string // the second time
	}{
		{"there already", "la mairie rouge", nil, knows("la mairie rouge", "das rote Bürgermeisteramt"),
			"das rote Bürgermeisteramt", nil},
		{"no term", "la ville", nil, knows("la ville", "die Stadt"), "die Stadt", nil},
		{"missing", "la mairie rouge", nil,
			knows("la mairie rouge", "das rote Gemeindehaus", "la Rathaus rouge", "das rote Rathaus"),
			"das rote Rathaus", []string{"la Rathaus rouge"}},
		{"twice", "mairie et mairie", nil, knows("mairie et mairie", "Amt und Amt", "Rathaus et Rathaus", "Rathaus und Rathaus"),
			"Rathaus und Rathaus", []string{"Rathaus et Rathaus"}},
		{"longest", "la mairie de Paris", nil, knows("la mairie de Paris", "das Amt", "Pariser Rathaus", "Pariser Rathaus"),
			"Pariser Rathaus", []string{"Pariser Rathaus"}},
		{"at the beginning", "Maire de Rouen", nil,
			knows("Maire de Rouen", "Chef von Rouen", "Oberbürgermeister de Rouen", "Oberbürgermeister von Rouen"),
			"Oberbürgermeister von Rouen", []string{"Oberbürgermeister de Rouen"}},
		{"with parts to keep", "⟦1⟧ la mairie est rouge ⟦2⟧", []string{"⟦1⟧", "⟦2⟧"},
			knows("⟦1⟧ la mairie est rouge ⟦2⟧", "⟦1⟧ das Amt ist rot ⟦2⟧",
				"⟦1⟧ la Rathaus est rouge ⟦2⟧", "⟦1⟧ das Rathaus ist rot ⟦2⟧"),
			"⟦1⟧ das Rathaus ist rot ⟦2⟧", []string{"⟦1⟧ la Rathaus est rouge ⟦2⟧"}},
		{"inside of what is kept", "le mairie", []string{"mairie"}, knows("le mairie", "der mairie"), "der mairie", nil},
		{"worse", "la mairie ⟦1⟧", []string{"⟦1⟧"},
			knows("la mairie ⟦1⟧", "das Amt ⟦1⟧", "la Rathaus ⟦1⟧", "das Rathaus"), "das Amt ⟦1⟧", []string{"la Rathaus ⟦1⟧"}},
		{"one of two lost", "la mairie 7 et 7", []string{"7", "7"},
			knows("la mairie 7 et 7", "das Amt 7 und 7", "la Rathaus 7 et 7", "das Rathaus 7"), "das Amt 7 und 7",
			[]string{"la Rathaus 7 et 7"}},
		{"as bad", "la mairie", nil, knows("la mairie", "das Amt", "la Rathaus", "das Haus"), "das Amt",
			[]string{"la Rathaus"}},
		{"refused", "la mairie", nil, knows("la mairie", "das Amt"), "das Amt", []string{"la Rathaus"}},
	} {
		s := &step{about: translate.Info{ID: "fr-de"}, knows: c.knows}
		req := translate.Request{From: language.French, To: language.German, Terms: terms,
			Items: []translate.Item{{Text: c.text}}}
		at := 0
		for _, part := range c.keep { // in order
			start := at + strings.Index(c.text[at:], part)
			at = start + len(part)
			req.Items[0].Keep = append(req.Items[0].Keep, offset.Span{Start: start, End: at})
		}
		results, _, err := stack.Termed(s).Translate(context.Background(), req)
		if err != nil || results[0].Err != nil || results[0].Text != c.want {
			t.Errorf("%s: %+v, %v; want %q", c.name, results, err, c.want)
		}
		var asked []string
		for _, r := range s.gotten[1:] {
			for _, it := range r.Items {
				asked = append(asked, it.Text)
				if want := len(c.keep) + 1; len(it.Keep) < want {
					t.Errorf("%s: %d parts to keep in %q, want %d", c.name, len(it.Keep), it.Text, want)
				}
				for _, k := range it.Keep {
					if p := k.In(it.Text); p[0] == ' ' || p[len(p)-1] == ' ' {
						t.Errorf("%s: keeps %q", c.name, p)
					}
				}
			}
		}
		if !reflect.DeepEqual(asked, c.asked) {
			t.Errorf("%s: asked again for %q, want %q", c.name, asked, c.asked)
		}
	}
}

// TestTermedLinks: links of the second translation are of the words that the item has.
func TestTermedLinks(t *testing.T) {
	const (
		text    = "cette mairie de Paris est rouge"
		imposed = "cette Rathaus de Paris est rouge"
		target  = "dieses Rathaus von Paris ist rot"
	)
	s := &step{about: translate.Info{ID: "fr-de"}, knows: map[string]translate.Result{
		text: {Text: "dieses Amt"},
		imposed: {Text: target, Links: links(imposed, target, "cette", "dieses", "Rathaus", "Rathaus", "hau", "hau",
			"Paris", "Paris", "rouge", "rot")},
	}}
	req := translate.Request{From: language.French, To: language.German,
		Terms: []translate.Term{{Source: "mairie", Target: "Rathaus"}}, Items: []translate.Item{{Text: text}}}
	results, _, err := stack.Termed(s).Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := links(text, target, "cette", "dieses", "mairie", "Rathaus", "mairie", "hau", "Paris", "Paris", "rouge", "rot")
	if !reflect.DeepEqual(results[0].Links, want) {
		t.Errorf("links %v, want %v", results[0].Links, want)
	}
}

// TestTermedThroughPivot: a term of both ends goes through both steps of a pivot.
func TestTermedThroughPivot(t *testing.T) {
	first := &step{about: translate.Info{ID: "fr-en"}, knows: map[string]translate.Result{
		"la mairie":  {Text: "the town hall"},
		"la Rathaus": {Text: "the Rathaus", Links: links("la Rathaus", "the Rathaus", "Rathaus", "Rathaus")},
	}}
	second := &step{about: translate.Info{ID: "en-de"}, knows: map[string]translate.Result{
		"the town hall": {Text: "die Stadthalle"},
		"the Rathaus":   {Text: "das Rathaus", Links: links("the Rathaus", "das Rathaus", "Rathaus", "Rathaus")},
	}}
	req := translate.Request{From: language.French, To: language.German,
		Terms: []translate.Term{{Source: "mairie", Target: "Rathaus"}}, Items: []translate.Item{{Text: "la mairie"}}}
	b := stack.Termed(stack.Pivot(first, second, language.English))
	results, usage, err := b.Translate(context.Background(), req)
	if err != nil || usage.Requests != 4 {
		t.Fatalf("%+v, %v", usage, err)
	}
	want := translate.Result{Text: "das Rathaus", Origin: "fr-en then en-de",
		Links: []offset.Link{{Source: span("la mairie", "mairie"), Target: span("das Rathaus", "Rathaus")}}}
	if !reflect.DeepEqual(results[0], want) {
		t.Errorf("%+v, want %+v", results[0], want)
	}
	if keep := second.gotten[1].Items[0].Keep; len(keep) != 1 || keep[0] != span("the Rathaus", "Rathaus") {
		t.Errorf("the second step keeps %v", keep)
	}
}
