package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// maxResults is the most bytes of the results of a batch that are read; more of them are an error.
const maxResults = 1 << 30

// A call carries what go-openai does not pass on: fields of the request body that its types lack, and the headers of
// error answers.
type call struct {
	set    map[string]any // fields of the body to set
	status int
	header http.Header
	body   []byte // of an answer
}

type callKey struct{}

// A doer sends requests for the client. It reads answers whole, so that a connection that breaks in the middle of a
// body is a transport error and not truncated JSON.
type doer struct {
	client  *http.Client
	secrets httpapi.Secrets
}

func (d *doer) Do(req *http.Request) (*http.Response, error) {
	c, _ := req.Context().Value(callKey{}).(*call)
	if c != nil && len(c.set) > 0 && req.Body != nil {
		if err := setFields(req, c.set); err != nil {
			return nil, err
		}
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return nil, err
	}
	if c != nil {
		c.status, c.header = resp.StatusCode, resp.Header
	}
	if strings.HasSuffix(req.URL.Path, "/content") && resp.StatusCode == http.StatusOK {
		// The results of a batch, which may be large and are read line by line.
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxResults)
		return resp, nil
	}
	body, err := httpapi.Read(resp.Body, d.secrets)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 300 && httpapi.IsHTML(body) {
		return nil, httpapi.ErrHTML
	}
	if resp.StatusCode == http.StatusOK {
		if whole := joined(body); whole != nil {
			body = whole
			resp.Header.Set("Content-Type", "application/json")
		}
		if status, inner := hiddenError(body); status != 0 {
			resp.StatusCode, resp.Status, body = status, http.StatusText(status), inner
			if c != nil {
				c.status = status
			}
		}
	}
	if resp.StatusCode >= 400 {
		body = errorBody(body)
	}
	if c != nil {
		c.body = body
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// hiddenError finds an error inside an answer with status 200, of the whole or of its only choice, as brokers of
// other providers' models send it when the model fails late. It returns the status that the error names and a body
// with nothing but the error, or 0.
func hiddenError(body []byte) (status int, inner []byte) {
	if !bytes.Contains(body, []byte(`"error"`)) {
		return 0, nil
	}
	var v struct {
		Error   json.RawMessage
		Choices []struct{ Error json.RawMessage }
	}
	if json.Unmarshal(body, &v) != nil {
		return 0, nil
	}
	raw := v.Error
	if len(v.Choices) > 0 && len(raw) == 0 {
		raw = v.Choices[0].Error
	}
	var failure struct {
		Code    any
		Message string
	}
	if len(raw) == 0 || string(raw) == "null" || json.Unmarshal(raw, &failure) != nil {
		return 0, nil
	}
	status, err := strconv.Atoi(fmt.Sprint(failure.Code))
	if err != nil || status < 400 || status > 599 {
		status = http.StatusBadGateway
	}
	return status, append(append([]byte(`{"error":`), raw...), '}')
}

// errorBody brings the errors of services that write them otherwise into OpenAI's form, an object with an object
// "error": Gemini puts that into a list, Mistral has its fields at the top. Other bodies stay as they are.
func errorBody(body []byte) []byte {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var bare struct {
		Error   json.RawMessage `json:"error,omitempty"`
		Message string          `json:"message"`
		Type    string          `json:"type"`
		Code    any             `json:"code,omitempty"`
	}
	if json.Unmarshal(body, &bare) != nil || len(bare.Error) > 0 || bare.Message == "" {
		return body
	}
	raw, err := json.Marshal(map[string]any{"error": bare})
	if err != nil {
		return body
	}
	return raw
}

func setFields(req *http.Request, set map[string]any) error {
	raw, err := io.ReadAll(req.Body)
	req.Body.Close()
	if err != nil {
		return err
	}
	if raw, err = withFields(raw, set); err != nil {
		return err
	}
	req.Body = io.NopCloser(bytes.NewReader(raw))
	req.ContentLength = int64(len(raw))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	return nil
}

// withFields sets fields of a JSON object.
func withFields(raw []byte, set map[string]any) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	for k, v := range set {
		var err error
		if fields[k], err = json.Marshal(v); err != nil {
			return nil, err
		}
	}
	return json.Marshal(fields)
}

// An httpError joins a failure with the headers of its answer.
type httpError struct {
	err    error
	status int
	header http.Header
}

func (e *httpError) Error() string { return e.err.Error() }
func (e *httpError) Unwrap() error { return e.err }

// classify turns what the client returned into an error with a kind, free of keys and credentials.
func (b *Backend) classify(err error) *translate.Error {
	var e *translate.Error
	if errors.As(err, &e) {
		return e
	}
	var he *httpError
	status, msg := describe(err)
	var retry time.Duration
	if errors.As(err, &he) {
		if status == 0 {
			status = he.status
		}
		retry = httpapi.RetryAfter(he.header, time.Now())
	}
	out := &translate.Error{Backend: b.config.Name, Err: b.readable(err, status), Cause: causeOf(err, status, msg)}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(msg, w) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.Is(err, httpapi.ErrHTML):
		out.Kind = translate.Invalid
	case unparsed(msg):
		out.Kind = translate.Internal
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		out.Kind = translate.Auth
		if has("content_filter", "moderation", "flagged") {
			out.Kind = translate.Refused
		}
	case status == http.StatusPaymentRequired:
		out.Kind = translate.Quota
	case status == http.StatusTooManyRequests:
		out.Kind = translate.RateLimited
		if retry == 0 {
			retry = retryIn(msg)
		}
		switch {
		case has("insufficient_quota", "insufficient balance", "out of credits", "spend_limit", "spend limit"):
			out.Kind = translate.Quota
		// Gemini says these of limits for a minute too, and then when to come back.
		case retry == 0 && has("quota exceeded", "exceeded your current quota", "billing"):
			out.Kind = translate.Quota
		}
	case status == http.StatusRequestTimeout || status == http.StatusConflict || status == http.StatusTooEarly:
		out.Kind = translate.Unavailable
	case status >= 500:
		out.Kind = translate.Unavailable
		if status == http.StatusServiceUnavailable && retry == 0 {
			retry = time.Second // it is there, and busy or loading a model
		}
	case status >= 400:
		switch {
		case has("context length", "context window", "context_length", "too many tokens", "maximum context",
			"exceed_context", "too large", "too long") || status == http.StatusRequestEntityTooLarge:
			out.Kind = translate.Truncated
		case has("content_filter", "content management policy", "responsibleai", "moderation", "safety"):
			out.Kind = translate.Refused
		case has("api key not valid", "api_key_invalid", "invalid api key"):
			out.Kind = translate.Auth // Gemini answers 400
		case has("credit balance", "spend limit", "usage limits"):
			out.Kind = translate.Quota // Anthropic answers 400
		default:
			out.Kind = translate.Invalid
		}
	case status >= 200:
		out.Kind = translate.Internal // an answer that is not JSON
		var ne net.Error
		if errors.As(err, &ne) || errors.Is(err, io.ErrUnexpectedEOF) && strings.Contains(err.Error(), "broke off") {
			out.Kind = translate.Unavailable
		}
	default:
		out.Kind = translate.Unavailable
		if httpapi.PermanentFailure(err) {
			out.Kind = translate.Invalid
		}
	}
	if out.Kind.Temporary() {
		out.RetryAfter = retry
	}
	return out
}

// retryIn reads from a message when to come back, as in "please retry in 34.07s" or "try again in 2m59.5s"; 0 where it
// holds no time.
func retryIn(msg string) time.Duration {
	for _, words := range [...]string{"retry in ", "try again in "} {
		if _, after, ok := strings.Cut(msg, words); ok {
			n := strings.IndexFunc(after, func(r rune) bool { return !strings.ContainsRune("0123456789.hms", r) })
			if n < 0 {
				n = len(after)
			}
			if d, err := time.ParseDuration(strings.TrimRight(after[:n], ".")); err == nil && d > 0 {
				return d
			}
		}
	}
	return 0
}

// causeOf returns what is known of the cause of a failure, from its status and what the server said.
func causeOf(err error, status int, msg string) translate.Cause {
	aboutModel := strings.Contains(msg, "model") || strings.Contains(msg, "deployment")
	var page *openai.RequestError
	switch {
	case aboutModel && (status == http.StatusNotFound || status == http.StatusBadRequest):
		return translate.UnknownModel
	case errors.As(err, &page) && httpapi.IsHTML(page.Body):
		return translate.WrongAddress
	case status != 0 && httpapi.CauseOfStatus(status) != 0:
		return httpapi.CauseOfStatus(status)
	}
	return httpapi.CauseOf(err)
}

// unparsed reports whether a server failed because it could not parse what the model wrote, as llama.cpp and others
// do when an answer leaves its schema or is cut off: then the answer is at fault, not the server.
func unparsed(msg string) bool {
	for _, s := range [...]string{"model produced output that does not match", "json_validate_failed",
		"failed to generate json", "model output is not valid json", "failed to parse model output"} {
		if strings.Contains(msg, s) {
			return true
		}
	}
	return false
}

// readable is a message for people: what the server said, short, and without secrets.
func (b *Backend) readable(err error, status int) error {
	var api *openai.APIError
	var re *openai.RequestError
	var ue *url.Error
	host := httpapi.RedactURL(b.config.BaseURL)
	var s string
	switch {
	case errors.As(err, &api):
		s = fmt.Sprintf("%s answered %d: %s", host, status, api.Message)
	case errors.As(err, &re) && httpapi.IsHTML(re.Body):
		s = fmt.Sprintf("%s answered %d with a web page, not JSON", host, status)
	case errors.As(err, &re):
		s = fmt.Sprintf("%s answered %d: %s", host, status, space.Fold(string(re.Body)))
	case errors.As(err, &ue):
		s = fmt.Sprintf("%s: %v", host, ue.Err)
	default:
		s = fmt.Sprintf("%s: %v", host, err)
	}
	s = excerpt.Of(b.secrets.Redact(s), 600)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", s, context.DeadlineExceeded)
	}
	return errors.New(s)
}
