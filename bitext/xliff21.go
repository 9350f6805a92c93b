package bitext

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
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
	if len(p.Findings) > 0 || slices.ContainsFunc(p.Comments, func(c Comment) bool { return c.Text != "" }) {
		x.raw("<notes>")
		x.notes(p, "category", "")
		x.raw("</notes>\n")
	}
	illegal := func(r rune) { x.raw(`<cp hex="`, fmt.Sprintf("%04X", r), `"/>`) }
	source, target := inlineCodes(p)
	data := x.originalData(source, target)
	x.raw("<segment")
	x.attr("state", string(p.State))
	x.raw(">\n<source>")
	x.coded(p.Source, source, illegal, x.codeWriter21(p.Source, source, data))
	x.raw("</source>\n")
	if p.Target != "" || p.State != Initial {
		x.raw("<target>")
		x.coded(p.Target, target, illegal, x.codeWriter21(p.Target, target, data))
		x.raw("</target>\n")
	}
	x.raw("</segment>\n</unit>\n")
	return x.err
}

// originalData writes what the codes of a unit stand for, and returns the ids of that.
func (x *xmlWriter) originalData(sides ...[]inlineCode) map[string]string {
	ids := map[string]string{}
	for _, codes := range sides {
		for _, c := range codes {
			if ids[c.content] != "" || placeholderNumber(c.content) > 0 {
				continue // nothing is known beyond the placeholder
			}
			if len(ids) == 0 {
				x.raw("<originalData>")
			}
			id := "d" + itoa(len(ids)+1)
			ids[c.content] = id
			x.raw(`<data id="`, id, `">`)
			x.value(c.content)
			x.raw("</data>")
		}
	}
	if len(ids) > 0 {
		x.raw("</originalData>\n")
	}
	return ids
}

// codeWriter21 returns what writes the codes of a text: a pair that holds whole pairs only as an element, another one
// as its two ends. Data has the ids of what they stand for.
func (x *xmlWriter) codeWriter21(text string, codes []inlineCode, data map[string]string) func(inlineCode, byte) {
	ends := map[int]inlineCode{} // of pairs, by their ids
	nested := map[int]bool{}
	var open []inlineCode
	for _, c := range codes {
		switch {
		case c.end == "":
		case c.end != c.In(text):
			open = append(open, c)
			nested[c.id] = true
		default:
			ends[c.id] = c
			for len(open) > 0 && open[len(open)-1].id != c.id {
				nested[open[len(open)-1].id] = false
				open = open[:len(open)-1]
			}
			if len(open) == 0 {
				nested[c.id] = false
				continue
			}
			open = open[:len(open)-1]
		}
	}
	attrs := func(c inlineCode, end string) {
		x.attr("equiv"+end, c.In(text))
		x.attr("disp"+end, c.content)
		if id := data[c.content]; id != "" {
			x.attr("dataRef"+end, id)
		}
	}
	return func(c inlineCode, part byte) {
		id := itoa(c.id)
		switch {
		case part == 's' && nested[c.id]:
			x.raw(`<pc id="`, id, `"`)
			attrs(c, "Start")
			attrs(ends[c.id], "End")
			x.raw(">")
			return
		case part == 'e' && nested[c.id]:
			x.raw("</pc>")
			return
		case part == 's':
			x.raw(`<sc id="`, id, `"`)
		case part == 'e':
			x.raw(`<ec startRef="`, id, `"`)
		default:
			x.raw(`<ph id="p`, id, `"`)
		}
		attrs(c, "")
		x.raw("/>")
	}
}

// xliff21Code returns what stands in a text for an inline element that holds content.
func xliff21Code(s xml.StartElement, content string) string {
	switch s.Name.Local {
	case "cp":
		if c, ok := parseHex(attrOf(s, "hex")); ok {
			return c
		}
	case "ph", "sc", "ec":
		if text := attrOf(s, "equiv"); text != "" {
			return text
		}
	case "pc":
		start, end := attrOf(s, "equivStart"), attrOf(s, "equivEnd")
		if placeholderNumber(start) > 0 && placeholderNumber(end) > 0 {
			return start + content + end
		}
	}
	return content
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
				return x.unit(s, "id", func() error { return x.unit21(s, b) })
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
	var notes []note
	state, hasTarget := State(""), false
	segment := func(s xml.StartElement) error {
		var text string
		var err error
		switch s.Name.Local {
		case "source":
			text, err = x.inline(xliff21Code)
			p.Source += text
		case "target":
			hasTarget = true
			text, err = x.inline(xliff21Code)
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
		case "notes":
			return x.children(func(s xml.StartElement) error {
				if s.Name.Local != "note" {
					return errSkip
				}
				n := note{from: attrOf(s, "category")}
				var err error
				n.text, err = x.content()
				notes = append(notes, n)
				return err
			})
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
	if len(props) > 0 { // those of other programs' files are about other things
		p.takeNotes(notes)
	}
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
