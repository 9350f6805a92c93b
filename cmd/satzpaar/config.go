package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A config is the content of config.toml: defaults for flags, and named backends.
type config struct {
	From     string                   `toml:"from"`
	To       string                   `toml:"to"`
	Backend  string                   `toml:"default_backend"` // a kind of backend, or a name from below
	Model    string                   `toml:"model"`
	Foreign  string                   `toml:"foreign"`
	Fallback string                   `toml:"fallback"`
	Write    string                   `toml:"write"`
	Cache    string                   `toml:"cache"` // path of the cache file
	Jobs     int                      `toml:"jobs"`
	Backends map[string]backendConfig `toml:"backend"` // the sections [backend.NAME]
}

// A backendConfig is a section [backend.NAME] of config.toml.
type backendConfig struct {
	Type       string `toml:"type"` // marian, openai, libretranslate, deepl, command, echo
	Model      string `toml:"model"`
	BaseURL    string `toml:"base_url"`
	KeyEnv     string `toml:"api_key_env"` // name of the environment variable that holds the key
	APIVersion string `toml:"api_version"` // of an Azure deployment
	Command    string `toml:"command"`
	Protocol   string `toml:"protocol"`
	// Env are names of environment variables that a program is given besides those that every program needs.
	Env    []string `toml:"env"`
	Prompt string   `toml:"prompt_file"`
	Effort string   `toml:"reasoning_effort"`
	// Of language models: fields of the request body that no other setting knows; the temperature; no neighbours in the prompt; the form of answers.
	Extra       map[string]any `toml:"extra"`
	Temperature float64        `toml:"temperature"`
	NoContext   bool           `toml:"no_context"`
	Answers     string         `toml:"answers"` // probe, json-schema, json-object, text
	Batch       int            `toml:"batch"`
	Beam        int            `toml:"beam"` // hypotheses that a local model follows at a time; 0 leaves it to the model
	Requests    float64        `toml:"requests_per_minute"`
	Tokens      float64        `toml:"tokens_per_minute"`
	PriceIn     float64        `toml:"price_in"` // US dollars per million tokens (or characters, where the service bills those)
	PriceOut    float64        `toml:"price_out"`
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
		return "", usage(fmt.Errorf("neither %s nor HOME is set", variable), "set "+variable+" to a folder that satzpaar may use")
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
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return c, nil
	}
	if err != nil {
		return nil, usage(fmt.Errorf("configuration: %w", err))
	}
	d := toml.NewDecoder(bytes.NewReader(raw)).DisallowUnknownFields()
	if err := d.Decode(c); err != nil {
		var strict *toml.StrictMissingError
		var at *toml.DecodeError
		switch {
		case errors.As(err, &strict):
			row, _ := strict.Errors[0].Position()
			return nil, usage(fmt.Errorf("configuration %s:%d: unknown setting %q", path, row, strings.Join(strict.Errors[0].Key(), ".")))
		case errors.As(err, &at):
			row, column := at.Position()
			return nil, usage(fmt.Errorf("configuration %s:%d:%d: %s", path, row, column, at.Error()))
		}
		return nil, usage(fmt.Errorf("configuration %s: %w", path, err))
	}
	return c, nil
}

// first returns the first value that is not empty: flag, environment, file, default.
func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
