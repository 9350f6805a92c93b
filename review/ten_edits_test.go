package review

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// countPresses has a page count the keys that are pressed, but those that only write text, and the clicks. A chord is
// one press.
const countPresses = `window.presses = 0;
	addEventListener("keydown", (e) => {
		const held = ["Shift", "Control", "Alt"].includes(e.key), typed = e.key.length === 1 && !e.ctrlKey && !e.altKey;
		if (!held && !(typed && e.target.matches("textarea, input"))) presses++;
	}, true);
	addEventListener("click", (e) => { if (e.detail) presses++; }, true);`

// TestTenEdits does ten edits as a person does who knows the keys, and logs how many presses and how much time each
// took until it was saved; doc/bench.md sets them beside those of another program.
func TestTenEdits(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b, other := sample(), sample()
	b.Pairs, other.Document = nil, "b.txt"
	for i := range 20 {
		p := bitext.Pair{ID: fmt.Sprint("1.", i+1), Block: 1, Kind: "paragraph", Lang: "de", Action: bitext.Translate,
			State: bitext.Translated, Origin: "echo:1", Risk: new(float64),
			Source: fmt.Sprintf("Die Wohnung %d ist hell.", i), Target: fmt.Sprintf("The flat %d is bright.", i)}
		b.Pairs = append(b.Pairs, p)
	}
	other.Pairs = append([]bitext.Pair(nil), b.Pairs[:3]...)
	dir := folderOf(t, b, other)
	s, _ := served(t, dir, func(s *Server) {
		s.Terms = func(source string) []Term {
			at := strings.Index(source, "hell")
			return []Term{{Span: offset.Span{Start: at, End: at + len("hell")}, Targets: []string{"well lit"}}}
		}
	})
	selectWord := js(`const box = document.activeElement, at = box.value.indexOf("bright");
		box.setSelectionRange(at, at + "bright".length)`)
	pressNext := chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl|chromedp.ModifierShift))
	writing := func(pair int) action {
		return until(fmt.Sprintf(`document.activeElement.ariaLabel === "Translation of pair 1.%d"`, pair))
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector("[data-n='0'] .term")`),
		press("j"), js(countPresses))
	total, all := 0, time.Duration(0)
	for _, tt := range []struct {
		name    string
		most    int // presses
		actions []action
	}{
		{"approve", 1, []action{press("a")}},
		{"change a word, and edit the next", 2, []action{press("e"), writing(2), selectWord, press("sunny"), pressNext,
			writing(3)}},
		{"put in a term", 2, []action{selectWord, chromedp.KeyEvent("1", chromedp.KeyModifiers(chromedp.ModifierAlt)),
			pressNext, writing(4)}},
		{"change another word", 1, []action{selectWord, press("airy"), pressCtrl("\r"),
			until(`!document.querySelector("textarea")`)}},
		{"reject with a reason", 3, []action{press("jr"), until(`document.activeElement.tagName === "INPUT"`),
			press("wrong meaning\r")}},
		{"comment", 2, []action{press("c"), until(typing), press("Really?"), pressCtrl("\r")}},
		{"split", 3, []action{press("jS"), until(`document.querySelector(".splitting")`), press("\r")}},
		{"merge", 3, []action{press("jjM")}},
		{"replace in all documents", 5, []action{press("F"), until(`document.activeElement.id === "find-text"`),
			press("flat"), press("\t"), press("apartment"),
			until(`document.querySelectorAll("#find-hits ins").length > 10`), press("\r"),
			until(`document.activeElement.id === "find-replace"`), press("\r"),
			until(`document.getElementById("find-count").textContent.startsWith("Replaced in ")`),
			press("\u001b"), until(`!document.getElementById("find").open`)}},
		{"approve the clean ones at once", 2, []action{press("A"),
			until(`document.getElementById("clean-dialog").open`), press("\r")}},
	} {
		before, start := value[int](t, ctx, `presses`), time.Now()
		do(t, ctx, append(tt.actions, until(saved))...)
		took := time.Since(start)
		n := value[int](t, ctx, `presses`) - before
		t.Logf("%-34s %d presses, %3d ms", tt.name, n, took.Milliseconds())
		if n > tt.most {
			t.Errorf("%s takes %d presses, want %d at most", tt.name, n, tt.most)
		}
		total, all = total+n, all+took
	}
	t.Logf("%d presses, %.1f s", total, all.Seconds())
	bitext.Apply(b, editsOf(t, dir, "a.txt"))
	reviewed := 0
	for i := range b.Pairs {
		if b.Pairs[i].State == bitext.Reviewed {
			reviewed++
		}
	}
	if reviewed != 17 {
		t.Errorf("%d pairs are reviewed, want 17", reviewed)
	}
	for i, want := range map[int]string{
		1: "The apartment 1 is sunny.", 2: "The apartment 2 is well lit.", 3: "The apartment 3 is airy.",
	} {
		if p := b.Pairs[i]; p.Target != want {
			t.Errorf("pair %s says %q, want %q", p.ID, p.Target, want)
		}
	}
	trouble.None(t)
}
