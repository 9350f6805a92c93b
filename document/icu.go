package document

import (
	"regexp"
	"strings"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/offset"
)

// An icuNode is a part of a message in the syntax of ICU's MessageFormat.
type icuNode struct {
	offset.Span
	kind   icuKind
	choice *icuChoice // of icuChosen; of icuNumber, the plural whose number it is
}

type icuKind int

const (
	icuText       icuKind = iota // also arguments that are known by their shape, such as {name}
	icuArgument                  // in braces, of another shape
	icuNumber                    // "#"
	icuApostrophe                // a doubled one
	icuQuoted                    // between apostrophes, those included
	icuChosen
)

// An icuChoice is a plural, selectordinal or select, or a choice of java.text.
type icuChoice struct {
	offset.Span
	name   string
	plural bool // "#" stands for the number
	offset bool // less a number
	bars   bool // stand between the cases, not braces around them
	cases  []icuCase
}

// An icuCase is a case of a choice.
type icuCase struct {
	offset.Span // of its text
	nodes       []icuNode
}

var (
	icuHead = regexp.MustCompile(`^\{\s*([\w.-]+)\s*,\s*(plural|select|selectordinal|choice)\s*,(\s*offset:\d+)?`)
	icuKey  = regexp.MustCompile(`^\s*(?:=\d+|[\w-]+)\s*\{`)
	barKey  = regexp.MustCompile(`^\s*-?(?:\d+(?:\.\d*)?|∞)\s*[#<≤]`)
	icuAny  = regexp.MustCompile(`\{\s*[\w.-]+\s*,\s*(?:plural|select|selectordinal|choice)\s*,`)
)

const unevenBraces = "a message whose braces do not fit stays as it is"

// Bounds of messages: how deep choices stand in one another, and how long an argument is.
const (
	icuMaxDepth    = 8
	icuMaxArgument = 400
)

// holdsChoice reports whether a text is a message with a choice.
func holdsChoice(text string) bool { return strings.Contains(text, "{") && icuAny.MatchString(text) }

// readICU returns the nodes of a message. It reports false for one whose braces do not fit. Quotes means that
// apostrophes quote.
func readICU(text string, quotes bool) ([]icuNode, bool) {
	r := icuReader{text: text, quotes: quotes}
	nodes, ok := r.nodes(nil, 0)
	return nodes, ok && r.at == len(text)
}

type icuReader struct {
	text   string
	quotes bool
	at     int
}

// nodes reads up to the end of the case in which they stand, or to that of the message. Within is the innermost choice
// whose case it is.
func (r *icuReader) nodes(within *icuChoice, depth int) ([]icuNode, bool) {
	var nodes []icuNode
	add := func(kind icuKind, start, end int, c *icuChoice) {
		if n := len(nodes); kind == icuText && n > 0 && nodes[n-1].kind == icuText {
			nodes[n-1].End = end
		} else if end > start {
			nodes = append(nodes, icuNode{offset.Span{Start: start, End: end}, kind, c})
		}
		r.at = end
	}
	for r.at < len(r.text) {
		i, rest := r.at, r.text[r.at:]
		switch c := rest[0]; {
		case c == '}' && depth > 0, c == '|' && within != nil && within.bars:
			return nodes, true
		case c == '#' && within != nil && within.plural:
			add(icuNumber, i, i+1, within)
		case c == '\'' && r.quotes && strings.HasPrefix(rest, "''"):
			add(icuApostrophe, i, i+2, nil)
		case c == '\'' && r.quotes && len(rest) > 1 && strings.IndexByte(quotable(within), rest[1]) >= 0:
			add(icuQuoted, i, i+quotedEnd(rest), nil)
		case c == '{' && icuHead.MatchString(rest):
			choice, ok := r.choice(within, depth)
			if !ok {
				return nil, false
			}
			add(icuChosen, i, r.at, choice)
		case c == '{':
			n := argumentEnd(rest)
			kind := icuArgument
			if n == 1 || fillin.Is(rest[:n]) {
				kind = icuText
			}
			add(kind, i, i+n, nil)
		default:
			add(icuText, i, i+1, nil)
		}
	}
	return nodes, depth == 0
}

// choice reads the choice that begins at r.at.
func (r *icuReader) choice(within *icuChoice, depth int) (*icuChoice, bool) {
	if depth == icuMaxDepth {
		return nil, false
	}
	m := icuHead.FindStringSubmatch(r.text[r.at:])
	c := &icuChoice{Span: offset.Span{Start: r.at}, name: m[1], offset: m[3] != ""}
	switch m[2] {
	case "plural", "selectordinal":
		c.plural = true
	case "choice":
		c.bars = true
	}
	inside, key := c, icuKey
	if c.bars {
		key = barKey
	} else if !c.plural && within != nil && within.plural {
		inside = within // "#" is still the number of the plural outside
	}
	r.at += len(m[0])
	for {
		n := len(key.FindString(r.text[r.at:]))
		if n == 0 {
			break
		}
		r.at += n
		start := r.at
		nodes, ok := r.nodes(inside, depth+1)
		if !ok || r.at == len(r.text) {
			return nil, false
		}
		c.cases = append(c.cases, icuCase{offset.Span{Start: start, End: r.at}, nodes})
		if !c.bars || r.text[r.at] == '|' {
			r.at++
		}
	}
	rest := strings.TrimLeft(r.text[r.at:], " \t\r\n")
	if len(c.cases) == 0 || !strings.HasPrefix(rest, "}") {
		return nil, false
	}
	r.at = len(r.text) - len(rest) + 1
	c.End = r.at
	return c, true
}

// quotable returns what an apostrophe quotes in a case of a choice.
func quotable(within *icuChoice) string {
	switch {
	case within != nil && within.plural:
		return "{}#"
	case within != nil && within.bars:
		return "{}|"
	}
	return "{}"
}

// quotedEnd returns the length of the quotation that s begins with: up to an apostrophe that is not doubled.
func quotedEnd(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			continue
		}
		if !strings.HasPrefix(s[i:], "''") {
			return i + 1
		}
		i++
	}
	return len(s)
}

// argumentEnd returns the length of the argument in braces that s begins with, or 1 where nothing closes it.
func argumentEnd(s string) int {
	depth := 0
	for i := range min(len(s), icuMaxArgument) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 1
}

// A quoting specifies what apostrophes and braces mean in a message.
type quoting int

const (
	literal       quoting = iota // themselves; "{#}" too
	icuUnquoted                  // apostrophes mean themselves, as Flutter reads them
	icuQuotes                    // beside braces they quote
	icuNumbers                   // beside braces and "#" they quote: inside a plural
	doubledQuotes                // everywhere they quote, as in java.text.MessageFormat
	barredQuotes                 // they would be read several times, as in a choice of java.text
)

// numberSign is what "#" in a plural is called in the text of a block: a translator and the checks take it for an
// argument.
const numberSign = "{#}"

// write returns text as a message has it.
func (q quoting) write(text string) string {
	if q == literal {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range fillin.FindMessage(text) {
		q.plain(&b, text[at:s.Start])
		if name := s.In(text); name == numberSign {
			b.WriteByte('#')
		} else {
			b.WriteString(name)
		}
		at = s.End
	}
	q.plain(&b, text[at:])
	return b.String()
}

// plain writes text that holds no placeholder. An apostrophe at an end of it is doubled wherever apostrophes may quote,
// since it may come to stand beside a brace.
func (q quoting) plain(b *strings.Builder, text string) {
	signs := q.signs()
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case q == icuUnquoted:
			b.WriteByte(c)
		case strings.IndexByte(signs, c) >= 0: // those that follow go along: two quotations would be read as one
			run := text[i : len(text)-len(strings.TrimLeft(text[i:], signs+"'"))]
			b.WriteString("'" + strings.ReplaceAll(run, "'", "''") + "'")
			i += len(run) - 1
		case c == '\'' && q == barredQuotes:
			b.WriteString("’")
		case c == '\'' && (q == doubledQuotes || i == 0 || i+1 == len(text) ||
			strings.IndexByte("{}#|'", text[i-1]) >= 0 || strings.IndexByte("{}#|'", text[i+1]) >= 0):
			b.WriteString("''")
		default:
			b.WriteByte(c)
		}
	}
}

// signs returns what stands between apostrophes where it is text.
func (q quoting) signs() string {
	switch q {
	case icuQuotes:
		return "{}"
	case icuNumbers:
		return "{}#"
	}
	return ""
}

// quotedSigns returns the signs that a quotation holds, as [quoting.write] quotes them; empty if it holds anything else.
func quotedSigns(quotation string) string {
	signs := strings.ReplaceAll(strings.TrimSuffix(quotation[1:], "'"), "''", "'")
	if strings.Trim(signs, "{}#'") != "" {
		return ""
	}
	return signs
}
