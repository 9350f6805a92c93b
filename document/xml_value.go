package document

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// An xmlValue reads the content of an element as the text of a message.
type xmlValue struct {
	b     *builder
	rules messageRules
	// escape reads what has a meaning of its own in the text of a format and s begins with; n is 0 where there is
	// nothing. Nil: there are no escapes.
	escape func(s string) (text string, n int)
	// inline returns how an element stands in the text; nil: all are opened and closed.
	inline func(n *xmlNode) xmlInline
}

// An xmlInline is how an element stands in a text.
type xmlInline struct {
	alone      bool   // as a whole, with its content
	open, shut string // it opens or closes, as a whole, what has this name
}

// add appends the nodes to the builder, without ending its block. It reports false where a message was not
// understood.
func (x *xmlValue) add(nodes []*xmlNode) bool {
	coded := slices.ContainsFunc(nodes, func(n *xmlNode) bool { return n.name != "" })
	if coded && holdsChoice(xmlText(x.b.source, nodes)) {
		return x.whole(nodes)
	}
	return x.each(nodes)
}

// each appends the nodes one by one.
func (x *xmlValue) each(nodes []*xmlNode) bool {
	for _, n := range nodes {
		if n.name == "" {
			if !x.text(n) {
				return false
			}
			continue
		}
		how, inside := x.how(n)
		if !inside {
			x.b.code(how, n.outer())
			continue
		}
		x.b.start(n.name, n.open)
		if !x.each(n.children) {
			return false
		}
		x.b.end(n.name, n.close)
	}
	return true
}

// how returns how an element stands in the text; inside reports that its content is part of the text.
func (x *xmlValue) how(n *xmlNode) (how xmlInline, inside bool) {
	if x.inline != nil {
		how = x.inline(n)
	}
	return how, how == (xmlInline{}) && n.close.End > 0
}

// whole appends nodes as one message, in which elements are signs: they stand in the branches of a choice, whose braces
// stand in different nodes.
func (x *xmlValue) whole(nodes []*xmlNode) bool {
	v := &decoded{source: x.b.source, codes: map[int]xmlInline{}}
	code := func(how xmlInline, s offset.Span) {
		v.codes[s.Start] = how
		v.as(codeSign, s)
	}
	var add func(nodes []*xmlNode)
	add = func(nodes []*xmlNode) {
		for _, n := range nodes {
			if n.name == "" {
				x.decode(n, v, func(s offset.Span) { code(xmlInline{}, s) })
			} else if how, inside := x.how(n); !inside {
				code(how, n.outer())
			} else {
				code(xmlInline{open: n.name}, n.open)
				add(n.children)
				code(xmlInline{shut: n.name}, n.close)
			}
		}
	}
	add(nodes)
	rules := x.rules
	rules.pieces = true // no code may stand in two branches
	return strings.Count(v.text.String(), codeSign) == len(v.codes) && x.b.message(v, rules)
}

// text appends the text of a node.
func (x *xmlValue) text(n *xmlNode) bool {
	v := &decoded{source: x.b.source}
	understood := true
	x.decode(n, v, func(s offset.Span) {
		understood = understood && x.b.message(v, x.rules)
		x.b.alone(s)
		*v = decoded{source: x.b.source}
	})
	return understood && x.b.message(v, x.rules)
}

// decode appends the text of a node to v. What stands for something that is not known here is given to unknown.
func (x *xmlValue) decode(n *xmlNode, v *decoded, unknown func(s offset.Span)) {
	source := x.b.source
	done := n.open.Start
	flush := func(end int) {
		v.raw(offset.Span{Start: done, End: end})
		done = end
	}
	for i := n.open.Start; i < n.open.End; {
		c := source[i]
		if c == '&' && !n.cdata {
			text, k := xmlReference(source[i:n.open.End])
			switch {
			case k > 0 && text != "":
				flush(i)
				v.as(text, offset.Span{Start: i, End: i + k})
			case k > 0: // what it stands for is not known here
				flush(i)
				unknown(offset.Span{Start: i, End: i + k})
			default:
				i++
				continue
			}
			i += k
			done = i
			continue
		}
		if x.rules.fold && strings.IndexByte(" \t\r\n", c) >= 0 {
			k := len(source[i:n.open.End]) - len(strings.TrimLeft(source[i:n.open.End], " \t\r\n"))
			if k > 1 {
				flush(i)
				v.as(" ", offset.Span{Start: i, End: i + k})
				done = i + k
			}
			i += k
			continue
		}
		if x.escape != nil {
			if text, k := x.escape(source[i:n.open.End]); k > 0 {
				flush(i)
				v.as(text, offset.Span{Start: i, End: i + k})
				i += k
				done = i
				continue
			}
		}
		i++
	}
	flush(n.open.End)
}

// xmlText returns the text of nodes as it is written, without tags.
func xmlText(source string, nodes []*xmlNode) string {
	var b strings.Builder
	var add func(nodes []*xmlNode)
	add = func(nodes []*xmlNode) {
		for _, n := range nodes {
			if n.name == "" {
				b.WriteString(n.open.In(source))
			}
			add(n.children)
		}
	}
	add(nodes)
	return b.String()
}

// hasCDATA reports whether the nodes are nothing but a CDATA section, and whether there is any among them.
func hasCDATA(source string, nodes []*xmlNode) (only, any bool) {
	only = true
	for _, n := range nodes {
		if n.cdata {
			any = true
		} else if n.name != "" || strings.TrimSpace(n.open.In(source)) != "" {
			only = false
		}
	}
	return only && any, any
}

// inCDATA is the style of a block whose text stands in a CDATA section.
const inCDATA = 'c'

// xmlEscaped writes text as XML does where the block stands.
func xmlEscaped(b *Block, text string) string {
	if b.how().style == inCDATA {
		return strings.ReplaceAll(text, "]]>", "]] >")
	}
	return htmlEscaper.Replace(text)
}

// message makes blocks of the content of an element if it may be text.
func (x *xmlValue) message(n *xmlNode) []Note {
	b := x.b
	if !isMessage(xmlText(b.source, n.children)) {
		return nil
	}
	only, any := hasCDATA(b.source, n.children)
	x.rules.pieces = len(n.children) > 1
	b.style = 0
	if only {
		b.style = inCDATA
	}
	if any && !only {
		return []Note{{b.line(n.open.Start), "a text that is partly in a CDATA section stays as it is"}}
	}
	first := len(b.blocks)
	if !x.add(n.children) {
		b.discard()
		b.blocks = b.blocks[:first]
		return []Note{{b.line(n.open.Start), unevenBraces}}
	}
	b.finish()
	return nil
}

func renderXMLValues(d *Document, target func(block, sentence int) string) ([]byte, error) {
	out, err := splice(d, target, messageEncoder(d, func(b *Block, text string, _ bool) string {
		return xmlEscaped(b, text)
	}))
	return inUTF8(d, out, xmlDeclared), err
}
