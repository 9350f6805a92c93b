package review

import (
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// A folder is an output folder whose bitexts are reviewed. Names that requests give are looked up among those that a
// walk through it found, and only plain files count, so no request can reach another file. What was read is kept
// until the file is another one.
type folder struct {
	dir   string
	kept  int // pairs, see keep
	paged int // documents, see pagedFrom

	mu        sync.Mutex
	paths     map[string]string        // name of a document → its bitext
	names     []string                 // of the documents, in order
	written   []string                 // names that have a file of edits, in order
	documents map[string]*list.Element // of recent
	recent    *list.List               // of *documentFile, the one that was asked for last first
	pairs     int                      // of the documents that are kept
	changes   int                      // counts what was added through this folder
	rows      map[string]*rowFile

	listing sync.Mutex // guards list
	list    listing
	edited  *addedFiles[[]bitext.Edit]
	adding  sync.Mutex         // one list of edits after the other, so that one that is sent twice is seen to be
	reading singleflight.Group // documents that several ask for at once are read once
}

// A documentFile is a bitext file as it was read.
type documentFile struct {
	name    string
	version string
	machine []*bitext.Bitext   // as the machine wrote it: what edits had made of it is taken back
	numbers map[bitext.Key]int // of the pairs, counted through all records
	order   func() []bitext.Key
	trouble string // lines that could not be read
	pairs   int
	content func() (*content, error)
	similar *similarity

	mu         sync.Mutex
	judged     judgements
	judgedWith int // the latest state of the glossary that a judge had

	comparing sync.Mutex
	compared  *comparedContent // with the other run that was asked for last
}

// A comparedContent is the content of a page that shows another run beside the first.
type comparedContent struct {
	version string // of the other run
	content *content
}

type rowFile struct {
	version string
	row     Row
}

func newFolder(dir string) *folder {
	return &folder{
		dir:       dir,
		kept:      keptPairs,
		paged:     pagedFrom,
		documents: map[string]*list.Element{},
		recent:    list.New(),
		edited:    newAddedFiles("edits", moreEdits),
		rows:      map[string]*rowFile{},
	}
}

// scan finds the documents of the folder and returns their names in order.
func (f *folder) scan() ([]string, error) {
	f.listing.Lock()
	defer f.listing.Unlock()
	fresh, err := f.list.read(f.dir)
	if err != nil {
		return nil, fmt.Errorf("looking for bitexts: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if !fresh && f.paths != nil {
		return f.names, nil
	}
	names, written := f.list.documents()
	f.paths = make(map[string]string, len(names))
	for _, name := range names {
		f.paths[name] = filepath.Join(f.dir, filepath.FromSlash(name)+bitext.Suffix)
	}
	f.names, f.written = names, written
	return names, nil
}

// listed returns the names of the documents as they were found last.
func (f *folder) listed() ([]string, error) {
	f.mu.Lock()
	names, scanned := f.names, f.paths != nil
	f.mu.Unlock()
	if !scanned {
		return f.scan()
	}
	return names, nil
}

// next returns the address of the document that follows one; empty for the last.
func (f *folder) next(name string) string {
	names, err := f.listed()
	if err != nil {
		return "" // the document itself was found
	}
	i, found := slices.BinarySearch(names, name)
	if !found || i+1 == len(names) {
		return ""
	}
	return documentAddress(names[i+1])
}

// documentAddress returns where the page of a document is served.
func documentAddress(name string) string { return "document?" + url.Values{"d": {name}}.Encode() }

// path returns the bitext of a document.
func (f *folder) path(name string) (string, error) {
	f.mu.Lock()
	p, ok := f.paths[name]
	scanned := f.paths != nil
	f.mu.Unlock()
	if !ok && !scanned {
		if _, err := f.scan(); err != nil {
			return "", err
		}
		return f.path(name)
	}
	if !ok {
		return "", fmt.Errorf("there is no document %q here: %w", name, fs.ErrNotExist)
	}
	return p, nil
}

// plainInfo looks at a file, which must be nothing but a file.
func plainInfo(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("looking at %s: %w", path, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a plain file", path)
	}
	return info, nil
}

// fileVersion tells the states of a file apart: programs of ours replace files, others rewrite them.
func fileVersion(info fs.FileInfo) string {
	return strconv.FormatInt(info.Size(), 36) + "-" + strconv.FormatInt(info.ModTime().UnixNano(), 36)
}

// version returns which state of its bitext a document is in.
func (f *folder) version(name string) (string, error) {
	p, err := f.path(name)
	if err != nil {
		return "", err
	}
	info, err := plainInfo(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("the bitext of %s is gone: %w", name, err)
	case err != nil:
		return "", err
	}
	return fileVersion(info), nil
}

// read returns a document as the machine wrote it. The result is shared and must not be changed.
func (f *folder) read(name string) (*documentFile, error) {
	version, err := f.version(name)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	p := f.paths[name]
	if e := f.documents[name]; e != nil {
		if d := e.Value.(*documentFile); d.version == version {
			f.recent.MoveToFront(e)
			f.mu.Unlock()
			return d, nil
		}
	}
	f.mu.Unlock()
	read, err, _ := f.reading.Do(name+"\x00"+version, func() (any, error) { return readDocument(name, p, version) })
	if err != nil {
		return nil, err
	}
	d := read.(*documentFile)
	f.keep(d)
	return d, nil
}

func readDocument(name, p, version string) (*documentFile, error) {
	file, err := plainfile.Open(p)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	docs, err := bitext.Read(file, p)
	pairs := 0
	for _, b := range docs {
		bitext.Apply(b, nil)
		pairs += len(b.Pairs)
	}
	if len(docs) == 0 || pairs == 0 && err != nil {
		return nil, errors.Join(fmt.Errorf("%s holds no pairs that can be read", p), err)
	}
	d := &documentFile{
		name:    name,
		version: version,
		machine: docs,
		numbers: make(map[bitext.Key]int, pairs),
		pairs:   pairs,
		similar: newSimilarity(docs),
		judged:  judgements{},
	}
	d.order = sync.OnceValue(func() []bitext.Key { return inOrder(d.numbers) })
	d.content = sync.OnceValues(func() (*content, error) { return newContent(d.machine, nil) })
	if err != nil {
		d.trouble = "Lines of the bitext could not be read and are left out: " + brief(err)
	}
	for _, b := range docs {
		for _, k := range bitext.Keys(b) {
			d.numbers[k] = len(d.numbers)
		}
	}
	return d, nil
}

// keptPairs is how many pairs are kept in memory, some 2 kB each. The document that was asked for last is kept
// whatever its size.
const keptPairs = 200_000

// keep keeps a document, and drops those that were not asked for longest until the others are few enough.
func (f *folder) keep(d *documentFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(f.documents[d.name])
	f.documents[d.name] = f.recent.PushFront(d)
	f.pairs += d.pairs
	for f.pairs > f.kept && f.recent.Len() > 1 {
		f.drop(f.recent.Back())
	}
}

func (f *folder) drop(e *list.Element) {
	if e == nil {
		return
	}
	d := f.recent.Remove(e).(*documentFile)
	f.pairs -= d.pairs
	delete(f.documents, d.name)
}

// edits returns the edits of a document that can be read; trouble names those that cannot. They are shared and must
// not be changed.
func (f *folder) edits(name string) (edits []bitext.Edit, trouble string, err error) {
	e, err := f.readEdits(name)
	if err != nil {
		return nil, "", err
	}
	return e.content, e.trouble, nil
}

// readEdits returns the file of the edits of a document, an empty one where there is none.
func (f *folder) readEdits(name string) (*addedFile[[]bitext.Edit], error) {
	p, err := f.path(name)
	if err != nil {
		return nil, err
	}
	return f.edited.of(name, bitext.EditsPath(p))
}

// add adds to the edits of a document what choose makes of those that it has, but for edits that are there already
// from number after on: the sender did not learn that they were saved. Choose is asked again where another process has
// added edits in the meantime, so that it has always seen all that the new ones follow.
func (f *folder) add(name string, after int, choose func(have []bitext.Edit) ([]bitext.Edit, error)) error {
	f.adding.Lock()
	defer f.adding.Unlock()
	for {
		have, err := f.readEdits(name)
		if err != nil {
			return err
		}
		edits, err := choose(have.content)
		if err != nil {
			return err
		}
		if after < 0 || after > len(have.content) {
			return errShorter
		}
		fresh := bitext.NewEdits(have.content[after:], edits)
		if len(fresh) == 0 {
			return nil
		}
		if err := f.append(name, have.size, fresh); !errors.Is(err, bitext.ErrAdded) {
			return err
		}
	}
}

// append adds edits to the file of edits of a document if that still has a size.
func (f *folder) append(name string, size int64, fresh []bitext.Edit) error {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return err
	}
	err = errors.Join(bitext.AppendEditAt(root, name+bitext.EditsSuffix, size, fresh...), root.Close())
	if !errors.Is(err, bitext.ErrAdded) {
		f.mu.Lock()
		f.changes++
		f.mu.Unlock()
	}
	return err
}

// changed counts the additions so far.
func (f *folder) changed() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changes
}

// row returns what the index shows of a document.
func (f *folder) row(name string) Row {
	r := Row{Document: name, address: documentAddress(name)}
	version, e, unread, err := f.state(name)
	if err != nil {
		r.Trouble = err.Error()
		return r
	}
	f.mu.Lock()
	known := f.rows[name]
	f.mu.Unlock()
	if unread == nil && known != nil && known.version == version {
		return known.row
	}
	d, err := f.read(name)
	if err != nil {
		r.Trouble = err.Error()
		return r
	}
	for _, b := range d.edited(e.content) {
		r.count(b)
	}
	r.Trouble = join(d.trouble, e.trouble)
	if unread != nil {
		return r
	}
	f.mu.Lock()
	f.rows[name] = &rowFile{version, r}
	f.mu.Unlock()
	return r
}

// state returns which state a document and its edits are in, with the edits; unread is why these could not be read.
func (f *folder) state(name string) (state string, edits *addedFile[[]bitext.Edit], unread, err error) {
	version, err := f.version(name)
	if err != nil {
		return "", nil, nil, err
	}
	edits, unread = f.readEdits(name)
	if unread != nil {
		edits = &addedFile[[]bitext.Edit]{trouble: unread.Error()}
	}
	return version + " " + edits.version, edits, unread, nil
}

// beside returns the content of a page that shows beside the document what another run, with its edits, made of it. It
// is kept until that is another one.
func (d *documentFile) beside(other *folder) (*content, error) {
	if _, err := other.path(d.name); errors.Is(err, fs.ErrNotExist) {
		if _, err := other.scan(); err != nil { // the run may have made it since
			return nil, err
		}
	}
	state, edits, unread, err := other.state(d.name)
	if err = errors.Join(err, unread); err != nil {
		return nil, err
	}
	d.comparing.Lock()
	defer d.comparing.Unlock()
	if d.compared != nil && d.compared.version == state {
		return d.compared.content, nil
	}
	theirs, err := other.read(d.name)
	if err != nil {
		return nil, err
	}
	targets := map[bitext.Key]string{}
	for _, b := range theirs.edited(edits.content) {
		for i, k := range bitext.Keys(b) {
			if p := &b.Pairs[i]; p.State != bitext.Initial && p.Was == nil && p.Part == 0 {
				targets[k] = p.Target
			}
		}
	}
	c, err := newContent(d.machine, targets)
	if err != nil {
		return nil, err
	}
	d.compared = &comparedContent{state, c}
	return c, nil
}

// edited returns the bitexts with edits in them. They must not be changed: without edits they are the machine's.
func (d *documentFile) edited(edits []bitext.Edit) []*bitext.Bitext {
	if len(edits) == 0 {
		return d.machine
	}
	out := make([]*bitext.Bitext, len(d.machine))
	for i, b := range d.machine {
		out[i] = &bitext.Bitext{Header: b.Header, Pairs: slices.Clone(b.Pairs)}
	}
	bitext.ApplyAll(out, edits)
	return out
}

// brief shortens a list of errors to what a person reads.
func brief(err error) string {
	const most = 5
	lines := strings.Split(err.Error(), "\n")
	if n := len(lines); n > most {
		lines = append(lines[:most:most], fmt.Sprintf("and %d more", n-most))
	}
	return strings.Join(lines, "; ")
}

func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}
