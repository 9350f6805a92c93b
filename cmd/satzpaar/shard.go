package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// planOnly stands for no shard: only the plan is made.
const planOnly = -1

// whichShard reads the value of --shard.
func (t *terminal) whichShard(value string) (shard, shards int, err error) {
	const hint = "for example --shard 3/36 for the fourth of 36, or --shard auto in a SLURM array job"
	which, of, _ := strings.Cut(value, "/")
	whole := of == "" // the array job is all shards, and not some that are made again
	if whole && which == "auto" {
		if of = t.env("SLURM_ARRAY_TASK_COUNT"); of == "" {
			return 0, 0, usage(errors.New("--shard auto: SLURM_ARRAY_TASK_COUNT is not set"),
				"outside SLURM, say how many shards there are: --shard auto/36")
		}
	}
	if shards = shardNumber(of); shards < 1 || shards > corpus.MaxShards {
		err := fmt.Errorf("--shard %s: the number of shards must be 1 to %d", value, corpus.MaxShards)
		return 0, 0, usage(err, hint)
	}
	if which == "plan" {
		return planOnly, shards, nil
	}
	if which == "auto" {
		if which = first(t.env("SLURM_ARRAY_TASK_ID"), t.env("JOB_COMPLETION_INDEX")); which == "" {
			err := fmt.Errorf("--shard %s: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set", value)
			return 0, 0, usage(err, hint)
		}
		if shard = shardNumber(which); shard >= 0 && whole {
			shard = t.placeInArray(shard)
		}
	} else {
		shard = shardNumber(which)
	}
	if shard < 0 || shard >= shards {
		err := fmt.Errorf("--shard %s: %s is not the number of a shard; they are 0 to %d", value, which, shards-1)
		return 0, 0, usage(err, hint)
	}
	return shard, shards, nil
}

// shardNumber reads a number from 0 on; what is not one is -1.
func shardNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// placeInArray returns where a task stands, from 0, among those of the array job of SLURM, which may begin anywhere and
// leave numbers out: --array=1-71:2.
func (t *terminal) placeInArray(task int) int {
	if least, err := strconv.Atoi(t.env("SLURM_ARRAY_TASK_MIN")); err == nil {
		task -= least
	}
	if step, err := strconv.Atoi(t.env("SLURM_ARRAY_TASK_STEP")); err == nil && step > 1 {
		task /= step
	}
	return task
}

// errDone ends a run whose shard was complete before.
var errDone = errors.New("this shard is complete")

// shard translates one shard of inputs into the output folder dir.
func (j *job) shard(ctx context.Context, args []string, inputs *corpus.Inputs, dir string) (err error) {
	f := j.flags
	shard, count, err := j.whichShard(f.shard)
	if err != nil {
		return err
	}
	for _, o := range []struct {
		name  string
		given bool
	}{
		{"--retry", f.retry != ""}, {"--batch-api", f.batchAPI}, {"--resume", f.resume}, {"--reparse", f.reparse},
		{"--dry-run", f.dryRun}, {"--prune", f.prune},
	} {
		if o.given {
			return usage(fmt.Errorf("%s cannot stand beside --shard", o.name),
				"use it without --shard, or on the whole output folder when the shards are merged")
		}
	}
	shards, err := corpus.OpenShards(dir)
	if err != nil {
		return usage(err, "choose a new or empty folder with --out")
	}
	defer func() { err = errors.Join(err, shards.Close()) }()
	if j.config.SRX != "" {
		if _, err := shards.Folder().KeepRules([]byte(j.config.SRX)); err != nil {
			return usage(err)
		}
	}
	w := &work{args: args, inputs: inputs, options: corpus.Options{Writers: j.writers, Edits: shards.Folder()}}
	var rows []corpus.Row
	w.options.Rows = func(r []corpus.Row) { rows = r }
	w.begin = func(s *satzpaar.Session) error {
		settings, err := s.Settings()
		if err != nil {
			return usage(err)
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
			return usage(err)
		}
		if shard == planOnly {
			return errDone
		}
		if done, err := shards.Completed(shard); err != nil {
			return usage(err)
		} else if done != nil && done.Counts.Failed+done.Counts.Skipped == 0 {
			return errDone
		}
		if w.inputs, w.out, err = shards.Shard(shard, inputs); err != nil {
			return usage(err, "merge what is there, or begin again in a new folder with --out")
		}
		return nil
	}
	s, stop, err := j.run(ctx, w)
	if w.out != nil {
		defer func() { err = errors.Join(err, w.out.Close()) }()
	}
	merge := fmt.Sprintf("when all %d shards are complete: satzpaar merge %s", count, dir)
	if errors.Is(err, errDone) {
		if shard != planOnly && !f.quiet {
			j.say("shard %d was complete before; %s", shard, merge)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if stop == nil {
		if err := shards.Complete(shard, s, rows); err != nil {
			return usage(err)
		}
	}
	if err := j.conclude(s, w.out, merge); err != nil || stop == nil {
		return err // what failed is no reason to start the shard again; status and merge say it
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
		Short: "Say which shards of a run are complete",
		Long: `status looks into an output folder that 'satzpaar translate --shard' fills and says how many shards are
complete, and which are not: as schedulers take such numbers, 3,5-7.`,
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
		return usage(err)
	}
	if asJSON {
		return json.NewEncoder(printer.JSON(a.stdout)).Encode(p)
	}
	sentences := count(p.Counts.Sentences, "sentence")
	printer.Printf(a.stdout, "%s: %d of %d shards complete, %s", dir, p.Done, p.Shards, sentences)
	if p.Counts.Failed > 0 {
		printer.Printf(a.stdout, ", %d failed", p.Counts.Failed)
	}
	if p.Counts.Skipped > 0 {
		printer.Printf(a.stdout, ", %s unreadable", count(p.Counts.Skipped, "input"))
	}
	if p.Cost > 0 {
		printer.Printf(a.stdout, ", $%.4f", p.Cost)
	}
	printer.Printf(a.stdout, "\n")
	for _, line := range []struct{ what, numbers string }{
		{"begun", p.Begun}, {"not begun", p.Open}, {"with failures", p.Failed},
	} {
		if line.numbers != "" {
			printer.Printf(a.stdout, "  %s: %s\n", line.what, line.numbers)
		}
	}
	return nil
}

func findShards(dir string) (*corpus.Shards, error) {
	shards, err := corpus.FindShards(dir)
	if errors.Is(err, corpus.ErrNoShards) {
		return nil, usage(err, "shards are made by 'satzpaar translate --shard', and gone once they are merged")
	}
	if err != nil {
		return nil, usage(err)
	}
	return shards, nil
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
	writers, err := outputs(settings["write"], settings["to"])
	if err != nil {
		return err
	}
	s, err := shards.Merge(corpus.MergeOptions{Writers: writers, Index: writeIndex, Logs: []string{repliesFile}})
	if err != nil {
		return usage(err, append(diskHints(err), "see 'satzpaar status "+dir+"'")...)
	}
	if err := shards.Folder().WriteSummary(s); err != nil {
		return usage(err)
	}
	if !keep {
		if err := shards.Remove(); err != nil {
			return usage(err)
		}
	}
	j := a.bareJob(&translateFlags{})
	j.tell(s, dir, fmt.Sprintf("read %s", dir+"/index.html"))
	return j.outcome(s, nil)
}
