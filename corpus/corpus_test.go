package corpus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
)

// tree writes files and returns their folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFind(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "", "b/c.txt": "", "b/d.TXT": "", "b/picture.png": "", ".hidden/x.txt": "",
		".x.txt": "", "out/old.txt": "", "z/a.txt": ""})
	at := func(p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }
	for _, tt := range []struct {
		name  string
		paths []string
		want  string // names, or a part of the error
	}{
		{"folder", []string{dir}, "a.txt b/c.txt b/d.TXT z/a.txt"},
		{"sub-folder is a root of its own", []string{at("b")}, "c.txt d.TXT"},
		{"file", []string{at("b/c.txt")}, "c.txt"},
		{"a file that is named is taken whatever its extension", []string{at("b/picture.png")}, "picture.png"},
		{"pattern", []string{at("b/*.txt")}, "c.txt"},
		{"pattern without a match", []string{at("b/*.md")}, "no file matches"},
		{"missing", []string{at("nothing.txt")}, "no such input"},
		{"device", []string{os.DevNull}, "neither a file nor a folder"},
		{"two inputs, one output", []string{at("a.txt"), at("z/a.txt")}, "would both write a.txt"},
		{"the same file twice", []string{at("a.txt"), at("a.txt")}, "would both write"},
	} {
		in, err := corpus.Find(tt.paths, []string{".txt"}, at("out"))
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var names []string
			for _, f := range in.Files {
				names = append(names, f.Name)
			}
			slices.Sort(names)
			got = strings.Join(names, " ")
		}
		if err == nil && got != tt.want || err != nil && !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	in, err := corpus.Find([]string{dir}, []string{".txt"}, at("out"))
	if err != nil || in.Other[".png"] != 1 || len(in.Other) != 1 {
		t.Errorf("left out: %v, %v", in.Other, err)
	}
}

// Of files whose extension many kinds have, those are found that stand where programs look for them.
func TestFindPlaced(t *testing.T) {
	dir := tree(t, map[string]string{"pom.xml": "", "res/values/strings.xml": "", "res/values-fr/strings.xml": ""})
	in, err := corpus.Find([]string{dir}, []string{".txt"}, "")
	if err != nil || len(in.Files) != 1 || in.Files[0].Name != "res/values/strings.xml" || in.Other[".xml"] != 2 {
		t.Errorf("%+v, %v", in, err)
	}
	// A link that leads out in such a place is reported, as it is where the extension is that of a format.
	outside := tree(t, map[string]string{"other.xml": ""})
	for _, link := range []string{"res/values/arrays.xml", "res/values-fr/arrays.xml"} {
		if err := os.Symlink(filepath.Join(outside, "other.xml"), filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	in, err = corpus.Find([]string{dir}, []string{".txt"}, "")
	if err != nil || len(in.Failed) != 1 || !strings.HasSuffix(in.Failed[0].Document, "res/values/arrays.xml") {
		t.Errorf("links: %+v, %v", in, err)
	}
}

// A sample is the same every time, and part of every larger one.
func TestSample(t *testing.T) {
	var smaller []corpus.Input
	for n := range 12 {
		in := &corpus.Inputs{}
		for i := range 10 {
			in.Files = append(in.Files, corpus.Input{Name: fmt.Sprintf("%d.txt", i)})
		}
		in.Sample(n)
		if len(in.Files) != min(n, 10) {
			t.Errorf("a sample of %d has %d files", n, len(in.Files))
		}
		for _, f := range smaller {
			if !slices.Contains(in.Files, f) {
				t.Errorf("%s is in a sample of %d but not of %d", f.Name, n-1, n)
			}
		}
		smaller = in.Files
	}
}

func TestOpenFolder(t *testing.T) {
	dir := tree(t, map[string]string{"full/other.txt": "mine", "fake/satzpaar.json": "[]", "file": ""})
	for _, c := range []struct {
		name string
		want error
	}{{"new", nil}, {"new/deeper", nil}, {"full", corpus.ErrForeign}, {"fake", corpus.ErrForeign}} {
		if _, err := corpus.OpenFolder(filepath.Join(dir, c.name)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	if _, err := corpus.OpenFolder(filepath.Join(dir, "file")); err == nil {
		t.Error("a file was opened as a folder")
	}
	// An interrupted first run has left only the mark: the next one goes on there.
	if _, err := corpus.OpenFolder(filepath.Join(dir, "new")); err != nil {
		t.Errorf("going on: %v", err)
	}
}

// Write leaves either the old file or the new one, and nothing else.
func TestWriteIsAtomic(t *testing.T) {
	dir := t.TempDir()
	out, err := corpus.OpenFolder(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	put := func(s string, err error) error {
		return out.Write("a/b.txt", func(w io.Writer) error {
			_, werr := io.WriteString(w, s)
			return errors.Join(werr, err)
		})
	}
	if err := put("first", nil); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := put("second", broken); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	got, err := os.ReadFile(filepath.Join(out.Dir, "a", "b.txt"))
	if err != nil || string(got) != "first" {
		t.Errorf("the file holds %q, %v", got, err)
	}
	entries, err := os.ReadDir(filepath.Join(out.Dir, "a"))
	if err != nil || len(entries) != 1 {
		t.Errorf("left over: %v, %v", entries, err)
	}
}

type german struct{}

func (german) Runs(text string) []detect.Run {
	if text == "" {
		return nil
	}
	return []detect.Run{{Span: offset.Span{Start: 0, End: len(text)}, Lang: language.German, Score: 1}}
}

// backend is a backend made of a function.
type backend func(ctx context.Context, text string) (string, error)

func (backend) Info() translate.Info { return translate.Info{ID: "test", Deterministic: true} }

func (f backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		text, err := f(ctx, it.Text)
		if err != nil {
			var e *translate.Error
			if !errors.As(err, &e) {
				return nil, translate.Usage{}, err
			}
			out[i].Err = e
			continue
		}
		out[i] = translate.Result{Text: text, Origin: "test"}
	}
	return out, translate.Usage{Requests: 1}, nil
}

// A session is a pipeline that reads documents, as the one at the root of the module is.
type session struct {
	*pipeline.Pipeline
	options document.Options
	records document.RecordOptions
}

func (s session) Parse(name string, raw []byte) (*document.Document, error) {
	return document.Parse(name, raw, s.options)
}

func (s session) Sections(name string, raw []byte) (*document.Sections, error) {
	return document.ParseSections(name, raw, s.options)
}

func (s session) Records() document.RecordOptions { return s.records }

func germanSession(b translate.Backend) session {
	return session{Pipeline: &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: german{}, Backend: b}}
}

func run(t *testing.T, ctx context.Context, dir string, b backend, jobs int) (*corpus.Summary, string, error) {
	t.Helper()
	in, err := corpus.Find([]string{dir}, []string{".txt"}, "")
	if err != nil {
		t.Fatal(err)
	}
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	p := germanSession(b)
	s, err := corpus.Run(ctx, p, in.Files, out, corpus.Options{
		Writers: []corpus.Writer{corpus.Same("en"), {Name: "jsonl", Output: func(in string) string { return in + bitext.Suffix },
			Write: func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return bitext.Write(w, b) }}},
		Index: func(w io.Writer, rows []corpus.Row) error {
			for _, r := range rows {
				fmt.Fprintln(w, r.Document, len(r.Riskiest))
			}
			return nil
		},
		Jobs: jobs,
	})
	return s, out.Dir, err
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, p)
		raw, err := os.ReadFile(p)
		got[filepath.ToSlash(name)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func upper(_ context.Context, text string) (string, error) {
	if strings.Contains(text, "Fehler") {
		return "", translate.Errorf(translate.Refused, "test", "refused")
	}
	return strings.ToUpper(text), nil
}

func TestRun(t *testing.T) {
	source := map[string]string{"a/b.txt": "Das ist gut. Das auch.\n", "binary.txt": "\x7fELF\x00\x00\x00\x01\x00\x00",
		"c.txt": "Gut.\n\nEin Fehler.\n", "empty.txt": ""}
	dir := tree(t, source)
	var first map[string]string
	for _, jobs := range []int{1, 4} {
		s, out, err := run(t, context.Background(), dir, upper, jobs)
		if err != nil {
			t.Fatal(err)
		}
		if c := s.Counts; c.Documents != 3 || c.Skipped != 1 || c.Sentences != 4 || c.Sent != 3 || c.Failed != 1 ||
			c.Refused != 1 {
			t.Errorf("%d jobs: counts %+v", jobs, c)
		}
		if len(s.Failures) != 2 || s.Failures[0].Document != "binary.txt" || s.Failures[1].Document != "c.txt" ||
			s.Failures[1].Line != 3 {
			t.Errorf("%d jobs: failures %+v", jobs, s.Failures)
		}
		got := files(t, out)
		delete(got, "satzpaar.json")
		if got["a/b.txt.en.txt"] != "DAS IST GUT. DAS AUCH.\n" || got["c.txt.en.txt"] != "GUT.\n\nEin Fehler.\n" ||
			got["empty.txt.en.txt"] != "" {
			t.Errorf("%d jobs: %q", jobs, got)
		}
		if got["index.html"] != "a/b.txt 0\nc.txt 1\nempty.txt 0\n" {
			t.Errorf("%d jobs: index %q", jobs, got["index.html"])
		}
		if len(got) != 7 {
			t.Errorf("%d jobs: %d files", jobs, len(got))
		}
		if first == nil {
			first = got
		}
		for name, content := range got {
			if first[name] != content {
				t.Errorf("%s differs between 1 and %d jobs", name, jobs)
			}
		}
	}
}

// What a reviewer did wins over the machine's text, and is reported when its source has changed.
func TestRunKeepsEdits(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "Das ist gut. Das auch.\n"})
	in, err := corpus.Find([]string{dir}, []string{".txt"}, "")
	if err != nil {
		t.Fatal(err)
	}
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	mine := "By hand."
	edit := bitext.Edit{Key: bitext.Key{Source: "Das auch.", Before: "Das ist gut."}, Target: &mine}
	if err := bitext.AppendEdit(out.Root(), "a.txt"+bitext.EditsSuffix, edit); err != nil {
		t.Fatal(err)
	}
	p := germanSession(backend(upper))
	options := corpus.Options{
		Writers: []corpus.Writer{corpus.Same("en")}}
	if _, err := corpus.Run(context.Background(), p, in.Files, out, options); err != nil {
		t.Fatal(err)
	}
	if got := files(t, out.Dir)["a.txt.en.txt"]; got != "DAS IST GUT. By hand.\n" {
		t.Errorf("got %q", got)
	}
	if err := os.WriteFile(in.Files[0].Path, []byte("Das ist gut. Das ist neu.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := corpus.Run(context.Background(), p, in.Files, out, options)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0].Note, "Das auch.") {
		t.Errorf("notes: %+v", s.Notes)
	}
}

// A run that is cut off leaves whole files or none, and names nothing as failed that was not tried.
func TestRunInterrupted(t *testing.T) {
	source := map[string]string{}
	for i := range 20 {
		source[fmt.Sprintf("%02d.txt", i)] = "Das ist gut.\n"
	}
	dir := tree(t, source)
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("enough")
	n := 0
	s, out, err := run(t, ctx, dir, func(ctx context.Context, text string) (string, error) {
		if n++; n == 5 {
			cancel(why)
			return "", ctx.Err()
		}
		return strings.ToUpper(text), nil
	}, 1)
	if !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	if s.Counts.Documents != 4 || len(s.Failures) != 0 {
		t.Errorf("summary %+v", s)
	}
	for name, content := range files(t, out) {
		if strings.HasSuffix(name, ".en.txt") && content != "DAS IST GUT.\n" || strings.Contains(name, ".satzpaar-") ||
			name == "index.html" {
			t.Errorf("left %s with %q", name, content)
		}
	}
}

// A backend that refuses everything ends the run.
func TestRunRefused(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "Gut.", "b.txt": "Gut."})
	_, _, err := run(t, context.Background(), dir, func(context.Context, string) (string, error) {
		return "", translate.Errorf(translate.Auth, "test", "wrong key")
	}, 1)
	if translate.KindOf(err) != translate.Auth {
		t.Errorf("got %v", err)
	}
}

// Files that a killed run has left half-written go away with the next run, unless a run is at work in the folder;
// files of others stay.
func TestLeftovers(t *testing.T) {
	source := map[string]string{"satzpaar.json": `{"satzpaar":"unfinished"}`, ".satzpaar-123": "half", "a/.satzpaar-45": "half",
		"a/.satzpaar-notes": "mine", "a/b.txt": "whole",
		".git/.satzpaar-6": "not ours"}
	dir := tree(t, source)
	if _, err := corpus.OpenFolder(dir); err != nil {
		t.Fatal(err)
	}
	got := files(t, dir)
	for name, content := range source {
		half := name == ".satzpaar-123" || name == "a/.satzpaar-45"
		if _, there := got[name]; there == half || !half && got[name] != content {
			t.Errorf("%s: there %t, holds %q", name, there, got[name])
		}
	}
	// A run that was killed before it could mark the folder leaves no folder that nobody may use.
	early := tree(t, map[string]string{".satzpaar-77": "{"})
	if _, err := corpus.OpenFolder(early); err != nil {
		t.Fatal(err)
	}
	if got := files(t, early); len(got) != 1 || got["satzpaar.json"] == "" {
		t.Errorf("left %q", got)
	}
}

// While one run writes into a folder, another one takes nothing away from it.
func TestLeftoversOfLivingRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	first, err := corpus.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = first.Write("a.txt", func(w io.Writer) error {
		if _, err := corpus.OpenFolder(dir); err != nil {
			return err
		}
		_, err := io.WriteString(w, "whole")
		return err
	})
	if got := files(t, dir)["a.txt"]; err != nil || got != "whole" {
		t.Errorf("got %q, %v", got, err)
	}
}

// A pair of several sentences stands where its first sentence stood.
func TestTranslatedOfBeads(t *testing.T) {
	d, err := document.Parse("a.txt", []byte("Eins. Zwei. Drei.\n\nVier.\n"), document.Options{Split: document.German})
	if err != nil {
		t.Fatal(err)
	}
	got, err := pipeline.Render(d, &bitext.Bitext{Pairs: []bitext.Pair{
		{Target: "One and two.", SourceSentences: []string{"Eins.", "Zwei."}, State: bitext.Translated},
		{Target: "Three.", State: bitext.Translated},
		{Source: "Vier.", State: bitext.Initial},
	}})
	if want := "One and two. Three.\n\nVier.\n"; err != nil || string(got) != want {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
}

func TestTranslatedRefusesAnotherSource(t *testing.T) {
	d, err := document.Parse("a.txt", []byte("Eins. Zwei."), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pipeline.Render(d, &bitext.Bitext{Pairs: make([]bitext.Pair, 1)}); err == nil ||
		!bytes.Contains([]byte(err.Error()), []byte("changed")) {
		t.Errorf("got %v", err)
	}
}
