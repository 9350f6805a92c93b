package document

import (
	"slices"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/offset"
)

// A message such as "Du hast {n, plural, one {# Datei} other {# Dateien}} in {ort}." holds a sentence for every branch,
// in pieces that nobody could translate one by one. Its blocks are the whole sentences, and where one of them is
// translated, the message is written with the text around a choice inside of its branches:
// "{n, plural, one {You have # file in {ort}.} other {You have # files in {ort}.}}".

// maxVariants bounds the branches of a message that is written so, and the choices in it. One with more is translated
// in pieces.
const maxVariants = 16

// variants are the blocks of a message, of which each is what a reader sees in one of its branches.
type variants struct {
	source offset.Span // of the message
	parts  []variantPart
	first  int // block
	end    int // block behind the last one
}

// A variantPart is syntax of the message, or a branch.
type variantPart struct {
	sources    []offset.Span // what it is made of, in order
	first, end int           // blocks of a branch
}

// An icuMessage puts the blocks of a message with choices together.
type icuMessage struct {
	b     *builder
	v     *decoded
	text  string
	rules messageRules
	parts []variantPart
}

// A branchContext is what choices around a branch make of its signs.
type branchContext struct {
	number *icuChoice // whose number "#" is
	bars   bool       // a choice of java.text
}

// in returns the context of a case of a choice.
func (c branchContext) in(choice *icuChoice) branchContext {
	switch {
	case choice.bars:
		return branchContext{bars: true}
	case choice.plural:
		c.number = choice
	}
	return c
}

// choices appends a message with choices to b. It reports false where its braces do not fit.
func (b *builder) choices(v *decoded, rules messageRules) bool {
	x := icuMessage{b: b, v: v, text: v.text.String(), rules: rules}
	nodes, ok := readICU(x.text, rules.quoting != icuUnquoted)
	if !ok {
		return false
	}
	if rules.pieces || !b.empty() || !x.parted(nodes) || choicesIn(nodes) > maxVariants ||
		branches(x.text, nodes, branchContext{}) == 0 {
		x.pieces(nodes, branchContext{})
		return true
	}
	first := len(b.blocks)
	x.expand(nodes, branchContext{})
	all := &variants{source: v.hull(0, len(x.text)), parts: x.parts, first: first, end: len(b.blocks)}
	for i := range b.blocks[first:] {
		how := b.blocks[first+i].how()
		how.variants = all
		b.blocks[first+i].syntax = &how
	}
	return true
}

// parted reports whether anything but white space stands beside a choice.
func (x *icuMessage) parted(nodes []icuNode) bool {
	chosen, other := false, false
	for _, n := range nodes {
		if n.kind == icuChosen {
			other = other || chosen
			chosen = true
			for _, c := range n.choice.cases {
				if x.parted(c.nodes) {
					return true
				}
			}
		} else {
			other = other || strings.TrimFunc(n.In(x.text), unicode.IsSpace) != ""
		}
	}
	return chosen && other
}

// choicesIn counts the choices among nodes and inside of them.
func choicesIn(nodes []icuNode) int {
	count := 0
	for _, n := range nodes {
		if n.kind == icuChosen {
			count++
			for _, c := range n.choice.cases {
				count += choicesIn(c.nodes)
			}
		}
	}
	return count
}

// branches returns how many branches the message has; 0 for more than maxVariants, or where a "#" would mean something
// else beside the texts around it.
func branches(text string, nodes []icuNode, context branchContext) int {
	k := firstChoice(nodes)
	if k < 0 {
		if slices.ContainsFunc(nodes, func(n icuNode) bool {
			return n.kind == icuNumber && n.choice != context.number && n.choice.offset ||
				n.kind == icuText && context.number != nil && strings.Contains(n.In(text), "#")
		}) {
			return 0
		}
		return 1
	}
	count := 0
	for _, c := range nodes[k].choice.cases {
		n := branches(text, around(nodes, k, c.nodes), context.in(nodes[k].choice))
		if count += n; n == 0 || count > maxVariants {
			return 0
		}
	}
	return count
}

// firstChoice returns the index of the first choice among nodes, or -1.
func firstChoice(nodes []icuNode) int {
	return slices.IndexFunc(nodes, func(n icuNode) bool { return n.kind == icuChosen })
}

// around returns nodes with others in the place of the one at k.
func around(nodes []icuNode, k int, chosen []icuNode) []icuNode {
	return slices.Concat(nodes[:k], chosen, nodes[k+1:])
}

// expand makes blocks of the branches of nodes, with what stands around the choices.
func (x *icuMessage) expand(nodes []icuNode, context branchContext) {
	k := firstChoice(nodes)
	if k < 0 {
		x.branch(nodes, context)
		return
	}
	c := nodes[k].choice
	at := c.Start
	for _, one := range c.cases {
		x.syntax(at, one.Start)
		x.expand(around(nodes, k, one.nodes), context.in(c))
		at = one.End
	}
	x.syntax(at, c.End)
}

// syntax notes text[from:to] as part of the message that stays.
func (x *icuMessage) syntax(from, to int) {
	x.parts = append(x.parts, variantPart{sources: []offset.Span{x.v.hull(from, to)}})
}

// pieces makes blocks of what stands between and inside the choices of nodes.
func (x *icuMessage) pieces(nodes []icuNode, context branchContext) {
	for {
		k := firstChoice(nodes)
		if k < 0 {
			x.branch(nodes, context)
			return
		}
		x.branch(nodes[:k], context)
		c := nodes[k].choice
		for _, one := range c.cases {
			x.pieces(one.nodes, context.in(c))
		}
		nodes = nodes[k+1:]
	}
}

// branch makes blocks of nodes without choices.
func (x *icuMessage) branch(nodes []icuNode, context branchContext) {
	m := messageReader{b: x.b, v: &decoded{source: x.v.source, codes: x.v.codes}, rules: x.rules, accelerator: -1}
	m.rules.bar = false
	part := variantPart{first: len(x.b.blocks)}
	for i, n := range nodes {
		hull := x.v.hull(n.Start, n.End)
		if i == 0 || nodes[i-1].End < n.Start { // a choice stands between
			part.sources = append(part.sources, hull)
		} else if last := &part.sources[len(part.sources)-1]; last.End < hull.End {
			last.End = hull.End
		}
		start := m.v.text.Len()
		switch n.kind {
		case icuNumber:
			sign := numberSign
			if n.choice != context.number { // another plural stands around it now
				sign = "{" + n.choice.name + ", number}"
			}
			m.v.as(sign, hull)
			continue
		case icuApostrophe:
			m.v.as("'", hull)
			continue
		case icuQuoted:
			if signs := x.signs(n); signs != "" {
				m.v.as(signs, hull)
				m.marks = append(m.marks, messageMark{Span: offset.Span{Start: start, End: m.v.text.Len()}, signs: true})
				continue
			}
		}
		for _, p := range x.v.within(n.Start, n.End) {
			m.v.as(p.Text.In(x.text), p.Source)
		}
		if n.kind != icuText {
			m.marks = append(m.marks, messageMarks(n, start, x.text)...)
		}
	}
	m.text = m.v.text.String()
	m.marks = withoutSigns(m.marks, m.text)
	switch {
	case context.bars:
		x.b.quoting = barredQuotes
	case x.rules.quoting != literal:
		x.b.quoting = x.rules.quoting
	case context.number != nil:
		x.b.quoting = icuNumbers
	default:
		x.b.quoting = icuQuotes
	}
	m.read(0, len(m.text))
	x.b.finish()
	part.end = len(x.b.blocks)
	x.parts = append(x.parts, part)
}

// signs returns the signs of a quotation that are text; empty if it is markup.
func (x *icuMessage) signs(n icuNode) string {
	quotation := n.In(x.text)
	if x.b.quoted != nil {
		x.b.quoted[quotation] = true
	}
	if x.b.known == nil || x.b.known[quotation] {
		return ""
	}
	return quotedSigns(quotation)
}

// A messageMark is a stretch of a message that stands for itself, or opens or closes a quotation.
type messageMark struct {
	offset.Span
	open, shut bool
	signs      bool // text, unless it is part of something that looks like a placeholder without its apostrophes
}

// withoutSigns returns the marks without the signs that are text.
func withoutSigns(marks []messageMark, text string) []messageMark {
	if !slices.ContainsFunc(marks, func(m messageMark) bool { return m.signs }) {
		return marks
	}
	fixed := fillin.FindMessage(text)
	return slices.DeleteFunc(marks, func(m messageMark) bool {
		for len(fixed) > 0 && fixed[0].End <= m.Start {
			fixed = fixed[1:]
		}
		return m.signs && (len(fixed) == 0 || fixed[0].Start >= m.End)
	})
}

// messageMarks returns those of a node whose text begins at start. A quotation such as '{so}' is text between marks if
// it is more than one word.
func messageMarks(n icuNode, start int, text string) []messageMark {
	at := func(from, to int) offset.Span { return offset.Span{Start: start + from, End: start + to} }
	size := n.Len()
	if quoted := n.In(text); n.kind == icuQuoted && size > 4 && quoted[size-1] == '\'' && quoted[size-2] == '}' {
		inner := quoted[2 : size-2]
		if strings.ContainsFunc(inner, unicode.IsSpace) && !strings.ContainsAny(inner, "{}'") {
			return []messageMark{{Span: at(0, 2), open: true}, {Span: at(size-2, size), shut: true}}
		}
	}
	return []messageMark{{Span: at(0, size)}}
}

// changed reports whether any sentence of the blocks [first, end) has another translation than itself.
func (d *Document) changed(first, end int, target func(block, sentence int) string) bool {
	for bi := first; bi < end; bi++ {
		for si := range d.Blocks[bi].Sentences {
			if target(bi, si) != d.Blocks[bi].Sentence(si) {
				return true
			}
		}
	}
	return false
}

// appendTo appends the message with its sentences translated. Encode is as for splice.
func (v *variants) appendTo(
	out []byte,
	d *Document,
	target func(block, sentence int) string,
	encode func(b *Block, sentence int, target string) (string, error),
) ([]byte, error) {
	for _, part := range v.parts {
		done := 0
		for bi := part.first; bi < part.end; bi++ {
			b := &d.Blocks[bi]
			for si := range b.Sentences {
				text, err := encode(b, si, target(bi, si))
				if err != nil {
					return nil, err
				}
				hull := b.hull(b.Sentences[si])
				out = append(appendSources(out, d.Source, part.sources, done, hull.Start), text...)
				done = hull.End
			}
		}
		out = appendSources(out, d.Source, part.sources, done, len(d.Source))
	}
	return out, nil
}

// appendSources appends what stretches of source hold of [from, to).
func appendSources(out, source []byte, stretches []offset.Span, from, to int) []byte {
	for _, s := range stretches {
		if start, end := max(s.Start, from), min(s.End, to); start < end {
			out = append(out, source[start:end]...)
		}
	}
	return out
}
