package review

import (
	"errors"
	"fmt"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Role says what a person may do.
type Role string

// The roles. Readers read; translators write translations, which somebody else approves; reviewers do all.
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
	toEdit  ability = iota // write translations, and take back one's own edits
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
		return errors.New("a reader may not change anything")
	}
	standing := map[bitext.Key][]*bitext.Edit{} // of the pairs that are asked about
	for i := range sent {
		standing[sent[i].Key] = nil
	}
	saved := map[editID]bool{} // of them
	add := func(e *bitext.Edit) {
		list, asked := standing[e.Key]
		switch {
		case !asked:
		case !e.Undo:
			standing[e.Key] = append(list, e)
		case len(list) > 0:
			standing[e.Key] = list[:len(list)-1]
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
		if saved[idOf(e)] {
			continue // sent again
		}
		list := standing[e.Key]
		locked := len(list) > 0 && list[len(list)-1].State == bitext.Final
		switch {
		case e.Undo && len(list) > 0 && list[len(list)-1].Who != p.Name:
			return fmt.Errorf("a translator may not take back what %s did", list[len(list)-1].Who)
		case locked && !e.Undo:
			return errors.New("the pair is locked: a reviewer can unlock it")
		case !e.Undo && (e.State != bitext.Translated || e.Reason != "" || e.Target == nil):
			return errors.New("a translator may neither approve nor reject")
		}
		add(e)
	}
	return nil
}
