//go:build !unix

package corpus

import "os"

// lockAlone is true: Windows does not remove a file that another process is writing.
func lockAlone(*os.File) bool { return true }

func share(*os.File) {}
