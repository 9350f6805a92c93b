package review

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// action, until, js and value have short names since the tests of this package are made of them.
type action = browsertest.Action

func until(expression string) action { return browsertest.Until(expression) }

func js(statements string) action { return browsertest.JS(statements) }

func value[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	return browsertest.Value[T](t, ctx, expression)
}

// each evaluates an expression for each element e that a selector finds, and joins the results by commas.
func each(t *testing.T, ctx context.Context, selector, expression string) string {
	t.Helper()
	return value[string](t, ctx,
		fmt.Sprintf("[...document.querySelectorAll(%q)].map((e) => %s).join()", selector, expression))
}

// do runs steps in the browser and fails the test if one does.
func do(t *testing.T, ctx context.Context, steps ...action) {
	t.Helper()
	for i, s := range steps {
		if err := chromedp.Do(ctx, s); err != nil {
			body, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("status")?.textContent + " | " +
				document.getElementById("trouble-text")?.textContent`))
			t.Fatalf("step %d: %v (the page says: %s)", i, err, body)
		}
	}
}

// act does something outside of the browser.
func act(f func()) action {
	return chromedp.Func(func(context.Context, *chromedp.Target) error {
		f()
		return nil
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
