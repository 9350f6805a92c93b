package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// Edits of a page that is a file outlive reloading it, and its file of edits gives the same bitext as the page shows.
// Two tabs do not lose each other's edits.
func TestOffline(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	path := opened(t, ctx, sample())
	do(t, ctx, press("a"), press("j"), press("r"), until(`document.activeElement.tagName === "INPUT"`),
		press("style\r"), press("e"), until(typing),
		press(" Really."), pressCtrl("\r"), until(`document.getElementById("save").textContent.includes("(3)")`),
		chromedp.Reload(), until(`document.getElementById("save")?.textContent.includes("(3)")`))
	if got := value[string](t, ctx, `document.getElementById("progress-text").textContent`); got != "2 of 7 reviewed" {
		t.Errorf("after reloading: %s", got)
	}
	other, stop := chromedp.NewContext(ctx)
	defer stop()
	do(t, other, chromedp.Navigate("file://"+path), until(`document.querySelector(".pair")`), press("n"), press("n"),
		press("e"), until(typing), press("A mistake."), pressCtrl("\r"))
	do(t, ctx, until(`document.getElementById("save").textContent.includes("(4)")`), press("j"), press("j"),
		press("a"), until(`document.getElementById("save").textContent.includes("(5)")`))
	do(t, other, until(`document.getElementById("save").textContent.includes("(5)")`))
	// What the page saves is taken from the link it makes.
	do(t, ctx, js(`
		HTMLAnchorElement.prototype.click = function () {
			window.name = this.download;
			fetch(this.href).catch(() => {});
		};
		URL.createObjectURL = (b) => {
			b.text().then((x) => { document.title = x; window.text = x; });
			return "blob:x";
		}`),
		click("#save"), until(`window.text`))
	if name := value[string](t, ctx, `window.name`); name != "a.txt.edits.jsonl" {
		t.Errorf("the file is called %s", name)
	}
	edits, err := bitext.ReadEdits(strings.NewReader(value[string](t, ctx, `window.text`)), "saved")
	if err != nil || len(edits) != 5 {
		t.Fatalf("saved edits: %d, %v", len(edits), err)
	}
	b := sample()
	if stale := bitext.Apply(b, edits); len(stale) > 0 {
		t.Errorf("edits without a pair: %v", stale)
	}
	do(t, ctx, chromedp.Reload(), until(`document.querySelector(".pair")`))
	shown := value[[]string](t, ctx, `[...document.querySelectorAll(".text.target")].map((e) => e.textContent)`)
	for i, p := range b.Pairs {
		if p.Target != shown[i] {
			t.Errorf("pair %d: the page shows %q, the imported edits give %q", i, shown[i], p.Target)
		}
	}
	if b.Pairs[0].State != bitext.Reviewed || b.Pairs[2].Reason != "style" || b.Pairs[3].Target != " Really." ||
		!strings.HasSuffix(b.Pairs[1].Target, "A mistake.") {
		t.Errorf("imported: %+v", b.Pairs)
	}
	trouble.None(t)
}

// Two tabs see each other's edits; a page whose server has ended says so, keeps its edits and offers them as a file.
func TestTabsAndRestart(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	s, h := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`))
	other, stop := chromedp.NewContext(ctx)
	defer stop()
	do(t, other, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("a"),
		until(saved))
	do(t, ctx, press("j"), press("j"), press("a"), until(saved),
		until(`document.querySelectorAll(".tag.good").length === 2`))
	h.Close()
	do(t, ctx, press("a"), until(`!document.getElementById("rescue").hidden &&
		document.getElementById("trouble-text").textContent.includes("1 edit could not be saved")`),
		js(`URL.createObjectURL = (b) => { b.text().then((x) => { window.text = x; }); return "blob:x"; }`),
		click("#rescue"), until(`window.text`))
	edits, err := bitext.ReadEdits(strings.NewReader(value[string](t, ctx, `window.text`)), "saved")
	if err != nil || len(edits) != 1 || edits[0].Source != "Sie sagte: no pasarán." {
		t.Errorf("rescued: %+v, %v", edits, err)
	}
	trouble.None(t)
}

// Edits that cannot be saved stay in the page, which says why, and are saved as soon as they can be. A bitext that is
// written anew meanwhile is noticed.
func TestSavedLater(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	obstacle := filepath.Join(dir, "a.txt"+bitext.EditsSuffix)
	s, _ := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`))
	if err := os.Mkdir(obstacle, 0o755); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, press("aa"),
		until(`document.getElementById("trouble-text").textContent.startsWith("2 edits could not be saved (") &&
		document.getElementById("trouble-text").textContent.includes("not a plain file")`))
	if err := os.Remove(obstacle); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, until(saved), until(`document.getElementById("trouble").hidden`))
	if e := editsOf(t, dir, "a.txt"); len(e) != 2 {
		t.Errorf("edits: %+v", e)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "a.txt"+bitext.Suffix))
	if err != nil {
		t.Fatal(err)
	}
	// Another program is writing it.
	if err := os.WriteFile(filepath.Join(dir, "a.txt"+bitext.Suffix), raw[:len(raw)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, until(`document.getElementById("trouble-text").textContent.includes("translated anew")`), press("a"),
		until(saved))
	if err := os.WriteFile(filepath.Join(dir, "a.txt"+bitext.Suffix), raw, 0o644); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Reload(), until(`document.querySelectorAll(".tag.good").length === 3`))
	trouble.None(t)
}
