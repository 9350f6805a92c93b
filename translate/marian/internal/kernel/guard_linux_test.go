package kernel

import (
	"bytes"
	"syscall"
	"testing"
	"unsafe"
)

// guarded returns a copy of x that ends where unreadable memory begins: a read or write beyond it stops the test binary. What lies before it must still
// be untouched when the test ends.
func guarded[T any](t testing.TB, x []T) []T {
	t.Helper()
	size := len(x) * int(unsafe.Sizeof(*new(T)))
	page := syscall.Getpagesize()
	room := (size+page-1)/page*page + page // at least one page before
	memory, err := syscall.Mmap(-1, 0, room+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatalf("mapping memory: %v", err)
	}
	if err := syscall.Mprotect(memory[room:], syscall.PROT_NONE); err != nil {
		t.Fatalf("protecting memory: %v", err)
	}
	before := memory[:room-size]
	for i := range before {
		before[i] = 0xa5
	}
	t.Cleanup(func() {
		if bytes.Count(before, []byte{0xa5}) != len(before) {
			t.Error("memory before a slice was written")
		}
		if err := syscall.Munmap(memory); err != nil {
			t.Errorf("unmapping memory: %v", err)
		}
	})
	if size == 0 {
		return unsafe.Slice((*T)(unsafe.Pointer(&memory[room-1])), 1)[:0]
	}
	guarded := unsafe.Slice((*T)(unsafe.Pointer(&memory[room-size])), len(x))
	copy(guarded, x)
	return guarded
}
