package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/satzpaar/satzpaar/internal/printer"
)

// A terminal is the outside world as a command sees it. Nothing else in this program reads the environment, the clock
// or the terminal.
type terminal struct {
	args           []string
	env            func(string) string
	environ        []string
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	interactive    bool // a person watches standard error
	// secret reads a line from standard input without showing it; nil where that is not a terminal.
	secret func() (string, error)
}

// An output remembers that it could not be written, so that no command ends well whose words are lost.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.err = err
	}
	return n, err
}

// print writes to standard output. An error of that is not lost: see execute.
func (t *terminal) print(format string, args ...any) { printer.Printf(t.stdout, format, args...) }

// printJSON writes a value to standard output as JSON; indent is that of each level, "" for a single line.
func (t *terminal) printJSON(v any, indent string) error {
	return unwritten(writeJSON(t.stdout, v, indent))
}

// writeJSON writes a value as JSON, for programs and terminals.
func writeJSON(w io.Writer, v any, indent string) error {
	e := json.NewEncoder(printer.JSON(w))
	e.SetIndent("", indent)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// unwritten is the error for a standard output that cannot be written; nil if err is.
func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return usage(fmt.Errorf("standard output: %w", err))
}

// say prints a message for the person who watches.
func (t *terminal) say(format string, args ...any) {
	printer.Printf(t.stderr, "satzpaar: "+format+"\n", args...)
}

// note prints an error that does not end the work.
func (t *terminal) note(err error) { t.say("%v", err) }

// noteEach returns a function that prints errors that do not end the work, and counts them.
func (t *terminal) noteEach(n *int) func(error) {
	return func(err error) {
		t.note(err)
		*n++
	}
}

// log returns a logger for the messages of the HTTP servers of this program.
func (t *terminal) log() *log.Logger { return log.New(sayer{t}, "", 0) }

type sayer struct{ *terminal }

func (s sayer) Write(line []byte) (int, error) {
	s.say("%s", bytes.TrimSpace(line))
	return len(line), nil
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
