//go:build unix

package marian

import (
	"syscall"
	"time"
)

// cpuTime is the time that this process has spent on a CPU: unlike the wall clock, it is meaningful on a busy
// machine too.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
