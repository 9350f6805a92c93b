package satzpaar

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/translate"
)

// longSetting is how long a value of [Session.Settings] may be; of a longer one, such as a glossary, it is the hash.
const longSetting = 200

// Settings returns what the outputs of the session depend on beside its inputs, by name: the configuration without
// what only bounds or describes the work, and the signatures of the backends that are open. Two sessions with equal
// settings give the same outputs, as far as their backends do.
func (s *Session) Settings() (map[string]string, error) {
	c, terms := s.config, s.terms.Load()
	c.Glossary = terms.list
	c.Backends, c.SRXName, c.Jobs, c.MaxCost, c.Plan, c.BatchAPI, c.Explain = nil, "", 0, 0, false, false, false
	c.From, c.To = s.pair.From.String(), s.pair.To.String()
	if !s.anyOpen(func(info translate.Info) bool { return info.UsesExamples }) {
		c.Examples = nil
	}
	fields := map[string]json.RawMessage{}
	raw, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(raw, &fields)
	}
	if err != nil {
		return nil, fmt.Errorf("satzpaar: settings: %w", err)
	}
	if terms.taught != nil && s.anyOpen(func(info translate.Info) bool { return info.ObeysTerms }) {
		if taught := terms.taught().Terms(); len(taught) > 0 {
			if fields["taught"], err = json.Marshal(taught); err != nil {
				return nil, fmt.Errorf("satzpaar: settings: %w", err)
			}
		}
	}
	out := map[string]string{"backends": strings.Join(s.Backends(), ", ")}
	for name, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		if len(text) > longSetting {
			sum := sha256.Sum256([]byte(text))
			text = "sha256:" + hex.EncodeToString(sum[:])
		}
		out[name] = text
	}
	return out, nil
}
