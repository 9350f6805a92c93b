package corpus_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/corpus"
)

func TestPartners(t *testing.T) {
	dir := tree(t, map[string]string{
		"de/a.txt": "a", "de/b.txt": "b", "de/sub/c.md": "c", "de/d.txt": "d",
		"fr/a.txt": "a", "fr/b.fr.txt": "b", "fr/sub/c.md.fr.md": "c", "fr/d.en.txt": "d",
	})
	if err := os.Symlink(filepath.Join(dir, "fr", "a.txt"), filepath.Join(dir, "de", "out.txt")); err != nil {
		t.Fatal(err)
	}
	source, target := filepath.Join(dir, "de"), filepath.Join(dir, "fr")
	pairs, alone, failed, err := corpus.Partners(source, target, "fr")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pairs {
		got = append(got, p[0].Name+"="+p[1].Name)
	}
	if want := "a.txt=a.txt b.txt=b.fr.txt sub/c.md=sub/c.md.fr.md"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
	if len(alone) != 1 || alone[0].Name != "d.txt" {
		t.Errorf("alone: %v", alone)
	}
	if len(failed) != 1 || !strings.Contains(failed[0].Err, "a link that leads out") {
		t.Errorf("failed: %v", failed)
	}
	if pairs, _, _, err = corpus.Partners(filepath.Join(source, "a.txt"), filepath.Join(target, "b.fr.txt"), "fr"); err != nil ||
		len(pairs) != 1 || pairs[0][1].Name != "b.fr.txt" {
		t.Errorf("two files: %v, %v", pairs, err)
	}
	if _, _, _, err := corpus.Partners(source, filepath.Join(target, "a.txt"), "fr"); err == nil ||
		!strings.Contains(err.Error(), "both be folders") {
		t.Errorf("a folder and a file: %v", err)
	}
	if _, _, _, err := corpus.Partners(source, filepath.Join(dir, "missing"), "fr"); err == nil {
		t.Error("a missing folder")
	}
}
