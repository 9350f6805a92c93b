package corpus

import (
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// TestOwn: a shard that somebody sent names no files but the outputs of its documents.
func TestOwn(t *testing.T) {
	o := &Options{Writers: []Writer{Same("en")}}
	for _, tt := range []struct {
		document, by, output string
		own                  bool
	}{
		{"a.txt", "same", "a.txt.en.txt", true},
		{"a/b.jsonl", "same", "a/b.jsonl.en.jsonl", true},
		{"a.jsonl", "jsonl", "a.jsonl" + bitext.Suffix, true}, // of a file that was cut
		{"a.txt", "same", "a.txt" + bitext.EditsSuffix, false},
		{"a.txt", "same", "b.txt.en.txt", false},
		{"a.txt", "review", "a.txt.en.txt", false},
		{"a.txt", "same", SummaryFile, false},
		{"../a.txt", "same", "../a.txt.en.txt", false},
		{"/a.txt", "same", "/a.txt.en.txt", false},
	} {
		err := o.own(&Row{Document: tt.document, Outputs: map[string]string{tt.by: tt.output}})
		if (err == nil) != tt.own {
			t.Errorf("%s as %s of %s: %v", tt.output, tt.by, tt.document, err)
		}
	}
}
