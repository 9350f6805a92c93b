package bitext

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// TestExchangeGrowth: four times the file takes about four times as long to read, whatever is repeated or damaged.
func TestExchangeGrowth(t *testing.T) {
	const (
		tmx   = `<tmx version="1.4"><header srclang="de"/><body>`
		seg   = `<tu><tuv xml:lang="de"><seg>`
		xliff = `<xliff version="1.2"><file original="a" source-language="de"><body>`
		two   = `<xliff version="2.1" srcLang="de"><file id="f" original="a"><unit id="u"><segment><source>`
	)
	for _, c := range []struct {
		format      *Format
		start, unit string
	}{
		{TMX, tmx, seg + "a</seg></tuv></tu>"},
		{TMX, tmx, seg + "a&#x1F;</seg></tuv></tu>"},
		{TMX, tmx, "<tu>&</tu>"},
		{TMX, tmx, "<tu></tuv></tu>"},
		{TMX, tmx, "<tu>&"},
		{TMX, tmx + "<tu>&", ">"},
		{TMX, tmx + seg, `a<ph x="1">b</ph>`},
		{TMX, tmx + seg, strings.Repeat("<hi>a", 400) + strings.Repeat("</hi>", 400)},
		{XLIFF12, xliff, "<trans-unit id='1'><source>a</source></trans-unit>"},
		{XLIFF12, xliff, "<trans-unit id='1'><source>a & b</source></trans-unit>"},
		{XLIFF12, xliff + "<trans-unit id='1'><source>", `a<bpt id="1">b</bpt>c<ept id="1">d</ept>`},
		{XLIFF21, two, `a<pc id="1">b</pc>`},
	} {
		growthtest.Linear(t, c.format.Name+": "+c.start+c.unit[:min(len(c.unit), 40)], 200_000/len(c.unit)+1, func(n int) func() {
			file := c.start + strings.Repeat(c.unit, n)
			return func() { _, _ = c.format.Read(strings.NewReader(file), "f") }
		})
	}
}

// TestCodesGrowth: so do a sentence of many codes, and a paragraph of many sentences that came back.
func TestCodesGrowth(t *testing.T) {
	for _, unit := range []string{"⟦1⟧a⟦/1⟧", "⟦1⟧", "{name} ", "⟦2⟧a⟦3⟧b⟦/2⟧⟦/3⟧"} {
		growthtest.Linear(t, unit, 5_000, func(n int) func() {
			text := strings.Repeat(unit, n)
			b := &Bitext{Header: Header{Satzpaar: 1, Document: "a"}, Pairs: []Pair{{
				ID: "1.1", Kind: "paragraph", Source: text, Target: text, State: Translated, Action: Translate,
				Markup: map[string]string{"1": "<b>", "/1": "</b>"},
			}}}
			return func() {
				for _, f := range []*Format{TMX, XLIFF12, XLIFF21} {
					if err := f.Write(new(bytes.Buffer), Documents(b)); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
	growthtest.Linear(t, "paragraph", 5_000, func(n int) func() {
		now := &Bitext{Header: Header{Satzpaar: 1, Document: "a.po"}}
		for range n {
			now.Pairs = append(now.Pairs, Pair{
				ID: "x", Block: 1, Source: "Er kam.", Target: "He came.", State: Translated, Action: Translate,
			})
		}
		po := []byte(`msgid "` + strings.Repeat("Er kam. ", n) + "\"\nmsgstr \"" + strings.Repeat("He went. ", n) + "\"\n")
		return func() {
			list, err := document.Translations("a.po", po, document.Options{Split: document.German}, document.SplitterFor("en"))
			if err != nil {
				t.Fatal(err)
			}
			if back, _ := FromTranslations(now, list); len(back.Pairs) != n {
				t.Fatalf("%d pairs of %d", len(back.Pairs), n)
			}
		}
	})
}

// TestCommentGrowth: so do the comments of a pair that came back.
func TestCommentGrowth(t *testing.T) {
	growthtest.Linear(t, "comments", 20_000, func(n int) func() {
		now, back := cutText(), cutText()
		for i := range n {
			now.Pairs[0].Comments = append(now.Pairs[0].Comments, Comment{Text: strconv.Itoa(i), Who: "Mia"})
			back.Pairs[0].Comments = append(back.Pairs[0].Comments, Comment{Text: strconv.Itoa(-i), Who: "Mia"})
		}
		return func() {
			if edits, _ := Returned(now, back, nil, "Mia", "2026-01-01T00:00:00Z"); len(edits) != n-1 {
				t.Fatalf("%d edits from %d comments", len(edits), n)
			}
		}
	})
}

// TestEditGrowth: an edit full of control characters that its source has at its end is validated in time that is linear
// in both.
func TestEditGrowth(t *testing.T) {
	for _, sign := range []string{"\a", "\u009b"} {
		growthtest.Linear(t, strconv.Quote(sign), 50_000, func(n int) func() {
			target := strings.Repeat(sign, n)
			edit := Edit{Key: Key{Source: strings.Repeat("a", n) + sign}, Target: &target}
			return func() {
				if err := edit.Validate(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
