package marian

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

func TestConformance(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "self.int8"} {
		t.Run(name, func(t *testing.T) {
			translatetest.Run(t, func() translate.Backend { return backend(t, name, 2) })
		})
	}
}

// ranges finds strings in a text, one after the other.
func ranges(text string, parts ...string) []offset.Span {
	var out []offset.Span
	at := 0
	for _, p := range parts {
		start := at + strings.Index(text[at:], p)
		out = append(out, offset.Span{Start: start, End: start + len(p)})
		at = start + len(p)
	}
	return out
}

func results(t testing.TB, b *Backend, items ...translate.Item) []translate.Result {
	t.Helper()
	out, _, err := b.Translate(context.Background(), translate.Request{From: language.German, To: language.English, Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWorkers checks that neither the number of workers nor the neighbours in a request change a result.
func TestWorkers(t *testing.T) {
	var items []translate.Item
	for _, l := range lines(t, "sentences.de") {
		items = append(items, translate.Item{Text: l})
	}
	items[7].Text = strings.Repeat(items[7].Text+" ", 12)
	items[9].Keep = []offset.Span{{Start: 4, End: 9}}
	want := results(t, backend(t, "mini.int8", 1), items...)
	for _, workers := range []int{2, 5} {
		if got := results(t, backend(t, "mini.int8", workers), items...); !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers give other results than one", workers)
		}
	}
	b := backend(t, "mini.int8", 2)
	for i := 0; i < len(items); i += 9 {
		if got := results(t, b, items[i])[0]; !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%q alone gives %+v, among others %+v", items[i].Text, got, want[i])
		}
	}
}

func TestVerbatim(t *testing.T) {
	b := backend(t, "mini.int8", 1)
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" \t\n", ""},
		{"1998", "1998"},
		{" – 3,5 % … ", "– 3,5 % …"},
		{"😀", "😀"},
		{"\x00\x01", "\x00\x01"},
		{"\xff", ""},
	} {
		if r := results(t, b, translate.Item{Text: c.in})[0]; r.Text != c.want || r.Err != nil || r.HasScore {
			t.Errorf("%q gives %q, score %v %t, error %v; want %q without a score", c.in,
				r.Text, r.Score, r.HasScore, r.Err, c.want)
		}
	}
}

func TestKeep(t *testing.T) {
	b := backend(t, "mini.int8", 1)
	text := "Der Zug {0} kennt <b>das\n\nFenster</b> am Montag."
	item := translate.Item{Text: text, Keep: ranges(text, "{0}", "<b>", "</b>")}
	r := results(t, b, item)[0]
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	for _, k := range []string{"{0}", "<b>", "</b>"} {
		if strings.Count(r.Text, k) != 1 {
			t.Errorf("%q does not hold %q once", r.Text, k)
		}
	}
	for _, bad := range [][]offset.Span{
		{{Start: 5, End: 3}}, {{Start: 0, End: 500}}, {{Start: 3, End: 5}, {Start: 4, End: 6}}, {{Start: -1, End: 2}},
	} {
		out := results(t, b, translate.Item{Text: text, Keep: bad}, translate.Item{Text: "Der Zug."})
		if out[0].Err == nil || out[1].Err != nil {
			t.Errorf("ranges %v: errors %v and %v, want one for the first item only", bad, out[0].Err, out[1].Err)
		}
	}
}

func TestLongSentence(t *testing.T) {
	b := backend(t, "mini.int8", 2)
	text := strings.Repeat("Der Zug vergisst das Fenster am Montag, und die Lehrerin kennt den Saal; ", 40)
	r := results(t, b, translate.Item{Text: text})[0]
	if r.Err != nil || len(r.Text) < len(text)/4 {
		t.Fatalf("%d bytes give %d, error %v", len(text), len(r.Text), r.Err)
	}
	// The links of the last part lie at the end of both texts.
	last := r.Links[len(r.Links)-1]
	if last.Source.End < len(text)*9/10 || last.Target.End < len(r.Text)*9/10 {
		t.Errorf("the last link is %v in texts of %d and %d bytes", last, len(text), len(r.Text))
	}
}

func TestScore(t *testing.T) {
	for _, r := range results(t, backend(t, "mini.float32", 1),
		translate.Item{Text: "Der Zug vergisst das Fenster."}, translate.Item{Text: "Ja."}) {
		if !r.HasScore || r.Score >= 0 || r.Score < -20 {
			t.Errorf("score %v, %t", r.Score, r.HasScore)
		}
	}
}

func TestPairs(t *testing.T) {
	b := backend(t, "mini.int8", 1)
	for _, c := range []struct {
		from, to string
		ok       bool
	}{{"de", "en", true}, {"de-AT", "en-GB", true}, {"en", "de", false}, {"fr", "en", false}, {"und", "en", false}} {
		_, _, err := b.Translate(context.Background(), translate.Request{From: language.MustParse(c.from),
			To: language.MustParse(c.to), Items: []translate.Item{{Text: "Ja."}}})
		if (err == nil) != c.ok || err != nil && translate.KindOf(err) != translate.Invalid {
			t.Errorf("%s to %s: error %v", c.from, c.to, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := files(t, "mini.int8")
	pair := files(t, "pair.int8")
	for _, c := range []struct {
		name  string
		model string
		files Files
		want  string
	}{
		{"name", "two words", good, "cannot be the name"},
		{"no model", "m", Files{Vocab: good.Vocab}, "model file model: truncated"},
		{"no vocabulary", "m", Files{Model: good.Model}, "vocabulary file vocab"},
		{"damaged model", "m", Files{Model: good.Model[:5000], Vocab: good.Vocab}, "truncated"},
		{"damaged shortlist", "m", Files{Model: good.Model, Vocab: good.Vocab, Shortlist: good.Shortlist[:100]},
			"shortlist file shortlist"},
		{"other vocabulary", "m", Files{Model: good.Model, Vocab: pair.Vocab}, "do not fit"},
		{"one of two", "m", Files{Model: pair.Model, Vocab: pair.Vocab}, "two vocabularies"},
		{"two of one", "m", Files{Model: good.Model, Vocab: good.Vocab, TargetVocab: good.Vocab}, "one vocabulary"},
	} {
		_, err := New(Config{Name: c.model, From: language.German, To: language.English, Files: c.files})
		if err == nil || !strings.Contains(err.Error(), c.want) || translate.KindOf(err) != translate.Invalid {
			t.Errorf("%s: error %v, want one about %q", c.name, err, c.want)
		}
	}
	quantized, plain := backend(t, "mini.int8", 1).Info().ID, backend(t, "mini.float32", 1).Info().ID
	if quantized[strings.Index(quantized, "@"):] == plain[strings.Index(plain, "@"):] {
		t.Errorf("two models have the same hash: %s, %s", quantized, plain)
	}
	short := good
	short.Shortlist = nil
	b, err := New(Config{Name: "mini.int8", From: language.German, To: language.English, Files: short})
	if err != nil {
		t.Fatal(err)
	}
	if b.Info().ID == backend(t, "mini.int8", 1).Info().ID {
		t.Error("a shortlist does not change the ID")
	}
	if r := results(t, b, translate.Item{Text: "Der Zug."})[0]; r.Err != nil {
		t.Errorf("without a shortlist: %v", r.Err)
	}
}

// TestBuiltinBLEU: the figure in lists of models is that of the model card.
func TestBuiltinBLEU(t *testing.T) {
	card, err := os.ReadFile(filepath.Join("builtin", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if row := fmt.Sprintf("| **this model** | **%.1f** |", BuiltinBLEU); !strings.Contains(string(card), row) {
		t.Errorf("the model card has no row %q", row)
	}
}

func TestOpen(t *testing.T) {
	put := func(names ...string) string {
		dir := t.TempDir()
		for i := 0; i < len(names); i += 2 {
			if err := os.WriteFile(filepath.Join(dir, names[i+1]), read(t, names[i]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	mini := []string{"model.mini.intgemm.alphas.bin", "model.deen.intgemm.alphas.bin", "vocab.mini.spm", "vocab.deen.spm",
		"lex.50.50.mini.s2t.bin", "lex.50.50.deen.s2t.bin"}
	b, err := Open(put(append(mini, "model.mini.bin", "model.deen.bin", "sentences.de", "README.md")...), Config{})
	if err != nil {
		t.Fatal(err)
	}
	if id := b.Info().ID; !strings.HasPrefix(id, "marian:de-en@") || b.Info().Pairs[0].From != language.German {
		t.Errorf("ID %s, pairs %v", id, b.Info().Pairs)
	}
	if b.cfg.Files.Model != nil {
		t.Error("the contents of a model file that was read here are kept")
	}
	wide := put(mini...)
	if err := os.WriteFile(filepath.Join(wide, "config.deen.yml"), []byte("beam-size: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	beam, err := Open(wide, Config{})
	if err != nil {
		t.Fatal(err)
	}
	if beam.Info().ID == b.Info().ID {
		t.Error("the decoder configuration of a folder is not heeded")
	}
	for _, c := range []struct {
		name, dir string
		cfg       Config
		want      string
	}{
		{"pair", put("model.pair.intgemm.alphas.bin", "model.x.intgemm.alphas.bin", "srcvocab.pair.spm", "srcvocab.x.spm",
			"trgvocab.pair.spm", "trgvocab.x.spm"),
			Config{From: language.German, To: language.English}, ""},
		{"absent", filepath.Join(t.TempDir(), "no"), Config{}, "no such file"},
		{"empty", t.TempDir(), Config{}, "must be there"},
		{"no language", put("model.mini.bin", "model.bin", "vocab.mini.spm", "vocab.spm"), Config{},
			"does not tell its languages"},
		{"two", put(append(mini, "model.mini.intgemm.alphas.bin", "model.esen.intgemm.alphas.bin")...), Config{},
			"could be meant"},
		{"damaged", put("sentences.de", "model.deen.bin", "vocab.mini.spm", "vocab.deen.spm"), Config{},
			"not a Marian binary file"},
	} {
		b, err := Open(c.dir, c.cfg)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if err == nil && len(results(t, b, translate.Item{Text: "Der Zug."})) != 1 {
			t.Errorf("%s: no result", c.name)
		}
	}
}

// TestSearchOptions checks what the decoder configuration and Config.Beam make of a model, and that another search is
// another ID.
func TestSearchOptions(t *testing.T) {
	ids := map[string]string{}
	for _, c := range []struct {
		name, yml string
		beam      int
		want      nn.Search
		err       string
	}{
		{name: "nothing", want: nn.Search{Beam: 1, Normalize: 1}},
		{name: "others", yml: "relative-paths: true\nmodels:\n  - model.bin\nbeam-size: 1\nnormalize: 1.0\n",
			want: nn.Search{Beam: 1, Normalize: 1}},
		{name: "file", yml: "beam-size: 4\nnormalize: 0.6\n", want: nn.Search{Beam: 4, Normalize: 0.6}},
		{name: "other file", yml: "beam-size: 4\n", want: nn.Search{Beam: 4, Normalize: 1}},
		{name: "config", yml: "beam-size: 4\n", beam: 2, want: nn.Search{Beam: 2, Normalize: 1}},
		{name: "greedy", yml: "beam-size: 4\n", beam: 1, want: nn.Search{Beam: 1, Normalize: 1}},
		{name: "no YAML", yml: "{", err: "config:"},
		{name: "no number", yml: "beam-size: many\n", err: "config:"},
		{name: "zero", yml: "beam-size: 0\n", err: "beam-size: 0"},
		{name: "many", yml: "beam-size: 65\n", err: "beam-size: 65"},
		{name: "not a number", yml: "normalize: .nan\n", err: "normalize: NaN"},
		{name: "below zero", yml: "normalize: -1\n", err: "normalize: -1"},
		{name: "negative beam", beam: -1, err: "a beam of -1"},
		{name: "large beam", beam: 65, err: "a beam of 65"},
	} {
		f := files(t, "mini.int8")
		f.Decoder = []byte(c.yml)
		cfg := Config{Name: "x", From: language.German, To: language.English, Files: f, Workers: 1, Beam: c.beam}
		if got, err := cfg.search(); c.err == "" && (err != nil || got != c.want) {
			t.Errorf("%s: %v, error %v, want %v", c.name, got, err, c.want)
		}
		b, err := New(cfg)
		if c.err != "" {
			var e *translate.Error
			if !errors.As(err, &e) || e.Kind != translate.Invalid || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: error %v, want %q", c.name, err, c.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		ids[c.name] = b.Info().ID
	}
	for _, same := range []string{"others", "greedy"} {
		if ids[same] != ids["nothing"] {
			t.Errorf("%s: ID %s, of greedy search %s", same, ids[same], ids["nothing"])
		}
	}
	seen := map[string]string{}
	for _, name := range []string{"nothing", "file", "other file", "config"} {
		if seen[ids[name]] != "" {
			t.Errorf("%s and %s have one ID", name, seen[ids[name]])
		}
		seen[ids[name]] = name
	}
}

// TestCancelled cancels in the middle of a large request: it ends soon, with the context's error, and the backend
// goes on working.
func TestCancelled(t *testing.T) {
	b := backend(t, "mini.int8", 2)
	req := translate.Request{From: language.German, To: language.English}
	for range 40 {
		for _, l := range lines(t, "sentences.de") {
			req.Items = append(req.Items, translate.Item{Text: l})
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if _, _, err := b.Translate(ctx, req); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v, want the context's", err)
	}
	if r := results(t, b, translate.Item{Text: "Der Zug."})[0]; r.Err != nil || r.Text == "" {
		t.Errorf("afterwards: %q, error %v", r.Text, r.Err)
	}
}

func FuzzTranslate(f *testing.F) {
	b := backend(f, "mini.int8", 1)
	f.Add("Der Zug {0} fährt.", 8, 11)
	f.Add("a\xffb  c\n", 1, 2)
	f.Add("漢字 ⟦1⟧ [1]", 0, 3)
	f.Add(strings.Repeat("und so weiter ", 60), 100, 110)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		item := translate.Item{Text: text}
		if start >= 0 && start < end && end <= len(text) {
			item.Keep = []offset.Span{{Start: start, End: end}}
		}
		r := results(t, b, item)[0]
		if r.Err != nil {
			return
		}
		if len(item.Keep) > 0 && !strings.Contains(r.Text, text[start:end]) {
			t.Fatalf("%q is not kept in %q", text[start:end], r.Text)
		}
		for _, l := range r.Links {
			if l.Source.Start < 0 || l.Source.End > len(text) || l.Source.Start >= l.Source.End ||
				l.Target.Start < 0 || l.Target.End > len(r.Text) || l.Target.Start >= l.Target.End {
				t.Fatalf("link %v in texts of %d and %d bytes", l, len(text), len(r.Text))
			}
		}
	})
}

// TestBuiltin checks that the embedded files make a model, and that it knows some English.
func TestBuiltin(t *testing.T) {
	b, err := Builtin(Config{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if id := b.Info().ID; !IsBuiltin(id) {
		t.Errorf("ID %s", id)
	}
	for _, c := range []struct{ in, want string }{
		{"Das Haus ist klein.", "house"},
		{"Der Hund schläft unter dem Tisch.", "dog"},
		{"Wir haben am 14. Mai 2018 gewonnen.", "2018"},
	} {
		r := results(t, b, translate.Item{Text: c.in})[0]
		if r.Err != nil || !strings.Contains(strings.ToLower(r.Text), c.want) || len(r.Links) == 0 {
			t.Errorf("%q gives %q with %d links, error %v; want %q in it", c.in, r.Text, len(r.Links), r.Err, c.want)
		}
	}
}
