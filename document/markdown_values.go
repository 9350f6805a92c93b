package document

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/yuin/goldmark/ast"
)

// image adds the text of a picture and its title.
func (m *markdown) image(n *ast.Image, start, end int) {
	child := n.FirstChild()
	if n.Reference == nil || n.Reference.Type == ast.ReferenceLinkFull {
		plain, stop := child != nil, start+2
		for c := child; c != nil; c = c.NextSibling() {
			t, ok := c.(*ast.Text)
			plain = plain && ok
			if ok {
				stop = t.Segment.Stop
			}
		}
		if plain {
			m.label(start+2, stop, escapedLabel)
		}
	}
	m.linkTitle(n.Title, start, end)
}

// linkTitle adds the title of a link or picture, if it stands before the parenthesis that ends it at end.
func (m *markdown) linkTitle(title []byte, start, end int) {
	if len(title) == 0 || m.src[end-1] != ')' {
		return
	}
	stop := len(bytes.TrimRight(m.src[:end-1], " \t\r\n")) - 1
	from := stop - len(title)
	if from <= start || !bytes.Equal(m.src[from:stop], title) {
		return // with escapes in it
	}
	closer := m.src[stop]
	if i := strings.IndexByte(`"')`, closer); i < 0 || m.src[from-1] != `"'(`[i] {
		return
	}
	m.label(from, stop, func(text string) string {
		return strings.NewReplacer(`\`, `\\`, string(closer), `\`+string(closer)).Replace(text)
	})
}

// label adds what people read in the markup of a link or picture.
func (m *markdown) label(start, end int, write func(string) string) {
	text := m.mask.source[start:end]
	if m.mask.hides(start, end) || !strings.ContainsFunc(text, unicode.IsLetter) || fileName(text) {
		return
	}
	cell := m.b.kind == Cell
	m.b.value(Label, func(b *builder) { addMarkdownText(b, m.span(start, end)) }, func(text string) string {
		text = write(strings.Join(strings.Fields(text), " "))
		if cell {
			text = strings.ReplaceAll(text, "|", `\|`)
		}
		return text
	})
}

func escapedLabel(text string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "`", "\\`").Replace(text)
}

var tagName = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)`)

// tag adds a tag inside a paragraph. The content of an element that is not text for a reader is passed over: then the
// node of its end tag is returned.
func (m *markdown) tag(n *ast.RawHTML, start, end int) ast.Node {
	tag := string(m.src[start:end])
	name := tagName.FindStringSubmatch(tag)
	span := m.span(start, end)
	m.at = end
	if name == nil {
		m.b.alone(span)
		return nil
	}
	element := strings.ToLower(name[1])
	switch {
	case element == "br":
		m.b.finish()
	case element == "wbr" && !m.b.empty():
		m.b.addAs("", span)
	case tag[1] == '/':
		m.b.end(element, span)
	case htmlVoid[element] || strings.HasSuffix(tag, "/>"):
		m.html.attributes(element, attributes(m.html.markup, span))
		m.b.alone(span)
	default:
		list := attributes(m.html.markup, span)
		if last, stop := m.passedOver(n, element, list); last != nil {
			m.b.alone(m.span(start, stop))
			m.at = stop
			return last
		}
		m.html.attributes(element, list)
		m.b.start(element, span)
	}
	return nil
}

// passedOver returns the end tag of the element that starts at n, and where it ends, if its content is not text for
// a reader.
func (m *markdown) passedOver(n *ast.RawHTML, element string, list []attribute) (ast.Node, int) {
	if _, opaque := htmlOpaque[element]; !opaque && !slices.ContainsFunc(list, attribute.keepsContent) {
		return nil, 0
	}
	if m.lastEndTags(n.Parent())[element] <= n.Pos() {
		return nil, 0
	}
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if m.endTag(c) == element {
			return c, m.end(c)
		}
	}
	return nil, 0
}

// endTag returns the name of the element that n is the end tag of; empty if it is not one.
func (m *markdown) endTag(n ast.Node) string {
	t, ok := n.(*ast.RawHTML)
	if !ok || t.Segments.Len() == 0 || m.src[n.Pos()+1] != '/' {
		return ""
	}
	if name := tagName.FindSubmatch(m.src[n.Pos():m.end(t)]); name != nil {
		return strings.ToLower(string(name[1]))
	}
	return ""
}

// lastEndTags returns where the last end tag of every element stands among the children of a node. It goes over them
// once, however many start tags ask: those that nothing closes would each search the rest of the paragraph.
func (m *markdown) lastEndTags(parent ast.Node) map[string]int {
	if last, ok := m.endTags[parent]; ok {
		return last
	}
	last := map[string]int{}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		if name := m.endTag(c); name != "" {
			last[name] = c.Pos()
		}
	}
	if m.endTags == nil {
		m.endTags = map[ast.Node]map[string]int{}
	}
	m.endTags[parent] = last
	return last
}

// frontValue is a line of front matter whose value people read.
var frontValue = regexp.MustCompile(
	`(?m)^(?:title|subtitle|description|summary|excerpt|link[Tt]itle|sidebar_label|headline|tagline|lead)` +
		`[ \t]*([:=])[ \t]*`)

// addFrontMatter adds the titles and descriptions in the front matter of a file, which ends at end.
func addFrontMatter(b *builder, end int) {
	for _, at := range frontValue.FindAllStringSubmatchIndex(b.source[:end], -1) {
		stop, _ := lineEnd(b.source, at[1])
		s := trimSpan(b.source, offset.Span{Start: at[1], End: min(stop, end)})
		text := s.In(b.source)
		if text == "" || strings.Contains(text, "{{") || strings.Contains(text, "{%") {
			continue
		}
		quote := text[0]
		switch quote {
		case '"', '\'':
			n := strings.IndexByte(text[1:], quote)
			if n < 1 || strings.IndexByte(text[1:1+n], '\\') >= 0 || strings.HasPrefix(text[n+2:], string(quote)) {
				continue // nothing in it, or escapes
			}
			s = offset.Span{Start: s.Start + 1, End: s.Start + 1 + n}
		default:
			// What may begin with "<", such as HTML, is text; it is written in quotes.
			if b.source[at[2]] == '=' || !yamlIsPlain(strings.TrimLeft(text, "<=")) {
				continue
			}
		}
		if !strings.ContainsFunc(s.In(b.source), unicode.IsLetter) {
			continue
		}
		b.value(Label, func(b *builder) { b.add(s) }, func(text string) string {
			return frontText(text, quote, b.source[at[2]] == '=')
		})
	}
}

// frontText returns text as the value of a key of YAML or TOML between quotes of that kind; of another sign: as a
// plain value, in quotes if it must be.
func frontText(text string, quote byte, toml bool) string {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case quote == '"':
		return quotedEscaper.Replace(text)
	case quote == '\'' && toml:
		return strings.ReplaceAll(text, "'", "’") // there is no escape
	case quote == '\'':
		return strings.ReplaceAll(text, "'", "''")
	case yamlIsPlain(text):
		return text
	}
	return `"` + quotedEscaper.Replace(text) + `"`
}
