package detect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// evidence explains in words why a stretch is in its language.
func (s *Screen) evidence(text string, sc *scratch, st *stretch) string {
	names := display.English.Languages()
	if st.tag != language.Und {
		return "a set phrase of " + names.Name(st.tag)
	}
	name := names.Name(s.states[st.state].tag)
	other := st.rival
	if st.state != s.expected {
		other = s.expected
	}
	if st.to == st.from {
		return "no words"
	}
	var b strings.Builder
	type word struct {
		text string
		gain float32
	}
	var best []word
	n, all := len(s.states), 0
	for t := st.from; t < st.to; t++ {
		tok := &sc.tokens[t]
		if tok.form == masked {
			continue
		}
		all++
		if d := sc.emit[t*n+st.state] - sc.emit[t*n+other]; d > telling {
			best = append(best, word{text[tok.start:tok.end], d})
		}
	}
	slices.SortStableFunc(best, func(a, b word) int { return cmp.Compare(b.gain, a.gain) })
	fmt.Fprintf(&b, "%d of %d words fit %s better than %s", len(best), all, name,
		names.Name(s.states[other].tag))
	if len(best) > 0 {
		b.WriteString(" (")
		for i, w := range best[:min(3, len(best))] {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(w.text)
		}
		b.WriteString(")")
	}
	if st.state == s.expected {
		b.WriteString("; the expected language")
	} else if sc := s.states[st.state].script; sc != s.states[s.expected].script {
		fmt.Fprintf(&b, "; %s script", scriptNames[sc])
	}
	fmt.Fprintf(&b, "; evidence %.1f", st.gain)
	if st.ruling != "" {
		b.WriteString("; " + st.ruling)
	}
	return b.String()
}

var scriptNames = [...]string{"Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Chinese", "Japanese", "Korean", "Thai",
	"Devanagari", "Armenian", "Georgian", "Bengali", "Tamil", "another"}
