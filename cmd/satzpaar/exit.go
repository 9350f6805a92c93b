package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/interrupt"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
)

const exitHelp = `
Exit status: 0 done · 1 some sentences failed, all else is written (check: findings at or above the
threshold) · 2 wrong use or configuration · 3 backend unreachable or refused (key, quota) · 4 some
input unreadable, the rest is done · 130 interrupted. If several apply: 130, 3, 4, 1.`

// Exit codes, as the contract lists them.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitBackend     = 3
	exitUnreadable  = 4
	exitInterrupted = 130
)

// An exit is an error that ends the program with a code of its own.
type exit struct {
	code  int
	err   error
	hints []string
}

func (e *exit) Error() string { return e.err.Error() }
func (e *exit) Unwrap() error { return e.err }

// usage gives an error hints on what to do instead. The program ends as wrong use then, as it does for every
// error without an exit code. An error that has its exit code already keeps it, and its own hints; nil stays nil.
func usage(err error, hints ...string) error {
	var done *exit
	if err == nil || errors.As(err, &done) {
		return err
	}
	return &exit{exitUsage, err, hints}
}

// report prints an error as people should see it and returns the exit code.
func (t *terminal) report(err error) int {
	if err == nil {
		return 0
	}
	if interrupted(err) {
		t.say("interrupted")
		return exitInterrupted
	}
	var e *exit
	if !errors.As(err, &e) {
		e = &exit{code: exitUsage}
	}
	printer.Printf(t.stderr, "satzpaar: error: %v\n", err)
	hints := slices.Clone(e.hints)
	var file *document.Error
	if errors.As(err, &file) {
		hints = append(hints, file.Hint)
	}
	if cmp.Or(hints...) == "" { // who knows the flags knows better
		hints = []string{advice.Of(err)}
	}
	for _, h := range hints {
		if h != "" {
			printer.Printf(t.stderr, "satzpaar: hint: %s\n", h)
		}
	}
	return e.code
}

// partly ends a command that could not do all of its work, of which each part that failed has been named: how many,
// what they are, and what did not go with them. It is nil where all went well.
func partly(failed int, noun, what string) error {
	if failed == 0 {
		return nil
	}
	return &exit{exitUnreadable, fmt.Errorf("%s could not be %s", units.Count(failed, noun), what), nil}
}

// interrupted reports whether err is that of work that a person has ended.
func interrupted(err error) bool {
	return errors.Is(err, interrupt.Err) || errors.Is(err, context.Canceled)
}
