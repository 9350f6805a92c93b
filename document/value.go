package document

import (
	"bytes"
	"sort"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A value is a block that does not run with the text around it, such as the alternative text of a picture: its source
// may lie inside the markup of another block. It is written as a whole.
type value struct {
	// write returns the source of a new text, quotes included where the value did not have them.
	write func(text string) string
}

// value reads the block that add puts together as a value. It stands behind the block that is being put together.
func (b *builder) value(kind Kind, add func(*builder), write func(text string) string) {
	inner := builder{source: b.source, split: b.split, kind: kind}
	add(&inner)
	inner.finish()
	for i := range inner.blocks {
		inner.blocks[i].setValue(value{write})
	}
	if b.empty() {
		b.blocks = append(b.blocks, inner.blocks...)
		return
	}
	b.values = append(b.values, inner.blocks...)
}

// A languageMark is where the source names the language of its text.
type languageMark struct {
	span offset.Span
	root bool // of all of the text, whatever it names
}

// A patch replaces a span of source.
type patch struct {
	span offset.Span
	with string
}

// withValues returns d with the targets of its values in its source, and with the language of the translation where
// anything is translated: what remains to be rendered are the other blocks. The numbers of blocks stay.
func withValues(d *Document, target func(block, sentence int) string) *Document {
	var patches []patch
	changed := false
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if b.how().value == nil && (d.To == "" || changed || len(d.languages) == 0) {
			continue
		}
		text, same := replacedSentences(b, func(si int) string { return target(bi, si) })
		changed = changed || !same
		if b.how().value != nil && !same {
			patches = append(patches, patch{b.hull(offset.Span{Start: 0, End: len(b.Text)}), b.how().value.write(text)})
		}
	}
	if changed && d.To != "" {
		for _, l := range d.languages {
			if l.root || sameLanguage(string(d.Source[l.span.Start:l.span.End]), d.From) {
				patches = append(patches, patch{l.span, d.To})
			}
		}
	}
	if len(patches) == 0 {
		return d
	}
	return patched(d, patches)
}

// replacedSentences returns the text of a block with other sentences. Same reports that none of them is another.
func replacedSentences(b *Block, target func(sentence int) string) (text string, same bool) {
	var out strings.Builder
	at := 0
	same = true
	for si, s := range b.Sentences {
		t := target(si)
		same = same && t == b.Sentence(si)
		out.WriteString(b.Text[at:s.Start])
		out.WriteString(t)
		at = s.End
	}
	out.WriteString(b.Text[at:])
	return strings.TrimSpace(out.String()), same
}

// patched returns d with patches made in its source, which do not overlap, and without the sentences of its values.
func patched(d *Document, patches []patch) *Document {
	sort.Slice(patches, func(i, j int) bool { return patches[i].span.Start < patches[j].span.Start })
	out := *d
	var source bytes.Buffer
	shifts := make([]int, len(patches)) // of what stands behind each patch
	done := 0
	for i, p := range patches {
		source.Write(d.Source[done:p.span.Start])
		source.WriteString(p.with)
		done = p.span.End
		shifts[i] = source.Len() - done
	}
	source.Write(d.Source[done:])
	out.Source = source.Bytes()
	move := func(i int) int {
		k := sort.Search(len(patches), func(k int) bool { return patches[k].span.End > i })
		if k == 0 {
			return i
		}
		return i + shifts[k-1]
	}
	out.Blocks = make([]Block, len(d.Blocks))
	for bi, b := range d.Blocks {
		if b.how().value != nil {
			out.Blocks[bi] = Block{Kind: b.Kind}
			continue
		}
		out.Blocks[bi] = b.moveSource(move)
	}
	return &out
}

// moveSource returns b for a source in which everything stands somewhere else.
func (b Block) moveSource(move func(int) int) Block {
	shifted := func(s offset.Span) offset.Span {
		return offset.Span{Start: move(s.Start), End: move(s.End)}
	}
	pieces := make([]Piece, len(b.Pieces))
	for i, p := range b.Pieces {
		p.Source = shifted(p.Source)
		pieces[i] = p
	}
	b.Pieces = pieces
	if how := b.how(); how.moved != nil {
		moved := make(map[string]offset.Span, len(how.moved))
		for name, s := range how.moved {
			moved[name] = shifted(s)
		}
		how.moved = moved
		b.syntax = &how
	}
	return b
}

// sameLanguage reports whether two BCP 47 tags, or those of POSIX, begin with the same language.
func sameLanguage(a, b string) bool {
	cut := func(tag string) string {
		if i := strings.IndexAny(tag, "-_"); i >= 0 {
			tag = tag[:i]
		}
		return strings.ToLower(strings.TrimSpace(tag))
	}
	return cut(a) != "" && cut(a) == cut(b)
}
