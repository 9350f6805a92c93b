package document

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/offset"
)

// Strings is the format of the string files of Apple's systems: "key" = "value"; with comments. Values are translated
// where they stand. A file in UTF-16 is written in UTF-16.
var Strings = &Format{Name: "strings", Exts: []string{".strings"}, Parse: parseStrings, Render: renderStrings}

func parseStrings(name string, src []byte, split Splitter) (*Document, error) {
	p := stringsParser{b: builder{source: string(src), split: split, kind: Message}}
	if strings.HasPrefix(p.b.source, bom) {
		p.at = len(bom)
	}
	for {
		ok := p.entry()
		if !ok {
			return nil, &Error{
				Line: lineAt(src, min(p.at, len(src))),
				What: `not an entry such as "key" = "value";`,
				Hint: "plutil -lint says more; repair that line",
			}
		}
		if p.at >= len(src) {
			return &Document{Name: name, Format: "strings", Source: src, Blocks: p.b.blocks, Notes: p.b.notes}, nil
		}
	}
}

type stringsParser struct {
	b  builder
	at int
}

// space passes over white space and comments.
func (p *stringsParser) space() bool {
	for {
		rest := p.b.source[p.at:]
		p.at += len(rest) - len(strings.TrimLeft(rest, " \t\r\n"))
		rest = p.b.source[p.at:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			n := strings.Index(rest[2:], "*/")
			if n < 0 {
				return false
			}
			p.at += n + 4
		case strings.HasPrefix(rest, "//"):
			_, p.at = lineEnd(p.b.source, p.at)
		default:
			return true
		}
	}
}

// bareWord is the style of a value without quotation marks, which its translation needs.
const bareWord = 'w'

// entry reads an entry, or what follows the last one.
func (p *stringsParser) entry() bool {
	if !p.space() {
		return false
	}
	if p.at >= len(p.b.source) {
		return true
	}
	if _, ok := p.token(); !ok || !p.space() {
		return false
	}
	if !p.sign('=') {
		return p.sign(';') // a key that is its own value
	}
	if !p.space() {
		return false
	}
	quoted := strings.HasPrefix(p.b.source[p.at:], `"`)
	s, ok := p.token()
	if !ok || !p.space() || !p.sign(';') {
		return false
	}
	v := decoded{source: p.b.source}
	p.b.style = 0
	if quoted {
		v.unescaped(s, appleEscape)
	} else {
		v.raw(s)
		p.b.style = bareWord
		sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
		if strings.ContainsFunc(v.text.String(), sign) {
			return true // a path, a name of a program, or the like
		}
	}
	if isMessage(v.text.String()) {
		p.b.entry(&v, s.Start, messageRules{})
	}
	return true
}

func (p *stringsParser) sign(c byte) bool {
	if p.at < len(p.b.source) && p.b.source[p.at] == c {
		p.at++
		return true
	}
	return false
}

// token reads a string and returns what stands between its quotation marks; it may be a word without them.
func (p *stringsParser) token() (offset.Span, bool) {
	source := p.b.source
	if p.at < len(source) && source[p.at] == '"' {
		for i := p.at + 1; i < len(source); i++ {
			switch source[i] {
			case '\\':
				i++
			case '"':
				s := offset.Span{Start: p.at + 1, End: i}
				p.at = i + 1
				return s, true
			}
		}
		return offset.Span{}, false
	}
	start := p.at
	for p.at < len(source) && strings.IndexByte(" \t\r\n=;\"", source[p.at]) < 0 {
		p.at++
	}
	return offset.Span{Start: start, End: p.at}, p.at > start
}

func appleEscape(s string) (text string, n int) {
	if (s[1] == 'U' || s[1] == 'u') && len(s) >= 6 {
		if r, err := strconv.ParseUint(s[2:6], 16, 16); err == nil && (r < 0xd800 || r > 0xdfff) {
			return string(rune(r)), 6
		}
		return s[:2], 2
	}
	if text, n := escapedControl(s, "nrt"); n > 0 {
		return text, n
	}
	return escapedSelf(s)
}

func renderStrings(d *Document, target func(block, sentence int) string) ([]byte, error) {
	encode := messageEncoder(d, func(_ *Block, text string, _ bool) string { return quotedEscaper.Replace(text) })
	out, err := splice(d, target, func(b *Block, sentence int, text string) (string, error) {
		text, err := encode(b, sentence, text)
		if b.how().style == bareWord {
			text = `"` + text + `"`
		}
		return text, err
	})
	if err != nil || d.Encoding != UTF16LE && d.Encoding != UTF16BE {
		return out, err
	}
	return encodedAs(out, d.Encoding)
}
