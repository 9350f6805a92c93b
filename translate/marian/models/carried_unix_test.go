//go:build unix

package models

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestCarriedPipes: a pipe among the files given, or a link to one, is not waited for.
func TestCarriedPipes(t *testing.T) {
	const model = "model.ende.intgemm.alphas.bin"
	for _, c := range []struct {
		pipe  string
		taken bool
	}{
		{"notes", true}, {"decoder.yml", false}, {manifestName, false}, {model, false},
	} {
		dir := t.TempDir()
		for name, f := range ownPackage(t, nil) {
			if name != c.pipe {
				if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := syscall.Mkfifo(filepath.Join(dir, c.pipe), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(c.pipe, filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		files, closed, err := OpenCarried(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer closed()
		done := make(chan error, 1)
		go func() {
			p := &Puller{Dir: t.TempDir(), Carried: files}
			found, err := p.Wanted("en-de")
			if err == nil {
				err = p.Pull(t.Context(), found[0])
			}
			done <- err
		}()
		select {
		case err := <-done:
			if (err == nil) != c.taken {
				t.Errorf("%s is a pipe: %v", c.pipe, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s is a pipe, and is waited for", c.pipe)
		}
	}
}
