package review

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// A Server lets people review the bitexts of an output folder in their browser. Every edit is on the disk before the
// page is told that it is saved; several tabs and several processes may work on the same documents, since edits are
// only ever added to a file.
//
// It answers only to the host it was asked to serve, only under its token, and never to requests that another site's
// page has made.
type Server struct {
	// Retranslate asks a backend of that name (empty: the usual one) for another translation of a sentence of a
	// document with that header; nil if there is none. Set it before serving.
	Retranslate func(ctx context.Context, h *bitext.Header, source, backend string) (string, error)
	// Check looks for faults in a pair whose target a person wrote, and changes nothing; nil if there is nothing to
	// look with. It may be called from several goroutines at once. Set it before serving.
	Check func(b *bitext.Bitext, p *bitext.Pair) []bitext.Finding
	// Link finds the word links of a pair whose target a person wrote; nil if they are not shown. Otherwise it is as
	// Check.
	Link func(b *bitext.Bitext, p *bitext.Pair) []offset.Link
	// Terms finds the terms of the glossary in a source; nil if there is no glossary. TermsVersion counts the states
	// that the glossary was in: pages ask for terms again after each, and edits are checked again; nil where it never
	// changes. CheckTerms returns for each pair of a bitext where it does not obey the glossary; nil if that is not
	// checked. Otherwise they are as Check.
	Terms        func(source string) []Term
	TermsVersion func() int
	CheckTerms   func(b *bitext.Bitext) [][]bitext.Finding
	// OfferTerms finds the terms that people have changed in the same way, in documents with their edits in them, and
	// that the glossary lacks; nil if none are offered. TakeTerm adds one to the glossary; nil if there is none to add
	// to. Otherwise they are as Check.
	OfferTerms func(docs iter.Seq[*bitext.Bitext]) ([]TermOffer, error)
	TakeTerm   func(TermOffer) error
	// Memory holds translations from elsewhere that the search of all documents finds too. Set it before serving.
	Memory []Remembered
	// Cached yields translations of a cache, which the search of all documents finds too; nil for none. A bitext is
	// valid until the next one is asked for. It may be called from several goroutines at once. Set it before serving.
	Cached func(ctx context.Context) iter.Seq2[*bitext.Bitext, error]
	// Edited, if not nil, is told the name of a document and its bitext's path whenever edits of it have been saved.
	// It must return at once. Set it before serving.
	Edited func(name, path string)
	// Against is another output folder of the same documents, to be shown beside the first; empty for none. Set it
	// before serving.
	Against string
	// Also are output folders of other runs, whose pairs the search of all documents finds too. Set it before serving.
	Also []string

	// Name is who works here, and stands in the edits, where no people are admitted by name. Set it before serving.
	Name string
	// Log is called with what people did; nil if that is not logged. It may be called from several goroutines at once.
	// Set it before serving.
	Log func(Event)

	dir      *folder
	against  func() *folder   // nil without one
	also     func() []*folder // in the order of Also
	token    string
	host     string
	policy   string
	now      func() time.Time
	began    time.Time
	mux      http.Handler
	drafts   draftFiles
	presence presence
	offered  termOffers
	access   *access // nil where whoever knows the token is let in
}

// maxRequest bounds what a page may send: more than any sentence, less than what would hurt.
const maxRequest = 8 << 20

// NewServer returns a server of the bitexts below dir. Host is the "address:port" it is reached at; token is the
// secret part of its URL.
func NewServer(dir, host, token string, now func() time.Time) (*Server, error) {
	s := &Server{dir: newFolder(dir), token: token, host: host, now: now, began: now(), drafts: draftFiles{dir: dir}}
	s.dir.list.now = now
	beside := func(dir string) *folder {
		f := newFolder(dir)
		f.list.now = now
		return f
	}
	names, err := s.dir.scan()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no bitext", dir)
	}
	page, err := loadAssets(pageScript)
	if err != nil {
		return nil, err
	}
	index, err := loadAssets(indexScript)
	if err != nil {
		return nil, err
	}
	s.policy = servedPolicy(page.Hash, index.Hash)
	s.against = sync.OnceValue(func() *folder {
		if s.Against == "" {
			return nil
		}
		return beside(s.Against)
	})
	s.also = sync.OnceValue(func() (list []*folder) {
		for _, dir := range s.Also {
			list = append(list, beside(dir))
		}
		return list
	})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{token}/{$}", s.index)
	mux.HandleFunc("GET /{token}/rows", s.rows)
	mux.HandleFunc("GET /{token}/document", s.page)
	mux.HandleFunc("GET /{token}/edits", s.edits)
	mux.HandleFunc("POST /{token}/edits", s.edit)
	mux.HandleFunc("POST /{token}/drafts", s.saveDrafts)
	mux.HandleFunc("POST /{token}/sign-in", s.signIn)
	mux.HandleFunc("POST /{token}/sign-out", s.signOut)
	mux.HandleFunc("GET /{token}/offers", s.offers)
	mux.HandleFunc("POST /{token}/retranslate", s.retranslate)
	mux.HandleFunc("GET /{token}/find", s.find)
	mux.HandleFunc("GET /{token}/terms", s.terms)
	mux.HandleFunc("GET /{token}/offered-terms", s.offeredTerms)
	mux.HandleFunc("POST /{token}/offered-terms", s.takeTerm)
	mux.HandleFunc("GET /{token}/download", s.download)
	mux.HandleFunc("GET /{token}/all.zip", s.downloadAll)
	s.mux = http.NewCrossOriginProtection().Handler(mux)
	return s, nil
}

// Warm reads documents ahead of the first request for them, as many as are kept in memory, until ctx ends. Of a folder
// whose page shows a part of its documents at a time it reads all, for the figures of all.
func (s *Server) Warm(ctx context.Context) {
	names, err := s.dir.scan()
	if err != nil {
		return // the first request reports it
	}
	total := 0
	for _, name := range names {
		if ctx.Err() != nil {
			return
		}
		d, err := s.dir.read(name)
		if err != nil {
			continue
		}
		if total += d.pairs; total > s.dir.kept {
			if len(names) <= s.dir.paged {
				return
			}
			s.dir.row(name)
			continue
		}
		s.dir.row(name)
		if s.Against == "" {
			_, _ = d.content() // kept with its error, if any
		}
	}
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", s.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	const usual = ":80" // which browsers leave out
	if s.access == nil && strings.TrimSuffix(r.Host, usual) != strings.TrimSuffix(s.host, usual) {
		http.Error(w, "wrong host", http.StatusMisdirectedRequest) // a name that was made to point here
		return
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if subtle.ConstantTimeCompare([]byte(first), []byte(s.token)) != 1 {
		if s.access != nil && r.URL.Path == "/" {
			http.Redirect(w, r, "/"+s.token+"/", http.StatusSeeOther)
			return
		}
		http.Error(w, "not found: the address of this program changes with every start", http.StatusNotFound)
		return
	}
	if s.access != nil && r.URL.Path != "/"+s.token+"/sign-in" && s.access.who(r) == nil {
		if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
			s.askPassword(w, http.StatusUnauthorized, "", "")
			return
		}
		http.Error(w, "sign in first: open the page of all documents in another tab", http.StatusUnauthorized)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// URL returns where the server is reached.
func (s *Server) URL() string { return "http://" + s.host + "/" + s.token + "/" }

// errShorter means that a page knows of more edits than there are.
var errShorter = errors.New("the file of edits has become shorter: reload the page")

func fail(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		status = http.StatusNotFound
	case errors.Is(err, errShorter), errors.Is(err, fs.ErrInvalid):
		status = http.StatusBadRequest
	case errors.Is(err, errTooManyDrafts):
		status = http.StatusRequestEntityTooLarge
	}
	http.Error(w, err.Error(), status)
}

// html answers with a page that render writes. A page that has begun can only be broken off: what was sent of it must
// not be taken for the whole.
func html(w http.ResponseWriter, render func(io.Writer) error) {
	begun := &begun{w: w}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch err := render(begun); {
	case err == nil:
	case begun.yes:
		panic(http.ErrAbortHandler)
	default:
		fail(w, err)
	}
}

// A begun notes that something was written.
type begun struct {
	w   io.Writer
	yes bool
}

func (b *begun) Write(p []byte) (int, error) {
	b.yes = true
	return b.w.Write(p)
}

// index shows the documents with their progress.
func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	names, err := s.dir.scan()
	if err != nil {
		fail(w, err)
		return
	}
	page := indexPage{served: true, signedIn: s.signedIn(r), documents: len(names)}
	if len(names) > s.dir.paged {
		page.shown, page.folders = s.rowsOf(names, 0), foldersOf(names)
		known := s.dir.known()
		for _, name := range names {
			if row := known[name]; row != nil {
				page.rows = append(page.rows, *row)
			}
		}
		html(w, func(w io.Writer) error { return page.write(w) })
		return
	}
	rows := make([]Row, len(names))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				rows[i] = s.dir.row(names[i])
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	wg.Wait()
	page.rows, page.shown = rows, rows
	html(w, func(w io.Writer) error { return page.write(w) })
}

// servedPage is what the page of a served document knows beside its pairs.
type servedPage struct {
	Name        string       `json:"name"`
	Edits       []placedEdit `json:"edits"`
	Version     string       `json:"version"` // of the bitext: another one means that the pairs may be others
	Retranslate bool         `json:"retranslate"`
	Glossary    bool         `json:"glossary,omitempty"`
	Terms       string       `json:"terms"` // state of the glossary that the edits were checked with
	OffersTerms bool         `json:"offersTerms,omitempty"`
	TakesTerms  bool         `json:"takesTerms,omitempty"` // into the glossary
	Who         string       `json:"who"`
	Role        Role         `json:"role"`
	Drafts      []draft      `json:"drafts"`
	SignedIn    bool         `json:"-"`
	Download    string       `json:"-"`                 // address of the translated document
	Next        string       `json:"next,omitempty"`    // address of the next document
	Trouble     string       `json:"trouble,omitempty"` // what of the files could not be read
}

// data returns l as JSON for the page's script; null for a page that is a file.
func (l *servedPage) data() (string, error) {
	raw, err := json.Marshal(l)
	return string(raw), err
}

// page shows one document; its script saves edits and fetches those of others.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("d")
	d, err := s.dir.read(name)
	if err != nil {
		fail(w, err)
		return
	}
	edits, trouble, err := s.dir.edits(name)
	if err != nil {
		fail(w, err)
		return
	}
	terms := s.termsVersion()
	placed := s.place(d, edits, 0, terms)
	who := s.person(r)
	drafts, err := s.drafts.of(name, who.Name)
	if err != nil {
		trouble = join(trouble, err.Error())
	}
	l := &servedPage{
		Name:        name,
		Edits:       placed,
		Version:     d.version,
		Retranslate: s.Retranslate != nil && who.Role.may(toEdit),
		Glossary:    s.Terms != nil,
		Terms:       s.termsState(terms),
		OffersTerms: s.OfferTerms != nil,
		TakesTerms:  s.TakeTerm != nil,
		Who:         who.Name,
		Role:        who.Role,
		Drafts:      drafts,
		SignedIn:    s.access != nil,
		Download:    s.downloadAddress(name),
		Next:        s.dir.next(name),
		Trouble:     join(d.trouble, trouble),
	}
	var c *content
	if other := s.against(); other != nil {
		if c, err = d.beside(other); err != nil {
			l.Trouble = join(l.Trouble, "The other run cannot be shown: "+err.Error())
		}
	}
	if c == nil {
		c, err = d.content()
	}
	if err != nil {
		fail(w, err)
		return
	}
	html(w, func(w io.Writer) error { return write(w, c, l) })
}

// place finds the pairs of the edits from a number on, and checks and links what people wrote. Terms is the state of
// the glossary before.
func (s *Server) place(d *documentFile, edits []bitext.Edit, after, terms int) []placedEdit {
	placed := d.place(edits, after)
	if s.Check != nil || s.Link != nil {
		d.judge(placed, judge{s.Check, s.Link, terms})
	}
	return placed
}

// offers answers with what people made of equal and similar sentences.
func (s *Server) offers(w http.ResponseWriter, r *http.Request) {
	changes := s.dir.changed() // before looking: edits that come meanwhile are looked at the next time
	list, err := s.dir.offers(r.URL.Query().Get("d"))
	if err != nil {
		fail(w, err)
		return
	}
	reply(w, struct {
		Offers  []offer `json:"offers"`
		Changes int     `json:"changes"`
	}{list, changes})
}

// longestRetranslated bounds a text that is translated while a person waits: far more than any sentence.
const longestRetranslated = 16 << 10

// retranslate answers with another translation of a sentence.
func (s *Server) retranslate(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Source  string `json:"source"`
		Backend string `json:"backend"`
	}
	if !take(w, r, &q) {
		return
	}
	if who := s.person(r); !who.Role.may(toEdit) {
		http.Error(w, "a reader may not have sentences translated", http.StatusForbidden)
		return
	}
	if s.Retranslate == nil {
		http.Error(w, "no backend to ask", http.StatusNotImplemented)
		return
	}
	if len(q.Source) > longestRetranslated {
		http.Error(w, fmt.Sprintf("a text of %d bytes is too long to be translated on its own", len(q.Source)),
			http.StatusRequestEntityTooLarge)
		return
	}
	d, err := s.dir.read(r.URL.Query().Get("d"))
	if err != nil {
		fail(w, err)
		return
	}
	text, err := s.Retranslate(r.Context(), headerOf(d.machine, q.Source), q.Source, q.Backend)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	reply(w, struct {
		Target string `json:"target"`
	}{text})
}

// headerOf returns the header of the record that holds a sentence, which may have languages of its own.
func headerOf(records []*bitext.Bitext, source string) *bitext.Header {
	for _, b := range records {
		if slices.ContainsFunc(b.Pairs, func(p bitext.Pair) bool { return p.Source == source }) {
			return &b.Header
		}
	}
	return &records[0].Header
}

func take(w http.ResponseWriter, r *http.Request, into any) bool {
	if ct := r.Header.Get("Content-Type"); ct != "application/json" {
		http.Error(w, "want application/json", http.StatusUnsupportedMediaType)
		return false
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("more than one value")
		}
	}
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return true
	case errors.As(err, &large):
		http.Error(w, fmt.Sprintf("the request is longer than %d bytes", maxRequest), http.StatusRequestEntityTooLarge)
	default:
		http.Error(w, "cannot read the request: "+err.Error(), http.StatusBadRequest)
	}
	return false
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the reader is gone if this fails
}
