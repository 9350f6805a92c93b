//go:build !unix

package marian

import "github.com/satzpaar/satzpaar/internal/plainfile"

// readOutside reads a file; free does nothing.
func readOutside(name string) (data []byte, free func(), err error) {
	data, err = plainfile.ReadFile(name)
	return data, func() {}, err
}
