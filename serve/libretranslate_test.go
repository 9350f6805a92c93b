package serve_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve"
)

func TestLibreTranslate(t *testing.T) {
	f := open(t, nil)
	f.check(t, []request{
		{path: "/translate", body: "q=Guten+Morgen&source=de&target=en", want: `{"translatedText":"Good morning"}`},
		{path: "/translate?q=Guten+Morgen&source=de&target=en", want: `{"translatedText":"Good morning"}`},
		{
			path: "/translate",
			body: `{"q":"Guten Morgen","source":"de-AT","target":"EN","format":"text"}`,
			want: `{"translatedText":"Good morning"}`,
		},
		{
			path: "/translate",
			body: `{"q":["Guten Morgen","Hallo Welt"],"source":"de","target":"en"}`,
			want: `{"translatedText":["Good morning","Hello world"]}`,
		},
		{path: "/translate", body: `{"q":[],"source":"de","target":"en"}`, want: `{"translatedText":[]}`},
		{path: "/translate", body: `{"q":"","source":"de","target":"en"}`, want: `{"translatedText":""}`},
		{
			path: "/translate",
			body: `{"q":" \n Guten Morgen.\n\nHallo Welt! \n","source":"de","target":"en"}`,
			want: `{"translatedText":" \n Good morning.\n\nHello world! \n"}`,
		},
		// Markup stays; what is text in it is escaped.
		{
			path: "/translate",
			body: `{"q":"<p class=x>Guten Morgen &amp; <b>Hallo Welt</b></p>","source":"de","target":"en",` +
				`"format":"html"}`,
			want: `{"translatedText":"<p class=x>Good morning &amp; <b>Hello world</b></p>"}`,
		},
		{
			path: "/translate",
			body: `{"q":"1 < 2 und <b>","source":"de","target":"en"}`,
			want: `{"translatedText":"1 < 2 and <b>"}`,
		},
		// Text in another language stays by the policy.
		{
			path: "/translate",
			body: `{"q":"Das Haus ist alt. Los barcos ya están en la bahía y la fiesta empieza mañana.",` +
				`"source":"de","target":"en"}`,
			want: `{"translatedText":"The house is old. Los barcos ya están en la bahía y la fiesta empieza ` +
				`mañana."}`,
		},
		{
			path: "/translate",
			body: `{"q":"Das Haus ist alt und Der Hund schläft","source":"auto","target":"en"}`,
			want: `{"translatedText":"The house is old and The dog is sleeping",` +
				`"detectedLanguage":{"confidence":…,"language":"de"}}`,
		},
		{
			path: "/translate",
			body: `{"q":["The house is very old, and nobody lives there."],"source":"auto","target":"en"}`,
			want: `{"translatedText":["The house is very old, and nobody lives there."],` +
				`"detectedLanguage":[{"confidence":…,"language":"en"}]}`,
		},
		{
			path: "/translate",
			body: `{"q":"Guten Morgen","source":"de","target":"en","alternatives":3}`,
			want: `{"translatedText":"Good morning","alternatives":["Guten Morgen","Morning"]}`,
		},
		{
			path: "/translate",
			body: `{"q":["Guten Morgen","Berlin"],"source":"de","target":"en","alternatives":1}`,
			want: `{"translatedText":["Good morning","Berlin"],"alternatives":[["Guten Morgen"],[]]}`,
		},
		{
			path: "/translate",
			body: `{"q":"<p>Das Haus ist <b>alt</b>.</p>","source":"de","target":"en","format":"html","alternatives":9}`,
			want: `…"alternatives":[…"<p>The house is <b>ancient</b>.</p>"]}`,
		},
		{
			path: "/translate",
			body: `{"q":["Guten Morgen","Das ist ein deutscher Satz, und niemand liest ihn."],"source":"auto",` +
				`"target":"de","alternatives":1}`,
			want: `{"translatedText":[…],"alternatives":[[],[]],"detectedLanguage":[…]}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"a","source":"de"}`,
			status: 400,
			want:   `{"error":"the parameter target is missing"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"a","source":"de","target":"klingonisch"}`,
			status: 400,
			want:   `{"error":"target: …"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"a","source":"de","target":"fr"}`,
			status: 400,
			want:   `{"error":"de to fr is not translated here, only de-en, es-en, en-de"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":1,"source":"de","target":"en"}`,
			status: 400,
			want:   `{"error":"q must be a string or a list of strings"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":["a",1],"source":"de","target":"en"}`,
			status: 400,
			want:   `{"error":"q must hold strings only"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"a","source":["de"],"target":"en"}`,
			status: 400,
			want:   `{"error":"source must be one string"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"a","source":"de","target":"en","format":"pdf"}`,
			status: 400,
			want:   `{"error":"format \"pdf\": must be one of text, html"}`,
		},
		{
			path:   "/translate",
			body:   `{"q":"a","source":"de","target":"en","alternatives":-1}`,
			status: 400,
			want:   `{"error":"alternatives must be a whole number…"}`,
		},
		// A sentence that fails is never passed off as its translation.
		{
			path:   "/translate",
			body:   `{"q":"Hallo Welt. Das Auto ist kaputt.","source":"de","target":"en"}`,
			status: 502,
			want:   `{"error":"1 of 2 sentences could not be translated, the first one is \"Das Auto ist kaputt.\""}`,
		},
	})
}

func TestLibreTranslateOthers(t *testing.T) {
	f := open(t, nil)
	f.check(t, []request{
		{path: "/detect", body: "q=Das+ist+ein+deutscher+Satz", want: `[{"confidence":…,"language":"de"}]`},
		{
			path: "/detect",
			body: "q=This+is+an+English+sentence+about+the+weather",
			want: `[{"confidence":…,"language":"en"}]`,
		},
		{path: "/detect", body: "q=12345", want: `[{"confidence":0,"language":"de"}]`},
		{path: "/detect", status: 400, want: `{"error":"the parameter q is missing"}`},
		{
			method: "GET",
			path:   "/languages",
			want: `[{"code":"de","name":"German","targets":["en"]},{"code":"es","name":"Spanish",` +
				`"targets":["en"]},{"code":"en","name":"English","targets":["de"]}]`,
		},
		{method: "GET", path: "/health", want: `{"status":"ok"}`},
		{
			method: "GET",
			path:   "/frontend/settings",
			want: `{"apiKeys":false,"charLimit":131072,"filesTranslation":true,…"keyRequired":false,` +
				`"language":{"source":{"code":"de","name":"German"},"target":{"code":"en","name":"English"}},` +
				`"suggestions":false,"supportedFilesFormat":[".txt",…]}`,
		},
		{
			path:   "/suggest",
			body:   "q=a&s=b&source=de&target=en",
			status: 403,
			want:   `{"error":"suggestions are not taken here"}`,
		},
	})
}

// TestLanguageCodes: languages are listed under the codes that each interface has for them, and answer to its others.
func TestLanguageCodes(t *testing.T) {
	f := open(t, func(c *serve.Config) {
		var pairs []lang.Pair
		for _, p := range [][2]string{{"de", "en"}, {"de", "no"}, {"de", "zh"}, {"de", "zh-Hant"}, {"sr-Latn", "en"}} {
			pair, err := lang.ParsePair(p[0], p[1])
			if err != nil {
				t.Fatal(err)
			}
			pairs = append(pairs, pair)
		}
		c.Engines = c.Engines[:1]
		c.Engines[0].Pairs = pairs
	})
	f.check(t, []request{
		{
			method: "GET",
			path:   "/languages",
			want: `[{"code":"de","name":"German","targets":["en","nb","zh","zh-Hant"]},` +
				`{"code":"sr-Latn","name":…,"targets":["en"]},` +
				`{"code":"en",…},{"code":"nb",…},{"code":"zh",…},{"code":"zh-Hant",…}]`,
		},
		{
			method: "GET",
			path:   "/v2/languages?type=target",
			want: `[{"language":"EN-GB",…},{"language":"EN-US",…},{"language":"NB",…},{"language":"ZH",…},` +
				`{"language":"ZH-HANT",…}]`,
		},
		{
			method: "GET",
			path:   "/v1/models",
			want:   `…"words:de-zh"…"words:de-zh-Hant"…"words:sr-Latn-en"…`,
		},
		{path: "/translate", body: "q=Guten+Morgen&source=de&target=no", want: `{"translatedText":"Good morning"}`},
		{path: "/translate", body: "q=Guten+Morgen&source=de&target=zt", want: `{"translatedText":"Good morning"}`},
		{path: "/translate", body: "q=und&source=sr&target=en", want: `{"translatedText":"and"}`},
		{
			path:   "/translate",
			body:   "q=und&source=sr-Cyrl&target=en",
			status: 400,
			want:   `{"error":"sr-Cyrl to en is not translated here, only …sr-Latn-en"}`,
		},
	})
}

func TestSuggest(t *testing.T) {
	var got []serve.Suggestion
	f := open(t, func(c *serve.Config) {
		c.Suggest = func(s serve.Suggestion) error {
			if len(got) > 0 {
				return fmt.Errorf("the file %w", plainfile.ErrFull)
			}
			got = append(got, s)
			return nil
		}
	})
	f.check(t, []request{
		{path: "/suggest", body: "q=Guten+Morgen&s=Good+day&source=de&target=en", want: `{"success":true}`},
		{
			path:   "/suggest",
			body:   "q=Guten+Morgen&s=&source=de&target=en",
			status: 400,
			want:   `{"error":"the parameter s is missing"}`,
		},
		{
			path:   "/suggest",
			body:   "q=Guten+Morgen&s=Good%1b]0%07+day&source=de&target=en",
			status: 400,
			want:   `{"error":"s: target holds the control character U+001B, which the source does not have"}`,
		},
		{
			path:   "/suggest",
			body:   "q=Guten+Tag&s=Good+day&source=de&target=en",
			status: 507,
			want:   `{"error":"no more suggestions are taken"}`,
		},
	})
	if len(got) != 1 || got[0].Time == "" {
		t.Fatalf("kept %+v", got)
	}
	got[0].Time = ""
	if want := (serve.Suggestion{Source: "Guten Morgen", Target: "Good day", From: "de", To: "en"}); got[0] != want {
		t.Errorf("kept %+v, want %+v", got[0], want)
	}
}

func TestLibreFile(t *testing.T) {
	f := open(t, func(c *serve.Config) { c.MaxFile = 2000 })
	send := func(name, content string, fields map[string]string) (status int, address, problem string) {
		kind, body := form(t, name, content, fields)
		w := f.do(request{path: "/translate_file", body: body, header: map[string]string{"Content-Type": kind}})
		v := decoded[map[string]string](t, w)
		return w.Code, v["translatedFileUrl"], v["error"]
	}
	pair := map[string]string{"source": "de", "target": "en"}
	for _, c := range []struct{ name, content, source, want string }{
		{
			"a.md",
			"# Guten Morgen\n\n* Hallo **Welt**\n* Der Hund schläft\n",
			"de",
			"# Good morning\n\n* Hello **world**\n* The dog is sleeping\n",
		},
		{
			"../../b.srt",
			"1\n00:00:01,000 --> 00:00:02,000\nGuten Morgen\n",
			"de",
			"1\n00:00:01,000 --> 00:00:02,000\nGood morning\n",
		},
		{"c.txt", "Das Haus ist alt und Der Hund schläft.\n", "auto", "The house is old and The dog is sleeping.\n"},
		{
			"d.txt",
			"The house is very old, and nobody lives there.\n",
			"auto",
			"The house is very old, and nobody lives there.\n",
		},
	} {
		status, address, problem := send(c.name, c.content, map[string]string{"source": c.source, "target": "en"})
		u, err := url.Parse(address)
		if status != http.StatusOK || err != nil || u.Host != "example.com" {
			t.Errorf("%s: %d %s %s", c.name, status, address, problem)
			continue
		}
		w := f.do(request{method: "GET", path: u.Path})
		if w.Body.String() != c.want {
			t.Errorf("%s: got %q", c.name, w.Body)
		}
		if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") || strings.Contains(d, "..") {
			t.Errorf("%s: Content-Disposition %q", c.name, d)
		}
	}
	for _, c := range []struct {
		name, content string
		fields        map[string]string
		status        int
		want          string
	}{
		{"", "", pair, 400, "no file was sent"},
		{"a.xyz", "a", pair, 400, "is not in a format that is translated here: .txt"},
		{"a.csv", "a", pair, 400, "is not in a format"},
		{"a.txt", "a\x00b", pair, 400, "zero bytes"},
		{"a.txt", strings.Repeat("x", 2001), pair, 413, "a.txt is larger than 2000 bytes"},
		{"a.txt", "Das Auto ist kaputt.", pair, 502, "could not be translated"},
		{"a.txt", "a", map[string]string{"source": "de"}, 400, "target is missing"},
		{"a.txt", "a", map[string]string{"source": "fr", "target": "en"}, 400, "not translated here"},
	} {
		if status, _, problem := send(c.name, c.content, c.fields); status != c.status || !strings.Contains(problem, c.want) {
			t.Errorf("%s: %d %q, want %d %q", c.name, status, problem, c.status, c.want)
		}
	}
	f.check(t, []request{{
		method: "GET",
		path:   "/download_file/nothing.txt",
		status: 404,
		want:   `{"error":"file not found: translated files are kept for half an hour"}`,
	}})
}

// TestFileBehindProxy: a translated file is fetched by the address that the proxy in front was asked by.
func TestFileBehindProxy(t *testing.T) {
	f := open(t, nil)
	for _, c := range []struct{ scheme, host, want string }{
		{"https", "translate.example.org", "https://translate.example.org/download_file/"},
		{"https, http", "translate.example.org, inside:5000", "https://translate.example.org/download_file/"},
		{"http", "", "http://example.com/download_file/"},
		{"https\r\n", "", "http://example.com/download_file/"},
		{"", "", "http://example.com/download_file/"},
		{"https", "10.0.0.7:8443", "https://10.0.0.7:8443/download_file/"},
		{"https", "[2001:db8::7]:8443", "https://[2001:db8::7]:8443/download_file/"},
		{"https", "example.org/evil?", "https://example.com/download_file/"},
		{"https", "one@example.org", "https://example.com/download_file/"},
		{"https", "exam ple.org", "https://example.com/download_file/"},
		{"https", "example.org:port", "https://example.com/download_file/"},
		{"https", `"><script>`, "https://example.com/download_file/"},
	} {
		kind, body := form(t, "a.txt", "Guten Morgen", map[string]string{"source": "de", "target": "en"})
		header := map[string]string{"Content-Type": kind, "X-Forwarded-Proto": c.scheme, "X-Forwarded-Host": c.host}
		w := f.do(request{path: "/translate_file", body: body, header: header})
		if got := decoded[map[string]string](t, w)["translatedFileUrl"]; !strings.HasPrefix(got, c.want) {
			t.Errorf("asked by %q %q: the file is at %s", c.scheme, c.host, got)
		}
	}
}

// TestFileGivenUp: once a caller has gone, nothing of its file is under way.
func TestFileGivenUp(t *testing.T) {
	f := open(t, func(c *serve.Config) { c.Limits.Concurrent = 1 })
	f.words.mu.Lock()
	f.words.hold = make(chan struct{}) // for ever
	f.words.mu.Unlock()
	ctx, leave := context.WithCancel(t.Context())
	kind, body := form(t, "a.txt", "Guten Morgen", map[string]string{"source": "de", "target": "en"})
	r := httptest.NewRequestWithContext(ctx, "POST", "/translate_file", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.ServeHTTP(w, r)
	}()
	for f.calls() == 0 {
		time.Sleep(time.Millisecond)
	}
	leave()
	<-done
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		if w := f.do(request{path: "/detect", body: "q=Hallo"}); w.Code == http.StatusOK {
			break
		} else if time.Now().After(end) {
			t.Fatalf("the file is still under way: %d %s", w.Code, w.Body)
		}
	}
}

// TestFigures: the characters of texts and of files are counted for the key that sent them.
func TestFigures(t *testing.T) {
	const secret = "0123456789abcdef"
	f := open(t, func(c *serve.Config) { c.Keys = []serve.Key{{Name: "one", Secret: secret}} })
	kind, body := form(t, "a.txt", "Guten Morgen", map[string]string{"source": "de", "target": "en", "api_key": secret})
	f.check(t, []request{
		{
			path: "/translate",
			body: "q=Hallo+Welt&source=de&target=en&api_key=" + secret,
			want: `{"translatedText":"Hello world"}`,
		},
		{
			path:   "/translate_file",
			body:   body,
			header: map[string]string{"Content-Type": kind},
			want:   `{"translatedFileUrl":"…"}`,
		},
	})
	want := map[string]float64{"satzpaar_texts_total": 1, "satzpaar_files_total": 1, "satzpaar_characters_total": 10 + 12}
	for _, got := range f.Figures() {
		if n, ok := want[got.Name]; ok && n != got.Value {
			t.Errorf("%s %q is %v, want %v", got.Name, got.Labels, got.Value, n)
		}
		delete(want, got.Name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

// TestFilesAreForgotten: translated files that nobody fetches make room, and more than there is room for are refused.
func TestFilesAreForgotten(t *testing.T) {
	clock := newClock()
	f := open(t, func(c *serve.Config) { c.Now = clock.now; c.Limits.Concurrent = 1000 })
	var address string // of the last file
	send := func() int {
		kind, body := form(t, "a.txt", "Guten Morgen", map[string]string{"source": "de", "target": "en"})
		w := f.do(request{path: "/translate_file", body: body, header: map[string]string{"Content-Type": kind}})
		if w.Code == http.StatusOK {
			address = decoded[map[string]string](t, w)["translatedFileUrl"]
		}
		return w.Code
	}
	n := 0
	for ; n < 1000; n++ {
		if status := send(); status == http.StatusTooManyRequests {
			break
		} else if status != http.StatusOK {
			t.Fatalf("file %d: %d", n, status)
		}
	}
	if n != 64 {
		t.Errorf("%d files are kept", n)
	}
	if w := f.do(request{method: "GET", path: address}); w.Code != http.StatusOK {
		t.Errorf("fetching the last file: %d %s", w.Code, w.Body)
	}
	clock.add(time.Hour)
	if w := f.do(request{method: "GET", path: address}); w.Code != http.StatusNotFound {
		t.Errorf("fetching the last file an hour later: %d %s", w.Code, w.Body)
	}
	if status := send(); status != http.StatusOK {
		t.Errorf("an hour later: %d", status)
	}
}
