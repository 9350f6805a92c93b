package corpus_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
)

// failing returns a document of n lines and its bitext, in which every line has failed. The first and the last change
// places.
func failing(n int) (*document.Document, *bitext.Bitext) {
	const line = "Das geht nicht.\n"
	d := &document.Document{Name: "a.txt", Source: []byte(strings.Repeat(line, n))}
	b := &bitext.Bitext{Pairs: make([]bitext.Pair, n)}
	for i := range b.Pairs {
		span := offset.Span{Start: i * len(line), End: (i+1)*len(line) - 1}
		b.Pairs[i] = bitext.Pair{State: bitext.Initial, Spans: []offset.Span{span}}
	}
	b.Pairs[0], b.Pairs[n-1] = b.Pairs[n-1], b.Pairs[0]
	return d, b
}

// TestFailedLines: a failure is reported on its line, wherever that is.
func TestFailedLines(t *testing.T) {
	d, b := failing(4)
	s := corpus.SummaryOf(d.Name, d, b, pipeline.Report{})
	for i, want := range []int{4, 2, 3, 1} {
		if len(s.Failures) != 4 || s.Failures[i].Line != want {
			t.Fatalf("failure %d of %+v, want line %d", i, s.Failures, want)
		}
	}
}

// TestFailuresGrowth: a document that fails in every line takes time in proportion to its lines.
func TestFailuresGrowth(t *testing.T) {
	growthtest.Linear(t, "failures", 25_000, func(n int) func() {
		d, b := failing(n)
		return func() { corpus.SummaryOf(d.Name, d, b, pipeline.Report{}) }
	})
}

// TestImportGrowth: the translations of a file of records, each of which a person has edited before, come back in time
// in proportion to their number.
func TestImportGrowth(t *testing.T) {
	growthtest.Linear(t, "records that come back", 200, func(n int) func() {
		var own, edits, back strings.Builder // the folder's bitexts and edits, and what comes back
		var docs []*bitext.Bitext
		for i := range n {
			name := fmt.Sprintf("a.jsonl#%d", i+1)
			d := &document.Document{Name: name, Format: "txt", Encoding: document.UTF8}
			b := &bitext.Bitext{Header: bitext.NewHeader(d, lang.GermanEnglish)}
			b.Pairs = []bitext.Pair{{
				ID: "1.1", Block: 1, Source: "Das ist gut.", Target: "By hand.", Action: bitext.Translate,
				State: bitext.Translated, Origin: "x",
			}}
			docs = append(docs, b)
			line, err := json.Marshal(bitext.Edit{Key: bitext.Keys(b)[0], Target: &b.Pairs[0].Target})
			if err != nil {
				t.Fatal(err)
			}
			edits.Write(append(line, '\n'))
		}
		err := errors.Join(bitext.JSONL.Write(&own, bitext.Documents(docs...)),
			bitext.TMX.Write(&back, bitext.Documents(docs...)))
		if err != nil {
			t.Fatal(err)
		}
		dir := tree(t, map[string]string{
			"out/satzpaar.json": `{"satzpaar":"test"}`, "out/a.jsonl" + bitext.Suffix: own.String(),
			"out/a.jsonl" + bitext.EditsSuffix: edits.String(),
		})
		in := importInto(dir)
		in.Sources = nil
		return func() {
			got, err := in.Translations("back.tmx", []byte(back.String()))
			if err != nil || got.Added != 0 || len(got.Notes) > 0 {
				t.Fatalf("%d added, %d notes, %v", got.Added, len(got.Notes), err)
			}
		}
	})
}
