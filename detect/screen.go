package detect

import (
	"fmt"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect/internal/table"
)

// Config says what a detector looks for. The zero value looks for the languages of [Languages] in German text, without a judge.
type Config struct {
	// Expected is the language that texts are in unless something speaks against it. It may be any of [Languages]; the zero value means German.
	Expected language.Tag
	// Languages are those that runs may have, beside Expected; nil means [Languages]. Others than those in [Languages] are refused.
	Languages []language.Tag
	// Judge is asked about runs that stay in doubt; nil means that the detector's own tables decide alone.
	Judge Judge
	// Explain fills [Run.Evidence]. It costs time.
	Explain bool
}

// known lists the languages of the detector's tables and scripts.
var known = []string{
	"de", "en", "es", "fr", "it", "pt", "nl", "pl", "cs", "tr", "sv", "da", "ro", "hu", "fi", "hr",
	"ru", "uk", "bg", "sr", "mk", "be", "el", "he", "ar", "fa", "zh", "ja", "ko", "th", "hi", "hy", "ka", "bn", "ta",
}

// Languages returns the languages that a detector tells apart by itself.
func Languages() []language.Tag {
	out := make([]language.Tag, len(known))
	for i, l := range known {
		out[i] = language.Make(l)
	}
	return out
}

// A Screen is the detector of this package. It is safe for concurrent use.
type Screen struct {
	states   []state
	expected int // index into states
	lanes    [2][table.Lanes]int
	scripts  [otherScript + 1][]int // states of each script
	judge    Judge
	explain  bool
	scratch  sync.Pool
}

// A state is a language of the decoder.
type state struct {
	tag    language.Tag
	base   string
	script script
	enter  float32 // what it costs to enter the language, as a prior
}

// New returns a detector. It fails if the configuration names a language that the detector does not know.
func New(c Config) (*Screen, error) {
	if c.Expected == (language.Tag{}) {
		c.Expected = language.German
	}
	tags := c.Languages
	if tags == nil {
		tags = Languages()
	}
	s := &Screen{judge: c.Judge, explain: c.Explain, expected: -1}
	for i := range s.lanes {
		for l := range s.lanes[i] {
			s.lanes[i][l] = -1
		}
	}
	add := func(tag language.Tag) error {
		base, _ := tag.Base()
		for _, st := range s.states {
			if st.base == base.String() {
				return nil
			}
		}
		sc, ok := scripts[base.String()]
		if !ok {
			return fmt.Errorf("detect: language %s is not one of those that the detector knows", tag)
		}
		n := len(s.states)
		s.states = append(s.states, state{tag: tag, base: base.String(), script: sc, enter: priors[base.String()]})
		s.scripts[sc] = append(s.scripts[sc], n)
		if sc == kana {
			s.scripts[han] = append(s.scripts[han], n)
		}
		return nil
	}
	if err := add(c.Expected); err != nil {
		return nil, err
	}
	s.expected = 0
	for _, tag := range tags {
		if err := add(tag); err != nil {
			return nil, err
		}
	}
	s.scratch.New = func() any { return new(scratch) }
	return s, nil
}

// priors are what it costs to find a language in the news, in natural logarithms above the common ones.
var priors = map[string]float32{"fi": 1, "hr": 1, "hu": .3, "ro": .3, "da": .2, "sv": .2, "bg": 1, "sr": 1.5, "mk": 1.5, "be": 1.5, "fa": 1}

// laneStates maps the lanes of the tables to states, once the tables are loaded.
func (s *Screen) laneStates(langs []string, out *[table.Lanes]int) {
	for l := range out {
		out[l] = -1
		if l >= len(langs) {
			continue
		}
		for i, st := range s.states {
			if st.base == langs[l] {
				out[l] = i
			}
		}
	}
}
