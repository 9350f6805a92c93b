package document

import (
	"sort"

	"github.com/satzpaar/satzpaar/offset"
)

// splice writes the source of d with the source hull of every sentence replaced by encode(block, sentence, target). A
// sentence whose target is its own text keeps its source bytes, so that no encoding rule can touch what was not
// translated. Of the white space around a sentence of which nothing is left, the part behind it goes too, or at the
// end of a block the part before it: no two spaces are left, and none at the ends of the block.
func splice(
	d *Document,
	target func(block, sentence int) string,
	encode func(b *Block, sentence int, target string) (string, error),
) ([]byte, error) {
	out := make([]byte, 0, len(d.Source)+len(d.Source)/8)
	return spliceBlocks(out, d, 0, len(d.Blocks), offset.Span{End: len(d.Source)}, target, encode)
}

// spliceBlocks is splice for the blocks [from, to), all of which stand in a part of the source. It appends to out.
func spliceBlocks(
	out []byte,
	d *Document,
	from, to int,
	part offset.Span,
	target func(block, sentence int) string,
	encode func(b *Block, sentence int, target string) (string, error),
) ([]byte, error) {
	done := part.Start
	// Of the sentences of a block: what stands in their place, and whether that is their source.
	var texts []string
	var same []bool
	for bi := from; bi < to; bi++ {
		b := &d.Blocks[bi]
		if v := b.how().variants; v != nil {
			if d.changed(v.first, v.end, target) {
				var err error
				if out, err = v.appendTo(append(out, d.Source[done:v.source.Start]...), d, target, encode); err != nil {
					return nil, err
				}
				done = v.source.End
			}
			bi = v.end - 1
			continue
		}
		last := -1 // sentence of which something is left
		texts, same = texts[:0], same[:0]
		for si := range b.Sentences {
			t := target(bi, si)
			same = append(same, t == b.Sentence(si))
			if encode != nil && !same[si] {
				var err error
				if t, err = encode(b, si, t); err != nil {
					return nil, err
				}
			}
			texts = append(texts, t)
			if t != "" {
				last = si
			}
		}
		for si, t := range texts {
			if !same[si] {
				hull := b.hull(b.Sentences[si])
				out = append(out, d.Source[done:hull.Start]...)
				out = append(out, t...)
				done = hull.End
			}
			if si+1 < len(texts) && (t == "" || si >= last) {
				if space := b.spaceAfter(si); space.Len() > 0 {
					out = append(out, d.Source[done:space.Start]...)
					done = space.End
				}
			}
		}
	}
	return append(out, d.Source[done:part.End]...), nil
}

// hull returns the stretch of source from the first to the last byte of a span of the block's text.
func (b *Block) hull(text offset.Span) offset.Span {
	spans := b.SourceSpans(text)
	return offset.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
}

// spaceAfter returns where the source has white space between a sentence and the next one of the block. It is empty
// where there is none, or where markup or a comment stands there too.
func (b *Block) spaceAfter(sentence int) offset.Span {
	this, next := b.Sentences[sentence], b.Sentences[sentence+1]
	space := offset.Span{Start: b.hull(this).End, End: b.hull(next).Start}
	first := sort.Search(len(b.Pieces), func(k int) bool { return b.Pieces[k].Text.End >= this.End })
	for _, p := range b.Pieces[first:] {
		if p.Source.Start >= space.End {
			break
		}
		if p.Source.End > space.Start && (p.Placeholder || p.Text.Len() == 0) {
			return offset.Span{}
		}
	}
	return space
}
