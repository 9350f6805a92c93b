package corpus_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// Whatever names a folder is given and wherever its links lead, nothing is written outside of it.
func TestFolderStaysInside(t *testing.T) {
	dir := tree(t, map[string]string{"home/.bashrc": "mine", "out/satzpaar.json": `{"satzpaar":"1"}`})
	outside := filepath.Join(dir, "home", ".bashrc")
	for from, to := range map[string]string{"out/folder": "../home", "out/absolute": filepath.Join(dir, "home"), "out/up": ".."} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	out, err := corpus.OpenFolder(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for _, name := range []string{"../home/.bashrc", "a/../../home/.bashrc", "folder/.bashrc", "absolute/.bashrc",
		"up/home/.bashrc", "../new", "folder/new/deeper", "..", ".", ""} {
		if err := out.Write(name, text("stolen")); err == nil {
			t.Errorf("%q was written", name)
		}
		if _, err := out.ReadFile(name); err == nil {
			t.Errorf("%q was read", name)
		}
		if err := out.Remove(name); err == nil {
			t.Errorf("%q was removed", name)
		}
	}
	if got := files(t, filepath.Join(dir, "home")); got[".bashrc"] != "mine" || len(got) != 1 {
		t.Errorf("left %q", got)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("beside the folder: %v, %v", entries, err)
	}
	// A link in the place of an output is replaced, not followed.
	if err := os.Symlink(outside, filepath.Join(out.Dir, "a.txt.en.txt")); err != nil {
		t.Fatal(err)
	}
	if err := out.Write("a.txt.en.txt", text("text")); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(outside); err != nil || string(raw) != "mine" {
		t.Errorf("behind a link: %q, %v", raw, err)
	}
}

// A link to standard output is not replaced, even while that is a plain file.
func TestWriteFileOverDevices(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "stdout")
	if err := os.Symlink("/proc/self/fd/1", link); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{link, dir, "/dev/no-such-device"} {
		err := corpus.WriteFile(path, func(io.Writer) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "not a plain file") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if to, err := os.Readlink(link); err != nil || to != "/proc/self/fd/1" {
		t.Errorf("the link was replaced: %q, %v", to, err)
	}
}

// A file that is written again keeps its permissions; a new one gets those that the user's mask leaves.
func TestFolderKeepsMode(t *testing.T) {
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for _, mode := range []fs.FileMode{0, 0o600, 0o664, 0o444} {
		if mode != 0 {
			if err := os.Chmod(filepath.Join(out.Dir, "a"), mode); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Write("a", text("text")); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(out.Dir, "a"))
		if err != nil || mode != 0 && info.Mode() != mode || mode == 0 && info.Mode()&0o133 != 0 {
			t.Errorf("%v: %v after writing, %v", mode, info.Mode(), err)
		}
	}
}

// A folder that is renamed, replaced or removed while a run writes into it ends the run.
func TestFolderVanishes(t *testing.T) {
	source := map[string]string{}
	for i := range 20 {
		source[fmt.Sprintf("%02d.txt", i)] = "Das ist gut.\n"
	}
	for _, c := range []struct {
		name   string
		vanish func(dir string) error
		want   error
	}{
		{"removed", os.RemoveAll, corpus.ErrMoved},
		{"renamed", func(dir string) error { return os.Rename(dir, dir+"2") }, corpus.ErrMoved},
		{"replaced", func(dir string) error { return errors.Join(os.Rename(dir, dir+"2"), os.Mkdir(dir, 0o755)) },
			corpus.ErrMoved},
		{"outputs removed", func(dir string) error { return os.Remove(filepath.Join(dir, "00.txt.en.txt")) }, nil},
	} {
		dir := tree(t, source)
		in, err := corpus.Find([]string{dir}, []string{".txt"}, "")
		if err != nil {
			t.Fatal(err)
		}
		out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		p := germanSession(backend(upper))
		_, err = corpus.Run(context.Background(), p, in.Files, out, corpus.Options{
			Writers: []corpus.Writer{corpus.Same("en")},
			Progress: func(corpus.Done) {
				if n++; n == 10 {
					if err := errors.Join(out.Sync(), c.vanish(out.Dir)); err != nil {
						t.Error(err)
					}
				}
			},
			Jobs: 1,
		})
		if c.want != nil && !errors.Is(err, c.want) || c.want == nil &&
			(err == nil || !strings.Contains(err.Error(), "1 of the files")) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if err := out.Close(); err != nil {
			t.Errorf("%s: closing: %v", c.name, err)
		}
	}
}

// A folder that was closed is free for others, who may remove what was left half-written.
func TestFolderClose(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	first, err := corpus.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, ".satzpaar-1")
	if err := os.WriteFile(half, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for round, left := range []bool{true, false} {
		second, err := corpus.OpenFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(half); (err == nil) != left {
			t.Errorf("round %d: %v", round, err)
		}
		if err := second.Close(); err != nil {
			t.Error(err)
		}
		if round == 0 {
			if err := first.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// Edits that a link keeps outside of the folder are an error of their document, not read.
func TestEditsOutside(t *testing.T) {
	dir := tree(t, map[string]string{"in/a.txt": "Gut.", "out/satzpaar.json": `{"satzpaar":"1"}`, "edits": ""})
	if err := os.Symlink("../edits", filepath.Join(dir, "out", "a.txt"+bitext.EditsSuffix)); err != nil {
		t.Fatal(err)
	}
	out, err := corpus.OpenFolder(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	p := germanSession(backend(upper))
	inputs := []corpus.Input{{Path: filepath.Join(dir, "in", "a.txt"), Name: "a.txt"}}
	s, err := corpus.Run(context.Background(), p, inputs, out, corpus.Options{})
	if err != nil || len(s.Failures) != 1 || !strings.HasPrefix(s.Failures[0].Err, "edits: ") {
		t.Errorf("%v, %+v", err, s.Failures)
	}
}
