package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/internal/tomlfile"
)

// A config is the content of config.toml: defaults for flags, and named backends.
type config struct {
	From     string             `toml:"from"`
	To       string             `toml:"to"`
	Backend  string             `toml:"default_backend"` // a kind of backend, or a name from below
	Model    string             `toml:"model"`
	Foreign  string             `toml:"foreign"`
	Fallback string             `toml:"fallback"`
	Write    string             `toml:"write"`
	Cache    string             `toml:"cache"` // path of the cache file
	Jobs     int                `toml:"jobs"`
	Backends map[string]section `toml:"backend"` // the sections [backend.NAME]
	Serve    serveSection       `toml:"serve"`
}

// A serveSection is the section [serve]: defaults for the flags of satzpaar serve.
type serveSection struct {
	Addr   string   `toml:"addr"`
	Keys   string   `toml:"keys"`    // path of the file of keys
	KeyEnv string   `toml:"key_env"` // name of the environment variable that holds a single key
	CORS   []string `toml:"cors"`
}

// A section is a section [backend.NAME] of config.toml.
type section struct {
	satzpaar.BackendConfig
	Prompt string `toml:"prompt_file"` // path of the file whose text is the style
}

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
func (t *terminal) readConfig() (*config, error) {
	c := &config{}
	path := t.env("SATZPAAR_CONFIG")
	named := path != ""
	if !named {
		dir, err := t.configFolder()
		if err != nil {
			return c, nil // no home, no configuration
		}
		path = filepath.Join(dir, "config.toml")
	}
	raw, err := plainfile.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return c, nil
	}
	if err != nil {
		return nil, usage(fmt.Errorf("configuration: %w", err))
	}
	if err := tomlfile.Decode(path, raw, c); err != nil {
		return nil, usage(fmt.Errorf("configuration %w", err))
	}
	if hint, err := c.check(); err != nil {
		return nil, usage(fmt.Errorf("configuration %s: %w", path, err), hint)
	}
	return c, nil
}

// check looks for names that nothing has, so that a mistake shows before any work. The hint is what was probably meant.
func (c *config) check() (hint string, err error) {
	for _, name := range slices.Sorted(maps.Keys(c.Backends)) {
		if kind := cmp.Or(c.Backends[name].Type, name); !slices.Contains(satzpaar.Types(), kind) {
			err := fmt.Errorf("[backend.%s] has the unknown type %q", name, kind)
			return spelling.Choose(kind, satzpaar.Types()), err
		}
	}
	names := satzpaar.BackendNames(maps.Keys(c.Backends))
	for _, s := range []struct{ setting, name string }{{"default_backend", c.Backend}, {"fallback", c.Fallback}} {
		if s.name != "" && !slices.Contains(names, s.name) {
			return spelling.Choose(s.name, names), fmt.Errorf("%s: there is no backend %q", s.setting, s.name)
		}
	}
	if c.Write == "" {
		return "", nil
	}
	if _, err := outputs.Named(c.Write, "de", "en"); err != nil {
		return "", fmt.Errorf("write: %w", err)
	}
	return "", nil
}
