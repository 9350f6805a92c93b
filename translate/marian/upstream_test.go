package marian

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

const models = "../../testdata/models"

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(models, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// files are the contents of one of the small models: "mini.float32", "mini.int8", "self.float32",
// "self.int8" or "pair.int8".
func files(t testing.TB, name string) Files {
	t.Helper()
	small, kind, _ := strings.Cut(name, ".")
	ending := map[string]string{"float32": "bin", "int8": "intgemm.alphas.bin"}[kind]
	f := Files{Model: read(t, "model."+small+"."+ending), Shortlist: read(t, "lex.50.50."+small+".s2t.bin")}
	if small == "pair" {
		f.Vocab, f.TargetVocab = read(t, "srcvocab.pair.spm"), read(t, "trgvocab.pair.spm")
	} else {
		f.Vocab = read(t, "vocab.mini.spm")
	}
	return f
}

func backend(t testing.TB, name string, workers int) *Backend {
	t.Helper()
	return searching(t, name, workers, 0)
}

// searching is a backend with a beam.
func searching(t testing.TB, name string, workers, beam int) *Backend {
	t.Helper()
	b, err := New(Config{Name: name, From: language.German, To: language.English, Files: files(t, name), Workers: workers, Beam: beam, raw: true})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	return strings.Split(strings.TrimSuffix(string(read(t, name)), "\n"), "\n")
}

// raw translates sentences by the model alone: nothing is folded, cut, tidied or tried again.
func (b *Backend) raw(t testing.TB, texts []string) []string {
	t.Helper()
	e := b.source.NewEncoder()
	units := make([]*unit, len(texts))
	for i, text := range texts {
		units[i] = newUnit(e, identity(text, 0))
	}
	if err := b.run(context.Background(), units); err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(texts))
	for i, u := range units {
		out[i], _ = b.target.Decode(u.ids, nil)
	}
	return out
}

// TestUpstream compares the text of whole translations with the upstream engine's, sentence by sentence: see
// repeat.sh in testdata/models.
func TestUpstream(t *testing.T) {
	source := lines(t, "sentences.de")
	if len(source) != 200 {
		t.Fatalf("%d sentences, want 200", len(source))
	}
	for _, c := range []struct {
		name, file string
		beam       int
	}{
		{"mini.float32", "mini.float32", 1}, {"mini.int8", "mini.int8", 1}, {"pair.int8", "pair.int8", 1},
		{"self.float32", "self.float32", 1}, {"self.int8", "self.int8", 1},
		{"self.float32", "self.float32.beam4", 4}, {"self.int8", "self.int8.beam2", 2},
		{"mini.float32", "mini.float32.beam2", 2}, {"mini.int8", "mini.int8.beam4", 4}, {"pair.int8", "pair.int8.beam3", 3},
	} {
		t.Run(c.file, func(t *testing.T) {
			want := lines(t, "upstream."+c.file+".jsonl")
			if len(want) != len(source) {
				t.Fatalf("%d translations, want %d", len(want), len(source))
			}
			equal := 0
			for i, got := range searching(t, c.name, 2, c.beam).raw(t, source) {
				var text string
				if err := json.Unmarshal([]byte(want[i]), &text); err != nil {
					t.Fatal(err)
				}
				if got == text {
					equal++
					continue
				}
				t.Errorf("sentence %d, %q:\n%s\nwant\n%s", i+1, source[i], got, text)
			}
			t.Logf("%d of %d sentences equal", equal, len(source))
		})
	}
}

// TestCompare compares with translations that the upstream engine made of the sentences in SATZPAAR_BENCH_TEXT with
// the model in SATZPAAR_BENCH_MODEL: compare.sh in testdata/models runs both.
func TestCompare(t *testing.T) {
	dir, text, upstream := os.Getenv("SATZPAAR_BENCH_MODEL"), os.Getenv("SATZPAAR_BENCH_TEXT"), os.Getenv("SATZPAAR_BENCH_UPSTREAM")
	if dir == "" || text == "" || upstream == "" {
		t.Skip("no model and translations to compare with: see testdata/models/compare.sh")
	}
	b, err := Open(dir, Config{From: language.German, To: language.English, raw: true})
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) []string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	}
	source, want := read(text), read(upstream)
	equal := 0
	for i, got := range b.raw(t, source) {
		var text string
		if err := json.Unmarshal([]byte(want[i]), &text); err != nil {
			t.Fatal(err)
		}
		if got == text {
			equal++
		} else {
			t.Logf("sentence %d, %q:\n%s\nupstream\n%s", i+1, source[i], got, text)
		}
	}
	t.Logf("%d of %d sentences equal", equal, len(source))
	if equal*100 < len(source)*90 {
		t.Errorf("only %d of %d sentences are equal", equal, len(source))
	}
}
