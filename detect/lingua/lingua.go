// Package lingua lets lingua-go judge stretches of text that package detect leaves in doubt.
//
// It links lingua-go's language models, about 128 MB. Their memory, some 20 to 80 MiB a language, is taken when a
// language is first a candidate.
package lingua

import (
	"slices"
	"strings"
	"sync"

	lingua "github.com/pemistahl/lingua-go"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/lang"
)

// A Judge implements [detect.Judge]. The zero value is not ready: use [New].
type Judge struct {
	languages map[string]lingua.Language // by ISO 639 code

	mu        sync.Mutex
	detectors map[string]lingua.LanguageDetector // by the sorted codes of their languages
}

var _ detect.Judge = (*Judge)(nil)

// New returns a judge. It loads nothing.
func New() *Judge {
	j := &Judge{languages: map[string]lingua.Language{}, detectors: map[string]lingua.LanguageDetector{}}
	for _, l := range lingua.AllLanguages() {
		j.languages[strings.ToLower(l.IsoCode639_1().String())] = l
	}
	return j
}

// Judge returns lingua-go's confidence in each candidate for text. Candidates that it does not know get 0. If it knows
// fewer than two of them it has nothing to compare and returns the same for all.
func (j *Judge) Judge(text string, candidates []language.Tag) []float64 {
	out := make([]float64, len(candidates))
	known := map[string]lingua.Language{}
	codes := make([]string, len(candidates))
	for i, tag := range candidates {
		code := lang.Base(tag)
		if l, ok := j.languages[code]; ok {
			known[code] = l
			codes[i] = code
		}
	}
	if len(known) < 2 {
		for i := range out {
			out[i] = 1 / float64(len(out))
		}
		return out
	}
	for _, v := range j.detector(known).ComputeLanguageConfidenceValues(text) {
		code := strings.ToLower(v.Language().IsoCode639_1().String())
		for i := range codes {
			if codes[i] == code {
				out[i] = v.Value()
			}
		}
	}
	return out
}

// detector returns the detector for a set of languages. Detectors share the models.
func (j *Judge) detector(known map[string]lingua.Language) lingua.LanguageDetector {
	var codes []string
	for c := range known {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	key := strings.Join(codes, " ")
	j.mu.Lock()
	defer j.mu.Unlock()
	d, ok := j.detectors[key]
	if !ok {
		var langs []lingua.Language
		for _, c := range codes {
			langs = append(langs, known[c])
		}
		d = lingua.NewLanguageDetectorBuilder().FromLanguages(langs...).Build()
		j.detectors[key] = d
	}
	return d
}
