package bitext

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/advice"
)

// writeTo writes documents as the bitext file of an input below dir and returns its path.
func writeTo(t *testing.T, dir, input string, docs ...*Bitext) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(input)+Suffix)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, b := range docs {
		if err := Write(file, b); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	_, err := Files(dir)
	if err == nil || err.Error() != dir+" holds no bitext" || !strings.Contains(advice.Of(err), Suffix) {
		t.Errorf("an empty folder: %v; advice %q", err, advice.Of(err))
	}
	if _, err := Files(filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
	a := writeTo(t, dir, "a.txt", hashed("a.txt", "01", "a"))
	b := writeTo(t, dir, "sub/b.txt", hashed("sub/b.txt", "02", "b"))
	hidden := writeTo(t, dir, ".satzpaar/00000/a.txt", hashed("a.txt", "01", "a"))
	got, err := Files(dir)
	if err != nil || len(got) != 2 || got[0] != a || got[1] != b {
		t.Errorf("%q, %v", got, err)
	}
	if got, err = Files(b); err != nil || len(got) != 1 || got[0] != b {
		t.Errorf("a file: %q, %v", got, err)
	}
	if got, err = Files(filepath.Dir(hidden)); err != nil || len(got) != 1 || got[0] != hidden {
		t.Errorf("a folder in a hidden one: %q, %v", got, err)
	}
}

func TestReadFileAppliesEdits(t *testing.T) {
	dir := t.TempDir()
	path := writeTo(t, dir, "a.txt", hashed("a.txt", "01", "Eins.", "Zwei."))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	mine := "Two, by hand."
	e := Edit{Key: Key{Source: "Zwei.", Before: "Eins."}, Target: &mine}
	if err := AppendEdit(root, "a.txt"+EditsSuffix, e); err != nil {
		t.Fatal(err)
	}
	docs, err := ReadFile(path)
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d documents, %v", len(docs), err)
	}
	if got := docs[0].Pairs[1]; got.Target != mine || got.Origin != Human {
		t.Errorf("got %q of %s", got.Target, got.Origin)
	}
}

func TestOwner(t *testing.T) {
	dir := t.TempDir()
	a := writeTo(t, dir, "a.txt", hashed("a.txt", "01", "Eins.", "Zwei."))
	sub := writeTo(t, dir, "sub/a.txt", hashed("sub/a.txt", "02", "Drei."))
	b := writeTo(t, dir, "b.txt", hashed("b.txt", "03", "Vier.", "Zwei."))
	edit := func(source, before string) []Edit { return []Edit{{Key: Key{Source: source, Before: before}}} }
	for _, c := range []struct {
		what, file   string
		edits        []Edit
		owner, rival string
	}{
		{"by its name", "b.txt" + EditsSuffix, edit("Eins.", ""), b, ""},
		{"by sentences among equal names", "a.txt" + EditsSuffix, edit("Drei.", ""), sub, ""},
		{"by sentences", "a.txt.edits (1).jsonl", edit("Zwei.", "Vier."), b, ""},
		{"two have it", "downloaded.jsonl", append(edit("Zwei.", "Vier."), edit("Zwei.", "Eins.")...), a, b},
		{"none has it", "downloaded.jsonl", edit("Neun.", ""), "", ""},
	} {
		owner, rival, err := Owner([]string{a, b, sub}, c.file, c.edits)
		if owner != c.owner || rival != c.rival || err != nil {
			t.Errorf("%s: %q, %q, %v", c.what, owner, rival, err)
		}
	}
	gone := filepath.Join(dir, "gone.txt"+Suffix)
	owner, _, err := Owner([]string{gone, b}, "downloaded.jsonl", edit("Zwei.", "Vier."))
	if owner != b || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("with a file that cannot be read: %q, %v", owner, err)
	}
}

// TestReadFiles: a damaged file is named, and neither hides what else it holds nor the files after it.
func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	a := writeTo(t, dir, "a.txt", hashed("a.txt", "01", "a"))
	b := writeTo(t, dir, "b.txt", hashed("b.txt", "02", "b"))
	file, err := os.OpenFile(a, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = file.WriteString("{torn\n")
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for doc, err := range ReadFiles([]string{filepath.Join(dir, "missing"), a, b}) {
		if err != nil {
			got = append(got, "error")
		} else {
			got = append(got, doc.Document)
		}
	}
	if want := "error error a.txt b.txt"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for range ReadFiles([]string{a, b}) {
		break // must not go on
	}
}

func TestAnnotationFiles(t *testing.T) {
	dir := t.TempDir()
	writeTo(t, dir, "a.txt", hashed("a.txt", "01", "a"))
	want := []string{filepath.Join(dir, "a.txt"+AnnotationsSuffix), filepath.Join(dir, "sub", "b.txt"+AnnotationsSuffix)}
	for _, path := range want {
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err == nil {
			err = os.WriteFile(path, nil, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if got, err := annotationFiles(dir); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if got, err := annotationFiles(want[1]); err != nil || !slices.Equal(got, want[1:]) {
		t.Errorf("a file: %q, %v", got, err)
	}
	if _, err := annotationFiles(filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
}

// TestReadWritten: the documents come as edits have left them, then what people wrote in place of the text of an
// earlier run. A file that cannot be read does not stop the others.
func TestReadWritten(t *testing.T) {
	dir := t.TempDir()
	path := writeTo(t, dir, "a.txt", hashed("a.txt", "01", "a"))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	target := "ours"
	edit := Edit{Key: Key{Source: "a"}, Target: &target, Machine: "theirs", State: Reviewed, Who: "Mia"}
	if err := AppendEdit(root, "a.txt"+EditsSuffix, edit); err != nil {
		t.Fatal(err)
	}
	failed := 0
	var got []string
	for b := range ReadWritten([]string{filepath.Join(dir, "missing"), path}, func(error) { failed++ }) {
		for i := range b.Pairs {
			got = append(got, b.Pairs[i].Source+"="+b.Pairs[i].Machine+">"+b.Pairs[i].Target)
		}
	}
	if failed != 1 || len(got) != 2 || got[1] != "a=theirs>ours" {
		t.Errorf("%d failed, got %q", failed, got)
	}
	for range ReadWritten([]string{path}, nil) {
		break // must not go on
	}
}

// TestReadStanding: damaged lines are told of, the others are read, and a path without annotations is an error.
func TestReadStanding(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	a := Annotation{Version: 1, Protocol: MQM, Key: Key{Source: "Ja."}, Document: "a.txt", Number: 1, From: "de", To: "en",
		System: "one", Target: "Yes.", Done: true, Who: "Mia", Time: "2026-01-01T00:00:00Z"}
	name := "a.txt" + AnnotationsSuffix
	if err := root.WriteFile(name, []byte("{}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := AppendAnnotationAt(root, name, 3, &a); err != nil {
		t.Fatal(err)
	}
	damaged := 0
	got, err := ReadStanding([]string{dir}, func(error) { damaged++ })
	if err != nil || damaged != 1 || len(got) != 1 || got[0].Target != "Yes." {
		t.Errorf("%v, %v; %d damaged", got, err, damaged)
	}
	if _, err := ReadStanding([]string{dir, t.TempDir()}, func(error) {}); err == nil ||
		!strings.Contains(err.Error(), "holds no annotations") {
		t.Errorf("a folder without annotations: %v", err)
	}
}
