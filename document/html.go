package document

import (
	"bytes"
	stdhtml "html"
	"io"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/offset"
	"golang.org/x/net/html"
)

// HTML is the format of web pages. Elements that make a block of text make a [Block]; inline elements become
// placeholders. Of attributes, those are read that people read. Scripts, styles, preformatted text, code, formulas and
// what is marked translate="no" stay as they are; so do drawings, but for the texts in them.
var HTML = &Format{
	Name: "html", Exts: []string{".html", ".htm", ".xhtml"},
	Parse: parseHTML, Render: renderHTML, charset: htmlCharset,
}

func renderHTML(d *Document, target func(block, sentence int) string) ([]byte, error) {
	rest := withValues(d, target)
	out, err := splice(rest, target, func(b *Block, sentence int, target string) (string, error) {
		m := marksOf(rest.Source, b, sentence)
		return m.encode(target, escapeHTML), nil
	})
	if err == nil && d.Encoding != UTF8 && d.Encoding != "" && !bytes.Equal(out, d.Source) {
		// The page declares its encoding, and what is written now is UTF-8.
		if m := htmlDeclared().FindSubmatchIndex(out[:min(len(out), charsetLimit)]); m != nil {
			out = slices.Concat(out[:m[2]], []byte(UTF8), out[m[3]:])
		}
	}
	return out, err
}

// htmlDeclared finds the encoding that a page declares, which must stand in its first 1024 bytes.
var htmlDeclared = lazyregexp.New(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]{2,40})`)

const charsetLimit = 1024

// htmlCharset returns the encoding that a page declares.
func htmlCharset(raw []byte) string {
	if m := htmlDeclared().FindSubmatch(raw[:min(len(raw), charsetLimit)]); m != nil {
		return string(m[1])
	}
	return ""
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escapeHTML writes text of a page, for [marks.encode].
func escapeHTML(text string, _ bool) string { return htmlEscaper.Replace(text) }

// htmlBlocks are the elements that end the block before them and start one of their own, with its kind.
var htmlBlocks = map[string]Kind{
	"h1": Heading, "h2": Heading, "h3": Heading, "h4": Heading, "h5": Heading, "h6": Heading, "title": Heading,
	"summary": Heading, "legend": Heading, "p": Paragraph, "div": Paragraph, "section": Paragraph,
	"article": Paragraph, "main": Paragraph, "header": Paragraph, "footer": Paragraph, "aside": Paragraph,
	"nav": Paragraph, "address": Paragraph, "body": Paragraph, "html": Paragraph, "head": Paragraph,
	"details": Paragraph, "form": Paragraph, "fieldset": Paragraph, "figure": Paragraph, "dialog": Paragraph,
	"hgroup": Paragraph, "search": Paragraph, "center": Paragraph, "br": Paragraph, "hr": Paragraph,
	"meta": Paragraph, "link": Paragraph, "base": Paragraph, "option": Paragraph, "optgroup": Paragraph,
	"select": Paragraph, "noscript": Paragraph, "template": Paragraph, "ul": ListItem, "ol": ListItem, "dl": ListItem,
	"menu": ListItem, "li": ListItem, "dt": ListItem, "dd": ListItem, "blockquote": Quote, "figcaption": Caption,
	"caption": Caption, "table": Cell, "thead": Cell, "tbody": Cell, "tfoot": Cell, "tr": Cell, "td": Cell,
	"th": Cell, "col": Cell, "colgroup": Cell,
}

// htmlOpaque are the elements whose content is not text for a reader. The value reports whether they are blocks.
var htmlOpaque = map[string]bool{
	"script": true, "style": true, "pre": true, "textarea": true, "iframe": true, "object": true,
	"noembed": true, "noframes": true, "xmp": true, "plaintext": true, "listing": true,
	"code": false, "kbd": false, "samp": false, "var": false, "svg": false, "math": false, "canvas": false,
	"rt": false, "rp": false, "video": true, "audio": true,
}

func parseHTML(name string, src []byte, split Splitter) (*Document, error) {
	source := string(src)
	p := htmlParser{
		b:      &builder{source: source, split: split, kind: Paragraph},
		markup: source,
		text:   addHTMLText,
	}
	if err := p.parse(0, len(src)); err != nil {
		return nil, &Error{Line: lineAt(src, p.at), What: "reading HTML", Err: err}
	}
	return &Document{Name: name, Format: "html", Source: src, Blocks: p.b.blocks, languages: p.languages}, nil
}

// htmlShown are the opaque elements with text that people see all the same; htmlTexts are those right inside of which
// it stands. All values are true.
var (
	htmlShown = map[string]bool{"svg": true, "rt": true, "textarea": true}
	htmlTexts = map[string]bool{
		"text": true, "tspan": true, "textpath": true, "title": true, "desc": true, "rt": true, "textarea": true,
	}
)

type htmlParser struct {
	b         *builder
	markup    string // what tags are read of: the source, or a mask of it
	text      func(b *builder, s offset.Span)
	at        int
	open      elements
	opaque    bool // an element whose content is passed over is open
	from      int  // where it starts if it is inline, else -1
	ruby      bool // it is a part of an annotation
	annotated int  // where the last annotation ends
	button    bool // the button that began last is a block
	languages []languageMark
}

// parse reads the source from start to end.
func (p *htmlParser) parse(start, end int) error {
	p.at = start
	z := html.NewTokenizer(strings.NewReader(p.markup[start:end]))
	for {
		t := z.Next()
		raw := len(z.Raw())
		if t == html.ErrorToken {
			if err := z.Err(); err != io.EOF {
				return err
			}
			break
		}
		s := offset.Span{Start: p.at, End: p.at + raw}
		p.at = s.End
		var element string
		if t == html.StartTagToken || t == html.EndTagToken || t == html.SelfClosingTagToken {
			n, _ := z.TagName()
			element = string(n)
			if element == "noscript" {
				z.NextIsNotRawText()
			}
		}
		p.token(t, element, s)
	}
	if p.opaque {
		p.closeOpaque(p.at)
	}
	p.b.finish()
	return nil
}

// token takes the next piece of the page.
func (p *htmlParser) token(t html.TokenType, element string, s offset.Span) {
	block, opaque := htmlOpaque[element]
	kind, isBlock := htmlBlocks[element]
	if element == "button" {
		if t != html.EndTagToken {
			p.button = p.b.wordless()
		}
		kind, isBlock = Label, p.button
	}
	var list []attribute
	noTranslate := false
	ended, own := false, false // the opaque element
	switch t {
	case html.StartTagToken, html.SelfClosingTagToken:
		list = attributes(p.markup, s)
		noTranslate = slices.ContainsFunc(list, attribute.keepsContent)
		ended = p.open.start(element)
		opaque = (opaque || noTranslate || callsNote(element, s.In(p.markup), p.markup[s.End:])) &&
			element != "html" && element != "body"
		if t == html.StartTagToken && !htmlVoid[element] {
			opaque = opaque && (ended || !p.opaque)
			shown := p.open.last().shown
			if opaque {
				shown = htmlShown[element]
			}
			p.open.push(element, opaque, shown && !noTranslate)
		} else {
			opaque = false
		}
	case html.EndTagToken:
		ended, own = p.open.end(element)
	}
	switch {
	case own:
		p.closeOpaque(s.End)
		return
	case ended:
		p.closeOpaque(s.Start)
	case p.opaque:
		if t == html.TextToken {
			p.shown(s)
		}
		return
	}
	if isBlock && (p.open.blockquotes > 0 || element == "blockquote") {
		p.b.withoutAttribution()
	}
	switch t {
	case html.TextToken:
		p.text(p.b, s)
	case html.StartTagToken, html.SelfClosingTagToken:
		if isBlock {
			p.b.finish()
		}
		if !noTranslate {
			p.attributes(element, list)
		}
		switch {
		case element == "wbr" && !p.b.empty():
			p.b.addAs("", s)
		case opaque:
			p.opaque, p.from, p.ruby = true, s.Start, element == "rt" || element == "rp"
			if block || isBlock {
				p.b.finish()
				p.from = -1
			}
		case isBlock:
			if element != "br" {
				p.b.kind = p.kind(kind)
			}
		case t == html.SelfClosingTagToken || htmlVoid[element]:
			p.b.alone(s)
		default:
			p.b.start(element, s)
		}
	case html.EndTagToken:
		if isBlock {
			p.b.finish()
			p.b.kind = p.kind(Paragraph)
			return
		}
		p.b.end(element, s)
	case html.CommentToken:
		if !p.b.empty() {
			p.b.addAs("", s)
		}
	}
}

// kind returns the kind of a block: paragraphs inside a blockquote are quotes.
func (p *htmlParser) kind(k Kind) Kind {
	if k == Paragraph && p.open.blockquotes > 0 {
		return Quote
	}
	return k
}

// closeOpaque ends the element that is passed over. An inline one becomes a placeholder; all parts of an annotation
// are one.
func (p *htmlParser) closeOpaque(end int) {
	p.opaque = false
	if p.from < 0 {
		return
	}
	if n := len(p.b.pieces); p.ruby && n > 0 && p.annotated == p.from && p.b.pieces[n-1].Source.End == p.from {
		p.b.pieces[n-1].Source.End = end
	} else {
		p.b.alone(offset.Span{Start: p.from, End: end})
	}
	if p.ruby {
		p.annotated = end
	}
}

// shown reads a text inside of an element that is passed over, if people see it: in a drawing, above or beside a word,
// or in a form field, line by line. Markup that is shown as text, in a field to copy it from, stays.
func (p *htmlParser) shown(s offset.Span) {
	in, text := p.open.last(), s.In(p.b.source)
	field := in.name == "textarea"
	if !in.shown || !htmlTexts[in.name] || text != s.In(p.markup) ||
		field && (strings.Contains(text, "&lt;") || strings.ContainsAny(text, "<{")) {
		return
	}
	for s.Len() > 0 {
		line := s
		if n := strings.IndexByte(s.In(p.b.source), '\n'); field && n >= 0 {
			line.End = s.Start + n + 1
		}
		p.b.value(Label, func(b *builder) { addHTMLText(b, line) }, htmlEscaper.Replace)
		s.Start = line.End
	}
}

// addHTMLText appends text with its character references read. Several line breaks mean no more than one space.
func addHTMLText(b *builder, s offset.Span) {
	text := s.In(b.source)
	done := 0
	flush := func(end int) { b.add(offset.Span{Start: s.Start + done, End: s.Start + end}) }
	for i := 0; i < len(text); {
		switch text[i] {
		case '&':
			n, read := reference(text[i:])
			if n == 0 {
				i++
				continue
			}
			flush(i)
			b.addAs(read, offset.Span{Start: s.Start + i, End: s.Start + i + n})
			i += n
			done = i
		case '\n':
			j := i
			for j < len(text) && (text[j] == '\n' || text[j] == ' ' || text[j] == '\t' || text[j] == '\r') {
				j++
			}
			if strings.Count(text[i:j], "\n") > 1 {
				flush(i)
				b.addAs(" ", offset.Span{Start: s.Start + i, End: s.Start + j})
				done = j
			}
			i = j
		default:
			i++
		}
	}
	flush(len(text))
}

// reference returns the length of the character reference that text starts with and what it means; 0 if there is none.
func reference(text string) (int, string) {
	n := 1
	for n < len(text) && n < 40 && (text[n] == '#' && n == 1 ||
		text[n] >= '0' && text[n] <= '9' || text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z') {
		n++
	}
	if n < len(text) && text[n] == ';' {
		n++
	}
	read := stdhtml.UnescapeString(text[:n])
	if read == text[:n] || strings.Contains(read, "\x00") {
		return 0, ""
	}
	return n, read
}
