package review

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// Terms of the glossary are marked in the sources, and one key puts a translation where the cursor is; what was typed
// so is a draft as well.
func TestGlossary(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	s, _ := served(t, dir, func(s *Server) {
		s.Terms = func(source string) []Term {
			at := strings.Index(source, "zahlte")
			if at < 0 {
				return nil
			}
			return []Term{{Span: offset.Span{Start: at, End: at + len("zahlte")}, Targets: []string{"paid", "settled"}}}
		}
	})
	altTwo := js(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
		{ key: "2", code: "Digit2", altKey: true, bubbles: true, cancelable: true }))`)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"),
		until(`document.querySelector("[data-n='1'] .source .term")?.textContent === "zahlte"`))
	do(t, ctx, begin("He ")...)
	do(t, ctx, altTwo, until(`document.activeElement.value === "He settled"`), press(" it, "),
		js(`document.querySelector(".terms button").click()`), until(`document.activeElement.value === "He settled it, paid"`),
		press("\u001b"), until(`document.querySelector(".draft")`), press("e"), until(typing), pressCtrl("\r"), until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || *e[0].Target != "He settled it, paid" {
		t.Errorf("edits: %+v", e)
	}
	trouble.None(t)
}

// TestTermsState: pages see a change of the glossary, and that another server counts its changes, whose number may be
// the same.
func TestTermsState(t *testing.T) {
	dir, g := folderOf(t, sample()), &aGlossary{}
	state := func(s *Server) string {
		t.Helper()
		var edits struct{ Terms string }
		var terms struct{ Version string }
		_, body := ask(t, "GET", s.URL()+"edits?d=a.txt&after=0", "")
		if err := json.Unmarshal([]byte(body), &edits); err != nil {
			t.Fatal(err)
		}
		_, body = ask(t, "GET", s.URL()+"terms?d=a.txt", "")
		if err := json.Unmarshal([]byte(body), &terms); err != nil {
			t.Fatal(err)
		}
		_, page := ask(t, "GET", s.URL()+"document?d=a.txt", "")
		if edits.Terms != terms.Version || !strings.Contains(page, `"terms":"`+edits.Terms+`"`) {
			t.Errorf("the states are %q and %q, and not that of the page", edits.Terms, terms.Version)
		}
		return edits.Terms
	}
	s, _ := served(t, dir, g.offered)
	first, again := state(s), state(s)
	g.states++
	changed := state(s)
	g.states--
	another, _ := served(t, dir, g.offered)
	if anew := state(another); first != again || changed == first || anew == first {
		t.Errorf("the states are %q, %q, after a change %q, of another server %q", first, again, changed, anew)
	}
}

// Pairs are locked and unlocked with a key, gone to by number and by place, and counted in words.
func TestLockGoCount(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	s, _ := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`),
		until(`document.getElementById("summary").textContent.includes("7 pairs · 19 words")`),
		press("g"), until(`document.activeElement.id === "go-to"`), press("3.6\r"),
		until(`document.querySelector(".current").dataset.n === "5"`),
		press("g"), press("1\r"), until(`document.querySelector(".current").dataset.n === "0"`),
		press("f"), until(saved), until(`document.querySelector(".current .tag.good").textContent === "✓locked"`),
		press("e"), until(`document.getElementById("status").textContent === "Pair 1.1 is locked: f unlocks it."`),
		until(`!document.querySelector("textarea")`), press("f"), until(saved), press("e"), until(typing),
		until(`document.querySelector(".length").textContent === "4 words, 17 characters (source: 4, 17)"`))
	trouble.None(t)
}
