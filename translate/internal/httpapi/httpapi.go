// Package httpapi is the HTTP client of all backends that ask a server.
package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/translate"
)

// RetryAfter reads from the headers of an answer how long a server asks to wait: Retry-After in seconds or as a date, retry-after-ms, or the reset time of the
// limit that is used up. It returns 0 if the server says nothing.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return seconds(ms / 1000)
	}
	if v := strings.TrimSpace(h.Get("Retry-After")); v != "" {
		if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 {
			return seconds(s)
		}
		if t, err := http.ParseTime(v); err == nil && t.After(now) {
			return t.Sub(now)
		}
	}
	for _, what := range limits {
		if h.Get("X-Ratelimit-Remaining"+what) == "0" {
			if d := resetIn(h.Get("X-Ratelimit-Reset"+what), now); d > 0 {
				return d
			}
		}
	}
	return 0
}

// limits are the endings of the headers in which servers count down: of requests, of tokens, of whatever they count.
var limits = [...]string{"-Requests", "-Tokens", ""}

// longestPause is the longest time that an answer's headers may keep the next request back. What takes longer, such as a limit for the day, is better met
// than waited for: its refusal says how long it takes, and ends the run.
const longestPause = 5 * time.Minute

// LimitPause reads from the headers of a successful answer how long to send nothing, so that the server need not refuse: until its limit begins anew, where
// no request is left of it, or fewer tokens than the last request took. It returns 0 if there is room.
func LimitPause(h http.Header, tokens int, now time.Time) time.Duration {
	var pause time.Duration
	for _, what := range limits {
		left, err := strconv.ParseFloat(h.Get("X-Ratelimit-Remaining"+what), 64)
		if err != nil || left >= 1 && (what != "-Tokens" || left >= float64(tokens)) {
			continue
		}
		if d := resetIn(h.Get("X-Ratelimit-Reset"+what), now); d <= longestPause {
			pause = max(pause, d)
		}
	}
	return pause
}

// resetIn reads when a limit begins anew: a duration such as 6m0s, seconds, or a point in time as seconds or milliseconds since 1970 or as RFC 3339 has it.
func resetIn(v string, now time.Time) time.Duration {
	v = strings.TrimSpace(v)
	if d, err := time.ParseDuration(v); err == nil {
		return max(0, d)
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return max(0, t.Sub(now))
	}
	n, err := strconv.ParseFloat(v, 64)
	switch {
	case err != nil || n != n || n < 0:
		return 0
	case n > 1e11:
		return max(0, time.UnixMilli(int64(min(n, 1e15))).Sub(now))
	case n > 1e9:
		return max(0, time.Unix(int64(n), 0).Sub(now))
	}
	return seconds(n)
}

// seconds turns a number that a server sent into a duration; what is too large for one is a year.
func seconds(s float64) time.Duration {
	const year = 365 * 24 * time.Hour
	if s >= year.Seconds() {
		return year
	}
	return time.Duration(s * float64(time.Second))
}

// KindOfStatus returns the kind of failure that an HTTP status stands for in most protocols.
func KindOfStatus(status int) translate.Kind {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return translate.Auth
	case status == http.StatusPaymentRequired:
		return translate.Quota
	case status == http.StatusTooManyRequests:
		return translate.RateLimited
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == http.StatusTooEarly, status >= 500:
		return translate.Unavailable
	case status == http.StatusRequestEntityTooLarge:
		return translate.Truncated
	case status >= 400:
		return translate.Invalid
	}
	return translate.Internal
}

// PermanentFailure recognises failures to connect that waiting does not cure: certificates, protocols.
func PermanentFailure(err error) bool {
	s := err.Error()
	return strings.Contains(s, "x509:") || strings.Contains(s, "tls: ") || strings.Contains(s, "server gave HTTP response to HTTPS client") || strings.Contains(s, "unsupported protocol scheme")
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

// ErrHTML is the answer of something that is not the server that was meant.
var ErrHTML = errors.New("the answer is a web page, not JSON: is the base URL right, is a proxy in between?")

// IsHTML says whether a body is a page.
func IsHTML(body []byte) bool {
	t := bytes.TrimLeft(body, " \t\r\n\ufeff")
	return len(t) > 0 && t[0] == '<'
}

// maxAnswer is the most bytes of an answer that are read.
const maxAnswer = 32 << 20

// A Call is one POST of JSON that is answered by JSON.
type Call struct {
	Client  *http.Client
	Backend string // name in errors
	URL     string
	Header  http.Header
	// Kind maps a status to a kind; nil takes [KindOfStatus].
	Kind func(status int) translate.Kind
	// Secret is cut from errors.
	Secret string
}

// Post sends in and reads the answer into out. It returns an [*Error], or an error that wraps ctx's when that has ended.
func (c *Call) Post(ctx context.Context, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return translate.Errorf(translate.Internal, c.Backend, "building the request: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(raw))
	if err != nil {
		return translate.Errorf(translate.Invalid, c.Backend, "%s is no address", RedactURL(c.URL))
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	for k, v := range c.Header {
		req.Header[k] = v
	}
	fail := func(kind translate.Kind, err error) error {
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", c.Backend, ctx.Err())
		}
		s := err.Error()
		if c.Secret != "" {
			s = strings.ReplaceAll(s, c.Secret, "[key]")
		}
		return &translate.Error{Kind: kind, Backend: c.Backend, Err: fmt.Errorf("%s: %s", RedactURL(c.URL), s)}
	}
	resp, err := c.Client.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		if PermanentFailure(err) {
			return fail(translate.Invalid, err)
		}
		return fail(translate.Unavailable, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return fail(translate.Unavailable, fmt.Errorf("the answer broke off after %d bytes: %w", len(body), err))
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		kind := KindOfStatus(resp.StatusCode)
		if c.Kind != nil {
			kind = c.Kind(resp.StatusCode)
		}
		err := fail(kind, fmt.Errorf("answered %d: %s", resp.StatusCode, message(body)))
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
		return fail(translate.Invalid, ErrHTML)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fail(translate.Internal, fmt.Errorf("the answer is broken JSON: %w", err))
	}
	return nil
}

// message finds what an error answer says.
func message(body []byte) string {
	var v struct {
		Error   json.RawMessage
		Message string
	}
	s := ""
	if json.Unmarshal(body, &v) == nil {
		s = v.Message
		if s == "" && json.Unmarshal(v.Error, &s) != nil {
			s = string(v.Error)
		}
	}
	if s == "" {
		s = string(body)
	}
	if s = strings.Join(strings.Fields(s), " "); len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "?") + "…"
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "?")
	}
	return s
}
