package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func parquetSample(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("../internal/parquet/testdata/zstd-1.0.parquet")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// rows returns "row: text" for every row with a document, and its errors.
func rows(raw []byte, o RecordOptions) (out []string, err error) {
	for rec, err := range Parquet.Open("d/x", bytes.NewReader(raw), o) {
		if err != nil {
			return out, err
		}
		if rec.Document != nil {
			out = append(out, fmt.Sprintf("%s: %s", rec.Document.Name, rec.Document.Source))
		}
	}
	return out, nil
}

// renderParquet returns the translated file, in which every sentence is "T".
func renderParquet(raw []byte, o RecordOptions) ([]byte, error) {
	var out bytes.Buffer
	w, err := Parquet.Writer("d/x", bytes.NewReader(raw), &out, o)
	if err != nil {
		return nil, err
	}
	for rec, err := range Parquet.Open("d/x", bytes.NewReader(raw), o) {
		if err != nil {
			return nil, err
		}
		if err := w.Write(rec, func(_, _ int) string { return "T" }); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

func TestParquet(t *testing.T) {
	raw := parquetSample(t)
	for _, test := range []struct {
		o    RecordOptions
		read string // where the translation is
		want string
		null int // rows without a text in what is translated
	}{
		{RecordOptions{}, "text", "T", 4},
		{RecordOptions{Field: "Text", Target: "text_en"}, "text_en", "T", 4},
		{RecordOptions{Field: "pair.de", Target: "en"}, "pair.en", "T", 8},
		{RecordOptions{Field: "text, pair.de", Target: "*_en"}, "pair.de_en", "T", 8},
		{RecordOptions{Field: "text", Target: "category"}, "category", "T", 0}, // which keeps what it had there
	} {
		out, err := renderParquet(raw, test.o)
		if err != nil {
			t.Errorf("%+v: %v", test.o, err)
			continue
		}
		got, err := rows(out, RecordOptions{Field: test.read})
		if err != nil || len(got) != 25-test.null || !strings.HasSuffix(got[0], ": T") {
			t.Errorf("%+v: %d rows, %v, %q", test.o, len(got), err, got)
		}
		original := strings.TrimSuffix(test.o.Field, ", pair.de")
		if test.o.Target == "" || test.read == "category" {
			continue
		}
		was, err := rows(raw, RecordOptions{Field: original})
		if err != nil {
			t.Fatal(err)
		}
		if is, err := rows(out, RecordOptions{Field: original}); err != nil || !slices.Equal(is, was) {
			t.Errorf("%+v: the source has become %q, %v", test.o, is, err)
		}
	}
	got, err := rows(raw, RecordOptions{Field: "text"})
	if err != nil || got[4] != "d/x#6: Das ist Satz 5. Grüße!" {
		t.Errorf("got %q, %v", got, err)
	}
}

// Without translations, texts stay what they were and columns that are added are null.
func TestParquetUntranslated(t *testing.T) {
	raw := parquetSample(t)
	for target, read := range map[string]string{"": "text", "category": "category", "new": "new"} {
		o := RecordOptions{Field: "text", Target: target}
		var out bytes.Buffer
		w, err := Parquet.Writer("d/x", bytes.NewReader(raw), &out, o)
		if err != nil {
			t.Fatal(err)
		}
		for rec := range Parquet.Open("d/x", bytes.NewReader(raw), o) {
			if err := w.Write(rec, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := rows(out.Bytes(), RecordOptions{Field: read})
		var want []string
		if read != "new" {
			want, _ = rows(raw, RecordOptions{Field: read})
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", target, got, want)
		}
	}
}

func TestParquetFaults(t *testing.T) {
	raw := parquetSample(t)
	lz4, err := os.ReadFile("../internal/parquet/testdata/lz4.parquet")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		raw  []byte
		o    RecordOptions
		want string
	}{
		{[]byte("id,text\n1,Das ist keine Tabelle.\n"), RecordOptions{}, "not a Parquet file"},
		{raw[:len(raw)-3], RecordOptions{}, "its end is missing"},
		{lz4, RecordOptions{}, "d/x:1: reading: column text of row group 0: compressed with LZ4_RAW"},
		{raw, RecordOptions{Field: "titel"}, "no column titel; name one of text, category, pair.de with --field"},
		{raw, RecordOptions{Field: "numbers.*"}, "no column numbers.*"},
		{raw, RecordOptions{Field: "numbers.list.element"}, "is a list, or lies in one"},
		{raw, RecordOptions{Field: "id"}, "column id holds INT64"},
		{raw, RecordOptions{Target: "when"}, "column when does not hold text"},
		{raw, RecordOptions{Target: "pair"}, "column pair does not hold text"},
		{raw, RecordOptions{Field: "text,category", Target: "en"}, "several fields"},
	} {
		var e *Error
		_, err := renderParquet(test.raw, test.o)
		if !errors.As(err, &e) || e.Name != "d/x" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v, want %q", test.o, err, test.want)
		}
	}
	for _, r := range []io.Reader{iotest.OneByteReader(bytes.NewReader(raw)), strings.NewReader("")} {
		for rec, err := range Parquet.Open("d/x", r, RecordOptions{}) {
			var e *Error
			if rec != nil || !errors.As(err, &e) || e.Name != "d/x" {
				t.Errorf("got %v, %v", rec, err)
			}
		}
	}
}

// A row counts what it keeps of all columns: texts that translations would replace may be long where sources are null.
func TestParquetSize(t *testing.T) {
	nulls := 0
	o := RecordOptions{Field: "text", Target: "category"}
	for rec, err := range Parquet.Open("d/x", bytes.NewReader(parquetSample(t)), o) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Document == nil {
			nulls++
		}
		if want := len(rec.Raw) + len("a"); rec.Size() < want {
			t.Errorf("row %d has %d bytes, want at least %d", rec.Line, rec.Size(), want)
		}
	}
	if nulls == 0 {
		t.Error("no row without a text")
	}
}

// A disk is full after so many bytes.
type disk struct{ left int }

var errFull = errors.New("full")

func (d *disk) Write(b []byte) (int, error) {
	if d.left -= len(b); d.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// A full disk is not the fault of the file that is translated.
func TestParquetFull(t *testing.T) {
	raw := parquetSample(t)
	whole, err := renderParquet(raw, RecordOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []int{0, 10, len(whole) / 2, len(whole) - 1} {
		w, err := Parquet.Writer("d/x", bytes.NewReader(raw), &disk{left}, RecordOptions{})
		if err == nil {
			for rec := range Parquet.Open("d/x", bytes.NewReader(raw), RecordOptions{}) {
				if err = w.Write(rec, func(_, _ int) string { return "T" }); err != nil {
					break
				}
			}
		}
		if w != nil {
			if closed := w.Close(); err == nil {
				err = closed
			}
		}
		var blamed *Error
		if !errors.Is(err, errFull) || errors.As(err, &blamed) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
}
