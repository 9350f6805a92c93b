// Package browsertest drives a headless Chromium in tests of pages.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/internal/required"
)

// An Action is a step of a test in the browser.
type Action = chromedp.Action[chromedp.Void]

// Open returns a context with a tab of a headless browser, and what pages complained of so far. Without a browser the
// test is skipped, but where SATZPAAR_REQUIRE names "browser" it fails.
func Open(t *testing.T) (context.Context, *Complaints) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	path := ""
	for _, name := range names {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		required.Missing(t, "browser", "none of %s in PATH", strings.Join(names, ", "))
	}
	options := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.WindowSize(1300, 1000),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-back-forward-cache", true), // a page that was left must not count as memory of the next
	})
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
	trouble := &Complaints{}
	dialogs := make(chan string, 100)
	if err := chromedp.Listen(ctx, func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			trouble.add(fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.Exception))
		case *page.EventJavascriptDialogOpening:
			dialogs <- e.Message
		}
	}); err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			select {
			case m := <-dialogs:
				if m != "" { // a page that asks whether to leave it has no message
					trouble.add("dialog: " + m)
				}
				accept := page.HandleJavaScriptDialogParams{Accept: true}
				_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, accept)
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, trouble
}

// Complaints collects the exceptions and dialogs of pages.
type Complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *Complaints) add(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, s)
}

// None fails the test if a page complained.
func (c *Complaints) None(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) > 0 {
		t.Errorf("the page complains: %q", c.list)
	}
}

// Value evaluates an expression in the page.
func Value[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return out
}

// Until waits for an expression to become true in the page. It asks from outside: the page's policy lets nothing be
// evaluated inside.
func Until(expression string) Action {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		var err error
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			var ok bool
			if ok, err = chromedp.Evaluate[bool]("!!("+expression+")")(ctx, tab); ok {
				return nil
			}
		}
		return fmt.Errorf("never true: %s (%v)", expression, err)
	})
}

// JS runs statements in the page.
func JS(statements string) Action {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool]("{"+statements+"}; true")(ctx, tab)
		return err
	})
}

// Axe is the script of axe-core, which looks for what keeps people from using a page.
type Axe string

// OpenAxe reads the script, axe.min.js of the npm package axe-core, which SATZPAAR_AXE names. Without it the test is
// skipped, but where SATZPAAR_REQUIRE names "axe" it fails.
func OpenAxe(t *testing.T) Axe {
	t.Helper()
	path := os.Getenv("SATZPAAR_AXE")
	if path == "" {
		required.Missing(t, "axe", "SATZPAAR_AXE is not set to axe.min.js of the npm package axe-core")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Axe(raw)
}

// Violations returns what axe-core finds in the page as it is now.
func (a Axe) Violations(t *testing.T, ctx context.Context) []string {
	t.Helper()
	if err := chromedp.Do(ctx, JS(string(a))); err != nil {
		t.Fatal(err)
	}
	const run = `axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.flatMap((v) =>
		v.nodes.map((n) => v.id + " (" + v.impact + "): " + n.target.join(" ") + ": " + n.failureSummary)))`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Appear shows pages in a colour scheme, light or dark, without movement, and at a width in pixels.
func Appear(t *testing.T, ctx context.Context, scheme string, width int64) {
	t.Helper()
	features := []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}
	media := emulation.SetEmulatedMediaParams{Features: features}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
}
