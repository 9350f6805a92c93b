// Package lexicon holds what the engine knows about words beside the weights: the words of the target language, by
// which the search recognizes invented words (guard.go), and likely translations of seldom source words (hints.go).
// Both are read from optional files of a model folder that train/tables.py makes.
//
// A file has a header of 20 bytes: eight that name its kind, then as u32, little endian, the number of entries, the
// number of bytes of the content, and their CRC-32 (IEEE); the content follows as Zstandard frames. It starts with all
// words, ascending by bytes, front-coded: of each word the number of bytes that it shares with the one before, in one
// byte, the number of those that follow, in another, and those.
//
// Files are untrusted: nothing is allocated beyond fixed bounds, and what is not exactly as described here is refused.
package lexicon

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
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
	count := binary.LittleEndian.Uint32(data[8:])
	size := binary.LittleEndian.Uint32(data[12:])
	sum := binary.LittleEndian.Uint32(data[16:])
	if count > maxEntries || size > maxContent {
		return 0, nil, fmt.Errorf(
			"it announces %d entries in %d bytes: more than the %d and %d that are accepted",
			count,
			size,
			maxEntries,
			maxContent,
		)
	}
	// Even the size is only believed as far as the stream bears it out.
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxContent))
	if err != nil {
		return 0, nil, err
	}
	defer z.Close()
	content, err = z.DecodeAll(data[headerSize:], make([]byte, 0, min(int(size), 64*len(data))))
	switch {
	case err != nil:
		return 0, nil, fmt.Errorf("truncated or damaged: %w", err)
	case len(content) != int(size):
		return 0, nil, fmt.Errorf("truncated or damaged: it holds %d bytes and announces %d", len(content), size)
	}
	if is := crc32.ChecksumIEEE(content); is != sum {
		return 0, nil, fmt.Errorf("damaged: its checksum is %#x, its content gives %#x", sum, is)
	}
	return int(count), content, nil
}

// mostBytes is the length of the longest word that the format can express: 255 bytes shared and 255 added.
const mostBytes = 2 * math.MaxUint8

// A reader reads front-coded words.
type reader struct {
	rest  []byte
	word  []byte // the last one read
	read  int    // words so far
	small bool   // capital letters are allowed in the beginning only
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
	start := shared // of the first letter that differs: those before it have been checked
	for start > 0 && start < len(r.word) && !utf8.RuneStart(r.word[start]) {
		start--
	}
	own := r.rest[:length]
	r.rest = r.rest[length:]
	if cap(r.word) < mostBytes {
		r.word = append(make([]byte, 0, mostBytes), r.word...)
	}
	r.word = r.word[:shared+length]
	plain := true
	for i, c := range own {
		r.word[shared+i] = c
		plain = plain && ('a' <= c && c <= 'z' || !r.small && 'A' <= c && c <= 'Z')
	}
	if start == shared && (plain || simple(own, r.small)) { // most words
		return shared, nil
	}
	if !utf8.Valid(r.word[start:]) {
		return 0, fmt.Errorf("word %d, %q, is not UTF-8", number, r.word)
	}
	inside := start > 0
	for _, c := range string(r.word[start:]) {
		if !letter(c) {
			return 0, fmt.Errorf("word %d, %q, holds more than letters", number, r.word)
		}
		if r.small && inside && unicode.IsUpper(c) {
			return 0, fmt.Errorf("word %d, %q, has a capital letter inside", number, r.word)
		}
		inside = true
	}
	return shared, nil
}

// simple reports whether s is made of letters of ASCII and Latin-1; if small, of small ones.
func simple(s []byte, small bool) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || !small && 'A' <= c && c <= 'Z':
		case c == 0xc3 && i+1 < len(s) && latin(s[i+1]) && !(small && s[i+1] < 0x9f): // ß is the first small one
			i++
		default:
			return false
		}
	}
	return true
}

// latin reports whether c is the second byte of a letter of Latin-1 whose first is 0xc3: of any but × (0x97) and
// ÷ (0xb7).
func latin(c byte) bool { return c&0xc0 == 0x80 && c&^0x20 != 0x97 }

// letter reports whether words are made of c.
func letter(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) }
