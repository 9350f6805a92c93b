package serve

import (
	"fmt"
	"maps"
	"slices"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/tomlfile"
)

// A keySection is a section of a file of keys.
type keySection struct {
	Key        string `toml:"key"`
	Requests   int    `toml:"requests_per_minute"`
	Characters int    `toml:"characters_per_minute"`
	Concurrent int    `toml:"concurrent"`
	Text       int    `toml:"text_bytes"`
}

// ReadKeys returns secret as a key called environment, and the keys of the file at path, see [ParseKeys]. Either may be
// empty: there is none then.
func ReadKeys(path, secret string) ([]Key, error) {
	var keys []Key
	if secret != "" {
		keys = append(keys, Key{Name: "environment", Secret: secret})
	}
	if path == "" {
		return keys, nil
	}
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	listed, err := ParseKeys(path, raw)
	if err != nil {
		return nil, err
	}
	return append(keys, listed...), nil
}

// ParseKeys reads a file of keys, which path names in errors. It is TOML with a section for each key, which its name
// heads:
//
//	[weblate]
//	key = "at least 16 characters"
//	requests_per_minute = 600
//
// The other limits are called characters_per_minute, concurrent and text_bytes.
func ParseKeys(path string, raw []byte) ([]Key, error) {
	var sections map[string]keySection
	if err := tomlfile.Decode(path, raw, &sections); err != nil {
		return nil, err
	}
	var keys []Key
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		k := sections[name]
		for _, limit := range []struct {
			name string
			n    int
		}{
			{"requests_per_minute", k.Requests},
			{"characters_per_minute", k.Characters},
			{"concurrent", k.Concurrent},
			{"text_bytes", k.Text},
		} {
			if limit.n < 0 {
				return nil, fmt.Errorf("%s: [%s] %s = %d: must not be negative", path, name, limit.name, limit.n)
			}
		}
		limits := Limits{Requests: k.Requests, Characters: k.Characters, Concurrent: k.Concurrent, Text: k.Text}
		keys = append(keys, Key{Name: name, Secret: k.Key, Limits: limits})
	}
	if len(keys) == 0 {
		return nil, advice.With(fmt.Errorf("%s holds no keys", path), "give each a section: [NAME] with key = \"…\"")
	}
	return keys, nil
}
