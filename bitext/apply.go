package bitext

import (
	"fmt"
	"slices"
)

// Why an edit could not be applied.
type Why string

// The reasons for a [Stale] edit.
const (
	Changed   Why = "changed"   // the neighbours are there, the source between them is another
	Gone      Why = "gone"      // no pair has this source
	Ambiguous Why = "ambiguous" // several pairs have this source, none has more of the neighbours than the others
	Uncut     Why = "uncut"     // the pairs that were cut anew are others now, and stand as they were found
)

// A Stale is the outcome of the edits of one key that found no pair. The edits stay in their file; nothing is lost.
type Stale struct {
	Key
	Why    Why
	ID     string // of the pair that probably took its place, or that was cut; else empty
	Source string // of that pair
	Target string // what the reviewer had made of the former source; empty where the edits only judged
	State  State
}

// String describes in one line what happened.
func (s Stale) String() string {
	switch s.Why {
	case Changed:
		return fmt.Sprintf(
			"source changed since it was reviewed: pair %s says %q where %q was",
			s.ID,
			s.Source,
			s.Key.Source,
		)
	case Ambiguous:
		return fmt.Sprintf("several pairs say %q, and the text around them has changed since the edit", s.Key.Source)
	case Uncut:
		return fmt.Sprintf("pair %s was split or merged by hand, and its text has changed since: %q",
			s.ID, s.Key.Source)
	}
	if s.State == Commented {
		return fmt.Sprintf("sentence with comments is no longer in the document: %q", s.Key.Source)
	}
	return fmt.Sprintf("reviewed sentence is no longer in the document: %q", s.Key.Source)
}

// Apply makes of b what its machine's version and edits come to: targets, states, reasons, and [Human] as the origin
// of texts that differ from the machine's, which moves to Machine. What earlier edits had made of b is taken back
// first, so edits are all that reviewers have done, and applying them again changes nothing. A pair that was edited
// is found by its whole key, else by its source with as many neighbours as there are. What found no pair is returned.
//
// Pairs that people have split or merged stand in b in place of the machine's, which they hold: the number of pairs
// changes. Links, findings and risk of a pair whose target changes no longer fit and are removed: check the pair again.
func Apply(b *Bitext, edits []Edit) []Stale {
	return ApplyAll([]*Bitext{b}, edits)
}

// ApplyAll is [Apply] for several documents, as the records of a file are, in time linear in documents and edits.
func ApplyAll(bs []*Bitext, edits []Edit) []Stale {
	byRecord := ByRecord(edits)
	var stale []Stale
	for _, b := range bs {
		stale = append(stale, applyRecord(b, byRecord[RecordOf(b.Document)])...)
	}
	return stale
}

// ByRecord groups edits by the Record of their keys, in order. Those of documents that are not records stand under
// the empty string.
func ByRecord(edits []Edit) map[string][]*Edit {
	out := map[string][]*Edit{}
	for i := range edits {
		e := &edits[i]
		out[e.Record] = append(out[e.Record], e)
	}
	return out
}

// applyRecord is [Apply] with the edits of the document alone.
func applyRecord(b *Bitext, edits []*Edit) []Stale {
	earlier := b.Pairs
	b.Pairs, _ = uncut(earlier)
	before := slices.Clone(b.Pairs)
	for i := range b.Pairs {
		revert(&b.Pairs[i])
	}
	reverted := slices.Clone(b.Pairs)
	cuts, stale := apply(b, edits)
	forget(b.Pairs, before)
	if len(cuts) > 0 {
		forget(reverted, before)
		stale = append(stale, cuts.perform(b, reverted, earlier)...)
	}
	return stale
}

// forget removes what no longer fits the targets of pairs, which were others before.
func forget(pairs, before []Pair) {
	for i := range pairs {
		if p := &pairs[i]; p.Target != before[i].Target {
			p.Links, p.Findings, p.Risk, p.TargetSentences = nil, nil, nil, nil
		}
	}
}

// revert takes back what edits have made of p.
func revert(p *Pair) {
	if p.Origin == Human {
		p.Target, p.Origin, p.Machine, p.MachineOrigin = p.Machine, p.MachineOrigin, "", ""
		if p.Target == "" && p.Action == Translate && p.Source != "" {
			p.State, p.Error = Initial, "not translated; a person's translation was taken back"
		}
	}
	if p.State.AtLeast(Reviewed) {
		p.State = Translated
	}
	p.Reason, p.Comments = "", nil
}

// apply makes of b what edits come to, but for the cuts, which it returns.
func apply(b *Bitext, edits []*Edit) (cuts, []Stale) {
	standing := outcomes(edits)
	if len(standing) == 0 {
		return nil, nil
	}
	keys, wanted := Keys(b), make([]Key, len(standing))
	for i, o := range standing {
		wanted[i] = o.key
	}
	found := place(keys, wanted)
	made := cuts{}
	var stale []Stale
	for i := range standing {
		o, at := &standing[i], found.at[i]
		if at < 0 {
			stale = append(stale, found.explain(b, o, i))
			continue
		}
		p := &b.Pairs[at]
		p.Comments = o.comments()
		switch _, last := o.result(); {
		case last == nil:
		case last.State == Recut:
			made[at] = o
		default:
			o.apply(p)
		}
	}
	return made, stale
}

// Human is the origin of a target that a person wrote.
const Human = "human"

// An outcome is what all edits of one key come to.
type outcome struct {
	key   Key
	edits []*Edit // those that still stand, in order
	said  []*Edit // the comments
}

func (o *outcome) comments() []Comment { return conversation(o.said) }

// outcomes folds edits by key, in the order in which keys were first seen, and leaves out what was undone.
func outcomes(edits []*Edit) []outcome {
	var out []outcome
	index := make(map[Key]int)
	for _, e := range edits {
		at, ok := index[e.Key]
		if !ok {
			at = len(out)
			index[e.Key] = at
			out = append(out, outcome{key: e.Key})
		}
		o := &out[at]
		if e.State == Commented {
			o.said = append(o.said, e)
		}
		o.edits = Stand(o.edits, e)
	}
	kept := out[:0]
	for _, o := range out {
		if len(o.edits) > 0 || len(o.comments()) > 0 {
			kept = append(kept, o)
		}
	}
	return kept
}

// Stand returns which edits of a pair still stand after another one, in order: an undo takes back the last of them, and
// comments are not among them. It may reuse the memory of standing.
func Stand(standing []*Edit, e *Edit) []*Edit {
	switch {
	case e.State == Commented:
		return standing
	case !e.Undo:
		return append(standing, e)
	}
	return standing[:max(0, len(standing)-1)]
}

// result returns what the edits come to: the last target, and the last edit, which decides state and reason. Last is
// nil where there are only comments.
func (o *outcome) result() (target *string, last *Edit) {
	for _, e := range o.edits {
		if e.Target != nil {
			target = e.Target
		}
		last = e
	}
	return target, last
}

func (o *outcome) apply(p *Pair) {
	target, last := o.result()
	if last.Target == nil && last.Reason != "" && last.Machine != "" && last.Machine != p.Target {
		return // the rejected text is gone
	}
	if target != nil && *target != p.Target {
		p.Machine, p.MachineOrigin = p.Target, p.Origin
		p.Target, p.Origin = *target, Human
	}
	p.Reason = last.Reason
	p.State = last.State
	if p.State == "" {
		p.State = Translated
		if last.Target != nil {
			p.State = Reviewed
		}
	}
	if p.State != Initial {
		p.Error = ""
	}
}
