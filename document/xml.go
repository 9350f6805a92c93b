package document

import (
	"regexp"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// An xmlNode is an element of an XML file, or a stretch of text in it, with where it stands. Comments, instructions
// and declarations make none.
type xmlNode struct {
	name     string      // with its prefix; empty for text
	open     offset.Span // the start tag; of text, all of it
	close    offset.Span // the end tag; empty for an element without content
	cdata    bool        // text in a CDATA section, whose brackets are not part of open
	children []*xmlNode
}

// local returns the name without prefix.
func (n *xmlNode) local() string { return n.name[strings.IndexByte(n.name, ':')+1:] }

// inner returns what stands between the tags.
func (n *xmlNode) inner() offset.Span {
	if n.close.End == 0 {
		return offset.Span{Start: n.open.End, End: n.open.End}
	}
	return offset.Span{Start: n.open.End, End: n.close.Start}
}

// outer returns the element with its tags.
func (n *xmlNode) outer() offset.Span {
	return offset.Span{Start: n.open.Start, End: max(n.open.End, n.close.End)}
}

// child returns the first child element of that local name, or nil.
func (n *xmlNode) child(local string) *xmlNode {
	for _, c := range n.children {
		if c.name != "" && c.local() == local {
			return c
		}
	}
	return nil
}

var xmlAttr = regexp.MustCompile(`\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// attr returns the value of an attribute, as it is written.
func (n *xmlNode) attr(source, name string) string {
	for _, m := range xmlAttr.FindAllStringSubmatch(n.open.In(source), -1) {
		if m[1] == name {
			return m[2] + m[3]
		}
	}
	return ""
}

// xmlMaxDepth bounds how deep elements stand in one another.
const xmlMaxDepth = 200

// parseXML returns the root element of a file. Only what is needed to find texts is checked: that tags are closed in
// their order.
func parseXML(source string) (*xmlNode, error) {
	fail := func(at int, what string) (*xmlNode, error) {
		return nil, &Error{Line: lineAt([]byte(source), min(at, len(source))), What: what, Hint: "xmllint says more; repair the file"}
	}
	top := &xmlNode{}
	path := []*xmlNode{top}
	at := 0
	if strings.HasPrefix(source, bom) {
		at = len(bom)
	}
	for at < len(source) {
		parent := path[len(path)-1]
		if source[at] != '<' {
			end := strings.IndexByte(source[at:], '<')
			if end < 0 {
				end = len(source) - at
			}
			s := offset.Span{Start: at, End: at + end}
			if len(path) == 1 && strings.TrimSpace(s.In(source)) != "" {
				return fail(at, "text outside of the root element")
			}
			parent.children = append(parent.children, &xmlNode{open: s})
			at = s.End
			continue
		}
		if cdata := "<![CDATA["; strings.HasPrefix(source[at:], cdata) {
			end := strings.Index(source[at:], "]]>")
			if end < 0 {
				return fail(at, "a CDATA section that is never closed")
			}
			s := offset.Span{Start: at + len(cdata), End: at + end}
			parent.children = append(parent.children, &xmlNode{open: s, cdata: true})
			at += end + len("]]>")
			continue
		}
		end := xmlMarkupEnd(source, at)
		if end < 0 {
			return fail(at, "a tag or comment that is never closed")
		}
		s := offset.Span{Start: at, End: end}
		at = end
		if source[s.Start+1] == '!' || source[s.Start+1] == '?' {
			continue
		}
		tag := strings.Trim(s.In(source), "</>")
		name := tag
		if i := strings.IndexAny(tag, " \t\r\n/"); i >= 0 {
			name = tag[:i]
		}
		switch {
		case name == "":
			return fail(s.Start, "a tag without a name")
		case source[s.Start+1] == '/':
			if len(path) == 1 || parent.name != name {
				return fail(s.Start, "</"+name+"> closes nothing")
			}
			parent.close = s
			path = path[:len(path)-1]
		default:
			n := &xmlNode{name: name, open: s}
			parent.children = append(parent.children, n)
			if source[end-2] == '/' {
				continue
			}
			if path = append(path, n); len(path) > xmlMaxDepth {
				return fail(s.Start, "elements that stand too deep in one another")
			}
		}
	}
	if len(path) > 1 {
		return fail(path[len(path)-1].open.Start, "<"+path[len(path)-1].name+"> is never closed")
	}
	for _, n := range top.children {
		if n.name != "" {
			return n, nil
		}
	}
	return fail(0, "no XML: there is no element")
}

// xmlMarkupEnd returns where the tag, comment, instruction or declaration at i ends, or -1.
func xmlMarkupEnd(source string, i int) int {
	rest := source[i:]
	for _, m := range []struct{ start, end string }{{"<!--", "-->"}, {"<?", "?>"}} {
		if strings.HasPrefix(rest, m.start) {
			n := strings.Index(rest[len(m.start):], m.end)
			if n < 0 {
				return -1
			}
			return i + len(m.start) + n + len(m.end)
		}
	}
	depth := 0 // of the brackets of a document type
	quote := byte(0)
	for k := i + 1; k < len(source); k++ {
		switch c := source[k]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[' && source[i+1] == '!':
			depth++
		case c == ']':
			depth--
		case c == '<' && source[i+1] != '!':
			return -1
		case c == '>' && depth <= 0:
			if k == i+1 {
				return -1
			}
			return k + 1
		}
	}
	return -1
}

var xmlDeclared = regexp.MustCompile(`^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})["']`)

// xmlCharset returns the encoding that an XML file declares.
func xmlCharset(raw []byte) string {
	if m := xmlDeclared.FindSubmatch(raw[:min(len(raw), 200)]); m != nil {
		return string(m[1])
	}
	return ""
}

// xmlInUTF8 makes the declaration of a file that was in another encoding fit what is written now.
func xmlInUTF8(d *Document, out []byte, err error) ([]byte, error) {
	if err == nil && d.Encoding != UTF8 && d.Encoding != "" {
		if m := xmlDeclared.FindSubmatchIndex(out[:min(len(out), 200)]); m != nil {
			out = append(append(append([]byte(nil), out[:m[2]]...), "UTF-8"...), out[m[3]:]...)
		}
	}
	return out, err
}

// xmlReference reads the character reference at the start of s. Known reports whether it is one that every XML file
// may hold; others are defined somewhere else, and only their length is known.
func xmlReference(s string) (text string, n int, known bool) {
	n = strings.IndexByte(s[:min(len(s), 40)], ';') + 1
	switch {
	case n < 3:
		return "", 0, false
	case s[1] == '#':
		k, read := reference(s[:n])
		return read, n, k == n
	}
	switch s[1 : n-1] {
	case "amp":
		return "&", n, true
	case "lt":
		return "<", n, true
	case "gt":
		return ">", n, true
	case "quot":
		return "\"", n, true
	case "apos":
		return "'", n, true
	}
	return "", n, !strings.ContainsAny(s[1:n-1], " &<\"'")
}
