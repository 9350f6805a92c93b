package document

import (
	"iter"

	"github.com/satzpaar/satzpaar/offset"
)

// Sections is a document whose blocks come a section at a time. The blocks of a text with millions of short lines take
// many times as much memory as the text; of plain text, only those of one section need to be there.
type Sections struct {
	head  Document // without blocks
	plain *plainBlocks
	whole *Document // of other formats, whose blocks are all there
}

// ParseSections is [Parse] of a document that is used a section at a time.
func ParseSections(name string, raw []byte, o Options) (*Sections, error) {
	f, split, err := o.read(name)
	if err != nil {
		return nil, err
	}
	src, encoding, err := f.decode(raw, o.Encoding)
	if err != nil {
		return nil, named(name, err)
	}
	s := &Sections{}
	if f == Text {
		s.head = Document{Name: name, Format: f.Name, Source: src}
		s.plain = newPlainBlocks(src, split)
	} else {
		if s.whole, err = f.parse(name, src, split); err != nil {
			return nil, named(name, err)
		}
		s.head = *s.whole
		s.head.Blocks = nil
	}
	s.head.Encoding, s.head.SHA256 = encoding, Hash(raw)
	if s.whole != nil {
		s.whole.Encoding, s.whole.SHA256 = encoding, s.head.SHA256
	}
	return s, nil
}

// Head returns the document without its blocks.
func (s *Sections) Head() *Document { return &s.head }

// Note adds a note to the document.
func (s *Sections) Note(n Note) {
	s.head.Notes = append(s.head.Notes, n)
	if s.whole != nil {
		s.whole.Notes = s.head.Notes
	}
}

// Whole returns the document with all its blocks.
func (s *Sections) Whole() *Document {
	if s.whole != nil {
		return s.whole
	}
	d := s.head
	d.Blocks = s.plain.blocks(d.Source)
	return &d
}

// SetFrom notes the language that the text was found to be in, as a BCP 47 tag.
func (s *Sections) SetFrom(tag string) {
	s.head.From = tag
	if s.whole != nil {
		s.whole.From = tag
	}
}

// All yields sections of about so many sentences, or a few more, since no block is divided; a size below 1 counts as 1.
// There is at least one section, which is a document that has some of the blocks, and the Source of the whole document.
func (s *Sections) All(size int) iter.Seq[*Document] {
	size = max(1, size)
	if s.whole != nil {
		return s.whole.windows(size)
	}
	return func(yield func(*Document) bool) {
		d, n := s.section(0, 0), 0
		for at, kind := range s.plain.all() {
			if n >= size {
				d.part.End = at.Start
				if !yield(d) {
					return
				}
				d, n = s.section(d.First+len(d.Blocks), at.Start), 0
			}
			b := s.plain.block(kind, at, string(d.Source[at.Start:at.End]))
			d.Blocks = append(d.Blocks, b)
			n += len(b.Sentences)
		}
		yield(d)
	}
}

// section begins a section of plain text behind so many blocks. It goes on to the end of the source.
func (s *Sections) section(first, start int) *Document {
	d := s.head
	d.First, d.part = first, offset.Span{Start: start, End: len(d.Source)}
	return &d
}

// windows yields the sections of a document whose blocks are all there.
func (d *Document) windows(size int) iter.Seq[*Document] {
	return func(yield func(*Document) bool) {
		for first, more := 0, true; more; {
			end := first
			for n := 0; end < len(d.Blocks) && n < size; end++ {
				n += len(d.Blocks[end].Sentences)
			}
			more = end < len(d.Blocks)
			section := d
			if first > 0 || more {
				window := *d
				window.Blocks, window.First, window.whole = d.Blocks[first:end], first, d
				section = &window
			}
			if !yield(section) {
				return
			}
			first = end
		}
	}
}

// Whole returns the document that d is a section of, where it is rendered as a whole. Otherwise, it is d itself: where
// d is all of it, and where its sections, rendered one after the other, are the rendered document.
func (d *Document) Whole() *Document {
	if d.whole != nil {
		return d.whole
	}
	return d
}
