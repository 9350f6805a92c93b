package bitext

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/control"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// EditsSuffix replaces [Suffix] in the name of the file that holds the edits of a bitext.
const (
	Suffix      = ".bitext.jsonl"
	EditsSuffix = ".edits.jsonl"
)

// EditsPath returns the path of the edits that belong to the bitext at path: "b.txt.edits.jsonl" beside
// "b.txt.bitext.jsonl".
func EditsPath(path string) string { return strings.TrimSuffix(path, Suffix) + EditsSuffix }

// A Key identifies the pair that an edit is about, by its source and what stands around it, so that edits outlive new
// runs, moved blocks and changed sentences elsewhere.
type Key struct {
	// Record is the part of the document's name from the last "#" on, for records of a container; else empty. The
	// rest of the name may change.
	Record string `json:"record,omitempty"`
	Source string `json:"source"`
	Before string `json:"before,omitempty"` // source of the pair before
	After  string `json:"after,omitempty"`  // source of the pair after
	// N counts pairs with the same three texts, from 0: the middle lines of a refrain are equal in all else.
	N int `json:"n,omitempty"`
}

// Keys returns the key of every pair of b, in order. No two are equal, but those of pairs that one was cut into, which
// is edited under its own.
func Keys(b *Bitext) []Key {
	machine, at := uncut(b.Pairs)
	keys := keysOf(RecordOf(b.Document), machine)
	if at == nil {
		return keys
	}
	out := make([]Key, len(at))
	for i, n := range at {
		out[i] = keys[n]
	}
	return out
}

// keysOf returns the keys of the machine's pairs of a record.
func keysOf(record string, pairs []Pair) []Key {
	keys := make([]Key, len(pairs))
	var numbers Numbers
	for i := range pairs {
		k := Key{Record: record, Source: pairs[i].Source}
		if i > 0 {
			k.Before = pairs[i-1].Source
		}
		if i+1 < len(pairs) {
			k.After = pairs[i+1].Source
		}
		k.N = numbers.Next(&k)
		keys[i] = k
	}
	return keys
}

// Numbers tells pairs of a document apart that have the same source and the same neighbours. Of each it holds no more
// than a hash.
type Numbers struct {
	count map[[16]byte]int32
	text  []byte // of the key before, to be written over
}

// Next returns the N of the next pair, whose key is k but for that.
func (n *Numbers) Next(k *Key) int {
	if n.count == nil {
		n.count = map[[16]byte]int32{}
	}
	text := n.text[:0]
	for _, s := range [...]string{k.Record, k.Before, k.Source, k.After} {
		text = append(binary.AppendUvarint(text, uint64(len(s))), s...)
	}
	n.text = text
	sum := sha256.Sum256(text)
	hash := [16]byte(sum[:16])
	at := n.count[hash]
	n.count[hash] = at + 1
	return int(at)
}

// RecordOf returns the part of a document's name that identifies the record of a file, "#12" of "a/b.csv#12", and
// nothing of other names.
func RecordOf(document string) string {
	i := strings.LastIndexByte(document, '#')
	if i < 0 || i+1 == len(document) || strings.Trim(document[i+1:], "0123456789") != "" {
		return ""
	}
	return document[i:]
}

// An Edit is one thing that a reviewer did to one pair. Edits are only ever added; what was done is taken back by an
// edit with Undo.
type Edit struct {
	Key
	// Target is the text that the pair gets; nil leaves the text alone. An approval carries the text that was
	// approved, so that no later run can put another one in its place.
	Target *string `json:"target,omitempty"`
	// State is what the pair becomes. Empty means reviewed where Target is given, else translated. [Commented] and
	// [Recut] are edits of another kind.
	State State `json:"state,omitempty"`
	// Reason is why a reviewer rejected the pair; such an edit has no Target and leaves the state at translated.
	Reason string `json:"reason,omitempty"`
	// Machine is the machine's text that the reviewer saw. A rejection no longer counts once the machine's
	// text is another.
	Machine string `json:"machine,omitempty"`
	// Undo takes back the last edit of the same pair that still stands. All else but the key is ignored.
	Undo bool `json:"undo,omitempty"`
	// Comment is what is said about the pair, and Resolved that all that was said is settled. Withdraws is the Time of
	// a comment that its writer takes back. Comments are in no other edit's way: Undo passes over them.
	Comment   string `json:"comment,omitempty"`
	Resolved  bool   `json:"resolved,omitempty"`
	Withdraws string `json:"withdraws,omitempty"`
	// Takes is how many of the pairs behind it the pair takes in, and Parts what becomes of it: see [Recut].
	Takes int    `json:"takes,omitempty"`
	Parts []Part `json:"parts,omitempty"`

	Who  string `json:"who,omitempty"`
	Time string `json:"time,omitempty"` // RFC 3339; for people and for telling equal edits apart, never for order
}

// Validate reports what no edit may have: an unknown state, text that is not UTF-8, control characters that the
// source does not have.
func (e *Edit) Validate() error {
	if e.State != "" && !e.State.valid() && e.State != Commented && e.State != Recut {
		return fmt.Errorf("state %q is unknown: initial, translated, reviewed, final, comment or recut", e.State)
	}
	if err := errors.Join(e.validateComment(), e.validateParts()); err != nil {
		return err
	}
	if e.Record != "" && RecordOf(e.Record) != e.Record {
		return fmt.Errorf("record %q is not a number after #", e.Record)
	}
	if e.N < 0 {
		return errors.New(`"n" is negative`)
	}
	for _, t := range [...]string{e.Source, e.Before, e.After, e.Reason, e.Machine, e.Who, e.Time} {
		if !utf8.ValidString(t) {
			return errors.New("text is not valid UTF-8")
		}
	}
	if e.Target != nil && !utf8.ValidString(*e.Target) {
		return errors.New("target is not valid UTF-8")
	}
	if e.Target != nil {
		return checkControls(*e.Target, e.Source)
	}
	return nil
}

// checkControls refuses a target with control characters that its source does not have. White space does not count.
func checkControls(target, source string) error {
	if r, found := control.Added(target, source, control.Is); found {
		return fmt.Errorf("target holds the control character %U, which the source does not have", r)
	}
	return nil
}

// ReadEdits reads edits in the order they were made. A last line that was torn by a crash is left out silently, since
// nobody was told that it was saved. Other damaged lines are left out too; the error joins a [*LineError] for each,
// and the edits that are returned with it can be used.
func ReadEdits(r io.Reader, name string) ([]Edit, error) { return ReadMoreEdits(r, name, 1) }

// ReadMoreEdits is [ReadEdits] for the rest of a file, which begins with the line of that number, from 1.
func ReadMoreEdits(r io.Reader, name string, line int) ([]Edit, error) {
	return readAdded(r, name, "edit", line, (*Edit).Validate)
}

// readAdded reads the lines of a file that is only ever added to, as [ReadMoreEdits] reads edits. What names one of
// them in messages.
func readAdded[T any](r io.Reader, name, what string, line int, validate func(*T) error) ([]T, error) {
	lines := lineReader{r: bufio.NewReaderSize(r, 64<<10), name: name, number: line - 1}
	var out []T
	var problems []*LineError
	for {
		line, err := lines.next()
		if err == io.EOF {
			return out, joined(problems)
		}
		if err != nil && err != errTooLong {
			return out, errors.Join(joined(problems), fmt.Errorf("reading %ss %s: %w", what, name, err))
		}
		if err == nil && len(line) == 0 {
			continue
		}
		var e T
		if err == nil {
			err = decode(line, &e)
			var unknown *unknownFieldError
			if errors.As(err, &unknown) {
				problems = append(problems, &LineError{name, lines.number, err})
				err = nil
			}
		}
		if err == nil {
			err = validate(&e)
		}
		if err != nil {
			if !lines.torn {
				problems = append(problems, &LineError{name, lines.number, fmt.Errorf("%w; %s skipped", err, what)})
			}
			continue
		}
		out = append(out, e)
	}
}

// ReadEditsFile reads the edits at path as [ReadEdits] does; a file that is not there holds none.
func ReadEditsFile(path string) ([]Edit, error) { return readAddedFile(path, "edits", ReadEdits) }

func readAddedFile[T any](path, what string, read func(io.Reader, string) ([]T, error)) ([]T, error) {
	f, err := plainfile.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	defer f.Close()
	return read(f, path)
}

// AppendEdit adds edits to the file of that name below root, making it where needed, and returns once they are on the
// disk. Several processes may do so at once: a lock on the file keeps their lines apart. If a crash left half a line
// at the end, the new ones start on a line of their own. On an error the file is as before.
func AppendEdit(root *os.Root, name string, edits ...Edit) error {
	return appendEdits(root, name, anySize, edits)
}

// ErrAdded is the error of [AppendEditAt] where the file has other edits than the caller knows of.
var ErrAdded = errors.New("others have added lines meanwhile")

// AppendEditAt is [AppendEdit] for edits that were decided on by what the file held when it had that size, 0 for none:
// if it has another one now, nothing is added, and the error is [ErrAdded].
func AppendEditAt(root *os.Root, name string, size int64, edits ...Edit) error {
	return appendEdits(root, name, size, edits)
}

const anySize = -1

func appendEdits(root *os.Root, name string, size int64, edits []Edit) error {
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	for i := range edits {
		if err := edits[i].Validate(); err != nil {
			return fmt.Errorf("saving an edit of %q: %w", edits[i].Source, err)
		}
		if err := enc.Encode(&edits[i]); err != nil {
			return fmt.Errorf("saving an edit of %q: %w", edits[i].Source, err)
		}
	}
	return appendLines(root, name, "edits", size, lines.Bytes())
}

// appendLines adds whole lines to a file below root as [AppendEdit] and [AppendEditAt] do. What names them in
// messages.
func appendLines(root *os.Root, name, what string, size int64, data []byte) (err error) {
	name = filepath.FromSlash(name)
	fail := func(err error) error {
		return fmt.Errorf("saving %s to %s: %w", what, filepath.Join(root.Name(), name), err)
	}
	if old, err := root.Stat(name); err == nil && !old.Mode().IsRegular() {
		return fail(errors.New("it is not a plain file"))
	}
	f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fail(err)
	}
	defer func() { // which unlocks the file
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fail(cerr)
		}
	}()
	if err := plainfile.Lock(f); err != nil {
		return fail(err)
	}
	info, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	if size != anySize && size != info.Size() {
		return ErrAdded
	}
	half, err := plainfile.EndsMidLine(f)
	if err != nil {
		return fail(err)
	}
	if half {
		data = append([]byte{'\n'}, data...)
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(fail(err), f.Truncate(info.Size()))
	}
	if err := f.Sync(); err != nil {
		return errors.Join(fail(err), f.Truncate(info.Size()))
	}
	if info.Size() == 0 {
		syncFolder(root, filepath.Dir(name))
	}
	return nil
}

// syncFolder makes a new file's name durable where the system can do that.
func syncFolder(root *os.Root, dir string) {
	if d, err := root.Open(dir); err == nil {
		_ = d.Sync() // some systems cannot sync folders, and do not need it
		_ = d.Close()
	}
}

// NewEdits returns those of more that are not in have already, byte for byte: what an import has to add, so that
// importing a file twice changes nothing.
func NewEdits(have, more []Edit) []Edit {
	seen := make(map[string]bool, len(have))
	for i := range have {
		seen[line(&have[i])] = true
	}
	var out []Edit
	for i := range more {
		if l := line(&more[i]); !seen[l] {
			seen[l] = true
			out = append(out, more[i])
		}
	}
	return out
}

func line(e *Edit) string {
	b, _ := json.Marshal(e) // holds nothing that JSON cannot
	return string(b)
}
