package outputs_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/document"
)

// counting counts the parts that an output takes.
type counting struct {
	corpus.PartWriter
	taken map[string]int
	name  string
}

func (c counting) Add(d *document.Document, b *bitext.Bitext) error {
	c.taken[c.name]++
	return c.PartWriter.Add(d, b)
}

// TestParts: every output is the same, whether it takes the pairs of a document in parts or all at once.
func TestParts(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	for i := range 9_000 {
		switch {
		case i%1000 == 7:
			fmt.Fprintln(&text, "Sie rief: The weather is lovely today, but it will rain tomorrow.")
		case i%7 == 3:
			fmt.Fprintln(&text, "Alles ist gut.") // with the same neighbours, but for one
		default:
			fmt.Fprintf(&text, "Im Haus Nummer %d brennt noch »Licht«.\n", i%7)
		}
	}
	in := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(in, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := satzpaar.Open(context.Background(), satzpaar.Config{Backend: "echo"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	run := func(writers []corpus.Writer) string {
		out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		inputs, err := corpus.Find([]string{in}, []string{".txt"}, "")
		if err != nil {
			t.Fatal(err)
		}
		o := corpus.Options{Writers: writers, Index: outputs.Index}
		if _, err := corpus.Run(context.Background(), s, inputs.Files, out, o); err != nil {
			t.Fatal(err)
		}
		return out.Dir
	}
	inParts, whole := outputs.All("en"), outputs.All("en")
	taken := map[string]int{}
	for i := range whole {
		w := &inParts[i]
		if begin := w.Parts; begin != nil {
			w.Parts = func(file io.Writer) (corpus.PartWriter, error) {
				to, err := begin(file)
				return counting{to, taken, w.Name}, err
			}
			whole[i].Parts = nil
		}
	}
	got, want := run(inParts), run(whole)
	for name, parts := range taken {
		if parts < 2 {
			t.Errorf("%s took %d parts", name, parts)
		}
	}
	if len(taken) < 3 {
		t.Errorf("parts were taken by %v", taken)
	}
	for _, w := range inParts {
		name := w.Output("a.txt")
		a, errA := os.ReadFile(filepath.Join(got, name))
		b, errB := os.ReadFile(filepath.Join(want, name))
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if string(a) != string(b) {
			t.Errorf("%s: %d bytes in parts, %d otherwise", w.Name, len(a), len(b))
		}
	}
}
