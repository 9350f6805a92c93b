//go:build arm64 && !purego

package kernel

import (
	"slices"
	"unsafe"
)

// Panels hold 16 columns; for each group of four k, they hold four bytes of each column. K is padded to a multiple of 16.
const neonColumns = 16

func pack(m *Matrix, q []int8) {
	if m.level == generic {
		m.rows = slices.Clone(q)
		return
	}
	m.packColumns(q, func(j int) int32 { return int32(j) })
}

func selectRows(m *Matrix, q []int8, cols []int32) {
	if m.level == generic {
		selectRowsGeneric(m, q, cols)
		return
	}
	m.packColumns(q, func(j int) int32 { return cols[j] })
}

// width returns the padded K.
func (m *Matrix) width() int { return (m.k + 15) / 16 * 16 }

// packColumns fills the panels: column j is row source(j) of q. Columns beyond the last hold whatever was there; their products are never stored. So may
// the padding of K, since the activations are padded with zeros.
func (m *Matrix) packColumns(q []int8, source func(j int) int32) {
	width := m.width()
	size := (m.n + neonColumns - 1) / neonColumns * neonColumns * width
	if cap(m.panels) < size {
		m.panels = make([]byte, size)
	}
	m.panels = m.panels[:size]
	all := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(q))), len(q))
	for j := range m.n {
		row := all[int(source(j))*m.k:][:m.k]
		at := j/neonColumns*neonColumns*width + j%neonColumns*4
		for ; len(row) >= 4; row, at = row[4:], at+4*neonColumns {
			*(*[4]byte)(m.panels[at:]) = [4]byte(row)
		}
		if len(row) > 0 {
			copy(m.panels[at:at+4], row)
		}
	}
}

// zeros stand for a missing slice: one panel wide, read with a step of 0.
var zeros [neonColumns]float32

func affine(m *Matrix, dst []float32, stride int, a []int8, rows int, f Finish) {
	width := m.width()
	if width == 0 {
		affineGeneric(dst, stride, a, nil, rows, m.n, 0, f)
		return
	}
	if width != m.k {
		a = padRows(a, rows, m.k, width)
	}
	full := m.n / neonColumns
	rest := m.n - full*neonColumns
	var out [4 * neonColumns]float32
	var offset, bias [neonColumns]float32
	last := Finish{tail(f.Offset, full*neonColumns, offset[:neonColumns]), f.Scale, tail(f.Bias, full*neonColumns, bias[:neonColumns]), f.ReLU}
	for r := 0; r < rows; {
		n := 4
		for n > rows-r {
			n /= 2
		}
		if full > 0 {
			affineRows(n, dst[r*stride:], stride, a[r*width:], width, m.panels, full, &f)
		}
		if rest > 0 {
			affineRows(n, out[:], neonColumns, a[r*width:], width, m.panels[full*neonColumns*width:], 1, &last)
			for i := range n {
				copy(dst[(r+i)*stride+full*neonColumns:][:rest], out[i*neonColumns:])
			}
		}
		r += n
	}
}

// affineRows multiplies 1, 2 or 4 rows by count whole panels into dst, whose rows are stride values apart.
func affineRows(rows int, dst []float32, stride int, a []int8, width int, panels []byte, count int, f *Finish) {
	const step = 4 * neonColumns
	o, oStep := unsafe.SliceData(f.Offset), step
	if o == nil {
		o, oStep = &zeros[0], 0
	}
	b, bStep := unsafe.SliceData(f.Bias), step
	if b == nil {
		b, bStep = &zeros[0], 0
	}
	var relu uint32
	if f.ReLU {
		relu = 1<<32 - 1
	}
	d, p, x := unsafe.SliceData(dst), unsafe.SliceData(panels), unsafe.SliceData(a)
	switch rows {
	case 1:
		affineNEONx1(d, 4*stride, x, width, p, width/16, count, f.Scale, relu, o, oStep, b, bStep)
	case 2:
		affineNEONx2(d, 4*stride, x, width, p, width/16, count, f.Scale, relu, o, oStep, b, bStep)
	case 4:
		affineNEONx4(d, 4*stride, x, width, p, width/16, count, f.Scale, relu, o, oStep, b, bStep)
	}
}

// affineNEONx1 computes one row of 16·count columns. Strides and steps are in bytes; blocks is K/16. relu is all ones or zero.
//
//go:noescape
func affineNEONx1(dst *float32, dstStride int, a *int8, aStride int, panels *byte, blocks int, count int, scale float32, relu uint32, offset *float32, offsetStep int, bias *float32, biasStep int)

// affineNEONx2 computes two rows.
//
//go:noescape
func affineNEONx2(dst *float32, dstStride int, a *int8, aStride int, panels *byte, blocks int, count int, scale float32, relu uint32, offset *float32, offsetStep int, bias *float32, biasStep int)

// affineNEONx4 computes four rows.
//
//go:noescape
func affineNEONx4(dst *float32, dstStride int, a *int8, aStride int, panels *byte, blocks int, count int, scale float32, relu uint32, offset *float32, offsetStep int, bias *float32, biasStep int)
