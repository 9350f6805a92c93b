package corpus

import (
	"errors"
	"io/fs"
	"strings"
)

// temporary is how the names of files begin that have not taken their place yet; digits follow.
const temporary = ".satzpaar-"

// isTemporary reports whether name is one that [Folder.create] gives to a file that is being written.
func isTemporary(name string) bool {
	digits, ok := strings.CutPrefix(name, temporary)
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// claim marks the folder as in use until it is closed or the process ends, and removes what runs that were killed
// have left half-written. While another run uses the folder, nothing is removed: a file that is being written looks
// the same as one that was left.
func (f *Folder) claim() error {
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	f.claimed = dir
	if !lockAlone(dir) {
		return nil
	}
	defer share(dir)
	return fs.WalkDir(f.root.FS(), ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		switch {
		case isHidden(p, entry):
			return fs.SkipDir
		case entry.Type().IsRegular() && isTemporary(entry.Name()):
			// A file that cannot be removed is in nobody's way.
			_ = f.Remove(p)
		}
		return nil
	})
}

// isHidden reports whether an entry of an output folder is a hidden folder. No output lies there, but what shards have
// made, among other things.
func isHidden(p string, entry fs.DirEntry) bool {
	return entry.IsDir() && p != "." && strings.HasPrefix(entry.Name(), ".")
}
