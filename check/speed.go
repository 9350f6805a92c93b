package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// Speed finds subtitles that nobody can read in time.
var Speed = &Check{
	Name: "speed",
	Doc: `Reading speed of subtitles
The translation has more than 20 characters for each second that its cue is shown, blanks and marks included: the limit
for adults of Netflix's Timed Text Style Guide for English.`,
	Run: speed,
}

const (
	maxSpeed = 20 // in characters a second, for programmes for adults
	// shortest is in seconds. What is shown for less is not read but part of an effect, such as a line that moves.
	shortest = 0.2
)

func speed(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Seconds == nil || *p.Seconds < shortest || p.Action != bitext.Translate || p.Target == "" {
		return nil
	}
	of := func(text string) float64 { return float64(shown(text)) / *p.Seconds }
	now := of(p.Target)
	if now <= maxSpeed {
		return nil
	}
	f := bitext.Finding{Check: "speed", Severity: bitext.Warning, Target: &offset.Span{End: len(p.Target)},
		Message: fmt.Sprintf("%.0f characters per second over %.1f s, more than the %d that viewers can read",
			now, *p.Seconds, maxSpeed)}
	if of(p.Source) > maxSpeed {
		f.Severity = bitext.Info
		f.Message += ", and the source is as fast"
	}
	return []bitext.Finding{f}
}

// Lines finds lines of subtitles that are too long for a screen.
var Lines = &Check{
	Name: "lines",
	Doc: `Line length of subtitles
A line of the translated cue has more than 42 characters, the limit of Netflix's Timed Text Style Guide. A translation
whose source stands on several lines is divided into two.`,
	Run: lines,
}

func lines(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Kind != string(document.Cue) || p.Action != bitext.Translate || longest(p.Target) <= document.CueWidth {
		return nil
	}
	n := longest(document.CueLines(p.Source, p.Target))
	if n <= document.CueWidth {
		return nil
	}
	f := bitext.Finding{Check: "lines", Severity: bitext.Warning, Target: &offset.Span{End: len(p.Target)},
		Message: fmt.Sprintf("one line has %d characters, more than the %d that fit the screen", n, document.CueWidth)}
	if longest(p.Source) > document.CueWidth {
		f.Severity = bitext.Info
		f.Message += ", and the source is as long"
	}
	return []bitext.Finding{f}
}

// longest returns the characters of the longest line of a text.
func longest(text string) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n = max(n, shown(line))
	}
	return n
}

// shown returns how many characters of a text a viewer sees: not those that stand for markup.
func shown(text string) int {
	n := utf8.RuneCountInString(text)
	for _, s := range placeholdersOf(text, string(document.Cue), nil) {
		if strings.HasPrefix(s.In(text), placeholder.Start) {
			n -= utf8.RuneCountInString(s.In(text))
		}
	}
	return n
}
