package review

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/usertest"
)

// ask sends a request to a server and returns status and body.
func ask(t *testing.T, method, url, body string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(text)
}

const approval = `{"after":0,"edits":[{"source":"Das Haus ist alt.","after":"😀 Er zahlte 300 €.","target":"x",` +
	`"time":"2026-01-02T03:04:05.000000001Z"}]}`

// TestPort80: browsers leave that port out of the name of the host.
func TestPort80(t *testing.T) {
	s, err := NewServer(folderOf(t, sample()), "127.0.0.1:80", "secret", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"127.0.0.1": 200, "127.0.0.1:80": 200, "127.0.0.1:8080": 421, "evil.example": 421} {
		r := httptest.NewRequest("GET", "/secret/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}

// Who does not know the token, comes under another name or from another site's page gets nothing and changes nothing.
func TestRefused(t *testing.T) {
	dir := folderOf(t, sample())
	secret := filepath.Join(filepath.Dir(dir), "outside"+bitext.Suffix)
	if err := os.WriteFile(secret, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "linked"+bitext.Suffix)); err != nil {
		t.Logf("no symbolic links here: %v", err)
	}
	s, h := served(t, dir, nil)
	at := func(rest string) string { return s.URL() + rest }
	tests := []struct {
		name, method, url, body string
		header                  []string
		status                  int
	}{
		{"another host", "GET", at(""), "", []string{"Host", "evil.example"}, 421},
		{"localhost by another name", "GET", at(""), "", []string{"Host", "localhost:1"}, 421},
		{"no token", "GET", h.URL + "/", "", nil, 404},
		{"wrong token", "GET", h.URL + "/secreT/", "", nil, 404},
		{"longer token", "GET", h.URL + "/secret2/", "", nil, 404},
		{"token below", "GET", h.URL + "/x/secret/", "", nil, 404},
		{"unknown page", "GET", at("other"), "", nil, 404},
		{"cross-origin post", "POST", at("edits?d=a.txt"), approval, []string{"Origin", "http://evil.example"}, 403},
		{"cross-site post", "POST", at("edits?d=a.txt"), approval, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"same site, other port", "POST", at("edits?d=a.txt"), approval, []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"form post", "POST", at("edits?d=a.txt"), approval, []string{"Content-Type", "text/plain"}, 415},
		{"get of edits with a body", "GET", at("edits?d=a.txt&after=0"), approval, nil, 200},
		{"get of retranslate", "GET", at("retranslate"), "", nil, 405},
		{"put", "PUT", at("edits?d=a.txt"), approval, nil, 405},
		{"delete", "DELETE", at("document?d=a.txt"), "", nil, 405},
		{"outside the folder", "GET", at("document?d=../outside"), "", nil, 404},
		{"absolute", "GET", at("document?d=" + strings.TrimSuffix(secret, bitext.Suffix)), "", nil, 404},
		{"through a link", "GET", at("document?d=linked"), "", nil, 404},
		{"edits outside", "POST", at("edits?d=../outside"), approval, nil, 404},
		{"path in the url", "GET", at("..%2f..%2foutside"), "", nil, 404},
		{"unknown field", "POST", at("edits?d=a.txt"), `{"after":0,"edits":[{"source":"a","command":"rm"}]}`, nil, 400},
		{"broken json", "POST", at("edits?d=a.txt"), `{"after":0,"edits":[`, nil, 400},
		{"two values", "POST", at("edits?d=a.txt"), approval + approval, nil, 400},
		{"unknown state", "POST", at("edits?d=a.txt"), `{"after":0,"edits":[{"source":"a","state":"done"}]}`, nil, 400},
		{"odd time", "POST", at("edits?d=a.txt"), `{"after":0,"edits":[{"source":"a","time":"yesterday"}]}`, nil, 400},
		{"too long", "POST", at("edits?d=a.txt"), `{"after":0,"edits":[{"source":"` + strings.Repeat("a", maxRequest) + `"}]}`,
			nil, 413},
		{"control character", "POST", at("edits?d=a.txt"), `{"after":0,"edits":[{"source":"a","target":"b\u001b[2J"}]}`,
			nil, 400},
		{"after is not a number", "GET", at("edits?d=a.txt&after=x"), "", nil, 400},
		{"after is too large", "GET", at("edits?d=a.txt&after=9"), "", nil, 400},
		{"no backend", "POST", at("retranslate?d=a.txt"), `{"source":"a","backend":""}`, nil, 501},
	}
	for _, tt := range tests {
		status, body := ask(t, tt.method, tt.url, tt.body, tt.header...)
		if status != tt.status {
			t.Errorf("%s: status %d (%.80s), want %d", tt.name, status, body, tt.status)
		}
		if strings.Contains(body, "Das Haus") || strings.Contains(body, "secret\n") {
			t.Errorf("%s: the answer holds %.200s", tt.name, body)
		}
	}
	if e := editsOf(t, dir, "a.txt"); len(e) > 0 {
		t.Errorf("refused requests left %d edits", len(e))
	}
	if status, _ := ask(t, "POST", at("edits?d=a.txt"), approval, "Sec-Fetch-Site", "same-origin"); status != 200 {
		t.Errorf("an edit of the page itself: status %d", status)
	}
	if status, body := ask(t, "POST", at("edits?d=a.txt"), approval); status != 200 || !strings.Contains(body, `"at":0`) {
		t.Errorf("the same edit again: status %d, %s", status, body)
	}
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 {
		t.Errorf("an edit that was sent twice is there %d times", len(e))
	}
}

// Files that people or programs have spoilt give messages, and what can be read is shown.
func TestDamage(t *testing.T) {
	get := func(t *testing.T, dir, rest string) (int, string) {
		s, _ := served(t, dir, nil)
		return ask(t, "GET", s.URL()+rest, "")
	}
	write := func(t *testing.T, path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("nonsense", func(t *testing.T) {
		dir := folderOf(t, sample())
		write(t, filepath.Join(dir, "b.txt"+bitext.Suffix), "nonsense\n{\n\x00\xff")
		if status, body := get(t, dir, ""); status != 200 || !strings.Contains(body, "a.txt") ||
			!strings.Contains(body, "holds no pairs that can be read") {
			t.Errorf("index: %d %s", status, body)
		}
		if status, body := get(t, dir, "document?d=b.txt"); status != 500 || !strings.Contains(body, "b.txt.bitext.jsonl:1:") {
			t.Errorf("page: %d %s", status, body)
		}
	})
	t.Run("a damaged line", func(t *testing.T) {
		dir := folderOf(t, sample())
		path := filepath.Join(dir, "a.txt"+bitext.Suffix)
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(raw), "\n")
		lines[2] = "{\"id\": oops\n"
		write(t, path, strings.Join(lines, ""))
		if status, body := get(t, dir, "document?d=a.txt"); status != 200 ||
			!strings.Contains(body, "a.txt.bitext.jsonl:3:") || !strings.Contains(body, "Das Haus ist alt.") {
			t.Errorf("page: %d %.300s", status, body)
		}
	})
	t.Run("half written", func(t *testing.T) {
		dir := folderOf(t, sample())
		path := filepath.Join(dir, "a.txt"+bitext.Suffix)
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := served(t, dir, nil)
		write(t, path, string(raw[:len(raw)/2]))
		if status, body := ask(t, "GET", s.URL()+"document?d=a.txt", ""); status != 200 ||
			!strings.Contains(body, "could not be read") {
			t.Errorf("page of half a file: %d %.300s", status, body)
		}
		write(t, path, string(raw))
		if status, body := ask(t, "GET", s.URL()+"document?d=a.txt", ""); status != 200 ||
			strings.Contains(body, "could not be read") || !strings.Contains(body, "Gut gemacht") {
			t.Errorf("page of the whole file: %d %.300s", status, body)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if status, body := ask(t, "GET", s.URL()+"document?d=a.txt", ""); status != 404 || !strings.Contains(body, "is gone") {
			t.Errorf("page of a file that is gone: %d %s", status, body)
		}
	})
	t.Run("edits", func(t *testing.T) {
		dir := folderOf(t, sample())
		write(t, filepath.Join(dir, "a.txt"+bitext.EditsSuffix), "what?\n"+
			`{"source":"Ja.","after":"Gut gemacht, sagte sie.","before":"Ein Fehler.","target":"Oh yes."}`+"\n"+`{"sour`)
		status, body := get(t, dir, "document?d=a.txt")
		if status != 200 || !strings.Contains(body, "a.txt.edits.jsonl:1:") || !strings.Contains(body, `"Oh yes.","at":4`) {
			t.Errorf("page: %d %s", status, body[max(0, len(body)-9000):min(len(body), len(body))])
		}
		s, _ := served(t, dir, nil)
		second := strings.Replace(approval, `"after":0,"e`, `"after":1,"e`, 1)
		if status, body := ask(t, "POST", s.URL()+"edits?d=a.txt", second); status != 200 {
			t.Errorf("an edit after a torn line: %d %s", status, body)
		}
		edits, _ := bitext.ReadEditsFile(filepath.Join(dir, "a.txt"+bitext.EditsSuffix))
		if len(edits) != 2 || *edits[1].Target != "x" {
			t.Errorf("edits: %+v", edits)
		}
	})
	t.Run("nothing can be saved", func(t *testing.T) {
		dir := folderOf(t, sample())
		if err := os.Mkdir(filepath.Join(dir, "a.txt"+bitext.EditsSuffix), 0o755); err != nil {
			t.Fatal(err)
		}
		s, _ := served(t, dir, nil)
		if status, body := ask(t, "POST", s.URL()+"edits?d=a.txt", approval); status != 500 ||
			!strings.Contains(body, "not a plain file") {
			t.Errorf("edit: %d %s", status, body)
		}
	})
	t.Run("read-only folder", func(t *testing.T) {
		if !usertest.Bound(t) {
			return
		}
		dir := folderOf(t, sample())
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(dir, 0o755)
		s, _ := served(t, dir, nil)
		if status, body := ask(t, "POST", s.URL()+"edits?d=a.txt", approval); status != 500 ||
			!strings.Contains(body, "permission denied") {
			t.Errorf("edit: %d %s", status, body)
		}
	})
}

// Edits of sentences whose neighbours have changed stand where a translation would put them.
func TestMovedEdits(t *testing.T) {
	b := sample()
	keys := bitext.Keys(b)
	edit := func(n int, text string) bitext.Edit { return bitext.Edit{Key: keys[n], Target: &text} }
	edits := []bitext.Edit{edit(5, "Well done!"), edit(0, "Old is the house."), edit(1, "He paid.")}
	b.Pairs = append(b.Pairs[2:6:6], b.Pairs[0])
	d := &documentFile{machine: []*bitext.Bitext{b}, numbers: map[bitext.Key]int{}}
	for _, k := range bitext.Keys(b) {
		d.numbers[k] = len(d.numbers)
	}
	var at []int
	for _, e := range d.place(edits, 0) {
		at = append(at, e.At)
	}
	if want := []int{3, 4, -1}; fmt.Sprint(at) != fmt.Sprint(want) {
		t.Errorf("edits are placed at %v, want %v", at, want)
	}
}

// Only so many pairs are kept in memory, those asked for last; what was forgotten is read again, and the index needs
// no reading where nothing has changed.
func TestForget(t *testing.T) {
	one, two, three := sample(), sample(), sample()
	two.Document, three.Document = "b.txt", "c.txt"
	f := newFolder(folderOf(t, one, two, three))
	f.kept = 2 * len(one.Pairs)
	for _, name := range []string{"a.txt", "b.txt", "a.txt", "c.txt"} {
		if _, err := f.read(name); err != nil {
			t.Fatal(err)
		}
	}
	if f.documents["a.txt"] == nil || f.documents["b.txt"] != nil || f.documents["c.txt"] == nil {
		t.Errorf("kept: %v", slices.Sorted(maps.Keys(f.documents)))
	}
	first := f.row("b.txt")
	f.kept = 0
	if _, err := f.read("a.txt"); err != nil {
		t.Fatal(err)
	}
	if again := f.row("b.txt"); again.Sentences != first.Sentences || len(f.documents) != 1 || f.documents["a.txt"] == nil {
		t.Errorf("row %+v, kept: %v", again, slices.Sorted(maps.Keys(f.documents)))
	}
}

// Documents are read ahead, as many as are kept, and a spoilt one does not stop the others; requests that come
// meanwhile are answered.
func TestWarm(t *testing.T) {
	one, two, three := sample(), sample(), sample()
	two.Document, three.Document = "c.txt", "d.txt"
	dir := folderOf(t, one, two, three)
	if err := os.WriteFile(filepath.Join(dir, "b.txt"+bitext.Suffix), []byte("nonsense"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, _ := served(t, dir, func(s *Server) { s.dir.kept = 2 * len(one.Pairs) })
	var wg sync.WaitGroup
	wg.Go(func() { s.Warm(t.Context()) })
	for range 20 {
		wg.Go(func() {
			r, err := http.Get(s.URL() + "document?d=a.txt")
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Body.Close()
			if body, err := io.ReadAll(r.Body); err != nil || r.StatusCode != 200 ||
				!strings.Contains(string(body), "Das Haus ist alt.") {
				t.Errorf("page: %d %v %.200s", r.StatusCode, err, body)
			}
		})
	}
	wg.Wait()
	s.dir.mu.Lock()
	defer s.dir.mu.Unlock()
	if s.dir.rows["a.txt"] == nil || s.dir.rows["c.txt"] == nil || s.dir.rows["d.txt"] != nil {
		t.Errorf("rows: %v", slices.Sorted(maps.Keys(s.dir.rows)))
	}
}

// The page that shows another run beside the first is prepared once for each state of both, and the text of the machine
// stays what it was.
func TestBeside(t *testing.T) {
	b := sample()
	first, second := newFolder(folderOf(t, b)), newFolder(folderOf(t, b))
	d, err := first.read("a.txt")
	if err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(d.machine[0].Pairs)
	shown := func() (*content, string) {
		t.Helper()
		c, err := d.beside(second)
		if err != nil || !c.against {
			t.Fatalf("beside: %v", err)
		}
		return c, string(c.parts[0])
	}
	plain, _ := shown()
	if again, _ := shown(); again != plain {
		t.Error("the page is prepared again although nothing has changed")
	}
	mine := "By hand."
	if err := second.add("a.txt", 0, just(bitext.Edit{Key: bitext.Keys(b)[0], Target: &mine})); err != nil {
		t.Fatal(err)
	}
	if edited, text := shown(); edited == plain || !strings.Contains(text, `"x":["By hand."`) {
		t.Errorf("the edit of the other run is not shown: %s", text)
	}
	if diff := cmp.Diff(before, d.machine[0].Pairs); diff != "" {
		t.Errorf("the machine's text has changed: %s", diff)
	}
	name := filepath.Join(second.dir, "a.txt"+bitext.Suffix)
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := d.beside(second); err == nil {
		t.Error("a document that is gone is shown")
	}
}
