package deepl_test

import (
	"context"
	"net/http/httptest"
	"strings"
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
	s := faultserver.New(c)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, func() translate.Backend {
		b, err := deepl.New(deepl.Config{BaseURL: h.URL, Key: key})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

func TestConformance(t *testing.T) {
	_, open := serve(t, faultserver.Config{})
	translatetest.Suite{New: open, Secrets: []string{key}}.Run(t)
}

func request(texts ...string) translate.Request {
	req := translate.Request{From: language.German, To: language.English}
	for _, t := range texts {
		req.Items = append(req.Items, translate.Item{Text: t})
	}
	return req
}

func TestFailures(t *testing.T) {
	for _, tt := range []struct {
		fault faultserver.Fault
		kind  translate.Kind
	}{
		{faultserver.HTTP400, translate.Invalid},
		{faultserver.HTTP429, translate.RateLimited},
		{faultserver.HTTP429Wait, translate.RateLimited},
		{faultserver.HTTP500, translate.Unavailable},
		{faultserver.HTTP503, translate.Unavailable},
		{faultserver.QuotaExhausted, translate.Quota},
		{faultserver.Reset, translate.Unavailable},
		{faultserver.BadJSON, translate.Internal},
		{faultserver.HTML, translate.Invalid},
		{faultserver.Drop, translate.Internal},
	} {
		s, open := serve(t, faultserver.Config{Plan: faultserver.Always(tt.fault)})
		_, usage, err := open().Translate(context.Background(), request("Das ist ein Satz.", "Noch einer."))
		if translate.KindOf(err) != tt.kind || err == nil {
			t.Errorf("%s: %v, want kind %v", tt.fault, err, tt.kind)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the key shows in %v", tt.fault, err)
		}
		if usage.Requests != 1 || len(s.Log()) != 1 {
			t.Errorf("%s: usage says %d requests, the server saw %d", tt.fault, usage.Requests, len(s.Log()))
		}
	}
	s, _ := serve(t, faultserver.Config{})
	h := httptest.NewServer(s)
	defer h.Close()
	b, err := deepl.New(deepl.Config{BaseURL: h.URL, Key: "another"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Translate(context.Background(), request("Ein Satz.")); translate.KindOf(err) != translate.Auth {
		t.Errorf("a wrong key: %v", err)
	}
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
	req := request("Ein <b> & {0} bleibt.")
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
