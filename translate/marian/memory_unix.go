//go:build unix

package marian

import (
	"fmt"
	"io"

	"golang.org/x/sys/unix"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// readOutside reads a file into a mapping of its own outside Go's heap: what is there for as long as the program runs
// should not let the garbage grow with it. The file itself is not mapped, since someone may overwrite it under a
// translation. Free gives the memory back; nothing may look at data any more then.
func readOutside(name string) (data []byte, free func(), err error) {
	f, err := plainfile.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	size := info.Size()
	if !info.Mode().IsRegular() || size == 0 || size != int64(int(size)) {
		data, err = io.ReadAll(f)
		return data, func() {}, err
	}
	if data, err = unix.Mmap(-1, 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON); err != nil {
		return nil, nil, fmt.Errorf("memory for %d bytes of %s: %w", size, name, err)
	}
	free = func() { _ = unix.Munmap(data) }
	if _, err = io.ReadFull(f, data); err != nil {
		free()
		return nil, nil, fmt.Errorf("reading %s, which had %d bytes: %w", name, size, err)
	}
	return data, free, nil
}
