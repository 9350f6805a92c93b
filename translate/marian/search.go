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
	maxGuard     = 100
)

// defaultGuard is what an invented word costs in log-probability where the decoder configuration does not say it.
const defaultGuard = 4

// search is how translations are searched for: as the decoder configuration says, which is YAML with the options of
// the Marian toolkit, unless cfg says something else. Options other than beam-size, normalize and guard are of other
// programs' concern. Where nothing is said, search is greedy, and a score is divided by the length.
func (cfg Config) search() (nn.Search, error) {
	options := struct {
		Beam      int     `yaml:"beam-size"`
		Normalize float64 `yaml:"normalize"`
		Guard     float64 `yaml:"guard"`
	}{1, 1, defaultGuard}
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
	if !(options.Guard >= 0 && options.Guard <= maxGuard) {
		return nn.Search{}, fmt.Errorf("%s: guard: %v is not a number from 0 to %d", name, options.Guard, maxGuard)
	}
	if cfg.Beam < 0 || cfg.Beam > maxBeam {
		return nn.Search{}, fmt.Errorf("a beam of %d: it must be 1 to %d, or 0 for what the model wants", cfg.Beam, maxBeam)
	}
	if cfg.Beam > 0 {
		options.Beam = cfg.Beam
	}
	how := nn.Search{Beam: options.Beam, Normalize: options.Normalize}
	if cfg.Files.Words != nil {
		how.Penalty = float32(options.Guard)
	}
	return how, nil
}
