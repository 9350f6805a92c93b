package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// TTML is the format of Timed Text of the W3C, also called DFXP. Every paragraph is a block; times, styles and regions
// stay as they are.
var TTML = &Format{
	Name: "ttml", Exts: []string{".ttml", ".dfxp"},
	Parse: parseTTML,
	Render: func(d *Document, target func(block, sentence int) string) ([]byte, error) {
		out, err := renderCues(d, target, htmlEscaper)
		return inUTF8(d, out, xmlDeclared), err
	},
	charset: xmlCharset,
}

func parseTTML(name string, src []byte, split Splitter) (*Document, error) {
	b := builder{source: string(src), split: split, kind: Cue}
	d := &Document{Name: name, Format: "ttml", Source: src}
	x := xml.NewDecoder(bytes.NewReader(src))
	x.Strict, x.Entity = false, xml.HTMLEntity
	x.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it has been decoded

	depth := 0 // in the element whose text is read
	root := ""
	for {
		s := offset.Span{Start: int(x.InputOffset())}
		token, err := x.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &Error{Line: lineAt(src, s.Start), What: "reading TTML", Err: err}
		}
		s.End = int(x.InputOffset())
		switch t := token.(type) {
		case xml.StartElement:
			if root == "" {
				root = t.Name.Local
			}
			for _, a := range attributes(b.source, s) {
				if a.name == "xml:lang" && a.value != "" {
					d.languages = append(d.languages, languageMark{a.span, t.Name.Local == "tt"})
				}
			}
			switch {
			case depth == 0:
				b.finish()
				switch {
				case t.Name.Local == "p":
					b.kind, depth = Cue, 1
					b.seconds = shownFor(t)
				case t.Name.Space == "ttm" && (t.Name.Local == "title" || t.Name.Local == "desc"):
					b.kind, depth, b.seconds = Label, 1, 0
				}
			case t.Name.Local == "br":
				depth++
				b.addAs("\n", s)
			default:
				depth++
				b.start(t.Name.Local, s)
			}
		case xml.EndElement:
			if depth == 0 {
				break
			}
			if depth--; depth == 0 {
				b.finish()
			} else if s.Len() > 0 && t.Name.Local != "br" {
				b.end(t.Name.Local, s)
			}
		case xml.CharData:
			switch {
			case depth == 0:
			case strings.HasPrefix(s.In(b.source), "<![CDATA["):
				b.alone(s)
			default:
				addHTMLText(&b, s)
			}
		default:
			if depth > 0 && !b.empty() {
				b.addAs("", s)
			}
		}
	}
	b.finish()
	if root != "tt" {
		return nil, &Error{Line: 1, What: "not a TTML file: its root element is not tt"}
	}
	d.Blocks = b.blocks
	return d, nil
}

// shownFor returns the seconds that a paragraph is shown, by its own attributes.
func shownFor(p xml.StartElement) float64 {
	times := map[string]string{"begin": "0s"}
	for _, a := range p.Attr {
		times[a.Name.Local] = a.Value
	}
	if duration, ok := times["dur"]; ok {
		return between("0s", duration)
	}
	return between(times["begin"], times["end"])
}
