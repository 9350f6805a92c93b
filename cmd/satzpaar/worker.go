package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// workerFlags are the flags of satzpaar worker. Those that control how to translate are those of satzpaar translate.
type workerFlags struct {
	translateFlags
	settings string
	print    bool
	expect   string
	pairs    bool
}

func workerCommand(a *app) *cobra.Command {
	var f workerFlags
	c := &cobra.Command{
		Use:   "worker [flags]",
		Short: "Translate records from standard input for an engine that distributes them",
		Long: `worker reads records of JSON Lines from standard input and writes each to standard output with its
translation, in order, as soon as the group it came with is done. Spark, Ray, Beam or your own queue
feeds one on every machine. The first line of the output is a greeting; from then on every line
answers the line of the input with the same number. Failures are reported in the record, under
"satzpaar"; the worker goes on. It keeps nothing, so it can be killed and started again at any
time. doc/scale.md describes the protocol.

Settings travel to other machines as flags, as a configuration file, or as one JSON document:
--print-settings writes it, --settings reads it. Keys do not travel; they are read from the
environment of the worker.` + "\n" + exitHelp,
		Example: "  satzpaar worker --print-settings --glossary terms.tsv > settings.json\n" +
			"  satzpaar worker --settings settings.json < records.jsonl",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.worker(cmd.Context(), &f, cmd.Flags()) },
	}
	fs := c.Flags()
	fs.StringVar(&f.settings, "settings", "", "JSON `document` of settings, in place of configuration and other flags")
	fs.BoolVar(&f.print, "print-settings", false, "write the settings as a JSON document and do nothing else")
	fs.StringVar(&f.expect, "expect", "",
		"`signature` that the backend must have, as a greeting names it; another one is refused, so that no machine "+
			"translates with another model")
	fs.BoolVar(&f.pairs, "pairs", false, "write with every record its sentence pairs, as a bitext holds them")
	fs.StringVar(&f.field, "field", "", "`fields` to translate, such as title,messages.*.content (default: text, …)")
	fs.StringVar(&f.into, "into", "translation", "`field` that takes the translation, such as *_en")
	f.register(fs)
	a.completeValues(c)
	return c
}

func (a *app) worker(ctx context.Context, f *workerFlags, given *pflag.FlagSet) (err error) {
	j, err := a.workerJob(f, given)
	if err != nil {
		return err
	}
	j.config.Encoding = document.UTF8
	if f.print {
		return satzpaar.WriteConfig(printer.JSON(j.stdout), &j.config)
	}
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	backends := session.Backends()
	if f.expect != "" && !slices.Contains(backends, f.expect) {
		err := fmt.Errorf("--expect %s: the backend of this machine is %s", f.expect, strings.Join(backends, ", "))
		return usage(err, "give every machine the same program and the same model")
	}
	if limit := j.config.MaxCost; limit > 0 && f.budget == "" {
		j.say("--max-cost %g holds for this worker alone: workers share it with --budget NAME and the same "+
			"--cache postgres://USER@HOST/DATABASE", limit)
	}
	s, stop := corpus.Work(ctx, session, j.stdin, j.stdout, corpus.WorkOptions{
		Greeting: corpus.Greeting{
			Program:  versionString(),
			From:     session.Pair().From.String(),
			To:       session.Pair().To.String(),
			Backends: backends,
		},
		Jobs:  session.Jobs(),
		Pairs: f.pairs,
	})
	for _, failed := range s.Failures { // of the stream itself
		j.say("failed: %s", failed.Err)
	}
	s.Interrupted = interrupted(stop)
	return j.outcome(s, stop)
}

// besideSettings are the flags that may stand beside --settings: what belongs to a machine, not to the work.
var besideSettings = []string{"settings", "print-settings", "expect", "pairs", "cache", "no-cache", "jobs", "max-cost",
	"budget"}

// workerJob brings the settings of a worker together.
func (a *app) workerJob(f *workerFlags, given *pflag.FlagSet) (*job, error) {
	if f.settings == "" {
		return a.newJob(&f.translateFlags)
	}
	var beside error
	given.Visit(func(flag *pflag.Flag) {
		if beside == nil && !slices.Contains(besideSettings, flag.Name) {
			beside = usage(fmt.Errorf("--%s cannot stand beside --settings", flag.Name),
				"write the document again, with --print-settings and that flag")
		}
	})
	if beside != nil {
		return nil, beside
	}
	raw, err := plainfile.ReadFile(f.settings)
	if err != nil {
		return nil, fmt.Errorf("--settings: %w", err)
	}
	shipped, err := satzpaar.ReadConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, usage(fmt.Errorf("--settings: %s: %w", f.settings, err),
			"write it with 'satzpaar worker --print-settings'")
	}
	here, err := a.settings() // what is not data, and the keys
	if err != nil {
		return nil, err
	}
	shipped.Host = here.Host
	shipped.TakeKeys(a.env)
	j := a.bareJob(&f.translateFlags)
	j.config = shipped
	if f.maxCost != 0 {
		j.config.MaxCost = f.maxCost
	}
	if f.jobs != 0 {
		j.config.Jobs = f.jobs
	}
	return j, j.complete("")
}
