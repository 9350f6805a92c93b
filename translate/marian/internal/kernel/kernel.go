// Package kernel holds the arithmetic of the Marian engine: exact int8 matrix products and the float32 operations
// around them.
//
// Every operation has a generic implementation in Go and, on amd64, implementations for AVX2 and for AVX-512 with VNNI,
// on arm64 one for NEON with dot products; the integer products have two more, for AVX2 with AVX-VNNI and for AMX on
// Linux. All give the same bits for the same operands, so a translation does not depend on the CPU:
//   - Integer products are exact int32 sums. No implementation saturates at 16 bits.
//   - Float operations have one fixed order. A sum over n values runs in 16 lanes, lane l taking the elements l, l+16,
//     l+32 …; the lanes are then added as a tree: l with l+8, then l+4, l+2, l+1. A product is rounded before it is
//     added: nothing uses fused multiply-add.
//   - The exponential is this package's own ([Exp]); square roots and divisions are rounded exactly, as IEEE 754
//     demands.
//
// Only the payload of a NaN, and which index [ArgMax] gives when NaNs are among the values, is left open.
//
// Shapes are given as rows × columns; all matrices are row-major slices. Slices of wrong length are a fault of the
// caller and panic; the sizes of a model file have to be checked before they come here. All functions but [Use] are
// safe for concurrent use.
package kernel

import (
	"fmt"
	"strings"
)

// A level is one implementation of all operations.
type level uint8

const (
	generic level = iota
	avx2
	avxvnni // AVX2 and AVX-VNNI, for the integer products; float operations are those of avx2
	avx512  // AVX-512 F, BW, DQ, VL and VNNI
	amx     // AVX-512 and AMX, for the integer products; all else is that of avx512
	neon    // arm64 with the dot product extension
)

var levelNames = [...]string{"generic", "avx2", "avxvnni", "avx512", "amx", "neon"}

func (l level) String() string { return levelNames[l] }

// active is the implementation that new matrices are packed for and that float operations use. It is the best that the
// CPU has unless [Use] chose another.
var active = available()[len(available())-1]

// Name returns the name of the implementation in use: "generic", "avx2", "avxvnni", "avx512", "amx" or "neon".
func Name() string { return active.String() }

// Tiled reports whether the implementation in use multiplies by tiles, which take up to 32 rows of activations in
// little more time than one.
func Tiled() bool { return active == amx }

// Available returns the names of the implementations that this CPU and this build can run, the slowest first. "generic"
// is always there, and with the build tag purego it is the only one.
func Available() []string {
	var names []string
	for _, l := range available() {
		names = append(names, l.String())
	}
	return names
}

// Use selects the implementation by name; "" selects the best that there is. It fails, and changes nothing, if the name
// is unknown or the CPU lacks what the implementation needs. Use must be called, if at all, at the start of the
// program, before any other function of this package and not concurrently with one. A [Matrix] keeps the implementation
// that it was packed for.
func Use(name string) error {
	levels := available()
	if name == "" {
		active = levels[len(levels)-1]
		return nil
	}
	for _, l := range levels {
		if l.String() == name {
			active = l
			return nil
		}
	}
	have := strings.Join(Available(), ", ")
	for _, known := range levelNames {
		if known == name {
			return fmt.Errorf("choosing kernel %q: this CPU or this build cannot run it; available are %s", name, have)
		}
	}
	return fmt.Errorf("choosing kernel %q: there is no such kernel; available are %s", name, have)
}
