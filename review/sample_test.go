package review

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// span returns the bytes start to end.
func span(start, end int) *offset.Span { return &offset.Span{Start: start, End: end} }

// wordLink returns the link between bytes s to e of a source and ts to te of a target.
func wordLink(s, e, ts, te int) offset.Link {
	return offset.Link{Source: *span(s, e), Target: *span(ts, te)}
}

// sample is a document with what a page has to show: a clean pair, a finding, a foreign part, a pair that failed, two
// equal sources.
func sample() *bitext.Bitext {
	risk := func(r float64) *float64 { return &r }
	b := &bitext.Bitext{Header: bitext.Header{Satzpaar: 1, Document: "a.txt", Format: "txt", Encoding: "utf-8",
		SHA256: strings.Repeat("a", 64), From: "de", To: "en"}}
	add := func(block int, source, target string) *bitext.Pair {
		b.Pairs = append(b.Pairs, bitext.Pair{ID: fmt.Sprintf("%d.%d", block, len(b.Pairs)+1), Block: block,
			Kind: "paragraph", Source: source, Target: target, Lang: "de",
			Action: bitext.Translate, State: bitext.Translated, Origin: "echo:1", Risk: risk(0.02)})
		return &b.Pairs[len(b.Pairs)-1]
	}
	p := add(1, "Das Haus ist alt.", "The house is old.")
	p.Links = []offset.Link{
		wordLink(0, 3, 0, 3), wordLink(4, 8, 4, 9), wordLink(9, 12, 10, 12), wordLink(13, 16, 13, 16),
	}
	p = add(1, "😀 Er zahlte 300 €.", "😀 He paid 30 €.")
	p.Findings = []bitext.Finding{{Check: "numbers", Severity: bitext.Error,
		Message: `"300" is missing from the translation`, Source: span(15, 18), Target: span(13, 15)}}
	p.Risk = risk(0.9)
	p = add(2, "Sie sagte: no pasarán.", "She said: no pasarán.")
	p.Runs = []offset.Run{{Start: 0, End: 11, Lang: "de", Score: 1}, {Start: 11, End: 23, Lang: "es", Score: 1}}
	p.Mixed = true
	p = add(2, "Ein Fehler.", "")
	p.State, p.Error, p.Origin, p.Risk = bitext.Initial, "the backend did not answer", "", nil
	add(3, "Ja.", "Yes.")
	add(3, "Gut gemacht, sagte sie.", "Well done, she said.")
	add(3, "Ja.", "Yes.")
	return b
}

// folderOf writes bitexts, each into a file of its document's name, and returns the folder.
func folderOf(t testing.TB, docs ...*bitext.Bitext) string {
	t.Helper()
	dir := t.TempDir()
	for _, b := range docs {
		name, _, _ := strings.Cut(b.Document, "#")
		path := filepath.Join(dir, filepath.FromSlash(name)+bitext.Suffix)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		if err := bitext.Write(f, b); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// served starts a server of a folder.
func served(t *testing.T, dir string, set func(*Server)) (*Server, *httptest.Server) {
	t.Helper()
	h := httptest.NewUnstartedServer(nil)
	s, err := NewServer(dir, h.Listener.Addr().String(), "secret", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if set != nil {
		set(s)
	}
	h.Config.Handler = s
	h.Start()
	t.Cleanup(h.Close)
	return s, h
}

func editsOf(t *testing.T, dir, name string) []bitext.Edit {
	t.Helper()
	edits, err := bitext.ReadEditsFile(filepath.Join(dir, name+bitext.EditsSuffix))
	if err != nil {
		t.Fatal(err)
	}
	return edits
}

// just chooses edits whatever there is.
func just(edits ...bitext.Edit) func([]bitext.Edit) ([]bitext.Edit, error) {
	return func([]bitext.Edit) ([]bitext.Edit, error) { return edits, nil }
}
