package document

import (
	"io"
	"iter"

	"github.com/satzpaar/satzpaar/offset"
)

// A Format parses and renders one kind of file. Both functions are pure.
type Format struct {
	Name string   // as in the bitext header: "txt", "md", "html"
	Exts []string // lower-case file name extensions with the dot
	// Packed means that files are zip archives: Parse takes their bytes as they are, and the Source of a document is
	// the text of the parts that it was made of.
	Packed bool
	// Parse splits src, which is valid UTF-8, into blocks and sentences. It sets Name, Format, Source and Blocks of
	// the document. An error describes what is wrong and at which line; no input makes it panic.
	Parse func(name string, src []byte, split Splitter) (*Document, error)
	// Render writes the document with every sentence replaced by target(block, sentence); bytes outside sentences
	// stay as they are. With target returning the sentences themselves, the result is the file that d was parsed from,
	// in UTF-8, but for formats whose programs expect the encoding of the file: properties and strings.
	Render func(d *Document, target func(block, sentence int) string) ([]byte, error)
	// Named are extensions that other kinds of files have as well: a file with one of them is read when it is named. In
	// folders it is passed over, unless its path ends as one of Places does, patterns as of [path.Match].
	Named, Places []string

	// translations reads the translations of a file that holds sources too; nil: its files hold one of the two.
	translations func(name, source string, split, targetSplit Splitter) ([]Translation, error)
	charset      func(raw []byte) string // the encoding that a file declares; nil: none do
}

// parse is Parse that also finds the turns of those who speak. Plain text finds them by its lines.
func (f *Format) parse(name string, src []byte, split Splitter) (*Document, error) {
	d, err := f.Parse(name, src, split)
	if err == nil && f != Text {
		markTurns(d.Blocks)
	}
	return d, err
}

// A Container reads files that hold many documents, such as JSON Lines or CSV, one record at a time in bounded memory.
type Container struct {
	Name string
	Exts []string // lower-case file name extensions with the dot
	// Open yields the records of r in order: the Raw bytes of all of them, one after the other, are the file in
	// UTF-8. A record that cannot be read comes with an error that names file and line, and the next ones still come;
	// after an error of r, nothing follows. Options that do not fit the file give one error.
	Open func(name string, r io.Reader, o RecordOptions) iter.Seq2[*Record, error]

	// copy begins the translated file of one that is more than its records one after the other; nil: it is not.
	copy func(name string, source io.Reader, w io.Writer, o RecordOptions) (RecordWriter, error)
	// join begins a translated file that is put together from those of its parts; nil: they stand one behind the other.
	join func(w io.Writer) Joiner
}

// Streams reports whether files are read from their beginning to their end, so that they may come from a pipe. Of
// others, what Open reads must also be an [io.ReaderAt] and an [io.Seeker].
func (c *Container) Streams() bool { return c.copy == nil }

// A RecordWriter writes the translated file of a container.
type RecordWriter interface {
	// Write writes the next record of the source. Target is as for [Record.Render].
	Write(rec *Record, target func(block, sentence int) string) error
	// Close writes the end of the file. It does not close what the file is written to.
	Close() error
}

// A Joiner puts the translated file of a container together from those of its parts.
type Joiner interface {
	// Add appends the translated file of the next part, which has that name. Where the container does not stream, it
	// must also be an [io.ReaderAt] and an [io.Seeker].
	Add(name string, part io.Reader) error
	// Close writes the end of the file. It does not close what the file is written to.
	Close() error
}

// Join begins, in w, a translated file that has been made in parts: stretches of lines, or row groups of Parquet.
func (c *Container) Join(w io.Writer) Joiner {
	if c.join != nil {
		return c.join(w)
	}
	return joinedLines{w}
}

// joinedLines puts parts one behind the other.
type joinedLines struct{ w io.Writer }

func (j joinedLines) Add(_ string, part io.Reader) error {
	_, err := io.Copy(j.w, part)
	return err
}

func (joinedLines) Close() error { return nil }

// Writer begins, in w, the translated file of the source of that name, which is what Open reads. A file whose name has
// an extension of compression is compressed. The error is an [*Error] where the source is at fault.
func (c *Container) Writer(name string, source io.Reader, w io.Writer, o RecordOptions) (RecordWriter, error) {
	if c.copy != nil {
		return c.copy(name, source, w, o)
	}
	packed, err := Compressed(name, w)
	if err != nil {
		return nil, err
	}
	return recordWriter{packed}, nil
}

// A recordWriter writes records one after the other.
type recordWriter struct{ io.WriteCloser }

func (w recordWriter) Write(rec *Record, target func(block, sentence int) string) error {
	raw, err := rec.Render(target)
	if err != nil {
		return err
	}
	_, err = w.WriteCloser.Write(raw)
	return err
}

// A Splitter cuts the text of a block into sentences: spans into text, ordered, not overlapping, trimmed of white
// space, covering everything but white space.
type Splitter func(text string) []offset.Span
