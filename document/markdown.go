package document

import (
	"bytes"
	"path"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Markdown is the format of CommonMark files with tables, strikethrough, task lists, and what is usual besides:
// admonitions, footnotes, definitions, titles of front matter. Emphasis and links become placeholders, HTML is read as
// such. Code, addresses, formulas, shortcodes, attributes, wiki links, link definitions and the rest of front matter
// stay as they are.
var Markdown = &Format{
	Name:   "md",
	Exts:   []string{".md", ".markdown", ".mdown", ".mdx", ".qmd", ".rmd"},
	Parse:  parseMarkdown,
	Render: renderMarkdown,
}

func parseMarkdown(name string, src []byte, split Splitter) (*Document, error) {
	front := frontMatter(src)
	mask := newMask(src[front:], strings.EqualFold(path.Ext(name), ".mdx"))
	m := markdown{src: mask.text, mask: mask, offset: front, b: builder{source: string(src), split: split}}
	m.html = htmlParser{
		b:      &m.b,
		markup: string(src[:front]) + string(mask.text),
		text:   func(_ *builder, s offset.Span) { m.masked(s.Start-front, s.End-front, m.htmlText) },
	}
	addFrontMatter(&m.b, front)
	root := markdownParser().Parse(text.NewReader(m.src))
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			m.block(Heading, n)
		case *ast.Paragraph, *ast.TextBlock:
			m.block(blockKind(n), n)
		case *east.TableCell:
			m.block(Cell, n)
		case *ast.HTMLBlock:
			return ast.WalkSkipChildren, m.htmlBlock(n)
		default:
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, nil
	})
	if err != nil {
		return nil, &Error{What: "reading HTML", Err: err}
	}
	return &Document{Name: name, Format: "md", Source: src, Blocks: m.b.blocks, languages: m.html.languages}, nil
}

// htmlBlock reads HTML between blocks of Markdown. It is left alone where the marks of a quote stand between its lines.
func (m *markdown) htmlBlock(n *ast.HTMLBlock) error {
	lines := n.Lines()
	if lines.Len() == 0 {
		return nil
	}
	start, end := lines.At(0).Start, lines.At(0).Stop
	segments := make([]text.Segment, 0, lines.Len()+1)
	for i := range lines.Len() {
		segments = append(segments, lines.At(i))
	}
	if n.HasClosure() {
		segments = append(segments, n.ClosureLine)
	}
	for _, s := range segments {
		if s.Start > end && len(bytes.TrimSpace(m.src[end:s.Start])) > 0 {
			return nil
		}
		end = max(end, s.Stop)
	}
	m.b.kind, m.b.html = Paragraph, true
	m.html.open, m.html.opaque = elements{}, false
	err := m.html.parse(start+m.offset, end+m.offset)
	m.b.html = false
	return err
}

func blockKind(n ast.Node) Kind {
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p.Kind() {
		case ast.KindListItem:
			return ListItem
		case ast.KindBlockquote:
			return Quote
		}
	}
	return Paragraph
}

// frontMatter returns the length of the metadata between "---" or "+++" lines that a file may start with, a byte
// order mark included.
func frontMatter(src []byte) int {
	rest := bytes.TrimPrefix(src, []byte(bom))
	start := len(src) - len(rest)
	for _, fence := range []string{"---", "+++"} {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok || string(bytes.TrimRight(line, " \t\r")) != fence {
			continue
		}
		for len(after) > 0 {
			line, after, _ = bytes.Cut(after, []byte("\n"))
			if t := string(bytes.TrimRight(line, " \t\r")); t == fence || fence == "---" && t == "..." {
				return len(src) - len(after)
			}
		}
	}
	return start
}

type markdown struct {
	src    []byte // masked and without front matter; nodes count here
	mask   *mask
	offset int // of src in the file
	b      builder
	html   htmlParser
	at     int // what comes before it has been added

	endTags map[ast.Node]map[string]int // of the block; see lastEndTags
}

func (m *markdown) span(start, end int) offset.Span {
	return offset.Span{Start: start + m.offset, End: end + m.offset}
}

// block adds a leaf block. If the positions of its nodes do not fit together, its lines are taken as they stand,
// markup included.
func (m *markdown) block(kind Kind, n ast.Node) {
	lines := n.Lines()
	if lines == nil || lines.Len() == 0 {
		return
	}
	m.b.kind = kind
	m.endTags = nil
	m.at = lines.At(0).Start
	limit := lines.At(lines.Len() - 1).Stop
	keep := len(m.b.blocks)
	ok := m.inline(n.FirstChild(), limit)
	if ok && m.at <= limit {
		m.b.finish()
		return
	}
	m.b.blocks, m.b.values = m.b.blocks[:keep], nil
	m.b.discard()
	m.at = lines.At(0).Start
	for i := range lines.Len() {
		l := lines.At(i)
		m.gap(l.Start)
		m.masked(l.Start, l.Stop, func(start, end int) { m.b.add(m.span(start, end)) })
		m.at = l.Stop
	}
	m.b.finish()
}

// inline adds c and its next siblings. It reports whether they lie in order before limit.
func (m *markdown) inline(c ast.Node, limit int) bool {
	for ; c != nil; c = c.NextSibling() {
		start := c.Pos()
		switch c.Kind() {
		case ast.KindEmphasis, east.KindStrikethrough:
			start = max(start, m.at) // a run of marks that opens several elements gives all of them its own position
		}
		if start < m.at || start > limit {
			return false
		}
		m.gap(start)
		switch c := c.(type) {
		case *ast.Text:
			if c.Segment.Stop > limit {
				return false
			}
			m.masked(c.Segment.Start, c.Segment.Stop, m.text)
			m.at = c.Segment.Stop
			if c.HardLineBreak() {
				m.b.finish()
			}
			continue
		case *ast.Emphasis:
			if !m.around(c, "emphasis", start, c.Level, limit) {
				return false
			}
			continue
		case *east.Strikethrough:
			if !m.around(c, "strikethrough", start, m.run(start, '~'), limit) {
				return false
			}
			continue
		case *ast.Link:
			if c.Reference == nil || c.Reference.Type == ast.ReferenceLinkFull {
				m.b.start("link", m.span(start, start+1))
				m.at = start + 1
				if !m.inline(c.FirstChild(), limit) {
					return false
				}
				m.gap(m.at + len(m.src[m.at:limit]) - len(bytes.TrimLeft(m.src[m.at:limit], " \t\r\n")))
				end := m.linkEnd(m.at, c.Reference)
				if end == 0 || end > limit {
					return false
				}
				m.linkTitle(c.Title, m.at, end)
				m.b.end("link", m.span(m.at, end))
				m.at = end
				continue
			}
		}
		end := m.end(c)
		if end <= start || end > limit {
			return false
		}
		switch n := c.(type) {
		case *ast.RawHTML:
			if last := m.tag(n, start, end); last != nil {
				c = last
			}
			continue
		case *ast.Image:
			m.image(n, start, end)
		}
		m.b.alone(m.span(start, end))
		m.at = end
	}
	return true
}

// around adds an element between two runs of marks of one length.
func (m *markdown) around(n ast.Node, name string, start, marks, limit int) bool {
	m.b.start(name, m.span(start, start+marks))
	m.at = start + marks
	if !m.inline(n.FirstChild(), limit) || m.at+marks > limit || marks == 0 || m.run(m.at, m.src[start]) < marks {
		return false
	}
	m.b.end(name, m.span(m.at, m.at+marks))
	m.at += marks
	return true
}

// run returns how many bytes c stand at i.
func (m *markdown) run(i int, c byte) int {
	n := 0
	for i+n < len(m.src) && m.src[i+n] == c {
		n++
	}
	return n
}

// end returns where an element ends that is taken whole; 0 if that cannot be told.
func (m *markdown) end(n ast.Node) int {
	start := n.Pos()
	switch n := n.(type) {
	case *ast.Text:
		return n.Segment.Stop
	case *ast.CodeSpan:
		marks := m.run(start, '`')
		i := start + marks
		if last, ok := n.LastChild().(*ast.Text); ok {
			i = last.Segment.Stop
		}
		for i < len(m.src) && marks > 0 {
			j := bytes.IndexByte(m.src[i:], '`')
			if j < 0 {
				break
			}
			i += j
			k := m.run(i, '`')
			if k == marks {
				return i + k
			}
			i += k
		}
	case *ast.AutoLink:
		if j := bytes.IndexByte(m.src[start:], '>'); j > 0 && m.src[start] == '<' {
			return start + j + 1
		}
	case *ast.RawHTML:
		if k := n.Segments.Len(); k > 0 {
			return n.Segments.At(k - 1).Stop
		}
	case *east.TaskCheckBox:
		return start + len("[ ]")
	case *ast.Link:
		return m.linkEnd(m.textEnd(n, start+1), n.Reference)
	case *ast.Image:
		return m.linkEnd(m.textEnd(n, start+2), n.Reference)
	case *ast.Emphasis:
		if i := m.lastEnd(n.LastChild()); i > 0 {
			return i + n.Level
		}
	case *east.Strikethrough:
		if i := m.lastEnd(n.LastChild()); i > 0 {
			return i + m.run(start, '~')
		}
	}
	return 0
}

func (m *markdown) lastEnd(n ast.Node) int {
	if n == nil {
		return 0
	}
	return m.end(n)
}

// textEnd returns where the text of a link or picture ends, which starts at start; 0 if that cannot be told.
func (m *markdown) textEnd(n ast.Node, start int) int {
	if last := n.LastChild(); last != nil {
		return m.end(last)
	}
	return start
}

// linkEnd returns where the link or picture ends whose text ends at i: behind "](address "title")", "][name]" or "]".
// Behind "]", brackets of any kind are text of their own.
func (m *markdown) linkEnd(i int, reference *ast.ReferenceLink) int {
	if i == 0 || i >= len(m.src) || m.src[i] != ']' {
		return 0
	}
	i++
	if i == len(m.src) || reference != nil && reference.Type == ast.ReferenceLinkShortcut {
		return i
	}
	switch m.src[i] {
	case '[':
		for j := i + 1; j < len(m.src); j++ {
			switch m.src[j] {
			case '\\':
				j++
			case ']':
				return j + 1
			}
		}
		return 0
	case '(':
		depth, quote := 0, byte(0)
		for j := i; j < len(m.src); j++ {
			c := m.src[j]
			switch {
			case c == '\\':
				j++
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '<' && depth == 1:
				quote = '>'
			case (c == '"' || c == '\'') && (m.src[j-1] == ' ' || m.src[j-1] == '\t' || m.src[j-1] == '\n'):
				quote = c
			case c == '(':
				depth++
			case c == ')':
				if depth--; depth == 0 {
					return j + 1
				}
			}
		}
		return 0
	}
	return i
}

// gap adds what lies between the last node and start: a line break with the marks of the blocks around it, or marks
// that belong to no node.
func (m *markdown) gap(start int) {
	if start <= m.at {
		return
	}
	between := m.src[m.at:start]
	switch {
	case m.b.empty():
	case bytes.IndexByte(between, '\n') >= 0:
		m.b.addAs("\n", m.span(m.at, start))
	case len(bytes.TrimSpace(between)) == 0:
		m.b.add(m.span(m.at, start))
	default:
		m.b.alone(m.span(m.at, start))
	}
	m.at = start
}

// masked calls add for what lies between start and end but for what must stay as it is, which becomes placeholders.
func (m *markdown) masked(start, end int, add func(start, end int)) {
	for _, s := range m.mask.in(start, end) {
		if s.Start > start {
			add(start, s.Start)
		}
		stop := min(s.End, end)
		m.b.alone(m.span(max(s.Start, start), stop))
		start = stop
	}
	if start < end {
		add(start, end)
	}
}

func (m *markdown) text(start, end int) { addMarkdownText(&m.b, m.span(start, end)) }

func (m *markdown) htmlText(start, end int) { addHTMLText(&m.b, m.span(start, end)) }

// addMarkdownText adds source with its escapes and character references read.
func addMarkdownText(b *builder, s offset.Span) {
	src, done := b.source, s.Start
	flush := func(end int) { b.add(offset.Span{Start: done, End: end}) }
	for i := s.Start; i < s.End; {
		switch {
		case src[i] == '\\' && i+1 < s.End && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", src[i+1]) >= 0:
			flush(i)
			b.addAs(src[i+1:i+2], offset.Span{Start: i, End: i + 2})
			i += 2
			done = i
		case src[i] == '&':
			n, read := reference(src[i:min(s.End, i+40)])
			if n == 0 || src[i+n-1] != ';' {
				i++
				continue
			}
			flush(i)
			b.addAs(read, offset.Span{Start: i, End: i + n})
			i += n
			done = i
		default:
			i++
		}
	}
	flush(s.End)
}
