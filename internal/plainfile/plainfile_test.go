//go:build unix

package plainfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("file", []byte("Ja."), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo("pipe", 0o600); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link": "file", "hidden": "pipe", "loop": "loop", "lost": "missing"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, tt := range []struct {
		name string
		want error // nil: it is read
	}{
		{"file", nil}, {"link", nil},
		{"pipe", plainfile.ErrNotPlain}, {"hidden", plainfile.ErrNotPlain}, {"/dev/zero", plainfile.ErrNotPlain},
		{"missing", fs.ErrNotExist}, {"lost", fs.ErrNotExist}, {"loop", syscall.ELOOP},
	} {
		raw, err := plainfile.ReadFile(tt.name)
		if !errors.Is(err, tt.want) || tt.want == nil && string(raw) != "Ja." {
			t.Errorf("%s: %q, %v", tt.name, raw, err)
		}
		if filepath.IsAbs(tt.name) || tt.name == "loop" { // a root has its own error for links that go round
			continue
		}
		f, err := plainfile.OpenIn(root, tt.name)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s in a root: %v", tt.name, err)
		}
		if err == nil {
			f.Close()
		}
	}
	if _, err := plainfile.ReadFile(dir); err == nil {
		t.Error("a folder was read")
	}
	if raw, err := plainfile.ReadFile(os.DevNull); len(raw) > 0 || err != nil {
		t.Errorf("the null device: %q, %v", raw, err)
	}
}

// TestCallers finds the packages that open files by other ways.
func TestCallers(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch entry.Name() {
			case "testdata", "scripts", "plainfile", "faultserver", "browsertest", "postgrestest", "usertest", // not part of the program
				"gen", "learn", "train", "tune", "predict", "parallel": // run by developers on files of their own
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		raw, err := os.ReadFile("../../" + name)
		if err != nil {
			return err
		}
		seen++
		for _, call := range []string{"os.Open(", "os.ReadFile("} {
			if strings.Contains(string(raw), call) {
				t.Errorf("%s calls %s…): files are opened by package plainfile", name, call)
			}
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Errorf("%d files, %v", seen, err)
	}
}
