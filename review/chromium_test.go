package review

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/satzpaar/satzpaar/bitext"
)

// browser returns a context with a tab of a headless browser, and the exceptions and messages that pages gave so far.
// Without a browser the test is skipped, but where SATZPAAR_REQUIRE names "browser" it fails.
func browser(t *testing.T) (context.Context, *complaints) {
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
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1300, 1000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-back-forward-cache", true)) // a page that was left shall not count as memory of the next
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
	trouble := &complaints{}
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
				_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, trouble
}

// complaints collects the exceptions and dialogs of pages.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) add(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, s)
}

// none fails the test if a page complained.
func (c *complaints) none(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) > 0 {
		t.Errorf("the page complains: %q", c.list)
	}
}

type action = chromedp.Action[chromedp.Void]

// do runs steps in the browser and fails the test if one does.
func do(t *testing.T, ctx context.Context, steps ...action) {
	t.Helper()
	for i, s := range steps {
		if err := chromedp.Do(ctx, s); err != nil {
			body, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("status")?.textContent + " | " + document.getElementById("trouble-text")?.textContent`))
			t.Fatalf("step %d: %v (the page says: %s)", i, err, body)
		}
	}
}

// value evaluates an expression in the page.
func value[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return out
}

// until waits for an expression to become true in the page. It asks from outside: the page's policy lets nothing be
// evaluated inside.
func until(expression string) action {
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

// js runs statements in the page.
func js(statements string) action {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool]("{"+statements+"}; true")(ctx, tab)
		return err
	})
}

// press presses and releases keys one after the other. As with a real keyboard, a key whose press the page has
// handled types nothing.
func press(keys string) action {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, r := range keys {
			events := kb.Encode(r)
			if len(events) == 3 {
				down, char := *events[0], events[1]
				down.Text, down.UnmodifiedText = char.Text, char.UnmodifiedText
				events = []*input.DispatchKeyEventParams{&down, events[2]}
			}
			for _, e := range events {
				if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, *e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func pressCtrl(keys string) action {
	return chromedp.KeyEvent(keys, chromedp.KeyModifiers(chromedp.ModifierCtrl))
}

// click clicks an element. One that the page draws anew between being found and being clicked, as rows are when they
// are saved, is looked for again.
func click(selector string) action {
	once := chromedp.Click(chromedp.CSS(selector))
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		var err error
		for range 10 {
			if _, err = once(ctx, tab); err == nil || !strings.Contains(err.Error(), "Could not find node") {
				return err
			}
		}
		return err
	})
}

// opened writes a page into a folder and opens it.
func opened(t *testing.T, ctx context.Context, docs ...*bitext.Bitext) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.txt.review.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(f, docs...); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("file://"+path), until(`document.querySelector(".pair, .none")`))
	return path
}
