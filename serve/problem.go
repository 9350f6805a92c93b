package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/translate"
)

// A problem is why a request is not answered with what it asked for.
type problem struct {
	status  int
	message string
	code    string        // by which OpenAI's clients tell problems apart; empty for the usual one of the status
	param   string        // the parameter that is wrong, where it is one
	after   time.Duration // when to come back; 0 if that is not known
}

func wrong(status int, format string, args ...any) *problem {
	return &problem{status: status, message: fmt.Sprintf(format, args...)}
}

// invalid is a parameter that is wrong.
func invalid(param, format string, args ...any) *problem {
	p := wrong(http.StatusBadRequest, format, args...)
	p.param = param
	return p
}

// missing is a parameter that is not there.
func missing(param string) *problem { return invalid(param, "the parameter %s is missing", param) }

// tooMany is a request that is refused for now.
func tooMany(after time.Duration, format string, args ...any) *problem {
	p := wrong(http.StatusTooManyRequests, format, args...)
	p.after = after
	return p
}

// Error makes a problem an error, so that what is called for a request can return it as one.
func (p *problem) Error() string { return p.message }

var errStopping = errors.New("the server is stopping")

// statusQuota is what DeepL answers where all characters are used up.
const statusQuota = 456

// unavailableAfter is when to come back where a backend cannot be reached and does not say when.
const unavailableAfter = 5 * time.Second

// problemOf returns what to answer where a translation failed. Callers are told what they can do something about; the
// rest is for the operator, who is told it by Log.
func (s *Server) problemOf(err error) *problem {
	var p *problem
	var file *document.Error
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, errStopping):
		return &problem{status: http.StatusServiceUnavailable, message: err.Error(), after: unavailableAfter}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return wrong(http.StatusServiceUnavailable, "the request was given up")
	case errors.As(err, &file):
		return wrong(http.StatusBadRequest, "%s", strings.TrimSuffix(file.Error()+": "+file.Hint, ": "))
	}
	s.config.Log(err)
	e := translate.AsError(err)
	switch e.Kind {
	case translate.Unavailable:
		after := max(e.RetryAfter, unavailableAfter)
		return &problem{status: http.StatusServiceUnavailable, message: "the backend does not answer", after: after}
	case translate.Quota:
		return wrong(statusQuota, "what the server may spend is used up")
	case translate.Auth, translate.Invalid:
		return wrong(http.StatusBadGateway, "the backend refuses what the server asks; the server's messages say why")
	}
	return wrong(http.StatusBadGateway, "the translation failed; the server's messages say why")
}

// A dialect is how an interface speaks of problems and keys.
type dialect struct {
	name     string
	shape    func(p *problem) (status int, body any)
	keyParam string // that may hold the key, where the header has none; empty if only the header may
	noKey    string
	wrongKey string
}

const libreNoKey, libreWrongKey = "a key is needed: give it as api_key", "invalid API key"

var (
	libreDialect = &dialect{"libretranslate", libreProblem, "api_key", libreNoKey, libreWrongKey}
	pageDialect  = &dialect{"page", libreProblem, "api_key", libreNoKey, libreWrongKey}
	deeplDialect = &dialect{"deepl", deeplProblem, "auth_key", // as old clients have it
		"a key is needed: send it as Authorization: DeepL-Auth-Key KEY", "the key is not known"}
	openaiDialect = &dialect{"openai", openaiProblem, "",
		"a key is needed: send it as Authorization: Bearer KEY", "the key is not known"}
)

// dialectOf returns the dialect of a path.
func dialectOf(path string) *dialect {
	switch {
	case strings.HasPrefix(path, "/v2/"), strings.HasPrefix(path, "/v3/"): // the third has what the second lacks
		return deeplDialect
	case strings.HasPrefix(path, "/v1/"):
		return openaiDialect
	case path == "/", strings.HasPrefix(path, "/page/"):
		return pageDialect
	}
	return libreDialect
}

// fail answers with a problem in the shape of its interface.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, p *problem) {
	if p.after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(p.after.Seconds()))))
	}
	status, body := dialectOf(r.URL.Path).shape(p)
	if status == http.StatusRequestEntityTooLarge || status == http.StatusRequestTimeout {
		w.Header().Set("Connection", "close") // the rest of the body is not read
	}
	write(w, status, body)
}

// write answers with v as JSON.
func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(printer.JSON(w)) // callers show it in terminals
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // the reader is gone if this fails
}
