package review

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Server lets people review the bitexts of an output folder in their browser. Every edit is on the disk before the page is told that it is saved; several tabs and
// several processes may work on the same documents, since edits are only ever added to a file.
//
// It answers only to the host it was asked to serve, only under its token, and never to requests that another site's page has made.
type Server struct {
	dir   string
	token string
	host  string
	now   func() time.Time
	// Retranslate asks a backend of that name (empty: the usual one) for another translation of a source sentence; nil if there is none.
	Retranslate func(ctx context.Context, source, backend string) (string, error)

	mux       http.Handler
	mu        sync.Mutex
	documents map[string]string // name → path of its bitext
	order     []string
}

// maxRequest bounds what a page may send: more than any sentence, less than what would hurt.
const maxRequest = 8 << 20

// NewServer returns a server of the bitexts below dir. Host is the "address:port" it is reached at; token is the secret part of its URL.
func NewServer(dir, host, token string, now func() time.Time) (*Server, error) {
	s := &Server{dir: dir, token: token, host: host, now: now}
	if err := s.scan(); err != nil {
		return nil, err
	}
	if len(s.order) == 0 {
		return nil, fmt.Errorf("%s holds no bitext", dir)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{token}/", s.index)
	mux.HandleFunc("GET /{token}/document", s.page)
	mux.HandleFunc("GET /{token}/edits", s.edits)
	mux.HandleFunc("POST /{token}/edits", s.edit)
	mux.HandleFunc("POST /{token}/retranslate", s.retranslate)
	s.mux = http.NewCrossOriginProtection().Handler(mux)
	return s, nil
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	if r.Host != s.host {
		http.Error(w, "wrong host", http.StatusMisdirectedRequest) // a name that was made to point here
		return
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if subtle.ConstantTimeCompare([]byte(first), []byte(s.token)) != 1 {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// URL returns where the server is reached.
func (s *Server) URL() string { return "http://" + s.host + "/" + s.token + "/" }

// scan finds the documents of the folder. Names that requests give are looked up in what it found, so no request can reach another file.
func (s *Server) scan() error {
	found := map[string]string{}
	var order []string
	err := filepath.WalkDir(s.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, bitext.Suffix) {
			return err
		}
		rel, err := filepath.Rel(s.dir, p)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.ToSlash(rel), bitext.Suffix)
		found[name] = p
		order = append(order, name)
		return nil
	})
	if err != nil {
		return fmt.Errorf("review: %w", err)
	}
	slices.Sort(order)
	s.mu.Lock()
	s.documents, s.order = found, order
	s.mu.Unlock()
	return nil
}

// path returns the bitext of a document.
func (s *Server) path(name string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.documents[name]
	return p, ok
}

// read returns a document with its edits, and how many edits there are. A file of records has many bitexts; its page shows them as one.
func (s *Server) read(name string) (*bitext.Bitext, int, error) {
	p, ok := s.path(name)
	if !ok {
		return nil, 0, fmt.Errorf("there is no document %s here: %w", name, fs.ErrNotExist)
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	docs, err := bitext.Read(f, p)
	if len(docs) == 0 {
		return nil, 0, errors.Join(fmt.Errorf("%s holds no pairs that can be read", p), err)
	}
	if len(docs) > 1 {
		return nil, 0, fmt.Errorf("%s holds %d documents: export them one by one to review them", p, len(docs))
	}
	edits, err := bitext.ReadEditsFile(bitext.EditsPath(p))
	if err != nil && edits == nil {
		return nil, 0, err
	}
	return docs[0], len(edits), nil
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if errors.Is(err, fs.ErrNotExist) {
		status = http.StatusNotFound
	}
	http.Error(w, err.Error(), status)
}

// index shows the documents with their progress.
func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/"+s.token+"/" {
		http.NotFound(w, r)
		return
	}
	if err := s.scan(); err != nil {
		s.fail(w, err)
		return
	}
	var rows []Row
	for _, name := range s.order {
		row := Row{Document: name}
		b, _, err := s.read(name)
		if err != nil {
			row.Trouble = err.Error()
			rows = append(rows, row)
			continue
		}
		edits, _ := bitext.ReadEditsFile(bitext.EditsPath(s.documents[name]))
		bitext.Apply(b, edits)
		row.Page = "document?" + url.Values{"d": {name}}.Encode()
		row.count(b)
		rows = append(rows, row)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := WriteIndex(w, rows); err != nil {
		s.fail(w, err)
	}
}

// page shows one document; its script fetches the edits and saves new ones.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("d")
	b, _, err := s.read(name)
	if err != nil {
		s.fail(w, err)
		return
	}
	edits, err := s.editsAfter(name, 0)
	if err != nil {
		s.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := write(w, b, &live{Name: name, Edits: edits, Retranslate: s.Retranslate != nil}); err != nil {
		s.fail(w, err)
	}
}

func (s *Server) editsAfter(name string, n int) ([]bitext.Edit, error) {
	p, ok := s.path(name)
	if !ok {
		return nil, fmt.Errorf("there is no document %s here: %w", name, fs.ErrNotExist)
	}
	edits, err := bitext.ReadEditsFile(bitext.EditsPath(p))
	if err != nil && edits == nil {
		return nil, err
	}
	if n < 0 || n > len(edits) {
		n = len(edits)
	}
	if edits = edits[n:]; edits == nil {
		edits = []bitext.Edit{}
	}
	return edits, nil
}

// edits answers with the edits from a number on: what other tabs have done meanwhile.
func (s *Server) edits(w http.ResponseWriter, r *http.Request) {
	after, err := strconv.Atoi(r.URL.Query().Get("after"))
	if err != nil {
		http.Error(w, "after must be a number", http.StatusBadRequest)
		return
	}
	edits, err := s.editsAfter(r.URL.Query().Get("d"), after)
	if err != nil {
		s.fail(w, err)
		return
	}
	reply(w, edits)
}

// edit saves an edit. The answer comes when it is on the disk.
func (s *Server) edit(w http.ResponseWriter, r *http.Request) {
	var edits []bitext.Edit
	if !take(w, r, &edits) {
		return
	}
	p, ok := s.path(r.URL.Query().Get("d"))
	if !ok {
		s.fail(w, fs.ErrNotExist)
		return
	}
	for i := range edits {
		edits[i].Time = s.now().UTC().Format(time.RFC3339)
	}
	if err := bitext.AppendEdit(bitext.EditsPath(p), edits...); err != nil {
		s.fail(w, err)
		return
	}
	reply(w, struct {
		Saved int `json:"saved"`
	}{len(edits)})
}

// retranslate answers with another translation of a sentence.
func (s *Server) retranslate(w http.ResponseWriter, r *http.Request) {
	var q struct{ Source, Backend string }
	if !take(w, r, &q) {
		return
	}
	if s.Retranslate == nil {
		http.Error(w, "no backend to ask", http.StatusNotImplemented)
		return
	}
	text, err := s.Retranslate(r.Context(), q.Source, q.Backend)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	reply(w, struct {
		Target string `json:"target"`
	}{text})
}

func take(w http.ResponseWriter, r *http.Request, into any) bool {
	if ct := r.Header.Get("Content-Type"); ct != "application/json" {
		http.Error(w, "want application/json", http.StatusUnsupportedMediaType)
		return false
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		http.Error(w, "cannot read the request: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func reply(w io.Writer, v any) {
	if h, ok := w.(http.ResponseWriter); ok {
		h.Header().Set("Content-Type", "application/json")
	}
	_ = json.NewEncoder(w).Encode(v) // the reader is gone if this fails
}

// Loopback says whether an address to listen on can be reached from this machine only.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// live is what the page of a served document knows beside its pairs.
type live struct {
	Name        string        `json:"name"`
	Edits       []bitext.Edit `json:"edits"`
	Retranslate bool          `json:"retranslate"`
}

// data returns l for the page's script; null for a page that is a file.
func (l *live) data() (template.JS, error) {
	if l == nil {
		return "null", nil
	}
	raw, err := json.Marshal(l)
	return template.JS(raw), err
}
