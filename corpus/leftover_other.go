//go:build !unix || aix

package corpus

import (
	"os"
	"runtime"
)

// lockAlone is true on Windows, which does not remove a file that another process is writing. Elsewhere nothing is
// known of other runs.
func lockAlone(*os.File) bool { return runtime.GOOS == "windows" }

func share(*os.File) {}
