package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A Group describes a row group, of which a file has one or more, one after the other.
type Group struct {
	Start, End int64 // its bytes, as far as they lie together
	Rows       int64
}

// Groups returns the row groups of the file. It reports whether the bytes of each lie together and apart from those of
// the others, in the order of the groups, as they do where a program has written one group after the other.
func (f *File) Groups() (groups []Group, apart bool, err error) {
	apart = true
	at := int64(len(magic))
	for g := range f.groups {
		group, err := f.group(g)
		if err != nil {
			return nil, false, err
		}
		own := Group{Start: at, End: at, Rows: group.get(groupRows).int()}
		chunks := group.get(groupColumns).elements()
		for i := range chunks {
			start, n := extent(chunks[i].get(chunkMeta))
			if n == 0 {
				continue
			}
			if own.End == own.Start { // the first that has bytes
				own.Start, own.End = start, start
			}
			own.Start, own.End = min(own.Start, start), max(own.End, start+n)
		}
		apart = apart && own.Start >= at
		groups, at = append(groups, own), own.End
	}
	return groups, apart, nil
}

// Footer returns where the description of columns and row groups begins, without which none of them can be read.
func (f *File) Footer() int64 { return f.footer }

// Only makes f read and copy some row groups alone: those from first up to, but not including, end. It returns the
// number of the rows before them.
func (f *File) Only(first, end int) (before int64, err error) {
	if first < 0 || first > end || end > len(f.groups) {
		return 0, fmt.Errorf("row groups %d to %d of a file that has %d", first, end, len(f.groups))
	}
	groups, _, err := f.Groups()
	if err != nil {
		return 0, err
	}
	for _, g := range groups[:first] {
		before += g.Rows
	}
	f.first, f.end = first, end
	return before, nil
}

// rows returns the number of rows of the row groups that are read.
func (f *File) rows() (n int64, err error) {
	groups, _, err := f.Groups()
	if err != nil {
		return 0, err
	}
	for _, g := range groups[f.first:f.end] {
		n += g.Rows
	}
	return n, nil
}

// A Joiner writes one file from several that have the same columns. From copies of all row groups of a file, each of
// some of them, it makes what a copy of the whole file is, byte for byte.
type Joiner struct {
	out  Writer
	rows int64
}

// Join begins a file.
func Join(w io.Writer) *Joiner { return &Joiner{out: Writer{w: w}} }

// Add appends the row groups of a file.
func (j *Joiner) Add(f *File) error {
	groups, apart, err := f.Groups()
	if err != nil {
		return err
	}
	if !apart { // else the whole could be much longer than its parts
		return errors.New("its row groups do not lie one after the other")
	}
	schema := appendNode(nil, f.meta.get(fileSchema))
	switch {
	case j.out.meta.fields == nil:
		j.out.meta = node{kind: typeStruct, fields: slices.Clone(f.meta.fields)}
		if err := j.out.write([]byte(magic)); err != nil {
			return err
		}
	case !bytes.Equal(schema, appendNode(nil, j.out.meta.get(fileSchema))):
		return errors.New("it has other columns than the part before")
	}
	for g := f.first; g < f.end; g++ {
		if err := j.group(f, g, groups[g]); err != nil {
			return fmt.Errorf("copying row group %d: %w", g, err)
		}
	}
	return nil
}

// group appends a row group.
func (j *Joiner) group(f *File, g int, at Group) error {
	group, err := f.group(g)
	if err != nil {
		return err
	}
	chunks := group.get(groupColumns).elements()
	for i := range chunks {
		move(&chunks[i], j.out.at-at.Start)
	}
	group.drop(groupOffset)
	if err := j.out.copyBytes(f, at.Start, at.End-at.Start); err != nil {
		return err
	}
	j.out.footer = appendNode(j.out.footer, group)
	j.out.groups++
	j.rows += at.Rows
	return nil
}

// Close writes the end of the file. It does not close what the file is written to.
func (j *Joiner) Close() error {
	if j.out.meta.fields == nil {
		return errors.New("there are no parts")
	}
	j.out.meta.set(fileRows, i64(j.rows))
	return j.out.end()
}
