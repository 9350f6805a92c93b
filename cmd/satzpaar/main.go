// Command satzpaar translates German documents into aligned German–English sentence pairs, offline by default. See
// README.md.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// version is set by release builds with -ldflags "-X main.version=…".
var version = ""

// gcPercent bounds the garbage to two fifths of what is in use, where Go lets it grow as large: 3 % more time, a
// third less memory.
const gcPercent = 40

// firstCollection is how much memory a program takes before the collector runs for the first time. What is read at the
// start stays, and looking through it again and again while it grows takes a tenth of the time until a sentence is
// translated.
const firstCollection = 48 << 20

// collectLate sets the collector up. Late puts its first run off, which then ends the putting off.
func collectLate(late bool) {
	if !late {
		debug.SetGCPercent(gcPercent)
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	runtime.AddCleanup(new([64]byte), func(struct{}) {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(math.MaxInt64)
	}, struct{}{})
}

func main() {
	os.Exit(run(&terminal{
		args: os.Args[1:], env: os.Getenv, environ: os.Environ(),
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now,
		interactive: isTerminal(os.Stderr) && os.Getenv("TERM") != "dumb",
		secret:      secretReader(os.Stdin),
	}))
}

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

// run executes one command line and returns the exit code.
func run(t *terminal) int {
	if t.env("GOGC") == "" {
		collectLate(t.env("GOMEMLIMIT") == "")
	}
	// The first interrupt drains: what is in flight is finished and kept. The second one stops at once.
	hard, stop := context.WithCancel(context.Background())
	defer stop()
	soft, drain := context.WithCancelCause(hard)
	defer drain(nil)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, stopSignals()...)
	defer signal.Stop(signals)
	done := make(chan int, 1)
	go func() { done <- t.execute(soft, hard) }()
	select {
	case code := <-done:
		return code
	case <-signals:
	}
	drain(errInterrupted)
	// Whoever reads the messages may have stopped to read.
	go t.say("interrupted: finishing what is in flight (once more to stop at once)")
	select {
	case code := <-done:
		return code
	case <-signals:
	}
	stop()
	select {
	case code := <-done:
		return code
	case <-time.After(stopWithin): // it reads what does not come, or counts what does not end
		return exitInterrupted
	}
}

// stopWithin is how long after the second interrupt a command may put away its temporary files and end its children.
const stopWithin = 500 * time.Millisecond

// execute runs the command line until it is done. The first context ends at the first interrupt, the second at the
// second.
func (t *terminal) execute(soft, hard context.Context) int {
	own := *t
	out := &output{w: t.stdout}
	own.stdout, own.stdin = out, &interruptible{ctx: soft, r: t.stdin}
	root := newRoot(newApp(&own, hard))
	root.SetArgs(t.args)
	root.SetIn(own.stdin)
	root.SetOut(printer.Writer(out))
	root.SetErr(printer.Writer(t.stderr))
	err := root.ExecuteContext(soft)
	// A command that has failed sentences or findings to report still did its work, unless the output is lost.
	var e *exit
	if worked := err == nil || errors.As(err, &e) && e.code == exitFailed; worked && out.err != nil {
		err = unwritten(out.err)
	}
	return t.report(err)
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

// An app is what sub-commands share.
type app struct {
	*terminal
	hard context.Context // ends at the second interrupt, while a command's own context ends at the first
	// configFile returns the content of config.toml, which is read once.
	configFile func() (*config, error)
}

func newApp(t *terminal, hard context.Context) *app {
	return &app{terminal: t, hard: hard, configFile: sync.OnceValues(t.readConfig)}
}

const exitHelp = `
Exit status: 0 done · 1 some sentences failed, all else is written (check: findings at or above the
threshold) · 2 wrong use or configuration · 3 backend unreachable or refused (key, quota) · 4 some
input unreadable, the rest is done · 130 interrupted. If several apply: 130, 3, 4, 1.`

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "satzpaar",
		Short: "German documents in, aligned German–English sentence pairs out",
		Long: `satzpaar translates German documents into English, offline by default, finds the
foreign-language parts inside them, and writes source and target side by side, sentence by sentence.` + "\n" + exitHelp,
		Version:       versionString(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("satzpaar {{.Version}}\n")
	root.AddCommand(
		translateCommand(a),
		reviewCommand(a),
		annotateCommand(a),
		serveCommand(a),
		mcpCommand(a),
		workerCommand(a),
		statusCommand(a),
		mergeCommand(a),
		detectCommand(a),
		alignCommand(a),
		checkCommand(a),
		exportCommand(a),
		evalCommand(a),
		modelsCommand(a),
		cacheCommand(a),
		glossaryCommand(a),
		backendsCommand(a),
		versionCommand(a),
		manCommand(),
	)
	adviseOnUse(root)
	return root
}

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			a.print("satzpaar %s\n", versionString())
			return nil
		}}
}

// versionString returns the release, or the revision that was built, and the edition.
func versionString() string { return revision() + edition }

func revision() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	commit, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = "-" + s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "-modified"
		}
	}
	return "devel" + commit + dirty
}

var errInterrupted = errors.New("interrupted")

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

// usage gives an error hints that say what to do instead. The program ends as wrong use then, as it does for every
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
	hints := slices.DeleteFunc(slices.Clone(e.hints), func(h string) bool { return h == "" })
	var file *document.Error
	if errors.As(err, &file) {
		hints = append(hints, file.Hint)
	}
	if len(hints) == 0 { // who knows the flags knows better
		hints = append(hints, advice.Of(err))
	}
	for _, h := range hints {
		if h != "" {
			printer.Printf(t.stderr, "satzpaar: hint: %s\n", h)
		}
	}
	return e.code
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

// partly ends a command that could not do all of its work, of which each part that failed has been named: how many,
// what they are, and what did not go with them. It is nil where all went well.
func partly(failed int, noun, what string) error {
	if failed == 0 {
		return nil
	}
	return &exit{exitUnreadable, fmt.Errorf("%s could not be %s", count(failed, noun), what), nil}
}

// group returns a command that has only sub-commands.
func group(use, short string, all ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(all...)
	return c
}

// log returns a logger for the messages of the HTTP servers of this program.
func (t *terminal) log() *log.Logger { return log.New(sayer{t}, "", 0) }

type sayer struct{ *terminal }

func (s sayer) Write(line []byte) (int, error) {
	s.say("%s", bytes.TrimSpace(line))
	return len(line), nil
}
