package review

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// TestAccessible lets axe-core look at the pages in all their states.
func TestAccessible(t *testing.T) {
	axe := browsertest.OpenAxe(t)
	ctx, trouble := browsertest.Open(t)
	b := sample()
	dir := folderOf(t, b)
	b.Pairs[4].Target = "Certainly."
	s, _ := served(t, dir, func(s *Server) {
		s.Against = folderOf(t, b)
		s.Retranslate = func(_ context.Context, _ *bitext.Header, source, _ string) (string, error) {
			return "Again: " + source, nil
		}
	})
	page := s.URL() + "document?d=a.txt"
	shown := until(`document.querySelector(".pair")`)
	signIn := admitted(t, dir, &events{}).URL()
	edits := 0
	meanwhile := func() { // somebody else changes the first pair
		edits++
		text := fmt.Sprint("Changed ", edits, ".")
		e := bitext.Edit{Key: bitext.Keys(b)[0], Target: &text, Who: "Ben"}
		have, _, err := s.dir.edits("a.txt")
		if err == nil {
			err = s.dir.add("a.txt", len(have), just(e))
		}
		if err != nil {
			t.Error(err)
		}
	}
	states := []struct {
		name  string
		url   string
		steps []action
	}{
		{"index", s.URL(), nil},
		{"page", page, []action{shown}},
		{"current pair", page, []action{shown, press("j"), press("\t\t")}},
		{"editing", page, []action{shown, press("je"), until(`document.querySelector("textarea")`)}},
		{"rejecting", page, []action{shown, press("jr"), until(`document.querySelector(".reject")`)}},
		{"rejected, approved, history", page, []action{shown, press("jr"), until(`document.querySelector(".reject")`),
			press("style\r"), press("a"), until(saved), press("kkh"), until(`document.querySelector("details[open]")`)}},
		{"translated again", page, []action{shown, press("jt"), until(`document.querySelector(".again ins")`)}},
		{"keys", page, []action{shown, press("?"), until(`document.getElementById("keys").open`)}},
		{"nothing found", page, []action{shown, press("/"), press("xyzzy"), until(`document.querySelector("#rows > .none")`)}},
		{"draft", page, []action{shown, press("je"), until(`document.querySelector("textarea")`), press(" x\u001b"),
			until(`document.querySelector(".draft")`)}},
		{"approve clean", page, []action{shown, press("A"), until(`document.getElementById("clean-dialog").open`)}},
		{"found", page, []action{shown, press("F"), press("yes\r"), set("find-side", "target"),
			until(`document.querySelector("#find-hits li")`), set("find-with", "no"),
			until(`document.querySelector("#find-hits ins")`)}},
		{"splitting", page, []action{shown, press("jjjS"), until(`document.querySelector(".splitting")`)}},
		{"commenting", page, []action{shown, press("jc"), until(`document.querySelector(".commenting")`), press("Why?")}},
		{"commented", page, []action{shown, press("jc"), until(typing), press(" Why so?"), pressCtrl("\r"), until(saved),
			until(`document.querySelector(".talk")`)}},
		{"merged", page, []action{shown, press("j"), press("jjjjM"), until(saved),
			until(`document.querySelector(".current .tag.info")`)}},
		{"changes", page, []action{shown, press("C"), until(`document.getElementById("since").open`)}},
		{"go to", page, []action{shown, press("g"), until(`document.getElementById("go").open`)}},
		{"clash", page, []action{shown, js(holdRequests), press("jre"),
			until(`document.activeElement.tagName === "INPUT"`), act(meanwhile), press("\r"), js(releaseRequests),
			until(`document.querySelector(".clash")`)}},
		{"sign in", signIn, []action{until(`document.querySelector("[name=password]")`)}},
		{"trouble", page, []action{shown, js(`document.getElementById("trouble").hidden = false;
			document.getElementById("rescue").hidden = false;
			document.getElementById("trouble-text").textContent = "Lost."`)}},
	}
	for scheme, width := range map[string]int64{"light": 1300, "dark": 390} {
		browsertest.Appear(t, ctx, scheme, width)
		for _, state := range states {
			do(t, ctx, append([]action{chromedp.Navigate(state.url)}, state.steps...)...)
			for _, f := range axe.Violations(t, ctx) {
				t.Errorf("%s, %d pixels, %s: %s", scheme, width, state.name, f)
			}
		}
	}
	trouble.None(t)
}
