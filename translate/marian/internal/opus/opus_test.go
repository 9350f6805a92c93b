package opus

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

const (
	sample    = "../../../../testdata/models/opus"
	npz       = "opus.spm32k-spm32k.transformer-align.model1.npz.best-perplexity.npz"
	vocab     = "opus.spm32k-spm32k.vocab.yml"
	languages = "deu fra por_BR"
)

// files returns the sample as files in memory, in a folder or at the top.
func files(t testing.TB, dir string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := os.ReadDir(sample)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		data, err := os.ReadFile(filepath.Join(sample, n.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[dir+n.Name()] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestRead(t *testing.T) {
	for _, dir := range []string{"", "opus-2020-02-26/"} {
		p, err := Read(files(t, dir), true)
		if err != nil {
			t.Fatal(err)
		}
		w, err := model.Load("x", p.Model)
		if err != nil {
			t.Fatal(err)
		}
		entries := strings.Split(string(p.Entries), "\n")
		if !w.Quantized || w.SourceVocab != len(entries)-1 || p.TargetEntries != nil {
			t.Errorf("%d entries for a vocabulary of %d", len(entries)-1, w.SourceVocab)
		}
		s, err := spm.New("x", p.Source)
		if err != nil {
			t.Fatal(err)
		}
		if s, err = s.Renumbered(entries[:len(entries)-1]); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Languages(), " "); got != languages {
			t.Errorf("languages %s, want %s", got, languages)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(fstest.MapFS)
		want string
	}{
		{"nothing", func(m fstest.MapFS) { clear(m) }, "0 files decoder.yml"},
		{"two", func(m fstest.MapFS) { m["x/decoder.yml"] = m["decoder.yml"] }, "2 files decoder.yml"},
		{"no models", text("decoder.yml", "vocabs: [a.yml, b.yml]"), "0 models and 2 vocabularies"},
		{"ensemble", text("decoder.yml", "models: [a.npz, b.npz]\nvocabs: [a.yml, b.yml]"), "2 models"},
		{"binary", text("decoder.yml", "models: [a.bin]\nvocabs: [a.yml, b.yml]"), "a file .npz"},
		{"outside", text("decoder.yml", "models: [../a.npz]\nvocabs: [a.yml, b.yml]"), `"../a.npz" is not the name of a file`},
		{"elsewhere", text("decoder.yml", "models: [a.npz]\nvocabs: [/etc/passwd, b.yml]"), `"/etc/passwd" is not the name`},
		{"no YAML", text("decoder.yml", "{"), "decoder.yml: yaml"},
		{"large", text("decoder.yml", strings.Repeat("#", mostConfig+1)), "the most is 65536"},
		{"BPE", func(m fstest.MapFS) { delete(m, "source.spm") }, "only models with SentencePiece"},
		{"no vocabulary", func(m fstest.MapFS) { delete(m, vocab) }, vocab},
		{"empty vocabulary", text(vocab, ""), vocab + ": not a list"},
		{"a folder", func(m fstest.MapFS) { m["target.spm"] = &fstest.MapFile{Mode: fs.ModeDir} }, "target.spm is not a file"},
		{"no weights", text(npz, "x"), npz + ": not a numpy archive"},
	} {
		m := files(t, "")
		c.edit(m)
		if _, err := Read(m, true); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

// text replaces a file.
func text(name, content string) func(fstest.MapFS) {
	return func(m fstest.MapFS) { m[name] = &fstest.MapFile{Data: []byte(content)} }
}

func TestParseVocabulary(t *testing.T) {
	want := []string{"</s>", "<unk>", "▁", ":", "null", "0x1F", "\"", "▁'", "😀", "<<", "#"}
	for name, text := range map[string]string{
		"YAML": "</s>: 0\n<unk>: 1\n▁: 2\n\":\": 3\nnull: 4\n0x1F: 5\n\"\\\"\": 6\n▁': 7\n\"\\U0001f600\": 8\n<<: 9\n'#': 10\n",
		"any order": "\"#\": 10\n<unk>: 1\n\"</s>\": 0\n▁: 2\n? \":\"\n: 3\nnull: 4\n0x1F: 5\n'\"': 6\n\"▁'\": 7\n😀: 8\n" +
			"\"<<\": 9\n",
		"JSON": `{"</s>": 0, "<unk>": 1, "\u2581": 2, ":": 3, "null": 4, "0x1F": 5, "\"": 6, "▁'": 7, "\ud83d\ude00": 8,` +
			"\n" + `"<<": 9, "#": 10}` + "\n",
	} {
		got, err := parseVocabulary([]byte(text))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"a: 0\na: 1\n":      "line 2: the entry \"a\" is there twice",
		"a: 0\nb: 2\n":      "not numbered from 0 to 1",
		"a: 0\nb: 0\n":      "not numbered",
		"a: 0\nb: -1\n":     "not numbered",
		"a: 0\nb: x\n":      "not numbered",
		"a: 0\nb: [1]\n":    "line 2: not an entry and its number",
		"\"a\\nb\": 0\n":    "cannot be an entry",
		"- a\n":             "not a list of entries",
		"a: &x 0\nb: *x\n":  "line 2: not an entry and its number",
		`{"a": 0, "a": 1}`:  "twice",
		`{"a": 0, "b": {}}`: "cannot unmarshal",
		`{"a": 0} {`:        "follows",
		`{"a": 0`:           "EOF",
		`{"a": 0, "": 1}`:   "cannot be an entry",

		strings.Repeat("%TAG ! x:\n", 101) + "--- {a: 0}\n": "more than 100 times %TAG",
	} {
		if _, err := parseVocabulary([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// FuzzVocabulary: entries are as many as they are different, and none has a line break.
func FuzzVocabulary(f *testing.F) {
	data, err := os.ReadFile(filepath.Join(sample, vocab))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:400])
	f.Add([]byte(`{"</s>": 0, "\u2581": 1}`))
	f.Add([]byte("? a\n: 0\n'b': 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := parseVocabulary(data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, e := range entries {
			if e == "" || seen[e] || strings.Contains(e, "\n") {
				t.Fatalf("entries %q", entries)
			}
			seen[e] = true
		}
	})
}

// FuzzDecoder reads any configuration: nothing but files beside it is opened.
func FuzzDecoder(f *testing.F) {
	f.Add([]byte("models:\n  - a.npz\nvocabs:\n  - a.yml\n  - a.yml\n"))
	f.Add([]byte("models: [../a.npz]\nvocabs: [., /]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := fstest.MapFS{
			"d/decoder.yml": {Data: data}, "d/source.spm": {}, "d/target.spm": {}, "d/a.yml": {Data: []byte("a: 0")},
		}
		watched := watcher{FS: m, t: t}
		if _, err := Read(watched, true); err == nil {
			t.Error("there are no weights")
		}
	})
}

// A watcher fails a test that opens a file outside the folder d.
type watcher struct {
	fs.FS
	t *testing.T
}

func (w watcher) Open(name string) (fs.File, error) {
	if name != "." && name != "d" && name != "decoder.yml" && !strings.HasPrefix(name, "d/") {
		w.t.Errorf("%s is opened", name)
	}
	return w.FS.Open(name)
}

// TestBounds: a file that is longer than it claims is not read to its end.
func TestBounds(t *testing.T) {
	_, err := ReadFile(endless{}, "x", 1000)
	if err == nil || !strings.Contains(err.Error(), "more than 1000 bytes") {
		t.Error(err)
	}
}

// TestPipes: a pipe among the files is refused, and not waited for.
func TestPipes(t *testing.T) {
	for _, name := range []string{"decoder.yml", "source.spm", vocab, npz} {
		m := files(t, "d/")
		m["d/"+name] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
		_, err := Read(piped{m, "d/" + name, t}, true)
		if err == nil || !strings.Contains(err.Error(), name+" is not a file") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// piped fails a test that opens its pipe.
type piped struct {
	fstest.MapFS
	pipe string
	t    *testing.T
}

func (p piped) Open(name string) (fs.File, error) {
	if name == p.pipe {
		p.t.Errorf("%s is opened", name)
	}
	return p.MapFS.Open(name)
}

// endless holds files without an end.
type endless struct{}

func (endless) Open(string) (fs.File, error) {
	f, err := fstest.MapFS{"x": {}}.Open("x")
	return endlessFile{f}, err
}

type endlessFile struct{ fs.File }

func (endlessFile) Read(b []byte) (int, error) {
	if len(b) > 1<<20 {
		return 0, errors.New("too much is asked for")
	}
	return copy(b, bytes.Repeat([]byte("x"), len(b))), nil
}
