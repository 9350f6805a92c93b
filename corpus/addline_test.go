package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Lines that several add at once are all there, each whole, behind what was there.
func TestAddLine(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "terms.tsv")
	if err := os.WriteFile(path, []byte("a\tb\nno end"), 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "linked.tsv")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	const writers, lines = 4, 20
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range lines {
				if err := AddLine([]string{path, link}[i%2], fmt.Sprintf("%d\t%d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(raw), "a\tb\nno end\n") {
		t.Errorf("what was there has changed: %.40q", raw)
	}
	for w := range writers {
		for i := range lines {
			if line := fmt.Sprintf("\n%d\t%d\n", w, i); strings.Count(string(raw), line) != 1 {
				t.Errorf("%q is not there once", line)
			}
		}
	}
	if to, err := os.Readlink(link); err != nil || to != path {
		t.Errorf("the link was replaced: %q, %v", to, err)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 2 {
		t.Errorf("files are left over: %v, %v", names, err)
	}
	for _, name := range []string{filepath.Join(dir, "missing"), dir, os.DevNull} {
		if err := AddLine(name, "x"); err == nil {
			t.Errorf("a line was added to %s", name)
		}
	}
}
