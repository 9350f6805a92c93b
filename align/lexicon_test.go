package align

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func smallLexicon() *Lexicon {
	return NewLexicon([]Entry{
		{"haus", "house", 80}, {"haus", "home", 15}, {"häuser", "houses", 9}, {"und", "and", 1e6}, {"haus", "unlisted", 3}, {"haus", "house", 1},
	}, map[string]float64{"haus": 100, "häuser": 10, "und": 1.1e6}, map[string]float64{"house": 90, "home": 50, "houses": 10, "and": 1.05e6})
}

func entries(l *Lexicon, form string) string {
	var out []string
	l.Each(form, func(target string, f, b float64) { out = append(out, fmt.Sprintf("%s %.1f %.1f", target, f, b)) })
	return strings.Join(out, ", ")
}

func TestLexicon(t *testing.T) {
	var b bytes.Buffer
	if _, err := smallLexicon().WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	read, err := ReadLexicon(&b)
	if err != nil {
		t.Fatal(err)
	}
	// Counts are kept in steps of 15 %.
	for _, l := range []*Lexicon{smallLexicon(), read} {
		if l.Len() != 4 || !l.Has("haus") || l.Has("hau") || l.Has("house") {
			t.Errorf("%d entries, haus %v, hau %v, house %v", l.Len(), l.Has("haus"), l.Has("hau"), l.Has("house"))
		}
		for form, want := range map[string]string{"haus": "home 0.2 0.3, house 0.9 1.0", "und": "and 1.0 1.0", "x": ""} {
			if got := entries(l, form); got != want {
				t.Errorf("%s: got %q, want %q", form, got, want)
			}
		}
	}
}

func TestQuantise(t *testing.T) {
	for n := 0.1; n < 1e9; n *= 1.3 {
		if got := unquantise(quantise(n)); math.Abs(got/n-1) > 0.08 {
			t.Errorf("%v becomes %v", n, got)
		}
	}
}

func TestGermanEnglish(t *testing.T) {
	l := GermanEnglish()
	if l.Len() < 100_000 {
		t.Fatalf("%d entries: the lexicon did not unpack", l.Len())
	}
	for form, want := range map[string]string{"schule": "school", "gestern": "yesterday", "regierung": "government", "nicht": "not"} {
		best, chance := "", 0.0
		l.Each(form, func(target string, f, _ float64) {
			if f > chance {
				best, chance = target, f
			}
		})
		if best != want {
			t.Errorf("%s: %s, want %s", form, best, want)
		}
	}
}

func TestCompoundParts(t *testing.T) {
	l := GermanEnglish()
	for form, want := range map[string][]string{"schulgebäudedach": {"dach"}, "regierungsflugzeug": {"flugzeug", "regierungs"}, "xyzxyzxyz": nil} {
		got := compoundParts(l, form)
		for _, w := range want {
			if !slices.Contains(got, w) && !l.Has(form) {
				t.Errorf("%s: got %q, want %q", form, got, want)
			}
		}
		if want == nil && got != nil {
			t.Errorf("%s: got %q", form, got)
		}
	}
}

func FuzzReadLexicon(f *testing.F) {
	var b bytes.Buffer
	if _, err := smallLexicon().WriteTo(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()-3])
	f.Add([]byte(lexiconMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ReadLexicon(bytes.NewReader(data))
		if err != nil {
			return
		}
		for i := range l.source.len() {
			l.Each(l.source.form(i), func(string, float64, float64) {})
		}
		Links("haus und", "house and", l)
	})
}
