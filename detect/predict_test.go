package detect

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"unicode/utf8"
)

var (
	gold    = flag.String("gold", "", "gold file in the form of the shared langid sets; with -predict")
	predict = flag.String("predict", "", "write the runs of -gold's documents here, in the form of the shared scorer")
)

// TestPredict writes predictions for the scorer of the shared data; it is no test without -gold.
func TestPredict(t *testing.T) {
	if *gold == "" {
		t.Skip("no -gold")
	}
	if err := writePredictions(*gold, *predict, newScreen(t, Config{Explain: true})); err != nil {
		t.Fatal(err)
	}
}

func newScreen(t testing.TB, c Config) *Screen {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func writePredictions(gold, out string, d Detector) error {
	f, err := os.Open(gold)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := os.Create(out)
	if err != nil {
		return err
	}
	defer w.Close()
	type span struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Lang  string `json:"lang"`
		Why   string `json:"evidence,omitempty"`
	}
	enc := json.NewEncoder(w)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var doc struct{ ID, Text string }
		if err := json.Unmarshal(sc.Bytes(), &doc); err != nil {
			return err
		}
		var row struct {
			ID    string `json:"id"`
			Spans []span `json:"spans"`
		}
		row.ID = doc.ID
		at := 0
		for _, r := range d.Runs(doc.Text) {
			n := utf8.RuneCountInString(r.Span.In(doc.Text))
			row.Spans = append(row.Spans, span{at, at + n, r.Lang.String(), r.Evidence})
			at += n
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return sc.Err()
}
