package bitext

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf8"
)

// MaxLine is the longest line that is read, in bytes. Longer ones are skipped and reported.
const MaxLine = 64 << 20

// A LineError describes what is wrong with one line of a file.
type LineError struct {
	File string
	Line int // from 1
	Err  error
}

// Error returns "file:line: what is wrong".
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns Err.
func (e *LineError) Unwrap() error { return e.Err }

// OnlyDamaged reports whether an error is about damaged lines and nothing else, so that all other lines were read. A
// file that could not be read to its end may lack any number of lines beside the damaged ones that were seen.
func OnlyDamaged(err error) bool {
	switch e := err.(type) {
	case *LineError:
		return true
	case interface{ Unwrap() []error }:
		return !slices.ContainsFunc(e.Unwrap(), func(one error) bool { return !OnlyDamaged(one) })
	case interface{ Unwrap() error }:
		return OnlyDamaged(e.Unwrap())
	}
	return false
}

// Write writes b in the native format: its header line, then a line for each pair. Several documents in one file are
// written one after the other. Equal bitexts give equal bytes. Text that is not UTF-8 and numbers that JSON cannot
// hold are errors, since they would not survive.
func Write(w io.Writer, b *Bitext) error { return NewPartWriter(w).Add(b) }

// A PartWriter is [Write] of a document whose pairs come in parts, in bitexts that have the header of the document.
type PartWriter struct {
	w     io.Writer
	pairs int // written so far
	begun bool
}

// NewPartWriter returns a PartWriter that writes to w.
func NewPartWriter(w io.Writer) *PartWriter { return &PartWriter{w: w} }

// Add writes the next pairs, the first time behind the header.
func (p *PartWriter) Add(b *Bitext) (err error) {
	// Writers with a buffer of their own, which small documents of a large file share, need no other.
	buf, own := p.w.(buffered)
	if !own {
		added := bufio.NewWriterSize(p.w, 32<<10)
		defer func() {
			if err == nil {
				err = added.Flush()
			}
		}()
		buf = added
	}
	if !p.begun {
		p.begun = true
		h := b.Header
		if h.Satzpaar == 0 {
			h.Satzpaar = Version
		}
		if _, err := buf.Write(append(appendHeader(buf.AvailableBuffer(), &h), '\n')); err != nil {
			return fmt.Errorf("writing bitext of %s: %w", b.Document, err)
		}
	}
	for i := range b.Pairs {
		if err := writePair(buf, &b.Pairs[i]); err != nil {
			return fmt.Errorf("writing bitext of %s: pair %s: %w", b.Document, name(&b.Pairs[i], p.pairs), err)
		}
		p.pairs++
	}
	return nil
}

// Close does nothing: the format has no end.
func (p *PartWriter) Close() error { return nil }

// writePair writes the line of a pair.
func writePair(w buffered, p *Pair) error {
	for _, t := range [...]string{p.Source, p.Target, p.Machine} {
		if !utf8.ValidString(t) {
			return errors.New("text is not valid UTF-8")
		}
	}
	line, ok := appendPair(w.AvailableBuffer(), p)
	if !ok {
		return errors.New("a number is not finite")
	}
	_, err := w.Write(append(line, '\n'))
	return err
}

// buffered is what a [bufio.Writer] offers to those who append.
type buffered interface {
	io.Writer
	AvailableBuffer() []byte
}

// A Reader reads documents of the native format one after the other. Lines that make no sense, as hand-edited files
// may hold, are skipped or mended and remembered in Problems; the rest is usable.
type Reader struct {
	// Problems are the damaged lines met so far, in order.
	Problems []*LineError

	lines lineReader
	next  *Header // header that ended the document before
}

// NewReader returns a Reader of r. Name is what messages call the file.
func NewReader(r io.Reader, name string) *Reader {
	return &Reader{lines: lineReader{r: bufio.NewReaderSize(r, 64<<10), name: name}}
}

// Next returns the next document, and [io.EOF] after the last. Any other error comes from reading the file, together
// with what was read of the document.
func (r *Reader) Next() (*Bitext, error) {
	var b *Bitext
	if r.next != nil {
		b, r.next = &Bitext{Header: *r.next}, nil
	}
	seen := map[string]int{}
	for {
		line, err := r.lines.next()
		if err == errTooLong {
			r.problem(fmt.Errorf("line is longer than %d MiB; skipped", MaxLine>>20))
			continue
		}
		if err != nil {
			if b != nil && err == io.EOF {
				return b, nil
			}
			return b, err
		}
		if len(line) == 0 {
			continue
		}
		if isHeader(line) {
			h, err := r.header(line)
			if err != nil {
				r.problem(err)
			}
			if b == nil {
				b = &Bitext{Header: h}
				continue
			}
			r.next = &h
			return b, nil
		}
		if b == nil {
			r.problem(errors.New(`pair before any header line; a document starts with {"satzpaar":1,"document":…}`))
			b = &Bitext{Header: Header{Satzpaar: Version}}
		}
		p, err := r.pair(line)
		if err != nil {
			r.problem(err)
			continue
		}
		if first, twice := seen[p.ID]; twice {
			r.problem(fmt.Errorf("pair %s: id is used twice, first on line %d; skipped", p.ID, first))
			continue
		}
		seen[p.ID] = r.lines.number
		b.Pairs = append(b.Pairs, p)
	}
}

// All returns the documents that are left. It stops after the first error from reading the file.
func (r *Reader) All() iter.Seq2[*Bitext, error] {
	return func(yield func(*Bitext, error) bool) {
		for {
			b, err := r.Next()
			if err == io.EOF {
				return
			}
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// Read reads all documents of r. The documents are usable also where there is an error: it joins what is wrong with
// single lines, each a [*LineError], and a failure to read the file.
func Read(r io.Reader, name string) ([]*Bitext, error) {
	d := NewReader(r, name)
	var out []*Bitext
	var failed error
	for b, err := range d.All() {
		if b != nil {
			out = append(out, b)
		}
		failed = err
	}
	return out, errors.Join(joined(d.Problems), failed)
}

func joined(problems []*LineError) error {
	all := make([]error, len(problems))
	for i, p := range problems {
		all[i] = p
	}
	return errors.Join(all...)
}

func (r *Reader) problem(err error) {
	r.Problems = append(r.Problems, &LineError{r.lines.name, r.lines.number, err})
}

// header decodes a header line. What it returns can be used even where there is an error.
func (r *Reader) header(line []byte) (Header, error) {
	var h Header
	err := decode(line, &h)
	var unknown *unknownFieldError
	switch {
	case errors.As(err, &unknown): // of a newer version, say; the rest was read
		err = fmt.Errorf("header: %w", err)
	case err != nil:
		return Header{Satzpaar: Version}, fmt.Errorf("header: %w", err)
	}
	return h, errors.Join(err, h.mend())
}

// pair decodes the line of a pair, mends what is wrong with it and reports that. An error means that the line is of
// no use.
func (r *Reader) pair(line []byte) (Pair, error) {
	var p Pair
	if err := decode(line, &p); err != nil {
		var unknown *unknownFieldError
		if !errors.As(err, &unknown) {
			return p, fmt.Errorf("%w; line skipped", err)
		}
		r.problem(err)
	}
	fs := faults(&p)
	usable := mend(&p, fs)
	for _, f := range fs {
		if usable {
			r.problem(fmt.Errorf("pair %s: %s; %s ignored", p.ID, f.message, f.part))
		}
	}
	if !usable {
		return p, fmt.Errorf("pair %s: %s; line skipped", p.ID, fs[0].message)
	}
	return p, nil
}

// isHeader recognises header lines by their first key, or, where somebody has moved it, by having "satzpaar"
// and no "source".
func isHeader(line []byte) bool {
	key := []byte(`"satzpaar"`)
	if bytes.HasPrefix(bytes.TrimLeft(line, "{ \t"), key) {
		return true
	}
	return len(line) < 4096 && bytes.Contains(line, key) && !bytes.Contains(line, []byte(`"source"`))
}

// An unknownFieldError is about a field that the format does not have. The rest of the line was decoded.
type unknownFieldError struct{ err error }

func (e *unknownFieldError) Error() string { return e.err.Error() + "; field ignored" }

// decode decodes one JSON object into v, with messages for people.
func decode(line []byte, v any) error {
	if !utf8.Valid(line) {
		return errors.New("line is not valid UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	strict := dec.Decode(v)
	if strict == nil {
		if dec.More() {
			return errors.New("more than one JSON value in the line")
		}
		return nil
	}
	err := json.Unmarshal(line, v)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return &unknownFieldError{errors.New(stripPrefix(strict.Error()))}
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at column %d: %s", syntax.Offset, stripPrefix(syntax.Error()))
	case errors.As(err, &kind):
		return fmt.Errorf("field %q cannot be a JSON %s", kind.Field, kind.Value)
	}
	return errors.New(stripPrefix(err.Error()))
}

func stripPrefix(s string) string {
	const prefix = "json: "
	if len(s) > len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):]
	}
	return s
}

var errTooLong = errors.New("line too long")

// A lineReader reads lines of any length up to [MaxLine], without their ends and without a byte order mark.
type lineReader struct {
	r      *bufio.Reader
	name   string
	number int // of the line read last, from 1
	torn   bool
	raw    bool // white space at both ends of a line belongs to it
	buf    []byte
}

// next returns the next line, valid until the call after. After the last it returns io.EOF. Torn is set where the
// last line has no end.
func (l *lineReader) next() ([]byte, error) {
	l.buf = l.buf[:0]
	l.number++
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.buf)+len(part) > MaxLine {
			long = true
			l.buf = l.buf[:0]
		}
		if !long {
			l.buf = append(l.buf, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && (err != io.EOF || len(l.buf) == 0 && !long) {
			return nil, err
		}
		l.torn = err == io.EOF
		break
	}
	if long {
		return nil, errTooLong
	}
	line := l.buf
	if l.number == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if l.raw {
		return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
	}
	return bytes.TrimSpace(line), nil
}
