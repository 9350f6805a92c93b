package document

import (
	"compress/gzip"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd file may ask for.
const maxWindow = 128 << 20

// Uncompressed returns the name of a file without its extension .gz or .zst, and a reader of what is in it. Other
// files come as they are. Closing the reader does not close r.
func Uncompressed(name string, r io.Reader) (string, io.ReadCloser, error) {
	inner := trimCompression(name)
	switch strings.ToLower(path.Ext(name)) {
	case ".gz":
		z, err := gzip.NewReader(r)
		if err != nil {
			return "", nil, &Error{Name: name, What: "not a gzip file", Err: err}
		}
		return inner, z, nil
	case ".zst", ".zstd":
		z, err := zstd.NewReader(
			r,
			zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow),
		)
		if err != nil {
			return "", nil, &Error{Name: name, What: "not a zstd file", Err: err}
		}
		return inner, z.IOReadCloser(), nil
	}
	return inner, asIs{r}, nil
}

// asIs is the content of a file that is not compressed.
type asIs struct{ io.Reader }

func (asIs) Close() error { return nil }

// Compressed returns a writer that compresses as the extension of name asks, .gz or .zst, and not at all otherwise.
// Closing it writes the end of the file but does not close w.
func Compressed(name string, w io.Writer) (io.WriteCloser, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".gz":
		return gzip.NewWriter(w), nil
	case ".zst", ".zstd":
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	}
	return nopWriteCloser{w}, nil
}

type nopWriteCloser struct{ io.Writer }

func (nopWriteCloser) Close() error { return nil }

// compressions are the extensions that [Uncompressed] knows.
var compressions = []string{".gz", ".zst", ".zstd"}

func trimCompression(name string) string {
	if ext := path.Ext(name); slices.Contains(compressions, strings.ToLower(ext)) {
		return strings.TrimSuffix(name, ext)
	}
	return name
}
