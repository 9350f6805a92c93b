package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
)

// manyLines is a text of so many short lines, each a block. A third of them come again and again, with white space
// that does not count, and some hold foreign text that the policy translates, or fail.
func manyLines(n int) string {
	var text strings.Builder
	for i := range n {
		switch i % 6 {
		case 0:
			fmt.Fprintf(&text, "Es  ist %d Uhr.\n", i%600)
		case 1:
			fmt.Fprintf(&text, "Er rief ‹fr:bonjour %d› in den Saal.\n", i%60)
		case 2:
			fmt.Fprintf(&text, "Hier hakt es zum %d. Mal.\n", i%5000)
		default:
			fmt.Fprintf(&text, "Im Haus Nummer %d brennt noch Licht.\n", i)
		}
	}
	return text.String()
}

// numbering translates each text with the number that it was asked for as, so that a text that is asked for twice shows.
type numbering struct {
	asked map[string]int
	pairs []translate.Pair
}

func (b numbering) Info() translate.Info {
	return translate.Info{ID: "numbering", Deterministic: true, Pairs: b.pairs}
}

func (b numbering) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	seen := map[string]int{}
	for i, it := range req.Items {
		if at, ok := seen[it.Text]; ok { // as stack.Deduped does
			out[i] = out[at]
			continue
		}
		seen[it.Text] = i
		b.asked[it.Text]++
		if strings.Contains(it.Text, "hakt") {
			out[i].Err = &translate.Error{Kind: translate.Refused, Err: errors.New("nein")}
			continue
		}
		out[i].Text = fmt.Sprintf("%s (%d)", it.Text, b.asked[it.Text])
	}
	return out, translate.Usage{}, nil
}

// TestParts: the pairs and figures of a document that is translated in parts are those of one that is not, and nothing
// is asked for twice.
func TestParts(t *testing.T) {
	d := parse(t, manyLines(30_000))
	french := lang.Pair{From: language.French, To: language.English}
	with := func() (*pipeline.Pipeline, numbering) {
		b := numbering{asked: map[string]int{}}
		policy, err := detect.ParsePolicy("fr=translate:other")
		if err != nil {
			t.Fatal(err)
		}
		return &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Policy: policy, Backend: b,
			Foreign: map[string]translate.Backend{"other": numbering{b.asked, []lang.Pair{french}}}}, b
	}
	whole, _ := with()
	want, wantReport, err := whole.Document(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, b := with()
	var got bitext.Bitext
	parts := 0
	text := sections(t, manyLines(30_000))
	report, err := p.Parts(context.Background(), text, nil, func(d *document.Document, part *bitext.Bitext) error {
		parts++
		if n := d.First + 1; part.Pairs[0].Block != n {
			t.Errorf("a section that begins with block %d has a pair of block %d", n, part.Pairs[0].Block)
		}
		got.Header = part.Header
		got.Pairs = append(got.Pairs, part.Pairs...)
		return nil
	})
	if err != nil || parts < 3 {
		t.Fatalf("%d parts, %v", parts, err)
	}
	if !reflect.DeepEqual(report, wantReport) {
		t.Errorf("report %+v, want %+v", report, wantReport)
	}
	if got.Header != want.Header || len(got.Pairs) != len(want.Pairs) {
		t.Fatalf("header %+v with %d pairs, want %+v with %d", got.Header, len(got.Pairs), want.Header, len(want.Pairs))
	}
	for i := range got.Pairs {
		if !reflect.DeepEqual(got.Pairs[i], want.Pairs[i]) {
			t.Fatalf("pair %d: %+v, want %+v", i, got.Pairs[i], want.Pairs[i])
		}
	}
	if b.asked["‹fr:bonjour 1›"] == 0 {
		t.Error("no foreign text was asked for")
	}
	for text, n := range b.asked {
		if n > 1 {
			t.Fatalf("%q was asked for %d times", text, n)
		}
	}
}

// TestPartsWhole: what concerns all pairs of a document comes in one part, and there is always one.
func TestPartsWhole(t *testing.T) {
	large := sections(t, manyLines(30_000))
	edits := []bitext.Edit{{Key: bitext.Key{Source: "gibt es nicht"}}}
	for name, tt := range map[string]struct {
		document *document.Sections
		edits    []bitext.Edit
		set      func(*pipeline.Pipeline)
	}{
		"empty":      {document: sections(t, "\n")},
		"edits":      {document: large, edits: edits},
		"retry":      {document: large, set: func(p *pipeline.Pipeline) { p.Retry = &pipeline.Retry{Earlier: nothing} }},
		"paragraphs": {document: large, set: func(p *pipeline.Pipeline) { p.Blocks = document.English }},
	} {
		p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Backend: numbering{asked: map[string]int{}}}
		if tt.set != nil {
			tt.set(p)
		}
		parts := 0
		r, err := p.Parts(context.Background(), tt.document, tt.edits, func(*document.Document, *bitext.Bitext) error {
			parts++
			return nil
		})
		if err != nil || parts != 1 || len(r.Stale) != len(tt.edits) {
			t.Errorf("%s: %d parts, %d stale edits, %v", name, parts, len(r.Stale), err)
		}
	}
}

func nothing(string, string) (*bitext.Bitext, error) { return nil, nil }

// sections parses a text for Parts.
func sections(t *testing.T, text string) *document.Sections {
	t.Helper()
	d, err := document.ParseSections("a.txt", []byte(text), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPartsStop: an error of whoever takes the parts ends the translation.
func TestPartsStop(t *testing.T) {
	full := errors.New("the disk is full")
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Backend: numbering{asked: map[string]int{}}}
	parts := 0
	text := sections(t, manyLines(30_000))
	_, err := p.Parts(context.Background(), text, nil, func(*document.Document, *bitext.Bitext) error {
		parts++
		return full
	})
	if !errors.Is(err, full) || parts != 1 {
		t.Errorf("%d parts, %v", parts, err)
	}
}

// TestPartsMemory: twice as many lines take hardly more memory beside their document.
func TestPartsMemory(t *testing.T) {
	used := func(lines int) float64 {
		d := sections(t, shortLines(lines))
		var requests []int
		before, peak := heap(), uint64(0)
		p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Backend: counting{&requests, &peak}}
		_, err := p.Parts(context.Background(), d, nil, func(*document.Document, *bitext.Bitext) error { return nil })
		if err != nil || len(requests) < 2 {
			t.Fatalf("%d requests, %v", len(requests), err)
		}
		runtime.KeepAlive(d)
		return float64(max(peak, before)-before) / 1e6
	}
	one, two := used(30_000), used(60_000)
	t.Logf("%.1f MB, and %.1f for twice as many", one, two)
	if two > 1.3*one {
		t.Errorf("30,000 lines take %.1f MB, 60,000 take %.1f", one, two)
	}
}
