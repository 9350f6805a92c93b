package bitext

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Commented is the state of an edit that says something about a pair and leaves its text and its state alone. Programs
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
	// Resolved says that all before it is settled. A later comment opens the conversation again.
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
		return fmt.Errorf("the comment is longer than %d bytes", maxComment)
	case !utf8.ValidString(e.Comment) || !utf8.ValidString(e.Withdraws):
		return errors.New("the comment is not valid UTF-8")
	}
	return checkControls(e.Comment, "")
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
		return strings.Join(strings.Fields(strings.Map(legal, s)), " ")
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

// commentsSince returns edits that add the comments which came back with a pair and are not in it yet.
func commentsSince(k Key, have, back []Comment, who, time string) []Edit {
	var out []Edit
	for _, c := range back {
		if slices.ContainsFunc(have, func(h Comment) bool {
			return h.Text == c.Text && (h.Who == c.Who || c.Who == "") && (h.Time == c.Time || c.Time == "")
		}) {
			continue
		}
		e := Edit{Key: k, State: Commented, Comment: c.Text, Resolved: c.Resolved, Who: c.Who, Time: c.Time}
		if e.Who == "" {
			e.Who = who
		}
		if e.Time == "" {
			e.Time = time
		}
		if e.Validate() == nil {
			out = append(out, e)
		}
	}
	return out
}
