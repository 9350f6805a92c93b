package deepl_test

import (
	"context"
	"testing"

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
