package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
	"github.com/satzpaar/satzpaar/translate"
)

// words is a backend that knows a few words, and leaves others as they are. Of some it knows another translation, as
// its second and its third. Texts with "kaputt" it cannot translate; failing is its answer to every request, if
// anything.
type words struct {
	mu      sync.Mutex
	failing *translate.Error
	calls   int
	texts   int           // of the last call
	hold    chan struct{} // nil, or what every call waits for
}

var known = strings.NewReplacer(
	"Guten Morgen", "Good morning",
	"Das Haus ist alt", "The house is old",
	"Hallo Welt", "Hello world",
	"Der Hund schläft", "The dog is sleeping",
	"und", "and",
)

var others = strings.NewReplacer("Good morning", "Morning", "old", "ancient")

func (w *words) Info() translate.Info {
	return translate.Info{ID: "words", Deterministic: true, Ranks: 3}
}

func (w *words) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	w.mu.Lock()
	failing, hold := w.failing, w.hold
	w.calls++
	w.texts = len(req.Items)
	w.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, translate.Usage{}, ctx.Err()
		}
	}
	if failing != nil {
		return nil, translate.Usage{}, failing
	}
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i] = translate.Result{Text: known.Replace(it.Text), Origin: "words"}
		if req.Rank > 0 {
			out[i].Text = others.Replace(out[i].Text)
		}
		if strings.Contains(it.Text, "kaputt") {
			out[i] = translate.Result{Err: translate.Errorf(translate.Refused, "words", "no")}
		}
	}
	return out, translate.Usage{Requests: 1}, nil
}

func (w *words) fail(err *translate.Error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failing = err
}

// A fixture is a server for a test, with what it translates by.
type fixture struct {
	*serve.Server
	words *words
}

// open returns a server of the directions de-en, es-en and en-de, with a second engine that returns the source.
func open(t testing.TB, change func(*serve.Config)) *fixture {
	t.Helper()
	w := &words{}
	engine := func(name string) serve.Engine {
		host := satzpaar.Host{Backends: map[string]translate.Backend{"words": w}}
		s := satzpaar.NewSessions(satzpaar.Config{Backend: name, Host: host})
		t.Cleanup(func() { s.Close() })
		var pairs []lang.Pair
		for _, p := range []string{"de-en", "es-en", "en-de"} {
			pair, err := lang.ParsePair(p[:2], p[3:])
			if err != nil {
				t.Fatal(err)
			}
			pairs = append(pairs, pair)
		}
		return serve.Engine{Name: name, Sessions: s, Pairs: pairs}
	}
	c := serve.Config{Engines: []serve.Engine{engine("words"), engine("echo")}, Log: func(err error) { t.Log(err) }}
	if change != nil {
		change(&c)
	}
	s, err := serve.New(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &fixture{s, w}
}

// A request is one of a table. Body is JSON where it begins with a brace, else a form.
type request struct {
	method, path string
	header       map[string]string
	body         string
	status       int
	want         string // the whole body, or with … the parts of it in order
}

func (f *fixture) do(r request) *httptest.ResponseRecorder {
	method := r.method
	if method == "" {
		method = "POST"
	}
	q := httptest.NewRequest(method, r.path, strings.NewReader(r.body))
	switch {
	case strings.HasPrefix(r.body, "{"), strings.HasPrefix(r.body, "["):
		q.Header.Set("Content-Type", "application/json")
	case r.body != "":
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range r.header {
		q.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, q)
	return w
}

// check does requests one after the other and compares the answers.
func (f *fixture) check(t *testing.T, table []request) {
	t.Helper()
	for _, r := range table {
		w := f.do(r)
		status := r.status
		if status == 0 {
			status = http.StatusOK
		}
		got := strings.TrimSpace(w.Body.String())
		if w.Code != status || !like(got, r.want) {
			t.Errorf("%s %s %s\n got %d %s\nwant %d %s", r.method, r.path, r.body, w.Code, got, status, r.want)
		}
		if ct := w.Header().Get("Content-Type"); strings.HasPrefix(got, "{") && ct != "application/json" {
			t.Errorf("%s %s: Content-Type %q", r.method, r.path, ct)
		}
	}
}

// like reports whether text matches pattern, where "…" is any text.
func like(text, pattern string) bool {
	parts := strings.Split(pattern, "…")
	if !strings.HasPrefix(text, parts[0]) || !strings.HasSuffix(text, parts[len(parts)-1]) {
		return false
	}
	for _, p := range parts {
		_, after, ok := strings.Cut(text, p)
		if !ok {
			return false
		}
		text = after
	}
	return len(parts) > 1 || text == ""
}

// texts returns how many texts the backend was asked for last.
func (f *fixture) texts() int {
	f.words.mu.Lock()
	defer f.words.mu.Unlock()
	return f.words.texts
}

// A clock is moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func (f *fixture) calls() int {
	f.words.mu.Lock()
	defer f.words.mu.Unlock()
	return f.words.calls
}

// form makes a form of parts with a file.
func form(t testing.TB, name, content string, fields map[string]string) (contentType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

// decoded reads an answer that is one JSON object.
func decoded[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return v
}
