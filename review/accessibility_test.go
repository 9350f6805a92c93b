package review

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
)

// TestAccessible lets axe-core look at the pages in all their states. SATZPAAR_AXE names its script,
// axe.min.js of the npm package axe-core.
func TestAccessible(t *testing.T) {
	path := os.Getenv("SATZPAAR_AXE")
	if path == "" {
		if strings.Contains(os.Getenv("SATZPAAR_REQUIRE"), "axe") {
			t.Fatal("SATZPAAR_AXE is not set")
		}
		t.Skip("SATZPAAR_AXE is not set to axe.min.js of the npm package axe-core")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, trouble := browser(t)
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
		{"rejected, approved, history", page, []action{shown, press("jr"), until(`document.querySelector(".reject")`), press("style\r"), press("a"), until(saved), press("kkh"), until(`document.querySelector("details[open]")`)}},
		{"translated again", page, []action{shown, press("jt"), until(`document.querySelector(".again ins")`)}},
		{"keys", page, []action{shown, press("?"), until(`document.getElementById("keys").open`)}},
		{"nothing found", page, []action{shown, press("/"), press("xyzzy"), until(`document.querySelector("#rows .none")`)}},
		{"trouble", page, []action{shown, js(`document.getElementById("trouble").hidden = false; document.getElementById("rescue").hidden = false; document.getElementById("trouble-text").textContent = "Lost."`)}},
	}
	for scheme, width := range map[string]int64{"light": 1300, "dark": 390} {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.EmulateViewport(width, 900))
		for _, state := range states {
			do(t, ctx, append([]action{chromedp.Navigate(state.url)}, state.steps...)...)
			do(t, ctx, js(string(axe)))
			found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.flatMap((v) =>
				v.nodes.map((n) => v.id + " (" + v.impact + "): " + n.target.join(" ") + ": " + n.failureSummary)))`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				t.Errorf("%s, %d pixels, %s: %s", scheme, width, state.name, f)
			}
		}
	}
	trouble.none(t)
}
