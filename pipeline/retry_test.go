package pipeline_test

import (
	"context"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
)

func retryOf(was *bitext.Bitext) *pipeline.Retry {
	return &pipeline.Retry{Flagged: true, Earlier: func(_, _ string) (*bitext.Bitext, error) { return was, nil }}
}

// An answer with the same faults is not better than the earlier one because the pipeline has remarked on that as well.
func TestRetryComparesAllFindings(t *testing.T) {
	p, _ := shoutingPipeline("translate") // the backend does not know the span, which is kept
	p.Env = check.Env{From: p.Pair.From, To: p.Pair.To}
	p.Checks = []*check.Check{check.Numbers}
	const text = "Es kostet 300 Euro, sagte ‹es:hola amigos› und ging."
	answer := prose{text: "It costs 30 euros, said ‹es:hola amigos› and left."}
	p.Backend = answer
	d := parse(t, text)
	was, _, err := p.Document(context.Background(), d, nil)
	if err != nil || len(was.Pairs[0].Findings) != 2 {
		t.Fatalf("%+v, %v", was, err)
	}
	p.Retry = retryOf(was)
	answer[text] = "It costs 31 euros, said ‹es:hola amigos› and left."
	b, _, err := p.Document(context.Background(), d, nil)
	if err != nil || b.Pairs[0].Target != was.Pairs[0].Target || len(b.Pairs[0].Findings) != 2 {
		t.Errorf("%+v, %v", b, err)
	}
	if c := p.Retry.Counts(); c.Kept != 1 || c.Better != 0 {
		t.Errorf("counts %+v", c)
	}
}

// Where whole paragraphs are sent, no sentence is lost when the earlier translations stay, and sentences that failed
// may come back as one.
func TestRetryBlocks(t *testing.T) {
	const one, two = "Die Stadt baut ein neues Schwimmbad.", "Der Eintritt kostet 4 Euro, und es öffnet 2027."
	const joined = "The city is building a new swimming pool, admission costs 5 euros, and it opens in 2027."
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Lexicon: align.GermanEnglish,
		Blocks: document.English, Checks: []*check.Check{check.Numbers}}
	p.Env = check.Env{From: p.Pair.From, To: p.Pair.To}
	d := parse(t, one+" "+two)
	for _, failed := range []bool{false, true} {
		p.Retry, p.Backend = nil, prose{}
		if !failed {
			p.Backend = prose{one: "The city is building 2 new pools.", two: "Admission costs 6 euros; it opens in 2027."}
		}
		was, _, err := p.Document(context.Background(), d, nil)
		if err != nil || len(was.Pairs) != 2 {
			t.Fatalf("%+v, %v", was, err)
		}
		want := was.Pairs[0].Target + " " + was.Pairs[1].Target
		counts := [3]int{0, 2, 0}
		if failed {
			want, counts = joined, [3]int{2, 0, 0}
		}
		p.Retry = retryOf(was)
		p.Backend = prose{one + " " + two: joined, one: "We built 3 pools.", two: "It costs 7 euros in 2027."}
		b, _, err := p.Document(context.Background(), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, pair := range b.Pairs {
			got = append(got, pair.Target)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("failed %t: got %q, want %q", failed, got, want)
		}
		if c := p.Retry.Counts(); [3]int{c.Better, c.Kept, c.Failed} != counts {
			t.Errorf("failed %t: counts %+v, want %v", failed, c, counts)
		}
	}
}

// TestRetryChecksOnce: an answer that is taken is not looked at a second time, unless an edit has come over it.
func TestRetryChecksOnce(t *testing.T) {
	looked := map[string]int{}
	counting := &check.Check{Name: "counting", Run: func(p *bitext.Pair, _ *check.Env) []bitext.Finding {
		looked[p.Target]++
		if strings.Contains(p.Target, "bad") {
			return []bitext.Finding{{Check: "counting", Severity: bitext.Warning, Message: "bad"}}
		}
		return nil
	}}
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Checks: []*check.Check{counting}}
	p.Env = check.Env{From: p.Pair.From, To: p.Pair.To}
	d := parse(t, "Das ist eins. Das ist zwei. Das ist drei.")
	p.Backend = prose{"Das ist eins.": "bad one", "Das ist zwei.": "bad two", "Das ist drei.": "bad three"}
	was, _, err := p.Document(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	clear(looked)
	p.Retry = retryOf(was)
	p.Backend = prose{"Das ist eins.": "one", "Das ist zwei.": "bad too", "Das ist drei.": "three"}
	human := "three, by hand"
	edit := bitext.Edit{Key: bitext.Keys(was)[2], Target: &human, Time: "2026-01-01T00:00:00Z"}
	b, _, err := p.Document(context.Background(), d, []bitext.Edit{edit})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		target   string
		findings int
	}{{"one", 0}, {"bad two", 1}, {human, 0}} {
		pair := b.Pairs[i]
		if pair.Target != want.target || len(pair.Findings) != want.findings || pair.Risk == nil {
			t.Errorf("pair %d: %+v, want %+v", i, pair, want)
		}
	}
	for _, target := range []string{"one", "bad too", "bad two", "three", human} {
		if looked[target] != 1 {
			t.Errorf("%q was looked at %d times, want 1", target, looked[target])
		}
	}
}

// TestRetrySubtitle: an answer that is no faster to read than the earlier one is not better.
func TestRetrySubtitle(t *testing.T) {
	const text = "1\n00:00:01,000 --> 00:00:02,000\nDas ist ein Satz.\n"
	d, err := document.Parse("a.srt", []byte(text), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Checks: []*check.Check{check.Speed}}
	p.Backend = prose{"Das ist ein Satz.": "Nobody can read all of this within a second."}
	was, _, err := p.Document(context.Background(), d, nil)
	if err != nil || len(was.Pairs) != 1 || len(was.Pairs[0].Findings) != 1 {
		t.Fatalf("%+v, %v", was, err)
	}
	for answer, want := range map[string]pipeline.RetryCounts{
		"Nobody can read all of this within a second, either.": {Asked: 1, Kept: 1},
		"Read this at once.": {Asked: 1, Better: 1},
	} {
		p.Retry = retryOf(was)
		p.Backend = prose{"Das ist ein Satz.": answer}
		if _, _, err := p.Document(context.Background(), d, nil); err != nil {
			t.Fatal(err)
		}
		if c := p.Retry.Counts(); c.Asked != want.Asked || c.Kept != want.Kept || c.Better != want.Better {
			t.Errorf("%q: %+v, want %+v", answer, c, want)
		}
	}
}

func TestRetryLines(t *testing.T) {
	for _, test := range []struct {
		counts pipeline.RetryCounts
		want   string
	}{
		{pipeline.RetryCounts{Asked: 1, Failed: 1},
			"asked again for 1 sentence: 0 better, 0 no better (the old translation stays), 1 failed"},
		{pipeline.RetryCounts{Asked: 5, Better: 3, Kept: 2, Before: map[string]int{"numbers": 4, "length": 1},
			After: map[string]int{"numbers": 1, "quotes": 1}},
			"asked again for 5 sentences: 3 better, 2 no better (the old translation stays), 0 failed\n" +
				"                   before  after\n" +
				"  length                1      0\n" +
				"  numbers               4      1\n" +
				"  quotes                0      1"},
	} {
		if got := strings.Join(test.counts.Lines(), "\n"); got != test.want {
			t.Errorf("%+v:\n%s\nwant\n%s", test.counts, got, test.want)
		}
	}
}
