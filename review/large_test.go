package review

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
)

// large is a document of n pairs with texts, links and findings as translations have them.
func large(n int) *bitext.Bitext {
	b := sample()
	b.Pairs = make([]bitext.Pair, n)
	for i := range b.Pairs {
		source := fmt.Sprintf("Die Staatssekretärin für europäische Angelegenheiten kündigte am Dienstag an, dass %d Verhandlungen im Januar „beginnen“ werden.", i)
		target := fmt.Sprintf("The State Secretary for European affairs announced on Tuesday that %d negotiations will begin in January, as planned.", i)
		p := bitext.Pair{ID: fmt.Sprintf("%d.%d", i/4+1, i%4+1), Block: i/4 + 1, Kind: "paragraph", Source: source, Target: target, Lang: "de", Action: bitext.Translate,
			State: bitext.Translated, Origin: "marian:builtin@1"}
		risk := float64(i%100) / 100
		p.Risk, p.Score = &risk, &risk
		for k := range 20 {
			p.Links = append(p.Links, bitext.Link{k * 5, k*5 + 4, k * 5, k*5 + 4})
		}
		if i%10 == 0 {
			p.Findings = []bitext.Finding{{Check: "numbers", Severity: bitext.Warning, Message: "a number", Source: &bitext.Offsets{0, 3}, Target: &bitext.Offsets{0, 3}}}
		}
		b.Pairs[i] = p
	}
	return b
}

// TestLarge measures a page of a hundred thousand pairs, as a file and served. It runs where SATZPAAR_REVIEW_LARGE says how many pairs to take.
func TestLarge(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("SATZPAAR_REVIEW_LARGE"))
	if err != nil {
		t.Skip("SATZPAAR_REVIEW_LARGE is not set to a number of pairs")
	}
	b := large(n)
	dir := folderOf(t, b)
	path := filepath.Join(dir, "a.txt.review.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := Write(f, b); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("written in %.2f s, %.1f MB", time.Since(start).Seconds(), float64(info.Size())/1e6)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ := served(t, dir, nil)
	for name, url := range map[string]string{"file": "file://" + path, "served": s.URL() + "document?d=a.txt"} {
		t.Run(name, func(t *testing.T) {
			ctx, trouble := browser(t)
			do(t, ctx, chromedp.Navigate("about:blank"))
			for round := range 2 { // the first includes what the browser does once
				do(t, ctx, chromedp.Navigate("about:blank"))
				start := time.Now()
				do(t, ctx, chromedp.Navigate(url), until(`document.querySelectorAll(".pair").length === 200`))
				t.Logf("round %d: open after %.2f s (by the page's own clock %.2f s)", round, time.Since(start).Seconds(), value[float64](t, ctx, `performance.now()`)/1000)
			}
			t.Logf("JavaScript heap %.0f MB, resident memory of the page %.0f MB", value[float64](t, ctx, `performance.memory.usedJSHeapSize`)/1e6, residentMB(t, ctx))
			frames := chromedp.Evaluate[float64](`new Promise((ok) => {
				let n = 0; const start = performance.now();
				const next = () => { scrollBy(0, 60); n++; if (performance.now() - start > 2000) ok(n / ((performance.now() - start) / 1000)); else requestAnimationFrame(next); };
				requestAnimationFrame(next); })`, chromedp.EvalAwaitPromise)
			fps, err := chromedp.Run(ctx, frames)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("scrolling: %.0f frames a second", fps)
			start := time.Now()
			do(t, ctx, press("n"), press("a"))
			t.Logf("next finding and approval: %.0f ms", float64(time.Since(start).Milliseconds()))
			start = time.Now()
			do(t, ctx, js(`document.getElementById("order").value = "risk"; document.getElementById("filter").dispatchEvent(new Event("change"))`))
			t.Logf("ordering by risk: %.0f ms", float64(time.Since(start).Milliseconds()))
			start = time.Now()
			do(t, ctx, js(`location.hash = "#page`+strconv.Itoa(n/200)+`"`), until(`document.getElementById("pages").textContent.includes("page `+strconv.Itoa(n/200)+` of")`))
			t.Logf("last page: %.0f ms", float64(time.Since(start).Milliseconds()))
			trouble.none(t)
		})
	}
}

// residentMB returns the memory of the largest process below the browser, which is that of the page, in units of a million bytes; 0 where the system does not say.
func residentMB(t *testing.T, ctx context.Context) float64 {
	t.Helper()
	root := chromedp.FromContext(ctx).Browser.Process().Pid
	status, _ := filepath.Glob("/proc/[0-9]*/status")
	parent, size := map[int]int{}, map[int]float64{}
	for _, path := range status {
		f, err := os.Open(path)
		if err != nil {
			continue // it has ended
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		for lines := bufio.NewScanner(f); lines.Scan(); {
			name, rest, _ := strings.Cut(lines.Text(), ":")
			fields := strings.Fields(rest)
			switch {
			case name == "PPid" && len(fields) > 0:
				parent[pid], _ = strconv.Atoi(fields[0])
			case name == "VmRSS" && len(fields) > 0:
				kb, _ := strconv.Atoi(fields[0])
				size[pid] = float64(kb) * 1024 / 1e6
			}
		}
		_ = f.Close()
	}
	most := 0.0
	for pid, mb := range size {
		for p, depth := pid, 0; p > 1 && depth < 20; p, depth = parent[p], depth+1 {
			if p == root {
				most = max(most, mb)
			}
		}
	}
	return most
}
