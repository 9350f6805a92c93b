package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// mostRows is the number of rows that one call of product takes: as many as have registers for their sums.
func (s *isa) mostRows() int {
	if s.wide() {
		return 6
	}
	return 4
}

// product multiplies a fixed number of rows, so that a row of w is fetched once for all of them, and their sums do not wait for one another.
func (s *isa) product(rows int) {
	TEXT(fmt.Sprintf("product%sx%d", s.name, rows), NOSPLIT, "func(dst *float32, dstStride int, x *float32, xStride int, w *float32, wStride int, k int, n int)")
	s.labels = 0
	Pragma("noescape")
	Doc(fmt.Sprintf("product%sx%d multiplies %d rows of k ≥ 1 values by k rows of n values. Strides are in bytes.", s.name, rows, rows))
	dst, x := loadRows("dst", "dstStride", rows), loadRows("x", "xStride", rows)
	w, stride, n := pointer("w"), pointer("wStride"), pointer("n")
	row, left := GP64(), GP64()
	// Two vectors of columns at a time where there are registers for so many, the second of them under the mask if it is a tail.
	sum := func(m, c int) vec { return s.v(6*c + m) }
	first, factor := 4, 6
	if s.wide() {
		first, factor = 12, 15
	}
	columns := func(c int) vec { return s.v(first + c) }
	block := func(chunks int, tail bool) {
		loop := s.label()
		Load(Param("x"), x.base[0])
		x.second()
		MOVQ(w, row)
		Load(Param("k"), left)
		for m := range rows {
			for c := range chunks {
				zero(sum(m, c))
			}
		}
		Label(loop)
		for c := range chunks {
			s.load(at(row, 64*c), columns(c), tail && c == chunks-1)
		}
		for m := range rows {
			broadcast(x.row(m, 0), s.v(factor))
			for c := range chunks {
				t := s.v(factor - 1 + 2*c)
				mul(s.v(factor), columns(c), t)
				add(sum(m, c), t, sum(m, c))
			}
		}
		x.advance(4)
		ADDQ(stride, row)
		DECQ(left)
		JNZ(LabelRef(loop))
		for m := range rows {
			for c := range chunks {
				s.store(sum(m, c), ref(dst.row(m, 64*c)), tail && c == chunks-1)
			}
		}
	}
	if !s.wide() {
		s.chunks(n, append([]Register{w}, dst.registers()...), func(tail bool) { block(1, tail) })
		done()
		return
	}
	Label("pairs")
	CMPQ(n, U8(32))
	JL(LabelRef("rest"))
	block(2, false)
	dst.advance(128)
	ADDQ(I32(128), w)
	SUBQ(U8(32), n)
	JMP(LabelRef("pairs"))
	Label("rest")
	CMPQ(n, U8(16))
	JLE(LabelRef("one"))
	SUBQ(U8(16), n)
	s.mask(n)
	block(2, true)
	JMP(LabelRef("end"))
	Label("one")
	TESTQ(n, n)
	JZ(LabelRef("end"))
	s.mask(n)
	block(1, true)
	Label("end")
	done()
}
