package document

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// XLIFF is the exchange format of translation tools, versions 1.2 and 2. The source of a unit is translated into its
// target, whose state records it. Targets that hold text are kept, and so is what is marked translate="no". Inline
// codes come back in the target.
var XLIFF = &Format{
	Name: "xliff", Exts: []string{".xlf", ".xliff", ".xlf2"}, Parse: parseXLIFF, Render: renderXLIFF,
	translations: xliffTranslations, charset: xmlCharset,
}

func parseXLIFF(name string, src []byte, split Splitter) (*Document, error) {
	p := xliffParser{
		b: builder{source: string(src), split: split, kind: Message},
		d: &Document{Name: name, Format: "xliff", Source: src},
	}
	p.unit = p.untranslated
	if err := p.file(); err != nil {
		return nil, err
	}
	p.d.Blocks = p.b.blocks
	return p.d, nil
}

func xliffTranslations(name, source string, split, targetSplit Splitter) ([]Translation, error) {
	p := xliffParser{
		b: builder{source: source, split: split, kind: Message},
		d: &Document{Name: name, Format: "xliff"},
	}
	t := translations{target: builder{source: source, split: targetSplit, kind: Message}}
	p.unit = func(u *xliffUnit) {
		if u.target == nil {
			return
		}
		t.add(&p.b, func(b *builder, target bool) bool {
			if target {
				return p.value(b, u.target, u.preserve)
			}
			return p.value(b, u.text, u.preserve)
		}, Translation{Key: u.key, State: u.state, Approved: u.approved})
	}
	err := p.file()
	return t.list, err
}

type xliffParser struct {
	b    builder
	d    *Document
	two  bool               // version 2
	path string             // the file and the unit of version 2 that are read
	part int                // segments of the unit so far
	unit func(u *xliffUnit) // is called with every unit that holds text
}

// An xliffUnit is a trans-unit of version 1.2 or a segment of version 2.
type xliffUnit struct {
	*xmlNode
	text     *xmlNode // source, or where its segments stand
	target   *xmlNode // nil: there is none
	preserve bool     // white space
	state    string   // of the target
	approved string
	key      string // see [Translation]
}

// file reads the whole file.
func (p *xliffParser) file() error {
	root, err := parseXML(p.b.source)
	if err != nil {
		return err
	}
	if root.local() != "xliff" {
		line := lineAt([]byte(p.b.source), root.open.Start)
		return &Error{Line: line, What: "not XLIFF: the root element is " + root.name}
	}
	p.two = isXLIFF2(root, p.b.source)
	p.read(root, root.attr(p.b.source, "xml:space") == "preserve")
	return nil
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
			p.segment(c, own)
		case local == "file", local == "unit":
			outside := p.path
			p.path += "\x04" + c.attr(p.b.source, "original") + "\x04" + c.attr(p.b.source, "id")
			p.part = 0
			p.read(c, own)
			p.path = outside
		case local == "group", local == "body":
			p.read(c, own)
		}
	}
}

// segment reads a trans-unit of version 1.2 or a segment of version 2.
func (p *xliffParser) segment(n *xmlNode, preserve bool) {
	source := p.b.source
	u := xliffUnit{xmlNode: n, text: n.child("source"), target: n.child("target"), preserve: preserve}
	p.part++
	u.key = p.path + "\x04" + n.attr(source, "id")
	if p.two {
		u.key = p.path + "\x04" + strconv.Itoa(p.part)
	}
	if u.text == nil {
		return
	}
	if seg := n.child("seg-source"); seg != nil {
		u.text = seg
	}
	if u.target != nil {
		u.state, u.approved = u.target.attr(source, "state"), n.attr(source, "approved")
		if p.two {
			u.state = n.attr(source, "state")
		}
	}
	if strings.ContainsFunc(xmlText(source, u.text.children), unicode.IsLetter) {
		p.unit(&u)
	}
}

// untranslated makes blocks of a unit that has no translation.
func (p *xliffParser) untranslated(u *xliffUnit) {
	source := p.b.source
	if u.target != nil {
		copied := u.target.inner().In(source) == u.text.inner().In(source)
		fresh := u.state == "new" || u.state == "initial" || u.state == "needs-translation" || u.state == ""
		if strings.TrimSpace(xmlText(source, u.target.children)) != "" && !(copied && fresh) {
			return
		}
	}
	first := len(p.b.blocks)
	if !p.value(&p.b, u.text, u.preserve) {
		p.b.discard()
		p.b.blocks = p.b.blocks[:first]
		const note = "a unit that could not be read whole stays as it is"
		p.d.Notes = append(p.d.Notes, Note{p.b.line(u.open.Start), note})
		return
	}
	p.b.finish()
	if len(p.b.blocks) == first {
		return
	}
	p.d.originals = append(p.d.originals, original{source: u.text.inner(), first: first, end: len(p.b.blocks)})
	p.place(u.xmlNode, u.target, u.text)
}

// value appends the text of an element to b. It reports false where that was not understood.
func (p *xliffParser) value(b *builder, n *xmlNode, preserve bool) bool {
	x := xmlValue{
		b:      b,
		rules:  messageRules{accelerators: "&", fold: !preserve && foldable(n, b.source)},
		inline: p.inline,
	}
	x.rules.pieces = len(n.children) > 1
	b.style = 0
	_, cdata := hasCDATA(b.source, n.children)
	return !cdata && x.add(n.children)
}

// place sets where the target of the last value is put.
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

// inline returns how an inline element of XLIFF stands in the text.
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
	case "x": // Angular's opening and closing tags; those of equal elements close alike
		kind, tag, parted := strings.Cut(n.attr(p.b.source, "id"), "_")
		tag = "tag " + strings.TrimRight(tag, "_0123456789")
		switch {
		case parted && kind == "START":
			return xmlInline{open: tag}
		case parted && kind == "CLOSE":
			return xmlInline{shut: tag}
		}
		return xmlInline{alone: true}
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
		return xmlEscaped(b, text)
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
