//go:build unix

package plainfile_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
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

// takesNoLinks walks a folder by itself, and takes no links at all.
const takesNoLinks = "review/folder.go"

// TestCallers finds the packages that open files, or walk folders, in other ways.
func TestCallers(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch entry.Name() {
			case "testdata", "scripts", "plainfile", // not part of the program
				"faultserver", "browsertest", "postgrestest", "sampletest", "usertest", // for tests
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
		for _, call := range []string{"os.Open(", "os.ReadFile(", "filepath.WalkDir(", "filepath.Walk("} {
			if strings.Contains(string(raw), call) && (call != "filepath.WalkDir(" || name != takesNoLinks) {
				t.Errorf("%s calls %s…): files are opened, and folders walked, by package plainfile", name, call)
			}
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Errorf("%d files, %v", seen, err)
	}
}

// TestWalkLinks: what a walk passes over can be named.
func TestWalkLinks(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "sub"), 0o755), os.WriteFile(filepath.Join(dir, "a"), nil, 0o600),
		os.Symlink("..", filepath.Join(dir, "sub/up")), os.Symlink(t.TempDir(), filepath.Join(dir, "away")),
		os.Symlink("a", filepath.Join(dir, "b")), os.Symlink("missing", filepath.Join(dir, "lost"))); err != nil {
		t.Fatal(err)
	}
	var links []string
	err := plainfile.WalkLinks(dir, func(string, fs.DirEntry, error) error { return nil },
		func(p string) { links = append(links, p) })
	if want := []string{filepath.Join(dir, "away"), filepath.Join(dir, "sub/up")}; !slices.Equal(links, want) || err != nil {
		t.Errorf("%q, %v, want %q", links, err, want)
	}
}

// TestWalk: of links, those to files of the folder come as these, and those that lead out as errors.
func TestWalk(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"in/a.txt", "in/sub/b.txt", "in/sub/deep/c.txt", "outside.txt"} {
		p := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		"in/inside.txt":  "sub/b.txt",
		"in/sub/up.txt":  "../a.txt",
		"in/out.txt":     "../outside.txt",
		"in/abs.txt":     filepath.Join(dir, "outside.txt"),
		"in/around.txt":  "../in/a.txt", // leaves the folder on its way
		"in/lost.txt":    "missing",
		"in/loop.txt":    "loop.txt",
		"in/folder":      "sub/deep",
		"in/elsewhere":   "..",
		"linked":         "in",
		"in/twice.txt":   "out.txt",
		"in/sub/via.txt": "../folder/c.txt",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{
		".": "folder", "a.txt": "file", "sub": "folder", "sub/b.txt": "file", "sub/deep": "folder", "sub/deep/c.txt": "file",
		"inside.txt": "file", "sub/up.txt": "file", "sub/via.txt": "file",
		"out.txt": "outside", "abs.txt": "outside", "around.txt": "outside", "twice.txt": "outside",
		"lost.txt": "error", "loop.txt": "error",
	}
	for _, top := range []string{"in", "linked"} {
		got := map[string]string{}
		top := filepath.Join(dir, top)
		err := plainfile.Walk(top, func(p string, d fs.DirEntry, err error) error {
			name, relErr := filepath.Rel(top, p)
			if relErr != nil {
				return relErr
			}
			switch {
			case errors.Is(err, plainfile.ErrOutside):
				got[name] = "outside"
			case err != nil:
				got[name] = "error"
			case d.IsDir():
				got[name] = "folder"
			case d.Type().IsRegular():
				got[name] = "file"
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v\nwant %v", top, got, want)
		}
	}
	if err := plainfile.Walk(filepath.Join(dir, "missing"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	skipped := []string(nil)
	err := plainfile.Walk(filepath.Join(dir, "in"), func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "sub" {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() {
			skipped = append(skipped, d.Name())
		}
		return nil
	})
	if want := []string{"a.txt", "inside.txt"}; err != nil || !slices.Equal(skipped, want) {
		t.Errorf("without a folder: %v, %v, want %v", skipped, err, want)
	}
}
