package httpapi_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
)

// TestFailures: whatever form a service gives its errors, the kind is right, the key is in none of them, and usage
// says how many requests there were.
func TestFailures(t *testing.T) {
	for name, open := range backends {
		if name == "openai on azure" { // its paths are a profile of the server, with tests in package openai
			continue
		}
		chat := name == "openai" || name == "anthropic"
		for _, tt := range []struct {
			fault faultserver.Fault
			kind  translate.Kind
		}{
			{faultserver.HTTP400, translate.Invalid},
			{faultserver.HTTP401, translate.Auth},
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
			if tt.fault == faultserver.QuotaExhausted && (name == "amazon" || name == "libretranslate") {
				continue // they know no quota
			}
			if tt.fault == faultserver.Drop && chat {
				continue // the texts of their answers have names, so that one of them may be left out
			}
			s := faultserver.New(faultserver.Config{Key: "geheim-1234", Plan: faultserver.Always(tt.fault),
				RetryAfter: 20 * time.Millisecond})
			h := httptest.NewServer(s)
			b, err := open(h.URL, "geheim-1234")
			if err != nil {
				t.Fatal(err)
			}
			results, usage, err := b.Translate(context.Background(), request)
			if translate.KindOf(err) != tt.kind || err == nil {
				t.Errorf("%s, %s: %v, want kind %v", name, tt.fault, err, tt.kind)
			}
			if strings.Contains(everything(b, results, err), "geheim") {
				t.Errorf("%s, %s: the key shows in %v", name, tt.fault, err)
			}
			if n := len(s.Log()); usage.Requests != n || n == 0 || n > 1 && !chat { // a chat may look for another form
				t.Errorf("%s, %s: usage says %d requests, the server saw %d", name, tt.fault, usage.Requests, n)
			}
			if wait := translate.AsError(err).RetryAfter; tt.fault == faultserver.HTTP429Wait &&
				wait != 20*time.Millisecond {
				t.Errorf("%s: to be waited for are %v, want 20ms", name, wait)
			}
			h.Close()
		}
		h := httptest.NewServer(faultserver.New(faultserver.Config{Key: "geheim-1234"}))
		b, err := open(h.URL, "another-1234")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.Translate(context.Background(), request); translate.KindOf(err) != translate.Auth {
			t.Errorf("%s, a wrong key: %v", name, err)
		}
		h.Close()
	}
}
