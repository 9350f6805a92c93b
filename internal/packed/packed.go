// Package packed keeps the tables that are part of the program small. They are unpacked while somebody waits for a
// program to start, so Zstandard does it, which takes a quarter of the time of deflate.
package packed

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// Pack returns b as small as it gets. Equal bytes are packed into equal bytes.
func Pack(b []byte) ([]byte, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("packing a table: %w", err)
	}
	defer z.Close()
	return z.EncodeAll(b, nil), nil
}

// window is the memory that even small contents may announce.
const window = 8 << 20

// Unpack returns what [Pack] was given. More than most bytes, and any damage, are an error.
func Unpack(p []byte, most int) ([]byte, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(most, window))))
	if err != nil {
		return nil, fmt.Errorf("unpacking a table: %w", err)
	}
	defer z.Close()
	b, err := z.DecodeAll(p, nil)
	if err == nil && len(b) > most {
		err = zstd.ErrDecoderSizeExceeded
	}
	if err != nil {
		return nil, fmt.Errorf("unpacking a table: %w", err)
	}
	return b, nil
}
