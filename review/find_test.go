package review

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// What looks the same is the same in a search, on the server and in a page.
func TestFold(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	looks := []struct{ text, query string }{
		{"Cafe\u0301 au lait", "café"}, {"Café au lait", "cafe\u0301"}, {"30\u00a0€ im Monat", "30 €"},
		{"30 € im Monat", "30\u00a0€"},
		{"Zu\u00adsam\u200bmen", "zusammen"}, {"Zusammen", "Zu\u00adsammen"}, {"Ein  Haus\n am\tSee", "haus am see"},
		{"STRASSE", "strasse"}, {"x\ufeffy", "xy"}, {"Übung", "U\u0308BUNG"}, {"links\u061c rechts", "links rechts"},
	}
	b.Pairs = b.Pairs[:1]
	for i, l := range looks {
		if !strings.Contains(fold(l.text), fold(l.query)) {
			t.Errorf("%q is not found in %q", l.query, l.text)
		}
		p := b.Pairs[0]
		p.ID, p.Source, p.Target, p.Links = string(rune('a'+i)), l.text, "|"+l.text+"|", nil
		b.Pairs = append(b.Pairs, p)
	}
	opened(t, ctx, b)
	for i, l := range looks {
		do(t, ctx, set("search", l.query), until(fmt.Sprintf(`document.querySelector('[data-n="%d"] .found')`, i+1)),
			set("search", ""), until(`!document.querySelector(".found")`)) // the next one may mark the same
	}
	// Marks stand on all of what was found, and on nothing else.
	do(t, ctx, set("search", "zusammen"), until(`document.querySelectorAll(".pair").length === 2`))
	if got := value[string](t, ctx, `[...document.querySelectorAll('[data-n="5"] .target .found')]
		.map((e) => e.textContent).join("")`); got != "Zu\u00adsam\u200bmen" {
		t.Errorf("marked: %q", got)
	}
	trouble.None(t)
}

// Of a long text the part around the first hit is shown, which is not cut within a character.
func TestFindInLongText(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	faces := strings.Repeat("😀", 400)
	b.Pairs = b.Pairs[:1]
	b.Pairs[0].Source, b.Pairs[0].Links = faces+"ab Haus"+faces, nil
	s, _ := served(t, folderOf(t, b), nil)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("F"),
		press("haus\r"), until(`document.querySelector("#find-hits .source .found")?.textContent === "Haus"`))
	want := "… " + strings.Repeat("😀", 124) + "ab Haus" + strings.Repeat("😀", 222) + " …"
	got := value[string](t, ctx, `document.querySelector("#find-hits .source").textContent`)
	if got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	trouble.None(t)
}

// A search goes through all documents, with their edits in them.
func TestFindRequests(t *testing.T) {
	two := sample()
	two.Document = "b/two.txt"
	one, record := sample(), sample()
	one.Document, record.Document = "r.jsonl#1", "r.jsonl#2"
	dir := folderOf(t, sample(), two, one, record)
	s, _ := served(t, dir, nil)
	find := func(query, side string) []string {
		status, body := ask(t, "GET", s.URL()+"find?"+url.Values{"q": {query}, "side": {side}}.Encode(), "")
		if status != 200 {
			t.Fatalf("%s: %d %s", query, status, body)
		}
		var a struct{ Hits []hit }
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, h := range a.Hits {
			out = append(out, h.Document+" "+h.ID)
		}
		return out
	}
	for _, tt := range []struct{ query, side, want string }{
		{"the HOUSE", "target", "a.txt 1.1, b/two.txt 1.1, r.jsonl 1:1.1, r.jsonl 2:1.1"},
		{"the house", "source", ""}, {" ", "", ""}, {"haus", "", "a.txt 1.1, b/two.txt 1.1, r.jsonl 1:1.1, r.jsonl 2:1.1"},
	} {
		if got := strings.Join(find(tt.query, tt.side), ", "); got != tt.want {
			t.Errorf("%q in %q: %s, want %s", tt.query, tt.side, got, tt.want)
		}
	}
	text := "A building."
	if err := s.dir.add("b/two.txt", 0, just(bitext.Edit{Key: bitext.Keys(two)[0], Target: &text})); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(find("building", "target"), ", "); got != "b/two.txt 1.1" {
		t.Errorf("after an edit: %s", got)
	}
	if status, _ := ask(t, "GET", s.URL()+"find?q="+strings.Repeat("x", longestQuery+1), ""); status != 400 {
		t.Errorf("a long query: %d", status)
	}
}

// TestReplace replaces a word in two documents after a preview, but for the pair that was left out and the one that is
// locked; all of it is undone as one.
func TestReplace(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	two := sample()
	two.Document = "b/two.txt"
	dir := folderOf(t, sample(), two)
	s, _ := served(t, dir, nil)
	keys := bitext.Keys(two)
	locked := two.Pairs[4].Target
	if err := s.dir.add("b/two.txt", 0, just(bitext.Edit{Key: keys[4], Target: &locked, State: bitext.Final})); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("jjjjj"),
		press("F"), until(`document.activeElement.id === "find-text"`), press("yes\r"),
		until(`document.querySelectorAll("#find-hits li").length === 4`),
		set("find-side", "target"), set("find-with", "Certainly"),
		until(`document.querySelectorAll("#find-hits ins").length === 4`),
		until(`document.getElementById("find-replace").textContent === "Replace in 3 pairs"`),
		until(`!document.getElementById("find-replace").disabled`), // else what it shows was found on both sides
		js(`document.querySelectorAll("#find-hits input")[1].click()`),
		until(`document.getElementById("find-replace").textContent === "Replace in 2 pairs"`), click("#find-replace"),
		until(saved), until(`document.querySelector("[data-n='4'] .target").textContent === "Certainly."`),
		until(`document.getElementById("find-count").textContent === "Replaced in 2 pairs."`), // in the other one as well
		until(`document.activeElement.id === "find-text"`))
	after := func(b *bitext.Bitext, name string) string {
		bitext.Apply(b, editsOf(t, dir, name))
		return b.Pairs[4].Target + b.Pairs[6].Target
	}
	if got := after(sample(), "a.txt") + after(two, "b/two.txt"); got != "Certainly.Yes.Yes.Certainly." {
		t.Errorf("replaced: %s", got)
	}
	do(t, ctx, press("\u001b"), until(`!document.getElementById("find").open`),
		until(`document.activeElement.matches(".pair.current")`), press("u"),
		until(`document.querySelector("[data-n='4'] .target").textContent === "Yes."`),
		until(`document.getElementById("status").textContent.startsWith("Undone: 2 pairs, 1 of them in other documents.")`))
	if got := after(sample(), "a.txt") + after(two, "b/two.txt"); got != "Yes.Yes.Yes.Yes." {
		t.Errorf("after the undo: %s", got)
	}
	trouble.None(t)
}

// TestReplaceMeanwhile: what a person does while other documents are being written is a step of its own.
func TestReplaceMeanwhile(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	two := sample()
	two.Document = "b/two.txt"
	dir := folderOf(t, sample(), two)
	s, _ := served(t, dir, nil)
	const reviewed = `document.getElementById("progress-text").textContent`
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`),
		js(`{ const f = fetch; window.fetch = async (...a) => {
			if (!window.goOn && String(a[0]).startsWith("edits?d=b")) await new Promise((ok) => window.goOn = ok);
			return f(...a);
		} }`),
		press("F"), until(`document.activeElement.id === "find-text"`), press("yes\r"),
		until(`document.querySelectorAll("#find-hits li").length === 4`),
		set("find-side", "target"), set("find-with", "Certainly"),
		until(`document.querySelectorAll("#find-hits ins").length === 4`), click("#find-replace"), until(`window.goOn`),
		press("\u001b"), until(`!document.getElementById("find").open`),
		click("[data-n='2'] .source"), press("a"), until(reviewed+`.startsWith("1 of ")`),
		js(`goOn()`), until(`document.getElementById("find-count").textContent === "Replaced in 4 pairs."`),
		press("u"), until(reviewed+`.startsWith("0 of ")`), until(saved))
	replaced := func(b *bitext.Bitext, name string) int {
		bitext.Apply(b, editsOf(t, dir, name))
		var texts string
		for _, p := range b.Pairs {
			texts += p.Target
		}
		return strings.Count(texts, "Certainly")
	}
	if n := replaced(sample(), "a.txt") + replaced(two, "b/two.txt"); n != 4 {
		t.Errorf("after one undo %d pairs are as they were replaced, want 4", n)
	}
	trouble.None(t)
}

// An answer that comes late does not take the place of what was looked for since.
func TestFindLate(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	s, _ := served(t, folderOf(t, sample()), nil)
	shown := func(n int) action {
		return until(fmt.Sprintf(`document.querySelectorAll("#find-hits li").length === %d`, n))
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`),
		js(`window.fetching = fetch;
			window.fetch = (to, ...more) => !to.includes("q=yes") ? fetching(to, ...more) :
				new Promise((ok) => { window.late = async () => { ok(await fetching(to, ...more)); window.came = true; }; })`),
		press("F"), press("yes\r"), until(`window.late`), set("find-text", "house"), set("find-side", "target"), shown(1),
		js(`late()`), until(`window.came`), chromedp.Sleep(200e6), shown(1))
	trouble.None(t)
}
