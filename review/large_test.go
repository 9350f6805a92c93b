package review

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// large is a document of n pairs with texts, links and findings as translations have them: twenty words a sentence,
// most of them linked.
func large(n int) *bitext.Bitext {
	syllables := strings.Fields("wer stadt haus lich ung ge ver ab nacht zug brück amt ein für grün kan zel lei ter mor gen " +
		"ster bahn hof platz see fahr rat turm markt über größe schön el te hafen")
	next := uint64(1)
	random := func(n int) int {
		next = next*6364136223846793005 + 1442695040888963407
		return int(next >> 33 % uint64(n))
	}
	b := sample()
	b.Pairs = make([]bitext.Pair, n)
	for i := range b.Pairs {
		p := bitext.Pair{ID: fmt.Sprintf("%d.%d", i/4+1, i%4+1), Block: i/4 + 1, Kind: "paragraph", Lang: "de",
			Action: bitext.Translate, State: bitext.Translated, Origin: "marian:builtin@1"}
		var source, target strings.Builder
		for k := range 20 {
			if k > 0 {
				source.WriteByte(' ')
				target.WriteByte(' ')
			}
			if k == 10 && i%3 == 0 {
				source.WriteString("„")
			}
			s, t := source.Len(), target.Len()
			for range 1 + random(3) {
				source.WriteString(syllables[random(len(syllables))])
				target.WriteString(syllables[random(20)])
			}
			p.Links = append(p.Links, wordLink(s, source.Len(), t, target.Len()))
		}
		fmt.Fprintf(&source, " %d.", i)
		fmt.Fprintf(&target, " %d.", i)
		p.Source, p.Target = source.String(), target.String()
		risk, score := float64(i%100)/100, -float64(random(1000))/1000
		p.Risk, p.Score = &risk, &score
		if i%10 == 0 {
			p.Findings = []bitext.Finding{{Check: "numbers", Severity: bitext.Warning, Message: "a number",
				Source: span(0, 3), Target: span(0, 3)}}
		}
		b.Pairs[i] = p
	}
	return b
}

// A page of more pairs than one element takes holds them compressed; nothing of them is lost.
func TestCompressedPage(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	b := large(2*pairsPerPart + 1)
	opened(t, ctx, b)
	for _, n := range []int{0, pairsPerPart, 2 * pairsPerPart} {
		p := &b.Pairs[n]
		do(t, ctx, js(`location.hash = "#p`+p.ID+`"`),
			until(fmt.Sprintf(`document.querySelector(".current")?.dataset.n === "%d"`, n)))
		if got := each(t, ctx, ".current .text", `e.textContent`); got != p.Source+","+p.Target {
			t.Errorf("pair %s shows %q, want %q and %q", p.ID, got, p.Source, p.Target)
		}
		got := value[int](t, ctx,
			`new Set([...document.querySelectorAll(".current .source .word")].map((e) => e.dataset.links)).size`)
		if got != len(p.Links) {
			t.Errorf("pair %s has %d linked words, want %d", p.ID, got, len(p.Links))
		}
	}
	do(t, ctx, press("/"), press(fmt.Sprintf("%d.", 2*pairsPerPart)), until(`document.querySelectorAll(".pair").length === 1`))
	trouble.None(t)
}

// TestLarge measures a page of a hundred thousand pairs, as a file and served. It runs where SATZPAAR_REVIEW_LARGE
// is set, to the number of pairs to take.
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
			ctx, trouble := browsertest.Open(t)
			do(t, ctx, chromedp.Navigate("about:blank"))
			for round := range 2 { // the first includes what browser and server do once
				do(t, ctx, chromedp.Navigate("about:blank"))
				start, before := time.Now(), usage(t, ctx)
				do(t, ctx, chromedp.Navigate(url), until(`document.querySelectorAll(".pair").length === 200`))
				took, after := time.Since(start).Seconds(), usage(t, ctx)
				t.Logf("round %d: open after %.2f s; processor time: page %.2f s, rest of the browser %.2f s, server %.2f s; "+
					"memory of the page %.0f MB", round, took,
					after.page-before.page, after.browser-before.browser, after.server-before.server, after.resident)
			}
			if _, err := chromedp.Call(ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
				t.Fatal(err)
			}
			t.Logf("after a collection %.0f MB, of which %.0f MB are the script's heap", usage(t, ctx).resident,
				value[float64](t, ctx, `performance.memory.usedJSHeapSize`)/1e6)
			frames := chromedp.Evaluate[float64](`new Promise((ok) => {
				let n = 0; const start = performance.now();
				const next = () => {
					scrollBy(0, 60); n++;
					if (performance.now() - start > 2000) ok(n / ((performance.now() - start) / 1000));
					else requestAnimationFrame(next);
				};
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
			do(t, ctx, set("order", "risk"))
			t.Logf("ordering by risk: %.0f ms", float64(time.Since(start).Milliseconds()))
			start = time.Now()
			do(t, ctx, js(`location.hash = "#page`+strconv.Itoa(n/200)+`"`),
				until(`document.getElementById("pages").textContent.includes("page `+strconv.Itoa(n/200)+` of")`))
			t.Logf("last page: %.0f ms", float64(time.Since(start).Milliseconds()))
			trouble.None(t)
		})
	}
}

// A used is what processes took: seconds of processor time, and the memory of the page in units of a million bytes.
// What the system does not report is 0.
type used struct{ page, browser, server, resident float64 }

// usage adds up the processes below the browser; that of the page is the largest one. The server is the test itself.
func usage(t *testing.T, ctx context.Context) used {
	t.Helper()
	root := chromedp.FromContext(ctx).Browser.Process().Pid
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	parent, seconds, size := map[int]int{}, map[int]float64{}, map[int]float64{}
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		_, rest, _ := strings.Cut(string(raw), ") ") // proc(5): fields from the third on
		fields := strings.Fields(rest)
		number := func(i int) float64 { n, _ := strconv.ParseFloat(fields[i-3], 64); return n }
		parent[pid] = int(number(4))
		seconds[pid] = (number(14) + number(15)) / 100
		size[pid] = number(24) * float64(os.Getpagesize()) / 1e6
	}
	u := used{server: seconds[os.Getpid()]}
	largest := 0
	for pid := range parent {
		for p, depth := pid, 0; p > 1 && depth < 20; p, depth = parent[p], depth+1 {
			if p == root {
				u.browser += seconds[pid]
				if size[pid] > u.resident {
					u.resident, largest = size[pid], pid
				}
			}
		}
	}
	u.page = seconds[largest]
	u.browser -= u.page
	return u
}
