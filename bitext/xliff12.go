package bitext

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/satzpaar/satzpaar/internal/placeholder"
)

// XLIFF12 is XLIFF 1.2: a file element for each document, a trans-unit for each pair. States are the format's own;
// what it has no place for stands in contexts whose type starts with "x-satzpaar-", and the header of the document in
// a note.
var XLIFF12 = &Format{
	Name:  "xliff",
	Ext:   ".xlf",
	Doc:   "XLIFF 1.2, for translation editors; holds everything",
	Write: writeXLIFF12,
	Read:  readXLIFF12,
}

// nativeStates are the names that XLIFF 1.2 has for states.
var nativeStates = map[State]string{
	Initial:    "needs-translation",
	Translated: "translated",
	Reviewed:   "signed-off",
	Final:      "final",
}

// stateOf returns the state that an XLIFF file gives a target: of version 1.2, or by one of the names of version 2.
func stateOf(state, approved string, hasTarget bool) State {
	switch state {
	case "needs-translation", "new", "initial":
		return Initial
	case "signed-off", "reviewed":
		return Reviewed
	case "final":
		return Final
	case "":
		if approved == "yes" {
			return Reviewed
		}
		if !hasTarget {
			return Initial
		}
	}
	return Translated
}

func writeXLIFF12(w io.Writer, docs iter.Seq2[*Bitext, error]) error {
	x := newXMLWriter(w)
	x.raw(xml.Header, `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">`, "\n")
	n := 0
	for b, err := range docs {
		if err != nil {
			return err
		}
		n++
		writeXLIFF12File(x, b)
		for i := range b.Pairs {
			if err := writeXLIFF12Unit(x, &b.Pairs[i]); err != nil {
				return err
			}
		}
		x.raw("</body>\n</file>\n")
	}
	if n == 0 {
		return errors.New("writing XLIFF: no document; the format needs one at least")
	}
	x.raw("</xliff>\n")
	return x.close()
}

func writeXLIFF12File(x *xmlWriter, b *Bitext) {
	x.raw("<file")
	x.attr("original", b.Document)
	x.attr("source-language", orUnd(b.From))
	x.attr("target-language", orUnd(b.To))
	x.raw(` datatype="plaintext">`, "\n<header><note", ` from="`, propertyPrefix, `document">`)
	x.value(jsonProperty("document", b.Header).value)
	x.raw("</note></header>\n<body>\n")
}

func writeXLIFF12Unit(x *xmlWriter, p *Pair) error {
	props, err := properties(p, "state")
	if err != nil {
		return err
	}
	if !plain(p.ID) {
		props = append(props, jsonProperty("id", p.ID))
	}
	x.raw("<trans-unit")
	x.attr("id", p.ID)
	if p.State.AtLeast(Reviewed) {
		x.raw(` approved="yes"`)
	}
	if p.Action != Translate {
		x.raw(` translate="no"`)
	}
	x.raw(` xml:space="preserve">`, "\n")
	n := 0
	illegal := func(r rune) {
		n++
		x.raw(`<ph id="c`, itoa(n), `" ctype="x-char">`, codePoint(r), "</ph>")
	}
	source, target := inlineCodes(p)
	code := func(c inlineCode, part byte) { writeXLIFF12Code(x, c, part) }
	x.raw("<source>")
	x.coded(p.Source, source, illegal, code)
	x.raw("</source>\n")
	if p.Target != "" || p.State != Initial {
		x.raw("<target")
		x.attr("state", nativeStates[p.State])
		x.raw(">")
		n = 0
		x.coded(p.Target, target, illegal, code)
		x.raw("</target>\n")
	}
	x.notes(p, "from", "\n")
	x.raw("<context-group>")
	for _, prop := range props {
		x.raw("<context")
		x.attr("context-type", propertyPrefix+prop.name)
		x.raw(">")
		x.value(prop.value)
		x.raw("</context>")
	}
	x.raw("</context-group>\n</trans-unit>\n")
	return x.err
}

// writeXLIFF12Code writes a code. What stands for its content in the text is its equivalent text.
func writeXLIFF12Code(x *xmlWriter, c inlineCode, part byte) {
	element, id := "ph", "p"+itoa(c.id)
	switch part {
	case 's':
		element, id = "bpt", itoa(c.id)
	case 'e':
		element, id = "ept", itoa(c.id)
	}
	x.raw("<", element, ` id="`, id, `"`)
	if c.placeholder != "" {
		x.attr("equiv-text", placeholder.Of(c.placeholder))
	}
	x.raw(">")
	x.value(c.content)
	x.raw("</", element, ">")
}

// xliff12Code returns what stands in a text for an inline element that holds content.
func xliff12Code(s xml.StartElement, content string) string {
	if s.Name.Local == "ph" && attrOf(s, "ctype") == "x-char" {
		if c, ok := parseCodePoint(content); ok {
			return c
		}
	}
	if text := attrOf(s, "equiv-text"); placeholderNumber(text) > 0 {
		return text
	}
	return content
}

func readXLIFF12(r io.Reader, name string) ([]*Bitext, error) {
	x := newXMLReader(r, name)
	if _, err := x.root("xliff"); err != nil {
		return nil, x.fail(err)
	}
	var out []*Bitext
	err := x.children(func(s xml.StartElement) error {
		if s.Name.Local != "file" {
			return errSkip
		}
		b := &Bitext{
			Header: Header{Satzpaar: Version, Document: attrOf(s, "original"), Format: "xliff", Encoding: "utf-8",
				From: attrOf(s, "source-language"), To: attrOf(s, "target-language")},
		}
		out = append(out, b)
		var units func(s xml.StartElement) error
		units = func(s xml.StartElement) error {
			switch s.Name.Local {
			case "header", "body", "group":
				return x.children(units)
			case "note":
				text, err := x.content()
				if attrOf(s, "from") == propertyPrefix+"document" {
					_ = json.Unmarshal([]byte(text), &b.Header) // spoilt by another tool: the texts are still good
				}
				return err
			case "trans-unit":
				return x.unit(s, "id", func() error { return x.unit12(s, b) })
			}
			return errSkip
		}
		err := x.children(units)
		_ = b.Header.mend() // what other tools, or strangers, have written there
		return err
	})
	return out, x.end(err)
}

// unit12 reads a trans-unit and adds it to b. A [*LineError] means that it could be used only in part.
func (x *xmlReader) unit12(start xml.StartElement, b *Bitext) error {
	p := Pair{ID: attrOf(start, "id")}
	var props []property
	var notes []note
	state, hasTarget := "", false
	err := x.children(func(s xml.StartElement) error {
		var err error
		switch {
		case s.Name.Local == "source":
			p.Source, err = x.inline(xliff12Code)
		case s.Name.Local == "target":
			state, hasTarget = attrOf(s, "state"), true
			p.Target, err = x.inline(xliff12Code)
		case s.Name.Local == "context-group":
			var more []property
			more, err = x.contexts(&p)
			props = append(props, more...)
		case s.Name.Local == "note":
			n := note{from: attrOf(s, "from")}
			n.text, err = x.content()
			notes = append(notes, n)
		default:
			err = errSkip
		}
		return err
	})
	if err != nil {
		return err
	}
	problem := fill(&p, props)
	if len(props) > 0 { // those of other programs' files are about other things
		p.takeNotes(notes)
	}
	p.State = stateOf(state, attrOf(start, "approved"), hasTarget)
	return x.add(b, &p, problem, len(props) == 0)
}

// contexts reads the contexts of a group that are ours.
func (x *xmlReader) contexts(p *Pair) ([]property, error) {
	var props []property
	err := x.children(func(s xml.StartElement) error {
		value, err := x.content()
		if n, ours := strings.CutPrefix(attrOf(s, "context-type"), propertyPrefix); !ours {
			return err
		} else if n == "id" {
			_ = json.Unmarshal([]byte(value), &p.ID) // spoilt by another tool: the id of the unit will do
		} else {
			props = append(props, property{n, value})
		}
		return err
	})
	return props, err
}

// add completes p and adds it to b.
func (x *xmlReader) add(b *Bitext, p *Pair, problem error, foreign bool) error {
	if p.Lang == "" && foreign {
		p.Lang = b.From
	}
	if err := complete(p, len(b.Pairs)); err != nil && problem == nil {
		problem = err
	}
	b.Pairs = append(b.Pairs, *p)
	if problem != nil {
		return x.fail(problem)
	}
	return nil
}
