package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

var (
	zmm = []VecPhysical{Z0, Z1, Z2, Z3, Z4, Z5, Z6, Z7, Z8, Z9, Z10, Z11, Z12, Z13, Z14, Z15,
		Z16, Z17, Z18, Z19, Z20, Z21, Z22, Z23, Z24, Z25, Z26, Z27, Z28, Z29, Z30, Z31}
	ymm = []VecPhysical{Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15}
)

// startAffine begins a function that multiplies by count panels of so many columns; panels are what it takes for those.
func startAffine(name string, rows, columns int, panels string) {
	TEXT(name, NOSPLIT, "func(dst *float32, dstStride int, "+panels+", groups int, count int, scale float32, "+
		"floor float32, offset *float32, offsetStep int, bias *float32, biasStep int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("%s computes %d rows of %d·count columns. Strides and steps are in bytes; groups is K/4.",
		name, rows, columns))
}

// rowPointers addresses up to six rows at a fixed stride from two base registers.
type rowPointers struct {
	base   [2]Register
	stride Register
}

func loadRows(name, strideName string, rows int) rowPointers {
	var p rowPointers
	p.stride = Load(Param(strideName), GP64())
	p.base[0] = Load(Param(name), GP64())
	if rows > 3 {
		p.base[1] = GP64()
	}
	p.second()
	return p
}

func (p rowPointers) second() {
	if p.base[1] != nil {
		LEAQ(Mem{Base: p.base[0], Index: p.stride, Scale: 2}, p.base[1])
		ADDQ(p.stride, p.base[1])
	}
}

func (p rowPointers) row(m, offset int) Mem {
	mem := Mem{Base: p.base[m/3], Disp: offset}
	if m%3 > 0 {
		mem.Index, mem.Scale = p.stride, uint8(m%3)
	}
	return mem
}

// registers returns the bases.
func (p rowPointers) registers() []Register {
	if p.base[1] == nil {
		return p.base[:1]
	}
	return p.base[:]
}

func (p rowPointers) advance(bytes int) {
	for _, b := range p.registers() {
		ADDQ(I32(bytes), b)
	}
}

// step moves a pointer on by a parameter.
func step(pointer Register, name string) {
	by := Load(Param(name), GP64())
	ADDQ(by, pointer)
}

// finish makes of integer sums what they stand for, (float(sum) + offset)·scale + bias, not below floor, and stores it.
func finish(sum, scale, floor VecPhysical, offset, bias, to Mem) {
	VCVTDQ2PS(sum, sum)
	VADDPS(offset, sum, sum)
	VMULPS(scale, sum, sum)
	VADDPS(bias, sum, sum)
	VMAXPS(sum, floor, sum)
	VMOVUPS(sum, to)
}

// affineAVX512 multiplies a fixed number of rows by count panels of 64 columns. A panel holds, for each group of four k,
// four bytes of each column, all with the sign bit flipped: value + 128, unsigned, as VPDPBUSD wants one side. So the
// accumulators start at −128·Σa.
func affineAVX512(rows int) {
	startAffine(fmt.Sprintf("affineAVX512x%d", rows), rows, 64, "a *int8, aStride int, panels *byte")
	start := AllocLocal(24)
	a := loadRows("a", "aStride", rows)
	groups := Load(Param("groups"), GP64())

	// start[m] = −128·Σₖ a[m][k]
	ones, one := Z31, GP32()
	MOVL(U32(0x01010101), one)
	VPBROADCASTD(one, ones)
	left, index, mask := GP64(), GP64(), GP64()
	for m := range rows {
		VPXORD(zmm[m], zmm[m], zmm[m])
	}
	MOVQ(groups, left)
	SHLQ(U8(2), left)
	XORQ(index, index)
	// rows 0…2 and 3…5 are read through the two bases, which move along
	Label("sums")
	CMPQ(left, U8(64))
	JL(LabelRef("sumsTail"))
	for m := range rows {
		VMOVDQU8(a.row(m, 0), Z30)
		VPDPBUSD(Z30, ones, zmm[m])
	}
	a.advance(64)
	SUBQ(U8(64), left)
	JMP(LabelRef("sums"))
	Label("sumsTail")
	MOVQ(I32(-1), mask)
	BZHIQ(left, mask, mask)
	KMOVQ(mask, K1)
	for m := range rows {
		VMOVDQU8_Z(a.row(m, 0), K1, Z30)
		VPDPBUSD(Z30, ones, zmm[m])
	}
	VPXORD(X30, X30, X30)
	for m := range rows {
		z := zmm[m]
		VEXTRACTI64X4(U8(1), z, Y31)
		VPADDD(Y31, z.AsY(), z.AsY())
		VEXTRACTI32X4(U8(1), z.AsY(), X31)
		VPADDD(X31, z.AsX(), z.AsX())
		VPSHUFD(U8(0x4e), z.AsX(), X31)
		VPADDD(X31, z.AsX(), z.AsX())
		VPSHUFD(U8(0xb1), z.AsX(), X31)
		VPADDD(X31, z.AsX(), z.AsX())
		VPSLLD(U8(7), z.AsX(), z.AsX())
		VPSUBD(z.AsX(), X30, z.AsX())
		VMOVD(z.AsX(), start.Offset(4*m))
	}

	dst := loadRows("dst", "dstStride", rows)
	b := Load(Param("panels"), GP64())
	count := Load(Param("count"), GP64())
	offset, bias := Load(Param("offset"), GP64()), Load(Param("bias"), GP64())
	scale, floor := Z30, Z31
	VBROADCASTSS(float("scale"), scale)
	VBROADCASTSS(float("floor"), floor)

	// With few rows two sets of accumulators hide the latency of VPDPBUSD.
	sets := 1
	if rows <= 2 {
		sets = 2
	}
	acc := func(set, m, p int) VecPhysical { return zmm[(set*rows+m)*4+p] }
	group := func(set int) {
		for p := range 4 {
			VMOVDQU32(Mem{Base: b, Disp: set*256 + p*64}, zmm[24+p])
		}
		for m := range rows {
			x := zmm[28+m%2]
			VPBROADCASTD(a.row(m, 4*set), x)
			for p := range 4 {
				VPDPBUSD(x, zmm[24+p], acc(set, m, p))
			}
		}
	}
	Label("panel")
	Load(Param("a"), a.base[0])
	a.second()
	for set := range sets {
		for m := range rows {
			for p := range 4 {
				switch {
				case set > 0:
					VPXORD(acc(set, m, p), acc(set, m, p), acc(set, m, p))
				case p == 0:
					VPBROADCASTD(start.Offset(4*m), acc(set, m, p))
				default:
					VMOVDQA32(acc(set, m, 0), acc(set, m, p))
				}
			}
		}
	}
	MOVQ(groups, left)
	if sets == 2 {
		SHRQ(U8(1), left)
		JZ(LabelRef("odd"))
	}
	Label("group")
	for set := range sets {
		group(set)
	}
	ADDQ(I32(256*sets), b)
	a.advance(4 * sets)
	DECQ(left)
	JNZ(LabelRef("group"))
	if sets == 2 {
		Label("odd")
		TESTQ(U32(1), groups)
		JZ(LabelRef("store"))
		group(0)
		ADDQ(I32(256), b)
		Label("store")
		for m := range rows {
			for p := range 4 {
				VPADDD(acc(1, m, p), acc(0, m, p), acc(0, m, p))
			}
		}
	}
	for m := range rows {
		for p := range 4 {
			finish(acc(0, m, p), scale, floor, Mem{Base: offset, Disp: 64 * p}, Mem{Base: bias, Disp: 64 * p}, dst.row(m, 64*p))
		}
	}
	step(offset, "offsetStep")
	step(bias, "biasStep")
	dst.advance(256)
	DECQ(count)
	JNZ(LabelRef("panel"))
	VZEROUPPER()
	RET()
}

// affineAVX2 multiplies a fixed number of rows, whose bytes have their sign bits flipped, by count panels of 16 columns.
// A panel holds four bytes of each column for each group of four k. VPMADDUBSW adds two products in 16 bits, which
// saturates nowhere: where bytes of a panel are so large that it could, a part of them is in extras. Those hold, for each
// panel, how many groups follow (8 bytes), and for each of these 4·group (8 bytes) and a group's bytes. The sums begin at
// start, which undoes the flipping.
func affineAVX2(rows int) {
	startAffine(fmt.Sprintf("affineAVX2x%d", rows), rows, 16,
		"a *byte, aStride int, panels *byte, start *int32, extras *byte")
	a := loadRows("a", "aStride", rows)
	dst := loadRows("dst", "dstStride", rows)
	b := Load(Param("panels"), GP64())
	start, extras := Load(Param("start"), GP64()), Load(Param("extras"), GP64())
	offset, bias := Load(Param("offset"), GP64()), Load(Param("bias"), GP64())
	left := GP64()
	count := AllocLocal(8)
	MOVQ(Load(Param("count"), left), count)
	ones := NewDataAddr(NewStaticSymbol("wordOnes"), 0)
	acc := func(m, h int) VecPhysical { return ymm[2*m+h] }
	group := func(b Mem) {
		VMOVDQU(b.Offset(0), Y12)
		VMOVDQU(b.Offset(32), Y13)
		for m := range rows {
			VPBROADCASTD(a.row(m, 0), Y14)
			for h := range 2 {
				VPMADDUBSW(ymm[12+h], Y14, Y15)
				VPMADDWD(ones, Y15, Y15)
				VPADDD(Y15, acc(m, h), acc(m, h))
			}
		}
	}

	Label("panel")
	Load(Param("a"), a.base[0])
	a.second()
	for m := range rows {
		for h := range 2 {
			VMOVDQU(Mem{Base: start, Disp: 32 * h}, acc(m, h))
		}
	}
	Load(Param("groups"), left)
	Label("group")
	group(Mem{Base: b})
	ADDQ(U8(64), b)
	a.advance(4)
	DECQ(left)
	JNZ(LabelRef("group"))
	MOVQ(Mem{Base: extras}, left)
	ADDQ(U8(8), extras)
	TESTQ(left, left)
	JZ(LabelRef("store"))
	Label("extra")
	Load(Param("a"), a.base[0])
	ADDQ(Mem{Base: extras}, a.base[0])
	a.second()
	group(Mem{Base: extras, Disp: 8})
	ADDQ(U8(72), extras)
	DECQ(left)
	JNZ(LabelRef("extra"))
	Label("store")
	VBROADCASTSS(float("scale"), Y14)
	VBROADCASTSS(float("floor"), Y15)
	for m := range rows {
		for h := range 2 {
			finish(acc(m, h), Y14, Y15, Mem{Base: offset, Disp: 32 * h}, Mem{Base: bias, Disp: 32 * h}, dst.row(m, 32*h))
		}
	}
	step(offset, "offsetStep")
	step(bias, "biasStep")
	ADDQ(U8(64), start)
	dst.advance(64)
	DECQ(count)
	JNZ(LabelRef("panel"))
	VZEROUPPER()
	RET()
}

// vexVPDPBUSD adds to each of the eight sums of acc four products of a signed byte of x and an unsigned one of u. This
// is the form of AVX-VNNI, in the VEX encoding, which the assembler lacks (it knows that of AVX-512 alone):
// VEX.256.66.0F38.W0 50 /r.
func vexVPDPBUSD(x, u, acc VecPhysical) {
	xi, ui, ai := uint32(x.PhysicalIndex()), uint32(u.PhysicalIndex()), uint32(acc.PhysicalIndex())
	second := (ai>>3^1)<<7 | 1<<6 | (xi>>3^1)<<5 | 0x02
	third := (ui^15)<<3 | 1<<2 | 0x01
	Comment(fmt.Sprintf("VPDPBUSD Y%d, Y%d, Y%d", xi, ui, ai))
	Instruction(&ir.Instruction{Opcode: "LONG", Operands: []Op{U32(0x500000c4 | third<<16 | second<<8)}})
	Instruction(&ir.Instruction{Opcode: "BYTE", Operands: []Op{U8(0xc0 | ai&7<<3 | xi&7)}})
}

// affineAVXVNNI multiplies a fixed number of rows by count panels of 16 columns, which are as those of AVX-512.
func affineAVXVNNI(rows int) {
	startAffine(fmt.Sprintf("affineAVXVNNIx%d", rows), rows, 16, "a *int8, aStride int, panels *byte")
	start := AllocLocal(24)
	a := loadRows("a", "aStride", rows)
	groups := Load(Param("groups"), GP64())
	left := GP64()

	// start[m] = −128·Σₖ a[m][k]
	ones, one := Y15, GP32()
	MOVL(U32(0x01010101), one)
	VMOVD(one, X15)
	VPBROADCASTD(X15, ones)
	for m := range rows {
		VPXOR(ymm[m], ymm[m], ymm[m])
	}
	MOVQ(groups, left)
	Label("sums")
	CMPQ(left, U8(8))
	JL(LabelRef("sumsTail"))
	for m := range rows {
		VMOVDQU(a.row(m, 0), Y14)
		vexVPDPBUSD(Y14, ones, ymm[m])
	}
	a.advance(32)
	SUBQ(U8(8), left)
	JMP(LabelRef("sums"))
	Label("sumsTail")
	TESTQ(left, left)
	JZ(LabelRef("summed"))
	for m := range rows {
		VMOVD(a.row(m, 0), X14)
		vexVPDPBUSD(Y14, ones, ymm[m])
	}
	a.advance(4)
	DECQ(left)
	JMP(LabelRef("sumsTail"))
	Label("summed")
	for m := range rows {
		y := ymm[m]
		VEXTRACTI128(U8(1), y, X14)
		VPADDD(X14, y.AsX(), y.AsX())
		VPSHUFD(U8(0x4e), y.AsX(), X14)
		VPADDD(X14, y.AsX(), y.AsX())
		VPSHUFD(U8(0xb1), y.AsX(), X14)
		VPADDD(X14, y.AsX(), y.AsX())
		VPSLLD(U8(7), y.AsX(), y.AsX())
		VPXOR(X14, X14, X14)
		VPSUBD(y.AsX(), X14, y.AsX())
		VMOVD(y.AsX(), start.Offset(4*m))
	}

	dst := loadRows("dst", "dstStride", rows)
	b := Load(Param("panels"), GP64())
	count := Load(Param("count"), GP64())
	offset, bias := Load(Param("offset"), GP64()), Load(Param("bias"), GP64())
	acc := func(m, p int) VecPhysical { return ymm[2*m+p] }
	Label("panel")
	Load(Param("a"), a.base[0])
	a.second()
	for m := range rows {
		VPBROADCASTD(start.Offset(4*m), acc(m, 0))
		VMOVDQA(acc(m, 0), acc(m, 1))
	}
	MOVQ(groups, left)
	Label("group")
	VMOVDQU(Mem{Base: b}, Y12)
	VMOVDQU(Mem{Base: b, Disp: 32}, Y13)
	for m := range rows {
		x := ymm[14+m%2]
		VPBROADCASTD(a.row(m, 0), x)
		for p := range 2 {
			vexVPDPBUSD(x, ymm[12+p], acc(m, p))
		}
	}
	ADDQ(U8(64), b)
	a.advance(4)
	DECQ(left)
	JNZ(LabelRef("group"))
	VBROADCASTSS(float("scale"), Y14)
	VBROADCASTSS(float("floor"), Y15)
	for m := range rows {
		for p := range 2 {
			finish(acc(m, p), Y14, Y15, Mem{Base: offset, Disp: 32 * p}, Mem{Base: bias, Disp: 32 * p}, dst.row(m, 32*p))
		}
	}
	step(offset, "offsetStep")
	step(bias, "biasStep")
	dst.advance(64)
	DECQ(count)
	JNZ(LabelRef("panel"))
	VZEROUPPER()
	RET()
}
