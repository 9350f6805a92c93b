package entry_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// TestKeyParts changes everything that a request holds: what changes the output changes the key, and nothing else does.
func TestKeyParts(t *testing.T) {
	info := translate.Info{ID: "b", UsesContext: true}
	base := translate.Request{From: language.German, To: language.English, Title: "T",
		Terms: []translate.Term{{Source: "Haus", Target: "house"}},
		Items: []translate.Item{{Text: "Das Haus ⟦1⟧.", Before: "B", After: "A", Kind: "heading",
			Keep: []offset.Span{{Start: 9, End: 16}}}, {Text: "zwei"}}}
	key := func(info translate.Info, req translate.Request) string {
		p := entry.PartsOf(info, &req, 0)
		back, err := entry.Parse(p.Append(nil))
		if err != nil {
			t.Fatal(err)
		}
		if d := p.Diff(&back); d != nil && utf8.ValidString(p.Text) {
			t.Errorf("parts changed by writing and reading: %v", d)
		}
		return fmt.Sprintf("%x", p.Key())
	}
	for _, tt := range []struct {
		name   string
		change func(i *translate.Info, r *translate.Request)
		same   bool
		free   bool // with UsesContext off the change does not count
	}{
		{"backend", func(i *translate.Info, r *translate.Request) { i.ID = "c" }, false, false},
		{"from", func(i *translate.Info, r *translate.Request) { r.From = language.Dutch }, false, false},
		{"to", func(i *translate.Info, r *translate.Request) { r.To = language.BritishEnglish }, false, false},
		{"text", func(i *translate.Info, r *translate.Request) { r.Items[0].Text += " " }, false, false},
		{"bytes", func(i *translate.Info, r *translate.Request) { r.Items[0].Text += "\xff" }, false, false},
		{"term", func(i *translate.Info, r *translate.Request) {
			r.Terms = []translate.Term{{Source: "Haus", Target: "home"}}
		}, false, false},
		{"keep", func(i *translate.Info, r *translate.Request) { r.Items[0].Keep = nil }, false, false},
		{"rank", func(i *translate.Info, r *translate.Request) { r.Rank = 2 }, false, false},
		{"examples", func(i *translate.Info, r *translate.Request) {
			i.UsesExamples = true
			r.Items[0].Examples = []translate.Example{{Source: "Das Haus.", Target: "The home."}}
		}, false, false},
		{"examples that are not used", func(i *translate.Info, r *translate.Request) {
			r.Items[0].Examples = []translate.Example{{Source: "Das Haus.", Target: "The home."}}
		}, true, true},
		{"title", func(i *translate.Info, r *translate.Request) { r.Title = "U" }, false, true},
		{"before", func(i *translate.Info, r *translate.Request) { r.Items[0].Before = "" }, false, true},
		{"after", func(i *translate.Info, r *translate.Request) { r.Items[0].After = "C" }, false, true},
		{"kind", func(i *translate.Info, r *translate.Request) { r.Items[0].Kind = "" }, false, true},
		{"other term", func(i *translate.Info, r *translate.Request) {
			r.Terms = append(r.Terms[:1:1], translate.Term{Source: "Baum", Target: "tree"})
		}, true, true},
		{"neighbour", func(i *translate.Info, r *translate.Request) { r.Items[1].Text = "drei" }, true, true},
		{"batch", func(i *translate.Info, r *translate.Request) { i.MaxBatch = 7 }, true, true},
	} {
		for _, uses := range []bool{true, false} {
			i, r := info, base
			i.UsesContext = uses
			r.Items = append([]translate.Item(nil), base.Items...)
			want := key(i, base)
			tt.change(&i, &r)
			same := key(i, r) == want
			if wantSame := tt.same || tt.free && !uses; same != wantSame {
				t.Errorf("%s, context %v: same key is %v, want %v", tt.name, uses, same, wantSame)
			}
		}
	}
}

func TestPlain(t *testing.T) {
	for _, tt := range [][2]string{{"Süß", "Süß"}, {"Su\u0308ß", "Süß"}, {"Sil\u00adben", "Silben"},
		{"\ufeffA\u200bb\u2060c", "Abc"}, {"👩\u200d💻", "👩\u200d💻"}, {"plain", "plain"}} {
		if got := entry.Plain(tt[0]); got != tt[1] {
			t.Errorf("Plain(%q) = %q, want %q", tt[0], got, tt[1])
		}
	}
}

// TestPlainEverywhere holds the short way that most texts take against the long one, for every character and between
// letters with which it could compose.
func TestPlainEverywhere(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		for _, text := range []string{string(r), "e" + string(r), string(r) + "\u0308", "x" + string(r) + "ü"} {
			want := norm.NFC.String(strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "").Replace(text))
			if got := entry.Plain(text); got != want {
				t.Fatalf("Plain(%q) = %q, want %q", text, got, want)
			}
		}
	}
	for _, text := range []string{"\xc3", "a\xc3(", "\xe2\x80", "\xe2\x80("} {
		if got, want := entry.Plain(text), norm.NFC.String(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
}
