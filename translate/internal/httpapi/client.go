package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/satzpaar/satzpaar/translate"
)

// longestCall is the most time that one call may take, whatever its context allows.
const longestCall = 30 * time.Minute

// Client returns the client to ask servers with: given, which may be nil, with the rules of this package. What is
// read of answers and headers is bounded, a call takes at most half an hour, and redirects are followed on the same
// host only.
func Client(given *http.Client) *http.Client {
	c := &http.Client{}
	if given != nil {
		*c = *given
	}
	if c.Timeout == 0 {
		c.Timeout = longestCall
	}
	if c.Transport == nil {
		if t, ok := http.DefaultTransport.(*http.Transport); ok {
			t = t.Clone()
			// Keep as many idle connections to one server as requests may be in flight.
			t.MaxIdleConnsPerHost, t.MaxIdleConns = 256, 512
			t.MaxResponseHeaderBytes = 1 << 20
			c.Transport = t
		}
	}
	c.CheckRedirect = checkRedirect
	return c
}

// ErrRedirect is in the chain of errors of redirects that would have sent texts or keys elsewhere.
var ErrRedirect = errors.New("the server redirects elsewhere")

// checkRedirect allows a few redirects within one server. A redirect carries the text, and headers that hold keys, to
// wherever the answer points.
func checkRedirect(req *http.Request, via []*http.Request) error {
	from, to := via[0].URL, req.URL
	switch {
	case from.Host != to.Host:
		return fmt.Errorf("%w, to %s; if that is right, make it the base URL", ErrRedirect, RedactURL(to.String()))
	case from.Scheme == "https" && to.Scheme != "https":
		return fmt.Errorf("%w, to an address without encryption", ErrRedirect)
	case via[0].Method != req.Method:
		return fmt.Errorf("%w, to %s, without the text", ErrRedirect, RedactURL(to.String()))
	case len(via) > 3:
		return fmt.Errorf("%w again and again", ErrRedirect)
	}
	return nil
}

// ErrTooLarge means that an answer is larger than [MaxAnswer].
var ErrTooLarge = fmt.Errorf("the answer is larger than %d bytes", MaxAnswer)

// Read reads an answer whole and redacts secrets in it: a server may repeat what it was sent, and answers end up in
// documents, in stored replies and, cut short, in messages.
func Read(r io.Reader, secrets Secrets) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off after %d bytes: %w", len(body), err)
	}
	if len(body) > MaxAnswer {
		return nil, ErrTooLarge
	}
	return secrets.redact(body), nil
}

// Secrets are strings that must not be shown: keys and passwords, in every form in which they may come back.
type Secrets struct {
	forms  [][]byte
	cutter *strings.Replacer // of all forms; nil if there are none
}

// leastSecret is the length below which a secret is too short to be told from ordinary text.
const leastSecret = 4

// NewSecrets returns the secrets of a server: the password in its address, if any, and its keys; empty ones are none.
func NewSecrets(address string, keys ...string) Secrets {
	var s Secrets
	var pairs []string
	add := func(secret string) {
		if len(secret) < leastSecret {
			return
		}
		once := escape(secret)
		for _, form := range []string{secret, once, escape(once), strings.ReplaceAll(secret, "/", `\/`),
			url.QueryEscape(secret), url.PathEscape(secret)} {
			s.forms = append(s.forms, []byte(form))
			pairs = append(pairs, form, "[key]")
		}
	}
	for _, key := range keys {
		add(key)
	}
	if u, err := url.Parse(address); err == nil && u.User != nil {
		password, _ := u.User.Password()
		add(password)
	}
	if len(pairs) > 0 {
		s.cutter = strings.NewReplacer(pairs...)
	}
	return s
}

// escape returns text as it is written inside a JSON string.
func escape(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		return text
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), `"`), "\"\n")
}

// Redact returns text with "[key]" in place of secrets. Texts that are cut must be redacted before.
func (s Secrets) Redact(text string) string {
	if s.cutter == nil {
		return text
	}
	return s.cutter.Replace(text)
}

func (s Secrets) redact(body []byte) []byte {
	if slices.ContainsFunc(s.forms, func(form []byte) bool { return bytes.Contains(body, form) }) {
		return []byte(s.Redact(string(body)))
	}
	return body
}

// CheckKey reports a key that was not read from its file or variable as it should be: a server would only answer
// "unauthorized". The error is a [*translate.Error] and does not contain the key. No key is fine.
func CheckKey(backend, key string) error {
	if err := flaw(key); err != nil {
		return translate.Errorf(translate.Invalid, backend, "%w", err)
	}
	return nil
}

// flaw returns what is wrong with a key.
func flaw(key string) error {
	inner := strings.TrimSpace(key)
	switch {
	case key != "" && inner == "":
		return errors.New("the key is blank")
	case strings.ContainsAny(key, "\r\n"):
		return errors.New(
			"the key holds a line break; give it as one line, without the line break of the file it comes from")
	case inner != key:
		return errors.New("the key has blanks around it; take them away")
	case len(key) > 1 && strings.ContainsRune("\"'`“„‘’”", []rune(key)[0]):
		return errors.New("the key stands in quotes; take them away")
	case strings.ContainsFunc(key, unicode.IsSpace):
		return errors.New("the key holds blanks; is it more than the key?")
	case strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsControl(r) }):
		return errors.New("the key holds characters that no key has; copy it again")
	}
	return nil
}

// Host returns the server of a base URL as it stands in the IDs of backends.
func Host(base *url.URL) string { return base.Host + strings.TrimRight(base.Path, "/") }

// Digest returns a short hash of settings, for the IDs of backends.
func Digest(settings ...string) string {
	h := sha256.Sum256([]byte(strings.Join(settings, "\x00")))
	return hex.EncodeToString(h[:4])
}

// ParseBase reads the base URL of a backend's server. The error is a [*translate.Error].
func ParseBase(backend, address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		cause := translate.BadAddress
		if address == "" {
			cause = translate.NoAddress
		}
		return nil, translate.Errorf(translate.Invalid, backend, "base URL %q is not an http or https address",
			RedactURL(address)).Because(cause)
	}
	return u, nil
}
