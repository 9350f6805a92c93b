package markup_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/markup"
)

func TestTexts(t *testing.T) {
	items := []translate.Item{
		{Text: "Ein <b> & {0} bleibt.", Keep: []offset.Span{{Start: 4, End: 7}, {Start: 10, End: 13}}},
		{Text: "Er sagt „a < b“."},
	}
	texts, marked := markup.Texts(items, markup.NoTranslate, markup.NoTranslateEnd)
	want := []string{
		`Ein <span translate="no">&lt;b&gt;</span> &amp; <span translate="no">{0}</span> bleibt.`,
		"Er sagt „a &lt; b“.",
	}
	if !marked || len(texts) != 2 || texts[0] != want[0] || texts[1] != want[1] {
		t.Errorf("got %q, %v, want %q", texts, marked, want)
	}
	for i, text := range texts {
		if got := markup.Read(text, "span"); got != items[i].Text {
			t.Errorf("%q is read as %q, want %q", text, got, items[i].Text)
		}
	}
	texts, marked = markup.Texts(items[1:], markup.NoTranslate, markup.NoTranslateEnd)
	if marked || texts[0] != items[1].Text {
		t.Errorf("without anything to keep: %q, %v", texts, marked)
	}
}

// TestWritePassesOver: parts that are not in order or not in the text do no harm.
func TestWritePassesOver(t *testing.T) {
	parts := []markup.Part{
		{Span: offset.Span{Start: 2, End: 4}, Open: "<x>", Close: "</x>"},
		{Span: offset.Span{Start: 3, End: 5}, Open: "<x>", Close: "</x>"},
		{Span: offset.Span{Start: 5, End: 5}, Open: "<x>", Close: "</x>"},
		{Span: offset.Span{Start: 6, End: 99}, Open: "<x>", Close: "</x>"},
	}
	if got, want := markup.Write("abcdefgh", parts), "ab<x>cd</x>efgh"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRead(t *testing.T) {
	for in, want := range map[string]string{
		`<x>a</x><x/>b<x />`:                   "ab",
		`<span class="notranslate">a</span> b`: "a b",
		`<spanner>a</spanner>`:                 "<spanner>a</spanner>",
		`a < b <span`:                          "a < b <span",
		`&lt;x&gt;&#39;`:                       "<x>'",
		`&amp;lt;`:                             "&lt;",
		`<`:                                    "<",
	} {
		if got := markup.Read(in, "x", "span"); got != want {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Ein <b> & {0} bleibt.", 4, 7)
	f.Add("<<>>&&amp;</span>", 1, 9)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		parts := []markup.Part{{Span: offset.Span{Start: start, End: end}, Open: "<x>", Close: "</x>"}}
		if start < 0 {
			parts = nil
		}
		if got := markup.Read(markup.Write(text, parts), "x"); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
	})
}
