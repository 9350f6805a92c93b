package corpus

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// SummaryFile marks a folder as an output folder of satzpaar. It is written first and, with the figures, last.
const SummaryFile = "satzpaar.json"

// IndexFile is the page of a whole run in its output folder.
const IndexFile = "index.html"

// ErrForeign is wrapped by the error for an output folder that holds something that satzpaar did not write.
var ErrForeign = errors.New("is not empty and not an output folder of satzpaar")

// ErrMoved is wrapped by the error for an output folder that was renamed, replaced or removed while it was in use.
var ErrMoved = errors.New("was moved or removed while it was in use")

// A Folder writes files below one folder, and never anywhere else, whatever names it is given and wherever links in
// it lead. A file takes its place as a whole, once it is on the disk, with the permissions of the older file of that
// name, if there is one. After Sync or Close the names of all files are on the disk as well.
//
// The methods may be called by several goroutines at once, but no file may be written twice at the same time.
type Folder struct {
	Dir     string
	root    *os.Root
	self    fs.FileInfo // of the folder as it was opened
	claimed *os.File    // the folder itself, which is locked as long as it is used by a run; else nil

	committing sync.WaitGroup
	slots      chan struct{} // one for each commit under way
	mu         sync.Mutex
	failed     error           // of the first file that did not take its place
	changed    map[string]bool // folders whose new names may not be on the disk yet
}

// commits is how many files are brought to the disk at a time. A disk needs about as long for many of them as for one.
const commits = 32

// UseFolder opens the folder dir, which must be there, for single files, whatever else is in it.
func UseFolder(dir string) (*Folder, error) {
	// Opening a pipe would wait for whoever writes to it.
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("output folder %s is not a folder", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("output folder %s: %w", dir, err)
	}
	return useRoot(dir, root)
}

// useRoot is [UseFolder] of a folder that is open.
func useRoot(dir string, root *os.Root) (*Folder, error) {
	self, err := root.Stat(".")
	if err != nil {
		return nil, fmt.Errorf("output folder %s: %w", dir, errors.Join(err, root.Close()))
	}
	return &Folder{
		Dir:     dir,
		root:    root,
		self:    self,
		slots:   make(chan struct{}, commits),
		changed: map[string]bool{},
	}, nil
}

// makeFolder is [UseFolder] of a folder that need not be there.
func makeFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("output folder %s: %w", dir, err)
	}
	return UseFolder(dir)
}

// CheckFolders refuses what cannot be the output folder of a run. It returns the links to folders that stand in the
// folders, which are not followed. Empty names are passed over.
func CheckFolders(dirs ...string) (links []string, err error) {
	for _, d := range dirs {
		if d == "" {
			continue
		}
		if info, err := os.Stat(d); err != nil || !info.IsDir() {
			return nil, advice.With(fmt.Errorf("%s is not a folder", d), "give the output folder of satzpaar translate")
		}
		_, more, err := bitext.FilesAndLinks(d)
		if err != nil {
			return nil, err
		}
		links = append(links, more...)
	}
	return links, nil
}

// OpenFolder makes the folder dir for the outputs of a run or continues an earlier one, from which it removes what a
// run that was killed has left half-written. It refuses a file in its place, and a folder with other things in it,
// with an error that wraps [ErrForeign].
func OpenFolder(dir string) (*Folder, error) {
	f, err := makeFolder(dir)
	if err != nil {
		return nil, err
	}
	if err := f.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("output folder %s %w", dir, err), f.Close())
	}
	return f, nil
}

// start prepares an open folder for a run.
func (f *Folder) start() error {
	fresh, err := f.fresh()
	if err != nil {
		return err
	}
	if err := f.claim(); err != nil {
		return fmt.Errorf("cannot be used: removing what a killed run has left: %w", err)
	}
	if !fresh {
		return nil
	}
	return f.mark()
}

// fresh reports whether nothing was written to the folder yet. It is an error if something else than outputs was.
func (f *Folder) fresh() (bool, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return false, fmt.Errorf("cannot be read: %w", err)
	}
	// A run that was killed at its very start has left no more than the summary half-written.
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !isTemporary(e.Name()) }) {
		return true, nil
	}
	if s, err := f.summary(); err != nil || s.Satzpaar == "" {
		return false, ErrForeign
	}
	return false, nil
}

// summary reads satzpaar.json.
func (f *Folder) summary() (*Summary, error) {
	var s Summary
	raw, err := f.ReadFile(SummaryFile)
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	return &s, err
}

// unfinished stands for the version in the summary of a folder whose first run goes on.
const unfinished = "unfinished"

// mark makes the folder an output folder from the start, by an unfinished summary, so that an interrupted run can be
// continued.
func (f *Folder) mark() error {
	if err := f.WriteSummary(&Summary{Satzpaar: unfinished}); err != nil {
		return fmt.Errorf("cannot be written: %w", err)
	}
	return nil
}

// Root returns the folder for other uses. It must not be closed.
func (f *Folder) Root() *os.Root { return f.root }

// Open opens a file of the folder for reading. What is not a plain file is an error.
func (f *Folder) Open(name string) (*os.File, error) {
	return plainfile.OpenIn(f.root, filepath.FromSlash(name))
}

// ReadFile returns the content of a file of the folder.
func (f *Folder) ReadFile(name string) ([]byte, error) {
	file, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// Remove removes a file of the folder.
func (f *Folder) Remove(name string) error { return f.root.Remove(filepath.FromSlash(name)) }

// edits returns the edits of the document of that name.
func (f *Folder) edits(document string) ([]bitext.Edit, error) {
	name := document + bitext.EditsSuffix
	file, err := f.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return bitext.ReadEdits(file, f.path(name))
}

// path is what messages call a file of the folder.
func (f *Folder) path(name string) string { return filepath.Join(f.Dir, filepath.FromSlash(name)) }

// check returns an error unless the folder is still where it was opened.
func (f *Folder) check() error {
	if now, err := os.Stat(f.Dir); err != nil || !os.SameFile(now, f.self) {
		return fmt.Errorf("output folder %s %w", f.Dir, ErrMoved)
	}
	return nil
}

// Write writes a file of the folder: whole, or not at all. Folders on the way are made.
func (f *Folder) Write(name string, write func(w io.Writer) error) error {
	p, err := f.create(name)
	if err != nil {
		return err
	}
	defer p.abort()
	if err := write(p); err != nil {
		return fmt.Errorf("output %s: %w", p.path, err)
	}
	return p.commit()
}

// queue is Write that does not wait for the disk. The file takes its place soon; settle returns an error if it did not.
func (f *Folder) queue(name string, write func(w io.Writer) error) error {
	p, err := f.create(name)
	if err != nil {
		return err
	}
	if err := write(p); err != nil {
		p.abort()
		return fmt.Errorf("output %s: %w", p.path, err)
	}
	return f.enqueue(p)
}

// enqueue has a file that is written take its place, as queue does. Once a file did not, none does: the run is to end.
func (f *Folder) enqueue(p *pending) error {
	f.mu.Lock()
	failed := f.failed
	f.mu.Unlock()
	if failed != nil {
		p.abort()
		return failed
	}
	if err := p.Flush(); err != nil {
		p.abort()
		return fmt.Errorf("output %s: %w", p.path, err)
	}
	p.Writer = nil // and its buffer
	f.slots <- struct{}{}
	f.committing.Go(func() {
		defer func() { <-f.slots }()
		defer p.abort()
		if err := p.commit(); err != nil {
			f.mu.Lock()
			if f.failed == nil {
				f.failed = err
			}
			f.mu.Unlock()
		}
	})
	return nil
}

// settle waits until all queued files have taken their places. It returns the first error.
func (f *Folder) settle() error {
	f.committing.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failed
}

// Sync returns once all files of the folder are on the disk under their names. It is an error if one did not get
// there, or if the folder is no longer where it was opened.
func (f *Folder) Sync() error {
	err := f.settle()
	f.mu.Lock()
	changed := f.changed
	f.changed = map[string]bool{}
	f.mu.Unlock()
	for name := range changed {
		if syncErr := f.syncDir(name); errors.Is(syncErr, syscall.EIO) || errors.Is(syncErr, syscall.ENOSPC) {
			err = errors.Join(err, fmt.Errorf("output folder %s: %w", f.Dir, syncErr))
		} // others come from systems that cannot sync folders, and do not need it, or from a folder that is gone
	}
	return errors.Join(err, f.check())
}

func (f *Folder) syncDir(name string) error {
	dir, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// Close does what Sync does, wherever the folder is now, and lets other runs use it. The folder must not be used
// afterwards.
func (f *Folder) Close() error {
	err := f.Sync()
	if errors.Is(err, ErrMoved) {
		err = nil // whoever wrote something was told
	}
	if f.claimed != nil {
		err = errors.Join(err, f.claimed.Close())
	}
	return errors.Join(err, f.root.Close())
}

// gone returns the first of the files that is not in the folder, and how many are not.
func (f *Folder) gone(names func(yield func(string) bool)) (first string, n int) {
	for name := range names {
		if _, err := f.root.Lstat(filepath.FromSlash(name)); errors.Is(err, fs.ErrNotExist) {
			if n++; n == 1 {
				first = name
			}
		}
	}
	return first, n
}

var errNotPlain = errors.New("something that is not a plain file stands there")

// A pending file takes its place only when it is committed.
type pending struct {
	*bufio.Writer
	folder     *Folder
	file       *os.File
	name, temp string // slash-separated, below the folder
	path       string // for messages
	done       bool
}

func (f *Folder) create(name string) (*pending, error) {
	p := &pending{folder: f, name: path.Clean(filepath.ToSlash(name)), path: f.path(name)}
	fail := func(err error) (*pending, error) { return nil, fmt.Errorf("output %s: %w", p.path, err) }
	if err := f.check(); err != nil {
		return nil, err
	}
	// A link is replaced, never followed; a device or a pipe is not replaced.
	if old, err := f.root.Lstat(filepath.FromSlash(p.name)); err == nil && !old.Mode().IsRegular() &&
		old.Mode()&fs.ModeSymlink == 0 {
		return fail(errNotPlain)
	}
	dir := path.Dir(p.name)
	if dir != "." {
		if err := f.root.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
			return fail(err)
		}
	}
	for {
		p.temp = path.Join(dir, temporary+strconv.FormatUint(rand.Uint64(), 10))
		var err error
		p.file, err = f.root.OpenFile(filepath.FromSlash(p.temp), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return fail(err)
		}
		p.Writer = bufio.NewWriterSize(p.file, 1<<16)
		return p, nil
	}
}

// commit brings the file to the disk and gives it its name.
func (p *pending) commit() error {
	var err error
	if p.Writer != nil {
		err = p.Flush()
	}
	root := p.folder.root
	if old, statErr := root.Lstat(filepath.FromSlash(p.name)); statErr == nil && old.Mode().IsRegular() {
		err = errors.Join(err, p.file.Chmod(old.Mode().Perm()))
	}
	err = errors.Join(err, p.file.Sync(), p.file.Close())
	if err == nil {
		err = root.Rename(filepath.FromSlash(p.temp), filepath.FromSlash(p.name))
	}
	if err != nil {
		return fmt.Errorf("output %s: %w", p.path, err)
	}
	p.done = true
	p.folder.touched(p.name)
	return nil
}

// touched notes that the name of a file may not be on the disk yet.
func (f *Folder) touched(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for dir := path.Dir(name); !f.changed[dir]; dir = path.Dir(dir) {
		f.changed[dir] = true
	}
}

// abort removes a file that was not committed; after commit it does nothing.
func (p *pending) abort() {
	if p.done {
		return
	}
	p.file.Close()
	_ = p.folder.root.Remove(filepath.FromSlash(p.temp))
}

// WriteSummary writes satzpaar.json.
func (f *Folder) WriteSummary(s *Summary) error {
	err := f.Write(SummaryFile, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(s)
	})
	return errors.Join(err, f.Sync())
}

// WriteFile writes the file at path, whose folder must be there, as [Folder.Write] does: whole, or not at all. Devices
// are not replaced, nor links to them, such as /dev/stdout, which may just now lead to a plain file.
func WriteFile(path string, write func(w io.Writer) error) error {
	old, err := os.Stat(path)
	to, _ := os.Readlink(path) // "" if it is not a link
	if err == nil && !old.Mode().IsRegular() || filepath.Dir(path) == "/dev" || strings.HasPrefix(to, "/proc/") {
		return fmt.Errorf("output %s: %w", path, errNotPlain)
	}
	f, err := UseFolder(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(f.Write(filepath.Base(path), write), f.Close())
}
