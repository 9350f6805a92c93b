package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// A corpus counts the words of one language: in running text, and in plain word lists, where every word counts once.
type corpus struct {
	text map[string]int
	list map[string]bool
}

const skippedTags = `(script|style|code|pre|cmd|file|app|var|input|output|screen|credit|info)`

var (
	tags       = regexp.MustCompile(`(?s)<` + skippedTags + `\b[^>]*>.*?</` + skippedTags + `>`)
	blocks     = regexp.MustCompile(`(?i)</?(p|h[1-6]|li|td|th|dd|dt|title|div|item|br|section)\b[^>]*>`)
	anyTag     = regexp.MustCompile(`(?s)<[^>]*>`)
	entity     = regexp.MustCompile(`&#?\w+;`)
	roffEscape = regexp.MustCompile(`\\f(\[[^\]]*\]|\(..|.)|\\s[+-]?\d|\\\((..)|\\\[[^\]]*\]|\\[&|^,/%~ ]`)
)

// english are words that give away a passage that its translators left in English.
var english = func() map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq("the and for with this that are from have which you can will not your has been when their of to is") {
		words[w] = true
	}
	return words
}()

// addText counts the words of one passage, unless it looks like English in a language that is not English.
func (c *corpus) addText(lang, s string) {
	var words []string
	foreign := 0
	eachWord(s, func(w string, capital bool) {
		l := strings.ToLower(w)
		if english[l] {
			foreign++
		}
		if capital && lang != "de" {
			// Capitals mark names and starts of sentences. Starts of sentences are not a loss.
			return
		}
		words = append(words, l)
	})
	if len(words) < 4 || lang != "en" && foreign*8 > len(words) {
		return
	}
	for _, w := range words {
		c.text[w]++
	}
}

// addList takes a word from a list. Capitals mark names, except in German.
func (c *corpus) addList(lang, w string) {
	if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && lang != "de" {
		return
	}
	ok := len(w) > 1
	for _, r := range w {
		ok = ok && unicode.IsLetter(r)
	}
	if ok {
		c.list[strings.ToLower(norm.NFC.String(w))] = true
	}
}

// eachWord calls f for the words of s that consist of letters only and do not touch digits, underscores, slashes or the
// like, as names of files and functions do.
func eachWord(s string, f func(w string, capital bool)) {
	for _, tok := range strings.FieldsFunc(norm.NFC.String(s), unicode.IsSpace) {
		if strings.ContainsAny(tok, "_/\\@=<>{}[]0123456789$#*+~|&%") || strings.Contains(tok, "::") {
			continue
		}
		for w := range strings.FieldsFuncSeq(tok, func(r rune) bool { return !unicode.IsLetter(r) }) {
			r, _ := utf8.DecodeRuneInString(w)
			if w == strings.ToUpper(w) && utf8.RuneCountInString(w) > 1 {
				continue
			}
			f(w, unicode.IsUpper(r))
		}
	}
}

// addHTML counts the words of an HTML or Mallard page.
func (c *corpus) addHTML(lang string, page []byte) {
	s := tags.ReplaceAllString(string(page), " ")
	s = blocks.ReplaceAllString(s, "\n\n")
	s = anyTag.ReplaceAllString(s, "")
	s = entity.ReplaceAllString(s, " ")
	for p := range strings.SplitSeq(s, "\n\n") {
		c.addText(lang, p)
	}
}

// addMan counts the words of a manual page.
func (c *corpus) addMan(lang string, page []byte) {
	var para []string
	flush := func() {
		c.addText(lang, strings.Join(para, " "))
		para = para[:0]
	}
	for line := range bytes.SplitSeq(page, []byte("\n")) {
		s := string(line)
		switch {
		case strings.HasPrefix(s, ".SH"), strings.HasPrefix(s, ".sp"), strings.HasPrefix(s, ".P"),
			strings.HasPrefix(s, ".TP"), s == "":
			flush()
		case strings.HasPrefix(s, "."), strings.HasPrefix(s, "'"):
		default:
			para = append(para, roffEscape.ReplaceAllString(strings.ReplaceAll(s, `\-`, "-"), ""))
		}
	}
	flush()
}

// read returns a file's content, unpacked and in UTF-8.
func read(path, legacy string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		if b, err = io.ReadAll(z); err != nil {
			return nil, err
		}
	}
	if !utf8.Valid(b) {
		m, ok := map[string]*charmap.Charmap{"1": charmap.ISO8859_1, "2": charmap.ISO8859_2, "koi8-u": charmap.KOI8U}[legacy]
		if !ok {
			m = charmap.ISO8859_1
		}
		return m.NewDecoder().Bytes(b)
	}
	return b, nil
}

// walk calls f for every regular file below root/dir whose name ends in one of the endings. A folder that is absent
// holds no files.
func walk(root, dir string, f func(path string) error, endings ...string) error {
	base := filepath.Join(root, dir)
	if _, err := os.Stat(base); err != nil {
		return nil
	}
	return filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		for _, e := range endings {
			if strings.HasSuffix(path, e) {
				return f(path)
			}
		}
		return nil
	})
}

// load reads everything that the unpacked packages below root hold in one language, below the folders of s.
func load(root string, s source) (*corpus, error) {
	c := &corpus{text: map[string]int{}, list: map[string]bool{}}
	for _, l := range s.locales {
		for _, m := range []string{"manpages-" + s.man, "manpages-" + s.man + "-dev"} {
			if err := walk(root, m+"/usr/share/man/"+l, func(p string) error {
				b, err := read(p, "")
				c.addMan(s.lang, b)
				return err
			}, ".gz"); err != nil {
				return nil, err
			}
		}
		html := func(p string) error {
			b, err := read(p, "")
			c.addHTML(s.lang, b)
			return err
		}
		for _, d := range []string{
			"libreoffice-help-" + strings.ToLower(l) + "/usr/share/libreoffice/help/" + l + "/text",
			"gnome-user-docs/usr/share/help/" + l,
			"installation-guide-amd64/usr/share/doc/installation-guide-amd64/" + l,
		} {
			if err := walk(root, d, html, ".html", ".page"); err != nil {
				return nil, err
			}
		}
	}
	if s.fortunes != "" {
		if err := walk(root, "fortunes-"+s.fortunes+"/usr/share/games/fortunes", func(p string) error {
			if name := filepath.Base(p); name == s.skip || s.only != "" && name != s.only {
				return nil
			}
			if strings.Contains(filepath.Base(p), ".") && !strings.HasSuffix(p, ".fortunes") {
				return nil
			}
			b, err := read(p, s.legacy)
			for para := range strings.SplitSeq(string(b), "\n%") {
				c.addText(s.lang, para)
			}
			return err
		}, ""); err != nil {
			return nil, err
		}
	}
	for _, f := range s.lists {
		b, err := read(filepath.Join(root, f), s.legacy)
		if err != nil {
			return nil, err
		}
		sc := bufio.NewScanner(bytes.NewReader(b))
		for sc.Scan() {
			w, _, _ := strings.Cut(sc.Text(), "/")
			w, _, _ = strings.Cut(w, "\t")
			c.addList(s.lang, strings.TrimSpace(w))
		}
	}
	return c, nil
}
