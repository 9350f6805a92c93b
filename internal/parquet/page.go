package parquet

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// maxPage bounds the size of a page in bytes, compressed and uncompressed. Programs write pages of about one megabyte;
// one that holds a single long text is as long as that.
const maxPage = 64 << 20

// maxHeader bounds the size of a page's header, which may hold the least and the greatest value of the page.
const maxHeader = 1 << 20

// A pager reads the pages of a column chunk one after the other.
type pager struct {
	r     io.ReaderAt
	at    int64 // of the next page
	end   int64 // of the chunk
	codec int64
	head  []byte
	raw   []byte // as it lies in the file
	plain []byte // uncompressed
	zstd  *zstd.Decoder
}

// A page is a page of a column chunk.
type page struct {
	header *node
	kind   int64
	levels []byte // of a data page of version 2
	body   []byte // the rest, uncompressed
}

// next returns the next page. It is valid until next is called again. After the last one the error is io.EOF.
func (p *pager) next() (*page, error) {
	if p.at >= p.end {
		return nil, io.EOF
	}
	header, err := p.header()
	if err != nil {
		return nil, fmt.Errorf("header of a page: %w", err)
	}
	size, full := header.get(pageSize).int(), header.get(pageFull).int()
	if size < 0 || size > p.end-p.at || full < 0 {
		return nil, fmt.Errorf("a page of %d bytes where there are %d", size, p.end-p.at)
	}
	if size > maxPage || full > maxPage {
		return nil, fmt.Errorf("a page of %d bytes, %d in the file; more than %d are not read", full, size, maxPage)
	}
	p.raw = sized(p.raw, int(size))
	if err := readFull(p.r, p.raw, p.at); err != nil {
		return nil, err
	}
	p.at += size
	out := &page{header: header, kind: header.get(pageType).int(), body: p.raw}
	codec := p.codec
	if out.kind == data2Page {
		v2 := header.get(pageData2)
		levels := v2.get(data2Levels).int()
		if v2.get(data2Repeats).int() != 0 || levels < 0 || levels > min(size, full) {
			return nil, errors.New("a page with malformed levels")
		}
		out.levels, out.body, full = out.body[:levels], out.body[levels:], full-levels
		if c := v2.get(data2Compressed); c != nil && c.int() == 0 {
			codec = uncompressed
		}
	}
	out.body, err = p.uncompressed(codec, out.body, int(full))
	return out, err
}

// header reads the header of the next page and goes behind it.
func (p *pager) header() (*node, error) {
	for window := int64(4 << 10); ; window *= 8 {
		n := min(window, p.end-p.at)
		p.head = sized(p.head, int(n))
		if err := readFull(p.r, p.head, p.at); err != nil {
			return nil, err
		}
		header, used, err := parse(p.head)
		if errors.Is(err, errShort) && n == window && n < maxHeader {
			continue
		}
		p.at += int64(used)
		return header, err
	}
}

// sized returns a slice of n bytes, in the room of b if there is enough.
func sized(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

var errSize = errors.New("a page has another size than its header says")

// uncompressed returns the content of a compressed page, which must have n bytes.
func (p *pager) uncompressed(codec int64, raw []byte, n int) (out []byte, err error) {
	if codec == uncompressed || n == 0 && len(raw) == 0 {
		out = raw
	} else {
		p.plain = sized(p.plain, n)
		switch codec {
		case snappyCodec:
			if m, err := snappy.DecodedLen(raw); err != nil || m != n {
				return nil, errSize
			}
			out, err = snappy.Decode(p.plain, raw)
		case gzipCodec:
			out, err = p.gunzip(raw)
		case zstdCodec:
			if p.zstd == nil {
				if p.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
					zstd.WithDecoderMaxMemory(2*maxPage), zstd.WithDecodeAllCapLimit(true)); err != nil {
					return nil, err
				}
			}
			out, err = p.zstd.DecodeAll(raw, p.plain[:0:n])
		default:
			return nil, fmt.Errorf("compressed with %s, which is not read: write the file anew with zstd",
				named(codecs, codec))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("a page that cannot be uncompressed: %w", err)
	}
	if len(out) != n {
		return nil, errSize
	}
	return out, nil
}

// gunzip fills p.plain with what raw holds.
func (p *pager) gunzip(raw []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(z, p.plain); err != nil {
		return nil, err
	}
	if n, err := z.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		return nil, errors.Join(errSize, err)
	}
	return p.plain, nil
}

// close gives back what the pager holds.
func (p *pager) close() {
	if p.zstd != nil {
		p.zstd.Close()
		p.zstd = nil
	}
}
