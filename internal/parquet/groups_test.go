package parquet

import (
	"bytes"
	"slices"
	"testing"
)

// A file that is copied in parts, cut anywhere between its row groups, and joined is what a copy of the whole is.
func TestJoin(t *testing.T) {
	cut := 0
	for _, name := range samples {
		raw := sample(t, name)
		f := open(t, raw)
		columns := []int{f.find("text"), f.find("pair.de")}
		for _, targets := range [][]Target{
			{{Source: columns[0], Name: "text_en"}},
			{{Source: columns[0], Column: columns[0]}},
			{{Source: columns[1], Name: "en"}, {Source: columns[0], Column: columns[0]}},
		} {
			want := copied(t, open(t, raw), targets...)
			rows := texts(t, open(t, raw), "text")
			for first := 0; first <= len(f.groups); first++ {
				var out bytes.Buffer
				j := Join(&out)
				var got []string
				for _, part := range [][2]int{{0, first}, {first, len(f.groups)}} {
					own := open(t, raw)
					before, err := own.Only(part[0], part[1])
					if err != nil {
						t.Fatal(err)
					}
					if before != int64(len(got)) {
						t.Errorf("%s: %d rows before row group %d, want %d", name, before, part[0], len(got))
					}
					half := open(t, copied(t, own, targets...))
					if n, err := half.rows(); err != nil || n != half.meta.get(fileRows).int() {
						t.Errorf("%s: the part %v says that it has %d rows, and has %d, %v", name, part,
							half.meta.get(fileRows).int(), n, err)
					}
					got = append(got, texts(t, own, "text")...)
					if err := j.Add(half); err != nil {
						t.Fatal(err)
					}
				}
				if err := j.Close(); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, rows) {
					t.Errorf("%s, cut before row group %d: rows %q, want %q", name, first, got, rows)
				}
				if !bytes.Equal(out.Bytes(), want) {
					t.Errorf("%s, cut before row group %d: not what a copy of the whole is", name, first)
				}
				if first > 0 && first < len(f.groups) {
					cut++
				}
			}
		}
	}
	if cut == 0 {
		t.Error("no sample has more than one row group")
	}
}

func TestGroups(t *testing.T) {
	raw := sample(t, "snappy-2.0")
	f := open(t, raw)
	groups, apart, err := f.Groups()
	if err != nil || !apart || len(groups) != 3 {
		t.Fatalf("%v, apart: %v, %v", groups, apart, err)
	}
	rows, at := int64(0), int64(len(magic))
	for _, g := range groups {
		if g.Start < at || g.End <= g.Start || g.End > f.Footer() {
			t.Errorf("%v: a row group lies outside its place", groups)
		}
		rows, at = rows+g.Rows, g.End
	}
	if rows != 25 {
		t.Errorf("%d rows in %v", rows, groups)
	}
	for _, part := range [][2]int{{-1, 1}, {2, 1}, {0, 4}} {
		if _, err := f.Only(part[0], part[1]); err == nil {
			t.Errorf("row groups %v are taken", part)
		}
	}
	// The same row groups the other way round lie in the file as well, but not in their order.
	slices.Reverse(f.groups)
	if _, apart, err := f.Groups(); apart || err != nil {
		t.Errorf("reversed: apart: %v, %v", apart, err)
	}
	if err := Join(new(bytes.Buffer)).Add(f); err == nil {
		t.Error("row groups that do not lie one after the other are joined")
	}
}

func TestJoinRefuses(t *testing.T) {
	j := Join(new(bytes.Buffer))
	if err := j.Close(); err == nil {
		t.Error("a file of no parts")
	}
	if err := j.Add(open(t, sample(t, "none-1.0"))); err != nil {
		t.Fatal(err)
	}
	if err := j.Add(open(t, sample(t, "DELTA_BYTE_ARRAY"))); err == nil {
		t.Error("files with different columns are joined")
	}
}
