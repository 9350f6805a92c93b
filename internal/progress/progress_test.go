package progress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/progress"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// TestProgressLine: what a log gets counts documents and sentences, and estimates how long the rest takes; it comes every
// ten seconds.
func TestProgressLine(t *testing.T) {
	now := time.Unix(1_000_000_000, 0)
	var said strings.Builder
	p := progress.New(progress.Config{
		Say:    func(line string) { said.WriteString(line + "\n") },
		Now:    func() time.Time { return now },
		Budget: price.NewBudget(0),
	})
	files := make([]corpus.Input, 6)
	for i := range files {
		files[i].Size = 100 * 120
	}
	p.Expect(files)
	for _, f := range files[:3] {
		for range 50 {
			now = now.Add(200 * time.Millisecond)
			p.Translated(2, translate.Usage{})
		}
		p.Done(corpus.Done{Input: f, Report: pipeline.Report{Sentences: 100, Answered: 100}})
	}
	const want = "0 of 6 documents, 100 sentences: 100 translated, 0 from the cache, 0 failed; " +
		"10 sentences/s; about 50 s left\n" +
		"1 of 6 documents, 200 sentences: 200 translated, 0 from the cache, 0 failed; " +
		"10 sentences/s; about 40 s left\n" +
		"2 of 6 documents, 300 sentences: 300 translated, 0 from the cache, 0 failed; " +
		"10 sentences/s; about 30 s left\n"
	if said.String() != want {
		t.Errorf("%s\nwant\n%s", said.String(), want)
	}
}
