// Command asm generates the amd64 assembly of package kernel: kernel_amd64.s and the Go declarations in stubs_amd64.go. The package's own file
// generate.go holds the command line.
package main

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	ConstraintExpr("!purego")
	constants()
	for rows := 1; rows <= 6; rows++ {
		affineAVX512(rows)
	}
	for rows := 1; rows <= 6; rows++ {
		affineAVX2(rows)
	}
	for rows := 1; rows <= 6; rows++ {
		affineAVXVNNI(rows)
	}
	affineAMX(1, 4)
	affineAMX(2, 2)
	packAVX512()
	packYMM("packAVX2", 16, false)
	packYMM("packAVXVNNI", 16, true)
	surveyAVX2()
	for _, s := range []*isa{{name: "AVX512"}, {name: "AVX2"}} {
		s.quantize()
		s.dequantize()
		s.scores()
		s.weightedSum()
		for rows := 2; rows <= s.mostRows(); rows++ {
			s.product(rows)
		}
		s.add()
		s.relu()
		s.sigmoid()
		s.ssru()
		s.layerNorm()
		s.softmaxRows()
		s.expSum()
		s.peaks()
		s.argMax()
	}
	Generate()
}
