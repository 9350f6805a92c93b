package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/batches"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// submit sends all that is not in the cache as jobs of OpenAI's Batch API.
func (j *job) submit(ctx context.Context, inputs *corpus.Inputs, out *corpus.Folder) (err error) {
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	pending, err := batches.Pending(out)
	if err != nil {
		return err
	}
	if pending > 0 {
		return usage(fmt.Errorf("not collected yet: %s of an earlier --batch-api", units.Count(pending, "job")),
			"run with --resume first")
	}
	unreadable := len(inputs.Failed)
	done, err := batches.Submit(ctx, session, inputs.Files, out, j.noteEach(&unreadable))
	switch {
	case errors.Is(err, satzpaar.ErrNoBatchAPI):
		return usage(errors.New("--batch-api needs --backend openai"))
	case errors.Is(err, price.ErrBudget):
		return usage(fmt.Errorf("the jobs may cost up to $%.4f, which is more than --max-cost %g; nothing was "+
			"submitted", done.Plan.Cost.High, j.flags.maxCost))
	case err != nil:
		return j.refused(err)
	}
	if unreadable > 0 {
		j.say("%s could not be read and will be named again when the outputs are written",
			units.Count(unreadable, "input"))
	}
	if done.Requests == 0 {
		j.say("nothing to send: all of it is in the cache; run without --batch-api to write the outputs")
		return nil
	}
	j.say("%v; in a while (24 hours at most), run the same command with --resume in place of --batch-api", done)
	return nil
}

// collect fetches the jobs that have ended and puts their answers into the cache. It reports whether some are still
// running.
func (j *job) collect(ctx context.Context, out *corpus.Folder) (running bool, err error) {
	pending, err := batches.Pending(out)
	if err != nil {
		return false, err
	}
	if pending == 0 {
		return false, nil
	}
	session, closer, err := j.open(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, closer()) }()
	left, err := batches.Collect(ctx, session, out, j.sayCollected)
	switch {
	case errors.Is(err, satzpaar.ErrNoBatchAPI), errors.Is(err, satzpaar.ErrNoCache):
		return false, lacking("--resume", "submitted the jobs", err)
	case err != nil:
		return left > 0, j.refused(err)
	}
	return left > 0, nil
}

// sayCollected prints what came of a job.
func (j *job) sayCollected(id string, c satzpaar.Collected, err error) {
	if errors.Is(err, openai.ErrNoBatch) {
		j.say("job %s: the server no longer knows it; what it was to translate is sent as usual", id)
		return
	}
	j.collected.Add(c.Usage)
	j.say("job %s: %v", id, c)
}

// lacking returns the error for a flag that needs a batch interface or a cache that a session lacks.
func lacking(flag, backendThat string, err error) error {
	if errors.Is(err, satzpaar.ErrNoCache) {
		return usage(fmt.Errorf("%s needs the cache: leave out --no-cache", flag))
	}
	return usage(fmt.Errorf("%s needs the backend that %s: --backend openai", flag, backendThat))
}

// reparse reads the kept answers again and puts into the cache what is believed now.
func (j *job) reparse(ctx context.Context, out *corpus.Folder) (err error) {
	file, err := out.Open(corpus.RepliesFile)
	if errors.Is(err, fs.ErrNotExist) {
		j.say("no answers were kept in %s: there is nothing to read again", out.Dir)
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closer()) }()
	again, err := session.Reread(ctx, file)
	switch {
	case errors.Is(err, satzpaar.ErrNoBatchAPI), errors.Is(err, satzpaar.ErrNoCache):
		return lacking("--reparse", "was asked", err)
	case err != nil:
		return usage(fmt.Errorf("%s: %w", corpus.RepliesFile, err))
	}
	j.say("%v", again)
	return nil
}
