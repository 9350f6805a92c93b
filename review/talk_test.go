package review

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

const talks = `document.querySelector("[data-n='1'] .talk")?.textContent || ""`

// TestComments: two people talk about a pair, settle it, and take back what they said; what is half written is kept, and
// undo of other edits passes over comments.
func TestComments(t *testing.T) {
	dir := folderOf(t, sample())
	mia, miaTrouble := browsertest.Open(t)
	ben, benTrouble := browsertest.Open(t)
	do(t, mia, chromedp.Navigate(alsoServed(t, dir, "Mia").URL()+"document?d=a.txt"),
		until(`document.querySelector(".pair")`))
	do(t, ben, chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch),
		chromedp.Navigate(alsoServed(t, dir, "Ben").URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`))
	writes := until(`document.activeElement.ariaLabel === "Comment on pair 1.2"`)
	do(t, mia, press("jj"), press("c"), writes, press("Euro or"), press("\u001b"), until(`document.querySelector(".draft")`),
		chromedp.Reload(), until(`document.querySelector(".draft")?.textContent.includes("Euro or")`), press("jj"),
		press("c"), writes,
		until(`document.activeElement.value === "Euro or"`), press(" pounds?"), pressCtrl("\r"), until(saved),
		until(`!document.querySelector(".draft")`), until(`(`+talks+`).includes("Euro or pounds?")`))
	do(t, ben, until(`(`+talks+`).includes("Mia")`), tap("[data-n='1'] .source"),
		tap("[data-n='1'] .talk .actions button"), writes,
		press("Euro."), tap(".commenting .main"), until(saved))
	do(t, mia, until(`(`+talks+`).includes("Euro.")`), set("filter", "comments"),
		until(`document.querySelectorAll(".pair").length === 1`),
		set("filter", "all"), press("a"), until(saved), press("kk"), press("j"))
	do(t, mia, click("[data-n='1'] .talk .actions button:nth-child(2)"),
		until(`(`+talks+`).startsWith("2 comments, settled")`), until(saved))
	do(t, ben, until(`(`+talks+`).startsWith("2 comments, settled")`))
	// Undo takes back the settling, which was the last step, and then the approval, not the comments before it.
	do(t, mia, press("u"), until(saved), until(`!(`+talks+`).includes("settled")`), press("u"), until(saved),
		until(`!document.querySelector(".tag.good")`), until(`(`+talks+`).includes("pounds?")`))
	do(t, ben, until(`!(`+talks+`).includes("settled")`), click("[data-n='1'] .talk .said button"),
		until(`!(`+talks+`).includes("Euro.")`), until(saved))
	b := sample()
	bitext.Apply(b, editsOf(t, dir, "a.txt"))
	if c := b.Pairs[1].Comments; len(c) != 1 || c[0].Who != "Mia" || c[0].Text != "Euro or pounds?" ||
		b.Pairs[1].State != bitext.Translated {
		t.Errorf("in the end: %+v", b.Pairs[1])
	}
	miaTrouble.None(t)
	benTrouble.None(t)
}

// A reader comments, and neither settles nor writes.
func TestReaderComments(t *testing.T) {
	dir := folderOf(t, sample())
	s := admitted(t, dir, &events{})
	ctx, trouble := browsertest.Open(t)
	do(t, ctx, chromedp.Navigate(s.URL()), until(`document.querySelector("[name=name]")`), press("Ria\tcorrect horse\r"),
		until(`document.querySelector("tbody a")`), click("tbody a"), until(`document.querySelector(".pair")`),
		press("j"), press("c"), until(typing), press("Why?"), pressCtrl("\r"), until(saved),
		until(`document.querySelectorAll(".talk .actions button").length === 1`))
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || e[0].Comment != "Why?" || e[0].Who != "Ria" {
		t.Errorf("edits: %+v", e)
	}
	trouble.None(t)
}

// A comment is never more than can be saved: one edit that is refused would hold up all that follow.
func TestLongComment(t *testing.T) {
	dir := folderOf(t, sample())
	s, _ := served(t, dir, nil)
	ctx, trouble := browsertest.Open(t)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("jc"),
		until(typing), js(`document.execCommand("insertText", false, "a\u0007" + "€".repeat(5000))`), pressCtrl("\r"),
		until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || !strings.HasPrefix(e[0].Comment, "a€€") || len(e[0].Comment) < 9_000 {
		t.Errorf("edits: %+v", e)
	}
	trouble.None(t)
}

// TestSince: what has changed since a time, and by whom, is listed and chosen.
func TestSince(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	keys := bitext.Keys(b)
	text := "A text."
	at := func(ago time.Duration) string { return time.Now().Add(-ago).UTC().Format(time.RFC3339Nano) }
	edits := []bitext.Edit{
		{Key: keys[0], Target: &text, Machine: b.Pairs[0].Target, Who: "Mia", Time: at(30 * 24 * time.Hour)},
		{Key: keys[1], Target: &text, Machine: b.Pairs[1].Target, Who: "Mia", Time: at(2 * time.Hour)},
		{Key: keys[4], State: bitext.Commented, Comment: "Really?", Who: "Ben", Time: at(time.Hour)},
		{Key: keys[5], Target: &text, Machine: b.Pairs[5].Target, Who: "Ada"}, // nobody knows when
	}
	if err := newFolder(dir).add("a.txt", 0, just(edits...)); err != nil {
		t.Fatal(err)
	}
	s, _ := served(t, dir, nil)
	ctx, trouble := browsertest.Open(t)
	list := func(want ...string) action {
		return until(fmt.Sprintf(`[...document.querySelectorAll("#since-list a")].map((e) => e.textContent).join() === %q`,
			strings.Join(want, ",")))
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`),
		set("filter", "since"),
		until(`document.getElementById("since").open`), list("3.5", "1.2", "1.1", "3.6"), // the first visit
		until(`!document.getElementById("since-list").textContent.includes("Invalid")`),
		set("since-when", "day"), list("3.5", "1.2"), set("since-who", "Ben"), list("3.5"),
		until(`document.getElementById("since-list").textContent.includes("Ben commented: Really?")`),
		set("since-who", ""), set("since-when", "ever"), list("3.5", "1.2", "1.1", "3.6"), set("since-when", "date"),
		set("since-date", time.Now().Add(-90*time.Minute).Format("2006-01-02T15:04")), list("3.5"),
		click("#since-ok"), until(`document.querySelectorAll(".pair").length === 1`),
		until(`document.getElementById("filter").selectedOptions[0].textContent.startsWith("changed since")`))
	// A visit ends half an hour after the page was closed: what came since is new.
	do(t, ctx, js(`dispatchEvent(new Event("pagehide"));
		const k = Object.keys(localStorage).find((k) => k.startsWith("satzpaar:visit:"));
		window.left = JSON.stringify({ seen: Date.now() - 90 * 60 * 1000 });
		addEventListener("pagehide", () => { localStorage.setItem(k, left); })`),
		chromedp.Reload(), until(`document.querySelector(".pair")`), press("C"),
		until(`document.getElementById("since").open`), list("3.5"))
	trouble.None(t)
}
