// Package lang names languages and directions of translation, decides when two names mean the same language, and holds
// what is known of single languages.
package lang

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Parse reads the name of a language as people write it: a BCP 47 tag such as "de" or "pt-BR", in any case and with
// underscores as in "de_DE", or a three-letter code of ISO 639, such as "deu" or "ger".
func Parse(name string) (language.Tag, error) {
	s := strings.ReplaceAll(strings.TrimSpace(name), "_", "-")
	// A locale of a POSIX system carries an encoding: de_DE.UTF-8, de_DE@euro.
	if i := strings.IndexAny(s, ".@"); i > 0 {
		s = s[:i]
	}
	head, rest, more := strings.Cut(s, "-")
	if code, ok := bibliographic[strings.ToLower(head)]; ok {
		s = code
		if more {
			s += "-" + rest
		}
	}
	t, err := language.Default.Parse(s)
	var unknown language.ValueError
	switch {
	case s == "":
		return language.Und, errors.New("the language tag is empty")
	case errors.As(err, &unknown):
		return language.Und, fmt.Errorf("%q is not a known language: %q is not registered", name, unknown.Subtag())
	case err != nil:
		return language.Und, fmt.Errorf("%q is not a language tag", name)
	}
	return t, nil
}

// bibliographic are the codes of ISO 639-2 that differ from those that BCP 47 knows.
var bibliographic = map[string]string{
	"alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cze": "cs", "dut": "nl", "fre": "fr", "geo": "ka",
	"ger": "de", "gre": "el", "ice": "is", "mac": "mk", "mao": "mi", "may": "ms", "per": "fa", "rum": "ro", "slo": "sk",
	"tib": "bo", "wel": "cy",
}

// Same reports whether a and b mean the same language to a translator: what is written in one is not translated into
// the other. Regions do not matter, so "de-AT" is German. Scripts matter where both tags name one: "sr-Latn" and
// "sr-Cyrl" differ. Macrolanguages stand for their usual member: "no" is "nb", "cmn" is "zh". The undetermined
// language is the same as itself only.
func Same(a, b language.Tag) bool {
	if a == b {
		return true
	}
	if Base(a) != Base(b) {
		return false
	}
	x, sureX := a.Script()
	y, sureY := b.Script()
	return sureX != language.Exact || sureY != language.Exact || x == y
}

// Base returns the code of the language without region and script: "de" for "de-AT", "nb" for "no", "und" for none.
// It is what tables are keyed by.
func Base(t language.Tag) string {
	if t == language.German {
		return "de" // most calls by far
	}
	if t == language.English {
		return "en"
	}
	base, confidence := t.Base()
	if confidence != language.Exact {
		return "und" // the tag names a script or a region alone, or nothing
	}
	code := base.String()
	if usual, ok := macro[code]; ok {
		return usual
	}
	return code
}

// Written returns the code of the language as it is written: its [Base], with the script if the tag names one. It is
// "nb" for "no-NO", "zh-Hant" for "zh-Hant-TW" and "sr-Latn" for itself.
func Written(t language.Tag) string {
	if script, confidence := t.Script(); confidence == language.Exact {
		return Base(t) + "-" + script.String()
	}
	return Base(t)
}

// Code returns the [Base] of the language that [Parse] reads from a name, or "und" if the name is not one of a
// language.
func Code(name string) string {
	switch name {
	case "de", "en":
		return name
	}
	t, err := Parse(name)
	if err != nil {
		return "und"
	}
	return Base(t)
}

// macro maps macrolanguages and individual codes that mean the same in practice to one of them.
var macro = map[string]string{
	"no":  "nb",
	"cmn": "zh",
	"arb": "ar",
	"swh": "sw",
	"zsm": "ms",
	"pes": "fa",
	"ekk": "et",
	"lvs": "lv",
	"als": "sq",
	"khk": "mn",
	"uzn": "uz",
}

// A Pair is a direction of translation.
type Pair struct{ From, To language.Tag }

// ParsePair reads both languages of a pair.
func ParsePair(from, to string) (Pair, error) {
	f, err := Parse(from)
	if err != nil {
		return Pair{}, fmt.Errorf("source language: %w", err)
	}
	t, err := Parse(to)
	if err != nil {
		return Pair{}, fmt.Errorf("target language: %w", err)
	}
	return Pair{f, t}, nil
}

// ParseDirection reads a pair with a hyphen between its languages: de-en. Names with parts, such as pt-BR, are written
// with underscores there: pt_BR-en.
func ParseDirection(text string) (Pair, error) {
	from, to, ok := strings.Cut(text, "-")
	if !ok {
		return Pair{}, fmt.Errorf("%s: must be two languages with a hyphen between them", text)
	}
	p, err := ParsePair(from, to)
	if err != nil {
		return Pair{}, fmt.Errorf("%s: %w", text, err)
	}
	return p, nil
}

// ParseDirections reads pairs as [ParseDirection] does, each once. Both languages of a pair must not be the same.
func ParseDirections(list []string) ([]Pair, error) {
	var out []Pair
	for _, text := range list {
		p, err := ParseDirection(text)
		if err != nil {
			return nil, err
		}
		if Same(p.From, p.To) {
			return nil, fmt.Errorf("%s: both languages are the same", text)
		}
		if !slices.ContainsFunc(out, p.Same) {
			out = append(out, p)
		}
	}
	return out, nil
}

// GermanEnglish is the pair that satzpaar is made for.
var GermanEnglish = Pair{language.German, language.English}

// Same reports whether both languages of p and q are the same, by [Same].
func (p Pair) Same(q Pair) bool { return Same(p.From, q.From) && Same(p.To, q.To) }

// Reversed returns the opposite direction.
func (p Pair) Reversed() Pair { return Pair{From: p.To, To: p.From} }

// Closeness counts the languages of q that p names exactly: by the same tag, or in the same script. It
// distinguishes pairs that are the same by [Pair.Same].
func (p Pair) Closeness(q Pair) int {
	n := 0
	for _, side := range [][2]language.Tag{{p.From, q.From}, {p.To, q.To}} {
		script, _ := side[1].Script()
		own, sure := side[0].Script()
		if side[0] == side[1] || sure == language.Exact && own == script {
			n++
		}
	}
	return n
}

// String returns "de-en": the bare languages, as model names have them.
func (p Pair) String() string { return Base(p.From) + "-" + Base(p.To) }

// Written is String with the scripts that the tags name, as [Written] has them: "en-zh-Hant".
func (p Pair) Written() string { return Written(p.From) + "-" + Written(p.To) }
