package satzpaar_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/required"
)

// TestRealDocuments takes the five real documents through the pipeline: exactly the embedded tweet is foreign and
// stays byte for byte, every slice that spans name is the source of its pair, and nothing of a document is lost.
func TestRealDocuments(t *testing.T) {
	shared := os.Getenv("SATZPAAR_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	files, err := filepath.Glob(filepath.Join(shared, "seeds", "*.txt"))
	if err != nil || len(files) == 0 {
		required.Missing(t, "shared", "no real documents under %s (set SATZPAAR_SHARED)", shared)
	}
	s, err := satzpaar.Open(context.Background(), satzpaar.Config{Backend: "echo"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var foreign []string // where the foreign pairs start: "file:line"
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := s.Parse(filepath.Base(f), raw)
		if err != nil {
			t.Fatal(err)
		}
		b, r, err := s.Document(context.Background(), d, nil)
		if err != nil || r.Failed != 0 {
			t.Fatalf("%s: %+v, %v", f, r, err)
		}
		covered := 0
		for _, pair := range b.Pairs {
			var source strings.Builder
			for _, span := range pair.Spans {
				source.Write(raw[span.Start:span.End])
				covered += len(strings.Join(strings.Fields(string(raw[span.Start:span.End])), ""))
			}
			if source.String() != pair.Source {
				t.Errorf("%s %s: spans give %q, source is %q", d.Name, pair.ID, source.String(), pair.Source)
			}
			if pair.Lang == "es" {
				line := 1 + bytes.Count(raw[:pair.Spans[0].Start], []byte{'\n'})
				foreign = append(foreign, fmt.Sprintf("%s:%d", d.Name[:3], line))
				if pair.Action != bitext.Keep || pair.Target != pair.Source {
					t.Errorf("%s %s: %s %q", d.Name, pair.ID, pair.Action, pair.Target)
				}
			} else if pair.Lang != "de" && pair.Lang != "und" || pair.Mixed {
				t.Errorf("%s %s is called %s (mixed: %t): %q", d.Name, pair.ID, pair.Lang, pair.Mixed, pair.Source)
			}
		}
		if all := len(strings.Join(strings.Fields(string(raw)), "")); covered != all {
			t.Errorf("%s: pairs cover %d of %d bytes", d.Name, covered, all)
		}
	}
	// The attribution line between the two Spanish ones may be a run of its own.
	foreign = slices.DeleteFunc(foreign, func(at string) bool { return at == "001:7" })
	if want := []string{"001:6", "001:8"}; !slices.Equal(foreign, want) {
		t.Errorf("foreign are %q, want %q", foreign, want)
	}
}
