package bitext

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func text(s string) *string { return &s }

func TestReadEditsDamaged(t *testing.T) {
	const a, b = `{"source":"a","target":"x"}`, `{"source":"b","state":"final"}`
	tests := []struct {
		name, file string
		edits      int
		want       string
	}{
		{"clean", a + "\n" + b + "\n", 2, ""},
		{"torn last line", a + "\n" + b[:12], 1, ""},
		{"whole last line without end", a + "\n" + b, 2, ""},
		{"torn inside", a + "\n" + b[:12] + "\n" + b + "\n", 2, "f:2: not JSON"},
		{"unknown state", `{"source":"a","state":"ok"}` + "\n" + b + "\n", 1, `f:1: state "ok" is unknown`},
		{"unknown field", `{"source":"a","colour":"red"}` + "\n", 1, "f:1: unknown field"},
		{"nothing", "", 0, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ReadEdits(strings.NewReader(test.file), "f")
			if len(got) != test.edits {
				t.Errorf("got %d edits, want %d", len(got), test.edits)
			}
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)) {
				t.Errorf("got error %v, want %q", err, test.want)
			}
		})
	}
}

// appendTo is AppendEdit for the file at path.
func appendTo(path string, edits ...Edit) error {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(AppendEdit(root, filepath.Base(path), edits...), root.Close())
}

// Edits are saved below their folder or not at all.
// A file that cannot be read to its end is not only damaged, whatever lines of it are: those behind may hold anything.
func TestOnlyDamaged(t *testing.T) {
	const damaged, fine = "{\n", `{"source":"a","target":"x"}` + "\n"
	unreadable := iotest.ErrReader(errors.New("input/output error"))
	for _, tt := range []struct {
		name string
		file io.Reader
		want bool
	}{
		{"clean", strings.NewReader(fine), false},
		{"damaged", strings.NewReader(damaged + fine + damaged), true},
		{"unreadable", io.MultiReader(strings.NewReader(fine), unreadable), false},
		{"both", io.MultiReader(strings.NewReader(damaged+fine), unreadable), false},
	} {
		edits, err := ReadEdits(tt.file, "f")
		if got := OnlyDamaged(err); got != tt.want || len(edits) != 1 {
			t.Errorf("%s: only damaged is %t, want %t; %d edits, error %v", tt.name, got, tt.want, len(edits), err)
		}
		if err != nil && OnlyDamaged(fmt.Errorf("a: %w", err)) != tt.want {
			t.Errorf("%s: another answer where the error is wrapped", tt.name)
		}
	}
}

func TestAppendEditStaysInside(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(dir, "outside")
	inside := filepath.Join(dir, "out")
	if err := errors.Join(
		os.WriteFile(outside, []byte("mine"), 0o600),
		os.MkdirAll(filepath.Join(inside, "folder"), 0o755),
		os.Symlink("../outside", filepath.Join(inside, "link")),
		os.Symlink(outside, filepath.Join(inside, "absolute")),
	); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, name := range []string{"../outside", "link", "absolute", outside, "folder", "folder/../../outside", ""} {
		if err := AppendEdit(root, name, Edit{Key: Key{Source: "a"}, Target: text("x")}); err == nil {
			t.Errorf("%q: an edit was saved", name)
		}
	}
	if got, err := os.ReadFile(outside); err != nil || string(got) != "mine" {
		t.Errorf("outside the folder: %q, %v", got, err)
	}
}

func TestAppendEditAfterCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.txt.edits.jsonl")
	if got, err := ReadEditsFile(path); got != nil || err != nil {
		t.Fatalf("no file: %v, %v", got, err)
	}
	if err := appendTo(path, Edit{Key: Key{Source: "a<b"}, Target: text("x\n")}); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"source":"torn`)
	f.Close()
	if err := appendTo(path, Edit{Key: Key{Source: "c"}, Undo: true}); err != nil {
		t.Fatal(err)
	}
	got, err := ReadEditsFile(path)
	if err == nil || !strings.Contains(err.Error(), ":2: ") {
		t.Errorf("got error %v, want one about line 2", err)
	}
	want := []Edit{{Key: Key{Source: "a<b"}, Target: text("x\n")}, {Key: Key{Source: "c"}, Undo: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAppendEditFromMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "edits.jsonl")
	const writers, each = 8, 12
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				e := Edit{Key: Key{Source: fmt.Sprint(w, "-", i)}, Target: text(strings.Repeat("x", 5000))}
				if err := appendTo(path, e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := ReadEditsFile(path)
	if err != nil || len(got) != writers*each {
		t.Fatalf("got %d edits, want %d; error %v", len(got), writers*each, err)
	}
	next := make(map[string]int)
	for _, e := range got { // the edits of one writer are in order
		w, i, _ := strings.Cut(e.Source, "-")
		if fmt.Sprint(next[w]) != strings.TrimSpace(i) {
			t.Fatalf("edit %q out of order", e.Source)
		}
		next[w]++
	}
}

// Two processes append edits and are killed again and again: nothing is lost that they reported as saved.
func TestAppendEditKilled(t *testing.T) {
	if path := os.Getenv("SATZPAAR_TEST_APPEND"); path != "" {
		for i := 0; ; i++ {
			source := fmt.Sprintf("%d-%d", os.Getpid(), i)
			e := Edit{Key: Key{Source: source}, Target: text(strings.Repeat("ä", 3000))}
			if err := appendTo(path, e); err != nil {
				fmt.Println("error", err)
				os.Exit(1)
			}
			fmt.Println("saved", source)
		}
	}
	path := filepath.Join(t.TempDir(), "edits.jsonl")
	saved := make(chan string, 1<<16)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for round := range 6 {
				child := exec.Command(os.Args[0], "-test.run=TestAppendEditKilled")
				child.Env = append(os.Environ(), "SATZPAAR_TEST_APPEND="+path)
				out, err := child.StdoutPipe()
				if err != nil {
					t.Error(err)
					return
				}
				if err := child.Start(); err != nil {
					t.Error(err)
					return
				}
				lines := bufio.NewScanner(out)
				for n := 0; lines.Scan(); n++ {
					if s, ok := strings.CutPrefix(lines.Text(), "saved "); ok {
						saved <- s
					} else if strings.HasPrefix(lines.Text(), "error") {
						t.Error(lines.Text())
					}
					if n == 2+3*round {
						_ = child.Process.Kill() // what it wrote before dying is still read
					}
				}
				_ = child.Wait() // it was killed
			}
		})
	}
	wg.Wait()
	close(saved)
	edits, err := ReadEditsFile(path)
	if err != nil {
		t.Log("torn lines, as kills leave them:", err)
	}
	have := make(map[string]bool)
	for _, e := range edits {
		have[e.Source] = true
	}
	n := 0
	for s := range saved {
		if n++; !have[s] {
			t.Errorf("edit %s was saved and is lost", s)
		}
	}
	if n < 50 {
		t.Fatalf("only %d edits were saved: the test shows nothing", n)
	}
}

func TestAppendEditRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "edits.jsonl")
	if err := appendTo(path, Edit{Key: Key{Source: "a"}, State: "done"}); err == nil {
		t.Error("an unknown state was saved")
	}
	if err := appendTo(path, Edit{Key: Key{Source: "a"}, Target: text("\xff")}); err == nil {
		t.Error("text that is not UTF-8 was saved")
	}
	if err := appendTo(path, Edit{Key: Key{Record: "../a", Source: "a"}}); err == nil {
		t.Error("an edit of no record was saved")
	}
	if err := appendTo(filepath.Join(t.TempDir(), "none", "e"), Edit{}); err == nil {
		t.Error("no folder, no error")
	}
}

func TestNewEdits(t *testing.T) {
	have := []Edit{{Key: Key{Source: "a"}, Target: text("x"), Time: "2026-01-01T00:00:00Z"}}
	later := Edit{Key: Key{Source: "a"}, Target: text("x"), Time: "2026-01-02T00:00:00Z"}
	more := []Edit{have[0], later, {Key: Key{Source: "b"}, Undo: true}}
	if diff := cmp.Diff(more[1:], NewEdits(have, append(more, more...))); diff != "" {
		t.Error(diff)
	}
}

func FuzzReadEdits(f *testing.F) {
	f.Add([]byte(`{"source":"a","target":"x"}` + "\n" + `{"source":"b","undo":true}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		edits, _ := ReadEdits(strings.NewReader(string(data)), "f")
		for i := range edits {
			if err := edits[i].Validate(); err != nil {
				t.Fatal(err)
			}
		}
		Apply(docOf("d", "a", "b", "a"), edits)
	})
}

// TestEditControls: an edit brings no control characters into a document that its source does not have.
func TestEditControls(t *testing.T) {
	for _, tt := range []struct {
		source, target string
		ok             bool
	}{
		{"a", "b\tc\r\nd", true},
		{"a", "b\x00", false},
		{"a", "b\x1b[2J", false},
		{"a", "b\u009b2J", false},
		{"a\x0c", "b\x0c", true},
	} {
		e := Edit{Key: Key{Source: tt.source}, Target: &tt.target}
		if err := e.Validate(); (err == nil) != tt.ok {
			t.Errorf("%q for %q: %v", tt.target, tt.source, err)
		}
	}
}

// Edits that were decided on by what a file held are added only while it holds nothing else.
func TestAppendEditAt(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	e := Edit{Key: Key{Source: "a"}, Target: text("x")}
	if err := AppendEditAt(root, "e.jsonl", 0, e); err != nil {
		t.Fatal(err)
	}
	info, err := root.Stat("e.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{0, info.Size() - 1, info.Size() + 1} {
		if err := AppendEditAt(root, "e.jsonl", size, e); !errors.Is(err, ErrAdded) {
			t.Errorf("at %d of %d bytes: %v", size, info.Size(), err)
		}
	}
	if now, err := root.Stat("e.jsonl"); err != nil || now.Size() != info.Size() {
		t.Errorf("what was refused has changed the file: %v, %v", now.Size(), err)
	}
	if err := AppendEditAt(root, "e.jsonl", info.Size(), e); err != nil {
		t.Error(err)
	}
}
