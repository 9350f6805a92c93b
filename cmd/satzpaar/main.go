// Command satzpaar translates German documents into aligned German–English sentence pairs, offline by default. See
// README.md.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/collector"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/configfile"
	"github.com/satzpaar/satzpaar/internal/interrupt"
	"github.com/satzpaar/satzpaar/internal/printer"
)

func main() {
	os.Exit(run(&terminal{
		args: os.Args[1:], env: os.Getenv, environ: os.Environ(),
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now,
		interactive: isTerminal(os.Stderr) && os.Getenv("TERM") != "dumb",
		secret:      secretReader(os.Stdin),
	}))
}

// run executes one command line and returns the exit code.
func run(t *terminal) int {
	if t.env("GOGC") == "" {
		collector.Late(t.env("GOMEMLIMIT") == "")
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, interrupt.Signals()...)
	defer signal.Stop(signals)
	code, ended := interrupt.Run(signals, t.execute, func() {
		t.say("interrupted: finishing what is in flight (interrupt again to stop at once)")
	})
	if !ended {
		return exitInterrupted
	}
	return code
}

// execute runs the command line until it is done. The first context ends at the first interrupt, the second at the
// second.
func (t *terminal) execute(soft, hard context.Context) int {
	own := *t
	out := &output{w: t.stdout}
	own.stdout, own.stdin = out, interrupt.NewReader(soft, t.stdin)
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

// An app is what sub-commands share.
type app struct {
	*terminal
	hard context.Context // ends at the second interrupt, while a command's own context ends at the first
	// configFile returns the content of config.toml, which is read once.
	configFile func() (*configfile.File, error)
}

func newApp(t *terminal, hard context.Context) *app {
	find := func() (*configfile.File, error) { return configfile.Find(t.env) }
	return &app{terminal: t, hard: hard, configFile: sync.OnceValues(find)}
}

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
	commandline.Advise(root)
	return root
}
