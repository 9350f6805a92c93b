package kernel

import (
	"fmt"
	"slices"
	"unsafe"
)

// A Matrix is an int8 weight matrix, packed for the implementation in use when it was made. It has N output columns and
// K input rows. It is immutable but for [Table.Select] with reuse, and safe for concurrent use.
type Matrix struct {
	n, k  int
	level level
	rows  []int8 // N×K, for the generic implementation
	// panels holds what the vector implementations read: the columns in panels of as many as a kernel computes at a
	// time, the values of a panel in the order in which it reads them. affine_amd64.go and int8_arm64.go describe it.
	panels []byte
	// For AVX2: what the sums of each column begin with, what was taken from the panels, panel after panel, and where
	// that of the last panel begins.
	start      []int32
	extras     []byte
	lastExtras int
}

// Columns is the largest number of columns that an implementation computes at a time. A matrix whose number of columns
// is a multiple of it has no remainder in any of them.
const Columns = 64

// maxK is the largest K. Up to it no int32 sum overflows, in any implementation: 255·128·65536 < 2³¹.
const maxK = 1 << 16

// Pack makes a matrix from q, which is N×K, row j being output column j: the layout of Marian's int8 weights. All
// values −128…127 are allowed. The matrix does not refer to q. Pack panics if len(q) is not n·k or k exceeds 65536.
func Pack(q []int8, n, k int) *Matrix {
	checkShape(len(q), n, k)
	m := &Matrix{n: n, k: k, level: active}
	pack(m, q)
	return m
}

// Repack is Pack in the memory of q, which belongs to the matrix from then on, as far as that is large enough.
func Repack(q []int8, n, k int) *Matrix {
	checkShape(len(q), n, k)
	m := &Matrix{n: n, k: k, level: active}
	if active == generic {
		m.rows = q
		return m
	}
	m.panels = unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(q))), len(q))
	pack(m, slices.Clone(q))
	return m
}

func checkShape(length, n, k int) {
	if n < 0 || k < 0 || k > maxK || length != n*k {
		panic(fmt.Sprintf("kernel: %d values for a matrix of %d columns and %d rows", length, n, k))
	}
}

// N returns the number of output columns.
func (m *Matrix) N() int { return m.n }

// K returns the number of input rows.
func (m *Matrix) K() int { return m.k }

// A Finish specifies what becomes of the sums of a product, in float32: (sum + Offset[j])·Scale + Bias[j] for column j,
// every step rounded, and then [ReLU] if so wanted. A nil slice means zeros. The sum itself is rounded where it exceeds
// 2²⁴.
type Finish struct {
	Offset []float32
	Scale  float32
	Bias   []float32
	ReLU   bool
}

// Affine multiplies rows×K quantised activations by the matrix:
//
//	dst[r·N+j] = finish(Σₖ a[r·K+k]·q[j·K+k])
//
// The sum is exact. K that is a multiple of 4 is fast, others cost a copy of a. dst must not overlap the others.
func (m *Matrix) Affine(dst []float32, a []int8, rows int, f Finish) {
	m.AffineTo(dst, m.n, a, rows, f)
}

// AffineTo is [Matrix.Affine] with row r of the result at dst[r·stride:]. The stride is at least N, dst holds
// (rows−1)·stride + N values, and those between the rows stay as they are. The rows of a lie K apart.
func (m *Matrix) AffineTo(dst []float32, stride int, a []int8, rows int, f Finish) {
	if f.Offset != nil {
		f.Offset = f.Offset[:m.n]
	}
	if f.Bias != nil {
		f.Bias = f.Bias[:m.n]
	}
	if rows == 0 || m.n == 0 {
		return
	}
	dst, a = dst[:(rows-1)*stride+m.n], a[:rows*m.k]
	if m.level == generic {
		affineGeneric(dst, stride, a, m.rows, rows, m.n, m.k, f)
		return
	}
	affine(m, dst, stride, a, rows, f)
}

// tail copies s[j:], less than a panel, to room, which holds a whole one. nil stays nil.
func tail(s []float32, j int, room []float32) []float32 {
	if s == nil {
		return nil
	}
	copy(room, s[j:])
	return room
}

// padRows copies rows of k values to rows of width values, filled with zeros.
func padRows(a []int8, rows, k, width int) []int8 {
	padded := make([]int8, rows*width)
	for r := range rows {
		copy(padded[r*width:], a[r*k:][:k])
	}
	return padded
}

// A Table is an int8 matrix whose rows are looked up and gathered: the embeddings, which are the output layer too. It
// refers to the slice that it was made of and needs no memory of its own.
type Table struct {
	q    []int8
	n, k int
}

// NewTable makes a table of n rows of k values; q must not change afterwards. It panics if len(q) is not n·k or k
// exceeds 65536.
func NewTable(q []int8, n, k int) *Table {
	checkShape(len(q), n, k)
	return &Table{q, n, k}
}

// N returns the number of rows.
func (t *Table) N() int { return t.n }

// K returns the length of a row.
func (t *Table) K() int { return t.k }

// Row writes the values of row j times scale to dst, which takes K values: an embedding.
func (t *Table) Row(dst []float32, j int, scale float32) {
	dequantize(dst[:t.k], t.q[j*t.k:][:t.k], scale)
}

// First returns the matrix whose output columns are the first n rows of the table, n being at most their number.
func (t *Table) First(n int) *Matrix { return Pack(t.q[:n*t.k], n, t.k) }

// Select returns the matrix whose output column i is row cols[i] of the table: the output layer for the candidates of
// one sentence. The gathered rows are packed once and then used at every step of the search. If reuse is not nil, the
// result takes over its memory and reuse must not be used any more; it has to be a former result of Select.
func (t *Table) Select(cols []int32, reuse *Matrix) *Matrix {
	m := reuse
	if m == nil {
		m = new(Matrix)
	}
	for _, c := range cols {
		if c < 0 || int(c) >= t.n {
			panic(fmt.Sprintf("kernel: row %d selected from a table of %d", c, t.n))
		}
	}
	m.n, m.k, m.level = len(cols), t.k, active
	selectRows(m, t.q, cols)
	return m
}
