package document

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/internal/space"
)

func renderMarkdown(d *Document, target func(block, sentence int) string) ([]byte, error) {
	d = withValues(d, target)
	return splice(d, target, func(b *Block, sentence int, target string) (string, error) {
		m := marksOf(d.Source, b, sentence)
		if b.how().html {
			return m.encode(space.Fold(target), escapeHTML), nil
		}
		literal := b.literalSigns(sentence)
		return m.encode(m.hug(space.Fold(target)), func(text string, first bool) string {
			return escapeMarkdown(text, literal, first, b.Kind == Cell)
		}), nil
	})
}

// literalSigns returns the signs of a sentence that stand in the source as they are, though they may have a meaning
// there: what was left alone in the source is left alone in the translation.
func (b *Block) literalSigns(sentence int) string {
	s := b.Sentences[sentence]
	var signs []byte
	for _, p := range b.PiecesIn(s) {
		if p.Placeholder || p.Text.Len() != p.Source.Len() {
			continue
		}
		text := b.Text[max(p.Text.Start, s.Start):min(p.Text.End, s.End)]
		for i := range len(text) {
			if strings.IndexByte(markdownSigns, text[i]) >= 0 && !slices.Contains(signs, text[i]) {
				signs = append(signs, text[i])
			}
		}
	}
	return string(signs)
}

// hug moves spaces out of pairs of placeholders: "** text **" is not emphasis.
func (m *marks) hug(s string) string {
	if !strings.Contains(s, placeholder.Start) {
		return s
	}
	last := map[string]int{} // where each placeholder last stands
	for i := 0; i < len(s); {
		n := placeholder.Prefix(s[i:])
		if n > 0 {
			last[placeholderName(s[i:i+n])] = i
		}
		i += max(n, 1)
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		n := m.placeholder(s[i:])
		switch {
		case n > 0 && i+n < len(s) && s[i+n] == ' ' && last["/"+placeholderName(s[i:i+n])] > i:
			out.WriteString(" " + s[i:i+n])
			i += n + 1
		case n == 0 && s[i] == ' ' && strings.HasPrefix(s[i+1:], placeholder.Start+"/") && m.placeholder(s[i+1:]) > 0:
			n = m.placeholder(s[i+1:])
			out.WriteString(s[i+1:i+1+n] + " ")
			i += n + 1
		default:
			n = max(n, 1)
			out.WriteString(s[i : i+n])
			i += n
		}
	}
	return out.String()
}

// markdownSigns are the signs that may have a meaning wherever they stand.
const markdownSigns = "\\*_`[]<~&"

// escapeMarkdown returns text such that a reader of Markdown sees it as it is. Literal are the signs that need no
// escape. First means that it may stand at the start of a line, where more signs have a meaning.
func escapeMarkdown(s, literal string, first, cell bool) string {
	if !strings.ContainsAny(s, markdownSigns+"#+-=>|.)") {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		escape := false
		switch c {
		case '\\', '*', '`', '[', ']', '<', '~':
			escape = true
		case '_':
			escape = i == 0 || i+1 == len(s) || !wordByte(s[i-1]) || !wordByte(s[i+1])
		case '&':
			n, _ := reference(s[i:])
			escape = n > 0
		case '|':
			escape = cell
		case '#', '+', '-', '=', '>', '.', ')':
			escape = first && opensBlock(s, i)
		}
		if escape && strings.IndexByte(literal, c) < 0 {
			out.WriteByte('\\')
		}
		out.WriteByte(c)
	}
	return out.String()
}

// opensBlock reports whether the sign at i makes a heading, an item of a list, a quote or a line of what a line that
// starts with s is, for CommonMark.
func opensBlock(s string, i int) bool {
	rest := s[i+1:]
	ends := rest == "" || rest[0] == ' ' || rest[0] == '\t'
	switch c := s[i]; c {
	case '.', ')':
		return i > 0 && i < 10 && digits(s[:i]) == i && ends
	case '>':
		return i == 0
	case '+':
		return i == 0 && ends
	case '#':
		n := len(s) - len(strings.TrimLeft(s, "#"))
		return i == 0 && n <= 6 && (n == len(s) || s[n] == ' ' || s[n] == '\t')
	default: // - and =, which underline a heading, and of which - makes a rule as well
		return i == 0 && (c == '-' && ends || strings.Trim(s, string(c)+" \t") == "")
	}
}

func wordByte(c byte) bool {
	return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}
