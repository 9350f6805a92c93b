package bitext

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/offset"
)

// TestCompact: the compact form holds the same as the full one, in fewer bytes.
func TestCompact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := cutText()
		for i := range b.Pairs {
			p := &b.Pairs[i]
			p.Links = []offset.Link{{Source: offset.Span{Start: 0, End: 2}, Target: offset.Span{Start: 1, End: 3}}, {}}
			switch rapid.IntRange(0, 8).Draw(t, "change") {
			case 0:
				p.Origin = ""
			case 1:
				p.Runs = nil
			case 2:
				p.Runs = []Run{{0, 3, "de", 1}, {3, len(p.Source), "es", 0.5}}
			case 3:
				p.Block = rapid.IntRange(0, 3).Draw(t, "block")
			case 4:
				p.Kind, p.Lang, p.State = "", "", Final
			case 5:
				p.ID = rapid.SampledFrom([]string{"bead-1", "01.2", "4", "99999999999.1"}).Draw(t, "id") + p.ID
			case 6:
				p.Runs[0].Score = 1
			}
		}
		var full, short bytes.Buffer
		if err := Write(&full, b); err != nil {
			t.Fatal(err)
		}
		if err := WriteCompact(&short, b); err != nil {
			t.Fatal(err)
		}
		if short.Len() >= full.Len() {
			t.Fatalf("%d bytes, in full %d", short.Len(), full.Len())
		}
		// Several documents in a file have each their own.
		two := append(bytes.Clone(short.Bytes()), full.Bytes()...)
		docs, err := Read(bytes.NewReader(append(two, short.Bytes()...)), "x")
		if err != nil {
			t.Fatal(err)
		}
		want, err := Read(&full, "x")
		if err != nil {
			t.Fatal(err)
		}
		if len(docs) != 3 {
			t.Fatalf("%d documents", len(docs))
		}
		for _, d := range docs {
			if !reflect.DeepEqual(d, want[0]) {
				t.Fatalf("got\n%+v\nwant\n%+v\nfrom\n%s", d, want[0], short.String())
			}
		}
	})
}

func TestShortLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.IntRange(-70, 70), rapid.IntRange(0, 1<<20))
		links := rapid.SliceOf(rapid.Custom(func(t *rapid.T) offset.Link {
			span := func() offset.Span { return offset.Span{Start: number.Draw(t, "start"), End: number.Draw(t, "end")} }
			return offset.Link{Source: span(), Target: span()}
		})).Draw(t, "links")
		text := appendLinks(nil, links)
		var back shortLinks
		if err := back.UnmarshalJSON(text); err != nil || len(back) != len(links) ||
			len(links) > 0 && !reflect.DeepEqual([]offset.Link(back), links) {
			t.Fatalf("%s: %v, want %v (%v)", text, back, links, err)
		}
	})
	for _, bad := range []string{`"012"`, `"01(2"`, `"01()2"`, `"01(99999999999)2"`, `"01 2"`, `"01é2"`, `7`} {
		var l shortLinks
		if err := l.UnmarshalJSON([]byte(bad)); err == nil {
			t.Errorf("%s: %v", bad, l)
		}
	}
}

// TestCompactDamage: what is wrong with a line is said, and the rest is usable.
func TestCompactDamage(t *testing.T) {
	b := cutText()
	var file bytes.Buffer
	if err := WriteCompact(&file, b); err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(file.String(), `"links":"0000"`, `"links":"0(7"`, 1)
	docs, err := Read(strings.NewReader(text), "x.jsonl")
	if err == nil || !strings.Contains(err.Error(), "x.jsonl:2: ") || len(docs) != 1 || len(docs[0].Pairs) != 3 {
		t.Errorf("%v", err)
	}
}
