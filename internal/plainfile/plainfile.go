// Package plainfile opens files that are nothing but files. A device such as /dev/zero may have no end, and a pipe into
// which nobody writes keeps its reader for ever, even before the first byte; so only what is a file, at the end of
// whatever links lead to it, is opened for reading. Every name that a user, a configuration or a folder gives is
// opened here.
package plainfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNotPlain is wrapped by the error for a device, a pipe or a socket.
var ErrNotPlain = errors.New("is not a plain file: devices and pipes are not read")

// Open opens the file of that name for reading, as [os.Open] does. What is not a plain file is an error, and is not
// opened; of folders, reading is.
func Open(name string) (*os.File, error) {
	if err := check(name, os.Stat); err != nil {
		return nil, err
	}
	return os.Open(name)
}

// OpenIn is [Open] for a name below a root.
func OpenIn(root *os.Root, name string) (*os.File, error) {
	if err := check(name, root.Stat); err != nil {
		return nil, err
	}
	return root.Open(name)
}

// Append opens the file of that name for adding to its end, and makes it, for its owner alone, if it is not there.
// What is there must be a plain file.
func Append(name string) (*os.File, error) {
	if err := check(name, os.Stat); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(name, appending, 0o600)
}

// AppendIn is [Append] for a name below a root. A file that it makes has these permissions.
func AppendIn(root *os.Root, name string, perm fs.FileMode) (*os.File, error) {
	if err := check(name, root.Stat); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return root.OpenFile(name, appending, perm)
}

// appending lets a [Log] see how the file ends.
const appending = os.O_APPEND | os.O_CREATE | os.O_RDWR

// ReadFile returns the content of the file of that name, as [os.ReadFile] does.
func ReadFile(name string) ([]byte, error) {
	if err := check(name, os.Stat); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// check is made by name: to open a pipe is to wait for somebody who writes into it. The null device is as good as an
// empty file.
func check(name string, stat func(string) (fs.FileInfo, error)) error {
	info, err := stat(name)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			path.Op = "open" // what was to be done
		}
		return err
	}
	if !info.Mode().IsRegular() && !info.IsDir() && name != os.DevNull {
		return fmt.Errorf("%s %w", name, ErrNotPlain)
	}
	return nil
}

// ErrOutside is wrapped by the error for a link in a folder that leads out of it.
var ErrOutside = errors.New("is a link that leads out of its folder, and is not followed: name the file itself")

// Walk calls each for the folder dir and what is in it and below, as [filepath.WalkDir] does, also where dir is a link.
// Whoever made the folder could have put links into it that lead anywhere: those to a file of the folder come as that
// file, those that lead out of it come with an error that wraps [ErrOutside], and those to folders do not come.
func Walk(dir string, each fs.WalkDirFunc) error {
	return WalkLinks(dir, each, func(string) {})
}

// WalkLinks is [Walk] that also calls link for each link to a folder, which is passed over.
func WalkLinks(dir string, each fs.WalkDirFunc, link func(p string)) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	top := filepath.Clean(dir) + string(filepath.Separator) // which is followed if it is a link
	return filepath.WalkDir(top, func(p string, d fs.DirEntry, err error) error {
		if p == top {
			return each(dir, d, err)
		}
		if err != nil || d.Type()&fs.ModeSymlink == 0 {
			return each(p, d, err)
		}
		to, err := os.Stat(p)
		if err != nil {
			return each(p, d, err)
		}
		if to.IsDir() {
			link(p)
			return nil
		}
		name, err := filepath.Rel(dir, p)
		if err != nil {
			return each(p, d, err)
		}
		if to, err = root.Stat(name); err != nil {
			return each(p, d, fmt.Errorf("%s %w", p, ErrOutside))
		}
		return each(p, fs.FileInfoToDirEntry(to), nil)
	})
}
