// Package lexicontest writes, for tests, the files that package lexicon reads.
package lexicontest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"

	"github.com/klauspost/compress/zstd"
)

// What the files start with.
const (
	ListMagic  = "spwords1"
	HintsMagic = "sphints1"
)

// List returns a file of words.
func List(words ...string) []byte {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	return Pack(ListMagic, len(words), FrontCoded(words))
}

// Hints returns a file of words and their likely translations.
func Hints(hints map[string]string) []byte {
	words := slices.Sorted(maps.Keys(hints))
	content := FrontCoded(words)
	for _, w := range words {
		content = append(append(content, byte(len(hints[w]))), hints[w]...)
	}
	return Pack(HintsMagic, len(words), content)
}

// Pack puts a header before a content, which is compressed.
func Pack(magic string, entries int, content []byte) []byte {
	var b bytes.Buffer
	b.WriteString(magic)
	for _, v := range []uint32{uint32(entries), uint32(len(content)), crc32.ChecksumIEEE(content)} {
		b.Write(binary.LittleEndian.AppendUint32(nil, v))
	}
	z, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err) // it takes no options
	}
	b.Write(z.EncodeAll(content, nil))
	return b.Bytes()
}

// FrontCoded returns what stands in a file for words, which are in order.
func FrontCoded(words []string) []byte {
	var out []byte
	before := ""
	for _, w := range words {
		n := 0
		for n < len(before) && n < len(w) && before[n] == w[n] {
			n++
		}
		out = append(out, byte(n), byte(len(w)-n))
		out = append(out, w[n:]...)
		before = w
	}
	return out
}
