package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// repliesFile holds, in the output folder, the answers of language models that were paid for and not believed in whole. --reparse reads them again.
const repliesFile = "satzpaar.replies.jsonl"

// replyBytes is how large that file may become; later answers are not kept.
const replyBytes = 256 << 20

// replies appends answers to a file, which is made with the first.
type replies struct {
	out  *corpus.Folder
	mu   sync.Mutex
	file *os.File
	size int64
	err  error
}

func newReplies(out *corpus.Folder) *replies { return &replies{out: out} }

// keep writes an answer down. A failure is told by close: it loses nothing that was believed.
func (r *replies) keep(reply *openai.Reply) {
	line, err := json.Marshal(reply)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil || r.size > replyBytes {
		return
	}
	if err == nil && r.file == nil {
		if r.file, err = r.out.Root().OpenFile(repliesFile, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644); err == nil {
			var info fs.FileInfo
			if info, err = r.file.Stat(); err == nil {
				r.size = info.Size()
			}
		}
	}
	if err == nil {
		_, err = r.file.Write(append(line, '\n'))
		r.size += int64(len(line)) + 1
	}
	r.err = err
}

func (r *replies) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil {
		r.err = errors.Join(r.err, r.file.Close())
		r.file = nil
	}
	if r.err != nil {
		return fmt.Errorf("keeping answers for --reparse: %w", r.err)
	}
	return nil
}

// reparse reads the kept answers again and puts into the cache what is believed now.
func (j *job) reparse(ctx context.Context, out *corpus.Folder) error {
	file, err := out.Open(repliesFile)
	if errors.Is(err, fs.ErrNotExist) {
		j.say("no answers were kept in %s: there is nothing to read again", out.Dir)
		return nil
	}
	if err != nil {
		return usage(err)
	}
	defer file.Close()
	session, closer, err := j.open(ctx)
	if err != nil {
		return err
	}
	defer closer()
	_, server, ok := batchServer(session)
	if !ok {
		return usage(errors.New("--reparse needs the backend that was asked: --backend openai"))
	}
	if j.cache == nil {
		return usage(errors.New("--reparse needs the cache: leave out --no-cache"))
	}
	read, stored, strange := 0, 0, 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() && ctx.Err() == nil {
		var r openai.Reply
		if json.Unmarshal(lines.Bytes(), &r) != nil {
			strange++ // the end of a run that was killed
			continue
		}
		results := server.Reread(&r)
		if results == nil {
			strange++
			continue
		}
		read++
		n, err := stack.Store(ctx, j.cache, server.Info(), r.Request.Request(), results)
		if err != nil {
			return usage(err)
		}
		stored += n
	}
	if err := errors.Join(lines.Err(), ctx.Err()); err != nil {
		return fmt.Errorf("%s: %w", repliesFile, err)
	}
	said := fmt.Sprintf("%s read again without asking: %s stored", count(read, "answer"), count(stored, "translation"))
	if strange > 0 {
		said += fmt.Sprintf("; %d of another model or prompt, or broken", strange)
	}
	j.say("%s", said)
	return nil
}
