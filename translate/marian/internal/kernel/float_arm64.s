//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// dispatch_arm64.go says what each function does. They take 16 values at a time, or four, and then what is left. Where a loop takes single values, a load into
// one lane clears the others; what becomes of these is not stored.

// The 16 lanes of a sum: V24 … V27. The sum of a further vector of four is added to V24, and then the lanes move on by four, so that V24 is the place of
// the next: the tree adds each lane and its opposite, and addition commutes, so it makes no difference where the circle of lanes begins.
#define NEXTLANES \
	VMOV	V24.B16, V28.B16 \
	VMOV	V25.B16, V24.B16 \
	VMOV	V26.B16, V25.B16 \
	VMOV	V27.B16, V26.B16 \
	VMOV	V28.B16, V27.B16

// The total, in all lanes of V24.
#define TREE \
	FADD(24, 24, 26) \
	FADD(25, 25, 27) \
	FADD(24, 24, 25) \
	VEXT	$8, V24.B16, V24.B16, V25.B16 \
	FADD(24, 24, 25) \
	VEXT	$4, V24.B16, V24.B16, V25.B16 \
	FADD(24, 24, 25)

// The first n lanes of v, 1 ≤ n ≤ 3, from and to the memory at p; the other lanes keep what they hold.
#define LOADSOME(p, n, v, loaded) \
	VLD1.P	4(p), v.S[0] \
	CMP	$2, n \
	BLT	loaded \
	VLD1.P	4(p), v.S[1] \
	BEQ	loaded \
	VLD1.P	4(p), v.S[2] \
loaded:

#define STORESOME(p, n, v, stored) \
	VST1.P	v.S[0], 4(p) \
	CMP	$2, n \
	BLT	stored \
	VST1.P	v.S[1], 4(p) \
	BEQ	stored \
	VST1.P	v.S[2], 4(p) \
stored:

// func weightedSumNEON(dst, w, rows []float32, stride int)
TEXT ·weightedSumNEON(SB), NOSPLIT, $0-80
	MOVD	dst_base+0(FP), R0
	MOVD	dst_len+8(FP), R1 // columns that are left
	MOVD	R1, R2 // columns
	MOVD	rows_base+48(FP), R3
	MOVD	stride+72(FP), R4
	LSL	$2, R4
next:
	MOVD	R3, R6
	MOVD	w_base+24(FP), R7
	MOVD	w_len+32(FP), R8
	ZERO(V16, V17, V18, V19)
	CMP	$16, R1
	BGT	halves
	BEQ	row16
	CBZ	R1, done
	// What is left is less than 16 columns: the last 16, or the last four, are computed, some of them again. Only less than four are taken one by one.
	MOVD	$16, R9
	CMP	$16, R2
	BGE	back
	MOVD	$4, R9
	CMP	$4, R1
	BGE	row4
	CMP	$4, R2
	BLT	row1
back:
	SUB	R1, R9, R10
	SUB	R10<<2, R0, R0
	SUB	R10<<2, R3, R3
	MOVD	R9, R1
	B	next
	// Up to 32 columns, the first 16 and the last 16 of them, which overlap if they are less. From the first to the last: R9 bytes.
halves:
	MOVD	$64, R9
	CMP	$32, R1
	BGE	whole
	SUB	$16, R1, R9
	LSL	$2, R9
whole:
	SUB	R9, R4, R5
	ZERO(V20, V21, V22, V23)
row32:
	FMOVS.P	4(R7), F8
	VLD1.P	(R6)(R9), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P	(R6)(R5), [V4.S4, V5.S4, V6.S4, V7.S4]
	FMULONE(0, 0, 8)
	FMULONE(1, 1, 8)
	FMULONE(2, 2, 8)
	FMULONE(3, 3, 8)
	FMULONE(4, 4, 8)
	FMULONE(5, 5, 8)
	FMULONE(6, 6, 8)
	FMULONE(7, 7, 8)
	FADD(16, 16, 0)
	FADD(17, 17, 1)
	FADD(18, 18, 2)
	FADD(19, 19, 3)
	FADD(20, 20, 4)
	FADD(21, 21, 5)
	FADD(22, 22, 6)
	FADD(23, 23, 7)
	SUBS	$1, R8
	BNE	row32
	VST1.P	[V16.S4, V17.S4, V18.S4, V19.S4], (R0)(R9)
	VST1.P	[V20.S4, V21.S4, V22.S4, V23.S4], 64(R0)
	ADD	$64, R9
	ADD	R9, R3
	SUB	R9>>2, R1
	B	next
row16:
	FMOVS.P	4(R7), F8
	VLD1.P	(R6)(R4), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMULONE(0, 0, 8)
	FMULONE(1, 1, 8)
	FMULONE(2, 2, 8)
	FMULONE(3, 3, 8)
	FADD(16, 16, 0)
	FADD(17, 17, 1)
	FADD(18, 18, 2)
	FADD(19, 19, 3)
	SUBS	$1, R8
	BNE	row16
	VST1	[V16.S4, V17.S4, V18.S4, V19.S4], (R0)
	RET
row4:
	FMOVS.P	4(R7), F8
	VLD1.P	(R6)(R4), [V0.S4]
	FMULONE(0, 0, 8)
	FADD(16, 16, 0)
	SUBS	$1, R8
	BNE	row4
	VST1.P	[V16.S4], 16(R0)
	ADD	$16, R3
	SUB	$4, R1
	B	next
row1:
	FMOVS.P	4(R7), F8
	FMOVS	(R6), F0
	ADD	R4, R6
	FMULS	F8, F0
	FADDS	F0, F16
	SUBS	$1, R8
	BNE	row1
	FMOVS.P	F16, 4(R0)
	ADD	$4, R3
	SUB	$1, R1
	B	next
done:
	RET

// func scoresNEON(dst, query, keys []float32, stride int, scale float32)
TEXT ·scoresNEON(SB), NOSPLIT, $0-84
	MOVD	dst_base+0(FP), R0
	MOVD	dst_len+8(FP), R1
	MOVD	keys_base+48(FP), R2
	MOVD	stride+72(FP), R3
	FMOVS	scale+80(FP), F9
row:
	MOVD	query_base+24(FP), R4
	MOVD	query_len+32(FP), R5
	MOVD	R2, R6
	ADD	R3<<2, R2
	ZERO(V24, V25, V26, V27)
	SUBS	$16, R5
	BLT	fours
sixteen:
	VLD1.P	64(R4), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P	64(R6), [V4.S4, V5.S4, V6.S4, V7.S4]
	FMUL(0, 0, 4)
	FMUL(1, 1, 5)
	FMUL(2, 2, 6)
	FMUL(3, 3, 7)
	FADD(24, 24, 0)
	FADD(25, 25, 1)
	FADD(26, 26, 2)
	FADD(27, 27, 3)
	SUBS	$16, R5
	BGE	sixteen
fours:
	ADDS	$12, R5
	BLT	some
four:
	VLD1.P	16(R4), [V0.S4]
	VLD1.P	16(R6), [V4.S4]
	FMUL(0, 0, 4)
	FADD(24, 24, 0)
	NEXTLANES
	SUBS	$4, R5
	BGE	four
some:
	ADDS	$4, R5
	BEQ	total
	ZERO(V0, V4, V0, V4)
	LOADSOME(R4, R5, V0, query)
	LOADSOME(R6, R5, V4, key)
	FMUL(0, 0, 4)
	FADD(24, 24, 0)
total:
	TREE
	FMULS	F9, F24, F0
	FMOVS.P	F0, 4(R0)
	SUBS	$1, R1
	BNE	row
	RET

#define MINUSINF 0xFF800000

// func maxNEON(x []float32) float32
TEXT ·maxNEON(SB), NOSPLIT, $0-28
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	MOVW	$MINUSINF, R2
	VDUP	R2, V24.S4
	VMOV	V24.B16, V25.B16
	VMOV	V24.B16, V26.B16
	VMOV	V24.B16, V27.B16
	SUBS	$16, R1
	BLT	fours
sixteen:
	VLD1.P	64(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMAXNM(24, 24, 0)
	FMAXNM(25, 25, 1)
	FMAXNM(26, 26, 2)
	FMAXNM(27, 27, 3)
	SUBS	$16, R1
	BGE	sixteen
fours:
	ADDS	$12, R1
	BLT	ones
four:
	VLD1.P	16(R0), [V0.S4]
	FMAXNM(24, 24, 0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	VLD1R.P	4(R0), [V0.S4]
	FMAXNM(24, 24, 0)
	SUBS	$1, R1
	BNE	one
done:
	FMAXNM(24, 24, 25)
	FMAXNM(26, 26, 27)
	FMAXNM(24, 24, 26)
	FMAXNMV(0, 24)
	FMOVS	F0, ret+24(FP)
	RET

// The registers of the exponential: V4 … V7 are its own, V8 … V20 hold the constants of exp.go.
#define LOW 8
#define HIGH 9
#define LOG2E 10
#define MAGIC 11
#define LN2HI 12
#define LN2LO 13
#define EXP6 14
#define EXP5 15
#define EXP4 16
#define EXP3 17
#define EXP2 18
#define ONE 19

#define EXPCONSTANTS \
	MOVD	$·expConstants(SB), R9 \
	VLD4R.P	16(R9), [V8.S4, V9.S4, V10.S4, V11.S4] \
	VLD4R.P	16(R9), [V12.S4, V13.S4, V14.S4, V15.S4] \
	VLD4R	(R9), [V16.S4, V17.S4, V18.S4, V19.S4] \
	MOVD	$127, R9 \
	VDUP	R9, V20.S4

// Register x becomes its exponential, step by step as exp.go does.
#define EXP(x) \
	FCMGT(7, LOW, x) \
	FMIN(x, x, HIGH) \
	FMUL(4, x, LOG2E) \
	FADD(4, 4, MAGIC) \
	FSUB(5, 4, MAGIC) \
	FMUL(6, 5, LN2HI) \
	FSUB(x, x, 6) \
	FMUL(6, 5, LN2LO) \
	FSUB(x, x, 6) \
	FMUL(6, x, EXP6) \
	FADD(6, 6, EXP5) \
	FMUL(6, 6, x) \
	FADD(6, 6, EXP4) \
	FMUL(6, 6, x) \
	FADD(6, 6, EXP3) \
	FMUL(6, 6, x) \
	FADD(6, 6, EXP2) \
	FMUL(5, x, x) \
	FMUL(6, 6, 5) \
	FADD(6, 6, x) \
	FADD(6, 6, ONE) \
	VADD	V20.S4, V4.S4, V4.S4 \
	VSHL	$23, V4.S4, V4.S4 \
	FMUL(x, 6, 4) \
	BIC(x, x, 7)

// func expNEON(dst *float32, step int, x []float32, max float32) float32
TEXT ·expNEON(SB), NOSPLIT, $0-52
	MOVD	dst+0(FP), R2
	MOVD	step+8(FP), R3
	MOVD	x_base+16(FP), R0
	MOVD	x_len+24(FP), R1
	FMOVS	max+40(FP), F21
	VDUP	V21.S[0], V21.S4
	EXPCONSTANTS
	ZERO(V24, V25, V26, V27)
	SUBS	$16, R1
	BLT	fours
sixteen:
	VLD1.P	64(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	FSUB(0, 0, 21)
	EXP(0)
	FSUB(1, 1, 21)
	EXP(1)
	FSUB(2, 2, 21)
	EXP(2)
	FSUB(3, 3, 21)
	EXP(3)
	VST1	[V0.S4, V1.S4, V2.S4, V3.S4], (R2)
	ADD	R3<<4, R2
	FADD(24, 24, 0)
	FADD(25, 25, 1)
	FADD(26, 26, 2)
	FADD(27, 27, 3)
	SUBS	$16, R1
	BGE	sixteen
fours:
	ADDS	$12, R1
	BLT	some
four:
	VLD1.P	16(R0), [V0.S4]
	FSUB(0, 0, 21)
	EXP(0)
	VST1	[V0.S4], (R2)
	ADD	R3<<2, R2
	FADD(24, 24, 0)
	NEXTLANES
	SUBS	$4, R1
	BGE	four
some:
	ADDS	$4, R1
	BEQ	total
	// Lanes without a value hold −Inf, whose exponential adds nothing.
	MOVW	$MINUSINF, R9
	VDUP	R9, V0.S4
	LOADSOME(R0, R1, V0, values)
	FSUB(0, 0, 21)
	EXP(0)
	STORESOME(R2, R1, V0, stored)
	FADD(24, 24, 0)
total:
	TREE
	FMOVS	F24, ret+48(FP)
	RET

// V0 becomes 1/(1+exp(−V0)).
#define LOGISTIC \
	FNEG(0, 0) \
	EXP(0) \
	FADD(0, 0, ONE) \
	FDIV(0, ONE, 0)

// func sigmoidNEON(x []float32)
TEXT ·sigmoidNEON(SB), NOSPLIT, $0-24
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	EXPCONSTANTS
	SUBS	$4, R1
	BLT	ones
four:
	VLD1	(R0), [V0.S4]
	LOGISTIC
	VST1.P	[V0.S4], 16(R0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	FMOVS	(R0), F0
	LOGISTIC
	FMOVS.P	F0, 4(R0)
	SUBS	$1, R1
	BNE	one
done:
	RET

// From V0 forget gate, V1 state and V2 candidate to V1 state and V2 output.
#define SSRU \
	LOGISTIC \
	FMUL(1, 0, 1) \
	FSUB(0, ONE, 0) \
	FMUL(2, 0, 2) \
	FADD(1, 1, 2) \
	FCMLT(2, 1) \
	BIC(2, 1, 2)

// func ssruNEON(dst, c, u, f []float32)
TEXT ·ssruNEON(SB), NOSPLIT, $0-96
	MOVD	dst_base+0(FP), R0
	MOVD	c_base+24(FP), R2
	MOVD	c_len+32(FP), R1
	MOVD	u_base+48(FP), R3
	MOVD	f_base+72(FP), R4
	EXPCONSTANTS
	SUBS	$4, R1
	BLT	ones
four:
	VLD1.P	16(R4), [V0.S4]
	VLD1	(R2), [V1.S4]
	VLD1.P	16(R3), [V2.S4]
	SSRU
	VST1.P	[V1.S4], 16(R2)
	VST1.P	[V2.S4], 16(R0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	FMOVS.P	4(R4), F0
	FMOVS	(R2), F1
	FMOVS.P	4(R3), F2
	SSRU
	FMOVS.P	F1, 4(R2)
	FMOVS.P	F2, 4(R0)
	SUBS	$1, R1
	BNE	one
done:
	RET

// func scaleNEON(x []float32, by float32)
TEXT ·scaleNEON(SB), NOSPLIT, $0-28
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	FMOVS	by+24(FP), F8
	SUBS	$4, R1
	BLT	ones
four:
	VLD1	(R0), [V0.S4]
	FMULONE(0, 0, 8)
	VST1.P	[V0.S4], 16(R0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	FMOVS	(R0), F0
	FMULS	F8, F0
	FMOVS.P	F0, 4(R0)
	SUBS	$1, R1
	BNE	one
done:
	RET

// func sumNEON(dst, x, residual []float32) float32
TEXT ·sumNEON(SB), NOSPLIT, $0-76
	MOVD	dst_base+0(FP), R0
	MOVD	x_base+24(FP), R2
	MOVD	x_len+32(FP), R1
	MOVD	residual_base+48(FP), R3
	ZERO(V24, V25, V26, V27)
	SUBS	$16, R1
	BLT	fours
sixteen:
	VLD1.P	64(R2), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P	64(R3), [V4.S4, V5.S4, V6.S4, V7.S4]
	FADD(0, 0, 4)
	FADD(1, 1, 5)
	FADD(2, 2, 6)
	FADD(3, 3, 7)
	VST1.P	[V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	FADD(24, 24, 0)
	FADD(25, 25, 1)
	FADD(26, 26, 2)
	FADD(27, 27, 3)
	SUBS	$16, R1
	BGE	sixteen
fours:
	ADDS	$12, R1
	BLT	some
four:
	VLD1.P	16(R2), [V0.S4]
	VLD1.P	16(R3), [V4.S4]
	FADD(0, 0, 4)
	VST1.P	[V0.S4], 16(R0)
	FADD(24, 24, 0)
	NEXTLANES
	SUBS	$4, R1
	BGE	four
some:
	ADDS	$4, R1
	BEQ	total
	ZERO(V0, V4, V0, V4)
	LOADSOME(R2, R1, V0, values)
	LOADSOME(R3, R1, V4, more)
	FADD(0, 0, 4)
	STORESOME(R0, R1, V0, stored)
	FADD(24, 24, 0)
total:
	TREE
	FMOVS	F24, ret+72(FP)
	RET

// Register x becomes its squared distance from V8, the mean.
#define SQUARE(x) \
	FSUB(x, x, 8) \
	FMUL(x, x, x)

// func squaresNEON(x []float32, mean float32) float32
TEXT ·squaresNEON(SB), NOSPLIT, $0-36
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	FMOVS	mean+24(FP), F8
	VDUP	V8.S[0], V8.S4
	ZERO(V24, V25, V26, V27)
	SUBS	$16, R1
	BLT	fours
sixteen:
	VLD1.P	64(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	SQUARE(0)
	SQUARE(1)
	SQUARE(2)
	SQUARE(3)
	FADD(24, 24, 0)
	FADD(25, 25, 1)
	FADD(26, 26, 2)
	FADD(27, 27, 3)
	SUBS	$16, R1
	BGE	sixteen
fours:
	ADDS	$12, R1
	BLT	some
four:
	VLD1.P	16(R0), [V0.S4]
	SQUARE(0)
	FADD(24, 24, 0)
	NEXTLANES
	SUBS	$4, R1
	BGE	four
some:
	ADDS	$4, R1
	BEQ	total
	// Lanes without a value hold the mean: no distance. Where that is not finite, neither is any value's.
	VMOV	V8.B16, V0.B16
	LOADSOME(R0, R1, V0, values)
	SQUARE(0)
	FADD(24, 24, 0)
total:
	TREE
	FMOVS	F24, ret+32(FP)
	RET

// V0 becomes (V0 − V8)·V9·V1 + V2.
#define NORMALIZE \
	FSUB(0, 0, 8) \
	FMUL(0, 0, 9) \
	FMUL(0, 0, 1) \
	FADD(0, 0, 2)

// func normalizeNEON(x, scale, bias []float32, mean, inv float32)
TEXT ·normalizeNEON(SB), NOSPLIT, $0-80
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	MOVD	scale_base+24(FP), R2
	MOVD	bias_base+48(FP), R3
	FMOVS	mean+72(FP), F8
	VDUP	V8.S[0], V8.S4
	FMOVS	inv+76(FP), F9
	VDUP	V9.S[0], V9.S4
	SUBS	$4, R1
	BLT	ones
four:
	VLD1	(R0), [V0.S4]
	VLD1.P	16(R2), [V1.S4]
	VLD1.P	16(R3), [V2.S4]
	NORMALIZE
	VST1.P	[V0.S4], 16(R0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	FMOVS	(R0), F0
	FMOVS.P	4(R2), F1
	FMOVS.P	4(R3), F2
	NORMALIZE
	FMOVS.P	F0, 4(R0)
	SUBS	$1, R1
	BNE	one
done:
	RET

// func addNEON(dst, x []float32)
TEXT ·addNEON(SB), NOSPLIT, $0-48
	MOVD	dst_base+0(FP), R0
	MOVD	x_base+24(FP), R2
	MOVD	x_len+32(FP), R1
	SUBS	$4, R1
	BLT	ones
four:
	VLD1	(R0), [V0.S4]
	VLD1.P	16(R2), [V1.S4]
	FADD(0, 0, 1)
	VST1.P	[V0.S4], 16(R0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	FMOVS	(R0), F0
	FMOVS.P	4(R2), F1
	FADDS	F1, F0
	FMOVS.P	F0, 4(R0)
	SUBS	$1, R1
	BNE	one
done:
	RET

// func reluNEON(x []float32)
TEXT ·reluNEON(SB), NOSPLIT, $0-24
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	SUBS	$4, R1
	BLT	ones
four:
	VLD1	(R0), [V0.S4]
	FCMLT(1, 0)
	BIC(0, 0, 1)
	VST1.P	[V0.S4], 16(R0)
	SUBS	$4, R1
	BGE	four
ones:
	ADDS	$4, R1
	BEQ	done
one:
	FMOVS	(R0), F0
	FCMLT(1, 0)
	BIC(0, 0, 1)
	FMOVS.P	F0, 4(R0)
	SUBS	$1, R1
	BNE	one
done:
	RET

// func indexNEON(x []float32, v float32) int
TEXT ·indexNEON(SB), NOSPLIT, $0-40
	MOVD	x_base+0(FP), R0
	MOVD	x_len+8(FP), R1
	MOVD	$0, R2 // index
	FMOVS	v+24(FP), F8
	VDUP	V8.S[0], V8.S4
	SUBS	$16, R1
	BLT	ones
sixteen:
	VLD1	(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	FCMEQ(0, 0, 8)
	FCMEQ(1, 1, 8)
	FCMEQ(2, 2, 8)
	FCMEQ(3, 3, 8)
	VORR	V0.B16, V1.B16, V0.B16
	VORR	V2.B16, V3.B16, V2.B16
	VORR	V0.B16, V2.B16, V0.B16
	VMOV	V0.D[0], R3
	VMOV	V0.D[1], R4
	ORR	R3, R4
	CBNZ	R4, ones
	ADD	$64, R0
	ADD	$16, R2
	SUBS	$16, R1
	BGE	sixteen
ones:
	ADDS	$16, R1
	BEQ	done
one:
	FMOVS.P	4(R0), F0
	FCMPS	F8, F0
	BEQ	done
	ADD	$1, R2
	SUBS	$1, R1
	BNE	one
done:
	MOVD	R2, ret+32(FP)
	RET

// Register x becomes integers: times V8, within V10 and V9, rounded.
#define QUANTIZE(x) \
	FMULONE(x, x, 8) \
	FMAXNM(x, x, 9) \
	FMINNM(x, x, 10) \
	FCVTNS(x, x)

// func quantizeNEON(dst []int8, x []float32, qa float32)
TEXT ·quantizeNEON(SB), NOSPLIT, $0-52
	MOVD	dst_base+0(FP), R0
	MOVD	x_base+24(FP), R2
	MOVD	x_len+32(FP), R1
	FMOVS	qa+48(FP), F8
	FMOVS	$-127.0, F9
	VDUP	V9.S[0], V9.S4
	FMOVS	$127.0, F10
	VDUP	V10.S[0], V10.S4
block:
	VLD1.P	64(R2), [V0.S4, V1.S4, V2.S4, V3.S4]
	QUANTIZE(0)
	QUANTIZE(1)
	QUANTIZE(2)
	QUANTIZE(3)
	// The lower half of each integer, then the lower half of that.
	VUZP1	V1.H8, V0.H8, V0.H8
	VUZP1	V3.H8, V2.H8, V2.H8
	VUZP1	V2.B16, V0.B16, V0.B16
	VST1.P	[V0.B16], 16(R0)
	SUBS	$16, R1
	BNE	block
	RET

// func dequantizeNEON(dst []float32, q []int8, scale float32)
TEXT ·dequantizeNEON(SB), NOSPLIT, $0-52
	MOVD	dst_base+0(FP), R0
	MOVD	q_base+24(FP), R2
	MOVD	q_len+32(FP), R1
	FMOVS	scale+48(FP), F8
block:
	VLD1.P	16(R2), [V4.B16]
	SXTLB(5, 4)
	SXTLB2(6, 4)
	SXTLH(0, 5)
	SXTLH2(1, 5)
	SXTLH(2, 6)
	SXTLH2(3, 6)
	SCVTF(0, 0)
	SCVTF(1, 1)
	SCVTF(2, 2)
	SCVTF(3, 3)
	FMULONE(0, 0, 8)
	FMULONE(1, 1, 8)
	FMULONE(2, 2, 8)
	FMULONE(3, 3, 8)
	VST1.P	[V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS	$16, R1
	BNE	block
	RET
