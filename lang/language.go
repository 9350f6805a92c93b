package lang

import (
	"strings"
	"sync"
)

// A Language is what is known of a language, as plain data: the packages that split sentences, read numbers or compare
// negations turn it into tables of their own, see [Table]. What a language leaves out is done without, by the rules
// that most languages share.
//
// A new language is a file of this package and a line in known.
type Language struct {
	Code string // as [Base] returns it
	Name string // in English
	// Sentences are its rules for the ends of sentences; nil: sentences are split by punctuation alone.
	Sentences *Sentences
	// Values are its ways to write numbers and dates; nil: digits are read by the rules that most languages share.
	Values *Values
	// Denials are its words that deny; nil: negations are not compared.
	Denials *Denials
	// Titles are the words that introduce the titles of works; nil: foreign titles are known by their form alone.
	Titles *Titles
	// Abbreviations are what its abbreviations stand for, as far as that can be told. Of those that fit a place, the
	// first holds.
	Abbreviations []Abbreviations
	// ShortWords are its common words of two and three letters: a full stop after any other word so short may belong to
	// an abbreviation.
	ShortWords string
	// Particles are the parts of its verbs that may stand apart from them, at the end of a clause: "ruft … an".
	Particles string
	// Phrases are adverbs of several words, one of which alone has a meaning, in lower case: "at least".
	Phrases []string
	// Loans are words that it uses as its own, or repeats, and that look like another language: "pro", "de facto",
	// "na, na". A few of them are not a change of language.
	Loans string
	// Labels are the words, besides names, that stand in capitals before a colon at the start of a line, in lower case:
	// parts that somebody speaks, what a notice begins with, fields of an entry. Empty: such a label may be a name or
	// not, and is translated.
	Labels string
	// NounCapitals reports whether nouns begin with a capital letter.
	NounCapitals bool
	// Plural is the condition for its plural, as gettext writes it: "n != 1". Empty: it has not just two forms, or what
	// it has is not known.
	Plural string
}

// known lists the languages of which something is known.
var known = []*Language{German, English, spanish, french, italian, dutch, polish, portuguese}

// Known returns the languages of which something is known. They must not be changed.
func Known() []*Language { return known }

// Find returns what is known of the language with a code, as [Base] returns it, or nil.
func Find(code string) *Language {
	for _, l := range known {
		if l.Code == code {
			return l
		}
	}
	return nil
}

// A Table holds what a package makes of each known language. An entry is made when it is first asked for.
type Table[T any] struct{ entries map[string]func() T }

// NewTable returns the table of what derive makes of each known language.
func NewTable[T any](derive func(*Language) T) *Table[T] {
	t := &Table[T]{entries: make(map[string]func() T, len(known))}
	for _, l := range known {
		t.entries[l.Code] = sync.OnceValue(func() T { return derive(l) })
	}
	return t
}

// Of returns the entry of the language with a code, as [Base] returns it, or the zero T for one that is not known. It
// may be called concurrently.
func (t *Table[T]) Of(code string) (entry T) {
	if entryOf, ok := t.entries[code]; ok {
		return entryOf()
	}
	return entry
}

// WordSet returns the words of a list as a set.
func WordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
