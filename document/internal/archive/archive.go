// Package archive reads zip files that hold a document and writes them again with some parts changed. The other parts
// are copied as they are, still compressed. What comes from strangers is bounded: how many parts there are, how large
// one is once unpacked, and how large all of them are together.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits of what is unpacked. A text of 500 pages is about 5 MiB of XML.
const (
	MaxParts = 20_000
	MaxPart  = 128 << 20 // bytes of one part
	MaxRead  = 512 << 20 // bytes of all that is unpacked of one file
	// MaxRatio is how much smaller a part may be than what comes out of it, beyond its first MiB: XML shrinks to a
	// tenth, rarely to a fiftieth, and no more than by a thousand with deflate.
	MaxRatio = 400
)

// Errors of what a file is.
var (
	ErrNotZip    = errors.New("not a zip file, or a damaged one")
	ErrEncrypted = errors.New("encrypted")
)

// An Archive is a zip file in memory. It is safe for concurrent use after its parts have been read.
type Archive struct {
	raw   []byte
	files *zip.Reader
	parts map[string]*zip.File
	read  *int64
	inner bool // it is a part of another one
}

// Open reads the list of parts of a file.
func Open(raw []byte) (*Archive, error) { return open(raw, new(int64)) }

// Inner opens a part that is a zip file itself. What is unpacked of both counts together. Parts of a part are not
// opened: a zip file may be made that holds itself.
func (a *Archive) Inner(name string) (*Archive, error) {
	if a.inner {
		return nil, fmt.Errorf("%s: a file in a file in a file", name)
	}
	raw, err := a.Read(name)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(raw, beginning) {
		return nil, fmt.Errorf("%s: %w", name, ErrNotZip)
	}
	in, err := open(raw, a.read)
	if err != nil {
		return nil, err
	}
	in.inner = true
	return in, nil
}

// beginning is what zip files of documents begin with, and what [Archive.Each] knows those inside others by.
var beginning = []byte("PK\x03\x04")

func open(raw []byte, read *int64) (*Archive, error) {
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w: %w", ErrNotZip, err)
	}
	if len(r.File) > MaxParts {
		return nil, fmt.Errorf("%d parts, more than %d", len(r.File), MaxParts)
	}
	a := &Archive{raw: raw, files: r, parts: make(map[string]*zip.File, len(r.File)), read: read}
	for _, f := range r.File {
		name := strings.TrimSuffix(f.Name, "/")
		if name == "" || name != path.Clean(name) || path.IsAbs(name) || name == ".." ||
			strings.HasPrefix(name, "../") || strings.ContainsAny(name, "\\\x00") {
			return nil, fmt.Errorf("a part is named %q, which leads out of the file", f.Name)
		}
		if a.parts[f.Name] != nil {
			return nil, fmt.Errorf("two parts are named %s", f.Name)
		}
		if f.Flags&1 != 0 {
			return nil, fmt.Errorf("%s: %w", f.Name, ErrEncrypted)
		}
		a.parts[f.Name] = f
	}
	return a, nil
}

// Names returns the names of all parts, in the order of the file.
func (a *Archive) Names() []string {
	names := make([]string, len(a.files.File))
	for i, f := range a.files.File {
		names[i] = f.Name
	}
	return names
}

// Has reports whether there is a part of that name.
func (a *Archive) Has(name string) bool { return a.parts[name] != nil }

// Read unpacks a part.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.parts[name]
	if f == nil {
		return nil, fmt.Errorf("there is no part %s", name)
	}
	limit := min(int64(MaxPart), MaxRead-*a.read, 1<<20+MaxRatio*int64(min(f.CompressedSize64, MaxPart)))
	if f.UncompressedSize64 > uint64(max(limit, 0)) {
		return nil, tooLarge(name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	out := bytes.NewBuffer(make([]byte, 0, f.UncompressedSize64+bytes.MinRead))
	n, err := io.Copy(out, io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if n > limit {
		return nil, tooLarge(name)
	}
	*a.read += n
	return out.Bytes(), nil
}

// Each calls each with what the parts of XML hold, one after the other and a bit at a time, until it returns false;
// behind a part that [Archive.Inner] opens, with what the parts of that hold. What cannot be unpacked is passed over;
// MaxPart and MaxRead hold.
func (a *Archive) Each(each func(bit []byte) bool) {
	left := int64(MaxRead)
	a.each(make([]byte, 64<<10), &left, each)
}

// each reports whether to go on.
func (a *Archive) each(bit []byte, left *int64, each func(bit []byte) bool) bool {
	for _, f := range a.files.File {
		packed, more := eachOf(f, bit, left, each)
		if !more {
			return false
		}
		if !packed {
			continue
		}
		if in, err := a.Inner(f.Name); err == nil && !in.each(bit, left, each) {
			return false
		}
	}
	return true
}

// eachOf goes through one part. It reports whether that begins as a zip file does, and whether to go on.
func eachOf(f *zip.File, bit []byte, left *int64, each func(bit []byte) bool) (packed, more bool) {
	r, err := f.Open()
	if err != nil {
		return false, true
	}
	defer r.Close()
	limited := io.LimitReader(r, min(MaxPart, *left))
	for first := true; err == nil; first = false {
		var n int
		n, err = io.ReadFull(limited, bit)
		*left -= int64(n)
		if first {
			packed = bytes.HasPrefix(bit[:n], beginning)
			if !packed && bytes.IndexByte(bit[:min(n, 8)], '<') < 0 {
				return false, true
			}
		}
		if !each(bit[:n]) {
			return packed, false
		}
	}
	return packed, true
}

func tooLarge(name string) error {
	return fmt.Errorf("%s: more comes out of it than a document can hold (a part may have %d MiB)", name, MaxPart>>20)
}

// With returns the file with some parts changed, by their names. Without changes it is the file itself.
func (a *Archive) With(changed map[string][]byte) ([]byte, error) {
	if len(changed) == 0 {
		return a.raw, nil
	}
	var out bytes.Buffer
	out.Grow(len(a.raw) + len(a.raw)/8)
	w := zip.NewWriter(&out)
	for _, f := range a.files.File {
		text, ok := changed[f.Name]
		if !ok {
			if err := w.Copy(f); err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
			continue
		}
		h := zip.FileHeader{
			Name: f.Name, Comment: f.Comment, NonUTF8: f.NonUTF8, Method: f.Method, Modified: f.Modified,
			ExternalAttrs: f.ExternalAttrs, CreatorVersion: f.CreatorVersion,
		}
		part, err := w.CreateHeader(&h)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if _, err := part.Write(text); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	if err := w.SetComment(a.files.Comment); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
