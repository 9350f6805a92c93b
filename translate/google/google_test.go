package google_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/google"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const key = "0123-secret"

// editions are Basic and Advanced.
var editions = map[string]google.Config{
	"basic": {Key: key},
	"advanced": {Key: key, Project: "my-project", Location: "us-central1", Model: "general/translation-llm",
		Glossary: "terms"},
}

func open(t *testing.T, config google.Config, c faultserver.Config) func() translate.Backend {
	t.Helper()
	c.Key = key
	_, open := translatetest.Serve(t, c, func(address string) (*google.Backend, error) {
		config.BaseURL = address
		return google.New(config)
	})
	return open
}

func TestConformance(t *testing.T) {
	for name, config := range editions {
		t.Run(name, func(t *testing.T) {
			translatetest.Suite{New: open(t, config, faultserver.Config{}), Secrets: []string{key}}.Run(t)
		})
	}
}

// TestKeep: what is to be kept goes out as HTML that Google leaves alone, and the characters are those that are billed.
func TestKeep(t *testing.T) {
	for name, config := range editions {
		var sent []string
		b := open(t, config, faultserver.Config{Translate: func(s string) string {
			sent = append(sent, s)
			return "Translated: " + strings.Replace(s, `<span translate="no">`, `<span translate="no" class="x">`, 1)
		}})()
		req := translatetest.Request("Ein & {0} bleibt.")
		req.Items[0].Keep = []offset.Span{{Start: 6, End: 9}}
		results, usage, err := b.Translate(context.Background(), req)
		if err != nil || results[0].Err != nil {
			t.Fatal(name, err, results)
		}
		want := `Ein &amp; <span translate="no">{0}</span> bleibt.`
		if len(sent) != 1 || sent[0] != want || usage.SourceTokens != len(want) {
			t.Errorf("%s: sent %q, %d characters, want %q", name, sent, usage.SourceTokens, want)
		}
		if want := "Translated: Ein & {0} bleibt."; results[0].Text != want {
			t.Errorf("%s: got %q, want %q", name, results[0].Text, want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	b := open(t, editions["basic"], faultserver.Config{})()
	req := translatetest.Request(strings.Repeat("Wort ", 6001))
	_, usage, err := b.Translate(context.Background(), req)
	if translate.KindOf(err) != translate.Truncated || usage.Requests != 0 {
		t.Errorf("%v after %d requests", err, usage.Requests)
	}
}

// TestLanguages: languages go out under Google's names.
func TestLanguages(t *testing.T) {
	for tag, want := range map[string]string{
		"de": "de", "en-GB": "en", "zh": "zh-CN", "zh-TW": "zh-TW", "zh-Hant": "zh-TW", "pt": "pt", "pt-PT": "pt-PT",
		"nb": "no", "sr-Latn": "sr",
	} {
		var got struct{ Source, Target string }
		h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			json.NewDecoder(r.Body).Decode(&got)
			w.Write([]byte(`{"data":{"translations":[{"translatedText":"x"}]}}`))
		}))
		b, err := google.New(google.Config{BaseURL: h.URL, Key: key})
		if err != nil {
			t.Fatal(err)
		}
		req := translatetest.Request("Wort")
		req.To = language.MustParse(tag)
		if _, _, err := b.Translate(context.Background(), req); err != nil || got.Target != want || got.Source != "de" {
			t.Errorf("%s is sent as %q from %q, want %q (%v)", tag, got.Target, got.Source, want, err)
		}
		h.Close()
	}
}

func TestConfig(t *testing.T) {
	if _, err := google.New(google.Config{}); translate.KindOf(err) != translate.Auth {
		t.Errorf("no key: %v", err)
	}
	if _, err := google.New(google.Config{Key: key, Glossary: "g"}); translate.KindOf(err) != translate.Invalid {
		t.Errorf("a glossary without a project: %v", err)
	}
	ids := map[string]string{}
	for name, c := range map[string]google.Config{
		"basic": {Key: "a"}, "project": {Key: "b", Project: "p"}, "other": {Key: "b", Project: "q"},
	} {
		b, err := google.New(c)
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = b.Info().ID
	}
	if ids["basic"] != ids["project"] || ids["project"] != ids["other"] {
		t.Errorf("the general model has different signatures: %v", ids)
	}
	a, _ := google.New(google.Config{Key: "b", Project: "p", Glossary: "g"})
	b, _ := google.New(google.Config{Key: "b", Project: "q", Glossary: "g"})
	if a.Info().ID == b.Info().ID || a.Info().ID == ids["basic"] {
		t.Errorf("glossaries of two projects have the signature %s", a.Info().ID)
	}
}
