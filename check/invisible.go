package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// Invisible finds characters that nobody can see.
var Invisible = &Check{
	Name: "invisible",
	Doc: `Invisible characters
The translation holds a control character, a character that changes the direction of the text, or another invisible
one, such as a zero-width space, that the source does not have.`,
	Run: invisible,
}

// invisible names each such character once, at its first place.
func invisible(p *bitext.Pair, _ *Env) []bitext.Finding {
	var findings []bitext.Finding
	seen := ""
	for i, r := range p.Target {
		if r < utf8.RuneSelf && r >= 0x20 && r != 0x7f || !unseen(r) || strings.ContainsRune(seen, r) ||
			strings.ContainsRune(p.Source, r) {
			continue
		}
		seen += string(r)
		f := bitext.Finding{
			Check:    "invisible",
			Severity: bitext.Warning,
			Target:   &offset.Span{Start: i, End: i + utf8.RuneLen(r)},
			Message:  fmt.Sprintf("the invisible character %U is not in the source", r),
		}
		switch {
		case unicode.IsControl(r):
			f.Severity, f.Message = bitext.Error, fmt.Sprintf("the control character %U is not in the source", r)
		case unicode.Is(unicode.Bidi_Control, r):
			f.Severity = bitext.Error
			f.Message = fmt.Sprintf("%U, which changes the direction of the text, is not in the source", r)
		}
		findings = append(findings, f)
	}
	return findings
}

// unseen reports whether r takes up no space, or is a letter or sign that is shown as a blank.
func unseen(r rune) bool {
	switch r {
	case '\t', '\n', '\r', '\u200d': // joiners are parts of emoji
		return false
	case '\u034f', '\u115f', '\u1160', '\u2800', '\u3164', '\uffa0':
		return true
	}
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}
