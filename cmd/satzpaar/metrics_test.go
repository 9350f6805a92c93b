package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// TestMetrics: tokens and cost are served with the rest, those of collected jobs among them.
func TestMetrics(t *testing.T) {
	j := &job{
		app:       &app{terminal: &terminal{now: time.Now}},
		flags:     &translateFlags{quiet: true},
		config:    satzpaar.Config{Host: satzpaar.Host{Budget: price.NewBudget(0)}},
		collected: translate.Usage{Requests: 2, SourceTokens: 1000, TargetTokens: 500},
	}
	j.config.Host.Budget.Charge(0.0625)
	p := j.newProgress()
	p.translated(16, translate.Usage{Requests: 1, SourceTokens: 300, TargetTokens: 200})
	j.config.Host.Budget.Charge(0.5)
	w := httptest.NewRecorder()
	figures.Handler(p.figures).ServeHTTP(w, nil)
	for _, line := range []string{
		"satzpaar_sentences_translated_total 16",
		"satzpaar_requests_total 3",
		"satzpaar_source_tokens_total 1300",
		"satzpaar_target_tokens_total 700",
		"satzpaar_cost_dollars_total 0.5625",
		"# TYPE satzpaar_cost_dollars_total counter",
	} {
		if !strings.Contains("\n"+w.Body.String(), "\n"+line+"\n") {
			t.Errorf("no line %q in:\n%s", line, w.Body)
		}
	}
}

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
