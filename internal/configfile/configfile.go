// Package configfile reads config.toml: defaults for flags, and named backends.
package configfile

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/internal/tomlfile"
)

// A File is the content of config.toml.
type File struct {
	From     string             `toml:"from"`
	To       string             `toml:"to"`
	Backend  string             `toml:"default_backend"` // a type of backend, or a name from below
	Model    string             `toml:"model"`
	Foreign  string             `toml:"foreign"`
	Fallback string             `toml:"fallback"`
	Write    string             `toml:"write"`
	Cache    string             `toml:"cache"` // path of the cache file, or address of the database
	Jobs     int                `toml:"jobs"`
	Backends map[string]Backend `toml:"backend"` // the sections [backend.NAME]
	Serve    Serve              `toml:"serve"`
}

// A Backend is a section [backend.NAME].
type Backend struct {
	satzpaar.BackendConfig
	Prompt string `toml:"prompt_file"` // path of the file whose text is the style
}

// Serve is the section [serve]: defaults for the flags of satzpaar serve.
type Serve struct {
	Addr   string   `toml:"addr"`
	Keys   string   `toml:"keys"`    // path of the file of keys
	KeyEnv string   `toml:"key_env"` // name of the environment variable that holds a single key
	CORS   []string `toml:"cors"`
}

// Read reads the file at path. Unknown names are errors, so that a mistake shows before any work.
func Read(path string) (*File, error) {
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	f := &File{}
	if err := tomlfile.Decode(path, raw, f); err != nil {
		return nil, fmt.Errorf("configuration %w", err)
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("configuration %s: %w", path, err)
	}
	return f, nil
}

// check returns an error for unknown names, with what was probably meant as advice.
func (f *File) check() error {
	for _, name := range slices.Sorted(maps.Keys(f.Backends)) {
		if kind := cmp.Or(f.Backends[name].Type, name); !slices.Contains(satzpaar.Types(), kind) {
			return advice.With(fmt.Errorf("[backend.%s] has the unknown type %q", excerpt.Name(name), excerpt.Name(kind)),
				spelling.Choose(kind, satzpaar.Types()))
		}
	}
	names := f.BackendNames()
	for _, s := range []struct{ setting, name string }{{"default_backend", f.Backend}, {"fallback", f.Fallback}} {
		if s.name != "" && !slices.Contains(names, s.name) {
			return advice.With(fmt.Errorf("%s: there is no backend %q", s.setting, excerpt.Name(s.name)),
				spelling.Choose(s.name, names))
		}
	}
	if f.Write == "" {
		return nil
	}
	if _, err := outputs.Named(f.Write, "de", "en"); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// BackendNames returns the names that a backend may be called by.
func (f *File) BackendNames() []string { return satzpaar.BackendNames(maps.Keys(f.Backends)) }

// Config returns the configuration of a session from the file and the environment, whose variables come first. Env
// returns the value of a variable, as [os.Getenv] does.
func (f *File) Config(env func(variable string) string) (satzpaar.Config, error) {
	c := satzpaar.Config{
		From:     cmp.Or(env("SATZPAAR_FROM"), f.From),
		To:       cmp.Or(env("SATZPAAR_TO"), f.To),
		Foreign:  cmp.Or(env("SATZPAAR_FOREIGN"), f.Foreign),
		Backend:  cmp.Or(env("SATZPAAR_BACKEND"), f.Backend, "marian"),
		Fallback: f.Fallback,
		Jobs:     f.Jobs,
		Backends: map[string]satzpaar.BackendConfig{},
	}
	for _, name := range f.BackendNames() {
		described := f.Backends[name]
		b := described.WithEnvironment(name, env)
		if described.Prompt != "" {
			style, err := plainfile.ReadFile(described.Prompt)
			if err != nil {
				return c, fmt.Errorf("configuration: [backend.%s]: prompt_file: %w", name, err)
			}
			b.Style = string(style)
		}
		c.Backends[name] = b
	}
	return c, nil
}
