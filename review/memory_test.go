package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// Only what people wrote themselves is offered, as it stands now: not approvals, not what was undone, not what was
// rejected later.
func TestWritten(t *testing.T) {
	text := func(s string) *string { return &s }
	key := func(s string) bitext.Key { return bitext.Key{Source: s} }
	edits := []bitext.Edit{
		{Key: key("approved"), Target: text("machine"), Machine: "machine"},
		{Key: key("edited"), Target: text("first"), Machine: "machine"},
		{Key: key("undone"), Target: text("human"), Machine: "machine"},
		{Key: key("edited"), Target: text("second"), Machine: "machine"},
		{Key: key("undone"), Undo: true},
		{Key: key("undone"), Undo: true},
		{Key: key("edited, then approved"), Target: text("human"), Machine: "machine"},
		{Key: key("edited, then approved"), State: bitext.Final},
		{Key: key("back to the machine's"), Target: text("human"), Machine: "machine"},
		{Key: key("back to the machine's"), Target: text("machine"), Machine: "machine"},
		{Key: key("one of two undone"), Target: text("one"), Machine: "machine"},
		{Key: key("one of two undone"), Target: text("two"), Machine: "machine"},
		{Key: key("one of two undone"), Undo: true},
		{Key: key("emptied"), Target: text(""), Machine: "machine"},
	}
	var got []string
	for _, e := range bitext.Written(edits) {
		got = append(got, e.Source+"="+*e.Target)
	}
	if want := "edited=second|edited, then approved=human|one of two undone=one"; strings.Join(got, "|") != want {
		t.Errorf("written: %q, want %q", strings.Join(got, "|"), want)
	}
}

// other is a document that shares a sentence with the sample and has a similar one.
func other() *bitext.Bitext {
	b := sample()
	b.Document = "b/other.txt"
	b.Pairs = b.Pairs[:0]
	for i, texts := range [][2]string{{"Das Haus ist alt.", "The home is old."},
		{"Das Haus ist sehr alt.", "The home is very old."}, {"Niemand weiß, warum das so ist.", "Nobody knows why."}} {
		b.Pairs = append(b.Pairs, bitext.Pair{ID: fmt.Sprint("1.", i+1), Block: 1, Kind: "paragraph",
			Source: texts[0], Target: texts[1], Lang: "de",
			Action: bitext.Translate, State: bitext.Translated, Origin: "echo:1"})
	}
	return b
}

// What a person writes is checked at once, and offered for equal and similar sentences of all documents, with the
// difference, never put anywhere by itself.
func TestFlowBack(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample(), other())
	edited := make(chan string, 100)
	s, _ := served(t, dir, func(s *Server) {
		s.Edited = func(name, path string) { edited <- name }
		s.Check = func(_ *bitext.Bitext, p *bitext.Pair) []bitext.Finding {
			at := strings.Index(p.Target, "wrong")
			if at < 0 {
				return nil
			}
			return []bitext.Finding{{Check: "numbers", Severity: bitext.Warning, Message: "that is wrong",
				Target: span(at, at+5)}}
		}
		// The first two bytes of both are linked, and the third of the target.
		s.Link = func(*bitext.Bitext, *bitext.Pair) []offset.Link {
			return []offset.Link{wordLink(0, 2, 0, 2), wordLink(0, 2, 2, 3)}
		}
	})
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`))
	tab, stop := chromedp.NewContext(ctx)
	defer stop()
	do(t, tab, chromedp.Navigate(s.URL()+"document?d=b/other.txt"), until(`document.querySelector(".pair")`))
	write := func(text string) []action {
		return []action{press("e"), until(typing), js(`document.activeElement.select()`), press(text), pressCtrl("\r"),
			until(`!document.querySelector("textarea")`), until(saved)}
	}
	// The machine's finding goes, the fault in the new text is found and marked, and a better text has none.
	do(t, ctx, press("jj"))
	do(t, ctx, write("é wrong")...)
	do(t, ctx, until(`document.querySelector(".current .target .hit")?.textContent === "wrong"`))
	if got := each(t, ctx, ".current .tag", `e.textContent`); got != "✓approved,✎edited,!that is wrong" {
		t.Errorf("notes after an edit: %s", got)
	}
	// The words of the new text are linked, not those of the machine's, in characters, not bytes.
	if got := each(t, ctx, ".current .target [data-links]", `e.textContent + e.dataset.links`); got != "é0, 1" {
		t.Errorf("linked words after an edit: %s", got)
	}
	do(t, ctx, write("He paid €300.")...)
	do(t, ctx, until(`!document.querySelector(".current .tag.warning") && !document.querySelector(".current .tag.error")`))
	do(t, ctx, press("u"), until(`document.querySelector(".current .target .hit")?.textContent === "wrong"`), until(saved))
	// The same after a reload.
	do(t, ctx, chromedp.Reload(), until(`document.querySelector("[data-n='1'] .target .hit")?.textContent === "wrong"`))
	// An offer reaches the other document while it is open, and nothing else happens to it.
	do(t, ctx, press("j"))
	do(t, ctx, write("The building is old.")...)
	do(t, tab, until(`document.querySelectorAll(".memory").length === 2`))
	if got := each(t, tab, ".text.target", `e.textContent`); got != "The home is old.,The home is very old.,Nobody knows why." {
		t.Errorf("the other document says %s", got)
	}
	if got := each(t, tab, "[data-n='0'] .memory :is(del, ins)", `e.tagName + e.textContent`); got != "DELhome,INSbuilding" {
		t.Errorf("difference of the offer: %s", got)
	}
	got := each(t, tab, "[data-n='1'] .memory .source :is(del, ins)", `e.tagName + e.textContent.trim()`)
	if got != "INSsehr" {
		t.Errorf("difference of the sources: %s", got)
	}
	// One key takes the offer for the same sentence; the one for a similar sentence is where an edit starts.
	do(t, tab, press("j"), press("m"), until(saved), until(`document.querySelectorAll(".memory").length === 1`),
		press("j"), press("m"), until(typing))
	if got := value[string](t, tab, `document.activeElement.value`); got != "The building is old." {
		t.Errorf("the edit starts from %q", got)
	}
	do(t, tab, press("\u001b"), until(`!document.querySelector("textarea")`), press("j"), press("m"),
		until(`document.getElementById("status").textContent.includes("no offer")`))
	if e := editsOf(t, dir, "b/other.txt"); len(e) != 1 || *e[0].Target != "The building is old." ||
		e[0].Machine != "The home is old." {
		t.Errorf("edits of the other document: %+v", e)
	}
	names := map[string]int{}
	for len(edited) > 0 {
		names[<-edited]++
	}
	if names["a.txt"] != 4 || names["b/other.txt"] != 1 {
		t.Errorf("told of edits: %v", names)
	}
	trouble.None(t)
}
