package corpus_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
)

// A document that was split by rules of the user is read again with these rules, also when their file is gone.
func TestParseAgain(t *testing.T) {
	const srx = `<srx version="2.0"><header cascade="yes"/><body><languagerules><languagerule languagerulename="d"><rule break="yes"><beforebreak>;</beforebreak><afterbreak>\s</afterbreak></rule></languagerule></languagerules><maprules><languagemap languagepattern="de.*" languagerulename="d"/></maprules></body></srx>`
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	raw := []byte("Eins; zwei. Dr\xe4i.\n")
	h := &bitext.Header{Satzpaar: 1, Document: "a.text", Format: "txt", Encoding: "windows-1252", SHA256: document.Hash(raw), From: "de-AT", To: "en"}
	sentences := func() string {
		d, err := out.ParseAgain(h, raw)
		if err != nil {
			return err.Error()
		}
		var all []string
		for i := range d.Blocks {
			for k := range d.Blocks[i].Sentences {
				all = append(all, d.Blocks[i].Sentence(k))
			}
		}
		return strings.Join(all, "|")
	}
	if h.Split, err = out.KeepRules(nil); err != nil || h.Split != "" {
		t.Errorf("no rules: %q, %v", h.Split, err)
	}
	if got := sentences(); got != "Eins; zwei.|Dräi." {
		t.Errorf("without rules: %s", got)
	}
	if h.Split, err = out.KeepRules([]byte(srx)); err != nil {
		t.Fatal(err)
	}
	if got := sentences(); got != "Eins;|zwei.|Dräi." {
		t.Errorf("with rules: %s", got)
	}
	hash, _ := bitext.SRXHash(h.Split)
	rules := filepath.Join(out.Dir, "satzpaar."+hash[:16]+".srx")
	for _, c := range []struct {
		do   func() error
		says string
	}{
		{func() error { return os.WriteFile(rules, []byte("<srx/>"), 0o644) }, "have changed"},
		{func() error { return os.Remove(rules) }, "splitting rules of its run: "},
		{func() error { h.Split = "srx:../../a"; return nil }, "unknown splitting rules"},
		{func() error { h.Split = ""; raw = []byte("Zwei."); return nil }, "has changed since"},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		if got := sentences(); !strings.Contains(got, c.says) {
			t.Errorf("got %s, want %s", got, c.says)
		}
	}
}
