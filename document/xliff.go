package document

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// XLIFF is the exchange format of translation tools, versions 1.2 and 2. The source of a unit is translated into its
// target, whose state says so. Targets that hold text are kept, and so is what is marked translate="no". Inline codes
// come back in the target.
var XLIFF = &Format{
	Name: "xliff", Exts: []string{".xlf", ".xliff", ".xlf2"}, Parse: parseXLIFF, Render: renderXLIFF, charset: xmlCharset,
}

func parseXLIFF(name string, src []byte, split Splitter) (*Document, error) {
	p := xliffParser{
		b: builder{source: string(src), split: split, kind: Message},
		d: &Document{Name: name, Format: "xliff", Source: src},
	}
	root, err := parseXML(p.b.source)
	if err != nil {
		return nil, err
	}
	if root.local() != "xliff" {
		return nil, &Error{Line: lineAt(src, root.open.Start), What: "not XLIFF: the root element is " + root.name}
	}
	p.two = isXLIFF2(root, p.b.source)
	p.read(root, root.attr(p.b.source, "xml:space") == "preserve")
	p.d.Blocks = p.b.blocks
	return p.d, nil
}

type xliffParser struct {
	b   builder
	d   *Document
	two bool // version 2
}

// read looks for units below n.
func (p *xliffParser) read(n *xmlNode, preserve bool) {
	for _, c := range n.children {
		if c.name == "" || c.attr(p.b.source, "translate") == "no" {
			continue
		}
		own := preserve
		if space := c.attr(p.b.source, "xml:space"); space != "" {
			own = space == "preserve"
		}
		switch local := c.local(); {
		case local == "trans-unit" && !p.two, local == "segment" && p.two:
			p.unit(c, own)
		case local == "file", local == "group", local == "body", local == "unit":
			p.read(c, own)
		}
	}
}

// unit reads a trans-unit of version 1.2 or a segment of version 2.
func (p *xliffParser) unit(n *xmlNode, preserve bool) {
	source := p.b.source
	from, target := n.child("source"), n.child("target")
	if from == nil {
		return
	}
	text := from
	if seg := n.child("seg-source"); seg != nil {
		text = seg
	}
	state := ""
	if target != nil {
		state = target.attr(source, "state")
		if p.two {
			state = n.attr(source, "state")
		}
		copied := target.inner().In(source) == text.inner().In(source)
		fresh := state == "new" || state == "initial" || state == "needs-translation" || state == ""
		if strings.TrimSpace(xmlText(source, target.children)) != "" && !(copied && fresh) {
			return
		}
	}
	if !strings.ContainsFunc(xmlText(source, text.children), unicode.IsLetter) {
		return
	}
	first := len(p.b.blocks)
	x := xmlValue{
		b:      &p.b,
		rules:  messageRules{accelerators: "&", fold: !preserve && foldable(text, source), icu: true},
		inline: p.inline,
	}
	p.b.style = 0
	_, cdata := hasCDATA(source, text.children)
	if cdata || !x.add(text.children) {
		p.b.discard()
		p.b.blocks = p.b.blocks[:first]
		p.d.Notes = append(p.d.Notes, Note{p.b.line(n.open.Start), "a unit that could not be read whole stays as it is"})
		return
	}
	p.b.finish()
	if len(p.b.blocks) == first {
		return
	}
	p.d.originals = append(p.d.originals, original{source: text.inner(), first: first, end: len(p.b.blocks)})
	p.place(n, target, text)
}

// place says where the target of the last value is put.
func (p *xliffParser) place(n, target, last *xmlNode) {
	source := p.b.source
	put := func(at offset.Span, text func(string) string) {
		p.d.places = append(p.d.places, place{original: len(p.d.originals) - 1, at: at, text: text})
	}
	prefix := strings.TrimSuffix(last.name, last.local())
	tag, state := "<"+prefix+"target>", ` state="translated" state-qualifier="mt-suggestion"`
	if target != nil {
		tag = strings.TrimRight(strings.TrimSuffix(target.open.In(source), ">"), "/ \t\r\n") + ">"
	}
	if p.two {
		open := n.open.In(source)
		put(n.open, func(string) string { return withXLIFFState(open, ` state="translated"`) })
	} else {
		tag = withXLIFFState(tag, state)
	}
	write := func(translated string) string { return tag + translated + "</" + prefix + "target>" }
	if target != nil {
		put(target.outer(), write)
		return
	}
	// On a line of its own, as the source is.
	end := last.close.End
	lead := source[:last.open.Start]
	lead = lead[len(strings.TrimRight(lead, " \t\r\n")):]
	put(offset.Span{Start: end, End: end}, func(translated string) string { return lead + write(translated) })
}

var xliffState = regexp.MustCompile(`\s(?:state|state-qualifier|subState)\s*=\s*(?:"[^"]*"|'[^']*')`)

// withXLIFFState returns a start tag with another state.
func withXLIFFState(tag, state string) string {
	tag = xliffState.ReplaceAllString(tag, "")
	return strings.TrimSuffix(tag, ">") + state + ">"
}

// inline says how an inline element of XLIFF stands in the text.
func (p *xliffParser) inline(n *xmlNode) xmlInline {
	id := func(names ...string) string {
		for _, name := range names {
			if v := n.attr(p.b.source, name); v != "" {
				return "code " + v
			}
		}
		return ""
	}
	switch n.local() {
	case "g", "mrk", "pc":
		return xmlInline{alone: n.attr(p.b.source, "translate") == "no" || n.attr(p.b.source, "mtype") == "protected"}
	case "bpt", "bx":
		return xmlInline{open: id("rid", "id"), alone: id("rid", "id") == ""}
	case "ept", "ex":
		return xmlInline{shut: id("rid", "id"), alone: id("rid", "id") == ""}
	case "sc":
		return xmlInline{open: id("id"), alone: id("id") == ""}
	case "ec":
		return xmlInline{shut: id("startRef"), alone: id("startRef") == ""}
	}
	return xmlInline{alone: true}
}

// foldable reports whether the line breaks of a value only lay out the file: the lines after the first are indented.
func foldable(n *xmlNode, source string) bool {
	text := strings.TrimSpace(xmlText(source, n.children))
	for {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			return true
		}
		if text = text[i+1:]; text == "" || text[0] != ' ' && text[0] != '\t' {
			return false
		}
	}
}

func renderXLIFF(d *Document, target func(block, sentence int) string) ([]byte, error) {
	out, err := fillPlaces(d, target, messageEncoder(d, func(b *Block, text string, _ bool) string {
		return xmlEscaped(b, b.how().quoting.write(text))
	}))
	if err == nil && d.To != "" && !bytes.Equal(out, d.Source) {
		out, err = withTargetLanguage(out, d.To)
	}
	return inUTF8(d, out, xmlDeclared), err
}

// withTargetLanguage names the language of the targets where a file does not.
func withTargetLanguage(file []byte, language string) ([]byte, error) {
	source := string(file)
	root, err := parseXML(source)
	if err != nil {
		return nil, err
	}
	elements, attribute := root.children, "target-language"
	if isXLIFF2(root, source) {
		elements, attribute = []*xmlNode{root}, "trgLang"
	}
	out := make([]byte, 0, len(file)+len(elements)*len(attribute))
	at := 0
	for _, n := range elements {
		has := slices.ContainsFunc(n.attrs, func(a xmltoken.Attr) bool { return a.Name == attribute })
		if has || n != root && n.local() != "file" {
			continue
		}
		end := at + len(strings.TrimRight(source[at:n.open.End], "/>"))
		out = append(out, source[at:end]...)
		out = append(out, ` `+attribute+`="`+language+`"`...)
		at = end
	}
	return append(out, source[at:]...), nil
}

// isXLIFF2 reports whether a file is of version 2, by its root element.
func isXLIFF2(root *xmlNode, source string) bool {
	return !strings.HasPrefix(root.attr(source, "version"), "1")
}
