package review

import (
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// A sentEdit is an edit as a page sends it.
type sentEdit struct {
	bitext.Edit
	// Seen is how many edits of the document the page knew of when the person acted. Nil for programs that do not
	// look for conflicts.
	Seen *int `json:"seen"`

	takesIn []bitext.Key // of the pairs that it makes part of its own
}

// about calls f with the keys of the pairs that the edit changes.
func (e *sentEdit) about(f func(bitext.Key)) {
	f(e.Key)
	for _, k := range e.takesIn {
		f(k)
	}
}

// An editID tells an edit that is sent again from another one of the same pair.
type editID struct {
	bitext.Key
	time string
}

func idOf(e *bitext.Edit) editID { return editID{e.Key, e.Time} }

// settle returns the edits to save, and the numbers of those that must not be: somebody else has changed the same pair
// since what the person saw. Mine holds the times of the edits that the same page has made, and which its person knows
// of even where the page did not yet see them in the file. TakenIn returns which pairs an edit has made part of
// another. Comments never conflict.
func settle(
	have []bitext.Edit, sent []sentEdit, mine []string, takenIn func(*bitext.Edit) []bitext.Key,
) (fresh []bitext.Edit, conflicts []int) {
	own := make(map[string]bool, len(mine)+len(sent))
	for _, t := range mine {
		own[t] = true
	}
	last := make(map[bitext.Key]int, len(sent)) // the number of the last edit of others
	for i := range sent {
		own[sent[i].Time] = true
		sent[i].about(func(k bitext.Key) { last[k] = -1 })
	}
	saved := map[editID]bool{} // the answer to these was lost
	for i := range have {
		e := &have[i]
		if e.State == bitext.Commented {
			continue
		}
		for _, k := range append(slices.Clip(takenIn(e)), e.Key) {
			_, asked := last[k]
			switch {
			case !asked:
			case own[e.Time]:
				saved[idOf(e)] = true
			default:
				last[k] = i
			}
		}
	}
	for i := range sent {
		e := &sent[i]
		changed := -1
		e.about(func(k bitext.Key) { changed = max(changed, last[k]) })
		if e.State != bitext.Commented && e.Seen != nil && changed >= *e.Seen && !saved[idOf(&e.Edit)] {
			conflicts = append(conflicts, i)
			continue
		}
		fresh = append(fresh, e.Edit)
	}
	return fresh, conflicts
}
