package bitext

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// held strips from a copy of b what the format does not hold.
func held(f *Format, b *Bitext) *Bitext {
	c := *b
	c.Pairs = nil
	if f == TSV {
		c.Header = Header{Document: c.Document}
	}
	for _, p := range b.Pairs {
		if f == TSV {
			p = Pair{
				ID: p.ID, Block: p.Block, Kind: p.Kind, Source: p.Source, Target: p.Target, Lang: p.Lang,
				Action: p.Action, State: p.State, Error: p.Error, Origin: p.Origin, Machine: p.Machine,
				Reason: p.Reason, Score: p.Score, Risk: p.Risk,
			}
		}
		c.Pairs = append(c.Pairs, p)
	}
	return &c
}

// Every format that reads gives back what it wrote: pairs, states, scores, ids, and with the exception of TSV
// everything else.
func TestFormatsRoundTrip(t *testing.T) {
	for _, f := range Formats {
		if f.Read == nil {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				docs := rapid.SliceOfNDistinct(bitexts(), 1, 3, func(b *Bitext) string { return b.Document }).Draw(t, "documents")
				var file bytes.Buffer
				if err := f.Write(&file, Documents(docs...)); err != nil {
					t.Fatal(err)
				}
				text := file.String()
				got, err := f.Read(&file, "f")
				if err != nil {
					t.Fatalf("%v in\n%s", err, text)
				}
				if len(got) != len(docs) {
					t.Fatalf("got %d documents, want %d", len(got), len(docs))
				}
				for i := range docs {
					if diff := cmp.Diff(held(f, docs[i]), held(f, got[i])); diff != "" {
						t.Fatalf("%s\n%s", diff, text)
					}
				}
			})
		})
	}
}

func TestFormatsAreWellFormed(t *testing.T) {
	for _, f := range []*Format{TMX, XLIFF12, XLIFF21} {
		rapid.Check(t, func(t *rapid.T) {
			var file bytes.Buffer
			if err := f.Write(&file, Documents(bitexts().Draw(t, "bitext"))); err != nil {
				t.Fatal(err)
			}
			d := xml.NewDecoder(&file)
			d.Strict = true
			for {
				if _, err := d.Token(); err == io.EOF {
					return
				} else if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestFormatsPassOnErrors(t *testing.T) {
	broken := errors.New("broken document")
	var docs iter.Seq2[*Bitext, error] = func(yield func(*Bitext, error) bool) {
		_ = yield(docOf("d", "a"), nil) && yield(nil, broken)
	}
	for _, f := range Formats {
		if err := f.Write(io.Discard, docs); !errors.Is(err, broken) {
			t.Errorf("%s: got %v", f.Name, err)
		}
		if err := f.Write(failingWriter{}, Documents(docOf("d", "a"))); err == nil {
			t.Errorf("%s: a writer that fails is not noticed", f.Name)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestFormatNamed(t *testing.T) {
	for _, f := range Formats {
		if g, err := FormatNamed(f.Name); g != f || err != nil {
			t.Errorf("%s: got %v, %v", f.Name, g, err)
		}
	}
	if _, err := FormatNamed("docx"); err == nil || !strings.Contains(err.Error(), "jsonl, tsv") {
		t.Errorf("got %v, want the list of formats", err)
	}
}

func TestReadForeignFiles(t *testing.T) {
	tests := []struct {
		name   string
		format *Format
		file   string
		want   string // id|source|target|state of each pair
		err    string
	}{
		{"tmx of another tool", TMX, `<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">
			<header srclang="EN-US" creationtool="x"/><body>
			<tu><note>n</note>
			<tuv xml:lang="de-DE"><seg>Hallo <bpt i="1">&lt;b></bpt>Welt<ept i="1">&lt;/b></ept></seg></tuv>
			<tuv xml:lang="en-GB"><seg>Hello</seg></tuv></tu>
			<tu tuid="x"><tuv lang="en"><seg>One</seg></tuv></tu></body></tmx>`,
			"1.1|Hello|Hallo <b>Welt</b>|translated;x|One||initial", ""},
		{"xliff of another tool", XLIFF12, `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
			<file original="a.txt" source-language="de" target-language="en" datatype="plaintext"><header/><body>
			<group><trans-unit id="7" approved="yes"><source>Ja <g id="1">wohl</g></source>
			<seg-source><mrk mtype="seg">Ja</mrk></seg-source><target>Yes</target>
			<alt-trans><source>no</source><target>no</target></alt-trans></trans-unit></group>
			<trans-unit id="8"><source>Nein</source></trans-unit>
			<trans-unit id="9"><source>Gut</source><target state="needs-review-translation">Good</target></trans-unit>
			</body></file></xliff>`,
			"7|Ja wohl|Yes|reviewed;8|Nein||initial;9|Gut|Good|translated", ""},
		{"xliff 2 with two segments", XLIFF21, `<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"
			srcLang="de" trgLang="en"><file id="1"><unit id="u1">
			<segment state="final"><source>Ja. </source><target>Yes. </target></segment>
			<ignorable><source>  </source></ignorable>
			<segment state="reviewed"><source>Gut.<cp hex="0001"/></source><target>Good.</target></segment>
			</unit></file></xliff>`,
			"u1|Ja.   Gut.\x01|Yes. Good.|reviewed", ""},
		{"tsv with two columns", TSV, "Source\tTarget\nJa\tYes\nNein\t\nx\n", "1.1|Ja|Yes|translated;2.1|Nein||initial",
			"f:4: 1 fields where the header has 2"},
		{"tsv without target", TSV, "source\tx\n", "", `f:1: no column "target"`},
		{"not tmx", TMX, "<html></html>", "", "f:1: file starts with <html>, not <tmx>"},
		{"cut tmx", TMX, `<tmx version="1.4"><header srclang="de"/><body>` +
			`<tu tuid="1"><tuv xml:lang="de"><seg>a</seg></tuv></tu><tu><tuv`, "1|a||initial", "f:1: unexpected EOF"},
		{"empty file", XLIFF12, "", "", "f:1: no <xliff> in the file"},
		{"bomb", TMX, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx version="1.4"><header srclang="de"/>` +
			`<body><tu tuid="1"><tuv xml:lang="de"><seg>&b;</seg></tuv></tu></body></tmx>`,
			"", "f:1: unit 1 is skipped: invalid character entity &b;"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			docs, err := test.format.Read(strings.NewReader(test.file), "f")
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.HasPrefix(err.Error(), test.err)) {
				t.Errorf("got error %v, want %q", err, test.err)
			}
			var got []string
			for _, b := range docs {
				for _, p := range b.Pairs {
					got = append(got, p.ID+"|"+p.Source+"|"+p.Target+"|"+string(p.State))
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ";")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadUTF16(t *testing.T) {
	var file bytes.Buffer
	file.Write([]byte{0xff, 0xfe})
	const tmx = `<?xml version="1.0" encoding="UTF-16"?><tmx version="1.4"><header srclang="de"/><body>` +
		`<tu tuid="1"><tuv xml:lang="de"><seg>Grüße</seg></tuv></tu></body></tmx>`
	for _, r := range tmx {
		file.Write([]byte{byte(r), byte(r >> 8)})
	}
	docs, err := TMX.Read(&file, "f")
	if err != nil || len(docs) != 1 || docs[0].Pairs[0].Source != "Grüße" {
		t.Fatalf("got %v, %v", docs, err)
	}
}

// What another tool changes in a file is read back.
func TestReadChangedXLIFF(t *testing.T) {
	var file bytes.Buffer
	if err := XLIFF12.Write(&file, Documents(docOf("d", "a", "b", "c"))); err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(file.String(), ">B</target>", ">bee</target>", 1)
	edited = strings.Replace(edited, `<target state="translated">C`, `<target state="final">C`, 1)
	after, err := XLIFF12.Read(strings.NewReader(edited), "f")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A translated", "bee translated", "C final"}
	for i, p := range after[0].Pairs {
		if got := p.Target + " " + string(p.State); got != want[i] {
			t.Errorf("pair %d: got %q, want %q", i, got, want[i])
		}
	}
}

// Elements nested without end are an error of the file, and do not exhaust the stack.
func TestReadDeepXML(t *testing.T) {
	const n = 500_000
	for name, c := range map[string]struct {
		format      *Format
		start, nest string
	}{
		"TMX segment": {TMX,
			`<tmx version="1.4"><header srclang="de"/><body><tu><tuv xml:lang="de"><seg>`, "<hi>a"},
		"XLIFF 1.2 group": {XLIFF12,
			`<xliff version="1.2"><file original="a" source-language="de"><body>`, "<group>"},
		"XLIFF 1.2 text": {XLIFF12, `<xliff version="1.2"><file original="a" source-language="de"><body>` +
			`<trans-unit id="1"><source>`, "<g>a"},
		"XLIFF 2.1 group": {XLIFF21, `<xliff version="2.1" srcLang="de"><file id="f" original="a">`, "<group>"},
		"XLIFF 2.1 text": {XLIFF21, `<xliff version="2.1" srcLang="de"><file id="f" original="a">` +
			`<unit id="u"><segment><source>`, "<pc>a"},
	} {
		_, err := c.format.Read(strings.NewReader(c.start+strings.Repeat(c.nest, n)), "f")
		if err == nil || !strings.Contains(err.Error(), "nested more than") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzReadFormats(f *testing.F) {
	for _, format := range Formats {
		if format.Read == nil {
			continue
		}
		var file bytes.Buffer
		if err := format.Write(&file, Documents(docOf("d", "a\x01", "b"), docOf("e#1", "c"))); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats {
			if format.Read == nil {
				continue
			}
			docs, _ := format.Read(bytes.NewReader(data), "f")
			for _, b := range docs {
				for i := range b.Pairs {
					if fs := faults(&b.Pairs[i]); len(fs) > 0 && fs[0].part != "" {
						t.Fatalf("%s: %v", format.Name, fs)
					}
				}
			}
		}
	})
}

// Imports bring no control characters into a translation that its source does not have: the unit is named, and its
// translation is not taken. The other units are.
func TestImportedControls(t *testing.T) {
	for _, f := range Formats {
		if f.Read == nil || f == JSONL {
			continue
		}
		b := docOf("d", "a", "Ja.\x1b")
		b.Pairs[0].Target, b.Pairs[1].Target = "b\x1b]0;x\a", "Yes.\x1b"
		var file bytes.Buffer
		if err := f.Write(&file, Documents(b)); err != nil {
			t.Fatal(err)
		}
		got, err := f.Read(&file, "f")
		if err == nil || !strings.Contains(err.Error(), "pair "+b.Pairs[0].ID+": ") || !strings.Contains(err.Error(), "U+001B") {
			t.Errorf("%s: error %v", f.Name, err)
		}
		if len(got) != 1 || len(got[0].Pairs) != 2 {
			t.Fatalf("%s: got %v", f.Name, got)
		}
		if p := got[0].Pairs[0]; p.Target != "" || p.State != Initial || p.Error == "" {
			t.Errorf("%s: got %+v", f.Name, p)
		}
		if p := got[0].Pairs[1]; p.Target != "Yes.\x1b" {
			t.Errorf("%s: %q, whose source has the character as well", f.Name, p.Target)
		}
	}
}

// No text of a table is taken for a formula, and every one comes back.
func TestTSVFormulas(t *testing.T) {
	b := docOf("d", "=1+1", "+49 30", "- Ja.", "@HYPERLINK", `\=`, "a=b")
	for i := range b.Pairs {
		b.Pairs[i].Target = b.Pairs[i].Source
	}
	low := -0.5
	b.Pairs[0].Score = &low
	var file bytes.Buffer
	if err := TSV.Write(&file, Documents(b)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(file.String()) {
		for _, cell := range strings.Split(line, "\t") {
			if cell != "-0.5" && strings.IndexAny(cell, "=+-@") == 0 {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
	got, err := TSV.Read(&file, "f")
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range got[0].Pairs {
		if p.Source != b.Pairs[i].Source || p.Target != p.Source {
			t.Errorf("%q came back as %q", b.Pairs[i].Source, p.Source)
		}
	}
}
