package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/internal/localserver"
)

// serveMetrics serves figures in the text format of Prometheus until the function it returns is called.
func (a *app) serveMetrics(addr string, all func() []figures.Figure) (stop func(), err error) {
	if !localserver.Loopback(addr) {
		err := fmt.Errorf("--metrics-addr %s is not an address of this machine only", addr)
		return nil, usage(err, "use 127.0.0.1:PORT")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", figures.Handler(all))
	server := localserver.New(localserver.OnlyHost(l.Addr().String(), mux), a.log())
	server.ReadTimeout = 10 * time.Second
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
