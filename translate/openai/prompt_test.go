package openai

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
)

// TestPromptTerms: alternatives of a glossary term are named as such in every form of the prompt; the sign between
// them never reaches the model.
func TestPromptTerms(t *testing.T) {
	b, err := New(Config{BaseURL: "http://localhost:1/v1", Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	req := translate.Request{From: language.German, To: language.English,
		Items: []translate.Item{{Text: "Das Land hat ein Haus."}},
		Terms: []translate.Term{{Source: "Land", Target: "state | country|land"}, {Source: "Haus", Target: "house"}}}
	const rule = "Where several are given"
	for mode, want := range map[Mode][]string{
		JSONSchema: {`"Land":["state","country","land"]`, `"Haus":"house"`},
		JSONObject: {`"Land":["state","country","land"]`, `"Haus":"house"`},
		Text:       {"Land = state (also allowed: country, land)\n", "Haus = house\n"},
	} {
		p := b.prompt(&req, mode)
		for _, w := range want {
			if !strings.Contains(p.user, w) {
				t.Errorf("%v: the prompt lacks %q:\n%s", mode, w, p.user)
			}
		}
		if strings.Contains(p.user, "state |") || !strings.Contains(p.system, rule) {
			t.Errorf("%v: the alternatives are not explained:\n%s\n%s", mode, p.system, p.user)
		}
		plain := req
		plain.Terms = req.Terms[1:]
		if p := b.prompt(&plain, mode); strings.Contains(p.system, rule) {
			t.Errorf("%v: alternatives are explained where there are none", mode)
		}
	}
}

// Examples stand with their text, once, and are explained; without them the prompt is as it was.
func TestPromptExamples(t *testing.T) {
	b, err := New(Config{BaseURL: "http://localhost:1/v1", Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	example := translate.Example{Source: "Der Mieter\nzahlt.", Target: "The \"tenant\" pays."}
	req := translate.Request{From: language.German, To: language.English, Items: []translate.Item{
		{Text: "Der Mieter geht.", Examples: []translate.Example{example}},
		{Text: "Der Mieter kommt.", Examples: []translate.Example{example}},
	}}
	const rule = "Examples are similar texts"
	for mode, want := range map[Mode]string{
		JSONObject: `"Der Mieter geht.","examples":[{"text":"Der Mieter\nzahlt.","translation":"The \"tenant\" pays."}]}`,
		Text:       "EXAMPLES:\nDer Mieter zahlt. => The \"tenant\" pays.\nTEXTS:\n",
	} {
		p := b.prompt(&req, mode)
		if !strings.Contains(p.user, want) || !strings.Contains(p.system, rule) {
			t.Errorf("%v: the prompt lacks %q:\n%s\n%s", mode, want, p.system, p.user)
		}
		plain := req
		plain.Items = []translate.Item{{Text: "Der Mieter geht."}}
		if p := b.prompt(&plain, mode); strings.Contains(p.system, rule) || strings.Contains(strings.ToLower(p.user), "example") {
			t.Errorf("%v: there are no examples:\n%s\n%s", mode, p.system, p.user)
		}
	}
}
