package serve_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/serve"
)

type action = chromedp.Action[chromedp.Void]

// browser returns a context with a tab of a headless browser, and what pages complained of so far. Without a browser
// the test is skipped, but where SATZPAAR_REQUIRE names "browser" it fails.
func browser(t *testing.T) (ctx context.Context, complaints func() []string) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if strings.Contains(os.Getenv("SATZPAAR_REQUIRE"), "browser") {
			t.Fatal("no chromium, chromium-browser or google-chrome in PATH")
		}
		t.Skip("no chromium, chromium-browser or google-chrome in PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.WindowSize(1200, 900), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the browser, so that its folder can be removed
		stop()
	})
	var mu sync.Mutex
	var list []string
	if err := chromedp.Listen(ctx, func(e any) {
		if e, ok := e.(*runtime.EventExceptionThrown); ok {
			mu.Lock()
			defer mu.Unlock()
			list = append(list, fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.Exception))
		}
	}); err != nil {
		t.Fatal(err)
	}
	return ctx, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return list
	}
}

// do runs steps in the browser.
func do(t *testing.T, ctx context.Context, steps ...action) {
	t.Helper()
	for i, s := range steps {
		if err := chromedp.Do(ctx, s); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
}

func value[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return out
}

// until waits for an expression to become true in the page.
func until(expression string) action {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		var err error
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			var ok bool
			if ok, err = chromedp.Evaluate[bool]("!!("+expression+")")(ctx, tab); ok {
				return nil
			}
		}
		return fmt.Errorf("%s does not become true: %v", expression, err)
	})
}

// typed is a text that a person pastes; "<b>" in it must never become markup.
const typed = "Das Haus ist alt <b>und</b> Der Hund schläft.\n\nLos barcos ya están en la bahía y la fiesta empieza mañana."

// TestPage translates a text in the page: both sides stand beside each other, words light up together, foreign text is
// marked, and what goes wrong is said.
func TestPage(t *testing.T) {
	ctx, complaints := browser(t)
	f := open(t, func(c *serve.Config) { c.Limits.Text = 2000 })
	server := httptest.NewServer(f)
	defer server.Close()
	do(t, ctx, chromedp.Navigate(server.URL), until(`document.querySelectorAll("#direction option").length === 6`),
		chromedp.SendKeys(chromedp.CSS("#text"), typed), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierCtrl)),
		until(`document.querySelectorAll(".pair").length === 2`))
	for expression, want := range map[string]string{
		`document.querySelector(".source").textContent`:               "Das Haus ist alt <b>und</b> Der Hund schläft.",
		`document.querySelector(".target").textContent`:               "The house is old <b>and</b> The dog is sleeping.",
		`document.querySelector(".foreign").textContent`:              "Los barcos ya están en la bahía y la fiesta empieza mañana.",
		`document.querySelector(".source").lang`:                      "de",
		`document.querySelector(".target").lang`:                      "en",
		`document.querySelectorAll("#rows b:not(.mark)").length + ""`: "0",
	} {
		if got := value[string](t, ctx, expression); got != want {
			t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
	const lit = `[...document.querySelectorAll(".lit")].map((e) => e.textContent).join(" ")`
	focus := `[...document.querySelectorAll(".source .word")].find((e) => e.textContent === "Hund").focus()`
	if value[string](t, ctx, focus+"; "+lit) != "Hund dog" {
		t.Errorf("lit are %q", value[string](t, ctx, lit))
	}
	// A text that fails, and one that is too long.
	set := func(text string) action {
		return chromedp.SetValue(chromedp.CSS("#text"), text)
	}
	input := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool](`document.getElementById("text").dispatchEvent(new Event("input"))`)(ctx, tab)
		return err
	})
	do(t, ctx, set("Das Auto ist kaputt."), input, chromedp.Click(chromedp.CSS("#go")), until(`!document.getElementById("trouble").hidden`))
	if got := value[string](t, ctx, `document.getElementById("trouble").textContent`); !strings.Contains(got, "could not be translated") {
		t.Errorf("the page says %q", got)
	}
	do(t, ctx, set(strings.Repeat("ü", 1001)), input, until(`document.getElementById("go").disabled`))
	if got := value[string](t, ctx, `document.getElementById("size").textContent`); got != "1,001 characters: too long by 2 bytes" {
		t.Errorf("the page says %q", got)
	}
	if list := complaints(); len(list) > 0 {
		t.Errorf("the page complains: %q", list)
	}
}

// TestPageKey: where keys are needed, the page asks for one.
func TestPageKey(t *testing.T) {
	ctx, _ := browser(t)
	const secret = "0123456789abcdef"
	f := open(t, func(c *serve.Config) { c.Keys = []serve.Key{{Name: "one", Secret: secret}} })
	server := httptest.NewServer(f)
	defer server.Close()
	do(t, ctx, chromedp.Navigate(server.URL), until(`!document.getElementById("key-label").hidden`),
		chromedp.SendKeys(chromedp.CSS("#text"), "Hallo Welt"), chromedp.Click(chromedp.CSS("#go")),
		until(`document.getElementById("trouble").textContent.includes("a key is needed")`),
		chromedp.SendKeys(chromedp.CSS("#key"), secret), chromedp.Click(chromedp.CSS("#go")),
		until(`document.querySelector(".target")?.textContent === "Hello world"`))
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

// TestAccessible lets axe-core look at the page. SATZPAAR_AXE names its script, axe.min.js of the npm package axe-core.
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
	ctx, _ := browser(t)
	server := httptest.NewServer(open(t, nil))
	defer server.Close()
	for scheme, width := range map[string]int64{"light": 1200, "dark": 390} {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL), until(`document.querySelector("#direction option")`),
			chromedp.SendKeys(chromedp.CSS("#text"), typed), chromedp.Click(chromedp.CSS("#go")), until(`document.querySelector(".pair")`))
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(axe)+"; true")); err != nil {
			t.Fatal(err)
		}
		found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.flatMap((v) =>
			v.nodes.map((n) => v.id + " (" + v.impact + "): " + n.target.join(" ") + ": " + n.failureSummary)))`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s, %d pixels: %s", scheme, width, f)
		}
	}
}
