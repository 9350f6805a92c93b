package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/caches"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/lang"
)

// whichShard reads --shard, and refuses flags that are about a whole run.
func (j *job) whichShard() (shard, shards int, err error) {
	f := j.flags
	if shard, shards, err = corpus.WhichShard(f.shard, j.env); err != nil {
		hint := "for example --shard 3/36 for the fourth of 36, or --shard auto in a SLURM array job"
		if errors.Is(err, corpus.ErrNoArray) {
			hint = "outside SLURM, say how many shards there are: --shard auto/36"
		}
		return 0, 0, usage(fmt.Errorf("--shard %s: %w", f.shard, err), hint)
	}
	for _, o := range []struct {
		name  string
		given bool
	}{
		{"--retry", f.retry != ""}, {"--batch-api", f.batchAPI}, {"--resume", f.resume}, {"--reparse", f.reparse},
		{"--dry-run", f.dryRun}, {"--prune", f.prune},
	} {
		if o.given {
			return 0, 0, usage(fmt.Errorf("%s cannot stand beside --shard", o.name),
				"use it without --shard, or on the whole output folder when the shards are merged")
		}
	}
	return shard, shards, nil
}

// shard translates one shard of inputs into the output folder dir.
func (j *job) shard(ctx context.Context, args []string, inputs *corpus.Inputs, dir string) (err error) {
	f := j.flags
	shard, count, err := j.whichShard()
	if err != nil {
		return err
	}
	shards, err := corpus.OpenShards(dir)
	if err != nil {
		return usage(err, "choose a new or empty folder with --out")
	}
	defer func() { err = errors.Join(err, shards.Close()) }()
	if j.config.SRX != "" {
		if _, err := shards.Folder().KeepRules([]byte(j.config.SRX)); err != nil {
			return err
		}
	}
	w := &work{args: args, inputs: inputs, options: corpus.Options{Writers: j.writers, Edits: shards.Folder()}}
	var rows []corpus.Row
	w.options.Rows = func(r []corpus.Row) { rows = r }
	w.begin = func(s *satzpaar.Session) error {
		settings, err := s.Settings()
		if err != nil {
			return err
		}
		settings["write"] = strings.Join(j.written(), ",")
		run := &corpus.ShardedRun{
			Program:  versionString(),
			Settings: settings,
			Inputs:   inputs,
			Encoding: j.config.Encoding,
			Shards:   count,
		}
		if err := shards.Fit(run); err != nil {
			if errors.Is(err, corpus.ErrPlan) {
				return usage(err, "run every shard with the same flags over the same inputs, or choose a new folder "+
					"with --out")
			}
			return err
		}
		if f.budget == "" && f.maxCost > 0 && !j.shareBudget("plan "+shards.Plan()) && !f.quiet {
			j.say("--max-cost %g holds for each of the %d shards by itself, %g in all: what they spend is added up "+
				"only where --cache names a database", f.maxCost, count, f.maxCost*float64(count))
		}
		if shard == corpus.PlanOnly {
			return corpus.ErrComplete
		}
		w.inputs, w.out, err = shards.Shard(shard, inputs)
		if err != nil && !errors.Is(err, corpus.ErrComplete) {
			return usage(err, "merge what is there, or begin again in a new folder with --out")
		}
		return err
	}
	s, stop, err := j.run(ctx, w)
	if w.out != nil {
		defer func() { err = errors.Join(err, w.out.Close()) }()
	}
	merge := fmt.Sprintf("when all %d shards are complete: satzpaar merge %s", count, dir)
	if errors.Is(err, corpus.ErrComplete) {
		if shard != corpus.PlanOnly && !f.quiet {
			j.say("shard %d was complete before; %s", shard, merge)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if stop == nil {
		if err := shards.Complete(shard, s, rows); err != nil {
			return err
		}
	}
	if err := j.conclude(s, w.out, merge, stop); err != nil || stop == nil {
		return err // failed sentences do not call for another run of the shard; status and merge report them
	}
	return j.outcome(s, stop)
}

// written returns the names of the outputs.
func (j *job) written() []string {
	var names []string
	for _, w := range j.writers {
		names = append(names, w.Name)
	}
	return names
}

func statusCommand(a *app) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "status DIR",
		Short: "Show which shards of a run are complete",
		Long: `status looks into an output folder that 'satzpaar translate --shard' fills and reports how many shards
are complete, and which are not: as schedulers take such numbers, 3,5-7.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.status(args[0], asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write it as JSON")
	return c
}

func (a *app) status(dir string, asJSON bool) error {
	shards, err := findShards(dir)
	if err != nil {
		return err
	}
	p, err := shards.Progress()
	if err := errors.Join(err, shards.Close()); err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(p, "")
	}
	a.print("%s: %s\n", dir, printer.Lines(p.Lines()))
	return nil
}

func findShards(dir string) (*corpus.Shards, error) {
	shards, err := corpus.FindShards(dir)
	if errors.Is(err, corpus.ErrNoShards) {
		return nil, usage(err, "shards are made by 'satzpaar translate --shard', and gone once they are merged")
	}
	return shards, err
}

func mergeCommand(a *app) *cobra.Command {
	keep := false
	c := &cobra.Command{
		Use:   "merge DIR",
		Short: "Put the outputs of all shards of a run together",
		Long: `merge puts together what the shards of 'satzpaar translate --shard' have made: the folder then holds what
one run over all inputs would have written, byte for byte. It refuses to while a shard is not complete.
It can be interrupted and repeated; where there is nothing left to do it says so.` + "\n" + exitHelp,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.merge(args[0], keep) },
	}
	c.Flags().BoolVar(&keep, "keep", false, "keep what the shards have made")
	return c
}

func (a *app) merge(dir string, keep bool) (err error) {
	shards, err := findShards(dir)
	if errors.Is(err, corpus.ErrNoShards) {
		merged, mergedErr := corpus.Merged(dir)
		if merged && mergedErr == nil {
			a.say("%s is complete: there are no shards in it any more", dir)
			return nil
		}
		return errors.Join(err, mergedErr)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shards.Close()) }()
	settings := shards.Settings()
	pair, err := lang.ParsePair(settings["from"], settings["to"]) // they stand in the names and contents of outputs
	if err != nil {
		return fmt.Errorf("the plan of %s: %w", dir, err)
	}
	writers, err := writersNamed(settings["write"], pair.From.String(), pair.To.String())
	if err != nil {
		return err
	}
	s, err := shards.Merge(corpus.MergeOptions{Writers: writers, Index: outputs.Index})
	if err != nil {
		return usage(err, append(diskHints(err, inCache), "see 'satzpaar status "+dir+"'")...)
	}
	if err := shards.Folder().WriteSummary(s); err != nil {
		return err
	}
	if !keep {
		if err := shards.Remove(); err != nil {
			return err
		}
	}
	j := a.bareJob(&translateFlags{})
	j.tell(s, dir, fmt.Sprintf("read %s/%s", dir, corpus.IndexFile))
	return j.outcome(s, nil)
}

// namedBudget shares the budget that --budget names.
func (j *job) namedBudget() error {
	if j.flags.budget == "" || j.shareBudget(j.flags.budget) {
		return nil
	}
	return usage(errors.New("--budget: costs are counted for several processes only in a database"),
		"name the database with --cache postgres://USER@HOST/DATABASE, or leave out --budget")
}

// shareBudget makes --max-cost the limit of all processes that share a budget under that name. It reports whether the
// cache is in a database, which alone can add up what they spend.
func (j *job) shareBudget(name string) bool {
	ledger := caches.Ledger(j.config.Host.Cache, name)
	if ledger == nil {
		return false
	}
	j.config.Host.Budget.Share(ledger, func(err error) {
		j.say("--max-cost holds for this process alone until the database is back: %v", err)
	})
	return true
}
