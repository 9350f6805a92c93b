package review

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// An addedFile is a file that lines are only ever added to, as it was read.
type addedFile[T any] struct {
	version string
	size    int64 // in bytes
	content T
	trouble string // lines that could not be read

	info    fs.FileInfo
	lines   int
	end     []byte // the last bytes
	damaged error
}

// addedFiles are the files of one kind beside bitexts. What was read is kept, and of a file that has grown only the new
// lines are read.
type addedFiles[T any] struct {
	what string // they hold
	more func(have T, r io.Reader, path string, line int) (T, error)

	mu   sync.Mutex
	kept map[string]*keptFile[T] // by document
}

type keptFile[T any] struct {
	mu   sync.Mutex // held while it is read
	file *addedFile[T]
}

// newAddedFiles returns files of what is named. More returns what they hold once the lines of r, of which the first has
// that number, follow what they held; it must leave that as it was for those who look at it. Where its error is about
// damaged lines alone, the others count.
func newAddedFiles[T any](
	what string, more func(have T, r io.Reader, path string, line int) (T, error),
) *addedFiles[T] {
	return &addedFiles[T]{what: what, more: more, kept: map[string]*keptFile[T]{}}
}

// moreEdits adds the edits that r holds.
func moreEdits(have []bitext.Edit, r io.Reader, path string, line int) ([]bitext.Edit, error) {
	more, err := bitext.ReadMoreEdits(r, path, line)
	return append(have, more...), err // behind what others see of the list
}

// of returns the file of a document, which lies at path, and an empty one where there is none. It is shared and must
// not be changed.
func (a *addedFiles[T]) of(name, path string) (*addedFile[T], error) {
	a.mu.Lock()
	k := a.kept[name]
	if k == nil {
		k = &keptFile[T]{}
		a.kept[name] = k
	}
	a.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	switch info, err := plainInfo(path); {
	case errors.Is(err, fs.ErrNotExist):
		return &addedFile[T]{}, nil
	case err != nil:
		return nil, err
	case k.file != nil && k.file.version == fileVersion(info) && os.SameFile(k.file.info, info):
		return k.file, nil
	}
	f, err := a.read(k.file, path)
	if err != nil {
		return nil, err
	}
	k.file = f
	return f, nil
}

// read reads the file at path, or what it has more than when it was read before.
func (a *addedFiles[T]) read(before *addedFile[T], path string) (*addedFile[T], error) {
	file, err := plainfile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", a.what, err)
	}
	defer file.Close()
	f := &addedFile[T]{}
	if f.info, err = file.Stat(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", a.what, err)
	}
	f.size, f.version = f.info.Size(), fileVersion(f.info)
	from := int64(0)
	if before != nil && before.grewTo(file, f.info) {
		from, f.content, f.damaged = before.size, before.content, before.damaged
		f.lines, f.end = before.lines, before.end
	}
	r := &tally{r: io.NewSectionReader(file, from, f.size-from), lines: f.lines, end: f.end}
	f.content, err = a.more(f.content, r, path, f.lines+1)
	if err != nil && !bitext.OnlyDamaged(err) {
		return nil, err
	}
	f.lines, f.end = r.lines, r.end
	if f.damaged = errors.Join(f.damaged, err); f.damaged != nil {
		f.trouble = "Lines of the file of " + a.what + " could not be read and are left out: " + brief(f.damaged)
	}
	return f, nil
}

// grewTo reports whether a file is f with lines added. One that ends within a line is read as a whole: the line may be
// another by now.
func (f *addedFile[T]) grewTo(file io.ReaderAt, info fs.FileInfo) bool {
	if !bytes.HasSuffix(f.end, []byte("\n")) || info.Size() <= f.size || !os.SameFile(f.info, info) {
		return false
	}
	end := make([]byte, len(f.end))
	_, err := file.ReadAt(end, f.size-int64(len(end)))
	return err == nil && bytes.Equal(end, f.end)
}

// A tally notes how many lines have ended, and the last bytes.
type tally struct {
	r     io.Reader
	lines int
	end   []byte
}

// comparedEnd is how many bytes before its new lines show that a file is still the same.
const comparedEnd = 512

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.lines += bytes.Count(p[:n], []byte("\n"))
	end := slices.Concat(t.end, p[max(0, n-comparedEnd):n]) // a new one: what was read before keeps its own
	t.end = end[max(0, len(end)-comparedEnd):]
	return n, err
}
