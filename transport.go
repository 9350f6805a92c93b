package satzpaar

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"

	"github.com/satzpaar/satzpaar/internal/advice"
)

// WriteConfig writes a configuration as JSON for [ReadConfig] on another machine. What belongs to this machine, and
// keys, are not in it; an address that may hold a secret is an error.
func WriteConfig(w io.Writer, c *Config) error {
	for _, name := range slices.Sorted(maps.Keys(c.Backends)) {
		if u, err := url.Parse(c.Backends[name].BaseURL); err != nil || u.User != nil || u.RawQuery != "" {
			err := fmt.Errorf("the address of backend %s may hold a secret, and settings travel", name)
			return advice.With(err, "leave user, password and query out of it, and name a key in api_key_env of the "+
				"configuration")
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(c)
}

// ReadConfig reads what [WriteConfig] has written. Fields that this version does not know are an error: they may have
// come from a later one, and matter.
func ReadConfig(r io.Reader) (Config, error) {
	var c Config
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	err := d.Decode(&c)
	return c, err
}
