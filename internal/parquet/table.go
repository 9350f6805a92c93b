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

// A Kind is the type of the values of a field.
type Kind int

// The kinds of values.
const (
	Texts Kind = iota
	Numbers
	Integers
)

// A Field is a column of a [Table], or what the structures in a list hold.
type Field struct {
	Name string
	Kind Kind
	List []Field // if there are any, its values are lists of structures with these fields
}

// A Value is the value of a field in a row or a structure.
type Value struct {
	Text
	List [][]Value // of a field that holds lists: structures, with a value for each of their fields
}

// Number returns a value of a field of [Numbers].
func Number(v float64) Text {
	return Text{Value: string(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))}
}

// Integer returns a value of a field of [Integers].
func Integer(v int64) Text {
	return Text{Value: string(binary.LittleEndian.AppendUint64(nil, uint64(v)))}
}

// A Table writes a new file. Any value may be null, except lists, which may be empty.
type Table struct {
	out     Writer
	fields  []Field
	paths   [][]string // of the columns
	total   int64      // rows
	written int64      // of them, in row groups that are complete
}

// NewTable begins a table with those fields.
func NewTable(w io.Writer, fields []Field) (*Table, error) {
	t := &Table{out: Writer{w: w}, fields: fields}
	root := structOf(field{elementName, binaryOf("schema")}, field{elementChildren, i32(int64(len(fields)))})
	schema, orders := listOf(typeStruct, root), listOf(typeStruct)
	t.begin(&schema, fields, nil, 0)
	for range t.out.columns {
		orders.list = append(orders.list, structOf(field{1, structOf()}))
	}
	t.out.meta = structOf(field{fileVersion, i32(2)}, field{fileSchema, schema}, field{fileRows, i64(0)},
		field{fileRowGroups, listOf(typeStruct)}, field{fileCreator, binaryOf("satzpaar")},
		field{fileColumnOrders, orders})
	return t, t.out.write([]byte(magic))
}

// begin adds fields to the schema and makes their columns. The fields lie in structures at path, inside that number of
// lists.
func (t *Table) begin(schema *node, fields []Field, path []string, lists byte) {
	group := func(repetition int64, name string, children int, more ...field) node {
		return structOf(append([]field{{elementRepeated, i32(repetition)}, {elementName, binaryOf(name)},
			{elementChildren, i32(int64(children))}}, more...)...)
	}
	for i := range fields {
		f := &fields[i]
		own := append(slices.Clone(path), f.Name)
		if len(f.List) > 0 {
			schema.list = append(schema.list, group(required, f.Name, 1, field{elementConverted, i32(list)},
				field{elementLogical, structOf(field{list, structOf()})}))
			schema.list = append(schema.list, group(repeated, "list", 1), group(required, "element", len(f.List)))
			t.begin(schema, f.List, append(own, "list", "element"), lists+1)
			continue
		}
		c := &column{
			nulls: lists + 1,
			deep:  lists,
			codec: zstdCodec,
			kind:  [...]int64{Texts: byteArray, Numbers: double, Integers: int64Type}[f.Kind],
		}
		c.out = c.hold
		element := structOf(field{elementType, i32(c.kind)}, field{elementRepeated, i32(optional)},
			field{elementName, binaryOf(f.Name)})
		if f.Kind == Texts {
			element.set(elementConverted, i32(utf8))
			element.set(elementLogical, structOf(field{text, structOf()}))
		}
		schema.list = append(schema.list, element)
		t.out.columns, t.paths = append(t.out.columns, c), append(t.paths, own)
	}
}

// Write writes a row, with a value for each field.
func (t *Table) Write(row []Value) error {
	put(t.out.columns, t.fields, row, 0, 0)
	held := 0
	for _, c := range t.out.columns {
		if err := c.end(); err != nil {
			return err
		}
		held += len(c.held) + len(c.texts)
	}
	if t.total++; t.total-t.written == groupMostRows || held >= groupMostBytes {
		return t.flush()
	}
	return nil
}

// put adds the values of a structure, which lies inside that number of lists, to the first of columns, and returns the
// others. repeat is the innermost of these lists that has had a structure before in the same row, counted from 1; 0 if
// none has.
func put(columns []*column, fields []Field, values []Value, repeat, lists byte) []*column {
	for i := range fields {
		f, v := &fields[i], &values[i]
		switch {
		case len(f.List) == 0:
			text := v.Text // rows stay as they were given
			text.level = lists
			if !text.Null {
				text.level = columns[0].nulls
			}
			columns[0].repeat(repeat)
			columns[0].put(text)
			columns = columns[1:]
		case len(v.List) == 0:
			columns = empty(columns, f.List, repeat, lists)
		default:
			rest, again := columns, repeat
			for _, structure := range v.List {
				rest = put(columns, f.List, structure, again, lists+1)
				again = lists + 1
			}
			columns = rest
		}
	}
	return columns
}

// empty is [put] for the fields of a list without structures, which lies inside that number of others.
func empty(columns []*column, fields []Field, repeat, lists byte) []*column {
	for i := range fields {
		if len(fields[i].List) > 0 {
			columns = empty(columns, fields[i].List, repeat, lists)
			continue
		}
		columns[0].repeat(repeat)
		columns[0].put(Text{Null: true, level: lists})
		columns = columns[1:]
	}
	return columns
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
		chunks = append(chunks, c.chunk(t.paths[i]))
		full, size = full+c.full, size+c.size
		c.restart(c.codec, 0)
	}
	group := structOf(field{groupColumns, listOf(typeStruct, chunks...)}, field{groupBytes, i64(full)},
		field{groupRows, i64(t.total - t.written)}, field{groupSize, i64(size)})
	t.out.footer = appendNode(t.out.footer, &group)
	t.out.groups++
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
