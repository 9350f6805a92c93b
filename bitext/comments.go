package bitext

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/space"
)

// Commented is the state of an edit that comments on a pair and leaves its text and its state alone. Programs
// from before there were comments do not know it, and pass over the edit with a message.
const Commented State = "comment"

// maxComment bounds the text of a comment, in bytes.
const maxComment = 10_000

// A Comment is what a person says about a pair to those who come after. The comments of a pair are one conversation: a
// question, its answers, and that it is settled.
type Comment struct {
	Text string `json:"text,omitempty"`
	Who  string `json:"who,omitempty"`
	Time string `json:"time,omitempty"` // RFC 3339
	// Resolved marks all before it as settled. A later comment opens the conversation again.
	Resolved bool `json:"resolved,omitempty"`
}

// note returns what stands in a note of a format for comments: nothing where the comment has no text.
func (c *Comment) note() string {
	if c.Resolved && c.Text != "" {
		return c.Text + " (resolved)"
	}
	return c.Text
}

// conversation returns the comments that edits make, without those that their writers have taken back.
func conversation(edits []*Edit) []Comment {
	type written struct{ who, time string }
	withdrawn := map[written]bool{}
	for _, e := range edits {
		if e.Withdraws != "" {
			withdrawn[written{e.Who, e.Withdraws}] = true
		}
	}
	var out []Comment
	for _, e := range edits {
		if e.Withdraws == "" && !withdrawn[written{e.Who, e.Time}] {
			out = append(out, Comment{Text: e.Comment, Who: e.Who, Time: e.Time, Resolved: e.Resolved})
		}
	}
	return out
}

// validateComment reports what a comment may not have, and what only a comment may have.
func (e *Edit) validateComment() error {
	if e.State != Commented {
		if e.Comment != "" || e.Resolved || e.Withdraws != "" {
			return fmt.Errorf("only an edit with the state %q holds a comment", Commented)
		}
		return nil
	}
	switch {
	case e.Undo || e.Target != nil || e.Reason != "" || e.Machine != "":
		return errors.New("a comment neither changes nor judges a pair")
	case e.Withdraws == "" && e.Comment == "" && !e.Resolved:
		return errors.New("the comment is empty")
	case len(e.Comment) > maxComment:
		return fmt.Errorf("the comment is longer than %d bytes: say it in several", maxComment)
	case !utf8.ValidString(e.Comment) || !utf8.ValidString(e.Withdraws):
		return errors.New("the comment is not valid UTF-8")
	case checkControls(e.Comment, "") != nil:
		return errors.New("the comment holds a control character")
	}
	return nil
}

// A note is a remark that stands in a unit of an exchange format.
type note struct{ from, text string }

// plainly returns the note as it comes out of a file, whatever a tool does to white space, and to characters that XML
// has no place for.
func (n note) plainly() note {
	fold := func(s string) string {
		legal := func(r rune) rune {
			if !inXML(r) {
				return utf8.RuneError
			}
			return r
		}
		return space.Fold(strings.Map(legal, s))
	}
	return note{fold(n.from), fold(n.text)}
}

// takeNotes adds the notes that are neither findings nor comments of p to its comments: a person has written them in a
// translation tool.
func (p *Pair) takeNotes(notes []note) {
	known := map[note]bool{}
	for i := range p.Findings {
		known[note{p.Findings[i].Check, p.Findings[i].Message}.plainly()] = true
	}
	for i := range p.Comments {
		known[note{p.Comments[i].Who, p.Comments[i].note()}.plainly()] = true
	}
	for _, n := range notes {
		if q := n.plainly(); !known[q] && q.text != "" {
			p.Comments = append(p.Comments, Comment{Text: n.text, Who: n.from})
		}
	}
}

// commentsSince returns edits that add the comments which came back with a pair and are not in it yet, and those that
// cannot be comments. Tools may leave out who said something, and when.
func commentsSince(k Key, have, back *Pair, who, time string) (edits []Edit, declined []Declined) {
	if len(back.Comments) == 0 {
		return nil, nil
	}
	type remark struct{ text, who, time string }
	known := map[remark]bool{}
	for i := range have.Comments {
		c := &have.Comments[i]
		for _, r := range [...]remark{
			{c.Text, c.Who, c.Time}, {c.Text, c.Who, ""}, {c.Text, "", c.Time}, {c.Text, "", ""},
		} {
			known[r] = true
		}
	}
	for _, c := range back.Comments {
		if known[remark{c.Text, c.Who, c.Time}] {
			continue
		}
		e := Edit{Key: k, State: Commented, Comment: c.Text, Resolved: c.Resolved, Who: cmp.Or(c.Who, who),
			Time: cmp.Or(c.Time, time)}
		if err := e.Validate(); err != nil {
			declined = append(declined, Declined{have.ID, c.Text, err.Error()})
			continue
		}
		edits = append(edits, e)
	}
	return edits, declined
}
