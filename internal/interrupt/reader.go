package interrupt

import (
	"context"
	"io"
)

// A Reader reads until its context ends: a program that only waits for what comes has nothing to finish. What arrives
// after that is lost, as the program ends.
type Reader struct {
	ctx    context.Context
	r      io.Reader
	buffer []byte // not the caller's: a read that is given up may still write to it
}

// NewReader returns a reader of r that ends with ctx.
func NewReader(ctx context.Context, r io.Reader) *Reader { return &Reader{ctx: ctx, r: r} }

// arrived is the result of a read.
type arrived struct {
	n   int
	err error
}

// Read implements [io.Reader]. Once the context has ended the error is its cause.
func (i *Reader) Read(p []byte) (int, error) {
	if i.ctx.Err() != nil {
		return 0, context.Cause(i.ctx)
	}
	if i.buffer == nil {
		i.buffer = make([]byte, 64<<10)
	}
	buffer, read := i.buffer[:min(len(p), len(i.buffer))], make(chan arrived, 1)
	go func() {
		n, err := i.r.Read(buffer)
		read <- arrived{n, err}
	}()
	select {
	case a := <-read:
		return copy(p, buffer[:a.n]), a.err
	case <-i.ctx.Done():
		return 0, context.Cause(i.ctx)
	}
}
