package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// TestProgressLine: what a log gets counts documents and sentences, and estimates how long the rest takes; it comes every
// ten seconds.
func TestProgressLine(t *testing.T) {
	now := time.Unix(1_000_000_000, 0)
	var said bytes.Buffer
	j := &job{
		app:    &app{terminal: &terminal{now: func() time.Time { return now }, stderr: &said}},
		flags:  &translateFlags{},
		config: satzpaar.Config{Host: satzpaar.Host{Budget: price.NewBudget(0)}},
	}
	files := make([]corpus.Input, 6)
	for i := range files {
		files[i].Size = 100 * 120
	}
	p := j.newProgress()
	p.expect(files)
	for _, f := range files[:3] {
		for range 50 {
			now = now.Add(200 * time.Millisecond)
			p.translated(2, translate.Usage{})
		}
		p.done(corpus.Done{Input: f, Report: pipeline.Report{Sentences: 100, Answered: 100}})
	}
	const want = "satzpaar: 0 of 6 documents, 100 sentences: 100 translated, 0 from the cache, 0 failed; " +
		"10 sentences/s; about 50 s left\n" +
		"satzpaar: 1 of 6 documents, 200 sentences: 200 translated, 0 from the cache, 0 failed; " +
		"10 sentences/s; about 40 s left\n" +
		"satzpaar: 2 of 6 documents, 300 sentences: 300 translated, 0 from the cache, 0 failed; " +
		"10 sentences/s; about 30 s left\n"
	if said.String() != want {
		t.Errorf("%s\nwant\n%s", &said, want)
	}
}
