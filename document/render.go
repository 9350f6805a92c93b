package document

// splice writes the source of d with the source hull of every sentence replaced by encode(block, sentence, target). A sentence whose target is its own text
// keeps its source bytes, so that no encoding rule can touch what was not translated.
func splice(d *Document, target func(block, sentence int) string, encode func(b *Block, sentence int, target string) (string, error)) ([]byte, error) {
	out := make([]byte, 0, len(d.Source)+len(d.Source)/8)
	done := 0
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		for si := range b.Sentences {
			t := target(bi, si)
			if t == b.Sentence(si) {
				continue
			}
			hull := b.hull(b.Sentences[si])
			if encode != nil {
				var err error
				if t, err = encode(b, si, t); err != nil {
					return nil, err
				}
			}
			out = append(out, d.Source[done:hull.Start]...)
			out = append(out, t...)
			done = hull.End
		}
	}
	return append(out, d.Source[done:]...), nil
}

// hull returns the stretch of source from the first to the last byte of a span of the block's text.
func (b *Block) hull(text Span) Span {
	spans := b.SourceSpans(text)
	return Span{spans[0].Start, spans[len(spans)-1].End}
}
