// Package parquet reads the text columns of Parquet files, and writes copies of such files in which columns of text are
// replaced or added. All other columns are copied as they lie in the file, without being decoded: whatever they hold,
// it stays what it was.
//
// One page of a column is in memory at a time, however large the file and its row groups are. Files may come from
// anybody: what they claim about their sizes is compared with what is there before room is made for it.
package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	magic     = "PAR1"
	encrypted = "PARE"
	tail      = 8 // length of the footer, and magic
	maxFooter = 32 << 20
)

// A File is a Parquet file that is open for reading.
type File struct {
	// Columns are those that hold values, in the order of the file.
	Columns []Column

	r      io.ReaderAt
	footer int64    // where it begins
	meta   node     // the footer without row groups
	groups [][]byte // the row groups in it

	first, end int // the row groups that are read
}

// A Column is a column that holds values.
type Column struct {
	// Name is its path: "text", or "article.text" for what lies inside another column.
	Name string
	// Why is the reason why the column cannot be read as text, such as "holds INT64"; empty: it can.
	Why string

	path     []string
	element  int  // in the schema
	parent   int  // element that it lies in
	optional bool // it may be null itself
	nulls    byte // definition level of a value that is there: so many of the columns around it may be null
}

// Open reads the footer of a file.
func Open(r io.ReaderAt, size int64) (*File, error) {
	if size < int64(len(magic))+tail {
		return nil, errors.New("not a Parquet file: it is too short")
	}
	head, end := make([]byte, len(magic)), make([]byte, tail)
	if err := errors.Join(readFull(r, head, 0), readFull(r, end, size-tail)); err != nil {
		return nil, err
	}
	switch {
	case string(head) == encrypted:
		return nil, errors.New("the Parquet file is encrypted")
	case string(head) != magic:
		return nil, errors.New("not a Parquet file")
	case string(end[4:]) != magic:
		return nil, errors.New("the Parquet file is cut off: its end is missing")
	}
	n := int64(binary.LittleEndian.Uint32(end))
	f := &File{r: r, footer: size - tail - n}
	if f.footer < int64(len(magic)) {
		return nil, fmt.Errorf("the Parquet file is damaged: it has %d bytes, and a footer of %d", size, n)
	}
	if n > maxFooter {
		return nil, fmt.Errorf("the footer of the Parquet file has %d bytes; %d are read", n, maxFooter)
	}
	raw := make([]byte, n)
	if err := readFull(r, raw, f.footer); err != nil {
		return nil, err
	}
	err := f.read(raw)
	if err == nil {
		err = f.schema()
	}
	if err == nil {
		err = f.check()
	}
	f.end = len(f.groups)
	if err != nil {
		return nil, fmt.Errorf("the footer of the Parquet file: %w", err)
	}
	return f, nil
}

// readFull fills b from an offset of r.
func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// read takes the footer apart. Row groups stay as they are written: there may be many.
func (f *File) read(raw []byte) error {
	p := parser{b: raw}
	f.meta.kind = typeStruct
	for id := int16(0); ; {
		kind, end, err := p.fieldHead(&id)
		if err != nil || end {
			return err
		}
		var v node
		switch {
		case id == fileRowGroups:
			if kind != typeList {
				return errMalformed
			}
			v.kind = kind
			n, err := p.listHead(&v.elem)
			if err != nil || v.elem != typeStruct && n > 0 {
				return errors.Join(err, errMalformed)
			}
			for range n {
				if len(f.groups) == maxNodes { // as many with columns in them do not fit into maxFooter
					return errLarge
				}
				before := p.b
				if _, err := p.value(typeStruct, 1, false); err != nil {
					return err
				}
				f.groups = append(f.groups, before[:len(before)-len(p.b)])
			}
		case kind == typeTrue || kind == typeFalse:
			v = node{kind: kind, num: int64(kind & 1)}
		default:
			if v, err = p.value(kind, 1, true); err != nil {
				return err
			}
		}
		f.meta.fields = append(f.meta.fields, field{id, v})
	}
}

// schema finds the columns.
func (f *File) schema() error {
	schema := f.meta.get(fileSchema)
	elements := schema.elements()
	if f.meta.get(fileEncryption) != nil {
		return errors.New("the file is encrypted")
	}
	if len(elements) == 0 || schema.elem != typeStruct {
		return errors.New("it has no schema")
	}
	malformed := errors.New("its schema is malformed")
	next, named := 1, 0
	var group func(parent int, path []string, nulls int, why string) error
	group = func(parent int, path []string, nulls int, why string) error {
		if len(path) > maxNesting {
			return malformed
		}
		for range elements[parent].get(elementChildren).int() {
			if next >= len(elements) {
				return malformed
			}
			at, e := next, &elements[next]
			next++
			nulls, why := nulls, why
			switch e.get(elementRepeated).int() {
			case optional:
				nulls++
			case repeated:
				why = "is a list, or lies in one"
			}
			path := append(slices.Clip(path), e.get(elementName).text())
			if e.get(elementChildren).int() > 0 || e.get(elementType) == nil {
				if err := group(at, path, nulls, why); err != nil {
					return err
				}
				continue
			}
			if why == "" {
				why = notText(e)
			}
			name := strings.Join(path, ".")
			if named += len(name); named > maxFooter { // the names of what is around it are in that of each column
				return errLarge
			}
			f.Columns = append(f.Columns, Column{
				Name:     name,
				Why:      why,
				path:     path,
				element:  at,
				parent:   parent,
				optional: e.get(elementRepeated).int() == optional,
				nulls:    byte(nulls),
			})
		}
		return nil
	}
	if err := group(0, nil, 0, ""); err != nil {
		return err
	}
	if next != len(elements) {
		return malformed
	}
	return nil
}

// notText returns why an element of the schema does not hold text; empty if it does. Bytes that are not annotated count
// as text: that is how some programs write it.
func notText(e *node) string {
	physical := e.get(elementType).int()
	logical, converted := e.get(elementLogical), e.get(elementConverted)
	switch {
	case physical != byteArray:
		return "holds " + named(types, physical)
	case logical != nil && logical.get(text) == nil, logical == nil && converted != nil && converted.int() != utf8:
		return "holds bytes that are not text"
	}
	return ""
}

// check compares the row groups in the footer with the file.
func (f *File) check() error {
	switch rows := f.meta.get(fileRows); {
	case rows == nil || rows.kind != typeI64:
		return errors.New("it does not hold the number of rows")
	case f.meta.get(fileRowGroups) == nil:
		return errors.New("it does not hold the row groups")
	}
	var bytes int64
	for g := range f.groups {
		group, err := f.group(g)
		if err != nil {
			return err
		}
		chunks, rows := group.get(groupColumns).elements(), group.get(groupRows).int()
		if len(chunks) != len(f.Columns) {
			return fmt.Errorf("row group %d has %d columns, the schema %d", g, len(chunks), len(f.Columns))
		}
		if rows < 0 {
			return fmt.Errorf("row group %d has %d rows", g, rows)
		}
		for i := range chunks {
			c := &chunks[i]
			meta := c.get(chunkMeta)
			start, n := extent(meta)
			what := ""
			switch {
			case meta == nil || meta.kind != typeStruct:
				what = "is not described"
			case c.get(chunkFile) != nil:
				what = "lies in another file"
			case c.get(chunkCrypto) != nil || c.get(chunkEncrypted) != nil:
				what = "is encrypted"
			case n != 0 && start < int64(len(magic)) || n < 0 || n > f.footer || start > f.footer-n:
				what = "does not lie in the file"
			case f.Columns[i].Why == "" &&
				(meta.get(metaType).int() != byteArray || meta.get(metaValues).int() != rows):
				what = "is not what the schema says"
			}
			if what != "" {
				return fmt.Errorf("column %s of row group %d %s", f.Columns[i].Name, g, what)
			}
			bytes += n
		}
		if bytes > f.footer { // else a copy could have any size
			return errors.New("columns lie one over the other")
		}
	}
	return nil
}

// group returns the description of a row group in the footer.
func (f *File) group(g int) (*node, error) {
	n, _, err := parse(f.groups[g])
	if err != nil {
		return nil, fmt.Errorf("row group %d: %w", g, err)
	}
	return n, nil
}

// extent returns where a column chunk begins and how long it is.
func extent(meta *node) (start, n int64) {
	start = meta.get(metaData).int()
	if d := meta.get(metaDictionary).int(); d > 0 && (d < start || start == 0) {
		start = d
	}
	return start, meta.get(metaCompressed).int()
}

// Beside returns the name that a column beside another one has: "article.text_en" for "text_en" beside "article.text".
func (c *Column) Beside(name string) string {
	return strings.Join(append(slices.Clone(c.path[:len(c.path)-1]), name), ".")
}

// Taken reports whether there is a column of that name, be it one that holds columns.
func (f *File) Taken(name string) bool {
	return slices.ContainsFunc(f.Columns, func(c Column) bool {
		return c.Name == name || strings.HasPrefix(c.Name, name+".")
	})
}
