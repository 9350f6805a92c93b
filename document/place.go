package document

import "github.com/satzpaar/satzpaar/offset"

// In some formats the translation does not stand in the place of its source: a PO file has a msgstr for every msgid.
// A value is then what is translated, and places are where its translation is put.

// An original is a stretch of source with the blocks that were made of it.
type original struct {
	source     offset.Span
	first, end int // blocks
}

// A place is a stretch of source that is replaced once any sentence of an original has another translation than itself:
// a document of which nothing is translated stays as it is, byte for byte.
type place struct {
	original int // index in the document's originals
	at       offset.Span
	// text returns what is put there, given the source of the original with its sentences translated.
	text func(translated string) string
}

// fillPlaces writes the source of d with its places filled. Encode is as for splice.
func fillPlaces(
	d *Document,
	target func(block, sentence int) string,
	encode func(b *Block, sentence int, target string) (string, error),
) ([]byte, error) {
	out := make([]byte, 0, len(d.Source)+len(d.Source)/4)
	done, known := 0, -1
	var text string
	var changed bool
	for _, p := range d.places {
		if p.original != known { // several places may follow that hold the same
			known = p.original
			v := d.originals[known]
			if changed = d.changed(v.first, v.end, target); changed {
				part, err := spliceBlocks(nil, d, v.first, v.end, v.source, target, encode)
				if err != nil {
					return nil, err
				}
				text = string(part)
			}
		}
		if changed {
			out = append(out, d.Source[done:p.at.Start]...)
			out = append(out, p.text(text)...)
			done = p.at.End
		}
	}
	return append(out, d.Source[done:]...), nil
}
