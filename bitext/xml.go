package bitext

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// inXML reports whether XML 1.0 can hold r.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd ||
		r >= 0x10000 && r <= 0x10ffff
}

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

// An xmlReader reads XML in any encoding, token by token, and knows its line.
type xmlReader struct {
	*xml.Decoder
	name     string
	problems []error // of units that could be used in part
	depth    int     // of the element that is read
}

// maxDepth is how deeply elements may be nested. Real files stay below 20.
const maxDepth = 500

// enter is called when an element is read, and left when it is done.
func (x *xmlReader) enter() error {
	if x.depth++; x.depth > maxDepth {
		return fmt.Errorf("elements are nested more than %d deep", maxDepth)
	}
	return nil
}

func (x *xmlReader) left() { x.depth-- }

func newXMLReader(r io.Reader, name string) *xmlReader {
	d := xml.NewDecoder(transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())))
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") { // decoded by its byte order mark already
			return input, nil
		}
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("encoding %q is unknown", label)
		}
		return e.NewDecoder().Reader(input), nil
	}
	return &xmlReader{Decoder: d, name: name}
}

func (x *xmlReader) fail(err error) error {
	line, _ := x.InputPos()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return &LineError{x.name, syntax.Line, errors.New(syntax.Msg)}
	}
	return &LineError{x.name, line, err}
}

// note keeps an error that says what is wrong with one unit and returns any other.
func (x *xmlReader) note(err error) error {
	var unit *LineError
	if !errors.As(err, &unit) {
		return err
	}
	x.problems = append(x.problems, err)
	return nil
}

// end returns all that was wrong with the file, err being what ended it.
func (x *xmlReader) end(err error) error {
	if err != nil {
		x.problems = append(x.problems, x.fail(err))
	}
	return errors.Join(x.problems...)
}

// children calls f for each element inside the one that start opened. F must read its element to the end, or leave it
// alone by returning skip.
func (x *xmlReader) children(f func(start xml.StartElement) error) error {
	defer x.left()
	if err := x.enter(); err != nil {
		return err
	}
	for {
		t, err := x.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			err := f(t)
			if err == errSkip {
				err = x.Skip()
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// errSkip makes children pass over an element.
var errSkip = errors.New("skip")

// root finds the first element of the file, which must have the given name.
func (x *xmlReader) root(local string) (xml.StartElement, error) {
	for {
		t, err := x.Token()
		if err == io.EOF {
			return xml.StartElement{}, fmt.Errorf("no <%s> in the file", local)
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		if s, ok := t.(xml.StartElement); ok {
			if s.Name.Local != local {
				return s, fmt.Errorf("file starts with <%s>, not <%s>", s.Name.Local, local)
			}
			return s, nil
		}
	}
}

// inline reads the text of the element that was opened. Element is asked for every element inside: what it returns
// stands in its place, and where it returns false the element's own text does.
func (x *xmlReader) inline(element func(start xml.StartElement) (string, bool)) (string, error) {
	defer x.left()
	if err := x.enter(); err != nil {
		return "", err
	}
	var out strings.Builder
	for {
		t, err := x.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			out.Write(t)
		case xml.StartElement:
			instead, ok := element(t)
			inner, err := x.inline(element)
			if err != nil {
				return "", err
			}
			if ok && instead == "" {
				if c, isCode := parseCodePoint(inner); isCode {
					inner = c
				}
			} else if ok {
				inner = instead
			}
			out.WriteString(inner)
		case xml.EndElement:
			return out.String(), nil
		}
	}
}

// content reads the text of the element that was opened, elements inside taken as their text.
func (x *xmlReader) content() (string, error) {
	return x.inline(func(xml.StartElement) (string, bool) { return "", false })
}

func attrOf(s xml.StartElement, local string) string {
	for _, a := range s.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
