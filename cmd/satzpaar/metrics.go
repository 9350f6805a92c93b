package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
)

// serveMetrics serves figures in the text format of Prometheus until the function it returns is called.
func (a *app) serveMetrics(addr string, all func() []figures.Figure) (stop func(), err error) {
	if !review.Loopback(addr) {
		err := fmt.Errorf("--metrics-addr %s is not an address of this machine only", addr)
		return nil, usage(err, "use 127.0.0.1:PORT")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, usage(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", figures.Handler(all))
	server := &http.Server{
		Handler:           onlyHost(l.Addr().String(), mux),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		ErrorLog:          a.log(),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			a.say("metrics: %v", err)
		}
	}()
	a.say("figures at http://%s/metrics", l.Addr())
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

// figures returns the figures of a run.
func (p *progress) figures() []figures.Figure {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]figures.Figure{
		figures.Gauge("satzpaar_documents", "documents of the run", p.documents),
		figures.Counter("satzpaar_documents_done_total", "documents that are through", p.through),
		figures.Counter("satzpaar_sentences_done_total", "sentences of the documents that are through", p.sentences),
		figures.Counter("satzpaar_sentences_cached_total", "sentences that the cache has answered", p.cached),
		figures.Counter("satzpaar_sentences_failed_total", "sentences without a translation", p.failed),
		figures.Gauge("satzpaar_bytes", "bytes of all inputs", p.bytes),
		figures.Counter("satzpaar_bytes_done_total", "bytes of the inputs that are through", p.bytesDone),
	}, usageFigures(p.fresh, p.used, p.budget.Spent())...)
}

// usageFigures returns what backends were asked for: texts they have answered, what they used, and US dollars spent.
func usageFigures(texts int, used translate.Usage, dollars float64) []figures.Figure {
	return []figures.Figure{
		figures.Counter("satzpaar_sentences_translated_total", "texts that backends have answered", texts),
		figures.Counter("satzpaar_requests_total", "requests that backends have answered", used.Requests),
		figures.Counter("satzpaar_source_tokens_total", "tokens or characters that backends bill as input",
			used.SourceTokens),
		figures.Counter("satzpaar_target_tokens_total", "tokens that backends bill as output", used.TargetTokens),
		figures.Counter("satzpaar_cost_dollars_total", "US dollars spent, where prices are known", dollars),
	}
}
