package models

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"time"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// Limits of a download.
const (
	pullAttempts = 5                // in a row without progress
	pullPause    = time.Second      // before the second attempt; doubled for each further one
	pullLongest  = 30 * time.Second // the longest pause, whatever a server asks for
	pullIdle     = 60 * time.Second // without a byte, then the attempt is given up
	largestFile  = 96 << 20         // where it is not known how large a file is; the largest model has 60 MB
)

// Endings of the names of files that are not whole yet: as they arrive, and unpacked.
const (
	partSuffix     = ".part"
	unpackedSuffix = ".unpacked"
)

// limit is how many bytes may come at most.
func (c Content) limit() int64 {
	if c.Size > 0 {
		return c.Size
	}
	return largestFile
}

// fetch brings one file here, in as many attempts as it takes. It returns where the file lies, ready to be renamed,
// and its content.
func (p *Puller) fetch(ctx context.Context, f File, name string, progress func(int64)) (string, Content, error) {
	part, ready := name+partSuffix, name+unpackedSuffix
	address, open := f.Name, f.open
	if open == nil {
		var err error
		if address, err = p.address(f.URL); err != nil {
			return "", Content{}, err
		}
		if err := p.download(ctx, f.arriving(), address, part, progress); err != nil {
			return "", Content{}, err
		}
		if !f.Packed && f.SHA256 != "" {
			return part, f.Content, nil // compared already
		}
		open = func() (io.ReadCloser, error) { return plainfile.Open(part) }
	}
	content, err := unpack(ctx, open, ready, f)
	if err != nil {
		_ = os.Remove(ready)
		if ctx.Err() != nil || !errors.Is(err, errDamaged) {
			return "", Content{}, err
		}
		if f.open != nil {
			return "", Content{}, translate.Errorf(translate.Internal, pullBackend,
				"the file given is not the one that belongs to the model: %w", err)
		}
		_ = os.Remove(part)
		return "", Content{}, changedOnTheWay(address, err)
	}
	return ready, content, remove(part)
}

// remove deletes a file if it is there.
func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// changedOnTheWay is the error for a file that is not the one that was announced.
func changedOnTheWay(address string, err error) error {
	return translate.Errorf(translate.Internal, pullBackend,
		"%s does not hold the file that the registry describes; a proxy may have changed it: %w",
		httpapi.RedactURL(address), err)
}

// download writes what comes from an address to part, in as many attempts as it takes.
func (p *Puller) download(ctx context.Context, want Content, address, part string, progress func(int64)) error {
	failures, restarted := 0, false
	var furthest int64
	for {
		have, err := p.attempt(ctx, want, address, part, progress)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("%s: %w", httpapi.RedactURL(address), context.Cause(ctx))
		case errors.Is(err, errDamaged):
			// Perhaps it was the part that was here before: once more from the start.
			if err := remove(part); err != nil {
				return err
			}
			if restarted {
				return changedOnTheWay(address, err)
			}
			restarted = true
			continue
		case !translate.KindOf(err).Temporary():
			return err
		}
		// Only what never was here before counts as progress: a server without ranges may break off at the same place
		// for ever.
		if have > furthest {
			furthest, failures = have, 0
		}
		failures++
		if failures >= pullAttempts {
			return err
		}
		if err := p.sleep(ctx, pauseAfter(failures, err)); err != nil {
			return fmt.Errorf("%s: %w", httpapi.RedactURL(address), err)
		}
	}
}

// pauseAfter is how long to wait after so many failures in a row.
func pauseAfter(failures int, err error) time.Duration {
	d := pullPause << (failures - 1)
	var e *translate.Error
	if errors.As(err, &e) && e.RetryAfter > d {
		d = e.RetryAfter
	}
	return min(d, pullLongest)
}

func (p *Puller) sleep(ctx context.Context, d time.Duration) error {
	if p.pause != nil {
		return p.pause(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// address is where to get the file: its own URL, or the same path of BaseURL.
func (p *Puller) address(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", translate.Errorf(translate.Invalid, pullBackend, "reading the address of a model file: %w", err)
	}
	if p.BaseURL == "" {
		return u.String(), nil
	}
	base, err := url.Parse(p.BaseURL)
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Host == "" {
		return "", translate.Errorf(translate.Invalid, pullBackend,
			"%q is not the address of a server; it should look like https://mirror.example",
			httpapi.RedactURL(p.BaseURL))
	}
	return base.JoinPath(u.Path).String(), nil
}

// openPart opens a file to write to, and to go on with.
func (p *Puller) openPart(name string) (partFile, error) {
	if p.open != nil {
		return p.open(name, os.O_RDWR|os.O_CREATE)
	}
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
}

// attempt writes what is missing of the file to part and verifies it. have is how many bytes are there in the end.
func (p *Puller) attempt(
	ctx context.Context,
	want Content,
	address, part string,
	progress func(int64),
) (have int64, err error) {
	file, err := p.openPart(part)
	if err != nil {
		return 0, fmt.Errorf("opening the file to write to: %w", err)
	}
	defer func() {
		if e := file.Close(); err == nil && e != nil {
			err = fmt.Errorf("closing %s: %w", part, e)
		}
	}()
	sum := sha256.New()
	if want.SHA256 == "" { // what is here cannot be told from what it should be
		if err := file.Truncate(0); err != nil {
			return 0, fmt.Errorf("starting the file again: %w", err)
		}
	} else if have, err = io.Copy(sum, contextReader{ctx, file}); err != nil {
		return have, fmt.Errorf("reading what is here of the file: %w", err)
	}
	if want.Size > 0 && have > want.Size {
		return have, want.compare(part, have, sum)
	}
	if want.Size == 0 || have < want.Size {
		ctx, came, stop := p.patient(ctx, address)
		defer stop()
		body, resumed, err := p.request(ctx, want, address, have)
		if err != nil {
			return have, err
		}
		defer body.Close()
		if !resumed && have > 0 {
			if _, err := file.Seek(0, io.SeekStart); err != nil {
				return have, err
			}
			if err := file.Truncate(0); err != nil {
				return have, fmt.Errorf("starting the file again: %w", err)
			}
			sum.Reset()
			have = 0
		}
		progress(have)
		have, err = receive(io.MultiWriter(file, sum), body, want, have, func(done int64) {
			came()
			progress(done)
		})
		var w *writeError
		switch {
		case errors.As(err, &w):
			return have, fmt.Errorf("writing %s, which needs %.1f MB: %w", part, float64(want.limit())/1e6, w.err)
		case err != nil:
			return have, unreachable(ctx, address, err)
		}
	}
	if err := want.compare(part, have, sum); err != nil {
		return have, err
	}
	if err := file.Sync(); err != nil {
		return have, fmt.Errorf("writing %s: %w", part, err)
	}
	return have, nil
}

// patient returns a context that ends when an address has sent nothing for too long. came is called when something
// came.
func (p *Puller) patient(ctx context.Context, address string) (patient context.Context, came, stop func()) {
	patient, cancel := context.WithCancelCause(ctx)
	idle := cmp.Or(p.Idle, pullIdle)
	watch := time.AfterFunc(idle, func() {
		cancel(translate.Errorf(translate.Unavailable, pullBackend, "%s sent nothing for %v",
			httpapi.RedactURL(address), idle))
	})
	stop = func() {
		watch.Stop()
		cancel(nil)
	}
	return patient, func() { watch.Reset(idle) }, stop
}

// contentOf makes a Content of what came.
func contentOf(size int64, sum []byte) Content { return Content{size, hex.EncodeToString(sum)} }
