// Package xmltoken cuts XML into tokens that know their bytes, so that a file can be changed where its text stands and
// nowhere else. It checks that elements are closed in order, and leaves all other judgement to whoever reads the file.
package xmltoken

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// A Kind tells tokens apart.
type Kind uint8

// The kinds of tokens.
const (
	Start Kind = iota // <name …>
	End               // </name>
	Empty             // <name …/>
	Text
	CDATA // <![CDATA[…]]>
	Other // a comment, a processing instruction or a document type
)

// MaxDepth bounds how deep elements are nested. Files of word processors stay below a hundred.
const MaxDepth = 512

// A Token is a piece of a file. The tokens of a file tile it.
type Token struct {
	Kind Kind
	Span offset.Span
	// Name of an element: the short name of its name space, a colon, and its local name. Elements of name spaces that
	// have no short name are called "?:local".
	Name string
	Raw  string // its name as it stands
}

// An Attr is an attribute of an element.
type Attr struct {
	Name  string      // as it stands, with its prefix
	Value offset.Span // between the quotation marks
}

// Local returns the name of the attribute without its prefix.
func (a Attr) Local() string { return a.Name[strings.IndexByte(a.Name, ':')+1:] }

// An Error describes what is wrong with a file, and where.
type Error struct {
	Offset int
	What   string
}

// Error returns what is wrong.
func (e *Error) Error() string { return e.What }

// A Scanner yields the tokens of a stretch of text.
type Scanner struct {
	source string
	at     int
	end    int
	short  map[string]string // short names of name spaces
	attrs  []Attr
	open   []element
	spaces map[string]string // short names of the name spaces that are bound here, by prefix
	hidden []binding         // what spaces held before the elements that are open bound prefixes anew
	names  map[string]named  // of elements, by how they stand
}

type element struct {
	name   string // as it stands
	hidden int    // bindings hidden by the elements around it
}

type binding struct{ prefix, short string }

// A named is the name of an element while its prefix is bound to a name space.
type named struct{ short, name string }

// unknown is the short name of name spaces that have none.
const unknown = "?"

// New returns a scanner of the bytes of source that span holds. short gives the short names of name spaces.
func New(source string, span offset.Span, short map[string]string) *Scanner {
	s := &Scanner{source: source, at: span.Start, end: span.End, short: short,
		spaces: map[string]string{}, names: map[string]named{}}
	if strings.HasPrefix(source[s.at:s.end], "\ufeff") {
		s.at += len("\ufeff")
	}
	return s
}

// Attrs returns the attributes of the element whose Start or Empty token was returned last. They hold until the next
// token.
func (s *Scanner) Attrs() []Attr { return s.attrs }

// Attr returns where the value of an attribute of the last element stands, whatever its prefix.
func (s *Scanner) Attr(local string) (offset.Span, bool) {
	for _, a := range s.attrs {
		if a.Local() == local {
			return a.Value, true
		}
	}
	return offset.Span{}, false
}

// Value returns the value of an attribute of the last element, read; empty where there is none.
func (s *Scanner) Value(local string) string {
	v, ok := s.Attr(local)
	if !ok {
		return ""
	}
	return Unescape(v.In(s.source))
}

// Depth returns how many elements are open.
func (s *Scanner) Depth() int { return len(s.open) }

// Next returns the next token, or [io.EOF] at the end of a file that is whole. Other errors are of type [*Error].
func (s *Scanner) Next() (Token, error) {
	if s.at >= s.end {
		if n := len(s.open); n > 0 {
			return Token{}, s.fail(s.end, "<%s> is not closed", s.open[n-1].name)
		}
		return Token{}, io.EOF
	}
	rest := s.source[s.at:s.end]
	switch {
	case rest[0] != '<':
		n := strings.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		return s.token(Text, n), nil
	case strings.HasPrefix(rest, "<!--"):
		return s.until(Other, "<!--", "-->", "comment")
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.until(CDATA, "<![CDATA[", "]]>", "CDATA section")
	case strings.HasPrefix(rest, "<?"):
		return s.until(Other, "<?", "?>", "processing instruction")
	case strings.HasPrefix(rest, "<!"):
		return s.doctype(rest)
	case strings.HasPrefix(rest, "</"):
		return s.endTag(rest)
	}
	return s.startTag(rest)
}

func (s *Scanner) fail(at int, format string, args ...any) error {
	return &Error{Offset: at, What: fmt.Sprintf(format, args...)}
}

// token takes n bytes.
func (s *Scanner) token(k Kind, n int) Token {
	t := Token{Kind: k, Span: offset.Span{Start: s.at, End: s.at + n}}
	s.at += n
	return t
}

func (s *Scanner) until(k Kind, start, end, what string) (Token, error) {
	n := len(start) + strings.Index(s.source[s.at+len(start):s.end], end)
	if n < len(start) {
		return Token{}, s.fail(s.at, "a %s does not end", what)
	}
	return s.token(k, n+len(end)), nil
}

// doctype takes a document type with what it declares in brackets.
func (s *Scanner) doctype(rest string) (Token, error) {
	depth := 0
	for i := range len(rest) {
		switch rest[i] {
		case '[':
			depth++
		case ']':
			depth--
		case '>':
			if depth <= 0 {
				return s.token(Other, i+1), nil
			}
		}
	}
	return Token{}, s.fail(s.at, "a document type does not end")
}

func (s *Scanner) endTag(rest string) (Token, error) {
	n := strings.IndexByte(rest, '>')
	if n < 0 {
		return Token{}, s.fail(s.at, "a tag does not end")
	}
	name := strings.TrimRight(rest[2:n], " \t\r\n")
	last := len(s.open) - 1
	if last < 0 || s.open[last].name != name {
		return Token{}, s.fail(s.at, "</%s> closes nothing", name)
	}
	t := s.token(End, n+1)
	t.Name, t.Raw = s.name(name), name
	s.close()
	return t, nil
}

// close forgets the innermost element and the name spaces bound by it.
func (s *Scanner) close() {
	last := len(s.open) - 1
	s.unbind(s.open[last].hidden)
	s.open = s.open[:last]
}

// bind binds a prefix to a name space until unbind is called.
func (s *Scanner) bind(prefix, space string) {
	s.hidden = append(s.hidden, binding{prefix, s.spaces[prefix]})
	s.spaces[prefix] = cmp.Or(s.short[space], unknown)
}

// unbind restores the bindings that were hidden, but for the first ones.
func (s *Scanner) unbind(to int) {
	for i := len(s.hidden) - 1; i >= to; i-- {
		s.spaces[s.hidden[i].prefix] = s.hidden[i].short
	}
	s.hidden = s.hidden[:to]
}

func (s *Scanner) startTag(rest string) (Token, error) {
	at, err := s.attributes(rest)
	if err != nil {
		return Token{}, err
	}
	name := rest[1:nameEnd(rest, 1)]
	if name == "" {
		return Token{}, s.fail(s.at, "a tag without a name")
	}
	outside := len(s.hidden)
	for _, a := range s.attrs {
		if a.Name == "xmlns" || strings.HasPrefix(a.Name, "xmlns:") {
			prefix := strings.TrimPrefix(strings.TrimPrefix(a.Name, "xmlns"), ":")
			s.bind(prefix, Unescape(a.Value.In(s.source)))
		}
	}
	kind := Start
	if rest[at-2] == '/' {
		kind = Empty
	}
	t := s.token(kind, at)
	t.Name, t.Raw = s.name(name), name
	if kind == Empty {
		s.unbind(outside)
		return t, nil
	}
	if len(s.open) == MaxDepth {
		return Token{}, s.fail(t.Span.Start, "elements are nested more than %d deep", MaxDepth)
	}
	s.open = append(s.open, element{name, outside})
	return t, nil
}

// attributes reads the attributes of a start tag and returns its length.
func (s *Scanner) attributes(rest string) (int, error) {
	s.attrs = s.attrs[:0]
	i := nameEnd(rest, 1)
	for {
		for i < len(rest) && isSpace(rest[i]) {
			i++
		}
		switch {
		case i < len(rest) && rest[i] == '>':
			return i + 1, nil
		case strings.HasPrefix(rest[i:], "/>"):
			return i + 2, nil
		}
		start := i
		i = nameEnd(rest, i)
		name := rest[start:i]
		for i < len(rest) && isSpace(rest[i]) {
			i++
		}
		if name == "" || i >= len(rest) || rest[i] != '=' {
			return 0, s.fail(s.at, "a tag that cannot be read")
		}
		for i++; i < len(rest) && isSpace(rest[i]); i++ {
		}
		if i >= len(rest) || rest[i] != '"' && rest[i] != '\'' {
			return 0, s.fail(s.at, "an attribute without quotation marks")
		}
		n := strings.IndexByte(rest[i+1:], rest[i])
		if n < 0 {
			return 0, s.fail(s.at, "an attribute does not end")
		}
		value := offset.Span{Start: s.at + i + 1, End: s.at + i + 1 + n}
		s.attrs = append(s.attrs, Attr{Name: name, Value: value})
		i += n + 2
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// nameEnd returns where the name that begins at i ends.
func nameEnd(s string, i int) int {
	for i < len(s) && !isSpace(s[i]) && s[i] != '>' && s[i] != '=' && s[i] != '/' && s[i] != '<' {
		i++
	}
	return i
}

// name returns the name of an element by its name space.
func (s *Scanner) name(raw string) string {
	prefix, local, found := strings.Cut(raw, ":")
	if !found {
		prefix, local = "", raw
	}
	short := cmp.Or(s.spaces[prefix], unknown)
	n, ok := s.names[raw]
	if !ok || n.short != short {
		n = named{short, short + ":" + local}
		s.names[raw] = n
	}
	return n.name
}

// Reference returns the length of the reference, such as &amp;, that text starts with, and what it means. The length
// is 0 if there is none, or if it is not one that every XML file may use.
func Reference(text string) (int, string) {
	n := strings.IndexByte(text[:min(len(text), 12)], ';')
	if n < 2 || text[0] != '&' {
		return 0, ""
	}
	name := text[1:n]
	if name[0] == '#' {
		digits, base := name[1:], 10
		if strings.HasPrefix(digits, "x") {
			digits, base = digits[1:], 16
		}
		r, err := strconv.ParseUint(digits, base, 32)
		if err != nil || !Allowed(rune(r)) {
			return 0, ""
		}
		return n + 1, string(rune(r))
	}
	is, ok := entities[name]
	if !ok {
		return 0, ""
	}
	return n + 1, is
}

// entities are those that XML defines.
var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// Allowed reports whether a character may stand in XML.
func Allowed(r rune) bool {
	return r >= ' ' && r <= utf8.MaxRune && r != 0xfffe && r != 0xffff && (r < 0xd800 || r > 0xdfff) ||
		r == '\t' || r == '\n' || r == '\r'
}

// Unescape returns text with its references read.
func Unescape(text string) string {
	if !strings.Contains(text, "&") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		if n, is := Reference(text[i:]); n > 0 {
			out.WriteString(is)
			i += n
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}

// escaper writes what cannot stand in XML by itself; quotation marks too, so that it suits attributes.
var (
	escaper     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")
)

// Escape writes text as content of an element. Characters that cannot stand in XML are left out.
func Escape(text string) string { return escaper.Replace(strings.Map(allowed, text)) }

// EscapeAttr writes text as the value of an attribute.
func EscapeAttr(text string) string { return attrEscaper.Replace(strings.Map(allowed, text)) }

func allowed(r rune) rune {
	if !Allowed(r) {
		return -1
	}
	return r
}
