package review

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// alsoServed starts a second server of a folder, of another person.
func alsoServed(t *testing.T, dir, name string) *Server {
	t.Helper()
	h := httptest.NewUnstartedServer(nil)
	s, err := NewServer(dir, h.Listener.Addr().String(), "secret", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.Name = name
	h.Config.Handler = s
	h.Start()
	t.Cleanup(h.Close)
	return s
}

// What holds the requests of a page, as a slow network does, and lets them go.
const (
	holdRequests = `window.fetching = fetch;
		window.fetch = (...a) => new Promise((ok) => (window.held ??= []).push(() => ok(fetching(...a))))`
	releaseRequests = `window.fetch = fetching; for (const go of held) go()`
)

// TestTwoPeople: whoever saves what somebody else has changed meanwhile is told before it counts, sees both texts, and
// decides; nothing is overwritten silently. The two work in browsers and through servers of their own.
func TestTwoPeople(t *testing.T) {
	dir := folderOf(t, sample())
	mia, miaTrouble := browsertest.Open(t)
	ben, benTrouble := browsertest.Open(t)
	for who, ctx := range map[string]context.Context{"Mia": mia, "Ben": ben} {
		s := alsoServed(t, dir, who)
		do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"))
	}
	write := func(text string) []action {
		return append(begin(text), pressCtrl("\r"), until(`!document.querySelector("textarea")`), until(saved))
	}
	target := func(text string) action {
		return until(fmt.Sprintf(`document.querySelector("[data-n='1'] .target").textContent === %q`, text))
	}
	// Ben writes while Mia saves: he is told in his editor, and his first attempt does not count.
	do(t, ben, begin("Ben's text")...)
	do(t, mia, write("Mia's text")...)
	do(t, ben, until(`document.querySelector(".told")?.textContent.includes("Mia changed this pair since you began")`),
		until(`document.querySelector(".told .diff").textContent.includes("Mia")`), pressCtrl("\r"),
		until(`document.getElementById("status").textContent.startsWith("Not saved yet")`), until(typing))
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || e[0].Who != "Mia" {
		t.Fatalf("edits before Ben has decided: %+v", e)
	}
	do(t, ben, pressCtrl("\r"), until(saved), target("Ben's text"))
	do(t, mia, target("Ben's text"))
	if e := editsOf(t, dir, "a.txt"); len(e) != 2 || e[1].Who != "Ben" || *e[1].Target != "Ben's text" {
		t.Fatalf("edits: %+v", e)
	}

	// Ben saves at the same moment, before his page could know: the server does not take it, and his page shows both.
	stop, release := js(holdRequests), js(releaseRequests)
	do(t, ben, stop)
	do(t, mia, write("Mia again")...)
	do(t, ben, append(begin("Ben again"), pressCtrl("\r"), until(`!document.querySelector("textarea")`),
		target("Ben again"), release,
		until(`document.querySelector(".clash")?.textContent.includes("Mia changed this pair meanwhile")`),
		target("Mia again"), until(`document.querySelector(".clash .diff").textContent === "Ben again"`))...)
	if e := editsOf(t, dir, "a.txt"); len(e) != 3 {
		t.Fatalf("edits before Ben has decided: %+v", e)
	}
	// It outlives a reload as a draft.
	do(t, ben, chromedp.Reload(), until(`document.querySelector(".draft ins")?.textContent.includes("Ben")`),
		js(`[...document.querySelectorAll(".draft button")].find((b) => b.textContent === "Save").click()`), until(saved),
		target("Ben again"), until(`!document.querySelector(".draft")`))
	// An undo does not take back what somebody else did meanwhile.
	do(t, mia, target("Ben again"))
	do(t, ben, stop)
	do(t, mia, write("Mia last")...)
	do(t, ben, press("u"), release,
		until(`document.getElementById("status").textContent.includes("not undone, Mia changed it meanwhile")`),
		target("Mia last"))
	// Nor does one that knows of it.
	do(t, ben, press("u"), until(`document.getElementById("status").textContent === "Nothing to undo."`))
	b := sample()
	bitext.Apply(b, editsOf(t, dir, "a.txt"))
	if b.Pairs[1].Target != "Mia last" {
		t.Errorf("in the end the pair says %q", b.Pairs[1].Target)
	}
	miaTrouble.None(t)
	benTrouble.None(t)
}

// People see who else has the document open, where, and that they have left.
func TestWhoIsWhere(t *testing.T) {
	s, _ := served(t, folderOf(t, sample()), func(s *Server) { s.Name = "Mia" })
	ctx, trouble := browsertest.Open(t)
	other, stop := chromedp.NewContext(ctx)
	defer stop()
	url := s.URL() + "document?d=a.txt"
	do(t, other, chromedp.Navigate(url), until(`document.querySelector(".pair")`))
	do(t, ctx, chromedp.Navigate(url), until(`document.querySelector(".pair")`), press("j"))
	do(t, other, press("jj"), press("e"), until(typing))
	do(t, ctx, until(`document.getElementById("people").textContent === "Mia (in another window) is writing in pair 1.2"`),
		until(`document.querySelector("[data-n='1'] .person.writing")`))
	stop()
	do(t, ctx, until(`document.getElementById("people").hidden`))
	trouble.None(t)
}

// A page that has no news does not count its pairs anew, which takes long in a large document.
func TestNoNews(t *testing.T) {
	s, _ := served(t, folderOf(t, sample()), nil)
	ctx, trouble := browsertest.Open(t)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"),
		until(`document.getElementById("summary").textContent.includes("7 pairs")`),
		js(`new MutationObserver(() => { window.counted = true; }).observe(document.getElementById("summary"),
				{ childList: true });
			window.polls = 0;
			window.fetching = fetch;
			window.fetch = (to, ...more) => { if (to.includes("after=")) polls++; return fetching(to, ...more); }`),
		until(`polls > 2`)) // the answers to two were taken
	if value[bool](t, ctx, `Boolean(window.counted)`) {
		t.Error("the pairs are counted again")
	}
	trouble.None(t)
}

// TestSettle: an edit of a pair that others have changed since the sender looked is a conflict, and nothing else is.
func TestSettle(t *testing.T) {
	edit := func(source, time string) bitext.Edit {
		return bitext.Edit{Key: bitext.Key{Source: source}, Time: time}
	}
	have := []bitext.Edit{edit("a", "1"), edit("b", "2"), edit("a", "3")}
	for _, tt := range []struct {
		name      string
		edit      bitext.Edit
		seen      int
		mine      []string
		conflicts int
	}{
		{"knows all", edit("a", "9"), 3, nil, 0},
		{"knows nothing", edit("a", "9"), 0, nil, 1},
		{"the last is unknown", edit("a", "9"), 2, nil, 1},
		{"another pair was changed", edit("b", "9"), 2, nil, 0},
		{"an untouched pair", edit("c", "9"), 0, nil, 0},
		{"its own edits", edit("a", "9"), 0, []string{"1", "3"}, 0},
		{"not all are its own", edit("a", "9"), 0, []string{"1"}, 1},
		{"sent again", edit("a", "3"), 1, nil, 0},
		{"sent again, and changed since by one who knew", edit("a", "1"), 0, nil, 0},
		{"does not ask", edit("a", "9"), -1, nil, 0},
	} {
		sent := sentEdit{Edit: tt.edit, Seen: &tt.seen}
		if tt.seen < 0 {
			sent.Seen = nil
		}
		fresh, conflicts := settle(have, []sentEdit{sent}, tt.mine, takesNone)
		if len(conflicts) != tt.conflicts || len(fresh) != 1-tt.conflicts {
			t.Errorf("%s: %d conflicts, %d to save, want %d conflicts", tt.name, len(conflicts), len(fresh), tt.conflicts)
		}
	}
}

// Two servers of a folder know nothing of each other: an edit that another one adds between the look for conflicts and
// the saving is looked at as well.
func TestConflictOfTwoServers(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	here, there := newFolder(dir), newFolder(dir)
	edit := func(text, time string) bitext.Edit {
		return bitext.Edit{Key: bitext.Keys(b)[0], Target: &text, Time: time}
	}
	none := 0
	sent := []sentEdit{{Edit: edit("mine", "2"), Seen: &none}}
	asked := 0
	var conflicts []int
	err := here.add("a.txt", 0, func(have []bitext.Edit) (fresh []bitext.Edit, err error) {
		fresh, conflicts = settle(have, sent, nil, takesNone)
		if asked++; asked == 1 {
			err = there.add("a.txt", 0, just(edit("theirs", "1")))
		}
		return fresh, err
	})
	if err != nil || len(conflicts) != 1 {
		t.Errorf("%d conflicts, %v", len(conflicts), err)
	}
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || *e[0].Target != "theirs" {
		t.Errorf("edits: %+v", e)
	}
}

// What a translator sends is looked at in linear time: everybody else waits for it.
func TestRightsGrowth(t *testing.T) {
	text := "x"
	growthtest.Linear(t, "edits", 5000, func(n int) func() {
		have, sent := make([]bitext.Edit, n), make([]sentEdit, n)
		for i := range n {
			have[i] = bitext.Edit{Key: bitext.Key{Source: "a"}, Target: &text, State: bitext.Translated, Time: "1"}
			sent[i] = sentEdit{Edit: have[i]}
			sent[i].Time = "2"
		}
		return func() {
			if err := (&Person{Name: "Ben", Role: Translator}).permitted(have, sent); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestRights: translators write, and take back what they wrote; only reviewers judge; readers do nothing.
func TestRights(t *testing.T) {
	text := "x"
	edit := func(state bitext.State, who string) bitext.Edit {
		return bitext.Edit{Key: bitext.Key{Source: "a"}, Target: &text, State: state, Who: who}
	}
	undo := bitext.Edit{Key: bitext.Key{Source: "a"}, Undo: true, Who: "Ben"}
	rejection := bitext.Edit{Key: bitext.Key{Source: "a"}, State: bitext.Translated, Reason: "style"}
	for _, tt := range []struct {
		name string
		have []bitext.Edit
		sent bitext.Edit
		role Role
		ok   bool
	}{
		{"a reader writes", nil, edit(bitext.Translated, ""), Reader, false},
		{"a translator writes", nil, edit(bitext.Translated, ""), Translator, true},
		{"a translator approves", nil, edit(bitext.Reviewed, ""), Translator, false},
		{"a translator approves by default", nil, edit("", ""), Translator, false},
		{"a translator rejects", nil, rejection, Translator, false},
		{"a translator undoes their own", []bitext.Edit{edit("", "Ben")}, undo, Translator, true},
		{"a translator undoes another's", []bitext.Edit{edit("", "Mia")}, undo, Translator, false},
		{"another's that was undone", []bitext.Edit{edit("", "Ben"), edit("", "Mia"), undo}, undo, Translator, true},
		{"a translator writes in a locked pair", []bitext.Edit{edit(bitext.Final, "Mia")}, edit(bitext.Translated, ""),
			Translator, false},
		{"a reviewer does all", []bitext.Edit{edit(bitext.Final, "Mia")}, edit(bitext.Reviewed, ""), Reviewer, true},
	} {
		who := Person{Name: "Ben", Role: tt.role}
		for i := range tt.have {
			tt.have[i].Time = fmt.Sprint(i)
		}
		if err := who.permitted(tt.have, []sentEdit{{Edit: tt.sent}}); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func takesNone(*bitext.Edit) []bitext.Key { return nil }
