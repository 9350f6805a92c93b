package libretranslate_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

const key = "0123-secret"

func serve(t *testing.T, c faultserver.Config) (*faultserver.Server, func() translate.Backend) {
	t.Helper()
	c.Key = key
	return translatetest.Serve(t, c, func(address string) (*libretranslate.Backend, error) {
		return libretranslate.New(libretranslate.Config{BaseURL: address, Key: key})
	})
}

func TestConformance(t *testing.T) {
	_, open := serve(t, faultserver.Config{})
	translatetest.Suite{New: open, Secrets: []string{key}}.Run(t)
}

func TestConfig(t *testing.T) {
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
		results, _, err := b.Translate(context.Background(), translatetest.Request("Das ist ein Satz.", "Noch einer."))
		if err != nil || results[0].Text != "EN Das ist ein Satz." || results[1].Text != "EN Noch einer." {
			t.Fatal(results, err)
		}
	}
	if lists != 1 || singles != 4 {
		t.Errorf("%d lists and %d single texts were sent, want 1 and 4", lists, singles)
	}
}

// TestSingleStops: after a failure nothing more is sent, and the errors of the other texts hold the cause and how long
// to wait.
func TestSingleStops(t *testing.T) {
	var asked int
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Q json.RawMessage }
		json.NewDecoder(r.Body).Decode(&q)
		if asked++; asked > 2 {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			w.Write([]byte(`{"error":"slow down"}`))
			return
		}
		w.Write([]byte(`{"translatedText":"One."}`)) // whatever the form of the request
	}))
	defer h.Close()
	b, err := libretranslate.New(libretranslate.Config{BaseURL: h.URL})
	if err != nil {
		t.Fatal(err)
	}
	results, usage, err := b.Translate(context.Background(), translatetest.Request("Eins.", "Zwei.", "Drei."))
	if err != nil || len(results) != 3 || results[0].Text != "One." || usage.Requests != 3 || asked != 3 {
		t.Fatalf("%+v after %d requests, of which the server saw %d: %v", results, usage.Requests, asked, err)
	}
	for _, r := range results[1:] {
		if r.Err == nil || r.Err.Kind != translate.RateLimited || r.Err.RetryAfter != 7*time.Second ||
			strings.Count(r.Err.Error(), "rate limited") != 1 {
			t.Errorf("got %+v, want a rate limit of 7 seconds, said once", r)
		}
	}
}
