// Package settings reads the YAML that models come with.
package settings

import (
	"bytes"
	"fmt"

	"gopkg.in/yaml.v3"
)

// mostTags is how many directives of tags may stand in a text: reading them takes quadratic time. Models have none, and
// vocabularies hardly an entry that looks like one.
const mostTags = 100

// Unmarshal decodes YAML as [yaml.Unmarshal] does. It refuses what would take long.
func Unmarshal(text []byte, into any) error {
	if bytes.Count(text, []byte("%TAG")) > mostTags {
		return fmt.Errorf("it has more than %d times %%TAG", mostTags)
	}
	return yaml.Unmarshal(text, into)
}
