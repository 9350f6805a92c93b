package corpus_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
)

func runRecords(t *testing.T, ctx context.Context, dir string, b backend, jobs int) (*corpus.Summary, string, error) {
	t.Helper()
	in, err := corpus.Find([]string{dir}, []string{".jsonl", ".csv"}, "")
	if err != nil {
		t.Fatal(err)
	}
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	p := germanSession(b)
	s, err := corpus.Run(ctx, p, in.Files, out, corpus.Options{Jobs: jobs,
		Writers: []corpus.Writer{corpus.Same("en"), {Name: "jsonl",
			Output: func(in string) string { return in + bitext.Suffix },
			Write:  func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return bitext.Write(w, b) }}, {Name: "page",
			Output: func(in string) string { return in + ".page" },
			Records: func(w io.Writer, bs []*bitext.Bitext) error {
				_, err := fmt.Fprintf(w, "%d records", len(bs))
				return err
			}}}})
	return s, out.Dir, err
}

// Records keep their order and their other fields; a broken one is named and passes through.
func TestRecords(t *testing.T) {
	var source, want strings.Builder
	for i := range 700 {
		if i == 333 {
			source.WriteString("{broken\n")
			want.WriteString("{broken\n")
			continue
		}
		fmt.Fprintf(&source, `{"id":%d,"text":"Satz Nummer %d. Noch einer."}`+"\n", i, i)
		fmt.Fprintf(&want, `{"id":%d,"text":"SATZ NUMMER %d. NOCH EINER."}`+"\n", i, i)
	}
	dir := tree(t, map[string]string{"a.jsonl": source.String()})
	var first string
	for _, jobs := range []int{1, 3} {
		s, out, err := runRecords(t, context.Background(), dir, upper, jobs)
		if err != nil {
			t.Fatal(err)
		}
		got := files(t, out)
		if got["a.jsonl.en.jsonl"] != want.String() {
			t.Errorf("%d jobs: the translated file is not as it should be", jobs)
		}
		if got["a.jsonl.page"] != "699 records" {
			t.Errorf("%d jobs: the page of all records says %q", jobs, got["a.jsonl.page"])
		}
		if s.Counts.Documents != 1 || s.Counts.Sentences != 2*699 || s.Counts.Skipped != 1 || len(s.Failures) != 1 ||
			s.Failures[0].Line != 334 {
			t.Errorf("%d jobs: %+v, %+v", jobs, s.Counts, s.Failures)
		}
		docs, err := bitext.Read(strings.NewReader(got["a.jsonl.bitext.jsonl"]), "bitext")
		if err != nil || len(docs) != 699 || docs[0].Document != "a.jsonl#1" || docs[698].Document != "a.jsonl#700" {
			t.Errorf("%d jobs: %d documents in the bitext, %v", jobs, len(docs), err)
		}
		if first == "" {
			first = got["a.jsonl.bitext.jsonl"]
		}
		if got["a.jsonl.bitext.jsonl"] != first {
			t.Errorf("the bitext differs between 1 and %d jobs", jobs)
		}
	}
}

// An interrupted run leaves no half file, wherever it is interrupted.
func TestRecordsInterrupted(t *testing.T) {
	var source strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&source, `{"text":"Satz Nummer %d."}`+"\n", i)
	}
	dir := tree(t, map[string]string{"a.jsonl": source.String()})
	why := errors.New("enough")
	for _, after := range []int64{1, 500, 1999} {
		ctx, cancel := context.WithCancelCause(context.Background())
		var n atomic.Int64 // chunks are translated at the same time
		_, out, err := runRecords(t, ctx, dir, func(ctx context.Context, text string) (string, error) {
			if n.Add(1) == after {
				cancel(why)
			}
			return strings.ToUpper(text), nil
		}, 1)
		if !errors.Is(err, why) {
			t.Errorf("after %d: got %v", after, err)
		}
		if got := files(t, out); len(got) != 1 {
			t.Errorf("after %d: %d files", after, len(got))
		}
		cancel(nil)
	}
}

// What fails in a record is named with the line where the record begins, in whatever format its text is.
func TestRecordsFailedLines(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.jsonl": `{"text":"Gut."}` + "\n\n" + `{"text":"Erste Zeile.\nZweite Zeile.\n\nEin Fehler."}` + "\n{broken\n" +
			`{"text":"Noch ein Fehler."}` + "\n",
		"b.csv": "id,text\n1,\"Gut.\nUnd noch\neine Zeile.\"\n2,\"Gut.\n\nEin Fehler.\"\n3,Fehler.\n4,a,b\n",
	})
	s, _, err := runRecords(t, context.Background(), dir, upper, 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range s.Failures {
		got = append(got, fmt.Sprintf("%s:%d", f.Document, f.Line))
	}
	want := "a.jsonl:4 a.jsonl#3:3 a.jsonl#5:5 b.csv:9 b.csv#5:5 b.csv#8:8"
	if diff := strings.Join(got, " "); diff != want {
		t.Errorf("failures at %s, want %s", diff, want)
	}
}

// No half of a table is written if its columns do not show what to translate.
func TestNoColumn(t *testing.T) {
	dir := tree(t, map[string]string{"a.csv": "x,y\nHallo,Welt\n", "b.csv": "text\nHallo.\n"})
	s, out, err := runRecords(t, context.Background(), dir, upper, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Failures) != 1 || s.Counts.Skipped != 1 || s.Counts.Documents != 1 {
		t.Errorf("got %+v, %+v", s.Failures, s.Counts)
	}
	got := files(t, out)
	if _, ok := got["a.csv.en.csv"]; ok || got["b.csv.en.csv"] != "text\nHALLO.\n" {
		t.Errorf("got %q", got)
	}
}
