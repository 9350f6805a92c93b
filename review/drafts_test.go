package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// soon waits for something outside of the browser, which the page causes after its own answer.
func soon(what string, is func() bool) action {
	return chromedp.Func(func(context.Context, *chromedp.Target) error {
		for range 500 {
			if is() {
				return nil
			}
			time.Sleep(20 * time.Millisecond)
		}
		return fmt.Errorf("never: %s", what)
	})
}

// compose types a text as an input method does that has not finished yet.
func compose(text string) action {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		n := int64(len([]rune(text)))
		p := input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n}
		_, err := chromedp.Call(ctx, input.ImeSetComposition, p)
		return err
	})
}

// set changes a control of the page as a person does.
func set(id, value string) action {
	return js(fmt.Sprintf(`{
		const e = document.getElementById(%q);
		e.value = %q;
		e.dispatchEvent(new Event(e.tagName === "INPUT" ? "input" : "change", { bubbles: true }));
	}`, id, value))
}

// begin opens the editor of the second pair and types a text into it.
func begin(text string) []action {
	return []action{
		until(`document.querySelector(".pair")`), js(`location.hash = "#p1.2"`),
		until(`document.querySelector(".current")?.dataset.n === "1"`), press("e"), until(typing),
		js(`document.activeElement.select()`), press(text),
	}
}

// TestNothingTypedIsLost interrupts a person who writes, in every way that the page knows, served and as a file: the
// text is there again when the person comes back, and nothing was saved.
func TestNothingTypedIsLost(t *testing.T) {
	const text = "Half a sente"
	ctx, trouble := browsertest.Open(t)
	back := []action{
		set("search", ""), set("filter", "all"),
		until(`document.querySelectorAll(".pair").length === 7`),
		js(`location.hash = ""; location.hash = "#p1.2"`), until(`document.querySelector(".current")?.dataset.n === "1"`),
		js(`document.activeElement.blur()`), press("e"), until(typing),
		until(fmt.Sprintf(`document.activeElement.value === %q`, text)),
	}
	for name, interrupt := range map[string][]action{
		"filter":        {set("filter", "foreign"), until(`document.querySelectorAll(".pair").length === 1`)},
		"order":         {set("order", "risk"), until(`document.querySelector(".pair").dataset.n === "3"`)},
		"search":        {set("search", "spanish"), until(`document.querySelector("#rows .none")`)},
		"escape":        {press("\u001b"), until(`document.querySelector(".draft")`)},
		"cancel":        {click(".writing .actions button:not(.main)"), until(`document.querySelector(".draft")`)},
		"another row":   {click("[data-n='4'] .source"), until(`document.querySelector(".current").dataset.n === "4"`)},
		"approve clean": {click("#clean"), click("#clean-ok"), until(`document.querySelectorAll(".tag.good").length > 3`)},
		"invisible":     {click("#unseen")},
		"reload":        {chromedp.Reload(), until(`document.querySelector(".draft")`)},
		"next key":      {js(`document.activeElement.blur()`), press("jj")},
		"drawing":       {set("order", "document"), until(typing)}, // without losing the focus
		"printing":      {js(`dispatchEvent(new Event("beforeprint")); dispatchEvent(new Event("afterprint"))`)},
	} {
		for _, kind := range []string{"served", "file"} {
			t.Run(name+" "+kind, func(t *testing.T) {
				b := sample()
				sum := sha256.Sum256([]byte(t.Name())) // so that the browser takes it for another document
				b.SHA256 = hex.EncodeToString(sum[:])
				if kind == "file" {
					opened(t, ctx, b)
				} else {
					s, _ := served(t, folderOf(t, b), nil)
					do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"))
				}
				do(t, ctx, begin(text)...)
				do(t, ctx, interrupt...)
				do(t, ctx, back...)
				if got := value[int](t, ctx, `document.querySelectorAll("[data-n='1'] .tag.good").length`); got != 0 {
					t.Error("the pair counts as edited, though nothing was saved")
				}
			})
		}
	}
	trouble.None(t)
}

// A text that an input method is still composing is a draft as well, and its Enter and Escape do not act on the page.
func TestComposing(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	opened(t, ctx, sample())
	do(t, ctx, begin("x")...)
	do(t, ctx, js(`document.activeElement.select()`), compose("にほん"),
		until(`document.activeElement.value === "にほん"`),
		js(`for (const key of ["Escape", "Enter"]) document.activeElement.dispatchEvent(
			new KeyboardEvent("keydown",
				{ key, ctrlKey: key === "Enter", isComposing: true, bubbles: true, cancelable: true }))`),
		until(typing), set("filter", "foreign"), until(`!document.querySelector("textarea")`), chromedp.Reload(),
		until(`document.querySelector("[data-n='1'] .draft ins")?.textContent.includes("にほん")`))
	trouble.None(t)
}

// Undo opens a draft again that Escape has left, and brings back one that was discarded; saving ends it.
func TestUndoReachesDrafts(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	s, _ := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"))
	do(t, ctx, begin("First try")...)
	again := until(`document.activeElement.tagName === "TEXTAREA" && document.activeElement.value === "First try"`)
	do(t, ctx, press("\u001b"), until(`document.querySelector(".draft")`), press("u"), again,
		press("\u001b"), until(`document.querySelector("#drafts").textContent === "1 draft"`),
		js(`[...document.querySelectorAll(".draft button")].find((b) => b.textContent === "Discard").click()`),
		until(`!document.querySelector(".draft")`), until(`document.getElementById("drafts").hidden`), press("u"), again)
	// A reason is typed as well.
	do(t, ctx, press("\u001b"), press("k"), press("r"), until(`document.activeElement.tagName === "INPUT"`), press("too o"),
		set("filter", "foreign"), set("filter", "draft"), until(`document.querySelectorAll(".pair").length === 2`),
		chromedp.Reload(), until(`document.querySelectorAll(".draft").length === 2`), click("#drafts"),
		until(`document.querySelector(".current").dataset.n === "0"`), press("r"),
		until(`document.activeElement.value === "too o"`), press("ld\r"), until(saved))
	do(t, ctx, press("e"), again, pressCtrl("\r"), until(saved), until(`document.getElementById("drafts").hidden`))
	e := editsOf(t, dir, "a.txt")
	if len(e) != 2 || e[0].Reason != "too old" || *e[1].Target != "First try" {
		t.Errorf("edits: %+v", e)
	}
	do(t, ctx, chromedp.Reload(), until(`document.querySelector(".pair")`), until(`!document.querySelector(".draft")`),
		soon("the file of drafts has gone, with none in it", func() bool {
			_, err := os.Stat(filepath.Join(dir, "a.txt"+DraftsSuffix))
			return errors.Is(err, fs.ErrNotExist)
		}))
	// Nothing of them burdens the browser for good.
	do(t, ctx, until(`Object.entries(localStorage).every(([k, v]) => !k.startsWith("satzpaar:drafts:") || v === "{}")`))
	trouble.None(t)
}

// A draft is there after the end of the server and of the browser, which share nothing but the folder.
func TestDraftsOutliveTheServer(t *testing.T) {
	dir := folderOf(t, sample())
	ctx, _ := browsertest.Open(t)
	s, h := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"))
	do(t, ctx, begin("Half a sente")...)
	path := filepath.Join(dir, "a.txt"+DraftsSuffix)
	onDisk := soon("the draft is on the disk", func() bool {
		raw, _ := os.ReadFile(path)
		return strings.Contains(string(raw), "Half a sente")
	})
	do(t, ctx, onDisk)
	second := until(`document.querySelector(".current")?.dataset.n === "1"`) // the page goes to the hash in its own time
	// A draft that the server does not have, since it ended too soon, is sent by the next page.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Reload(), until(`document.querySelector(".draft")`), onDisk, js(`location.hash = "#p1.2"`),
		second, press("e"), until(typing))
	h.CloseClientConnections()
	h.Close()
	// The page goes on keeping what is typed, and says that it cannot save.
	do(t, ctx, press("nce."), pressCtrl("\r"), until(`!document.getElementById("rescue").hidden`))
	fresh, trouble := browsertest.Open(t)
	s, _ = served(t, dir, nil)
	do(t, fresh, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".draft")`),
		js(`location.hash = "#p1.2"`), second, press("e"), until(typing),
		until(`document.activeElement.value === "Half a sente"`))
	trouble.None(t)
}

// Edits that were not saved when the page was closed are saved by the next one.
func TestQueueOutlivesThePage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	obstacle := filepath.Join(dir, "a.txt.edits.jsonl")
	s, _ := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`))
	if err := os.Mkdir(obstacle, 0o755); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, press("aa"), until(`!document.getElementById("rescue").hidden`))
	if err := os.Remove(obstacle); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, js(`window.stop = 1`), chromedp.Reload(), until(`document.querySelectorAll(".tag.good").length === 2`),
		until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 2 {
		t.Errorf("edits: %+v", e)
	}
	trouble.None(t)
}

// What a draft may not be is refused, and drafts of one person are not shown to another.
func TestDraftRequests(t *testing.T) {
	dir := folderOf(t, sample())
	s, _ := served(t, dir, func(s *Server) { s.Name = "Mia" })
	post := func(body string) (int, string) { return ask(t, "POST", s.URL()+"drafts?d=a.txt", body) }
	draft := func(field, text, time string) string {
		return fmt.Sprintf(`{"drafts":[{"source":"Ja.","field":%q,"text":%q,"time":%q}]}`, field, text, time)
	}
	for _, tt := range []struct {
		name, body string
		status     int
	}{
		{"field", draft("state", "x", "2026-01-02T03:04:05Z"), 400},
		{"time", draft("text", "x", "yesterday"), 400},
		{"json", `{"drafts":`, 400},
		{"later", draft("text", "second", "2026-01-02T03:04:06Z"), 200},
		{"earlier", draft("text", "first", "2026-01-02T03:04:05Z"), 200},
	} {
		if status, body := post(tt.body); status != tt.status {
			t.Errorf("%s: status %d, want %d: %s", tt.name, status, tt.status, body)
		}
	}
	if status, _ := ask(t, "POST", s.URL()+"drafts?d=../a", draft("text", "x", "2026-01-02T03:04:05Z")); status != 404 {
		t.Errorf("drafts of what is not a document: status %d", status)
	}
	f := draftFiles{dir: dir}
	if list, err := f.of("a.txt", "Mia"); err != nil || len(list) != 1 || *list[0].Text != "second" {
		t.Errorf("drafts: %+v, %v", list, err)
	}
	if list, err := f.of("a.txt", "Ben"); err != nil || len(list) != 0 {
		t.Errorf("drafts of somebody else: %+v, %v", list, err)
	}
}

// More drafts than a document may have are refused as what no further try makes better, and a link that leads out of
// the folder is not followed.
func TestDraftLimits(t *testing.T) {
	dir := folderOf(t, sample())
	s, _ := served(t, dir, nil)
	status := 200
	for n := 0; status == 200 && n < 10; n++ {
		status, _ = ask(t, "POST", s.URL()+"drafts?d=a.txt", fmt.Sprintf(
			`{"drafts":[{"source":"%d","field":"text","text":%q,"time":"2026-01-02T03:04:05Z"}]}`,
			n, strings.Repeat("x", maxRequest-1000)))
	}
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("too many drafts: status %d", status)
	}
	elsewhere := filepath.Join(t.TempDir(), "drafts.json")
	if err := os.WriteFile(elsewhere, []byte(`[{"source":"Ja.","field":"text","text":"not ours"}]`), 0o644); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a.txt"+DraftsSuffix)
	if err := errors.Join(os.Remove(path), os.Symlink(elsewhere, path)); err != nil {
		t.Fatal(err)
	}
	if list, err := s.drafts.of("a.txt", ""); err == nil || len(list) > 0 {
		t.Errorf("through a link: %+v, %v", list, err)
	}
}
