package corpus_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
)

// A file of records without any text has an empty bitext, of which nothing is written anew.
func TestRenderNothing(t *testing.T) {
	dir := tree(t, map[string]string{"a.jsonl": "\n", "out/a.jsonl" + bitext.Suffix: "", "out/a.jsonl.en.jsonl": "\n"})
	source, out := filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "out")
	r, err := corpus.NewRerenderer(out, []string{source}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render("a.jsonl", filepath.Join(out, "a.jsonl"+bitext.Suffix)); err != nil {
		t.Error(err)
	}
}
