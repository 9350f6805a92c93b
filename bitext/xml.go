package bitext

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// inXML reports whether XML 1.0 can hold r.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd ||
		r >= 0x10000 && r <= 0x10ffff
}

func notInXML(r rune) bool { return !inXML(r) }

// An xmlWriter writes XML text. The first error is kept.
type xmlWriter struct {
	w   *bufio.Writer
	err error
}

func newXMLWriter(w io.Writer) *xmlWriter { return &xmlWriter{w: bufio.NewWriter(w)} }

func (x *xmlWriter) raw(parts ...string) {
	for _, s := range parts {
		if x.err == nil {
			_, x.err = x.w.WriteString(s)
		}
	}
}

// attr writes an attribute. Characters that XML cannot hold become U+FFFD: names and tags have none that matter.
func (x *xmlWriter) attr(name, value string) {
	x.raw(" ", name, `="`)
	x.text(value, true, func(rune) { x.raw("\ufffd") })
	x.raw(`"`)
}

// text writes s with markup escaped. Illegal is called for characters that XML cannot hold.
func (x *xmlWriter) text(s string, attribute bool, illegal func(r rune)) {
	last := 0
	for i, r := range s {
		var esc string
		switch {
		case r == '&':
			esc = "&amp;"
		case r == '<':
			esc = "&lt;"
		case r == '>':
			esc = "&gt;"
		case r == '\r':
			esc = "&#13;"
		case attribute && r == '"':
			esc = "&quot;"
		case attribute && r == '\n':
			esc = "&#10;"
		case attribute && r == '\t':
			esc = "&#9;"
		case !inXML(r):
			x.raw(s[last:i])
			illegal(r)
			last = i + len(string(r))
			continue
		default:
			continue
		}
		x.raw(s[last:i], esc)
		last = i + 1
	}
	x.raw(s[last:])
}

// value writes text that is known to hold nothing that XML cannot.
func (x *xmlWriter) value(s string) { x.text(s, false, func(rune) { x.raw("\ufffd") }) }

// notes writes a note for each finding and each comment with a text. attribute is the one that names the check, or who
// comments; after is what stands behind each.
func (x *xmlWriter) notes(p *Pair, attribute, after string) {
	note := func(from, text string) {
		x.raw("<note")
		x.attr(attribute, from)
		x.raw(">")
		x.value(text)
		x.raw("</note>", after)
	}
	for _, f := range p.Findings {
		note(f.Check, f.Message)
	}
	for i := range p.Comments {
		if text := p.Comments[i].note(); text != "" {
			note(p.Comments[i].Who, text)
		}
	}
}

func (x *xmlWriter) close() error {
	if x.err == nil {
		x.err = x.w.Flush()
	}
	return x.err
}

// codePoint returns "U+0001", the text that stands for a character that XML cannot hold.
func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// parseCodePoint is the inverse of codePoint.
func parseCodePoint(s string) (string, bool) {
	hex, ok := strings.CutPrefix(s, "U+")
	if !ok {
		return "", false
	}
	return parseHex(hex)
}

func parseHex(hex string) (string, bool) {
	n, err := strconv.ParseUint(hex, 16, 21)
	if err != nil || n > 0x10ffff || n >= 0xd800 && n < 0xe000 {
		return "", false
	}
	return string(rune(n)), true
}
