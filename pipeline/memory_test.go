package pipeline_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
)

// weighing is a backend for tests that says what it is given, and keeps the most memory that was in use when it was
// asked.
type weighing struct{ most *uint64 }

func (weighing) Info() translate.Info { return translate.Info{ID: "weighing", Deterministic: true} }

func (w weighing) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	*w.most = max(*w.most, inUse())
	results := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		results[i].Text = it.Text
	}
	return results, translate.Usage{}, nil
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestMemory bounds what a document of many short sentences takes while it is translated, beside the document itself.
// Pairs are most of it.
func TestMemory(t *testing.T) {
	const sentences, most = 50_000, 680 // bytes for each sentence
	var src strings.Builder
	for i := range sentences {
		fmt.Fprintf(&src, "Der Hund bellt %d Mal.\n", i)
	}
	d, err := document.Parse("a.txt", []byte(src.String()), document.Options{Split: document.German})
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}}
	var asked uint64
	p.Backend = weighing{&asked}
	before := inUse()
	b, _, err := p.Document(t.Context(), d, nil)
	if err != nil || len(b.Pairs) != sentences {
		t.Fatalf("%v", err)
	}
	took := float64(asked-before) / sentences
	t.Logf("%.0f bytes a sentence", took)
	if took > most {
		t.Errorf("a sentence takes %.0f bytes, want %d at most", took, most)
	}
	runtime.KeepAlive(d)
}
