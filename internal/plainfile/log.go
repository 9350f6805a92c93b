package plainfile

import (
	"encoding/json"
	"os"
	"sync"
)

// A Log is a file that lines of JSON are added to. It may be used by several goroutines at once.
type Log struct {
	mu   sync.Mutex
	file *os.File
}

// NewLog returns a log that is written to a file, which it closes; see [Append].
func NewLog(file *os.File) *Log { return &Log{file: file} }

// Add adds a value as a line.
func (l *Log) Add(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.file.Write(append(line, '\n'))
	return err
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }
