package document

import (
	"cmp"
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
// placeholder at the edge of the word has no source of its own, and moved holds its markup by its name. Movable holds
// the numbers of the placeholders that may be moved.
func wholeWords(text string, pieces []Piece, movable map[string]bool) (string, []Piece, map[string]offset.Span) {
	if len(movable) == 0 {
		return text, pieces, nil
	}
	parts := make([]part, len(pieces))
	for i, p := range pieces {
		parts[i] = part{p, p.Text.In(text)}
	}
	moved := map[string]offset.Span{}
	var places []landing
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
			for _, p := range moveOut(parts, i, end) {
				moved[placeholderName(p.placeholder.text)] = p.placeholder.Source
				places = append(places, p)
			}
		}
		i = end
	}
	if len(places) == 0 {
		return text, pieces, nil
	}
	slices.SortStableFunc(places, func(a, b landing) int { return cmp.Or(a.part-b.part, a.at-b.at) })
	w := words{}
	for i, p := range parts {
		done := 0
		for len(places) > 0 && places[0].part == i {
			at := places[0].at
			if p.Text.Len() != p.Source.Len() && at > 0 {
				at = len(p.text) // it can only be taken whole
			}
			if done < at {
				w.add(p, done, at)
			}
			w.placeholder(places[0].placeholder, p.Source, at)
			done, places = at, places[1:]
		}
		if done < len(p.text) || p.text == "" {
			w.add(p, done, len(p.text))
		}
	}
	for _, p := range places {
		w.placeholder(p.placeholder, offset.Span{Start: parts[len(parts)-1].Source.End}, 0)
	}
	return w.text.String(), w.pieces, moved
}

// A landing is where a placeholder goes: before the byte at of a part.
type landing struct {
	placeholder part
	part, at    int
}

// words is the text of a block with whole words.
type words struct {
	text   strings.Builder
	pieces []Piece
}

// add appends a part from one byte of its text to another.
func (w *words) add(p part, from, to int) {
	piece := p.Piece
	if to-from < len(p.text) {
		piece.Source = offset.Span{Start: p.Source.Start + from, End: p.Source.Start + to}
	}
	piece.Text = offset.Span{Start: w.text.Len(), End: w.text.Len() + to - from}
	w.text.WriteString(p.text[from:to])
	w.pieces = append(w.pieces, piece)
}

// placeholder appends one without source, which stands at a byte of a part whose source is given.
func (w *words) placeholder(p part, source offset.Span, at int) {
	place := source.Start + at
	if at > 0 {
		place = min(place, source.End)
	}
	piece := Piece{Placeholder: true, Source: offset.Span{Start: place, End: place}}
	piece.Text = offset.Span{Start: w.text.Len(), End: w.text.Len() + len(p.text)}
	w.text.WriteString(p.text)
	w.pieces = append(w.pieces, piece)
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

// maxWordParts bounds how many pieces of a word are looked at, so that a word that never ends takes no more than
// linear time.
const maxWordParts = 32

// moveOut takes the placeholders parts[i:end] out of the word around them, and returns where they go: to its edges. It
// does nothing if the edges are too far away.
func moveOut(parts []part, i, end int) []landing {
	start, startAt := i, 0
	for start > 0 && !parts[start-1].Placeholder {
		if i-start > maxWordParts {
			return nil
		}
		t := parts[start-1].text
		if n := strings.LastIndexFunc(t, outsideWord); n >= 0 {
			_, size := utf8.DecodeRuneInString(t[n:])
			if n+size < len(t) {
				start, startAt = start-1, n+size
			}
			break
		}
		start--
	}
	stop, stopAt := end, 0
	for stop < len(parts) && !parts[stop].Placeholder {
		if stop-end > maxWordParts {
			return nil
		}
		if n := strings.IndexFunc(parts[stop].text, outsideWord); n >= 0 {
			stopAt = n
			break
		}
		stop++
	}
	var places []landing
	for k := i; k < end; k++ {
		if placeholderName(parts[k].text)[0] == '/' {
			places = append(places, landing{parts[k], stop, stopAt})
		} else {
			places = append(places, landing{parts[k], start, startAt})
		}
		parts[k].Placeholder, parts[k].text = false, ""
	}
	return places
}

func outsideWord(r rune) bool { return !unicode.IsLetter(r) && r != '\u00ad' }
