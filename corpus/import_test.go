package corpus_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/lang"
)

// translatedFolder returns a folder with the source a.txt and, in out, what a run has made of it and of b.txt.
func translatedFolder(t *testing.T) (dir string, docs []*bitext.Bitext) {
	t.Helper()
	files := map[string]string{"out/satzpaar.json": `{"satzpaar":"test"}`, "out/a.txt.en.txt": "old"}
	for _, name := range []string{"a.txt", "b.txt"} {
		const text = "Das ist gut. Hallo {name}.\n"
		d, err := document.Parse(name, []byte(text), document.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b := &bitext.Bitext{Header: bitext.NewHeader(d, lang.GermanEnglish)}
		for i, s := range []string{"Das ist gut.", "Hallo {name}."} {
			b.Pairs = append(b.Pairs, bitext.Pair{
				ID: "1." + string(rune('1'+i)), Block: 1, Kind: "paragraph", Source: s, Target: "Machine {name}."[:8+7*i],
				Action: bitext.Translate, State: bitext.Translated, Origin: "x",
			})
		}
		var lines strings.Builder
		if err := bitext.Write(&lines, b); err != nil {
			t.Fatal(err)
		}
		files[name], files["out/"+name+bitext.Suffix] = text, lines.String()
		docs = append(docs, b)
	}
	return tree(t, files), docs
}

func importInto(dir string) *corpus.Import {
	now := func() time.Time { return time.Unix(1_700_000_000, 0) }
	source := filepath.Join(dir, "a.txt")
	return &corpus.Import{Path: filepath.Join(dir, "out"), Sources: []string{source}, Who: "Mia", Now: now}
}

// TestImportEdits: edits of a page are added once, to the document that the file is named after, which is written anew.
func TestImportEdits(t *testing.T) {
	dir, docs := translatedFolder(t)
	target := "By hand."
	line, err := json.Marshal(bitext.Edit{Key: bitext.Keys(docs[0])[0], Target: &target, Time: "2026-01-01T00:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	edits := string(line) + "\n"
	in := importInto(dir)
	got, err := in.Edits("a.txt"+bitext.EditsSuffix, []byte(edits))
	if err != nil || got.Added != 1 || got.Present != 0 || len(got.Notes) > 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if want := filepath.Join(dir, "out", "a.txt"+bitext.EditsSuffix); got.Edits != want {
		t.Errorf("added to %s, want %s", got.Edits, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "out", "a.txt.en.txt"))
	if err != nil || !strings.HasPrefix(string(text), "By hand.") {
		t.Errorf("the translated document is %q, %v", text, err)
	}
	if got, err = in.Edits("a.txt"+bitext.EditsSuffix, []byte(edits)); err != nil || got.Added != 0 || got.Present != 1 {
		t.Errorf("the second time: %+v, %v", got, err)
	}
	for _, tt := range []struct{ file, raw, says, advice string }{
		{"a.txt" + bitext.EditsSuffix, "", "holds no edits", "a review page has saved"},
		{"c" + bitext.EditsSuffix, `{"source":"Nein."}`, "neither its name nor its sentences", "of this folder"},
		{"c" + bitext.EditsSuffix, edits, "could be meant", "give the folder of the one"},
	} {
		_, err := in.Edits(tt.file, []byte(tt.raw))
		if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(advice.Of(err), tt.advice) {
			t.Errorf("%s %q: %v; advice %q", tt.file, tt.raw, err, advice.Of(err))
		}
	}
}

// TestImportTranslations: what a tool has made of an exported file becomes edits; what has lost a placeholder, and
// documents of other folders, are named and left out.
func TestImportTranslations(t *testing.T) {
	dir, docs := translatedFolder(t)
	in := importInto(dir)
	docs[0].Pairs[0].Target = "It is good."
	docs[0].Pairs[1].Target = "Hello."
	strange := *docs[1]
	strange.Document = "c.txt"
	var tmx strings.Builder
	if err := bitext.TMX.Write(&tmx, bitext.Documents(docs[0], &strange)); err != nil {
		t.Fatal(err)
	}
	got, err := in.Translations("back.tmx", []byte(tmx.String()))
	if err != nil || got.Added != 1 || got.Edits != "" || len(got.Notes) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, want := range []string{`called "c.txt"`, "a.txt: pair 1.2 stays as it is: {name} is not there"} {
		if !strings.Contains(got.Notes[i].Error(), want) {
			t.Errorf("note %d is %q, want %q", i, got.Notes[i], want)
		}
	}
	edits, err := bitext.ReadEditsFile(filepath.Join(dir, "out", "a.txt"+bitext.EditsSuffix))
	if err != nil || len(edits) != 1 || *edits[0].Target != "It is good." || edits[0].Who != "Mia" {
		t.Errorf("%+v, %v", edits, err)
	}
	var other strings.Builder
	if err := bitext.TMX.Write(&other, bitext.Documents(&strange)); err != nil {
		t.Fatal(err)
	}
	_, err = in.Translations("other.tmx", []byte(other.String()))
	if err == nil || err.Error() != "no document fits other.tmx" || advice.Of(err) == "" {
		t.Errorf("a file of another folder: %v; advice %q", err, advice.Of(err))
	}
	if corpus.TranslatedFile("a"+bitext.EditsSuffix) || !corpus.TranslatedFile("A.TMX") || !corpus.TranslatedFile("a.po") {
		t.Error("names do not tell which files hold translations")
	}
}

// TestImportAgain: after an import without sources, importing the same file again with them rewrites the document.
func TestImportAgain(t *testing.T) {
	dir, docs := translatedFolder(t)
	docs[0].Pairs[0].Target = "It is good."
	var tmx strings.Builder
	if err := bitext.TMX.Write(&tmx, bitext.Documents(docs[0])); err != nil {
		t.Fatal(err)
	}
	in := importInto(dir)
	sources := in.Sources
	in.Sources = nil
	got, err := in.Translations("back.tmx", []byte(tmx.String()))
	if err != nil || got.Added != 1 || len(got.Notes) != 1 ||
		!strings.Contains(got.Notes[0].Error(), "is not written anew") {
		t.Fatalf("without the source: %+v, %v", got, err)
	}
	in = importInto(dir)
	in.Sources = sources
	if got, err = in.Translations("back.tmx", []byte(tmx.String())); err != nil || got.Added != 0 {
		t.Fatalf("with the source: %+v, %v", got, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "out", "a.txt.en.txt"))
	if want := "It is good. Machine {name}.\n"; err != nil || string(text) != want {
		t.Errorf("%q, %v, want %q", text, err, want)
	}
}

// TestImportTranslated: the translated file of a document is found by its sentences, and what the source of another one
// had translated before counts for that one alone.
func TestImportTranslated(t *testing.T) {
	po := func(messages ...string) string {
		text := "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
		for i := 0; i < len(messages); i += 2 {
			text += "\nmsgid \"" + messages[i] + "\"\nmsgstr \"" + messages[i+1] + "\"\n"
		}
		return text
	}
	files := map[string]string{
		"out/satzpaar.json": `{"satzpaar":"test"}`,
		"a.po":              po("Das ist gut.", "By hand."),
		"b.po":              po("Guten Tag.", ""),
	}
	for name, source := range map[string]string{"a.po": "Das ist gut.", "b.po": "Guten Tag."} {
		d, err := document.Parse(name, []byte(po(source, "")), document.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b := &bitext.Bitext{Header: bitext.NewHeader(d, lang.GermanEnglish), Pairs: []bitext.Pair{{
			ID: "1.1", Block: 1, Source: source, Target: "Machine.", Action: bitext.Translate, State: bitext.Translated,
			Origin: "x",
		}}}
		var lines strings.Builder
		if err := bitext.Write(&lines, b); err != nil {
			t.Fatal(err)
		}
		files["out/"+name+bitext.Suffix] = lines.String()
	}
	dir := tree(t, files)
	in := importInto(dir)
	in.Sources = []string{filepath.Join(dir, "a.po")}
	got, err := in.Translations("back.po", []byte(po("Das ist gut.", "It is good.", "Guten Tag.", "Good day.")))
	if err != nil || got.Added != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	edits, err := bitext.ReadEditsFile(filepath.Join(dir, "out", "b.po"+bitext.EditsSuffix))
	if err != nil || len(edits) != 1 || *edits[0].Target != "Good day." {
		t.Errorf("%+v, %v", edits, err)
	}
}
