package parquet

import (
	"encoding/binary"
	"errors"
)

// Footers and headers are structures of Thrift's compact protocol. They are kept as they are, fields that this package
// does not know included, and written again with no more changed than must be.

// Types of values.
const (
	typeTrue   = 1
	typeFalse  = 2
	typeByte   = 3
	typeI16    = 4
	typeI32    = 5
	typeI64    = 6
	typeDouble = 7
	typeBinary = 8
	typeList   = 9
	typeSet    = 10
	typeMap    = 11
	typeStruct = 12
)

// A node is a value.
type node struct {
	kind   byte
	num    int64   // of an integer; 1 for true
	raw    []byte  // of a binary; of a double its eight bytes
	elem   byte    // type of a list's elements; of a map's keys and, in the lower half, values
	list   []node  // of a map: keys and values by turns
	fields []field // of a structure, in their order
}

type field struct {
	id int16
	node
}

// get returns a field of a structure; nil, whose methods return zeroes, if it is not there.
func (n *node) get(id int16) *node {
	if n == nil {
		return nil
	}
	for i := range n.fields {
		if n.fields[i].id == id {
			return &n.fields[i].node
		}
	}
	return nil
}

// int returns an integer; a boolean is 0 or 1.
func (n *node) int() int64 {
	if n == nil {
		return 0
	}
	return n.num
}

func (n *node) text() string {
	if n == nil {
		return ""
	}
	return string(n.raw)
}

func (n *node) elements() []node {
	if n == nil {
		return nil
	}
	return n.list
}

// set puts a field into a structure, at the place of the one of that number or in the order of the numbers.
func (n *node) set(id int16, v node) {
	for i := range n.fields {
		switch {
		case n.fields[i].id == id:
			n.fields[i].node = v
			return
		case n.fields[i].id > id:
			n.fields = append(n.fields[:i], append([]field{{id, v}}, n.fields[i:]...)...)
			return
		}
	}
	n.fields = append(n.fields, field{id, v})
}

// drop removes fields from a structure.
func (n *node) drop(ids ...int16) {
	kept := n.fields[:0]
next:
	for _, f := range n.fields {
		for _, id := range ids {
			if f.id == id {
				continue next
			}
		}
		kept = append(kept, f)
	}
	n.fields = kept
}

func i32(v int64) node               { return node{kind: typeI32, num: v} }
func i64(v int64) node               { return node{kind: typeI64, num: v} }
func binaryOf(s string) node         { return node{kind: typeBinary, raw: []byte(s)} }
func structOf(f ...field) node       { return node{kind: typeStruct, fields: f} }
func listOf(of byte, v ...node) node { return node{kind: typeList, elem: of, list: v} }

var (
	errShort     = errors.New("it is cut off")
	errMalformed = errors.New("it is malformed")
	errLarge     = errors.New("it describes more than fits into memory")
)

const (
	maxNesting = 32      // of structures; those of Parquet are less than ten deep
	maxNodes   = 1 << 19 // of a structure that is kept
)

// A parser reads structures.
type parser struct {
	b     []byte
	nodes int // that were kept
}

// parse returns the structure at the beginning of b, and its length. The error wraps errShort if it goes on behind b.
// What is returned refers to b.
func parse(b []byte) (*node, int, error) {
	p := parser{b: b}
	n, err := p.value(typeStruct, 0, true)
	return &n, len(b) - len(p.b), err
}

// value reads a value of a type. It is returned only if it is to be kept.
func (p *parser) value(kind byte, depth int, keep bool) (n node, err error) {
	if depth > maxNesting {
		return n, errMalformed
	}
	if keep {
		if p.nodes++; p.nodes > maxNodes {
			return n, errLarge
		}
	}
	n.kind = kind
	switch kind {
	case typeTrue, typeFalse, typeByte:
		var b byte
		b, err = p.byte()
		n.num = int64(int8(b))
		if kind != typeByte { // in a list; fields are their own value
			n.num = int64(b & 1)
		}
	case typeI16, typeI32, typeI64:
		var v uint64
		v, err = p.uvarint()
		n.num = int64(v>>1) ^ -int64(v&1)
	case typeDouble:
		n.raw, err = p.bytes(8)
	case typeBinary:
		var size uint64
		if size, err = p.uvarint(); err == nil {
			n.raw, err = p.bytes(size)
		}
	case typeList, typeSet, typeMap:
		err = p.elements(&n, depth, keep)
	case typeStruct:
		err = p.structure(&n, depth, keep)
	default:
		err = errMalformed
	}
	return n, err
}

func (p *parser) structure(n *node, depth int, keep bool) error {
	for id := int16(0); ; {
		v, end, err := p.field(&id, depth, keep)
		if err != nil || end {
			return err
		}
		if keep {
			n.fields = append(n.fields, field{id, v})
		}
	}
}

// field reads the next field of a structure. It reports whether that has ended.
func (p *parser) field(id *int16, depth int, keep bool) (v node, end bool, err error) {
	kind, end, err := p.fieldHead(id)
	switch {
	case err != nil || end:
	case kind == typeTrue || kind == typeFalse:
		v = node{kind: kind, num: int64(kind & 1)}
	default:
		v, err = p.value(kind, depth+1, keep)
	}
	return v, end, err
}

// fieldHead reads the number and the type of the next field. Numbers ascend: all writers keep to that.
func (p *parser) fieldHead(id *int16) (kind byte, end bool, err error) {
	before := *id
	head, err := p.byte()
	if err != nil || head == 0 {
		return 0, err == nil, err
	}
	if delta := head >> 4; delta != 0 {
		*id += int16(delta)
	} else {
		v, err := p.uvarint()
		if err != nil {
			return 0, false, err
		}
		*id = int16(int64(v>>1) ^ -int64(v&1))
	}
	if *id <= before {
		return 0, false, errMalformed
	}
	return head & 15, false, nil
}

func (p *parser) elements(n *node, depth int, keep bool) error {
	kinds := []byte{0}
	var size uint64
	var err error
	if n.kind == typeMap {
		if size, err = p.uvarint(); err != nil || size == 0 {
			return err
		}
		if n.elem, err = p.byte(); err != nil {
			return err
		}
		kinds = []byte{n.elem >> 4, n.elem & 15}
	} else {
		if size, err = p.listHead(&n.elem); err != nil {
			return err
		}
		kinds[0] = n.elem
	}
	if size > uint64(len(p.b)) { // each takes a byte at least
		return errShort
	}
	for range size {
		for _, kind := range kinds {
			v, err := p.value(kind, depth+1, keep)
			if err != nil {
				return err
			}
			if keep {
				n.list = append(n.list, v)
			}
		}
	}
	return nil
}

// listHead reads the number and the type of the elements of a list.
func (p *parser) listHead(elem *byte) (uint64, error) {
	head, err := p.byte()
	if err != nil {
		return 0, err
	}
	*elem = head & 15
	if head>>4 < 15 {
		return uint64(head >> 4), nil
	}
	return p.uvarint()
}

func (p *parser) byte() (byte, error) {
	b, err := p.bytes(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

func (p *parser) bytes(n uint64) ([]byte, error) {
	if n > uint64(len(p.b)) {
		return nil, errShort
	}
	b := p.b[:n:n]
	p.b = p.b[n:]
	return b, nil
}

func (p *parser) uvarint() (uint64, error) {
	v, n := binary.Uvarint(p.b)
	switch {
	case n == 0:
		return 0, errShort
	case n < 0:
		return 0, errMalformed
	}
	p.b = p.b[n:]
	return v, nil
}

// appendNode appends a value as it is written.
func appendNode(b []byte, n *node) []byte {
	switch n.kind {
	case typeTrue, typeFalse: // in a list
		return append(b, byte(2-n.num))
	case typeByte:
		return append(b, byte(n.num))
	case typeI16, typeI32, typeI64:
		return binary.AppendVarint(b, n.num)
	case typeDouble:
		return append(b, n.raw...)
	case typeBinary:
		return append(binary.AppendUvarint(b, uint64(len(n.raw))), n.raw...)
	case typeList, typeSet:
		b = appendListHead(b, n.elem, len(n.list))
	case typeMap:
		b = binary.AppendUvarint(b, uint64(len(n.list)/2))
		if len(n.list) > 0 {
			b = append(b, n.elem)
		}
	case typeStruct:
		last := int16(0)
		for i := range n.fields {
			f := &n.fields[i]
			b = appendFieldHead(b, &last, f.id, f.kind)
			if f.kind != typeTrue && f.kind != typeFalse {
				b = appendNode(b, &f.node)
			}
		}
		return append(b, 0)
	}
	for i := range n.list {
		b = appendNode(b, &n.list[i])
	}
	return b
}

func appendListHead(b []byte, elem byte, n int) []byte {
	if n < 15 {
		return append(b, byte(n)<<4|elem)
	}
	return binary.AppendUvarint(append(b, 0xf0|elem), uint64(n))
}

func appendFieldHead(b []byte, last *int16, id int16, kind byte) []byte {
	delta := id - *last
	*last = id
	if delta > 0 && delta < 16 {
		return append(b, byte(delta)<<4|kind)
	}
	return binary.AppendVarint(append(b, kind), int64(id))
}
