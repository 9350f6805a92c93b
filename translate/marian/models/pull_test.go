package models

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
)

// A modelServer serves the files of a made-up model and notes what it was asked for. handle, if set, may answer
// instead.
type modelServer struct {
	*httptest.Server
	files  map[string][]byte
	handle func(w http.ResponseWriter, r *http.Request, file []byte) (done bool)

	mu       sync.Mutex
	requests []string // "name" or "name bytes=5-"
}

func (s *modelServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.URL.Path)
	s.mu.Lock()
	s.requests = append(s.requests, strings.TrimSpace(name+" "+r.Header.Get("Range")))
	handle := s.handle
	s.mu.Unlock()
	file, ok := s.files[name]
	if handle != nil && handle(w, r, file) {
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file))
}

func (s *modelServer) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

// pullCase returns a server, the model that it serves and a Puller for it that does not wait between attempts.
func pullCase(t *testing.T) (*modelServer, Info, *Puller) {
	t.Helper()
	s := &modelServer{files: map[string][]byte{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	info := Info{Name: "xx-en", From: language.German, To: language.English}
	noise := rand.New(rand.NewPCG(1, 2))
	for name, size := range map[string]int{"model.bin": 300_000, "lex.bin": 70_001, "vocab.spm": 5} {
		content := make([]byte, size)
		for i := range content {
			content[i] = byte(noise.Uint32())
		}
		s.files[name] = content
	}
	for _, name := range []string{"model.bin", "lex.bin", "vocab.spm"} {
		sum := sha256.Sum256(s.files[name])
		info.Files = append(info.Files, File{
			Name:    name,
			URL:     "https://models.invalid/xx/" + name,
			Content: Content{int64(len(s.files[name])), hex.EncodeToString(sum[:])},
		})
	}
	p := &Puller{
		Dir:     filepath.Join(t.TempDir(), "models"),
		BaseURL: s.URL,
		pause:   func(ctx context.Context, d time.Duration) error { return ctx.Err() },
	}
	return s, info, p
}

// wantInstalled compares the files with those of the server.
func wantInstalled(t *testing.T, s *modelServer, info Info, p *Puller) {
	t.Helper()
	dir, err := p.Path(info)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(info.Files)+1 { // and the receipt
		t.Errorf("%d files in the folder, want %d; %v", len(entries), len(info.Files)+1, err)
	}
	for _, f := range info.Files {
		if got, err := os.ReadFile(filepath.Join(dir, f.Name)); err != nil || !bytes.Equal(got, s.files[f.Name]) {
			t.Errorf("%s differs: %d bytes, %v", f.Name, len(got), err)
		}
	}
	if err := p.Verify(t.Context(), info); err != nil {
		t.Error(err)
	}
}

// wantFailure checks kind and text of an error, and that no file of the model's first name is there.
func wantFailure(t *testing.T, info Info, p *Puller, err error, kind translate.Kind, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	var e *translate.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Errorf("error of kind %v, want %v: %v", translate.KindOf(err), kind, err)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error does not say %q: %v", text, err)
		}
	}
	if _, err := os.Stat(filepath.Join(p.Dir, info.Name, info.Files[0].Name)); err == nil {
		t.Error("the file is there all the same")
	}
	if p.Installed(info) {
		t.Error("the model counts as installed")
	}
}

func writePart(t *testing.T, p *Puller, info Info, content []byte) {
	t.Helper()
	dir := filepath.Join(p.Dir, info.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, info.Files[0].Name+partSuffix), content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPull(t *testing.T) {
	s, info, p := pullCase(t)
	if _, err := p.Path(info); err == nil || !strings.Contains(err.Error(), "satzpaar models pull xx-en") {
		t.Errorf("Path before Pull: %v", err)
	}
	last := int64(-1)
	p.Progress = func(done, total int64) {
		if done < last || total != info.Size() {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	if last != info.Size() {
		t.Errorf("progress ends at %d of %d", last, info.Size())
	}
	wantInstalled(t, s, info, p)
	n := len(s.asked())
	last = -1
	if n != 3 {
		t.Errorf("%d requests: %q", n, s.asked())
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Error(err)
	}
	if len(s.asked()) != n {
		t.Errorf("a second Pull asked for %q", s.asked()[n:])
	}
	if changed, err := p.Update(t.Context(), info); changed || err != nil || len(s.asked()) != n {
		t.Errorf("update of a model that no list has: %v, %v, requests %q", changed, err, s.asked()[n:])
	}
	if err := p.Remove(t.Context(), info); err != nil {
		t.Error(err)
	}
	if p.Installed(info) {
		t.Error("installed after Remove")
	}
	if _, err := os.Stat(filepath.Join(p.Dir, info.Name)); err == nil {
		t.Error("the folder is still there")
	}
	if err := p.Remove(t.Context(), info); err != nil {
		t.Errorf("removing what is not there: %v", err)
	}
}

func TestPullResumesWithinOneCall(t *testing.T) {
	s, info, p := pullCase(t)
	cuts := 0
	s.handle = func(w http.ResponseWriter, r *http.Request, file []byte) bool {
		if cuts++; cuts > 7 || len(file) != 300_000 {
			return false
		}
		from := 0
		if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(file)-1, len(file)))
			w.Header().Set("Content-Length", fmt.Sprint(len(file)-from))
			w.WriteHeader(http.StatusPartialContent)
		} else {
			w.Header().Set("Content-Length", fmt.Sprint(len(file)))
		}
		_, _ = w.Write(file[from : from+30_000])
		panic(http.ErrAbortHandler)
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, s, info, p)
	resumed := 0
	for _, r := range s.asked() {
		if strings.HasPrefix(r, "model.bin bytes=") && r != "model.bin bytes=0-" {
			resumed++
		}
	}
	if resumed == 0 {
		t.Errorf("never resumed: %q", s.asked())
	}
}

func TestPullGivesUpWhereNothingComes(t *testing.T) {
	s, info, p := pullCase(t)
	s.handle = func(w http.ResponseWriter, r *http.Request, file []byte) bool { panic(http.ErrAbortHandler) }
	var pauses []time.Duration
	p.pause = func(ctx context.Context, d time.Duration) error { pauses = append(pauses, d); return nil }
	err := p.Pull(t.Context(), info)
	wantFailure(t, info, p, err, translate.Unavailable, "cannot be reached", "--model builtin")
	if n := len(s.asked()); n < pullAttempts || len(pauses) != pullAttempts-1 {
		t.Errorf("%d requests, pauses %v", n, pauses)
	}
	for i := 1; i < len(pauses); i++ {
		if pauses[i] <= pauses[i-1] {
			t.Errorf("pauses %v do not grow", pauses)
		}
	}
}

func TestPullWithoutNetwork(t *testing.T) {
	s, info, p := pullCase(t)
	s.Close()
	wantFailure(t, info, p, p.Pull(t.Context(), info), translate.Unavailable, "cannot be reached", "--model builtin", s.URL)
}

func TestPullResumesAnEarlierCall(t *testing.T) {
	s, info, p := pullCase(t)
	writePart(t, p, info, s.files["model.bin"][:123_456])
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, s, info, p)
	if got := s.asked()[0]; got != "model.bin bytes=123456-" {
		t.Errorf("first request %q", got)
	}
}

func TestPullOfPartsThatAreNoUse(t *testing.T) {
	for _, c := range []struct {
		name string
		part func(file []byte) []byte
		want []string // requests for the first file
	}{
		{"whole", func(file []byte) []byte { return file }, nil},
		{"too long", func(file []byte) []byte { return append(bytes.Clone(file), 1) }, []string{"model.bin"}},
		{"whole but wrong", func(file []byte) []byte { return make([]byte, len(file)) }, []string{"model.bin"}},
		{"wrong", func(file []byte) []byte { return make([]byte, 1000) }, []string{"model.bin bytes=1000-", "model.bin"}},
		{"empty", func(file []byte) []byte { return nil }, []string{"model.bin"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, info, p := pullCase(t)
			writePart(t, p, info, c.part(s.files["model.bin"]))
			if err := p.Pull(t.Context(), info); err != nil {
				t.Fatal(err)
			}
			wantInstalled(t, s, info, p)
			want := append(c.want, "lex.bin", "vocab.spm")
			if got := s.asked(); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("requests %q, want %q", got, want)
			}
		})
	}
}

func TestPullOfCorruptedFile(t *testing.T) {
	s, info, p := pullCase(t)
	s.files["model.bin"][777] ^= 1
	wantFailure(t, info, p, p.Pull(t.Context(), info), translate.Internal, "SHA-256", "model.bin")
	if n := len(s.asked()); n != 2 {
		t.Errorf("%d requests, want one more from the start and then the end: %q", n, s.asked())
	}
	if _, err := os.Stat(filepath.Join(p.Dir, info.Name, "model.bin"+partSuffix)); err == nil {
		t.Error("the corrupted part is kept")
	}
}

func TestPullAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		part   int // bytes that are here
		handle func(w http.ResponseWriter, r *http.Request, file []byte) bool
		kind   translate.Kind // if it fails
		text   string         // of the error; "" if it succeeds
	}{
		{"missing", 0, func(w http.ResponseWriter, r *http.Request, _ []byte) bool { http.NotFound(w, r); return true }, translate.Invalid, "404"},
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
		{"no ranges", 1000, func(w http.ResponseWriter, r *http.Request, file []byte) bool { _, _ = w.Write(file); return true }, 0, ""},
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

func TestPullRefusesToLeaveHTTPS(t *testing.T) {
	plain, info, p := pullCase(t)
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL+r.URL.Path, http.StatusFound)
	}))
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
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusFound)
	}))
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

func TestPullRepairsAnInstalledModel(t *testing.T) {
	s, info, p := pullCase(t)
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(p.Dir, info.Name, "lex.bin")
	damaged := bytes.Clone(s.files["lex.bin"])
	damaged[0] ^= 1
	if err := os.WriteFile(name, damaged, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(t.Context(), info); err == nil || !strings.Contains(err.Error(), "lex.bin") {
		t.Errorf("Verify of a damaged file: %v", err)
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, s, info, p)
	if err := os.Truncate(name, 5); err != nil {
		t.Fatal(err)
	}
	if p.Installed(info) {
		t.Error("a truncated file counts as installed")
	}
}

// fullDisk fails after a number of bytes.
type fullDisk struct {
	*os.File
	left int
}

func (f *fullDisk) Write(b []byte) (int, error) {
	if len(b) > f.left {
		n, _ := f.File.Write(b[:f.left])
		f.left = 0
		return n, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	f.left -= len(b)
	return f.File.Write(b)
}

func TestPullToAFullDisk(t *testing.T) {
	s, info, p := pullCase(t)
	p.open = func(name string, flag int) (partFile, error) {
		f, err := os.OpenFile(name, flag, 0o644)
		return &fullDisk{f, 100_000}, err
	}
	err := p.Pull(t.Context(), info)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "0.3 MB") {
		t.Errorf("error %v", err)
	}
	if len(s.asked()) != 1 {
		t.Errorf("tried again: %q", s.asked())
	}
	p.open = nil
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, s, info, p)
	if got := s.asked()[1]; !strings.HasPrefix(got, "model.bin bytes=") {
		t.Errorf("not resumed after the disk was full: %q", got)
	}
}

func TestPullToAFileOrALockedFolder(t *testing.T) {
	_, info, p := pullCase(t)
	if err := os.WriteFile(p.Dir, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), p.Dir) {
		t.Errorf("a file in place of the folder: %v", err)
	}
	if os.Geteuid() == 0 {
		return // may write anywhere
	}
	p.Dir = filepath.Join(t.TempDir(), "locked")
	if err := os.Mkdir(p.Dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if err := p.Pull(t.Context(), info); !errors.Is(err, os.ErrPermission) {
		t.Errorf("a folder that is not writable: %v", err)
	}
}

func TestPullRefusesNamesThatLeaveTheFolder(t *testing.T) {
	_, good, p := pullCase(t)
	for _, name := range []string{"", "..", "../x", "a/b", "/x", `a\b`} {
		info := good
		info.Name = name
		if err := p.Pull(t.Context(), info); translate.KindOf(err) != translate.Invalid {
			t.Errorf("model %q: %v", name, err)
		}
		info = good
		info.Files = []File{{Name: name}}
		if err := p.Pull(t.Context(), info); translate.KindOf(err) != translate.Invalid {
			t.Errorf("file %q: %v", name, err)
		}
	}
	p.BaseURL = "ftp://example.invalid"
	if err := p.Pull(t.Context(), good); translate.KindOf(err) != translate.Invalid {
		t.Errorf("base URL: %v", err)
	}
}

func TestRemoveLeavesWhatIsNotOurs(t *testing.T) {
	_, info, p := pullCase(t)
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(p.Dir, info.Name, "notes.txt")
	if err := os.WriteFile(notes, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.Remove(t.Context(), info); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(notes); err != nil {
		t.Error(err)
	}
	if p.Installed(info) {
		t.Error("installed after Remove")
	}
}

func TestPullTwiceAtOnce(t *testing.T) {
	s, info, p := pullCase(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := p.Pull(t.Context(), info); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wantInstalled(t, s, info, p)
	if asked := s.asked(); len(asked) != 3 {
		t.Errorf("requests %q, want each file once", asked)
	}
}

// TestPullProcess is not a test: it is the second process of TestPullAfterAKill.
func TestPullProcess(t *testing.T) {
	base := os.Getenv("SATZPAAR_TEST_PULL")
	if base == "" {
		return
	}
	_, info, p := pullCase(t)
	p.BaseURL, p.Dir = base, os.Getenv("SATZPAAR_TEST_PULL_DIR")
	t.Log(p.Pull(t.Context(), info))
}

func TestPullAfterAKill(t *testing.T) {
	s, info, p := pullCase(t)
	const half = 200_000
	sent := make(chan struct{})
	s.mu.Lock() // the race detector does not see that the other process starts later
	s.handle = func(w http.ResponseWriter, r *http.Request, file []byte) bool {
		if r.Header.Get("Range") != "" || len(file) != 300_000 {
			return false
		}
		w.Header().Set("Content-Length", fmt.Sprint(len(file)))
		_, _ = w.Write(file[:half])
		_ = http.NewResponseController(w).Flush()
		close(sent)
		<-r.Context().Done()
		return true
	}
	s.mu.Unlock()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(program, "-test.run=^TestPullProcess$")
	other.Env = append(os.Environ(), "SATZPAAR_TEST_PULL="+s.URL, "SATZPAAR_TEST_PULL_DIR="+p.Dir,
		"TMPDIR="+t.TempDir()) // what is killed leaves its folders
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	<-sent
	part := filepath.Join(p.Dir, info.Name, "model.bin"+partSuffix)
	for have := int64(0); have < half; {
		if st, err := os.Stat(part); err == nil {
			have = st.Size()
		}
		time.Sleep(time.Millisecond)
	}
	// As long as it lives it has the lock.
	ctx, cancel := context.WithTimeout(t.Context(), 3*lockPoll)
	if err := p.Pull(ctx, info); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "another process") {
		t.Errorf("beside the other process: %v", err)
	}
	cancel()
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantInstalled(t, s, info, p)
	if got, want := s.asked()[1], fmt.Sprintf("model.bin bytes=%d-", half); got != want {
		t.Errorf("after the kill it asked for %q, want %q", got, want)
	}
}
