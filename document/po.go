package document

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// PO is the format of GNU gettext, templates included. The msgid is translated into an empty msgstr, that of the plural
// into those of the plural forms. A msgstr that is there already is kept, fuzzy or not, and so are comments, contexts,
// obsolete entries and the header, but for what a template leaves open in it. A translation equal to its msgid is left
// empty: programs show the msgid then.
var PO = &Format{Name: "po", Exts: []string{".po", ".pot"}, Parse: parsePO, Render: renderPO, charset: poCharset,
	translations: poTranslations}

var poDeclared = lazyregexp.New(`(?i)"Content-Type:[^"\n]{0,80}charset=([\w:-]{2,40})`)

// poCharset returns the encoding that the header of a PO file declares.
func poCharset(raw []byte) string {
	if m := poDeclared().FindSubmatch(raw[:min(len(raw), 64<<10)]); m != nil {
		return string(m[1])
	}
	return ""
}

// A poString is the string behind a keyword, on one line or more.
type poString struct {
	text decoded
	span offset.Span // from the first quotation mark to the last, both included
}

// A poEntry is a message with its translations.
type poEntry struct {
	context    *poString
	id, plural *poString
	strings    []*poString // by number
	fuzzy      bool        // somebody must look at it
}

func parsePO(name string, src []byte, split Splitter) (*Document, error) {
	p := poParser{b: builder{source: string(src), split: split, kind: Message}}
	p.ended = p.untranslated
	if err := p.read(); err != nil {
		return nil, err
	}
	d := &Document{Name: name, Format: "po", Source: src, Blocks: p.b.blocks}
	d.originals, d.places, d.Notes = p.originals, p.places, p.b.notes
	return d, nil
}

func poTranslations(_, source string, split, targetSplit Splitter) ([]Translation, error) {
	p := poParser{b: builder{source: source, split: split, kind: Message}}
	t := translations{target: builder{source: source, split: targetSplit, kind: Message}}
	p.ended = func(e *poEntry) {
		key := ""
		if e.context != nil {
			key = e.context.text.text.String() + "\x04"
		}
		key += e.id.text.text.String()
		for i, m := range e.messages() {
			t.add(&p.b, func(b *builder, target bool) bool {
				from := m.from
				if target {
					from = m.into[0]
				}
				return b.message(&from.text, poRules)
			}, Translation{Key: key + "\x04" + strconv.Itoa(i), Fuzzy: e.fuzzy})
		}
	}
	err := p.read()
	return t.list, err
}

// read reads the whole file.
func (p *poParser) read() error {
	line := 0
	for at := 0; at < len(p.b.source); {
		line++
		end, next := lineEnd(p.b.source, at)
		start := at
		if line == 1 && strings.HasPrefix(p.b.source, bom) {
			start = len(bom)
		}
		if what := p.line(start, end); what != "" {
			return &Error{Line: line, What: what, Hint: "msgfmt --check says more; repair that line"}
		}
		at = next
	}
	p.entry()
	return nil
}

type poParser struct {
	b         builder
	current   poEntry
	ended     func(e *poEntry) // is called with every entry but the header
	open      *poString        // that a line with nothing but a string goes on
	originals []original
	places    []place
}

var poKeyword = regexp.MustCompile(`^\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d{1,2})\])?)\s*"`)

// line reads a line and returns what is wrong with it.
func (p *poParser) line(at, end int) string {
	text := p.b.source[at:end]
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		p.open = nil
		return ""
	case trimmed[0] == '#': // belongs to what follows
		if len(p.current.strings) > 0 {
			p.entry()
		}
		p.open = nil
		p.current.fuzzy = p.current.fuzzy || strings.HasPrefix(trimmed, "#,") && strings.Contains(trimmed, "fuzzy")
		return ""
	case trimmed[0] == '"':
		if p.open == nil {
			return "a string that belongs to no keyword"
		}
		return p.add(at+strings.IndexByte(text, '"'), end)
	}
	m := poKeyword.FindStringSubmatchIndex(text)
	if m == nil {
		return "neither a keyword of a PO file nor a string nor a comment"
	}
	keyword := text[m[2]:m[3]]
	if keyword == "msgctxt" && p.current.id != nil || keyword == "msgid" && len(p.current.strings) > 0 {
		p.entry()
	}
	p.open = &poString{text: decoded{source: p.b.source}}
	switch {
	case keyword == "msgctxt":
		p.current.context = p.open
	case keyword == "msgid":
		p.current.id = p.open
	case keyword == "msgid_plural":
		p.current.plural = p.open
	case strings.HasPrefix(keyword, "msgstr"):
		p.current.strings = append(p.current.strings, p.open)
	}
	return p.add(at+m[1]-1, end)
}

// add reads the string at the end of a line, which goes from a quotation mark to the last one.
func (p *poParser) add(start, end int) string {
	source := p.b.source
	end = start + len(strings.TrimRight(source[start:end], " \t"))
	if end-start < 2 || source[end-1] != '"' {
		return "a string that is not closed"
	}
	if p.open.span.End > 0 {
		p.open.text.as("", offset.Span{Start: p.open.span.End - 1, End: start + 1})
	} else {
		p.open.span.Start = start
	}
	p.open.span.End = end
	for i := start + 1; i < end-1; {
		n := strings.IndexAny(source[i:end-1], "\\\"")
		if n < 0 {
			n = end - 1 - i
		}
		p.open.text.raw(offset.Span{Start: i, End: i + n})
		if i += n; i == end-1 {
			break
		}
		if source[i] == '"' || i+1 == end-1 {
			return "a quotation mark inside a string, or a backslash at its end"
		}
		text, k := cEscape(source[i : end-1])
		p.open.text.as(text, offset.Span{Start: i, End: i + k})
		i += k
	}
	return ""
}

// cEscape reads the escape sequence at the start of s, which holds a backslash and at least one more byte.
func cEscape(s string) (text string, n int) {
	if text, n := escapedControl(s, "abfnrtv"); n > 0 {
		return text, n
	}
	base, digits := 8, "01234567"
	n = 1
	if s[1] == 'x' {
		base, digits, n = 16, "0123456789abcdefABCDEF", 2
	}
	first := n
	for n < len(s) && n < first+3 && strings.IndexByte(digits, s[n]) >= 0 {
		n++
	}
	if c, err := strconv.ParseUint(s[first:n], base, 8); err == nil && c > 0 && c < 0x80 {
		return string(rune(c)), n
	}
	if n > first {
		return s[:n], n // a byte of no character: as it stands
	}
	return escapedSelf(s)
}

// entry ends an entry.
func (p *poParser) entry() {
	e := p.current
	p.current, p.open = poEntry{}, nil
	if e.id != nil && e.id.text.text.Len() > 0 {
		p.ended(&e)
	}
}

// untranslated makes blocks of an entry that has no translation.
func (p *poParser) untranslated(e *poEntry) {
	for _, s := range e.strings {
		if s.text.text.Len() > 0 {
			return
		}
	}
	for _, m := range e.messages() {
		p.message(m.from, m.into)
	}
}

// A poMessage is a string with those that it is translated into.
type poMessage struct {
	from *poString
	into []*poString
}

// messages returns what is to be translated into what in an entry.
func (e *poEntry) messages() []poMessage {
	switch {
	case len(e.strings) == 0:
		return nil
	case e.plural == nil:
		return []poMessage{{e.id, e.strings[:1]}}
	case len(e.strings) == 1, len(e.strings) > 2 && fills(e.id) < fills(e.plural):
		// A language without plural forms, or one whose first form is for 21, too, and must say the number.
		return []poMessage{{e.plural, e.strings}}
	}
	return []poMessage{{e.id, e.strings[:1]}, {e.plural, e.strings[1:]}}
}

var poRules = messageRules{accelerators: "&_~"}

// fills returns how many placeholders a string holds.
func fills(s *poString) int { return len(fillin.FindMessage(s.text.text.String())) }

// message makes blocks of a string that are translated into others.
func (p *poParser) message(s *poString, into []*poString) {
	first := len(p.b.blocks)
	p.b.entry(&s.text, s.span.Start, poRules)
	if len(p.b.blocks) == first {
		return
	}
	p.originals = append(p.originals, original{source: s.span, first: first, end: len(p.b.blocks)})
	for _, t := range into {
		p.places = append(p.places, place{
			original: len(p.originals) - 1,
			at:       t.span,
			text:     func(translated string) string { return translated },
		})
	}
}

func renderPO(d *Document, target func(block, sentence int) string) ([]byte, error) {
	out, err := fillPlaces(d, target, messageEncoder(d, func(_ *Block, text string, _ bool) string {
		return quotedEscaper.Replace(text)
	}))
	if d.To != "" && !bytes.Equal(out, d.Source) {
		out = poBegun(out, d.To)
	}
	return inUTF8(d, out, poDeclared), err
}

// poHeader finds the header of a PO file, with the flag that marks it as not reviewed.
var poHeader = regexp.MustCompile(`(?m)^(#, fuzzy\r?\n)?(msgid ""\r?\nmsgstr ""\r?\n(?:"[^\n]*\n)+)`)

// poBegun returns a translated file with what the header of a template leaves open filled in, as msginit does: the
// language, its plural forms and the encoding.
func poBegun(file []byte, to string) []byte {
	m := poHeader.FindSubmatchIndex(file)
	if m == nil {
		return file
	}
	header := string(file[m[4]:m[5]])
	open := []string{
		`"Language: \n"`, `"Language: ` + strings.ReplaceAll(to, "-", "_") + `\n"`,
		"charset=CHARSET", "charset=UTF-8",
	}
	if l := lang.Find(lang.Code(to)); l != nil && l.Plural != "" {
		open = append(open, "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=("+l.Plural+");")
	}
	begun := strings.NewReplacer(open...).Replace(header)
	if begun == header {
		return file
	}
	return slices.Concat(file[:m[0]], []byte(begun), file[m[5]:])
}
