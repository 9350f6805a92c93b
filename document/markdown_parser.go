package document

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Where CommonMark lets a parser set limits, these keep the time in proportion to the text.
const (
	maxNested      = 100 // quotes, lists and their items in each other; the marks of deeper ones are text
	maxParentheses = 32  // open in the address of a link; one with more is text
)

// markdownParser returns the parser of CommonMark with tables, strikethrough and task lists, whose time is bounded. It
// is made once, since that takes longer than parsing a short record, and several goroutines may use it at a time.
var markdownParser = sync.OnceValue(func() parser.Parser {
	blocks := parser.DefaultBlockParsers()
	for i, b := range blocks {
		if p := b.Value.(parser.BlockParser); bytes.ContainsAny(p.Trigger(), ">+") { // of quotes and of lists
			blocks[i] = util.Prioritized(shallow{p}, b.Priority)
		}
	}
	inlines := parser.DefaultInlineParsers()
	for i, b := range inlines {
		if p := b.Value.(parser.InlineParser); bytes.IndexByte(p.Trigger(), ']') >= 0 {
			inlines[i] = util.Prioritized(links{p}, b.Priority)
		}
	}
	p := parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)
	return goldmark.New(
		goldmark.WithParser(p),
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList),
	).Parser()
})

// shallow opens no block that lies too deep.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if depth++; depth > maxNested {
			return nil, parser.NoChildren
		}
	}
	return s.BlockParser.Open(parent, r, pc)
}

// links leaves what cannot be the end of a link as text before all of the rest is searched for its closing parenthesis.
type links struct{ parser.InlineParser }

func (l links) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); line[0] == ']' && len(line) > 1 && line[1] == '(' && hopeless(line[2:]) {
		return nil
	}
	return l.InlineParser.Parse(parent, block, pc)
}

// CloseBlock implements [parser.CloseBlocker].
func (l links) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := l.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// hopeless reports whether a line that goes on with s behind "](" can be seen not to be a link there. No byte is
// looked at for more than maxParentheses links.
func hopeless(s []byte) bool {
	s = bytes.TrimLeft(s, " \t")
	if len(s) > 0 && s[0] == '<' {
		return !closes(s[1:], '>', '<')
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			if depth++; depth > maxParentheses {
				return true
			}
		case ')':
			if depth--; depth < 0 {
				return false
			}
		case ' ', '\t':
			title := bytes.TrimLeft(s[i:], " \t")
			return len(title) > 0 && title[0] == '(' && !closes(title[1:], ')', '(')
		}
	}
	return false
}

// closes reports whether closer comes in s before opener does; a title may go on in the next line.
func closes(s []byte, closer, opener byte) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case closer:
			return true
		case opener:
			return false
		}
	}
	return closer == ')'
}
