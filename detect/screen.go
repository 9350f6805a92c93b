package detect

import (
	"fmt"
	"slices"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect/internal/table"
	"github.com/satzpaar/satzpaar/lang"
)

// Config determines what a detector looks for. The zero value looks for the languages of [Usual] in German text,
// without a judge.
type Config struct {
	// Expected is the language that texts are in unless there is evidence against it. It may be any of [Languages]; the
	// zero value means German.
	Expected language.Tag
	// Languages are those that runs may have besides Expected; nil means [Usual]. They must be among [Languages].
	Languages []language.Tag
	// Judge is asked about runs that stay in doubt; nil means that the detector's own tables decide alone.
	Judge Judge
	// Switching means that writers or speakers may change the language anywhere within a sentence, as in chats of
	// people who share two. Many more such changes are found, and now and then one where there is none. Without it,
	// only lines that show such changes clearly are read so.
	Switching bool
	// Explain fills [Run.Evidence]. It costs time.
	Explain bool
}

// usual lists the languages that the news quotes; rare lists others of the detector's tables, each easily mistaken for
// one of the usual ones.
var (
	usual = []string{
		"de", "en", "es", "fr", "it", "pt", "nl", "pl", "cs", "tr", "sv", "da", "ro", "hu", "fi", "hr",
		"ru", "uk", "bg", "sr", "mk", "be", "el", "he", "ar", "fa", "zh", "ja", "ko", "th", "hi", "hy", "ka", "bn",
		"ta", "vi",
	}
	rare = []string{"nb", "sk", "ca", "sl", "et", "lv", "lt"}
)

// Usual returns the languages that are looked for by default: those that news quotes, and those with a script of
// their own.
func Usual() []language.Tag { return tags(usual) }

// Languages returns all languages that a detector can distinguish by itself.
func Languages() []language.Tag { return tags(slices.Concat(usual, rare)) }

func tags(codes []string) []language.Tag {
	out := make([]language.Tag, len(codes))
	for i, l := range codes {
		out[i] = language.Make(l)
	}
	return out
}

// A Screen is the detector of this package. It is safe for concurrent use.
//
// Words are scored by n-gram tables, which are decoded when the first text comes. A word's form decides how much it
// counts: lower-case words most, capitalised ones inside a sentence little, because they may be names, and handles,
// hashtags, addresses and numbers not at all. The languages of a text are the cheapest sequence over its words, where
// changing costs little at line breaks, sentence ends and quotation marks, and much inside a clause. What is found so
// must then have the evidence that its kind needs, or belongs to the language around it; titles and names of works do,
// too. Text without evidence against it is accepted without decoding.
type Screen struct {
	states   []state
	enter    []float32 // what it costs to enter each state, as a prior
	expected int       // index into states
	prepare  sync.Once
	tables   [2]*table.Table        // Latin and Cyrillic; loaded with the first text
	lanes    [2][table.Lanes]int    // state of each lane of the tables, or -1
	used     [2][]uint8             // lanes that have a state
	scripts  [otherScript + 1][]int // states of each script
	judge    Judge
	explain  bool
	toggle   bool             // Config.Switching
	nouns    bool             // the expected language writes its nouns with capitals
	titles   *lang.TitleWords // of the expected language; nil where none are known
	loans    map[string]bool  // of the expected language
	// greetings are set phrases in the languages that are looked for by default; nil for others.
	greetings map[string]greeting
	scratch   sync.Pool
}

// A state is a language of the decoder.
type state struct {
	tag    language.Tag
	base   string
	script script
}

// New returns a detector. It fails if the configuration names a language that the detector does not know.
func New(c Config) (*Screen, error) {
	if c.Expected == (language.Tag{}) {
		c.Expected = language.German
	}
	wanted := c.Languages
	if wanted == nil {
		wanted = Usual()
	}
	s := &Screen{judge: c.Judge, explain: c.Explain, toggle: c.Switching, expected: -1}
	add := func(tag language.Tag) error {
		base := lang.Base(tag)
		for _, st := range s.states {
			if st.base == base {
				return nil
			}
		}
		sc, ok := scripts[base]
		if !ok {
			return fmt.Errorf("detect: language %s is not one of those that the detector knows", tag)
		}
		n := len(s.states)
		s.enter = append(s.enter, priors[base])
		s.states = append(s.states, state{tag: tag, base: base, script: sc})
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
	if l := lang.Find(lang.Base(c.Expected)); l != nil {
		s.nouns, s.titles, s.loans = l.NounCapitals, lang.TitleWordsOf(l.Code), lang.WordSet(l.Loans)
	}
	for _, tag := range wanted {
		if err := add(tag); err != nil {
			return nil, err
		}
	}
	if c.Languages == nil {
		s.addGreetings()
	}
	s.scratch.New = func() any { return new(scratch) }
	return s, nil
}

// priors are what it costs to find a language in the news, in natural logarithms above the common ones.
var priors = map[string]float32{
	"fi": 1, "hr": 1, "hu": .3, "ro": .3, "da": .2, "sv": .2, "bg": 1, "sr": 1.5, "mk": 1.5, "be": 1.5, "fa": 1,
	"nb": .5, "sk": .5, "ca": .5, "sl": 1, "et": 1, "lv": 1, "lt": 1, "vi": 1,
}

// load decodes the tables and finds the state of each of their lanes.
func (s *Screen) load() {
	s.tables = loadTables()
	for k, t := range s.tables {
		for l := range s.lanes[k] {
			s.lanes[k][l] = -1
		}
		for l, lang := range t.Langs {
			for i, st := range s.states {
				if st.base == lang {
					s.lanes[k][l] = i
					s.used[k] = append(s.used[k], uint8(l))
				}
			}
		}
	}
}
