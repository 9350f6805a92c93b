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
)

// batchFile holds, in the output folder, the jobs that --batch-api has submitted and --resume has not yet collected.
const batchFile = "satzpaar.batches.json"

// submit sends all that is not in the cache as jobs of OpenAI's Batch API, and writes down which.
func (j *job) submit(ctx context.Context, inputs *corpus.Inputs, out *corpus.Folder) (err error) {
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	batch, err := session.NewBatch(ctx)
	if errors.Is(err, satzpaar.ErrNoBatchAPI) {
		err = errors.New("--batch-api needs --backend openai")
	}
	if err != nil {
		return usage(err)
	}
	jobs, err := j.readBatches(out)
	if err != nil {
		return err
	}
	if len(jobs) > 0 {
		return usage(fmt.Errorf("still to be collected: %s of an earlier --batch-api", count(len(jobs), "job")),
			"run with --resume first")
	}
	unreadable, err := j.each(ctx, session, inputs, func(ds []*document.Document) error { return batch.Add(ctx, ds) })
	if err != nil {
		return err
	}
	if unreadable > 0 {
		j.say("%s could not be read and will be named again when the outputs are written", count(unreadable, "input"))
	}
	requests, plan, err := batch.Pending(ctx)
	if err != nil {
		return usage(err)
	}
	if requests == 0 {
		j.say("nothing to send: all of it is in the cache; run without --batch-api to write the outputs")
		return nil
	}
	// What was submitted is paid for, whatever comes after: each job is written down at once.
	err = batch.Submit(ctx, func(b *openai.Batch) error {
		jobs = append(jobs, b)
		return j.writeBatches(out, jobs)
	})
	switch {
	case errors.Is(err, price.ErrBudget):
		return usage(fmt.Errorf("the jobs may cost up to $%.4f, which is more than --max-cost %g; "+
			"nothing was submitted",
			plan.Cost.High, j.flags.maxCost))
	case err != nil:
		return j.refused(err)
	}
	cost := ""
	if plan.PriceKnown {
		cost = fmt.Sprintf(", about $%.4f to $%.4f at half the ordinary price", plan.Cost.Low, plan.Cost.High)
	}
	j.say("%s with %s for %s submitted%s; in a while (24 hours at most), "+
		"run the same command with --resume in place of --batch-api", count(len(jobs), "job"),
		count(requests, "request"), count(plan.ToSend, "sentence"), cost)
	return nil
}

// collect fetches the jobs that have ended and puts their answers into the cache. It reports whether some are still
// running.
func (j *job) collect(ctx context.Context, out *corpus.Folder) (running bool, err error) {
	jobs, err := j.readBatches(out)
	if err != nil || len(jobs) == 0 {
		return false, err
	}
	session, closer, err := j.open(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, closer()) }()
	var left []*openai.Batch
	var trouble error
	for _, b := range jobs {
		c, err := session.Collect(ctx, b)
		switch {
		case ctx.Err() != nil:
			return false, context.Cause(ctx)
		case errors.Is(err, satzpaar.ErrNoBatchAPI), errors.Is(err, satzpaar.ErrNoCache):
			return false, lacking("--resume", "submitted the jobs", err)
		case errors.Is(err, openai.ErrNoBatch):
			j.say("job %s: the server does not know it any more; what it was to translate is sent as usual", b.ID)
			continue
		case err != nil: // the others may be well
			left, trouble = append(left, b), errors.Join(trouble, err)
			continue
		case !c.Ended:
			j.say("job %s: %s, %d of %d requests done", b.ID, c.Status, c.Completed, c.Total)
			left = append(left, b)
			running = true
			continue
		}
		said := fmt.Sprintf("job %s: %s, %s stored", b.ID, c.Status, count(c.Stored, "translation"))
		if c.Open > 0 {
			said += fmt.Sprintf(", %d that failed or were not reached are sent as usual now", c.Open)
		}
		if c.PriceKnown {
			said += fmt.Sprintf("; it cost about $%.4f", c.Cost)
		}
		j.collected.Add(c.Usage)
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

// lacking says what a flag needs for which a session lacks the batch interface or the cache.
func lacking(flag, backendThat string, err error) error {
	if errors.Is(err, satzpaar.ErrNoCache) {
		return usage(fmt.Errorf("%s needs the cache: leave out --no-cache", flag))
	}
	return usage(fmt.Errorf("%s needs the backend that %s: --backend openai", flag, backendThat))
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
	return errors.Join(out.Write(batchFile, func(w io.Writer) error { return json.NewEncoder(w).Encode(jobs) }),
		out.Sync())
}

// refused gives failures of a server their exit code and hint.
func (j *job) refused(err error) error {
	var e *translate.Error
	if errors.As(err, &e) {
		return &exit{exitBackend, err, j.hintsFor(e)}
	}
	return usage(err)
}
