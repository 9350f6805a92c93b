package models

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
)

// mostMemory bounds what a zstd stream may make its reader remember.
const mostMemory = 64 << 20

// unpacked returns the content of r, which may be compressed with gzip or zstd. What it is stands in its first bytes:
// servers and proxies take off the compression of files as they see fit.
func unpacked(r io.Reader) (io.Reader, func(), error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(4)
	if err != nil && err != io.EOF {
		return nil, nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		return z, func() {}, nil
	case bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(mostMemory),
			zstd.WithDecoderMaxWindow(mostMemory))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		return z, z.Close, nil
	}
	return b, func() {}, nil
}

// unpack writes the content of what it opens to a file and compares it with what that of f should be. No more is
// written than that, whatever it would unpack to.
func unpack(
	ctx context.Context,
	open func() (io.ReadCloser, error),
	name string,
	f File,
) (c Content, err error) {
	in, err := open()
	if err != nil {
		return c, err
	}
	defer in.Close()
	content, done, err := unpacked(in)
	if err != nil {
		return c, err
	}
	defer done()
	out, err := os.Create(name)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	sum := sha256.New()
	size, err := receive(io.MultiWriter(out, sum), contextReader{ctx, content}, f.Content, 0, func(int64) {})
	var w *writeError
	switch {
	case errors.As(err, &w):
		return c, fmt.Errorf("writing %s: %w", name, w.err)
	case ctx.Err() != nil:
		return c, context.Cause(ctx)
	case err != nil && !errors.Is(err, errDamaged):
		return c, fmt.Errorf("%w: unpacking it: %w", errDamaged, err)
	case err != nil:
		return c, err
	}
	if err := f.compare(f.Name, size, sum); err != nil {
		return c, err
	}
	return contentOf(size, sum.Sum(nil)), out.Sync()
}
