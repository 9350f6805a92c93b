package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/units"
)

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
	said := fmt.Sprintf("%s read again without asking: %s stored",
		units.Count(again.Answers, "answer"), units.Count(again.Stored, "translation"))
	if again.Strange > 0 {
		said += fmt.Sprintf("; %d of another model or prompt, or broken", again.Strange)
	}
	j.say("%s", said)
	return nil
}
