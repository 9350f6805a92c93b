package azure_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/azure"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const key = "0123-secret"

func open(t *testing.T, c faultserver.Config) func() translate.Backend {
	t.Helper()
	c.Key = key
	_, open := translatetest.Serve(t, c, func(address string) (*azure.Backend, error) {
		return azure.New(azure.Config{BaseURL: address, Key: key, Region: "westeurope"})
	})
	return open
}

func TestConformance(t *testing.T) {
	translatetest.Suite{New: open(t, faultserver.Config{}), Secrets: []string{key}}.Run(t)
}

// TestMarkup: what is to be kept goes out as HTML that Azure leaves alone, and terms as entries of its dynamic
// dictionary. A term within a longer one, or within what is kept, is none.
func TestMarkup(t *testing.T) {
	var sent []string
	b := open(t, faultserver.Config{Translate: func(s string) string {
		sent = append(sent, s)
		return s
	}})()
	req := translatetest.Request("Das Rote Rathaus & {Rathaus} sind kein Rathaus.", "Sonst a < b.")
	req.Items[0].Keep = []offset.Span{{Start: 19, End: 28}}
	req.Terms = []translate.Term{{Source: "Rathaus", Target: "town hall|city hall"},
		{Source: "Rote Rathaus", Target: `"Red" Hall`}}
	results, _, err := b.Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`Das <mstrans:dictionary translation="&#34;Red&#34; Hall">Rote Rathaus</mstrans:dictionary> &amp; ` +
			`<span translate="no">{Rathaus}</span> sind kein ` +
			`<mstrans:dictionary translation="town hall">Rathaus</mstrans:dictionary>.`,
		"Sonst a &lt; b.",
	}
	if len(sent) != 2 || sent[0] != want[0] || sent[1] != want[1] {
		t.Errorf("sent %q, want %q", sent, want)
	}
	for i, r := range results {
		if r.Text != req.Items[i].Text {
			t.Errorf("got %q, want %q", r.Text, req.Items[i].Text)
		}
	}
}

// TestAddress: languages, version and form stand in the address, which is another one for a domain of one's own.
func TestAddress(t *testing.T) {
	var asked string
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		asked = r.URL.String()
		w := httptest.NewRecorder()
		w.WriteString(`[{"translations":[{"text":"x"}]}]`)
		return w.Result(), nil
	})
	for base, want := range map[string]string{
		"": "https://api.cognitive.microsofttranslator.com/translate",
		"https://my.cognitiveservices.azure.com/":   "https://my.cognitiveservices.azure.com/translator/text/v3.0/translate",
		"https://api-eur.microsofttranslator.com/x": "https://api-eur.microsofttranslator.com/x/translate",
	} {
		b, err := azure.New(azure.Config{BaseURL: base, Key: key, Category: "mine",
			HTTPClient: &http.Client{Transport: transport}})
		if err != nil {
			t.Fatal(err)
		}
		req := translatetest.Request("Wort")
		req.To = language.MustParse("zh-TW")
		if _, _, err := b.Translate(context.Background(), req); err != nil {
			t.Fatal(err)
		}
		if want += "?api-version=3.0&category=mine&from=de&textType=plain&to=zh-Hant"; asked != want {
			t.Errorf("asked %s, want %s", asked, want)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestTooLarge(t *testing.T) {
	req := translatetest.Request(strings.Repeat("Wort ", 10_001))
	_, usage, err := open(t, faultserver.Config{})().Translate(context.Background(), req)
	if translate.KindOf(err) != translate.Truncated || usage.Requests != 0 {
		t.Errorf("%v after %d requests", err, usage.Requests)
	}
	if _, err := azure.New(azure.Config{}); translate.KindOf(err) != translate.Auth {
		t.Errorf("no key: %v", err)
	}
}
