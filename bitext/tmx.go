package bitext

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/lang"
)

// TMX is version 1.4b of Translation Memory eXchange: a translation unit for each pair. What TMX has no place for
// stands in properties whose type starts with "x-satzpaar-"; the header of a document is a property of its first
// unit.
var TMX = &Format{
	Name:  "tmx",
	Ext:   ".tmx",
	Doc:   "TMX 1.4b, for translation memories; holds everything in properties",
	Write: writeTMX,
	Read:  readTMX,
}

// propertyPrefix starts the names of our properties in foreign formats.
const propertyPrefix = "x-satzpaar-"

func writeTMX(w io.Writer, docs iter.Seq2[*Bitext, error]) error {
	x := newXMLWriter(w)
	started := false
	start := func(from string) {
		if started {
			return
		}
		started = true
		x.raw(
			xml.Header,
			`<tmx version="1.4">`,
			"\n",
			`<header creationtool="satzpaar" creationtoolversion="1" segtype="sentence" o-tmf="satzpaar"`,
			` adminlang="en"`,
		)
		x.attr("srclang", from)
		x.raw(` datatype="plaintext"/>`, "\n<body>\n")
	}
	for b, err := range docs {
		if err != nil {
			return err
		}
		start(orUnd(b.From))
		for i := range b.Pairs {
			if err := writeTMXUnit(x, b, i); err != nil {
				return err
			}
		}
	}
	start("*all*")
	x.raw("</body>\n</tmx>\n")
	return x.close()
}

func orUnd(lang string) string {
	if lang == "" {
		return "und"
	}
	return lang
}

func writeTMXUnit(x *xmlWriter, b *Bitext, i int) error {
	p := &b.Pairs[i]
	props, err := properties(p)
	if err != nil {
		return err
	}
	if !plain(p.ID) {
		props = append(props, jsonProperty("id", p.ID))
	}
	if i == 0 { // first, so that damage to the unit does not take it away
		props = slices.Insert(props, 0, jsonProperty("document", b.Header))
	}
	x.raw("<tu")
	x.attr("tuid", p.ID)
	x.attr("srclang", orUnd(b.From))
	x.raw(">\n")
	for _, prop := range props {
		x.raw("<prop")
		x.attr("type", propertyPrefix+prop.name)
		x.raw(">")
		x.value(prop.value)
		x.raw("</prop>\n")
	}
	for _, f := range p.Findings {
		x.raw("<note>")
		x.value(f.Check + ": " + f.Message)
		x.raw("</note>\n")
	}
	for i := range p.Comments {
		if c := &p.Comments[i]; c.Text != "" {
			x.raw("<note>")
			x.value(cmp.Or(c.Who, "comment") + ": " + c.note())
			x.raw("</note>\n")
		}
	}
	source, target := inlineCodes(p)
	code := func(c inlineCode, part byte) {
		element, i := "ph", ""
		switch part {
		case 's':
			element, i = "bpt", ` i="`+itoa(c.id)+`"`
		case 'e':
			element, i = "ept", ` i="`+itoa(c.id)+`"`
		}
		x.raw("<", element, i)
		if part != 'e' {
			x.raw(` x="`, itoa(c.id), `"`)
		}
		if part == 0 && c.placeholder != "" {
			x.attr("type", propertyPrefix+c.placeholder)
		}
		x.raw(">")
		x.value(c.content)
		x.raw("</", element, ">")
	}
	tuv := func(lang, text string, codes []inlineCode) {
		x.raw("<tuv")
		x.attr("xml:lang", orUnd(lang))
		x.raw("><seg>")
		x.coded(text, codes, func(r rune) { x.raw(`<ph type="x-char">`, codePoint(r), "</ph>") }, code)
		x.raw("</seg></tuv>\n")
	}
	tuv(b.From, p.Source, source)
	if p.Target != "" || p.State != Initial {
		tuv(b.To, p.Target, target)
	}
	x.raw("</tu>\n")
	return x.err
}

func readTMX(r io.Reader, name string) ([]*Bitext, error) {
	var out []*Bitext
	err := tmxUnits(r, name, &out, func(*Bitext) error { return nil })
	return out, err
}

// TMXUnits calls f with each unit of a TMX file as it is read, which takes no more memory for a file of any size:
// with the pair, and the header of the document that it belongs to. The error of f ends it. Like Read of a [Format]
// it goes on after a unit that can be used only in part, and reports it at the end.
func TMXUnits(r io.Reader, name string, f func(h *Header, p *Pair) error) error {
	var docs []*Bitext
	return tmxUnits(r, name, &docs, func(b *Bitext) error {
		err := f(&b.Header, &b.Pairs[0])
		clear(b.Pairs)
		b.Pairs, docs = b.Pairs[:0], append(docs[:0], b)
		return err
	})
}

// tmxUnits adds the units of a file to docs and calls read with the document that has just got one.
func tmxUnits(r io.Reader, name string, docs *[]*Bitext, read func(b *Bitext) error) error {
	x := newXMLReader(r, name)
	if _, err := x.root("tmx"); err != nil {
		return x.fail(err)
	}
	from := ""
	err := x.children(func(s xml.StartElement) error {
		switch s.Name.Local {
		case "header":
			from = attrOf(s, "srclang")
		case "body":
			return x.children(func(s xml.StartElement) error {
				if s.Name.Local != "tu" {
					return errSkip
				}
				if err := x.unit(s, "tuid", func() (err error) {
					*docs, err = x.tmxUnit(s, from, *docs)
					return err
				}); err != nil {
					return err
				}
				if n := len(*docs); n > 0 && len((*docs)[n-1].Pairs) > 0 {
					return read((*docs)[n-1])
				}
				return nil
			})
		}
		return errSkip
	})
	return x.end(err)
}

// tmxUnit reads a unit and adds it to the last document, or to a new one. A [*LineError] means that the unit could be
// used only in part.
func (x *xmlReader) tmxUnit(start xml.StartElement, from string, docs []*Bitext) ([]*Bitext, error) {
	p := Pair{ID: attrOf(start, "tuid")}
	if s := attrOf(start, "srclang"); s != "" {
		from = s
	}
	var props []property
	var langs, texts []string
	var header *Header
	err := x.children(func(s xml.StartElement) error {
		switch s.Name.Local {
		case "prop":
			kind := attrOf(s, "type")
			value, err := x.content()
			if err != nil {
				return err
			}
			field, ours := strings.CutPrefix(kind, propertyPrefix)
			switch {
			case ours && field == "document":
				header = new(Header)
				_ = json.Unmarshal([]byte(value), header) // spoilt by another tool: the texts are still good
				_ = header.mend()
			case ours && field == "id":
				_ = json.Unmarshal([]byte(value), &p.ID)
			case ours && field == "markup": // which the segments behind it need
				_ = json.Unmarshal([]byte(value), &p.Markup) // an error is met again
				fallthrough
			case ours:
				props = append(props, property{field, value})
			}
			return nil
		case "tuv":
			lang := attrOf(s, "lang")
			return x.children(func(s xml.StartElement) error {
				if s.Name.Local != "seg" {
					return errSkip
				}
				text, err := x.inline(p.tmxCode)
				langs, texts = append(langs, lang), append(texts, text)
				return err
			})
		}
		return errSkip
	})
	if header != nil {
		docs = append(docs, &Bitext{Header: *header})
	}
	if err != nil {
		return docs, err
	}
	to := ""
	source := -1
	for i, l := range langs {
		if source < 0 && sameLanguage(l, from) {
			source = i
		}
	}
	if source < 0 && len(langs) > 0 {
		source, from = 0, langs[0]
	}
	for i := range langs {
		switch {
		case i == source:
			p.Source = texts[i]
		case to == "":
			p.Target, to = texts[i], langs[i]
		}
	}
	if len(docs) == 0 {
		docs = append(
			docs,
			&Bitext{
				Header: Header{
					Satzpaar: Version,
					Document: x.name,
					Format:   "tmx",
					Encoding: "utf-8",
					From:     from,
					To:       to,
				},
			},
		)
		_ = docs[0].Header.mend()
	}
	b := docs[len(docs)-1]
	if b.To == "" && wellFormed(to) {
		b.To = to
	}
	problem := fill(&p, props)
	if p.Lang == "" && len(props) == 0 {
		p.Lang = from
	}
	if err := complete(&p, len(b.Pairs)); err != nil && problem == nil {
		problem = err
	}
	b.Pairs = append(b.Pairs, p)
	if problem != nil {
		return docs, x.fail(problem)
	}
	return docs, nil
}

// tmxCode returns what stands in a text of p for an inline element that holds content.
func (p *Pair) tmxCode(s xml.StartElement, content string) string {
	switch s.Name.Local {
	case "ph":
		kind := attrOf(s, "type")
		if c, ok := parseCodePoint(content); ok && kind == "x-char" {
			return c
		}
		return p.placeholder(strings.TrimPrefix(kind, propertyPrefix), content)
	case "bpt":
		return p.placeholder(attrOf(s, "i"), content)
	case "ept":
		return p.placeholder("/"+attrOf(s, "i"), content)
	}
	return content
}

// placeholder returns the placeholder of that name if content is its markup, else content.
func (p *Pair) placeholder(name, content string) string {
	if m, ok := p.Markup[name]; !ok || m != content {
		return content
	}
	return placeholder.Of(name)
}

// sameLanguage reports whether two tags, as tools write them, mean the same language.
func sameLanguage(a, b string) bool {
	x, errX := lang.Parse(a)
	y, errY := lang.Parse(b)
	if errX != nil || errY != nil {
		return strings.EqualFold(a, b)
	}
	return lang.Same(x, y)
}
