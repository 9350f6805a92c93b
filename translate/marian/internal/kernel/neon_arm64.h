// Instructions that the Go assembler has no names for, on four lanes; d, n and m are register numbers. None of them multiplies and adds at once.

#define FADD(d, n, m) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(d, n, m) WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d))
#define FMUL(d, n, m) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FDIV(d, n, m) WORD $(0x6E20FC00 | (m)<<16 | (n)<<5 | (d))
// FMULONE: each lane of n times the first of m.
#define FMULONE(d, n, m) WORD $(0x4F809000 | (m)<<16 | (n)<<5 | (d))
#define FNEG(d, n) WORD $(0x6EA0F800 | (n)<<5 | (d))
// FMIN gives NaN where one operand is NaN, FMINNM and FMAXNM then give the other operand. FMAXNMV is the largest lane.
#define FMIN(d, n, m) WORD $(0x4EA0F400 | (m)<<16 | (n)<<5 | (d))
#define FMINNM(d, n, m) WORD $(0x4EA0C400 | (m)<<16 | (n)<<5 | (d))
#define FMAXNM(d, n, m) WORD $(0x4E20C400 | (m)<<16 | (n)<<5 | (d))
#define FMAXNMV(d, n) WORD $(0x6E30C800 | (n)<<5 | (d))
// All ones where n is greater than m, equal to m, below zero; zero elsewhere and where there is a NaN.
#define FCMGT(d, n, m) WORD $(0x6EA0E400 | (m)<<16 | (n)<<5 | (d))
#define FCMEQ(d, n, m) WORD $(0x4E20E400 | (m)<<16 | (n)<<5 | (d))
#define FCMLT(d, n) WORD $(0x4EA0E800 | (n)<<5 | (d))
// BIC: n without the bits of m.
#define BIC(d, n, m) WORD $(0x4E601C00 | (m)<<16 | (n)<<5 | (d))
// SCVTF: integers to floats. FCVTNS: floats to integers, half to even.
#define SCVTF(d, n) WORD $(0x4E21D800 | (n)<<5 | (d))
#define FCVTNS(d, n) WORD $(0x4E21A800 | (n)<<5 | (d))
// The lower and the upper half of n, sign-extended: bytes to 16 bits, and these to 32.
#define SXTLB(d, n) WORD $(0x0F08A400 | (n)<<5 | (d))
#define SXTLB2(d, n) WORD $(0x4F08A400 | (n)<<5 | (d))
#define SXTLH(d, n) WORD $(0x0F10A400 | (n)<<5 | (d))
#define SXTLH2(d, n) WORD $(0x4F10A400 | (n)<<5 | (d))

#define ZERO(a, b, c, d) \
	VEOR	a.B16, a.B16, a.B16 \
	VEOR	b.B16, b.B16, b.B16 \
	VEOR	c.B16, c.B16, c.B16 \
	VEOR	d.B16, d.B16, d.B16
