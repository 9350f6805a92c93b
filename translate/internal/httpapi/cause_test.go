package httpapi_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// TestCause: a failure has its cause, where a person can do something about it, whatever the words of its error are.
func TestCause(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>")) })
	plain, secure := httptest.NewServer(page), httptest.NewTLSServer(page)
	missing := httptest.NewServer(http.NotFoundHandler())
	for _, s := range []*httptest.Server{plain, secure, missing} {
		defer s.Close()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String()
	l.Close()
	for address, want := range map[string]translate.Cause{
		plain.URL: translate.WrongAddress,
		strings.Replace(plain.URL, "http:", "https:", 1): translate.PlainHTTP,
		secure.URL:  translate.Untrusted,
		missing.URL: translate.WrongAddress,
		closed:      translate.NotListening,
	} {
		c := httpapi.Call{Client: httpapi.Client(nil), Backend: "b", URL: address}
		var e *translate.Error
		if err := c.Post(context.Background(), "x", new(any)); !errors.As(err, &e) || e.Cause != want {
			t.Errorf("%s: %v, want cause %d", address, err, want)
		}
	}
	for address, want := range map[string]translate.Cause{"": translate.NoAddress, "localhost:80": translate.BadAddress} {
		var e *translate.Error
		if _, err := httpapi.ParseBase("b", address); !errors.As(err, &e) || e.Cause != want || e.Backend != "b" {
			t.Errorf("%q: %v, want cause %d", address, err, want)
		}
	}
}
