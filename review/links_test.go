package review

import (
	"fmt"
	"maps"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
	"github.com/satzpaar/satzpaar/offset"
)

// The browser finds the words of links as they were written, whatever characters a text has, and what is not a word.
func TestLinksInBrowser(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	texts := []struct {
		source, target string
		links          []offset.Link // nil: see byCharacter
	}{
		{"„Grüße“,\u00a0sagt 😀x – 3,5\u202fm² 東京。", "“Greetings”,\u200b says 😀x — 3.5 m² Tokyo.", nil},
		{"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡«»¿…‹›", "a\tb\u007fc\u3000d、e", nil},
		{"Das Haus.", "The house.", []offset.Link{wordLink(0, 8, 4, 9), wordLink(8, 9, 9, 10)}},
	}
	b := sample()
	b.Pairs = b.Pairs[:1]
	for i, text := range texts {
		p := b.Pairs[0]
		p.ID, p.Source, p.Target, p.Links = fmt.Sprintf("1.%d", i+1), text.source, text.target, text.links
		if i > 0 {
			b.Pairs = append(b.Pairs, p)
		} else {
			b.Pairs[0] = p
		}
	}
	for i := range b.Pairs {
		if p := &b.Pairs[i]; p.Links == nil {
			p.Links = byCharacter(p)
		}
	}
	opened(t, ctx, b)
	for i := range b.Pairs {
		p := &b.Pairs[i]
		want := map[string]string{}
		for n, l := range p.Links {
			want[fmt.Sprint(n)] = l.Source.In(p.Source) + "|" + l.Target.In(p.Target)
		}
		got := value[map[string]string](t, ctx, fmt.Sprintf(`(() => {
			const row = document.querySelectorAll(".pair")[%d], all = {};
			for (const side of [".source", ".target"]) {
				const words = {};
				for (const e of row.querySelectorAll(side + " [data-links]"))
					for (const n of e.dataset.links.split(" ")) words[n] = (words[n] || "") + e.textContent;
				for (const n in words) all[n] = all[n] === undefined ? words[n] : all[n] + "|" + words[n];
			}
			return all;
		})()`, i))
		if !maps.Equal(got, want) {
			t.Errorf("%s: %q, want %q", p.Source, got, want)
		}
	}
	trouble.None(t)
}

// byCharacter links the n-th character of the source to that of the target, as far as both have one: marks are words,
// letters mostly parts of them.
func byCharacter(p *bitext.Pair) []offset.Link {
	characters := func(text string) []offset.Span {
		var out []offset.Span
		for i, r := range text {
			out = append(out, offset.Span{Start: i, End: i + len(string(r))})
		}
		return out
	}
	var out []offset.Link
	source, target := characters(p.Source), characters(p.Target)
	for i := range min(len(source), len(target)) {
		out = append(out, offset.Link{Source: source[i], Target: target[i]})
	}
	return out
}
