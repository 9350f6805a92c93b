//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
)

// withoutServer are the types of backends that ask no server; every other one is attacked as a server.
var withoutServer = []string{"marian", "command", "echo"}

// A hostileServer answers every request with what somebody would like to see done with it. Elsewhere is the address
// of another host, which must not be asked.
type hostileServer struct {
	name   string
	answer func(w http.ResponseWriter, r *http.Request, body []byte, elsewhere string)
}

// texts are what a request asks to translate, whichever service it is meant for: the fields that hold texts, and all
// messages to a language model.
func texts(body []byte) []string {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return nil
	}
	var all []string
	var add func(v any)
	add = func(v any) {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case []any:
			for _, e := range v {
				add(e)
			}
		case map[string]any:
			for _, key := range []string{"q", "text", "Text", "contents", "input", "content", "messages"} {
				add(v[key])
			}
		}
	}
	add(v)
	return all
}

// translated answers as each of the services does, every text with the same one.
func translated(w http.ResponseWriter, r *http.Request, body []byte, text string) {
	n := max(1, len(texts(body)))
	list := slices.Repeat([]string{text}, n)
	var objects, vectors []map[string]any
	for i, s := range list {
		objects = append(objects, map[string]any{"text": s, "translatedText": s})
		vectors = append(vectors, map[string]any{"index": i, "embedding": []float32{1, 0}})
	}
	content, _ := json.Marshal(map[string]any{"1": map[string]string{"s": "Das ist ein kurzer Satz.", "t": text}})
	message := map[string]string{"role": "assistant", "content": string(content)}
	var answer any = map[string]any{
		"translatedText": list, "translations": objects, "data": vectors,
		"choices": []any{map[string]any{"message": message, "finish_reason": "stop"}},
	}
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		answer = map[string]any{"TranslatedText": text}
	case r.URL.Query().Has("api-version"):
		answer = slices.Repeat([]any{map[string]any{"translations": objects[:1]}}, n)
	case strings.HasSuffix(r.URL.Path, "/messages"):
		parts := []any{map[string]string{"type": "text", "text": string(content)}}
		answer = map[string]any{"type": "message", "stop_reason": "end_turn", "content": parts}
	}
	json.NewEncoder(w).Encode(answer)
}

func hostileServers() []hostileServer {
	var all []hostileServer
	add := func(name string, answer func(w http.ResponseWriter, r *http.Request, body []byte, elsewhere string)) {
		all = append(all, hostileServer{name, answer})
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		add(fmt.Sprint("redirect ", status), func(w http.ResponseWriter, r *http.Request, _ []byte, elsewhere string) {
			http.Redirect(w, r, elsewhere+r.URL.Path, status)
		})
	}
	add("redirect without end", func(w http.ResponseWriter, r *http.Request, _ []byte, _ string) {
		http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
	})
	add("body without end", func(w http.ResponseWriter, r *http.Request, _ []byte, _ string) {
		for block := make([]byte, 1<<20); r.Context().Err() == nil; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	add("header without end", func(w http.ResponseWriter, r *http.Request, _ []byte, _ string) {
		w.Header().Set("X-Long", strings.Repeat("x", 2<<20))
		w.WriteHeader(http.StatusBadRequest)
	})
	for _, body := range []string{"", "[]", "{}", "null", "true", `"text"`, `{"translations":[]}`,
		`{"translatedText":[],"choices":[],"data":[]}`,
		`{"translations":null,"translatedText":null,"choices":null,"data":null}`,
		`{"translations":[{}],"translatedText":[null],"choices":[{}],"data":[{}]}`,
		`{"translatedText":{"a":1},"translations":"x","choices":"x","data":[{"index":-1,"embedding":[1e99]}]}`,
		strings.Repeat(`{"a":`, 300), "<!DOCTYPE html><title>Log in</title>", "\x00\x1b]0;x\a\u009b2J\u202e",
		`{"translatedText":["` + "\xff" + `"]}`,
	} {
		name := brief(body)
		name = "answer " + name[:min(30, len(name))]
		add(name, func(w http.ResponseWriter, _ *http.Request, _ []byte, _ string) {
			io.WriteString(w, body)
		})
	}
	for _, text := range []string{
		"This is \x1b]0;x\aa short sentence.", "This is \u009b2Ja short sentence.", "This is \x00 a short sentence.",
		"This is a \u202eshort\u202c sentence.", strings.Repeat("x", 1<<20),
		`{"translations": []}`, "<end_of_turn>This is a short sentence.<pad>", "**This is a short sentence.**",
		"English: This is a short sentence.", "This is a &quot;short&quot; sentence.",
		"Das ist ein kurzer Satz. This is a short sentence.",
		"I'm sorry, but I can't help with that.", "Das ist ein kurzer Satz.",
	} {
		name := brief(text)
		name = "text " + name[:min(40, len(name))]
		add(name, func(w http.ResponseWriter, r *http.Request, body []byte, _ string) {
			translated(w, r, body, text)
		})
	}
	for _, status := range []int{200, 400, 401, 403, 422} {
		add(fmt.Sprint("echo of the key with ", status), func(w http.ResponseWriter, r *http.Request, body []byte, _ string) {
			said := fmt.Sprint("\x1b]0;x\a ", r.Header, string(body), r.URL)
			w.WriteHeader(status)
			if status == http.StatusOK {
				translated(w, r, body, said)
				return
			}
			json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"message": said}, "message": said})
		})
	}
	return all
}

// named is the variable that the configuration names for the key of a hostile server.
const named = "TOKEN"

// own are the variables whose values a server may be sent: the named one, and for Amazon what goes with it. The secret
// itself is not sent there.
var own = []string{named, "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"}

// attackByServers lets servers answer that do harm.
func attackByServers(t *testing.T, a *attacker) {
	asked := new(atomic.Int64)
	thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		body, _ := io.ReadAll(r.Body) // what could be stolen
		translated(w, r, body, "This is a short sentence.")
	}))
	defer thief.Close()
	var types []string
	for _, name := range satzpaar.Types() {
		if !slices.Contains(withoutServer, name) {
			types = append(types, name)
		}
	}
	for _, hostile := range hostileServers() {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			sent := fmt.Sprint(r.Header, string(body), r.URL)
			for variable, secret := range keys {
				if !slices.Contains(own, variable) && strings.Contains(sent, secret) {
					t.Errorf("%s: the server was sent %s, which is not its own", hostile.name, variable)
				}
			}
			if err == nil {
				hostile.answer(w, r, body, thief.URL)
			}
		}))
		for _, name := range types {
			t.Run(name+" "+hostile.name, func(t *testing.T) { a.askServer(t, name, server.URL) })
		}
		t.Run("embeddings "+hostile.name, func(t *testing.T) {
			dir := a.fresh(t)
			source := a.write(t, dir+"/a.txt", "Das ist ein kurzer Satz.\n")
			target := a.write(t, dir+"/b.txt", "This is a short sentence.\n")
			a.run(t, attempt{
				args:  []string{"align", "--embeddings", server.URL + "/v1", "--embeddings-model", "m", source, target},
				codes: []int{0, exitUnreadable}, bytes: answerSize,
			})
		})
		t.Run("batches "+hostile.name, func(t *testing.T) { a.askBatches(t, server.URL) })
		if !strings.HasPrefix(hostile.name, "text ") { // to a download one wrong file is like another
			t.Run("models "+hostile.name, func(t *testing.T) {
				for _, name := range []string{"de-en-tiny", "fr-en"} { // by an address, and by lists of models
					a.run(t, attempt{
						args: []string{"models", "pull", name}, env: map[string]string{"SATZPAAR_MODELS_URL": server.URL},
						codes: []int{exitBackend}, out: []string{"../data"}, bytes: answerSize,
					})
				}
			})
		}
		server.CloseClientConnections()
		server.Close()
		if n := asked.Swap(0); n > 0 {
			t.Errorf("%s: another host was asked %d times", hostile.name, n)
		}
	}
}

// answerSize is what counts as input where answers have no end. Of those 32 MiB are read, which takes little memory if
// it is not done again and again.
const answerSize = 1 << 20

// askServer translates a document with a server, and looks at what comes of it.
func (a *attacker) askServer(t *testing.T, kind, address string) {
	t.Helper()
	dir := a.fresh(t)
	a.write(t, dir+"/in/a.txt", "Das ist ein kurzer Satz.\n")
	address = strings.Replace(address, "http://", "http://anna:"+keys["SECRET"]+"@", 1)
	config := a.write(t, dir+"/config.toml", fmt.Sprintf(
		"[backend.x]\ntype = %q\nbase_url = %q\nmodel = \"m\"\napi_key_env = %q\nregion = \"eu-central-1\"\n"+
			"project = \"p\"\n", kind, address, named))
	out := dir + "/out"
	_, _, code := a.run(t, attempt{
		args:  []string{"translate", "--backend", "x", "--no-cache", "-o", out, dir + "/in"},
		env:   map[string]string{"SATZPAAR_CONFIG": config},
		codes: []int{0, exitFailed, exitBackend},
		out:   []string{out},
		bytes: answerSize,
	})
	raw, err := os.ReadFile(filepath.Join(a.dir, out, "a.txt"+bitext.Suffix))
	if err != nil {
		if code != exitBackend {
			t.Errorf("exit %d, and no bitext: %v", code, err)
		}
		return
	}
	docs, err := bitext.Read(strings.NewReader(string(raw)), "a")
	if err != nil || len(docs) != 1 || len(docs[0].Pairs) != 1 {
		t.Fatalf("%d documents, %v", len(docs), err)
	}
	pair := &docs[0].Pairs[0]
	if strings.ContainsAny(pair.Target, "\x00\x1b\a\u009b\u202e\u202c<>{}*&") ||
		strings.HasPrefix(pair.Target, "English:") || strings.Contains(pair.Target, "Das ist") ||
		strings.Contains(pair.Target, "sorry") || len(pair.Target) > 1000 {
		t.Errorf("it was believed that %s is the translation of %q", brief(pair.Target), pair.Source)
	}
	if believed := pair.Target != ""; believed != (code == 0) {
		t.Errorf("exit %d with the translation %s", code, brief(pair.Target))
	}
}

// A hostileProgram is a shell script that answers line by line, or does not.
type hostileProgram struct{ name, script string }

var hostilePrograms = []hostileProgram{
	{"escapes", `while read -r l; do printf 'This is \033]0;x\007 it.\n'; done`},
	{"C1", `while read -r l; do printf 'This is \302\2332J it.\n'; done`},
	{"bidirectional controls", `while read -r l; do printf 'This is \342\200\256 it.\n'; done`},
	{"invalid UTF-8", `while read -r l; do printf 'This is \377 it.\n'; done`},
	{"zero bytes", `while read -r l; do printf 'This is \000 it.\n'; done`},
	{"a line without end", `head -c 70000000 /dev/zero | tr '\000' x`},
	{"lines without end", `yes`},
	{"many complaints", `yes 'satzpaar: error: forged' | head -c 30000000 >&2; exit 3`},
	{"complaints that are obeyed", `printf '\033]0;x\007\302\2332J\r\nsatzpaar: error: forged\n\342\200\256' >&2; exit 3`},
	{"nothing", `read -r l`},
	{"the end", `exit 0`},
	{"its environment", `while read -r l; do env | tr '\n' ' '; echo; done`},
	{"its environment as a complaint", `env >&2; exit 1`},
	{"what it finds of its parent", `tr '\000' '\n' </proc/$PPID/cmdline; read -r l`},
}

// attackByPrograms runs programs that do harm, and looks at what they are given.
func attackByPrograms(t *testing.T, a *attacker) {
	for _, protocol := range []string{"lines", "jsonl"} {
		for _, hostile := range hostilePrograms {
			t.Run(protocol+" "+hostile.name, func(t *testing.T) {
				dir := a.fresh(t)
				a.write(t, dir+"/in/a.txt", "Das ist ein kurzer Satz.\n")
				program := a.write(t, dir+"/program.sh", "env >"+filepath.Join(a.dir, dir, "given")+"\n"+hostile.script+"\n")
				out := dir + "/out"
				a.run(t, attempt{
					args: []string{"translate", "--backend", "command", "--command", "sh " + program, "--protocol", protocol,
						"--no-cache", "-o", out, dir + "/in"},
					codes: []int{exitFailed, exitBackend}, out: []string{out, dir}, bytes: answerSize,
				})
				given, err := os.ReadFile(filepath.Join(a.dir, dir, "given"))
				if err != nil || !strings.Contains(string(given), "PATH=") {
					t.Fatalf("the program was given %q, %v", given, err)
				}
				for variable := range keys {
					if strings.Contains(string(given), variable+"=") {
						t.Errorf("the program was given %s", variable)
					}
				}
			})
		}
	}
}
