package review

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/singleflight"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/offset"
)

// A folder is an output folder whose bitexts are reviewed. Names that requests give are looked up among those that a
// walk through it found, and only plain files count, so no request can reach another file. What was read is kept
// until the file is another one.
type folder struct {
	dir  string
	kept int // pairs, see forget

	mu        sync.Mutex
	paths     map[string]string // name of a document → its bitext
	documents map[string]*documentFile
	used      int // counts what was asked for
	changes   int // counts what was added through this folder
	edited    map[string]*editsFile
	rows      map[string]*rowFile

	adding  sync.Mutex         // one list of edits after the other, so that one that is sent twice is seen to be
	reading singleflight.Group // documents that several ask for at once are read once
}

// A documentFile is a bitext file as it was read.
type documentFile struct {
	version string
	machine []*bitext.Bitext   // as the machine wrote it: what edits had made of it is taken back
	numbers map[bitext.Key]int // of the pairs, counted through all records
	trouble string             // lines that could not be read
	pairs   int
	used    int // when it was last asked for, in the folder's count
	content func() (*content, error)
	similar *similarity

	mu     sync.Mutex
	judged map[checkedText]judgement // what there is to say of texts that people wrote
}

// A checkedText is a text that a person wrote for the pair of that number.
type checkedText struct {
	pair int
	text string
}

// A judgement is what a page is told about a text that a person wrote.
type judgement struct {
	findings []findingData
	links    string // see [flatLinks]
}

type editsFile struct {
	version string
	size    int64 // in bytes
	edits   []bitext.Edit
	trouble string
}

type rowFile struct {
	version string
	row     Row
}

func newFolder(dir string) *folder {
	return &folder{
		dir:       dir,
		kept:      keptPairs,
		documents: map[string]*documentFile{},
		edited:    map[string]*editsFile{},
		rows:      map[string]*rowFile{},
	}
}

// scan finds the documents of the folder and returns their names in order.
func (f *folder) scan() ([]string, error) {
	paths := map[string]string{}
	var names []string
	err := filepath.WalkDir(f.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(p, bitext.Suffix) {
			return err
		}
		rel, err := filepath.Rel(f.dir, p)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.ToSlash(rel), bitext.Suffix)
		paths[name] = p
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for bitexts: %w", err)
	}
	slices.Sort(names)
	f.mu.Lock()
	f.paths = paths
	f.mu.Unlock()
	return names, nil
}

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

// fileVersion tells the states of a file apart: programs of ours replace files, others rewrite them.
func fileVersion(path string) (version string, size int64, err error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", 0, err
	case err != nil:
		return "", 0, fmt.Errorf("looking at %s: %w", path, err)
	case !info.Mode().IsRegular():
		return "", 0, fmt.Errorf("%s is not a plain file", path)
	}
	size = info.Size()
	return strconv.FormatInt(size, 36) + "-" + strconv.FormatInt(info.ModTime().UnixNano(), 36), size, nil
}

// version returns which state of its bitext a document is in.
func (f *folder) version(name string) (string, error) {
	p, err := f.path(name)
	if err != nil {
		return "", err
	}
	v, _, err := fileVersion(p)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("the bitext of %s is gone: %w", name, err)
	}
	return v, err
}

// read returns a document as the machine wrote it. The result is shared and must not be changed.
func (f *folder) read(name string) (*documentFile, error) {
	version, err := f.version(name)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	d, p := f.documents[name], f.paths[name]
	f.used++
	used := f.used
	if d != nil && d.version == version {
		d.used = used
		f.mu.Unlock()
		return d, nil
	}
	f.mu.Unlock()
	read, err, _ := f.reading.Do(name+"\x00"+version, func() (any, error) { return readDocument(p, version) })
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	d = read.(*documentFile)
	d.used = used
	f.documents[name] = d
	f.forget()
	return d, nil
}

func readDocument(p, version string) (*documentFile, error) {
	file, err := plainfile.Open(p)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	docs, err := bitext.Read(file, p)
	pairs := 0
	for _, b := range docs {
		pairs += len(b.Pairs)
	}
	if len(docs) == 0 || pairs == 0 && err != nil {
		return nil, errors.Join(fmt.Errorf("%s holds no pairs that can be read", p), err)
	}
	d := &documentFile{
		version: version,
		machine: docs,
		numbers: make(map[bitext.Key]int, pairs),
		pairs:   pairs,
		similar: newSimilarity(docs),
		judged:  map[checkedText]judgement{},
	}
	d.content = sync.OnceValues(func() (*content, error) { return newContent(d.machine, nil, false) })
	if err != nil {
		d.trouble = "Lines of the bitext could not be read and are left out: " + brief(err)
	}
	for _, b := range docs {
		bitext.Apply(b, nil)
		for _, k := range bitext.Keys(b) {
			d.numbers[k] = len(d.numbers)
		}
	}
	return d, nil
}

// keptPairs is how many pairs are kept in memory, some 2 kB each. The document that was asked for last is kept
// whatever its size.
const keptPairs = 200_000

// forget drops the documents that were not asked for longest, until the others are few enough.
func (f *folder) forget() {
	for len(f.documents) > 1 {
		total, oldest := 0, ""
		for name, d := range f.documents {
			total += d.pairs
			if oldest == "" || d.used < f.documents[oldest].used {
				oldest = name
			}
		}
		if total <= f.kept {
			return
		}
		delete(f.documents, oldest)
	}
}

// edits returns the edits of a document that can be read, and says in trouble which cannot. They are shared and must
// not be changed.
func (f *folder) edits(name string) (edits []bitext.Edit, trouble string, err error) {
	e, err := f.readEdits(name)
	if err != nil {
		return nil, "", err
	}
	return e.edits, e.trouble, nil
}

// readEdits returns the file of the edits of a document, an empty one where there is none.
func (f *folder) readEdits(name string) (*editsFile, error) {
	p, err := f.path(name)
	if err != nil {
		return nil, err
	}
	p = bitext.EditsPath(p)
	version, size, err := fileVersion(p)
	if errors.Is(err, fs.ErrNotExist) {
		return &editsFile{}, nil
	}
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	e := f.edited[name]
	f.mu.Unlock()
	if e != nil && e.version == version {
		return e, nil
	}
	e = &editsFile{version: version, size: size}
	e.edits, err = bitext.ReadEditsFile(p)
	var line *bitext.LineError
	if errors.As(err, &line) {
		e.trouble = "Lines of the file of edits could not be read and are left out: " + brief(err)
	} else if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.edited[name] = e
	f.mu.Unlock()
	return e, nil
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
		edits, err := choose(have.edits)
		if err != nil {
			return err
		}
		if after < 0 || after > len(have.edits) {
			return errShorter
		}
		fresh := bitext.NewEdits(have.edits[after:], edits)
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
	f.mu.Lock()
	defer f.mu.Unlock()
	if !errors.Is(err, bitext.ErrAdded) {
		f.changes++
	}
	delete(f.edited, name) // a clock may be too coarse to tell two states apart
	return err
}

// changed counts the additions so far.
func (f *folder) changed() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changes
}

// row returns what the index says about a document.
func (f *folder) row(name string) Row {
	r := Row{Document: name}
	version, err := f.version(name)
	if err != nil {
		r.Trouble = err.Error()
		return r
	}
	edits, trouble, err := f.edits(name)
	if err != nil {
		r.Trouble = err.Error()
	}
	version += " " + strconv.Itoa(len(edits))
	f.mu.Lock()
	known := f.rows[name]
	f.mu.Unlock()
	if known != nil && known.version == version {
		return known.row
	}
	d, err := f.read(name)
	if err != nil {
		r.Trouble = err.Error()
		return r
	}
	for _, b := range d.edited(edits) {
		r.count(b)
	}
	r.Trouble = join(r.Trouble, d.trouble, trouble)
	f.mu.Lock()
	f.rows[name] = &rowFile{version, r}
	f.mu.Unlock()
	return r
}

// targets returns what this run, with its edits, made of the pairs of a document.
func (f *folder) targets(name string) (map[bitext.Key]string, error) {
	d, err := f.read(name)
	if err != nil {
		return nil, err
	}
	edits, _, err := f.edits(name)
	if err != nil {
		return nil, err
	}
	out := map[bitext.Key]string{}
	for _, b := range d.edited(edits) {
		for i, k := range bitext.Keys(b) {
			if b.Pairs[i].State != bitext.Initial {
				out[k] = b.Pairs[i].Target
			}
		}
	}
	return out, nil
}

// edited returns copies of the bitexts with edits in them.
func (d *documentFile) edited(edits []bitext.Edit) []*bitext.Bitext {
	out := make([]*bitext.Bitext, len(d.machine))
	for i, b := range d.machine {
		out[i] = &bitext.Bitext{Header: b.Header, Pairs: slices.Clone(b.Pairs)}
	}
	bitext.ApplyAll(out, edits)
	return out
}

// A placedEdit is an edit with the number of the pair that it is about, counted through all records of a file; -1
// where there is none any more.
type placedEdit struct {
	bitext.Edit
	At       int           `json:"at"`
	Findings []findingData `json:"f,omitzero"`  // in Target, where it is not the machine's; nil where it was not checked
	Links    string        `json:"l,omitempty"` // with Target, where it is not the machine's
}

// place finds the pairs of edits as [bitext.Apply] does, so that edits which outlived a change of the document stand
// where a translation would put them.
func (d *documentFile) place(edits []bitext.Edit) []placedEdit {
	out := make([]placedEdit, len(edits))
	moved := false
	for i := range edits {
		at, ok := d.numbers[edits[i].Key]
		out[i] = placedEdit{Edit: edits[i], At: at}
		moved = moved || !ok
	}
	if !moved {
		return out
	}
	keys := make([]bitext.Key, len(edits))
	for i := range edits {
		keys[i] = edits[i].Key
	}
	for i, at := range bitext.Place(d.machine, keys) {
		out[i].At = at
	}
	return out
}

// pair returns the bitext and the pair of a number.
func (d *documentFile) pair(n int) (*bitext.Bitext, *bitext.Pair) {
	for _, b := range d.machine {
		if n < len(b.Pairs) {
			return b, &b.Pairs[n]
		}
		n -= len(b.Pairs)
	}
	return nil, nil
}

// judge looks for faults in the texts of edits that differ from the machine's, and for their word links. Either
// function may be nil.
func (d *documentFile) judge(
	edits []placedEdit,
	look func(*bitext.Bitext, *bitext.Pair) []bitext.Finding,
	link func(*bitext.Bitext, *bitext.Pair) []offset.Link,
) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var source, target units
	for i := range edits {
		e := &edits[i]
		if e.At < 0 || e.Target == nil {
			continue
		}
		b, machine := d.pair(e.At)
		if *e.Target == machine.Target {
			continue
		}
		k := checkedText{e.At, *e.Target}
		if _, ok := d.judged[k]; !ok {
			p := *machine
			p.Target, p.Origin, p.Machine, p.State, p.Error = *e.Target, bitext.Human, machine.Target, bitext.Reviewed, ""
			p.Links, p.Findings, p.TargetSentences = nil, nil, nil
			source.set(p.Source)
			target.set(p.Target)
			var j judgement
			if look != nil {
				j.findings = newFindings(look(b, &p), &source, &target)
			}
			if link != nil {
				j.links = flatLinks(link(b, &p), source.at, target.at)
			}
			d.judged[k] = j
		}
		e.Findings, e.Links = d.judged[k].findings, d.judged[k].links
	}
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
