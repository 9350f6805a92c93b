package document

import (
	"regexp"
	"strings"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/offset"
)

// An icuPart is a stretch of an ICU message that is text.
type icuPart struct {
	offset.Span
	number bool // "#" in it stands for the number of a plural
}

var (
	icuChoice = regexp.MustCompile(`^\{\s*[\w.]+\s*,\s*(plural|select|selectordinal)\s*,(?:\s*offset:\d+)?`)
	icuCase   = regexp.MustCompile(`^\s*(=\d+|[\w-]+)\s*\{`)
)

const unevenBraces = "a message whose braces do not fit stays as it is"

// icuMaxDepth bounds how deep choices stand in one another.
const icuMaxDepth = 8

// icuMessage returns the parts of a message between and inside its choices: plural, select and selectordinal. A
// message without any is one part. It reports false for a message whose braces do not fit.
func icuMessage(text string) ([]icuPart, bool) {
	r := icuReader{text: text}
	if !r.read(0, len(text), false, 0) {
		return nil, false
	}
	return r.parts, true
}

type icuReader struct {
	text  string
	parts []icuPart
}

// read appends the parts of text[from:to].
func (r *icuReader) read(from, to int, number bool, depth int) bool {
	if depth > icuMaxDepth {
		return false
	}
	done := from
	for i := from; i < to; i++ {
		if r.text[i] != '{' {
			continue
		}
		head := icuChoice.FindStringSubmatch(r.text[i:to])
		if head == nil {
			continue
		}
		r.parts = append(r.parts, icuPart{offset.Span{Start: done, End: i}, number})
		at := i + len(head[0])
		for {
			c := icuCase.FindString(r.text[at:to])
			if c == "" {
				break
			}
			start := at + len(c)
			end := r.closing(start, to)
			if end < 0 || !r.read(start, end, head[1] != "select" || number, depth+1) {
				return false
			}
			at = end + 1
		}
		rest := strings.TrimLeft(r.text[at:to], " \t\r\n")
		if !strings.HasPrefix(rest, "}") {
			return false
		}
		i = to - len(rest)
		done = i + 1
	}
	r.parts = append(r.parts, icuPart{offset.Span{Start: done, End: to}, number})
	return true
}

// closing returns where the brace before i is closed, or -1.
func (r *icuReader) closing(i, to int) int {
	depth := 1
	for ; i < to; i++ {
		switch r.text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// A quoting says what apostrophes mean in a message.
type quoting int

const (
	literal       quoting = iota // themselves
	icuQuotes                    // beside braces and "#" they quote
	doubledQuotes                // everywhere they quote, as in java.text.MessageFormat
)

// write returns text with its apostrophes doubled where they would quote.
func (q quoting) write(text string) string {
	switch q {
	case icuQuotes:
		return icuQuoted(text)
	case doubledQuotes:
		return doubledApostrophes(text)
	}
	return text
}

// icuQuoted doubles the apostrophes of a translation that a message would take for quotation marks: those beside
// braces and "#".
func icuQuoted(text string) string {
	if !strings.Contains(text, "'") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		b.WriteByte(text[i])
		if text[i] == '\'' && (i+1 < len(text) && strings.IndexByte("{}#|", text[i+1]) >= 0 ||
			i > 0 && strings.IndexByte("{}#|", text[i-1]) >= 0) {
			b.WriteByte('\'')
		}
	}
	return b.String()
}

// doubledApostrophes doubles the apostrophes outside of placeholders.
func doubledApostrophes(text string) string {
	var b strings.Builder
	at := 0
	for _, s := range fillin.FindMessage(text) {
		b.WriteString(strings.ReplaceAll(text[at:s.Start], "'", "''"))
		b.WriteString(s.In(text))
		at = s.End
	}
	b.WriteString(strings.ReplaceAll(text[at:], "'", "''"))
	return b.String()
}
