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
	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// corpusRows are the rows of n documents in folders, the last of them the riskiest.
func corpusRows(n int) []Row {
	rows := make([]Row, n)
	for i := range rows {
		name := fmt.Sprintf("part-%02d/section-%d/document-%06d.txt", i%50, i%7, i)
		r := Row{Document: name, Page: name + ".review.html", Text: name + ".en.txt", Bitext: name + bitext.Suffix,
			Sentences: 40, Findings: i % 5}
		risk := 0.5 * float64(i%97) / 97
		if i == n-1 {
			risk = 0.99
		}
		for range 40 {
			r.Profile.Add(&bitext.Pair{Risk: &risk, State: bitext.Translated})
		}
		rows[i] = r
	}
	return rows
}

// A row holds no more of the riskiest pairs than the page of a run shows, and of each what it shows.
func TestRiskiest(t *testing.T) {
	b := large(3 * worstPairs)
	for i := range b.Pairs {
		b.Pairs[i].Findings = []bitext.Finding{{Check: "numbers"}}
	}
	b.Pairs[7].State = bitext.Initial
	var r Row
	r.count(b)
	if len(r.Riskiest) != worstPairs || r.Riskiest[0].ID != b.Pairs[7].ID || r.Riskiest[1].ID != b.Pairs[99].ID ||
		r.Riskiest[2].ID != b.Pairs[199].ID {
		t.Errorf("%d pairs, the first %s, %s, %s", len(r.Riskiest), r.Riskiest[0].ID, r.Riskiest[1].ID, r.Riskiest[2].ID)
	}
	for _, p := range r.Riskiest {
		if p.Links != nil || p.Source == "" || p.Findings == nil {
			t.Fatalf("pair %s: %+v", p.ID, p)
		}
	}
}

// One of anything is named in the singular.
func TestIndexOfOne(t *testing.T) {
	for n, want := range map[int]string{1: "1 file · 1 sentence · 1 finding\n", 2: "1 file · 2 sentences · 2 findings\n"} {
		var page strings.Builder
		if err := WriteIndex(&page, []Row{{Document: "a.txt", Sentences: n, Findings: n}}); err != nil {
			t.Fatal(err)
		}
		if text := strings.ReplaceAll(page.String(), "</p>", "\n"); !strings.Contains(text, want) {
			t.Errorf("the page of %d sentences does not say %q", n, want)
		}
	}
}

func TestFigure(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 120000: "120,000", 1234567: "1,234,567"} {
		if got := figure(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

// Documents are kept in linear time, however many small ones there are.
func TestKeepGrowth(t *testing.T) {
	growthtest.Linear(t, "documents", 20_000, func(n int) func() {
		f := newFolder("")
		f.kept = n / 2
		return func() {
			for i := range n {
				f.keep(&documentFile{name: strconv.Itoa(i), pairs: 1})
			}
		}
	})
}

// TestLargeIndex opens the page of a hundred thousand documents, goes through its pages, orders and filters it.
func TestLargeIndex(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	const n = 100_000
	path := filepath.Join(t.TempDir(), "index.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteIndex(f, corpusRows(n)); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("about:blank")) // the browser has started
	start := time.Now()
	do(t, ctx, chromedp.Navigate("file://"+path), until(`document.querySelectorAll("tbody tr").length === 100`))
	t.Logf("%.1f MB, open after %.2f s, %d pixels high", float64(info.Size())/1e6, time.Since(start).Seconds(),
		value[int](t, ctx, `document.documentElement.scrollHeight`))
	first := func(want string) action {
		return until(fmt.Sprintf(`document.querySelector("tbody th").textContent === %q`, want))
	}
	do(t, ctx, first("part-00/section-0/document-000000.txt"), set("order", "risk"),
		first(fmt.Sprintf("part-49/section-%d/document-%06d.txt", (n-1)%7, n-1)),
		until(`document.querySelector("tbody rect.high")`),
		set("order", "name"), set("folder", "part-03/section-3/"), first("part-03/section-3/document-000003.txt"),
		until(`document.getElementById("found").textContent === "286 of 100,000 files"`),
		js(`location.hash = "#page3"`), until(`document.querySelectorAll("tbody tr").length === 86`),
		set("search", "no such"), until(`document.querySelector("tbody .none")`))
	trouble.None(t)
}

// TestRowMended: once the damaged lines of a file of edits are gone, the index does not name them any more.
func TestRowMended(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	f := newFolder(dir)
	if err := f.add("a.txt", 0, just(bitext.Edit{Key: bitext.Keys(b)[0], State: bitext.Final})); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a.txt"+bitext.EditsSuffix)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		file    string
		trouble bool
	}{{"{\n" + string(good), true}, {string(good), false}} {
		if err := os.WriteFile(path, []byte(tt.file), 0o644); err != nil {
			t.Fatal(err)
		}
		if row := f.row("a.txt"); row.Reviewed != 1 || (row.Trouble != "") != tt.trouble {
			t.Errorf("of %q: %d reviewed, trouble %q", tt.file, row.Reviewed, row.Trouble)
		}
	}
}
