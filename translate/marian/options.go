package marian

import (
	"fmt"

	"github.com/satzpaar/satzpaar/translate/marian/internal/settings"
)

// What is beyond these is a mistake.
const (
	maxReverseWeight = 10
	maxReverseLength = 10
)

// options are those of a decoder configuration that are not about the search: see [Files.Decoder].
type options struct {
	Weight float64 `yaml:"reverse-weight"`
	Length float64 `yaml:"reverse-length"`
	Terms  bool    `yaml:"terms"`
}

// options reads those of the model.
func (f Files) options() (options, error) {
	o, name := options{Terms: true}, f.named("config")
	if err := settings.Unmarshal(f.Decoder, &o); err != nil {
		return o, fmt.Errorf("%s: %w", name, err)
	}
	if !(o.Weight >= 0 && o.Weight <= maxReverseWeight) {
		return o, fmt.Errorf("%s: reverse-weight: %v is not a number from 0 to %d", name, o.Weight, maxReverseWeight)
	}
	if !(o.Length >= -maxReverseLength && o.Length <= maxReverseLength) {
		return o, fmt.Errorf("%s: reverse-length: %v is not a number from -%d to %[3]d",
			name, o.Length, maxReverseLength)
	}
	return o, nil
}
