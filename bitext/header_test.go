package bitext

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/satzpaar/satzpaar/offset"
)

// What a header holds that could lead its reader astray is named and taken out, in every format that carries headers.
func TestHeaderFromStrangers(t *testing.T) {
	clean := Header{
		Satzpaar: 1, Document: "a/b.csv#12", Format: "txt", Encoding: "windows-1252", SHA256: strings.Repeat("0a", 32),
		From: "de", To: "en-GB", Field: "text.de", Into: "en", Split: SRXSplit([]byte("<srx/>")),
	}
	for _, c := range []struct {
		name string
		set  func(h *Header)
		want func(h *Header) // what is left; nil: all
		says string          // part of the error; empty for none
	}{
		{"clean", func(*Header) {}, nil, ""},
		{"other languages", func(h *Header) { h.From, h.To = "zh-Hant-TW", "tlh-x-test" }, nil, ""},
		{"little", func(h *Header) { *h = Header{Satzpaar: 1, From: "de", To: "en"} }, nil, ""},
		{"target language", func(h *Header) { h.To = "/../../../home/" }, func(h *Header) { h.To = "" },
			"not a language tag"},
		{"source language", func(h *Header) { h.From = "de\n" }, func(h *Header) { h.From = "" }, "not a language tag"},
		{"document above", func(h *Header) { h.Document = "../../home/.bashrc" },
			func(h *Header) { h.Document = ".bashrc" }, "not a path below a folder"},
		{"document hidden above", func(h *Header) { h.Document = "a/../../b.txt" },
			func(h *Header) { h.Document = "b.txt" }, "not a path below a folder"},
		{"absolute document", func(h *Header) { h.Document = "/etc/passwd" }, func(h *Header) { h.Document = "passwd" },
			"not a path below a folder"},
		{"document of dots", func(h *Header) { h.Document = "../.." }, func(h *Header) { h.Document = "" },
			"not a path below a folder"},
		{"format", func(h *Header) { h.Format = "../x" }, func(h *Header) { h.Format = "" }, "format"},
		{"encoding", func(h *Header) { h.Encoding = "utf-8\x1b[2J" }, func(h *Header) { h.Encoding = "" }, "encoding"},
		{"hash", func(h *Header) { h.SHA256 = "../" }, func(h *Header) { h.SHA256 = "" }, "sha256"},
		{"rules", func(h *Header) { h.Split = "srx:../../../etc/passwd" }, func(h *Header) { h.Split = "" }, "split"},
	} {
		h, want := clean, clean
		c.set(&h)
		c.set(&want)
		if c.want != nil {
			c.want(&want)
		}
		err := (&Bitext{Header: h}).Validate()
		if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: validating: %v", c.name, err)
		}
		for _, f := range Formats {
			if f.Read == nil || f == TSV && c.name != "absolute document" { // a table holds no more of the header
				continue
			}
			var file strings.Builder
			p := Pair{ID: "1.1", Source: "a", Target: "b", Spans: []offset.Span{}, Action: Translate, State: Translated}
			b := &Bitext{Header: h, Pairs: []Pair{p}}
			if err := f.Write(&file, Documents(b)); err != nil {
				t.Fatal(err)
			}
			docs, err := f.Read(strings.NewReader(file.String()), "f")
			if len(docs) != 1 || len(docs[0].Pairs) != 1 {
				t.Fatalf("%s, %s: %d documents, %v", c.name, f.Name, len(docs), err)
			}
			got := docs[0].Header
			if f == TSV {
				got = want
				got.Document = docs[0].Document
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s: %s", c.name, f.Name, diff)
			}
			if f == JSONL && (err != nil) != (c.says != "") {
				t.Errorf("%s: reading: %v", c.name, err)
			}
		}
	}
}

// A header of a newer version of the program loses nothing but what this one does not know.
func TestHeaderOfTheFuture(t *testing.T) {
	const newer = `{"satzpaar":1,"document":"a.txt","mood":"fine","format":"txt","from":"de","to":"en"}`
	docs, err := Read(strings.NewReader(newer), "f")
	if err == nil || !strings.Contains(err.Error(), `f:1: header: unknown field "mood"`) {
		t.Errorf("got %v", err)
	}
	want := Header{Satzpaar: 1, Document: "a.txt", Format: "txt", From: "de", To: "en"}
	if len(docs) != 1 || docs[0].Header != want {
		t.Errorf("got %+v", docs)
	}
}

func TestSRXHash(t *testing.T) {
	hash, ok := SRXHash(SRXSplit([]byte("abc")))
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; !ok || hash != want {
		t.Errorf("got %q, %t", hash, ok)
	}
	for _, split := range []string{
		"", "lines", "srx:", "srx:00", "srx:" + strings.Repeat("x", 64), "srx:../" + strings.Repeat("0", 61),
	} {
		if hash, ok := SRXHash(split); ok {
			t.Errorf("%q: got %q", split, hash)
		}
	}
}
