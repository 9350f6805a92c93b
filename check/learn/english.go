package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/lexical"
)

// minEnglish is how often a word must occur in the English of the training text to be taken for a word that English
// uses, where no word list has it.
const minEnglish = 3

// makeEnglish gathers the words of word lists, one a line, and those that are common in the English of the training
// text. A name that is never written in lower case is known with its capital only.
func makeEnglish(o options) error {
	known := map[string]bool{}
	for _, name := range strings.Split(o.dictionaries, ",") {
		b, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("a word list (Debian: wamerican-huge, wbritish-huge; see -dictionaries): %w", err)
		}
		eachWord(string(b), func(w string) { known[w] = true })
	}
	pairs, err := readAll(o.train, nil, 1, false)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	for _, p := range pairs {
		eachWord(p[1], func(w string) { counts[w]++ })
	}
	for w, n := range counts {
		if n >= minEnglish {
			known[w] = true
		}
	}
	for w := range known {
		if lower := strings.ToLower(w); lower != w && known[lower] {
			delete(known, w)
		}
	}
	set := lexical.NewWordSet(len(known))
	for _, w := range slices.Sorted(maps.Keys(known)) {
		set.Add(w)
	}
	data := set.Pack()
	fmt.Fprintf(os.Stderr, "%s: %d words, %d bytes\n", englishFile, len(known), len(data))
	return write(englishFile, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// eachWord calls f for every run of letters in s.
func eachWord(s string, f func(w string)) {
	for s != "" {
		start := strings.IndexFunc(s, unicode.IsLetter)
		if start < 0 {
			return
		}
		s = s[start:]
		end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) || r == utf8.RuneError })
		if end < 0 {
			end = len(s)
		}
		f(s[:end])
		s = s[end:]
	}
}
