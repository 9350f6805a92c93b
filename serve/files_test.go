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
	w := sendText(s, "Hallo")
	if w.Code != http.StatusOK || most != 1 || len(s.uploads) != 0 {
		t.Errorf("%d %s: at most %d files counted, and %d afterwards", w.Code, w.Body, most, len(s.uploads))
	}
}

// sendText sends a text as a file to DeepL's interface.
func sendText(s *Server, text string) *httptest.ResponseRecorder {
	part := func(head, content string) string {
		return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n"
	}
	body := part(`name="file"; filename="a.txt"`, text) + part(`name="target_lang"`, "EN") +
		part(`name="source_lang"`, "DE") + "--b--\r\n"
	r := httptest.NewRequest("POST", "/v2/document", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestFilesInMemory: files that wait count by what they take in memory, not by their size.
func TestFilesInMemory(t *testing.T) {
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	defer sessions.Close()
	s, err := New(context.Background(), Config{
		Engines: []Engine{{Name: "echo", Sessions: sessions, Pairs: []lang.Pair{lang.GermanEnglish}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range filesAtOnce { // none of them is translated
		s.files.slots <- struct{}{}
		defer func() { <-s.files.slots }()
	}
	paragraphs := func(n int) string { return strings.Repeat("a\n\n", n) }
	if w := sendText(s, paragraphs(readBytes/perBlock)); w.Code != http.StatusRequestEntityTooLarge ||
		!strings.Contains(w.Body.String(), "paragraphs") {
		t.Errorf("one that takes more than all may: %d %s", w.Code, w.Body)
	}
	for i, want := range []int{http.StatusOK, http.StatusTooManyRequests} {
		if w := sendText(s, paragraphs(readBytes/perBlock*3/5)); w.Code != want {
			t.Errorf("file %d: %d %s, want %d", i, w.Code, w.Body, want)
		}
	}
	if w := sendText(s, "Hallo"); w.Code != http.StatusOK {
		t.Errorf("a small one beside it: %d %s", w.Code, w.Body)
	}
}
