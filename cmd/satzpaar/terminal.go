package main

import (
	"os"
	"syscall"

	"golang.org/x/term"
)

// stopSignals are what a person, or a system that shuts down, sends to end a run.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
