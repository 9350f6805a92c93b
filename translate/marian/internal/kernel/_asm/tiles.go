package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The assembler lacks the instructions of AMX, so that they are written as bytes. All are VEX.128.0F38.W0, with the
// mandatory prefix and the opcode that stand beside each; avo is told which registers they read, so that it keeps its
// hands off these.
const (
	prefixNone = iota
	prefix66
	prefixF3
	prefixF2
)

// vexTile writes C4, the two bytes of the prefix and the opcode. base and index are extension bits of the address, vvvv
// a second source.
func vexTile(text string, prefix, vvvv, opcode, base, index uint32, inputs []Op, modrm ...uint8) {
	Comment(text)
	second := 1<<7 | (index>>3^1)<<6 | (base>>3^1)<<5 | 0x02
	third := (vvvv^15)<<3 | prefix
	first := U32(0xc4 | second<<8 | third<<16 | opcode<<24)
	Instruction(&ir.Instruction{Opcode: "LONG", Operands: []Op{first}, Inputs: inputs})
	for _, b := range modrm {
		Instruction(&ir.Instruction{Opcode: "BYTE", Operands: []Op{U8(b)}, Inputs: inputs})
	}
}

// A place is where a tile lies: rows of 64 bytes, stride apart, from base + offset on. Both registers are physical
// ones, since their numbers are needed at once.
type place struct {
	base, stride GPPhysical
	offset       int
}

func (p place) plus(offset int) place {
	p.offset += offset
	return p
}

// tileMemory is an instruction with a tile in memory: mod 2, a byte for base and index, a displacement of 32 bits.
func tileMemory(text string, prefix uint32, tile int, p place) {
	base, index := uint32(p.base.PhysicalIndex()), uint32(p.stride.PhysicalIndex())
	d := uint32(p.offset)
	text = fmt.Sprintf(text, tile, p.offset, p.base.Asm(), p.stride.Asm())
	vexTile(text, prefix, 0, 0x4b, base, index, []Op{p.base, p.stride},
		uint8(0x80|tile<<3|4), uint8(index&7<<3|base&7), uint8(d), uint8(d>>8), uint8(d>>16), uint8(d>>24))
}

// tileLoad is TILELOADD, F2 4B /r.
func tileLoad(tile int, p place) { tileMemory("TILELOADD TMM%d, %d(%s)(%s*1)", prefixF2, tile, p) }

// tileStore is TILESTORED, F3 4B /r.
func tileStore(tile int, p place) { tileMemory("TILESTORED TMM%d, %d(%s)(%s*1)", prefixF3, tile, p) }

// tileZero is TILEZERO, F2 49 11:rrr:000.
func tileZero(tile int) {
	vexTile(fmt.Sprintf("TILEZERO TMM%d", tile), prefixF2, 0, 0x49, 0, 0, nil, uint8(0xc0|tile<<3))
}

// tileProduct adds to the int32 tile sum the products of bytes of a, signed, and b: TDPBSUD, F3 5E, with b unsigned, or
// TDPBSSD, F2 5E, with b signed.
func tileProduct(name string, prefix uint32, sum, a, b int) {
	text := fmt.Sprintf("%s TMM%d, TMM%d, TMM%d", name, sum, a, b)
	vexTile(text, prefix, uint32(b), 0x5e, 0, 0, nil, uint8(0xc0|sum<<3|a))
}

func tileUnsigned(sum, a, b int) { tileProduct("TDPBSUD", prefixF3, sum, a, b) }
func tileSigned(sum, a, b int)   { tileProduct("TDPBSSD", prefixF2, sum, a, b) }

// tileConfigure is LDTILECFG, 49 /0, of the 64 bytes at base.
func tileConfigure(base GPPhysical) {
	b := uint32(base.PhysicalIndex())
	vexTile(fmt.Sprintf("LDTILECFG (%s)", base.Asm()), prefixNone, 0, 0x49, b, 0, []Op{base}, uint8(0x80|b&7), 0, 0, 0, 0)
}

// tileRelease is TILERELEASE, 49 C0. It leaves nothing of the tiles to be saved when threads change.
func tileRelease() { vexTile("TILERELEASE", prefixNone, 0, 0x49, 0, 0, nil, 0xc0) }

// affineAMX multiplies up to 16·bands rows by panels of 64 columns, which are those of AVX-512: a tile of 16 groups of
// four k and 16 columns lies in them with a stride of 256 bytes. The tiles are bands × width sums, one of activations
// for each band, and the others of weights. The values of a panel have their sign bit flipped, so that sums start at
// −128·Σa, which is a product as well: that with a tile of −128.
//
// room holds the configuration, 64 bytes, the starting tile of each band, and the sums of a block of columns. No tile
// is alive when it returns.
func affineAMX(bands, width int) {
	const startAt = 64
	sumsAt := startAt + bands*1024
	block := 64 * width // bytes of a row of sums
	name := fmt.Sprintf("affineAMXx%d", 16*bands)
	TEXT(name, NOSPLIT, "func(dst *float32, dstStride int, a *int8, aStride int, panels *byte, "+
		"blocks int, n int, scale float32, floor float32, "+
		"offset *float32, offsetStep int, bias *float32, biasStep int, rows int, room *byte)")
	Pragma("noescape")
	Doc(fmt.Sprintf("%s computes rows rows, more than %d and at most %d, of n ≥ 1 columns. "+
		"dstStride and aStride are in bytes; blocks is K/64, the steps are those of %d columns.",
		name, 16*(bands-1), 16*bands, 16*width),
		fmt.Sprintf("room begins with the configuration of the tiles: the first %d are sums, the next %d activations, "+
			"the others weights.", bands*width, bands))
	sum := func(m, p int) int { return m*width + p }
	activation := func(m int) int { return bands*width + m }
	weight := func(p int) int { return bands*(width+1) + p%(8-bands*(width+1)) }

	room := Load(Param("room"), RBX).(GPPhysical)
	line := place{base: RBX, stride: RCX}.plus(startAt) // tiles whose rows lie one behind the other
	sums := place{base: RBX, stride: RDX}.plus(sumsAt)
	MOVQ(U32(64), RCX)
	tileConfigure(room)
	rowsOf := []place{{base: R8, stride: R10}, {base: R9, stride: R10}}[:bands]
	Load(Param("aStride"), R10)
	begin := func() {
		Load(Param("a"), R8)
		if bands == 2 {
			MOVQ(R10, R9)
			SHLQ(U8(4), R9)
			ADDQ(R8, R9)
		}
	}
	next := func() {
		for _, p := range rowsOf {
			ADDQ(I32(64), p.base)
		}
	}
	left := GP64()

	// The starting tiles.
	low := GP32()
	MOVL(U32(0x80808080), low)
	VPBROADCASTD(low, Z0)
	for i := range 16 {
		VMOVDQU32(Z0, Mem{Base: room, Disp: sumsAt + 64*i})
	}
	tileLoad(weight(0), place{base: RBX, stride: RCX}.plus(sumsAt))
	for m := range bands {
		tileZero(sum(m, 0))
	}
	begin()
	Load(Param("blocks"), left)
	Label("start")
	for m, p := range rowsOf {
		tileLoad(activation(m), p)
		tileSigned(sum(m, 0), activation(m), weight(0))
	}
	next()
	DECQ(left)
	JNZ(LabelRef("start"))
	for m := range bands {
		tileStore(sum(m, 0), line.plus(1024*m))
	}

	panel := place{base: RSI, stride: RDI}
	Load(Param("panels"), RSI)
	MOVQ(U32(256), RDI)
	n := Load(Param("n"), GP64())
	dst := Load(Param("dst"), GP64())
	offset, bias := Load(Param("offset"), GP64()), Load(Param("bias"), GP64())
	scale, floor := Z30, Z31
	VBROADCASTSS(float("scale"), scale)
	VBROADCASTSS(float("floor"), floor)
	half := GP64() // where in the panel the block of columns begins, in bytes
	XORQ(half, half)

	Label("block")
	for m := range bands {
		for p := range width {
			tileLoad(sum(m, p), line.plus(1024*m))
		}
	}
	begin()
	Load(Param("blocks"), left)
	Label("k")
	for m, p := range rowsOf {
		tileLoad(activation(m), p)
	}
	for p := range width {
		tileLoad(weight(p), panel.plus(64*p))
		for m := range bands {
			tileUnsigned(sum(m, p), activation(m), weight(p))
		}
	}
	next()
	ADDQ(I32(4096), RSI)
	DECQ(left)
	JNZ(LabelRef("k"))
	MOVQ(U32(uint32(block)), RDX)
	for m := range bands {
		for p := range width {
			tileStore(sum(m, p), sums.plus(16*block*m+64*p))
		}
	}

	// Columns beyond n are neither read nor written.
	mask := GP64()
	MOVQ(I32(-1), mask)
	CMPQ(n, U8(64))
	JGE(LabelRef("whole"))
	BZHIQ(n, mask, mask)
	Label("whole")
	for p := range width {
		KMOVW(mask.As32(), masks[p])
		SHRQ(U8(16), mask)
		VMOVUPS_Z(Mem{Base: offset, Disp: 64 * p}, masks[p], zmm[8+p])
		VMOVUPS_Z(Mem{Base: bias, Disp: 64 * p}, masks[p], zmm[12+p])
	}
	from, to := GP64(), GP64()
	LEAQ(Mem{Base: room, Disp: sumsAt}, from)
	MOVQ(dst, to)
	Load(Param("rows"), left)
	Label("row")
	for p := range width {
		z := zmm[p]
		VCVTDQ2PS(Mem{Base: from, Disp: 64 * p}, z)
		VADDPS(zmm[8+p], z, z)
		VMULPS(scale, z, z)
		VADDPS(zmm[12+p], z, z)
		VMAXPS(z, floor, z)
		VMOVUPS(z, masks[p], Mem{Base: to, Disp: 64 * p})
	}
	ADDQ(I32(block), from)
	step(to, "dstStride")
	DECQ(left)
	JNZ(LabelRef("row"))
	step(offset, "offsetStep")
	step(bias, "biasStep")
	ADDQ(I32(block), dst)
	if width < 4 {
		// The other half of the panel, or the next panel.
		XORQ(I32(64*width), half)
		JZ(LabelRef("second"))
		size := Load(Param("blocks"), GP64())
		SHLQ(U8(12), size)
		SUBQ(size, RSI)
		ADDQ(I32(64*width), RSI)
		JMP(LabelRef("on"))
		Label("second")
		SUBQ(I32(64*width), RSI)
		Label("on")
	}
	SUBQ(I32(16*width), n)
	JG(LabelRef("block"))
	tileRelease()
	VZEROUPPER()
	RET()
}

var masks = []OpmaskPhysical{K1, K2, K3, K4}
