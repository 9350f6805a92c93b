package outputs_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
)

func TestNamed(t *testing.T) {
	writers, err := outputs.Named("jsonl, same,jsonl", "de", "es")
	if err != nil || len(writers) != 2 || writers[0].Name != "jsonl" || writers[1].Name != "same" {
		t.Fatalf("%v, %v", writers, err)
	}
	if got := writers[1].Output("a/b.txt"); got != "a/b.txt.es.txt" {
		t.Errorf("the translated document is called %s", got)
	}
	_, err = outputs.Named("same,tvs", "de", "en")
	if err == nil || err.Error() != `there is no output "tvs"` {
		t.Errorf("a wrong name: %v", err)
	}
	if got := advice.Of(err); !strings.HasPrefix(got, "did you mean tsv?") {
		t.Errorf("advice %q", got)
	}
	if _, err := outputs.Named(outputs.Usual, "de", "en"); err != nil {
		t.Error(err)
	}
}

// TestNames: no two outputs of a document get in each other's way.
func TestNames(t *testing.T) {
	files := map[string]string{}
	for _, w := range outputs.All("en") {
		name := strings.ToLower(w.Output("a.txt"))
		if other := files[name]; other != "" {
			t.Errorf("%s and %s both write %s", other, w.Name, name)
		}
		files[name] = w.Name
	}
	for _, f := range bitext.Formats {
		if !slices.Contains(outputs.Names(), f.Name) {
			t.Errorf("%s is not an output", f.Name)
		}
	}
}

func TestAligned(t *testing.T) {
	dir := t.TempDir()
	out, err := corpus.UseFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	aligned, err := outputs.NewAligned(out)
	if err != nil {
		t.Fatal(err)
	}
	header := bitext.Header{Satzpaar: bitext.Version, Document: "a.txt", SHA256: document.Hash(nil), From: "de", To: "en"}
	pair := bitext.Pair{ID: "1.1", Block: 1, Source: "Ja.", Target: "Yes.", Action: bitext.Translate,
		State: bitext.Translated}
	if err := aligned.Add(&bitext.Bitext{Header: header, Pairs: []bitext.Pair{pair}}); err != nil {
		t.Fatal(err)
	}
	if err := aligned.Finish(); err != nil {
		t.Fatal(err)
	}
	docs, err := bitext.ReadFile(filepath.Join(dir, "a.txt.bitext.jsonl"))
	if err != nil || len(docs) != 1 || len(docs[0].Pairs) != 1 || docs[0].Pairs[0].Target != "Yes." {
		t.Errorf("%v, %v", docs, err)
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil || !strings.Contains(string(index), "a.txt.review.html") {
		t.Errorf("the index does not lead to the page: %v", err)
	}
}

// TestCard: an output folder with Parquet files is a data set to Hugging Face; what a person has made of its card stays.
func TestCard(t *testing.T) {
	dir := t.TempDir()
	out, err := corpus.OpenFolder(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	inputs := []string{"a.txt"}
	write := func(list, from, to string) string {
		t.Helper()
		writers, err := outputs.Named(list, from, to)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range writers {
			if w.Shared != nil {
				if err := w.Shared(out, inputs); err != nil {
					t.Fatal(err)
				}
			}
		}
		raw, err := out.ReadFile("README.md")
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	const head = `---
language:
- de
- en
task_categories:
- translation
multilinguality:
- translation
configs:
- config_name: pairs
  data_files: "**/*.bitext.parquet"
`
	if card := write("same,parquet", "de-AT", "en"); !strings.HasPrefix(card, head+"---\n") {
		t.Errorf("the card of pairs:\n%s", card)
	}
	card := write("parquet,nested", "de", "en-GB")
	if !strings.HasPrefix(card, head+"- config_name: documents\n  data_files: \"**/*.nested.parquet\"\n---\n") {
		t.Errorf("the card of both:\n%s", card)
	}
	for _, tt := range []struct{ from, to, want string }{
		{"", "en", "---\nlanguage:\n- en\ntask"}, // of documents in any language
		{"ger", "no", "---\nlanguage:\n- de\n- nb\ntask"},
	} {
		if card := write("parquet", tt.from, tt.to); !strings.HasPrefix(card, tt.want) {
			t.Errorf("%q to %q:\n%s", tt.from, tt.to, card)
		}
	}
	// Splits are those of the files' names, with those that earlier runs have named; but not where some have none.
	for _, tt := range []struct {
		input string
		want  []string
	}{
		{"test-00000-of-00001.parquet", nil}, // a.txt may be in the folder
		{"", nil},
		{"more/test-00000-of-00001.parquet", []string{"test"}},
		{"train-00000-of-00002.jsonl", []string{"test", "train"}},
		{"trainer-00000-of-00002.parquet", nil},
	} {
		if tt.input == "" {
			if err := os.Remove(filepath.Join(dir, "out", "README.md")); err != nil {
				t.Fatal(err)
			}
			continue
		}
		inputs = []string{tt.input}
		card := write("parquet", "de", "en")
		want := "  data_files: \"**/*.bitext.parquet\"\n"
		if tt.want != nil {
			want = "  data_files:\n"
		}
		for _, split := range tt.want {
			want += "  - split: " + split + "\n    path: \"**/" + split + "-*.bitext.parquet\"\n"
		}
		if !strings.HasPrefix(card, strings.TrimSuffix(head, "  data_files: \"**/*.bitext.parquet\"\n")+want+"---\n") {
			t.Errorf("the card after %s:\n%s", tt.input, card)
		}
	}
	const own = "# My sentences\n"
	if err := out.Write("README.md", func(w io.Writer) error { _, err := io.WriteString(w, own); return err }); err != nil {
		t.Fatal(err)
	}
	if card := write("parquet", "de", "en"); card != own {
		t.Errorf("a card of a person became:\n%s", card)
	}
}
