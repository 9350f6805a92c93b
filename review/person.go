package review

import (
	"errors"
	"fmt"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Role determines what a person may do.
type Role string

// The roles. Readers read, and comment; translators write translations, split and merge pairs, and settle comments;
// somebody else approves what they write; reviewers do all.
const (
	Reader     Role = "reader"
	Translator Role = "translator"
	Reviewer   Role = "reviewer"
)

// Roles are all roles, the one that may least first.
var Roles = []Role{Reader, Translator, Reviewer}

// An ability is something that a role allows.
type ability int

const (
	toEdit  ability = iota // write translations, take back one's own edits, and settle comments
	toJudge                // approve, reject, lock, and take back what others did
)

func (r Role) may(a ability) bool { return r == Reviewer || r == Translator && a == toEdit }

func (r Role) valid() bool { return slices.Contains(Roles, r) }

// permitted returns an error if one of the edits is more than the person may do. Have holds those that are there.
func (p *Person) permitted(have []bitext.Edit, sent []sentEdit) error {
	if p.Role.may(toJudge) {
		return nil
	}
	if !p.Role.may(toEdit) {
		if slices.ContainsFunc(sent, func(e sentEdit) bool { return e.State != bitext.Commented || e.Resolved }) {
			return errors.New("a reader may comment, but not change anything")
		}
		return nil
	}
	standing := map[bitext.Key][]*bitext.Edit{} // of the pairs that are asked about
	for i := range sent {
		sent[i].about(func(k bitext.Key) { standing[k] = nil })
	}
	saved := map[editID]bool{} // of them
	add := func(e *bitext.Edit) {
		if list, asked := standing[e.Key]; asked {
			standing[e.Key] = bitext.Stand(list, e)
		}
	}
	for i := range have {
		add(&have[i])
		if _, asked := standing[have[i].Key]; asked {
			saved[idOf(&have[i])] = true
		}
	}
	for i := range sent {
		e := &sent[i].Edit
		if saved[idOf(e)] || e.State == bitext.Commented {
			continue // sent again, or allowed
		}
		nothing := &bitext.Edit{}
		last := func(k bitext.Key) *bitext.Edit {
			if list := standing[k]; len(list) > 0 {
				return list[len(list)-1]
			}
			return nothing
		}
		locked := false
		sent[i].about(func(k bitext.Key) { locked = locked || keepsLocked(last(k), e) })
		switch have := last(e.Key); {
		case e.Undo && have != nothing && have.Who != p.Name:
			return fmt.Errorf("a translator may not take back what %s did", have.Who)
		case locked && !e.Undo:
			return errors.New("the pair is locked: a reviewer can unlock it")
		case !e.Undo && judges(have, e):
			return errors.New("a translator may neither approve nor reject")
		}
		add(e)
	}
	return nil
}

// keepsLocked reports whether what was done last to a pair has locked it, or a part of it that an edit would change.
func keepsLocked(last, e *bitext.Edit) bool {
	return last.State == bitext.Final || slices.ContainsFunc(last.Parts, func(p bitext.Part) bool {
		return p.State == bitext.Final && !slices.Contains(e.Parts, p)
	})
}

// judges reports whether an edit approves or rejects; last is what was done to the pair before.
func judges(last, e *bitext.Edit) bool {
	if e.State != bitext.Recut {
		return e.State != bitext.Translated || e.Reason != "" || e.Target == nil
	}
	return slices.ContainsFunc(e.Parts, func(p bitext.Part) bool {
		written := p.Reason == "" && (p.State == bitext.Translated || p.State == bitext.Initial)
		return !written && !slices.Contains(last.Parts, p)
	})
}
