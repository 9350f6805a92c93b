//go:build !linux

package kernel

import "testing"

// guarded returns a copy of x; only on Linux is it guarded against access beyond it.
func guarded[T any](t testing.TB, x []T) []T {
	t.Helper()
	return append([]T(nil), x...)
}
