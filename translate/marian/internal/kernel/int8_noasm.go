//go:build (!amd64 && !arm64) || purego

package kernel

import "slices"

func available() []level { return []level{generic} }

func pack(m *Matrix, q []int8) { m.rows = slices.Clone(q) }

func affine(*Matrix, []float32, []int8, int, Finish) {}

func selectRows(m *Matrix, q []int8, cols []int32) { selectRowsGeneric(m, q, cols) }
