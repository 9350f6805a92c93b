package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/satzpaar/satzpaar/lang"
)

var englishGerman = lang.GermanEnglish.Reversed()

// ownPackage is a small model as train/export.py writes one, with changes to its manifest.
func ownPackage(t *testing.T, change func(m *manifest)) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"README.md": {Data: []byte("not a part of it")}}
	m := manifest{
		Name: "satzpaar-en-de", Architecture: "small", Version: "2026-11-30", Licence: "CC-BY-SA-4.0", BLEU: 25.5,
		SHA256: map[string]string{},
	}
	for name, from := range map[string]string{
		"model.ende.intgemm.alphas.bin": "model.mini.intgemm.alphas.bin",
		"lex.1000.150.ende.s2t.bin":     "lex.50.50.mini.s2t.bin",
		"vocab.ende.spm":                "vocab.mini.spm",
	} {
		data, err := os.ReadFile(filepath.Join("../../../testdata/models", from))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		m.SHA256[name] = hex.EncodeToString(sum[:])
		files[name] = &fstest.MapFile{Data: data}
	}
	if change != nil {
		change(&m)
	}
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	files[manifestName] = &fstest.MapFile{Data: raw}
	return files
}

// TestOwn installs a model that the project's trainer has packed.
func TestOwn(t *testing.T) {
	tried := 0
	p := &Puller{Dir: t.TempDir(), Try: func(string, Info) error {
		tried++
		return nil
	}}
	info, err := ownNamed("en-de")
	if err != nil || info.Name != "satzpaar-en-de" || info.Pair() != englishGerman {
		t.Fatal(info, err)
	}
	if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), "with --from") {
		t.Errorf("without files: %v", err)
	}
	if p.Reverse(lang.GermanEnglish) != "" || p.Preferred(englishGerman) != "" {
		t.Error("it counts as here before it is")
	}
	folder := fstest.MapFS{}
	for name, f := range ownPackage(t, nil) { // as in an archive of the folder
		folder["english-german/"+name] = f
	}
	for _, files := range []fs.FS{ownPackage(t, nil), folder} {
		if !holdsOwn(files) {
			t.Fatal("the files are not taken for a model")
		}
		p.Carried = files
		if err := p.Pull(t.Context(), info); err != nil {
			t.Fatal(err)
		}
		if err := p.Verify(t.Context(), info); err != nil {
			t.Error(err)
		}
	}
	l := p.List(info)
	if !l.Installed || l.BLEU != 25.5 || l.Licence != "CC-BY-SA-4.0" || l.Architecture != "small" ||
		l.Version != "2026-11-30" || len(l.Pinned) != 0 || l.Source != "the files given" {
		t.Errorf("listed as %+v", l)
	}
	if got := p.Reverse(lang.GermanEnglish); got != info.Name {
		t.Errorf("the reverse model of German to English: %q", got)
	}
	if got := p.Reverse(englishGerman); got != "" {
		t.Errorf("that of English to German: %q", got)
	}
	if got := p.Preferred(englishGerman); got != info.Name {
		t.Errorf("preferred %q", got)
	}
	if got := p.Given(); len(got) != 1 || got[0].Name != info.Name || tried != 2 {
		t.Errorf("here are %v, tried %d times", got, tried)
	}
	if err := p.Remove(t.Context(), info); err != nil || len(p.Given()) > 0 {
		t.Errorf("removed: %v; left %v", err, p.Given())
	}
}

// TestOwnRefused: what does not fit its manifest is not installed.
func TestOwnRefused(t *testing.T) {
	info, err := ownNamed("satzpaar-en-de")
	if err != nil {
		t.Fatal(err)
	}
	const model = "model.ende.intgemm.alphas.bin"
	unfit := errors.New("it does not run")
	for _, c := range []struct {
		name, want string
		change     func(*manifest)
		missing    string
		try        error
	}{
		{"other name", `the files are the model "satzpaar-de-en"`, func(m *manifest) { m.Name = "satzpaar-de-en" }, "", nil},
		{"damaged", "SHA-256", func(m *manifest) { m.SHA256[model] = strings.Repeat("0", 64) }, "", nil},
		{"no hash", `"x" is not the SHA-256`, func(m *manifest) { m.SHA256[model] = "x" }, "", nil},
		{"other file", `"../vocab.ende.spm" is not one`, func(m *manifest) {
			m.SHA256["../vocab.ende.spm"] = m.SHA256[model]
		}, "", nil},
		{"no model", "does not name " + model, func(m *manifest) { delete(m.SHA256, model) }, "", nil},
		{"missing", "vocab.ende.spm not found", nil, "vocab.ende.spm", nil},
		{"unfit", unfit.Error(), nil, "", unfit},
	} {
		files := ownPackage(t, c.change)
		delete(files, c.missing)
		p := &Puller{Dir: t.TempDir(), Carried: files, Try: func(string, Info) error { return c.try }}
		if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if p.Installed(info) || len(p.Given()) > 0 {
			t.Errorf("%s: installed", c.name)
		}
	}
	p := &Puller{Dir: t.TempDir(), Carried: ownPackage(t, nil)}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	empty := ownPackage(t, func(m *manifest) { m.SHA256["config.ende.yml"] = hex.EncodeToString(sha256.New().Sum(nil)) })
	empty["config.ende.yml"] = &fstest.MapFile{}
	p.Carried = empty
	if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), "config.ende.yml is empty") {
		t.Errorf("with an empty file: error %v", err)
	}
	if err := p.Verify(t.Context(), info); err != nil || !p.Installed(info) {
		t.Errorf("the model that was here before an empty file came: %v", err)
	}
	for _, raw := range []string{"", "{", `{"name":"builtin"}`, strings.Repeat(" ", largestManifest) + "{}"} {
		if holdsOwn(fstest.MapFS{manifestName: {Data: []byte(raw)}}) {
			t.Errorf("%.20q is taken for a model", raw)
		}
	}
	two := ownPackage(t, nil)
	if holdsOwn(fstest.MapFS{"a/model.json": two[manifestName], "b/model.json": two[manifestName]}) {
		t.Error("two models are taken for one")
	}
}

// TestWantedCarried: the files that were carried over decide which model a name stands for.
func TestWantedCarried(t *testing.T) {
	other := ownPackage(t, func(m *manifest) { m.Name = "en-de" })
	for _, c := range []struct {
		name    string
		carried fs.FS
		float32 bool
		want    string
		err     error
	}{
		{"en-de", nil, false, "en-de", nil},
		{"de-fr", nil, false, "de-en en-fr", nil},
		{"en-de", other, false, "en-de", nil},
		{"en-de", ownPackage(t, nil), false, "satzpaar-en-de", nil},
		{"en-de", ownPackage(t, nil), true, "", ErrNotOPUS},
		{"en-de", nil, true, "", ErrNotOPUS},
	} {
		p := &Puller{Carried: c.carried, Float32: c.float32}
		found, err := p.Wanted(c.name)
		var names []string
		for _, m := range found {
			names = append(names, m.Name)
		}
		if got := strings.Join(names, " "); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v; want %q, %v", c.name, got, err, c.want, c.err)
		}
	}
	if found, err := (&Puller{Carried: ownPackage(t, nil)}).Wanted("nonsense"); err == nil {
		t.Errorf("nonsense is %d models", len(found))
	}
}

func TestOwnNames(t *testing.T) {
	for name, want := range map[string]string{
		"en-de": "satzpaar-en-de", "satzpaar-en-de": "satzpaar-en-de", "de": "", "": "", "en-xx": "", "../en-de": "",
	} {
		if info, err := ownNamed(name); info.Name != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", name, info.Name, err, want)
		}
	}
	names := map[string]bool{}
	for _, m := range all() {
		names[m.Name] = true
	}
	maps.DeleteFunc(names, func(name string, _ bool) bool { return !strings.HasPrefix(name, ownPrefix) })
	if len(names) > 0 {
		t.Errorf("names of fetched models that look like this project's: %v", names)
	}
}
