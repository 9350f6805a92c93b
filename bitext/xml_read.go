package bitext

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// An xmlReader reads XML in any encoding, token by token. It knows its line, and can read on behind an element that is
// damaged: see [xmlReader.unit].
type xmlReader struct {
	in      *xmlInput
	decoder *xml.Decoder
	name    string
	open    []xml.Name // elements that are open
	unfit   xml.Name   // the end tag that was met where another one should be
	units   int        // so far

	problems []error // of units that could be used in part or not at all, the first maxProblems
	more     int     // that are not among them
}

// Limits of what is read.
const (
	maxDepth    = 500 // of elements in one another; real files stay below 20
	maxProblems = 100 // that are named
)

// An xmlInput is the text of a file in UTF-8, whose lines it counts.
type xmlInput struct {
	*bufio.Reader
	line int  // from 1
	last byte // that was read
}

// ReadByte is what a [xml.Decoder] reads by, so that it takes no byte more than it needs.
func (in *xmlInput) ReadByte() (byte, error) {
	c, err := in.Reader.ReadByte()
	in.last = c
	if c == '\n' {
		in.line++
	}
	return c, err
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']+)["']`)

// newXMLReader returns a reader of a file. That the file declares an unknown encoding is an error of its first token.
func newXMLReader(r io.Reader, name string) *xmlReader {
	in := bufio.NewReader(transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())))
	head, _ := in.Peek(1024) // an error is met again
	x := &xmlReader{name: name, in: &xmlInput{Reader: in, line: 1}}
	// UTF-16 has been decoded by its byte order mark.
	if m := xmlEncoding.FindSubmatch(head); m != nil && !strings.HasPrefix(strings.ToLower(string(m[1])), "utf-") {
		if e, err := htmlindex.Get(string(m[1])); err != nil {
			x.in.Reader = bufio.NewReader(failed{fmt.Errorf("encoding %q is unknown", m[1])})
		} else {
			x.in.Reader = bufio.NewReader(e.NewDecoder().Reader(in))
		}
	}
	x.restart()
	return x
}

// failed is a reader that has failed.
type failed struct{ error }

func (f failed) Read([]byte) (int, error) { return 0, f.error }

// restart begins to read at the place that has been reached, whatever is open there.
func (x *xmlReader) restart() {
	x.decoder = xml.NewDecoder(x.in)
	x.decoder.Entity = xml.HTMLEntity
	// It has been decoded.
	x.decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
}

// token returns the next token, with names as they are written: Space is the prefix. Elements are closed in their
// order.
func (x *xmlReader) token() (xml.Token, error) {
	t, err := x.decoder.RawToken()
	if err == io.EOF && len(x.open) > 0 {
		return nil, x.syntax("unexpected EOF")
	}
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case xml.StartElement:
		if x.open = append(x.open, t.Name); len(x.open) > maxDepth {
			return nil, x.syntax(fmt.Sprintf("elements are nested more than %d deep", maxDepth))
		}
	case xml.EndElement:
		last := len(x.open) - 1
		if last < 0 || x.open[last] != t.Name {
			x.unfit = t.Name
			return nil, x.syntax(fmt.Sprintf("unexpected </%s>", t.Name.Local))
		}
		x.open = x.open[:last]
	}
	return t, nil
}

func (x *xmlReader) syntax(what string) error { return &xml.SyntaxError{Msg: what, Line: x.in.line} }

// skip passes over the element that was opened.
func (x *xmlReader) skip() error {
	for depth := len(x.open) - 1; len(x.open) > depth; {
		if _, err := x.token(); err != nil {
			return err
		}
	}
	return nil
}

// unit reads an element with read, which is told the name of the unit, that of the attribute if there is one, else its
// number. If the element is damaged, it is passed over. That is noted, and so is a [*LineError] of read; other errors
// are returned, and end the file.
func (x *xmlReader) unit(start xml.StartElement, id string, read func() error) error {
	x.units++
	around := x.open[:len(x.open)-1]
	err := read()
	var partly *LineError
	var syntax *xml.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &partly):
		x.note(err)
		return nil
	case !errors.As(err, &syntax):
		return err
	}
	name := attrOf(start, id)
	if name == "" {
		name = itoa(x.units)
	}
	problem := x.fail(fmt.Errorf("unit %s is skipped: %s", name, syntax.Msg))
	if x.unfit != start.Name && !x.pass(start.Name) {
		return err
	}
	x.unfit = xml.Name{}
	x.note(problem)
	x.open = around
	x.restart()
	return nil
}

// pass goes to the end of an element that cannot be read as XML. It reports false if the file has no end of it.
func (x *xmlReader) pass(element xml.Name) bool {
	name := element.Local
	if element.Space != "" {
		name = element.Space + ":" + name
	}
	end := []byte("</" + name)
	// The last bytes that were read, more than an end tag is long. The decoder may have looked ahead one byte.
	last := []byte{x.in.last}
	for {
		part, err := x.in.ReadSlice('>')
		x.in.line += bytes.Count(part, []byte("\n"))
		last = append(last, part...)
		last = last[max(0, len(last)-len(end)-20):]
		if i := bytes.LastIndex(last, end); i >= 0 && len(bytes.TrimSpace(last[i+len(end):])) == 1 &&
			last[len(last)-1] == '>' {
			return true
		}
		if err != nil && err != bufio.ErrBufferFull {
			return false
		}
	}
}

// note keeps what is wrong with a unit.
func (x *xmlReader) note(err error) {
	if len(x.problems) == maxProblems {
		x.more++
		return
	}
	x.problems = append(x.problems, err)
}

func (x *xmlReader) fail(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		err = errors.New(syntax.Msg)
	}
	return &LineError{x.name, x.in.line, err}
}

// end returns all that was wrong with the file, err being what ended it.
func (x *xmlReader) end(err error) error {
	all := x.problems
	if x.more > 0 {
		all = append(all, fmt.Errorf("%s: %d more units could not be used whole", x.name, x.more))
	}
	if err != nil {
		all = append(all, x.fail(err))
	}
	return errors.Join(all...)
}

// children calls f for each element inside the one that was opened. F must read its element to the end, or leave it
// alone by returning errSkip.
func (x *xmlReader) children(f func(start xml.StartElement) error) error {
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			err := f(t)
			if err == errSkip {
				err = x.skip()
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
		t, err := x.token()
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

// inline reads the text of the element that was opened. Of an element inside it, with the text that it holds, code
// returns what stands in its place.
func (x *xmlReader) inline(code func(start xml.StartElement, content string) string) (string, error) {
	var out strings.Builder
	for {
		t, err := x.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			out.Write(t)
		case xml.StartElement:
			content, err := x.inline(code)
			if err != nil {
				return "", err
			}
			out.WriteString(code(t, content))
		case xml.EndElement:
			return out.String(), nil
		}
	}
}

// content reads the text of the element that was opened, elements inside taken as their text.
func (x *xmlReader) content() (string, error) {
	return x.inline(func(_ xml.StartElement, content string) string { return content })
}

func attrOf(s xml.StartElement, local string) string {
	for _, a := range s.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
