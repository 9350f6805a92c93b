package document

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// YAML is the format of localisation files in YAML, as Ruby on Rails has them: mappings and lists of strings. Values
// are translated where they stand: plain, quoted, and blocks. Flow collections, and values with anchors or tags, stay
// as they are, with a note.
var YAML = &Format{Name: "yaml", Named: []string{".yaml", ".yml"}, Parse: parseYAML, Render: renderYAML}

func parseYAML(name string, src []byte, split Splitter) (*Document, error) {
	p := yamlParser{
		b: builder{source: string(src), split: split, kind: Message},
		d: &Document{Name: name, Format: "yaml", Source: src},
	}
	if strings.HasPrefix(p.b.source, bom) {
		p.at = len(bom)
	}
	for p.at < len(src) {
		p.line()
	}
	p.d.Blocks, p.d.Notes = p.b.blocks, p.b.notes
	return p.d, nil
}

type yamlParser struct {
	b  builder
	d  *Document
	at int // where the next line begins
}

// yamlKey matches a key with its colon.
var yamlKey = regexp.MustCompile(`^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|` +
	"[^\\s\\[\\]{}#&*!|>'\"%@,`-]" + `.*?)[ \t]*:(?:[ \t]+|$)`)

// yamlProperty matches an anchor or a tag.
var yamlProperty = regexp.MustCompile(`^[&!]\S*[ \t]*`)

// line reads a line, and the lines that its value goes on in.
func (p *yamlParser) line() {
	start := p.at
	end, next := lineEnd(p.b.source, start)
	p.at = next
	text := strings.TrimRight(p.b.source[start:end], " \t")
	i := len(text) - len(strings.TrimLeft(text, " "))
	if i == len(text) || text[i] == '#' ||
		i == 0 && (strings.HasPrefix(text, "---") || text == "..." || text[0] == '%') {
		return
	}
	parent := -1 // the column that what belongs to the value stands behind
	for i < len(text) && text[i] == '-' && (i+1 == len(text) || text[i+1] == ' ') {
		parent = i
		i++
		i += len(text[i:]) - len(strings.TrimLeft(text[i:], " "))
	}
	if n := prefixOf(yamlKey, text[i:]); n > 0 {
		parent = i
		merge := strings.HasPrefix(text[i:], "<<")
		if i += n; merge {
			return
		}
	} else if parent < 0 {
		if isMessage(text) {
			p.note(start, "a text over several lines stays as it is")
		}
		return
	}
	if i < len(text) {
		p.value(offset.Span{Start: start + i, End: start + len(text)}, parent)
	}
}

// prefixOf returns the length of what re matches in s, or 0.
func prefixOf(re *regexp.Regexp, s string) int {
	if m := re.FindStringIndex(s); m != nil {
		return m[1]
	}
	return 0
}

// note adds a note about the line of offset i.
func (p *yamlParser) note(i int, text string) {
	p.b.notes = append(p.b.notes, Note{Line: p.b.line(i), Text: text})
}

// value reads a value that begins at s, which goes to the end of its line. What stands behind the column parent on
// the next lines belongs to it.
func (p *yamlParser) value(s offset.Span, parent int) {
	source := p.b.source
	held := "" // why it stays as it is
	for {
		n := prefixOf(yamlProperty, s.In(source))
		if n == 0 {
			break
		}
		held = "a value with an anchor or a tag stays as it is"
		s.Start += n
	}
	if s.Len() == 0 {
		return // of a mapping
	}
	switch source[s.Start] {
	case '#', '*':
	case '"', '\'':
		p.quoted(s.Start, held)
	case '|', '>':
		p.block(s, parent, held)
	case '[', '{':
		p.flow(s)
	default:
		p.plain(s, parent, held)
	}
}

// quoted reads a value in quotation marks, which may go on over several lines.
func (p *yamlParser) quoted(start int, held string) {
	source, quote := p.b.source, p.b.source[start]
	v := decoded{source: source}
	i := start + 1
	done := i
	for i < len(source) {
		text, n := "", 0
		switch c := source[i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			n = len(source[i:]) - len(strings.TrimLeft(source[i:], " \t\r\n"))
			switch strings.Count(source[i:i+n], "\n") {
			case 0:
				i += n
				continue
			case 1:
				text = " "
			default:
				held = "a text with blank lines in quotation marks stays as it is"
			}
			if n == 1 { // a line break alone is as good as a blank
				i++
				continue
			}
		case c == '\\' && quote == '"':
			if text, n = yamlEscape(source[i:]); n == 0 {
				held, n = "a value with an escape that is not known stays as it is", min(2, len(source)-i)
			}
		case c == '\'' && quote == '\'' && strings.HasPrefix(source[i:], "''"):
			text, n = "'", 2
		case c == quote:
			v.raw(offset.Span{Start: done, End: i})
			p.add(start, &v, offset.Span{Start: start, End: i + 1}, quote, held)
			_, p.at = lineEnd(source, i)
			return
		default:
			i++
			continue
		}
		v.raw(offset.Span{Start: done, End: i})
		v.as(text, offset.Span{Start: i, End: i + n})
		i += n
		done = i
	}
	p.note(start, "a value whose quotation mark is never closed, and what follows it, stays as it is")
	p.at = len(source)
}

// yamlEscape reads the escape sequence that s begins with; n is 0 for one that is not known.
func yamlEscape(s string) (text string, n int) {
	if len(s) < 2 {
		return "", 0
	}
	if s[1] == '\n' || strings.HasPrefix(s[1:], "\r\n") { // the line goes on
		rest := s[1+strings.IndexByte(s[1:], '\n')+1:]
		return "", len(s) - len(strings.TrimLeft(rest, " \t"))
	}
	if i := strings.IndexByte(`0abt	nvfre "/\N_LP`, s[1]); i >= 0 {
		return [...]string{
			"\x00", "\a", "\b", "\t", "\t", "\n", "\v", "\f", "\r", "\x1b", " ", "\"", "/", "\\",
			"\u0085", "\u00a0", "\u2028", "\u2029",
		}[i], 2
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if digits == 0 || len(s) < 2+digits {
		return "", 0
	}
	r, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(r)) {
		return "", 0
	}
	return string(rune(r)), 2 + digits
}

// plain reads a value without quotation marks.
func (p *yamlParser) plain(s offset.Span, parent int, held string) {
	source := p.b.source
	if i := strings.Index(s.In(source), " #"); i >= 0 {
		s.End = s.Start + len(strings.TrimRight(source[s.Start:s.Start+i], " \t"))
	}
	v := decoded{source: source}
	v.raw(s)
	for _, l := range p.deeper(parent) {
		text := l.In(source)
		trimmed := strings.Trim(text, " \t")
		switch {
		case trimmed == "":
			held = "a text with blank lines between its lines stays as it is"
			continue
		case trimmed[0] == '#' || strings.Contains(trimmed, " #") || prefixOf(yamlKey, trimmed) > 0:
			held = "a value with something else between its lines stays as it is"
		}
		l.Start += strings.Index(text, trimmed)
		l.End = l.Start + len(trimmed)
		v.as(" ", offset.Span{Start: s.End, End: l.Start})
		v.raw(l)
		s.End = l.End
	}
	if yamlIsString(s.In(source)) {
		p.add(s.Start, &v, s, 0, held)
	}
}

// deeper passes over the lines that stand behind the column parent, blank ones between them included.
func (p *yamlParser) deeper(parent int) []offset.Span {
	var lines []offset.Span
	at, count := p.at, 0 // of lines up to the last that is not blank
	for at < len(p.b.source) {
		end, next := lineEnd(p.b.source, at)
		text := p.b.source[at:end]
		blank := strings.TrimSpace(text) == ""
		if !blank && len(text)-len(strings.TrimLeft(text, " ")) <= parent {
			break
		}
		lines = append(lines, offset.Span{Start: at, End: end})
		at = next
		if !blank {
			p.at, count = at, len(lines)
		}
	}
	return lines[:count]
}

// block reads a block of lines, literal or folded.
func (p *yamlParser) block(s offset.Span, parent int, held string) {
	source := p.b.source
	lines := p.deeper(parent)
	style := source[s.Start]
	head, _, _ := strings.Cut(strings.TrimLeft(s.In(source)[1:], "+-"), "#")
	if strings.TrimSpace(head) != "" {
		held = "a block that says how far it is indented stays as it is"
	}
	for len(lines) > 0 && strings.TrimSpace(lines[0].In(source)) == "" {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return
	}
	first := lines[0].In(source)
	indent := len(first) - len(strings.TrimLeft(first, " "))
	v := decoded{source: source}
	last := 0 // where the line before ends
	breaks := 0
	for _, l := range lines {
		text := l.In(source)
		own := len(text) - len(strings.TrimLeft(text, " "))
		if own == len(text) { // blank
			breaks++
			continue
		}
		if own < indent || own > indent && style == '>' {
			held = "a block with lines that are indented further stays as it is"
			own = indent
		}
		l.Start += min(own, indent)
		if last > 0 {
			between := "\n"
			switch {
			case style == '>' && breaks == 0:
				between = " "
			case breaks > 0:
				between = strings.Repeat("\n", breaks+1)
			}
			v.as(between, offset.Span{Start: last, End: l.Start})
		}
		v.raw(l)
		last, breaks = l.End, 0
	}
	p.add(s.Start, &v, offset.Span{Start: lines[0].Start, End: last}, style, held)
}

// flow passes over a collection in brackets.
func (p *yamlParser) flow(s offset.Span) {
	source := p.b.source
	depth, quote := 0, byte(0)
	words := false
	i := s.Start
	for ; i < len(source); i++ {
		switch c := source[i]; {
		case quote != 0:
			if c == '\\' && quote == '"' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote, words = c, true
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		}
		if depth == 0 {
			break
		}
	}
	if words {
		p.note(s.Start, "a collection in brackets stays as it is")
	}
	_, p.at = lineEnd(source, min(i, len(source)))
}

// add makes blocks of a value that begins at offset at and stands in s.
func (p *yamlParser) add(at int, v *decoded, s offset.Span, style byte, held string) {
	if !isMessage(v.text.String()) || strings.HasPrefix(v.text.String(), ":") {
		return
	}
	if held != "" {
		p.note(at, held)
		return
	}
	first := len(p.b.blocks)
	p.b.style = style
	p.b.entry(v, at, messageRules{})
	if len(p.b.blocks) == first {
		return
	}
	p.d.originals = append(p.d.originals, original{source: s, first: first, end: len(p.b.blocks)})
	text := func(translated string) string {
		if style != 0 {
			return translated
		}
		if translated = yamlFold.ReplaceAllString(translated, " "); !yamlIsPlain(translated) {
			return `"` + quotedEscaper.Replace(translated) + `"`
		}
		return translated
	}
	p.d.places = append(p.d.places, place{original: len(p.d.originals) - 1, at: s, text: text})
}

// yamlFold matches what parts the lines of a value without quotation marks.
var yamlFold = regexp.MustCompile(`[ \t]*\r?\n[ \t]*`)

var yamlOther = regexp.MustCompile(`(?i)^(?:y|n|yes|no|on|off|true|false|null|~|` +
	`[-+.\d][\d_,.:eE+-]*|0x[\da-f]+|\.inf|\.nan)$`)

// yamlIsString reports whether a plain value is a string, for readers of YAML 1.1 too.
func yamlIsString(text string) bool { return text != "" && !yamlOther.MatchString(text) }

// yamlIsPlain reports whether a string can be written without quotation marks.
func yamlIsPlain(text string) bool {
	return yamlIsString(text) && strings.TrimSpace(text) == text &&
		strings.IndexByte("-?:,[]{}#&*!|>'\"%@`<=", text[0]) < 0 &&
		!strings.Contains(text, ": ") && !strings.Contains(text, " #") && !strings.HasSuffix(text, ":") &&
		!strings.ContainsAny(text, "\n\r\t")
}

// unbroken puts blanks in the place of line breaks, which would have to be indented.
var unbroken = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

func renderYAML(d *Document, target func(block, sentence int) string) ([]byte, error) {
	return fillPlaces(d, target, messageEncoder(d, func(b *Block, text string, _ bool) string {
		switch b.how().style {
		case '"':
			return quotedEscaper.Replace(text)
		case '\'':
			return strings.ReplaceAll(unbroken.Replace(text), "'", "''")
		case 0:
			return text
		}
		return unbroken.Replace(text) // a line of a block
	}))
}
