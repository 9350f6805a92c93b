package plainfile

import (
	"encoding/json"
	"os"
	"sync"
)

// A Log is a file that lines of JSON are added to. It may be used by several goroutines at once.
type Log struct {
	mu    sync.Mutex
	file  *os.File
	whole bool // the file is known to end with a whole line
}

// NewLog returns a log that is written to a file, which it closes; see [Append].
func NewLog(file *os.File) *Log { return &Log{file: file} }

// Add adds a value as a line. If a crash or a full disk left half a line at the end, it starts on a line of its own.
func (l *Log) Add(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.whole {
		half, err := EndsMidLine(l.file)
		if err != nil {
			return err
		}
		if half {
			line = append([]byte{'\n'}, line...)
		}
	}
	_, err = l.file.Write(append(line, '\n'))
	l.whole = err == nil
	return err
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }

// EndsMidLine reports whether a file that is open for reading ends with something else than the end of a line.
func EndsMidLine(f *os.File) (bool, error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false, err
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], info.Size()-1)
	return last[0] != '\n', err
}
