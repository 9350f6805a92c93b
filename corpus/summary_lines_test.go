package corpus_test

import (
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/corpus"
)

func TestAccount(t *testing.T) {
	for _, test := range []struct {
		name    string
		summary corpus.Summary
		want    []string
	}{
		{"nothing", corpus.Summary{}, []string{
			"0 documents, 0 sentences in 0.0 s: 0 translated, 0 from the cache, 0 kept, 0 dropped, 0 failed; " +
				"0 with foreign text",
		}},
		{"near duplicates and refusals, for nothing", corpus.Summary{
			Seconds: 2,
			Counts: corpus.Counts{Documents: 1, Sentences: 9, Sent: 2, Cached: 3, Near: 1, Kept: 1, Dropped: 1, Failed: 2,
				Refused: 1, Foreign: 4},
			Usage: corpus.Usage{Requests: 3, SourceTokens: 100, TargetTokens: 90},
		}, []string{
			"1 sentence put together from the translations of near duplicates",
			"1 document, 9 sentences in 2.0 s, 4 sentences/s: 2 translated, 3 from the cache, 1 kept, 1 dropped, " +
				"2 failed (1 refused); 4 with foreign text",
		}},
		{"a cost that is known", corpus.Summary{
			Usage: corpus.Usage{Requests: 1, SourceTokens: 100, TargetTokens: 90, Cost: 0.5},
		}, []string{
			"0 documents, 0 sentences in 0.0 s: 0 translated, 0 from the cache, 0 kept, 0 dropped, 0 failed; " +
				"0 with foreign text",
			"1 request: 100 in, 90 out, $0.5000",
		}},
		{"an estimate and its forecast", corpus.Summary{
			Usage: corpus.Usage{Requests: 2, Cost: 0.5, Estimate: true, ForecastLow: 0.25, ForecastHigh: 1},
		}, []string{
			"0 documents, 0 sentences in 0.0 s: 0 translated, 0 from the cache, 0 kept, 0 dropped, 0 failed; " +
				"0 with foreign text",
			"2 requests: 0 in, 0 out, about $0.5000; the forecast was $0.2500 to $1.0000",
		}},
	} {
		if got := test.summary.Lines(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestProgressLines(t *testing.T) {
	for _, test := range []struct {
		progress corpus.Progress
		want     []string
	}{
		{
			corpus.Progress{Shards: 2, Done: 2, Counts: corpus.Counts{Sentences: 1}},
			[]string{"2 of 2 shards complete, 1 sentence"},
		},
		{
			corpus.Progress{Shards: 9, Done: 3, Begun: "3", Open: "4-8", Failed: "0,2", Cost: 0.25,
				Counts: corpus.Counts{Sentences: 20, Failed: 4, Skipped: 1}},
			[]string{
				"3 of 9 shards complete, 20 sentences, 4 failed, 1 input unreadable, $0.2500",
				"  begun: 3", "  not begun: 4-8", "  with failures: 0,2",
			},
		},
	} {
		if got := test.progress.Lines(); !slices.Equal(got, test.want) {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
