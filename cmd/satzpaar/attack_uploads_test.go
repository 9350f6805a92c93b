//go:build linux

package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// hostileZips are documents in a zip file, made of one that is what it should be: with parts that lead out of it, too many
// of them, and far more in them than their size. It returns none for other formats.
func hostileZips(t *testing.T, ext, document string) []content {
	t.Helper()
	from, err := zip.NewReader(strings.NewReader(document), int64(len(document)))
	if err != nil {
		return nil
	}
	made := func(name string, unpacked int, change func(part string, text []byte) []byte, more ...string) content {
		t.Helper()
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		add := func(part string, text []byte) {
			f, err := w.Create(part)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write(text); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range from.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			add(f.Name, change(f.Name, text))
		}
		for _, part := range more {
			add(part, []byte("x"))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return content{name: name + ext, text: out.String(), unpacked: unpacked}
	}
	same := func(_ string, text []byte) []byte { return text }
	behind := func(with string) func(string, []byte) []byte {
		return func(part string, text []byte) []byte {
			if strings.HasSuffix(part, "ml") { // .xml, .xhtml, .html
				return append(text, with...)
			}
			return text
		}
	}
	var numbered []string
	for i := range 30_000 {
		numbered = append(numbered, fmt.Sprint(i))
	}
	return []content{
		made("parts that lead out", 0, same, "../../home/.bashrc"),
		made("parts from the root", 0, same, "/etc/new"),
		made("parts with backslashes", 0, same, `..\..\home\new`),
		made("too many parts", 0, same, numbered...),
		made("parts without end", 4*bombSize, behind(strings.Repeat(" ", bombSize/8))),
		made("parts in parts", bombSize, behind(strings.Repeat("<a>", bombSize/64))),
		made("parts that are none", 0, func(string, []byte) []byte { return []byte("\x00\x1b]0;x\a\u202e") }),
	}
}

// attackByUploads sends hostile documents of all formats to a server, by each interface that takes files.
func attackByUploads(t *testing.T, a *attacker) {
	address, end := a.start(t, "serve", "--addr", "127.0.0.1:0", "--no-cache")
	before := a.snapshot(t, nil)
	forms := []struct {
		path   string
		fields map[string]string
	}{
		{"translate_file", map[string]string{"source": "de", "target": "en"}},
		{"v2/document", map[string]string{"source_lang": "DE", "target_lang": "EN"}},
	}
	send := func(form int, name string, c content) {
		t.Helper()
		var body strings.Builder
		for field, value := range forms[form].fields {
			fmt.Fprintf(&body, "--b\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", field, value)
		}
		fmt.Fprintf(&body, "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=%s\r\n\r\n%s\r\n--b--\r\n",
			name, c.text)
		request, err := http.NewRequest("POST", address+forms[form].path, strings.NewReader(body.String()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		a.ask(t, fmt.Sprintf("%s, %s", name, c.name), request, max(len(c.text), c.unpacked/100))
	}
	for _, ext := range exts() {
		document := sample(t, a.repository, ext)
		contents := hostileContents()
		if packed := path.Ext(ext); packed == ".gz" || packed == ".zst" {
			contents = hostileArchives(t, ext, sample(t, a.repository, strings.TrimSuffix(ext, packed)))
		}
		contents = append(contents, hostileZips(t, ext, document)...)
		for i, c := range contents {
			send(i%2, `"a`+ext+`"`, c)
		}
		good := content{name: "good", text: document}
		for i, name := range hostileNames {
			send(i%2, `"`+name+ext+`"`, good)
			send(i%2, `x; filename*=utf-8''`+url.PathEscape(name+ext), good)
		}
	}
	for _, r := range append(a.routes(t, "serve/serve.go"), route{"GET", "{nothing}"}) {
		a.askRoute(t, address, r)
	}
	printed := end()
	if wrong := attacked(printed); len(wrong) > 0 {
		t.Errorf("serve obeys %s", strings.Join(wrong, ", "))
	}
	after := a.snapshot(t, nil)
	for name := range after {
		if before[name] != after[name] {
			t.Errorf("%s was written by serve", name)
		}
	}
}

// A route is a method and a path that a server of this project answers, without the first slash; names in braces stand
// for any value.
type route struct{ method, path string }

var (
	routeOf  = regexp.MustCompile(`"(GET|POST) /(?:\{token\}/)?([^"]*)"`)
	wildcard = regexp.MustCompile(`\{[a-z.]+\}`)
)

// routes returns the routes that stand in a file of this project.
func (a *attacker) routes(t *testing.T, file string) (all []route) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(a.repository, file))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range routeOf.FindAllStringSubmatch(string(raw), -1) {
		all = append(all, route{m[1], strings.TrimSuffix(m[2], "{$}")})
	}
	if len(all) < 10 {
		t.Fatalf("%s has the routes %v only", file, all)
	}
	return all
}

// askRoute asks for a route of a server with hostile values for all that may be said to it, and where it takes a body,
// with one that does not end.
func (a *attacker) askRoute(t *testing.T, address string, r route) {
	t.Helper()
	ask := func(path, kind string, body io.Reader) {
		t.Helper()
		request, err := http.NewRequest(r.method, address+path, body)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", kind)
		a.ask(t, r.path+" as "+kind, request, 0)
	}
	const form = "application/x-www-form-urlencoded"
	for _, value := range hostileValues {
		value = a.rooted(value)
		said := url.Values{}
		for _, name := range []string{"document_key", "q", "d", "s", "after", "source", "target", "text", "target_lang"} {
			said.Set(name, value)
		}
		path := wildcard.ReplaceAllLiteralString(r.path, url.PathEscape(value))
		if r.method == "GET" {
			ask(path+"?"+said.Encode(), "", nil)
		} else {
			ask(path, form, strings.NewReader(said.Encode()))
		}
	}
	if r.method == "GET" {
		return
	}
	for _, kind := range []string{"", "application/json", form, "multipart/form-data; boundary=b", "multipart/form-data",
		"application/zip", "text/html; charset=\x80", "a/b/c"} {
		ask(wildcard.ReplaceAllLiteralString(r.path, "x"), kind, io.LimitReader(endless{}, 1<<30))
	}
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '{'
	}
	return len(p), nil
}

// ask sends a request to a server, which answers it soon, in little memory, and never with a fault of its own.
func (a *attacker) ask(t *testing.T, what string, request *http.Request, size int) {
	t.Helper()
	a.cases++
	allocated := allocatedBytes()
	answer, err := (&http.Client{Timeout: patience}).Do(request)
	if err != nil {
		if hangs := os.IsTimeout(err); request.Body != nil && !hangs {
			return // the server has ended the connection before it had read a body that has no end
		}
		t.Errorf("%s: %v", brief(what), err)
		return
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= http.StatusInternalServerError {
		t.Errorf("%s: %s, %v: %s", brief(what), answer.Status, err, brief(string(raw)))
	}
	if kind := answer.Header.Get("Content-Type"); strings.HasPrefix(kind, "application/json") && !json.Valid(raw) {
		t.Errorf("%s: not JSON: %s", brief(what), brief(string(raw)))
	}
	archive := answer.Header.Get("Content-Type") == "application/zip" // no terminal is shown it
	if wrong := attacked(strings.TrimSpace(string(raw))); len(wrong) > 0 && !archive {
		t.Errorf("%s: the answer obeys %s", brief(what), strings.Join(wrong, ", "))
	}
	if asked := allocatedBytes() - allocated; asked > 2*anyInput+uint64(perByte*size) { // a file before may be under way
		t.Errorf("%s: it asked for %d MB of memory for %d bytes of input", brief(what), asked>>20, size)
	}
	for variable, secret := range keys {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("%s: %s is in the answer", brief(what), variable)
		}
	}
}

// attackByAlso reviews a folder of one's own beside runs that somebody sent, in whose headers or pairs one field holds
// what it should not, and beside one whose bitext is a link to the user's own.
func attackByAlso(t *testing.T, a *attacker) {
	const own = "own/out"
	in := a.write(t, "own/in/a.txt", "Das ist ein Satz.\n\nUnd noch einer.\n")
	if _, said, code := a.run(t, attempt{args: echoed("same,jsonl", own, in), codes: []int{0}, out: []string{"own"}}); code != 0 {
		t.Fatal(said)
	}
	address, end := a.start(t, "review", own, in)
	for _, r := range a.routes(t, "review/server.go") {
		a.askRoute(t, address, r)
	}
	if wrong := attacked(end()); len(wrong) > 0 {
		t.Errorf("review obeys %s", strings.Join(wrong, ", "))
	}
	review := func(name string, flags ...string) string {
		t.Helper()
		a.cases++
		before := a.snapshot(t, []string{own})
		address, end := a.start(t, append([]string{"review", own, in}, flags...)...)
		found := ""
		for _, asked := range []string{"", "document?d=a.txt", "find?q=Satz&d=a.txt", "find?q=Kennwort&d=a.txt", "terms?d=a.txt",
			"edits?d=a.txt&after=0", "all.zip"} {
			answer, err := http.Get(address + asked)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil || answer.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s: %s: %s, %v: %s", name, asked, answer.Status, err, brief(string(raw)))
			}
			found += string(raw)
		}
		if wrong := attacked(end()); len(wrong) > 0 {
			t.Errorf("%s: review obeys %s", name, strings.Join(wrong, ", "))
		}
		after := a.snapshot(t, []string{own})
		for file := range after {
			if before[file] != after[file] {
				t.Errorf("%s: %s was written", name, file)
			}
		}
		return found
	}
	for _, flag := range []string{"--also", "--against"} {
		for _, field := range textFields[bitext.Header]("json") {
			out, _ := a.received(t, field)
			review(flag+" "+field, flag, out)
		}
		for _, field := range textFields[bitext.Pair]("json") {
			out := a.fresh(t) + "/out"
			a.write(t, out+"/satzpaar.json", `{"satzpaar":"devel"}`)
			for i, value := range hostileValues {
				one := map[string]any{
					"id": "1.1", "block": 1, "source": "Das ist ein Satz.", "target": "This.", "state": "translated",
				}
				one[field] = a.rooted(value)
				raw, err := json.Marshal(one)
				if err != nil {
					t.Fatal(err)
				}
				name := []string{"a.txt", fmt.Sprintf("b%d.txt", i)}[min(i, 1)]
				header := `{"satzpaar":1,"document":"` + name + `","from":"de","to":"en"}`
				a.write(t, out+"/"+name+bitext.Suffix, header+"\n"+string(raw)+"\n")
			}
			review(flag+" "+field, flag, out)
		}
		for i, c := range hostileContents() {
			out := a.fresh(t) + "/out"
			a.write(t, out+"/satzpaar.json", []string{c.text, `{"satzpaar":"devel"}`}[i%2])
			for _, file := range []string{"a.txt" + bitext.Suffix, "a.txt" + bitext.EditsSuffix, "a.txt"} {
				a.write(t, out+"/"+file, c.text)
			}
			a.run(t, attempt{args: []string{"review", own, in, flag, out}, codes: []int{0, exitFailed, exitUsage, exitUnreadable},
				out: []string{own}, bytes: len(c.text), serve: true})
		}
	}
	secret := `{"id":"1.1","source":"Das Kennwort.","target":"` + keys["SECRET"] + `","state":"translated"}`
	a.write(t, "../home/letter"+bitext.Suffix, `{"satzpaar":1,"document":"letter","from":"de","to":"en"}`+"\n"+secret+"\n")
	out, _ := a.received(t, "into")
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(a.dir, out, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("../../../home", "more")
	if strings.Contains(review("a folder that leads out", "--also", out), keys["SECRET"]) {
		t.Error("a link in a run that somebody sent was followed to what is the user's own")
	}
	if _, said, _ := a.run(t, attempt{args: []string{"review", own, in, "--also", out}, serve: true,
		out: []string{own}}); !strings.Contains(said, out+"/more is a link to a folder") {
		t.Errorf("a folder was passed over: %s", said)
	}
	link("../../../home/letter"+bitext.Suffix, "letter"+bitext.Suffix)
	_, said, _ := a.run(t, attempt{args: []string{"review", own, in, "--also", out}, serve: true, out: []string{own},
		codes: []int{exitUsage, exitUnreadable}})
	if !strings.Contains(said, "a link that leads out of its folder") {
		t.Errorf("such a file was passed over: %s", said)
	}
}
