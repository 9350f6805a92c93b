package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// read goes through a container and returns, for every record with a document or an error, "line: text" or "line!
// what", and the bytes of the file with no translation and with the translation "T" of every sentence.
func read(t *testing.T, c *Container, in io.Reader, o RecordOptions) (got []string, plain, translated string) {
	t.Helper()
	var p, tr bytes.Buffer
	for rec, err := range c.Open("d/x", in, o) {
		var e *Error
		switch {
		case errors.As(err, &e):
			if e.Name != "d/x" {
				t.Errorf("error %v without the name of the file", err)
			}
			got = append(got, fmt.Sprintf("%d! %s", e.Line, e.What))
		case err != nil:
			t.Errorf("error %v is no *Error", err)
		case rec.Document != nil:
			verify(t, rec.Document)
			if want := fmt.Sprintf("d/x#%d", rec.Line); rec.Document.Name != want {
				t.Errorf("name %q, want %q", rec.Document.Name, want)
			}
			got = append(got, fmt.Sprintf("%d: %s", rec.Line, rec.Document.Source))
		}
		if rec == nil {
			continue
		}
		raw, err := rec.Render(nil)
		if err != nil {
			t.Fatal(err)
		}
		p.Write(raw)
		raw, err = rec.Render(func(_, _ int) string { return "T" })
		if err != nil {
			t.Fatal(err)
		}
		tr.Write(raw)
	}
	return got, p.String(), tr.String()
}

func TestContainers(t *testing.T) {
	for _, c := range []struct {
		name       string
		container  *Container
		in         string
		o          RecordOptions
		want       []string
		translated string
	}{
		{"jsonl", JSONLines, "{\"id\":1,\"text\":\"Das \\u00dcbel.\"}\n\n" +
			"{\"text\": \"Zwei. Sätze.\", \"x\": [1,{\"text\":\"nein\"}]}\r\n{\"text\":\"Ende\"}", RecordOptions{},
			[]string{"1: Das Übel.", "3: Zwei. Sätze.", "4: Ende"},
			"{\"id\":1,\"text\":\"T\"}\n\n{\"text\": \"T T\", \"x\": [1,{\"text\":\"nein\"}]}\r\n{\"text\":\"T\"}"},
		{"jsonl, target added", JSONLines, bom + " {\"a\":{\"b\":\"Gut.\",\"c\":1}}\n",
			RecordOptions{Field: "a.b", Target: "b_en"},
			[]string{"1: Gut."}, bom + " {\"a\":{\"b\":\"Gut.\",\"b_en\":\"T\",\"c\":1}}\n"},
		{"jsonl, target there", JSONLines, "{\"de\":\"Gut.\",\"en\":null}\n", RecordOptions{Target: "en"}, []string{"1: Gut."},
			"{\"de\":\"Gut.\",\"en\":\"T\"}\n"},
		{"jsonl, faults", JSONLines, "{\"text\":\"Ü.\"}\n{\"text\":}\n[1]\n{\"x\":\"y\"}\n{\"text\":7}\n{\"text\":\"a\xffb\"}\n" +
			"{\"text\":\"Ende.\"}\n", RecordOptions{Field: "text"},
			[]string{"1: Ü.", "2! not JSON", "3! not a JSON object", "4! no field text in the record",
				"5! the field to translate is not a string", "6! broken UTF-8: byte 0xff", "7: Ende."},
			"{\"text\":\"T\"}\n{\"text\":}\n[1]\n{\"x\":\"y\"}\n{\"text\":7}\n{\"text\":\"a\xffb\"}\n{\"text\":\"T\"}\n"},
		{"jsonl, long record", JSONLines, "{\"text\":\"Eins.\"}\n{\"text\":\"" + strings.Repeat("Lang. ", 50_000) +
			"\"}\n{\"text\":\"Ende.\"}\n", RecordOptions{MaxRecord: 1000},
			[]string{"1: Eins.", "2! a record longer than 1000 bytes", "3: Ende."},
			"{\"text\":\"T\"}\n{\"text\":\"" + strings.Repeat("Lang. ", 50_000) + "\"}\n{\"text\":\"T\"}\n"},
		{"csv", CSV, "id,text\n1,Eins.\n2,\"Zwei, \"\"drei\"\".\nVier.\"\n3,x\"\"y", RecordOptions{},
			[]string{"2: Eins.", "3: Zwei, \"drei\".\nVier.", "5: x\"\"y"}, "id,text\n1,T\n2,\"T\nT\"\n3,T"},
		{"csv, semicolons, target added", CSV, bom + "Text;Nr\r\n\"Eins.\";1\r\nZwei.;2\r\n", RecordOptions{Target: "en"},
			[]string{"2: Eins.", "3: Zwei."}, bom + "Text;Nr;en\r\n\"Eins.\";1;T\r\nZwei.;2;T\r\n"},
		{"csv, column by number, target there", CSV, "a,b\nEins.,\n", RecordOptions{Field: "1", Target: "B"},
			[]string{"2: Eins."}, "a,b\nEins.,T\n"},
		{"csv, ragged", CSV, "id,text\n1,Eins.\n2\n3,a,b\n4,Vier.\n", RecordOptions{},
			[]string{"2: Eins.", "3! 1 fields where the header has 2", "4! 3 fields where the header has 2", "5: Vier."},
			"id,text\n1,T\n2\n3,a,b\n4,T\n"},
		{"csv, quote never closed", CSV, "id,text\n1,\"Eins.\n2,Zwei.\n3,Drei.\n", RecordOptions{},
			[]string{"2! a quote that is never closed", "3: Zwei.", "4: Drei."}, "id,text\n1,\"Eins.\n2,T\n3,T\n"},
		{"csv, no such column", CSV, "a,b\n1,2\n", RecordOptions{Field: "c"},
			[]string{"1! no column c; name one of a, b, or its number, with --field"}, "a,b\n"},
		{"csv, one column of many", CSV, strings.Repeat("a,", 29) + "b\n", RecordOptions{Field: "c"},
			[]string{"1! no column c; name one of " + strings.Repeat("a, ", 19) + "a and 10 more, or its number, with --field"},
			strings.Repeat("a,", 29) + "b\n"},
		{"tsv", TSV, "id\ttext\n1\t\"Eins\n", RecordOptions{}, []string{"2: \"Eins"}, "id\ttext\n1\tT\n"},
		{"tsv without header", TSV, "1\tEins.\n2\tZwei.\n", RecordOptions{NoHeader: true, Field: "2", Target: "en"},
			[]string{"1: Eins.", "2: Zwei."}, "1\tEins.\tT\n2\tZwei.\tT\n"},
		{"csv without header, no field named", CSV, "1,Eins.\n", RecordOptions{NoHeader: true},
			[]string{"1! no column to translate; name one of 1, 2, or its number, with --field"}, "1,Eins.\n"},
		{"jsonl, lists", JSONLines, "{\"m\":[{\"c\":\"Eins.\",\"r\":\"u\"},{\"c\":null},{\"c\":\"Zwei.\\n\\n" +
			"Drei.\"}],\"t\":[\"Vier.\", \"Fünf.\"]}\n", RecordOptions{Field: "m.*.c, t"},
			[]string{"1: Eins.\nZwei.\n\nDrei.\nVier.\nFünf."},
			"{\"m\":[{\"c\":\"T\",\"r\":\"u\"},{\"c\":null},{\"c\":\"T\\n\\nT\"}],\"t\":[\"T\", \"T\"]}\n"},
		{"jsonl, lists with targets", JSONLines, "{\"m\":[{\"c\":\"Eins.\"},{\"c\":\"Zwei.\",\"c_en\":\"x\"}]}\n" +
			"{\"m\":[]}\n{\"m\":[{\"c\":null}]}\n{\"m\":[{\"d\":\"x\"}]}\n",
			RecordOptions{Field: "m.*.c", Target: "*_en"},
			[]string{"1: Eins.\nZwei.", "4! no field m.*.c in the record"},
			"{\"m\":[{\"c\":\"Eins.\",\"c_en\":\"T\"},{\"c\":\"Zwei.\",\"c_en\":\"T\"}]}\n{\"m\":[]}\n" +
				"{\"m\":[{\"c\":null}]}\n{\"m\":[{\"d\":\"x\"}]}\n"},
		{"jsonl, null", JSONLines, "{\"text\":null}\n{\"text\":null,\"title\":\"Eins.\"}\n{\"text\":7}\n", RecordOptions{},
			[]string{"2: Eins.", "3! none of the usual fields text, content, body, sentence, source, de, title in the record; " +
				"it has text: name what to translate with --field"},
			"{\"text\":null}\n{\"text\":null,\"title\":\"T\"}\n{\"text\":7}\n"},
		{"jsonl, null, field named", JSONLines, "{\"text\":null}\n{\"text\":\"Eins.\"}\n",
			RecordOptions{Field: "text", Target: "en"},
			[]string{"2: Eins."}, "{\"text\":null}\n{\"text\":\"Eins.\",\"en\":\"T\"}\n"},
		{"jsonl, list in a usual field", JSONLines, "{\"text\":[\"Eins.\",\"Zwei.\"]}\n", RecordOptions{},
			[]string{"1: Eins.\nZwei."}, "{\"text\":[\"T\",\"T\"]}\n"},
		{"jsonl, list in a usual field, no room", JSONLines, "{\"text\":[\"Eins.\"]}\n", RecordOptions{Target: "en"},
			[]string{"1! the elements of a list have no room for a translation beside them"}, "{\"text\":[\"Eins.\"]}\n"},
		{"jsonl, pages and plain text", JSONLines, "{\"text\":\"<p>Gr&uuml;n.</p><p>Rot.</p>\"}\n{\"text\":\"R&uuml;be\"}\n" +
			"{\"text\":\"Der <b>Hut</b>.\"}\n{\"text\":\"Der <b>Hut</b>.\\n\\nRot & grün, 3 < 4.\"}\n", RecordOptions{},
			[]string{"1: <p>Gr&uuml;n.</p><p>Rot.</p>", "2: R&uuml;be", "3: Der <b>Hut</b>.",
				"4: Der <b>Hut</b>.\n\nRot & grün, 3 < 4."},
			"{\"text\":\"<p>T</p><p>T</p>\"}\n{\"text\":\"T\"}\n{\"text\":\"T\"}\n{\"text\":\"T\\n\\nT\"}\n"},
		{"jsonl, several fields", JSONLines, "{\"b\":\"Zwei.\",\"a\":\"Eins.\"}\n{\"a\":\"Drei.\"}\n{\"c\":1}\n",
			RecordOptions{Field: "a,b"},
			[]string{"1: Zwei.\nEins.", "2: Drei.", "3! no field a in the record"},
			"{\"b\":\"T\",\"a\":\"T\"}\n{\"a\":\"T\"}\n{\"c\":1}\n"},
		{"jsonl, element by number", JSONLines, "{\"a\":[\"Eins.\",\"Zwei.\"]}\n", RecordOptions{Field: "a.1"},
			[]string{"1: Zwei."}, "{\"a\":[\"Eins.\",\"T\"]}\n"},
		{"jsonl, no room for a target", JSONLines, "{\"a\":[\"Eins.\"]}\n", RecordOptions{Field: "a", Target: "en"},
			[]string{"1! the elements of a list have no room for a translation beside them"}, "{\"a\":[\"Eins.\"]}\n"},
		{"several fields, one target", CSV, "a,b\n", RecordOptions{Field: "a,b", Target: "en"},
			[]string{"0! several fields, but en can take the translation of one only"}, ""},
		{"jsonl, no usual field", JSONLines, "{\"x\":\"y\",\"z\":1}\n", RecordOptions{},
			[]string{"1! none of the usual fields text, content, body, sentence, source, de, title in the record; " +
				"it has x, z: name what to translate with --field"}, "{\"x\":\"y\",\"z\":1}\n"},
		{"csv, several columns", CSV, "a,n,b\nEins.,1,Zwei.\n", RecordOptions{Field: "b, a,a"},
			[]string{"2: Zwei.\nEins."}, "a,n,b\nT,1,T\n"},
		{"csv, several columns with targets", CSV, "a,b,b_en\nEins.,Zwei.,\n",
			RecordOptions{Field: "a,b", Target: "*_en"}, []string{"2: Eins.\nZwei."}, "a,b,b_en,a_en\nEins.,Zwei.,T,T\n"},
		{"csv, line of spreadsheets", CSV, bom + "sep=;\r\nid;text\r\n1;Eins, zwei.\r\n", RecordOptions{},
			[]string{"3: Eins, zwei."}, bom + "sep=;\r\nid;text\r\n1;T\r\n"},
		{"windows-1252", CSV, "text\nStra\xdfe.\n", RecordOptions{}, []string{"2: Straße."}, bom + "text\nT\n"},
		{"windows-1252, line of spreadsheets", CSV, "sep=;\nid;text\n1;Stra\xdfe.\n", RecordOptions{}, []string{"3: Straße."},
			bom + "sep=;\nid;text\n1;T\n"},
		{"windows-1252, no header", CSV, "Stra\xdfe.\nEins.\n", RecordOptions{Field: "1", NoHeader: true},
			[]string{"1: Straße.", "2: Eins."}, bom + "T\nT\n"},
		{"windows-1252, quoted", CSV, "\"text\"\n\"Stra\xdfe.\"\n", RecordOptions{}, []string{"2: Straße."},
			bom + "\"text\"\n\"T\"\n"},
		{"windows-1252, records", JSONLines, "{\"text\":\"Stra\xdfe.\"}\n", RecordOptions{}, []string{"1: Straße."},
			"{\"text\":\"T\"}\n"},
		{"utf-16", TSV, string(utf16Bytes("text\nStraße.\n", false, true)), RecordOptions{}, []string{"2: Straße."},
			bom + "text\nT\n"},
		{"named encoding", TSV, "text\nGr\x81n.\n", RecordOptions{Encoding: "ibm850"}, []string{"2: Grün."}, bom + "text\nT\n"},
		{"unknown encoding", TSV, "text\n", RecordOptions{Encoding: "klingon"}, []string{"0! unknown encoding \"klingon\""}, ""},
		{"binary", CSV, "PK\x03\x04", RecordOptions{}, []string{"0! not a text file: it is a ZIP archive or an office document"},
			""},
		{"empty", CSV, "", RecordOptions{}, nil, ""},
		{"markdown in a field", JSONLines, "{\"text\":\"Das **Bad**.\"}\n", RecordOptions{Format: Markdown},
			[]string{"1: Das **Bad**."}, "{\"text\":\"T\"}\n"},
	} {
		got, plain, translated := read(t, c.container, strings.NewReader(c.in), c.o)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
		if translated != c.translated {
			t.Errorf("%s: translated\n got %q\nwant %q", c.name, translated, c.translated)
		}
		if c.o.Target == "" && utf8Input(c.in) && len(c.translated) >= len(c.in) && plain != c.in {
			t.Errorf("%s: untranslated\n got %q\nwant %q", c.name, plain, c.in)
		}
	}
}

// Every line of the table opens a quote that is never closed. Each of them was searched for in all of the rest.
func TestOpenQuotes(t *testing.T) {
	in := "a,b\n" + strings.Repeat("\"a\",\"b\n", 100_000)
	var out bytes.Buffer
	line, faults := 1, 0
	for rec, err := range CSV.Open("x.csv", strings.NewReader(in), RecordOptions{Field: "a"}) {
		var e *Error
		if rec == nil || rec.Line != line {
			t.Fatalf("record %+v, %v, at line %d", rec, err, line)
		}
		if errors.As(err, &e) && e.Line == line && e.What == "a quote that is never closed" {
			faults++
		}
		line += bytes.Count(rec.Raw, []byte{'\n'})
		out.Write(rec.Raw)
	}
	if out.String() != in {
		t.Error("the table is not what it was")
	}
	if line != 100_002 || faults < 100 || faults > 1000 {
		t.Errorf("%d lines, %d faults found", line, faults)
	}
}

func utf8Input(s string) bool {
	_, name, err := Decode([]byte(s), "")
	return err == nil && name == UTF8
}

// Without translation a file comes out as it went in, whatever it holds, however it is read.
func FuzzContainers(f *testing.F) {
	f.Add([]byte("{\"text\":\"a\"}\n\n{\n"))
	f.Add([]byte("a,text\n\"b\nc\",\"d\"\"\n\"e\n"))
	f.Add([]byte("text\tb\r\nc\td\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, c := range Containers() {
			var out bytes.Buffer
			records := 0
			for rec, err := range c.Open("x", iotest.HalfReader(bytes.NewReader(raw)),
				RecordOptions{MaxRecord: 50, Encoding: "utf-8"}) {
				if rec == nil {
					if err == nil {
						t.Fatal("neither record nor error")
					}
					return
				}
				if rec.Document != nil {
					verify(t, rec.Document)
					same, err := rec.Render(func(b, s int) string { return rec.Document.Blocks[b].Sentence(s) })
					if err != nil || !bytes.Equal(same, rec.Raw) {
						t.Fatalf("identity of %q: %q, %v", rec.Raw, same, err)
					}
				}
				if c == TSV || c == CSV {
					var e *Error
					if errors.As(err, &e) && strings.HasPrefix(e.What, "no column") {
						return
					}
				}
				records++
				out.Write(rec.Raw)
			}
			if !bytes.Equal(out.Bytes(), raw) {
				t.Fatalf("%s: %d records gave %q, want %q", c.Name, records, out.Bytes(), raw)
			}
		}
	})
}

func TestCompressed(t *testing.T) {
	const in = "{\"text\":\"Eins.\"}\n{\"text\":\"Zwei.\"}\n"
	for _, name := range []string{"d/x.jsonl.gz", "d/x.JSONL.ZST", "d/x.jsonl"} {
		var file bytes.Buffer
		w, err := Compressed(name, &file)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, in)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if ContainerFor(name) != JSONLines {
			t.Errorf("%s is not taken for JSON Lines", name)
		}
		inner, r, err := Uncompressed(name, bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.EqualFold(inner, "d/x.jsonl") {
			t.Errorf("inner name %q", inner)
		}
		got, err := io.ReadAll(r)
		r.Close()
		if err != nil || string(got) != in {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if inner == name {
			continue
		}
		// A file that is cut off names the place and keeps what came before.
		_, r, err = Uncompressed(name, bytes.NewReader(file.Bytes()[:file.Len()-6]))
		if err != nil {
			t.Fatal(err)
		}
		var last error
		for _, err := range JSONLines.Open("d/x", r, RecordOptions{}) {
			last = err
		}
		var e *Error
		if !errors.As(last, &e) || e.What != "reading" || e.Hint == "" {
			t.Errorf("%s cut off: %v", name, last)
		}
	}
	for _, name := range []string{"x.gz", "x.zst"} {
		_, r, err := Uncompressed(name, strings.NewReader("no such thing"))
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A big stream is read in bounded memory: nothing holds on to records that are done with.
func BenchmarkJSONLines(b *testing.B) {
	const text = "Der Stadtrat von Neuhafen hat am Montag beschlossen, die Brücke zu erneuern. Gebaut wird im Mai."
	line := `{"id":17,"text":"` + text + `"}` + "\n"
	in := strings.Repeat(line, 10_000)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range JSONLines.Open("x", strings.NewReader(in), RecordOptions{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// Everything that is read as a container when it is named is found in a folder too.
func TestExts(t *testing.T) {
	exts := Exts()
	for _, ext := range []string{".txt", ".html", ".jsonl", ".csv", ".jsonl.gz", ".tsv.zst", ".csv.zstd"} {
		if !Known("a"+ext) || !slices.Contains(exts, ext) {
			t.Errorf("%s: known %t, among the extensions %t", ext, Known("a"+ext), slices.Contains(exts, ext))
		}
	}
	if ext := ".txt.gz"; Known("a"+ext) || slices.Contains(exts, ext) {
		t.Errorf("%s: documents that are a file of their own are not read compressed", ext)
	}
}

// The names that an error offers are ones that would have been taken.
func TestUnknownFormat(t *testing.T) {
	var e *Error
	if _, err := Parse("a", nil, Options{Format: CSV.Name}); !errors.As(err, &e) || strings.Contains(e.Hint, CSV.Name) {
		t.Errorf("%v, hint %q", err, e.Hint)
	}
	if e := Unread("a.x"); !strings.Contains(e.Hint, CSV.Name) || !strings.Contains(e.Hint, Markdown.Name) {
		t.Errorf("%v, hint %q", e, e.Hint)
	}
}

// A record's text that its format refuses is an error on the line of the record, not on a line of the text.
func TestRecordErrorLine(t *testing.T) {
	in := `{"text":"WEBVTT\n\n00:01.000 --> 00:02.000\nHallo."}` + "\n" + `{"text":"kein Untertitel"}` + "\n"
	n := 0
	for rec, err := range JSONLines.Open("a.jsonl", strings.NewReader(in), RecordOptions{Format: WebVTT}) {
		n++
		var at *Error
		switch {
		case n == 1 && (err != nil || rec.Document.Line != 1):
			t.Errorf("first record: %v, %+v", err, rec.Document)
		case n == 2 && (!errors.As(err, &at) || at.Line != 2 || at.Name != "a.jsonl"):
			t.Errorf("second record: %v", err)
		}
	}
	if n != 2 {
		t.Errorf("%d records", n)
	}
}

// TestTableFormulas: no translation becomes a formula of a spreadsheet where its source is none.
func TestTableFormulas(t *testing.T) {
	for _, c := range []struct {
		container         *Container
		in, into          string
		translation, want string
	}{
		{CSV, "text\nHallo\n", "", "=HYPERLINK(1)", "text\n'=HYPERLINK(1)\n"},
		{CSV, "text,x\n\"Hallo\",\n", "", "+1", "text,x\n\"'+1\",\n"},
		{CSV, "text\nHallo\n", "en", "-1", "text,en\nHallo,'-1\n"},
		{CSV, "text,en\nHallo,\n", "en", "@SUM(1)", "text,en\nHallo,'@SUM(1)\n"},
		{TSV, "text\nHallo\n", "", "=1+1", "text\n'=1+1\n"},
		{CSV, "text\n- Hallo\n", "", "- Hello", "text\n- Hello\n"},
		{CSV, "text\n- Hallo\n", "", "=HYPERLINK(1)", "text\n'=HYPERLINK(1)\n"},
		{CSV, "text\n@stadt\n", "en", "=1+1", "text,en\n@stadt,'=1+1\n"},
		{CSV, "text\nHallo\n", "", "Hello = 1", "text\nHello = 1\n"},
		{CSV, "text\nHallo\n", "", "", "text\n\n"},
	} {
		var got bytes.Buffer
		for rec, err := range c.container.Open("x", strings.NewReader(c.in), RecordOptions{Target: c.into}) {
			if err != nil {
				t.Fatal(err)
			}
			raw, err := rec.Render(func(_, _ int) string { return c.translation })
			if err != nil {
				t.Fatal(err)
			}
			got.Write(raw)
		}
		if got.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.container.Name, got.String(), c.want)
		}
	}
}

// TestRecordTurns: those who speak in a transcript are found in the markup of a field as they are in a file.
func TestRecordTurns(t *testing.T) {
	in := `{"text":"<p><b>KLEIN:</b> Wie geht es?</p><p>WOLF: Gut.</p><p>KLEIN: Ja.</p>"}` + "\n"
	for rec, err := range JSONLines.Open("a.jsonl", strings.NewReader(in), RecordOptions{Format: HTML}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range rec.Document.Blocks {
			if b.Kind != Turn {
				t.Errorf("%q is a %s", b.Text, b.Kind)
			}
		}
	}
}
