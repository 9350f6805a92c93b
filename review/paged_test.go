package review

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// manyDocuments is a folder of so many documents, of which number risky has findings, and the last lies in a folder of
// its own.
func manyDocuments(t *testing.T, n, risky int) string {
	t.Helper()
	dir := t.TempDir()
	plain, found := sample(), sample()
	plain.Pairs, found.Pairs = plain.Pairs[:1], found.Pairs[:2]
	for i := range n {
		b := plain
		if i == risky {
			b = found
		}
		b.Document = fmt.Sprintf("%03d/%06d.txt", i/1000, i)
		if i == n-1 {
			b.Document = "last/Other.txt"
		}
		path := filepath.Join(dir, filepath.FromSlash(b.Document)+bitext.Suffix)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := bitext.Write(&text, b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The page of a folder with very many documents asks for their rows as it shows them. It opens before they are read,
// and orders them by what is known.
func TestPagedIndex(t *testing.T) {
	const n, risky = 350, 321
	ctx, trouble := browsertest.Open(t)
	s, _ := served(t, manyDocuments(t, n, risky), func(s *Server) { s.dir.kept, s.dir.paged = 200, n-1 })
	do(t, ctx, chromedp.Navigate(s.URL()), until(`document.querySelectorAll("#list tbody tr").length === 100`))
	if read := len(s.dir.known()); read != rowsPerPage {
		t.Errorf("%d documents were read for the page", read)
	}
	first := func(want string) action {
		return until(fmt.Sprintf(`document.querySelector("#list tbody th")?.textContent === %q`, want))
	}
	says := func(want string) action {
		return until(fmt.Sprintf(`document.getElementById("found").textContent === %q`, want))
	}
	const total = "350 files"
	do(t, ctx, first("000/000000.txt"), js(`location.hash = "#page3"`), first("000/000200.txt"),
		set("search", "0321"), first("000/000321.txt"), set("search", "oTHER"), first("last/Other.txt"), says("1 of "+total),
		set("search", "no such name"), until(`document.querySelector("#list .none").textContent === "No document matches."`),
		set("search", ""), set("folder", "last/"), first("last/Other.txt"), says("1 of "+total),
		set("folder", ""), first("000/000000.txt"), says(""), set("order", "findings"), says(""))
	s.Warm(t.Context())
	if read := len(s.dir.known()); read != n {
		t.Errorf("%d of %d documents were read ahead", read, n)
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"?again"), first("000/000000.txt"),
		until(`document.querySelector(".pair .number a")`), click(".pair .number a"), // of those that are to be read first
		until(`document.querySelectorAll(".pair").length === 2`), chromedp.Navigate(s.URL()+"?more"),
		set("order", "findings"), first("000/000321.txt"), set("order", "risk"), first("000/000321.txt"),
		click("#list tbody a"), until(`document.querySelectorAll(".pair").length === 2`))
	for query, status := range map[string]int{"page=x": 400, "page=-5": 200, "page=99999999": 200, "page=0&order=no": 200} {
		if got, body := ask(t, "GET", s.URL()+"rows?"+query, ""); got != status {
			t.Errorf("%s: %d %s, want %d", query, got, body, status)
		}
	}
	trouble.None(t)
}

// TestLargePagedIndex opens the page of a run of SATZPAAR_REVIEW_INDEX documents.
func TestLargePagedIndex(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("SATZPAAR_REVIEW_INDEX"))
	if err != nil {
		t.Skip("SATZPAAR_REVIEW_INDEX is not set to a number of documents")
	}
	ctx, trouble := browsertest.Open(t)
	s, _ := served(t, manyDocuments(t, n, 0), nil)
	timed := func(what string, steps ...action) {
		start := time.Now()
		do(t, ctx, steps...)
		t.Logf("%d documents: %s after %v", n, what, time.Since(start).Round(10*time.Millisecond))
	}
	hundred := until(`document.querySelectorAll("#list tbody tr").length === 100`)
	timed("open", chromedp.Navigate(s.URL()), hundred)
	timed("open again", chromedp.Reload(), hundred)
	timed("filtered", set("search", "oTHER"), until(`document.querySelectorAll("#list tbody tr").length === 1`))
	timed("in order", set("search", ""), set("order", "risk"), hundred)
	trouble.None(t)
}
