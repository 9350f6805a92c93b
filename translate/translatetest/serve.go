package translatetest

import (
	"net/http/httptest"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
)

// Serve starts a server that misbehaves as c specifies, until the test ends. The function returned opens a backend that
// asks it, as open does for its address.
func Serve[B translate.Backend](t *testing.T, c faultserver.Config,
	open func(address string) (B, error)) (*faultserver.Server, func() translate.Backend) {
	t.Helper()
	s := faultserver.New(c)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, func() translate.Backend {
		b, err := open(h.URL)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// Request returns a request to translate texts from German into English.
func Request(texts ...string) translate.Request {
	return Suite{From: language.German, To: language.English}.request(texts...)
}
