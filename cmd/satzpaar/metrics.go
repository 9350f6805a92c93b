package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/satzpaar/satzpaar/review"
)

// serveMetrics serves the figures of a run in the text format of Prometheus until the function it returns is called.
func (j *job) serveMetrics(p *progress) (stop func(), err error) {
	if !review.Loopback(j.flags.metrics) {
		return nil, usage(fmt.Errorf("--metrics-addr %s is not an address of this machine only", j.flags.metrics),
			"use 127.0.0.1:PORT")
	}
	l, err := net.Listen("tcp", j.flags.metrics)
	if err != nil {
		return nil, usage(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", p.metrics)
	server := &http.Server{
		Handler:           onlyHost(l.Addr().String(), mux),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		ErrorLog:          j.log(),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			j.say("metrics: %v", err)
		}
	}()
	j.say("figures at http://%s/metrics", l.Addr())
	return func() {
		server.Close()
		<-done
	}, nil
}

// onlyHost refuses requests for another host than the one that is served, which pages make whose name was made to
// point here. Any name of this machine will do.
func onlyHost(addr string, h http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(addr)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, asked, err := net.SplitHostPort(r.Host); err != nil || asked != port || !review.Loopback(r.Host) {
			http.Error(w, "wrong host", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// metrics answers a request for the figures.
func (p *progress) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range []struct {
		name, kind, help string
		value            float64
	}{
		{"satzpaar_documents", "gauge", "documents of the run", float64(p.documents)},
		{"satzpaar_documents_done_total", "counter", "documents that are through", float64(p.through)},
		{"satzpaar_sentences_done_total", "counter", "sentences of the documents that are through",
			float64(p.sentences)},
		{"satzpaar_sentences_translated_total", "counter", "texts that backends have answered", float64(p.fresh)},
		{"satzpaar_sentences_cached_total", "counter", "sentences that the cache has answered", float64(p.cached)},
		{"satzpaar_sentences_failed_total", "counter", "sentences without a translation", float64(p.failed)},
		{"satzpaar_bytes", "gauge", "bytes of all inputs", float64(p.bytes)},
		{"satzpaar_bytes_done_total", "counter", "bytes of the inputs that are through", float64(p.bytesDone)},
		{"satzpaar_requests_total", "counter", "requests that backends have answered", float64(p.used.Requests)},
		{"satzpaar_source_tokens_total", "counter", "tokens or characters that backends bill as input",
			float64(p.used.SourceTokens)},
		{"satzpaar_target_tokens_total", "counter", "tokens that backends bill as output",
			float64(p.used.TargetTokens)},
		{"satzpaar_cost_dollars_total", "counter", "US dollars spent, where prices are known", p.budget.Spent()},
	} {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %s\n", m.name, m.help, m.name, m.kind, m.name,
			strconv.FormatFloat(m.value, 'f', -1, 64))
	}
}
