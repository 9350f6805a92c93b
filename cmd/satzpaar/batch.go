package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// batchFile holds, in the output folder, the jobs that --batch-api has submitted and --resume has not yet collected.
const batchFile = "satzpaar.batches.json"

// captured is a backend that writes down what it is asked and answers every text with itself.
type captured struct {
	translate.Backend
	mu       sync.Mutex
	requests []translate.Request
}

// Translate implements [translate.Backend].
func (c *captured) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests = append(c.requests, req)
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i].Text = it.Text
	}
	return out, translate.Usage{}, nil
}

// submit sends all that is not in the cache as jobs of OpenAI's Batch API, and writes down which.
func (j *job) submit(ctx context.Context, inputs *corpus.Inputs, out *corpus.Folder) error {
	p, backends, err := j.pipeline(ctx, nil)
	if err != nil {
		return err
	}
	defer backends.close()
	server, ok := backends.raw.(*openai.Backend)
	if !ok {
		return usage(errors.New("--batch-api needs --backend openai"))
	}
	catch := &captured{Backend: server}
	p.Backend, p.Foreign, p.Checks, p.Lexicon = catch, nil, nil, nil
	for _, in := range inputs.Files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		raw, err := os.ReadFile(in.Path)
		if err == nil {
			d, parseErr := j.parse(in.Name, raw)
			if err = parseErr; err == nil {
				_, _, err = p.Document(ctx, d, nil)
			}
		}
		if err != nil {
			j.say("%v", err)
		}
	}
	pending, err := translate.Pending(ctx, server.Info(), backends.cache, translate.BatchConfig{}, catch.requests)
	if err != nil {
		return usage(err)
	}
	if len(pending) == 0 {
		j.say("nothing to send: all of it is in the cache; run without --batch-api to write the outputs")
		return nil
	}
	have, err := j.readBatches(out)
	if err != nil {
		return err
	}
	if len(have) > 0 {
		return usage(fmt.Errorf("%s are still to be collected", count(len(have), "job")), "run with --resume first")
	}
	jobs, submitErr := server.Submit(ctx, pending)
	// What was submitted is paid for, whatever came after.
	if err := errors.Join(submitErr, j.writeBatches(out, jobs)); err != nil {
		return j.refused(err)
	}
	j.say("%s with %s submitted; in a while (24 hours at most), run the same command with --resume in place of --batch-api", count(len(jobs), "job"), count(len(pending), "request"))
	return nil
}

// collect fetches the jobs that have ended and puts their answers into the cache. It reports whether some are still running.
func (j *job) collect(ctx context.Context, out *corpus.Folder) (running bool, err error) {
	jobs, err := j.readBatches(out)
	if err != nil || len(jobs) == 0 {
		return false, err
	}
	_, backends, err := j.pipeline(ctx, nil)
	if err != nil {
		return false, err
	}
	defer backends.close()
	server, ok := backends.raw.(*openai.Backend)
	if !ok {
		return false, usage(errors.New("--resume needs the backend that submitted the jobs: --backend openai"))
	}
	if backends.cache == nil {
		return false, usage(errors.New("--resume needs the cache: leave out --no-cache"))
	}
	var left []*openai.Batch
	for _, b := range jobs {
		state, results, _, err := server.Collect(ctx, b)
		if err != nil {
			return false, j.refused(err)
		}
		if !state.Ended {
			j.say("job %s: %s, %d of %d requests done", b.ID, state.Status, state.Completed, state.Total)
			left = append(left, b)
			continue
		}
		stored := 0
		for i := range results {
			n, err := translate.Store(ctx, backends.cache, server.Info(), b.Requests[i].Request(), results[i])
			if err != nil {
				return false, usage(err)
			}
			stored += n
		}
		j.say("job %s: %s, %d translations stored", b.ID, state.Status, stored)
	}
	return len(left) > 0, j.writeBatches(out, left)
}

func (j *job) readBatches(out *corpus.Folder) ([]*openai.Batch, error) {
	raw, err := os.ReadFile(filepath.Join(out.Dir, batchFile))
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
		if err := os.Remove(filepath.Join(out.Dir, batchFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return usage(err)
		}
		return nil
	}
	return out.Write(batchFile, func(w io.Writer) error { return json.NewEncoder(w).Encode(jobs) })
}

// refused gives failures of a server their exit code and hint.
func (j *job) refused(err error) error {
	var e *translate.Error
	if errors.As(err, &e) {
		return &exit{exitBackend, err, j.hintsFor(e)}
	}
	return usage(err)
}
