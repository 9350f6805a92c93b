//go:build unix

package corpus_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// TestRepliesPipe: a pipe in an output folder that came from somebody else does not keep a run waiting.
func TestRepliesPipe(t *testing.T) {
	out, err := corpus.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	path := filepath.Join(out.Dir, corpus.RepliesFile)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if file, err := out.AppendReplies(); !errors.Is(err, plainfile.ErrNotPlain) {
		t.Errorf("opened %v, %v", file, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	file, err := out.AppendReplies()
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
