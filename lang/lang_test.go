package lang_test

import (
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

func TestPair(t *testing.T) {
	p, err := lang.ParsePair("de_AT", "eng")
	if err != nil || p.String() != "de-en" || !p.Same(lang.GermanEnglish) || p == lang.GermanEnglish {
		t.Errorf("ParsePair = %v, %v", p, err)
	}
	if _, err := lang.ParsePair("de", "?"); err == nil || !strings.Contains(err.Error(), "target language") {
		t.Errorf("error %v does not name the side", err)
	}
}
