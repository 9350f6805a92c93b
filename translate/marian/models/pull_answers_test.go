package models

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

func TestPullAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		part   int // bytes that are here
		handle func(w http.ResponseWriter, r *http.Request, file []byte) bool
		kind   translate.Kind // if it fails
		text   string         // of the error; "" if it succeeds
	}{
		{"missing", 0, func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
			http.NotFound(w, r)
			return true
		}, translate.Invalid, "404"},
		{"forbidden", 0, func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
			http.Error(w, "no", http.StatusForbidden)
			return true
		}, translate.Invalid, "403"},
		{"broken server", 0, func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
			http.Error(w, "no", http.StatusBadGateway)
			return true
		}, translate.Unavailable, "502"},
		{"too many", 0, func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
			w.Header().Set("Retry-After", "7")
			http.Error(w, "no", http.StatusTooManyRequests)
			return true
		}, translate.RateLimited, "429"},
		{"too many until a date", 0, func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
			w.Header().Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			http.Error(w, "no", http.StatusTooManyRequests)
			return true
		}, translate.RateLimited, "429"},
		{"too short", 0, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			_, _ = w.Write(file[:min(len(file), 100)])
			return true
		}, translate.Internal, "100 bytes"},
		{"too long", 0, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			w.Header().Set("Content-Length", fmt.Sprint(len(file)+1))
			_, _ = w.Write(append(bytes.Clone(file), 0))
			return true
		}, translate.Internal, "300001 bytes"},
		{"too long without a length", 0, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			for range 3 {
				_, _ = w.Write(file)
				_ = http.NewResponseController(w).Flush()
			}
			return true
		}, translate.Internal, "more than 300000 bytes"},
		{"a page instead", 0, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, "<html>Please log in</html>")
			return true
		}, translate.Unavailable, "unexpected EOF"},
		{"no ranges", 1000, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			_, _ = w.Write(file)
			return true
		}, 0, ""},
		{"range refused", 1000, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			if r.Header.Get("Range") == "" {
				return false
			}
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
			return true
		}, 0, ""},
		{"another range", 1000, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(file)-1, len(file)))
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write(file)
			return true
		}, translate.Internal, "from 1000 on"},
		{"range of another file", 1000, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			w.Header().Set("Content-Range", "bytes 1000-4999/5000")
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write(make([]byte, 4000))
			return true
		}, translate.Internal, "5000 bytes"},
		{"redirect", 0, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			if strings.HasPrefix(r.URL.Path, "/moved") {
				return false
			}
			http.Redirect(w, r, "/moved"+r.URL.Path, http.StatusFound)
			return true
		}, 0, ""},
		{"redirects in a circle", 0, func(w http.ResponseWriter, r *http.Request, file []byte) bool {
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return true
		}, translate.Invalid, "redirects elsewhere again and again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, info, p := pullCase(t)
			s.handle = c.handle
			if c.part > 0 {
				writePart(t, p, info, s.files["model.bin"][:c.part])
			}
			var longest time.Duration
			p.pause = func(ctx context.Context, d time.Duration) error { longest = max(longest, d); return nil }
			err := p.Pull(t.Context(), info)
			if c.text != "" {
				wantFailure(t, info, p, err, c.kind, c.text)
			} else if err != nil {
				t.Error(err)
			} else {
				wantInstalled(t, s, info, p)
			}
			if c.name == "too many" && longest < 8*time.Second ||
				c.name == "too many until a date" && longest != pullLongest {
				t.Errorf("longest pause %v", longest)
			}
		})
	}
}

// redirects answers every request by sending it on to the server.
func (s *modelServer) redirects() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.URL+r.URL.Path, http.StatusFound) }
}

func TestPullRefusesToLeaveHTTPS(t *testing.T) {
	plain, info, p := pullCase(t)
	secure := httptest.NewTLSServer(plain.redirects())
	defer secure.Close()
	p.BaseURL, p.Client = secure.URL, secure.Client()
	wantFailure(t, info, p, p.Pull(t.Context(), info), translate.Invalid, "redirects elsewhere")
	if asked := plain.asked(); len(asked) > 0 {
		t.Errorf("the plain server was asked for %q", asked)
	}
}

// TestPullRefusesOtherHosts: a server that sends elsewhere is not obeyed, and no password of its address is shown.
func TestPullRefusesOtherHosts(t *testing.T) {
	other, info, p := pullCase(t)
	first := httptest.NewServer(other.redirects())
	defer first.Close()
	p.BaseURL = strings.Replace(first.URL, "http://", "http://anna:geheim@", 1)
	err := p.Pull(t.Context(), info)
	wantFailure(t, info, p, err, translate.Invalid, "redirects elsewhere")
	if asked := other.asked(); len(asked) > 0 || strings.Contains(err.Error(), "geheim") {
		t.Errorf("the other server was asked for %q, %v", asked, err)
	}
}

func TestPullFromSlowServer(t *testing.T) {
	s, info, p := pullCase(t)
	release := make(chan struct{})
	defer close(release)
	s.handle = func(w http.ResponseWriter, r *http.Request, file []byte) bool {
		w.Header().Set("Content-Length", fmt.Sprint(len(file)))
		_, _ = w.Write(file[:10])
		_ = http.NewResponseController(w).Flush()
		select {
		case <-release:
		case <-r.Context().Done():
		}
		return true
	}
	p.Idle = 50 * time.Millisecond
	pauses := 0
	stop := errors.New("enough")
	p.pause = func(context.Context, time.Duration) error {
		if pauses++; pauses == 2 {
			return stop
		}
		return nil
	}
	if err := p.Pull(t.Context(), info); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	if len(s.asked()) < 2 {
		t.Errorf("requests %q", s.asked())
	}

	ctx, cancel := context.WithCancel(t.Context())
	p.Idle = time.Hour
	p.Progress = func(done, total int64) {
		if done > 0 {
			cancel()
		}
	}
	if err := p.Pull(ctx, info); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
