package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// SplitterFor returns the splitter of a language, given as a BCP 47 tag such as "de" or "en-GB". Languages without
// rules of their own get [Plain].
func SplitterFor(tag string) Splitter {
	if own := rulesOf.Of(lang.Code(tag)); own != nil {
		return own.split
	}
	return Plain
}

// German splits German text into sentences, by the conventions of the Universal Dependencies treebanks: sentences
// inside a longer quotation are cut, a quotation stays with the words that frame it, a label or a list number stays
// with the sentence after it.
func German(text string) []offset.Span { return rulesOf.Of(lang.German.Code).split(text) }

// English splits English text into sentences, by the conventions of [German].
func English(text string) []offset.Span { return rulesOf.Of(lang.English.Code).split(text) }

// rulesOf holds the sentence rules of the languages that have some.
var rulesOf = lang.NewTable(func(l *lang.Language) *rules {
	s := l.Sentences
	if s == nil {
		return nil
	}
	r := &rules{
		abbreviations: map[string]abbreviation{},
		suffixes:      strings.Fields(s.Endings),
		starters:      lang.WordSet(s.Starters + " " + s.Openers),
		openers:       newOpeners(s.Openers),
		leads:         lang.WordSet(s.Leads),
		speech:        lang.WordSet(s.Speech),
		finals:        lang.WordSet(s.Finals),
		small:         s.Small,
		nouns:         l.NounCapitals,
		titles:        lang.TitleWordsOf(l.Code),
	}
	lists := [...]string{
		inside: s.Inside, either: s.Either, counted: s.Counted, homograph: s.Homographs, ordinary: s.Ordinary,
	}
	for class, words := range lists {
		for w := range strings.FieldsSeq(words) {
			r.abbreviations[w] = abbreviation(class)
			r.longest = max(r.longest, len(w))
		}
	}
	if o := s.Ordinals; o != nil {
		r.ordinals = &ordinals{
			months:       lang.WordSet(o.Months),
			articles:     lang.WordSet(o.Articles),
			prepositions: lang.WordSet(o.Prepositions),
			cardinals:    lang.WordSet(o.Cardinals),
		}
	}
	return r
})

// Plain splits text in any language, knowing no abbreviations: at full stops, question and exclamation marks and
// ellipses that no lower-case letter follows.
func Plain(text string) []offset.Span { return plain.split(text) }

var plain = &rules{}

// rules hold what the splitter knows of a language, see [lang.Sentences]. What is the same in all of them, marks,
// quotes, brackets and white space, is in the engine below.
type rules struct {
	abbreviations map[string]abbreviation
	longest       int // bytes of the longest of them
	suffixes      []string
	starters      map[string]bool
	openers       *openers
	leads         map[string]bool
	speech        map[string]bool
	small         string          // a pronoun that only careless writers write small
	finals        map[string]bool // the last two letters of its words
	ordinals      *ordinals       // nil: a number and a full stop end the sentence
	nouns         bool            // begin with a capital
	titles        *lang.TitleWords
}

// stops marks the bytes at which the engine looks closer: the ASCII sentence marks, line feeds (a blank line ends a
// sentence), what emoticons start with, what rules are drawn with, the first bytes of the sentence marks and of emoji
// outside ASCII, and spaces, of which signals marks those that matter by the byte after them.
var stops = func() (t [256]bool) {
	for _, c := range []byte(" .!?\n:;=_*\xe2\xe3\xef\xd8\xe0\xf0") {
		t[c] = true
	}
	return
}()

type mark uint8

const (
	noMark mark = iota
	fullStop
	ellipsis
	strongMark // ! ?
	foreignMark
)

// markAt returns the sentence mark at text[i] and its length; for noMark, how far the scan may go on.
func markAt(text string, i int) (mark, int) {
	switch text[i] {
	case '.':
		return fullStop, 1
	case '!', '?':
		return strongMark, 1
	}
	if text[i] < utf8.RuneSelf {
		return noMark, 1
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '…':
		return ellipsis, n
	case '‼', '⁇', '⁈', '⁉', '؟', '‽':
		return strongMark, n
	case '。', '！', '？', '．', '।', '॥', '｡':
		return foreignMark, n
	}
	return noMark, n
}

// A pass is one walk over a text.
type pass struct {
	*rules
	text  string
	start int  // of the sentence
	item  int  // the number of the last list item, 0 for none
	hand  hand // of the writer, as far as it is known
}

// split cuts text in one pass. Every look back and ahead is bounded or jumped over, so that the time is linear in the
// length of text, whatever it holds.
func (r *rules) split(text string) []offset.Span {
	p := pass{rules: r, text: text, start: skipSpace(text, 0)}
	if p.start == len(text) {
		return nil
	}
	out := make([]offset.Span, 0, 1+len(text)/120)
	if end := p.openingTags(); end > 0 {
		out = append(out, offset.Span{Start: p.start, End: end})
		p.start = skipSpace(text, end)
	}
	for i := p.start; i < len(text); {
		if !stops[text[i]] {
			i++
			continue
		}
		var end, next int
		if text[i] == ' ' {
			if i+3 < len(text) && p.quiet(text[i+1:i+4]) {
				i++
				continue
			}
			end, next = p.space(i)
		} else {
			end, next = p.look(i)
		}
		if end > p.start {
			out = append(out, offset.Span{Start: p.start, End: end})
			next = skipSpace(text, end)
			p.start = next
		}
		i = next
	}
	if s := trimSpan(text, offset.Span{Start: p.start, End: len(text)}); s.Len() > 0 {
		out = append(out, s)
	}
	return out
}

// look decides what the stop at i means for the sentence: where it ends, or 0, and where to go on looking.
func (p *pass) look(i int) (end, next int) {
	text, start := p.text, p.start
	switch text[i] {
	case '\n':
		j := i + 1
		for j < len(text) && (text[j] == ' ' || text[j] == '\t' || text[j] == '\r') {
			j++
		}
		if j < len(text) && text[j] == '\n' {
			return trimSpan(text, offset.Span{Start: start, End: i}).End, j
		}
		return 0, j
	case '_', '*', ':', ';', '=':
		if n := emoticon(text, i); n > 0 {
			return p.afterEmoticon(i + n)
		}
		if text[i] == ':' || text[i] == ';' {
			return p.colon(i)
		}
		return rule(text, start, i)
	case '\xf0':
		return p.afterEmoji(i)
	}
	return p.marks(i)
}

// marks is [pass.look] for the sentence marks that begin at i, or for a bullet.
func (p *pass) marks(i int) (end, next int) {
	text := p.text
	c := context{pass: p, mark: i}
	j := i
	for j < len(text) {
		m, n := markAt(text, j)
		if m == noMark {
			if j == i {
				return bulletCut(text, p.start, i), i + n
			}
			break
		}
		c.count(m)
		j += n
		if m == fullStop && spacedDot(text, j) {
			j++ // ". . ."
		}
	}
	c.marksEnd = j
	if strings.HasPrefix(text[j:], " )") && i > 1 && text[i-2:i] == "( " {
		j++ // "( ... )"
	}
	j = skipClosers(text, j)
	c.closed = j
	if k := skipEmoticons(text, j); k > j {
		j = k
		c.smiled = true
	}
	next = skipSpace(text, j)
	if next == len(text) {
		return 0, next
	}
	if next == j && !c.foreign {
		if c.smiled {
			return 0, j
		}
		return p.glued(&c), j
	}
	if k := p.skipReferences(j); k > j {
		j, next = k, skipSpace(text, k)
	}
	if k := skipEmoticons(text, next); k > next {
		j, next = k, skipSpace(text, k)
		c.smiled = true
	}
	if next == len(text) {
		return 0, next
	}
	c.follow = following(text, next)
	if end := p.leader(&c, next); end > 0 {
		return end, end
	}
	if c.foreign || p.ends(&c) {
		return j, next
	}
	return 0, next
}

// context is a run of marks and what surrounds it.
type context struct {
	*pass
	mark     int // the first mark
	marksEnd int // behind the last
	closed   int // behind the quotes and brackets that close after them
	dots     int // full stops among the marks; an ellipsis counts three
	strong   bool
	foreign  bool
	smiled   bool // an emoticon or emoji follows
	follow   follow
}

func (c *context) count(m mark) {
	switch m {
	case fullStop:
		c.dots++
	case ellipsis:
		c.dots += 3
	case strongMark:
		c.strong = true
	case foreignMark:
		c.foreign = true
	}
}

// glued decides about marks without white space after them, "gesagt.Dann": it returns the end of the sentence, or 0.
// Only between a word in lower case and a capitalised one is a space missing; all else is a URL, a number, an
// abbreviation or a name.
func (r *rules) glued(c *context) int {
	word := c.wordBefore(c.mark)
	if len(word) < 3 || c.dots > 1 && !c.strong || !lowerLetters(word[1:]) {
		return 0
	}
	f := following(c.text, c.closed)
	if b := c.text[c.closed]; b == '-' || b == '*' || b == '_' {
		return 0
	}
	switch f.word {
	case "Com", "De", "Net", "Org":
		return 0
	}
	if f.class != capital || utf8.RuneCountInString(f.word) < 2 ||
		!lowerLetters(f.word[1:]) && !lowerLetters(f.word[2:]) {
		return 0
	}
	if rest := c.text[f.end:]; rest != "" &&
		(rest[0] == '.' && len(rest) > 1 && rest[1] != ' ' ||
			strings.IndexByte("/@_-=", rest[0]) >= 0 || rest[0] >= '0' && rest[0] <= '9') {
		return 0
	}
	if !c.strong && r.abbreviation(c, word) != noAbbreviation {
		return 0
	}
	return c.closed
}

// ends decides whether a sentence ends at marks that white space follows.
func (r *rules) ends(c *context) bool {
	f := &c.follow
	switch f.class {
	case joining:
		return false
	case small:
		if c.strong && f.dots {
			return true
		}
		if f.address {
			return c.strong || c.dots > 1 || r.abbreviation(c, c.wordBefore(c.mark)) != inside
		}
		return c.smiled && c.closed == c.marksEnd || r.plainSmall(c)
	case bullet:
		return true
	case digit:
		if f.torn {
			return false
		}
	}
	if c.strong || c.dots > 1 {
		return !(c.quoted() && c.spoken()) && !(c.text[c.mark] == '!' && c.marksEnd == c.mark+1 && c.named())
	}
	return r.fullStop(c)
}

// plainSmall reports whether a lower-case letter may start a sentence here: the writer does not use capital letters,
// and what stands before the mark is not an abbreviation.
func (r *rules) plainSmall(c *context) bool {
	if c.quoted() && !c.bracketed() || c.dots > 1 {
		return false
	}
	if ch, _ := utf8.DecodeRuneInString(c.text[c.start:]); !unicode.IsLower(ch) && !c.careless() {
		return c.aside()
	}
	return c.strong || c.plainWord(c.mark)
}

// quoted reports whether a quote or a bracket closes behind the marks.
func (c *context) quoted() bool { return c.closed > c.marksEnd }

// fullStop decides about a single full stop that a capital letter, a digit or a sign follows.
func (r *rules) fullStop(c *context) bool {
	word := c.wordBefore(c.mark)
	if word == "" {
		return true
	}
	f := &c.follow
	starter := f.class == capital && r.starters[f.word] && !f.isInitial(c.text)
	quoted := c.quoted()
	first := c.onlySigns(c.mark - len(word))
	if first && c.dots == 1 && (utf8.RuneCountInString(word) == 1 || digits(word) > 0 && len(word) < 4) {
		c.item = number(word)
		return false // the number or letter of a list item
	}
	if r.ordinals != nil && !quoted {
		if ends, ok := c.numberEnds(word, starter); ok {
			return ends
		}
	}
	if c.measured(word) {
		return true
	}
	switch r.abbreviation(c, word) {
	case inside:
		return quoted && starter
	case homograph:
		return starter || !r.led(c, word, first)
	case either:
		return starter
	case counted:
		if f.class == digit || roman(f.word) {
			return false
		}
		if utf8.RuneCountInString(word) == 1 {
			return starter
		}
	}
	return true
}
