package faultserver

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// RoundTripper answers requests by s without a network, so that a test can run in simulated time, as in a bubble of
// testing/synctest.
func (s *Server) RoundTripper() http.RoundTripper { return inProcess{s} }

type inProcess struct{ s *Server }

// errReset is what a client sees of a connection that was reset.
var errReset = errors.New("read: connection reset by peer")

func (t inProcess) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	defer r.Body.Close()
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	broken := func() (broken bool) {
		defer func() {
			if x := recover(); x != nil {
				if x != http.ErrAbortHandler {
					panic(x)
				}
				broken = true
			}
		}()
		t.s.ServeHTTP(w, r)
		return false
	}()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var body io.Reader = &w.body
	switch {
	case broken && w.body.Len() == 0:
		return nil, errReset
	case broken:
		body = io.MultiReader(body, failing{})
	}
	return &http.Response{
		Status:        http.StatusText(w.status),
		StatusCode:    w.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.header,
		Body:          io.NopCloser(body),
		ContentLength: -1,
		Request:       r,
	}, nil
}

// A recorder keeps what a handler writes. It cannot be hijacked, so a connection is reset by [http.ErrAbortHandler].
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }
func (w *recorder) Flush()                      {}

// failing is the rest of a body that broke off.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
