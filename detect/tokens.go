package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A gap is what stands between two words, as far as it says how likely the language changes there.
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

// A form is how a word is written, as far as it says how much the word tells.
type form uint8

const (
	lower  form = iota
	first       // capitalised, where a sentence, a quotation or a line starts
	title       // capitalised elsewhere: a name, or a German noun
	upper       // capitals only: an acronym, or part of a headline
	masked      // handle, hashtag, address, number with letters: says nothing
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
	g := gapParagraph
	fresh := true     // no word since the sentence started
	var space bool    // white space since the last word
	var stop bool     // a full stop or the like since the last word
	lineStart := 0    // index in dst of the first word of the line
	wordsUpper := 0   // of the line
	wordsCased := 0   // of the line
	attribution := -1 // index of the first word of the line if the line is a tweet's attribution
	endLine := func() {
		if wordsUpper >= 3 && wordsUpper*10 >= wordsCased*8 {
			for i := lineStart; i < len(dst); i++ {
				if dst[i].form == upper && dst[i].letters > 1 {
					dst[i].form = first
				}
			}
		}
		if attribution >= 0 {
			for i := attribution; i < len(dst); i++ {
				dst[i].form = masked
			}
		}
		lineStart, wordsUpper, wordsCased, attribution = len(dst), 0, 0, -1
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf && !isASCIILetter(c) {
			switch {
			case c == '\n':
				endLine()
				if g == gapLine || g == gapParagraph {
					g = gapParagraph
				} else {
					g = gapLine
				}
				fresh, space, stop = true, true, false
			case c == ' ' || c == '\t' || c == '\r':
				space = true
				if stop {
					g, fresh, stop = max(g, gapSentence), true, false
				}
				g = max(g, gapSpace)
			case c == '.' || c == '!' || c == '?':
				// An initial or the parts of "z. B." end no sentence.
				stop = c != '.' || g != gapJoint || len(dst) == 0 || dst[len(dst)-1].letters != 1
				g = max(g, gapComma)
			case c == '"':
				g, fresh = max(g, gapQuote), true
			case c == '\'':
				if space || i+1 < len(text) && !isLetterAt(text, i+1) || len(dst) == 0 || int(dst[len(dst)-1].end) != i {
					g, fresh = max(g, gapQuote), true
				}
			case c == ',' || c == '/':
				g = max(g, gapComma)
			case c == ':' || c == ';':
				g = max(g, gapDash)
				fresh = fresh || c == ':'
			case c == '-':
				if space {
					g = max(g, gapDash)
				}
			case c == '(' || c == ')' || c == '[' || c == ']':
				g = max(g, gapBracket)
			case c == '@' || c == '#':
				if end := maskEnd(text, i); end > i {
					if c == '@' && lineStart == len(dst) || c == '@' && strings.HasSuffix(text[:i], "(") {
						attribution = attributionStart(text, i, lineStart, attribution)
					}
					dst = append(dst, token{start: int32(i), end: int32(end), before: g, form: masked})
					g, space, stop, fresh = gapJoint, false, false, fresh && c == '@'
					i = end
					continue
				}
			case c >= '0' && c <= '9':
				end := numberEnd(text, i)
				dst = append(dst, token{start: int32(i), end: int32(end), before: g, form: masked})
				g, space, stop = gapJoint, false, false
				i = end
				continue
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			switch r {
			case '“', '”', '„', '‟', '«', '»', '‹', '›', '‚', '‘', '「', '」', '『', '』', '《', '》':
				g, fresh = max(g, gapQuote), true
			case '’':
				if space || !isLetterAt(text, i+size) || len(dst) == 0 || int(dst[len(dst)-1].end) != i {
					g, fresh = max(g, gapQuote), true
				}
			case '–', '—', '…', '·', '•', '|', '؛':
				g = max(g, gapDash)
			case '。', '！', '？', '؟', '।':
				g, fresh = max(g, gapSentence), true
			case '、', '，', '،':
				g = max(g, gapComma)
			case '\u2028', '\u2029', '\u0085':
				endLine()
				g, fresh = max(g, gapLine), true
			default:
				if unicode.IsSpace(r) {
					space = true
					if stop {
						g, fresh, stop = max(g, gapSentence), true, false
					}
					g = max(g, gapSpace)
				} else if r > 0x2000 {
					g = max(g, gapComma)
				}
			}
			i += size
			continue
		}
		if end := addressEnd(text, i); end > i {
			dst = append(dst, token{start: int32(i), end: int32(end), before: g, form: masked})
			g, space, stop = gapJoint, false, false
			i = end
			continue
		}
		t := token{start: int32(i), before: g, script: scriptOf(r)}
		capitals, smalls := 0, 0
		firstUpper, firstCased := unicode.IsUpper(r), unicode.IsLower(r)
		for i < len(text) {
			var r rune
			var size int
			if c := text[i]; c < utf8.RuneSelf {
				if !isASCIILetter(c) {
					break
				}
				r, size = rune(c), 1
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
			if s := scriptOf(r); s != t.script && !(s == kana && t.script == han || s == han && t.script == kana) {
				break
			} else if s == kana {
				t.script = kana
			}
			t.letters++
			i += size
			if t.letters >= maxCJKToken && (t.script == han || t.script == kana || t.script == thai) {
				break
			}
		}
		if i == int(t.start) { // a letter that starts a token always belongs to it; this guards against a loop
			i += size
			t.letters = 1
		}
		t.end = int32(i)
		switch {
		case i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] == '_' || text[i] == '@'):
			t.form = masked
		case capitals == 0:
			t.form = lower
			if g == gapSentence && firstCased {
				t.before = gapDash // a full stop before a small letter follows an abbreviation
			}
		case smalls == 0 && t.letters > 1:
			t.form = upper
			wordsUpper++
		case fresh:
			t.form = first
		case firstUpper || capitals > 0:
			t.form = title
		}
		if capitals > 0 || smalls > 0 {
			wordsCased++
		}
		dst = append(dst, t)
		g, space, stop, fresh = gapJoint, false, false, false
	}
	endLine()
	return dst
}

// maxCJKToken bounds the tokens of scripts that are written without spaces.
const maxCJKToken = 8

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isLetterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// maskEnd returns the end of the handle or hashtag at i, or i if there is none.
func maskEnd(text string, i int) int {
	j := i + 1
	for j < len(text) {
		r, size := utf8.DecodeRuneInString(text[j:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && !unicode.Is(unicode.Mn, r) {
			break
		}
		j += size
	}
	if j == i+1 {
		return i
	}
	return j
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

// addressEnd returns the end of the URL, domain or mail address at i, or i if there is none.
func addressEnd(text string, i int) int {
	j := i
	for j < len(text) && j < i+maxAddress && text[j] < utf8.RuneSelf && (isASCIILetter(text[j]) || text[j] >= '0' && text[j] <= '9' || text[j] == '-' || text[j] == '_') {
		j++
	}
	if j == i || j+1 >= len(text) {
		return i
	}
	switch rest := text[j:]; {
	case strings.HasPrefix(rest, "://"):
	case rest[0] == '@' && isLetterAt(text, j+1):
	case rest[0] == '.' && (isASCIILetter(rest[1])) && text[i] != '.':
		// A domain: the label after the last dot is short and in lower case, and what precedes is no end of a sentence such as "kam.er".
		k := j
		dots, path := 0, false
		last := 0
		for k < len(text) && k < i+maxAddress && text[k] < utf8.RuneSelf && (isASCIILetter(text[k]) || text[k] >= '0' && text[k] <= '9' || strings.IndexByte("-_./", text[k]) >= 0) {
			if text[k] == '.' && !path {
				dots++
				last = k + 1
			}
			path = path || text[k] == '/'
			k++
		}
		tail := text[last:k]
		if s := strings.IndexByte(tail, '/'); s >= 0 {
			tail = tail[:s]
		}
		tail = strings.TrimRight(tail, ".")
		if !path && !strings.HasPrefix(text[i:], "www.") && !domains[tail] {
			return i
		}
	default:
		return i
	}
	for j < len(text) && text[j] > ' ' && strings.IndexByte("\"<>()", text[j]) < 0 {
		if text[j] >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(text[j:]); unicode.IsLetter(r) {
				j += size
				continue
			}
			break
		}
		j++
	}
	for j > i && strings.IndexByte(".,;:!?'", text[j-1]) >= 0 {
		j--
	}
	return j
}

// maxAddress bounds how far a word is followed before it is known to be an address.
const maxAddress = 256

var domains = map[string]bool{
	"com": true, "org": true, "net": true, "de": true, "at": true, "ch": true, "eu": true, "uk": true, "fr": true, "es": true, "it": true, "ru": true,
	"pl": true, "nl": true, "io": true, "tv": true, "info": true, "gov": true, "edu": true, "co": true, "us": true, "ua": true, "me": true, "cz": true,
	"ro": true, "hu": true, "se": true, "dk": true, "tr": true, "br": true, "ly": true,
}

// attributionStart says where the words of a tweet's attribution line start, given that a handle stands at i: at the first word of its line if the line
// starts with the handle or with a dash, else nowhere.
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
	if strings.HasPrefix(line, "—") || strings.HasPrefix(line, "–") || strings.HasPrefix(line, "--") || strings.HasPrefix(line, "- ") {
		return lineStart
	}
	return -1
}
