//go:build linux

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// hostileNames are what a file may be called on a system that forbids no more than "/" and NUL.
var hostileNames = []string{
	"a\x1b]0;x\ab",                    // ESC and OSC: the title of the window
	"a\x9b2J\u009b2J",                 // C1 as a byte and as a character
	"a\r\nsatzpaar: error: forged\nb", // a line of its own
	"a\u202etxt\u2066b\u200f",         // bidirectional controls
	"a..", "-rf", "--json",            // not the folder above, not flags
	"CON", "nul", "a:b", `a\..\..\b`, "a ", // reserved elsewhere
	"%2e%2e%2fa", "a#1", "a?d=b", "~", "$(touch x)", "`touch x`", "*", "[a]", `"><script>alert(1)</script>`,
	strings.Repeat("n", 200), strings.Repeat("ä", 120), // outputs have longer names than their inputs
}

// exts are the extensions of all formats of documents, one for each, and those of compressed files.
func exts() []string {
	var all []string
	for _, f := range document.Formats() {
		all = append(all, slices.Concat(f.Exts, f.Named)[0])
	}
	for _, c := range document.Containers() {
		all = append(all, c.Exts[0], c.Exts[0]+".gz", c.Exts[0]+".zst")
	}
	return all
}

// sample returns a document with that extension that is what it should be, or, for formats that have none among the
// documents for tests, text that the parser may refuse.
func sample(t *testing.T, root, ext string) string {
	t.Helper()
	inner, packed := ext, path.Ext(ext)
	if packed == ".gz" || packed == ".zst" {
		inner = strings.TrimSuffix(ext, packed)
	}
	text := "text\nDas ist ein Satz.\n"
	if inner == ".jsonl" {
		text = `{"text":"Das ist ein Satz."}` + "\n"
	}
	best := int64(1 << 20)
	documents := filepath.Join(root, "testdata", "documents")
	err := filepath.WalkDir(documents, func(p string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(p) != inner {
			return err
		}
		info, err := entry.Info()
		if err != nil || info.Size() >= best {
			return err
		}
		raw, err := os.ReadFile(p)
		text, best = string(raw), info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pack(t, packed, text)
}

// pack compresses text as an extension asks.
func pack(t *testing.T, ext, text string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch ext {
	case ".gz":
		w = gzip.NewWriter(&b)
	case ".zst":
		z, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		w = z
	default:
		return text
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// attackByNames translates documents of all formats with hostile names.
func attackByNames(t *testing.T, a *attacker) {
	root := a.repository
	for _, ext := range exts() {
		content := sample(t, root, ext)
		dir := a.fresh(t)
		for _, name := range hostileNames {
			a.write(t, dir+"/in/"+name+ext, content)
		}
		a.cases += len(hostileNames) - 1 // each of them is one
		out := dir + "/out"
		inputs := []string{dir + "/in"}
		if slices.ContainsFunc(document.Formats(), func(f *document.Format) bool { return slices.Contains(f.Named, ext) }) {
			inputs = nil // folders are searched for other kinds of files only
			for _, name := range hostileNames {
				inputs = append(inputs, dir+"/in/"+name+ext)
			}
		}
		_, stderr, code := a.run(t, attempt{
			args:  echoed("same,jsonl,tsv", out, inputs...),
			codes: []int{0, exitUnreadable},
			out:   []string{out},
			bytes: len(content) * len(hostileNames),
		})
		// A terminal shows the first failures, the record of the run all of them.
		var record struct{ Failures []struct{ Document string } }
		if raw, err := os.ReadFile(filepath.Join(a.dir, out, "satzpaar.json")); err == nil {
			if err := json.Unmarshal(raw, &record); err != nil {
				t.Error(err)
			}
		}
		for _, name := range hostileNames {
			if len(inputs) > 1 {
				name = path.Base(name) // a file that is named alone goes into the output folder itself
			}
			raw, err := os.ReadFile(filepath.Join(a.dir, out, name+ext+bitext.Suffix))
			if err == nil {
				_, err = bitext.Read(bytes.NewReader(raw), "out")
			}
			said := strings.Contains(stderr, string(printer.Sprintf("failed: %s", name)))
			for _, f := range record.Failures {
				said = said || f.Document == strings.ToValidUTF8(name+ext, "\ufffd") // as JSON writes it
			}
			if err != nil && (code == 0 || !said) {
				t.Errorf("%q: its bitext is not there, and nothing is said: %v\n%s", name+ext, err, stderr)
			}
		}
	}
}

// hostileValues are what a field of a file that somebody sent may hold. ROOT is the folder that stands for the disk.
var hostileValues = []string{
	"/../../../home/", "../home/.bashrc", "../../home/notes.txt", "ROOT/etc/passwd", `..\..\home`, "a/../../b", "./", "..",
	"C:\\x", "\x00", "\x1b]0;x\a\u009b2J", "a\r\nsatzpaar: error: forged", "\u202etxt", strings.Repeat("x", 10_000), "",
	"bashrc", "de-DE-x-../home", "<script>", "srx:" + strings.Repeat("../", 20) + strings.Repeat("0", 4),
	"tsv", "docx", "utf-7", "*",
}

// rooted puts the folder that stands for the disk into a hostile value.
func (a *attacker) rooted(value string) string {
	return strings.ReplaceAll(value, "ROOT", filepath.Dir(a.dir))
}

// received makes an output folder as somebody may have sent it: in every document one field of the header has a
// hostile value. It returns the folder, and the sources that lie beside it.
func (a *attacker) received(t *testing.T, field string) (out, in string) {
	t.Helper()
	dir := a.fresh(t)
	out, in = dir+"/out", dir+"/in"
	source := "Das ist ein Satz.\n"
	a.write(t, out+"/satzpaar.json", `{"satzpaar":"devel"}`)
	for i, value := range hostileValues {
		name := fmt.Sprintf("src%d.txt", i)
		header := map[string]any{
			"satzpaar": 1, "document": name, "format": "txt", "encoding": "utf-8",
			"sha256": document.Hash([]byte(source)), "from": "de", "to": "en",
		}
		header[field] = a.rooted(value)
		raw, err := json.Marshal(header)
		if err != nil {
			t.Fatal(err)
		}
		pair := `{"id":"1.1","block":1,"kind":"paragraph","source":"Das ist ein Satz.","target":"This.","spans":[[0,17]],` +
			`"lang":"de","action":"translate","state":"translated"}`
		a.write(t, in+"/"+name, source)
		a.write(t, out+"/"+name+bitext.Suffix, string(raw)+"\n"+pair+"\n")
		a.write(t, out+"/"+name+".en.txt", "This.\n")
		a.write(t, out+"/"+name+bitext.EditsSuffix, "")
	}
	return out, in
}

// textFields are the fields of T that hold text, by their names in a file.
func textFields[T any](tag string) []string {
	var names []string
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
			switch {
			case f.Anonymous:
				add(f.Type)
			case name != "" && name != "-" && (f.Type.Kind() == reflect.String || f.Type == reflect.TypeFor[*string]()):
				names = append(names, name)
			}
		}
	}
	add(reflect.TypeFor[T]())
	return names
}

// attackByHeaders uses received folders whose headers hold what they should not.
func attackByHeaders(t *testing.T, a *attacker) {
	edit := `{"source":"Das ist ein Satz.","target":"That is a sentence.","time":"2026-01-02T03:04:05Z"}` + "\n"
	mended := []int{0, exitFailed, exitUnreadable} // each is said, and the rest goes on
	for _, field := range textFields[bitext.Header]("json") {
		out, in := a.received(t, field)
		dir := path.Dir(out)
		a.run(t, attempt{args: []string{"check", "--json", out}, codes: mended})
		a.run(t, attempt{args: []string{"check", "--report", out}, codes: mended})
		for _, f := range bitext.Formats {
			to := dir + "/export" + f.Ext
			codes := append(slices.Clone(mended), exitUsage) // the file holds one pair of languages alone
			a.run(t, attempt{args: []string{"export", "--format", f.Name, "-o", to, out}, codes: codes, out: []string{to}})
			a.run(t, attempt{args: []string{"export", "--format", f.Name, out}, codes: codes, data: true})
		}
		pages := dir + "/pages"
		a.run(t, attempt{
			args:  []string{"export", "--format", "review", "-o", pages, out},
			codes: mended, out: []string{pages},
		})
		for i := range hostileValues {
			edits := a.write(t, fmt.Sprintf("%s/src%d.txt%s", dir, i, bitext.EditsSuffix), edit)
			a.run(t, attempt{args: []string{"review", "--import", edits, out, in}, codes: []int{0}, out: []string{out}})
		}
		a.run(t, attempt{
			args:  []string{"translate", "--backend", "echo", "--no-cache", "--retry", "failed", "-o", out, in},
			codes: mended, out: []string{out},
		})
		out, in = a.received(t, field)
		a.serve(t, out, in, edit)
	}
	for _, field := range textFields[bitext.Edit]("json") {
		out, in := a.received(t, "into")
		for _, value := range hostileValues {
			fields := map[string]any{"source": "Das ist ein Satz.", "target": "That.", "time": "2026-01-02T03:04:05Z"}
			fields[field] = a.rooted(value)
			raw, err := json.Marshal(fields)
			if err != nil {
				t.Fatal(err)
			}
			edits := a.write(t, path.Dir(out)+"/src0.txt"+bitext.EditsSuffix, string(raw)+"\n")
			a.run(t, attempt{
				args:  []string{"review", "--import", edits, out, in},
				codes: []int{0, exitUsage}, out: []string{out},
			})
		}
	}
}

// serve reviews a received folder in the browser's place: it reads every page and saves an edit of every document.
func (a *attacker) serve(t *testing.T, out, in, edit string) {
	t.Helper()
	a.cases++
	before := a.snapshot(t, []string{out})
	address, end := a.start(t, "review", out, in)
	get := func(method, name, body string) {
		t.Helper()
		request, err := http.NewRequest(method, address+name, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode >= 500 {
			t.Errorf("%s %s: %s, %v", method, name, answer.Status, err)
		}
	}
	get("GET", "", "")
	const draft = `{"drafts":[{"source":"Das ist ein Satz.","field":"text","text":"\u001b[2J","time":"2026-01-02T03:04:05Z"}]}`
	for i := range hostileValues {
		name := url.QueryEscape(fmt.Sprintf("src%d.txt", i))
		get("GET", "document?d="+name, "")
		get("POST", "edits?d="+name, `{"after":0,"edits":[`+strings.TrimSpace(edit)+`]}`)
		get("GET", "edits?d="+name+"&after=0", "")
		get("POST", "drafts?d="+name, draft)
		get("GET", "download?d="+name, "")
		get("GET", "terms?d="+name, "")
	}
	get("GET", "find?q=Satz", "")
	get("GET", "all.zip", "")
	for _, value := range hostileValues {
		name := url.QueryEscape(a.rooted(value))
		get("GET", "document?d="+name, "")
		get("POST", "edits?d="+name, `{"after":0,"edits":[`+strings.TrimSpace(edit)+`]}`)
		get("POST", "drafts?d="+name, draft)
		get("GET", "download?d="+name, "")
	}
	printed := end()
	if wrong := attacked(printed); len(wrong) > 0 {
		t.Errorf("review obeys %s", strings.Join(wrong, ", "))
	}
	after := a.snapshot(t, []string{out})
	for name := range after {
		if before[name] != after[name] {
			t.Errorf("%s was written by review", name)
		}
	}
	if len(before) > len(after) {
		t.Errorf("review removed files")
	}
}

// attackByLinks puts links to files of the user where commands write.
func attackByLinks(t *testing.T, a *attacker) {
	edit := `{"source":"Das ist ein Satz.","target":"That is a sentence.","time":"2026-01-02T03:04:05Z"}` + "\n"
	suffixes := []string{
		".en.txt", bitext.Suffix, bitext.EditsSuffix, bitext.AnnotationsSuffix, ".review.html", ".bitext.tmx", ".bitext.tsv",
	}
	for _, suffix := range suffixes {
		for _, to := range []string{"../../../home/.bashrc", "../../../home/new"} {
			for _, args := range [][]string{
				echoed("same,jsonl,review,tmx,tsv", "OUT", "IN"),
				{"align", "-o", "OUT", "IN/src0.txt", "IN/src0.txt"},
				{"review", "--import", "EDITS", "OUT", "IN"},
				{"export", "--format", "review", "-o", "OUT", "OUT"},
			} {
				out, in := a.received(t, "into")
				edits := a.write(t, path.Dir(out)+"/src0.txt"+bitext.EditsSuffix, edit)
				link := filepath.Join(a.dir, out, "src0.txt"+suffix)
				if err := os.Remove(link); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				if err := os.Symlink(to, link); err != nil {
					t.Fatal(err)
				}
				args = slices.Clone(args)
				for i := range args {
					args[i] = strings.NewReplacer("OUT", out, "IN", in, "EDITS", edits).Replace(args[i])
				}
				a.run(t, attempt{args: args, codes: []int{0, exitUsage, exitUnreadable}, out: []string{out}})
			}
		}
	}
}

// attackByDevices gives every command a pipe into which nobody writes, and a device without an end, wherever it takes
// the name of a file.
func attackByDevices(t *testing.T, a *attacker) {
	good := a.write(t, "good.txt", "Das ist ein Satz.\n")
	var hostile []string
	for _, ending := range []string{"", ".txt", ".tmx", ".txt" + bitext.Suffix} {
		hostile = append(hostile, a.fifo(t, "pipe"+ending))
	}
	for _, name := range []string{"zero", "zero.jsonl"} { // a link, so that no test can write to the device
		if err := os.Symlink("/dev/zero", filepath.Join(a.dir, name)); err != nil {
			t.Fatal(err)
		}
		hostile = append(hostile, name)
	}
	refused := []int{0, exitFailed, exitUsage, exitBackend, exitUnreadable} // whatever it is, it ends
	leaves(newRoot(&app{terminal: &terminal{}, hard: t.Context()}), nil, func(c *cobra.Command, words []string) {
		with := func(args ...string) {
			t.Helper()
			for i, arg := range args {
				args[i] = strings.ReplaceAll(arg, "OUT", a.fresh(t))
			}
			a.run(t, attempt{
				args:  append(slices.Clone(words), args...),
				codes: refused,
				out:   []string{".", "../data"},
				serve: c.Flags().Lookup("addr") != nil,
			})
		}
		for _, file := range hostile {
			with(file)
			with(file, good)
			with(good, file)
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if strings.HasPrefix(f.Value.Type(), "string") {
				for _, file := range []string{hostile[0], hostile[len(hostile)-2]} {
					with("--"+f.Name, file)
					with("--"+f.Name, file, good)
					with("--"+f.Name, file, good, good)
				}
			}
		})
	})
	// What writes one file is told to write to each of them.
	pair := `{"satzpaar":1,"document":"a.txt","from":"de","to":"en"}` + "\n" +
		`{"id":"1.1","source":"Das sind 12.","target":"These are 13.","state":"translated"}` + "\n"
	made := a.write(t, "made.txt"+bitext.Suffix, pair)
	cache := a.write(t, "empty.db", "")
	for _, file := range hostile {
		for _, args := range [][]string{
			{"export", "--format", "tsv", "-o", file, made},
			{"export", "--format", "review", "-o", file, made},
			{"check", "--accept", "--baseline", file, made},
			{"cache", "export", "--cache", cache, "-o", file},
		} {
			a.run(t, attempt{args: args, codes: []int{exitUsage}, out: []string{"empty.db", "empty.db-wal", "empty.db-shm"}})
		}
	}
	for _, file := range hostile {
		if info, err := os.Lstat(filepath.Join(a.dir, filepath.Base(file))); err != nil || info.Mode().IsRegular() {
			t.Errorf("%s was replaced: %v", file, err)
		}
	}
}
