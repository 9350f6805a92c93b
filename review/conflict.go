package review

import "github.com/satzpaar/satzpaar/bitext"

// A sentEdit is an edit as a page sends it.
type sentEdit struct {
	bitext.Edit
	// Seen is how many edits of the document the page knew of when the person acted. Nil for programs that do not
	// look for conflicts.
	Seen *int `json:"seen"`
}

// An editID tells an edit that is sent again from another one of the same pair.
type editID struct {
	bitext.Key
	time string
}

func idOf(e *bitext.Edit) editID { return editID{e.Key, e.Time} }

// settle returns the edits to save, and the numbers of those that must not be: somebody else has changed the same pair
// since what the person saw. Mine holds the times of the edits that the same page has made, and which its person knows
// of even where the page did not yet see them in the file.
func settle(have []bitext.Edit, sent []sentEdit, mine []string) (fresh []bitext.Edit, conflicts []int) {
	own := make(map[string]bool, len(mine)+len(sent))
	for _, t := range mine {
		own[t] = true
	}
	last := make(map[bitext.Key]int, len(sent)) // the number of the last edit of others
	for i := range sent {
		own[sent[i].Time] = true
		last[sent[i].Key] = -1
	}
	saved := map[editID]bool{} // the answer to these was lost
	for i := range have {
		_, asked := last[have[i].Key]
		switch {
		case !asked:
		case own[have[i].Time]:
			saved[idOf(&have[i])] = true
		default:
			last[have[i].Key] = i
		}
	}
	for i := range sent {
		e := &sent[i]
		if e.Seen != nil && last[e.Key] >= *e.Seen && !saved[idOf(&e.Edit)] {
			conflicts = append(conflicts, i)
			continue
		}
		fresh = append(fresh, e.Edit)
	}
	return fresh, conflicts
}
