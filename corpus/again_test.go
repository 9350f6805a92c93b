package corpus_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/offset"
)

// A document that was split by rules of the user is read again with these rules, also when their file is gone.
func TestParseAgain(t *testing.T) {
	const srx = `<srx version="2.0"><header cascade="yes"/><body>
<languagerules><languagerule languagerulename="d">
<rule break="yes"><beforebreak>;</beforebreak><afterbreak>\s</afterbreak></rule>
</languagerule></languagerules>
<maprules><languagemap languagepattern="de.*" languagerulename="d"/></maprules>
</body></srx>`
	out, err := corpus.OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	raw := []byte("Eins; zwei. Dr\xe4i.\n")
	h := &bitext.Header{Satzpaar: 1, Document: "a.text", Format: "txt", Encoding: "windows-1252", SHA256: document.Hash(raw),
		From: "de-AT", To: "en"}
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

// A translated file of records that is rendered again after an edit is what a new run makes of it.
func TestRenderRecords(t *testing.T) {
	source := map[string]string{
		"a.jsonl": `{"text":"Das ist gut. Das auch."}` + "\n\n{broken\n" + `{"id":2,"text":"Das ist gut."}` + "\n",
		"b.csv":   "id;text\n1;\"Das ist gut.\nDas; auch.\"\n2;Ein Fehler.\n",
	}
	dir := tree(t, source)
	_, path, err := runRecords(t, context.Background(), dir, upper, 1)
	if err != nil {
		t.Fatal(err)
	}
	out, err := corpus.UseFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	mine := "By hand; \"quoted\"."
	for name, edit := range map[string]bitext.Edit{
		"a.jsonl": {Key: bitext.Key{Record: "#4", Source: "Das ist gut."}, Target: &mine},
		"b.csv":   {Key: bitext.Key{Record: "#2", Source: "Das; auch.", Before: "Das ist gut."}, Target: &mine},
	} {
		if err := bitext.AppendEdit(out.Root(), name+bitext.EditsSuffix, edit); err != nil {
			t.Fatal(err)
		}
		again := func(source string, more ...bitext.Pair) error {
			file, err := out.Open(name + bitext.Suffix)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			docs, err := bitext.Read(file, name)
			if err != nil {
				t.Fatal(err)
			}
			bitext.ApplyAll(docs, []bitext.Edit{edit})
			docs[0].Pairs = append(docs[0].Pairs, more...)
			return out.RenderRecords(name, strings.NewReader(source), docs)
		}
		for what, changed := range map[string]string{
			"another record":  strings.Replace(source[name], "auch", "nicht", 1),
			"a record more":   source[name] + source[name],
			"records missing": source[name][:len(source[name])*2/3],
		} {
			if err := again(changed); err == nil || !strings.Contains(err.Error(), "has changed") {
				t.Errorf("%s: %s: got %v", name, what, err)
			}
		}
		if err := again(source[name], bitext.Pair{ID: "9.1"}); err == nil || !strings.Contains(err.Error(), "pairs for") {
			t.Errorf("%s: a pair too many: got %v", name, err)
		}
		if err := again(source[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	got := files(t, path)
	in, err := corpus.Find([]string{dir}, []string{".jsonl", ".csv"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := corpus.Run(context.Background(), germanSession(backend(upper)), in.Files, out,
		corpus.Options{Jobs: 1, Writers: []corpus.Writer{corpus.Same("en")}}); err != nil {
		t.Fatal(err)
	}
	for name, want := range files(t, path) {
		if strings.Contains(name, ".en.") && (got[name] != want || !strings.Contains(want, "By hand")) {
			t.Errorf("%s: got %q, want %q", name, got[name], want)
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
			{ID: "1.1", Source: "Eins.", Target: target, Action: bitext.Translate, State: bitext.Translated,
				Spans: []offset.Span{{Start: 0, End: 5}}}}}
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
