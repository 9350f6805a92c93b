package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// formatting are the elements that may begin or end inside a word: a capital at the start of a chapter, a part of a
// compound that is underlined or linked. They are named as builders name them.
var formatting = []string{"a", "abbr", "b", "big", "del", "dfn", "em", "font", "i", "ins", "mark", "s", "small", "span",
	"strike", "strong", "tt", "u", "emphasis", "strikethrough", "link"}

// A part is a piece with its text, while the text of a block is still being put together.
type part struct {
	Piece
	text string
}

// wholeWords moves markup out of the middle of words: what opens there to the start of the word, what closes there to
// its end, since no backend could translate the halves. In the place of the markup stays a piece without text; the
// placeholder at the edge of the word has no source of its own, and moved holds its markup by its name. Movable tells
// by number which placeholders may be moved.
func wholeWords(text string, pieces []Piece, movable map[string]bool) (string, []Piece, map[string]offset.Span) {
	if len(movable) == 0 {
		return text, pieces, nil
	}
	parts := make([]part, len(pieces))
	for i, p := range pieces {
		parts[i] = part{p, p.Text.In(text)}
	}
	moved := map[string]offset.Span{}
	for i := 0; i < len(parts); {
		end := i
		for end < len(parts) && parts[end].Placeholder {
			end++
		}
		if end == i {
			i++
			continue
		}
		if insideWord(parts, i, end, movable) {
			before := len(parts) - end
			parts = moveOut(parts, i, end, moved)
			end = len(parts) - before
		}
		i = end
	}
	if len(moved) == 0 {
		return text, pieces, nil
	}
	var out strings.Builder
	pieces = make([]Piece, len(parts))
	for i, p := range parts {
		pieces[i] = p.Piece
		pieces[i].Text = offset.Span{Start: out.Len(), End: out.Len() + len(p.text)}
		out.WriteString(p.text)
	}
	return out.String(), pieces, moved
}

// insideWord reports whether the placeholders parts[i:end] stand between two letters of one word and may be moved.
// Elements that follow one another without white space, such as those of a menu, are words of their own.
func insideWord(parts []part, i, end int, movable map[string]bool) bool {
	closed := false
	for _, p := range parts[i:end] {
		name := placeholderName(p.text)
		closing := name[0] == '/'
		if !movable[strings.TrimPrefix(name, "/")] || closed && !closing {
			return false
		}
		closed = closed || closing
	}
	before, after := rune(0), rune(0)
	for k := i - 1; k >= 0 && !parts[k].Placeholder && before == 0; k-- {
		if parts[k].text != "" {
			before, _ = utf8.DecodeLastRuneInString(parts[k].text)
		}
	}
	for k := end; k < len(parts) && !parts[k].Placeholder && after == 0; k++ {
		if parts[k].text != "" {
			after, _ = utf8.DecodeRuneInString(parts[k].text)
		}
	}
	return unicode.IsLetter(before) && (unicode.IsLower(after) || unicode.IsUpper(before) && unicode.IsUpper(after))
}

// moveOut moves the placeholders parts[i:end] to the edges of the word around them.
func moveOut(parts []part, i, end int, moved map[string]offset.Span) []part {
	var opening, closing []part
	for k := i; k < end; k++ {
		p := parts[k]
		name := placeholderName(p.text)
		moved[name] = p.Source
		if name[0] == '/' {
			closing = append(closing, p)
		} else {
			opening = append(opening, p)
		}
		parts[k].Placeholder, parts[k].text = false, ""
	}
	if len(closing) > 0 {
		k, at := end, 0
		for ; k < len(parts) && !parts[k].Placeholder; k++ {
			if n := strings.IndexFunc(parts[k].text, outsideWord); n >= 0 {
				at = n
				break
			}
		}
		parts = insertAt(parts, k, at, closing)
	}
	if len(opening) > 0 {
		k, at := i, 0
		for k > 0 && !parts[k-1].Placeholder {
			t := parts[k-1].text
			if n := strings.LastIndexFunc(t, outsideWord); n >= 0 {
				_, size := utf8.DecodeRuneInString(t[n:])
				if n+size < len(t) {
					k, at = k-1, n+size
				}
				break
			}
			k--
		}
		parts = insertAt(parts, k, at, opening)
	}
	return parts
}

func outsideWord(r rune) bool { return !unicode.IsLetter(r) && r != '\u00ad' }

// insertAt puts placeholders without source before parts[k], or behind the first bytes of its text.
func insertAt(parts []part, k, bytes int, placeholders []part) []part {
	if bytes > 0 && len(parts[k].text) == parts[k].Source.Len() {
		head, tail := parts[k], parts[k]
		head.text, tail.text = head.text[:bytes], tail.text[bytes:]
		head.Source.End = head.Source.Start + bytes
		tail.Source.Start = head.Source.End
		parts = slices.Replace(parts, k, k+1, head, tail)
		k++
	}
	at := 0
	if k < len(parts) {
		at = parts[k].Source.Start
	} else if len(parts) > 0 {
		at = parts[len(parts)-1].Source.End
	}
	for i := range placeholders {
		placeholders[i].Source = offset.Span{Start: at, End: at}
	}
	return slices.Insert(parts, k, placeholders...)
}
