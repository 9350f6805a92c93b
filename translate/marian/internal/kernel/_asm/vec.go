package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// An isa writes the float operations once for both instruction sets, in terms of vectors of 16 lanes: one ZMM register, or two YMM registers.
// Vector 7 of AVX2 holds the mask of a tail; AVX-512 has K1 for that.
type isa struct {
	name   string
	labels int
}

func (s *isa) wide() bool { return s.name == "AVX512" }

// A val is an operand of 16 lanes: a vector or memory.
type val interface{ part(i int) Op }

type vec []VecPhysical

func (v vec) part(i int) Op { return v[i] }

type ref Mem

func (m ref) part(i int) Op { return Mem(m).Offset(32 * i) }

func (s *isa) v(i int) vec {
	if s.wide() {
		return vec{zmm[i]}
	}
	return vec{ymm[2*i], ymm[2*i+1]}
}

func (s *isa) vectors(n int) []vec {
	var list []vec
	for i := range n {
		list = append(list, s.v(i))
	}
	return list
}

// each calls f for every register of the vector.
func (v vec) each(f func(i int)) {
	for i := range v {
		f(i)
	}
}

// add, sub, mul and div emit dst = a op b, part by part; b may be memory.
func add(a vec, b val, dst vec) { dst.each(func(i int) { VADDPS(b.part(i), a[i], dst[i]) }) }
func sub(a vec, b val, dst vec) { dst.each(func(i int) { VSUBPS(b.part(i), a[i], dst[i]) }) }
func mul(a vec, b val, dst vec) { dst.each(func(i int) { VMULPS(b.part(i), a[i], dst[i]) }) }
func div(a vec, b val, dst vec) { dst.each(func(i int) { VDIVPS(b.part(i), a[i], dst[i]) }) }

// larger is a > b ? a : b, and b where one is NaN; smaller is a < b ? a : b.
func larger(a vec, b val, dst vec)  { dst.each(func(i int) { VMAXPS(b.part(i), a[i], dst[i]) }) }
func smaller(a vec, b val, dst vec) { dst.each(func(i int) { VMINPS(b.part(i), a[i], dst[i]) }) }

func move(a val, dst vec)         { dst.each(func(i int) { VMOVUPS(a.part(i), dst[i]) }) }
func zero(dst vec)                { dst.each(func(i int) { VXORPS(dst[i].AsX(), dst[i].AsX(), dst[i].AsX()) }) }
func broadcast(a Op, dst vec)     { dst.each(func(i int) { VBROADCASTSS(a, dst[i]) }) }
func flip(a vec, b val, dst vec)  { dst.each(func(i int) { VXORPS(b.part(i), a[i], dst[i]) }) }
func addInt(a vec, b val, d vec)  { d.each(func(i int) { VPADDD(b.part(i), a[i], d[i]) }) }
func shiftLeft(n uint8, v vec)    { v.each(func(i int) { VPSLLD(U8(n), v[i], v[i]) }) }
func at(base Register, n int) ref { return ref{Base: base, Disp: n} }

// load and store move 16 floats, or with tail those under the mask; the lanes of a tail beyond the mask load as zeros.
func (s *isa) load(from ref, dst vec, tail bool) {
	switch {
	case !tail:
		move(from, dst)
	case s.wide():
		VMOVUPS_Z(from.part(0), K1, dst[0])
	default:
		dst.each(func(i int) { VMASKMOVPS(from.part(i), s.v(7)[i], dst[i]) })
	}
}

func (s *isa) store(v vec, to ref, tail bool) {
	switch {
	case !tail:
		v.each(func(i int) { VMOVUPS(v[i], to.part(i)) })
	case s.wide():
		VMOVUPS(v[0], K1, to.part(0))
	default:
		v.each(func(i int) { VMASKMOVPS(v[i], s.v(7)[i], to.part(i)) })
	}
}

// keep zeroes the lanes beyond the mask of the tail.
func (s *isa) keep(v vec, tail bool) {
	switch {
	case !tail:
	case s.wide():
		VMOVAPS_Z(v[0], K1, v[0])
	default:
		v.each(func(i int) { VANDPS(s.v(7)[i], v[i], v[i]) })
	}
}

// loadOr is load with other lanes beyond the mask.
func (s *isa) loadOr(from, other ref, dst vec, tail bool) {
	switch {
	case !tail:
		move(from, dst)
	case s.wide():
		move(other, dst)
		VMOVUPS(from.part(0), K1, dst[0])
	default:
		s.load(from, dst, true)
		dst.each(func(i int) {
			m := s.v(7)[i]
			VXORPS(constant("ones").part(i), m, m)
			VBLENDVPS(m, other.part(i), dst[i], dst[i])
			VXORPS(constant("ones").part(i), m, m)
		})
	}
}

// mask sets the mask of the tail to the lowest n lanes, 0 ≤ n < 16; 16 is allowed for AVX-512.
func (s *isa) mask(n Register) {
	if s.wide() {
		m := GP64()
		MOVQ(I32(-1), m)
		BZHIQ(n, m, m)
		KMOVW(m.As32(), K1)
		return
	}
	table, left := GP64(), GP64()
	LEAQ(Mem(constant("mask")), table)
	MOVQ(n, left)
	SHLQ(U8(2), left)
	SUBQ(left, table)
	s.v(7).each(func(i int) { VMOVUPS(Mem{Base: table, Disp: 64 + 32*i}, s.v(7)[i]) })
}

func (s *isa) label() string {
	s.labels++
	return fmt.Sprintf("l%d", s.labels)
}

// chunks emits body for each 16 of n values, with the pointers moving along, and once more for a tail. n and the pointers are used up.
func (s *isa) chunks(n Register, pointers []Register, body func(tail bool)) {
	loop, tail, done := s.label(), s.label(), s.label()
	CMPQ(n, U8(16))
	JL(LabelRef(tail))
	Label(loop)
	body(false)
	for _, p := range pointers {
		ADDQ(U8(64), p)
	}
	SUBQ(U8(16), n)
	CMPQ(n, U8(16))
	JGE(LabelRef(loop))
	Label(tail)
	TESTQ(n, n)
	JZ(LabelRef(done))
	s.mask(n)
	body(true)
	Label(done)
}

// tree reduces the 16 lanes of v to one, l with l+8, l+4, l+2, l+1, and returns it; t is another vector.
func (s *isa) tree(v, t vec, op func(Op, Op, Op)) VecPhysical {
	x, y := v[0].AsX(), t[0].AsX()
	if s.wide() {
		VEXTRACTF64X4(U8(1), v[0], t[0].AsY())
		op(t[0].AsY(), v[0].AsY(), v[0].AsY())
	} else {
		op(v[1], v[0], v[0])
	}
	VEXTRACTF128(U8(1), v[0].AsY(), y)
	op(y, x, x)
	VMOVHLPS(x, x, y)
	op(y, x, x)
	VMOVSHDUP(x, y)
	op(y, x, x)
	return x.(VecPhysical)
}

func addOp(b, a, dst Op) { VADDPS(b, a, dst) }
func maxOp(b, a, dst Op) { VMAXPS(b, a, dst) }

func constant(name string) ref { return ref(NewDataAddr(NewStaticSymbol(name), 0)) }

// constants emits each constant 16 times, so that both instruction sets read it as an operand. The values are those of exp.go.
func constants() {
	magic := float32(1.5 * (1 << 23))
	for _, c := range []struct {
		name  string
		value uint32
	}{
		{"one", math.Float32bits(1)}, {"sign", 1 << 31}, {"ones", 1<<32 - 1}, {"minusInf", math.Float32bits(float32(math.Inf(-1)))},
		{"limit", math.Float32bits(127)}, {"minusLimit", math.Float32bits(-127)},
		{"expLow", math.Float32bits(-87)}, {"expHigh", math.Float32bits(88)}, {"log2E", math.Float32bits(1.4426950216293335)},
		{"roundMagic", math.Float32bits(magic)}, {"ln2Hi", math.Float32bits(0.693359375)}, {"ln2Lo", math.Float32bits(-0.00021219444170128554)},
		{"exp2", math.Float32bits(0.4999999403953552)}, {"exp3", math.Float32bits(0.1666651964187622)},
		{"exp4", math.Float32bits(0.041668396443128586)}, {"exp5", math.Float32bits(0.0083688385784626)},
		{"exp6", math.Float32bits(0.0013814782723784447)}, {"bias127", 127}, {"wordOnes", 0x00010001},
	} {
		GLOBL(c.name, RODATA|NOPTR)
		for i := range 16 {
			DATA(4*i, U32(c.value))
		}
	}
	// 16 lanes of ones, then 16 of zeros: read n lanes before its middle, it is the mask of n lanes.
	GLOBL("mask", RODATA|NOPTR)
	for i := range 32 {
		DATA(4*i, U32(uint32(0)-uint32(1-i/16)))
	}
}
