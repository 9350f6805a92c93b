//go:build amd64 && !purego

package kernel

import "sync"

// leastTiled is the least number of rows that are multiplied by tiles, which is faster than AVX-512 then. Fewer were
// not tried.
const leastTiled = 4

// tiled reports whether a product of so many rows is made by tiles. A tile is 64 values of k wide, and the shapes of
// models are multiples of that, so that nothing is done for a remainder.
func (m *Matrix) tiled(rows int) bool { return m.level == amx && m.k%64 == 0 && rows >= leastTiled }

// A band is the rows of one tile. One call takes two of them, with half a panel at a time, or one, with a whole panel.
const band = 16

// A tileRoom is the memory of one call: the configuration of the tiles, as LDTILECFG reads it, and the tiles that the
// assembly keeps in memory.
type tileRoom struct {
	palette byte
	_       [15]byte   // the row to start at, 0, and what is reserved
	width   [16]uint16 // of the rows of each tile, in bytes
	rows    [16]byte   // of each tile
	_       [6 * 1024]byte
}

// configure prepares for a number of rows, at most those of two bands. Which tile is what is the assembly's choice.
func (t *tileRoom) configure(rows int) {
	first, second := byte(min(rows, band)), byte(rows-band)
	t.palette = 1
	heights := [8]byte{first, first, first, first, first, band, band, band}
	if rows > band {
		heights = [8]byte{first, first, second, second, first, second, band, band}
	}
	for i, h := range heights {
		t.width[i], t.rows[i] = 64, h
	}
}

// tileRooms recycles them.
var tileRooms = sync.Pool{New: func() any { return new(tileRoom) }}

func affineTiles(m *Matrix, dst []float32, stride int, a []int8, rows int, f Finish) {
	room := tileRooms.Get().(*tileRoom)
	defer tileRooms.Put(room)
	floor := negInf
	if f.ReLU {
		floor = 0
	}
	for r := 0; r < rows; {
		// Equal shares: 36 rows are 18 + 18, not 32 + 4.
		calls := (rows - r + 2*band - 1) / (2 * band)
		n := (rows - r + calls - 1) / calls
		room.configure(n)
		d, step, x, p := first(dst[r*stride:]), stride*floatSize, first(a[r*m.k:]), first(m.panels)
		columns := 64
		if n > band {
			columns = 32
		}
		o, oStep := columnwise(f.Offset, columns)
		b, bStep := columnwise(f.Bias, columns)
		if n > band {
			affineAMXx32(d, step, x, m.k, p, m.k/64, m.n, f.Scale, floor, o, oStep, b, bStep, n, &room.palette)
		} else {
			affineAMXx16(d, step, x, m.k, p, m.k/64, m.n, f.Scale, floor, o, oStep, b, bStep, n, &room.palette)
		}
		r += n
	}
}
