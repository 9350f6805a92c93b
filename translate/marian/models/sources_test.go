package models

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/translate"
)

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func gzipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zstandard(t *testing.T, b []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(b, nil)
}

// Where a mirror has what Mozilla's servers have.
const (
	recordsPath  = "/v1/buckets/main/collections/translations-models-v2/records"
	registryPath = "/moz-fx-translations-data--303e-prod-translations-data/db/models.json"
	attachments  = "/main-workspace/translations-models-v2/"
	exported     = "/moz-fx-translations-data--303e-prod-translations-data/models/fr-en/run_1/exported/"
)

// A firefox is a server that speaks as all three sources do. What stands in bad, by the beginning of its path, is
// answered with a fault.
type firefox struct {
	*httptest.Server
	content map[string][]byte // of the files of the model, by name
	pages   map[string][]byte // by path
	bad     map[string]http.HandlerFunc
}

func (s *firefox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for prefix, fault := range s.bad {
		if strings.HasPrefix(r.URL.Path, prefix) {
			fault(w, r)
			return
		}
	}
	page, ok := s.pages[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page))
}

// release makes the pages of a release whose files are content.
func (s *firefox) release(t *testing.T, version string, content map[string][]byte) {
	t.Helper()
	s.content = content
	var records []record
	for name, b := range content {
		packed := zstandard(t, b)
		r := record{Name: name, SourceLanguage: "fr", TargetLanguage: "en", Architecture: "tiny", Version: version,
			FileType: strings.SplitN(name, ".", 2)[0], Hash: hashOf(b), Size: int64(len(b))}
		r.Attachment.Hash, r.Attachment.Size = hashOf(packed), int64(len(packed))
		r.Attachment.Location = attachments[1:] + name + ".zst"
		records = append(records, r)
		s.pages[attachments+name+".zst"] = packed
		s.pages[exported+name+".gz"] = gzipped(t, b)
	}
	list, err := json.Marshal(map[string]any{"data": records})
	if err != nil {
		t.Fatal(err)
	}
	s.pages[recordsPath] = list
	path := func(name string) string { return "models/fr-en/run_1/exported/" + name + ".gz" }
	const model = "model.fren.intgemm.alphas.bin"
	var r registered
	r.Architecture, r.ReleaseStatus, r.SourceLanguage, r.TargetLanguage = "tiny", "Release", "fr", "en"
	r.Files.Model = registeredFile{path(model), hashOf(content[model]), int64(len(content[model]))}
	r.Files.Lexicon.Path = path("lex.50.50.fren.s2t.bin")
	r.Files.Vocab = &registeredFile{Path: path("vocab.fren.spm")}
	registry, err := json.Marshal(map[string]any{"models": map[string]any{"fr-en": []registered{r}}})
	if err != nil {
		t.Fatal(err)
	}
	s.pages[registryPath] = gzipped(t, registry)
}

// contentOfModel returns made-up files of a model.
func contentOfModel(first byte) map[string][]byte {
	return map[string][]byte{
		"model.fren.intgemm.alphas.bin": append([]byte{first}, bytes.Repeat([]byte("weights "), 40_000)...),
		"lex.50.50.fren.s2t.bin":        append([]byte{first}, bytes.Repeat([]byte("lexicon "), 9_000)...),
		"vocab.fren.spm":                append([]byte{first}, []byte("vocabulary")...),
	}
}

// firefoxCase returns a server, a model of which the table knows what it knows of real ones, and a Puller.
func firefoxCase(t *testing.T) (*firefox, Info, *Puller) {
	t.Helper()
	s := &firefox{pages: map[string][]byte{}, bad: map[string]http.HandlerFunc{}}
	s.release(t, "2.0", contentOfModel(1))
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	info := Info{Name: "fr-en", From: language.French, To: language.English, Arch: "tiny", pair: "fr-en"}
	for _, name := range []string{"model.fren.intgemm.alphas.bin", "lex.50.50.fren.s2t.bin", "vocab.fren.spm"} {
		info.Files = append(info.Files, File{Name: name, Packed: true,
			URL: bucket + "models/fr-en/run_1/exported/" + name + ".gz"})
	}
	model := s.content[info.Files[0].Name]
	info.Files[0].Content = Content{int64(len(model)), hashOf(model)}
	return s, info, pullerFrom(t, s.URL)
}

// wantHere compares what is installed with what the server has.
func wantHere(t *testing.T, s *firefox, info Info, p *Puller) {
	t.Helper()
	dir, err := p.Path(info)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range s.content {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs: %d bytes, %v", name, len(got), err)
		}
	}
	if err := p.Verify(t.Context(), info); err != nil {
		t.Error(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(s.content)+1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func wantSource(t *testing.T, p *Puller, info Info, source source, pinned ...string) {
	t.Helper()
	r, ok := p.Receipt(info)
	if !ok || r.Source != source.name || !slices.Equal(r.Pinned(), pinned) {
		t.Errorf("receipt %+v, want one of %s with %q pinned", r, source.name, pinned)
	}
}

func TestSources(t *testing.T) {
	s, info, p := firefoxCase(t)
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantHere(t, s, info, p)
	wantSource(t, p, info, remoteSettings)
	if err := p.Remove(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(p.Dir, info.Name)); err == nil {
		t.Error("the folder is there after Remove")
	}
}

// faults are what servers do wrong. Those of lists are tried on indexes too.
func faults(t *testing.T, s *firefox) (lists, files map[string]http.HandlerFunc) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host was asked for %s", r.URL)
	}))
	t.Cleanup(other.Close)
	say := func(body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }
	}
	lists = map[string]http.HandlerFunc{
		"404":      http.NotFound,
		"403":      func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) },
		"500":      func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) },
		"garbage":  say([]byte(`{"data":[{"name":`)),
		"nothing":  say(nil),
		"a page":   say([]byte("<html>Please log in</html>")),
		"redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) },
		"broken off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"data":[`)
		},
		"bomb":         say(gzipped(t, make([]byte, largestFile+1))),
		"broken gzip":  say(gzipped(t, bytes.Repeat([]byte("list"), 1000))[:20]),
		"broken zstd":  say(append([]byte{0x28, 0xb5, 0x2f, 0xfd}, "nothing"...)),
		"large window": say([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00}),
	}
	files = maps.Clone(lists)
	lists["slow"] = func(w http.ResponseWriter, r *http.Request) { // of files, see TestPullFromSlowServer
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	files["zstd bomb"] = say(zstandard(t, make([]byte, largestFile+1)))
	files["another file"] = say(zstandard(t, contentOfModel(2)["model.fren.intgemm.alphas.bin"]))
	files["cut"] = func(w http.ResponseWriter, r *http.Request) {
		page := s.pages[r.URL.Path]
		_, _ = w.Write(page[:len(page)/2])
	}
	files["one byte too many"] = func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(append(bytes.Clone(s.pages[r.URL.Path]), 0))
	}
	return lists, files
}

// TestFaultsOfSources: whatever one source does, the next one is asked, and only right bytes are installed.
func TestFaultsOfSources(t *testing.T) {
	lists, files := faults(t, &firefox{})
	const lexicon, vocab = "lex.50.50.fren.s2t.bin", "vocab.fren.spm"
	try := func(name string, next source, paths map[string]http.HandlerFunc) {
		t.Run(name, func(t *testing.T) {
			s, info, p := firefoxCase(t)
			if s.bad = paths; strings.HasSuffix(name, "slow") {
				p.Idle = 2 * time.Second // long enough for the requests that are answered
			}
			if err := p.Pull(t.Context(), info); err != nil {
				t.Fatal(err)
			}
			wantHere(t, s, info, p)
			wantSource(t, p, info, next, lexicon, vocab)
		})
	}
	for name, fault := range lists {
		try("records: "+name, registry, map[string]http.HandlerFunc{recordsPath: fault})
		try("both lists: "+name, compiledIn, map[string]http.HandlerFunc{recordsPath: fault, registryPath: fault})
	}
	for name, fault := range files {
		if name == "cut" || name == "one byte too many" {
			continue // they look up the page of their own server
		}
		try("attachments: "+name, registry, map[string]http.HandlerFunc{attachments: fault})
	}
}

// TestFaultsOfAllSources: where no source has the right bytes, nothing is installed, and the error names each.
func TestFaultsOfAllSources(t *testing.T) {
	server := &firefox{}
	_, files := faults(t, server)
	for name, fault := range files {
		for _, file := range []string{"model", "lex"} {
			if file == "lex" && slices.Contains([]string{"another file", "garbage", "nothing", "a page"}, name) {
				continue // it has no hash: see TestPinnedFiles
			}
			t.Run(file+": "+name, func(t *testing.T) {
				s, info, p := firefoxCase(t)
				server.pages = s.pages
				s.bad = map[string]http.HandlerFunc{attachments + file: fault, exported + file: fault}
				err := p.Pull(t.Context(), info)
				var e *translate.Error
				if !errors.As(err, &e) || !strings.Contains(err.Error(), remoteSettings.name) ||
					!strings.Contains(err.Error(), compiledIn.name) {
					t.Errorf("error %v", err)
				}
				if p.Installed(info) {
					t.Error("it counts as installed")
				}
				entries, _ := os.ReadDir(filepath.Join(p.Dir, info.Name))
				for _, e := range entries {
					if st, err := e.Info(); err == nil && st.Size() > largestFile {
						t.Errorf("%s has %d bytes", e.Name(), st.Size())
					}
				}
			})
		}
	}
}

// TestWrongRecords: what Remote Settings holds of files cannot make others of them.
func TestWrongRecords(t *testing.T) {
	model := hashOf(contentOfModel(1)["model.fren.intgemm.alphas.bin"])
	for name, change := range map[string]func(r *record){
		"another release":      func(r *record) { r.Hash = strings.ReplaceAll(r.Hash, model, hashOf(nil)) },
		"another size":         func(r *record) { r.Size++ },
		"no hash":              func(r *record) { r.Hash = "" },
		"wrong hash":           func(r *record) { r.Attachment.Hash = hashOf(nil) },
		"no size":              func(r *record) { r.Attachment.Size = 0 },
		"negative size":        func(r *record) { r.Attachment.Size = -1 },
		"huge":                 func(r *record) { r.Attachment.Size = 1 << 40 },
		"leaves the server":    func(r *record) { r.Attachment.Location = "../../etc/passwd" },
		"elsewhere":            func(r *record) { r.Attachment.Location = "https://example.invalid/x.zst" },
		"another language":     func(r *record) { r.SourceLanguage = "it" },
		"another architecture": func(r *record) { r.Architecture = "base" },
		"without a lexicon":    func(r *record) { r.Name = strings.Replace(r.Name, "lex.", "nolex.", 1) },
		"versions differ":      func(r *record) { r.Version += strings.Repeat("1", len(r.FileType)%3) },
	} {
		t.Run(name, func(t *testing.T) {
			s, info, p := firefoxCase(t)
			var list struct {
				Data []record `json:"data"`
			}
			if err := json.Unmarshal(s.pages[recordsPath], &list); err != nil {
				t.Fatal(err)
			}
			for i := range list.Data {
				change(&list.Data[i])
			}
			raw, err := json.Marshal(list)
			if err != nil {
				t.Fatal(err)
			}
			s.pages[recordsPath] = raw
			if err := p.Pull(t.Context(), info); err != nil {
				t.Fatal(err)
			}
			wantHere(t, s, info, p)
			wantSource(t, p, info, registry, "lex.50.50.fren.s2t.bin", "vocab.fren.spm")
		})
	}
}

// TestPinnedFiles: files without a published hash are tried with the model, and must stay as they were.
func TestPinnedFiles(t *testing.T) {
	s, info, p := firefoxCase(t)
	s.bad[recordsPath] = http.NotFound
	tried := 0
	p.Try = func(dir string, m Info) error {
		if tried++; tried <= 2 {
			return errors.New("no vocabulary of this model")
		}
		return nil
	}
	if err := p.Pull(t.Context(), info); err == nil || !strings.Contains(err.Error(), "no vocabulary of this model") {
		t.Errorf("error %v", err)
	}
	if p.Installed(info) || tried != 2 {
		t.Errorf("tried %d times, installed: %v", tried, p.Installed(info))
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantHere(t, s, info, p)

	// Somebody changes the lexicon: here, and then at the source too.
	name := filepath.Join(p.Dir, info.Name, "lex.50.50.fren.s2t.bin")
	if err := os.WriteFile(name, []byte("another lexicon"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(t.Context(), info); err == nil {
		t.Error("Verify does not see a changed lexicon")
	}
	s.pages[exported+"lex.50.50.fren.s2t.bin.gz"] = gzipped(t, []byte("another lexicon"))
	if err := p.Pull(t.Context(), info); translate.KindOf(err) != translate.Internal {
		t.Errorf("a lexicon other than the pinned one: %v", err)
	}
	s.pages[exported+"lex.50.50.fren.s2t.bin.gz"] = gzipped(t, s.content["lex.50.50.fren.s2t.bin"])
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantHere(t, s, info, p)
}

func TestUpdate(t *testing.T) {
	s, info, p := firefoxCase(t)
	if _, err := p.Update(t.Context(), info); err == nil || !strings.Contains(advice.Of(err), "models pull fr-en") {
		t.Errorf("update of what is not here: %v", err)
	}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	if changed, err := p.Update(t.Context(), info); err != nil || changed {
		t.Errorf("update of the newest: %v, %v", changed, err)
	}
	s.release(t, "10.0", contentOfModel(9)) // a format that nobody knows here
	s.bad[registryPath] = http.NotFound
	if changed, err := p.Update(t.Context(), info); err == nil || changed {
		t.Errorf("update to a format of the future: %v, %v", changed, err)
	}
	s.release(t, "2.1", contentOfModel(3))
	if changed, err := p.Update(t.Context(), info); err != nil || !changed {
		t.Fatalf("update: %v, %v", changed, err)
	}
	wantHere(t, s, info, p)
	wantSource(t, p, info, remoteSettings)
	if err := p.Pull(t.Context(), info); err != nil { // it is whole, though not the one that is compiled in
		t.Error(err)
	}
	wantHere(t, s, info, p)
	// Where one source breaks off and the other knows nothing newer, nothing has changed.
	kept := s.pages[registryPath]
	s.release(t, "2.2", contentOfModel(4))
	s.pages[registryPath], s.bad = kept, map[string]http.HandlerFunc{attachments: http.NotFound}
	if changed, err := p.Update(t.Context(), info); err != nil || changed {
		t.Errorf("an update that only one source has, and breaks off: %v, %v", changed, err)
	}
	s.release(t, "2.2", contentOfModel(4))
	s.bad = map[string]http.HandlerFunc{attachments: http.NotFound, exported: http.NotFound}
	if changed, err := p.Update(t.Context(), info); err == nil || changed || !p.Installed(info) {
		t.Errorf("an update that fails: %v, %v; installed: %v", changed, err, p.Installed(info))
	}
	s.bad = map[string]http.HandlerFunc{recordsPath: http.NotFound}
	if changed, err := p.Update(t.Context(), info); err != nil || !changed {
		t.Fatalf("update from the registry: %v, %v", changed, err)
	}
	wantHere(t, s, info, p)
	wantSource(t, p, info, registry, "lex.50.50.fren.s2t.bin", "vocab.fren.spm")
}

// TestPlainMirror: over an address without encryption, anybody on the way may have written the list.
func TestPlainMirror(t *testing.T) {
	for address, want := range map[string]bool{
		"": true, "https://mirror.example/x": true, "http://127.0.0.1:80": true, "http://[::1]:80": true,
		"http://localhost:1": true, "http://mirror.example": false, "http://10.0.0.1": false,
		"http://localhost.example": false, "://": false,
	} {
		if got := (&Puller{BaseURL: address}).trusted(); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
	s, info, p := firefoxCase(t)
	p.BaseURL = "http://mirror.example"
	p.Client = &http.Client{Transport: sameServer(s.URL)}
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	wantHere(t, s, info, p)
	wantSource(t, p, info, remoteSettings, "lex.50.50.fren.s2t.bin", "vocab.fren.spm")
	s.release(t, "3.0", contentOfModel(5))
	if changed, err := p.Update(t.Context(), info); err == nil || changed ||
		!strings.Contains(err.Error(), "without encryption") {
		t.Errorf("update: %v, %v", changed, err)
	}
}

// sameServer sends all requests to one server.
type sameServer string

func (s sameServer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Host = strings.TrimPrefix(string(s), "http://")
	return http.DefaultTransport.RoundTrip(r)
}
