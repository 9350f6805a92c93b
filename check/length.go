package check

import (
	"fmt"
	"math"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// Length finds translations that are too long or too short, by characters and by sentences.
var Length = &Check{
	Name: "length",
	Doc: `Length and sentence count
The translation is far longer or shorter than usual for such a source, or has more or fewer sentences: something was
probably left out or added.`,
	Run: length,
}

// Mean and standard deviation of ln(target/source characters) for German to English, on training pairs of 40 source
// characters and more.
const (
	lengthMean      = -0.065
	lengthDeviation = 0.17
)

// lengthZ returns by how many standard deviations the length of the target differs from what that of the source, both
// in characters, lets expect. It is 0 for texts that are too short to judge; short texts vary more.
func lengthZ(source, target int, mean float64) float64 {
	s, t := float64(source), float64(target)
	if s < 8 || t == 0 {
		return 0
	}
	deviation := math.Sqrt(lengthDeviation*lengthDeviation + 2.2/s)
	return (math.Log(t/s) - mean) / deviation
}

// meanRatioFrom returns the expected ln(target/source characters) of translations between German and English, by the
// language of the source; 0 for others.
func meanRatioFrom(code string) float64 {
	switch code {
	case lang.German.Code:
		return lengthMean
	case lang.English.Code:
		return -lengthMean
	}
	return 0
}

func length(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !hasContent(p.Target) {
		return nil
	}
	if tooLong(p) {
		return []bitext.Finding{{Check: "length", Severity: bitext.Info,
			Message: fmt.Sprintf("longer than %d KiB: most checks are skipped", maxChecked>>10)}}
	}
	var out []bitext.Finding
	a := env.analyse(p)
	switch z := lengthZ(a.source.Runes(), a.target.Runes(), meanRatioFrom(env.from())); {
	case z > 3.5:
		out = append(out, bitext.Finding{Check: "length", Severity: lengthSeverity(z),
			Message: "the translation is much longer than the source: something may have been added"})
	case z < -3.5:
		out = append(out, bitext.Finding{Check: "length", Severity: lengthSeverity(z),
			Message: "the translation is much shorter than the source: something may be missing"})
	}
	s, t := sentences(p.Source), sentences(p.Target)
	if n := len(p.SourceSentences); n > 1 {
		s = n
	}
	if d := t - s; d >= 2 || d <= -2 || d == 1 && s == 1 && len(p.Target) > 40 ||
		d == -1 && t == 1 && len(p.Source) > 40 {
		out = append(out, bitext.Finding{Check: "length", Severity: bitext.Info,
			Message: fmt.Sprintf("the source has %s, the translation %s", count(s), count(t))})
	}
	return out
}

func lengthSeverity(z float64) bitext.Severity {
	if math.Abs(z) > 5 {
		return bitext.Error
	}
	return bitext.Warning
}

func count(n int) string {
	if n == 1 {
		return "1 sentence"
	}
	return fmt.Sprintf("%d sentences", n)
}

// sentences counts sentence ends roughly: closing punctuation after a word of two letters or more, followed by a
// capital or nothing.
func sentences(s string) int {
	n := 0
	open := false
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b == 0xe2: // the first of the three bytes of quotes and dashes
			i += 2
		case b == '.' || b == '!' || b == '?':
			if !open || !endsHere(s, i) {
				continue
			}
			n++
			open = false
		case word.IsByte(b):
			open = true
		}
	}
	if open {
		n++
	}
	return n
}

// endsHere reports whether the mark at s[i] closes a sentence.
func endsHere(s string, i int) bool {
	if s[i] == '.' {
		if i+1 < len(s) && s[i+1] == '.' || i > 0 && s[i-1] == '.' { // ellipsis
			return i+1 >= len(s)
		}
		j := i
		for j > 0 && word.IsByte(s[j-1]) {
			j--
		}
		w := s[j:i]
		if (len(w) < 3 || len(w) == 3 && (w[0] < 'a' || shortForm(w))) && i+1 < len(s) ||
			w != "" && word.IsDigit(w[len(w)-1]) || j > 0 && s[j-1] == '.' || abbreviation(w) { // Dr. 3. z.B.
			return i+1 >= len(s)
		}
	}
	j := i + 1
	for j < len(s) && !word.IsByte(s[j]) {
		if s[j] == 0xe2 {
			j += 2
		}
		j++
	}
	if j >= len(s) {
		return true
	}
	if j == i+1 {
		return false // example.com
	}
	return s[j] >= 'A' && s[j] <= 'Z' || s[j] >= 0x80 || word.IsDigit(s[j])
}

// shortForm reports whether w is an abbreviation of three lower-case letters.
func shortForm(w string) bool {
	switch w {
	case "bzw", "usw", "vgl", "etc", "evt", "max", "min", "sog", "geb", "gem", "ggf", "ggü", "inc", "ltd", "est", "fig",
		"vol", "ann", "pro", "col", "str", "abs", "art", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "okt", "oct",
		"nov", "dez", "dec", "mio", "mrd", "tel", "vom", "dtv":
		return true
	}
	return false
}

func abbreviation(w string) bool {
	switch w {
	case "Prof", "Inc", "Corp", "bzw", "usw", "evtl", "inkl", "exkl", "zzgl", "Hrsg", "Gouv", "Capt", "Lieut", "Sept",
		"vs", "approx", "etc", "Govt", "Mass", "Calif", "Messrs":
		return true
	}
	return false
}
