package document

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An abbreviation describes what a full stop after it means.
type abbreviation uint8

const (
	noAbbreviation abbreviation = iota
	inside                      // what it belongs to follows: "Dr.", "z. B.", "vgl."
	either                      // the sentence may end here, and does if a starter follows: "Mio.", "u. a.", "Inc."
	counted                     // an abbreviation before a number only: "Art. 5", "No. 7", "S. 12"
	homograph                   // with this capital also a word or a name: "Dir.", "Jan.", see [rules.led]
)

// ordinary marks words in the table that are not abbreviations, whatever their form suggests.
const ordinary = noAbbreviation

// abbreviation looks up the word before a full stop, joined with the pieces before it: "z. B." is looked up as "z.b".
func (r *rules) abbreviation(c *context, word string) abbreviation {
	if r.abbreviations == nil {
		return noAbbreviation
	}
	var room, small [48]byte
	if i := strings.LastIndexAny(word, "-–/"); i >= 0 {
		_, n := utf8.DecodeRuneInString(word[i:])
		if word[i] == '/' && len(word)-i-n < 3 {
			return noAbbreviation // a unit: "mg/l"
		}
		word = strings.TrimLeft(word[i+n:], ")]")
	}
	if word == "" || len(word) > 16 {
		return noAbbreviation
	}
	if len(word) > r.longest {
		return r.unlisted(word)
	}
	// Pieces before it that end with a full stop themselves: "i. d. R."
	first := c.mark - len(word)
	if len(word) <= 4 {
		for range 3 {
			p := trimSpaceLeft(c.text, c.start, first)
			if p == c.start || c.text[p-1] != '.' {
				break
			}
			piece := c.wordBefore(p - 1)
			if piece == "" || len(piece) > 4 || digits(piece) > 0 {
				break
			}
			first = p - 1 - len(piece)
		}
	}
	key := room[:0]
	for _, ch := range c.text[first:c.mark] {
		if !unicode.IsSpace(ch) {
			key = utf8.AppendRune(key, ch)
		}
		if len(key) > 40 {
			return noAbbreviation
		}
	}
	for len(key) > 0 {
		if a, ok := r.abbreviations[string(key)]; ok {
			return a
		}
		if !acronym(key) {
			if a, ok := r.abbreviations[string(lower(small[:0], key))]; ok {
				return a
			}
		}
		i := bytes.IndexByte(key, '.')
		if i < 0 {
			break
		}
		key = key[i+1:]
	}
	return r.unlisted(word)
}

// unlisted returns what an abbreviation that is in no list means, by its form.
func (r *rules) unlisted(word string) abbreviation {
	if i := strings.IndexAny(word, "'’"); i > 0 { // "l'art. 5", "dell'avv. Conti"
		_, n := utf8.DecodeRuneInString(word[i:])
		if elided := strings.ToLower(word[i+n:]); len(elided) > 1 {
			if a, ok := r.abbreviations[elided]; ok {
				return a
			}
		}
	}
	for _, s := range r.suffixes {
		if strings.HasSuffix(word, s) {
			return either
		}
	}
	if r.stump(word) {
		return either
	}
	return guess(word)
}

// stump reports whether word, in small letters, ends as no word of the language does: "schriftl", "freiw".
func (r *rules) stump(word string) bool {
	n := len(word)
	if len(r.finals) == 0 || n < 4 || r.finals[word[n-2:]] || !lowerLetters(word) || utf8.RuneCountInString(word) < 4 {
		return false
	}
	_, a := utf8.DecodeLastRuneInString(word)
	_, b := utf8.DecodeLastRuneInString(word[:n-a])
	return !r.finals[word[n-a-b:]]
}

// vowels are letters of which a word has at least one unless it is an abbreviation.
const vowels = "aeiouyäöüáéíóúýàèìòùâêîôûëïãõąęœæøå" + "AEIOUYÄÖÜÁÉÍÓÚÝÀÈÌÒÙÂÊÎÔÛËÏÃÕĄĘŒÆØÅ"

// guess recognises abbreviations that no list has by their form: single letters, Roman numbers, pieces with full stops
// inside, words without a vowel, but not acronyms ("PCs") and numbers ("1980s").
func guess(word string) abbreviation {
	n := utf8.RuneCountInString(strings.TrimSuffix(word, "°")) // "N°. 5"
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case n == 1 && unicode.IsLetter(first), roman(word):
		return either
	case strings.Contains(word, "."):
		for part := range strings.SplitSeq(word, ".") {
			if len(part) > 3 || !letters(part) {
				return noAbbreviation
			}
		}
		return either
	case first <= '9':
		switch strings.TrimLeft(word, "0123456789") {
		case "st", "nd", "rd", "th": // "the 5th. Infantry"
			return either
		}
	case n <= 5 && !strings.ContainsAny(word, vowels) && letters(word) && lowerLetters(word[1:]):
		return either
	}
	return noAbbreviation
}

// led reports whether the word before the full stop, which is an abbreviation or a word, is an abbreviation: it stands
// first, or a number follows or precedes it, or what leads up to such an abbreviation.
func (r *rules) led(c *context, word string, first bool) bool {
	if first || c.follow.class == digit {
		return true
	}
	if f := &c.follow; f.end < len(c.text) && c.text[f.end] == '.' && r.abbreviations[f.word] == homograph {
		return true // "Mo. Di. Mi."
	}
	before := c.wordBefore(trimSpaceLeft(c.text, c.start, c.mark-len(word)))
	return r.leads[before] || digits(strings.TrimRight(before, ".,")) > 0
}

// units are those of one letter or two that look like abbreviations, and the letters of items.
const units = " a b c g h l m ms t "

// measured reports whether what stands before the full stop, which a capitalised word follows, is a unit or a letter
// that belongs to a number: "2544 m. Im", "20 °C. Im", "Punkt 4 a. Im".
func (c *context) measured(word string) bool {
	if len(word) > 2 || c.follow.class != capital || utf8.RuneCountInString(c.follow.word) == 1 ||
		c.follow.word == "Chr" { // "300 a. Chr."
		return false
	}
	end := c.mark - len(word)
	if strings.HasSuffix(c.text[c.start:end], "°") {
		return true
	}
	before := c.text[c.start:trimSpaceLeft(c.text, c.start, end)]
	return before != "" && digits(before[len(before)-1:]) > 0 && strings.Contains(units, " "+word+" ")
}
