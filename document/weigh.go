package document

import (
	"bytes"
	"slices"

	"github.com/satzpaar/satzpaar/document/internal/archive"
)

// A weight is what a text takes in memory once it is read, in bytes: for each byte of it, and for each of those that
// may begin or end a block or a piece of one.
type weight struct {
	each  int64
	marks map[byte]int64
}

// Most of the bytes of a block are those of its structure. TestWeigh repeats what is dearest in every format.
var (
	plainWeight = weight{4, map[byte]int64{
		'\n': 288, '[': 288, '<': 128, '&': 128, '\\': 128, '{': 128, '*': 128, '_': 128, '`': 128, '\t': 128, '"': 96,
		'\'': 64, '|': 64,
	}}
	markupWeight = weight{4, map[byte]int64{'<': 256, '&': 128, '\\': 128, '=': 96}}
	officeWeight = weight{4, map[byte]int64{'<': 128, '&': 128, '=': 32}} // where three elements stand around a word
)

// Weigh returns about how many bytes of memory the document of a file takes at most, without parsing it, so that a
// program can refuse what it has no room for. Beyond most it stops. A damaged file weighs as much as can be read of it.
func Weigh(name string, raw []byte, most int64) int64 {
	f := FormatFor(name)
	w := plainWeight
	switch {
	case slices.Contains([]*Format{DOCX, PPTX, XLSX}, f):
		w = officeWeight
	case f.Packed, slices.Contains([]*Format{HTML, TTML, XLIFF, Android, StringsDict, RESX}, f):
		w = markupWeight
	}
	if !f.Packed {
		return w.of(raw)
	}
	a, err := archive.Open(raw)
	if err != nil {
		return 0 // so says Parse
	}
	sum := int64(0)
	a.Each(func(part []byte) bool {
		sum += w.of(part)
		return sum <= most
	})
	return sum
}

// What each part of a document takes in memory besides its text, in bytes.
const (
	perBlock    = 256
	perPiece    = 192
	perSentence = 1024 // with its translation
)

// Weight returns about how many bytes of memory d takes with its translation, and with the workbooks of its charts:
// less than [Weigh] says, which knows nothing of a file.
func (d *Document) Weight() int64 {
	sum := int64(len(d.Source))
	for i := range d.Blocks {
		b := &d.Blocks[i]
		sum += int64(perBlock + perPiece*len(b.Pieces) + perSentence*len(b.Sentences) + len(b.Text))
	}
	if d.packed != nil {
		for _, b := range d.packed.books {
			sum += b.book.Weight()
		}
	}
	return sum
}

func (w weight) of(text []byte) int64 {
	sum := w.each * int64(len(text))
	for mark, n := range w.marks {
		sum += n * int64(bytes.Count(text, []byte{mark}))
	}
	return sum
}
