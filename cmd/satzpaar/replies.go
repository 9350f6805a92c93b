package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// repliesFile holds, in the output folder, the answers of language models that were paid for and not believed in
// whole. --reparse reads them again.
const repliesFile = "satzpaar.replies.jsonl"

// mostReplies is how many bytes that file may have; later answers are not kept.
const mostReplies = 256 << 20

// openReplies opens the file of such answers in an output folder, to add to it.
func openReplies(out *corpus.Folder) (*os.File, error) {
	return plainfile.AppendIn(out.Root(), repliesFile, 0o644)
}

// reparse reads the kept answers again and puts into the cache what is believed now.
func (j *job) reparse(ctx context.Context, out *corpus.Folder) (err error) {
	file, err := out.Open(repliesFile)
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
		return usage(fmt.Errorf("%s: %w", repliesFile, err))
	}
	said := fmt.Sprintf("%s read again without asking: %s stored",
		count(again.Answers, "answer"), count(again.Stored, "translation"))
	if again.Strange > 0 {
		said += fmt.Sprintf("; %d of another model or prompt, or broken", again.Strange)
	}
	j.say("%s", said)
	return nil
}
