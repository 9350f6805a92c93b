package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestMetricsHost: a page whose name was made to point here cannot read the figures.
func TestMetricsHost(t *testing.T) {
	h := onlyHost("127.0.0.1:8123", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for host, want := range map[string]int{
		"127.0.0.1:8123":              200,
		"localhost:8123":              200,
		"[::1]:8123":                  200,
		"127.0.0.1:80":                421,
		"127.0.0.1":                   421,
		"evil.example:8123":           421,
		"localhost.evil.example:8123": 421,
		"":                            421,
	} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}
