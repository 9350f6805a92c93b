// Package predict writes what a detector finds in the documents of a gold file, for scorers outside this project.
package predict

import (
	"bufio"
	"encoding/json"
	"os"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/detect"
)

// Write reads documents, one JSON object with id and text a line, and writes for each a line with its id and the spans
// of its runs, counted in code points: {"id":"…","spans":[{"start":0,"end":9,"lang":"de"},…]}.
func Write(gold, out string, d detect.Detector) error {
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
