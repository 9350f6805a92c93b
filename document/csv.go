package document

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// CSV is the container of tables with a header line; the header shows whether commas, semicolons or tabs separate the
// columns. Quotes are those of RFC 4180.
var CSV = &Container{
	Name: "csv",
	Exts: []string{".csv"},
	Open: func(name string, r io.Reader, o RecordOptions) iter.Seq2[*Record, error] {
		return openTable(name, r, o, table{quotes: true})
	},
}

// TSV is the container of tables with a header line and tabs between the columns. There are no quotes: a field holds
// neither tabs nor line breaks.
var TSV = &Container{
	Name: "tsv",
	Exts: []string{".tsv", ".tab"},
	Open: func(name string, r io.Reader, o RecordOptions) iter.Seq2[*Record, error] {
		return openTable(name, r, o, table{delimiter: '\t'})
	},
}

type table struct {
	delimiter byte
	quotes    bool
	columns   int
	fields    []int // columns, from 0
	targets   []int // of each field; -1: none; from columns on: to be added
	added     int   // columns
}

// separatorLine is the first line of tables that tell a spreadsheet how they are separated.
var separatorLine = regexp.MustCompile(`^(?:\x{feff})?"?sep=([,;\t|])"?\r?\n$`)

func openTable(name string, r io.Reader, o RecordOptions, t table) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		rr, err := newRecordReader(name, r, &o)
		if err != nil {
			yield(nil, err)
			return
		}
		if rr.encoding != UTF8 {
			// The table is written in UTF-8, which spreadsheets recognise by this mark alone.
			rr.again = []byte(bom)
		}
		header := true
		for {
			long := rr.long
			scan := quoteScan{delimiter: t.delimiter, header: header}
			var open func([]byte) bool
			if t.quotes {
				open = scan.open
			}
			rec, done, err := rr.next(open)
			if rec == nil {
				return
			}
			if scan.quoted && bytes.IndexByte(rec.Raw, '\n') < lineBreakAt(rec.Raw) && !long {
				// A quote that nothing closes would swallow the rest of the file.
				done = !rr.firstLine(rec) && done
				err = &Error{
					Name: name,
					Line: rec.Line,
					What: "a quote that is never closed",
					Hint: "repair that line",
				}
			}
			blank := len(bytes.TrimSpace(bytes.TrimPrefix(rec.Raw, []byte(bom)))) == 0
			switch {
			case err != nil || long:
			case blank:
			case header && t.quotes && rec.Line == 1 && separatorLine.Match(rec.Raw):
				t.delimiter = separatorLine.FindSubmatch(rec.Raw)[1][0]
			case header:
				if err := t.header(rr, rec, &o); err != nil {
					yield(rec, err)
					return
				}
				header = false
				if o.NoHeader {
					err = t.row(rr, rec, &o)
				}
			default:
				err = t.row(rr, rec, &o)
			}
			if !yield(rec, err) || done {
				return
			}
		}
	}
}

// quoteScan finds out whether a line break stands inside quotes. It goes over every byte once, however often it is
// asked.
type quoteScan struct {
	delimiter byte
	header    bool // the delimiter is not known yet: any of the three
	at        int
	quoted    bool
	inField   bool // something of the field has been read
	closed    int  // behind the last quote that closed
}

func (q *quoteScan) open(raw []byte) bool {
	if q.at == 0 && bytes.HasPrefix(raw, []byte(bom)) {
		q.at = len(bom)
	}
	for ; q.at < len(raw); q.at++ {
		c := raw[q.at]
		switch {
		case q.quoted:
			if c == '"' {
				q.quoted = false // a doubled quote opens again at once
				q.closed = q.at + 1
			}
		case c == '"' && (!q.inField || q.closed == q.at):
			q.quoted, q.inField = true, true
		case c == '\n' || c == '\r' || c == q.delimiter || q.header && (c == ',' || c == ';' || c == '\t'):
			q.inField = false
		default:
			q.inField = true
		}
	}
	return q.quoted
}

// header reads the names of the columns; without a header they are numbers.
func (t *table) header(rr *recordReader, rec *Record, o *RecordOptions) error {
	if t.delimiter == 0 {
		t.delimiter = guessDelimiter(rec.Raw)
	}
	var names []string
	cells := t.cells(rec.Raw)
	for _, c := range cells {
		names = append(names, strings.TrimSpace(t.read(rec.Raw, c)))
	}
	t.columns = len(cells)
	if o.NoHeader {
		for i := range names {
			names[i] = strconv.Itoa(i + 1)
		}
	}
	find := func(name string) int {
		if i := slices.Index(names, name); i >= 0 {
			return i
		}
		return slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	}
	wanted := []string{o.Field}
	if find(o.Field) < 0 {
		wanted = o.fields()
	}
	t.fields, t.targets = nil, nil
	for _, name := range wanted {
		i := -1
		switch {
		case name != "":
			if i = find(name); i < 0 {
				if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(names) {
					i = n - 1
				}
			}
		case len(names) == 1:
			i = 0
		default:
			for _, f := range usualFields {
				if i = find(f); i >= 0 {
					break
				}
			}
		}
		if i < 0 {
			what := "no column to translate"
			if name != "" {
				what = "no column " + name
			}
			return &Error{
				Name: rr.name,
				Line: rec.Line,
				What: what + "; name one of " + listed(names) + ", or its number, with --field",
			}
		}
		if !slices.Contains(t.fields, i) {
			t.fields = append(t.fields, i)
		}
	}
	var added []string
	for _, i := range t.fields {
		if o.Target == "" {
			t.targets = append(t.targets, -1)
			continue
		}
		target := find(o.target(names[i]))
		if target < 0 {
			target = t.columns + len(added)
			added = append(added, o.target(names[i]))
		}
		t.targets = append(t.targets, target)
	}
	if t.added = len(added); t.added > 0 && !o.NoHeader {
		rec.without = t.extended(rec.Raw, added)
	}
	return nil
}

func (t *table) row(rr *recordReader, rec *Record, o *RecordOptions) error {
	cells := t.cells(rec.Raw)
	if len(cells) != t.columns {
		hint := "repair that line"
		if t.quotes {
			hint += ": a field that holds the delimiter must be in quotes"
		}
		return &Error{
			Name: rr.name,
			Line: rec.Line,
			What: fmt.Sprintf("%d fields where the header has %d", len(cells), t.columns),
			Hint: hint,
		}
	}
	texts := make([]string, len(t.fields))
	for i, f := range t.fields {
		texts[i] = t.read(rec.Raw, cells[f])
	}
	if err := o.read(rr, rec, texts); err != nil {
		return err
	}
	if t.added > 0 {
		rec.without = t.extended(rec.Raw, make([]string, t.added))
	}
	rec.with = func(translations []string) []byte {
		added := make([]string, t.added)
		var patches []linePatch
		for i, f := range t.fields {
			text := noFormula(translations[i], texts[i])
			switch target := t.targets[i]; {
			case target >= t.columns:
				added[target-t.columns] = text
			case target >= 0:
				patches = append(patches, linePatch{cells[target], t.write(text, false)})
			case text != texts[i]:
				quoted := cells[f].Len() > 0 && rec.Raw[cells[f].Start] == '"'
				patches = append(patches, linePatch{cells[f], t.write(text, quoted)})
			}
		}
		raw := patchedLine(rec.Raw, patches)
		if t.added > 0 {
			raw = t.extended(raw, added)
		}
		return raw
	}
	return nil
}

// noFormula returns a translation with an apostrophe before it if a spreadsheet would take it for a formula and its
// source does not begin alike: then somebody else has put it there.
func noFormula(translation, source string) string {
	if translation == "" || strings.IndexByte("=+-@", translation[0]) < 0 ||
		source != "" && source[0] == translation[0] {
		return translation
	}
	return "'" + translation
}

// extended returns the record with more fields.
func (t *table) extended(raw []byte, texts []string) []byte {
	end := lineBreakAt(raw)
	var more []byte
	for _, text := range texts {
		more = append(append(more, t.delimiter), t.write(text, false)...)
	}
	return patchedLine(raw, []linePatch{{offset.Span{Start: end, End: end}, more}})
}

// cells returns where the fields of a record stand, quotes included.
func (t *table) cells(raw []byte) []offset.Span {
	end := lineBreakAt(raw)
	i := 0
	if bytes.HasPrefix(raw, []byte(bom)) {
		i = len(bom)
	}
	var out []offset.Span
	for {
		start := i
		if t.quotes && i < end && raw[i] == '"' {
			for i++; i < end; i++ {
				if raw[i] == '"' {
					if i+1 < end && raw[i+1] == '"' {
						i++
						continue
					}
					break
				}
			}
		}
		for i < end && raw[i] != t.delimiter {
			i++
		}
		out = append(out, offset.Span{Start: start, End: min(i, end)})
		if i >= end {
			return out
		}
		i++
	}
}

// read returns the text of a field. What is not quoted as the format asks stands for itself.
func (t *table) read(raw []byte, s offset.Span) string {
	field := string(raw[s.Start:s.End])
	if t.quotes && len(field) >= 2 && field[0] == '"' && field[len(field)-1] == '"' {
		return strings.ReplaceAll(field[1:len(field)-1], `""`, `"`)
	}
	return field
}

// write returns text as a field.
func (t *table) write(text string, quoted bool) []byte {
	if !t.quotes {
		return []byte(strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ").Replace(text))
	}
	if quoted || strings.ContainsAny(text, "\"\r\n") || strings.IndexByte(text, t.delimiter) >= 0 ||
		strings.TrimSpace(text) != text {
		return []byte(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
	}
	return []byte(text)
}

// guessDelimiter returns the sign that separates the columns of a header: the most frequent of comma, semicolon and
// tab.
func guessDelimiter(header []byte) byte {
	best := byte(',')
	for _, d := range []byte{';', '\t'} {
		if bytes.Count(header, []byte{d}) > bytes.Count(header, []byte{best}) {
			best = d
		}
	}
	return best
}
