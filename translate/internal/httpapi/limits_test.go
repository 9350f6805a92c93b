package httpapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

func TestLimitPause(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		header map[string]string
		tokens int
		want   time.Duration
	}{
		{"nothing said", nil, 100, 0},
		{"room", map[string]string{"x-ratelimit-remaining-requests": "59", "x-ratelimit-reset-requests": "1s"}, 100, 0},
		{"no request left", map[string]string{"x-ratelimit-remaining-requests": "0",
			"x-ratelimit-reset-requests": "2m59.56s"}, 100, 179560 * time.Millisecond},
		{"no tokens left", map[string]string{"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "20ms"},
			100, 20 * time.Millisecond},
		{"too few tokens left", map[string]string{"x-ratelimit-remaining-tokens": "80",
			"x-ratelimit-reset-tokens": "6s"}, 100, 6 * time.Second},
		{"both, the longer", map[string]string{"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6s",
			"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "8s"}, 1, 8 * time.Second},
		{"plain seconds", map[string]string{"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "12"},
			1, 12 * time.Second},
		{"a moment in milliseconds", map[string]string{"x-ratelimit-remaining": "0",
			"x-ratelimit-reset": "1772366405000"}, 1, 5 * time.Second},
		{"a moment in seconds", map[string]string{"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1772366407"}, 1,
			7 * time.Second},
		{"a moment as text", map[string]string{"x-ratelimit-remaining-requests": "0",
			"x-ratelimit-reset-requests": "2026-03-01T12:00:09Z"}, 1, 9 * time.Second},
		{"long past", map[string]string{"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1572366407"}, 1, 0},
		{"a limit of the day", map[string]string{"x-ratelimit-remaining-requests": "0",
			"x-ratelimit-reset-requests": "8h30m"}, 1, 0},
		{"nonsense", map[string]string{"x-ratelimit-remaining-requests": "none", "x-ratelimit-reset-requests": "soon"},
			1, 0},
		{"nonsense reset", map[string]string{"x-ratelimit-remaining-requests": "0",
			"x-ratelimit-reset-requests": "NaN"}, 1, 0},
	} {
		h := http.Header{}
		for k, v := range tt.header {
			h.Set(k, v)
		}
		if got := httpapi.LimitPause(h, tt.tokens, now); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// FuzzLimitPause: no header makes a pause that is negative or longer than a few minutes.
func FuzzLimitPause(f *testing.F) {
	for _, v := range []string{"1s", "6m0s", "12", "1772366405000", "2026-03-01T12:00:09Z", "NaN", "-1", "1e300",
		"9223372036854775807ns", ""} {
		f.Add("0", v)
	}
	f.Fuzz(func(t *testing.T, left, reset string) {
		h := http.Header{"X-Ratelimit-Remaining-Requests": {left}, "X-Ratelimit-Reset-Requests": {reset},
			"X-Ratelimit-Remaining": {left}, "X-Ratelimit-Reset": {reset}}
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		if d := httpapi.LimitPause(h, 100, now); d < 0 || d > 10*time.Minute {
			t.Errorf("%q, %q: %v", left, reset, d)
		}
		if d := httpapi.RetryAfter(h, now); d < 0 {
			t.Errorf("%q, %q: %v", left, reset, d)
		}
	})
}
