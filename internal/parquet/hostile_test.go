package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// A maker makes files of one row group with one column, text, that describe themselves as it is told.
type maker struct {
	codec  int64
	rows   int64
	pages  []byte
	nulls  bool
	change func(meta, chunk *node) // of the footer
}

// page adds a page with these fields as its header.
func (m *maker) page(body []byte, fields ...field) {
	header := structOf(fields...)
	m.pages = append(appendNode(m.pages, &header), body...)
}

// data adds a data page of version 1.
func (m *maker) data(values, encoding int64, full int, body []byte) {
	m.page(body, field{pageType, i32(dataPage)}, field{pageFull, i32(int64(full))}, field{pageSize, i32(int64(len(body)))},
		field{pageData, structOf(field{dataValues, i32(values)}, field{dataEncoding, i32(encoding)},
			field{dataLevels, i32(rle)})})
}

func (m *maker) file() []byte {
	kind := int64(0)
	if m.nulls {
		kind = optional
	}
	chunk := structOf(field{chunkMeta, structOf(field{metaType, i32(byteArray)}, field{metaCodec, i32(m.codec)},
		field{metaValues, i64(m.rows)}, field{metaCompressed, i64(int64(len(m.pages)))}, field{metaData, i64(4)})})
	group := structOf(field{groupColumns, listOf(typeStruct, chunk)}, field{groupRows, i64(m.rows)})
	meta := structOf(field{1, i32(1)},
		field{fileSchema, listOf(typeStruct,
			structOf(field{elementName, binaryOf("root")}, field{elementChildren, i32(1)}),
			structOf(field{elementType, i32(byteArray)}, field{elementRepeated, i32(kind)},
				field{elementName, binaryOf("text")}))},
		field{3, i64(m.rows)}, field{fileRowGroups, listOf(typeStruct, group)})
	if m.change != nil {
		m.change(&meta, &meta.get(fileRowGroups).list[0].get(groupColumns).list[0])
	}
	return ended(append([]byte(magic), m.pages...), appendNode(nil, &meta))
}

// ended returns a file with that footer.
func ended(content, footer []byte) []byte {
	out := append(content, footer...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(footer)))
	return append(out, magic...)
}

// read reads all of a file with one text column, up to most rows, and copies it.
func read(raw []byte, most int) (rows int, err error) {
	f, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return 0, err
	}
	column := -1
	for i := range f.Columns {
		if f.Columns[i].Why == "" {
			column = i
		}
	}
	if column < 0 {
		return 0, errors.New("no text")
	}
	w, err := f.Copy(io.Discard, []Target{{Source: column, Name: "more"}})
	if err != nil {
		return 0, err
	}
	for row, err := range f.Texts([]int{column}) {
		if err != nil {
			return rows, err
		}
		if err := w.Write(row); err != nil {
			return rows, err
		}
		if rows++; rows == most {
			return rows, nil
		}
	}
	return rows, w.Close()
}

// plainPage returns a page of texts.
func plainPage(texts ...string) []byte {
	var out []byte
	for _, s := range texts {
		out = append(binary.LittleEndian.AppendUint32(out, uint32(len(s))), s...)
	}
	return out
}

// TestHostile: what a file claims costs neither memory nor time before it is found out.
func TestHostile(t *testing.T) {
	body := plainPage("Eins.", "Zwei.")
	good := maker{rows: 2}
	good.data(2, plain, len(body), body)
	if n, err := read(good.file(), math.MaxInt); n != 2 || err != nil {
		t.Fatalf("the file that the others are made from: %d rows, %v", n, err)
	}
	changed := func(change func(meta, chunk *node)) []byte {
		m := good
		m.change = change
		return m.file()
	}
	paged := func(codec, rows int64, page func(m *maker)) []byte {
		m := maker{codec: codec, rows: rows}
		page(&m)
		return m.file()
	}
	list := func(n uint64, elem byte) []byte { // a footer whose list of row groups has n elements, and none follows
		return ended([]byte(magic), binary.AppendUvarint([]byte{fileRowGroups<<4 | typeList, 0xf0 | elem}, n))
	}
	var bomb bytes.Buffer
	z, err := zstd.NewWriter(&bomb)
	if err != nil {
		t.Fatal(err)
	}
	for range 512 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
	for _, test := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"empty", nil, "too short"},
		{"another format", []byte("PK\x03\x04 and so on, and so on"), "not a Parquet file"},
		{"cut off", good.file()[:40], "its end is missing"},
		{"encrypted", append([]byte(encrypted), good.file()[4:]...), "encrypted"},
		{"a footer longer than the file", append(good.file()[:20], "\xff\xff\xff\x7fPAR1"...), "damaged"},
		{"row groups without end", list(1<<40, typeStruct), "cut off"},
		{"row groups that are numbers", list(1, typeI64), "malformed"},
		{"nesting", ended([]byte(magic), bytes.Repeat([]byte{0x1c}, 1<<20)), "malformed"},
		{"a field twice", ended([]byte(magic), []byte{typeByte, 20, 1, typeByte, 20, 1, 0}), "malformed"},
		{"a million elements", ended([]byte(magic), append(append([]byte{9<<4 | typeList, 0xf0 | typeByte}, 0x80, 0x80, 0x40),
			make([]byte, 1<<20)...)), "more than fits"},
		{"ten million empty row groups", ended([]byte(magic), append(binary.AppendUvarint(
			[]byte{fileRowGroups<<4 | typeList, 0xf0 | typeStruct}, 10<<20), make([]byte, 10<<20)...)), "more than fits"},
		{"a thousand columns in one with a long name", changed(func(meta, _ *node) {
			schema := meta.get(fileSchema)
			schema.list[1] = structOf(field{elementName, binaryOf(strings.Repeat("n", 1<<20))}, field{elementChildren, i32(1000)})
			for range 1000 {
				schema.list = append(schema.list,
					structOf(field{elementType, i32(byteArray)}, field{elementName, binaryOf("text")}))
			}
		}), "more than fits"},
		{"no number of rows", changed(func(meta, _ *node) { meta.drop(fileRows) }), "number of rows"},
		{"no row groups", changed(func(meta, _ *node) { meta.drop(fileRowGroups) }), "not hold the row groups"},
		{"a schema that lacks columns", changed(func(meta, _ *node) {
			meta.get(fileSchema).list[0].set(elementChildren, i32(math.MaxInt32))
		}), "schema"},
		{"a row group that lacks columns", changed(func(meta, _ *node) {
			meta.get(fileRowGroups).list[0].get(groupColumns).list = nil
		}), "0 columns"},
		{"a column behind the end", changed(func(_, c *node) { c.get(chunkMeta).set(metaData, i64(1<<40)) }), "not lie in"},
		{"a column of great length", changed(func(_, c *node) { c.get(chunkMeta).set(metaCompressed, i64(math.MaxInt64)) }),
			"not lie in"},
		{"a column of negative length", changed(func(_, c *node) { c.get(chunkMeta).set(metaCompressed, i64(-1)) }),
			"not lie in"},
		{"a column without a description", changed(func(_, c *node) { c.drop(chunkMeta) }), "not described"},
		{"a schema of numbers", changed(func(meta, _ *node) { meta.set(fileSchema, listOf(typeI32, i32(1))) }), "no schema"},
		{"a column in another file", changed(func(_, c *node) { c.set(chunkFile, binaryOf("/etc/passwd")) }), "another file"},
		{"a column that is encrypted", changed(func(_, c *node) { c.set(chunkCrypto, structOf()) }), "encrypted"},
		{"one column a thousand times", changed(func(meta, _ *node) {
			groups := meta.get(fileRowGroups)
			for range 1000 {
				groups.list = append(groups.list, groups.list[0])
			}
		}), "one over the other"},
		{"rows without end", changed(func(meta, c *node) {
			meta.get(fileRowGroups).list[0].set(groupRows, i64(math.MaxInt64))
			c.get(chunkMeta).set(metaValues, i64(math.MaxInt64))
		}), "column text of row group 0: it has 9223372036854775807 values"},
		{"rows that are not there", changed(func(meta, c *node) {
			meta.get(fileRowGroups).list[0].set(groupRows, i64(1<<20))
			c.get(chunkMeta).set(metaValues, i64(1<<20))
		}), "fewer values"},
		{"equal texts without end", paged(uncompressed, math.MaxInt32, manyFromFew), "from so few bytes"},
		{"a page of two gigabytes", paged(uncompressed, 2, func(m *maker) { m.data(2, plain, math.MaxInt32, body) }),
			"more than"},
		{"a page of negative size", paged(uncompressed, 2, func(m *maker) { m.data(2, plain, -1, body) }), "where there are"},
		{"a text of four gigabytes", paged(uncompressed, 1, func(m *maker) { m.data(1, plain, 5, []byte("\xff\xff\xff\xffx")) }),
			"longer than its page"},
		{"snappy that grows", paged(snappyCodec, 1, func(m *maker) {
			m.data(1, plain, 100, snappy.Encode(nil, make([]byte, 1<<24)))
		}), "another size"},
		{"zstd that grows", paged(zstdCodec, 1, func(m *maker) { m.data(1, plain, 100, bomb.Bytes()) }), "uncompressed"},
		{"an unknown codec", paged(5, 1, func(m *maker) { m.data(1, plain, 9, body[:9]) }), "LZ4"},
		{"a codec that nobody knows", paged(99, 1, func(m *maker) { m.data(1, plain, 9, body[:9]) }), "unknown"},
		{"an unknown encoding", paged(uncompressed, 1, func(m *maker) { m.data(1, 9, 9, body[:9]) }), "encoding 9"},
		{"a word that is not there", paged(uncompressed, 1, func(m *maker) { m.data(1, rleDictionary, 3, []byte{8, 2, 7}) }),
			"does not have"},
		{"a dictionary of a billion words", paged(uncompressed, 1, func(m *maker) {
			m.page([]byte("abcd"), field{pageType, i32(dictionaryPage)}, field{pageFull, i32(4)}, field{pageSize, i32(4)},
				field{pageDictionary, structOf(field{dataValues, i32(1 << 30)})})
		}), "more words"},
		{"lengths without end", paged(uncompressed, 1, func(m *maker) {
			lengths := binary.AppendUvarint([]byte{0x80, 1, 4}, 1<<60) // blocks of 128 in 4 parts
			lengths = append(lengths, 0)
			m.data(1, deltaLength, len(lengths), lengths)
		}), "malformed lengths"},
		{"a prefix longer than the text before", paged(uncompressed, 1, func(m *maker) {
			prefix := []byte{0x80, 1, 4, 1, 20}
			m.data(1, deltaBytes, 10, append(prefix, 0x80, 1, 4, 1, 0))
		}), "longer than its page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := read(test.raw, math.MaxInt)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 350<<20 {
				t.Errorf("it took %d MiB", used>>20)
			}
		})
	}
}

// manyFromFew adds the rows of m as equal texts, which take a few bytes.
func manyFromFew(m *maker) {
	word := plainPage("Immer gleich.")
	m.page(word, field{pageType, i32(dictionaryPage)}, field{pageFull, i32(int64(len(word)))},
		field{pageSize, i32(int64(len(word)))}, field{pageDictionary, structOf(field{dataValues, i32(1)})})
	same := append(binary.AppendUvarint([]byte{1}, uint64(m.rows)<<1), 0)
	m.data(m.rows, rleDictionary, len(same), same)
}

// TestManyFromFew: a page of a few bytes may hold many texts; they are not in memory at the same time.
func TestManyFromFew(t *testing.T) {
	m := maker{rows: rowsAlways}
	manyFromFew(&m)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := read(m.file(), 100_000)
	runtime.ReadMemStats(&after)
	if n != 100_000 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 50<<20 {
		t.Errorf("it took %d MiB", used>>20)
	}
}

// TestDamaged: files in which a few bytes are others are read or refused, and nothing else.
func TestDamaged(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 600 {
		raw := sample(t, samples[i%len(samples)])
		for range 1 + r.IntN(4) {
			raw[r.IntN(len(raw))] = byte(r.Uint32())
		}
		_, _ = read(raw, 1000)
	}
}

// untouched returns a copy of a file, or of the row groups of it that are read.
func untouched(t *testing.T, file *File) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := file.Copy(&out, nil)
	if err != nil {
		t.Fatal(err)
	}
	// Without targets the rows are those of the columns that are copied.
	for range file.Texts(nil) {
		if err := w.Write(nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzFile(f *testing.F) {
	for _, name := range samples {
		f.Add(sample(f, name))
	}
	m := maker{rows: 2, nulls: true}
	body := append([]byte{2, 0, 0, 0, 4, 1}, plainPage("Eins.", "Zwei.")...)
	m.data(2, plain, len(body), body)
	f.Add(m.file())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 1<<16 {
			return
		}
		n, err := read(raw, 10_000)
		if err != nil || n == 10_000 {
			return
		}
		file := open(t, raw)
		whole := untouched(t, file)
		if again, err := read(whole, 10_000); again != n || err != nil {
			t.Errorf("a copy has %d rows, want %d: %v", again, n, err)
		}
		var out bytes.Buffer
		j := Join(&out)
		half := len(file.groups) / 2
		for _, part := range [][2]int{{0, half}, {half, len(file.groups)}} {
			if _, err := file.Only(part[0], part[1]); err != nil {
				t.Fatal(err)
			}
			if err := j.Add(open(t, untouched(t, file))); err != nil {
				t.Fatal(err)
			}
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		rows, err := open(t, whole).rows()
		if honest := rows == file.meta.get(fileRows).int(); err != nil || honest && !bytes.Equal(out.Bytes(), whole) {
			t.Errorf("two halves that are joined are not what a copy of the whole is: %v", err)
		}
	})
}
