// Package openai translates with any server that speaks OpenAI's chat completions: hosted models, Azure deployments,
// and local servers such as vLLM, llama.cpp, Ollama and LM Studio.
//
// One request is one call. Items are sent with ids and come back with the same ids, each with a short echo of its
// source. What does not match is an error of its item, never a translation. Failed items are sent again, in smaller
// requests, by stack.Retrying.
package openai

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	openai "github.com/sashabaranov/go-openai"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Name is the backend's name in errors and IDs.
const Name = "openai"

// DefaultBaseURL is OpenAI's own server.
const DefaultBaseURL = "https://api.openai.com/v1"

// Config describes the server and model, and how to ask them.
type Config struct {
	// Name is the backend's name in errors and IDs; default [Name]. That of one of [Services] supplies the defaults of
	// that service.
	Name    string
	BaseURL string // up to and with "/v1"; default that of the service, or [DefaultBaseURL]
	Model   string // required; on Azure the name of the deployment
	Key     string // optional for local servers; never part of IDs, errors or logs
	// APIVersion makes it an Azure deployment: the api-version of each request. BaseURL is then the resource, such as
	// https://NAME.openai.azure.com.
	APIVersion string
	// Mode fixes the form of answers; the default probes the server: JSON with a schema, JSON without, numbered text.
	Mode Mode
	// Style replaces the part of the prompt on how to translate. The protocol stays.
	Style string
	// Temperature is sent as it is, 0 included, unless the server refuses the parameter.
	Temperature float64
	// ReasoningEffort is passed on if not empty: "none", "minimal", "low", …
	ReasoningEffort string
	// Extra are further fields of the request body, such as {"chat_template_kwargs": {"enable_thinking": false}} or
	// {"options": {"num_ctx": 8192}}.
	Extra map[string]any
	// NoContext keeps neighbours, title and kind of a text out of the prompt. Then equal sentences are translated
	// once, wherever they stand.
	NoContext bool
	// MaxBatch is the most items in one call; default 16.
	MaxBatch int
	// Concurrency is the number of calls worth having in flight; 0 leaves it to the caller.
	Concurrency int
	// MaxOutput bounds the tokens of an answer. 0 computes a bound from the source, so that a loop cannot use up the
	// budget; a negative value sends no bound.
	MaxOutput int
	// Validation holds the rules for answers. They are applied here, not in a stack, because rejected answers are
	// kept (see Doubted), and those of a batch never pass through a stack.
	Validation verify.Rules
	// Doubted, if not nil, is called with every answer that was paid for and rejected in part or in whole; see
	// [Backend.Reread]. It may be called by several goroutines at once.
	Doubted func(*Reply)
	// HTTPClient sends the requests; default a client of its own. A call takes at most half an hour.
	HTTPClient *http.Client
}

// Mode is the form in which answers are asked for.
type Mode int

// The modes, the strictest first. A server that cannot do one of them is asked in the next.
const (
	Probe      Mode = iota // try the others in order
	JSONSchema             // response_format json_schema, strict, every id a required key
	JSONObject             // response_format json_object
	Text                   // numbered lines, no response_format
)

var modeNames = [...]string{"probe", "json-schema", "json-object", "text"}

// String returns the name of the mode.
func (m Mode) String() string {
	if m < 0 || int(m) >= len(modeNames) {
		return fmt.Sprintf("mode %d", int(m))
	}
	return modeNames[m]
}

// ParseMode is the inverse of [Mode.String].
func ParseMode(s string) (Mode, error) {
	for i, n := range modeNames {
		if n == s {
			return Mode(i), nil
		}
	}
	return 0, fmt.Errorf("openai: unknown answer mode %q; one of %s", s, strings.Join(modeNames[:], ", "))
}

// Backend is a model behind a server. It is safe for concurrent use.
type Backend struct {
	config  Config
	client  *openai.Client
	secrets httpapi.Secrets
	id      string

	// What has been learned about the server. It rarely changes; each call takes a copy.
	mu      sync.Mutex
	learned abilities
	// probing is held during the first call, so that others wait for what it finds out.
	probing sync.Mutex
	meter   meter
	thinks  atomic.Bool // the model writes its thoughts, so output cannot be bounded by the source
}

// abilities is what a server can do.
type abilities struct {
	mode     Mode
	proven   bool // an answer in this mode was valid
	failures int  // answers in a row of which nothing was valid
	// Parameters that the server refused.
	noTemperature, noEffort, noSystem bool
	bound                             bound
	boundRefused                      bool // one name for the bound was refused already
}

// bound is the parameter that limits the length of answers: servers know one of two names, some neither.
type bound int

const (
	maxTokens bound = iota
	maxCompletionTokens
	unbounded
)

// same reports whether requests made with a and o look alike.
func (a abilities) same(o abilities) bool {
	return a.mode == o.mode && a.noTemperature == o.noTemperature && a.noEffort == o.noEffort &&
		a.noSystem == o.noSystem && a.bound == o.bound
}

// New returns a backend; nothing is sent yet.
func New(config Config) (*Backend, error) {
	config.complete()
	u, err := httpapi.ParseBase(config.Name, config.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := httpapi.CheckKey(config.Name, config.Key); err != nil {
		return nil, err
	}
	if config.Model == "" {
		return nil, translate.Errorf(translate.Invalid, config.Name, "no model given for %s", u.Host).
			Because(translate.NoModel)
	}
	if config.Mode < Probe || config.Mode > Text {
		return nil, translate.Errorf(translate.Invalid, config.Name, "unknown answer mode %d", config.Mode)
	}
	if config.MaxBatch <= 0 {
		config.MaxBatch = 16
	}
	if config.Style == "" {
		config.Style = defaultStyle
	}
	isLocal := !strings.HasSuffix(u.Hostname(), "openai.com") && config.APIVersion == ""
	b := &Backend{config: config, secrets: httpapi.NewSecrets(config.BaseURL, config.Key)}
	b.learned.mode = config.Mode
	if config.Mode == Probe {
		b.learned.mode = JSONSchema
	} else {
		b.learned.proven = true
	}
	if !isLocal {
		b.learned.bound = maxCompletionTokens
	}
	b.learned.noTemperature = isReasoning(config.Model)
	cc := openai.DefaultConfig(config.Key)
	if config.APIVersion != "" {
		cc = openai.DefaultAzureConfig(config.Key, config.BaseURL)
		cc.APIVersion = config.APIVersion
		cc.AzureModelMapperFunc = func(model string) string { return model }
	}
	cc.BaseURL = strings.TrimRight(config.BaseURL, "/")
	cc.HTTPClient = &doer{client: httpapi.Client(config.HTTPClient), secrets: b.secrets}
	b.client = openai.NewClientWithConfig(cc)
	b.id, err = identify(&config, u)
	return b, err
}

// isReasoning recognises OpenAI's models that refuse a temperature.
func isReasoning(model string) bool {
	model = model[strings.LastIndexByte(model, '/')+1:]
	for _, p := range [...]string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(model, p) {
			return true
		}
	}
	return false
}

// identify makes the signature of all that changes the output. Of the address it holds host and path, no credentials.
func identify(c *Config, u *url.URL) (string, error) {
	what := struct {
		Protocol        int
		Style           string
		Temperature     float64
		ReasoningEffort string
		Extra           map[string]any
		NoContext       bool
		APIVersion      string
		MaxOutput       int
	}{protocolVersion, c.Style, c.Temperature, c.ReasoningEffort, c.Extra, c.NoContext, c.APIVersion, c.MaxOutput}
	raw, err := json.Marshal(what)
	if err != nil {
		return "", translate.Errorf(translate.Invalid, c.Name, "extra fields of the request: %w", err)
	}
	h := sha256.Sum256(raw)
	return fmt.Sprintf("%s:%s@%s#%s", c.Name, c.Model, httpapi.Host(u), hex.EncodeToString(h[:6])), nil
}

// Info describes the backend.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: b.config.MaxBatch, Concurrency: b.config.Concurrency,
		UsesContext: !b.config.NoContext, UsesExamples: true}
}

// errorf makes an error of this backend.
func (b *Backend) errorf(kind translate.Kind, format string, args ...any) *translate.Error {
	return translate.Errorf(kind, b.config.Name, format, args...)
}

// ValidatesItself marks a backend whose answers have been checked already.
func (b *Backend) ValidatesItself() {}

// Mode returns the form of answers in use now, and whether the server has shown that it can do it.
func (b *Backend) Mode() (mode Mode, proven bool) {
	a := b.abilities()
	return a.mode, a.proven
}

// Models asks the server which models it has.
func (b *Backend) Models(ctx context.Context) ([]string, error) {
	c := &call{}
	list, err := b.client.ListModels(context.WithValue(ctx, callKey{}, c))
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%s: asking for models: %w", b.config.Name, ctx.Err())
		}
		return nil, b.classify(&httpError{err: err, status: c.status, header: c.header})
	}
	names := make([]string, 0, len(list.Models))
	for _, m := range list.Models {
		names = append(names, m.ID)
	}
	return names, nil
}

func (b *Backend) abilities() abilities {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.learned
}

// Translate sends the items in one call; while the server is still being probed, in as many as its abilities take to
// find out.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, rest, indices := translate.Translatable(req, b.id)
	if len(indices) == 0 {
		return results, translate.Usage{}, ctx.Err()
	}
	answers, usage, err := b.translate(ctx, rest)
	if err != nil {
		return nil, usage, err
	}
	for k, i := range indices {
		results[i] = answers[k]
	}
	return results, usage, nil
}

func (b *Backend) translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	if !b.abilities().proven {
		// The first request finds out what the server can do; the others wait for it instead of finding out the same.
		b.probing.Lock()
		if b.abilities().proven {
			b.probing.Unlock()
		} else {
			defer b.probing.Unlock()
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, translate.Usage{}, fmt.Errorf("%s: %w", b.config.Name, err)
	}
	var usage translate.Usage
	for {
		a := b.abilities()
		results, fits, u, err := b.call(ctx, &req, a)
		usage.Add(u)
		if err == nil {
			if b.judge(a, fits) {
				continue
			}
			return results, usage, nil
		}
		if cerr := ctx.Err(); cerr != nil {
			return nil, usage, fmt.Errorf("%s: %w", b.config.Name, cerr)
		}
		if b.adapt(a, err) {
			continue
		}
		e := b.classify(err)
		if e.Kind == translate.Internal && b.judge(a, 0) {
			continue
		}
		return nil, usage, e
	}
}

// failuresBeforeStep is how many answers in a row may contain nothing valid before a proven mode is abandoned for the
// next.
const failuresBeforeStep = 12

// judge learns from an answer in which fits texts had the right id. It reports whether the same request should be
// sent again: a server that has not proven its mode gets a second chance, and then the next mode.
func (b *Backend) judge(a abilities, fits int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := &b.learned
	if l.mode != a.mode {
		return false
	}
	if fits > 0 {
		l.proven, l.failures = true, 0
		return false
	}
	if b.config.Mode != Probe {
		return false
	}
	l.failures++
	switch {
	case !l.proven && l.failures < 2:
		return true
	case l.mode == Text || l.proven && l.failures < failuresBeforeStep:
		return false
	}
	again := !l.proven
	l.mode++
	l.proven, l.failures = false, 0
	return again
}

// adapt drops or changes the parameters that the server's error calls unknown. It reports whether the request should
// be sent again.
func (b *Backend) adapt(a abilities, err error) bool {
	status, msg := describe(err)
	if unparsed(msg) {
		return false
	}
	if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity && status != http.StatusNotFound &&
		status != http.StatusNotImplemented {
		// Some servers crash on a schema that is too much for them.
		if status < 500 || !strings.Contains(msg, "response_format") && !strings.Contains(msg, "schema") &&
			!strings.Contains(msg, "grammar") {
			return false
		}
	}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(msg, w) {
				return true
			}
		}
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l := &b.learned
	if !l.same(a) {
		return true // another request has learned something since
	}
	switch {
	case has("context length", "context window", "context_length", "too many tokens", "maximum context",
		"exceed_context"):
		return false
	case has("max_completion_tokens", "max_tokens") && l.bound != unbounded:
		if l.boundRefused {
			l.bound = unbounded
		} else {
			l.bound, l.boundRefused = maxCompletionTokens-l.bound, true
		}
	case has("temperature") && !l.noTemperature:
		l.noTemperature = true
	case has("reasoning_effort", "reasoning effort") && b.config.ReasoningEffort != "" && !l.noEffort:
		l.noEffort = true
	case has("system role", "role 'system'", "role system", "system messages", "roles must alternate",
		"conversation roles") && !l.noSystem:
		l.noSystem = true
	case has("response_format", "json_schema", "json_object", "schema", "grammar", "guided", "no endpoints found") &&
		l.mode < Text && b.config.Mode == Probe:
		l.mode++
		l.proven, l.failures = false, 0
	case !l.proven && l.mode < Text && status != http.StatusNotFound &&
		!has("content_filter", "content management policy", "safety", "valid model", "model not found",
			"does not exist", "model not exist", "api key", "credit balance", "spend limit"):
		// A server that refuses the first request without saying why may dislike its form.
		l.mode++
	default:
		return false
	}
	return true
}

// describe returns the HTTP status of an error answer and its message in lower case.
func describe(err error) (status int, msg string) {
	var api *openai.APIError
	if errors.As(err, &api) {
		msg = api.Message
		if s, ok := api.Code.(string); ok {
			msg += " " + s
		}
		if api.Param != nil {
			msg += " " + *api.Param
		}
		return api.HTTPStatusCode, strings.ToLower(msg + " " + api.Type)
	}
	var re *openai.RequestError
	if errors.As(err, &re) {
		return re.HTTPStatusCode, strings.ToLower(string(re.Body))
	}
	return 0, ""
}
