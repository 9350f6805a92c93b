package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/pipeline"
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
		Long: `check looks at every pair again, with the reviewers' edits in it, and lists its findings and its risk: the probability that a reviewer would find an error, where
one pair in ten has one. --report shows how often reviewers have found one.
With --baseline FILE, findings that were accepted before stay silent; --accept adds all present ones to that file.` + "\n" + exitHelp,
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
	c.Flags().StringVar(&f.failOn, "fail-on", "error", "exit with 1 if a finding is at least this severe: info, warning, error, or never")
	c.Flags().StringVar(&f.baseline, "baseline", "", "file of accepted findings")
	c.Flags().BoolVar(&f.accept, "accept", false, "add all findings to the baseline")
	c.Flags().StringVar(&f.glossary, "glossary", "", "file of terms to check")
	c.Flags().BoolVar(&f.json, "json", false, "one JSON object a line for each pair, the riskiest first")
	c.Flags().BoolVar(&f.list, "list", false, "list the checks")
	c.Flags().BoolVar(&f.report, "report", false, "show how many pairs have which risk, and what reviewers changed of them, not the pairs themselves")
	c.Flags().IntVar(&f.most, "most", 50, "list at most so many pairs; 0 lists all")
	return c
}

func (a *app) listChecks() error {
	for _, c := range check.All {
		title, _, _ := strings.Cut(c.Doc, "\n")
		if _, err := printer.Printf(a.stdout, "%-14s %s\n", c.Name, title); err != nil {
			return err
		}
	}
	return nil
}

// bars are the values of --fail-on, least severe first.
var bars = []string{"info", "warning", "error", "never"}

// A suspect is a pair with findings, or one that is risky without.
type suspect struct {
	document string
	pair     *bitext.Pair
	reasons  []check.Reason
}

// A pair with a risk of suspectRisk is listed even if no check has found anything.
const suspectRisk = 0.3

func (a *app) check(f *checkFlags, path string) error {
	bar := slices.Index(bars, f.failOn)
	if bar < 0 {
		return usage(fmt.Errorf("--fail-on %s: must be one of %s", f.failOn, strings.Join(bars, ", ")))
	}
	if f.accept && f.baseline == "" {
		return usage(errors.New("--accept needs a file: --baseline FILE"))
	}
	files, err := bitextFiles(path)
	if err != nil {
		return err
	}
	var baseline *check.Baseline
	if f.baseline != "" {
		if baseline, err = readBaseline(f.baseline); err != nil {
			return err
		}
	}
	var docs []*bitext.Bitext
	all := &check.Corpus{}
	unreadable := 0
	for b, err := range a.bitexts(files) {
		if err != nil {
			a.say("%v", err)
			unreadable++
			continue
		}
		all.Add(b)
		docs = append(docs, b)
	}
	var report riskReport
	suspects, found, pairs, worst, err := a.checkAll(docs, all, baseline, f, &report)
	if err != nil {
		return err
	}
	if f.accept {
		for _, s := range suspects {
			for _, finding := range s.pair.Findings {
				baseline.Accept(finding.Check, s.pair)
			}
		}
		if err := a.writeFile(f.baseline, baseline.Write); err != nil {
			return usage(err)
		}
		a.say("%d findings are accepted in %s", baseline.Len(), f.baseline)
		return nil
	}
	if f.report {
		err = report.write(a.stdout)
	} else {
		err = a.printSuspects(suspects, f)
	}
	if err != nil {
		return usage(fmt.Errorf("standard output: %w", err))
	}
	a.say("%s with findings or risks of %s in %s", count(found, "pair"), count(pairs, "pair"), count(len(docs), "document"))
	switch {
	case unreadable > 0:
		return &exit{exitUnreadable, fmt.Errorf("%s could not be read whole; the rest is checked", count(unreadable, "bitext")), nil}
	case worst >= bar:
		return &exit{exitFailed, fmt.Errorf("there are findings of severity %s", bars[worst]), nil}
	}
	return nil
}

// checkAll returns the pairs to list, the riskiest first, how many of them are suspicious, how many pairs there are, and the severity of the worst finding as an index into bars, -1 for none.
func (a *app) checkAll(docs []*bitext.Bitext, all *check.Corpus, baseline *check.Baseline, f *checkFlags, report *riskReport) (suspects []suspect, found, pairs, worst int, err error) {
	config, err := a.settings()
	if err != nil {
		return nil, 0, 0, 0, err
	}
	if f.glossary != "" {
		if config.Glossary, err = readGlossary(f.glossary, config); err != nil {
			return nil, 0, 0, 0, err
		}
	}
	open := a.newSessions(config)
	defer open.close()
	runners := map[*satzpaar.Session]*check.Runner{}
	worst = -1
	for _, b := range docs {
		session, err := open.of(&b.Header)
		if err != nil {
			return nil, 0, 0, 0, fmt.Errorf("%s: %w", b.Document, err)
		}
		runner := runners[session]
		if runner == nil {
			runner = session.Checks(all)
			runners[session] = runner
		}
		for i := range b.Pairs {
			p := &b.Pairs[i]
			pairs++
			p.Findings = baseline.Open(p, runner.Run(p))
			reasons := pipeline.SetRisk(runner, p)
			if f.report {
				report.add(p, runner)
			}
			for _, finding := range p.Findings {
				worst = max(worst, slices.Index(bars, string(finding.Severity)))
			}
			suspicious := len(p.Findings) > 0 || *p.Risk >= suspectRisk
			if suspicious {
				found++
			}
			if suspicious || f.json {
				suspects = append(suspects, suspect{b.Document, p, reasons})
			}
		}
	}
	slices.SortStableFunc(suspects, func(a, b suspect) int { return cmp.Compare(*b.pair.Risk, *a.pair.Risk) })
	return suspects, found, pairs, worst, nil
}

func (a *app) printSuspects(suspects []suspect, f *checkFlags) error {
	for i, s := range suspects {
		if f.most > 0 && i == f.most {
			a.say("… and %d more pairs; --most 0 lists all", len(suspects)-f.most)
			break
		}
		if f.json {
			line := struct {
				Document string           `json:"document"`
				ID       string           `json:"id"`
				Risk     float64          `json:"risk"`
				Source   string           `json:"source"`
				Target   string           `json:"target"`
				Findings []bitext.Finding `json:"findings"`
			}{s.document, s.pair.ID, *s.pair.Risk, s.pair.Source, s.pair.Target, s.pair.Findings}
			e := json.NewEncoder(printer.JSON(a.stdout))
			e.SetEscapeHTML(false)
			if err := e.Encode(line); err != nil {
				return err
			}
			continue
		}
		printer.Printf(a.stdout, "%s %s  risk %.2f\n  %s\n  %s\n", s.document, s.pair.ID, *s.pair.Risk, excerpt(s.pair.Source, 150), excerpt(s.pair.Target, 150))
		for _, finding := range s.pair.Findings {
			if _, err := printer.Printf(a.stdout, "  %-7s %s: %s\n", finding.Severity, finding.Check, finding.Message); err != nil {
				return err
			}
		}
		for _, r := range s.reasons {
			if r.Check == "" && r.Weight >= 0.5 {
				if _, err := printer.Printf(a.stdout, "  also    %s\n", r.Text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func readBaseline(path string) (*check.Baseline, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &check.Baseline{}, nil
	}
	if err != nil {
		return nil, usage(err)
	}
	defer file.Close()
	b, err := check.ReadBaseline(io.Reader(file), path)
	if err != nil {
		return nil, usage(err)
	}
	return b, nil
}
