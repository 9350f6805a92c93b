package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/review"
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
