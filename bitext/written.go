package bitext

import (
	"iter"
	"slices"
)

// Written returns the edits that stand and differ from the machine's text, in the order in which their pairs
// were first edited.
func Written(edits []Edit) []*Edit {
	all := make([]*Edit, len(edits))
	for i := range edits {
		all[i] = &edits[i]
	}
	var out []*Edit
	for _, o := range outcomes(all) {
		for _, e := range slices.Backward(o.edits) {
			if e.Target == nil {
				continue
			}
			if *e.Target != "" && *e.Target != e.Machine {
				out = append(out, e)
			}
			break
		}
	}
	return out
}

// Rewritten returns the pairs of documents that people wrote themselves, each with the machine's text of that time: a
// later run may have learned from them, and translate as they did. Documents without any are left out.
func Rewritten(docs []*Bitext, edits []Edit) []*Bitext {
	byRecord := map[string][]Pair{}
	for _, e := range Written(edits) {
		if e.Machine != "" {
			byRecord[e.Record] = append(byRecord[e.Record], Pair{
				Source: e.Source, Target: *e.Target, Machine: e.Machine,
				Origin: Human, Action: Translate, State: Reviewed,
			})
		}
	}
	var out []*Bitext
	for _, b := range docs {
		pairs := byRecord[RecordOf(b.Document)]
		for i := range pairs {
			pairs[i].Lang = b.From
		}
		if len(pairs) > 0 {
			out = append(out, &Bitext{Header: b.Header, Pairs: pairs})
		}
	}
	return out
}

// ReadWritten yields the documents of bitext files with the edits beside them, as [ReadFiles] does, and after those of
// each file what people wrote in place of the text of earlier runs, see [Rewritten]. It calls failed for what cannot
// be read; the rest still comes.
func ReadWritten(files []string, failed func(error)) iter.Seq[*Bitext] {
	return func(yield func(*Bitext) bool) {
		for _, file := range files {
			docs, edits, err := readEdited(file)
			if err != nil {
				failed(err)
			}
			for _, b := range slices.Concat(docs, Rewritten(docs, edits)) {
				if !yield(b) {
					return
				}
			}
		}
	}
}
