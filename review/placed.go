package review

import (
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// A checkedText is a text that a person wrote for the pair of that number, or for a part of it.
type checkedText struct {
	pair         int
	part, source string // of a pair that was cut: its id and its source
	text         string
}

// A judgement is what a page is told about a text that a person wrote.
type judgement struct {
	Findings []findingData `json:"f,omitzero"`  // nil where it was not checked
	Links    string        `json:"l,omitempty"` // see [linkText]
}

// A placedEdit is an edit with the number of the pair that it is about, counted through all records of a file; -1
// where there is none any more.
type placedEdit struct {
	bitext.Edit
	At        int         `json:"at"`
	judgement             // of a Target that is not the machine's
	Judged    []judgement `json:"fp,omitempty"` // of the parts, where it cuts
}

// place finds the pairs of edits, from number after on, as [bitext.Apply] does, so that edits which outlived a change
// of the document stand where a translation would put them.
func (d *documentFile) place(edits []bitext.Edit, after int) []placedEdit {
	out := make([]placedEdit, len(edits)-after)
	moved := false
	for i := range out {
		e := edits[after+i]
		at, ok := d.numbers[e.Key]
		out[i] = placedEdit{Edit: e, At: at}
		moved = moved || !ok
	}
	if !moved {
		return out
	}
	keys := make([]bitext.Key, len(edits)) // the place of moved ones depends on all
	for i := range edits {
		keys[i] = edits[i].Key
	}
	for i, at := range bitext.Place(d.machine, keys)[after:] {
		out[i].At = at
	}
	return out
}

// from returns the pairs of a record from a number on, which is counted through all records, and their bitext.
func (d *documentFile) from(n int) (*bitext.Bitext, []bitext.Pair) {
	for _, b := range d.machine {
		if n < len(b.Pairs) {
			return b, b.Pairs[n:]
		}
		n -= len(b.Pairs)
	}
	return nil, nil
}

// takenIn returns the keys of the pairs that an edit makes part of the one that it is about.
func (d *documentFile) takenIn(e *bitext.Edit) []bitext.Key {
	if e.Takes <= 0 {
		return nil
	}
	at, ok := d.numbers[e.Key]
	if !ok {
		return nil
	}
	keys := d.order()
	return keys[min(at+1, len(keys)):min(at+1+e.Takes, len(keys))]
}

// inOrder returns the keys of all pairs by their numbers.
func inOrder(numbers map[bitext.Key]int) []bitext.Key {
	keys := make([]bitext.Key, len(numbers))
	for k, n := range numbers {
		if n < len(keys) { // of a file that holds a document twice, numbers are missing
			keys[n] = k
		}
	}
	return keys
}

// A judge looks for faults in the texts that people wrote, and for their word links. Either may be nil.
type judge struct {
	check func(*bitext.Bitext, *bitext.Pair) []bitext.Finding
	link  func(*bitext.Bitext, *bitext.Pair) []offset.Link
	terms int // state of the glossary that it checks with, or an earlier one
}

// judge judges the texts of edits that differ from the machine's.
func (d *documentFile) judge(edits []placedEdit, by judge) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if by.terms > d.judgedWith {
		d.judged, d.judgedWith = judgements{}, by.terms
	}
	for i := range edits {
		e := &edits[i]
		if e.At < 0 {
			continue
		}
		b, pairs := d.from(e.At)
		switch machine := &pairs[0]; {
		case e.State == bitext.Recut:
			parts, _ := bitext.Cut(pairs, &e.Edit)
			for k := range parts {
				p := &parts[k]
				e.Judged = append(e.Judged, d.judged.of(by, b, p, checkedText{e.At, p.ID, p.Source, p.Target}))
			}
		case e.Target != nil && *e.Target != machine.Target:
			p := *machine
			p.Target, p.Machine, p.Error = *e.Target, machine.Target, ""
			p.Origin, p.State = bitext.Human, bitext.Reviewed
			p.Links, p.Findings, p.TargetSentences = nil, nil, nil
			e.judgement = d.judged.of(by, b, &p, checkedText{pair: e.At, text: p.Target})
		}
	}
}

// judgements are kept for each text that a person wrote.
type judgements map[checkedText]judgement

func (j judgements) of(by judge, b *bitext.Bitext, p *bitext.Pair, text checkedText) judgement {
	if known, ok := j[text]; ok {
		return known
	}
	var source, target units
	source.set(p.Source)
	target.set(p.Target)
	var made judgement
	if by.check != nil {
		made.Findings = newFindings(by.check(b, p), &source, &target)
	}
	if by.link != nil {
		made.Links = linkText(p, by.link(b, p), &source, &target)
	}
	j[text] = made
	return made
}
