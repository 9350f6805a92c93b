package plainfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
)

// A Log is a file that lines of JSON are added to. It may be used by several goroutines at once.
type Log struct {
	open  func() (*os.File, error)
	most  int64 // bytes that the file may have before a line is added; 0: any number
	full  error // of a line beyond that; nil where it is left out
	mu    sync.Mutex
	file  *os.File // nil until it is opened
	whole bool     // the file is known to end with a whole line
	err   error    // the first failure
}

// NewLog returns a log that is written to a file, which it closes; see [Append].
func NewLog(file *os.File) *Log { return &Log{file: file} }

// ErrFull is wrapped by the error for a line that a file has no room for.
var ErrFull = errors.New("is full")

// BoundedLog is [NewLog] for a file that takes no more lines once it is larger than most, in bytes: they are refused.
func BoundedLog(file *os.File, most int64) *Log {
	return &Log{file: file, most: most, full: fmt.Errorf("%s %w: it is larger than %d bytes", file.Name(), ErrFull, most)}
}

// LateLog returns a log whose file is opened, as [Append] does, with the first line. Lines are left out once the file
// is larger than most, in bytes; 0 means no limit.
func LateLog(open func() (*os.File, error), most int64) *Log { return &Log{open: open, most: most} }

// Add adds a value as a line. If a crash or a full disk left half a line at the end, it starts on a line of its own.
func (l *Log) Add(v any) error {
	line, err := json.Marshal(v)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		err = l.add(line)
	}
	if l.err == nil {
		l.err = err
	}
	return err
}

// add adds a line if there is room. The caller holds mu.
func (l *Log) add(line []byte) (err error) {
	if l.file == nil {
		if l.file, err = l.open(); err != nil {
			return err
		}
	}
	if l.most > 0 {
		info, err := l.file.Stat()
		if err != nil {
			return err
		}
		if info.Size() > l.most {
			return l.full
		}
	}
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

// Close closes the file, if it was opened. It returns the first failure of [Log.Add], too, for callers that ignore it
// there.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return l.err
	}
	return errors.Join(l.err, l.file.Close())
}

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
