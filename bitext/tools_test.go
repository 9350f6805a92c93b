package bitext

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/offset"
)

// The tests of this file give what the formats write to the tools of others: validators, Translate Toolkit, OmegaT.
// Each skips where its tool is absent.

// samples are documents with everything that a pair can hold, and texts that markup, white space and old characters
// make hard; then many random ones.
func samples(random int) []*Bitext {
	score, risk, cost := -0.25, 0.5, 0.125
	rich := docOf("a/Bericht & <Anhang>.txt",
		"Der Rat tagte am 3. Mai.", `Er sagte: „Ja & nein“ <b>fett</b> ]]> &amp; "x"`,
		"Zeile eins\nZeile zwei\tmit Tabulator", "  Leerzeichen  am  Rand ", "Grüße 😀 aus 東京", "Glocke\x07 und Ende",
		"Nicht übersetzt.", "Queda en español.", "Geprüft.", "Endgültig.")
	p := rich.Pairs
	p[0].Target, p[0].Score, p[0].Risk = "The council met on 3 May.", &score, &risk
	p[0].Links = []offset.Link{link(0, 3, 0, 3), link(4, 7, 4, 11)}
	p[0].Runs, p[0].Spans = []offset.Run{{End: 24, Lang: "de", Score: 0.99}}, []offset.Span{span(0, 24)}
	p[0].Kind, p[0].Lang = "paragraph", "de"
	p[0].Findings = []Finding{{Check: "numbers", Severity: Warning, Message: "3 < 4 & more", Source: new(span(17, 19))}}
	p[0].Bead, p[0].Cost, p[0].Confidence = &Bead{[]int{0}, []int{0, 1}}, &cost, &risk
	p[6].Target, p[6].State, p[6].Error, p[6].Origin = "", Initial, "the server refused it", ""
	p[7].Action, p[7].Target, p[7].Lang = Keep, p[7].Source, "es"
	p[8].State, p[8].Origin, p[8].Machine, p[8].MachineOrigin = Reviewed, Human, "Tested.", "m"
	p[9].State, p[9].Reason = Final, "no reason"
	docs := []*Bitext{rich, docOf("b.csv#2", "Zweite Datei.")}
	for i := range random {
		b := bitexts().Example(i)
		b.Document += "#" + itoa(i+1)
		docs = append(docs, b)
	}
	return docs
}

func writeSample(t *testing.T, f *Format, docs []*Bitext) string {
	t.Helper()
	var file bytes.Buffer
	if err := f.Write(&file, Documents(docs...)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "sample"+f.Ext)
	if err := os.WriteFile(name, file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// tool finds a program; without it the test is skipped, or fails where SATZPAAR_REQUIRE names the program.
func tool(t *testing.T, name, install string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		required.Missing(t, name, "%s is not installed; Debian has it in %s", name, install)
	}
	return path
}

// omegatJar is where Debian's package puts OmegaT. Its archive holds the document type of TMX.
const omegatJar = "/usr/share/omegat/OmegaT.jar"

// symfonySchemas is where Debian's php-symfony-translation puts schemas of XLIFF.
const symfonySchemas = "/usr/share/php/Symfony/Component/Translation/Resources/schemas"

// schema finds the schema of a format: in the folder that SATZPAAR_SCHEMAS names (tmx14.dtd;
// xliff-core-1.2-strict.xsd; the folder schemas of the XLIFF 2.1 specification, with xliff_core_2.0.xsd and
// metadata.xsd) or where Debian's packages have them.
func schema(t *testing.T, name string) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("SATZPAAR_SCHEMAS"), symfonySchemas} {
		if _, err := os.Stat(filepath.Join(dir, name)); dir != "" && err == nil {
			return filepath.Join(dir, name)
		}
	}
	if z, err := zip.OpenReader(omegatJar); err == nil {
		defer z.Close()
		if in, err := z.Open("schemas/" + name); err == nil {
			defer in.Close()
			data, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, data, 0o666); err != nil {
				t.Fatal(err)
			}
			return path
		}
	}
	required.Missing(t, name, "no %s: put it into a folder and name that in SATZPAAR_SCHEMAS, or install Debian's omegat "+
		"and php-symfony-translation", name)
	return ""
}

// TestSchemas validates files with xmllint, and makes sure that it notices an error.
func TestSchemas(t *testing.T) {
	lint := tool(t, "xmllint", "libxml2-utils")
	wrap := func(t *testing.T) string { // the schemas of the core and of the metadata module together
		core, module := schema(t, "xliff_core_2.0.xsd"), schema(t, "metadata.xsd")
		path := filepath.Join(t.TempDir(), "both.xsd")
		text := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">` +
			`<xs:import namespace="urn:oasis:names:tc:xliff:document:2.0" schemaLocation="` + core + `"/>` +
			`<xs:import namespace="urn:oasis:names:tc:xliff:metadata:2.0" schemaLocation="` + module + `"/></xs:schema>`
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	strict := func(t *testing.T) string { return schema(t, "xliff-core-1.2-strict.xsd") }
	tests := []struct {
		format   *Format
		args     func(t *testing.T) []string
		old, new string // what makes the file invalid
	}{
		{TMX, func(t *testing.T) []string { return []string{"--dtdvalid", schema(t, "tmx14.dtd")} }, "<tuv ", "<tuv x='1' "},
		{XLIFF12, func(t *testing.T) []string { return []string{"--schema", strict(t)} }, `state="final"`, `state="done"`},
		{XLIFF21, func(t *testing.T) []string { return []string{"--schema", wrap(t)} }, "<mda:meta type=", "<mda:meta kind="},
	}
	for _, test := range tests {
		t.Run(test.format.Name, func(t *testing.T) {
			args := append([]string{"--noout", "--nonet"}, test.args(t)...)
			args = append(args, "--path", filepath.Dir(args[len(args)-1])) // of what schemas import
			name := writeSample(t, test.format, samples(200))
			if out, err := exec.Command(lint, append(args, name)...).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out[:min(len(out), 4000)])
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, bytes.Replace(data, []byte(test.old), []byte(test.new), 1), 0o666); err != nil {
				t.Fatal(err)
			}
			if exec.Command(lint, append(args, name)...).Run() == nil {
				t.Error("an invalid file passes")
			}
		})
	}
}

// toolkitScript opens the file named first as the class named second and prints what units have: source, target, and
// whether a person agreed.
const toolkitScript = `
import json, sys, importlib
module, name = sys.argv[2].rsplit(".", 1)
store = getattr(importlib.import_module("translate.storage." + module), name).parsefile(sys.argv[1])
out = []
for u in store.units:
    if u.isheader():
        continue
    out.append([str(u.source), str(u.target or "")])
json.dump(out, sys.stdout)
`

// TestTranslateToolkit opens files with the readers of Translate Toolkit (SATZPAAR_PYTHON names a Python that has
// it). They get all texts; a character that XML lacks becomes what the format writes for it. What a code of XLIFF 2
// stands for is outside of the text, and that reader shows nothing in its place.
func TestTranslateToolkit(t *testing.T) {
	python := os.Getenv("SATZPAAR_PYTHON")
	if python == "" {
		python = tool(t, "python3", "python3")
	}
	if err := exec.Command(python, "-c", "import translate.storage.xliff").Run(); err != nil {
		required.Missing(t, "toolkit", "no Translate Toolkit here: install Debian's translate-toolkit, or name a Python "+
			"that has it in SATZPAAR_PYTHON")
	}
	withoutCodes := func(text, kind string) string {
		for _, s := range slices.Backward(codeSpans(text, kind)) {
			text = text[:s.Start] + text[s.End:]
		}
		return text
	}
	withCodes := func(text, _ string) string { return text }
	for _, test := range []struct {
		format *Format
		class  string
		bell   string
		shown  func(text, kind string) string
	}{
		{TMX, "tmx.tmxfile", "U+0007", withCodes},
		{XLIFF12, "xliff.xlifffile", "U+0007", withCodes},
		{XLIFF21, "xliff2.Xliff2File", "", withoutCodes},
	} {
		t.Run(test.format.Name, func(t *testing.T) {
			module, _, _ := strings.Cut(test.class, ".")
			if err := exec.Command(python, "-c", "import translate.storage."+module).Run(); err != nil {
				required.Missing(t, "toolkit", "this Translate Toolkit has no %s", module)
			}
			docs := samples(0)
			var errs bytes.Buffer
			command := exec.Command(python, "-c", toolkitScript, writeSample(t, test.format, docs), test.class)
			command.Stderr = &errs
			out, err := command.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, errs.String())
			}
			var got [][2]string
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			var want [][2]string
			for _, b := range docs {
				for _, p := range b.Pairs {
					bell := strings.NewReplacer("\a", test.bell)
					want = append(want, [2]string{
						bell.Replace(test.shown(p.Source, p.Kind)),
						bell.Replace(test.shown(p.Target, p.Kind)),
					})
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOmegaT lets OmegaT translate a project whose translation memory we wrote, and one whose source is an XLIFF file
// of ours: its own readers must find the translations.
func TestOmegaT(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: OmegaT is started twice, which takes half a minute")
	}
	omegat := tool(t, "omegat", "omegat")
	docs := samples(0)
	run := func(t *testing.T, prepare func(dir string)) string {
		dir := t.TempDir()
		for _, d := range []string{"source", "target", "tm/auto", "glossary", "dictionary", "omegat"} {
			if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		project := `<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>de</source_lang>
<target_lang>en</target_lang><sentence_seg>false</sentence_seg></project></omegat>`
		if err := os.WriteFile(filepath.Join(dir, "omegat.project"), []byte(project), 0o666); err != nil {
			t.Fatal(err)
		}
		prepare(dir)
		command := exec.Command(omegat, dir, "--mode=console-translate", "--config-dir="+filepath.Join(dir, "config"), "--quiet")
		home := func(s string) bool { return strings.HasPrefix(s, "HOME=") }
		command.Env = append(slices.DeleteFunc(os.Environ(), home), "HOME="+dir)
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return filepath.Join(dir, "target")
	}
	// A text file of OmegaT has no line breaks in a segment, and the blanks around it are not looked up. Tags and
	// entities are codes in a memory and characters in a text file: such segments do not match.
	fits := func(s string) bool { return !strings.ContainsAny(s, "\n\a<&") && strings.TrimSpace(s) == s }
	t.Run("tmx", func(t *testing.T) {
		tmx := writeSample(t, TMX, docs)
		target := run(t, func(dir string) {
			data, err := os.ReadFile(tmx)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, "tm/auto/sample.tmx"), data, 0o666)
			}
			var text strings.Builder
			for _, p := range docs[0].Pairs {
				if fits(p.Source) {
					text.WriteString(p.Source + "\n\n")
				}
			}
			write := os.WriteFile(filepath.Join(dir, "source/a.txt"), []byte(text.String()), 0o666)
			if err := errors.Join(err, write); err != nil {
				t.Fatal(err)
			}
		})
		got, err := os.ReadFile(filepath.Join(target, "a.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range docs[0].Pairs {
			if fits(p.Source) && p.Target != "" && !bytes.Contains(got, []byte(p.Target)) {
				t.Errorf("%q is not in what OmegaT made:\n%s", p.Target, got)
			}
		}
	})
	t.Run("xliff", func(t *testing.T) {
		xlf := writeSample(t, XLIFF12, docs)
		target := run(t, func(dir string) {
			data, err := os.ReadFile(xlf)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, "source/sample.xlf"), data, 0o666)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		file, err := os.Open(filepath.Join(target, "sample.xlf"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		back, err := XLIFF12.Read(file, "sample.xlf")
		if err != nil {
			t.Fatal(err)
		}
		// What comes back through OmegaT is the same: nothing was changed there.
		for i, b := range docs {
			if i >= len(back) {
				t.Fatalf("%d documents came back of %d", len(back), len(docs))
			}
			if len(back[i].Pairs) != len(b.Pairs) {
				t.Errorf("%s: %d pairs came back of %d", b.Document, len(back[i].Pairs), len(b.Pairs))
				continue
			}
			for k, p := range b.Pairs {
				q := back[i].Pairs[k]
				if q.ID != p.ID || q.Source != p.Source || q.Target != p.Target ||
					q.State != p.State || q.Reason != p.Reason {
					t.Errorf("%s: %+v came back as %+v", b.Document, p, q)
				}
			}
		}
	})
}
