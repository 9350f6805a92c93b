//go:build unix && !aix

package plainfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Lock waits until no other process has locked f, and keeps it locked until it is closed.
func Lock(f *os.File) error {
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
