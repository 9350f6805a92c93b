package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/address"
)

// A gap is what separates two words, insofar as it makes a change of language more or less likely.
type gap uint8

// The kinds of gaps, from those where a change is least likely.
const (
	gapJoint     gap = iota // hyphen or apostrophe: the same word goes on
	gapSpace                // white space only
	gapComma                // comma or slash
	gapDash                 // dash, colon, semicolon, ellipsis
	gapBracket              // round or square bracket
	gapSentence             // end of a sentence
	gapQuote                // quotation mark
	gapLine                 // line break
	gapParagraph            // blank line, or start of the text
)

// A form is the way a word is written, insofar as it determines how much evidence of the language the word is.
type form uint8

const (
	lower  form = iota
	first       // capitalised, where a sentence, a quotation or a line starts
	title       // capitalised elsewhere: a name, or a German noun
	upper       // capitals only: an acronym, or part of a headline
	masked      // handle, hashtag, address, number with letters: no evidence
)

// A token is one word: letters of one script.
type token struct {
	start, end int32 // bytes into the chunk
	letters    int32
	before     gap
	form       form
	script     script
}

// tokenize appends the words of text to dst.
func tokenize(text string, dst []token) []token {
	s := scanner{text: text, tokens: dst, gap: gapParagraph, fresh: true, addresses: address.MayHold(text)}
	s.startLine()
	for s.at < len(text) {
		switch c := text[s.at]; {
		case isASCIILetter(c):
			s.word(rune(c))
		case c == ' ':
			s.space()
			s.at++
		case c >= '0' && c <= '9':
			s.mask(numberEnd(text, s.at))
		case c == '@' || c == '#':
			s.handle(c)
		case c < utf8.RuneSelf:
			s.mark(c)
			s.at++
		default:
			r, size := utf8.DecodeRuneInString(text[s.at:])
			if unicode.IsLetter(r) {
				s.word(r)
				continue
			}
			s.wideMark(r, size)
			s.at += size
		}
	}
	s.endLine()
	return s.tokens
}

// A scanner cuts a text into tokens.
type scanner struct {
	text   string
	at     int // the byte to read next
	tokens []token

	// What separates the last token from the next one:
	gap    gap
	spaced bool // there is white space
	stop   bool // there is a full stop or the like, which ends a sentence if white space follows

	fresh     bool // no word since a sentence, a quotation or a line started
	addresses bool // the text may hold some
	line      line
}

// A line is what a scanner remembers of the line that it reads.
type line struct {
	first       int // number of its first token
	cased       int // words that have cases
	capitals    int // words that are written in capitals only
	attribution int // number of the first token of a tweet's attribution, which fills the rest of the line; -1 for none
}

// widen makes the gap one of kind g, unless it is wider already.
func (s *scanner) widen(g gap) { s.gap = max(s.gap, g) }

// open is [scanner.widen] for gaps after which a capital means nothing.
func (s *scanner) open(g gap) {
	s.widen(g)
	s.fresh = true
}

func (s *scanner) space() {
	s.spaced = true
	if s.stop {
		s.open(gapSentence)
		s.stop = false
	}
	s.widen(gapSpace)
}

// mark reads an ASCII character that begins no token.
func (s *scanner) mark(c byte) {
	switch c {
	case '\n':
		s.lineBreak()
	case '\t', '\r':
		s.space()
	case '.', '!', '?':
		// An initial or the parts of "z. B." end no sentence.
		s.stop = c != '.' || s.gap != gapJoint || len(s.tokens) == 0 || s.tokens[len(s.tokens)-1].letters != 1
		s.widen(gapComma)
	case '"':
		s.open(gapQuote)
	case '\'':
		s.apostrophe(1)
	case ',', '/':
		s.widen(gapComma)
	case ':':
		s.open(gapDash)
	case ';':
		s.widen(gapDash)
	case '-':
		if s.spaced {
			s.widen(gapDash)
		}
	case '(', ')', '[', ']':
		s.widen(gapBracket)
	}
}

// wideMark reads a character beyond ASCII that begins no token.
func (s *scanner) wideMark(r rune, size int) {
	switch r {
	case '’':
		s.apostrophe(size)
	case '–', '—', '…', '·', '•', '|', '؛':
		s.widen(gapDash)
	case '。', '！', '？', '؟', '।':
		s.open(gapSentence)
	case '、', '，', '،':
		s.widen(gapComma)
	case '\u2028', '\u2029', '\u0085':
		s.endLine()
		s.open(gapLine)
	default:
		switch {
		case isQuote(r):
			s.open(gapQuote)
		case unicode.IsSpace(r):
			s.space()
		case r > 0x2000:
			s.widen(gapComma)
		}
	}
}

// apostrophe reads a mark of size bytes, which is a quotation mark unless it is inside a word.
func (s *scanner) apostrophe(size int) {
	n := len(s.tokens)
	if s.spaced || n == 0 || int(s.tokens[n-1].end) != s.at || !isLetterAt(s.text, s.at+size) {
		s.open(gapQuote)
	}
}

// lineBreak reads a line feed. A second one, with nothing but white space between, ends the paragraph.
func (s *scanner) lineBreak() {
	s.endLine()
	if s.gap == gapLine || s.gap == gapParagraph {
		s.gap = gapParagraph
	} else {
		s.gap = gapLine
	}
	s.fresh, s.spaced, s.stop = true, true, false
}

// leastShout is the least number of words in capitals, one after the other, that are words and not acronyms.
const leastShout = 4

// shout finds words in capitals that stand one after the other, from a token on, and takes their capitals for
// nothing.
func (s *scanner) shout(from int) {
	loud := func(t *token) bool { return t.form == upper || t.letters == 1 && (t.form == title || t.form == first) }
	for i := from; i < len(s.tokens); {
		j := i
		for j < len(s.tokens) && loud(&s.tokens[j]) && (j == i || s.tokens[j].before <= gapSpace) {
			j++
		}
		if j-i >= leastShout {
			for k := i; k < j; k++ {
				if t := &s.tokens[k]; t.letters > 1 {
					t.form = first
				}
			}
		}
		i = max(j, i+1)
	}
}

func (s *scanner) startLine() { s.line = line{first: len(s.tokens), attribution: -1} }

// endLine settles the forms of the words of the line, which depend on all of it: capitals mean nothing in a headline,
// and an attribution means nothing at all.
func (s *scanner) endLine() {
	l := &s.line
	if l.capitals >= 3 && l.capitals*10 >= l.cased*8 {
		for i := l.first; i < len(s.tokens); i++ {
			if t := &s.tokens[i]; t.form == upper && t.letters > 1 {
				t.form = first
			}
		}
	}
	if l.capitals >= leastShout/2 {
		s.shout(l.first)
	}
	if l.attribution >= 0 {
		for i := l.attribution; i < len(s.tokens); i++ {
			s.tokens[i].form = masked
		}
	}
	s.startLine()
}

// add appends a token that ends where reading goes on.
func (s *scanner) add(t token) {
	s.at = int(t.end)
	s.tokens = append(s.tokens, t)
	s.gap, s.spaced, s.stop = gapJoint, false, false
}

// mask adds the text up to end as a token that is not evidence of a language.
func (s *scanner) mask(end int) {
	s.add(token{start: int32(s.at), end: int32(end), before: s.gap, form: masked})
}

// handle reads a handle or a hashtag, or a lone @ or #.
func (s *scanner) handle(c byte) {
	end := address.TagEnd(s.text, s.at)
	if end == s.at {
		s.at++
		return
	}
	if c == '@' && (s.line.first == len(s.tokens) || strings.HasSuffix(s.text[:s.at], "(")) {
		s.line.attribution = attributionStart(s.text, s.at, s.line.first, s.line.attribution)
	}
	s.mask(end)
	s.fresh = s.fresh && c == '@'
}

// word reads an address, or a word that begins with the letter r.
func (s *scanner) word(r rune) {
	if s.addresses {
		if end := address.End(s.text, s.at); end > s.at {
			s.mask(end)
			return
		}
	}
	t := token{start: int32(s.at), before: s.gap, script: scriptOf(r)}
	capitals, smalls := t.letterRun(s.text)
	switch {
	case s.masksWord(int(t.end)):
		t.form = masked
	case capitals == 0:
		t.form = lower
		if s.gap == gapSentence && unicode.IsLower(r) {
			t.before = gapDash // a full stop before a small letter follows an abbreviation
		}
	case smalls == 0 && t.letters > 1:
		t.form = upper
		s.line.capitals++
	case s.fresh:
		t.form = first
	default:
		t.form = title
	}
	if capitals > 0 || smalls > 0 {
		s.line.cased++
	}
	s.add(t)
	s.fresh = false
}

// masksWord reports whether the character at end makes the word before it part of a name or a code.
func (s *scanner) masksWord(end int) bool {
	if end == len(s.text) {
		return false
	}
	c := s.text[end]
	return c >= '0' && c <= '9' || c == '_' || c == '@'
}

// letterRun extends t, which starts with a letter, over the letters of its script that follow, and counts those with
// cases. What belongs to a letter before, and invisible joints and hyphens, do not count.
func (t *token) letterRun(text string) (capitals, smalls int) {
	i := int(t.start)
	for i < len(text) {
		var r rune
		size := 1
		if c := text[i]; c < utf8.RuneSelf {
			if !isASCIILetter(c) {
				break
			}
			r = rune(c)
			if c >= 'a' {
				smalls++
			} else {
				capitals++
			}
		} else {
			r, size = utf8.DecodeRuneInString(text[i:])
			if unicode.Is(unicode.Mn, r) || r == '\u200d' || r == '\u00ad' || r == '\u200c' {
				i += size
				continue
			}
			if !unicode.IsLetter(r) {
				break
			}
			if unicode.IsUpper(r) {
				capitals++
			} else {
				smalls++
			}
		}
		if s := scriptOf(r); s == kana && t.script == han {
			t.script = kana
		} else if s != t.script && !(s == han && t.script == kana) {
			break
		}
		t.letters++
		i += size
		if t.letters >= maxCJKToken && (t.script == han || t.script == kana || t.script == thai) {
			break
		}
	}
	t.end = int32(i)
	return capitals, smalls
}

// maxCJKToken bounds the tokens of scripts that are written without spaces.
const maxCJKToken = 8

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isLetterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// numberEnd returns the end of the number at i, with ordinals and units that touch it.
func numberEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c >= '0' && c <= '9' || isASCIILetter(c) {
			i++
			continue
		}
		if (c == '.' || c == ',' || c == ':') && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
			i += 2
			continue
		}
		break
	}
	return i
}

// attributionStart returns the number of the first token of a tweet's attribution, given a handle at i and what was
// found before it on the line: the first of the line if the line starts with the handle or with a dash, else -1.
func attributionStart(text string, i, lineStart, found int) int {
	if found >= 0 {
		return found
	}
	line := strings.TrimLeft(text[strings.LastIndexByte(text[:i], '\n')+1:i], " \t(")
	if line == "" {
		if rest, _, _ := strings.Cut(text[i:], "\n"); !strings.Contains(strings.TrimSpace(rest), " ") {
			return lineStart
		}
		return -1
	}
	if strings.HasPrefix(line, "—") || strings.HasPrefix(line, "–") || strings.HasPrefix(line, "--") ||
		strings.HasPrefix(line, "- ") {
		return lineStart
	}
	return -1
}
