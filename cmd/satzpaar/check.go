package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
)

// checkFlags are the flags of satzpaar check.
type checkFlags struct {
	failOn, baseline, glossary string
	accept, json, list, report bool
	most                       int
}

func checkCommand(a *app) *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check [flags] DIR|FILE",
		Short: "List what is suspicious in the pairs of a bitext, the riskiest pair first",
		Long: `check looks at every pair again, with the reviewers' edits in it, and lists its
findings and its risk: the probability that a reviewer would find an error, where one pair in ten
has one. --report shows how often reviewers have found one.
With --baseline FILE, findings that were accepted before stay silent; --accept adds all current ones
to that file.` + "\n" + exitHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.list {
				return a.listChecks()
			}
			if f.json && !cmd.Flags().Changed("most") {
				f.most = 0 // programs rank all pairs
			}
			if len(args) == 0 {
				return usage(errors.New("give an output folder or a bitext"), "see satzpaar check --help")
			}
			return a.check(&f, args[0])
		},
	}
	commandline.Choice(c.Flags(), &f.failOn, "fail-on", "error", commandline.Words(thresholds...),
		"exit with 1 if a finding is at least this severe: info, warning, error, or never")
	c.Flags().StringVar(&f.baseline, "baseline", "", "`file` of accepted findings")
	c.Flags().BoolVar(&f.accept, "accept", false, "add all findings to the baseline")
	c.Flags().StringVar(&f.glossary, "glossary", "", "`file` of terms to check")
	c.Flags().BoolVar(&f.json, "json", false, "one JSON object a line for each pair, the riskiest first")
	c.Flags().BoolVar(&f.list, "list", false, "list the checks")
	c.Flags().BoolVar(&f.report, "report", false,
		"show how many pairs have which risk, and what reviewers changed of them, not the pairs themselves")
	c.Flags().IntVar(&f.most, "most", 50, "list at most this many pairs; 0 lists all")
	return c
}

func (a *app) listChecks() error {
	for _, c := range check.All {
		title, _, _ := strings.Cut(c.Doc, "\n")
		a.print("%-14s %s\n", c.Name, title)
	}
	return nil
}

// thresholds are the values of --fail-on, least severe first.
var thresholds = []string{"info", "warning", "error", "never"}

func (a *app) check(f *checkFlags, path string) error {
	if f.accept && f.baseline == "" {
		return usage(errors.New("--accept needs a file: --baseline FILE"))
	}
	files, err := bitext.Files(path)
	if err != nil {
		return err
	}
	var baseline *check.Baseline
	if f.baseline != "" {
		if baseline, err = check.OpenBaseline(f.baseline); err != nil {
			return err
		}
	}
	var docs []*bitext.Bitext
	unreadable := 0
	for b := range bitext.Readable(files, a.noteEach(&unreadable)) {
		docs = append(docs, b)
	}
	config, err := a.settings()
	if err != nil {
		return err
	}
	if err := config.ReadGlossary(f.glossary); err != nil {
		return err
	}
	sessions := satzpaar.NewSessions(config)
	defer sessions.Close()
	look := satzpaar.CheckOptions{Baseline: baseline, All: f.json}
	if f.report {
		look.Report = &check.RiskReport{}
	}
	suspects, err := sessions.Check(docs, look)
	if err != nil {
		return err
	}
	if f.accept {
		suspects.Accept(baseline)
		if err := a.writeFile(f.baseline, baseline.Write); err != nil {
			return err
		}
		a.say("accepted in %s: %s", f.baseline, units.Count(baseline.Len(), "finding"))
		return nil
	}
	if f.report {
		if _, err := io.WriteString(printer.Writer(a.stdout), look.Report.String()); err != nil {
			return unwritten(err)
		}
	} else if err := a.printSuspects(suspects.List, f); err != nil {
		return err
	}
	a.say("%s with findings or risks of %s in %s",
		units.Count(suspects.Suspicious, "pair"), units.Count(suspects.Pairs, "pair"),
		units.Count(len(docs), "document"))
	if unreadable > 0 {
		return partly(unreadable, "bitext", "read whole; the rest is checked")
	}
	worst := -1
	for severity := range suspects.Found {
		worst = max(worst, slices.Index(thresholds, string(severity)))
	}
	if worst >= slices.Index(thresholds, f.failOn) {
		return &exit{exitFailed, fmt.Errorf("there are findings of severity %s", thresholds[worst]), nil}
	}
	return nil
}

func (a *app) printSuspects(suspects []satzpaar.Suspect, f *checkFlags) error {
	for i, s := range suspects {
		if f.most > 0 && i == f.most {
			a.say("… and %d more pairs; --most 0 lists all", len(suspects)-f.most)
			break
		}
		if !f.json {
			a.print("%s\n", printer.Lines(s.Lines()))
		} else if err := a.printJSON(s, ""); err != nil {
			return err
		}
	}
	return nil
}
