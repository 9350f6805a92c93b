package models

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/usertest"
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

// pullCase returns a server, the model that it serves and a Puller for it.
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
		info.Files = append(info.Files, File{
			Name:    name,
			URL:     "https://models.invalid/xx/" + name,
			Content: Content{int64(len(s.files[name])), hashOf(s.files[name])},
		})
	}
	return s, info, pullerFrom(t, s.URL)
}

// pullerFrom returns a Puller with a folder of its own that does not wait between attempts.
func pullerFrom(t *testing.T, address string) *Puller {
	return &Puller{
		Dir:     filepath.Join(t.TempDir(), "models"),
		BaseURL: address,
		pause:   func(ctx context.Context, d time.Duration) error { return ctx.Err() },
	}
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
	if _, err := p.Path(info); !strings.Contains(advice.Of(err), "satzpaar models pull xx-en") {
		t.Errorf("Path before Pull: %v, advice %q", err, advice.Of(err))
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
	// What a process that was killed leaves.
	for _, name := range []string{"model.bin" + partSuffix, "lex.bin" + unpackedSuffix, receiptName + partSuffix} {
		if err := os.WriteFile(filepath.Join(p.Dir, info.Name, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
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

func TestPullToAFile(t *testing.T) {
	_, info, p := pullCase(t)
	if err := os.WriteFile(p.Dir, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), p.Dir) {
		t.Errorf("a file in place of the folder: %v", err)
	}
}

func TestPullToALockedFolder(t *testing.T) {
	if !usertest.Bound(t) {
		return
	}
	_, info, p := pullCase(t)
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
