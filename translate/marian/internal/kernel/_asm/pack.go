package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// offsets turns the row numbers at cols into byte offsets in memory of the frame.
func offsets(count int) Mem {
	cols := Load(Param("cols"), GP64())
	k := Load(Param("k"), GP64())
	list := AllocLocal(8 * count)
	for i := range count {
		offset := GP64()
		MOVLQSX(Mem{Base: cols, Disp: 4 * i}, offset)
		IMULQ(k, offset)
		MOVQ(offset, list.Offset(8*i))
	}
	return list
}

func packAVX512() {
	TEXT("packAVX512", NOSPLIT, "func(dst *byte, q *int8, cols *int32, k int, blocks int)")
	Pragma("noescape")
	Doc("packAVX512 gathers 16 rows of q into 16 columns of a panel of 64, 64·blocks values of each, sign bits flipped. " +
		"dst is where the first column goes.")
	list := offsets(16)
	q := Load(Param("q"), GP64())
	dst := Load(Param("dst"), GP64())
	blocks := Load(Param("blocks"), GP64())
	offset := GP64()
	sign := GP32()
	MOVL(U32(0x80808080), sign)
	Label("block")
	for i := range 16 {
		MOVQ(list.Offset(8*i), offset)
		VMOVDQU32(Mem{Base: q, Index: offset, Scale: 1}, zmm[i])
	}
	for i := 0; i < 16; i += 2 {
		VPUNPCKLDQ(zmm[i+1], zmm[i], zmm[16+i])
		VPUNPCKHDQ(zmm[i+1], zmm[i], zmm[17+i])
	}
	for i := 0; i < 16; i += 4 {
		VPUNPCKLQDQ(zmm[18+i], zmm[16+i], zmm[i])
		VPUNPCKHQDQ(zmm[18+i], zmm[16+i], zmm[i+1])
		VPUNPCKLQDQ(zmm[19+i], zmm[17+i], zmm[i+2])
		VPUNPCKHQDQ(zmm[19+i], zmm[17+i], zmm[i+3])
	}
	VPBROADCASTD(sign, Z31)
	for c := range 4 {
		t := zmm[16+4*(c%2):]
		VSHUFI32X4(U8(0x88), zmm[4+c], zmm[c], t[0])
		VSHUFI32X4(U8(0xdd), zmm[4+c], zmm[c], t[1])
		VSHUFI32X4(U8(0x88), zmm[12+c], zmm[8+c], t[2])
		VSHUFI32X4(U8(0xdd), zmm[12+c], zmm[8+c], t[3])
		for lane, from := range [][3]int{{0, 2, 0x88}, {1, 3, 0x88}, {0, 2, 0xdd}, {1, 3, 0xdd}} {
			out := zmm[24+lane]
			VSHUFI32X4(U8(uint8(from[2])), t[from[1]], t[from[0]], out)
			VPXORD(Z31, out, out)
			VMOVDQU32(out, Mem{Base: dst, Disp: 256 * (4*lane + c)})
		}
	}
	ADDQ(U8(64), q)
	ADDQ(I32(16*256), dst)
	DECQ(blocks)
	JNZ(LabelRef("block"))
	VZEROUPPER()
	RET()
}

// packYMM gathers 8 rows of q into 8 columns of a panel that holds `columns`, all sign bits flipped if so wanted.
func packYMM(name string, columns int, flipped bool) {
	TEXT(name, NOSPLIT, "func(dst *byte, q *int8, cols *int32, k int, blocks int)")
	Pragma("noescape")
	doc := fmt.Sprintf("%s gathers 8 rows of q into 8 columns of a panel of %d, 32·blocks values of each", name, columns)
	if flipped {
		doc += ", sign bits flipped. dst is where the first column goes"
	}
	Doc(doc + ".")
	list := offsets(8)
	q := Load(Param("q"), GP64())
	dst := Load(Param("dst"), GP64())
	blocks := Load(Param("blocks"), GP64())
	offset := GP64()
	sign := GP32()
	if flipped {
		MOVL(U32(0x80808080), sign)
	}
	Label("block")
	for i := range 8 {
		MOVQ(list.Offset(8*i), offset)
		VMOVDQU(Mem{Base: q, Index: offset, Scale: 1}, ymm[i])
	}
	for i := 0; i < 8; i += 2 {
		VPUNPCKLDQ(ymm[i+1], ymm[i], ymm[8+i])
		VPUNPCKHDQ(ymm[i+1], ymm[i], ymm[9+i])
	}
	for i := 0; i < 8; i += 4 {
		VPUNPCKLQDQ(ymm[10+i], ymm[8+i], ymm[i])
		VPUNPCKHQDQ(ymm[10+i], ymm[8+i], ymm[i+1])
		VPUNPCKLQDQ(ymm[11+i], ymm[9+i], ymm[i+2])
		VPUNPCKHQDQ(ymm[11+i], ymm[9+i], ymm[i+3])
	}
	if flipped {
		VMOVD(sign, X15)
		VPBROADCASTD(X15, Y15)
	}
	for c := range 4 {
		// Registers 0 to 7 hold the rows that are still to be used, 8 and 9 what is written.
		VPERM2I128(U8(0x20), ymm[4+c], ymm[c], Y8)
		VPERM2I128(U8(0x31), ymm[4+c], ymm[c], Y9)
		if flipped {
			VPXOR(Y15, Y8, Y8)
			VPXOR(Y15, Y9, Y9)
		}
		VMOVDQU(Y8, Mem{Base: dst, Disp: 4 * columns * c})
		VMOVDQU(Y9, Mem{Base: dst, Disp: 4 * columns * (4 + c)})
	}
	ADDQ(U8(32), q)
	ADDQ(I32(8*4*columns), dst)
	DECQ(blocks)
	JNZ(LabelRef("block"))
	VZEROUPPER()
	RET()
}

// surveyAVX2 looks through a panel of 16 columns for affineAVX2.
func surveyAVX2() {
	TEXT("surveyAVX2", NOSPLIT, "func(panel *byte, groups int, start *int32, wide *byte) bool")
	Pragma("noescape")
	Doc("surveyAVX2 writes −128 times the sum of each of the 16 columns of a panel to start. For each group of four k it",
		"writes to wide whether positive or negative values of a pair of k add up to more than 128 in a column, 0 if not,",
		"and it reports whether they do in any group.")
	panel, groups := Load(Param("panel"), GP64()), Load(Param("groups"), GP64())
	start, wide := Load(Param("start"), GP64()), Load(Param("wide"), GP64())
	flags, any, one := GP32(), GP32(), GP32()
	XORL(any, any)
	ones, times, limit, zero, most := Y15, Y14, Y13, Y12, Y11
	MOVL(U32(0x01010101), one)
	VMOVD(one, X15)
	VPBROADCASTD(X15, ones)
	MOVL(U32(0xff80ff80), one)
	VMOVD(one, X14)
	VPBROADCASTD(X14, times)
	MOVL(U32(0x00800080), one)
	VMOVD(one, X13)
	VPBROADCASTD(X13, limit)
	VPXOR(zero, zero, zero)
	for h := range 2 {
		VPXOR(ymm[h], ymm[h], ymm[h])
	}
	Label("group")
	VPXOR(most, most, most)
	for h := range 2 {
		w, x := Y2, Y3
		VMOVDQU(Mem{Base: panel, Disp: 32 * h}, w)
		VPMADDUBSW(w, ones, x)
		VPMADDWD(times, x, x)
		VPADDD(x, ymm[h], ymm[h])
		VPMAXSB(w, zero, x)
		VPMADDUBSW(ones, x, x)
		VPMAXSW(x, most, most)
		VPMINSB(w, zero, x)
		VPABSB(x, x)
		VPMADDUBSW(ones, x, x)
		VPMAXSW(x, most, most)
	}
	VPCMPGTW(limit, most, most)
	VPMOVMSKB(most, flags)
	ORL(flags, any)
	TESTL(flags, flags)
	SETNE(Mem{Base: wide})
	INCQ(wide)
	ADDQ(U8(64), panel)
	DECQ(groups)
	JNZ(LabelRef("group"))
	for h := range 2 {
		VMOVDQU(ymm[h], Mem{Base: start, Disp: 32 * h})
	}
	TESTL(any, any)
	found := GP8()
	SETNE(found)
	Store(found, ReturnIndex(0))
	VZEROUPPER()
	RET()
}
