package model

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// maxHeader is the longest header of an array that is read; those that numpy writes have 118 bytes, or a little more.
const maxHeader = 1 << 12

// maxData bounds what the arrays hold together; the largest model in use has half of it.
const maxData = 2 << 30

// readArchive reads the items of a numpy archive: a zip file with an array in each member, whose name is that of the
// item and ".npy".
func readArchive(r io.ReaderAt, size int64) ([]item, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // nothing is written under these names
		return nil, fmt.Errorf("not a numpy archive: %w", err)
	}
	if n := len(archive.File); n == 0 || n > maxItems {
		return nil, fmt.Errorf("an archive of %d arrays", n)
	}
	items := make([]item, len(archive.File))
	room := int64(maxData)
	for i, member := range archive.File {
		name := strings.TrimSuffix(member.Name, ".npy")
		if name == "" || len(name) > maxNameLength || strings.ContainsRune(name, 0) {
			return nil, fmt.Errorf("array %d: %q cannot be the name of an item", i, member.Name)
		}
		if items[i], err = readMember(member, room); err != nil {
			return nil, fmt.Errorf("array %s: %w", name, err)
		}
		items[i].name = name
		room -= int64(len(items[i].data))
	}
	return items, nil
}

// readMember reads an array of float32 or of bytes, which has at most so many bytes as there is room for.
func readMember(member *zip.File, room int64) (item, error) {
	r, err := member.Open()
	if err != nil {
		return item{}, err
	}
	defer r.Close()
	it, err := readHeader(r)
	if err != nil {
		return it, err
	}
	want := int64(it.elements()) * int64(it.typ&0xff) // the low byte of a type is the size of an element
	if want > room {
		return it, fmt.Errorf("with it the arrays have more than %d bytes together", int64(maxData))
	}
	var data bytes.Buffer // grows with what is there
	n, err := io.Copy(&data, io.LimitReader(r, want+1))
	switch {
	case err != nil:
		return it, err
	case n != want:
		return it, fmt.Errorf("its shape %v wants %d bytes, the member holds another number", it.shape, want)
	}
	it.data = data.Bytes()
	return it, nil
}

// header is that of an array by rows as numpy and its imitators write it: a Python dictionary of three keys, in this
// order.
var header = regexp.MustCompile(
	`^\{'descr': '([<|][a-z][0-9]{1,2})', 'fortran_order': False, 'shape': \(([0-9]*(?:, ?[0-9]+)*),?\),? *\} *\n$`)

// readHeader reads up to the data of an array. The layout: a magic number, the version in two bytes, the length of the
// header in two bytes or, from version 2 on, four, and the header.
func readHeader(r io.Reader) (item, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return item{}, fmt.Errorf("not an array: %w", err)
	}
	if string(head[:6]) != "\x93NUMPY" || head[6] < 1 || head[6] > 3 {
		return item{}, fmt.Errorf("not an array: it starts with %q", head)
	}
	length := make([]byte, 4)
	wide := 4
	if head[6] == 1 {
		wide = 2
	}
	if _, err := io.ReadFull(r, length[:wide]); err != nil {
		return item{}, err
	}
	n := binary.LittleEndian.Uint32(length)
	if n > maxHeader {
		return item{}, fmt.Errorf("a header of %d bytes", n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return item{}, err
	}
	found := header.FindSubmatch(text)
	if found == nil {
		return item{}, fmt.Errorf("the header %q is not that of an array by rows", text)
	}
	var it item
	switch descr := string(found[1]); descr {
	case "<f4":
		it.typ = typeFloat32
	case "|i1", "<i1", "|u1", "<u1":
		it.typ = typeInt8
	default:
		return item{}, fmt.Errorf("its elements are %s; only <f4 (float32) and |i1 are supported", descr)
	}
	total := 1
	for part := range strings.SplitSeq(string(found[2]), ",") {
		d, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || d < 1 || d > maxDim || total*d > maxElements || len(it.shape) == maxDims {
			return item{}, fmt.Errorf("its shape (%s) is not supported", found[2])
		}
		total *= d
		it.shape = append(it.shape, d)
	}
	if len(it.shape) == 1 && it.typ == typeFloat32 {
		it.shape = []int{1, total} // the toolkit has no vectors
	}
	return it, nil
}
