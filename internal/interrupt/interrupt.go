// Package interrupt ends the work of a program in two steps: at the first interrupt, what is in flight is finished and
// kept; at the second, everything stops at once.
package interrupt

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Err is the cause of a context that has ended because a person, or the system, asked for it.
var Err = errors.New("interrupted")

// Signals are what a person, a terminal that is closed, or a system that shuts down, sends to end a program. A hang-up
// that is ignored, as nohup has it, stays so.
func Signals() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

// grace is how long after the second interrupt work may put away its temporary files and end its children.
const grace = 500 * time.Millisecond

// Run calls work and returns its exit code. The first signal ends the context soft, with the cause [Err], and calls
// first, which may block; the second ends hard as well. Work that goes on even then, since it waits for input
// or is in a long computation, is left behind: ended is false.
func Run(
	signals <-chan os.Signal,
	work func(soft, hard context.Context) int,
	first func(),
) (code int, ended bool) {
	hard, stop := context.WithCancel(context.Background())
	defer stop()
	soft, drain := context.WithCancelCause(hard)
	defer drain(nil)
	done := make(chan int, 1)
	go func() { done <- work(soft, hard) }()
	select {
	case code := <-done:
		return code, true
	case <-signals:
	}
	drain(Err)
	go first()
	select {
	case code := <-done:
		return code, true
	case <-signals:
	}
	stop()
	select {
	case code := <-done:
		return code, true
	case <-time.After(grace):
		return 0, false
	}
}
