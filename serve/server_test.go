package serve_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
	"github.com/satzpaar/satzpaar/translate"
)

func TestNewRefuses(t *testing.T) {
	pair := []lang.Pair{lang.GermanEnglish}
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	defer sessions.Close()
	broken := satzpaar.NewSessions(satzpaar.Config{Backend: "magic"})
	defer broken.Close()
	good := []serve.Engine{{Name: "echo", Sessions: sessions, Pairs: pair}}
	const secret = "0123456789abcdef"
	for _, c := range []struct {
		config serve.Config
		want   string
	}{
		{serve.Config{}, "nothing to translate with"},
		{serve.Config{Engines: []serve.Engine{{Name: "echo", Sessions: sessions}}}, "echo has no direction"},
		{serve.Config{Engines: []serve.Engine{{Name: "magic", Sessions: broken, Pairs: pair}}}, "there is no backend"},
		{serve.Config{Engines: good, Keys: []serve.Key{{Name: "a", Secret: "short"}}}, "fewer than 16"},
		{serve.Config{Engines: good, Keys: []serve.Key{{Name: "a b", Secret: secret}}}, "cannot be the name"},
		{
			serve.Config{Engines: good, Keys: []serve.Key{{Name: "a", Secret: secret}, {Name: "b", Secret: secret}}},
			"the same key",
		},
		{
			serve.Config{Engines: good, Keys: []serve.Key{{Name: "a", Secret: secret}, {Name: "a", Secret: secret + "x"}}},
			"two keys",
		},
		{serve.Config{Engines: good, Origins: []string{"example.org"}}, "origin"},
	} {
		_, err := serve.New(context.Background(), c.config)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%+v: %v, want %q", c.config, err, c.want)
		}
	}
}

// TestBodies: what is wrong with a request is reported with the status for it, in the shape of its interface.
func TestBodies(t *testing.T) {
	f := open(t, func(c *serve.Config) { c.Limits.Text = 1000; c.MaxFile = 1 << 20 })
	text := func(s string) map[string]string { return map[string]string{"Content-Type": s} }
	long := strings.Repeat("x", 1001)
	huge := strings.Repeat("x", 200_000)
	fields, form := form(t, "", "", map[string]string{"source": huge[:40_000], "target": huge[:40_000]})
	f.check(t, []request{
		{path: "/translate", body: `{"q":`, status: 400, want: `{"error":"cannot read the request: …"}`},
		{path: "/translate", body: `{"q":"a"} {}`, status: 400, want: `{"error":"…more than one value"}`},
		{path: "/translate", body: `["q"]`, status: 400, want: `{"error":"…"}`},
		{
			path:   "/translate",
			body:   "x",
			header: text("text/plain"),
			status: 415,
			want:   `{"error":"a body of \"text/plain\" is not accepted…"}`,
		},
		{path: "/translate", body: "x", header: text("a/b/c"), status: 415, want: `{"error":"Content-Type…"}`},
		{path: "/translate", body: "q=%zz", status: 400, want: `{"error":"…"}`},
		{path: "/translate", body: "x", header: text("multipart/form-data; boundary=y"), status: 400, want: `{"error":"…"}`},
		{path: "/translate", header: text("application/json"), status: 400, want: `{"error":"…the body is empty"}`},
		{path: "/translate", status: 400, want: `{"error":"the parameter q is missing"}`},
		{
			path:   "/translate",
			body:   `{"q":"` + long + `","source":"de","target":"en"}`,
			status: 413,
			want:   `{"error":"texts of 1001 bytes: a request may hold 1000"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"` + huge + `","source":"de","target":"en"}`,
			status: 413,
			want:   `{"error":"the request is longer than…"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":[` + strings.Repeat(`"",`, 2000) + `""],"source":"de","target":"en"}`,
			status: 413,
			want:   `{"error":"2001 texts: a request may hold 2000"}`,
		},
		{ // what holds no file may not be as long as one
			path:   "/translate_file",
			body:   `{"q":"` + huge + `"}`,
			status: 413,
			want:   `{"error":"the request is longer than 65536 bytes"}`,
		},
		{path: "/translate_file", body: "q=" + huge, status: 413, want: `{"error":"the request is longer than 65536 bytes"}`},
		{
			path:   "/translate_file",
			body:   form,
			header: text(fields),
			status: 413,
			want:   `{"error":"field …: the fields may have 65536 bytes in all"}`,
		},
		{method: "GET", path: "/translate", status: 405, want: `{"error":"/translate does not take GET but POST"}`},
		{method: "GET", path: "/nowhere", status: 404, want: `{"error":"there is no /nowhere"}`},
		{path: "/v2/translate", body: `{"text":`, status: 400, want: `{"message":"…"}`},
		{
			path:   "/v2/translate",
			body:   `{"text":["` + long + `"],"target_lang":"EN"}`,
			status: 413,
			want:   `{"message":"texts of…"}`,
		},
		{method: "PUT", path: "/v2/translate", status: 405, want: `{"message":"…"}`},
		{method: "GET", path: "/v2/nowhere", status: 404, want: `{"message":"…"}`},
		{
			path:   "/v1/chat/completions",
			body:   `{`,
			status: 400,
			want:   `{"error":{"message":"…","type":"invalid_request_error","param":null,"code":null}}`,
		},
		{
			method: "DELETE",
			path:   "/v1/models",
			status: 405,
			want:   `{"error":{"message":"…","type":"invalid_request_error",…}}`,
		},
		{method: "GET", path: "/v1/nowhere", status: 404, want: `{"error":{"message":"…",…}}`},
	})
	if allow := f.do(request{method: "PUT", path: "/translate"}).Header().Get("Allow"); allow != "POST" {
		t.Errorf("Allow: %q", allow)
	}
}

// TestLongField: a form of parts may hold as long a text as any other body.
func TestLongField(t *testing.T) {
	f := open(t, nil)
	long := strings.Repeat("Berlin. ", 12_000)
	kind, body := form(t, "", "", map[string]string{"q": long, "source": "de", "target": "en"})
	w := f.do(request{path: "/translate", body: body, header: map[string]string{"Content-Type": kind}})
	if w.Code != http.StatusOK || decoded[map[string]string](t, w)["translatedText"] != long {
		t.Errorf("%d %.200s", w.Code, w.Body)
	}
}

// TestSlowBody: a body that does not come is given up, and the connection with it.
func TestSlowBody(t *testing.T) {
	f := open(t, nil)
	r, w := io.Pipe()
	defer w.Close()
	q := httptest.NewRequest("POST", "/translate", r)
	q.Header.Set("Content-Type", "application/json")
	rec := &deadlined{ResponseRecorder: httptest.NewRecorder(), pipe: w}
	f.ServeHTTP(rec, q)
	if rec.Code != http.StatusRequestTimeout || rec.Header().Get("Connection") != "close" {
		t.Errorf("got %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
}

// TestSlowCaller: neither a caller that stops in the middle of a body nor one that has gone away holds a request; the
// server ends though the rest never comes.
func TestSlowCaller(t *testing.T) {
	f := open(t, nil)
	server := httptest.NewServer(f)
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	const begun = "POST /translate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
	if _, err := io.WriteString(c, begun); err != nil {
		t.Fatal(err)
	}
	c.Close()
	server.Close() // waits for requests under way
}

// TestUnreadBody: a body that is refused unread is not waited for without end; one that has been read leaves no deadline
// to the work that follows.
func TestUnreadBody(t *testing.T) {
	f := open(t, nil)
	for path, want := range map[string]bool{"/nowhere": true, "/v1/models": true, "/translate": false} {
		q := httptest.NewRequest("POST", path, strings.NewReader(`{"q":"Hallo Welt","source":"de","target":"en"}`))
		q.Header.Set("Content-Type", "application/json")
		rec := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		f.ServeHTTP(rec, q)
		if got := !rec.last.IsZero(); got != want {
			t.Errorf("%s, %d: the last deadline is %v", path, rec.Code, rec.last)
		}
	}
}

// deadlines is a connection that knows the last deadline it was given for reading.
type deadlines struct {
	*httptest.ResponseRecorder
	last time.Time
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.last = at
	return nil
}

// deadlined is a connection whose deadline passes as soon as it is set.
type deadlined struct {
	*httptest.ResponseRecorder
	pipe *io.PipeWriter
}

func (d *deadlined) SetReadDeadline(at time.Time) error {
	if !at.IsZero() {
		d.pipe.CloseWithError(fmt.Errorf("read: %w", errTimeout))
	}
	return nil
}

var errTimeout = os.ErrDeadlineExceeded

// TestOrigins: pages of other sites are kept out, but for those that are named.
func TestOrigins(t *testing.T) {
	const body = "q=Guten+Morgen&source=de&target=en"
	named := open(t, func(c *serve.Config) { c.Origins = []string{"https://good.example"} })
	all := open(t, func(c *serve.Config) { c.Origins = []string{"*"} })
	none := open(t, nil)
	for _, c := range []struct {
		name   string
		f      *fixture
		origin string
		status int
		allow  string
	}{
		{"none", none, "https://good.example", 403, ""},
		{"none, own page", none, "http://example.com", 200, ""},
		{"none, no page", none, "", 200, ""},
		{"named", named, "https://good.example", 200, "https://good.example"},
		{"named, another", named, "https://bad.example", 403, ""},
		{"all", all, "https://bad.example", 200, "https://bad.example"},
	} {
		header := map[string]string{}
		if c.origin != "" {
			header["Origin"] = c.origin
		}
		w := c.f.do(request{path: "/translate", body: body, header: header})
		if w.Code != c.status || w.Header().Get("Access-Control-Allow-Origin") != c.allow {
			t.Errorf("%s: %d, %v", c.name, w.Code, w.Header())
		}
		w = c.f.do(request{method: "GET", path: "/v2/translate?text=a&source_lang=DE&target_lang=EN", header: header})
		if w.Code != c.status {
			t.Errorf("%s: GET %d", c.name, w.Code)
		}
		header["Access-Control-Request-Method"] = "POST"
		w = c.f.do(request{method: "OPTIONS", path: "/translate", header: header})
		allowed, methods := w.Code == http.StatusNoContent, w.Header().Get("Access-Control-Allow-Methods")
		if allowed != (c.allow != "") || allowed != (methods != "") {
			t.Errorf("%s: preflight %d, %v", c.name, w.Code, w.Header())
		}
	}
}

// TestBackendTrouble: failures of the backend are reported in the words of each interface, and their details are not.
func TestBackendTrouble(t *testing.T) {
	for _, c := range []struct {
		kind                 translate.Kind
		after                time.Duration
		libre, deepl, openai int
		retry                string
	}{
		{translate.Refused, 0, 502, 502, 502, ""},
		{translate.Unavailable, 0, 503, 503, 503, "5"},
		{translate.Quota, 0, 503, 456, 429, ""},
		{translate.Auth, 0, 502, 502, 502, ""},
		{translate.Invalid, 0, 502, 502, 502, ""},
	} {
		f := open(t, nil)
		f.words.fail(&translate.Error{Kind: c.kind, Backend: "words", RetryAfter: c.after, Err: errors.New("secret inner words")})
		for _, r := range []request{
			{path: "/translate", body: "q=Guten+Morgen&source=de&target=en", status: c.libre},
			{path: "/v2/translate", body: "text=Guten+Morgen&target_lang=EN&source_lang=DE", status: c.deepl},
			{
				path:   "/v1/chat/completions",
				body:   `{"model":"words","messages":[{"role":"user","content":"Guten Morgen"}]}`,
				status: c.openai,
			},
		} {
			w := f.do(r)
			if w.Code != r.status || w.Header().Get("Retry-After") != c.retry || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%v, %s: %d, %v, %s", c.kind, r.path, w.Code, w.Header(), w.Body)
			}
		}
	}
}

// TestKeys: each interface has its own way to give a key, and refuses in its own way.
func TestKeys(t *testing.T) {
	const secret = "0123456789abcdef"
	f := open(t, func(c *serve.Config) { c.Keys = []serve.Key{{Name: "one", Secret: secret}} })
	auth := func(v string) map[string]string { return map[string]string{"Authorization": v} }
	const libre, deepl = "q=Hallo+Welt&source=de&target=en", "text=Hallo+Welt&target_lang=EN&source_lang=DE"
	const chat = `{"model":"words","messages":[{"role":"user","content":"Hallo Welt"}]}`
	f.check(t, []request{
		{path: "/translate", body: libre, status: 403, want: `{"error":"a key is needed…"}`},
		{path: "/translate", body: libre + "&api_key=wrong", status: 403, want: `{"error":"invalid API key"}`},
		{path: "/translate", body: libre + "&api_key=" + secret, want: `{"translatedText":"Hello world"}`},
		{path: "/translate?api_key=" + secret, body: libre, want: `{"translatedText":"Hello world"}`},
		{path: "/translate", body: libre, header: auth("Bearer " + secret), want: `{"translatedText":"Hello world"}`},
		{path: "/v2/translate", body: deepl, status: 403, want: `{"message":"a key is needed…"}`},
		{path: "/v2/translate", body: deepl, header: auth("DeepL-Auth-Key wrong"), status: 403, want: `{"message":"…"}`},
		{
			path:   "/v2/translate",
			body:   deepl,
			header: auth("DeepL-Auth-Key " + secret),
			want:   `{"translations":[…Hello world…]}`,
		},
		{path: "/v2/translate", body: deepl + "&auth_key=" + secret, want: `{"translations":[…Hello world…]}`},
		{path: "/v2/usage", method: "GET", status: 403, want: `{"message":"…"}`},
		{
			path:   "/v2/usage",
			method: "GET",
			header: auth("DeepL-Auth-Key " + secret),
			want:   `{"character_count":50,"character_limit":1000000000000}`,
		},
		{
			path:   "/v1/chat/completions",
			body:   chat,
			status: 401,
			want:   `{"error":{"message":"…","type":"authentication_error","param":null,"code":"invalid_api_key"}}`,
		},
		{path: "/v1/chat/completions", body: chat, header: auth("Bearer " + secret), want: `…Hello world…`},
		{path: "/v1/models", method: "GET", status: 401, want: `{"error":…}`},
		{path: "/page/translate", body: `{"text":"a","source":"de","target":"en"}`, status: 403, want: `{"error":"…"}`},
		{path: "/health", method: "GET", want: `{"status":"ok"}`},
		{path: "/languages", method: "GET", want: `[…]`},
	})
}

// TestLimits: rates, concurrency and size are bounded for each key by itself.
func TestLimits(t *testing.T) {
	clock := newClock()
	const one, two = "1111111111111111", "2222222222222222"
	f := open(t, func(c *serve.Config) {
		c.Now = clock.now
		c.Keys = []serve.Key{
			{Name: "one", Secret: one, Limits: serve.Limits{Requests: 2, Concurrent: 1}},
			{Name: "two", Secret: two, Limits: serve.Limits{Characters: 20, Text: 30}},
		}
	})
	ask := func(key, text string) (status int, retry string) {
		w := f.do(request{path: "/translate", body: fmt.Sprintf(`{"q":%q,"source":"de","target":"en","api_key":%q}`, text, key)})
		return w.Code, w.Header().Get("Retry-After")
	}
	expect := func(key, text string, status int, retry string) {
		t.Helper()
		if s, r := ask(key, text); s != status || r != retry {
			t.Errorf("%s, %q: %d, Retry-After %q, want %d, %q", key, text, s, r, status, retry)
		}
	}
	expect(one, "Hallo Welt", 200, "")
	expect(one, "Hallo Welt", 200, "")
	expect(one, "Hallo Welt", 429, "30")
	expect(two, "Hallo Welt", 200, "")
	expect(two, "Guten Morgen", 429, "6") // two characters are missing
	clock.add(6 * time.Second)
	expect(two, "Guten Morgen", 200, "")
	expect(two, strings.Repeat("ü", 16), 413, "")
	clock.add(30 * time.Second)
	hold := make(chan struct{})
	f.words.mu.Lock()
	f.words.hold = hold
	f.words.mu.Unlock()
	before, done := f.calls(), make(chan int)
	go func() {
		s, _ := ask(one, "Der Hund schläft")
		done <- s
	}()
	for f.calls() == before {
		time.Sleep(time.Millisecond)
	}
	more, _ := ask(one, "Hallo Welt")
	close(hold)
	if s := <-done; s != 200 || more != 429 {
		t.Errorf("one under way: %d, one more: %d", s, more)
	}
}
