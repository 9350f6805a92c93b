package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"

	"github.com/satzpaar/satzpaar/internal/configfile"
)

// folder returns the XDG folder that an environment variable names, else the one that this system uses.
func (t *terminal) folder(variable string, fallback ...string) (string, error) {
	if dir := t.env(variable); dir != "" {
		return filepath.Join(dir, "satzpaar"), nil
	}
	if runtime.GOOS == "windows" {
		if dir := t.env("LocalAppData"); dir != "" {
			return filepath.Join(dir, "satzpaar"), nil
		}
	}
	home := t.env("HOME")
	if home == "" {
		home = t.env("USERPROFILE")
	}
	if home == "" {
		return "", usage(fmt.Errorf("neither %s nor HOME is set", variable),
			"set "+variable+" to a folder that satzpaar may use")
	}
	return filepath.Join(append(append([]string{home}, fallback...), "satzpaar")...), nil
}

func (t *terminal) configFolder() (string, error) { return t.folder("XDG_CONFIG_HOME", ".config") }
func (t *terminal) cacheFolder() (string, error)  { return t.folder("XDG_CACHE_HOME", ".cache") }
func (t *terminal) dataFolder() (string, error)   { return t.folder("XDG_DATA_HOME", ".local", "share") }

// readConfig reads config.toml; a missing file is an empty one.
func (t *terminal) readConfig() (*configfile.File, error) {
	path := t.env("SATZPAAR_CONFIG")
	named := path != ""
	if !named {
		dir, err := t.configFolder()
		if err != nil {
			return &configfile.File{}, nil // no home, no configuration
		}
		path = filepath.Join(dir, "config.toml")
	}
	c, err := configfile.Read(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return &configfile.File{}, nil
	}
	return c, err
}
