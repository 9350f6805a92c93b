package openai

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"sync"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// replyLogBytes is how large the file of a [ReplyLog] may become; later replies are not kept.
const replyLogBytes = 256 << 20

// A ReplyLog appends replies to a file, one JSON object a line, for [Replies]. It may be used by several goroutines at
// once.
type ReplyLog struct {
	open func() (*os.File, error)
	mu   sync.Mutex
	file *os.File
	log  *plainfile.Log // of file
	err  error
}

// NewReplyLog returns a log. The file, which must be open for reading and appending, is asked for with the first reply:
// most runs have none.
func NewReplyLog(open func() (*os.File, error)) *ReplyLog { return &ReplyLog{open: open} }

// Add appends a reply. Close returns a failure: it loses no answer that was accepted.
func (l *ReplyLog) Add(r *Reply) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = l.add(r)
	}
}

// add appends a reply as long as there is room. The caller holds mu.
func (l *ReplyLog) add(r *Reply) error {
	if l.log == nil {
		file, err := l.open()
		if err != nil {
			return err
		}
		l.file, l.log = file, plainfile.NewLog(file)
	}
	info, err := l.file.Stat()
	if err != nil || info.Size() > replyLogBytes {
		return err
	}
	return l.log.Add(r)
}

// Close closes the file, if there is one, and returns the first failure.
func (l *ReplyLog) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.log != nil {
		l.err = errors.Join(l.err, l.log.Close())
		l.log = nil
	}
	return l.err
}

// Replies yields what a [ReplyLog] holds. A line that is broken, as at the end of a run that was killed, gives nil.
// A failure to read the file gives an error and ends it.
func Replies(r io.Reader) iter.Seq2[*Reply, error] {
	return func(yield func(*Reply, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			reply := new(Reply)
			if json.Unmarshal(lines.Bytes(), reply) != nil {
				reply = nil
			}
			if !yield(reply, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}
