package configfile

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"

	"github.com/satzpaar/satzpaar/internal/advice"
)

// CachePath returns the path or address of the cache that the environment or the configuration names, else that of the
// file in the user's cache folder, as the XDG Base Directory Specification places it. Env returns the value of a
// variable, as [os.Getenv] does.
func (f *File) CachePath(env func(variable string) string) (string, error) {
	if path := cmp.Or(env("SATZPAAR_CACHE"), f.Cache); path != "" {
		return path, nil
	}
	dir, err := folder(env, runtime.GOOS, "XDG_CACHE_HOME", ".cache")
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "translations.db"), nil
}

// DataFolder returns the user's folder for data that are to stay, such as models.
func DataFolder(env func(variable string) string) (string, error) {
	return folder(env, runtime.GOOS, "XDG_DATA_HOME", ".local", "share")
}

// folder returns the folder for satzpaar below the one that a variable names, else below the one that the system uses.
func folder(env func(string) string, system, variable string, inHome ...string) (string, error) {
	if dir := env(variable); dir != "" {
		return filepath.Join(dir, "satzpaar"), nil
	}
	if system == "windows" {
		if dir := env("LocalAppData"); dir != "" {
			return filepath.Join(dir, "satzpaar"), nil
		}
	}
	home := env("HOME")
	if home == "" {
		home = env("USERPROFILE")
	}
	if home == "" {
		return "", advice.With(fmt.Errorf("neither %s nor HOME is set", variable),
			"set "+variable+" to a folder that satzpaar may use")
	}
	return filepath.Join(append(append([]string{home}, inHome...), "satzpaar")...), nil
}

// Find reads the file that SATZPAAR_CONFIG names, which must be there, else config.toml in the user's folder. Where
// that is missing, or there is no such folder, the file is an empty one.
func Find(env func(variable string) string) (*File, error) {
	if path := env("SATZPAAR_CONFIG"); path != "" {
		return Read(path)
	}
	dir, err := folder(env, runtime.GOOS, "XDG_CONFIG_HOME", ".config")
	if err != nil {
		return &File{}, nil // no home, no configuration
	}
	f, err := Read(filepath.Join(dir, "config.toml"))
	if errors.Is(err, fs.ErrNotExist) {
		return &File{}, nil
	}
	return f, err
}
