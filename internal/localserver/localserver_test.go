package localserver_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/satzpaar/satzpaar/internal/localserver"
)

// TestOnlyHost: a page whose name was made to point here cannot read what is served.
func TestOnlyHost(t *testing.T) {
	for addr, hosts := range map[string]map[string]int{
		"127.0.0.1:8123": {
			"127.0.0.1:8123":              200,
			"localhost:8123":              200,
			"[::1]:8123":                  200,
			"127.0.0.1:80":                421,
			"127.0.0.1":                   421,
			"evil.example:8123":           421,
			"localhost.evil.example:8123": 421,
			"":                            421,
		},
		"127.0.0.1:80": {
			"127.0.0.1:80": 200,
			"127.0.0.1":    200,
			"localhost":    200,
			"[::1]":        200,
			"::1":          421,
			"evil.example": 421,
			"":             421,
		},
	} {
		h := localserver.OnlyHost(addr, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		for host, want := range hosts {
			r := httptest.NewRequest("GET", "/metrics", nil)
			r.Host = host
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("host %q at %s: %d, want %d", host, addr, w.Code, want)
			}
		}
	}
}

func TestLoopback(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1:80": true, "localhost:0": true, "[::1]:80": true, "127.8.8.8:1": true,
		"0.0.0.0:80": false, ":80": false, "[::]:80": false, "localhost": false, "127.0.0.1.example:80": false,
	} {
		if got := localserver.Loopback(addr); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
}

// TestServe: a request under way is answered although the server was asked to end, and no later one is.
func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	soft, end := context.WithCancel(context.Background())
	defer end()
	s := localserver.New(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		end()
		// The listener is closed before requests are waited for.
		for {
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				break
			}
			c.Close()
		}
		io.WriteString(w, "done")
	}), log.New(io.Discard, "", 0))
	if s.ReadHeaderTimeout <= 0 || s.IdleTimeout <= 0 {
		t.Error("a client may keep a connection for ever")
	}
	served := make(chan error)
	go func() { served <- localserver.Serve(soft, context.Background(), s, func() error { return s.Serve(l) }) }()
	r, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, err := io.ReadAll(r.Body); err != nil || string(body) != "done" {
		t.Errorf("%q, %v", body, err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	l.Close()
	if err := localserver.Serve(context.Background(), context.Background(), &http.Server{}, func() error {
		return (&http.Server{}).Serve(l)
	}); err == nil {
		t.Error("a listener that is closed was served")
	}
}
