package document

import (
	"bytes"
	"strings"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Markdown is the format of CommonMark files with tables, strikethrough and task lists. Emphasis and links become
// placeholders; code, addresses, pictures, raw HTML, link definitions and front matter stay as they are.
var Markdown = &Format{
	Name:   "md",
	Exts:   []string{".md", ".markdown", ".mdown"},
	Parse:  parseMarkdown,
	Render: renderMarkdown,
}

func parseMarkdown(name string, src []byte, split Splitter) (*Document, error) {
	offset := frontMatter(src)
	body := src[offset:]
	m := markdown{src: body, offset: offset, b: builder{source: string(src), split: split}}
	root := markdownParser().Parse(text.NewReader(body))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
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
		default:
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, nil
	})
	return &Document{Name: name, Format: "md", Source: src, Blocks: m.b.blocks}, nil
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
	src    []byte // without front matter; nodes count here
	offset int    // of src in the file
	b      builder
	at     int // what comes before it has been added
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
	m.at = lines.At(0).Start
	limit := lines.At(lines.Len() - 1).Stop
	keep := len(m.b.blocks)
	ok := m.inline(n, limit)
	if ok && m.at <= limit {
		m.b.finish()
		return
	}
	m.b.blocks = m.b.blocks[:keep]
	m.b.discard()
	m.at = lines.At(0).Start
	for i := range lines.Len() {
		l := lines.At(i)
		m.gap(l.Start)
		m.b.add(m.span(l.Start, l.Stop))
		m.at = l.Stop
	}
	m.b.finish()
}

// inline adds the children of n. It reports whether they lie in order before limit.
func (m *markdown) inline(n ast.Node, limit int) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
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
			m.text(c.Segment.Start, c.Segment.Stop)
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
				if !m.inline(c, limit) {
					return false
				}
				end := m.linkEnd(m.at)
				if end == 0 || end > limit {
					return false
				}
				m.b.end("link", m.span(m.at, end))
				m.at = end
				continue
			}
		}
		end := m.end(c)
		if end <= start || end > limit {
			return false
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
	if !m.inline(n, limit) || m.at+marks > limit || marks == 0 || m.run(m.at, m.src[start]) < marks {
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
	case *ast.Link, *ast.Image:
		i := start + 1
		if n.Kind() == ast.KindImage {
			i++
		}
		if last := n.LastChild(); last != nil {
			if i = m.lastEnd(last); i == 0 {
				return 0
			}
		}
		return m.linkEnd(i)
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

// linkEnd returns where the link or picture ends whose text ends at i: behind "](address "title")", "][name]" or "]".
func (m *markdown) linkEnd(i int) int {
	if i >= len(m.src) || m.src[i] != ']' {
		return 0
	}
	i++
	if i == len(m.src) {
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

// text adds source with its escapes and character references read.
func (m *markdown) text(start, end int) {
	done := start
	for i := start; i < end; {
		switch {
		case m.src[i] == '\\' && i+1 < end && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", m.src[i+1]) >= 0:
			m.b.add(m.span(done, i))
			m.b.addAs(string(m.src[i+1]), m.span(i, i+2))
			i += 2
			done = i
		case m.src[i] == '&':
			n, read := reference(string(m.src[i:min(end, i+40)]))
			if n == 0 || m.src[i+n-1] != ';' {
				i++
				continue
			}
			m.b.add(m.span(done, i))
			m.b.addAs(read, m.span(i, i+n))
			i += n
			done = i
		default:
			i++
		}
	}
	m.b.add(m.span(done, end))
	m.at = end
}

func renderMarkdown(d *Document, target func(block, sentence int) string) ([]byte, error) {
	return splice(d, target, func(b *Block, sentence int, target string) (string, error) {
		m := marksOf(d.Source, b, sentence)
		return m.encode(m.hug(space.Fold(target)), func(text string, first bool) string {
			return escapeMarkdown(text, first, b.Kind == Cell)
		}), nil
	})
}

// hug moves spaces out of pairs of placeholders: "** text **" is not emphasis.
func (m *marks) hug(s string) string {
	if !strings.Contains(s, placeholderStart) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		n := m.placeholder(s[i:])
		switch {
		case n > 0 && i+n < len(s) && s[i+n] == ' ' && s[i+len(placeholderStart)] != '/' &&
			strings.Contains(s[i:], placeholderStart+"/"+s[i+len(placeholderStart):i+n]):
			out.WriteString(" " + s[i:i+n])
			i += n + 1
		case n == 0 && s[i] == ' ' && strings.HasPrefix(s[i+1:], placeholderStart+"/") && m.placeholder(s[i+1:]) > 0:
			n = m.placeholder(s[i+1:])
			out.WriteString(s[i+1:i+1+n] + " ")
			i += n + 1
		default:
			n = max(n, 1)
			out.WriteString(s[i : i+n])
			i += n
		}
	}
	return out.String()
}

// escapeMarkdown returns text such that a reader of Markdown sees it as it is. First says that it may stand at the
// start of a line, where more signs have a meaning.
func escapeMarkdown(s string, first, cell bool) string {
	if !strings.ContainsAny(s, "\\*_`[]<&#+-=>|~.)") {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		escape := false
		switch c {
		case '\\', '*', '`', '[', ']', '<', '~':
			escape = true
		case '_':
			escape = i == 0 || i+1 == len(s) || !wordByte(s[i-1]) || !wordByte(s[i+1])
		case '&':
			n, _ := reference(s[i:])
			escape = n > 0
		case '|':
			escape = cell
		case '#', '+', '-', '=', '>':
			escape = first && i == 0
		case '.', ')':
			escape = first && i > 0 && i < 10 && digits(s[:i]) > 0
		}
		if escape {
			out.WriteByte('\\')
		}
		out.WriteByte(c)
	}
	return out.String()
}

func wordByte(c byte) bool {
	return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}
