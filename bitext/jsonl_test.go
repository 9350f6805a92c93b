package bitext

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/satzpaar/satzpaar/offset"
	"pgregory.net/rapid"
)

const header = `{"satzpaar":1,"document":"a/b.txt","format":"txt","encoding":"utf-8","sha256":"00","from":"de","to":"en"}`

func TestWriteGolden(t *testing.T) {
	score, risk := -0.42, 0.31
	h := Header{Satzpaar: 1, Document: "a/b.txt", Format: "txt", Encoding: "utf-8", SHA256: "00", From: "de", To: "en"}
	b := &Bitext{h, []Pair{
		{ID: "3.2", Block: 3, Kind: "paragraph", Source: "Er zahlt <2.200,5 €> & geht.", Target: "He pays.",
			Spans: []offset.Span{span(120, 150)}, Runs: []offset.Run{{End: 30, Lang: "de", Score: 0.99}}, Lang: "de", Mixed: true,
			Action: Translate, State: Translated, Origin: "marian:builtin@1a2b3c", Score: &score,
			Links:    []offset.Link{link(0, 2, 0, 2)},
			Findings: []Finding{{"numbers", Error, "lost", new(span(10, 17)), new(span(7, 8))}}, Risk: &risk},
		{ID: "4.1", Block: 4, Kind: "heading", Action: Drop, State: Translated, Bead: &Bead{Source: []int{0, 1}}},
	}}
	if err := b.Pairs[0].Validate(); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := Write(&got, b); err != nil {
		t.Fatal(err)
	}
	want := header + "\n" +
		`{"id":"3.2","block":3,"kind":"paragraph","source":"Er zahlt <2.200,5 €> & geht.","target":"He pays.",` +
		`"spans":[[120,150]],` +
		`"runs":[{"start":0,"end":30,"lang":"de","score":0.99}],"lang":"de","mixed":true,` +
		`"action":"translate","state":"translated",` +
		`"origin":"marian:builtin@1a2b3c","score":-0.42,"links":[[0,2,0,2]],` +
		`"findings":[{"check":"numbers","severity":"error","message":"lost",` +
		`"source":[10,17],"target":[7,8]}],"risk":0.31}` + "\n" +
		`{"id":"4.1","block":4,"kind":"heading","source":"","target":"","spans":[],` +
		`"lang":"","action":"drop","state":"translated","bead":[[0,1],[]]}` + "\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWriteRefusesWhatWouldNotSurvive(t *testing.T) {
	for _, p := range []Pair{{ID: "1.1", Source: "\xff"}, {ID: "1.1", Target: "a\xc3"}} {
		if err := Write(io.Discard, &Bitext{Pairs: []Pair{p}}); err == nil || !strings.Contains(err.Error(), "pair 1.1") {
			t.Errorf("got %v, want an error that names the pair", err)
		}
	}
}

func TestNativeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(bitexts(), 1, 3).Draw(t, "documents")
		var file bytes.Buffer
		for _, b := range docs {
			if err := Write(&file, b); err != nil {
				t.Fatal(err)
			}
		}
		first := file.String()
		got, err := Read(&file, "f")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(docs, got); diff != "" {
			t.Fatal(diff)
		}
		for _, b := range got {
			if err := Write(&file, b); err != nil {
				t.Fatal(err)
			}
		}
		if file.String() != first {
			t.Fatal("written again, the bytes differ")
		}
	})
}

func TestReadDamaged(t *testing.T) {
	const good = `{"id":"1.1","block":1,"kind":"p","source":"Ja.","target":"Yes.","spans":[[0,3]],` +
		`"lang":"de","action":"translate","state":"translated"}`
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	second := with("1.1", "1.2")
	tests := []struct {
		name, file string
		pairs      int
		want       []string // parts of the messages, in order
	}{
		{"clean", header + "\n" + good + "\n" + second + "\n", 2, nil},
		{"byte order mark, blank lines, no end", "\ufeff" + header + "\r\n\r\n" + good + "\r\n\n" + second, 2, nil},
		{"cut line", header + "\n" + good[:40] + "\n" + second + "\n", 1, []string{"f:2: not JSON at column 40"}},
		{"prose", header + "\nhello\n" + second + "\n", 1, []string{"f:2: not JSON"}},
		{"wrong type", header + "\n" + with(`"block":1`, `"block":"one"`) + "\n" + second, 1,
			[]string{`f:2: field "block" cannot be a JSON string`}},
		{"misspelt field", header + "\n" + with(`"target"`, `"traget"`) + "\n", 1,
			[]string{`f:2: unknown field "traget"; field ignored`}},
		{"same id", header + "\n" + good + "\n" + good + "\n" + second, 2,
			[]string{"f:3: pair 1.1: id is used twice, first on line 2"}},
		{"bad state", header + "\n" + with(`"translated"`, `"done"`), 1, []string{`f:2: pair 1.1: state "done" is unknown`}},
		{"bad link", header + "\n" + with(`"lang"`, `"links":[[0,9,0,1]],"lang"`), 1,
			[]string{"f:2: pair 1.1: link [0 9 0 1] lies outside"}},
		{"no header", good + "\n" + second, 2, []string{"f:1: pair before any header"}},
		{"newer version", with1(header, `"satzpaar":1`, `"satzpaar":7`) + "\n" + good, 1,
			[]string{"f:1: header: format version 7 is newer"}},
		{"header mended by hand", `{"document":"x","satzpaar":1}` + "\n" + good, 1, nil},
		{"not utf-8", header + "\n" + with("Ja", "\xff") + "\n" + second, 1, []string{"f:2: line is not valid UTF-8"}},
		{"two values", header + "\n" + good + good + "\n" + second, 1, []string{"f:2: more than one JSON value"}},
		{"array", header + "\n[1,2]\n" + second, 1, []string{"f:2: "}},
		{"empty file", "", 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := NewReader(strings.NewReader(test.file), "f")
			n := 0
			for b, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
				n += len(b.Pairs)
				for i := range b.Pairs {
					if err := b.Pairs[i].Validate(); err != nil {
						t.Error(err)
					}
				}
			}
			if n != test.pairs {
				t.Errorf("got %d pairs, want %d", n, test.pairs)
			}
			if len(r.Problems) != len(test.want) {
				t.Fatalf("got problems %v, want %q", r.Problems, test.want)
			}
			for i, p := range r.Problems {
				if !strings.HasPrefix(p.Error(), test.want[i]) {
					t.Errorf("problem %q, want it to start with %q", p, test.want[i])
				}
			}
		})
	}
}

func with1(s, old, new string) string { return strings.Replace(s, old, new, 1) }

func TestReadLongLine(t *testing.T) {
	long := strings.Repeat("ä", 1<<20)
	p := Pair{ID: "1.1", Source: long, Spans: []offset.Span{}, Action: Translate, State: Initial}
	b := &Bitext{Header{Satzpaar: 1, Document: "d"}, []Pair{p}}
	var file bytes.Buffer
	if err := Write(&file, b); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&file, "f")
	if err != nil || len(got) != 1 || len(got[0].Pairs) != 1 || got[0].Pairs[0].Source != long {
		t.Fatalf("2 MiB in one line: error %v", err)
	}
	file.Reset()
	file.WriteString(header + "\n")
	file.Write(bytes.Repeat([]byte("x"), MaxLine+1))
	file.WriteString("\n" + `{"id":"1.1","source":"a","target":"b","action":"keep","state":"final"}`)
	got, err = Read(&file, "f")
	if err == nil || !strings.Contains(err.Error(), "f:2: line is longer") || len(got) != 1 || len(got[0].Pairs) != 1 {
		t.Fatalf("too long a line: got %d documents, error %v", len(got), err)
	}
}

type failing struct{ after io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.after.Read(p)
	if err == io.EOF {
		err = errors.New("disk on fire")
	}
	return n, err
}

func TestReadFailure(t *testing.T) {
	got, err := Read(failing{strings.NewReader(header + "\n")}, "f")
	if err == nil || !strings.Contains(err.Error(), "disk on fire") {
		t.Fatalf("got error %v", err)
	}
	if len(got) != 1 {
		t.Fatalf("got %d documents, want the one that was read", len(got))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "\n" + `{"id":"1.1","source":"Ja, ja.","target":"Yes.","spans":[],"action":"translate",` +
		`"state":"reviewed","part":2,"comments":[{"who":"Mia","resolved":true}],"was":[{"id":"1.1","source":"Ja,",` +
		`"target":"Yes","spans":[],"action":"translate","state":"translated"},{"id":"1.1"}]}`))
	f.Add([]byte(header + "\n" + `{"id":"1.1","block":1,"source":"Grüße","target":"b",` +
		`"runs":[{"start":0,"end":7,"lang":"de","score":1}],"action":"keep","state":"final"}`))
	f.Add([]byte(header + "\n" + header + "\n{}\n[]\nnull\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, err := Read(bytes.NewReader(data), "f")
		for _, b := range docs {
			var file bytes.Buffer
			if werr := Write(&file, b); werr != nil {
				t.Fatalf("what was read cannot be written: %v", werr)
			}
			again, rerr := Read(&file, "f")
			if b.Satzpaar == Version && rerr != nil || len(again) != 1 || len(again[0].Pairs) != len(b.Pairs) {
				t.Fatalf("read, written and read again: %d documents, %v; first error %v", len(again), rerr, err)
			}
		}
	})
}
