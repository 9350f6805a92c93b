package metric

import (
	"strings"
	"testing"
)

// score scores predictions against gold; without predictions, gold against itself.
func score(t *testing.T, gold, predictions string) (*GoldScore, error) {
	t.Helper()
	made, err := ReadPredictions(strings.NewReader(predictions), "made.jsonl")
	if err != nil {
		return nil, err
	}
	var s GoldScore
	for g, err := range ReadGold(strings.NewReader(gold), "gold.jsonl") {
		if err != nil {
			return nil, err
		}
		p := made[g.ID]
		if predictions == "" {
			p = &Prediction{g.Splits, g.Runs, g.Beads}
		}
		if err := s.Add(g, p); err != nil {
			return nil, err
		}
	}
	return &s, nil
}

const (
	goldSplits = `{"id":"a","text":"Eins. Zwei. Drei.","spans":[[0,5],[6,11],[12,17]]}`
	goldRuns   = `{"doc_id":"a","text":"Das ist gut. This is good.","class":"mix",` +
		`"spans":[{"start":0,"end":12,"lang":"de"},{"start":13,"end":26,"lang":"en"}]}`
	goldBeads = `{"id":"a","lang":"de-en","src":["x","y"],"tgt":["u","v"],"gold":[[[0],[0]],[[1],[1]]],"level":"easy"}`
)

func TestGold(t *testing.T) {
	for _, c := range []struct{ what, gold, made, want string }{
		{"splits", goldSplits, "", "all   P 100.00 R 100.00 F1 100.00"},
		{"half of the splits", goldSplits, `{"id":"a","spans":[[0,5],[6,17]]}`, "all   P 100.00 R 50.00 F1 66.67"},
		{"runs", goldRuns, "", "ALL                          1   100.00  100.00  100.00  100.00"},
		{"runs with spaces", strings.Replace(goldRuns, "[{", "[ {", 1), "", "ALL                          1   100.00"},
		{"no runs found", goldRuns, `{"id":"a","spans":[]}`, "  0.00"},
		{"a text without runs", goldRuns + "\n" + `{"id":"b","text":"Ja.","spans":[]}`, "",
			"ALL                          2   100.00  100.00  100.00  100.00"},
		{"a text without runs comes first", `{"id":"b","text":"Ja.","spans":[],"class":"none"}` + "\n" + goldRuns, "",
			"ALL                          2   100.00  100.00  100.00  100.00"},
		{"beads", goldBeads, "", "easy           docs     1 strict P 100.00 R 100.00"},
		{"one bead", goldBeads, `{"id":"a","align":[[[0],[0]],[[1],[]]]}`,
			"ALL            docs     1 strict P  50.00 R  50.00"},
		{"blank lines and entries without gold",
			"\n" + goldSplits + "\n\n{\"id\":\"b\",\"text\":\"x\"}\n", "", "docs exactly right 1/1"},
	} {
		s, err := score(t, c.gold, c.made)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
		} else if !strings.Contains(s.String(), c.want) {
			t.Errorf("%s: got\n%s\nwant %s", c.what, s, c.want)
		}
	}
	s, err := score(t, strings.Replace(goldBeads, `,"level":"easy"`, "", 1), "")
	if err != nil || strings.Count(s.String(), "\n") > 0 {
		t.Errorf("beads without a level: %v\n%v", err, s)
	}
	s, err = score(t, goldSplits, `{"id":"other","spans":[]}`)
	if err != nil || s.Missing != 1 || s.Kind() != GoldSplits || !strings.Contains(s.String(), "P 0.00 R 0.00") {
		t.Errorf("a missing prediction: %+v, %v", s, err)
	}
}

func TestGoldErrors(t *testing.T) {
	for _, c := range []struct{ gold, made, want string }{
		{goldSplits + "\n{broken", "", "gold.jsonl:2: "},
		{`{"id":"a","spans":[[1,"x"]]}`, "", "gold.jsonl:1: "},
		{goldSplits, "\n{broken", "made.jsonl:2: "},
		{goldSplits + "\n" + goldRuns, "", "a line of runs among lines of splits"},
		{goldRuns, `{"id":"a","spans":[[0,3]]}`, "not one of runs"},
		{goldSplits, `{"id":"a","spans":[{"start":0,"end":3}]}`, "not one of splits"},
	} {
		if _, err := score(t, c.gold, c.made); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s and %s: got %v, want %s", c.gold, c.made, err, c.want)
		}
	}
}

// TestScoreNames: a level that a file names cannot add a line to the table.
func TestScoreNames(t *testing.T) {
	s, err := score(t, strings.Replace(goldBeads, "easy", `easy\nALL 1.00`, 1), "")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(s.String(), "\n"); len(lines) != 2 {
		t.Errorf("%d lines, want one for all and one for the level: %q", len(lines), lines)
	}
}
