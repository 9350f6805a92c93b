//go:build (!unix || aix) && !windows

package plainfile

import "os"

// Lock does nothing: these systems have no locks, or no other processes.
func Lock(*os.File) error { return nil }
