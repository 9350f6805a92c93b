package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
	"unique"

	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// Office files and e-books are XML in which the text of a paragraph is cut into runs and elements, often in the middle
// of a word. A flow collects what a paragraph is made of, joins what looks alike, and makes a [Block] of it, in which a
// stretch that looks different from the rest, or a link, is a pair of placeholders, and a picture, a field or a
// footnote a single one. The way back is in flow_render.go: every byte outside of translated sentences stays.

// A wrap is an element around runs or text, such as a link: a step on the way from the paragraph to its text.
type wrap struct {
	outer *wrap
	start offset.Span // what opens it, in the source
	end   string      // what closes it
	// seen means that a reader sees the element, so that it belongs to certain words. Others, such as the marks of
	// insertions, are left out where text is written anew.
	seen bool
}

// depth returns how many wraps there are from w outwards.
func (w *wrap) depth() int {
	n := 0
	for ; w != nil; w = w.outer {
		n++
	}
	return n
}

// common returns the innermost wrap around both.
func common(a, b *wrap) *wrap {
	for i, j := a.depth(), b.depth(); a != b; {
		if i >= j {
			a, i = a.outer, i-1
		} else {
			b, j = b.outer, j-1
		}
	}
	return a
}

// A face is what a run looks like.
type face struct {
	// key is equal for runs that a reader cannot tell apart. It is as long as the properties, and compared often.
	key  unique.Handle[string]
	open offset.Span // the start tag of the run with its properties
	end  string      // what closes the run
	text [2]string   // what opens and what closes the text in it
}

// newFace returns the face of a run that open begins, whose element has the given name, such as w:r. Its text is in an
// element whose name ends in t, with the given attributes.
func newFace(open offset.Span, name, attrs string) *face {
	text := strings.TrimSuffix(name, "r") + "t"
	return &face{key: unique.Make(""), open: open, end: "</" + name + ">",
		text: [2]string{"<" + text + attrs + ">", "</" + text + ">"}}
}

// rawName returns the name of an element as it stands in its tag.
func rawName(tag string) string { return tag[1:max(strings.IndexAny(tag, " \t\r\n/>"), 1)] }

// A spot is where a byte of a paragraph stands.
type spot struct {
	wrap *wrap
	face *face // of the run that is open; nil outside of runs
	text bool  // inside the element of the text of the run
	// trims means that white space at the ends of that element does not count.
	trims bool
}

// An itemKind is the kind of a part of a paragraph.
type itemKind uint8

const (
	itemText  itemKind = iota
	itemMark           // an element that stands for itself, such as a picture
	itemStow           // an element that must stay in the paragraph but belongs to no word, such as a bookmark
	itemOpen           // of a wrap
	itemClose          // of a wrap
	itemBegin          // of a range between two empty elements, such as that of a comment
	itemEnd            // of such a range
)

// An item is a part of a paragraph.
type item struct {
	kind itemKind
	span offset.Span // of source; the start tag of a wrap, the end tag where it closes
	text string      // of itemText
	from spot        // where it begins
	to   spot        // where it ends
	wrap *wrap       // of itemOpen and itemClose
	name string      // of a range: what its two ends have in common
	// content is what a mark, a stow or an end of a range is made of.
	content []content
	breaks  bool // of itemMark: a line or a column ends
	ends    bool // and no sentence goes on after it
}

// A content is source that stands in runs of a face, or outside of runs where that is nil.
type content struct {
	face *face
	span offset.Span
}

// inline is what a piece of a block stands for.
type inline struct {
	from, to spot
	kind     itemKind
	wrap     *wrap // of a pair around a wrap
	face     *face // of a pair around runs that look different
	content  []content
}

// A flow puts the blocks of a part together.
type flow struct {
	b      builder
	items  []item
	inside []Block // blocks inside the items of the paragraph, such as those of a text box
	// alternate is the number of the choice between two forms of the same content that is read; negative in the form
	// for older programs.
	alternate int

	languages *[]flowLanguage // of the document
}

// add adds an item to the paragraph.
func (f *flow) add(it item) { f.items = append(f.items, it) }

// single adds an element to the paragraph that stands for itself, and returns it.
func (f *flow) single(kind itemKind, s offset.Span, at spot) *item {
	f.add(item{kind: kind, span: s, from: at, to: at, content: []content{{at.face, s}}})
	return &f.items[len(f.items)-1]
}

// addText adds text that stands at a spot, with its references read. Several line breaks mean no more than a space.
func (f *flow) addText(s offset.Span, at spot, read func(text string) (int, string)) {
	text := s.In(f.b.source)
	put := func(from, to int, text string) {
		if from < to {
			f.add(item{span: offset.Span{Start: s.Start + from, End: s.Start + to}, text: text, from: at, to: at})
		}
	}
	done := 0
	for i := 0; i < len(text); {
		n, is := 0, ""
		switch text[i] {
		case '&':
			n, is = read(text[i:])
		case '\n':
			space := len(text[i:]) - len(strings.TrimLeft(text[i:], " \t\r\n"))
			if strings.Count(text[i:i+space], "\n") > 1 {
				n, is = space, " "
			}
		}
		if n == 0 {
			i++
			continue
		}
		put(done, i, text[done:i])
		put(i, i+n, is)
		i += n
		done = i
	}
	put(done, len(text), text[done:])
}

// closeWrap adds the end of a wrap. Nothing is left of one that has no content.
func (f *flow) closeWrap(w *wrap, s offset.Span) {
	f.add(item{kind: itemClose, span: s, wrap: w, from: spot{wrap: w}, to: spot{wrap: w.outer}})
}

// openWrap opens a wrap. If it goes on with what the wrap before it, which has just been closed, began, the two are
// one.
func (f *flow) openWrap(outer *wrap, start offset.Span, end string, seen bool) *wrap {
	if n := len(f.items); n > 0 && f.items[n-1].kind == itemClose && seen {
		if w := f.items[n-1].wrap; w.outer == outer && w.start.In(f.b.source) == start.In(f.b.source) {
			f.items = f.items[:n-1]
			return w
		}
	}
	w := &wrap{outer: outer, start: start, end: end, seen: seen}
	f.add(item{kind: itemOpen, span: start, wrap: w, from: spot{wrap: outer}, to: spot{wrap: w}})
	return w
}

// finish makes blocks of the paragraph. At a break, such as one between two lines, a block ends, unless the sentence
// goes on after it.
func (f *flow) finish(kind Kind) {
	items, inside := f.items, f.inside
	f.items, f.inside = nil, nil
	var texts []int // items with words
	for i := range items {
		if items[i].kind == itemText && strings.TrimSpace(items[i].text) != "" {
			texts = append(texts, i)
		}
	}
	at, k := 0, 0
	for i := range items {
		if !items[i].breaks {
			continue
		}
		for k < len(texts) && texts[k] < i {
			k++
		}
		if !items[i].ends && k > 0 && k < len(texts) && texts[k-1] >= at {
			if r, _ := utf8.DecodeRuneInString(strings.TrimSpace(items[texts[k]].text)); unicode.IsLower(r) {
				continue // the sentence goes on
			}
		}
		f.block(kind, items[at:i])
		at = i + 1
	}
	f.block(kind, items[at:])
	f.b.blocks = append(f.b.blocks, inside...)
}

// block makes a block of items. What opens or closes outside of them is no part of it.
func (f *flow) block(kind Kind, items []item) {
	if !holdsWords(items) {
		return
	}
	f.b.kind = kind
	paired := pairs(items)
	first, last := map[int]*face{}, map[int]*face{} // of stretches, by where they begin and end
	for _, s := range stretches(items) {
		first[s.first], last[s.last] = s.face, s.face
	}
	put := func(in *inline) { f.b.pieces[len(f.b.pieces)-1].inline = in }
	for i := range items {
		it := &items[i]
		if look := first[i]; look != nil {
			f.b.start("face", offset.Span{Start: it.span.Start, End: it.span.Start})
			put(&inline{kind: itemOpen, from: it.from, to: it.from, face: look})
		}
		own := &inline{kind: it.kind, from: it.from, to: it.to, content: it.content}
		switch {
		case it.kind == itemText:
			n := len(f.b.pieces)
			f.b.addAs(it.text, it.span)
			if len(f.b.pieces) > n {
				put(own)
			}
		case it.kind == itemMark:
			f.b.alone(it.span)
			put(own)
		case it.kind == itemOpen && paired[i] && it.wrap.seen:
			own.wrap = it.wrap
			f.b.start("wrap", it.span)
			put(own)
		case it.kind == itemClose && paired[i] && it.wrap.seen:
			own.wrap = it.wrap
			f.b.end("wrap", it.span)
			put(own)
		case it.kind == itemBegin && paired[i]:
			f.b.start(it.name, it.span)
			put(own)
		case it.kind == itemEnd && paired[i]:
			f.b.end(it.name, it.span)
			put(own)
		case it.kind == itemStow || it.kind == itemBegin || it.kind == itemEnd:
			f.b.piece("", it.span, false)
			put(own)
		}
		if look := last[i]; look != nil {
			f.b.end("face", offset.Span{Start: it.span.End, End: it.span.End})
			put(&inline{kind: itemClose, from: it.to, to: it.to, face: look})
		}
	}
	n := len(f.b.blocks)
	f.b.finish()
	if len(f.b.blocks) > n {
		f.b.blocks[n].setFlow(blockFlow{base: baseFace(items), alternate: f.alternate})
	}
}

// blockFlow is what a block must know to be written anew.
type blockFlow struct {
	base      *face // what most of its text looks like; nil where there are no runs
	attr      bool  // the block is the value of an attribute
	most      int   // UTF-16 units that a translation may have; 0: any number
	alternate int   // as that of the flow
}

// attribute makes a block of the value of an attribute.
func (f *flow) attribute(kind Kind, value offset.Span) { f.limitedAttribute(kind, value, 0) }

// limitedAttribute is attribute for a value of which programs read no more than so many UTF-16 units: a longer
// translation is not written.
func (f *flow) limitedAttribute(kind Kind, value offset.Span, most int) {
	outer := f.items
	f.items = nil
	f.addText(value, spot{}, xmltoken.Reference)
	items := f.items
	f.items = outer
	if !holdsWords(items) {
		return
	}
	in := flow{b: builder{source: f.b.source, split: f.b.split}}
	in.block(kind, items)
	for i := range in.b.blocks {
		in.b.blocks[i].setFlow(blockFlow{attr: true, most: most, alternate: f.alternate})
	}
	f.inside = append(f.inside, in.b.blocks...)
}

func holdsWords(items []item) bool {
	for i := range items {
		if items[i].kind == itemText && strings.TrimSpace(items[i].text) != "" {
			return true
		}
	}
	return false
}

// pairs returns which openings and closings among the items belong together and hold text.
func pairs(items []item) map[int]bool {
	out := map[int]bool{}
	words := make([]int, len(items)) // items with words up to each
	n := 0
	var open []int
	for i := range items {
		if items[i].kind == itemText && strings.TrimSpace(items[i].text) != "" {
			n++
		}
		words[i] = n
		switch items[i].kind {
		case itemOpen, itemBegin:
			if len(open) == maxOpen-1 { // the builder needs a place for a stretch, which stands inside all of them
				open = open[:copy(open, open[1:])]
			}
			open = append(open, i)
		case itemClose, itemEnd:
			for k := len(open) - 1; k >= 0; k-- {
				j := open[k]
				begin, end := &items[j], &items[i]
				if begin.kind+1 != end.kind || begin.wrap != end.wrap || begin.name != end.name {
					continue
				}
				if words[i] > words[j] {
					out[j], out[i] = true, true
				}
				open = append(open[:k], open[k+1:]...)
				break
			}
		}
	}
	return out
}

// A stretch is a range of items with text that looks different from what surrounds it.
type stretch struct {
	first, last int
	face        *face
}

// stretches returns the ranges of text that look different from most of the text in the same wrap.
func stretches(items []item) []stretch {
	scope := func(w *wrap) *wrap { // the innermost wrap that a reader sees
		for w != nil && !w.seen {
			w = w.outer
		}
		return w
	}
	within := map[*wrap][]int{} // items with text
	var scopes []*wrap
	for i := range items {
		if it := &items[i]; it.kind == itemText && it.from.face != nil && strings.TrimSpace(it.text) != "" {
			w := scope(it.from.wrap)
			if within[w] == nil {
				scopes = append(scopes, w)
			}
			within[w] = append(within[w], i)
		}
	}
	var out []stretch
	for _, w := range scopes {
		var texts []item
		for _, i := range within[w] {
			texts = append(texts, items[i])
		}
		base := baseFace(texts)
		last := -1 // number of the text before in this scope
		for k, i := range within[w] {
			f := items[i].from.face
			if f.key == base.key {
				last = -1
				continue
			}
			if n := len(out) - 1; last >= 0 && k > 0 && out[n].face.key == f.key && within[w][k-1] == out[n].last &&
				unwrapped(items[out[n].last:i]) {
				out[n].last = i
			} else {
				out = append(out, stretch{i, i, f})
			}
			last = i
		}
	}
	return out
}

// unwrapped reports whether no wrap that a reader sees begins or ends among the items.
func unwrapped(items []item) bool {
	for i := range items {
		if (items[i].kind == itemOpen || items[i].kind == itemClose) && items[i].wrap.seen {
			return false
		}
	}
	return true
}

// baseFace returns what most of the letters of text look like; of two the one that comes first.
func baseFace(items []item) *face {
	letters := map[unique.Handle[string]]int{}
	for i := range items {
		if f := items[i].from.face; items[i].kind == itemText && f != nil {
			for _, r := range items[i].text {
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					letters[f.key]++
				}
			}
		}
	}
	var best *face
	for i := range items {
		f := items[i].from.face
		if items[i].kind == itemText && f != nil && (best == nil || letters[f.key] > letters[best.key]) {
			best = f
		}
	}
	return best
}
