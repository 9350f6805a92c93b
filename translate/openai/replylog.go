package openai

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"sync"
)

// replyLogBytes is how large the file of a [ReplyLog] may become; later replies are not kept.
const replyLogBytes = 256 << 20

// A ReplyLog appends replies to a file, one JSON object a line, for [Replies]. It may be used by several goroutines at
// once.
type ReplyLog struct {
	open func() (*os.File, error)
	mu   sync.Mutex
	file *os.File
	size int64
	err  error
}

// NewReplyLog returns a log. The file, which must be open for appending, is asked for with the first reply: most
// runs have none.
func NewReplyLog(open func() (*os.File, error)) *ReplyLog { return &ReplyLog{open: open} }

// Add appends a reply. Close returns a failure: it loses no answer that was accepted.
func (l *ReplyLog) Add(r *Reply) {
	line, err := json.Marshal(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil || l.size > replyLogBytes {
		return
	}
	if err == nil && l.file == nil {
		if l.file, err = l.open(); err == nil {
			l.size, err = l.file.Seek(0, io.SeekEnd)
		}
	}
	if err == nil {
		_, err = l.file.Write(append(line, '\n'))
		l.size += int64(len(line)) + 1
	}
	l.err = err
}

// Close closes the file, if there is one, and returns the first failure.
func (l *ReplyLog) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.err = errors.Join(l.err, l.file.Close())
		l.file = nil
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
