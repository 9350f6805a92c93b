// Package lexicon holds what the engine knows about words beside the weights: the words of the target language, by which the search tells invented words
// (guard.go), and likely translations of seldom source words (hints.go). Both are read from optional files of a model folder that train/tables.py makes.
//
// A file has a header of 20 bytes: eight that name its kind, then as u32, little endian, the number of entries, the number of bytes of the content, and
// their CRC-32 (IEEE); the content follows as one deflate stream. It starts with all words, ascending by bytes, front-coded: of each word one byte that
// says how many bytes it shares with the one before, one that says how many follow, and those.
//
// Files are untrusted: nothing is allocated beyond fixed bounds, and what is not exactly as described here is refused.
package lexicon

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"unicode"
	"unicode/utf8"
)

const headerSize = 20

// Bounds on what a file may announce.
const (
	maxEntries = 1 << 19
	maxContent = 1 << 23
)

// open checks the header of a file of the kind that magic names and returns the number of its entries and its content.
func open(magic string, data []byte) (entries int, content []byte, err error) {
	if len(data) < headerSize || string(data[:8]) != magic {
		return 0, nil, fmt.Errorf("it does not start as such a file: %q", data[:min(8, len(data))])
	}
	count, size, sum := binary.LittleEndian.Uint32(data[8:]), binary.LittleEndian.Uint32(data[12:]), binary.LittleEndian.Uint32(data[16:])
	if count > maxEntries || size > maxContent {
		return 0, nil, fmt.Errorf("it announces %d entries in %d bytes: more than the %d and %d that are accepted", count, size, maxEntries, maxContent)
	}
	r := flate.NewReader(bytes.NewReader(data[headerSize:]))
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, int64(size)+1))
	switch {
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return 0, nil, fmt.Errorf("damaged: %w", err)
	case err != nil || n != int64(size):
		return 0, nil, fmt.Errorf("truncated or damaged: it does not hold the %d bytes that it announces", size)
	case crc32.ChecksumIEEE(b.Bytes()) != sum:
		return 0, nil, fmt.Errorf("damaged: its checksum is %#x, its content gives %#x", sum, crc32.ChecksumIEEE(b.Bytes()))
	}
	return int(count), b.Bytes(), nil
}

// A reader reads front-coded words.
type reader struct {
	rest []byte
	word []byte // the last one read
	read int    // words so far
}

// next reads a word into r.word and returns how many bytes of it are those of the one before.
func (r *reader) next() (shared int, err error) {
	number := r.read
	r.read++
	if len(r.rest) < 2 {
		return 0, fmt.Errorf("it ends before word %d", number)
	}
	shared, length := int(r.rest[0]), int(r.rest[1])
	r.rest = r.rest[2:]
	switch {
	case length > len(r.rest):
		return 0, fmt.Errorf("it ends within word %d", number)
	case length == 0 || shared > len(r.word):
		return 0, fmt.Errorf("word %d takes %d bytes of a word of %d and adds %d", number, shared, len(r.word), length)
	case shared < len(r.word) && r.rest[0] <= r.word[shared]:
		return 0, fmt.Errorf("word %d does not come after the one before it", number)
	}
	r.word = append(r.word[:shared], r.rest[:length]...)
	r.rest = r.rest[length:]
	if !utf8.Valid(r.word) {
		return 0, fmt.Errorf("word %d, %q, is not UTF-8", number, r.word)
	}
	for _, c := range string(r.word) {
		if !letter(c) {
			return 0, fmt.Errorf("word %d, %q, holds more than letters", number, r.word)
		}
	}
	return shared, nil
}

// letter reports whether words are made of c.
func letter(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) }
