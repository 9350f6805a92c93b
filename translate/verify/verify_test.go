package verify_test

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// guess takes texts with German or Spanish function words for these languages, all else for English.
func guess(text string) (language.Tag, float64) {
	for _, w := range strings.Fields(strings.ToLower(text)) {
		switch w {
		case "und", "nicht", "der", "die", "das":
			return language.German, 0.99
		case "y", "no", "el", "los":
			return language.Spanish, 0.99
		}
	}
	return language.English, 0.95
}

func TestCheck(t *testing.T) {
	keep := func(text string, parts ...string) translate.Item {
		it := translate.Item{Text: text}
		at := 0
		for _, p := range parts {
			i := at + strings.Index(text[at:], p)
			it.Keep = append(it.Keep, offset.Span{Start: i, End: i + len(p)})
			at = i + len(p)
		}
		return it
	}
	const long = "Die Ärztin, die seit Jahren in der kleinen Stadt am Fluss lebt, kennt dort fast jedes Kind, und wenn sie " +
		"abends nach Hause geht, grüßen alle."
	plain := func(s string) translate.Item { return translate.Item{Text: s} }
	for _, tt := range []struct {
		name   string
		item   translate.Item
		target string
		says   string // "" for a translation to be believed
	}{
		{"good", plain("Der Bäcker öffnet heute erst um acht Uhr."), "The baker does not open until eight today.", ""},
		{"empty", plain("Der Bäcker öffnet."), " \n", "empty"},
		{"empty for empty", plain(" "), "", ""},
		{"broken", plain("Der Bäcker öffnet."), "The b\xffker", "UTF-8"},
		{"replacement", plain("Der Bäcker öffnet."), "The b\uFFFDker opens.", "replacement"},
		{"copy", plain("Der Bäcker öffnet heute erst um acht Uhr."), "Der Bäcker öffnet heute  erst um acht Uhr.",
			"source text again"},
		{"copied name", plain("Donald Trump, Jake Sullivan"), "Donald Trump, Jake Sullivan", ""},
		{"copied address", plain("pic.twitter.com/abc @dw_espanol #Putin"),
			"pic.twitter.com/abc @dw_espanol #Putin", ""},
		{"already English", plain("We will not compromise on that point."),
			"We will not compromise on that point.", ""},
		{"too long", plain("Er kam."), strings.Repeat("He came home. ", 9), "too long"},
		{"too short", plain(strings.Repeat("Der Bäcker öffnet heute erst um acht. ", 4)), "The baker.", "too short"},
		{"placeholder", keep("Das ⟦1⟧alte⟦/1⟧ Bad ist auf.", "⟦1⟧", "⟦/1⟧"), "The ⟦1⟧old⟦/1⟧ bath is open.", ""},
		{"placeholder twice", keep("Das ⟦1⟧alte⟦/1⟧ Bad ist auf.", "⟦1⟧", "⟦/1⟧"),
			"The ⟦1⟧old⟦/1⟧ ⟦1⟧bath is open.", "more often"},
		{"placeholder of another text", keep("Das ⟦1⟧ Bad ist auf.", "⟦1⟧"),
			"The ⟦2⟧old⟦/2⟧ ⟦1⟧ bath is open.", "more often"},
		{"placeholder invented", plain("Das alte Bad ist auf."), "The ⟦1⟧ old bath is open.", "more often"},
		{"text that looks like a placeholder", keep("Siehe ⟦1⟧ und ⟦1⟧ und ⟦2⟧.", "⟦2⟧"),
			"See ⟦1⟧ and ⟦1⟧ and ⟦2⟧.", ""},
		{"loop", plain(long), "The baker" + strings.Repeat(" and so on", 9), "repeats"},
		{"loop of characters", plain(long), "The baker o" + strings.Repeat("pens", 30), "repeats"},
		{"loop in both", plain("Nein nein nein nein nein nein nein nein nein nein!"),
			"Nah nah nah nah nah nah nah nah nah nah!", ""},
		{"row of signs", plain("Kapitel 1 ................................................ 7"),
			"Chapter 1 ................................................ 7", ""},
		{"kept", keep("Klicken Sie ⟦1⟧hier⟦2⟧.", "⟦1⟧", "⟦2⟧"), "Click ⟦1⟧here⟦2⟧.", ""},
		{"not kept", keep("Klicken Sie ⟦1⟧hier⟦2⟧.", "⟦1⟧", "⟦2⟧"), "Click ⟦1⟧here.", "lacks"},
		{"kept once of twice", keep("%s und %s", "%s", "%s"), "%s and", "lacks"},
		{"range outside", translate.Item{Text: "kurz", Keep: []offset.Span{{Start: 2, End: 9}}}, "short", "outside"},
		{"other language", plain("Der Bäcker öffnet heute erst um acht Uhr."),
			"El panadero no abre hasta las ocho y punto.", "in es"},
		{"still German", plain("Der Bäcker öffnet heute nicht, und das Geschäft auch nicht."),
			"Der Bäcker macht heute gar nicht auf, und das Geschäft bleibt zu.", "in de"},
		{"name in a foreign language", plain("Er liest El País y los otros."), "He reads El País y los otros.", ""},
		{"Chinese to English", plain("今天天气很好，我们去公园散步吧。"),
			"The weather is lovely today, so let us go for a walk in the park.", ""},
	} {
		err := verify.Rules{Language: guess}.Check(language.German, language.English, &tt.item, tt.target)
		switch {
		case tt.says == "" && err != nil:
			t.Errorf("%s: rejected: %v", tt.name, err)
		case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.says)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("Der Bäcker", "The baker", 0, 3)
	f.Add("\xff⟦1⟧", "", 1, 9)
	f.Fuzz(func(t *testing.T, source, target string, start, end int) {
		it := translate.Item{Text: source, Keep: []offset.Span{{Start: start, End: end}}}
		err := verify.Rules{}.Check(language.German, language.English, &it, target)
		if err == nil && start >= 0 && start <= end && end <= len(source) && strings.TrimSpace(target) != "" &&
			!strings.Contains(target, source[start:end]) {
			t.Errorf("%q is believed without %q", target, source[start:end])
		}
	})
}
