package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// AddLine adds a line to the text file at path, which must be there. The file is replaced as a whole, so that whoever
// reads it sees all of the line or nothing; several processes may add lines at once.
func AddLine(path, line string) error {
	path, err := filepath.EvalSymlinks(path)
	for done := false; err == nil && !done; {
		done, err = addLine(path, line)
	}
	if err != nil {
		return fmt.Errorf("adding a line: %w", err)
	}
	return nil
}

// addLine is done unless another process has replaced the file meanwhile.
func addLine(path, line string) (done bool, err error) {
	file, err := plainfile.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close() // which unlocks it
	if err := plainfile.Lock(file); err != nil {
		return false, err
	}
	mine, err := file.Stat()
	now, gone := os.Stat(path)
	if err := errors.Join(err, gone); err != nil {
		return false, err
	}
	if !os.SameFile(mine, now) {
		return false, nil
	}
	raw, err := io.ReadAll(file)
	if err != nil {
		return false, err
	}
	if len(raw) > 0 && !bytes.HasSuffix(raw, []byte("\n")) {
		raw = append(raw, '\n')
	}
	return true, WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(append(raw, line+"\n"...))
		return err
	})
}
