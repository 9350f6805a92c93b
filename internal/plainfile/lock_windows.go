package plainfile

import (
	"os"

	"golang.org/x/sys/windows"
)

// Lock waits until no other process has locked f, and keeps it locked until it is closed.
func Lock(f *os.File) error {
	return windows.LockFileEx(
		windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK,
		0,
		^uint32(0),
		^uint32(0),
		new(windows.Overlapped),
	)
}
