package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/amazon"
	"github.com/satzpaar/satzpaar/translate/anthropic"
	"github.com/satzpaar/satzpaar/translate/azure"
	"github.com/satzpaar/satzpaar/translate/deepl"
	"github.com/satzpaar/satzpaar/translate/google"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

// key is what must not get out: it has signs that are written otherwise in addresses and JSON.
const key = `sk-geheim/"1234567890"+x=`

// backends are all that ask a server. A new one that asks servers belongs here.
var backends = map[string]func(base, key string) (translate.Backend, error){
	"openai": func(base, key string) (translate.Backend, error) {
		return openai.New(openai.Config{BaseURL: base + "/v1", Model: "m", Key: key, Mode: openai.JSONObject})
	},
	"openai on azure": func(base, key string) (translate.Backend, error) {
		return openai.New(openai.Config{BaseURL: base, Model: "m", Key: key, APIVersion: "2024-10-21", Mode: openai.Text})
	},
	"deepl": func(base, key string) (translate.Backend, error) {
		return deepl.New(deepl.Config{BaseURL: base, Key: key})
	},
	"google": func(base, key string) (translate.Backend, error) {
		return google.New(google.Config{BaseURL: base, Key: key})
	},
	"google advanced": func(base, key string) (translate.Backend, error) {
		return google.New(google.Config{BaseURL: base, Key: key, Project: "p"})
	},
	"azure": func(base, key string) (translate.Backend, error) {
		return azure.New(azure.Config{BaseURL: base, Key: key, Region: "westeurope"})
	},
	"amazon": func(base, key string) (translate.Backend, error) {
		return amazon.New(amazon.Config{BaseURL: base, Region: "eu-central-1", KeyID: "AKIA0123", Key: key})
	},
	"anthropic": func(base, key string) (translate.Backend, error) {
		return anthropic.New(openai.Config{BaseURL: base + "/v1", Model: "m", Key: key, Mode: openai.JSONSchema})
	},
	"libretranslate": func(base, key string) (translate.Backend, error) {
		return libretranslate.New(libretranslate.Config{BaseURL: base, Key: key})
	},
}

var request = translatetest.Request("Der Hund schläft.", "Die Katze jagt.")

// everything is all that a caller gets to see of an answer.
func everything(b translate.Backend, results []translate.Result, err error) string {
	s := fmt.Sprintf("%+v %v %+v", b.Info(), err, results)
	for _, r := range results {
		if r.Err != nil {
			s += r.Err.Error()
		}
	}
	return s
}

// TestRedirects: no text and no key goes to another host, or to the same one without encryption, whatever the status
// of the redirect.
func TestRedirects(t *testing.T) {
	for name, open := range backends {
		for _, status := range []int{301, 302, 303, 307, 308} {
			var stolen atomic.Int64
			thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				stolen.Add(1)
				fmt.Fprint(w, `{"translatedText":["x","y"],"translations":[{"text":"x"},{"text":"y"}]}`)
			}))
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, thief.URL+r.URL.Path+"?"+key, status)
			}))
			b, err := open(server.URL, "geheim-1234")
			if err != nil {
				t.Fatal(err)
			}
			results, _, err := b.Translate(context.Background(), request)
			if stolen.Load() > 0 {
				t.Errorf("%s, %d: the redirect was followed", name, status)
			}
			if translate.KindOf(err) != translate.Invalid || !strings.Contains(err.Error(), "redirects elsewhere") ||
				strings.Contains(everything(b, results, err), "geheim") {
				t.Errorf("%s, %d: error %v", name, status, err)
			}
			server.Close()
			thief.Close()
		}
	}
}

func TestRedirectRules(t *testing.T) {
	get := func(method, address string) *http.Request {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Request{Method: method, URL: u}
	}
	check := httpapi.Client(nil).CheckRedirect
	for _, tt := range []struct {
		from, to string
		method   string
		ok       bool
	}{
		{"https://a.test/x", "https://a.test/y", "POST", true},
		{"http://a.test/x", "http://a.test/y", "POST", true},
		{"https://a.test/x", "http://a.test/x", "POST", false},
		{"https://a.test/x", "https://b.test/x", "POST", false},
		{"https://a.test/x", "https://a.test:444/x", "POST", false},
		{"https://a.test/x", "https://a.test.evil.test/x", "POST", false},
		{"https://a.test/x", "https://a.test/y", "GET", false},
	} {
		err := check(get(tt.method, tt.to), []*http.Request{get("POST", tt.from)})
		if (err == nil) != tt.ok {
			t.Errorf("%s to %s: %v", tt.from, tt.to, err)
		}
	}
}

// TestEchoedKeys: a server that repeats the key, or the password in its address, in answers and errors of any form
// and length does not get it into anything that is returned or kept.
func TestEchoedKeys(t *testing.T) {
	quoted, _ := json.Marshal(key)
	for name, open := range backends {
		for _, status := range []int{200, 400, 401, 429, 500} {
			for _, before := range []int{0, 60, 290, 590} { // so that the key stands where texts are cut
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					said := strings.Repeat("x", before) + " " + strings.Trim(string(quoted), `"`) + " " +
						url.QueryEscape(key) + " passwort-7 " + r.Header.Get("Authorization")
					said = strings.ReplaceAll(said, key, strings.Trim(string(quoted), `"`))
					w.WriteHeader(status)
					if status != 200 {
						fmt.Fprintf(w, `{"error":{"message":"%s"},"message":"%[1]s"}`, said)
						return
					}
					io.WriteString(w, answer(r, said))
				}))
				base := strings.Replace(server.URL, "http://", "http://anna:passwort-7@", 1)
				b, err := open(base, key)
				if err != nil {
					t.Fatal(err)
				}
				results, _, err := b.Translate(context.Background(), request)
				seen := everything(b, results, err)
				for _, secret := range []string{"geheim", "1234567890", "passwort"} {
					if strings.Contains(seen, secret) {
						t.Errorf("%s, %d, %d characters before: %q shows in %s", name, status, before, secret, seen)
					}
				}
				if status == 200 && before == 0 && !strings.Contains(seen, "[key]") {
					t.Errorf("%s: what the server said is not in %s", name, seen)
				}
				server.Close()
			}
		}
	}
}

// answer returns an answer to a request in the form of the service whose address it goes to, in which the first
// translation says something. That is the inside of a string of JSON.
func answer(r *http.Request, said string) string {
	within := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(said) // a string within a string
	content := `"{\"1\":{\"s\":\"Der Hund schläft.\",\"t\":\"I'm sorry, but I can't: ` + within + `\"}}"`
	form := `{"translatedText":["%s","y"],"translations":[{"text":"%[1]s"},{"text":"y"}]}` // LibreTranslate and DeepL
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/chat/completions"):
		return `{"choices":[{"message":{"content":` + content + `}}]}`
	case strings.HasSuffix(path, "/messages"):
		return `{"stop_reason":"end_turn","content":[{"type":"text","text":` + content + `}]}`
	case strings.HasSuffix(path, "/language/translate/v2"):
		form = `{"data":{"translations":[{"translatedText":"%s"},{"translatedText":"y"}]}}`
	case strings.HasSuffix(path, ":translateText"):
		form = `{"translations":[{"translatedText":"%s"},{"translatedText":"y"}]}`
	case r.URL.Query().Has("api-version"):
		form = `[{"translations":[{"text":"%s"}]},{"translations":[{"text":"y"}]}]`
	case r.Header.Get("X-Amz-Target") != "":
		form = `{"TranslatedText":"%s"}`
	}
	return fmt.Sprintf(form, said)
}

func TestCheckKey(t *testing.T) {
	for k, want := range map[string]string{
		"sk-1234": "", "": "", "abc:fx": "",
		" ": "blank", "sk-1234\n": "line break", "sk-\r\n1234": "line break",
		" sk-1234": "blanks around", "sk-1234 ": "blanks around",
		`"sk-1234"`: "quotes", "'sk-1234'": "quotes", "“sk-1234”": "quotes", "sk 1234": "holds blanks",
		"sk-\x001234": "no key has", "sk-1234ü": "no key has", "sk-\u200b1234": "no key has",
	} {
		err := httpapi.CheckKey("b", k)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", k, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "1234") {
			t.Errorf("%q shows in %v", k, err)
		}
		for name, open := range backends {
			_, err := open("http://localhost:1", k)
			if err != nil && want == "" && k != "" || err == nil && want != "" {
				t.Errorf("%s with the key %q: %v", name, k, err)
			}
		}
	}
}

// TestLargeAnswer: an endless answer ends.
func TestLargeAnswer(t *testing.T) {
	_, err := httpapi.Read(endless{}, httpapi.Secrets{})
	if err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("error %v", err)
	}
	if got, err := httpapi.Read(bytes.NewReader([]byte("ja")), httpapi.NewSecrets("", "nein")); err != nil ||
		string(got) != "ja" {
		t.Errorf("%q, %v", got, err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

var _ io.Reader = endless{}

// TestLargeHeader: a server whose headers have no end is not asked again, whichever backend asks.
func TestLargeHeader(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 2<<20))
	}))
	defer server.Close()
	for name, backend := range backends {
		b, err := backend(server.URL, key)
		if err != nil {
			t.Fatal(err)
		}
		results, _, err := b.Translate(t.Context(), request)
		if err == nil {
			err = results[0].Err
		}
		if translate.KindOf(err) != translate.Invalid || !strings.Contains(err.Error(), "headers exceeded") {
			t.Errorf("%s: %v: %v", name, translate.KindOf(err), err)
		}
	}
}
