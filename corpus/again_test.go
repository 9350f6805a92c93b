package corpus_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
)

// The rules of a run are read again, or it is said why not.
func TestRules(t *testing.T) {
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	split, err := out.KeepRules(nil)
	if srx, rulesErr := out.Rules(split); split != "" || srx != nil || err != nil || rulesErr != nil {
		t.Errorf("no rules: %q, %q, %v, %v", split, srx, err, rulesErr)
	}
	if split, err = out.KeepRules([]byte("<srx/>")); err != nil {
		t.Fatal(err)
	}
	if srx, err := out.Rules(split); string(srx) != "<srx/>" || err != nil {
		t.Errorf("got %q, %v", srx, err)
	}
	hash, _ := bitext.SRXHash(split)
	file := filepath.Join(out.Dir, "satzpaar."+hash[:16]+".srx")
	for _, c := range []struct {
		do    func() error
		split string
		says  string
	}{
		{func() error { return os.WriteFile(file, []byte("<SRX/>"), 0o644) }, split, "have changed"},
		{func() error { return os.Remove(file) }, split, "the splitting rules of the run: "},
		{func() error { return nil }, "srx:../../a", "unknown splitting rules"},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		if srx, err := out.Rules(c.split); srx != nil || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %q and %v, want %s", srx, err, c.says)
		}
	}
}

// What an earlier run made of a document can be asked for while the document is written anew.
func TestFolderEarlier(t *testing.T) {
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	write := func(target string) {
		b := &bitext.Bitext{Header: bitext.Header{Satzpaar: 1, Document: "a/b.txt", SHA256: "00"}, Pairs: []bitext.Pair{
			{ID: "1.1", Source: "Eins.", Target: target, Action: bitext.Translate, State: bitext.Translated, Spans: []bitext.Offsets{{0, 5}}}}}
		if err := out.Write("a/b.txt"+bitext.Suffix, func(w io.Writer) error { return bitext.Write(w, b) }); err != nil {
			t.Fatal(err)
		}
	}
	if e, closed, err := out.Earlier("a/b.txt"); e != nil || err != nil || closed() != nil {
		t.Errorf("nothing there: %v, %v", e, err)
	}
	write("One.")
	e, closed, err := out.Earlier("a/b.txt")
	if err != nil {
		t.Fatal(err)
	}
	write("Two.")
	b, err := e.Document("a/b.txt", "00")
	if err != nil || b.Pairs[0].Target != "One." {
		t.Errorf("got %+v, %v", b, err)
	}
	if err := closed(); err != nil {
		t.Error(err)
	}
}
