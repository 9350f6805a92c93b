package review

import (
	"fmt"
	"os"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// logFile holds, in an output folder, what people who signed in did.
const logFile = "review.log.jsonl"

// OpenLog opens the log of what people do, to add to it: the file at path, or that of an output folder if path is
// empty. The folder may come from somebody else, with links in it that lead elsewhere: they are not followed.
func OpenLog(dir, path string) (*os.File, error) {
	open := func() (*os.File, error) {
		if path != "" {
			return plainfile.Append(path)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		return plainfile.AppendIn(root, logFile, 0o600)
	}
	file, err := open()
	if err != nil {
		return nil, fmt.Errorf("opening the log of what people do: %w", err)
	}
	return file, nil
}
