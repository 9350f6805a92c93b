package corpus

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"math/bits"
	"slices"
	"sort"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// planVersion is the version of the form of plans.
const planVersion = 2

// ErrPlan is wrapped by the error for a shard that does not fit the plan of its output folder.
var ErrPlan = errors.New("does not fit the plan of the output folder")

// A shardPlan describes how the inputs of a run are cut into shards. The shards are equally long stretches of all
// inputs, one after the other: a document belongs to the shard in which it begins, and so does a line of JSON Lines or
// a row group of Parquet.
type shardPlan struct {
	Version int    `json:"satzpaarPlan"`
	Program string `json:"program"` // version of the program that made it
	Shards  int    `json:"shards"`
	// Settings are what the outputs depend on beside the inputs, by name.
	Settings map[string]string `json:"settings"`
	Inputs   []plannedInput    `json:"inputs"`
}

// A plannedInput is a file with the parts that it is cut into; one part is all of it.
type plannedInput struct {
	Name     string        `json:"name"`
	Format   string        `json:"format,omitempty"` // where it does not follow from the name
	Size     int64         `json:"size"`
	Encoding string        `json:"encoding,omitempty"` // of a file that is cut behind lines
	Footer   int64         `json:"footer,omitempty"`   // of a file that is cut between row groups: where it begins
	Parts    []plannedPart `json:"parts,omitempty"`
}

// A plannedPart is the stretch of a file that belongs to a shard.
type plannedPart struct {
	Shard int   `json:"shard"`
	Start int64 `json:"start"` // bytes
	End   int64 `json:"end"`
	Line  int   `json:"line"` // number of its first line or row
	// Groups are its row groups, from the first up to, but not including, the second; nil where it has lines.
	Groups *[2]int `json:"groups,omitempty"`
	SHA256 string  `json:"sha256"` // of its bytes, and of the hash of the footer where there is one
}

// of returns the content of the part.
func (p *plannedPart) of(r io.ReaderAt) io.Reader {
	return io.NewSectionReader(r, p.Start, p.End-p.Start)
}

// newPlan cuts inputs into shards. It reads all of them once: for the ends of lines, and for the hashes by which a
// shard knows that it sees the same files. Equal runs over equal files have equal plans.
func newPlan(run *ShardedRun) (*shardPlan, error) {
	c := cutter{shards: run.Shards, encoding: run.Encoding}
	for _, in := range run.Inputs.Files {
		c.total += in.Size
	}
	p := &shardPlan{Version: planVersion, Program: run.Program, Shards: run.Shards, Settings: run.Settings}
	for _, in := range run.Inputs.Files {
		planned, err := c.cut(in)
		if err != nil {
			return nil, err
		}
		p.Inputs = append(p.Inputs, planned)
		c.at += in.Size
	}
	return p, nil
}

// A cutter cuts files, one after the other, into the stretches of shards.
type cutter struct {
	shards    int
	total, at int64 // bytes of all files, and of those before this one
	encoding  string
}

// bound returns where a shard begins in the files one after the other.
func (c *cutter) bound(shard int) int64 {
	high, low := bits.Mul64(uint64(c.total), uint64(shard))
	quotient, _ := bits.Div64(high, low, uint64(c.shards)) // shard ≤ shards, so that it is no more than total
	return int64(quotient)
}

// shardAt returns the shard of an offset into the files one after the other.
func (c *cutter) shardAt(at int64) int {
	return sort.Search(c.shards-1, func(i int) bool { return c.bound(i+1) > at })
}

// cut cuts a file.
func (c *cutter) cut(in Input) (plannedInput, error) {
	planned := plannedInput{Name: in.Name, Format: in.Format, Size: in.Size}
	file, err := plainfile.Open(in.Path)
	if err != nil { // whoever has this file in a shard reports it
		planned.Parts = []plannedPart{{Shard: c.shardAt(c.at), End: in.Size, Line: 1}}
		return planned, nil
	}
	defer file.Close()
	lines := false
	var groups []document.RowGroup
	switch container := in.container(); {
	case container == document.Parquet:
		groups, planned.Footer = document.RowGroups(file, in.Size)
	case container == document.JSONLines && !compressed(in.Name):
		if planned.Encoding, lines, err = document.LineEncoding(file, c.encoding); err != nil {
			return planned, err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return planned, err
		}
	}
	footer, err := planned.footerHash(file)
	if err != nil {
		return planned, fmt.Errorf("reading %s: %w", in.Path, err)
	}
	r := &hashedReader{r: bufio.NewReaderSize(file, 1<<20), hash: sha256.New(), line: 1}
	for ended, group := false, 0; !ended; {
		part := plannedPart{Shard: c.shardAt(c.at + r.at), Start: r.at, Line: r.line}
		end, bound := in.Size, c.bound(part.Shard+1)-c.at
		switch {
		case lines:
			end = min(end, bound)
		case group < len(groups):
			first := group
			for group++; group < len(groups) && groups[group].Start < bound; {
				group++
			}
			part.Line, part.Groups = groups[first].Row, &[2]int{first, group}
			if group < len(groups) {
				end = groups[group].Start
			}
		}
		if ended, err = r.take(end, lines); err != nil {
			return planned, fmt.Errorf("reading %s: %w", in.Path, err)
		}
		part.End, part.SHA256 = r.at, r.sum(footer)
		if part.End > part.Start || len(planned.Parts) == 0 {
			planned.Parts = append(planned.Parts, part)
		}
		ended = ended || r.at >= in.Size
	}
	if r.at != in.Size {
		return planned, fmt.Errorf("%s changed while the plan was made: it had %d bytes", in.Path, in.Size)
	}
	if len(planned.Parts) == 1 {
		planned.Encoding = ""
	}
	return planned, nil
}

// footerHash returns the hash of the footer of a file, without which no part can be read; nothing where there is none.
func (p *plannedInput) footerHash(r io.ReaderAt) ([]byte, error) {
	if p.Footer == 0 {
		return nil, nil
	}
	h := sha256.New()
	_, err := io.Copy(h, io.NewSectionReader(r, p.Footer, p.Size-p.Footer))
	return h.Sum(nil), err
}

// A hashedReader hashes what is taken from a file, and counts its lines.
type hashedReader struct {
	r    *bufio.Reader
	at   int64
	line int
	hash hash.Hash
	fed  byte // the last byte
}

// Write takes bytes into account.
func (h *hashedReader) Write(p []byte) (int, error) {
	h.at += int64(len(p))
	h.line += bytes.Count(p, []byte{'\n'})
	if len(p) > 0 {
		h.fed = p[len(p)-1]
	}
	return h.hash.Write(p)
}

// take reads up to an offset, and with lines on to the end of the line that begins before it. It reports whether the
// file has ended.
func (h *hashedReader) take(end int64, lines bool) (ended bool, err error) {
	if _, err := io.CopyN(h, h.r, end-h.at); err == io.EOF {
		return true, nil
	} else if err != nil {
		return false, err
	}
	for lines && h.fed != '\n' {
		rest, err := h.r.ReadSlice('\n')
		_, _ = h.Write(rest) // a hash does not fail
		switch err {
		case nil, bufio.ErrBufferFull:
		case io.EOF:
			return true, nil
		default:
			return false, err
		}
	}
	return false, nil
}

// sum returns the hash of what was taken since it was last asked for, and of more.
func (h *hashedReader) sum(more []byte) string {
	defer h.hash.Reset()
	_, _ = h.hash.Write(more) // a hash does not fail
	return hex.EncodeToString(h.hash.Sum(nil))
}

// fits returns an error that wraps ErrPlan if a run differs from the plan in anything but the shard.
func (p *shardPlan) fits(run *ShardedRun) error {
	differs := func(format string, args ...any) error {
		return fmt.Errorf("this run %w: %s", ErrPlan, fmt.Sprintf(format, args...))
	}
	if p.Version != planVersion {
		return differs("it is of version %d, this program knows %d", p.Version, planVersion)
	}
	if p.Shards != run.Shards {
		return differs("it has %d shards, not %d", p.Shards, run.Shards)
	}
	if p.Program != run.Program {
		return differs("it was made by satzpaar %s, this is %s", p.Program, run.Program)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Settings)) {
		if run.Settings[name] != p.Settings[name] {
			return differs("%s is %q there and %q here", name, p.Settings[name], run.Settings[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(run.Settings)) {
		if _, ok := p.Settings[name]; !ok {
			return differs("%s is not set there and %q here", name, run.Settings[name])
		}
	}
	for i, in := range run.Inputs.Files {
		switch {
		case i >= len(p.Inputs):
			return differs("%s is not among its inputs", in.Name)
		case in.Name != p.Inputs[i].Name:
			return differs("its input %d is %s, here it is %s", i+1, p.Inputs[i].Name, in.Name)
		case in.Format != p.Inputs[i].Format:
			return differs("%s has another format", in.Name)
		case in.Size != p.Inputs[i].Size:
			return differs("%s had %d bytes and has %d", in.Name, p.Inputs[i].Size, in.Size)
		}
	}
	if n := len(run.Inputs.Files); n < len(p.Inputs) {
		return differs("its input %s is missing", p.Inputs[n].Name)
	}
	return nil
}

// shard returns what a shard translates of the inputs, which fit the plan. It is an error that wraps ErrPlan if their
// content has changed.
func (p *shardPlan) shard(shard int, inputs *Inputs) (*Inputs, error) {
	own := &Inputs{}
	if shard == 0 { // what cannot be read at all is reported once
		own.Other, own.Failed = inputs.Other, inputs.Failed
	}
	for i, in := range inputs.Files {
		planned := &p.Inputs[i]
		for k := range planned.Parts {
			part := &planned.Parts[k]
			if part.Shard != shard {
				continue
			}
			if err := planned.unchanged(part, in.Path); err != nil {
				return nil, err
			}
			if len(planned.Parts) > 1 {
				in.part, in.encoding, in.Size = part, planned.Encoding, part.End-part.Start
			}
			own.Files = append(own.Files, in)
			break
		}
	}
	return own, nil
}

// unchanged returns an error that wraps ErrPlan if the part is another one now. What cannot be read is left to those
// who translate it.
func (p *plannedInput) unchanged(part *plannedPart, path string) error {
	file, err := plainfile.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	h := sha256.New()
	_, err = io.Copy(h, part.of(file))
	footer, footerErr := p.footerHash(file)
	if err = cmp.Or(err, footerErr); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	_, _ = h.Write(footer)
	if part.SHA256 != "" && hex.EncodeToString(h.Sum(nil)) != part.SHA256 {
		return fmt.Errorf("this run %w: %s has another content now", ErrPlan, path)
	}
	return nil
}
