package marian

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/metric"
	"github.com/satzpaar/satzpaar/translate/marian/internal/opus"
)

// opusBackend is a backend of an OPUS-MT model in a folder.
func opusBackend(t testing.TB, dir string, to language.Tag, quantized bool) *Backend {
	t.Helper()
	p, err := opus.Read(os.DirFS(dir), quantized)
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(Config{Name: "opus", From: language.German, To: to, raw: true, Files: Files{
		Model:         p.Model,
		Vocab:         p.Source,
		TargetVocab:   p.Target,
		Entries:       p.Entries,
		TargetEntries: p.TargetEntries,
		Decoder:       p.Decoder,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// compareOPUS compares translations in float32 with Marian's, and those in int8 with them by chrF. See opus.py in
// testdata/models.
func compareOPUS(t *testing.T, dir, upstream string, to language.Tag, source []string) (equal int, chrF float64) {
	t.Helper()
	data, err := os.ReadFile(upstream)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(want) != len(source) {
		t.Fatalf("%d translations of %d sentences", len(want), len(source))
	}
	for i := range want {
		var text string
		if err := json.Unmarshal([]byte(want[i]), &text); err != nil {
			t.Fatal(err)
		}
		want[i] = text
	}
	for i, got := range opusBackend(t, dir, to, false).raw(t, source) {
		if got == want[i] {
			equal++
		} else {
			t.Logf("sentence %d, %q:\n%s\nMarian\n%s", i+1, source[i], got, want[i])
		}
	}
	small := opusBackend(t, dir, to, true).raw(t, source)
	same := 0
	for i := range small {
		if small[i] == want[i] {
			same++
		}
	}
	score, err := metric.Compute(metric.ChrF{}, small, want)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("float32: %d of %d equal; int8: %d equal, chrF %.1f", equal, len(want), same, score.Value)
	return equal, score.Value
}

// TestOPUS: a model of OPUS-MT's form, with a vocabulary that is not that of its SentencePiece models, for one of
// several target languages.
func TestOPUS(t *testing.T) {
	source := lines(t, "sentences.de")
	equal, chrF := compareOPUS(t, filepath.Join(models, "opus"), filepath.Join(models, "upstream.opus.fra.jsonl"),
		language.French, source)
	if equal != len(source) {
		t.Errorf("only %d of %d sentences are equal in float32", equal, len(source))
	}
	if chrF < 80 { // of a model that answers the least change with other words
		t.Errorf("int8 has chrF %.1f to Marian", chrF)
	}
}

// TestOPUSCompare compares with translations that Marian made of the sentences in SATZPAAR_BENCH_TEXT with the OPUS-MT
// model in SATZPAAR_BENCH_MODEL, by opus.py in testdata/models.
func TestOPUSCompare(t *testing.T) {
	dir, text := os.Getenv("SATZPAAR_BENCH_MODEL"), os.Getenv("SATZPAAR_BENCH_TEXT")
	upstream := os.Getenv("SATZPAAR_BENCH_UPSTREAM")
	if dir == "" || text == "" || upstream == "" {
		t.Skip("no model and translations to compare with: see testdata/models/opus.py")
	}
	data, err := os.ReadFile(text)
	if err != nil {
		t.Fatal(err)
	}
	source := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	equal, _ := compareOPUS(t, dir, upstream, language.English, source)
	if equal*100 < len(source)*99 {
		t.Errorf("only %d of %d sentences are equal in float32", equal, len(source))
	}
}

// TestOPUSLanguage: the name of the target language, for those that the model knows.
func TestOPUSLanguage(t *testing.T) {
	dir := filepath.Join(models, "opus")
	p, err := opus.Read(os.DirFS(dir), true)
	if err != nil {
		t.Fatal(err)
	}
	f := Files{Model: p.Model, Vocab: p.Source, TargetVocab: p.Target, Entries: p.Entries}
	for to, want := range map[string]string{"fr": "fra", "pt-BR": "por_BR", "pt": "por_BR", "de": "deu", "pt-PT": "", "es": ""} {
		b, err := New(Config{Name: "x", From: language.German, To: language.MustParse(to), Files: f})
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), "it knows deu, fra, por_BR") {
				t.Errorf("%s: error %v", to, err)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		if id, _ := b.source.Language(want); len(b.lead) != 1 || b.lead[0] != id {
			t.Errorf("%s: %v before a sentence, want %d for %s", to, b.lead, id, want)
		}
	}
}

// TestOPUSDynamic: where each row has a multiplier of its own, a translation does not depend on its neighbours
// either, and links are of the words, whatever stands before them.
func TestOPUSDynamic(t *testing.T) {
	b := opusBackend(t, filepath.Join(models, "opus"), language.French, true)
	source := lines(t, "sentences.de")[:24]
	together := b.raw(t, source)
	for i, s := range source {
		if alone := b.raw(t, []string{s})[0]; alone != together[i] {
			t.Errorf("sentence %d alone: %q, with others %q", i+1, alone, together[i])
		}
	}
	results, err := b.Read(t.Context(), []Sample{{"Der Zug", "Der Zug"}})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results[0].Err)
	}
	for _, l := range results[0].Links {
		if l.Source.End > len("Der Zug") || l.Target.End > len("Der Zug") {
			t.Errorf("a link %v outside the texts", l)
		}
	}
}
