// Package faultserver is a server for tests that speaks OpenAI's chat completions, Anthropic's messages and the
// protocols of LibreTranslate, DeepL, Google, Azure and Amazon. It really answers, and misbehaves on request: it
// merges, splits, drops, swaps and shifts answers, talks, refuses, loops, fails, hangs and breaks connections, all
// after a plan that a seed repeats. It logs what it was asked and what it charged.
package faultserver

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A Fault is one way to misbehave.
type Fault string

// The faults of content: a well-formed answer that is wrong. They need a request that they can apply to, such as two
// texts to swap; otherwise the answer is right.
const (
	None         Fault = ""
	Merge        Fault = "merge"          // two texts under one id, the rest moves up, the last id is empty or repeats
	Split        Fault = "split"          // one text under two ids, the rest moves down, the last is lost
	Drop         Fault = "drop"           // one text is left out: its id is missing, or the rest moves up
	Swap         Fault = "swap"           // two neighbours change places
	Duplicate    Fault = "duplicate"      // one answer stands under the next id too, or one id comes twice
	Shift        Fault = "shift"          // from one text on, everything stands one id too late
	Overlap      Fault = "overlap"        // one answer also holds the next text, which comes again under its own id
	Crossed      Fault = "crossed"        // echoes are right, the translations of two neighbours are exchanged
	Rotated      Fault = "rotated"        // echoes are right, the translations of three neighbours are rotated
	MovedOn      Fault = "moved-on"       // echoes are right, half of a translation stands in front of the next one
	ExtraID      Fault = "extra-id"       // an id that was not sent
	Empty        Fault = "empty"          // one translation is empty
	Untranslated Fault = "untranslated"   // one translation is the source
	Truncate     Fault = "truncate"       // the answer breaks off, finish_reason is length
	Prose        Fault = "prose"          // an introduction around the answer
	Fence        Fault = "fence"          // a code fence around the answer
	Preamble     Fault = "preamble"       // "Here is the translation:" within one translation
	Note         Fault = "note"           // a translator's note within one translation
	Refuse       Fault = "refuse"         // a refusal instead of the answer
	RefuseOne    Fault = "refuse-one"     // a refusal instead of one translation
	ErrorText    Fault = "error-text"     // the text of an error as one translation
	Loop         Fault = "loop"           // one translation repeats itself until the length bound
	Filter       Fault = "filter"         // finish_reason is content_filter
	Think        Fault = "think"          // a block of thoughts in front of a right answer
	PromptCut    Fault = "prompt-cut"     // the server reads only the end of the prompt, as its usage shows
	OtherShape   Fault = "other-shape"    // JSON of a shape of the model's own
	NoChoice     Fault = "no-choice"      // an answer without choices
	LostEcho     Fault = "lost-echo"      // right translations with empty echoes
	Sloppy       Fault = "sloppy-echo"    // right translations with echoes in other case and spacing: no fault at all
	Template     Fault = "template"       // the form of an answer with nothing in it as one translation
	Control      Fault = "control-token"  // control tokens of a model at one translation
	Decorated    Fault = "decorated"      // one translation in bold, in quotation marks, as a heading or behind a label
	Both         Fault = "both-languages" // one translation behind its source
	WrongLang    Fault = "wrong-language" // one translation is in some other language
)

// The faults of transport.
const (
	HTTP400        Fault = "400"
	HTTP401        Fault = "401"
	HTTP402        Fault = "402"
	HTTP429        Fault = "429"
	HTTP429Wait    Fault = "429-retry-after"
	HTTP500        Fault = "500"
	HTTP503        Fault = "503"
	Reset          Fault = "reset"     // the connection is reset before an answer
	Unparsed       Fault = "unparsed"  // 500, because the model's answer left its schema, as llama.cpp has it
	Stall          Fault = "stall"     // no answer until the client gives up
	HalfBody       Fault = "half-body" // the body breaks off
	BadJSON        Fault = "bad-json"
	HTML           Fault = "html" // a proxy's page
	QuotaExhausted Fault = "quota"
)

// Alignment are the faults that misplace text, hidden those of them that leave ids and echoes right; content are
// those that spoil an answer otherwise, transport those that keep an answer from coming.
var (
	alignment = []Fault{Merge, Split, Drop, Swap, Duplicate, Shift, Overlap, ExtraID, Empty}
	hidden    = []Fault{Crossed, Rotated, MovedOn}
	content   = []Fault{
		Untranslated,
		Truncate,
		Prose,
		Fence,
		Preamble,
		Note,
		Refuse,
		RefuseOne,
		ErrorText,
		Loop,
		Filter,
		PromptCut,
		OtherShape,
		NoChoice,
		LostEcho,
		Template,
		Control,
		Decorated,
		Both,
		WrongLang,
	}
	transport = []Fault{HTTP429, HTTP429Wait, HTTP500, HTTP503, Reset, Stall, HalfBody, BadJSON, Unparsed}
)

// AlignmentFaults returns the faults that misplace text and show in ids, echoes or counts.
func AlignmentFaults() []Fault { return append([]Fault(nil), alignment...) }

// HiddenFaults returns the faults that misplace text under right ids and echoes: only what the answers say gives them
// away.
func HiddenFaults() []Fault { return append([]Fault(nil), hidden...) }

// ContentFaults returns the faults that spoil an answer but misplace nothing.
func ContentFaults() []Fault { return append([]Fault(nil), content...) }

// TransportFaults returns the faults that keep an answer from coming and pass by.
func TransportFaults() []Fault { return append([]Fault(nil), transport...) }

// A Plan chooses the fault of request n, n from 1, which holds so many texts.
type Plan func(n, texts int) Fault

// Always returns a plan with the same fault for every request.
func Always(f Fault) Plan { return func(int, int) Fault { return f } }

// First returns a plan that gives the faults to the first requests, one each.
func First(faults ...Fault) Plan {
	return func(n, _ int) Fault {
		if n <= len(faults) {
			return faults[n-1]
		}
		return None
	}
}

// Seeded returns a plan in which each request misbehaves with probability rate, in one of the given ways; seed and n
// decide alone.
func Seeded(seed uint64, rate float64, faults ...Fault) Plan {
	return func(n, _ int) Fault {
		r := rand.New(rand.NewPCG(seed, uint64(n)))
		if len(faults) == 0 || r.Float64() >= rate {
			return None
		}
		return faults[r.IntN(len(faults))]
	}
}

// Config specifies what the server can do and how it is to misbehave.
type Config struct {
	Translate func(text string) string // the right answer; default [Pseudo]
	Plan      Plan                     // default: no faults
	Seed      uint64                   // of the details within a fault
	Slots     int                      // requests worked on at a time; others wait in a queue. 0: any number
	Latency   time.Duration            // of each request, while it holds a slot
	// Abilities.
	RejectSchema      bool   // answers 400 to response_format json_schema
	RejectObject      bool   // answers 400 to response_format json_object
	IgnoreFormat      bool   // takes any response_format and answers in numbered text, where the prompt allows
	RejectSystem      bool   // answers 400 to a system message
	RejectTemp        bool   // answers 400 to temperature
	RejectMaxTok      bool   // answers 400 to max_tokens, wants max_completion_tokens
	ContextWindow     int    // prompts of more tokens are silently cut; 0: no bound
	Key               string // if set, any other key is answered with 401
	RetryAfter        time.Duration
	RequestsPerMinute int // above it: 429 with Retry-After; 0: no bound
	BatchPolls        int // how often a batch is asked for before it has ended
	BatchExpires      int // requests after which a batch expires; 0: never

	profile Profile // see With
}

// An Entry of the log is one request.
type Entry struct {
	N                              int
	Fault                          Fault    // that was applied; None if the planned one did not fit
	Texts                          []string // that were to be translated
	Mode                           string   // json_schema, json_object or text
	Status                         int
	PromptTokens, CompletionTokens int
	Body                           map[string]json.RawMessage // of the first hundred requests
	Auth                           string                     // header Authorization or api-key
	Path                           string
}

// A Server is an http.Handler.
type Server struct {
	config Config
	slots  chan struct{}

	mu      sync.Mutex
	n       int
	log     []Entry
	recent  []time.Time
	down    bool
	busy    int
	busyFor time.Duration
	changed time.Time
	batches batches
}

// New returns a server that still has to be served, for example by httptest.NewServer.
func New(c Config) *Server {
	if c.Translate == nil {
		c.Translate = Pseudo
	}
	if c.Plan == nil {
		c.Plan = Always(None)
	}
	s := &Server{config: c}
	if c.Slots > 0 {
		s.slots = make(chan struct{}, c.Slots)
	}
	return s
}

// Log returns what was asked so far.
func (s *Server) Log() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Entry(nil), s.log...)
}

// Down makes every request fail as by a reset connection until it is called with false.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	s.down = down
	s.mu.Unlock()
}

// Busy returns for how long slots have been held, summed over the slots.
func (s *Server) Busy() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account()
	return s.busyFor
}

// account adds the time since the last change to the sum. The lock is held.
func (s *Server) account() {
	now := time.Now()
	if !s.changed.IsZero() {
		s.busyFor += time.Duration(s.busy) * now.Sub(s.changed)
	}
	s.changed = now
}

// Tokens returns what the logged requests were charged.
func (s *Server) Tokens() (prompt, completion int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.log {
		prompt += s.log[i].PromptTokens
		completion += s.log[i].CompletionTokens
	}
	return prompt, completion
}

// ServeHTTP answers POST …/chat/completions, the Batch API, GET …/models, POST …/messages (Anthropic), POST /translate
// (LibreTranslate, and with a version Azure), POST /v2/translate (DeepL), POST /language/translate/v2 and
// …:translateText (Google), and POST with a target (Amazon).
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	if down {
		reset(w)
		return
	}
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/chat/completions"):
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		if form := s.config.profile.Errors; form != "" {
			w = &shaper{ResponseWriter: w, form: form, status: http.StatusOK}
		}
		s.chat(w, r, body)
	case strings.HasSuffix(path, "/messages"):
		s.messages(w, r)
	case r.Header.Get("X-Amz-Target") != "":
		s.amazon(w, r)
	case strings.HasSuffix(path, "/language/translate/v2"):
		s.googleBasic(w, r)
	case strings.HasSuffix(path, ":translateText"):
		s.googleAdvanced(w, r)
	case strings.HasSuffix(path, "/translate") && r.URL.Query().Has("api-version"):
		s.azure(w, r)
	case strings.HasSuffix(path, "/v2/translate"):
		s.deepl(w, r)
	case strings.HasSuffix(path, "/translate"):
		s.libre(w, r)
	case strings.HasSuffix(path, "/models"):
		s.models(w)
	default:
		if !s.serveBatch(w, r) {
			fail(w, http.StatusNotFound, "not_found", "no such path: "+path)
		}
	}
}

// enter numbers a request and waits for a slot.
func (s *Server) enter(r *http.Request) (n int, leave func(), wait time.Duration, ok bool) {
	s.mu.Lock()
	s.n++
	n = s.n
	if rpm := s.config.RequestsPerMinute; rpm > 0 {
		now := time.Now()
		for len(s.recent) > 0 && now.Sub(s.recent[0]) >= time.Minute {
			s.recent = s.recent[1:]
		}
		if len(s.recent) >= rpm {
			wait = time.Minute - now.Sub(s.recent[0])
			s.mu.Unlock()
			return n, nil, wait, false
		}
		s.recent = append(s.recent, now)
	}
	s.mu.Unlock()
	if s.slots != nil {
		select {
		case s.slots <- struct{}{}:
		case <-r.Context().Done():
			return n, nil, 0, false
		}
	}
	s.mu.Lock()
	s.account()
	s.busy++
	s.mu.Unlock()
	return n, func() {
		s.mu.Lock()
		s.account()
		s.busy--
		s.mu.Unlock()
		if s.slots != nil {
			<-s.slots
		}
	}, 0, true
}

// countdown sets headers, as OpenAI does, with how many requests are left of this minute.
func (s *Server) countdown(h http.Header) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rpm := s.config.RequestsPerMinute
	if rpm == 0 || len(s.recent) == 0 {
		return
	}
	h.Set("X-Ratelimit-Limit-Requests", fmt.Sprint(rpm))
	h.Set("X-Ratelimit-Remaining-Requests", fmt.Sprint(max(0, rpm-len(s.recent))))
	h.Set("X-Ratelimit-Reset-Requests", (time.Minute - time.Since(s.recent[0])).Round(time.Millisecond).String())
}

func (s *Server) record(e Entry) {
	s.mu.Lock()
	if len(s.log) >= 100 {
		e.Body = nil
	}
	s.log = append(s.log, e)
	s.mu.Unlock()
}

// transport misbehaves on the wire, except by [Reset], which has to wait until the request is in the log. It returns
// false for faults of another sort.
func (s *Server) transport(w http.ResponseWriter, r *http.Request, f Fault) (status int, ok bool) {
	fail := func(w http.ResponseWriter, status int, code, msg string) int {
		if !s.config.profile.ErrorsIn200 {
			return fail(w, status, code, msg)
		}
		raw, _ := json.Marshal(map[string]any{"error": map[string]any{"message": msg, "code": status}})
		w.Header().Set("Content-Type", "application/json")
		w.Write(raw)
		return http.StatusOK
	}
	switch f {
	case HTTP400:
		return fail(w, 400, "invalid_request_error", "the request was refused"), true
	case HTTP401:
		return fail(w, 401, "invalid_api_key", "incorrect API key provided"), true
	case HTTP402:
		return fail(w, 402, "insufficient_balance", "insufficient balance"), true
	case QuotaExhausted:
		return fail(
			w,
			429,
			"insufficient_quota",
			"You exceeded your current quota, please check your plan and billing details.",
		), true
	case HTTP429:
		return fail(w, 429, "rate_limit_exceeded", "rate limit reached"), true
	case HTTP429Wait:
		wait := s.config.RetryAfter
		if wait <= 0 {
			wait = time.Second
		}
		w.Header().Set("Retry-After", fmt.Sprintf("%.3f", wait.Seconds()))
		return fail(w, 429, "rate_limit_exceeded", "rate limit reached"), true
	case HTTP500:
		return fail(w, 500, "server_error", "the server had an error"), true
	case HTTP503:
		return fail(w, 503, "overloaded", "the server is overloaded"), true
	case Unparsed:
		return fail(w, 500, "server_error",
			"The model produced output that does not match the expected peg-native format"), true
	case Stall:
		<-r.Context().Done()
		return 0, true
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!DOCTYPE html><html><body>Welcome to the proxy</body></html>")
		return 200, true
	}
	return 0, false
}

func fail(w http.ResponseWriter, status int, code, msg string) int {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	raw, _ := json.Marshal(map[string]any{"error": map[string]any{"message": msg, "type": code, "code": code}})
	w.Write(raw)
	return status
}

// reset breaks the connection without an answer.
func reset(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if c, _, err := h.Hijack(); err == nil {
			if t, ok := c.(interface{ SetLinger(int) error }); ok {
				t.SetLinger(0)
			}
			c.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}
