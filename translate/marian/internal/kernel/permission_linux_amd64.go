//go:build !purego

package kernel

import "syscall"

// tilesAllowed asks Linux to let this process use the tiles of AMX, which make the state of a thread 8 KiB larger, and
// reports whether it does. A kernel that does not know of tiles, or has them switched off in the processor, refuses.
func tilesAllowed() bool {
	const request, tileData = 0x1023, 18 // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
	_, _, errno := syscall.RawSyscall(syscall.SYS_ARCH_PRCTL, request, tileData, 0)
	return errno == 0
}
