package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// linkedPage writes a page and what it shares into a folder, and returns its path.
func linkedPage(t *testing.T, b *bitext.Bitext) string {
	t.Helper()
	shared, err := NewShared()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range shared.Files() {
		if err := os.WriteFile(filepath.Join(dir, f.Name), []byte(f.Content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var page strings.Builder
	if err := shared.Write(&page, b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, filepath.FromSlash(b.Document)+".review.html")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(page.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A page that shares script and style, here two folders below them, shows and keeps what a page of one file does, and
// is a fraction of its size. Without what it shares it says what is missing.
func TestLinkedPage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	b.Document = "a <b>/c/d.txt"
	path := linkedPage(t, b)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var one strings.Builder
	if err := Write(&one, b); err != nil {
		t.Fatal(err)
	}
	if len(raw)*10 > one.Len() {
		t.Errorf("the page has %d bytes, as one file %d", len(raw), one.Len())
	}
	do(t, ctx, chromedp.Navigate("file://"+path), until(`document.querySelectorAll(".pair").length === 7`),
		until(`document.querySelector("h1").textContent === "a <b>/c/d.txt"`))
	do(t, ctx, begin("By hand.")...)
	do(t, ctx, pressCtrl("\r"), until(`document.getElementById("save").textContent.includes("(1)")`), chromedp.Reload(),
		until(`document.querySelector("[data-n='1'] .target")?.textContent === "By hand."`))
	if got := value[string](t, ctx, `getComputedStyle(document.querySelector(".hands")).position`); got != "fixed" {
		t.Errorf("the style is not used: %s", got)
	}
	if got := value[string](t, ctx, `document.querySelector("[data-n='0'] .tag.error") ? "" :
		document.querySelector("[data-n='1'] .past")?.title ?? ""`); !strings.HasPrefix(got, "Numbers") {
		t.Errorf("the title of a finding is %q", got)
	}
	shared, err := filepath.Glob(filepath.Join(filepath.Dir(path), "../../satzpaar-review-*.js"))
	if err != nil || len(shared) != 1 {
		t.Fatalf("shared scripts: %q, %v", shared, err)
	}
	if err := os.Remove(shared[0]); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Reload(), until(`document.querySelector(".alone").textContent.includes("export --format review")`))
	trouble.None(t)
}

// No text of a document runs in a page that shares its script.
func TestHostileLinkedPage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := sample()
	b.Document = `<img src=x onerror=alert(1)>'"`
	b.Pairs[0].Source = `</script><script>alert(2)</script>`
	path := linkedPage(t, b)
	do(t, ctx, chromedp.Navigate("file://"+path), until(`document.querySelectorAll(".pair").length === 7`))
	if n := value[int](t, ctx, `document.querySelectorAll("img, main script").length`); n != 0 {
		t.Errorf("%d elements come from texts", n)
	}
	trouble.None(t)
}
