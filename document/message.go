package document

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// A decoded text is the value of an entry of a localisation file with its escapes read.
type decoded struct {
	source string
	text   strings.Builder
	pieces []Piece // tile the text; those of equal lengths on both sides stand for themselves
	// codes are those that the text holds codeSign for, by where they stand in the source.
	codes map[int]xmlInline
}

// codeSign stands in a decoded text for an inline code.
const codeSign = "\ufffc"

// raw appends source as it stands.
func (v *decoded) raw(s offset.Span) {
	if s.Len() > 0 {
		v.as(s.In(v.source), s)
	}
}

// as appends text that the source at s stands for.
func (v *decoded) as(text string, s offset.Span) {
	at := v.text.Len()
	v.text.WriteString(text)
	v.pieces = append(v.pieces, Piece{Text: offset.Span{Start: at, End: v.text.Len()}, Source: s})
}

// within returns the pieces of [from, to), cut to it where they stand for themselves.
func (v *decoded) within(from, to int) []Piece {
	var out []Piece
	for _, p := range v.pieces[sort.Search(len(v.pieces), func(k int) bool {
		p := v.pieces[k].Text
		return p.End > from || p.Len() == 0 && p.Start == from
	}):] {
		if p.Text.Start >= to {
			break
		}
		if p.Text.Len() == p.Source.Len() {
			if d := from - p.Text.Start; d > 0 {
				p.Text.Start, p.Source.Start = p.Text.Start+d, p.Source.Start+d
			}
			if d := p.Text.End - to; d > 0 {
				p.Text.End, p.Source.End = p.Text.End-d, p.Source.End-d
			}
		}
		out = append(out, p)
	}
	return out
}

// unescaped appends the source at s, with what its backslashes begin as escape reads it. A backslash at the end stands
// for itself.
func (v *decoded) unescaped(s offset.Span, escape func(s string) (text string, n int)) {
	for s.Len() > 0 {
		n := strings.IndexByte(s.In(v.source), '\\')
		if n < 0 || n+1 == s.Len() {
			v.raw(s)
			return
		}
		v.raw(offset.Span{Start: s.Start, End: s.Start + n})
		s.Start += n
		text, n := escape(s.In(v.source))
		v.as(text, offset.Span{Start: s.Start, End: s.Start + n})
		s.Start += n
	}
}

// hull returns the source of text[from:to].
func (v *decoded) hull(from, to int) offset.Span {
	var s offset.Span
	for _, p := range v.within(from, to) {
		if p.Text.Len() == 0 {
			continue
		}
		if s.End == 0 {
			s = p.Source
		}
		s.End = p.Source.End
	}
	return s
}

// replaced returns v with one text read as another.
func (v *decoded) replaced(old, with string) *decoded {
	text := v.text.String()
	if !strings.Contains(text, old) {
		return v
	}
	out := &decoded{source: v.source, codes: v.codes}
	at := 0
	copied := func(end int) {
		if at == end {
			return
		}
		for _, p := range v.within(at, end) {
			out.as(p.Text.In(text), p.Source)
		}
	}
	for {
		i := strings.Index(text[at:], old)
		if i < 0 {
			break
		}
		i += at
		copied(i)
		out.as(with, v.hull(i, i+len(old)))
		at = i + len(old)
	}
	copied(len(text))
	return out
}

// messageRules specify what has a meaning in the messages of a file besides placeholders.
type messageRules struct {
	accelerators string // signs that mark the letter of a key, such as "&"
	bar          bool   // " | " divides plural forms
	fold         bool   // line breaks mean no more than a blank, but those that are written as an escape
	pieces       bool   // the text is not the whole message: nothing can be moved into the branches of a choice
	// quoting is how apostrophes are read in messages with choices, where they quote by default; with
	// doubledQuotes in others too.
	quoting quoting
}

// message appends the text of an entry to b. Tags become inline markup, and so do line breaks inside a sentence; signs
// that mark a letter are left out; other line breaks end the block. Of choices, the branches are blocks. It reports
// whether all of it was understood: if not, nothing was appended.
func (b *builder) message(v *decoded, rules messageRules) bool {
	if holdsChoice(v.text.String()) {
		return b.choices(v, rules)
	}
	b.quoting = literal
	if rules.quoting == doubledQuotes {
		b.quoting = doubledQuotes
		v = v.replaced("''", "'")
	}
	text := v.text.String()
	m := messageReader{b: b, v: v, text: text, rules: rules, accelerator: accelerator(text, rules.accelerators)}
	m.read(0, len(text))
	return true
}

// entry makes blocks of the text of an entry that begins at an offset of the source. One that is not understood stays
// as it is, and is noted.
func (b *builder) entry(v *decoded, at int, rules messageRules) {
	if !b.message(v, rules) {
		b.notes = append(b.notes, Note{b.line(at), unevenBraces})
	}
	b.finish()
}

type messageReader struct {
	b           *builder
	v           *decoded
	text        string
	rules       messageRules
	accelerator int           // offset of the sign; -1: none
	marks       []messageMark // that are not read yet, in order
}

// read appends text[from:to].
func (m *messageReader) read(from, to int) {
	done := from
	end := from + len(strings.TrimRightFunc(m.text[from:to], unicode.IsSpace)) // of what is not white space
	flush := func(i int) {
		m.add(done, i)
		done = i
	}
	for i := from; i < to; {
		n := 1
		switch c := m.text[i]; {
		case len(m.marks) > 0 && i == m.marks[0].Start:
			flush(i)
			n, done = m.marks[0].Len(), m.marks[0].End
			m.mark()
		case i == m.accelerator:
			flush(i)
			m.b.addAs("", m.v.hull(i, i+1))
			done = i + 1
		case c == '\n' && !(m.rules.fold && m.v.hull(i, i+1).Len() == 1):
			flush(i)
			if i >= end || m.parts(i, from, to) {
				m.b.finish()
			} else {
				m.b.alone(m.v.hull(i, i+1))
			}
			done = i + 1
		case c == '|' && m.rules.bar && i > from && i+1 < to && m.text[i-1] == ' ' && m.text[i+1] == ' ':
			flush(i)
			m.b.finish()
			done = i + 1
		case len(m.v.codes) > 0 && strings.HasPrefix(m.text[i:], codeSign):
			flush(i)
			n, done = len(codeSign), i+len(codeSign)
			s := m.v.hull(i, done)
			m.b.code(m.v.codes[s.Start], s)
		case c == '<':
			if k := fillin.Tag(m.text[i:to]); k > 0 {
				flush(i)
				m.tag(i, i+k)
				n, done = k, i+k
			}
		}
		i += n
	}
	flush(to)
}

// add appends text[from:to], where nothing has a meaning.
func (m *messageReader) add(from, to int) {
	if from == to {
		return
	}
	for _, p := range m.v.within(from, to) {
		m.b.addAs(p.Text.In(m.text), p.Source)
	}
}

// mark appends the next mark.
func (m *messageReader) mark() {
	next := m.marks[0]
	m.marks = m.marks[1:]
	switch s := m.v.hull(next.Start, next.End); {
	case next.open:
		m.b.start("quotation", s)
	case next.shut:
		m.b.end("quotation", s)
	default:
		m.b.alone(s)
	}
}

// tag appends a tag of markup.
func (m *messageReader) tag(from, to int) {
	tag, s := m.text[from:to], m.v.hull(from, to)
	name := strings.ToLower(strings.TrimLeft(tag, "</"))
	name = name[:strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '/' || r == '>' })]
	switch {
	case strings.HasPrefix(tag, "</"):
		m.b.end(name, s)
	case strings.HasSuffix(tag, "/>") || name == "br" || name == "img" || name == "hr":
		m.b.alone(s)
	default:
		m.b.start(name, s)
	}
}

// parts reports whether the line break at i, behind which there is more text, parts texts: as that of the message that
// this one is read like, or as it looks.
func (m *messageReader) parts(i, from, to int) bool {
	var parts bool
	if n := len(m.b.parted); n < len(m.b.like) {
		parts = m.b.like[n]
	} else {
		parts = m.breaks(i, from, to)
	}
	m.b.parted = append(m.b.parted, parts)
	return parts
}

// breaks reports whether the line break at i, behind which there is more text, parts texts: there is another one beside
// it, or the lines are a list, or the first of them ends as a sentence or a heading does. Otherwise it only parts the
// lines of a sentence.
func (m *messageReader) breaks(i, from, to int) bool {
	before, after := strings.TrimRight(m.text[from:i], " \t\r"), m.text[i+1:to]
	rest := strings.TrimLeft(after, " \t")
	if before == "" || before[len(before)-1] == '\n' || rest[0] == '\n' || rest != after {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(rest)
	ends, list := ".:!?…)\"“>|", "-–—*•·#<|"
	return strings.ContainsRune(ends, last) || strings.ContainsRune(list, first) || unicode.IsDigit(first)
}

// accelerator returns where text holds the one sign that marks a letter as a key, or -1.
func accelerator(text, signs string) int {
	if signs == "" {
		return -1
	}
	found, doubled := -1, -1
	word, letters := 0, true // where the word begins that i stands in; whether there are only letters in it before i
	for i, r := range text {
		switch {
		case i == doubled || i+1 == len(text) || !strings.ContainsRune(signs, r):
		case text[i+1] == text[i]: // the sign itself
			doubled = i + 1
		case marksKey(text[word:i], letters, text[i:]):
			if found >= 0 {
				return -1 // more than one: they mean something else
			}
			found = i
		}
		letters = letters && unicode.IsLetter(r)
		if strings.ContainsRune(" \t\n(\"'", r) {
			word, letters = i+1, true
		}
	}
	return found
}

// marksKey reports whether the sign that rest begins with marks a letter as a key, given the word before it: it stands
// at the beginning of a word, or inside one that is written like a word, not in AT&T, file_name or ~5.
func marksKey(word string, letters bool, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest[1:])
	if !unicode.IsLetter(next) && (!unicode.IsDigit(next) || rest[0] == '~') || fillin.Entity(rest) > 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(word)
	return word == "" || letters && unicode.IsUpper(first) && unicode.IsLower(next)
}

// withAccelerator puts the sign that marked a letter of a sentence, if there was one inside it, into its translation:
// before the same letter at the beginning of a word, else inside one, else before the first letter.
func withAccelerator(d *Document, b *Block, sentence int, target string) string {
	s := b.Sentences[sentence]
	for _, p := range b.PiecesIn(s) {
		if p.Text.Len() > 0 || p.Text.Start <= s.Start {
			continue
		}
		sign := string(d.Source[p.Source.Start:p.Source.End])
		if sign != "&" && sign != "_" && sign != "&amp;" {
			continue
		}
		key, _ := utf8.DecodeRuneInString(b.Text[p.Text.Start:])
		return insertAccelerator(target, sign[:1], key)
	}
	return target
}

// messageEncoder turns translations of a document's messages into source: placeholders of markup become what they stand
// for, accelerators are put back, and the rest goes through escape; first is as for [marks.encode].
func messageEncoder(
	d *Document,
	escape func(b *Block, text string, first bool) string,
) func(*Block, int, string) (string, error) {
	return func(b *Block, sentence int, target string) (string, error) {
		m := marksOf(d.Source, b, sentence)
		return m.encode(withAccelerator(d, b, sentence, target), func(text string, first bool) string {
			return escape(b, b.how().quoting.write(text), first)
		}), nil
	}
}

// escapedControl reads an escape sequence for a control character, as C has them, if its letter is one of letters;
// otherwise n is 0.
func escapedControl(s, letters string) (text string, n int) {
	i := strings.IndexByte("abfnrtv", s[1])
	if i < 0 || strings.IndexByte(letters, s[1]) < 0 {
		return "", 0
	}
	return "\a\b\f\n\r\t\v"[i : i+1], 2
}

// escapedSelf reads an escape sequence that means the character behind its backslash.
func escapedSelf(s string) (text string, n int) {
	_, size := utf8.DecodeRuneInString(s[1:])
	return s[1 : 1+size], 1 + size
}

// quotedEscaper writes text between quotation marks as C does, which PO files, Apple's and YAML follow.
var quotedEscaper = strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n", "\r", "\\r", "\t", "\\t")

// inUTF8 makes the encoding that a file declares, where declared finds it, that of what is written now, if the file was
// in another.
func inUTF8(d *Document, out []byte, declared func() *regexp.Regexp) []byte {
	if d.Encoding == UTF8 || d.Encoding == "" {
		return out
	}
	m := declared().FindSubmatchIndex(out)
	if m == nil {
		return out
	}
	return slices.Concat(out[:m[2]], []byte("UTF-8"), out[m[3]:])
}

func insertAccelerator(target, sign string, key rune) string {
	var fixed []offset.Span
	for i := range target {
		if n := placeholder.Prefix(target[i:]); n > 0 {
			fixed = append(fixed, offset.Span{Start: i, End: i + n})
		}
	}
	fixed = append(fixed, fillin.FindMessage(target)...)
	slices.SortFunc(fixed, func(a, b offset.Span) int { return a.Start - b.Start })
	best, rank := -1, 3
	before, until := ' ', 0 // where what is fixed before i ends
	for i, r := range target {
		for len(fixed) > 0 && fixed[0].Start <= i {
			until = max(until, fixed[0].End)
			fixed = fixed[1:]
		}
		if i >= until && unicode.IsLetter(r) {
			k := 2
			if unicode.ToLower(r) == unicode.ToLower(key) {
				k = 1
				if !unicode.IsLetter(before) {
					k = 0
				}
			}
			if k < rank {
				best, rank = i, k
			}
		}
		before = r
	}
	if best < 0 {
		return target
	}
	return target[:best] + sign + target[best:]
}

// timeFormat matches a verb of strftime, timeAlone one that only dates have, dates a pattern of ICU.
var (
	timeAlone  = regexp.MustCompile(`%[-^0_#]?[ABHIMYbjmy]\b`)
	timeFormat = regexp.MustCompile(`%[-^0_#]?[A-Za-z]\b`)
	dates      = lazyregexp.New(`^(?:(?:d+|M+|y+|H+|h+|m+|s+|S+|E+|a|z|Z)[.,:/\s-]+){1,8}` +
		`(?:d+|M+|y+|H+|h+|m+|s+|S+|E+|a|z|Z)\.?$`)
)

// isMessage reports whether the value of an entry may be text: it holds a letter outside of placeholders and is not an
// address, a path, a colour such as #ff0000, a pattern for dates, or an identifier such as "app.title".
func isMessage(text string) bool {
	text = strings.TrimSpace(text)
	dated := len(timeAlone.FindAllStringIndex(text, 2)) == 2
	text = timeFormat.ReplaceAllString(text, "")
	if dated && len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })) < 2 {
		return false // "%d.%m.%Y, %H:%M Uhr"
	}
	if !fillin.Outside(text, fillin.FindMessage(text)) || !strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	if dates().MatchString(text) {
		return false
	}
	if strings.ContainsFunc(text, unicode.IsSpace) {
		return true
	}
	if strings.Contains(text, "://") || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "/") ||
		strings.HasPrefix(text, "./") || strings.Contains(text, "@") && strings.Contains(text, ".") {
		return false
	}
	lower, separators := true, 0
	for i, r := range text {
		switch {
		case strings.ContainsRune("_./:\\=", r) && i > 0 && i+1 < len(text):
			separators++
		case unicode.IsUpper(r) || r > unicode.MaxASCII:
			lower = false
		}
	}
	return !(lower && separators > 0) && separators < 2 && strings.Count(text, "_") < 2
}
