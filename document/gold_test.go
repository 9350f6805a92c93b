package document

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

// TestWritePredictions writes the spans of the sets that SATZPAAR_SPLIT_OUT asks for, for a scorer outside.
func TestWritePredictions(t *testing.T) {
	out := os.Getenv("SATZPAAR_SPLIT_OUT")
	if out == "" {
		t.Skip("SATZPAAR_SPLIT_OUT is not set")
	}
	files, err := filepath.Glob("../../shared/data/eval/segmentation/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no sets", err)
	}
	for _, f := range files {
		in, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		w, err := os.Create(filepath.Join(out, filepath.Base(f)))
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(in)
		s.Buffer(nil, 1<<24)
		for s.Scan() {
			var row struct {
				DocID string `json:"doc_id"`
				ID    string `json:"id"`
				Text  string `json:"text"`
				Lang  string `json:"lang"`
			}
			if err := json.Unmarshal(s.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			lang := "de"
			if filepath.Base(f) == "golden_en.jsonl" || filepath.Base(f)[:5] == "ud_en" {
				lang = "en"
			}
			d, err := Parse("x.txt", []byte(row.Text), Options{Split: SplitterFor(lang)})
			if err != nil {
				t.Fatal(f, row.DocID, row.ID, err)
			}
			id := row.DocID
			if id == "" {
				id = row.ID
			}
			spans := [][2]int{}
			for _, b := range d.Blocks {
				for _, s := range b.Sentences {
					o := b.Pieces[0].Source.Start
					x := utf8.RuneCountInString(row.Text[:o+s.Start])
					spans = append(spans, [2]int{x, x + utf8.RuneCountInString(b.Text[s.Start:s.End])})
				}
			}
			line, _ := json.Marshal(map[string]any{"id": id, "spans": spans})
			w.Write(append(line, '\n'))
		}
		in.Close()
		w.Close()
	}
}
