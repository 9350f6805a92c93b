package document

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/offset"
)

// An xmlNode is an element of an XML file, or a stretch of text in it, with where it stands. Comments, instructions
// and declarations make none.
type xmlNode struct {
	name     string // with its prefix; empty for text
	attrs    []xmltoken.Attr
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

// attr returns the value of an attribute, as it is written.
func (n *xmlNode) attr(source, name string) string {
	for _, a := range n.attrs {
		if a.Name == name {
			return a.Value.In(source)
		}
	}
	return ""
}

// parseXML returns the root element of a file. Only what is needed to find texts is checked: that tags can be read, and
// are closed in their order.
func parseXML(source string) (*xmlNode, error) {
	fail := func(at int, what string) (*xmlNode, error) {
		return nil, &Error{Line: lineAt([]byte(source), at), What: what, Hint: "xmllint says more; repair the file"}
	}
	scanner := xmltoken.New(source, offset.Span{End: len(source)}, nil)
	top := &xmlNode{}
	path := []*xmlNode{top}
	for {
		t, err := scanner.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			var bad *xmltoken.Error
			if errors.As(err, &bad) {
				return fail(bad.Offset, bad.What)
			}
			return nil, err
		}
		parent := path[len(path)-1]
		n := &xmlNode{name: t.Raw, open: t.Span}
		switch t.Kind {
		case xmltoken.End:
			parent.close = t.Span
			path = path[:len(path)-1]
			continue
		case xmltoken.Other:
			continue
		case xmltoken.Start, xmltoken.Empty:
			n.attrs = slices.Clone(scanner.Attrs())
			if t.Kind == xmltoken.Start {
				path = append(path, n)
			}
		case xmltoken.CDATA:
			n.cdata = true
			n.open.Start += len("<![CDATA[")
			n.open.End -= len("]]>")
		case xmltoken.Text:
			if parent == top && strings.TrimSpace(t.Span.In(source)) != "" {
				return fail(t.Span.Start, "text outside of the root element")
			}
		}
		parent.children = append(parent.children, n)
	}
	for _, n := range top.children {
		if n.name != "" {
			return n, nil
		}
	}
	return fail(0, "not XML: the file has no element")
}

var xmlDeclared = lazyregexp.New(`^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})["']`)

// xmlCharset returns the encoding that an XML file declares.
func xmlCharset(raw []byte) string {
	if m := xmlDeclared().FindSubmatch(raw[:min(len(raw), 200)]); m != nil {
		return string(m[1])
	}
	return ""
}

// xmlReference reads the character reference at the start of s; n is 0 if there is none. The text is empty for one that
// not every XML file may hold: what it stands for is defined somewhere else.
func xmlReference(s string) (text string, n int) {
	if n, text = xmltoken.Reference(s); n > 0 {
		return text, n
	}
	n = strings.IndexByte(s[:min(len(s), 40)], ';') + 1
	if n < 3 || strings.ContainsAny(s[1:n-1], " &<\"'") {
		return "", 0
	}
	return "", n
}
