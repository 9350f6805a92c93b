// Package batches has the documents of a corpus translated by the batch interface of a service, which works at half the
// price, within a day. [Submit] sends what the cache does not hold; [Collect] fetches what has come, hours later and in
// another process if need be. In between, the output folder holds the jobs.
package batches

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// file holds, in the output folder, the jobs that were submitted and not yet collected.
const file = "satzpaar.batches.json"

// Pending returns how many jobs of an output folder are still to be collected.
func Pending(out *corpus.Folder) (int, error) {
	jobs, err := read(out)
	return len(jobs), err
}

// Submitted describes what was submitted.
type Submitted struct {
	Jobs     int
	Requests int        // of these; 0: all of it is in the cache
	Plan     price.Plan // what they translate, and may cost
}

// String describes it for people.
func (s Submitted) String() string {
	line := fmt.Sprintf("%s with %s for %s submitted", units.Count(s.Jobs, "job"), units.Count(s.Requests, "request"),
		units.Count(s.Plan.ToSend, "sentence"))
	if !s.Plan.PriceKnown {
		return line
	}
	return fmt.Sprintf("%s, about $%.4f to $%.4f at half the ordinary price", line, s.Plan.Cost.Low, s.Plan.Cost.High)
}

// Submit sends all that inputs need and the cache does not hold, and keeps in the output folder which jobs that are.
// Unread is told of what cannot be read. What was submitted before an error is kept. The error is
// [satzpaar.ErrNoBatchAPI], one that wraps [price.ErrBudget] where the jobs may cost too much, in which case nothing
// was sent, or another failure.
func Submit(
	ctx context.Context,
	s *satzpaar.Session,
	inputs []corpus.Input,
	out *corpus.Folder,
	unread func(error),
) (Submitted, error) {
	var done Submitted
	batch, err := s.NewBatch(ctx)
	if err != nil {
		return done, err
	}
	jobs, err := read(out)
	if err != nil {
		return done, err
	}
	add := func(ds []*document.Document) error { return batch.Add(ctx, ds) }
	if err := corpus.ReadAhead(ctx, s, inputs, add, unread); err != nil {
		return done, err
	}
	if done.Requests, done.Plan, err = batch.Pending(ctx); err != nil || done.Requests == 0 {
		return done, err
	}
	// What was submitted is paid for, whatever comes after: each job is written down at once.
	err = batch.Submit(ctx, func(b *openai.Batch) error {
		jobs = append(jobs, b)
		done.Jobs++
		return write(out, jobs)
	})
	return done, err
}

// Collect fetches the jobs that have ended and puts their answers into the cache. Told is told of every job what came
// of it; err is one that wraps [openai.ErrNoBatch] where the service does not know the job any more. It returns how
// many jobs have still to end. Where the service fails with some, these stay, and their errors come joined after the
// others were asked for; the error is [satzpaar.ErrNoBatchAPI] or [satzpaar.ErrNoCache] where nothing can be fetched.
func Collect(
	ctx context.Context,
	s *satzpaar.Session,
	out *corpus.Folder,
	told func(id string, c satzpaar.Collected, err error),
) (running int, err error) {
	jobs, err := read(out)
	if err != nil {
		return 0, err
	}
	var left []*openai.Batch
	var trouble error
	for _, b := range jobs {
		c, err := s.Collect(ctx, b)
		switch {
		case ctx.Err() != nil:
			return running, context.Cause(ctx)
		case errors.Is(err, satzpaar.ErrNoBatchAPI), errors.Is(err, satzpaar.ErrNoCache):
			return running, err
		case err != nil && !errors.Is(err, openai.ErrNoBatch): // the others may be well
			left, trouble = append(left, b), errors.Join(trouble, err)
			continue
		case err == nil && !c.Ended:
			left = append(left, b)
			running++
		}
		told(b.ID, c, err)
	}
	return running, errors.Join(trouble, write(out, left))
}

func read(out *corpus.Folder) ([]*openai.Batch, error) {
	raw, err := out.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var jobs []*openai.Batch
	if err == nil {
		err = json.Unmarshal(raw, &jobs)
	}
	if err == nil && slices.Contains(jobs, nil) {
		err = errors.New("null stands in the place of a job")
	}
	if err != nil {
		return nil, fmt.Errorf("submitted jobs: %s: %w", filepath.Join(out.Dir, file), err)
	}
	return jobs, nil
}

func write(out *corpus.Folder, jobs []*openai.Batch) error {
	if len(jobs) == 0 {
		if err := out.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return errors.Join(out.Write(file, func(w io.Writer) error { return json.NewEncoder(w).Encode(jobs) }), out.Sync())
}
