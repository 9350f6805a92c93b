package lang_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want, wrong string }{
		{"de", "de", ""},
		{"DE", "de", ""},
		{"de_DE", "de-DE", ""},
		{"de-AT", "de-AT", ""},
		{"de_DE.UTF-8", "de-DE", ""},
		{"de_DE@euro", "de-DE", ""},
		{"ger", "de", ""},
		{"GER-at", "de-AT", ""},
		{"deu", "de", ""},
		{"eng", "en", ""},
		{" en ", "en", ""},
		{"zh_hant_TW", "zh-Hant-TW", ""},
		{"", "", "empty"},
		{"klingonisch", "", "not a language tag"},
		{"qx", "", "not a known language"},
		{"/../../../home/", "", "not a language tag"},
		{"de/../en", "", "not a language tag"},
		{"\x1b[31m", "", "not a language tag"},
	} {
		got, err := lang.Parse(c.in)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("Parse(%q) = %v, %v; want an error with %q", c.in, got, err, c.wrong)
			}
			continue
		}
		if err != nil || got.String() != c.want {
			t.Errorf("Parse(%q) = %v, %v; want %s", c.in, got, err, c.want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"de", "de", true},
		{"de", "de-AT", true},
		{"de-CH", "de-AT", true},
		{"de", "en", false},
		{"no", "nb", true},
		{"no", "nn", false},
		{"sr-Latn", "sr-Cyrl", false},
		{"sr-Latn", "sr", true},
		{"zh-Hant", "zh-Hans", false},
		{"zh-TW", "zh", true},
		{"und", "und", true},
		{"und", "de", false},
		{"und", "en", false},
		{"und-Latn", "en", false},
	} {
		a, b := language.Make(c.a), language.Make(c.b)
		if got := lang.Same(a, b); got != c.want || lang.Same(b, a) != got {
			t.Errorf("Same(%s, %s) = %v, the other way round %v; want %v", a, b, got, lang.Same(b, a), c.want)
		}
	}
}

func TestWritten(t *testing.T) {
	for _, c := range []struct{ tag, want string }{
		{"de", "de"}, {"de-AT", "de"}, {"no", "nb"}, {"nn", "nn"}, {"zh-Hant-TW", "zh-Hant"}, {"zh-TW", "zh"},
		{"sr-Latn", "sr-Latn"}, {"cmn-Hans", "zh-Hans"}, {"pt-BR", "pt"},
	} {
		if got := lang.Written(language.Make(c.tag)); got != c.want {
			t.Errorf("Written(%s) = %s, want %s", c.tag, got, c.want)
		}
	}
	pair := lang.Pair{From: language.MustParse("zh-Hant"), To: language.MustParse("no")}
	if got := pair.Written(); got != "zh-Hant-nb" {
		t.Errorf("%v is written %s", pair, got)
	}
}

func TestCode(t *testing.T) {
	for name, want := range map[string]string{"de": "de", "de-AT": "de", "ger": "de", "no": "nb", "": "und", "?": "und"} {
		if got := lang.Code(name); got != want {
			t.Errorf("Code(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestPair(t *testing.T) {
	p, err := lang.ParsePair("de_AT", "eng")
	if err != nil || p.String() != "de-en" || !p.Same(lang.GermanEnglish) || p == lang.GermanEnglish {
		t.Errorf("ParsePair = %v, %v", p, err)
	}
	if _, err := lang.ParsePair("de", "?"); err == nil || !strings.Contains(err.Error(), "target language") {
		t.Errorf("error %v does not name the side", err)
	}
}

func TestParseDirection(t *testing.T) {
	for text, want := range map[string]string{"de-en": "de-en", "de_AT-en": "de-en", "zh_hant-en": "zh-en"} {
		if p, err := lang.ParseDirection(text); err != nil || p.String() != want {
			t.Errorf("%s: %v, %v", text, p, err)
		}
	}
	for text, want := range map[string]string{"de": "with a hyphen", "de-": "target language", "-en": "source language"} {
		if _, err := lang.ParseDirection(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// Directions that mean the same are one, and there is none from a language into itself.
func TestParseDirections(t *testing.T) {
	got, err := lang.ParseDirections([]string{"de-en", "es-en", "de_AT-en"})
	if err != nil || len(got) != 2 || got[0].String() != "de-en" || got[1].String() != "es-en" {
		t.Errorf("%v, %v", got, err)
	}
	for text, want := range map[string]string{"de": "a hyphen", "de-de_AT": "both languages are the same"} {
		if _, err := lang.ParseDirections([]string{"de-en", text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// Each language stands in the lists by its own code, and its words mean one thing.
func TestKnown(t *testing.T) {
	for _, l := range lang.Known() {
		if tag, err := lang.Parse(l.Code); err != nil || lang.Base(tag) != l.Code || lang.Find(l.Code) != l {
			t.Errorf("%s: code %q: %v", l.Name, l.Code, err)
		}
		if l.Values != nil {
			verifyValues(t, l)
		}
		if l.Denials != nil {
			verifyDenials(t, l)
		}
		verifyDistinct(t, l.Name+", loans", []string{l.Loans})
	}
	if lang.Find("und") != nil {
		t.Error("something is known of the undetermined language")
	}
}

func verifyValues(t *testing.T, l *lang.Language) {
	t.Helper()
	var values, units []string
	for _, ws := range l.Values.Words {
		values = append(values, ws.Words)
		if ws.Sense == 0 {
			t.Errorf("%s: no sense for %q", l.Name, ws.Words)
		}
	}
	for _, us := range l.Values.Units {
		units = append(units, us.Words)
		if us.Unit == 0 {
			t.Errorf("%s: no unit for %q", l.Name, us.Words)
		}
	}
	verifyDistinct(t, l.Name+", words for values", values)
	verifyDistinct(t, l.Name+", words for units", units)
}

// verifyDistinct checks that no word stands twice in lists, and none has a capital.
func verifyDistinct(t *testing.T, what string, lists []string) {
	t.Helper()
	seen := map[string]bool{}
	for w := range strings.FieldsSeq(strings.Join(lists, " ")) {
		if seen[w] || w != strings.ToLower(w) {
			t.Errorf("%s: %q stands twice, or has a capital", what, w)
		}
		seen[w] = true
	}
}

func verifyDenials(t *testing.T, l *lang.Language) {
	t.Helper()
	for _, ws := range slices.Concat(l.Denials.Words, l.Denials.Prefixes, l.Denials.Suffixes) {
		if ws.Words != strings.ToLower(ws.Words) {
			t.Errorf("%s: capitals in %q", l.Name, ws.Words)
		}
	}
	verifyParts(t, l.Name+", beginnings that deny", l.Denials.Prefixes, strings.HasPrefix)
	verifyParts(t, l.Name+", endings that deny", l.Denials.Suffixes, strings.HasSuffix)
	for _, p := range slices.Concat(l.Denials.Phrases, l.Denials.Hints) {
		if strings.Count(p, "*") != 1 {
			t.Errorf("%s: phrase %q must mark one word", l.Name, p)
		}
	}
}

// verifyParts checks that each part of words has a sense that the longest other part within it has not: else it would
// never be asked, or change nothing.
func verifyParts(t *testing.T, what string, lists []lang.DenialWords, has func(word, part string) bool) {
	t.Helper()
	type part struct {
		text     string
		denial   lang.Denial
		families lang.Family
	}
	var parts []part
	for _, l := range lists {
		for w := range strings.FieldsSeq(l.Words) {
			parts = append(parts, part{w, l.Denial, l.Families})
		}
	}
	for i, p := range parts {
		var longest part
		for k, q := range parts {
			if k != i && has(p.text, q.text) && len(q.text) > len(longest.text) {
				longest = q
			}
		}
		if longest.text == p.text || longest.text != "" && longest.denial == p.denial && longest.families == p.families {
			t.Errorf("%s: %q adds nothing to %q", what, p.text, longest.text)
		}
	}
}

func TestTable(t *testing.T) {
	made := 0
	names := lang.NewTable(func(l *lang.Language) string { made++; return l.Name })
	if got := names.Of("es") + names.Of("es") + names.Of("eo"); got != "SpanishSpanish" || made != 1 {
		t.Errorf("%q, made %d times", got, made)
	}
}
