package bitext

import (
	"encoding/json"
	"io"
	"reflect"
	"slices"

	"github.com/satzpaar/satzpaar/internal/parquet"
)

// Pairs in Parquet have these columns, one row a pair. What has parts, from findings on, is JSON as in the native
// form; what is not known is null.
var parquetColumns = slices.Concat([]parquet.Field{{Name: "document"}}, parquetPair,
	[]parquet.Field{{Name: "findings"}, {Name: "runs"}, {Name: "links"}, {Name: "spans"}})

// parquetPair are what pairs in Parquet have in every form.
var parquetPair = []parquet.Field{
	{Name: "id"}, {Name: "source"}, {Name: "target"}, {Name: "state"}, {Name: "score", Kind: parquet.Numbers},
	{Name: "risk", Kind: parquet.Numbers}, {Name: "action"}, {Name: "lang"}, {Name: "kind"}, {Name: "origin"},
	{Name: "machine"}, {Name: "reason"}, {Name: "error"},
}

// A ParquetWriter writes pairs of any number of documents as a Parquet file: for analyses and for training, not for
// reading them back.
type ParquetWriter struct {
	table *parquet.Table
	rows  func(b *Bitext, write func([]parquet.Value) error) error
}

// NewParquetWriter begins a file with a row for each pair.
func NewParquetWriter(w io.Writer) (*ParquetWriter, error) {
	t, err := parquet.NewTable(w, parquetColumns)
	return &ParquetWriter{t, pairRows}, err
}

// Add writes the pairs of a document.
func (w *ParquetWriter) Add(b *Bitext) error { return w.rows(b, w.table.Write) }

// Close writes the end of the file. It does not close what the file is written to.
func (w *ParquetWriter) Close() error { return w.table.Close() }

// pairRows writes a row for each pair of a document.
func pairRows(b *Bitext, write func([]parquet.Value) error) error {
	for i := range b.Pairs {
		p := &b.Pairs[i]
		row := append([]parquet.Value{given(b.Document)}, pairValues(p)...)
		for _, list := range []any{p.Findings, p.Runs, p.Links, p.Spans} {
			if reflect.ValueOf(list).Len() == 0 {
				row = append(row, known(""))
				continue
			}
			raw, err := json.Marshal(list)
			if err != nil {
				return err
			}
			row = append(row, known(string(raw)))
		}
		if err := write(row); err != nil {
			return err
		}
	}
	return nil
}

// pairValues returns what a pair has in the fields of parquetPair.
func pairValues(p *Pair) []parquet.Value {
	out := []parquet.Value{given(p.ID), given(p.Source), given(p.Target), known(string(p.State)), number(p.Score),
		number(p.Risk)}
	for _, s := range []string{string(p.Action), p.Lang, p.Kind, p.Origin, p.Machine, p.Reason, p.Error} {
		out = append(out, known(s))
	}
	return out
}

func given(s string) parquet.Value { return parquet.Value{Text: parquet.Text{Value: s}} }

// known returns a text, or a null for one that is empty.
func known(s string) parquet.Value { return parquet.Value{Text: parquet.Text{Value: s, Null: s == ""}} }

func number(v *float64) parquet.Value {
	if v == nil {
		return parquet.Value{Text: parquet.Text{Null: true}}
	}
	return parquet.Value{Text: parquet.Number(*v)}
}
