package spm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// unknownText is what an unknown token is written as.
const unknownText = " \u2047 "

// Decode joins tokens to text and appends to ranges, for each token, the bytes of the text that it made. Control
// tokens make none; of byte tokens that spell a character together, the last one makes it, and bytes that spell none
// become U+FFFD.
func (p *Processor) Decode(ids []int32, ranges []offset.Span) (string, []offset.Span) {
	var text strings.Builder
	trim := p.norm.dummyPrefix || p.norm.removeExtra
	for i := 0; i < len(ids); i++ {
		id := ids[i]
		start := text.Len()
		switch p.types[id] {
		case control:
		case unknown:
			text.WriteString(unknownText)
		case byteValue:
			n := 1
			for i+n < len(ids) && p.types[ids[i+n]] == byteValue {
				n++
			}
			ranges = p.decodeBytes(&text, ids[i:i+n], ranges)
			i += n - 1
			trim = false
			continue
		default:
			piece := p.pieces[id]
			// At the start of the text a blank is dropped: the one that was put there, or all of them.
			for trim && text.Len() == 0 && strings.HasPrefix(piece, space) {
				piece = piece[len(space):]
				trim = p.norm.removeExtra
			}
			for {
				before, after, found := strings.Cut(piece, space)
				text.WriteString(before)
				if !found {
					break
				}
				text.WriteByte(' ')
				piece = after
			}
		}
		ranges = append(ranges, offset.Span{Start: start, End: text.Len()})
	}
	return text.String(), ranges
}

// Spelt reports whether a token is a piece of the vocabulary, and no stand-in for characters that it lacks: a byte of
// one, or the unknown token.
func (p *Processor) Spelt(id int32) bool { return p.types[id] != byteValue && p.types[id] != unknown }

// Writes returns what a token writes within a text: a blank and letters, letters, a sign, one byte of a character.
// Control tokens write nothing.
func (p *Processor) Writes(id int32) string {
	switch p.types[id] {
	case control:
		return ""
	case unknown:
		return unknownText
	case byteValue:
		b, _ := parseByte(p.pieces[id])
		return string([]byte{b})
	}
	return strings.ReplaceAll(p.pieces[id], space, " ")
}

// AllWrites returns what each token of the vocabulary writes; see [Processor.Writes].
func (p *Processor) AllWrites() []string {
	out := make([]string, p.size)
	for i := range out {
		out[i] = p.Writes(int32(i))
	}
	return out
}

// Control returns the control token of that name.
func (p *Processor) Control(name string) (id int32, ok bool) {
	for i, s := range p.pieces[:p.size] {
		if p.types[i] == control && s == name {
			return int32(i), true
		}
	}
	return 0, false
}

// Joins reports whether a token goes on with the word before it: what it writes starts with a letter or a digit.
func (p *Processor) Joins(id int32) bool {
	if p.types[id] == byteValue {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.pieces[id])
	return p.types[id] != control && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// decodeBytes writes what a run of byte tokens spells.
func (p *Processor) decodeBytes(text *strings.Builder, ids []int32, ranges []offset.Span) []offset.Span {
	raw := make([]byte, len(ids))
	for i, id := range ids {
		raw[i], _ = parseByte(p.pieces[id])
	}
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		start := text.Len()
		for range n - 1 {
			ranges = append(ranges, offset.Span{Start: start, End: start})
		}
		text.WriteRune(r)
		ranges = append(ranges, offset.Span{Start: start, End: text.Len()})
		raw = raw[n:]
	}
	return ranges
}
