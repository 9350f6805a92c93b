package marian

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
)

// TestFileChanges: what becomes of the file after a model was opened does not matter to it.
func TestFileChanges(t *testing.T) {
	for name, kind := range map[string]string{"model.mini.bin": "mini.float32", "model.mini.intgemm.alphas.bin": "mini.int8"} {
		dir := t.TempDir()
		for to, from := range map[string]string{"model.deen.bin": name, "vocab.deen.spm": "vocab.mini.spm", "lex.50.50.deen.s2t.bin": "lex.50.50.mini.s2t.bin"} {
			if err := os.WriteFile(filepath.Join(dir, to), read(t, from), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		b, err := Open(dir, Config{raw: true})
		if err != nil {
			t.Fatal(err)
		}
		item := translate.Item{Text: lines(t, "sentences.de")[0]}
		before := results(t, b, item)
		if err := os.Truncate(filepath.Join(dir, "model.deen.bin"), 0); err != nil {
			t.Fatal(err)
		}
		if after := results(t, b, item); before[0].Text == "" || after[0].Text != before[0].Text {
			t.Errorf("%s: %q became %q", name, before[0].Text, after[0].Text)
		}
		given := results(t, backend(t, kind, 1), item)
		if given[0].Text != before[0].Text {
			t.Errorf("%s: a folder translates to %q, the same files given to New to %q", name, before[0].Text, given[0].Text)
		}
	}
}
