package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
)

// TestUploadsCount: a file counts among those that are being sent until it is known that it is taken, and so while it
// is read. The clock is asked at that time, too, and tells how many count.
func TestUploadsCount(t *testing.T) {
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	defer sessions.Close()
	var s *Server
	most := 0
	now := func() time.Time {
		if s != nil {
			most = max(most, len(s.uploads))
		}
		return time.Time{}
	}
	engine := Engine{Name: "echo", Sessions: sessions, Pairs: []lang.Pair{lang.GermanEnglish}}
	made, err := New(context.Background(), Config{Engines: []Engine{engine}, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	s = made
	part := func(head, content string) string {
		return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n"
	}
	body := part(`name="file"; filename="a.txt"`, "Hallo") + part(`name="target_lang"`, "EN") +
		part(`name="source_lang"`, "DE") + "--b--\r\n"
	r := httptest.NewRequest("POST", "/v2/document", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusOK || most != 1 || len(s.uploads) != 0 {
		t.Errorf("%d %s: at most %d files counted, and %d afterwards", w.Code, w.Body, most, len(s.uploads))
	}
}
