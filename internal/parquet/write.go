package parquet

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// A page that is written ends with the first of these bounds.
const (
	pageBytes = 1 << 20
	pageRows  = 20_000
)

// maxHeld bounds the bytes of the columns that wait until the first one of their row group is complete.
const maxHeld = 256 << 20

// A Target is a column that takes texts.
type Target struct {
	Source int    // index of the column that they belong to
	Name   string // of a column that is added behind it; empty: the one at Column takes them
	Column int    // index of the column that takes them, where none is added
}

// place returns the index, in the columns of the source, behind which the target stands or which it replaces.
func (t *Target) place() int {
	if t.Name == "" {
		return t.Column
	}
	return t.Source
}

// arrowSchema is the key under which Arrow keeps its own description of the columns. It does not know of a column that
// is added, and programs that compare the two refuse the file.
const arrowSchema = "ARROW:schema"

// A Writer writes a copy of a file with other texts.
type Writer struct {
	f       *File
	w       io.Writer
	at      int64 // bytes written
	meta    node  // the footer without row groups
	targets []Target
	last    []int // targets by their place, the last one first

	group   int       // that is being copied
	rows    int64     // that are missing in it
	about   *node     // its description in the source
	columns []*column // by target
	footer  []byte    // the row groups that are written
	groups  int       // how many these are
}

// Copy begins a copy of the file in which targets, each at a place of its own, take texts.
func (f *File) Copy(w io.Writer, targets []Target) (*Writer, error) {
	out := &Writer{f: f, w: w, targets: targets, group: f.first - 1}
	out.meta = node{kind: typeStruct, fields: slices.Clone(f.meta.fields)}
	if f.end-f.first < len(f.groups) {
		rows, err := f.rows()
		if err != nil {
			return nil, err
		}
		out.meta.set(fileRows, i64(rows))
	}
	for i := range targets {
		out.last = append(out.last, i)
	}
	slices.SortStableFunc(out.last, func(a, b int) int { return targets[b].place() - targets[a].place() })
	schema := listOf(typeStruct, slices.Clone(f.meta.get(fileSchema).elements())...)
	for _, i := range out.last { // from behind, so that the places before stay what they were
		if t := &targets[i]; t.Name != "" {
			out.add(t, &schema)
		}
	}
	out.meta.set(fileSchema, schema)
	for i := range targets {
		place := &f.Columns[targets[i].place()]
		c := &column{nulls: place.nulls, kind: byteArray, out: out.write}
		if targets[i].Name != "" && !place.optional {
			c.nulls++
		}
		if i > 0 {
			c.out = c.hold
		}
		out.columns = append(out.columns, c)
	}
	if err := out.write([]byte(magic)); err != nil {
		return nil, err
	}
	return out, out.next()
}

// add adds a column to the schema.
func (w *Writer) add(t *Target, schema *node) {
	source := &w.f.Columns[t.Source]
	e := node{kind: typeStruct, fields: slices.Clone(schema.list[source.element].fields)}
	e.drop(elementFieldID)
	e.set(elementRepeated, i32(optional)) // a text may have no translation
	e.set(elementName, binaryOf(t.Name))
	e.set(elementConverted, i32(utf8))
	e.set(elementLogical, structOf(field{text, structOf()}))
	parent := &schema.list[source.parent]
	fields := slices.Clone(parent.fields)
	parent.fields = fields
	parent.set(elementChildren, i32(parent.get(elementChildren).int()+1))
	schema.list = slices.Insert(schema.list, source.element+1, e)
	if orders := w.meta.get(fileColumnOrders); len(orders.elements()) > t.Source && orders.elem == typeStruct {
		order := structOf(field{1, structOf()}) // that of the type
		w.meta.set(fileColumnOrders, listOf(typeStruct, slices.Insert(slices.Clone(orders.list), t.Source+1, order)...))
	}
	if keys := w.meta.get(fileKeyValues); keys != nil && keys.elem == typeStruct {
		arrow := func(kv node) bool { return kv.get(1).text() == arrowSchema }
		kept := slices.DeleteFunc(slices.Clone(keys.list), arrow)
		w.meta.set(fileKeyValues, listOf(typeStruct, kept...))
	}
}

// Write writes the texts of the next row, one for each target.
func (w *Writer) Write(row []Text) error {
	if w.rows == 0 {
		return errors.New("more rows than the file has")
	}
	for i, c := range w.columns {
		if err := c.add(row[i]); err != nil {
			return err
		}
	}
	if w.rows--; w.rows > 0 {
		return nil
	}
	if err := w.finish(); err != nil {
		return err
	}
	return w.next()
}

// ErrRows is wrapped by the error of a copy that has not got as many rows as its source has.
var ErrRows = errors.New("rows are missing")

// Close writes the end of the file. It does not close what the file is written to.
func (w *Writer) Close() error {
	if w.group < w.f.end {
		return fmt.Errorf("%w: row group %d lacks %d", ErrRows, w.group, w.rows)
	}
	return w.end()
}

// end writes the footer, which has as many row groups as were written.
func (w *Writer) end() error {
	var footer []byte
	last := int16(0)
	for i := range w.meta.fields {
		f := &w.meta.fields[i]
		footer = appendFieldHead(footer, &last, f.id, f.kind)
		switch {
		case f.id == fileRowGroups:
			footer = append(appendListHead(footer, typeStruct, w.groups), w.footer...)
		case f.kind != typeTrue && f.kind != typeFalse:
			footer = appendNode(footer, &f.node)
		}
	}
	footer = append(footer, 0)
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	return w.write(append(footer, magic...))
}

func (w *Writer) write(b []byte) error {
	n, err := w.w.Write(b)
	w.at += int64(n)
	return err
}

// next begins the next row group that has rows.
func (w *Writer) next() error {
	for w.group++; w.group < w.f.end; w.group++ {
		group, err := w.f.group(w.group)
		if err != nil {
			return err
		}
		if err := w.begin(group); err != nil {
			return err
		}
		if w.rows > 0 {
			return nil
		}
		if err := w.finish(); err != nil {
			return err
		}
	}
	return nil
}

// begin begins a row group: it copies the columns that stay.
func (w *Writer) begin(group *node) error {
	w.rows, w.about = group.get(groupRows).int(), group
	chunks := group.get(groupColumns).elements()
	for i := range chunks {
		if slices.ContainsFunc(w.targets, func(t Target) bool { return t.Name == "" && t.Column == i }) {
			continue
		}
		if err := w.copyChunk(&chunks[i]); err != nil {
			return fmt.Errorf("copying column %s of row group %d: %w", w.f.Columns[i].Name, w.group, err)
		}
	}
	for i, c := range w.columns {
		c.restart(chunks[w.targets[i].place()].get(chunkMeta).get(metaCodec).int(), w.at)
	}
	return nil
}

// copyChunk copies a column of a row group, and changes its description to where it stands now.
func (w *Writer) copyChunk(c *node) error {
	start, n := extent(c.get(chunkMeta))
	move(c, w.at-start)
	return w.copyBytes(w.f, start, n)
}

// copyBytes copies n bytes of a file from an offset on.
func (w *Writer) copyBytes(f *File, at, n int64) error {
	copied, err := io.Copy(w.w, io.NewSectionReader(f.r, at, n))
	w.at += copied
	if err == nil && copied < n {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// move changes the description of a column of a row group that moves by so many bytes. Indexes and filters, which stand
// elsewhere and which programs can do without, are left behind.
func move(c *node, by int64) {
	meta := c.get(chunkMeta)
	for _, page := range [...]int16{metaData, metaDictionary} {
		if at := meta.get(page).int(); at > 0 {
			meta.set(page, i64(at+by))
		}
	}
	meta.drop(metaIndex, metaBloom, metaBloom+1)
	c.drop(chunkIndexes, chunkIndexes+1, chunkIndexes+2, chunkIndexes+3)
	c.set(chunkOffset, i64(0))
}

// finish writes what is left of a row group.
func (w *Writer) finish() error {
	for i, c := range w.columns {
		if i > 0 {
			c.start = w.at
		}
		if err := c.flush(); err != nil {
			return err
		}
		if err := w.write(c.held); err != nil {
			return err
		}
	}
	group := w.about
	added := func(at int64) (n int64) { // columns before that one
		for i := range w.targets {
			if w.targets[i].Name != "" && int64(w.targets[i].Source) < at {
				n++
			}
		}
		return n
	}
	if sorting := group.get(groupSorting); sorting != nil {
		for i := range sorting.list {
			at := sorting.list[i].get(1).int()
			if slices.ContainsFunc(w.targets, func(t Target) bool { return t.Name == "" && int64(t.Column) == at }) {
				group.drop(groupSorting) // translations are in another order
				break
			}
			sorting.list[i].set(1, i32(at+added(at)))
		}
	}
	chunks := group.get(groupColumns).elements()
	for _, i := range w.last {
		t := &w.targets[i]
		path := slices.Clone(w.f.Columns[t.place()].path)
		if t.Name == "" {
			chunks[t.Column] = w.columns[i].chunk(path)
			continue
		}
		path[len(path)-1] = t.Name
		chunks = slices.Insert(chunks, t.Source+1, w.columns[i].chunk(path))
	}
	full, size := int64(0), int64(0)
	for i := range chunks {
		full += chunks[i].get(chunkMeta).get(metaUncompressed).int()
		size += chunks[i].get(chunkMeta).get(metaCompressed).int()
	}
	group.set(groupColumns, listOf(typeStruct, chunks...))
	group.set(groupBytes, i64(full))
	group.set(groupSize, i64(size))
	group.drop(groupOffset)
	w.footer = appendNode(w.footer, group)
	w.groups++
	return nil
}

// A column is a column of texts while it is written.
type column struct {
	out   func([]byte) error
	start int64 // where it begins
	held  []byte
	codec int64
	kind  int64 // byteArray, double or int64Type
	nulls byte  // see Column
	deep  byte  // lists that it lies in
	zstd  *zstd.Encoder

	levels, repeats []byte // of the page; of a column that lies in no list there are no repeats
	texts           []byte

	values     int64 // nulls included
	null       int64
	full, size int64 // bytes, uncompressed and in the file
}

// restart begins the next row group, at an offset that counts if the column is not held.
func (c *column) restart(codec, start int64) {
	*c = column{
		out:   c.out,
		start: start,
		codec: codec,
		kind:  c.kind,
		nulls: c.nulls,
		deep:  c.deep,
		held:  c.held[:0],
		zstd:  c.zstd,

		levels:  c.levels,
		repeats: c.repeats,
		texts:   c.texts,
	}
}

// hold keeps bytes until the columns before are complete.
func (c *column) hold(b []byte) error {
	if c.held = append(c.held, b...); len(c.held) > maxHeld {
		return fmt.Errorf("a row group with more than %d bytes of translations in several columns: "+
			"write the file anew with smaller row groups, or translate one column at a time", maxHeld)
	}
	return nil
}

func (c *column) add(t Text) error {
	switch {
	case t.Null && c.nulls == 0: // there is no other place for it
		t = Text{}
	case t.Null:
		t.level = min(t.level, c.nulls-1)
	default:
		t.level = c.nulls
	}
	c.put(t)
	return c.end()
}

// put adds a value with its level.
func (c *column) put(t Text) {
	c.values++
	c.levels = append(c.levels, t.level)
	if t.Null {
		c.null++
		return
	}
	if c.kind == byteArray {
		c.texts = binary.LittleEndian.AppendUint32(c.texts, uint32(len(t.Value)))
	}
	c.texts = append(c.texts, t.Value...)
}

// repeat adds the repetition level of the next value.
func (c *column) repeat(level byte) {
	if c.deep > 0 {
		c.repeats = append(c.repeats, level)
	}
}

// end ends a row, and the page with it if that is full.
func (c *column) end() error {
	if len(c.levels) < pageRows && len(c.texts) < pageBytes {
		return nil
	}
	return c.flush()
}

// flush writes the page that has been begun.
func (c *column) flush() error {
	if len(c.levels) == 0 {
		return nil
	}
	var body []byte
	for _, l := range []struct {
		levels []byte
		most   byte
	}{{c.repeats, c.deep}, {c.levels, c.nulls}} {
		if l.most > 0 {
			levels := appendLevels(nil, l.levels, l.most)
			body = append(binary.LittleEndian.AppendUint32(body, uint32(len(levels))), levels...)
		}
	}
	body = append(body, c.texts...)
	full := len(body)
	body, err := c.compressed(body)
	if err != nil {
		return err
	}
	header := structOf(
		field{pageType, i32(dataPage)}, field{pageFull, i32(int64(full))}, field{pageSize, i32(int64(len(body)))},
		field{pageData, structOf(field{dataValues, i32(int64(len(c.levels)))}, field{dataEncoding, i32(plain)},
			field{dataLevels, i32(rle)}, field{dataLevels + 1, i32(rle)})})
	head := appendNode(nil, &header)
	c.full += int64(len(head) + full)
	c.size += int64(len(head) + len(body))
	c.levels, c.repeats, c.texts = c.levels[:0], c.repeats[:0], c.texts[:0]
	return errors.Join(c.out(head), c.out(body))
}

func (c *column) compressed(body []byte) ([]byte, error) {
	switch c.codec {
	case snappyCodec:
		return snappy.Encode(nil, body), nil
	case gzipCodec:
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, err := z.Write(body)
		err = errors.Join(err, z.Close())
		return out.Bytes(), err
	case zstdCodec:
		if c.zstd == nil {
			var err error
			c.zstd, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
			if err != nil {
				return nil, err
			}
		}
		return c.zstd.EncodeAll(body, nil), nil
	}
	c.codec = uncompressed
	return body, nil
}

// chunk returns the description of the column for the footer.
func (c *column) chunk(path []string) node {
	names := listOf(typeBinary)
	for _, p := range path {
		names.list = append(names.list, binaryOf(p))
	}
	return structOf(field{chunkOffset, i64(0)}, field{chunkMeta, structOf(
		field{metaType, i32(c.kind)},
		field{metaEncodings, listOf(typeI32, i32(plain), i32(rle))},
		field{metaPath, names},
		field{metaCodec, i32(c.codec)},
		field{metaValues, i64(c.values)},
		field{metaUncompressed, i64(c.full)},
		field{metaCompressed, i64(c.size)},
		field{metaData, i64(c.start)},
		field{metaStatistics, structOf(field{3, i64(c.null)})},
	)})
}
