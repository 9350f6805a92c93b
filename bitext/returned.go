package bitext

import (
	"maps"
	"regexp"
	"slices"
)

// A Declined is a text for a pair, or a note on it, from another tool that was not taken over, with the reason.
type Declined struct {
	ID, Target, Why string
}

// Returned compares a document, with the edits that it has, with what came back of it from a translation tool, and
// returns the edits that make up the difference, by who and at the time given. Pairs are matched as by [Match]. What
// has lost or invented a placeholder is declined, and so is another text for a pair that somebody else has changed here
// since the file was written, as the edits so far tell, and what finds no pair. Notes that were written there become
// comments; one that is too long for that is declined.
func Returned(now, back *Bitext, soFar []Edit, who, time string) (edits []Edit, declined []Declined) {
	last := map[Key]string{} // who has changed a pair
	for i := range soFar {
		if soFar[i].Target != nil || soFar[i].State == Recut {
			last[soFar[i].Key] = soFar[i].Who
		}
	}
	keys := Keys(now)
	type texts struct{ source, target string }
	known, used := map[texts]bool{}, make([]bool, len(back.Pairs))
	cut := map[int]map[int]Edit{} // of pairs that were cut, by the first of them
	head := 0                     // the last pair that is not a later part
	for i, at := range Match(now, back) {
		if now.Pairs[i].Part == 0 {
			head = i
		}
		known[texts{now.Pairs[i].Source, now.Pairs[i].Target}] = true
		if at < 0 {
			continue
		}
		used[at] = true
		p, b := &now.Pairs[i], &back.Pairs[at]
		said, unsaid := commentsSince(keys[i], p, b, who, time)
		edits, declined = append(edits, said...), append(declined, unsaid...)
		approved := b.State.AtLeast(Reviewed)
		changed := p.Origin == Human && b.Origin != Human // here, since the file was written
		if changed && b.Target == p.Machine {
			continue
		}
		if b.Target == "" || b.Target == p.Target && (!approved || p.State.AtLeast(b.State)) {
			continue
		}
		if lost := codesDiffer(p.Source, b.Target, p.Kind); lost != "" {
			why := lost + " is not there as often as in the source"
			declined = append(declined, Declined{p.ID, b.Target, why})
			continue
		}
		if by, ok := last[keys[i]]; b.Target != p.Target && changed && (!ok || by != who) {
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
		if now.Pairs[head].Was != nil {
			if cut[head] == nil {
				cut[head] = map[int]Edit{}
			}
			cut[head][i] = e
			continue
		}
		edits = append(edits, e)
	}
	for _, head := range slices.Sorted(maps.Keys(cut)) {
		edits = append(edits, recutBy(now, keys[head], head, cut[head]))
	}
	for i := range back.Pairs {
		b := &back.Pairs[i]
		if !used[i] && b.Target != "" && b.Target != b.Source && !known[texts{b.Source, b.Target}] {
			const why = "which sentence of the document is meant cannot be told"
			declined = append(declined, Declined{b.ID, b.Target, why})
		}
	}
	return edits, declined
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
