package review

import (
	"context"
	"fmt"
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
	memory := []Remembered{{"old.tmx", "Ein altes Haus.", "An old house."}, {"old.tmx", "Ein Hund.", "A dog."}}
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
