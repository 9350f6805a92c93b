//go:build !unix

package marian

import "os"

// readOutside reads a file; free does nothing.
func readOutside(name string) (data []byte, free func(), err error) {
	data, err = os.ReadFile(name)
	return data, func() {}, err
}
