package opus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/satzpaar/satzpaar/translate/marian/internal/settings"
)

// mostEntries is the largest vocabulary that is read.
const mostEntries = 1 << 20

// parseVocabulary reads a vocabulary of the Marian toolkit: a mapping of entries to their numbers, in YAML or JSON,
// where each number from 0 on is there once. It returns the entries in that order.
func parseVocabulary(data []byte) ([]string, error) {
	numbers := map[string]string{}
	add := func(entry, number string) error {
		switch _, twice := numbers[entry]; {
		case entry == "" || strings.ContainsRune(entry, '\n') || !utf8.ValidString(entry):
			return fmt.Errorf("%q cannot be an entry of a vocabulary", entry)
		case twice:
			return fmt.Errorf("the entry %q is there twice", entry)
		case len(numbers) == mostEntries:
			return fmt.Errorf("more than %d entries", mostEntries)
		}
		numbers[entry] = number
		return nil
	}
	parse := parseYAML
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		parse = parseJSON
	}
	if err := parse(data, add); err != nil {
		return nil, err
	}
	entries := make([]string, len(numbers))
	for entry, number := range numbers {
		i, err := strconv.Atoi(number)
		if err != nil || i < 0 || i >= len(entries) || entries[i] != "" {
			return nil, fmt.Errorf("the entries are not numbered from 0 to %d: %q has %s",
				len(entries)-1, entry, number)
		}
		entries[i] = entry
	}
	return entries, nil
}

func parseYAML(data []byte, add func(entry, number string) error) error {
	var doc yaml.Node // a mapping would look for keys that are there twice in quadratic time
	if err := settings.Unmarshal(data, &doc); err != nil {
		return err
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return fmt.Errorf("not a list of entries and their numbers")
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i].Kind != yaml.ScalarNode || pairs[i+1].Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: not an entry and its number", pairs[i].Line)
		}
		if err := add(pairs[i].Value, pairs[i+1].Value); err != nil {
			return fmt.Errorf("line %d: %w", pairs[i].Line, err)
		}
	}
	return nil
}

// parseJSON reads what YAML readers refuse, though it is YAML too: characters beyond the first plane as pairs of
// escapes.
func parseJSON(data []byte, add func(entry, number string) error) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if _, err := d.Token(); err != nil { // the brace
		return err
	}
	for d.More() {
		entry, err := d.Token()
		if err != nil {
			return err
		}
		var number json.Number
		if err := d.Decode(&number); err != nil {
			return err
		}
		if err := add(entry.(string), number.String()); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("something follows the last brace")
	}
	return nil
}
