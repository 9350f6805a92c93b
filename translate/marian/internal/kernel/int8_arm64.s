//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// SDOT Vd.4S, Vn.16B, Vm.4B[i]: each of four sums of d gains the products of four bytes of n with the four bytes i of m.
#define SDOT(d, n, m, i) WORD $(0x4F80E000 | ((i)&1)<<21 | (m)<<16 | ((i)>>1)<<11 | (n)<<5 | (d))

// Sums of row r, r from 0: V16+4r … V19+4r. Activations of row r: Vr. Weights of 16 columns: V4 … V7.

#define LOAD \
	MOVD	dst+0(FP), R0 \
	MOVD	dstStride+8(FP), R1 \
	MOVD	aStride+24(FP), R3 \
	MOVD	panels+32(FP), R4 \
	MOVD	count+48(FP), R6 \
	FMOVS	scale+56(FP), F8 \
	VDUP	V8.S[0], V8.S4 \
	MOVWU	relu+60(FP), R7 \
	VDUP	R7, V10.S4 \
	MOVD	offset+64(FP), R9 \
	MOVD	offsetStep+72(FP), R14 \
	MOVD	bias+80(FP), R7 \
	MOVD	biasStep+88(FP), R8

// Four columns of weights for group i of four k, times row r.
#define GROUP(r, s, i) \
	SDOT(s, 4, r, i) \
	SDOT(s+1, 5, r, i) \
	SDOT(s+2, 6, r, i) \
	SDOT(s+3, 7, r, i)

#define WEIGHTS VLD1.P	64(R4), [V4.B16, V5.B16, V6.B16, V7.B16]

// From sums to results: y = (float(sum) + offset)·scale + bias, zero where below zero if V10 is set.
#define FINISH(d, o, b) \
	SCVTF(d, d) \
	FADD(d, d, o) \
	FMUL(d, d, 8) \
	FADD(d, d, b) \
	FCMLT(9, d) \
	VAND	V9.B16, V10.B16, V9.B16 \
	BIC(d, d, 9)

#define FINISHROW(s) \
	FINISH(s, 0, 4) \
	FINISH(s+1, 1, 5) \
	FINISH(s+2, 2, 6) \
	FINISH(s+3, 3, 7)

// After the last product, V0 … V3 are free for the offsets.
#define BIAS \
	VLD1	(R9), [V0.S4, V1.S4, V2.S4, V3.S4] \
	ADD	R14, R9 \
	VLD1	(R7), [V4.S4, V5.S4, V6.S4, V7.S4] \
	ADD	R8, R7

// func affineNEONx1(dst *float32, dstStride int, a *int8, aStride int, panels *byte, blocks int, count int, scale float32, relu uint32, offset *float32, offsetStep int, bias *float32, biasStep int)
TEXT ·affineNEONx1(SB), NOSPLIT, $0-96
	LOAD
panel:
	MOVD	a+16(FP), R10
	MOVD	blocks+40(FP), R5
	ZERO(V16, V17, V18, V19)
	ZERO(V20, V21, V22, V23)
block:
	VLD1.P	16(R10), [V0.B16]
	WEIGHTS
	GROUP(0, 16, 0)
	WEIGHTS
	GROUP(0, 20, 1)
	WEIGHTS
	GROUP(0, 16, 2)
	WEIGHTS
	GROUP(0, 20, 3)
	SUBS	$1, R5
	BNE	block
	VADD	V20.S4, V16.S4, V16.S4
	VADD	V21.S4, V17.S4, V17.S4
	VADD	V22.S4, V18.S4, V18.S4
	VADD	V23.S4, V19.S4, V19.S4
	BIAS
	FINISHROW(16)
	VST1.P	[V16.S4, V17.S4, V18.S4, V19.S4], 64(R0)
	SUBS	$1, R6
	BNE	panel
	RET

// func affineNEONx2(dst *float32, dstStride int, a *int8, aStride int, panels *byte, blocks int, count int, scale float32, relu uint32, offset *float32, offsetStep int, bias *float32, biasStep int)
TEXT ·affineNEONx2(SB), NOSPLIT, $0-96
	LOAD
	ADD	R1, R0, R20
panel:
	MOVD	a+16(FP), R10
	ADD	R3, R10, R11
	MOVD	blocks+40(FP), R5
	ZERO(V16, V17, V18, V19)
	ZERO(V20, V21, V22, V23)
block:
	VLD1.P	16(R10), [V0.B16]
	VLD1.P	16(R11), [V1.B16]
	WEIGHTS
	GROUP(0, 16, 0)
	GROUP(1, 20, 0)
	WEIGHTS
	GROUP(0, 16, 1)
	GROUP(1, 20, 1)
	WEIGHTS
	GROUP(0, 16, 2)
	GROUP(1, 20, 2)
	WEIGHTS
	GROUP(0, 16, 3)
	GROUP(1, 20, 3)
	SUBS	$1, R5
	BNE	block
	BIAS
	FINISHROW(16)
	FINISHROW(20)
	VST1.P	[V16.S4, V17.S4, V18.S4, V19.S4], 64(R0)
	VST1.P	[V20.S4, V21.S4, V22.S4, V23.S4], 64(R20)
	SUBS	$1, R6
	BNE	panel
	RET

// func affineNEONx4(dst *float32, dstStride int, a *int8, aStride int, panels *byte, blocks int, count int, scale float32, relu uint32, offset *float32, offsetStep int, bias *float32, biasStep int)
TEXT ·affineNEONx4(SB), NOSPLIT, $0-96
	LOAD
	ADD	R1, R0, R20
	ADD	R1, R20, R21
	ADD	R1, R21, R22
panel:
	MOVD	a+16(FP), R10
	ADD	R3, R10, R11
	ADD	R3, R11, R12
	ADD	R3, R12, R13
	MOVD	blocks+40(FP), R5
	ZERO(V16, V17, V18, V19)
	ZERO(V20, V21, V22, V23)
	ZERO(V24, V25, V26, V27)
	ZERO(V28, V29, V30, V31)
block:
	VLD1.P	16(R10), [V0.B16]
	VLD1.P	16(R11), [V1.B16]
	VLD1.P	16(R12), [V2.B16]
	VLD1.P	16(R13), [V3.B16]
	WEIGHTS
	GROUP(0, 16, 0)
	GROUP(1, 20, 0)
	GROUP(2, 24, 0)
	GROUP(3, 28, 0)
	WEIGHTS
	GROUP(0, 16, 1)
	GROUP(1, 20, 1)
	GROUP(2, 24, 1)
	GROUP(3, 28, 1)
	WEIGHTS
	GROUP(0, 16, 2)
	GROUP(1, 20, 2)
	GROUP(2, 24, 2)
	GROUP(3, 28, 2)
	WEIGHTS
	GROUP(0, 16, 3)
	GROUP(1, 20, 3)
	GROUP(2, 24, 3)
	GROUP(3, 28, 3)
	SUBS	$1, R5
	BNE	block
	BIAS
	FINISHROW(16)
	FINISHROW(20)
	FINISHROW(24)
	FINISHROW(28)
	VST1.P	[V16.S4, V17.S4, V18.S4, V19.S4], 64(R0)
	VST1.P	[V20.S4, V21.S4, V22.S4, V23.S4], 64(R20)
	VST1.P	[V24.S4, V25.S4, V26.S4, V27.S4], 64(R21)
	VST1.P	[V28.S4, V29.S4, V30.S4, V31.S4], 64(R22)
	SUBS	$1, R6
	BNE	panel
	RET
