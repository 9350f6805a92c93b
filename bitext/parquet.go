package bitext

import (
	"encoding/json"
	"io"
	"reflect"

	"github.com/satzpaar/satzpaar/internal/parquet"
)

// Pairs in Parquet have these columns, one row a pair. What has parts, from findings on, is JSON as in the native
// form; what is not known is null.
var parquetColumns = []string{
	"document", "id", "source", "target", "state", "score", "risk", "action", "lang", "kind", "origin", "machine",
	"reason", "error", "findings", "runs", "links", "spans",
}

// A ParquetWriter writes pairs of any number of documents as a Parquet file: for analyses and for training, not for
// reading them back.
type ParquetWriter struct {
	table *parquet.Table
}

// NewParquetWriter begins a file.
func NewParquetWriter(w io.Writer) (*ParquetWriter, error) {
	t, err := parquet.NewTable(w, parquetColumns, []string{"score", "risk"})
	return &ParquetWriter{t}, err
}

// Add writes the pairs of a document.
func (w *ParquetWriter) Add(b *Bitext) error {
	for i := range b.Pairs {
		p := &b.Pairs[i]
		row := []parquet.Text{{Value: b.Document}, {Value: p.ID}, {Value: p.Source}, {Value: p.Target}}
		row = append(row, known(string(p.State)), number(p.Score), number(p.Risk))
		for _, text := range []string{string(p.Action), p.Lang, p.Kind, p.Origin, p.Machine, p.Reason, p.Error} {
			row = append(row, known(text))
		}
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
		if err := w.table.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// Close writes the end of the file. It does not close what the file is written to.
func (w *ParquetWriter) Close() error { return w.table.Close() }

// known returns a text, or a null for one that is empty.
func known(text string) parquet.Text { return parquet.Text{Value: text, Null: text == ""} }

func number(v *float64) parquet.Text {
	if v == nil {
		return parquet.Text{Null: true}
	}
	return parquet.Number(*v)
}
