package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// batchFile holds, in the output folder, the jobs that --batch-api has submitted and --resume has not yet collected.
const batchFile = "satzpaar.batches.json"

// submit sends all that is not in the cache as jobs of OpenAI's Batch API, and writes down which.
func (j *job) submit(ctx context.Context, inputs *corpus.Inputs, out *corpus.Folder) error {
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer closer()
	plan, server, ok := batchServer(session)
	if !ok {
		return usage(errors.New("--batch-api needs --backend openai"))
	}
	jobs, err := j.readBatches(out)
	if err != nil {
		return err
	}
	if len(jobs) > 0 {
		return usage(fmt.Errorf("still to be collected: %s of an earlier --batch-api", count(len(jobs), "job")), "run with --resume first")
	}
	var requests []translate.Request
	unreadable, err := j.each(ctx, session, inputs, func(ds []*document.Document) error {
		asked, err := session.Requests(ctx, ds)
		requests = append(requests, asked...)
		return err
	})
	if err != nil {
		return err
	}
	if unreadable += len(inputs.Failed); unreadable > 0 {
		j.say("%s could not be read and will be named again when the outputs are written", count(unreadable, "input"))
	}
	pending, err := stack.Pending(ctx, server.Info(), j.cache, plan.Limits, requests)
	if err != nil {
		return usage(err)
	}
	if len(pending) == 0 {
		j.say("nothing to send: all of it is in the cache; run without --batch-api to write the outputs")
		return nil
	}
	planner := price.NewPlanner(plan)
	for i := range pending {
		if err := planner.Add(ctx, &pending[i]); err != nil {
			return usage(err)
		}
	}
	sums := planner.Plan()
	if most := j.flags.maxCost; most > 0 && sums.Cost.High > most {
		return usage(fmt.Errorf("the jobs may cost up to $%.4f, which is more than --max-cost %g; nothing was submitted", sums.Cost.High, most))
	}
	// What was submitted is paid for, whatever comes after: each job is written down at once.
	err = server.Submit(ctx, pending, func(b *openai.Batch) error {
		jobs = append(jobs, b)
		return j.writeBatches(out, jobs)
	})
	if err != nil {
		return j.refused(err)
	}
	cost := ""
	if sums.PriceKnown {
		cost = fmt.Sprintf(", about $%.4f to $%.4f at half the ordinary price", sums.Cost.Low, sums.Cost.High)
	}
	j.say("%s with %s for %s submitted%s; in a while (24 hours at most), run the same command with --resume in place of --batch-api", count(len(jobs), "job"),
		count(len(pending), "request"), count(sums.ToSend, "sentence"), cost)
	return nil
}

// collect fetches the jobs that have ended and puts their answers into the cache. It reports whether some are still running.
func (j *job) collect(ctx context.Context, out *corpus.Folder) (running bool, err error) {
	jobs, err := j.readBatches(out)
	if err != nil || len(jobs) == 0 {
		return false, err
	}
	session, closer, err := j.open(ctx)
	if err != nil {
		return false, err
	}
	defer closer()
	plan, server, ok := batchServer(session)
	if !ok {
		return false, usage(errors.New("--resume needs the backend that submitted the jobs: --backend openai"))
	}
	if j.cache == nil {
		return false, usage(errors.New("--resume needs the cache: leave out --no-cache"))
	}
	var left []*openai.Batch
	var trouble error
	for _, b := range jobs {
		state, results, used, err := server.Collect(ctx, b)
		switch {
		case ctx.Err() != nil:
			return false, context.Cause(ctx)
		case errors.Is(err, openai.ErrNoBatch):
			j.say("job %s: the server does not know it any more; what it was to translate is sent as usual", b.ID)
			continue
		case err != nil: // the others may be well
			left, trouble = append(left, b), errors.Join(trouble, err)
			continue
		case !state.Ended:
			j.say("job %s: %s, %d of %d requests done", b.ID, state.Status, state.Completed, state.Total)
			left = append(left, b)
			running = true
			continue
		}
		stored, open := 0, 0
		for i := range results {
			n, err := stack.Store(ctx, j.cache, server.Info(), b.Requests[i].Request(), results[i])
			if err != nil {
				return false, usage(err)
			}
			stored, open = stored+n, open+len(results[i])-n
		}
		said := fmt.Sprintf("job %s: %s, %s stored", b.ID, state.Status, count(stored, "translation"))
		if open > 0 {
			said += fmt.Sprintf(", %d that failed or were not reached are sent as usual now", open)
		}
		if p := plan.Price; p != nil {
			cost := p.Times(price.BatchDiscount).Of(used.SourceTokens, used.TargetTokens)
			session.Budget().Charge(cost)
			said += fmt.Sprintf("; it cost about $%.4f", cost)
		}
		j.collected.Add(used)
		j.say("%s", said)
	}
	if err := j.writeBatches(out, left); err != nil {
		return running, err
	}
	if trouble != nil {
		return running, j.refused(trouble)
	}
	return running, nil
}

// batchServer returns the session's own backend if it has a Batch API.
func batchServer(s *satzpaar.Session) (price.PlanConfig, *openai.Backend, bool) {
	raw, plan := s.Main()
	server, ok := raw.(*openai.Backend)
	return plan, server, ok
}

func (j *job) readBatches(out *corpus.Folder) ([]*openai.Batch, error) {
	raw, err := out.ReadFile(batchFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var jobs []*openai.Batch
	if err == nil {
		err = json.Unmarshal(raw, &jobs)
	}
	if err != nil {
		return nil, usage(fmt.Errorf("submitted jobs: %s: %w", filepath.Join(out.Dir, batchFile), err))
	}
	return jobs, nil
}

func (j *job) writeBatches(out *corpus.Folder, jobs []*openai.Batch) error {
	if len(jobs) == 0 {
		if err := out.Remove(batchFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return usage(err)
		}
		return nil
	}
	return errors.Join(out.Write(batchFile, func(w io.Writer) error { return json.NewEncoder(w).Encode(jobs) }), out.Sync())
}

// refused gives failures of a server their exit code and hint.
func (j *job) refused(err error) error {
	var e *translate.Error
	if errors.As(err, &e) {
		return &exit{exitBackend, err, j.hintsFor(e)}
	}
	return usage(err)
}
