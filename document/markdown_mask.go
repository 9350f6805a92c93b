package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A mask is a copy of a Markdown text for a parser of CommonMark, of the same length, in which the syntax that
// CommonMark does not know has been put in its terms. The lines of markers are blank or begin items of lists and
// headings; inside lines, letters stand for what must stay as it is.
type mask struct {
	text   []byte
	source string
	opaque []offset.Span // where letters stand for the source
}

const maskLetter = 'x'

// newMask reads source; module means that it is MDX, with the statements of its modules.
func newMask(source []byte, module bool) *mask {
	m := &mask{text: slices.Clone(source), source: string(source)}
	var fence string // that closes the code that is open
	math, statement := false, false
	for at := 0; at < len(source); {
		end, next := lineEnd(m.source, at)
		start := at + len(quotePrefix.FindString(m.source[at:end]))
		line := strings.TrimRight(m.source[start:end], " \t")
		switch {
		case fence != "":
			if t := strings.TrimSpace(line); strings.HasPrefix(t, fence) && strings.Trim(t, fence[:1]) == "" {
				fence = ""
			}
		case math:
			math = !strings.HasSuffix(line, "$$")
			m.blank(start, end)
		case statement && line != "", module && start == at && statementStart.MatchString(line):
			statement = true
			m.blank(start, end)
		case line == "":
			statement = false
		case fenceStart.MatchString(line):
			fence = fenceStart.FindStringSubmatch(line)[1]
		case strings.HasPrefix(line, "$$") && strings.Contains(m.rest(start)[2:], "$$"):
			math = len(line) < 4 || !strings.HasSuffix(line, "$$")
			m.blank(start, end)
		default:
			if drawn := m.table(at); drawn > at {
				next = drawn
				break
			}
			from := m.marker(start, start+len(line), start > at && strings.Contains(m.source[at:start], ">"))
			next = max(next, m.inline(from, next))
		}
		at = next
	}
	return m
}

var (
	quotePrefix    = regexp.MustCompile(`^(?:[ \t]*>)*[ \t]*`)
	fenceStart     = regexp.MustCompile("^(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}|~{3,})[^`]*$")
	statementStart = regexp.MustCompile(`^(?:import|export)[ {*]`)

	admonition = regexp.MustCompile(`^(?:(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*(?:[ \t]+"([^"]*)")?` +
		`|===[!+]?[ \t]+"([^"]*)")$`)
	fencedDiv = regexp.MustCompile(`^:{3,}[ \t]*[\w-]*(?:\[([^\]]*)\])?[ \t]*(?:\{[^}]*\})?` +
		`(?:[ \t]+([^{:"][^{]*))?[ \t]*(?:\{[^}]*\})?:*$`)
	slashed    = regexp.MustCompile(`^/{3,}[ \t]*(?:[\w-]+(?:[ \t]*\|[ \t]*(.*))?)?$`)
	alert      = regexp.MustCompile(`^\[![\w-]+(?:\|[^\]]*)?\][+-]?[ \t]*`)
	footnote   = regexp.MustCompile(`^\[\^[^\]\s]+\]:`)
	shortForm  = regexp.MustCompile(`^\*\[[^\]]+\]:`)
	definition = regexp.MustCompile(`^:[ \t]+\S`)
	field      = regexp.MustCompile(`^(?:[-*+][ \t]+)?([\pL\d][\pL\d_-]*(?: [\pL\d_-]+){0,2}::)(?:[ \t]|$)`)
	importLine = regexp.MustCompile(`^import\s.*['"][^'"]+['"];?$`)
	drawnTable = regexp.MustCompile(`^(?:\+[-=:]+(?:\+[-=:]*)*\+|-{3,}(?:[ \t]+-{3,})+)$`)
)

// marker puts the marker that the line source[start:end] begins with in terms of CommonMark, and returns where the
// text behind it starts. Titles of blocks become headings, and indented content the content of an item of a list.
func (m *mask) marker(start, end int, quoted bool) int {
	line := m.source[start:end]
	if span := admonition.FindStringSubmatchIndex(line); span != nil && m.indented(start, end) {
		for k := 2; k <= 4; k += 2 {
			if span[k] >= 0 {
				return m.title(start, start+span[k], start+span[k+1], end, "+ #")
			}
		}
		copy(m.text[start:], "+ ")
		m.letters(start+2, end)
		return end
	}
	for _, fence := range []*regexp.Regexp{fencedDiv, slashed} {
		span := fence.FindStringSubmatchIndex(line)
		if span == nil {
			continue
		}
		for k := 2; k < len(span); k += 2 {
			if span[k] < 0 {
				continue
			}
			if title := strings.TrimSpace(line[span[k]:span[k+1]]); title != "" && !fileName(title) {
				return m.title(start, start+span[k], start+span[k+1], end, "#")
			}
		}
		m.blank(start, end)
		return end
	}
	if n := len(alert.FindString(line)); quoted && n > 0 {
		if n == len(line) {
			m.blank(start, end)
			return end
		}
		return m.title(start, start+n, end, end, "#")
	}
	for _, container := range []*regexp.Regexp{footnote, shortForm} {
		if n := len(container.FindString(line)); n > 2 {
			m.text[start], m.text[start+1] = '+', ' '
			m.letters(start+2, start+n)
			return start + n
		}
	}
	if span := field.FindStringSubmatchIndex(line); span != nil {
		m.letters(start+span[2], start+span[3])
		return start + span[3]
	}
	switch {
	case definition.MatchString(line):
		m.text[start] = '+'
		return start + 1
	case importLine.MatchString(line):
		m.blank(start, end)
		return end
	}
	return start
}

// indented reports whether what follows behind end stands further to the right than start does in its line.
func (m *mask) indented(start, end int) bool {
	column := func(i int) int {
		return i - (strings.LastIndexByte(m.source[:i], '\n') + 1)
	}
	rest := strings.TrimLeft(m.source[end:], " \t\r\n>")
	i := len(m.source) - len(rest)
	return rest != "" && (column(i) >= column(start)+2 || m.source[i-1] == '\t')
}

// title makes a heading of source[from:to], in a line that starts and ends around it.
func (m *mask) title(start, from, to, end int, marks string) int {
	m.blank(start, from)
	copy(m.text[start:], marks)
	if behind := start + len(marks) + 1; behind < from { // no spaces, which could make code of the heading
		m.letters(behind, from)
	}
	m.blank(to, end)
	return from
}

// table makes a table blank that is drawn with lines, of which the parser knows nothing, if the lines from at to the
// next blank one are one. It returns where it ends, else at.
func (m *mask) table(at int) int {
	drawn, end := false, at
	for i := at; i < len(m.source); {
		stop, next := lineEnd(m.source, i)
		line := strings.TrimSpace(m.source[i:stop])
		if line == "" {
			break
		}
		drawn = drawn || drawnTable.MatchString(line)
		if !drawn && i > at { // in its first or second line, or there is none
			break
		}
		end, i = next, next
	}
	if !drawn {
		return at
	}
	m.blank(at, end)
	return end
}

// blank makes source[start:end] white space.
func (m *mask) blank(start, end int) {
	for i := start; i < end; i++ {
		if m.text[i] != '\n' && m.text[i] != '\r' {
			m.text[i] = ' '
		}
	}
}

// letters keeps source[start:end] as it is.
func (m *mask) letters(start, end int) {
	for i := start; i < end; i++ {
		m.text[i] = maskLetter
	}
	m.opaque = append(m.opaque, offset.Span{Start: start, End: end})
}

// inline masks what stands inside the lines of source[from:end], and returns where the last of it ends, which may be
// in another line.
func (m *mask) inline(from, end int) int {
	for i := from; i < end; {
		n := 0
		switch c := m.source[i]; c {
		case '\\':
			if n = m.formula(i); n == 0 {
				i += 2
				continue
			}
		case '`':
			i = m.code(i)
			continue
		case '=':
			i = m.highlight(i)
			continue
		case '{', '[', '!', '$', ':', '@', '%', '^':
			n = m.syntax(i)
		}
		if n == 0 {
			i++
			continue
		}
		m.letters(i, i+n)
		i += n
		end = max(end, i)
	}
	return end
}

// maxSyntax bounds how long one piece of syntax may be, in bytes.
const maxSyntax = 4096

// rest returns the source from i to the end of its paragraph, or as much of it as may be one piece of syntax.
func (m *mask) rest(i int) string {
	rest := m.source[i:min(len(m.source), i+maxSyntax)]
	if n := strings.Index(rest, "\n\n"); n >= 0 {
		rest = rest[:n]
	}
	return rest
}

// code returns where the code span that starts at i ends, or the run of backticks that starts none.
func (m *mask) code(i int) int {
	run := func(i int) int { return len(m.source[i:]) - len(strings.TrimLeft(m.source[i:], "`")) }
	n := run(i)
	rest := m.rest(i)
	for j := n; j < len(rest); {
		k := strings.IndexByte(rest[j:], '`')
		if k < 0 {
			break
		}
		j += k
		if k = run(i + j); k == n {
			return i + j + n
		}
		j += k
	}
	return i + n
}

var (
	attributeList = regexp.MustCompile(`^\{(?::[^{}\n]*|[ \t]*` +
		`(?:(?:[#.][\w\\:.-]+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s{}"']+)|-|=\w+)[ \t]*)+)\}`)
	role     = regexp.MustCompile("^\\{[\\w:.+-]+\\}`")
	wikiLink = regexp.MustCompile(`^!?\[\[[^\[\]\n]+\]\]`)
	citation = regexp.MustCompile(`^\[(?:\^[^\[\]\s]+|-?@[\w:.#$%&+?<>~/-]+` +
		`(?:[ \t]*;[ \t]*-?@[\w:.#$%&+?<>~/-]+)*)\]`)
	contents   = regexp.MustCompile(`^@\[[\w-]+\]`)
	emoji      = regexp.MustCompile(`^:[a-z0-9_+-]*[a-z][a-z0-9_+-]*:`)
	note       = regexp.MustCompile(`(?s)^%%.+?%%`)
	blockName  = regexp.MustCompile(`^\^[\w-]+[ \t]*(?:\r?\n|$)`)
	inlineMath = regexp.MustCompile("^\\$(?:\\$[^$\n]+\\$\\$|[^\\s$`](?:[^$`\n]*[^\\s$`\\\\])?\\$)")
	mathSigns  = "\\^_={}+"
)

// syntax returns the length of what stands at i and is not text: a shortcode, attributes, a wiki link, a citation, a
// formula, an emoji, a note to oneself, the name of a block; 0 if it is text.
func (m *mask) syntax(i int) int {
	rest := m.rest(i)
	find := func(patterns ...*regexp.Regexp) int {
		for _, p := range patterns {
			if n := len(p.FindString(rest)); n > 0 {
				return n
			}
		}
		return 0
	}
	switch rest[0] {
	case '{':
		for _, pair := range []struct{ open, end string }{
			{"{{{", "}}}"}, {"{{<", ">}}"}, {"{{%", "%}}"}, {"{{", "}}"}, {"{%", "%}"},
		} {
			if strings.HasPrefix(rest, pair.open) {
				if n := strings.Index(rest[len(pair.open):], pair.end); n >= 0 {
					return len(pair.open) + n + len(pair.end)
				}
			}
		}
		if n := len(role.FindString(rest)); n > 0 {
			return n - 1
		}
		const comment = "{/*"
		if strings.HasPrefix(rest, comment) {
			line, _, _ := strings.Cut(rest[len(comment):], "\n")
			if n := strings.Index(line, "*/}"); n >= 0 {
				return len(comment) + n + len("*/}")
			}
			return 0
		}
		return find(attributeList)
	case '!', '[':
		if n := find(wikiLink); n > 0 && !strings.HasPrefix(rest[n:], "(") && !strings.HasPrefix(rest[n:], "[") {
			return n
		}
		if rest[0] == '[' {
			return find(citation)
		}
	case '%':
		if i > 0 && m.source[i-1] >= '0' && m.source[i-1] <= '9' {
			return 0
		}
		return find(note)
	case '^':
		if i == 0 || m.source[i-1] != ' ' && m.source[i-1] != '\n' {
			return 0
		}
		return len(strings.TrimRight(blockName.FindString(rest), " \t\r\n"))
	case '@':
		n := find(contents)
		if n > 0 && strings.HasPrefix(rest[n:], "(") {
			if k := strings.IndexAny(rest[n:], ")\n"); k > 0 && rest[n+k] == ')' {
				n += k + 1
			}
		}
		return n
	case ':':
		if i > 0 && (wordByte(m.source[i-1]) || m.source[i-1] == ']') { // the address of a link follows "]:"
			return 0
		}
		n := find(emoji)
		if n > 0 && n < len(rest) && wordByte(rest[n]) {
			return 0
		}
		return n
	case '$':
		n := find(inlineMath)
		if i > 0 && (wordByte(m.source[i-1]) || m.source[i-1] == '$') ||
			n > 0 && n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			return 0
		}
		return n
	}
	return 0
}

var highlighted = regexp.MustCompile(`^==[^\s=~](?:[^=\n]*[^\s=~])?==`)

// highlight writes the marks around ==highlighted== text, if it starts at i, as those of struck text, which the parser
// knows; not beside those, since three are a fence of code. It returns where to go on.
func (m *mask) highlight(i int) int {
	n := len(m.source[i:]) - len(strings.TrimLeft(m.source[i:], "="))
	whole := len(highlighted.FindString(m.rest(i)))
	if whole == 0 || i > 0 && (wordByte(m.source[i-1]) || strings.IndexByte(`/?&"'~`, m.source[i-1]) >= 0) ||
		i+whole < len(m.source) && (wordByte(m.source[i+whole]) || strings.IndexByte("=~", m.source[i+whole]) >= 0) {
		return i + n
	}
	copy(m.text[i:], "~~")
	copy(m.text[i+whole-2:], "~~")
	return i + n
}

// formula returns the length of the formula in \(…\) or \[…\] at i; 0 where the brackets are escaped because they are
// text.
func (m *mask) formula(i int) int {
	rest := m.rest(i)
	closer := "\\)"
	switch {
	case strings.HasPrefix(rest, "\\("):
	case strings.HasPrefix(rest, "\\["):
		closer = "\\]"
	default:
		return 0
	}
	n := strings.Index(rest[2:], closer)
	if n < 0 || !strings.ContainsAny(rest[2:2+n], mathSigns) {
		return 0
	}
	return n + 4
}

// in returns the spans that are kept as they are between start and end, in order.
func (m *mask) in(start, end int) []offset.Span {
	k, _ := slices.BinarySearchFunc(m.opaque, start, func(s offset.Span, at int) int {
		if s.End <= at {
			return -1
		}
		return 1
	})
	rest := m.opaque[k:]
	n := slices.IndexFunc(rest, func(s offset.Span) bool { return s.Start >= end })
	if n < 0 {
		n = len(rest)
	}
	return rest[:n]
}

// hides reports whether anything between start and end is not as in the source.
func (m *mask) hides(start, end int) bool {
	return string(m.text[start:end]) != m.source[start:end]
}
