package libretranslate_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const key = "0123-secret"

func serve(t *testing.T, c faultserver.Config) (*faultserver.Server, func() translate.Backend) {
	t.Helper()
	c.Key = key
	s := faultserver.New(c)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, func() translate.Backend {
		b, err := libretranslate.New(libretranslate.Config{BaseURL: h.URL, Key: key})
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
	b, err := libretranslate.New(libretranslate.Config{BaseURL: h.URL, Key: "another"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Translate(context.Background(), request("Ein Satz.")); translate.KindOf(err) != translate.Auth {
		t.Errorf("a wrong key: %v", err)
	}
	if _, err := libretranslate.New(libretranslate.Config{}); translate.KindOf(err) != translate.Invalid {
		t.Errorf("no address: %v", err)
	}
}

// TestSingle: a server that takes one text a request is found out once.
func TestSingle(t *testing.T) {
	var lists, singles int
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Q json.RawMessage }
		json.NewDecoder(r.Body).Decode(&q)
		var one string
		if json.Unmarshal(q.Q, &one) != nil {
			lists++
			w.WriteHeader(400)
			w.Write([]byte(`{"error":"invalid type: sequence, expected a string"}`))
			return
		}
		singles++
		json.NewEncoder(w).Encode(map[string]string{"translatedText": "EN " + one})
	}))
	defer h.Close()
	b, err := libretranslate.New(libretranslate.Config{BaseURL: h.URL})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		results, _, err := b.Translate(context.Background(), request("Das ist ein Satz.", "Noch einer."))
		if err != nil || results[0].Text != "EN Das ist ein Satz." || results[1].Text != "EN Noch einer." {
			t.Fatal(results, err)
		}
	}
	if lists != 1 || singles != 4 {
		t.Errorf("%d lists and %d single texts were sent, want 1 and 4", lists, singles)
	}
}
