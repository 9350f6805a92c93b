package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Properties is the format of Java's resource bundles. Values are translated where they stand; keys and comments stay.
// A file in Latin-1, as older programs want it, is written in Latin-1, with escapes for what that lacks; a file without
// any character beyond ASCII gets escapes too, which every program reads.
var Properties = &Format{
	Name: "properties", Exts: []string{".properties"}, Parse: parseProperties, Render: renderProperties,
}

func parseProperties(name string, src []byte, split Splitter) (*Document, error) {
	b := builder{source: string(src), split: split, kind: Message}
	for at := 0; at < len(src); {
		end, next := lineEnd(b.source, at)
		start := at + len(b.source[at:end]) - len(strings.TrimLeft(b.source[at:end], " \t\f"+bom))
		if start == end || b.source[start] == '#' || b.source[start] == '!' {
			at = next
			continue
		}
		v := decoded{source: b.source}
		at = propertyValue(&v, start)
		text := v.text.String()
		if !isMessage(text) {
			continue
		}
		rules := messageRules{accelerators: "&~"}
		if messageFormat.MatchString(text) {
			rules.quoting = doubledQuotes
		}
		b.entry(&v, at-1, rules)
	}
	return &Document{Name: name, Format: "properties", Source: src, Blocks: b.blocks, Notes: b.notes}, nil
}

// propertyValue reads the logical line whose key begins at i: its value goes to v. It returns where the next line
// begins.
func propertyValue(v *decoded, i int) (next int) {
	source := v.source
	// The key ends at the first separator or white space that is not escaped.
	for i < len(source) && strings.IndexByte("=: \t\f\r\n", source[i]) < 0 {
		if source[i] == '\\' && i+1 < len(source) {
			if i++; source[i] == '\r' && i+1 < len(source) && source[i+1] == '\n' {
				i++
			}
		}
		i++
	}
	i += blanks(source[i:])
	if i < len(source) && (source[i] == '=' || source[i] == ':') {
		i++
		i += blanks(source[i:])
	}
	done := i
	for i < len(source) && source[i] != '\n' && source[i] != '\r' {
		if source[i] != '\\' || i+1 == len(source) {
			i++
			continue
		}
		v.raw(offset.Span{Start: done, End: i})
		text, n := propertyEscape(source[i:])
		v.as(text, offset.Span{Start: i, End: i + n})
		i += n
		done = i
	}
	v.raw(offset.Span{Start: done, End: i})
	_, next = lineEnd(source, i)
	if i < len(source) && source[i] == '\r' && (i+1 == len(source) || source[i+1] != '\n') {
		next = i + 1 // a line end of its own
	}
	return next
}

// blanks returns the length of the white space that s begins with, line breaks excluded.
func blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\f")) }

// propertyEscape reads the escape sequence, or the continued line end, that s begins with.
func propertyEscape(s string) (text string, n int) {
	if text, n := escapedControl(s, "fnrt"); n > 0 {
		return text, n
	}
	switch s[1] {
	case 'u':
		return unicodeEscape(s)
	case '\r', '\n':
		n = 2
		if strings.HasPrefix(s[1:], "\r\n") {
			n = 3
		}
		return "", n + blanks(s[n:])
	}
	return escapedSelf(s)
}

// unicodeEscape reads \u00e4 at the start of s, surrogate pairs included. Anything else stands for itself.
func unicodeEscape(s string) (text string, n int) {
	r, ok := hexRune(s)
	if !ok {
		return s[:2], 2
	}
	if utf16.IsSurrogate(r) {
		low, ok := hexRune(s[6:])
		if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
			return s[:6], 6
		}
		return string(r), 12
	}
	return string(r), 6
}

func hexRune(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(n), err == nil
}

var propertyEscaper = strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\r", "\\r", "\t", "\\t", "\f", "\\f")

// messageFormat matches what shows that a value goes through java.text.MessageFormat, in which an apostrophe quotes.
var messageFormat = regexp.MustCompile(`''|\{\d+[,}]`)

func renderProperties(d *Document, target func(block, sentence int) string) ([]byte, error) {
	limit := rune(utf8.MaxRune) // the last character that is written as it is
	switch {
	case d.Encoding == Windows1252:
		limit = 0xff
	case isASCII(d.Source):
		limit = 0x7f
	}
	out, err := splice(d, target, messageEncoder(d, func(_ *Block, text string, first bool) string {
		text = propertyEscaper.Replace(text)
		if first && text != "" && strings.IndexByte("=: ", text[0]) >= 0 {
			text = "\\" + text
		}
		return escapedAbove(text, limit)
	}))
	if err != nil || d.Encoding != Windows1252 {
		return out, err
	}
	return encodedAs(out, d.Encoding)
}

// escapedAbove writes characters above limit as \u00e4.
func escapedAbove(text string, limit rune) string {
	if limit >= utf8.MaxRune || limit >= 0x7f && isASCII([]byte(text)) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r <= limit:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
