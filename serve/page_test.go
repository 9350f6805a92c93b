package serve_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/serve"
)

// do runs steps in the browser.
func do(t *testing.T, ctx context.Context, steps ...browsertest.Action) {
	t.Helper()
	for i, s := range steps {
		if err := chromedp.Do(ctx, s); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
}

// typed is a text that a person pastes; "<b>" in it must never become markup.
const typed = "Das Haus ist alt <b>und</b> Der Hund schläft.\n\nLos barcos ya están en la bahía y la fiesta empieza mañana."

// TestPage translates a text in the page: both sides stand beside each other, words light up together, foreign text is
// marked, and what goes wrong is shown.
func TestPage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	f := open(t, func(c *serve.Config) { c.Limits.Text = 2000 })
	server := httptest.NewServer(f)
	defer server.Close()
	do(t, ctx,
		chromedp.Navigate(server.URL),
		browsertest.Until(`document.querySelectorAll("#direction option").length === 8`),
		chromedp.SendKeys(chromedp.CSS("#text"), typed),
		chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl)),
		browsertest.Until(`document.querySelectorAll(".pair").length === 2`))
	for expression, want := range map[string]string{
		`document.querySelector(".source").textContent`:               "Das Haus ist alt <b>und</b> Der Hund schläft.",
		`document.querySelector(".target").textContent`:               "The house is old <b>and</b> The dog is sleeping.",
		`document.querySelector(".foreign").textContent`:              strings.Split(typed, "\n\n")[1],
		`document.querySelector(".source").lang`:                      "de",
		`document.querySelector(".target").lang`:                      "en",
		`document.querySelectorAll("#rows b:not(.mark)").length + ""`: "0",
	} {
		if got := browsertest.Value[string](t, ctx, expression); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
	const lit = `[...document.querySelectorAll(".lit")].map((e) => e.textContent).join(" ")`
	focus := `[...document.querySelectorAll(".source .word")].find((e) => e.textContent === "Hund").focus()`
	if browsertest.Value[string](t, ctx, focus+"; "+lit) != "Hund dog" {
		t.Errorf("lit are %q", browsertest.Value[string](t, ctx, lit))
	}
	// A text that fails, and one that is too long.
	set := func(text string) browsertest.Action {
		return chromedp.SetValue(chromedp.CSS("#text"), text)
	}
	input := browsertest.JS(`document.getElementById("text").dispatchEvent(new Event("input"))`)
	said := func(id string) string {
		return browsertest.Value[string](t, ctx, `document.getElementById("`+id+`").textContent`)
	}
	do(t, ctx, set("Das Auto ist kaputt."), input, chromedp.Click(chromedp.CSS("#go")),
		browsertest.Until(`!document.getElementById("trouble").hidden`))
	if got := said("trouble"); !strings.Contains(got, "could not be translated") {
		t.Errorf("the page says %q", got)
	}
	if !browsertest.Value[bool](t, ctx, `document.getElementById("result").hidden`) {
		t.Error("beside what went wrong stands the translation of another text")
	}
	do(t, ctx, set(strings.Repeat("ü", 1001)), input, browsertest.Until(`document.getElementById("go").disabled`))
	if got := said("size"); got != "1,001 characters: too long by 2 bytes" {
		t.Errorf("the page says %q", got)
	}
	do(t, ctx, browsertest.JS(`window.fetch = () => new Promise(() => {})`), set("Hallo"), input,
		chromedp.Click(chromedp.CSS("#go")), browsertest.Until(`document.getElementById("go").disabled`))
	if got := said("size"); got != "translating …" {
		t.Errorf("while it waits, the page says %q", got)
	}
	trouble.None(t)
}

// TestPageKey: where keys are needed, the page asks for one.
func TestPageKey(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	const secret = "0123456789abcdef"
	f := open(t, func(c *serve.Config) { c.Keys = []serve.Key{{Name: "one", Secret: secret}} })
	server := httptest.NewServer(f)
	defer server.Close()
	do(t, ctx, chromedp.Navigate(server.URL), browsertest.Until(`!document.getElementById("key-label").hidden`),
		chromedp.SendKeys(chromedp.CSS("#text"), "Hallo Welt"), chromedp.Click(chromedp.CSS("#go")),
		browsertest.Until(`document.getElementById("trouble").textContent.includes("a key is needed")`),
		chromedp.SendKeys(chromedp.CSS("#key"), secret), chromedp.Click(chromedp.CSS("#go")),
		browsertest.Until(`document.querySelector(".target")?.textContent === "Hello world"`))
	trouble.None(t)
}

// TestPagePolicy: only the page's own script runs, and no other site may frame it.
func TestPagePolicy(t *testing.T) {
	f := open(t, nil)
	w := f.do(request{method: "GET", path: "/"})
	policy := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'", "connect-src 'self'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("no %s in the policy %s", part, policy)
		}
	}
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "ZgotmplZ") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestAccessible lets axe-core look at the page.
func TestAccessible(t *testing.T) {
	axe := browsertest.OpenAxe(t)
	ctx, trouble := browsertest.Open(t)
	server := httptest.NewServer(open(t, nil))
	defer server.Close()
	for scheme, width := range map[string]int64{"light": 1200, "dark": 390} {
		browsertest.Appear(t, ctx, scheme, width)
		do(t, ctx,
			chromedp.Navigate(server.URL), browsertest.Until(`document.querySelector("#direction option")`),
			chromedp.SendKeys(chromedp.CSS("#text"), typed), chromedp.Click(chromedp.CSS("#go")),
			browsertest.Until(`document.querySelector(".pair")`))
		for _, f := range axe.Violations(t, ctx) {
			t.Errorf("%s, %d pixels: %s", scheme, width, f)
		}
	}
	trouble.None(t)
}
