package review

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

const (
	saved  = `document.getElementById("status").textContent.endsWith("Saved.")`
	typing = `document.activeElement.tagName === "TEXTAREA"`
)

func TestKeys(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	s, _ := served(t, dir, func(s *Server) {
		s.Retranslate = func(_ context.Context, _ *bitext.Header, source, backend string) (string, error) {
			return "again " + backend + ": " + source, nil
		}
	})
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`))
	current := func(want int) action {
		return until(fmt.Sprintf(`document.querySelector(".current")?.dataset.n === "%d"`, want))
	}
	status := func(want string) action {
		return until(fmt.Sprintf(`document.getElementById("status").textContent.includes(%q)`, want))
	}

	do(t, ctx, press("j"), current(0), press("j"), current(1), press("k"), current(0), press("n"), current(1),
		press("n"), current(3))
	// A clean sentence takes one key.
	do(t, ctx, press("k"), press("k"), press("k"), current(0), press("a"), current(1), until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || *e[0].Target != "The house is old." ||
		e[0].State != bitext.Reviewed || e[0].Source != "Das Haus ist alt." {
		t.Fatalf("edits after an approval: %+v", e)
	}
	// Edit with Ctrl-Enter; Escape leaves everything as it was.
	do(t, ctx, press("e"), until(typing), press(" x"), press("\u001b"), until(`!document.querySelector("textarea")`),
		press("e"), until(typing), js(`document.activeElement.select()`), press("😀 He paid €300."),
		pressCtrl("\r"), until(`!document.querySelector("textarea")`), until(saved), current(1))
	if e := editsOf(t, dir, "a.txt"); len(e) != 2 || *e[1].Target != "😀 He paid €300." ||
		e[1].Machine != "😀 He paid 30 €." {
		t.Fatalf("edits after an edit: %+v", e)
	}
	// The history shows what differs from the machine's version.
	do(t, ctx, press("h"), until(`document.querySelector(".current .history ins")`))
	// A row that is drawn anew, as after an edit that was given up, keeps its history open.
	do(t, ctx, press("e"), until(typing), press("\u001b"), until(`!document.querySelector("textarea")`),
		until(`document.querySelector(".current .history[open] ins")`))
	got := each(t, ctx, ".current .history :is(del, ins)", `e.tagName + e.textContent`)
	if !strings.Contains(got, "DEL30") || !strings.Contains(got, "INS€300") && !strings.Contains(got, "INS300") {
		t.Errorf("difference: %s", got)
	}
	// Reject with a reason; the reason must be there.
	do(t, ctx, press("j"), current(2), press("r"), until(`document.activeElement.tagName === "INPUT"`), press("\r"),
		press("too short"), press("\r"), current(3), until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 3 || e[2].Reason != "too short" || e[2].Target != nil ||
		e[2].Machine != "She said: no pasarán." {
		t.Fatalf("edits after a rejection: %+v", e)
	}
	// What has no translation can be neither approved nor rejected, but a person may write one.
	do(t, ctx, press("a"), status("not translated"), press("r"), status("not translated"), current(3), press("t"),
		until(`document.querySelector(".again ins")`), press("\r"), until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 4 || *e[3].Target != "again : Ein Fehler." {
		t.Fatalf("edits after translating again: %+v", e)
	}
	// Undo takes back one step each.
	do(t, ctx, press("u"), current(3), until(`document.querySelector(".current .none")`), press("u"), current(2),
		until(`!document.querySelector(".current .tag.error")`), until(saved))
	b := sample()
	bitext.Apply(b, editsOf(t, dir, "a.txt"))
	if b.Pairs[2].Reason != "" || b.Pairs[3].Target != "" || b.Pairs[1].Target != "😀 He paid €300." ||
		b.Pairs[0].State != bitext.Reviewed {
		t.Errorf("after undo: %+v", b.Pairs[:4])
	}
	// Search, and back by Escape; keys do not act while one types.
	do(t, ctx, press("/"), until(`document.activeElement.id === "search"`), press("ja."),
		until(`document.querySelectorAll(".pair").length === 2`), press("\u001b"),
		until(`document.activeElement.id !== "search"`))
	do(t, ctx, press("?"), until(`document.getElementById("keys").open`), press("\u001b"),
		until(`!document.getElementById("keys").open`))
	// An edit is offered for other pairs with the same source.
	do(t, ctx, press("j"), current(4), press("e"), until(typing), press(" indeed"), pressCtrl("\r"),
		until(`document.querySelector(".same")`), click(".same button"), until(saved))
	b = sample()
	bitext.Apply(b, editsOf(t, dir, "a.txt"))
	if b.Pairs[4].Target != "Yes. indeed" || b.Pairs[6].Target != "Yes. indeed" {
		t.Errorf("the same source: %q, %q", b.Pairs[4].Target, b.Pairs[6].Target)
	}
	// The bulk of clean pairs is approved, and undone, as one.
	do(t, ctx,
		js(`document.getElementById("search").value = "";
			document.getElementById("filter").dispatchEvent(new Event("change"))`),
		until(`document.querySelectorAll(".pair").length === 7`), click("#clean"),
		until(`document.getElementById("clean-dialog").open`), click("#clean-ok"), until(saved))
	approved := func() (n int) {
		b := sample()
		bitext.Apply(b, editsOf(t, dir, "a.txt"))
		for _, p := range b.Pairs {
			if p.State == bitext.Reviewed {
				n++
			}
		}
		return n
	}
	if n := approved(); n != 6 {
		t.Errorf("%d pairs are approved after approving the clean ones, want 6", n)
	}
	do(t, ctx, press("u"), status("Undone"), until(saved))
	if n := approved(); n != 4 {
		t.Errorf("%d pairs are approved after the undo, want 4", n)
	}
	trouble.None(t)
}

// A clean sentence costs one key, with all clean ones of a page approved at once far less: the page's own count of
// key presses shows it.
func TestKeyPresses(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	const clean, faulty = 40, 4
	b := sample()
	b.Pairs = nil
	for i := range clean + faulty {
		p := bitext.Pair{ID: fmt.Sprint(i+1, ".1"), Block: i + 1, Kind: "paragraph",
			Source: fmt.Sprint("Satz ", i, "."), Target: fmt.Sprint("Sentence ", i, "."), Lang: "de",
			Action: bitext.Translate, State: bitext.Translated, Origin: "echo:1", Risk: new(float64)}
		if i%11 == 5 {
			p.Findings = []bitext.Finding{{Check: "numbers", Severity: bitext.Warning, Message: "a number"}}
		}
		b.Pairs = append(b.Pairs, p)
	}
	count := `document.addEventListener("keydown", () => {
		document.body.dataset.presses = +(document.body.dataset.presses || 0) + 1;
	}, true)`
	for _, tt := range []struct {
		name string
		keys string
		most float64 // presses for each sentence
	}{
		{"one by one", strings.Repeat("a", clean+faulty), 1},
		{"clean ones at once", "A\r" + strings.Repeat("na", faulty), 0.25},
	} {
		dir := folderOf(t, b)
		s, _ := served(t, dir, nil)
		do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), js(count),
			press(tt.keys), until(saved),
			until(fmt.Sprintf(`document.getElementById("progress-text").textContent === "%[1]d of %[1]d reviewed"`,
				clean+faulty)))
		presses := value[string](t, ctx, `document.body.dataset.presses`)
		n := 0
		if _, err := fmt.Sscan(presses, &n); err != nil || float64(n) > tt.most*(clean+faulty) {
			t.Errorf("%s: %s presses for %d sentences", tt.name, presses, clean+faulty)
		}
		fresh := *b
		fresh.Pairs = slices.Clone(b.Pairs)
		bitext.Apply(&fresh, editsOf(t, dir, "a.txt"))
		for _, p := range fresh.Pairs {
			if p.State != bitext.Reviewed || p.Origin == bitext.Human {
				t.Errorf("%s: pair %s is %s, of %s", tt.name, p.ID, p.State, p.Origin)
			}
		}
		t.Logf("%s: %.2f presses a sentence", tt.name, float64(n)/(clean+faulty))
	}
	trouble.None(t)
}

// Another backend is asked by name; its answer is compared, and taken only by a key of its own.
func TestAnotherBackend(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	s, _ := served(t, dir, func(s *Server) {
		s.Retranslate = func(_ context.Context, _ *bitext.Header, source, backend string) (string, error) {
			if backend == "broken" {
				return "", errors.New("no such backend")
			}
			return "The house is ancient.", nil
		}
	})
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("jt"),
		until(`document.querySelector(".again ins")`))
	if got := each(t, ctx, ".again :is(del, ins)", `e.tagName + e.textContent`); got != "DELold,INSancient" {
		t.Errorf("compared: %s", got)
	}
	do(t, ctx, press("\t\t"), until(`document.activeElement.placeholder === "another backend"`), press("broken\r"),
		until(`document.getElementById("status").textContent === "Not translated: no such backend"`),
		press("\u001b"), until(`!document.querySelector(".again")`), press("k"))
	if e := editsOf(t, dir, "a.txt"); len(e) != 0 {
		t.Errorf("comparing left edits: %+v", e)
	}
	trouble.None(t)
}

// Words light up under the pointer and under the focus, and only the current pair's can be reached with Tab. Marks
// stand on the right characters.
func TestWords(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	opened(t, ctx, sample())
	lit := func() string {
		return each(t, ctx, ".lit", `e.textContent`)
	}
	if n := value[int](t, ctx, `document.querySelectorAll("[tabindex='0']").length`); n != 0 {
		t.Errorf("%d words can be focused before there is a current pair", n)
	}
	do(t, ctx, press("j"), press("\t"), until(`document.activeElement.textContent === "1.1"`), press("\t"),
		until(`document.querySelector(".lit")`))
	if got := lit(); got != "Das,The" {
		t.Errorf("lit under the focus: %s", got)
	}
	do(t, ctx, press("\t"), until(`document.activeElement.textContent === "Haus"`))
	if got := lit(); got != "Haus,house" {
		t.Errorf("lit under the focus: %s", got)
	}
	do(t, ctx, press("j"), until(`document.querySelector(".current").dataset.n === "1"`))
	if n := value[int](t, ctx, `document.querySelectorAll(".pair:not(.current) [tabindex='0']").length`); n != 0 {
		t.Errorf("%d words of other pairs can be focused", n)
	}
	at := value[[]float64](t, ctx, `(() => {
		const r = document.querySelectorAll(".word")[2].getBoundingClientRect();
		return [r.x + 3, r.y + 3];
	})()`)
	do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]),
		until(`document.querySelector(".lit")`))
	if got := lit(); got != "ist,is" {
		t.Errorf("lit under the pointer: %s", got)
	}
	if got := each(t, ctx, ".hit", `e.textContent`); got != "300,30" {
		t.Errorf("marked: %s", got)
	}
	if got := each(t, ctx, ".text .foreign", `e.textContent + e.lang`); got != "no pasarán.es" {
		t.Errorf("foreign: %s", got)
	}
	trouble.None(t)
}

// What a page shows follows filter, search and order.
func TestFilters(t *testing.T) {
	ctx, _ := browsertest.Open(t)
	opened(t, ctx, sample())
	shown := func(set, want string) {
		t.Helper()
		do(t, ctx, js(set+`; document.getElementById("filter").dispatchEvent(new Event("change"))`))
		if got := value[string](t, ctx,
			`[...document.querySelectorAll(".pair")].map((e) => e.dataset.n).join("")`); got != want {
			t.Errorf("%s: pairs %s, want %s", set, got, want)
		}
	}
	shown(`document.getElementById("order").value = "risk"`, "3102456")
	shown(`document.getElementById("order").value = "document"`, "0123456")
	for filter, want := range map[string]string{"findings": "13", "open": "0123456", "foreign": "2", "failed": "3",
		"check:numbers": "1", "edited": "", "rejected": ""} {
		shown(fmt.Sprintf(`document.getElementById("filter").value = %q`, filter), want)
	}
	shown(`document.getElementById("filter").value = "all"; document.getElementById("search").value = "HOUSE"`, "0")
}

// No text of a document runs or becomes markup, and none of it gets lost.
func TestHostileTexts(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	texts := []string{`<script>alert(1)</script>`, `</script><script>alert(2)</script>`,
		`{{.Document}} {{printf "x"}} ${alert(3)} %s`, `<img src=x onerror=alert(4)>`, `<!-- <script> -->`,
		"a\u2028b\u2029c\x00d", "👩‍👩‍👧 😀 e\u0301", "שלום עולם and العربية", `"'&amp;<b>`, "javascript:alert(5)",
		strings.Repeat("Ein langer Satz, ä und ö. ", 40_000)}
	b := sample()
	b.Document = `<script>alert(6)</script>{{.}}'"`
	b.Pairs = nil
	for i, s := range texts {
		p := bitext.Pair{ID: fmt.Sprint("1.", i), Block: 1, Kind: `x"><script>alert(7)</script>`, Source: s, Target: s,
			Lang: "de", Action: bitext.Translate, State: bitext.Translated,
			Findings: []bitext.Finding{{Check: "<b>", Severity: "warning", Message: s[:min(len(s), 80)],
				Target: span(-5, 1<<30)}}}
		for k := range min(len(s)/5, 120_000) {
			p.Links = append(p.Links, wordLink(k*5, k*5+4, k*5, k*5+4))
		}
		b.Pairs = append(b.Pairs, p)
	}
	opened(t, ctx, b)
	shown := value[[]string](t, ctx, `[...document.querySelectorAll(".text.target")].map((e) => e.textContent)`)
	if len(shown) != len(texts) {
		t.Fatalf("%d texts shown, want %d", len(shown), len(texts))
	}
	for i, s := range texts {
		if shown[i] != s {
			t.Errorf("text %d is shown as %.80q", i, shown[i])
		}
	}
	if n := value[int](t, ctx,
		`document.querySelectorAll("main script, main img, main b:not(.mark), .mark *, h1 script").length`); n != 0 {
		t.Errorf("%d elements come from texts", n)
	}
	do(t, ctx, press("j"), press("a"), press("e"), until(typing), press("\u001b"))
	var index strings.Builder
	row := Row{Document: b.Document, Page: `javascript:alert(8)//#?%.html`, Trouble: texts[0]}
	row.count(b)
	if err := WriteIndex(&index, []Row{row}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(path, []byte(index.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("file://"+path), until(`document.querySelector("tbody a")`))
	got := value[string](t, ctx, `document.querySelector("tbody a").getAttribute("href")`)
	if got != "./javascript:alert%288%29//%23%3F%25.html" && got != "./javascript:alert(8)//%23%3F%25.html" {
		t.Errorf("link to a page of an odd name: %s", got)
	}
	trouble.None(t)
}

// TestUnseen: invisible characters, and those that turn the text round, are shown on both sides by their numbers.
func TestUnseen(t *testing.T) {
	b := &bitext.Bitext{Header: bitext.Header{Satzpaar: 1, Document: "a.txt", From: "de", To: "en"}}
	b.Pairs = []bitext.Pair{{ID: "1.1", Source: "Ein\u202e Satz\x1b.\u200b 👩\u200d💻\tJa.", Target: "A\u202e sentence\x1b.",
		Lang: "de", Action: bitext.Translate, State: bitext.Translated}}
	ctx, trouble := browsertest.Open(t)
	opened(t, ctx, b)
	do(t, ctx, until(`document.querySelector(".pair")`))
	codes := func(side string) string {
		return each(t, ctx, "."+side+" .unseen", `e.dataset.code + " " + getComputedStyle(e, "::before").content`)
	}
	if got, want := codes("source"), `U+202E "U+202E",U+001B "U+001B",U+200B "U+200B"`; got != want {
		t.Errorf("source shows %s, want %s", got, want)
	}
	if got, want := codes("target"), `U+202E "U+202E",U+001B "U+001B"`; got != want {
		t.Errorf("target shows %s, want %s", got, want)
	}
	trouble.None(t)
}

// Dark colours are used where the reader wants them, and a narrow page does not scroll sideways.
func TestLayouts(t *testing.T) {
	ctx, _ := browsertest.Open(t)
	opened(t, ctx, sample())
	light := value[string](t, ctx, `getComputedStyle(document.body).backgroundColor`)
	night := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}
	params := emulation.SetEmulatedMediaParams{Features: night}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, params); err != nil {
		t.Fatal(err)
	}
	if dark := value[string](t, ctx, `getComputedStyle(document.body).backgroundColor`); dark == light {
		t.Errorf("background is %s in light and dark", dark)
	}
	do(t, ctx, chromedp.EmulateViewport(390, 800), press("j"), press("e"))
	if wide := value[int](t, ctx, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("at 390 pixels the page is %d wide", wide)
	}
	// Nor does one of as many pairs as there are bars of risk at most.
	b := sample()
	for i := range 230 {
		p := b.Pairs[0]
		p.ID = fmt.Sprint("9.", i)
		b.Pairs = append(b.Pairs, p)
	}
	opened(t, ctx, b)
	if wide := value[int](t, ctx, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("at 390 pixels the page of a long document is %d wide", wide)
	}
}

// What is written runs in the direction of its language; what the page says about it does not.
func TestDirections(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	b.To = "ar"
	opened(t, ctx, b)
	do(t, ctx, press("e"), until(typing))
	got := each(t, ctx, ".writing textarea, .writing .actions", `getComputedStyle(e).direction + " " + (e.lang || "en")`)
	if got != "rtl ar,ltr en" {
		t.Errorf("text and buttons of the editor: %s", got)
	}
	trouble.None(t)
}

// From the last pair of a document a key leads to the next document, and from the last document nowhere.
func TestNextDocument(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	other := sample()
	other.Document = "b/c d.txt"
	s, _ := served(t, folderOf(t, sample(), other), nil)
	says := func(text string) action {
		return until(`document.getElementById("status").textContent === "` + text + `"`)
	}
	at := func(name string) action {
		return until(`document.getElementById("document")?.textContent === "` + name + `"`)
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`),
		click("[data-n='6'] .source"), press("j"), says("This is the last pair. N opens the next document."),
		press("N"), at("b/c d.txt"), until(`document.querySelector(".pair")`),
		press("N"), says("There is no next document."),
		click("[data-n='6'] .source"), press("j"), says("This is the last pair."))
	trouble.None(t)
}

// All records of a file stand on one page, and edits find the right one.
func TestRecordPage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	one, two := sample(), sample()
	one.Document, two.Document = "a.jsonl#1", "a.jsonl#2"
	dir := folderOf(t, one, two)
	s, _ := served(t, dir, nil)
	do(t, ctx, chromedp.Navigate(s.URL()), until(`document.querySelector("tbody a")`), click("tbody a"),
		until(`document.querySelectorAll(".pair").length === 14`))
	do(t, ctx, js(`location.hash = "#p2:1.1"`), until(`document.querySelector(".current")?.dataset.n === "7"`),
		press("a"), until(saved))
	e := editsOf(t, dir, "a.jsonl")
	if len(e) != 1 || e[0].Record != "#2" || e[0].Before != "" || e[0].After != one.Pairs[1].Source {
		t.Fatalf("edits: %+v", e)
	}
	bitext.Apply(one, e)
	bitext.Apply(two, e)
	if one.Pairs[0].State == bitext.Reviewed || two.Pairs[0].State != bitext.Reviewed {
		t.Errorf("states: %s and %s", one.Pairs[0].State, two.Pairs[0].State)
	}
	trouble.None(t)
}

// The texts of another run stand beside those of the first and can be taken.
func TestAgainst(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	dir := folderOf(t, b)
	b.Pairs[0].Target, b.Pairs[0].Links = "This house is old.", nil
	s, _ := served(t, dir, func(s *Server) { s.Against = folderOf(t, b) })
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"),
		until(`document.querySelectorAll(".other").length === 1`), press("x"), until(saved))
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || *e[0].Target != "This house is old." {
		t.Errorf("edits: %+v", e)
	}
	trouble.None(t)
}
