package serve

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/document"
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
func sendText(s *Server, text string) *httptest.ResponseRecorder { return sendFile(s, "a.txt", text) }

// sendFile sends a file to DeepL's interface.
func sendFile(s *Server, name, content string) *httptest.ResponseRecorder {
	part := func(head, content string) string {
		return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n"
	}
	body := part(`name="file"; filename="`+name+`"`, content) + part(`name="target_lang"`, "EN") +
		part(`name="source_lang"`, "DE") + "--b--\r\n"
	r := httptest.NewRequest("POST", "/v2/document", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// echoServer returns a server whose translations are their sources.
func echoServer(t *testing.T) *Server {
	t.Helper()
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	t.Cleanup(func() { sessions.Close() })
	s, err := New(context.Background(), Config{
		Engines: []Engine{{Name: "echo", Sessions: sessions, Pairs: []lang.Pair{lang.GermanEnglish}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestFilesInMemory: files that wait count by what they take in memory, not by their size.
func TestFilesInMemory(t *testing.T) {
	s := echoServer(t)
	for range filesAtOnce { // none of them is translated
		s.files.slots <- struct{}{}
		defer func() { <-s.files.slots }()
	}
	const paragraph = "Ein Absatz davon.\n\n"
	one, err := document.Parse("a.txt", []byte(paragraph), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	most := int(readBytes / one.Weight())
	for i, want := range []int{http.StatusOK, http.StatusTooManyRequests} {
		if w := sendText(s, strings.Repeat(paragraph, most*3/5)); w.Code != want {
			t.Errorf("file %d: %d %s, want %d", i, w.Code, w.Body, want)
		}
	}
	if w := sendText(s, "Hallo"); w.Code != http.StatusOK {
		t.Errorf("a small one beside it: %d %s", w.Code, w.Body)
	}
}

// TestFileLeft: a caller that has gone does not wait for its turn to have a file read.
func TestFileLeft(t *testing.T) {
	s := echoServer(t)
	s.files.read <- struct{}{} // another file is read, for ever
	ctx, leave := context.WithCancel(t.Context())
	leave()
	f, p := s.accept(ctx, nil, &upload{name: "a.txt"}, language.German, language.English)
	if f != nil || p == nil || p.status != http.StatusServiceUnavailable {
		t.Errorf("got %v, %v", f, p)
	}
}

// TestFileTooHeavy: a file that would take too much memory is refused before it is read, or as soon as it is known what
// is in it, whatever its size.
func TestFileTooHeavy(t *testing.T) {
	s := echoServer(t)
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	part, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, strings.Repeat("<w:p><w:r><w:t>a</w:t></w:r></w:p>", 400_000)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, content, why string }{
		{"a.txt", strings.Repeat("a\n\n", 600_000), "more memory"},
		{"a.txt", strings.Repeat("Ein Satz. ", readBytes>>10), "sentences"},
		{"a.html", strings.Repeat("<b>x</b> ", 700_000), "more memory"},
		{"a.json", "{" + strings.Repeat(`"a":"b c",`, 900_000) + `"b":"c"}`, "more memory"},
		{"a.docx", packed.String(), "more memory"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w := sendFile(s, c.name, c.content)
		runtime.ReadMemStats(&after)
		took := after.TotalAlloc - before.TotalAlloc
		t.Logf("%s of %d kB: %d, %d MB asked for", c.name, len(c.content)>>10, w.Code, took>>20)
		if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), c.why) {
			t.Errorf("%s of %d kB: %d %s", c.name, len(c.content)>>10, w.Code, w.Body)
		}
		if took > readBytes {
			t.Errorf("%s of %d kB: %d MB were asked for", c.name, len(c.content)>>10, took>>20)
		}
	}
}
