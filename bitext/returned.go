package bitext

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/satzpaar/satzpaar/internal/fillin"
)

// A Declined is a pair whose text from another tool was not taken over, with the reason.
type Declined struct {
	ID, Target, Why string
}

// Returned compares a document, with the edits that it has, with what came back of it from a translation tool, and
// returns the edits that make up the difference, by who and at the time given. Pairs are matched as by [Match]. What
// has lost or invented a placeholder is declined, and so is another text for a pair that a person has changed here
// since the file was written.
func Returned(now, back *Bitext, who, time string) (edits []Edit, declined []Declined) {
	keys := Keys(now)
	for i, at := range Match(now, back) {
		if at < 0 {
			continue
		}
		p, b := &now.Pairs[i], &back.Pairs[at]
		approved := b.State.AtLeast(Reviewed)
		if b.Target == "" || b.Target == p.Target && (!approved || p.State.AtLeast(b.State)) {
			continue
		}
		if lost := codesDiffer(b.Source, b.Target); lost != "" {
			declined = append(declined, Declined{p.ID, b.Target, fmt.Sprintf("%s is not there as often as in the source", lost)})
			continue
		}
		if b.Target != p.Target && p.Origin == Human && b.Origin != Human {
			declined = append(declined, Declined{p.ID, b.Target, "a person has changed the translation here since"})
			continue
		}
		e := Edit{Key: keys[i], Target: &b.Target, State: Reviewed, Machine: p.Target, Who: who, Time: time}
		if approved {
			e.State = b.State
		}
		if p.Origin == Human {
			e.Machine = p.Machine
		}
		if err := e.Validate(); err != nil {
			declined = append(declined, Declined{p.ID, b.Target, err.Error()})
			continue
		}
		edits = append(edits, e)
	}
	return edits, declined
}

var markup = regexp.MustCompile(`⟦/?\d{1,7}⟧`)

// codesDiffer returns a placeholder that does not occur as often in both texts, or "".
func codesDiffer(source, target string) string {
	a, b := codes(source), codes(target)
	for k, code := range a {
		if k == len(b) || b[k] != code {
			return code
		}
	}
	if len(b) > len(a) {
		return b[len(a)]
	}
	return ""
}

// codes returns the placeholders of a text, sorted.
func codes(text string) []string {
	list := markup.FindAllString(text, -1)
	for _, s := range fillin.Find(text) {
		list = append(list, s.In(text))
	}
	slices.Sort(list)
	return list
}

// ForeignFormat returns the format that a translation tool has written a file in, by the extension of its name and how
// it begins, or nil.
func ForeignFormat(ext string, head []byte) *Format {
	switch ext {
	case ".tmx":
		return TMX
	case ".xlf", ".xliff":
		if xliff2.Match(head) {
			return XLIFF21
		}
		return XLIFF12
	}
	return nil
}

var xliff2 = regexp.MustCompile(`<(?:\w+:)?xliff\b[^>]*\bversion\s*=\s*["']2`)
