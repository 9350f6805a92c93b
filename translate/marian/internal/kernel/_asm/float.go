package main

import (
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func (s *isa) text(name, signature, doc string) {
	s.labels = 0
	TEXT(name+s.name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(strings.Split(name+s.name+" "+doc, "\n")...)
}

func done() {
	VZEROUPPER()
	RET()
}

func pointer(name string) Register { return Load(Param(name), GP64()) }

// float returns the address of a float32 parameter.
func float(name string) Op {
	b, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return b.Addr
}

// exp replaces x by its exponential, step by step as exp.go does; t, p, u and low are further vectors.
func (s *isa) exp(x, t, p, u, low vec) {
	if s.wide() {
		VCMPPS(U8(0x05), constant("expLow").part(0), x[0], K2) // not less than: keep
	} else {
		x.each(func(i int) { VCMPPS(U8(0x05), constant("expLow").part(i), x[i], low[i]) })
	}
	move(constant("expHigh"), t)
	smaller(t, x, x)
	mul(x, constant("log2E"), t)
	add(t, constant("roundMagic"), t)
	sub(t, constant("roundMagic"), u)
	mul(u, constant("ln2Hi"), p)
	sub(x, p, x)
	mul(u, constant("ln2Lo"), p)
	sub(x, p, x)
	mul(x, constant("exp6"), p)
	for _, c := range []string{"exp5", "exp4", "exp3", "exp2"} {
		add(p, constant(c), p)
		if c != "exp2" {
			mul(p, x, p)
		}
	}
	mul(x, x, u)
	mul(p, u, p)
	add(p, x, p)
	add(p, constant("one"), p)
	addInt(t, constant("bias127"), t)
	shiftLeft(23, t)
	mul(p, t, x)
	if s.wide() {
		VMOVAPS_Z(x[0], K2, x[0])
	} else {
		x.each(func(i int) { VANDPS(low[i], x[i], x[i]) })
	}
}

// logistic replaces x by 1/(1+exp(−x)).
func (s *isa) logistic(x, t, p, u, low vec) {
	flip(x, constant("sign"), x)
	s.exp(x, t, p, u, low)
	add(x, constant("one"), x)
	move(constant("one"), t)
	div(t, x, x)
}

func (s *isa) quantize() {
	s.text("quantize", "func(dst *int8, x *float32, blocks int, qa float32)", "quantizes 16·blocks values.")
	dst, x, blocks := pointer("dst"), pointer("x"), pointer("blocks")
	qa, v := s.v(0), s.v(1)
	broadcast(float("qa"), qa)
	Label("block")
	move(at(x, 0), v)
	mul(v, qa, v)
	larger(v, constant("minusLimit"), v)
	smaller(v, constant("limit"), v)
	v.each(func(i int) { VCVTPS2DQ(v[i], v[i]) })
	if s.wide() {
		VPMOVDB(v[0], Mem{Base: dst})
	} else {
		VPACKSSDW(v[1], v[0], v[0])
		VPERMQ(U8(0xd8), v[0], v[0])
		VEXTRACTI128(U8(1), v[0], v[1].AsX())
		VPACKSSWB(v[1].AsX(), v[0].AsX(), v[0].AsX())
		VMOVDQU(v[0].AsX(), Mem{Base: dst})
	}
	ADDQ(U8(64), x)
	ADDQ(U8(16), dst)
	DECQ(blocks)
	JNZ(LabelRef("block"))
	done()
}

func (s *isa) dequantize() {
	s.text("dequantize", "func(dst *float32, q *int8, blocks int, scale float32)", "converts 16·blocks values.")
	dst, q, blocks := pointer("dst"), pointer("q"), pointer("blocks")
	scale, v := s.v(0), s.v(1)
	broadcast(float("scale"), scale)
	Label("block")
	v.each(func(i int) {
		VPMOVSXBD(Mem{Base: q, Disp: 8 * i}, v[i])
		VCVTDQ2PS(v[i], v[i])
	})
	mul(v, scale, v)
	s.store(v, at(dst, 0), false)
	ADDQ(U8(16), q)
	ADDQ(U8(64), dst)
	DECQ(blocks)
	JNZ(LabelRef("block"))
	done()
}

func (s *isa) scores() {
	s.text("scores", "func(dst *float32, count int, query *float32, n int, keys *float32, stride int, scale float32)",
		"multiplies the query of n values by count ≥ 1 rows that are stride bytes apart.")
	dst, count, keys, stride := pointer("dst"), pointer("count"), pointer("keys"), pointer("stride")
	query, row, n := GP64(), GP64(), GP64()
	sum, a, b := s.v(0), s.v(1), s.v(2)
	Label("row")
	Load(Param("query"), query)
	Load(Param("n"), n)
	MOVQ(keys, row)
	zero(sum)
	s.chunks(n, []Register{query, row}, func(tail bool) {
		s.load(at(query, 0), a, tail)
		s.load(at(row, 0), b, tail)
		mul(a, b, a)
		add(sum, a, sum)
	})
	x := s.tree(sum, a, addOp)
	VMULSS(float("scale"), x, x)
	VMOVSS(x, Mem{Base: dst})
	ADDQ(U8(4), dst)
	ADDQ(stride, keys)
	DECQ(count)
	JNZ(LabelRef("row"))
	done()
}

func (s *isa) weightedSum() {
	s.text("weightedSum", "func(dst *float32, n int, w *float32, count int, rows *float32, stride int)",
		"adds count ≥ 1 rows of n values, stride bytes apart, each times its weight.")
	dst, n, w, count, rows, stride := pointer("dst"), pointer("n"), pointer("w"), pointer("count"), pointer("rows"), pointer("stride")
	row, weight, left := GP64(), GP64(), GP64()
	alpha, t := s.v(4), s.v(5)
	block := func(chunks int, tail bool) {
		loop := s.label()
		MOVQ(rows, row)
		MOVQ(w, weight)
		MOVQ(count, left)
		for c := range chunks {
			zero(s.v(c))
		}
		Label(loop)
		broadcast(Mem{Base: weight}, alpha)
		for c := range chunks {
			s.load(at(row, 64*c), t, tail)
			mul(t, alpha, t)
			add(s.v(c), t, s.v(c))
		}
		ADDQ(U8(4), weight)
		ADDQ(stride, row)
		DECQ(left)
		JNZ(LabelRef(loop))
		for c := range chunks {
			s.store(s.v(c), at(dst, 64*c), tail)
		}
	}
	Label("wide")
	CMPQ(n, U8(64))
	JL(LabelRef("narrow"))
	block(4, false)
	ADDQ(I32(256), dst)
	ADDQ(I32(256), rows)
	SUBQ(U8(64), n)
	JMP(LabelRef("wide"))
	Label("narrow")
	CMPQ(n, U8(32))
	JL(LabelRef("rest"))
	block(2, false)
	ADDQ(I32(128), dst)
	ADDQ(I32(128), rows)
	SUBQ(U8(32), n)
	Label("rest")
	s.chunks(n, []Register{dst, rows}, func(tail bool) { block(1, tail) })
	done()
}

func (s *isa) add() {
	s.text("add", "func(dst *float32, x *float32, n int)", "adds x to dst.")
	dst, x, n := pointer("dst"), pointer("x"), pointer("n")
	v, d := s.v(1), s.v(2)
	s.chunks(n, []Register{dst, x}, func(tail bool) {
		s.load(at(x, 0), v, tail)
		s.load(at(dst, 0), d, tail)
		add(d, v, d)
		s.store(d, at(dst, 0), tail)
	})
	done()
}

func (s *isa) relu() {
	s.text("relu", "func(x *float32, n int)", "replaces what is below zero.")
	x, n := pointer("x"), pointer("n")
	v, nought := s.v(0), s.v(1)
	zero(nought)
	s.chunks(n, []Register{x}, func(tail bool) {
		s.load(at(x, 0), v, tail)
		larger(nought, v, v)
		s.store(v, at(x, 0), tail)
	})
	done()
}

func (s *isa) sigmoid() {
	s.text("sigmoid", "func(x *float32, n int)", "replaces x by 1/(1+exp(−x)).")
	x, n := pointer("x"), pointer("n")
	v := s.vectors(5)
	s.chunks(n, []Register{x}, func(tail bool) {
		s.load(at(x, 0), v[0], tail)
		s.logistic(v[0], v[1], v[2], v[3], v[4])
		s.store(v[0], at(x, 0), tail)
	})
	done()
}

func (s *isa) ssru() {
	s.text("ssru", "func(dst *float32, c *float32, u *float32, f *float32, n int)", "is one step of the recurrent unit.")
	dst, c, u, f, n := pointer("dst"), pointer("c"), pointer("u"), pointer("f"), pointer("n")
	v := s.vectors(5)
	g, t := v[0], v[1]
	s.chunks(n, []Register{dst, c, u, f}, func(tail bool) {
		s.load(at(f, 0), g, tail)
		s.logistic(g, v[1], v[2], v[3], v[4])
		s.load(at(c, 0), t, tail)
		mul(g, t, v[2])
		s.load(at(u, 0), t, tail)
		move(constant("one"), v[3])
		sub(v[3], g, g)
		mul(g, t, t)
		add(v[2], t, t)
		s.store(t, at(c, 0), tail)
		zero(g)
		larger(g, t, t)
		s.store(t, at(dst, 0), tail)
	})
	done()
}

func (s *isa) layerNorm() {
	s.text("layerNorm", "func(dst *float32, x *float32, residual *float32, scale *float32, bias *float32, n int, eps float32)",
		"normalises x + residual, n ≥ 1 values.")
	dst, x, residual, n := pointer("dst"), pointer("x"), pointer("residual"), pointer("n")
	sum, y, mean, inv, t := s.v(0), s.v(1), s.v(2), s.v(3), s.v(4)
	count := X5
	if !s.wide() {
		count = X12
	}
	zero(sum)
	s.chunks(n, []Register{dst, x, residual}, func(tail bool) {
		s.load(at(x, 0), y, tail)
		s.load(at(residual, 0), t, tail)
		add(y, t, y)
		s.store(y, at(dst, 0), tail)
		add(sum, y, sum)
	})
	total := s.tree(sum, t, addOp)
	Load(Param("n"), n)
	VXORPS(count, count, count)
	VCVTSI2SSQ(n, count, count)
	VDIVSS(count, total, total)
	broadcast(total, mean)
	Load(Param("dst"), dst)
	zero(sum)
	s.chunks(n, []Register{dst}, func(tail bool) {
		s.load(at(dst, 0), y, tail)
		sub(y, mean, y)
		s.keep(y, tail)
		mul(y, y, y)
		add(sum, y, sum)
	})
	total = s.tree(sum, t, addOp)
	VDIVSS(count, total, total)
	VADDSS(float("eps"), total, total)
	VSQRTSS(total, total, total)
	one := t[0].AsX()
	VMOVSS(Mem(constant("one")), one)
	VDIVSS(total, one, one)
	broadcast(one, inv)
	Load(Param("dst"), dst)
	Load(Param("n"), n)
	scale, bias := x, residual
	Load(Param("scale"), scale)
	Load(Param("bias"), bias)
	s.chunks(n, []Register{dst, scale, bias}, func(tail bool) {
		s.load(at(dst, 0), y, tail)
		sub(y, mean, y)
		mul(y, inv, y)
		s.load(at(scale, 0), t, tail)
		mul(y, t, y)
		s.load(at(bias, 0), t, tail)
		add(y, t, y)
		s.store(y, at(dst, 0), tail)
	})
	done()
}

// maximum leaves the largest of the n values at x in the first lane of v. x and n are used up.
func (s *isa) maximum(x, n Register, v, t vec) VecPhysical {
	move(constant("minusInf"), v)
	s.chunks(n, []Register{x}, func(tail bool) {
		s.loadOr(at(x, 0), constant("minusInf"), t, tail)
		larger(t, v, v)
	})
	return s.tree(v, t, maxOp)
}

// softmaxRows takes four rows at a time with AVX-512: within a row each step waits for the one before, but not across
// rows. AVX2 lacks the registers.
func (s *isa) softmaxRows() {
	s.text("softmaxRows", "func(x *float32, stride int, rows int, n int)",
		"replaces each of rows ≥ 1 rows of n ≥ 1 values by its softmax. Row r begins r·stride bytes behind x.\n"+
			"The values behind the n of each row, up to the next multiple of 16, are not read before they are\n"+
			"overwritten; the row after it must begin beyond them. Those between them and the next row are not touched.")
	rows, n := pointer("rows"), GP64()
	var x rowPointers
	x.stride = pointer("stride")
	x.base = [2]Register{GP64(), GP64()}
	begin := pointer("x")
	rewind := func(m int) {
		MOVQ(begin, x.base[0])
		if m > 3 {
			x.second()
		}
		Load(Param("n"), n)
	}
	// Per row: 0…4 for the exponential, then the largest value, the sum, and one for their trees, which need low
	// registers.
	block := func(m int) {
		registers := x.registers()
		if m <= 3 {
			registers = registers[:1]
		}
		v := func(r int) []vec {
			if !s.wide() {
				return append(s.vectors(7), s.v(0))
			}
			first := 16 + 4*r
			return []vec{s.v(first), s.v(first + 1), s.v(first + 2), s.v(first + 3), nil, s.v(r), s.v(4 + r), s.v(8 + r)}
		}
		rewind(m)
		for r := range m {
			move(constant("minusInf"), v(r)[5])
		}
		s.chunks(n, registers, func(tail bool) {
			for r := range m {
				s.loadOr(ref(x.row(r, 0)), constant("minusInf"), v(r)[0], tail)
				larger(v(r)[0], v(r)[5], v(r)[5])
			}
		})
		for r := range m {
			broadcast(s.tree(v(r)[5], v(r)[7], maxOp), v(r)[5])
			zero(v(r)[6])
		}
		rewind(m)
		s.chunks(n, registers, func(tail bool) {
			for r := range m {
				v := v(r)
				s.load(ref(x.row(r, 0)), v[0], tail)
				sub(v[0], v[5], v[0])
				s.exp(v[0], v[1], v[2], v[3], v[4])
				s.keep(v[0], tail)
				s.store(v[0], ref(x.row(r, 0)), false)
				add(v[6], v[0], v[6])
			}
		})
		for r := range m {
			v := v(r)
			total := s.tree(v[6], v[7], addOp)
			one := v[7][0].AsX()
			VMOVSS(Mem(constant("one")), one)
			VDIVSS(total, one, one)
			broadcast(one, v[5])
		}
		rewind(m)
		s.chunks(n, registers, func(bool) {
			for r := range m {
				s.load(ref(x.row(r, 0)), v(r)[0], false)
				mul(v(r)[0], v(r)[5], v(r)[0])
				s.store(v(r)[0], ref(x.row(r, 0)), false)
			}
		})
	}
	if s.wide() {
		Label("four")
		CMPQ(rows, U8(4))
		JL(LabelRef("rest"))
		block(4)
		LEAQ(Mem{Base: begin, Index: x.stride, Scale: 4}, begin)
		SUBQ(U8(4), rows)
		JMP(LabelRef("four"))
		Label("rest")
		TESTQ(rows, rows)
		JZ(LabelRef("end"))
	}
	Label("one")
	block(1)
	ADDQ(x.stride, begin)
	DECQ(rows)
	JNZ(LabelRef("one"))
	Label("end")
	done()
}

func (s *isa) expSum() {
	s.text("expSum", "func(x *float32, n int) (max, sum float32)", "returns the largest of n ≥ 1 values and the sum of exp(x−max).")
	x, n := pointer("x"), pointer("n")
	v := s.vectors(7)
	max, sum := v[5], v[6]
	largest := s.maximum(x, n, v[0], v[1])
	Store(largest, Return("max"))
	broadcast(largest, max)
	Load(Param("x"), x)
	Load(Param("n"), n)
	zero(sum)
	s.chunks(n, []Register{x}, func(tail bool) {
		s.load(at(x, 0), v[0], tail)
		sub(v[0], max, v[0])
		s.exp(v[0], v[1], v[2], v[3], v[4])
		s.keep(v[0], tail)
		add(sum, v[0], sum)
	})
	Store(s.tree(sum, v[0], addOp), Return("sum"))
	done()
}

// peaks takes the values in blocks of 128, the peakSize of vector.go.
func (s *isa) peaks() {
	s.text("peaks", "func(dst *float32, x *float32, n int)",
		"writes the largest of each block of 128 of n ≥ 1 values to dst, which holds ⌈n/128⌉. The last block\n"+
			"may be shorter; what lies beyond n is not read. NaNs do not count, and a block of nothing else gives −Inf.")
	dst, x, n, left := pointer("dst"), pointer("x"), pointer("n"), GP64()
	Label("block")
	MOVQ(I32(128), left)
	CMPQ(n, left)
	CMOVQLT(n, left)
	VMOVSS(s.maximum(x, left, s.v(0), s.v(1)), Mem{Base: dst})
	ADDQ(U8(4), dst)
	SUBQ(I32(128), n)
	JG(LabelRef("block"))
	done()
}

func (s *isa) argMax() {
	s.text("argMax", "func(x *float32, n int) int", "returns the index of the first of the largest of n ≥ 1 values; n if there are NaNs and no such value.")
	x, n := pointer("x"), pointer("n")
	v := s.vectors(3)
	broadcast(s.maximum(x, n, v[0], v[1]), v[2])
	Load(Param("x"), x)
	Load(Param("n"), n)
	index, bits, high := GP64(), GP64(), GP64()
	XORQ(index, index)
	s.chunks(n, []Register{x}, func(tail bool) {
		s.loadOr(at(x, 0), constant("minusInf"), v[0], tail)
		if s.wide() {
			VCMPPS(U8(0), v[2][0], v[0][0], K2)
			KMOVW(K2, bits.As32())
		} else {
			v[0].each(func(i int) { VCMPPS(U8(0), v[2][i], v[0][i], v[0][i]) })
			VMOVMSKPS(v[0][0], bits.As32())
			VMOVMSKPS(v[0][1], high.As32())
			SHLL(U8(8), high.As32())
			ORL(high.As32(), bits.As32())
		}
		TESTL(bits.As32(), bits.As32())
		JNZ(LabelRef("found"))
		ADDQ(U8(16), index)
	})
	Load(Param("n"), index)
	JMP(LabelRef("out"))
	Label("found")
	TZCNTL(bits.As32(), bits.As32())
	ADDQ(bits, index)
	Label("out")
	Store(index, ReturnIndex(0))
	done()
}
