package satzpaar_test

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

func TestPlanLines(t *testing.T) {
	plan := satzpaar.BackendPlan{Backend: "b", Documents: 1, Plan: price.Plan{
		Sentences: 9, Unique: 8, Cached: 5, ToSend: 3, Requests: 1, Unit: "characters",
		Source: price.Estimate{Low: 100, High: 120},
	}}
	const head = "b\n  1 document, 9 sentences: 8 different, 5 of them in the cache, 3 to send in at least 1 request\n" +
		"  about 100 to 120 characters in"
	for _, test := range []struct {
		name   string
		change func()
		want   string
	}{
		{"no price", func() {},
			"\n  cost not known: set price_in and price_out in [backend.NAME] of the configuration"},
		{"free of charge, and local", func() { plan.PriceKnown, plan.Seconds = true, price.Estimate{Low: 2, High: 130} },
			"\n  costs nothing\n  takes 2 s to 2 min on this machine, by a sample just translated"},
		{"a price of the configuration", func() { plan.Cost, plan.Seconds = price.Estimate{Low: 0.5, High: 1}, price.Estimate{} },
			"\n  costs $0.5000 to $1.0000"},
		{"a list price, and tokens out", func() {
			plan.Target, plan.PriceDate, plan.PriceSource = price.Estimate{Low: 7, High: 9}, "2026-11-01", "example.org"
		},
			", 7 to 9 out\n  costs $0.5000 to $1.0000, at the list price of 2026-11-01 (example.org); price_in and " +
				"price_out in [backend.NAME] of the configuration override it"},
	} {
		test.change()
		if got := strings.Join(plan.Lines(), "\n"); got != head+test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, head+test.want)
		}
	}
}

func TestBatchWords(t *testing.T) {
	running := openai.BatchState{Status: "in_progress", Total: 5, Completed: 2}
	done := openai.BatchState{Status: "completed", Ended: true, Total: 5, Completed: 5}
	for _, test := range []struct {
		said interface{ String() string }
		want string
	}{
		{satzpaar.Collected{BatchState: running}, "in_progress, 2 of 5 requests done"},
		{satzpaar.Collected{BatchState: done, Stored: 1}, "completed, 1 translation stored"},
		{satzpaar.Collected{BatchState: done, Stored: 3, Open: 2, PriceKnown: true, Cost: 0.25},
			"completed, 3 translations stored, 2 that failed or were not reached are sent as usual now; it cost about $0.2500"},
		{satzpaar.Rereading{Answers: 1, Stored: 2}, "1 answer read again without asking: 2 translations stored"},
		{satzpaar.Rereading{Strange: 4},
			"0 answers read again without asking: 0 translations stored; 4 of another model or prompt, or broken"},
	} {
		if got := test.said.String(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.said, got, test.want)
		}
	}
}
