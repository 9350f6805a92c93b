package parquet

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// samples are the files that testdata/make.py makes; all but the last three hold the same rows.
var samples = []string{
	"none-1.0", "none-2.0", "snappy-1.0", "snappy-2.0", "gzip-1.0", "gzip-2.0", "zstd-1.0", "zstd-2.0",
	"DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", "indexed", "empty",
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func open(t testing.TB, raw []byte) *File {
	t.Helper()
	f, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *File) find(name string) int {
	return slices.IndexFunc(f.Columns, func(c Column) bool { return c.Name == name })
}

// texts returns the values of a column; a null is "∅" and the level of what is null.
func texts(t testing.TB, f *File, name string) []string {
	t.Helper()
	var out []string
	for row, err := range f.Texts([]int{f.find(name)}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, said(row[0]))
	}
	return out
}

func said(v Text) string {
	if v.Null {
		return fmt.Sprint("∅", v.level)
	}
	return v.Value
}

// made returns the texts that make.py has put into a column.
func made(name string) []string {
	var out []string
	for i := range 25 {
		text := fmt.Sprintf("Das ist Satz %d. Grüße!", i)
		switch {
		case name == "pair.de" && i%5 == 4:
			text = "∅0"
		case i%7 == 3 && name == "pair.de":
			text = "∅1"
		case i%7 == 3:
			text = "∅0"
		}
		out = append(out, text)
	}
	return out
}

func TestTexts(t *testing.T) {
	for _, name := range samples {
		f := open(t, sample(t, name))
		for _, column := range []string{"text", "pair.de"} {
			want := made(column)
			if name == "empty" {
				want = nil
			}
			if got := texts(t, f, column); !slices.Equal(got, want) {
				t.Errorf("%s, %s: got %q, want %q", name, column, got, want)
			}
		}
	}
}

func TestColumns(t *testing.T) {
	var got []string
	for _, c := range open(t, sample(t, "zstd-1.0")).Columns {
		got = append(got, strings.TrimSpace(c.Name+" "+c.Why))
	}
	want := []string{"id holds INT64", "text", "category", "when holds INT64", "numbers.list.element is a list, or lies in one",
		"pair.de", "pair.n holds INT32"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// copied copies a file with targets that take the texts of their sources in capitals.
func copied(t testing.TB, f *File, targets ...Target) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := f.Copy(&out, targets)
	if err != nil {
		t.Fatal(err)
	}
	var columns []int
	for _, target := range targets {
		columns = append(columns, target.Source)
	}
	for row, err := range f.Texts(columns) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range row {
			row[i].Value = strings.ToUpper(row[i].Value)
		}
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// chunks returns the bytes of a column in all row groups.
func chunks(t testing.TB, raw []byte, column string) []byte {
	t.Helper()
	f := open(t, raw)
	var out []byte
	for g := range f.groups {
		group, err := f.group(g)
		if err != nil {
			t.Fatal(err)
		}
		start, n := extent(group.get(groupColumns).elements()[f.find(column)].get(chunkMeta))
		out = append(out, raw[start:start+n]...)
	}
	return out
}

// TestCopy replaces texts and adds columns. All other columns are the same bytes.
func TestCopy(t *testing.T) {
	for _, name := range samples {
		raw := sample(t, name)
		f := open(t, raw)
		text, de := f.find("text"), f.find("pair.de")
		for _, targets := range [][]Target{
			{{Source: text, Column: text}},
			{{Source: text, Name: "text_en"}},
			{{Source: de, Name: "en"}, {Source: text, Name: "text_en"}},
			{{Source: text, Column: text}, {Source: de, Column: de}},
			{{Source: text, Column: de}, {Source: de, Name: "en"}},
		} {
			out := copied(t, f, targets...)
			g := open(t, out)
			var changed []string
			for _, target := range targets {
				column := f.Columns[target.place()].Name
				if target.Name != "" {
					column = f.Columns[target.Source].Beside(target.Name)
				}
				changed = append(changed, column)
				if name == "empty" {
					continue
				}
				got, want := texts(t, g, column), made(f.Columns[target.Source].Name)
				for i := range want {
					want[i] = strings.ToUpper(want[i])
					if strings.HasPrefix(want[i], "∅") && strings.HasPrefix(got[i], "∅") {
						want[i] = got[i] // what around it is null is that of the place
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s, %v: %s is %q, want %q", name, targets, column, got, want)
				}
			}
			for _, c := range f.Columns {
				if !slices.Contains(changed, c.Name) && !bytes.Equal(chunks(t, raw, c.Name), chunks(t, out, c.Name)) {
					t.Errorf("%s, %v: column %s has changed", name, targets, c.Name)
				}
			}
		}
	}
}

// TestNothingLost: a footer is the same after it was read and written.
func TestNothingLost(t *testing.T) {
	for _, name := range samples {
		f := open(t, sample(t, name))
		for g := range f.groups {
			group, err := f.group(g)
			if err != nil {
				t.Fatal(err)
			}
			if again := appendNode(nil, group); !bytes.Equal(again, f.groups[g]) {
				t.Errorf("%s: row group %d: %x, want %x", name, g, again, f.groups[g])
			}
		}
	}
}

func TestTable(t *testing.T) {
	const rows = 250_000
	var out bytes.Buffer
	table, err := NewTable(&out, []Field{{Name: "source"}, {Name: "risk", Kind: Numbers}, {Name: "target"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		row := []Value{{Text: Text{Value: fmt.Sprint("Satz ", i)}}, {Text: Number(float64(i) / 4)},
			{Text: Text{Null: i%3 == 0, Value: "sentence"}}}
		if err := table.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	f := open(t, out.Bytes())
	source, target := texts(t, f, "source"), texts(t, f, "target")
	if len(source) != rows || source[rows-1] != fmt.Sprint("Satz ", rows-1) || target[0] != "∅0" || target[1] != "sentence" {
		t.Errorf("%d rows, %q, %q", len(source), source[len(source)-1], target[:2])
	}
	if len(f.groups) != 3 || f.Columns[1].Why != "holds DOUBLE" || f.meta.get(fileRows).int() != rows {
		t.Errorf("%d row groups, %v", len(f.groups), f.Columns)
	}
}

// TestLevels: values in lists have the levels that place them in their row and structure.
func TestLevels(t *testing.T) {
	table, err := NewTable(io.Discard, []Field{
		{Name: "name"},
		{Name: "pairs", List: []Field{{Name: "text"}, {Name: "spans", List: []Field{{Name: "start", Kind: Integers}}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	value := func(s string) Value { return Value{Text: Text{Value: s, Null: s == ""}} }
	list := func(structures ...[]Value) Value { return Value{List: structures} }
	at := func(n int64) []Value { return []Value{{Text: Integer(n)}} }
	for _, row := range [][]Value{
		{value("a"), list()},
		{value(""), list([]Value{value("x"), list(at(1), at(2))}, []Value{value(""), list()})},
		{value("b"), list([]Value{value("y"), list()}, []Value{value("z"), list(at(3), []Value{{Text: Text{Null: true}}})})},
	} {
		if err := table.Write(row); err != nil {
			t.Fatal(err)
		}
		if row[0].level != 0 || len(row[1].List) > 0 && row[1].List[0][0].level != 0 {
			t.Errorf("the row that was written has become %v", row)
		}
	}
	for i, want := range []struct {
		path    string
		repeats []byte
		levels  []byte
	}{
		{"name", nil, []byte{1, 0, 1}},
		{"pairs.list.element.text", []byte{0, 0, 1, 0, 1}, []byte{0, 2, 1, 2, 2}},
		{"pairs.list.element.spans.list.element.start", []byte{0, 0, 2, 1, 0, 1, 2}, []byte{0, 3, 3, 1, 1, 3, 2}},
	} {
		c := table.out.columns[i]
		if path := strings.Join(table.paths[i], "."); path != want.path || !slices.Equal(c.repeats, want.repeats) ||
			!slices.Equal(c.levels, want.levels) {
			t.Errorf("%s: repetition %v, definition %v, want %s: %v, %v", path, c.repeats, c.levels, want.path, want.repeats,
				want.levels)
		}
	}
}

func TestRowsMustFit(t *testing.T) {
	f := open(t, sample(t, "none-1.0"))
	var out bytes.Buffer
	w, err := f.Copy(&out, []Target{{Source: 1, Column: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err == nil {
		t.Error("a copy without rows was closed without an error")
	}
	for range 25 {
		if err := w.Write([]Text{{Value: "x"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Write([]Text{{Value: "x"}}); err == nil {
		t.Error("a row too many was written")
	}
}
