//go:build unix && !aix

package corpus

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockAlone reports whether no other run uses the folder, and keeps others from finding out the same until [share] is
// called. It is false, and the folder is shared at once, where another run uses it; on file systems without locks it
// is false as well.
func lockAlone(dir *os.File) bool {
	if flock(dir, unix.LOCK_EX|unix.LOCK_NB) == nil {
		return true
	}
	share(dir)
	return false
}

// share marks the folder as in use. The mark ends with the process, however that ends.
func share(dir *os.File) { _ = flock(dir, unix.LOCK_SH) }

func flock(dir *os.File, how int) error {
	for {
		if err := unix.Flock(int(dir.Fd()), how); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
