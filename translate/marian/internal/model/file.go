// Package model reads what a Marian student model is stored in: the binary file of weights with its embedded
// configuration, and the lexical shortlist. [Convert] makes such a file of the numpy archive that training leaves.
//
// Files are untrusted. Every count and length is checked against the bytes that are there before anything is
// allocated or sliced, every tensor against the architecture that the configuration announces, and what the engine
// does not implement is refused by name.
package model

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// A dataType is the element type of an item, as the file spells it: class and size.
type dataType uint64

const (
	typeInt8     dataType = 0x0101
	typeFloat32  dataType = 0x0404
	typeIntgemm8 dataType = 0x4101
)

// String names the types that occur; the others come out as their code.
func (t dataType) String() string {
	switch t {
	case typeInt8:
		return "int8"
	case typeFloat32:
		return "float32"
	case typeIntgemm8:
		return "intgemm8"
	case 0x0402:
		return "float16"
	case 0x0802:
		return "packed16"
	case 0x1801:
		return "packed8avx2"
	case 0x2801:
		return "packed8avx512"
	case 0x4102:
		return "intgemm16"
	}
	return fmt.Sprintf("type %#x", uint64(t))
}

// An item is one named blob of the file; data is a part of the bytes that were read.
type item struct {
	name  string
	typ   dataType
	shape []int
	data  []byte
	used  bool
	role  role
}

// A role is what the architecture has an item for, as far as it matters to the form in which it is stored.
type role uint8

const (
	other  role = iota
	matrix      // of an affine layer, In × Out; its int8 form is transposed
	table       // an embedding; its int8 form is not
)

// elements is the product of the shape.
func (it *item) elements() int {
	n := 1
	for _, d := range it.shape {
		n *= d
	}
	return n
}

// Bounds on a header that no student model comes near; they keep products of sizes far from overflow.
const (
	maxItems      = 1 << 14
	maxNameLength = 1 << 10
	maxDims       = 8
	maxDim        = 1 << 24
	maxElements   = 1 << 31
)

// A cursor walks over the header.
type cursor struct {
	rest []byte
	at   int
}

func (c *cursor) take(n uint64, what string) ([]byte, error) {
	if n > uint64(len(c.rest)) {
		return nil, fmt.Errorf("truncated: %s at byte %d needs %d bytes, %d are left", what, c.at, n, len(c.rest))
	}
	b := c.rest[:n]
	c.rest = c.rest[n:]
	c.at += int(n)
	return b, nil
}

// readItems reads the table of contents of a Marian binary file, version 1. The layout, little endian: u64 version,
// u64 count; per item u64 name length, type, number of dimensions and data length; the names, each NUL-terminated;
// the shapes as i32; u64 padding length and the padding; the data.
func readItems(data []byte) ([]item, error) {
	c := cursor{rest: data}
	head, err := c.take(16, "the header")
	if err != nil {
		return nil, err
	}
	if v := binary.LittleEndian.Uint64(head); v != 1 {
		return nil, fmt.Errorf("not a Marian binary file of version 1: it starts with %#x", v)
	}
	count := binary.LittleEndian.Uint64(head[8:])
	if count == 0 || count > maxItems {
		return nil, fmt.Errorf("header announces %d items", count)
	}
	table, err := c.take(count*32, "the item table")
	if err != nil {
		return nil, err
	}
	items := make([]item, count)
	lengths := make([]uint64, count)
	for i := range items {
		row := table[i*32:]
		nameLength := binary.LittleEndian.Uint64(row)
		dims := binary.LittleEndian.Uint64(row[16:])
		if nameLength == 0 || nameLength > maxNameLength || dims > maxDims {
			return nil, fmt.Errorf("item %d: a name of %d bytes with %d dimensions makes no sense", i, nameLength, dims)
		}
		items[i].typ = dataType(binary.LittleEndian.Uint64(row[8:]))
		items[i].shape = make([]int, dims)
		lengths[i] = binary.LittleEndian.Uint64(row[24:])
	}
	for i := range items {
		name, err := c.take(binary.LittleEndian.Uint64(table[i*32:]), fmt.Sprintf("the name of item %d", i))
		if err != nil {
			return nil, err
		}
		if bytes.IndexByte(name, 0) != len(name)-1 {
			return nil, fmt.Errorf("item %d: its name %q is not terminated by NUL", i, name)
		}
		items[i].name = string(name[:len(name)-1])
	}
	for i := range items {
		shape, err := c.take(uint64(len(items[i].shape))*4, "the shape of "+items[i].name)
		if err != nil {
			return nil, err
		}
		total := 1
		for d := range items[i].shape {
			n := int(int32(binary.LittleEndian.Uint32(shape[d*4:])))
			if n < 1 || n > maxDim || total*n > maxElements {
				return nil, fmt.Errorf("item %s: dimension %d is %d", items[i].name, d, n)
			}
			total *= n
			items[i].shape[d] = n
		}
	}
	padding, err := c.take(8, "the padding length")
	if err != nil {
		return nil, err
	}
	if _, err := c.take(binary.LittleEndian.Uint64(padding), "the padding"); err != nil {
		return nil, err
	}
	for i := range items {
		if items[i].data, err = c.take(lengths[i], "the data of "+items[i].name); err != nil {
			return nil, err
		}
	}
	if len(c.rest) != 0 {
		return nil, fmt.Errorf("%d bytes follow the last item", len(c.rest))
	}
	return items, nil
}
