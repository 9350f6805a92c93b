package document

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// RecordOptions specify which part of a record is its document and where the translation goes. The zero value finds the
// field by the names that are usual.
type RecordOptions struct {
	// Field names what to translate: a key of a JSON object, with dots for what is inside its value ("article.text"),
	// a star for all elements of a list ("messages.*.content"), or the name or 1-based number of a CSV column. A list
	// of strings is translated string by string. Several fields are separated by commas. Empty: the first of text,
	// content, body, sentence, source, de, title that there is, or the only column.
	Field string
	// NoHeader means that the first line of a table is a record, not the names of its columns; then Field is a number.
	NoHeader bool
	// Target names the field that takes the translation, beside that of the source; it is added if it is not there. A
	// star in it stands for the name of the source's field, and is needed where there are several. Empty: the
	// translation replaces the source.
	Target string
	// Format reads the text of the field; nil: [HTML] where the text has its tags or is written with its references,
	// such as &uuml;, else [Text].
	Format *Format
	// Split cuts it into sentences; nil: [German].
	Split Splitter
	// Encoding of the file, as for [Decode]; empty: UTF-8, with UTF-16 and Windows-1252 recognised by the first 64 KiB.
	Encoding string
	// Line is the number of the first line that is read, where a file is not read from its beginning; 0: 1.
	Line int
	// RowGroups are those of a Parquet file that are read: from the first number up to, but not including, the second,
	// counted from 0. Both 0: all of them.
	RowGroups [2]int
	// MaxRecord bounds the size of a record in bytes. A longer one is an error and passes through unread. 0: 64 MiB.
	MaxRecord int
}

const maxRecord = 64 << 20

var usualFields = []string{"text", "content", "body", "sentence", "source", "de", "title"}

// A Record is one record of a container, or a stretch of the file that holds none: a header, a blank line, a line
// that cannot be read. Records do not depend on one another once they have been yielded; they may be used at the same
// time and in any order.
type Record struct {
	// Document is the text of the record, named "file#line"; its Source is the decoded field, its SHA256 that of Raw.
	// Nil where there is none.
	Document *Document
	Line     int    // where Raw starts, from 1
	Raw      []byte // as in the file, line end included, in UTF-8

	parts   []recordPart
	with    func(texts []string) []byte // the record with texts as the translations of its parts
	without []byte                      // the record with room for translations but none in it; nil: Raw
	row     *parquetRow                 // of a Parquet file, which has none of these
}

// Size returns about how many bytes the record holds, for whoever bounds how many records are held at a time.
func (r *Record) Size() int {
	size := len(r.Raw)
	if r.row != nil {
		for _, text := range r.row.texts {
			size += len(text.Value)
		}
	}
	return size
}

// Render returns the record with the translation in it, for the output in the format of the input. With a nil target,
// and where there is no document, nothing is translated; the record still gets the column that its header has
// promised.
func (r *Record) Render(target func(block, sentence int) string) ([]byte, error) {
	if r.Document == nil || target == nil {
		if r.without != nil {
			return r.without, nil
		}
		return r.Raw, nil
	}
	texts, err := r.translations(target)
	if err != nil {
		return nil, err
	}
	return r.with(texts), nil
}

// translations returns the translations of the parts.
func (r *Record) translations(target func(block, sentence int) string) ([]string, error) {
	texts := make([]string, len(r.parts))
	for i, p := range r.parts {
		text, err := Render(p.document, func(block, sentence int) string { return target(p.first+block, sentence) })
		if err != nil {
			return nil, err
		}
		texts[i] = string(text)
	}
	return texts, nil
}

// A recordPart is the text of one of the fields of a record.
type recordPart struct {
	document *Document
	first    int // number of its first block in the document of the record
}

// Containers returns the formats of files that hold many documents.
func Containers() []*Container { return []*Container{JSONLines, CSV, TSV, Parquet} }

// Exts returns the extensions of all files that can be read: of single documents, and of files that hold many, which
// may be compressed.
func Exts() []string {
	var exts []string
	for _, f := range Formats() {
		exts = append(exts, f.Exts...)
	}
	for _, c := range Containers() {
		for _, e := range c.Exts {
			exts = append(exts, e)
			for _, compressed := range compressions {
				exts = append(exts, e+compressed)
			}
		}
	}
	return exts
}

// ContainerFor returns the container for a file name, by its extension; nil if it names a single document. Extensions
// of compression are passed over.
func ContainerFor(name string) *Container {
	ext := strings.ToLower(path.Ext(trimCompression(name)))
	for _, c := range Containers() {
		if slices.Contains(c.Exts, ext) {
			return c
		}
	}
	return nil
}

// read makes the document of a record from the decoded fields. The source of several is that of each, in lines of
// their own.
func (o *RecordOptions) read(rr *recordReader, rec *Record, texts []string) error {
	split := o.Split
	if split == nil {
		split = German
	}
	name := rr.name + "#" + strconv.Itoa(rec.Line)
	all := &Document{Name: name}
	for i, text := range texts {
		format := cmp.Or(o.Format, fieldFormat(text))
		d, err := format.parse(name, []byte(text), split)
		if err != nil {
			return inRecord(rr.name, rec.Line, err)
		}
		if len(d.Blocks) == 1 && d.Blocks[0].Kind == Paragraph {
			d.Blocks[0].Kind = Field
		}
		rec.parts = append(rec.parts, recordPart{d, len(all.Blocks)})
		if len(texts) == 1 {
			all = d
			break
		}
		if all.Format == "" {
			all.Format = d.Format
		} else if all.Format != d.Format {
			all.Format = Text.Name
		}
		if i > 0 {
			all.Source = append(all.Source, '\n')
		}
		for _, b := range d.Blocks {
			all.Blocks = append(all.Blocks, b.moveSource(func(i int) int { return i + len(all.Source) }))
		}
		all.Source = append(all.Source, text...)
	}
	all.Line, all.Encoding, all.SHA256 = rec.Line, rr.encoding, Hash(rec.Raw)
	all.Field, all.Into = o.Field, o.Target
	rec.Document = all
	return nil
}

// blockTag is a tag that a page is made of, inlineEnd the end of what stands in a line of one, and escaped stands for
// a character in it.
var (
	blockTag = regexp.MustCompile(`(?i)` +
		`</(?:p|div|ul|ol|li|h[1-6]|table|tr|t[dh]|blockquote|section|article|figure)\s*>|<br\s*/?>`)
	inlineEnd = regexp.MustCompile(`(?i)</(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\s*>`)
	escaped   = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});`)
)

// fieldFormat returns the format of a text that a record holds. Marks within lines count only where the text is a
// single one: in a page, line breaks mean nothing, so that paragraphs would become one.
func fieldFormat(text string) *Format {
	switch {
	case !strings.ContainsAny(text, "<&"):
		return Text
	case blockTag.MatchString(text):
		return HTML
	case strings.ContainsAny(strings.TrimSpace(text), "\r\n"):
		return Text
	case inlineEnd.MatchString(text), escaped.MatchString(text):
		return HTML
	}
	return Text
}

// fields returns the names in Field.
func (o *RecordOptions) fields() []string {
	names := strings.Split(o.Field, ",")
	for i, n := range names {
		names[i] = strings.TrimSpace(n)
	}
	return names
}

// check returns an error if the translations of several fields would go into one.
func (o *RecordOptions) check(name string) error {
	if o.Target == "" || strings.Contains(o.Target, "*") || len(o.fields()) == 1 {
		return nil
	}
	return &Error{
		Name: name,
		What: "several fields, but " + o.Target + " can take the translation of one only",
		Hint: "write a star for the name of the field, such as *_en",
	}
}

// listed returns the names of columns for a message: the first ones where there are many.
func listed(names []string) string {
	const most = 20
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(names, ", ")
}

// target returns the name of the field that takes the translation of another.
func (o *RecordOptions) target(field string) string { return strings.ReplaceAll(o.Target, "*", field) }

// inRecord gives an error about the text of a record the name of the file and the line where the record begins, since
// lines of the text are not lines of the file.
func inRecord(name string, line int, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return &Error{Name: name, Line: line, What: "reading the record", Err: err}
	}
	c := *e
	c.Name, c.Line = name, line
	return &c
}

// recordReader cuts a stream into records.
type recordReader struct {
	name     string
	encoding string
	r        *bufio.Reader
	line     int // of the next record
	limit    int
	long     bool // the rest of a record that was too long comes next

	again  []byte // what comes once more, before the rest of r
	reread int    // bytes that have come again
}

// maxReread bounds how many bytes of a file come again, so that one in which each line opens a quote that is never
// closed takes no more than linear time.
const maxReread = 2 * maxRecord

// newRecordReader detects the encoding of r.
func newRecordReader(name string, r io.Reader, o *RecordOptions) (*recordReader, error) {
	if err := o.check(name); err != nil {
		return nil, err
	}
	rr := &recordReader{name: name, line: max(1, o.Line), limit: o.MaxRecord, encoding: UTF8}
	if rr.limit <= 0 {
		rr.limit = maxRecord
	}
	rr.r = bufio.NewReaderSize(r, recordHead)
	if o.Encoding == "" {
		head, err := rr.r.Peek(recordHead)
		if err != nil && err != io.EOF && len(head) == 0 {
			return nil, readError(name, 1, err)
		}
		if rr.encoding, err = recordEncoding(head); err != nil {
			return nil, named(name, err)
		}
	} else { // without waiting for what may come: a program that writes records may want its first answer now
		var err error
		if _, rr.encoding, err = decodeAs(nil, o.Encoding); err != nil {
			return nil, named(name, err)
		}
	}
	switch rr.encoding {
	case UTF8:
	case UTF16LE:
		rr.decode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case UTF16BE:
		rr.decode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case Windows1252:
		rr.decode(charmap.Windows1252.NewDecoder())
	default:
		enc, err := encodingNamed(rr.encoding)
		if err != nil {
			return nil, named(name, err)
		}
		rr.decode(enc.NewDecoder())
	}
	return rr, nil
}

// recordHead is how many bytes of a file of records decide its encoding.
const recordHead = 64 << 10

// recordEncoding returns the encoding of the file of records that begins with head.
func recordEncoding(head []byte) (string, error) {
	if i := bytes.LastIndexByte(head, '\n'); i >= 0 && len(head) == recordHead {
		head = head[:i+1]
	}
	if what := magic(head); what != "" {
		return "", &Error{What: "not a text file: " + what, Hint: "name compressed files .gz or .zst"}
	}
	if n := utf16Name(head[:len(head)&^1]); n != "" {
		return n, nil
	}
	if !utf8.Valid(head) {
		if _, n, err := decodeEightBit(head); err == nil {
			return n, nil
		}
	}
	return UTF8, nil
}

// LineEncoding returns the encoding of a file of records, which is the given one or, where that is empty, the one that
// its beginning looks like. It reports whether the file can be cut behind any line feed, and the parts read by
// themselves in that encoding.
func LineEncoding(r io.Reader, given string) (encoding string, cut bool, err error) {
	head := make([]byte, recordHead)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", false, err
	}
	if given == "" {
		encoding, err = recordEncoding(head[:n])
	} else {
		_, encoding, err = decodeAs(nil, given)
	}
	// A file that cannot be read is not cut: whoever reads it reports why.
	return encoding, err == nil && (encoding == UTF8 || encoding == Windows1252), nil
}

func (rr *recordReader) decode(t transform.Transformer) {
	rr.r = bufio.NewReaderSize(transform.NewReader(rr.r, t), 64<<10)
}

// next returns the next record with its line end. Open, if not nil, is asked whether a line break at the end of what
// has been read so far belongs to the record. The error is nil, io.EOF without a record, or an [*Error] with the
// bytes that it concerns; done reports whether that was the last record.
func (rr *recordReader) next(open func(raw []byte) bool) (rec *Record, done bool, err error) {
	rec = &Record{Line: rr.line}
	for {
		chunk, err := rr.readSlice()
		rec.Raw = append(rec.Raw, chunk...)
		rr.line += bytes.Count(chunk, []byte{'\n'})
		switch {
		case err == bufio.ErrBufferFull:
		case err == io.EOF:
			if len(rec.Raw) == 0 {
				return nil, true, io.EOF
			}
			if rr.long {
				return rec, true, nil
			}
			return rec, true, rr.check(rec)
		case err != nil:
			return rec, true, readError(rr.name, rr.line, err)
		case rr.long:
			rr.long = false
			return rec, false, nil
		case open == nil || !open(rec.Raw):
			return rec, false, rr.check(rec)
		}
		if rr.long {
			return rec, false, nil
		}
		if len(rec.Raw) > rr.limit {
			rr.long = err == bufio.ErrBufferFull
			return rec, false, &Error{
				Name: rr.name,
				Line: rec.Line,
				What: "a record longer than " + strconv.Itoa(rr.limit) + " bytes",
				Hint: "is this the right format for the file?",
			}
		}
	}
}

func readError(name string, line int, err error) error {
	e := &Error{Name: name, Line: line, What: "reading", Err: err}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		e.Hint = "the file is cut off; get it again"
	}
	return e
}

// readSlice reads up to a line break as [bufio.Reader.ReadSlice] does, first of what comes again.
func (rr *recordReader) readSlice() ([]byte, error) {
	if len(rr.again) == 0 {
		return rr.r.ReadSlice('\n')
	}
	chunk, err := rr.again, bufio.ErrBufferFull
	if i := bytes.IndexByte(chunk, '\n'); i >= 0 {
		chunk, err = chunk[:i+1], nil
	}
	rr.again = rr.again[len(chunk):]
	return chunk, err
}

// firstLine cuts rec after its first line; what follows comes again as records of their own. It reports false, and
// leaves rec whole, where too much has come again already.
func (rr *recordReader) firstLine(rec *Record) bool {
	if rr.reread > maxReread {
		return false
	}
	i := bytes.IndexByte(rec.Raw, '\n') + 1
	rr.again = slices.Concat(rec.Raw[i:], rr.again)
	rr.reread += len(rr.again)
	rec.Raw = rec.Raw[:i:i]
	rr.line, rr.long = rec.Line+1, false
	return true
}

// check refuses a record that is not text.
func (rr *recordReader) check(rec *Record) error {
	if i := firstInvalid(rec.Raw); i >= 0 {
		return &Error{
			Name: rr.name,
			Line: rec.Line + bytes.Count(rec.Raw[:i], []byte{'\n'}),
			What: "broken UTF-8: byte 0x" + strconv.FormatInt(int64(rec.Raw[i]), 16),
			Hint: "repair that line, or " + encodingHint,
		}
	}
	if i := bytes.IndexByte(rec.Raw, 0); i >= 0 {
		return &Error{Name: rr.name, Line: rec.Line, What: "a zero byte", Hint: "repair that line"}
	}
	return nil
}

// lineBreakAt returns where the line break at the end of raw starts.
func lineBreakAt(raw []byte) int {
	n := len(raw)
	if n > 0 && raw[n-1] == '\n' {
		if n--; n > 0 && raw[n-1] == '\r' {
			n--
		}
	}
	return n
}
