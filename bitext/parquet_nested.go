package bitext

import (
	"io"
	"slices"

	"github.com/satzpaar/satzpaar/internal/parquet"
	"github.com/satzpaar/satzpaar/offset"
)

// nestedColumns are the columns of documents in Parquet: a row holds all pairs of one. Offsets are bytes, as in the
// native form; those that are not known are null.
var nestedColumns = []parquet.Field{{Name: "document"}, {Name: "from"}, {Name: "to"}, {Name: "pairs",
	List: slices.Concat(parquetPair, []parquet.Field{
		{Name: "spans", List: integers("start", "end")},
		{Name: "runs", List: append(integers("start", "end"), parquet.Field{Name: "lang"},
			parquet.Field{Name: "score", Kind: parquet.Numbers})},
		{Name: "alignment", List: integers("source_start", "source_end", "target_start", "target_end")},
		{Name: "findings", List: append([]parquet.Field{{Name: "check"}, {Name: "severity"}, {Name: "message"}},
			integers("source_start", "source_end", "target_start", "target_end")...)},
	})}}

func integers(names ...string) []parquet.Field {
	var out []parquet.Field
	for _, name := range names {
		out = append(out, parquet.Field{Name: name, Kind: parquet.Integers})
	}
	return out
}

// NewNestedParquetWriter begins a file with a row for each document, in which its pairs are a list.
func NewNestedParquetWriter(w io.Writer) (*ParquetWriter, error) {
	t, err := parquet.NewTable(w, nestedColumns)
	return &ParquetWriter{t, documentRow}, err
}

// documentRow writes the row of a document.
func documentRow(b *Bitext, write func([]parquet.Value) error) error {
	pairs := make([][]parquet.Value, len(b.Pairs))
	for i := range b.Pairs {
		p := &b.Pairs[i]
		pairs[i] = append(pairValues(p),
			each(p.Spans, func(s offset.Span) []parquet.Value { return offsets(&s) }),
			each(p.Runs, func(r offset.Run) []parquet.Value {
				return append(offsets(&offset.Span{Start: r.Start, End: r.End}), known(r.Lang), number(&r.Score))
			}),
			each(p.Links, func(l offset.Link) []parquet.Value {
				return append(offsets(&l.Source), offsets(&l.Target)...)
			}),
			each(p.Findings, func(f Finding) []parquet.Value {
				named := []parquet.Value{known(f.Check), known(string(f.Severity)), known(f.Message)}
				return slices.Concat(named, offsets(f.Source), offsets(f.Target))
			}))
	}
	return write([]parquet.Value{given(b.Document), known(b.From), known(b.To), {List: pairs}})
}

// each returns a list with a structure for every item.
func each[T any](items []T, structure func(T) []parquet.Value) parquet.Value {
	var v parquet.Value
	for _, item := range items {
		v.List = append(v.List, structure(item))
	}
	return v
}

// offsets returns the bounds of a span, which are null for one that is nil.
func offsets(s *offset.Span) []parquet.Value {
	if s == nil {
		nothing := parquet.Value{Text: parquet.Text{Null: true}}
		return []parquet.Value{nothing, nothing}
	}
	return []parquet.Value{{Text: parquet.Integer(int64(s.Start))}, {Text: parquet.Integer(int64(s.End))}}
}
