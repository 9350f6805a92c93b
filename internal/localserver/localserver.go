// Package localserver serves HTTP to people and programs of this machine, and keeps web pages from reaching it.
package localserver

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/satzpaar/satzpaar/internal/advice"
)

// New returns a server of h that gives up connections on which headers come slowly, or nothing comes any more. Those
// whose requests are short set ReadTimeout as well.
func New(h http.Handler, log *log.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log,
	}
}

// Loopback reports whether an address to listen on can be reached from this machine only.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// OnlyHost refuses requests for another host than the one that is served at addr, which pages make whose name was made
// to point here. Any name of this machine will do.
func OnlyHost(addr string, h http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(addr)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if _, _, err := net.SplitHostPort(host); err != nil {
			host += ":80" // which clients leave out
		}
		if _, asked, err := net.SplitHostPort(host); err != nil || asked != port || !Loopback(host) {
			http.Error(w, "wrong host", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// Serve calls serve, such as [http.Server.Serve] with a listener, until soft ends. Requests under way are finished
// then, unless hard ends too. To be asked to end is not an error.
func Serve(soft, hard context.Context, s *http.Server, serve func() error) error {
	stopped := make(chan struct{})
	stop := context.AfterFunc(soft, func() {
		defer close(stopped)
		_ = s.Shutdown(hard) // an error means that it was asked to end at once
	})
	defer stop()
	if err := serve(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-stopped
	return nil
}

// Background serves h at addr, which must be an address of this machine only, until stop is called, and returns the
// address with the port that was chosen. It is for short requests: they must arrive within ten seconds.
func Background(addr string, h http.Handler, log *log.Logger) (at string, stop func(), err error) {
	if !Loopback(addr) {
		err := fmt.Errorf("%s is not an address of this machine only", addr)
		return "", nil, advice.With(err, "use 127.0.0.1:PORT")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", nil, err
	}
	at = l.Addr().String()
	server := New(OnlyHost(at, h), log)
	server.ReadTimeout = 10 * time.Second
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Printf("%s: %v", at, err)
		}
	}()
	return at, func() {
		server.Close()
		<-done
	}, nil
}
