package bitext

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// XLIFF21 is XLIFF 2.1: a file element for each document, a unit with one segment for each pair. States are the
// format's own; what it has no place for stands in its metadata module. One file holds one pair of languages.
var XLIFF21 = &Format{
	Name:  "xliff2",
	Ext:   ".xlf",
	Doc:   "XLIFF 2.1, for newer tools; holds everything, one pair of languages a file",
	Write: writeXLIFF21,
	Read:  readXLIFF21,
}

func itoa(n int) string { return strconv.Itoa(n) }

func writeXLIFF21(w io.Writer, docs iter.Seq2[*Bitext, error]) error {
	x := newXMLWriter(w)
	n := 0
	from, to := "", ""
	for b, err := range docs {
		if err != nil {
			return err
		}
		n++
		if n == 1 {
			from, to = b.From, b.To
			x.raw(
				xml.Header,
				`<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0"`,
				` xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"`,
			)
			x.attr("srcLang", orUnd(from))
			x.attr("trgLang", orUnd(to))
			x.raw(">\n")
		}
		if b.From != from || b.To != to {
			return fmt.Errorf(
				"writing XLIFF 2.1: %s is %s to %s, the documents before %s to %s; "+
					"a file holds one pair of languages: export each apart",
				b.Document,
				b.From,
				b.To,
				from,
				to,
			)
		}
		if len(b.Pairs) == 0 { // a file needs a unit
			continue
		}
		x.raw(`<file id="f`, itoa(n), `"`)
		x.attr("original", b.Document)
		x.raw(">\n")
		x.metadata([]property{jsonProperty("document", b.Header)})
		for i := range b.Pairs {
			if err := writeXLIFF21Unit(x, &b.Pairs[i], i); err != nil {
				return err
			}
		}
		x.raw("</file>\n")
	}
	if n == 0 {
		return errors.New("writing XLIFF: no document; the format needs one at least")
	}
	x.raw("</xliff>\n")
	return x.close()
}

// metadata writes properties as a group of the metadata module.
func (x *xmlWriter) metadata(props []property) {
	x.raw(`<mda:metadata><mda:metaGroup category="satzpaar">`)
	for _, prop := range props {
		x.raw("<mda:meta")
		x.attr("type", prop.name)
		x.raw(">")
		x.value(prop.value)
		x.raw("</mda:meta>")
	}
	x.raw("</mda:metaGroup></mda:metadata>\n")
}

// nameToken reports whether s can be an XML name token.
func nameToken(s string) bool {
	if s == "" {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == ""
}

func writeXLIFF21Unit(x *xmlWriter, p *Pair, i int) error {
	props, err := properties(p, "state")
	if err != nil {
		return err
	}
	id := p.ID
	if !nameToken(id) {
		id = "u" + itoa(i+1)
		props = append(props, jsonProperty("id", p.ID))
	}
	x.raw("<unit")
	x.attr("id", id)
	if p.Action != Translate {
		x.raw(` translate="no"`)
	}
	x.raw(` xml:space="preserve">`, "\n")
	x.metadata(props)
	if len(p.Findings) > 0 {
		x.raw("<notes>")
		for _, f := range p.Findings {
			x.raw("<note")
			x.attr("category", f.Check)
			x.raw(">")
			x.value(f.Message)
			x.raw("</note>")
		}
		x.raw("</notes>\n")
	}
	illegal := func(r rune) { x.raw(`<cp hex="`, fmt.Sprintf("%04X", r), `"/>`) }
	source, target := inlineCodes(p)
	code := func(c inlineCode, code string, part byte) {
		switch part {
		case 's':
			x.raw(`<sc id="`, itoa(c.id), `"`)
		case 'e':
			x.raw(`<ec startRef="`, itoa(c.id), `"`)
		default:
			x.raw(`<ph id="p`, itoa(c.id), `"`)
		}
		x.attr("equiv", code)
		x.attr("disp", code)
		x.raw("/>")
	}
	x.raw("<segment")
	x.attr("state", string(p.State))
	x.raw(">\n<source>")
	x.coded(p.Source, source, illegal, code)
	x.raw("</source>\n")
	if p.Target != "" || p.State != Initial {
		x.raw("<target>")
		x.coded(p.Target, target, illegal, code)
		x.raw("</target>\n")
	}
	x.raw("</segment>\n</unit>\n")
	return x.err
}

func readXLIFF21(r io.Reader, name string) ([]*Bitext, error) {
	x := newXMLReader(r, name)
	root, err := x.root("xliff")
	if err != nil {
		return nil, x.fail(err)
	}
	var out []*Bitext
	err = x.children(func(s xml.StartElement) error {
		if s.Name.Local != "file" {
			return errSkip
		}
		b := &Bitext{
			Header: Header{Satzpaar: Version, Document: attrOf(s, "original"), Format: "xliff2", Encoding: "utf-8",
				From: attrOf(root, "srcLang"), To: attrOf(root, "trgLang")},
		}
		out = append(out, b)
		var units func(s xml.StartElement) error
		units = func(s xml.StartElement) error {
			switch s.Name.Local {
			case "group":
				return x.children(units)
			case "metadata":
				props, err := x.metaProperties()
				for _, prop := range props {
					if prop.name == "document" {
						// Spoilt by another tool, it gives an error: the texts are still good.
						_ = json.Unmarshal([]byte(prop.value), &b.Header)
					}
				}
				return err
			case "unit":
				return x.note(x.unit21(s, b))
			}
			return errSkip
		}
		err := x.children(units)
		_ = b.Header.mend() // what other tools, or strangers, have written there
		return err
	})
	return out, x.end(err)
}

// metaProperties reads our group of the metadata element that was opened.
func (x *xmlReader) metaProperties() ([]property, error) {
	var props []property
	err := x.children(func(s xml.StartElement) error {
		if s.Name.Local != "metaGroup" || attrOf(s, "category") != "satzpaar" {
			return errSkip
		}
		return x.children(func(s xml.StartElement) error {
			value, err := x.content()
			props = append(props, property{attrOf(s, "type"), value})
			return err
		})
	})
	return props, err
}

// unit21 reads a unit, all its segments as one pair, and adds it to b. A [*LineError] means that it could be used
// only in part.
func (x *xmlReader) unit21(start xml.StartElement, b *Bitext) error {
	p := Pair{ID: attrOf(start, "id")}
	var props []property
	state, hasTarget := State(""), false
	inline := func(s xml.StartElement) (string, bool) {
		if s.Name.Local == "cp" {
			c, ok := parseHex(attrOf(s, "hex"))
			return c, ok
		}
		if code := attrOf(s, "equiv"); code != "" { // of ph, sc, ec
			return code, true
		}
		return "", false
	}
	segment := func(s xml.StartElement) error {
		var text string
		var err error
		switch s.Name.Local {
		case "source":
			text, err = x.inline(inline)
			p.Source += text
		case "target":
			hasTarget = true
			text, err = x.inline(inline)
			p.Target += text
		default:
			err = errSkip
		}
		return err
	}
	err := x.children(func(s xml.StartElement) error {
		switch s.Name.Local {
		case "metadata":
			var err error
			props, err = x.metaProperties()
			return err
		case "segment", "ignorable":
			if s.Name.Local == "segment" {
				st := State(attrOf(s, "state"))
				if state == "" || !st.AtLeast(state) { // the least of its segments
					state = st
				}
			}
			return x.children(segment)
		}
		return errSkip
	})
	if err != nil {
		return err
	}
	problem := fill(&p, props)
	for _, prop := range props {
		if prop.name == "id" {
			_ = json.Unmarshal([]byte(prop.value), &p.ID) // spoilt by another tool: the id of the unit will do
		}
	}
	p.State = state
	if !state.valid() {
		p.State = Initial
		if hasTarget {
			p.State = Translated
		}
	}
	return x.add(b, &p, problem, len(props) == 0)
}
