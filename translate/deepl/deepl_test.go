package deepl_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/deepl"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const key = "0123-secret:fx"

func serve(t *testing.T, c faultserver.Config) (*faultserver.Server, func() translate.Backend) {
	t.Helper()
	c.Key = key
	return translatetest.Serve(t, c, func(address string) (*deepl.Backend, error) {
		return deepl.New(deepl.Config{BaseURL: address, Key: key})
	})
}

func TestConformance(t *testing.T) {
	_, open := serve(t, faultserver.Config{})
	translatetest.Suite{New: open, Secrets: []string{key}}.Run(t)
}

func TestConfig(t *testing.T) {
	if _, err := deepl.New(deepl.Config{}); translate.KindOf(err) != translate.Auth {
		t.Errorf("no key: %v", err)
	}
}

// TestKeep: what is to be kept goes out as XML that DeepL leaves alone, and text that looks like XML comes back as it
// was.
func TestKeep(t *testing.T) {
	var sent []string
	_, open := serve(t, faultserver.Config{Translate: func(s string) string {
		sent = append(sent, s)
		return "Translated: " + s
	}})
	req := translatetest.Request("Ein <b> & {0} bleibt.")
	req.Items[0].Keep = []offset.Span{{Start: 4, End: 7}, {Start: 10, End: 13}}
	results, _, err := open().Translate(context.Background(), req)
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results)
	}
	if want := "Ein <x>&lt;b&gt;</x> &amp; <x>{0}</x> bleibt."; len(sent) != 1 || sent[0] != want {
		t.Errorf("sent %q, want %q", sent, want)
	}
	if want := "Translated: Ein <b> & {0} bleibt."; results[0].Text != want {
		t.Errorf("got %q, want %q", results[0].Text, want)
	}
}

// TestLanguages: languages go out under DeepL's names, whatever they are called here.
func TestLanguages(t *testing.T) {
	for _, tt := range []struct{ from, to, source, target string }{
		{"de-AT", "en", "DE", "EN-US"},
		{"de", "en-GB", "DE", "EN-GB"},
		{"no", "no", "NB", "NB"},
		{"cmn", "zh-TW", "ZH", "ZH-HANT"},
		{"pt-BR", "pt", "PT", "PT-PT"},
	} {
		var sent struct {
			Source string `json:"source_lang"`
			Target string `json:"target_lang"`
		}
		h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
				t.Error(err)
			}
			_, _ = io.WriteString(w, `{"translations":[{"text":"a"}]}`)
		}))
		b, err := deepl.New(deepl.Config{BaseURL: h.URL, Key: key})
		if err != nil {
			t.Fatal(err)
		}
		req := translatetest.Request("Ein Satz.")
		req.From, req.To = language.MustParse(tt.from), language.MustParse(tt.to)
		if _, _, err := b.Translate(t.Context(), req); err != nil || sent.Source != tt.source || sent.Target != tt.target {
			t.Errorf("%s to %s: %+v, %v", tt.from, tt.to, sent, err)
		}
		h.Close()
	}
}
