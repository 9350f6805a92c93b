package corpus_test

import (
	"archive/zip"
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
)

// A file of records without any text has an empty bitext, of which nothing is written anew.
func TestRenderNothing(t *testing.T) {
	dir := tree(t, map[string]string{"a.jsonl": "\n", "out/a.jsonl" + bitext.Suffix: "", "out/a.jsonl.en.jsonl": "\n"})
	source, out := filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "out")
	r, err := corpus.NewRerenderer(out, []string{source}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render("a.jsonl", filepath.Join(out, "a.jsonl"+bitext.Suffix)); err != nil {
		t.Error(err)
	}
}

// A Word document is written anew from its source with what a reviewer wrote in it.
func TestRenderPacked(t *testing.T) {
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for _, p := range [][2]string{
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels", `<Relationships><Relationship Id="r" Type="a/officeDocument" Target="d.xml"/></Relationships>`},
		{"d.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
			`<w:p><w:r><w:t>Das ist gut.</w:t></w:r></w:p></w:document>`},
	} {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = io.WriteString(w, p[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	source := &document.Document{Name: "a.docx", Format: "docx", Encoding: "utf-8", SHA256: document.Hash(raw.Bytes())}
	b := &bitext.Bitext{
		Header: bitext.NewHeader(source, lang.GermanEnglish),
		Pairs: []bitext.Pair{{
			ID: "1.1", Block: 1, Kind: "paragraph", Source: "Das ist gut.", Target: "It is good.",
			Action: bitext.Translate, State: bitext.Translated, Origin: "x",
		}},
	}
	var lines strings.Builder
	if err := bitext.Write(&lines, b); err != nil {
		t.Fatal(err)
	}
	dir := tree(t, map[string]string{
		"a.docx":                          raw.String(),
		"out/a.docx" + bitext.Suffix:      lines.String(),
		"out/a.docx" + bitext.EditsSuffix: `{"source":"Das ist gut.","target":"By hand.","time":"2026-01-01T00:00:00Z"}` + "\n",
		"out/a.docx.en.docx":              "old",
		"out/satzpaar.json":               "{}",
	})
	out := filepath.Join(dir, "out")
	r, err := corpus.NewRerenderer(out, []string{filepath.Join(dir, "a.docx")}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render("a.docx", filepath.Join(out, "a.docx"+bitext.Suffix)); err != nil {
		t.Fatal(err)
	}
	got, err := zip.OpenReader(filepath.Join(out, "a.docx.en.docx"))
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	f, err := got.Open("d.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil || !strings.Contains(string(text), "<w:t>By hand.</w:t>") {
		t.Errorf("got %s, %v", text, err)
	}
}
