package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/caches"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// whichShard reads --shard.
func (j *job) whichShard() (shard, shards int, err error) {
	if shard, shards, err = corpus.WhichShard(j.flags.shard, j.env); err != nil {
		hint := "for example --shard 3/36 for the fourth of 36, or --shard auto in a SLURM array job"
		if errors.Is(err, corpus.ErrNoArray) {
			hint = "outside SLURM, say how many shards there are: --shard auto/36"
		}
		return 0, 0, usage(fmt.Errorf("--shard %s: %w", j.flags.shard, err), hint)
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
	if _, err := shards.Folder().KeepRules([]byte(j.config.SRX)); err != nil {
		return err
	}
	w := &work{args: args, inputs: inputs, options: corpus.Options{Writers: j.writers, Edits: shards.Folder()}}
	var rows []corpus.Row
	w.options.Rows = func(r []corpus.Row) { rows = r }
	w.begin = func(s *satzpaar.Session) error {
		settings, err := s.Settings()
		if err != nil {
			return err
		}
		settings["write"] = outputs.List(j.writers)
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
		w.inputs, w.out, err = shards.Shard(shard, inputs)
		if err != nil && !errors.Is(err, corpus.ErrComplete) {
			return usage(err, "merge what is there, or start again in a new folder with --out")
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

// noShards is the hint for an output folder without shards.
const noShards = "shards are made by 'satzpaar translate --shard', and gone once they are merged"

func statusCommand(a *app) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "status DIR",
		Short: "Show which shards of a run are complete",
		Long: `status looks into an output folder that 'satzpaar translate --shard' fills and reports how many shards
are complete, and which are not, in the form that schedulers take: 3,5-7.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.status(args[0], asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write it as JSON")
	return c
}

func (a *app) status(dir string, asJSON bool) error {
	shards, err := corpus.FindShards(dir)
	if errors.Is(err, corpus.ErrNoShards) {
		return usage(err, noShards)
	}
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

func (a *app) merge(dir string, keep bool) error {
	s, err := outputs.Merge(dir, keep)
	switch {
	case errors.Is(err, outputs.ErrMerged):
		a.say("%s is complete: %v", dir, outputs.ErrMerged)
		return nil
	case errors.Is(err, corpus.ErrNoShards):
		return usage(err, noShards)
	case err != nil:
		return usage(err, append(diskHints(err, inCache), "see 'satzpaar status "+dir+"'")...)
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
