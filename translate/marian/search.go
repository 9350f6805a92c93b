package marian

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
)

// Bounds of what is accepted. Beyond a dozen hypotheses, translations do not become better.
const (
	maxBeam      = 64
	maxNormalize = 10
)

// search is how translations are searched for: as the decoder configuration says, which is YAML with the options of the Marian toolkit, unless cfg says something
// else. Options other than beam-size and normalize are of other programs' concern. Where nothing is said, search is greedy, and a score is divided by the length.
func (cfg Config) search() (nn.Search, error) {
	options := struct {
		Beam      int     `yaml:"beam-size"`
		Normalize float64 `yaml:"normalize"`
	}{1, 1}
	name := cfg.Files.named("config")
	if err := yaml.Unmarshal(cfg.Files.Decoder, &options); err != nil {
		return nn.Search{}, fmt.Errorf("%s: %w", name, err)
	}
	if options.Beam < 1 || options.Beam > maxBeam {
		return nn.Search{}, fmt.Errorf("%s: beam-size: %d is not a number from 1 to %d", name, options.Beam, maxBeam)
	}
	if !(options.Normalize >= 0 && options.Normalize <= maxNormalize) {
		return nn.Search{}, fmt.Errorf("%s: normalize: %v is not a number from 0 to %d", name, options.Normalize, maxNormalize)
	}
	if cfg.Beam < 0 || cfg.Beam > maxBeam {
		return nn.Search{}, fmt.Errorf("a beam of %d: it must be 1 to %d, or 0 for what the model wants", cfg.Beam, maxBeam)
	}
	if cfg.Beam > 0 {
		options.Beam = cfg.Beam
	}
	return nn.Search{Beam: options.Beam, Normalize: options.Normalize}, nil
}
