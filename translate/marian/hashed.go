package marian

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"slices"
)

// hash returns the hash behind a signature once it has read what every model has, which is nearly all that there is to
// read: 14 MB of the built-in model. That takes a tenth of the time in which a program translates one sentence, and a
// checksum of the same bytes takes a quarter of it. So the state of the hash is part of the program, and is taken from
// there if the checksum beside it is that of these files.
func (f *Files) hash() hash.Hash {
	h := sha256.New()
	if len(f.hashed) > crc32.Size && f.hashSum() == binary.LittleEndian.Uint32(f.hashed) {
		if err := h.(encoding.BinaryUnmarshaler).UnmarshalBinary(f.hashed[crc32.Size:]); err == nil {
			return h
		}
		h.Reset()
	}
	writeParts(h, f.largest())
	return h
}

// hashedState returns what hash may take up: a checksum and a state.
func (f *Files) hashedState() ([]byte, error) {
	h := sha256.New()
	writeParts(h, f.largest())
	state, err := h.(encoding.BinaryMarshaler).MarshalBinary()
	return slices.Concat(binary.LittleEndian.AppendUint32(nil, f.hashSum()), state), err
}

func (f *Files) hashSum() uint32 {
	sum := crc32.NewIEEE()
	writeParts(sum, f.largest())
	return sum.Sum32()
}

// largest are the parts of a signature that every model has, with the engine's version before them.
func (f *Files) largest() [][]byte {
	return [][]byte{[]byte(engineVersion), f.Model, f.Shortlist, f.Vocab, f.TargetVocab}
}

// writeParts writes parts, each behind its length, to a hash, which takes whatever comes.
func writeParts(h io.Writer, parts [][]byte) {
	for _, part := range parts {
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(part))))
		h.Write(part)
	}
}
