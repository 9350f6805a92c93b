package align

import "github.com/satzpaar/satzpaar/lang"

// LexiconFor returns the lexicon of a language pair, or nil where none is known: alignment then rests on lengths,
// numbers, cognates and what it learns from the documents themselves.
func LexiconFor(p lang.Pair) *Lexicon {
	if read := lexiconOf(p); read != nil {
		return read()
	}
	return nil
}

// PivotFor returns a lexicon from the source language of a pair into a third language, for [Config.Pivot]; nil where
// the pair has a lexicon of its own, or none is known.
func PivotFor(p lang.Pair) *Lexicon {
	if lexiconOf(p) == nil && lang.Base(p.From) == lang.German.Code {
		return GermanEnglish()
	}
	return nil
}

// HasLexicon reports whether a lexicon of the language pair is known, without reading it.
func HasLexicon(p lang.Pair) bool { return lexiconOf(p) != nil }

// lexiconOf returns what reads the lexicon of a language pair, or nil. A new pair has a case here.
func lexiconOf(p lang.Pair) func() *Lexicon {
	switch {
	case p.Same(lang.GermanEnglish):
		return GermanEnglish
	}
	return nil
}
