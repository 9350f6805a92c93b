package models

import (
	"archive/zip"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/satzpaar/satzpaar/lang"
)

// TestOPUS installs a model from a zip archive as it is downloaded.
func TestOPUS(t *testing.T) {
	name := filepath.Join(t.TempDir(), "opus-2020-02-26.zip")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(out)
	if err := z.AddFS(os.DirFS("../../../testdata/models/opus")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	tried := 0
	p := &Puller{Dir: t.TempDir(), Try: func(dir string, m Info) error {
		tried++
		return nil
	}}
	info, err := opusNamed("de-pt")
	if err != nil || info.Name != "opus-de-pt" {
		t.Fatal(info.Name, err)
	}
	if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), "give it with --from") {
		t.Errorf("without files: %v", err)
	}
	var closed func() error
	if p.Carried, closed, err = OpenCarried(name); err != nil {
		t.Fatal(err)
	}
	defer closed()
	p.Float32 = true
	if found, err := p.Wanted("de-pt"); err != nil || len(found) != 1 || found[0].Name != info.Name {
		t.Errorf("the archive is taken for %d models, %v", len(found), err)
	}
	sizes := map[bool]int64{}
	for _, p.Float32 = range []bool{false, true} {
		if err := p.Pull(t.Context(), info); err != nil {
			t.Fatal(err)
		}
		if err := p.Verify(t.Context(), info); err != nil {
			t.Error(err)
		}
		sizes[p.Float32] = p.List(info).Size
	}
	if tried != 2 || sizes[true] < 3*sizes[false] {
		t.Errorf("tried %d times; sizes %v", tried, sizes)
	}
	if got, _ := Lookup("opus-de-pt"); got.Name != info.Name {
		t.Errorf("found %q", got.Name)
	}
	if got := p.Preferred(lang.Pair{From: info.From, To: info.To}); got != info.Name {
		t.Errorf("preferred %q", got)
	}
	if got := p.Preferred(lang.GermanEnglish); got != "" {
		t.Errorf("preferred %q for other languages", got)
	}
	if got := p.Pulled(); len(got) != 1 || got[0].Name != info.Name {
		t.Errorf("pulled %v", got)
	}
	if err := p.Remove(t.Context(), info); err != nil || len(p.Given()) > 0 {
		t.Errorf("removed: %v; left %v", err, p.Given())
	}
}

// TestOPUSAnother: of a model that takes the place of another one, nothing of the other is left.
func TestOPUSAnother(t *testing.T) {
	info, err := opusNamed("de-pt")
	if err != nil {
		t.Fatal(err)
	}
	const (
		npz   = "opus.spm32k-spm32k.transformer-align.model1.npz.best-perplexity.npz"
		vocab = "opus.spm32k-spm32k.vocab.yml"
	)
	one := os.DirFS("../../../testdata/models/opus")
	two := fstest.MapFS{"decoder.yml": {Data: []byte("models: [" + npz + "]\nvocabs: [" + vocab + ", target.yml]\n")}}
	for name, from := range map[string]string{
		npz: npz, vocab: vocab, "target.yml": vocab, "source.spm": "source.spm", "target.spm": "target.spm",
	} {
		data, err := fs.ReadFile(one, from)
		if err != nil {
			t.Fatal(err)
		}
		two[name] = &fstest.MapFile{Data: data}
	}
	p := &Puller{Dir: t.TempDir()}
	for i, files := range []fs.FS{two, one, two} {
		p.Carried = files
		if err := p.Pull(t.Context(), info); err != nil {
			t.Fatal(err)
		}
		here, err := filepath.Glob(filepath.Join(p.Dir, info.Name, "*vocab.*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for k := range here {
			here[k], _, _ = strings.Cut(filepath.Base(here[k]), ".")
		}
		want := []string{"srcvocab", "trgvocab"}
		if i == 1 {
			want = []string{"vocab"}
		}
		if !slices.Equal(here, want) {
			t.Errorf("model %d: %q is here, want %q", i+1, here, want)
		}
	}
}

// TestOPUSUnfit: a package that is of no use leaves the model that was there.
func TestOPUSUnfit(t *testing.T) {
	info, err := opusNamed("de-pt")
	if err != nil {
		t.Fatal(err)
	}
	unfit := false
	p := &Puller{Dir: t.TempDir(), Carried: os.DirFS("../../../testdata/models/opus"), Try: func(string, Info) error {
		if unfit {
			return errors.New("it does not")
		}
		return nil
	}}
	files := func() map[string]string {
		all := map[string]string{}
		err := filepath.WalkDir(p.Dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			all[path] = string(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	before := files()
	unfit, p.Float32 = true, true
	if err := p.Pull(t.Context(), info); err == nil {
		t.Fatal("a model that does not fit was installed")
	}
	if after := files(); !maps.Equal(before, after) {
		t.Errorf("now there are %q, before %q", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
	}
}

func TestOPUSNames(t *testing.T) {
	for name, want := range map[string]string{
		"de-en": "opus-de-en", "opus-de-en": "opus-de-en", "en-zh-Hant": "opus-en-zh-Hant",
		"de": "", "": "", "de-xx": "", "opus-": "", "../de-en": "", "de-en/..": "", "DE-EN": "",
	} {
		info, err := opusNamed(name)
		if info.Name != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", name, info.Name, err, want)
		}
		if want != "" && slices.ContainsFunc(info.Files, func(f File) bool { return !plain(f.Name) }) {
			t.Errorf("%q: files %v", name, info.Files)
		}
	}
}
