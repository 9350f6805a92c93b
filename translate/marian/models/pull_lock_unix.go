//go:build unix && !aix

package models

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock if nobody else holds it. Closing the file gives it back.
func tryLock(file *os.File) (bool, error) {
	for {
		switch err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
		case err == nil:
			return true, nil
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, unix.EINTR):
			return false, err
		}
	}
}
