// Package serve is a translation server over sessions. Tools reach it by the interfaces that they know:
// LibreTranslate's, the second version of DeepL's, and OpenAI's chat completions; people by the page at "/". Whatever
// the interface, a text goes the way of every document: foreign stretches are treated by the policy, the cache is
// asked, answers are validated, and a sentence that fails is an error and never passed off as its translation.
//
// Texts of requests that come at the same time share calls of the session. What is more than can be done soon is
// refused with 429 and a time to come back, so that memory stays bounded whatever is asked.
package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/lang"
)

// A Config specifies what a server translates with, and for whom.
type Config struct {
	// Engines are what translates, the usual one first; there must be one.
	Engines []Engine
	// Keys are those who may ask. Where there are none, everybody may.
	Keys []Key
	// Limits bound every key that has none of its own, and those who need no key.
	Limits Limits
	// Origins are the web origins, such as "https://example.org", whose pages may call the server and read its
	// answers; "*" stands for all. Pages of other origins may not.
	Origins []string
	// MaxFile bounds a file that is sent to be translated, in bytes; 0 is 16 MiB.
	MaxFile int64
	// Backlog bounds the texts of each direction that wait for their translation, in bytes; 0 is 512 KiB.
	Backlog int
	// Suggest keeps a better translation that somebody proposes; nil if proposals are not taken.
	Suggest func(Suggestion) error
	// Log is told what the operator should know and callers need not; nil for nobody.
	Log func(error)
	// Now is the clock; nil is that of this machine.
	Now func() time.Time
}

// An Engine is a way to translate under the name that callers know it by.
type Engine struct {
	Name     string
	Sessions *satzpaar.Sessions // not closed by the server
	// Pairs are the directions it is asked for, the usual one first; there must be one.
	Pairs []lang.Pair
}

// NewEngines returns an engine for each of the named backends of a configuration; a name that comes again is passed
// over. Without pairs, an engine has the directions of [satzpaar.Config.Directions]; here are those of the local
// models.
func NewEngines(config satzpaar.Config, backends []string, pairs, here []lang.Pair) ([]Engine, error) {
	usual, err := config.Pair()
	if err != nil {
		return nil, err
	}
	var engines []Engine
	for _, name := range backends {
		if slices.ContainsFunc(engines, func(e Engine) bool { return e.Name == name }) {
			continue
		}
		config.Backend = name
		e := Engine{Name: name, Sessions: satzpaar.NewSessions(config), Pairs: pairs}
		if len(pairs) == 0 {
			e.Pairs = config.Directions(name, usual, here)
		}
		engines = append(engines, e)
	}
	return engines, nil
}

// A Suggestion is a translation that somebody proposes for a text.
type Suggestion struct {
	Source string `json:"source"`
	Target string `json:"target"`
	From   string `json:"from"`
	To     string `json:"to"`
	Client string `json:"client,omitempty"` // name of the key
	Time   string `json:"time"`
}

const (
	defaultFile    = 16 << 20
	defaultBacklog = 512 << 10
	maxRequests    = 512 // under way, of all callers, known or not
	maxUploads     = 4   // files that are being sent and read
)

// A Server answers requests for translations. It is an [http.Handler] for everything below "/".
type Server struct {
	config  Config
	engines []*engine
	clients *clients
	files   *files
	metrics *metrics
	mux     *http.ServeMux
	handler http.Handler
	page    *page
	hard    context.Context
	slots   chan struct{} // one for each request under way
	uploads chan struct{} // one for each file that is being sent
	maxBody int64         // of a request for texts
}

// An engine is an [Engine] that is ready.
type engine struct {
	name       string
	directions []*direction
}

// A direction is a language pair of an engine.
type direction struct {
	pair    lang.Pair
	session *satzpaar.Session
	ranks   int // how many translations of a sentence it has
	gather  *gatherer
}

// New opens every session that it needs and returns a server. When ctx ends, work under way is broken off; the server
// must be closed all the same.
func New(ctx context.Context, c Config) (*Server, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = func(error) {}
	}
	c.MaxFile = cmp.Or(c.MaxFile, defaultFile)
	c.Backlog = cmp.Or(c.Backlog, defaultBacklog)
	c.Limits = c.Limits.or(defaultLimits)
	s := &Server{
		config:  c,
		metrics: newMetrics(),
		hard:    ctx,
		slots:   make(chan struct{}, maxRequests),
		uploads: make(chan struct{}, maxUploads),
		maxBody: bodyOf(c.Limits.Text),
	}
	var err error
	for _, k := range c.Keys {
		s.maxBody = max(s.maxBody, bodyOf(k.Limits.Text))
	}
	if s.clients, err = newClients(c.Keys, c.Limits, c.Now); err != nil {
		return nil, err
	}
	if s.page, err = newPage(); err != nil {
		return nil, err
	}
	s.routes()
	if s.handler, err = s.guarded(); err != nil {
		return nil, err
	}
	if s.engines, err = s.open(ctx, c.Engines); err != nil {
		return nil, err
	}
	s.files = newFiles(ctx, c.Now)
	return s, nil
}

// open opens the sessions of all engines. None is left with a gatherer if one fails.
func (s *Server) open(ctx context.Context, engines []Engine) ([]*engine, error) {
	if len(engines) == 0 {
		return nil, errors.New("serve: there is nothing to translate with")
	}
	var out []*engine
	for _, e := range engines {
		if len(e.Pairs) == 0 {
			return nil, fmt.Errorf("serve: %s has no direction", e.Name)
		}
		opened := &engine{name: e.Name}
		for _, p := range e.Pairs {
			ranks := 1
			session, err := e.Sessions.For(&bitext.Header{From: p.From.String(), To: p.To.String()})
			if err == nil {
				ranks, err = session.Ranks(ctx)
			}
			if err != nil {
				return nil, fmt.Errorf("%s, %s to %s: %w", e.Name, p.From, p.To, err)
			}
			opened.directions = append(opened.directions, &direction{pair: p, session: session, ranks: ranks})
		}
		out = append(out, opened)
	}
	for _, e := range out {
		for _, d := range e.directions {
			d.gather = newGatherer(ctx, d.session, s.config.Backlog, s.config.Now, s.metrics)
		}
	}
	return out, nil
}

// Close ends the work that nobody waits for and returns when none is left. Requests must have been answered before,
// as [http.Server.Shutdown] sees to.
func (s *Server) Close() {
	s.files.close()
	for _, e := range s.engines {
		for _, d := range e.directions {
			d.gather.close()
		}
	}
}

// routes lists what is answered.
func (s *Server) routes() {
	s.mux = http.NewServeMux()
	for pattern, h := range map[string]handler{
		"POST /translate":                 s.libreTranslate,
		"POST /detect":                    s.libreDetect,
		"GET /languages":                  s.libreLanguages,
		"POST /translate_file":            s.libreFile,
		"GET /download_file/{id}":         s.libreDownload,
		"POST /suggest":                   s.libreSuggest,
		"GET /health":                     s.libreHealth,
		"GET /frontend/settings":          s.libreSettings,
		"POST /v2/translate":              s.deeplTranslate,
		"GET /v2/translate":               s.deeplTranslate, // as OmegaT asks
		"GET /v2/usage":                   s.deeplUsage,
		"POST /v2/usage":                  s.deeplUsage,
		"GET /v2/languages":               s.deeplLanguages,
		"POST /v2/languages":              s.deeplLanguages,
		"GET /v2/glossary-language-pairs": s.deeplGlossaryPairs,
		"GET /v2/glossaries":              s.deeplGlossaries,
		"POST /v2/glossaries":             s.deeplNewGlossary,
		"GET /v3/glossaries":              s.deeplGlossaries,
		"POST /v3/glossaries":             s.deeplNewGlossary,
		"POST /v2/document":               s.deeplUpload,
		"POST /v2/document/{id}":          s.deeplStatus,
		"POST /v2/document/{id}/result":   s.deeplResult,
		"POST /v1/chat/completions":       s.openaiChat,
		"GET /v1/models":                  s.openaiModels,
		"GET /v1/models/{model...}":       s.openaiModel,
		"GET /{$}":                        s.servePage,
		"POST /page/translate":            s.pageTranslate,
		"GET /page/settings":              s.pageSettings,
	} {
		s.mux.Handle(pattern, s.handle(h))
	}
}

// A handler answers a request, or returns what is wrong with it.
type handler func(w http.ResponseWriter, r *http.Request) *problem

// handle makes an [http.Handler] of h, with errors in the shape that callers of the path expect.
func (s *Server) handle(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := h(w, r); p != nil {
			s.fail(w, r, p)
		}
	})
}

// guarded returns what stands around all handlers: other sites' pages are kept out, but for those of the origins that
// are named, paths and methods that do not exist get errors in the shape of their interface, and everything is counted.
func (s *Server) guarded() (http.Handler, error) {
	all := slices.Contains(s.config.Origins, "*")
	protection := http.NewCrossOriginProtection()
	for _, o := range s.config.Origins {
		if o == "*" {
			continue
		}
		if err := protection.AddTrustedOrigin(o); err != nil {
			return nil, fmt.Errorf("serve: origin %q: %w", o, err)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		origin := r.Header.Get("Origin")
		if origin != "" && (all || slices.Contains(s.config.Origins, origin)) {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Add("Vary", "Origin")
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				h.Set("Access-Control-Allow-Methods", "GET, POST")
				h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
				h.Set("Access-Control-Max-Age", "600")
				w.WriteHeader(http.StatusNoContent)
				return
			}
		} else if err := protection.Check(asPost(r)); err != nil {
			s.fail(w, r, wrong(http.StatusForbidden, "a page of another site may not use this server"))
			return
		}
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		default:
			s.fail(w, r, tooMany(time.Second, "too many requests are under way"))
			return
		}
		if found, pattern := s.mux.Handler(r); pattern == "" {
			s.unrouted(w, r, found)
			return
		}
		s.mux.ServeHTTP(w, r)
	}), nil
}

// asPost returns r, as a POST if it is a GET that costs something: browsers let any page send those.
func asPost(r *http.Request) *http.Request {
	if r.Method != http.MethodGet || r.URL.Path != "/v2/translate" {
		return r
	}
	post := *r
	post.Method = http.MethodPost
	return &post
}

// unrouted answers a request that no route takes, as the mux has found out: 404, or 405 with the methods there are.
func (s *Server) unrouted(w http.ResponseWriter, r *http.Request, found http.Handler) {
	a := &answered{ResponseWriter: discarded{w.Header()}}
	found.ServeHTTP(a, r)
	p := wrong(http.StatusNotFound, "there is no %s", shorten(r.URL.Path))
	if a.status == http.StatusMethodNotAllowed {
		p = wrong(a.status, "%s does not take %s but %s", r.URL.Path, r.Method, w.Header().Get("Allow"))
	}
	w.Header().Del("Content-Length")
	s.fail(w, r, p)
}

// discarded takes the headers of an answer and nothing else.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) Write(p []byte) (int, error) { return len(p), nil }
func (d discarded) WriteHeader(int)             {}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := s.config.Now()
	a := &answered{ResponseWriter: w, status: http.StatusOK}
	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Time{}) // that of an answer before
	if r.ContentLength != 0 {
		// Before it answers, net/http waits for a body that was refused unread. Without an end to that, a caller who
		// sends none would keep the connection, and the server from ending.
		_ = c.SetReadDeadline(time.Now().Add(textTime))
	}
	s.handler.ServeHTTP(a, r)
	s.metrics.request(dialectOf(r.URL.Path).name, a.status, s.config.Now().Sub(start))
}

// answered notes the status of an answer, and sees to it that nobody takes for ever to read one.
type answered struct {
	http.ResponseWriter
	status int
	begun  bool
}

func (a *answered) WriteHeader(status int) {
	a.begin(status)
	a.ResponseWriter.WriteHeader(status)
}

func (a *answered) Write(p []byte) (int, error) {
	a.begin(http.StatusOK)
	return a.ResponseWriter.Write(p)
}

// readTime is how long a caller may take to read an answer. A connection that knows no deadlines has none.
const readTime = 5 * time.Minute

func (a *answered) begin(status int) {
	if a.begun {
		return
	}
	a.status, a.begun = status, true
	_ = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(time.Now().Add(readTime))
}

// Unwrap lets [http.ResponseController] reach the connection.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// engine returns the engine of a name; the usual one has none as well.
func (s *Server) engine(name string) *engine {
	for _, e := range s.engines {
		if name == "" || strings.EqualFold(e.name, name) {
			return e
		}
	}
	return nil
}
