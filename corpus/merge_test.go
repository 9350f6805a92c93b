package corpus

import (
	"io"
	"strings"
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

// TestMergeReceived: a plan that somebody sent may cut files that are none of records, and parts may be anything. That
// is an error, and no panic.
func TestMergeReceived(t *testing.T) {
	for _, name := range []string{"a.txt", "a.jsonl", "a.parquet"} {
		s, err := OpenShards(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		put := func(f *Folder, name, content string) {
			t.Helper()
			if err := f.Write(name, func(w io.Writer) error { _, err := io.WriteString(w, content); return err }); err != nil {
				t.Fatal(err)
			}
		}
		put(s.folder, planFile, `{"satzpaarPlan":2,"shards":2,"inputs":[{"name":"`+name+`","parts":[{"shard":0},{"shard":1}]}]}`)
		if err := s.readPlan(); err != nil {
			t.Fatal(err)
		}
		output := Same("en").Output(name)
		for shard := range 2 {
			f, err := s.open(shard)
			if err != nil {
				t.Fatal(err)
			}
			put(f, output, "PAR1 and nothing else")
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			row := Row{Document: name, Outputs: map[string]string{same: output}}
			if err := s.Complete(shard, &Summary{}, []Row{row}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Merge(MergeOptions{Writers: []Writer{Same("en")}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
