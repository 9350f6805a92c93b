package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/translate"
)

// pullBackend is how errors of downloads name their origin.
const pullBackend = "models"

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
	// Carried, if set, holds the files, and nothing is asked over the network; see [OpenCarried].
	Carried fs.FS
	// Float32 leaves the weights of an OPUS-MT model as they are; otherwise they become int8.
	Float32 bool
	// Try, if set, is asked to use a model some of whose files have no published hash, before it counts as installed.
	// Its error means that they are not what they should be.
	Try func(dir string, m Info) error
	// Progress, if set, is called with how many bytes of the model are here, every time that some came. total is what
	// is known of their number so far. It is called by the goroutine that called Pull.
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

// plain reports whether a name is one of a file or folder in a folder.
func plain(name string) bool {
	return name != "" && filepath.IsLocal(name) && !strings.ContainsAny(name, `/\`)
}

// folder returns where the model lies or will lie.
func (p *Puller) folder(info Info) (string, error) {
	if !plain(info.Name) {
		return "", translate.Errorf(translate.Invalid, pullBackend, "%q cannot be the name of a model", info.Name)
	}
	for _, f := range info.Files {
		if !plain(f.Name) {
			return "", translate.Errorf(translate.Invalid, pullBackend, "model %s: %q cannot be the name of a file",
				info.Name, f.Name)
		}
	}
	return filepath.Join(p.Dir, info.Name), nil
}

// Installed reports whether all files of the model are here, with their right sizes. [Puller.Verify] looks into them.
func (p *Puller) Installed(info Info) bool {
	dir, err := p.folder(info)
	if err != nil {
		return false
	}
	for _, f := range p.expected(dir, info) {
		st, err := os.Stat(filepath.Join(dir, f.Name))
		if err != nil || !st.Mode().IsRegular() || f.Size == 0 || st.Size() != f.Size {
			return false
		}
	}
	return true
}

// Path returns the folder of a model that is installed; the error for any other advises how to get it.
func (p *Puller) Path(info Info) (string, error) {
	dir, err := p.folder(info)
	if err != nil {
		return "", err
	}
	if !p.Installed(info) {
		return "", advice.With(translate.Errorf(translate.Invalid, pullBackend, "model %s is not here", info.Name),
			"fetch it with 'satzpaar models pull "+info.Name+"'")
	}
	return dir, nil
}

// Verify reads all files of the model and compares them with the sizes and hashes that were published, or else noted
// when it was pulled.
func (p *Puller) Verify(ctx context.Context, info Info) error {
	dir, err := p.folder(info)
	if err != nil {
		return err
	}
	for _, f := range p.expected(dir, info) {
		if f.SHA256 == "" {
			_, err := p.Path(info)
			return err // there is nothing to compare with: it was never pulled whole
		}
		if err := verifyFile(ctx, filepath.Join(dir, f.Name), f.Content); err != nil {
			return fmt.Errorf("verifying model %s: %w", info.Name, err)
		}
	}
	return nil
}

// Remove deletes the files of the model, whole ones and broken downloads, and its folder if nothing else is in it.
// It is not an error if nothing is there.
func (p *Puller) Remove(ctx context.Context, info Info) error {
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
	names := []string{receiptName, receiptName + partSuffix}
	for _, f := range slices.Concat(info.Files, p.expected(dir, info)) {
		names = append(names, f.Name, f.Name+partSuffix, f.Name+unpackedSuffix)
	}
	for _, name := range names {
		if err := remove(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("removing model %s: %w", info.Name, err)
		}
	}
	// This fails if something else is in the folder, which then stays.
	_ = os.Remove(dir)
	return nil
}

// lockName is a file beside the model's folder, so that the folder can be removed under the lock. It stays: to delete
// a lock file is a race.
func (p *Puller) lockName(info Info) string { return filepath.Join(p.Dir, "."+info.Name+".lock") }

// Pull fetches what is missing of the model, from the first source that has it. Each file is written under another
// name, compared with its size and SHA-256, and renamed only when all are here. A download that broke off is resumed
// where it ended, by this call or a later one, where it is known beforehand what the server sends. If another process
// is fetching the same model, Pull waits for it.
//
// Where the network or the servers fail, the error is a [*translate.Error] of a temporary kind; Invalid means that the
// files are not where they should be; Internal, that what came is not what it should be. It wraps ctx's error if ctx
// ended. Errors of the disk are wrapped as they are.
func (p *Puller) Pull(ctx context.Context, info Info) error {
	return p.locked(ctx, info, func(dir string) error {
		another := info.Given() && p.Carried != nil // the files decide which one it is
		if !another && p.Installed(info) && p.Verify(ctx, info) == nil {
			if p.Progress != nil {
				p.Progress(info.Size(), info.Size())
			}
			return nil
		}
		return fromSources(ctx, p.allSources(info), func(s source) error {
			found, err := s.find(ctx, p, info)
			if err != nil {
				return err
			}
			return p.install(ctx, dir, found, s.name)
		})
	})
}

// Update fetches the newest release of a model that is installed, and reports whether that is a different one from
// what is here. Its content must be what the source says, so only sources that no one on the way can speak for are
// asked.
func (p *Puller) Update(ctx context.Context, info Info) (changed bool, err error) {
	if _, err := p.Path(info); err != nil {
		return false, err
	}
	if info.pair == "" {
		return false, nil // there will be no new ones
	}
	err = p.locked(ctx, info, func(dir string) error {
		return fromSources(ctx, []source{remoteSettings, registry}, func(s source) error {
			newest, err := s.newest(ctx, p, info)
			if err != nil {
				return err
			}
			if here := p.expected(dir, info); here[0].SHA256 == newest.Model().SHA256 {
				return nil
			}
			err = p.install(ctx, dir, newest, s.name)
			changed = err == nil
			return err
		})
	})
	return changed, err
}

// locked calls do with the folder of a model, which it makes, while no other process changes that.
func (p *Puller) locked(ctx context.Context, info Info, do func(dir string) error) error {
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
	if err := do(dir); err != nil {
		_ = os.Remove(dir) // fails if something is in it
		return fmt.Errorf("pulling model %s: %w", info.Name, err)
	}
	return nil
}

// fromSources calls use with one source after the other until it succeeds. Only what a source is to blame for sends
// it to the next one.
func fromSources(ctx context.Context, all []source, use func(source) error) error {
	var failed []string
	var worst *translate.Error // what may pass is worth another attempt; wrong bytes are worse than none
	for _, s := range all {
		err := use(s)
		var e *translate.Error
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil || !errors.As(err, &e):
			return err
		case len(all) == 1:
			return err
		}
		if worst == nil || !worst.Kind.Temporary() && (e.Kind.Temporary() || e.Kind == translate.Internal) {
			worst = e
		}
		failed = append(failed, s.name+": "+strings.TrimSuffix(e.Err.Error(), ". "+whatWorks))
	}
	err := translate.Errorf(worst.Kind, pullBackend, "no source has it: %s. %s",
		strings.Join(failed, "; "), whatWorks)
	err.RetryAfter = worst.RetryAfter
	return err
}

// install fetches the files of a model, puts them in their places and leaves a receipt. Where they are of no use, the
// model that was there before is there again.
func (p *Puller) install(ctx context.Context, dir string, info Info, source string) (err error) {
	receipt, installed := readReceipt(dir)
	pins := receipt.pins(info)
	receipt = Receipt{Model: info.Name, Architecture: info.Arch, Version: info.Version, Source: source}
	if info.Given() {
		receipt.Licence, receipt.BLEU = info.Licence, info.BLEU
	}
	var before int64
	var s swap
	type arrival struct{ ready, name string }
	var arrived []arrival
	var doubtful []string // the files that nobody but the source vouches for
	for _, f := range info.Files {
		unknown := f.SHA256 == ""
		if pin, ok := pins[f.Name]; unknown && ok {
			f.Content = pin
		}
		progress := func(done int64) {
			if p.Progress != nil {
				p.Progress(before+done, max(info.arriving(), before+done))
			}
		}
		name := filepath.Join(dir, f.Name)
		if f.SHA256 == "" || verifyFile(ctx, name, f.Content) != nil {
			ready, content, err := p.fetch(ctx, f, name, progress)
			if err != nil {
				return err
			}
			if content.Size == 0 { // which in a receipt means that nothing is known
				return errors.Join(translate.Errorf(translate.Internal, pullBackend, "%s is empty", f.Name), remove(ready))
			}
			f.Content = content
			arrived = append(arrived, arrival{ready, name})
		} else if f.Size == 0 { // its hash alone was known
			st, err := os.Stat(name)
			if err != nil {
				return err
			}
			f.Size = st.Size()
		}
		if unknown || info.Given() {
			doubtful = append(doubtful, name)
		}
		receipt.Files = append(receipt.Files, ReceiptFile{f.Name, f.Size, f.SHA256, unknown})
		progress(f.arriving().Size)
		before += f.arriving().Size
	}
	// Files that another release had and this one has not would be taken for its own.
	var stale []string
	known, _ := Lookup(info.Name)
	for _, f := range slices.Concat(known.Files, p.expected(dir, info)) {
		if !slices.ContainsFunc(info.Files, func(now File) bool { return now.Name == f.Name }) {
			stale = append(stale, f.Name)
		}
	}
	defer func() {
		if err == nil {
			err = s.done()
		} else if installed {
			err = errors.Join(err, s.undo())
		}
	}()
	if len(arrived)+len(stale) > 0 {
		// From here until the new receipt is there, the model does not count as installed.
		for _, name := range append([]string{receiptName}, stale...) {
			if err := s.aside(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	for _, a := range arrived {
		if err := s.put(a.ready, a.name); err != nil {
			return fmt.Errorf("putting the file in its place: %w", err)
		}
	}
	if len(doubtful) > 0 && p.Try != nil {
		if err := p.Try(dir, info); err != nil {
			if !installed { // they would be taken for good ones
				for _, name := range doubtful {
					if err := os.Remove(name); err != nil {
						return err
					}
				}
			}
			return translate.Errorf(translate.Internal, pullBackend,
				"the files that have no published hash do not fit the model: %w", err)
		}
	}
	return receipt.write(dir)
}

// arriving is how many bytes come over the network, as far as is known.
func (m Info) arriving() int64 {
	var total int64
	for _, f := range m.Files {
		total += f.arriving().Size
	}
	return total
}
