package main

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// stopSignals are what a person, a terminal that is closed, or a system that shuts down, sends to end a run. A
// hang-up that is ignored, as nohup has it, stays so.
func stopSignals() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// secretReader returns a function that reads a line from a terminal without showing it; nil for what is not one.
func secretReader(f *os.File) func() (string, error) {
	if !isTerminal(f) {
		return nil
	}
	return func() (string, error) {
		raw, err := term.ReadPassword(int(f.Fd()))
		return string(raw), err
	}
}
