package parquet

import (
	"encoding/binary"
	"io"
	"math"
	"slices"
)

// A row group of a table ends with the first of these bounds.
const (
	groupMostRows  = 100_000
	groupMostBytes = 32 << 20
)

// Number returns the value of a column of numbers.
func Number(v float64) Text {
	return Text{Value: string(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))}
}

// A Table writes a new file. Any of its values may be null.
type Table struct {
	out     Writer
	names   []string
	total   int64 // rows
	written int64 // of them, in row groups that are complete
}

// NewTable begins a table of text columns with those names. Those that are among numbers hold floating-point numbers.
func NewTable(w io.Writer, names, numbers []string) (*Table, error) {
	t := &Table{out: Writer{w: w}, names: names}
	root := structOf(field{elementName, binaryOf("schema")}, field{elementChildren, i32(int64(len(names)))})
	schema, orders := listOf(typeStruct, root), listOf(typeStruct)
	for _, name := range names {
		c := &column{nulls: 1, codec: zstdCodec, kind: byteArray}
		element := structOf(field{elementType, i32(byteArray)}, field{elementRepeated, i32(optional)},
			field{elementName, binaryOf(name)}, field{elementConverted, i32(utf8)},
			field{elementLogical, structOf(field{text, structOf()})})
		if slices.Contains(numbers, name) {
			c.kind = double
			element.set(elementType, i32(double))
			element.drop(elementConverted, elementLogical)
		}
		c.out = c.hold
		t.out.columns = append(t.out.columns, c)
		schema.list, orders.list = append(schema.list, element), append(orders.list, structOf(field{1, structOf()}))
	}
	t.out.meta = structOf(field{fileVersion, i32(2)}, field{fileSchema, schema}, field{fileRows, i64(0)},
		field{fileRowGroups, listOf(typeStruct)}, field{fileCreator, binaryOf("satzpaar")}, field{fileColumnOrders, orders})
	return t, t.out.write([]byte(magic))
}

// Write writes a row, with a value for each column.
func (t *Table) Write(row []Text) error {
	held := 0
	for i, c := range t.out.columns {
		if err := c.add(row[i]); err != nil {
			return err
		}
		held += len(c.held) + len(c.texts)
	}
	if t.total++; t.total-t.written == groupMostRows || held >= groupMostBytes {
		return t.flush()
	}
	return nil
}

// flush writes a row group.
func (t *Table) flush() error {
	var chunks []node
	full, size := int64(0), int64(0)
	for i, c := range t.out.columns {
		if err := c.flush(); err != nil {
			return err
		}
		c.start = t.out.at
		if err := t.out.write(c.held); err != nil {
			return err
		}
		chunks = append(chunks, c.chunk([]string{t.names[i]}))
		full, size = full+c.full, size+c.size
		c.restart(c.codec, 0)
	}
	group := structOf(field{groupColumns, listOf(typeStruct, chunks...)}, field{groupBytes, i64(full)},
		field{groupRows, i64(t.total - t.written)}, field{groupSize, i64(size)})
	t.out.footer = appendNode(t.out.footer, &group)
	t.out.group++
	t.written = t.total
	return nil
}

// Close writes the end of the file. It does not close what the file is written to.
func (t *Table) Close() error {
	if t.total > t.written {
		if err := t.flush(); err != nil {
			return err
		}
	}
	t.out.meta.set(fileRows, i64(t.total))
	return t.out.end()
}
