// Package httpapi is the one HTTP client of all backends that ask a server. It follows no redirect to another host,
// bounds what it reads, and keeps keys out of everything that comes back.
package httpapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
)

// KindOfStatus returns the kind of failure that an HTTP status stands for in most protocols.
func KindOfStatus(status int) translate.Kind {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return translate.Auth
	case status == http.StatusPaymentRequired:
		return translate.Quota
	case status == http.StatusTooManyRequests:
		return translate.RateLimited
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == http.StatusTooEarly,
		status >= 500:
		return translate.Unavailable
	case status == http.StatusRequestEntityTooLarge:
		return translate.Truncated
	case status >= 400:
		return translate.Invalid
	}
	return translate.Internal
}

// PermanentFailure reports whether err is a failure that waiting does not cure: of certificates, protocols, redirects
// or headers without an end.
func PermanentFailure(err error) bool {
	s := err.Error()
	return errors.Is(err, ErrRedirect) || strings.Contains(s, "x509:") || strings.Contains(s, "tls: ") ||
		strings.Contains(s, "server gave HTTP response to HTTPS client") ||
		strings.Contains(s, "server response headers exceeded") ||
		strings.Contains(s, "unsupported protocol scheme")
}

// CauseOf returns what is known of the cause of a failed request.
func CauseOf(err error) translate.Cause {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &name):
		return translate.NoHost
	case errors.Is(err, syscall.ECONNREFUSED):
		return translate.NotListening
	case errors.As(err, &certificate):
		return translate.Untrusted
	case errors.Is(err, http.ErrSchemeMismatch):
		return translate.PlainHTTP
	case errors.Is(err, ErrHTML):
		return translate.WrongAddress
	}
	return 0
}

// CauseOfStatus returns what is known of the cause of an answer with an HTTP status.
func CauseOfStatus(status int) translate.Cause {
	if status == http.StatusNotFound || status == http.StatusMethodNotAllowed {
		return translate.WrongAddress
	}
	return 0
}

// RedactURL cuts user, password, query and fragment from an address, so that it can be shown.
func RedactURL(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return "the given address"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// ErrHTML means that something other than the intended server has answered.
var ErrHTML = errors.New("the answer is a web page, not JSON: is the base URL right, is a proxy in between?")

// IsHTML reports whether a body looks like a web page.
func IsHTML(body []byte) bool {
	t := bytes.TrimLeft(body, " \t\r\n\ufeff")
	return len(t) > 0 && t[0] == '<'
}

// MaxAnswer is the most bytes of an answer that are read.
const MaxAnswer = 32 << 20

// A Call is one POST of JSON that is answered by JSON.
type Call struct {
	Client  *http.Client
	Backend string // name in errors
	URL     string
	Header  http.Header
	// Judge returns what a failure is, by its status and body; nil takes [KindOfStatus] and [CauseOfStatus].
	Judge func(status int, body []byte) (translate.Kind, translate.Cause)
	// Sign, if not nil, completes a request that proves its origin by a signature over itself.
	Sign func(req *http.Request, body []byte) error
	// Secrets are redacted in answers and errors.
	Secrets Secrets
}

// Post sends in and reads the answer into out. It returns a [*translate.Error], or an error that wraps that of ctx if
// it has ended.
func (c *Call) Post(ctx context.Context, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return translate.Errorf(translate.Internal, c.Backend, "building the request: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(raw))
	if err != nil {
		return translate.Errorf(translate.Invalid, c.Backend, "%s is not an address", RedactURL(c.URL))
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	for k, v := range c.Header {
		req.Header[k] = v
	}
	if c.Sign != nil {
		if err := c.Sign(req, raw); err != nil {
			return translate.Errorf(translate.Internal, c.Backend, "signing the request: %s",
				c.Secrets.Redact(err.Error()))
		}
	}
	fail := func(kind translate.Kind, cause translate.Cause, err error) error {
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", c.Backend, ctx.Err())
		}
		return translate.Errorf(kind, c.Backend, "%s: %s", RedactURL(c.URL), c.Secrets.Redact(err.Error())).
			Because(cause)
	}
	resp, err := c.Client.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		if PermanentFailure(err) {
			return fail(translate.Invalid, CauseOf(err), err)
		}
		return fail(translate.Unavailable, CauseOf(err), err)
	}
	defer resp.Body.Close()
	body, err := Read(resp.Body, c.Secrets)
	if errors.Is(err, ErrTooLarge) {
		return fail(translate.Internal, 0, err)
	}
	if err != nil {
		return fail(translate.Unavailable, CauseOf(err), err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		kind, cause := KindOfStatus(resp.StatusCode), CauseOfStatus(resp.StatusCode)
		if c.Judge != nil {
			kind, cause = c.Judge(resp.StatusCode, body)
		}
		err := fail(kind, cause, fmt.Errorf("answered %d: %s", resp.StatusCode, message(body)))
		var e *translate.Error
		if errors.As(err, &e) && kind.Temporary() {
			e.RetryAfter = RetryAfter(resp.Header, time.Now())
			if e.RetryAfter == 0 && resp.StatusCode == http.StatusServiceUnavailable {
				e.RetryAfter = time.Second
			}
		}
		return err
	}
	if IsHTML(body) {
		return fail(translate.Invalid, CauseOf(ErrHTML), ErrHTML)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fail(translate.Internal, 0, fmt.Errorf("the answer is broken JSON: %w", err))
	}
	return nil
}

// message returns the message of an error answer.
func message(body []byte) string {
	var v struct {
		Error   json.RawMessage
		Message string
	}
	s := ""
	if json.Unmarshal(body, &v) == nil {
		s = v.Message
		var inner struct{ Message string }
		switch {
		case s != "":
		case json.Unmarshal(v.Error, &s) == nil:
		case json.Unmarshal(v.Error, &inner) == nil && inner.Message != "":
			s = inner.Message
		default:
			s = string(v.Error)
		}
	}
	if s == "" {
		s = string(body)
	}
	return strings.ToValidUTF8(excerpt.Of(space.Fold(s), 300), "?")
}
