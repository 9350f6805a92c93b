package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// A Text is a value of a text column.
type Text struct {
	Value string // any bytes: files may hold what is not UTF-8
	Null  bool

	level byte // definition level: of a null, which of the columns around it is null
}

// Equal texts and nulls take no room, so a few bytes may claim any number of them, and each costs time. A file may have
// rowsAlways rows and another rowsPerByte for each of its bytes, which is many times what programs write.
const (
	rowsAlways  = 1 << 20
	rowsPerByte = 1 << 10
)

// plausible returns an error if the file claims more rows than a file of its size may have. The error names columns,
// which are those that are asked for.
func (f *File) plausible(columns []int) error {
	most := rowsAlways + rowsPerByte*f.footer
	rows := int64(0)
	for g := range f.groups {
		group, err := f.group(g)
		if err != nil {
			return err
		}
		n := group.get(groupRows).int()
		if n > most-rows {
			var names []string
			for _, c := range columns {
				names = append(names, f.Columns[c].Name)
			}
			return fmt.Errorf("column %s of row group %d: it has %d values, in a file with %d bytes of data; at most "+
				"%d rows are read from so few bytes", strings.Join(names, ", "), g, n, f.footer, most)
		}
		rows += n
	}
	return nil
}

// Texts yields the rows of text columns, which are given by their indexes in Columns. A row is valid until the next
// one. What cannot be read ends the rows with an error.
func (f *File) Texts(columns []int) iter.Seq2[[]Text, error] {
	return func(yield func([]Text, error) bool) {
		if err := f.plausible(columns); err != nil {
			yield(nil, err)
			return
		}
		row, readers := make([]Text, len(columns)), make([]*reader, len(columns))
		for i, c := range columns {
			readers[i] = &reader{pager: pager{r: f.r}, nulls: f.Columns[c].nulls}
			defer readers[i].close()
		}
		for g := f.first; g < f.end; g++ {
			if more, err := f.groupTexts(g, columns, readers, row, yield); err != nil {
				yield(nil, err)
				return
			} else if !more {
				return
			}
		}
	}
}

// groupTexts yields the rows of a row group. It reports whether more are wanted.
func (f *File) groupTexts(
	g int,
	columns []int,
	readers []*reader,
	row []Text,
	yield func([]Text, error) bool,
) (more bool, err error) {
	group, err := f.group(g)
	if err != nil {
		return false, err
	}
	for i, c := range columns {
		readers[i].begin(group.get(groupColumns).elements()[c].get(chunkMeta))
	}
	for range group.get(groupRows).int() {
		for i, r := range readers {
			if row[i], err = r.next(); err != nil {
				return false, fmt.Errorf("column %s of row group %d: %w", f.Columns[columns[i]].Name, g, err)
			}
		}
		if !yield(row, nil) {
			return false, nil
		}
	}
	return true, nil
}

// A reader reads the values of a text column in a row group.
type reader struct {
	pager
	nulls  byte  // see Column
	left   int64 // values in the page, nulls included
	levels *runs
	value  func() ([]byte, error) // the next one that is there
	words  []byte                 // the dictionary, one word behind the other
	ends   []uint32               // of its words
}

// begin begins a column chunk.
func (r *reader) begin(meta *node) {
	start, n := extent(meta)
	r.at, r.end, r.codec = start, start+n, meta.get(metaCodec).int()
	r.left, r.words, r.ends = 0, r.words[:0], r.ends[:0]
}

// next returns the next value.
func (r *reader) next() (Text, error) {
	for r.left == 0 {
		if err := r.page(); err == io.EOF {
			return Text{}, errors.New("it has fewer values than its row group has rows")
		} else if err != nil {
			return Text{}, err
		}
	}
	r.left--
	level := r.nulls
	if r.levels != nil {
		n, err := r.levels.next()
		if err != nil || n > uint32(r.nulls) {
			return Text{}, errRuns
		}
		if level = byte(n); level < r.nulls {
			return Text{Null: true, level: level}, nil
		}
	}
	v, err := r.value()
	return Text{Value: string(v), level: level}, err
}

// page reads the next page.
func (r *reader) page() error {
	p, err := r.pager.next()
	if err != nil {
		return err
	}
	switch p.kind {
	case dictionaryPage:
		return r.dictionary(p.header.get(pageDictionary).get(dataValues).int(), p.body)
	case dataPage:
		d, levels := p.header.get(pageData), []byte(nil)
		if r.nulls > 0 {
			if as := d.get(dataLevels).int(); as != rle {
				return fmt.Errorf("levels in encoding %d are not read", as)
			}
			if len(p.body) < 4 || uint64(binary.LittleEndian.Uint32(p.body)) > uint64(len(p.body)-4) {
				return errRuns
			}
			n := 4 + int(binary.LittleEndian.Uint32(p.body))
			levels, p.body = p.body[4:n], p.body[n:]
		}
		return r.values(d.get(dataValues).int(), d.get(dataEncoding).int(), levels, p.body)
	case data2Page:
		d := p.header.get(pageData2)
		return r.values(d.get(dataValues).int(), d.get(data2Encoding).int(), p.levels, p.body)
	}
	return nil // pages of other kinds may be passed over
}

var errValue = errors.New("a text that is longer than its page")

// dictionary takes the words that later pages refer to.
func (r *reader) dictionary(n int64, body []byte) error {
	if n < 0 || n*4 > int64(len(body)) {
		return errors.New("a dictionary with more words than there is room for")
	}
	r.words, r.ends = r.words[:0], r.ends[:0]
	for range n {
		v, rest, err := plainText(body)
		if err != nil {
			return err
		}
		r.words, body = append(r.words, v...), rest
		r.ends = append(r.ends, uint32(len(r.words)))
	}
	return nil
}

// word returns a word of the dictionary.
func (r *reader) word(i uint32) ([]byte, error) {
	if uint64(i) >= uint64(len(r.ends)) {
		return nil, errors.New("a reference to a word that the dictionary does not have")
	}
	start := uint32(0)
	if i > 0 {
		start = r.ends[i-1]
	}
	return r.words[start:r.ends[i]], nil
}

// plainText cuts the first text off b.
func plainText(b []byte) (text, rest []byte, err error) {
	if len(b) < 4 {
		return nil, nil, errValue
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if n > uint64(len(b)-4) {
		return nil, nil, errValue
	}
	return b[4 : 4+n], b[4+n:], nil
}

// values begins the n values of a page.
func (r *reader) values(n, as int64, levels, body []byte) (err error) {
	if n < 0 {
		return fmt.Errorf("a page of %d values", n)
	}
	r.left, r.levels = n, nil
	if r.nulls > 0 {
		r.levels = &runs{src: levels, width: levelWidth(r.nulls)}
	}
	if len(body) == 0 { // all values are null
		r.value = func() ([]byte, error) { return nil, errValue }
		return nil
	}
	switch as {
	case plain:
		r.value = func() (v []byte, err error) {
			v, body, err = plainText(body)
			return v, err
		}
	case plainDictionary, rleDictionary:
		if body[0] > 32 {
			return errRuns
		}
		references := &runs{src: body[1:], width: int(body[0])}
		r.value = func() ([]byte, error) {
			i, err := references.next()
			if err != nil {
				return nil, err
			}
			return r.word(i)
		}
	case deltaLength:
		r.value, err = lengthTexts(body)
	case deltaBytes:
		r.value, err = prefixTexts(body)
	default:
		return fmt.Errorf("texts in encoding %d are not read", as)
	}
	return err
}
