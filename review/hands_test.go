package review

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// tap touches an element.
func tap(selector string) action { return chromedp.Tap(chromedp.CSS(selector)) }

// TestByHand approves, edits, rejects and takes back without a key but those of the text, by mouse and by touch.
func TestByHand(t *testing.T) {
	for name, point := range map[string]func(string) action{"mouse": click, "touch": tap} {
		t.Run(name, func(t *testing.T) {
			ctx, trouble := browsertest.Open(t)
			if name == "touch" {
				do(t, ctx, chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
			}
			dir := folderOf(t, sample())
			s, _ := served(t, dir, nil)
			hand := func(key string) action { return point(`.hands [data-key=` + key + `]`) }
			do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`),
				point("[data-n='0'] .source"), until(`document.querySelector(".current").dataset.n === "0"`),
				hand("a"), until(`document.querySelector(".current").dataset.n === "1"`),
				hand("e"), until(typing), press(" more"), point(".writing .main"),
				until(`!document.querySelector("textarea")`),
				hand("j"), until(`document.querySelector(".current").dataset.n === "2"`),
				hand("r"), until(`document.activeElement.tagName === "INPUT"`), press("style"), point(".reject .main"),
				until(`document.querySelector(".current").dataset.n === "3"`), until(saved),
				hand("u"), until(`document.querySelector(".current").dataset.n === "2"`), until(saved),
				// What has no button of its own has one among all.
				point("#help"), until(`document.getElementById("keys").open`), point("#keys [data-key=g]"),
				until(`document.getElementById("go").open && !document.getElementById("keys").open`), press("1.1\r"),
				until(`document.querySelector(".current").dataset.n === "0"`))
			var did []string
			for _, e := range editsOf(t, dir, "a.txt") {
				switch {
				case e.Undo:
					did = append(did, "undo")
				case e.Target != nil:
					did = append(did, *e.Target)
				default:
					did = append(did, e.Reason)
				}
			}
			want := "The house is old.|😀 He paid 30 €. more|style|undo"
			if got := strings.Join(did, "|"); got != want {
				t.Errorf("did %s, want %s", got, want)
			}
			trouble.None(t)
		})
	}
}

// TestApproveClean: approving at once asks, counts what nobody has looked at, and leaves out what is risky, what the
// model itself was unsure of, and what somebody writes in.
func TestApproveClean(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	risk, score := 0.15, -1.2
	b.Pairs[0].Risk = &risk
	b.Pairs[4].Score = &score
	dir := folderOf(t, b)
	s, _ := served(t, dir, nil)
	shows := func(id, text string) action {
		return until(`document.getElementById("` + id + `").textContent.startsWith("` + text + `")`)
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelectorAll(".pair").length === 7`),
		press("A"), shows("clean-ok", "Approve 3 pairs"), shows("clean-unseen", "3 of them were never"),
		shows("clean-left", "Left out, though nothing was found in them: 1 with a higher risk or an unknown one, "+
			"1 of which the model itself was unsure."), press("\u001b"),
		until(`!document.getElementById("clean-dialog").open`))
	if e := editsOf(t, dir, "a.txt"); len(e) != 0 {
		t.Fatalf("a question that was cancelled has approved: %+v", e)
	}
	do(t, ctx, press("A"), // and each choice counts anew
		until(`document.getElementById("clean-risk").onchange(), document.getElementById("clean-unseen").hidden`),
		set("clean-risk", "0.2"), shows("clean-ok", "Approve 4 pairs"), click("#clean-ok"), until(saved))
	e := editsOf(t, dir, "a.txt")
	for _, one := range e {
		if one.Source == b.Pairs[4].Source && one.After == b.Pairs[5].Source || one.State != bitext.Reviewed {
			t.Errorf("approved: %+v", one)
		}
	}
	if len(e) != 4 {
		t.Errorf("%d pairs are approved, want 4", len(e))
	}
	trouble.None(t)
}
