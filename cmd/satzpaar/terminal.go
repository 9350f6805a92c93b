package main

import (
	"os"

	"golang.org/x/term"
)

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
