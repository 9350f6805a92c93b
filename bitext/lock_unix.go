//go:build unix && !aix

package bitext

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock waits until no other process has locked f, and keeps it locked until it is closed.
func lock(f *os.File) error {
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
