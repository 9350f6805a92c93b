package amazon_test

import (
	"context"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/amazon"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const (
	keyID = "AKIA0123456789"
	key   = "wJalr/secret+key"
	token = "session-token=="
)

func open(t *testing.T, c faultserver.Config) (*faultserver.Server, func() translate.Backend) {
	t.Helper()
	c.Key = key
	return translatetest.Serve(t, c, func(address string) (*amazon.Backend, error) {
		return amazon.New(amazon.Config{BaseURL: address, Region: "eu-central-1", KeyID: keyID, Key: key, Session: token})
	})
}

func TestConformance(t *testing.T) {
	_, open := open(t, faultserver.Config{})
	translatetest.Suite{New: open, Secrets: []string{keyID, key, token}, SkipHuge: true}.Run(t)
}

// TestTooLarge: a text that Amazon does not take is not sent.
func TestTooLarge(t *testing.T) {
	_, open := open(t, faultserver.Config{})
	_, usage, err := open().Translate(context.Background(), translatetest.Request(strings.Repeat("Wort ", 2001)))
	if translate.KindOf(err) != translate.Truncated || usage.Requests != 0 {
		t.Errorf("%v after %d requests", err, usage.Requests)
	}
}

// TestKeep: what is to be kept goes out as HTML that Amazon leaves alone; other texts of the request go plain.
func TestKeep(t *testing.T) {
	var sent []string
	_, open := open(t, faultserver.Config{Translate: func(s string) string {
		sent = append(sent, s)
		return s
	}})
	req := translatetest.Request("Ein {0}.", "a < b")
	req.Items[0].Keep = []offset.Span{{Start: 4, End: 7}}
	results, usage, err := open().Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`Ein <span translate="no">{0}</span>.`, "a < b"}
	if len(sent) != 2 || sent[0] != want[0] || sent[1] != want[1] || usage.SourceTokens != len(want[0]+want[1]) {
		t.Errorf("sent %q, %d characters, want %q", sent, usage.SourceTokens, want)
	}
	if results[0].Text != "Ein {0}." || results[1].Text != "a < b" {
		t.Errorf("got %+v", results)
	}
}

// TestStops: after a failure nothing more is sent, and what was translated before is kept.
func TestStops(t *testing.T) {
	s, open := open(t, faultserver.Config{Plan: faultserver.First(faultserver.None, faultserver.HTTP429)})
	results, usage, err := open().Translate(context.Background(), translatetest.Request("Eins.", "Zwei.", "Drei."))
	if err != nil || len(results) != 3 || results[0].Err != nil || results[0].Text == "" {
		t.Fatal(err, results)
	}
	for _, r := range results[1:] {
		if r.Err == nil || r.Err.Kind != translate.RateLimited {
			t.Errorf("got %+v, want a rate limit", r)
		}
	}
	if usage.Requests != 2 || len(s.Log()) != 2 {
		t.Errorf("%d requests, the server saw %d, want 2", usage.Requests, len(s.Log()))
	}
}

func TestConfig(t *testing.T) {
	for _, tt := range []struct {
		config amazon.Config
		kind   translate.Kind
	}{
		{amazon.Config{KeyID: keyID, Key: key}, translate.Invalid},
		{amazon.Config{KeyID: keyID, Key: key, Region: "evil.test/"}, translate.Invalid},
		{amazon.Config{Key: key, Region: "eu-central-1"}, translate.Auth},
		{amazon.Config{KeyID: keyID, Region: "eu-central-1"}, translate.Auth},
		{amazon.Config{KeyID: keyID, Key: key + "\n", Region: "eu-central-1"}, translate.Invalid},
	} {
		_, err := amazon.New(tt.config)
		if err == nil || translate.KindOf(err) != tt.kind || strings.Contains(err.Error(), key) {
			t.Errorf("%+v: %v, want kind %v", tt.config, err, tt.kind)
		}
	}
	a, _ := amazon.New(amazon.Config{KeyID: keyID, Key: key, Region: "eu-central-1"})
	b, _ := amazon.New(amazon.Config{KeyID: "other", Key: key, Region: "us-east-1"})
	if a.Info().ID != b.Info().ID {
		t.Errorf("one engine has the signatures %s and %s", a.Info().ID, b.Info().ID)
	}
	a, _ = amazon.New(amazon.Config{KeyID: keyID, Key: key, Region: "eu-central-1", BaseURL: "https://proxy.test/one"})
	b, _ = amazon.New(amazon.Config{KeyID: keyID, Key: key, Region: "eu-central-1", BaseURL: "https://proxy.test/two"})
	if a.Info().ID == b.Info().ID {
		t.Errorf("two servers of a host have the signature %s", a.Info().ID)
	}
}
