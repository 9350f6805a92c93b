//go:build amd64 && !purego

package kernel

import (
	"encoding/binary"
	"slices"
	"sync"
	"unsafe"
)

// A shape is how an implementation packs and multiplies. Panels hold `columns` columns; for each group of four k, they
// hold four bytes of each column, column after column. For VPDPBUSD and TDPBSUD, which take them unsigned, the bytes
// have their sign bits flipped; for VPMADDUBSW, which takes activations unsigned, those have.
type shape struct {
	columns int
	tile    int // columns that one call of the packing assembly fills
	block   int // values of each column that it takes at a time
	rows    int // most rows that one call of the product takes
	flip    byte
}

var (
	shape512  = shape{columns: 64, tile: 16, block: 64, rows: 6, flip: 0x80}
	shapeVNNI = shape{columns: 16, tile: 8, block: 32, rows: 6, flip: 0x80}
	shape256  = shape{columns: 16, tile: 8, block: 32, rows: 6}
)

func (m *Matrix) shape() *shape {
	switch m.level {
	case avx512, amx:
		return &shape512
	case avxvnni:
		return &shapeVNNI
	default:
		return &shape256
	}
}

// groups returns the number of groups of four k.
func (m *Matrix) groups() int { return (m.k + 3) / 4 }

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

// packColumns fills the panels: column j is row source(j) of q. Columns beyond the last hold whatever was there; their
// products are never stored.
func (m *Matrix) packColumns(q []int8, source func(j int) int32) {
	s, groups := m.shape(), m.groups()
	size := (m.n + s.columns - 1) / s.columns * s.columns * groups * 4
	if cap(m.panels) < size {
		m.panels = make([]byte, size)
	}
	m.panels = m.panels[:size]
	if m.k == 0 {
		return
	}
	var cols [16]int32
	for start := 0; start < m.n; start += s.tile {
		for i := range s.tile {
			cols[i] = source(min(start+i, m.n-1))
		}
		panel := m.panels[start/s.columns*s.columns*groups*4:][start%s.columns*4:]
		blocks := m.k / s.block
		if blocks > 0 {
			switch m.level {
			case avx512, amx:
				packAVX512(first(panel), first(q), first(cols[:]), m.k, blocks)
			case avxvnni:
				packAVXVNNI(first(panel), first(q), first(cols[:]), m.k, blocks)
			default:
				packAVX2(first(panel), first(q), first(cols[:]), m.k, blocks)
			}
		}
		for i, c := range cols[:s.tile] {
			row := q[int(c)*m.k:][:m.k]
			for g := blocks * s.block / 4; g < groups; g++ {
				out := panel[(g*s.columns+i)*4:][:4]
				for b := range out {
					out[b] = s.flip
					if k := 4*g + b; k < m.k {
						out[b] ^= byte(row[k])
					}
				}
			}
		}
	}
	if m.level == avx2 {
		m.part()
	}
}

// part fits the panels to VPMADDUBSW, which adds two products in 16 bits: 255 times weights of one sign that add up to
// more than 128 would saturate. Groups that hold such weights are divided in two, one half in the panel, the other in
// extras, which the assembly multiplies after the panel; _asm/int8.go describes them.
func (m *Matrix) part() {
	columns, groups := shape256.columns, m.groups()
	panels := len(m.panels) / (columns * groups * 4)
	m.start = slices.Grow(m.start[:0], panels*columns)[:panels*columns]
	m.extras = m.extras[:0]
	flags := flagged.Get().(*[]byte)
	defer flagged.Put(flags)
	wide := slices.Grow((*flags)[:0], groups)[:groups]
	*flags = wide
	for i := range panels {
		panel := m.panels[i*columns*groups*4:][:columns*groups*4]
		m.lastExtras = len(m.extras)
		m.extras = append(m.extras, make([]byte, 8)...)
		if !surveyAVX2(first(panel), groups, &m.start[i*columns], first(wide)) {
			continue
		}
		count := uint64(0)
		for g, is := range wide {
			if is != 0 {
				m.extras = binary.LittleEndian.AppendUint64(m.extras, uint64(4*g))
				m.extras = halve(m.extras, panel[g*columns*4:][:columns*4])
				count++
			}
		}
		binary.LittleEndian.PutUint64(m.extras[m.lastExtras:], count)
	}
}

// halve leaves half of each of the signed bytes in place, rounded toward zero, and appends the rest to extras.
func halve(extras, bytes []byte) []byte {
	for i, b := range bytes {
		half := int8(b) / 2
		bytes[i] = byte(half)
		extras = append(extras, b-byte(half))
	}
	return extras
}

// flagged recycles the memory for what [surveyAVX2] finds.
var flagged = sync.Pool{New: func() any { return new([]byte) }}

// zeros stand for a missing slice: one panel wide, read with a step of 0.
var zeros [64]float32

// columnwise returns what the assembly takes for a slice of values of columns: where they begin, and the bytes from so
// many columns to the next.
func columnwise(s []float32, columns int) (values *float32, step int) {
	if s == nil {
		return &zeros[0], 0
	}
	return first(s), columns * floatSize
}

// unsigned recycles the memory that AVX2 reads activations in.
var unsigned = sync.Pool{New: func() any { return new([]int8) }}

func affine(m *Matrix, dst []float32, stride int, a []int8, rows int, f Finish) {
	if m.k == 0 {
		affineGeneric(dst, stride, a, nil, rows, m.n, 0, f)
		return
	}
	if m.tiled(rows) {
		affineTiles(m, dst, stride, a, rows, f)
		return
	}
	s := m.shape()
	width := 4 * m.groups() // of a padded row
	if m.k != width {
		a = padRows(a, rows, m.k, width)
	}
	if m.level == avx2 {
		room := unsigned.Get().(*[]int8)
		defer unsigned.Put(room)
		*room = flip(*room, a)
		a = *room
	}
	c := call{m: m, width: width, floor: negInf}
	if f.ReLU {
		c.floor = 0
	}
	full := m.n / s.columns
	rest := m.n - full*s.columns
	var out [6 * 64]float32
	var offset, bias [64]float32
	last := Finish{
		Offset: tail(f.Offset, full*s.columns, offset[:s.columns]),
		Scale:  f.Scale,
		Bias:   tail(f.Bias, full*s.columns, bias[:s.columns]),
		ReLU:   f.ReLU,
	}
	for r := 0; r < rows; {
		// Equal shares: seven rows are 4 + 3, not 6 + 1.
		calls := (rows - r + s.rows - 1) / s.rows
		c.rows = (rows - r + calls - 1) / calls
		c.a = a[r*width:]
		if full > 0 {
			c.run(dst[r*stride:], stride, 0, full, &f)
		}
		if rest > 0 {
			c.run(out[:], s.columns, full, 1, &last)
			for i := range c.rows {
				copy(dst[(r+i)*stride+full*s.columns:][:rest], out[i*s.columns:])
			}
		}
		r += c.rows
	}
}

// A call is what the calls of the assembly for one block of rows share.
type call struct {
	m           *Matrix
	a           []int8
	rows, width int
	floor       float32
}

// run multiplies the rows by count whole panels from panel i on, the first or the last one, into dst, whose rows are
// stride values apart.
func (c *call) run(dst []float32, stride, i, count int, f *Finish) {
	columns := c.m.shape().columns
	o, oStep := columnwise(f.Offset, columns)
	b, bStep := columnwise(f.Bias, columns)
	d, groups := first(dst), c.width/4
	stride *= floatSize
	a, p := first(c.a), first(c.m.panels[i*columns*c.width:])
	if columns == shape512.columns {
		switch c.rows {
		case 1:
			affineAVX512x1(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 2:
			affineAVX512x2(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 3:
			affineAVX512x3(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 4:
			affineAVX512x4(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 5:
			affineAVX512x5(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 6:
			affineAVX512x6(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		}
		return
	}
	if c.m.level == avxvnni {
		switch c.rows {
		case 1:
			affineAVXVNNIx1(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 2:
			affineAVXVNNIx2(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 3:
			affineAVXVNNIx3(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 4:
			affineAVXVNNIx4(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 5:
			affineAVXVNNIx5(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		case 6:
			affineAVXVNNIx6(d, stride, a, c.width, p, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
		}
		return
	}
	u, start, extras := (*byte)(unsafe.Pointer(a)), &c.m.start[i*columns], &c.m.extras[0]
	if i > 0 {
		extras = &c.m.extras[c.m.lastExtras]
	}
	switch c.rows {
	case 1:
		affineAVX2x1(d, stride, u, c.width, p, start, extras, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
	case 2:
		affineAVX2x2(d, stride, u, c.width, p, start, extras, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
	case 3:
		affineAVX2x3(d, stride, u, c.width, p, start, extras, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
	case 4:
		affineAVX2x4(d, stride, u, c.width, p, start, extras, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
	case 5:
		affineAVX2x5(d, stride, u, c.width, p, start, extras, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
	case 6:
		affineAVX2x6(d, stride, u, c.width, p, start, extras, groups, count, f.Scale, c.floor, o, oStep, b, bStep)
	}
}

// flip returns a with all sign bits flipped, in room if that is large enough.
func flip(room, a []int8) []int8 {
	const sign, signs = -1 << 7, 0x8080808080808080
	room = slices.Grow(room[:0], len(a))[:len(a)]
	to, from := bytesOf(room), bytesOf(a)
	i := 0
	for ; i+8 <= len(a); i += 8 {
		binary.NativeEndian.PutUint64(to[i:], binary.NativeEndian.Uint64(from[i:])^signs)
	}
	for ; i < len(a); i++ {
		room[i] = a[i] ^ sign
	}
	return room
}

func bytesOf(a []int8) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(a))), len(a))
}
