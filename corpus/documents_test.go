package corpus_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
)

type parser struct{}

func (parser) Parse(name string, raw []byte) (*document.Document, error) {
	return document.Parse(name, raw, document.Options{Split: document.SplitterFor("de")})
}

func (parser) Records() document.RecordOptions {
	return document.RecordOptions{Split: document.SplitterFor("de")}
}

// What cannot be read comes as an error between the others, and records come in groups of a bounded size.
func TestDocuments(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.txt":   "Eins.",
		"b.jsonl": strings.Repeat(`{"text":"Zwei."}`+"\n", 300) + "{broken\n" + `{"text":"Drei."}` + "\n",
		"c.data":  `{"text":"Vier."}` + "\n" + `{"text":"Fünf."}` + "\n",
	})
	inputs := []corpus.Input{{Path: filepath.Join(dir, "missing"), Name: "missing.txt"},
		{Path: filepath.Join(dir, "a.txt"), Name: "a.txt"}, {Path: filepath.Join(dir, "b.jsonl"), Name: "b.jsonl"},
		{Path: filepath.Join(dir, "c.data"), Name: "c.data", Format: "jsonl"}}
	var got []string
	for ds, err := range corpus.Documents(parser{}, inputs) {
		if err != nil {
			got = append(got, "error")
			continue
		}
		got = append(got, fmt.Sprintf("%s+%d", ds[0].Name, len(ds)))
	}
	if want := "error a.txt+1 b.jsonl#1+128 b.jsonl#129+128 error b.jsonl#257+45 c.data#1+2"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for range corpus.Documents(parser{}, inputs) {
		break // must not go on
	}
}

// TestReadAhead: every document is used, failures to read are reported, and an error or the end of the context ends it.
func TestReadAhead(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.txt":   "Eins.",
		"b.jsonl": strings.Repeat(`{"text":"Zwei."}`+"\n", 1000),
	})
	inputs := []corpus.Input{{Path: filepath.Join(dir, "missing"), Name: "missing.txt"},
		{Path: filepath.Join(dir, "a.txt"), Name: "a.txt"}, {Path: filepath.Join(dir, "b.jsonl"), Name: "b.jsonl"}}
	used, unread := 0, 0
	count := func(ds []*document.Document) error { used += len(ds); return nil }
	failed := func(error) { unread++ }
	if err := corpus.ReadAhead(t.Context(), parser{}, inputs, count, failed); err != nil || used != 1001 || unread != 1 {
		t.Errorf("%d used, %d unread, %v", used, unread, err)
	}
	wrong := errors.New("wrong")
	refuse := func([]*document.Document) error { return wrong }
	if err := corpus.ReadAhead(t.Context(), parser{}, inputs, refuse, failed); !errors.Is(err, wrong) {
		t.Errorf("the error of use is %v", err)
	}
	ctx, end := context.WithCancelCause(t.Context())
	ended := errors.New("ended")
	stop := func([]*document.Document) error { end(ended); return nil }
	if err := corpus.ReadAhead(ctx, parser{}, inputs, stop, failed); !errors.Is(err, ended) {
		t.Errorf("the end of the context is %v", err)
	}
	ctx, end = context.WithCancelCause(t.Context())
	unread = 0
	last := func(error) { unread++; end(ended) }
	missing := []corpus.Input{inputs[0], inputs[0], inputs[0]}
	if err := corpus.ReadAhead(ctx, parser{}, missing, count, last); !errors.Is(err, ended) || unread != 1 {
		t.Errorf("%d unread after the end of the context, %v", unread-1, err)
	}
}

// What an earlier run made is found for single documents and for records, of more files than are open at a time, and
// also when the folder is written anew meanwhile.
func TestEarlierRun(t *testing.T) {
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	write := func(input, target string, documents ...string) {
		t.Helper()
		err := out.Write(input+bitext.Suffix, func(w io.Writer) error {
			for _, name := range documents {
				b := &bitext.Bitext{Header: bitext.Header{Satzpaar: bitext.Version, Document: name, Format: "txt",
					Encoding: "utf-8", SHA256: "00", From: "de", To: "en"},
					Pairs: []bitext.Pair{{ID: "1.1", Source: "Eins.", Target: target + name, Action: bitext.Translate,
						State: bitext.Translated}}}
				if err := bitext.Write(w, b); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("a#%d.txt", i))
		write(names[i], "old ", names[i])
	}
	write("t.csv", "old ", "t.csv#1", "t.csv#2")
	run := out.EarlierRun()
	defer func() {
		if err := run.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, name := range append(names, "t.csv#2", "t.csv#1", names[0]) {
		b, err := run.Document(name, "")
		if err != nil || b == nil || b.Pairs[0].Target != "old "+name {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
	write("t.csv", "new ", "t.csv#1", "t.csv#2")
	if b, err := run.Document("t.csv#2", ""); err != nil || b.Pairs[0].Target != "old t.csv#2" {
		t.Errorf("written anew: %+v, %v", b, err)
	}
	if b, err := run.Document("other.txt", ""); b != nil || err != nil {
		t.Errorf("unknown: %+v, %v", b, err)
	}
}
