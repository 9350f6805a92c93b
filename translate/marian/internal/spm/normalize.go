package spm

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A normalizer rewrites text before segmentation: characters by a table, blanks by rule.
type normalizer struct {
	units        []byte // double array of the table's keys, u32 each
	replacements string // NUL-terminated
	dummyPrefix  bool   // put a blank before the text
	removeExtra  bool   // drop leading and trailing blanks, merge runs of them
	escape       bool   // write a blank as U+2581
	asSuffix     bool   // the dummy blank stands behind the text
}

// setCharsmap reads a precompiled_charsmap: u32 length of the double array, the array, the replacements.
func (n *normalizer) setCharsmap(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if len(b) < 4 {
		return fmt.Errorf("charsmap of %d bytes is too short", len(b))
	}
	size := uint64(binary.LittleEndian.Uint32(b))
	if size > uint64(len(b)-4) || size%4 != 0 || size < 4 {
		return fmt.Errorf("charsmap: a table of %d bytes does not fit into %d", size, len(b))
	}
	n.units, n.replacements = b[4:4+size], string(b[4+size:])
	if len(n.replacements) > 0 && n.replacements[len(n.replacements)-1] != 0 {
		return fmt.Errorf("charsmap: the replacements are not terminated by NUL")
	}
	return nil
}

func (n *normalizer) unit(i uint32) (uint32, bool) {
	if uint64(i)*4+4 > uint64(len(n.units)) {
		return 0, false
	}
	return binary.LittleEndian.Uint32(n.units[4*i:]), true
}

// lookup walks the double array along s and returns the length of the longest key and its replacement; 0 if none
// matches. A unit of a darts-clone array holds, for an inner node, the label in bits 0-7 and 31, a flag in bit 8 that
// is set where a key ends here, a flag in bit 9 that scales the offset by 256, and the offset to the children in bits
// 10-30; for a leaf, bit 31 is set and the rest is the value.
func (n *normalizer) lookup(s string) (length int, replacement string) {
	u, ok := n.unit(0)
	if !ok {
		return 0, ""
	}
	pos := children(u)
	value := uint32(0)
	for i := range len(s) {
		c := uint32(s[i])
		pos ^= c
		if u, ok = n.unit(pos); !ok || u&(1<<31|0xff) != c {
			break
		}
		pos ^= children(u)
		if u>>8&1 != 0 {
			leaf, ok := n.unit(pos)
			if !ok {
				break
			}
			length, value = i+1, leaf&(1<<31-1)
		}
	}
	if length == 0 || uint64(value) >= uint64(len(n.replacements)) {
		return 0, ""
	}
	r := n.replacements[value:]
	return length, r[:strings.IndexByte(r, 0)]
}

func children(u uint32) uint32 { return u >> 10 << (u & (1 << 9) >> 6) }

// A normalized text and where it comes from.
type normalized struct {
	text []byte
	from []int // from[i]: offset in the original text of the bytes that text[i] was made from; one more entry than text
}

// prefix returns the normal form of the first unit of s and how many bytes of s it stands for.
func (p *Processor) prefix(s string) (form string, consumed int) {
	if p.hasUsers {
		if n := p.users.longest(s); n > 0 {
			return s[:n], n
		}
	}
	if n, r := p.norm.lookup(s); n > 0 {
		return r, n
	}
	if s[0] < utf8.RuneSelf {
		return s[:1], 1
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 {
		return "\uFFFD", 1
	}
	return s[:n], n
}

// normalize rewrites s into out, whose memory it reuses.
func (p *Processor) normalize(s string, out *normalized) {
	out.text, out.from = out.text[:0], out.from[:0]
	n := &p.norm
	consumed := 0
	put := func(c byte) {
		if c == ' ' && n.escape {
			out.text = append(out.text, space...)
			out.from = append(out.from, consumed, consumed, consumed)
			return
		}
		out.text = append(out.text, c)
		out.from = append(out.from, consumed)
	}
	if n.removeExtra {
		for consumed < len(s) {
			form, size := p.prefix(s[consumed:])
			if form != " " {
				break
			}
			consumed += size
		}
	}
	if consumed == len(s) {
		out.from = append(out.from, consumed)
		return
	}
	if n.dummyPrefix && !n.asSuffix {
		put(' ')
	}
	afterSpace := n.removeExtra
	for consumed < len(s) {
		form, size := p.prefix(s[consumed:])
		for afterSpace && len(form) > 0 && form[0] == ' ' {
			form = form[1:]
		}
		if len(form) > 0 {
			for i := range len(form) {
				put(form[i])
			}
			afterSpace = form[len(form)-1] == ' '
		}
		consumed += size
		if !n.removeExtra {
			afterSpace = false
		}
	}
	if n.removeExtra {
		blank := []byte(" ")
		if n.escape {
			blank = []byte(space)
		}
		for bytes.HasSuffix(out.text, blank) {
			length := len(out.text) - len(blank)
			consumed = out.from[length]
			out.text, out.from = out.text[:length], out.from[:length]
		}
	}
	if n.dummyPrefix && n.asSuffix {
		put(' ')
	}
	out.from = append(out.from, consumed)
}
