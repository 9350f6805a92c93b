package models

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/lang"
)

// TestPulled: what is here is listed with what its receipt holds, a damaged model too, which is not one to take.
func TestPulled(t *testing.T) {
	p := &Puller{Dir: t.TempDir()}
	if got := p.Pulled(); len(got) > 0 {
		t.Errorf("nothing was pulled, but %d models are here", len(got))
	}
	m, err := Named("de-en")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(p.Dir, m.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	receipt := Receipt{Model: m.Name, Version: "9.9", Source: "a friend"}
	for i, f := range m.Files {
		content := []byte{byte(i)}
		if err := os.WriteFile(filepath.Join(dir, f.Name), content, 0o644); err != nil {
			t.Fatal(err)
		}
		receipt.Files = append(receipt.Files, ReceiptFile{Name: f.Name, Size: 1, SHA256: hashOf(content), Pinned: i == 2})
	}
	if err := receipt.write(dir); err != nil {
		t.Fatal(err)
	}
	l := p.List(m)
	if !l.Installed || l.Version != "9.9" || l.Source != "a friend" || l.Size != 1 || l.BLEU != 0 || len(l.Pinned) != 1 {
		t.Errorf("%+v", l)
	}
	if got := p.Preferred(lang.GermanEnglish); got != m.Name {
		t.Errorf("%q is preferred", got)
	}
	if err := os.Remove(filepath.Join(dir, m.Files[1].Name)); err != nil {
		t.Fatal(err)
	}
	if got := p.Pulled(); len(got) != 1 || got[0].Name != m.Name {
		t.Errorf("the damaged model is not among %v", got)
	}
	if found, err := p.PulledNamed([]string{m.Name}); err != nil || len(found) != 1 {
		t.Errorf("the damaged model is not found by its name: %v", err)
	}
	if _, err := p.PulledNamed([]string{"fr-en"}); err == nil {
		t.Error("a model that is not here was found")
	}
	if got := p.Preferred(lang.GermanEnglish); got != "" {
		t.Errorf("the damaged model %q is preferred", got)
	}
	if l := p.List(m); l.Installed || l.BLEU != m.BLEU || l.Version != m.Version {
		t.Errorf("the damaged model is listed as %+v", l)
	}
}

func TestBetter(t *testing.T) {
	m, ok := Better(lang.GermanEnglish, 0)
	if !ok || m.Name != "de-en" {
		t.Errorf("%s, %v", m.Name, ok)
	}
	if m, ok := Better(lang.GermanEnglish, 99); ok {
		t.Errorf("%s is better than everything", m.Name)
	}
}

// TestFind: what is not here comes with advice, which for a name like that of the built-in model is that one.
func TestFind(t *testing.T) {
	p := &Puller{Dir: t.TempDir()}
	for name, want := range map[string]string{
		"fr-en":     "fetch it with 'satzpaar models pull fr-en'",
		"de-en-tin": "did you mean de-en-tiny?",
		"bultin":    "did you mean builtin?",
		"my":        "such as ./my",
	} {
		dir, _, err := p.Find(name)
		if dir != "" || !strings.Contains(advice.Of(err), want) {
			t.Errorf("%s: %q, %v, advice %q", name, dir, err, advice.Of(err))
		}
	}
}
