//go:build (!unix || aix) && !windows

package bitext

import "os"

// lock does nothing: these systems have no locks, or no other processes.
func lock(*os.File) error { return nil }
