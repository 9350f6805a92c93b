// Package document turns the bytes of a file into blocks and sentences, and turns translated sentences back into a
// file of the same format.
//
// The source is never rewritten: every block, piece and sentence is a [offset.Span] of it, and what lies between the
// spans is kept as it is. Rendering a document with its own sentences gives the source back, byte for byte.
package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/offset"
)

// A Kind is the part that a block plays in its document. Translators may use it as a hint; it never changes what
// belongs to the block.
type Kind string

// The kinds of blocks that the formats produce.
const (
	Paragraph Kind = "paragraph"
	Heading   Kind = "heading"
	ListItem  Kind = "list-item"
	Turn      Kind = "turn"    // speech of one person, the speaker's label ("Euronews: ") included
	Tweet     Kind = "tweet"   // text or attribution line of an embedded tweet
	Action    Kind = "action"  // call-to-action line, such as "LESEN SIE MEHR: …"
	Caption   Kind = "caption" // of a picture or a video
	Quote     Kind = "quote"
	Cell      Kind = "cell"    // of a table
	Cue       Kind = "cue"     // of a subtitle file
	Label     Kind = "label"   // text that belongs to something else: to a picture, a field of a form, a whole file
	Field     Kind = "field"   // of a JSON or CSV record
	Message   Kind = "message" // of a program, from a localisation file
)

// FillIns returns where a text in a block of this kind holds what programs fill in later, which every translation must
// hold as it is.
func (k Kind) FillIns(text string) []offset.Span {
	if k == Message {
		return fillin.FindMessage(text)
	}
	return fillin.Find(text)
}

// A Document is one parsed file, or one record of a container. It is immutable after parsing and safe for concurrent
// use.
type Document struct {
	Name     string // slash-separated path below its root, or "file#line" for a record of a container
	Format   string // name of the [Format] that parsed it
	Line     int    // where a record of a container begins in its file, from 1; 0 for what is a file of its own
	Field    string // the Field of the [RecordOptions] that a record was read with
	Into     string // their Target
	Encoding string // what the bytes were: "utf-8", "utf-16le", "utf-16be", "windows-1252"
	SHA256   string // lower-case hexadecimal hash of the bytes as they were, before decoding
	Source   []byte // UTF-8; all spans "into the source" count here
	Blocks   []Block
	First    int // how many blocks of the document stand before Blocks; not 0 only in one of its [Sections]
	// From and To are the languages of the text and of its translation, as BCP 47 tags; From is empty where nobody has
	// looked. [Render] writes To where the source names its language; empty: the name stays.
	From, To string
	// Notes list what was left as it is although it may hold text.
	Notes []Note

	// Of formats whose translations do not stand in the place of the source; see place.
	originals []original
	places    []place

	packed *packed // of formats that are zip files: where Source, the text of some of their parts, comes from

	languages []languageMark // where a page declares its language

	whole *Document   // of a section that cannot be rendered by itself: the document
	part  offset.Span // of a section that can: what of Source it renders; else empty
}

// A Note is a remark about a document.
type Note struct {
	Line int // where in the file, from 1; 0 for the whole of it
	Text string
}

// String returns the remark with its line, if it has one.
func (n Note) String() string {
	if n.Line > 0 {
		return fmt.Sprintf("line %d: %s", n.Line, n.Text)
	}
	return n.Text
}

// File returns the name of the file that d is, or is a record of.
func (d *Document) File() string {
	if d.Line == 0 {
		return d.Name
	}
	return strings.TrimSuffix(d.Name, "#"+strconv.Itoa(d.Line))
}

// A Block is a stretch of a document that a reader takes as one: a paragraph, a heading, a list item, one turn of
// speech.
type Block struct {
	Kind Kind
	// Text is what a detector and a translator read: the block's source, with inline markup replaced by placeholders
	// where the format has any.
	Text string
	// Pieces map Text to the source, in order. They tile Text. Their source spans are ordered and do not overlap.
	Pieces []Piece
	// Sentences are spans into Text: ordered, not overlapping, neither starting nor ending with white space, and
	// never empty.
	Sentences []offset.Span

	syntax *syntax // nil where there is nothing to know
}

// A syntax is what a format has to know of a block to write a translation in its place. Most blocks have none, and
// there may be millions of them.
type syntax struct {
	quoting  quoting         // what apostrophes mean in it
	style    byte            // how its text is written, in formats that have several ways
	html     bool            // the block is HTML inside Markdown
	value    *value          // nil for running text
	literals map[string]bool // what stands between the brackets of text that only looks like a placeholder
	// moved holds the markup of placeholders that stand at the edge of a word because their markup stands inside it.
	moved map[string]offset.Span
	flow  *blockFlow // of Office files and e-books
	// variants are those that the block is one of, in a message with choices.
	variants *variants
	// seconds are how long a cue is shown; 0 where that is not known.
	seconds float64
}

// how returns what is to be known of b to write a translation in its place.
func (b *Block) how() syntax {
	if b.syntax == nil {
		return syntax{}
	}
	return *b.syntax
}

// Seconds returns how long a cue of subtitles is shown, and 0 for other blocks and where it is not known.
func (b *Block) Seconds() float64 { return b.how().seconds }

func (b *Block) setFlow(flow blockFlow) {
	how := b.how()
	how.flow = &flow
	b.syntax = &how
}

func (b *Block) setValue(v value) {
	how := b.how()
	how.value = &v
	b.syntax = &how
}

// A Piece is a stretch of a block's text and the stretch of source it came from.
type Piece struct {
	Text   offset.Span // into the block's Text
	Source offset.Span // into the document's Source
	// Placeholder marks inline markup: Text holds a short token that must come back verbatim in every translation;
	// Source holds the markup.
	Placeholder bool

	inline *inline // of Office files and e-books: what the piece stands for
}

// Sentence returns the text of sentence i.
func (b *Block) Sentence(i int) string { return b.Sentences[i].In(b.Text) }

// SourceSpans returns where a span of the block's text lies in the document's source: one span for plain text, more
// where markup or skipped bytes lie between. A piece whose text differs from its source (a placeholder, a decoded
// entity) is taken whole as soon as the span touches it.
func (b *Block) SourceSpans(text offset.Span) []offset.Span {
	var out []offset.Span
	for _, p := range b.PiecesIn(text) {
		s := p.Source
		if !p.Placeholder && p.Text.Len() == p.Source.Len() {
			if d := text.Start - p.Text.Start; d > 0 {
				s.Start += d
			}
			if d := p.Text.End - text.End; d > 0 {
				s.End -= d
			}
		}
		if n := len(out); n > 0 && out[n-1].End == s.Start {
			out[n-1].End = s.End
		} else {
			out = append(out, s)
		}
	}
	return out
}

// PiecesIn returns the pieces that a span of the block's text touches, in order. The result must not be changed.
func (b *Block) PiecesIn(text offset.Span) []Piece {
	pieces := b.Pieces[b.pieceAt(text.Start):]
	return pieces[:sort.Search(len(pieces), func(k int) bool { return pieces[k].Text.Start >= text.End })]
}

// pieceAt returns the number of the first piece that ends after offset i of the text.
func (b *Block) pieceAt(i int) int {
	return sort.Search(len(b.Pieces), func(k int) bool { return b.Pieces[k].Text.End > i })
}

// Hash returns the lower-case hexadecimal SHA-256 of raw, as [Document.SHA256] holds it.
func Hash(raw []byte) string {
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:])
}
