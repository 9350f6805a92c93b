package marian

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// pullBackend is how errors of downloads name their origin.
const pullBackend = "models"

// Limits of a download.
const (
	pullAttempts = 5                // in a row without progress
	pullPause    = time.Second      // before the second attempt; doubled for each further one
	pullLongest  = 30 * time.Second // the longest pause, whatever a server asks for
	pullIdle     = 60 * time.Second // without a byte, then the attempt is given up
)

// A Puller fetches models into a folder and looks after them there. Several processes may use one folder. The
// exported fields are not changed once it is in use; then it is safe for concurrent use.
type Puller struct {
	// Dir is the folder that holds a folder for each model.
	Dir string
	// Client sends the requests; nil means a client of its own. Redirects to other hosts or away from https are not
	// followed in any case, and no file may take longer than half an hour at a time.
	Client *http.Client
	// BaseURL, if set, takes the place of scheme and host of every URL: a mirror that keeps the paths.
	BaseURL string
	// Progress, if set, is told how many of the bytes of the model are here, every time that some came. It is called
	// by the goroutine that called Pull.
	Progress func(done, total int64)
	// Idle is how long a server may send nothing before the attempt is given up; 0 means a minute.
	Idle time.Duration

	once   sync.Once
	asking *http.Client // with the rules for all requests

	// open and pause are replaced by tests.
	open  func(name string, flag int) (partFile, error)
	pause func(ctx context.Context, d time.Duration) error
}

// A partFile is a file that a download is written to.
type partFile interface {
	io.ReadWriteSeeker
	io.Closer
	Truncate(size int64) error
	Sync() error
}

// folder returns where the model lies or will lie.
func (p *Puller) folder(info ModelInfo) (string, error) {
	if info.Name == "" || !filepath.IsLocal(info.Name) || strings.ContainsAny(info.Name, `/\`) {
		return "", translate.Errorf(translate.Invalid, pullBackend, "%q cannot be the name of a model", info.Name)
	}
	for _, f := range info.Files {
		if f.Name == "" || !filepath.IsLocal(f.Name) || strings.ContainsAny(f.Name, `/\`) {
			return "", translate.Errorf(
				translate.Invalid,
				pullBackend,
				"model %s: %q cannot be the name of a file",
				info.Name,
				f.Name,
			)
		}
	}
	return filepath.Join(p.Dir, info.Name), nil
}

// Installed reports whether all files of the model are here, with their right sizes. [Puller.Verify] looks into them.
func (p *Puller) Installed(info ModelInfo) bool {
	dir, err := p.folder(info)
	if err != nil {
		return false
	}
	for _, f := range info.Files {
		if st, err := os.Stat(filepath.Join(dir, f.Name)); err != nil || !st.Mode().IsRegular() || st.Size() != f.Size {
			return false
		}
	}
	return true
}

// Path returns the folder of a model that is installed, and an error that says how to get it if it is not.
func (p *Puller) Path(info ModelInfo) (string, error) {
	dir, err := p.folder(info)
	if err != nil {
		return "", err
	}
	if !p.Installed(info) {
		return "", translate.Errorf(
			translate.Invalid,
			pullBackend,
			"model %s is not here: fetch it with `satzpaar models pull %s`",
			info.Name,
			info.Name,
		)
	}
	return dir, nil
}

// Verify reads all files of the model and compares them with the sizes and hashes of the registry.
func (p *Puller) Verify(ctx context.Context, info ModelInfo) error {
	dir, err := p.folder(info)
	if err != nil {
		return err
	}
	for _, f := range info.Files {
		if err := verifyFile(ctx, filepath.Join(dir, f.Name), f); err != nil {
			return fmt.Errorf("verifying model %s: %w", info.Name, err)
		}
	}
	return nil
}

func verifyFile(ctx context.Context, name string, want ModelFile) error {
	file, err := plainfile.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, contextReader{ctx, file})
	if err != nil {
		return err
	}
	return want.compare(name, size, sum)
}

// errDamaged marks a file that has not the content that the registry promises.
var errDamaged = errors.New("the content is not what it should be")

func (f ModelFile) compare(name string, size int64, sum hash.Hash) error {
	if size != f.Size {
		return fmt.Errorf("%s: %w: %d bytes instead of %d", name, errDamaged, size, f.Size)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != f.SHA256 {
		return fmt.Errorf("%s: %w: SHA-256 %s instead of %s", name, errDamaged, got, f.SHA256)
	}
	return nil
}

// Remove deletes the files of the model, whole ones and broken downloads, and its folder if nothing else is in it.
// What is not there is no error.
func (p *Puller) Remove(ctx context.Context, info ModelInfo) error {
	dir, err := p.folder(info)
	if err != nil {
		return err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := lockFile(ctx, p.lockName(info))
	if err != nil {
		return fmt.Errorf("removing model %s: %w", info.Name, err)
	}
	defer unlock()
	for _, f := range info.Files {
		for _, name := range []string{f.Name, f.Name + partSuffix} {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("removing model %s: %w", info.Name, err)
			}
		}
	}
	// Fails if something of someone else's is in the folder, which then stays.
	_ = os.Remove(dir)
	return nil
}

// partSuffix ends the names of files that are not whole yet.
const partSuffix = ".part"

// lockName is a file beside the model's folder, so that the folder can be removed under the lock. It stays: to delete
// a lock file is a race.
func (p *Puller) lockName(info ModelInfo) string { return filepath.Join(p.Dir, "."+info.Name+".lock") }

// Pull fetches what is missing of the model. Each file is written under another name, compared with its size and
// SHA-256, and renamed only then. A download that broke off is resumed where it ended, by this call or a later one.
// If another process is fetching the same model, Pull waits for it.
//
// Where the network or the server fails, the error is a [*translate.Error] of a temporary kind; Invalid says that the
// file is not where the registry says; Internal, that what came is not what the registry says. It wraps ctx's error
// if ctx ended. Errors of the disk are wrapped as they are.
func (p *Puller) Pull(ctx context.Context, info ModelInfo) error {
	dir, err := p.folder(info)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder of model %s: %w", info.Name, err)
	}
	unlock, err := lockFile(ctx, p.lockName(info))
	if err != nil {
		return fmt.Errorf("pulling model %s: %w", info.Name, err)
	}
	defer unlock()
	// Whoever held the lock before may have removed the folder.
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder of model %s: %w", info.Name, err)
	}
	var before int64
	for _, f := range info.Files {
		progress := func(done int64) {
			if p.Progress != nil {
				p.Progress(before+done, info.Size())
			}
		}
		name := filepath.Join(dir, f.Name)
		if err := verifyFile(ctx, name, f); err != nil {
			if err := p.fetch(ctx, f, name, progress); err != nil {
				return fmt.Errorf("pulling model %s: %w", info.Name, err)
			}
		}
		progress(f.Size)
		before += f.Size
	}
	return nil
}

// fetch brings one file here, in as many attempts as it takes.
func (p *Puller) fetch(ctx context.Context, f ModelFile, name string, progress func(int64)) error {
	address, err := p.address(f.URL)
	if err != nil {
		return err
	}
	part := name + partSuffix
	failures, restarted := 0, false
	var furthest int64
	for {
		have, err := p.attempt(ctx, f, address, part, progress)
		switch {
		case err == nil:
			if err := os.Rename(part, name); err != nil {
				return fmt.Errorf("putting the file in its place: %w", err)
			}
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("%s: %w", httpapi.RedactURL(address), context.Cause(ctx))
		case errors.Is(err, errDamaged):
			// Perhaps it was the part that was here before: once more from the start.
			if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if restarted {
				return translate.Errorf(
					translate.Internal,
					pullBackend,
					"%s does not hold the file that the registry describes; a proxy may have changed it: %w",
					httpapi.RedactURL(address),
					err,
				)
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
		return "", translate.Errorf(
			translate.Invalid,
			pullBackend,
			"%q is not the address of a server; it should look like https://mirror.example",
			httpapi.RedactURL(p.BaseURL),
		)
	}
	return base.JoinPath(u.Path).String(), nil
}

// attempt writes what is missing of the file to part and verifies it. have is how many bytes are there in the end.
func (p *Puller) attempt(ctx context.Context, f ModelFile, address, part string, progress func(int64)) (have int64, err error) {
	open := p.open
	if open == nil {
		open = func(name string, flag int) (partFile, error) { return os.OpenFile(name, flag, 0o644) }
	}
	file, err := open(part, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return 0, fmt.Errorf("opening the file to write to: %w", err)
	}
	defer func() {
		if e := file.Close(); err == nil && e != nil {
			err = fmt.Errorf("closing %s: %w", part, e)
		}
	}()
	sum := sha256.New()
	have, err = io.Copy(sum, contextReader{ctx, file})
	if err != nil {
		return have, fmt.Errorf("reading what is here of the file: %w", err)
	}
	if have > f.Size {
		return have, f.compare(part, have, sum)
	}
	if have < f.Size {
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		idle := p.idle()
		watch := time.AfterFunc(idle, func() {
			cancel(translate.Errorf(translate.Unavailable, pullBackend, "%s sent nothing for %v",
				httpapi.RedactURL(address), idle))
		})
		defer watch.Stop()
		body, resumed, err := p.request(ctx, f, address, have)
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
		have, err = receive(io.MultiWriter(file, sum), body, f.Size, have, func(done int64) {
			watch.Reset(idle)
			progress(done)
		})
		var w *writeError
		switch {
		case errors.As(err, &w):
			return have, fmt.Errorf("writing %s, which needs %.1f MB: %w", part, float64(f.Size)/1e6, w.err)
		case err != nil:
			return have, unreachable(ctx, address, err)
		}
	}
	if err := f.compare(part, have, sum); err != nil {
		return have, err
	}
	if err := file.Sync(); err != nil {
		return have, fmt.Errorf("writing %s: %w", part, err)
	}
	return have, nil
}

func (p *Puller) idle() time.Duration {
	if p.Idle > 0 {
		return p.Idle
	}
	return pullIdle
}
