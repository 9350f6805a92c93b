package review

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// TestRetranslateEnds: closing the page ends the translation of a sentence.
func TestRetranslateEnds(t *testing.T) {
	asked, ended := make(chan bool), make(chan error, 1)
	s, _ := served(t, folderOf(t, sample()), func(s *Server) {
		s.Retranslate = func(ctx context.Context, _ *bitext.Header, _, _ string) (string, error) {
			close(asked)
			<-ctx.Done()
			ended <- ctx.Err()
			return "", ctx.Err()
		}
	})
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, "POST", s.URL()+"retranslate?d=a.txt",
		strings.NewReader(`{"source":"Ein Satz."}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	go func() {
		<-asked
		leave()
	}()
	if _, err := http.DefaultClient.Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("the request: %v", err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the translation: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the translation goes on")
	}
}

// TestBrokenPage: a page that fails before it has begun is an error; later it is broken off, and no second status is
// written.
func TestBrokenPage(t *testing.T) {
	broken := errors.New("broken")
	w := httptest.NewRecorder()
	html(w, func(io.Writer) error { return broken })
	if w.Code != http.StatusInternalServerError {
		t.Errorf("status %d", w.Code)
	}
	w = httptest.NewRecorder()
	func() {
		defer func() {
			if got := recover(); got != http.ErrAbortHandler {
				t.Errorf("recovered %v", got)
			}
		}()
		html(w, func(w io.Writer) error {
			io.WriteString(w, "<p>")
			return broken
		})
	}()
	if w.Code != http.StatusOK || w.Body.String() != "<p>" {
		t.Errorf("status %d, body %q", w.Code, w.Body)
	}
}

// Each sentence is translated in the languages of its own record.
func TestRetranslateRecord(t *testing.T) {
	german, spanish := sample(), sample()
	spanish.From, spanish.Pairs[0].Source = "es", "La casa es vieja."
	records := []*bitext.Bitext{german, spanish}
	for source, want := range map[string]string{
		"La casa es vieja.":    "es",
		german.Pairs[0].Source: "de",
		"written elsewhere":    "de",
	} {
		if got := headerOf(records, source).From; got != want {
			t.Errorf("%q: from %s, want %s", source, got, want)
		}
	}
}
