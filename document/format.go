package document

import (
	"io"
	"iter"
)

// A Format parses and renders one kind of file. Both functions are pure.
type Format struct {
	Name string   // as in the bitext header: "txt", "md", "html"
	Exts []string // lower-case file name extensions with the dot
	// Parse splits src, which is valid UTF-8, into blocks and sentences. It sets Name, Format, Source and Blocks of the document. An error says
	// what is wrong and at which line; no input makes it panic.
	Parse func(name string, src []byte, split Splitter) (*Document, error)
	// Render writes the document with every sentence replaced by target(block, sentence); bytes outside sentences stay as they are.
	// With target returning the sentences themselves, the result is d.Source.
	Render func(d *Document, target func(block, sentence int) string) ([]byte, error)
}

// A Container reads files that hold many documents, such as JSON Lines, CSV or a compressed file, one document at a time in bounded memory.
type Container struct {
	Name string
	Exts []string
	// Open yields the documents in order. An error that concerns one record is yielded for that record, and the next ones still come.
	Open func(name string, r io.Reader, split Splitter) iter.Seq2[*Document, error]
}

// A Splitter cuts the text of a block into sentences: spans into text, ordered, not overlapping, trimmed of white space, covering everything but white space.
type Splitter func(text string) []Span
