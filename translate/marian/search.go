package marian

import (
	"fmt"

	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
)

// search is how translations are searched for: as the decoder configuration has it, unless cfg overrides that.
// Without a list of words none counts as invented.
func (cfg Config) search() (nn.Search, error) {
	how, err := nn.ParseSearch(cfg.Files.named("config"), cfg.Files.Decoder)
	if err != nil {
		return nn.Search{}, err
	}
	if cfg.Beam < 0 || cfg.Beam > nn.MaxBeam {
		return nn.Search{}, fmt.Errorf("a beam of %d: it must be 1 to %d, or 0 for what the model wants",
			cfg.Beam, nn.MaxBeam)
	}
	if cfg.Beam > 0 {
		how.Beam = cfg.Beam
	}
	if cfg.Files.Words == nil {
		how.Penalty = 0
	}
	return how, nil
}
