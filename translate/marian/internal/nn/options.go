package nn

import (
	"fmt"

	"github.com/satzpaar/satzpaar/translate/marian/internal/settings"
)

// Bounds of what is accepted. Beyond a dozen hypotheses, translations do not become better.
const (
	MaxBeam      = 64
	maxNormalize = 10
	maxGuard     = 100
)

// defaultGuard is what an invented word costs in log-probability where the decoder configuration does not set it.
const defaultGuard = 4

// ParseSearch reads a decoder configuration, which is YAML with the options of the Marian toolkit. Options other than
// beam-size, normalize and guard are of other programs' concern. Where nothing is set, search is greedy, and a score
// is divided by the length. The name is for errors.
func ParseSearch(name string, data []byte) (Search, error) {
	options := struct {
		Beam      int     `yaml:"beam-size"`
		Normalize float64 `yaml:"normalize"`
		Guard     float64 `yaml:"guard"`
	}{1, 1, defaultGuard}
	if err := settings.Unmarshal(data, &options); err != nil {
		return Search{}, fmt.Errorf("%s: %w", name, err)
	}
	if options.Beam < 1 || options.Beam > MaxBeam {
		return Search{}, fmt.Errorf("%s: beam-size: %d is not a number from 1 to %d", name, options.Beam, MaxBeam)
	}
	if !(options.Normalize >= 0 && options.Normalize <= maxNormalize) {
		return Search{}, fmt.Errorf("%s: normalize: %v is not a number from 0 to %d",
			name, options.Normalize, maxNormalize)
	}
	if !(options.Guard >= 0 && options.Guard <= maxGuard) {
		return Search{}, fmt.Errorf("%s: guard: %v is not a number from 0 to %d", name, options.Guard, maxGuard)
	}
	return Search{Beam: options.Beam, Normalize: options.Normalize, Penalty: float32(options.Guard)}, nil
}
