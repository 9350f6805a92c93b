package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// A writeError is a failure of the side that receive writes to.
type writeError struct{ err error }

func (e *writeError) Error() string { return e.err.Error() }

// receive copies from body until all is there of what is wanted, of which done bytes were before; if its size is not
// known, until body ends. It reads one byte more, so that a file that is too long is found out. It returns how many
// bytes are there now.
func receive(w io.Writer, body io.Reader, want Content, done int64, progress func(int64)) (int64, error) {
	buffer := make([]byte, 64<<10)
	limit := want.limit()
	for {
		n, err := body.Read(buffer[:min(int64(len(buffer)), limit-done+1)])
		if n > 0 {
			if done+int64(n) > limit {
				return done, fmt.Errorf("%w: more than %d bytes", errDamaged, limit)
			}
			if _, err := w.Write(buffer[:n]); err != nil {
				return done, &writeError{err}
			}
			done += int64(n)
			progress(done)
		}
		switch {
		case err == io.EOF && done < want.Size:
			return done, io.ErrUnexpectedEOF
		case err == io.EOF:
			return done, nil
		case err != nil:
			return done, err
		}
	}
}

// request asks for the file from byte `from` on. resumed reports whether the body starts there; otherwise it is the
// whole file.
func (p *Puller) request(
	ctx context.Context,
	want Content,
	address string,
	from int64,
) (body io.ReadCloser, resumed bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, false, translate.Errorf(translate.Invalid, pullBackend, "making the request: %w", err)
	}
	req.Header.Set("User-Agent", "satzpaar")
	req.Header.Set("Accept-Encoding", "identity") // sizes and ranges are those of the file
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	resp, err := p.client().Do(req)
	if err != nil {
		return nil, false, unreachable(ctx, address, err)
	}
	switch err := judge(resp, want, httpapi.RedactURL(address), from); {
	case err != nil:
		resp.Body.Close()
		return nil, false, err
	case resp.StatusCode == http.StatusRequestedRangeNotSatisfiable:
		resp.Body.Close()
		return p.request(ctx, want, address, 0)
	}
	return resp.Body, resp.StatusCode == http.StatusPartialContent, nil
}

// judge returns what is wrong with a response, if anything is.
func judge(resp *http.Response, want Content, address string, from int64) error {
	length := want.Size
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
	case code == http.StatusPartialContent && from > 0:
		length -= from
		start, total, ok := contentRange(resp.Header.Get("Content-Range"))
		if !ok || start != from {
			return translate.Errorf(
				translate.Internal,
				pullBackend,
				"%s was asked for the bytes from %d on and sent %q",
				address,
				from,
				resp.Header.Get("Content-Range"),
			)
		}
		if total >= 0 && total != want.Size {
			return wrongSize(address, total, want.Size)
		}
	case code == http.StatusRequestedRangeNotSatisfiable && from > 0:
		return nil
	case code == http.StatusTooManyRequests:
		err := translate.Errorf(translate.RateLimited, pullBackend, "%s: %s", address, resp.Status)
		err.RetryAfter = httpapi.RetryAfter(resp.Header, time.Now())
		return err
	case code >= 500 || code == http.StatusRequestTimeout:
		err := translate.Errorf(translate.Unavailable, pullBackend, "%s: %s", address, resp.Status)
		err.RetryAfter = httpapi.RetryAfter(resp.Header, time.Now())
		return err
	case code == http.StatusNotFound || code == http.StatusGone:
		return translate.Errorf(
			translate.Invalid,
			pullBackend,
			"%s: %s: the file is not where it should be; a newer satzpaar may know where it is now. %s",
			address,
			resp.Status,
			whatWorks,
		)
	default:
		return translate.Errorf(translate.Invalid, pullBackend, "%s: %s. %s", address, resp.Status, whatWorks)
	}
	if want.Size > 0 && resp.ContentLength >= 0 && resp.ContentLength != length {
		return wrongSize(address, resp.ContentLength+want.Size-length, want.Size)
	}
	return nil
}

func wrongSize(address string, got, want int64) error {
	return translate.Errorf(
		translate.Internal,
		pullBackend,
		"%s holds %d bytes; the registry says %d: it is a different file. %s",
		address,
		got,
		want,
		whatWorks,
	)
}

// contentRange reads "bytes 100-199/200"; total is −1 where it is "*".
func contentRange(s string) (start, total int64, ok bool) {
	s, ok = strings.CutPrefix(s, "bytes ")
	span, size, ok2 := strings.Cut(s, "/")
	first, _, ok3 := strings.Cut(span, "-")
	start, err := strconv.ParseInt(first, 10, 64)
	if !ok || !ok2 || !ok3 || err != nil {
		return 0, 0, false
	}
	if size == "*" {
		return start, -1, true
	}
	total, err = strconv.ParseInt(size, 10, 64)
	return start, total, err == nil
}

// whatWorks is the hint of every error that leaves the user without a model.
const whatWorks = "The built-in model (--model builtin) and the models that are here already work without network"

// unreachable describes a failure of the connection. What cancelled ctx takes precedence: it is the cause.
func unreachable(ctx context.Context, address string, err error) error {
	if errors.Is(err, errDamaged) {
		return err
	}
	var e *translate.Error
	if errors.As(context.Cause(ctx), &e) {
		return e
	}
	if errors.As(err, &e) {
		return e
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	address = httpapi.RedactURL(address)
	if httpapi.PermanentFailure(err) {
		return translate.Errorf(translate.Invalid, pullBackend, "%s: %w. %s", address, err, whatWorks)
	}
	return translate.Errorf(translate.Unavailable, pullBackend, "%s cannot be reached: %w. %s", address, err, whatWorks)
}

// client returns the client that asks for all files: that of the backends, with its bounds and its rules for
// redirects. Connections are used again, so there is one for all requests.
func (p *Puller) client() *http.Client {
	p.once.Do(func() { p.asking = httpapi.Client(p.Client) })
	return p.asking
}

// A contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.r.Read(b)
}
