package detect

import (
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

func TestParsePolicy(t *testing.T) {
	for _, c := range []struct {
		in, out string
		lang    language.Tag
		want    Rule
	}{
		{"", "keep", language.Spanish, Rule{}},
		{"keep", "keep", language.Spanish, Rule{}},
		{"drop", "drop", language.Spanish, Rule{Action: Drop}},
		{"es=translate:marian-es,en=keep", "keep,en=keep,es=translate:marian-es", language.Spanish, Rule{Translate, "marian-es"}},
		{"es=translate:marian-es,en=keep", "keep,en=keep,es=translate:marian-es", language.English, Rule{}},
		{"translate, ru = drop", "translate,ru=drop", language.Russian, Rule{Action: Drop}},
		{"translate,ru=drop", "translate,ru=drop", language.French, Rule{Action: Translate}},
		{"translate,en=keep", "translate,en=keep", language.Und, Rule{Action: Translate}},
		{"pt-BR=drop", "keep,pt=drop", language.EuropeanPortuguese, Rule{Action: Drop}},
	} {
		p, err := ParsePolicy(c.in)
		if err != nil {
			t.Errorf("%q: %v", c.in, err)
			continue
		}
		if got := p.For(c.lang); got != c.want {
			t.Errorf("%q: rule for %s is %v, want %v", c.in, c.lang, got, c.want)
		}
		if p.String() != c.out {
			t.Errorf("%q is written back as %q, want %q", c.in, p, c.out)
		}
		again, err := ParsePolicy(p.String())
		if err != nil || again.String() != p.String() {
			t.Errorf("%q read again: %q, %v", p, again, err)
		}
	}
	for _, bad := range []string{"no", "es=", "es=keep,es=drop", "keep,drop", "xyzzy9=keep", "keep:x", "translate:",
		"es=keep:y", ",", "=keep", "und=keep", "und-US=drop", "und-Latn=drop", "x-foo=drop"} {
		if p, err := ParsePolicy(bad); err == nil {
			t.Errorf("%q is taken as %q", bad, p)
		}
	}
	p, err := ParsePolicy("translate:b,es=translate:a,en=translate:b")
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Backends(); len(got) != 2 || got[0] != "a" || got[1] != "b" {
		t.Errorf("backends are %q", got)
	}
}

func TestClip(t *testing.T) {
	de, es := language.German, language.Spanish
	run := func(start, end int, lang language.Tag) Run {
		return Run{Span: offset.Span{Start: start, End: end}, Lang: lang}
	}
	runs := []Run{run(0, 10, de), run(10, 20, es), run(20, 30, de)}
	for _, c := range []struct {
		span offset.Span
		want []Run
	}{
		{offset.Span{Start: 0, End: 30}, runs},
		{offset.Span{Start: 0, End: 10}, runs[:1]},
		{offset.Span{Start: 5, End: 12}, []Run{run(0, 5, de), run(5, 7, es)}},
		{offset.Span{Start: 12, End: 15}, []Run{run(0, 3, es)}},
		{offset.Span{Start: 20, End: 21}, []Run{run(0, 1, de)}},
		{offset.Span{Start: 7, End: 7}, nil},
	} {
		got := Clip(runs, c.span)
		if len(got) != len(c.want) {
			t.Errorf("%v: %v, want %v", c.span, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%v: run %d is %v, want %v", c.span, i, got[i], c.want[i])
			}
		}
	}
	text := "Er sagt: hola amigos míos. Ja."
	runs = []Run{run(0, 9, de), run(9, 28, es), run(28, 31, de)}
	if got := Dominant(runs, text); got != es {
		t.Errorf("dominant language is %s", got)
	}
	if !Mixed(runs) || Mixed(runs[:1]) || Mixed(nil) {
		t.Error("mixed is wrong")
	}
	if got := Dominant(nil, ""); got != language.Und {
		t.Errorf("dominant language of nothing is %s", got)
	}
}
