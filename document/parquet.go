package document

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/parquet"
)

// Parquet is the container of Parquet files, one document a row. The name of a document and errors have the number of
// the row, from 1. Columns that are not translated stay byte for byte what they were; nulls stay nulls.
var Parquet = &Container{Name: "parquet", Exts: []string{".parquet"}, Open: openParquet, copy: copyParquet,
	join: func(w io.Writer) Joiner { return joinedParquet{parquet.Join(w)} }}

// A parquetTable is a Parquet file with the columns that are translated.
type parquetTable struct {
	file    *parquet.File
	fields  []int // columns that are translated
	targets []parquet.Target
	columns []int // that are read: fields, and those whose texts are replaced by translations of others
	own     []int // by target: where its own text stands in columns; -1 for one that is added
	before  int   // rows before the first that is read
}

// A parquetRow is what a record of a Parquet file is made of.
type parquetRow struct {
	texts []parquet.Text // by column of the table
	parts []int          // by field: its part in the record; -1 for none
}

// openParquetFile opens a file.
func openParquetFile(name string, r io.Reader) (*parquet.File, error) {
	if plain, ok := r.(asIs); ok {
		r = plain.Reader
	}
	at, random := r.(io.ReaderAt)
	end, sized := r.(io.Seeker)
	if !random || !sized {
		return nil, &Error{
			Name: name,
			What: "Parquet is read from its end, so it cannot come from a pipe or a compressed file",
			Hint: "give the file itself",
		}
	}
	size, err := end.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, readError(name, 0, err)
	}
	file, err := parquet.Open(at, size)
	if err != nil {
		return nil, &Error{Name: name, What: "reading", Err: err, Hint: "get the file again, or write it anew"}
	}
	return file, nil
}

// parquetOf opens a file and finds the columns.
func parquetOf(name string, r io.Reader, o *RecordOptions) (*parquetTable, error) {
	file, err := openParquetFile(name, r)
	if err != nil {
		return nil, err
	}
	t := &parquetTable{file: file}
	if o.RowGroups != [2]int{} {
		before, err := file.Only(o.RowGroups[0], o.RowGroups[1])
		if err != nil {
			return nil, &Error{Name: name, What: "reading", Err: err}
		}
		t.before = int(before)
	}
	if err := t.find(o); err != nil {
		e := *err
		e.Name = name
		return nil, &e
	}
	return t, o.check(name)
}

// find finds the columns that are translated, and those that take the translations.
func (t *parquetTable) find(o *RecordOptions) *Error {
	wanted := []string{o.Field}
	if t.column(o.Field) < 0 {
		wanted = o.fields()
	}
	for _, name := range wanted {
		i := t.column(name)
		if name == "" {
			i = t.usual()
		}
		if i < 0 {
			return t.missing(name)
		}
		if why := t.file.Columns[i].Why; why != "" {
			return &Error{What: "column " + name + " " + why, Hint: "name a column of text with --field"}
		}
		if !slices.Contains(t.fields, i) {
			t.fields = append(t.fields, i)
		}
	}
	t.columns = slices.Clone(t.fields)
	for k, i := range t.fields {
		target, own := parquet.Target{Source: i, Column: i}, k
		if o.Target != "" {
			c := &t.file.Columns[i]
			target.Name = o.target(c.Name[strings.LastIndexByte(c.Name, '.')+1:])
			beside := c.Beside(target.Name)
			target.Column, own = t.exactly(beside), -1
			switch {
			case target.Column >= 0 && t.file.Columns[target.Column].Why != "",
				target.Column < 0 && t.file.Taken(beside):
				return &Error{What: "column " + beside + " does not hold text", Hint: "name another one with --into"}
			case target.Column >= 0:
				target.Name, own = "", len(t.columns)
				t.columns = append(t.columns, target.Column)
			}
		}
		t.targets, t.own = append(t.targets, target), append(t.own, own)
	}
	return nil
}

// column returns the index of a column; -1 if there is none.
func (t *parquetTable) column(name string) int {
	if i := t.exactly(name); i >= 0 {
		return i
	}
	return slices.IndexFunc(t.file.Columns, func(c parquet.Column) bool { return strings.EqualFold(c.Name, name) })
}

func (t *parquetTable) exactly(name string) int {
	return slices.IndexFunc(t.file.Columns, func(c parquet.Column) bool { return c.Name == name })
}

// usual returns the column that is translated where none is named; -1 if there is none.
func (t *parquetTable) usual() int {
	only := -1
	for i := range t.file.Columns {
		if t.file.Columns[i].Why == "" {
			if only >= 0 {
				only = -1
				break
			}
			only = i
		}
	}
	for _, name := range usualFields {
		if i := t.column(name); i >= 0 && t.file.Columns[i].Why == "" {
			return i
		}
	}
	return only
}

// missing returns the error for a column that is not there.
func (t *parquetTable) missing(name string) *Error {
	var there []string
	for _, c := range t.file.Columns {
		if c.Why == "" {
			there = append(there, c.Name)
		}
	}
	e := &Error{What: "no column to translate"}
	if name != "" {
		e.What = "no column " + name
	}
	if len(there) > 0 {
		e.What += "; name one of " + listed(there) + " with --field"
	} else {
		e.What += ": none of its columns holds text"
	}
	if strings.Contains(name, "*") {
		e.Hint = "lists in Parquet files are not read; unnest them first, such as with duckdb"
	}
	return e
}

func openParquet(name string, r io.Reader, o RecordOptions) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		t, err := parquetOf(name, r, &o)
		if err != nil {
			yield(nil, err)
			return
		}
		rr := &recordReader{name: name, encoding: UTF8}
		row := t.before
		for texts, err := range t.file.Texts(t.columns) {
			row++
			if err != nil {
				yield(nil, readError(name, row, err))
				return
			}
			rec := &Record{Line: row, row: &parquetRow{texts: slices.Clone(texts)}}
			if !yield(rec, t.read(rr, rec, &o)) {
				return
			}
		}
	}
}

// read makes the document of a row.
func (t *parquetTable) read(rr *recordReader, rec *Record, o *RecordOptions) error {
	var texts []string
	for i, text := range rec.row.texts[:len(t.fields)] {
		if text.Null {
			rec.row.parts = append(rec.row.parts, -1)
			continue
		}
		if !utf8.ValidString(text.Value) {
			name := t.file.Columns[t.fields[i]].Name
			return &Error{
				Name: rr.name,
				Line: rec.Line,
				What: "broken UTF-8 in column " + name,
				Hint: "repair that row",
			}
		}
		rec.row.parts = append(rec.row.parts, len(texts))
		texts = append(texts, text.Value)
		rec.Raw = append(append(rec.Raw, text.Value...), '\n')
	}
	if len(texts) == 0 {
		return nil
	}
	return o.read(rr, rec, texts)
}

// A parquetWriter writes the translated file of a Parquet file.
type parquetWriter struct {
	t    *parquetTable
	name string
	w    *parquet.Writer
	row  []parquet.Text
}

func copyParquet(name string, source io.Reader, w io.Writer, o RecordOptions) (RecordWriter, error) {
	t, err := parquetOf(name, source, &o)
	if err != nil {
		return nil, err
	}
	c, err := t.file.Copy(w, t.targets)
	if err != nil {
		return nil, err
	}
	return &parquetWriter{t, name, c, make([]parquet.Text, len(t.targets))}, nil
}

// Write implements [RecordWriter]. Where a text has no translation, a column that is added has a null.
func (w *parquetWriter) Write(rec *Record, target func(block, sentence int) string) error {
	var texts []string
	if rec.Document != nil && target != nil {
		var err error
		if texts, err = rec.translations(target); err != nil {
			return err
		}
	}
	for i := range w.row {
		source := rec.row.texts[i]
		switch own := w.t.own[i]; {
		case texts != nil && rec.row.parts[i] >= 0:
			w.row[i] = parquet.Text{Value: texts[rec.row.parts[i]]}
		case own >= 0:
			w.row[i] = rec.row.texts[own]
		default:
			source.Null, source.Value = true, ""
			w.row[i] = source
		}
	}
	return w.w.Write(w.row)
}

// Close implements [RecordWriter].
func (w *parquetWriter) Close() error {
	err := w.w.Close()
	if errors.Is(err, parquet.ErrRows) { // the source could not be read to its end
		return &Error{Name: w.name, What: "writing its translation", Err: err}
	}
	return err
}

// A RowGroup is a stretch of the rows of a Parquet file that can be read by itself.
type RowGroup struct {
	Start int64 // its first byte
	Row   int   // number of its first row, from 1
}

// RowGroups returns the row groups of a Parquet file of that size, and where its end begins, which is needed to read
// any of them. There are none in a file that cannot be cut between them, or not be read.
func RowGroups(r io.ReaderAt, size int64) (groups []RowGroup, end int64) {
	file, err := parquet.Open(r, size)
	if err != nil {
		return nil, 0
	}
	all, apart, err := file.Groups()
	if err != nil || !apart {
		return nil, 0
	}
	row := 1
	for _, g := range all {
		groups = append(groups, RowGroup{g.Start, row})
		row += int(g.Rows)
	}
	return groups, file.Footer()
}

// joinedParquet puts the row groups of parts into one file.
type joinedParquet struct{ out *parquet.Joiner }

func (j joinedParquet) Add(name string, part io.Reader) error {
	file, err := openParquetFile(name, part)
	if err != nil {
		return err
	}
	if err := j.out.Add(file); err != nil {
		return &Error{Name: name, What: "joining its parts", Err: err}
	}
	return nil
}

func (j joinedParquet) Close() error { return j.out.Close() }
