package bitext

import (
	"bytes"
	"strings"
	"testing"
)

func TestConversation(t *testing.T) {
	b := cutText()
	k := Keys(b)[0]
	text := "He came on the 3rd."
	say := func(who, time, text string, resolved bool) Edit {
		return Edit{Key: k, State: Commented, Comment: text, Resolved: resolved, Who: who, Time: time}
	}
	edits := []Edit{
		say("Mia", "1", "Which year?", false), {Key: k, Target: &text}, say("Ben", "2", "1925.", true),
		say("Mia", "3", "Oops.", false),
	}
	Apply(b, edits)
	p := &b.Pairs[0]
	if len(p.Comments) != 3 || p.Comments[2].Resolved || p.Target != text || p.State != Reviewed {
		t.Fatalf("%+v", p)
	}
	// Undo takes back the edit, whatever was said since; what was said is taken back by its writer only.
	edits = append(edits, Edit{Key: k, Undo: true}, Edit{Key: k, State: Commented, Withdraws: "3", Who: "Mia"},
		Edit{Key: k, State: Commented, Withdraws: "2", Who: "Mia"})
	Apply(b, edits)
	if len(p.Comments) != 2 || !p.Comments[1].Resolved || p.Target != "He came on 3." {
		t.Errorf("%+v", p)
	}
	Apply(b, nil)
	if p.Comments != nil {
		t.Errorf("without edits: %+v", p.Comments)
	}
}

func TestCommentStale(t *testing.T) {
	b := cutText()
	e := Edit{Key: Key{Source: "Ein anderer Satz."}, State: Commented, Comment: "x"}
	stale := Apply(b, []Edit{e})
	if len(stale) != 1 || !strings.Contains(stale[0].String(), "sentence with comments") {
		t.Errorf("%+v", stale)
	}
}

func TestCommentInvalid(t *testing.T) {
	text := "x"
	for name, e := range map[string]Edit{
		"empty":    {State: Commented},
		"undo":     {State: Commented, Comment: "x", Undo: true},
		"target":   {State: Commented, Comment: "x", Target: &text},
		"no state": {Comment: "x"},
		"long":     {State: Commented, Comment: strings.Repeat("x", maxComment+1)},
		"control":  {State: Commented, Comment: "\x1b[2J"},
	} {
		if e.Validate() == nil {
			t.Errorf("%s: valid", name)
		}
	}
}

// TestNotes: comments stand in exchange formats as notes, and a note that somebody writes in a translation tool becomes
// a comment.
func TestNotes(t *testing.T) {
	for f, add := range map[*Format][2]string{
		XLIFF12: {"<context-group>", `<note from="Ben">Or
the 4th?</note><context-group>`},
		XLIFF21: {"</notes>", `<note category="Ben">Or
the 4th?</note></notes>`},
		TMX: {},
	} {
		b := cutText()
		b.Pairs[0].Findings = []Finding{{Check: "numbers", Severity: Error, Message: "3 \x01 is  missing"}}
		edits := []Edit{{Key: Keys(b)[0], State: Commented, Comment: "Which\nyear <1>?", Who: "Mia",
			Time: "2026-01-01T00:00:00Z"}}
		Apply(b, edits)
		var file bytes.Buffer
		if err := f.Write(&file, Documents(b)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(file.String(), "Which\nyear &lt;1&gt;?</note>") {
			t.Errorf("%s: no note in\n%s", f.Name, file.String())
		}
		text := file.String()
		if add[0] != "" {
			text = strings.Replace(text, add[0], add[1], 1)
		}
		docs, err := f.Read(strings.NewReader(text), "back")
		if err != nil {
			t.Fatal(err)
		}
		back, _ := Returned(b, docs[0], edits, "Ann", "2026-01-02T00:00:00Z")
		if add[0] == "" {
			if len(back) != 0 {
				t.Errorf("%s: nothing was changed, but %+v", f.Name, back)
			}
			continue
		}
		if len(back) != 1 || back[0].Comment != "Or\nthe 4th?" || back[0].Who != "Ben" {
			t.Errorf("%s: %+v", f.Name, back)
			continue
		}
		Apply(b, append(edits, back...))
		if again, _ := Returned(b, docs[0], nil, "Ann", "2026-01-03T00:00:00Z"); len(again) != 0 {
			t.Errorf("%s: imported twice: %+v", f.Name, again)
		}
	}
}

// A note that cannot be a comment is named, not passed over.
func TestNotesDeclined(t *testing.T) {
	b, back := cutText(), cutText()
	back.Pairs[0].Comments = []Comment{{Text: strings.Repeat("x", maxComment+1)}, {Text: "Which year?"}}
	edits, declined := Returned(b, back, nil, "Mia", "2026-01-01T00:00:00Z")
	if len(edits) != 1 || edits[0].Comment != "Which year?" || len(declined) != 1 || declined[0].ID != b.Pairs[0].ID ||
		!strings.Contains(declined[0].Why, "longer than") {
		t.Errorf("%+v, declined %+v", edits, declined)
	}
}
