package review

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// What is looked for in all documents is looked for in the memory too.
func TestFindInMemory(t *testing.T) {
	memory := []Remembered{{From: "old.tmx", Source: "Ein altes Haus.", Target: "An old house."},
		{From: "old.tmx", Source: "Ein Hund.", Target: "A dog."}}
	for _, tt := range []struct {
		query, side string
		want        int
	}{{"haus", "", 1}, {"haus", "target", 0}, {"OLD", "target", 1}, {"ein", "source", 2}, {"", "", 0}} {
		if found, more := remembered(t.Context(), memory, tt.query, tt.side); len(found) != tt.want || more {
			t.Errorf("%q in %q: %v, more %t", tt.query, tt.side, found, more)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, more := remembered(stopped, memory, "haus", ""); !more {
		t.Error("a search that was stopped says that it is complete")
	}
	s, _ := served(t, folderOf(t, sample()), func(s *Server) { s.Memory = memory })
	ctx, trouble := browsertest.Open(t)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("F"),
		press("haus\r"),
		until(`document.getElementById("find-count").textContent === "1 pair, 1 in the memory"`),
		until(`document.querySelector("#find-hits li:last-child").textContent === "old.tmxEin altes Haus.An old house."`))
	trouble.None(t)
}

// What is looked for is looked for in other runs too, as people have left them; each hit names its origin.
func TestFindInOtherRuns(t *testing.T) {
	earlier := other()
	run := folderOf(t, earlier, sample())
	f := newFolder(run)
	edited := "My home is old."
	edit := bitext.Edit{Key: bitext.Keys(earlier)[0], Target: &edited}
	if err := f.add(earlier.Document, 0, just(edit)); err != nil {
		t.Fatal(err)
	}
	memory := []Remembered{{From: "old.tmx", Source: "Ein altes Haus.", Target: "An old house."}}
	s, _ := served(t, folderOf(t, sample()), func(s *Server) { s.Memory, s.Also = memory, []string{run} })
	ctx, trouble := browsertest.Open(t)
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("F"),
		press("haus\r"),
		until(`document.getElementById("find-count").textContent === "1 pair, 1 in the memory, 3 in other runs"`))
	want := "Das Haus ist alt.=The house is old.|Das Haus ist alt.=My home is old.|Das Haus ist sehr alt.=The home is very old."
	got := value[string](t, ctx, `[...document.querySelectorAll("#find-hits li")].slice(2).map((e) =>
		e.querySelector(".source").textContent + "=" + e.querySelector(".target").textContent).join("|")`)
	if got != want {
		t.Errorf("found %s, want %s", got, want)
	}
	from := each(t, ctx, "#find-hits .tag", `e.textContent`)
	name := filepath.Base(run)
	if want := "old.tmx," + name + " · a.txt 1.1," + name + " · b/other.txt 1.1," + name + " · b/other.txt 1.2"; from != want {
		t.Errorf("from %s, want %s", from, want)
	}
	if err := os.RemoveAll(run); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, js(`document.getElementById("find-form").requestSubmit()`),
		until(`document.getElementById("find-count").textContent.startsWith("Not searched: looking for bitexts: ")`))
	trouble.None(t)
}

// What is looked for is looked for in the cache too, in the languages of the document and without what was found
// elsewhere; a search that takes too long reports that there is more.
func TestFindInCache(t *testing.T) {
	of := func(from string, pairs ...bitext.Pair) *bitext.Bitext {
		return &bitext.Bitext{Header: bitext.Header{From: from, To: "en"}, Pairs: pairs}
	}
	pair := func(source, target string) bitext.Pair {
		return bitext.Pair{Source: source, Target: target, Origin: "marian:builtin@1"}
	}
	list := []*bitext.Bitext{
		of("nl", pair("Het haus.", "The house.")),
		of("de", pair("Das Haus ist alt.", "The house is old."), pair("Ein altes Haus.", "An old house."),
			pair("Ein Haus.", "A house."), pair("Ein Haus.", "A house."), pair("Ein Hund.", "A dog.")),
		of("de-AT", pair("Haus und Hof.", "House and farm.")), // German too
	}
	var trouble error
	s, _ := served(t, folderOf(t, sample()), func(s *Server) {
		s.Memory = []Remembered{{From: "old.tmx", Source: "Ein altes Haus.", Target: "An old house."}}
		s.Cached = func(context.Context) iter.Seq2[*bitext.Bitext, error] {
			return func(yield func(*bitext.Bitext, error) bool) {
				for _, b := range list {
					if !yield(b, trouble) {
						return
					}
				}
			}
		}
	})
	ctx, complaints := browsertest.Open(t)
	fromEnd := func(n int, want string) action {
		return until(fmt.Sprintf(`document.querySelector("#find-hits li:nth-last-child(%d)").textContent === %q`, n, want))
	}
	do(t, ctx, chromedp.Navigate(s.URL()+"document?d=a.txt"), until(`document.querySelector(".pair")`), press("F"),
		press("haus\r"),
		until(`document.getElementById("find-count").textContent === "1 pair, 1 in the memory, 2 in the cache"`),
		fromEnd(2, "cache · marian:builtin@1Ein Haus.A house."),
		fromEnd(1, "cache · marian:builtin@1Haus und Hof.House and farm."))
	complaints.None(t)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, more, err := s.findCached(stopped, "a.txt", "haus", "", nil); !more || err != nil {
		t.Errorf("a search that was stopped says that it is complete, or %v", err)
	}
	if found, more, err := s.findCached(t.Context(), "gone.txt", "haus", "", nil); len(found) > 0 || more || err != nil {
		t.Errorf("beside a document that is gone: %v, more %t, %v", found, more, err)
	}
	many := of("de")
	for i := range mostHits + 1 {
		many.Pairs = append(many.Pairs, pair(fmt.Sprint("Haus ", i), "x"))
	}
	list = []*bitext.Bitext{many}
	found, more, err := s.findCached(t.Context(), "a.txt", "haus", "", map[translation]bool{})
	if len(found) != mostHits || !more || err != nil {
		t.Errorf("%d are found of %d, more %t, %v", len(found), mostHits+1, more, err)
	}
	trouble = errors.New("damaged")
	if _, _, err := s.findCached(t.Context(), "a.txt", "haus", "", nil); !errors.Is(err, trouble) {
		t.Errorf("a cache that cannot be read: %v", err)
	}
}

// Two servers of a folder keep drafts of the same document, and neither loses what the other has.
func TestDraftsOfTwoServers(t *testing.T) {
	dir := folderOf(t, sample())
	const each = 40
	var wg sync.WaitGroup
	for _, who := range []string{"Mia", "Ben"} {
		files := draftFiles{dir: dir}
		wg.Go(func() {
			for i := range each {
				text := "x"
				d := draft{Key: bitext.Key{Source: fmt.Sprint(i)}, Field: "text", Text: &text,
					Time: time.Now().UTC().Format(time.RFC3339Nano)}
				if err := files.merge("a.txt", who, []draft{d}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	all, err := (&draftFiles{dir: dir}).read("a.txt")
	if err != nil || len(all) != 2*each {
		t.Errorf("%d drafts are kept, want %d (%v)", len(all), 2*each, err)
	}
}

// Every one of equal sentences gets an offer, also where the last run has left them merged in the bitext.
func TestOffersForMerged(t *testing.T) {
	cut, elsewhere := sample(), other()
	was := bitext.Pair{ID: "1.1", Block: 1, Kind: "paragraph", Source: "Das Haus ist alt.", Target: "The house is old.",
		Lang: "de", Action: bitext.Translate, State: bitext.Translated, Origin: "echo:1", Spans: []offset.Span{}}
	again, merged := was, was
	again.ID = "1.2"
	merged.Source, merged.Target = was.Source+" "+was.Source, was.Target+" "+was.Target
	merged.Was = []bitext.Pair{was, again}
	cut.Pairs = []bitext.Pair{merged}
	f := newFolder(folderOf(t, cut, elsewhere))
	text := "The house is ancient."
	if err := f.add(elsewhere.Document, 0, just(bitext.Edit{Key: bitext.Keys(elsewhere)[0], Target: &text})); err != nil {
		t.Fatal(err)
	}
	if offers, err := f.offers(cut.Document); err != nil || len(offers) != 2 {
		t.Errorf("%d offers, want 2 (%v): %+v", len(offers), err, offers)
	}
}
