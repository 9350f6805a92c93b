package bitext

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"pgregory.net/rapid"
)

// texts draws strings with everything that formats trip over: markup, control characters, line ends, tabs, quotes,
// astral characters.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("ab ä\t\n\r\\\"'<>&=\x00\x01\x1f\u007f\u0085\u2028"+
			"\ufeff\ufffe\uffff😀]%{}+-@")), 0, 12, -1),
		rapid.SampledFrom([]string{"", "Guten Tag.", "]]>", "<script>alert(1)</script>", "{{.}}", "\\t", "a\tb", " leading",
			"trailing ", "\r\n", "=1+1"}),
	)
}

func scores() *rapid.Generator[*float64] {
	return rapid.Custom(func(t *rapid.T) *float64 {
		if rapid.Bool().Draw(t, "none") {
			return nil
		}
		v := rapid.Float64Range(0, 1).Draw(t, "score")
		return &v
	})
}

// span returns [start, end), and link the words at two such ranges.
func span(start, end int) offset.Span { return offset.Span{Start: start, End: end} }

func link(sourceStart, sourceEnd, targetStart, targetEnd int) offset.Link {
	return offset.Link{Source: span(sourceStart, sourceEnd), Target: span(targetStart, targetEnd)}
}

// cut draws a range of s with both ends at character boundaries.
func cut(t *rapid.T, s string) offset.Span {
	at := []int{len(s)}
	for i := range s {
		at = append(at, i)
	}
	a, b := rapid.SampledFrom(at).Draw(t, "start"), rapid.SampledFrom(at).Draw(t, "end")
	return offset.Span{Start: min(a, b), End: max(a, b)}
}

// targetOf draws a target whose control characters are those of its source.
func targetOf(t *rapid.T, source string) string {
	return strings.Map(func(r rune) rune {
		if checkControls(string(r), source) != nil {
			return -1
		}
		return r
	}, texts().Draw(t, "target"))
}

// pairs draws valid pairs with every field.
func pairs() *rapid.Generator[Pair] {
	return rapid.Custom(func(t *rapid.T) Pair {
		source := texts().Draw(t, "source")
		p := Pair{
			Block: rapid.IntRange(0, 99).Draw(t, "block"), Kind: "paragraph",
			Source: source, Target: targetOf(t, source),
			Spans: []offset.Span{}, Lang: rapid.SampledFrom([]string{"de", "en", "und", "es"}).Draw(t, "lang"),
			Mixed:  rapid.Bool().Draw(t, "mixed"),
			Action: rapid.SampledFrom([]Action{Translate, Keep, Drop}).Draw(t, "action"),
			State:  rapid.SampledFrom([]State{Initial, Translated, Reviewed, Final}).Draw(t, "state"),
			Error:  rapid.SampledFrom([]string{"", "refused: \"x\""}).Draw(t, "error"),
			Origin: rapid.SampledFrom([]string{"", "marian:builtin@1a2b", Human}).Draw(t, "origin"),
			Reason: texts().Draw(t, "reason"), Score: scores().Draw(t, "score"), Risk: scores().Draw(t, "risk"),
		}
		if p.Origin == Human {
			p.Machine, p.MachineOrigin = texts().Draw(t, "machine"), "marian:x"
		}
		if rapid.Bool().Draw(t, "rich") {
			p.Source += " ⟦1⟧x⟦/1⟧ {name} ⟦2⟧"
			p.Target = "⟦2⟧ {name} ⟦1⟧y⟦/1⟧ " + p.Target
			p.Markup = map[string]string{"1": texts().Draw(t, "markup"), "/1": "</b>", "2": "{name}"}
			n := rapid.IntRange(0, 50).Draw(t, "offset")
			p.Spans = []offset.Span{span(n, n+3), span(n+4, n+9)}
			if c := cut(t, p.Source); p.Source != "" {
				for _, r := range []offset.Span{span(0, c.Start), span(c.Start, c.End), span(c.End, len(p.Source))} {
					if r.Start < r.End {
						p.Runs = append(p.Runs, offset.Run{Start: r.Start, End: r.End, Lang: "de", Score: 0.5})
					}
				}
			}
			s, d := cut(t, p.Source), cut(t, p.Target)
			p.Links = []offset.Link{{Source: s, Target: d}}
			p.Findings = []Finding{
				{Check: "numbers", Severity: Warning, Message: texts().Draw(t, "message"), Source: &s, Target: &d},
				{Check: "x", Severity: Info},
			}
			p.SourceSentences = []string{texts().Draw(t, "s1"), texts().Draw(t, "s2")}
			p.TargetSentences = []string{texts().Draw(t, "t1")}
			p.Bead = &Bead{[]int{0, 1}, []int{rapid.IntRange(0, 9).Draw(t, "bead")}}
			p.Seconds = scores().Draw(t, "seconds")
			p.Cost, p.Confidence = scores().Draw(t, "cost"), scores().Draw(t, "confidence")
		}
		return p
	})
}

func bitexts() *rapid.Generator[*Bitext] {
	return rapid.Custom(func(t *rapid.T) *Bitext {
		name := strings.ReplaceAll(texts().Draw(t, "document"), "\x00", "")
		b := &Bitext{Header: Header{
			Satzpaar: Version, Document: "a/" + name + ".txt", Format: "txt", Encoding: "utf-8",
			SHA256: strings.Repeat("0f", 32), From: "de", To: "en",
		}}
		for i, p := range rapid.SliceOfN(pairs(), 1, 5).Draw(t, "pairs") {
			p.ID = fmt.Sprintf("%d.%d", 1+i/2, 1+i%2)
			b.Pairs = append(b.Pairs, p)
		}
		return b
	})
}

func TestGeneratedPairsAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitexts().Draw(t, "bitext")
		if err := b.Validate(); err != nil {
			t.Fatal(err)
		}
		for _, p := range b.Pairs {
			if !utf8.ValidString(p.Source) {
				t.Fatal("generator makes text that is not UTF-8")
			}
		}
	})
}

func TestValidate(t *testing.T) {
	good := func() Pair {
		return Pair{
			ID: "1.1", Block: 1, Kind: "paragraph", Source: "Grüße", Target: "Hi", Lang: "de",
			Action: Translate, State: Translated,
		}
	}
	p := good()
	if err := p.Validate(); err != nil {
		t.Fatalf("a valid pair: %v", err)
	}
	big := 2.0
	tests := []struct {
		name  string
		spoil func(p *Pair)
		want  string
	}{
		{"no id", func(p *Pair) { p.ID = "" }, "no id"},
		{"not utf-8", func(p *Pair) { p.Source = "\xff" }, "not valid UTF-8"},
		{"action", func(p *Pair) { p.Action = "skip" }, `action "skip" is unknown`},
		{"state", func(p *Pair) { p.State = "done" }, `state "done" is unknown`},
		{"span order", func(p *Pair) { p.Spans = []offset.Span{span(5, 9), span(8, 10)} }, "out of order"},
		{"run inside a character", func(p *Pair) {
			p.Runs = []offset.Run{{End: 3, Lang: "de", Score: 1}, {Start: 3, End: 7, Lang: "en", Score: 1}}
		}, "does not tile"},
		{"run gap", func(p *Pair) {
			p.Runs = []offset.Run{{End: 2, Lang: "de", Score: 1}, {Start: 4, End: 7, Lang: "en", Score: 1}}
		}, "does not tile"},
		{"run too short", func(p *Pair) { p.Runs = []offset.Run{{End: 2, Lang: "de", Score: 1}} },
			"runs end at 2, the source at 7"},
		{"run score", func(p *Pair) { p.Runs = []offset.Run{{End: 7, Lang: "de", Score: 3}} }, "score outside"},
		{"link outside", func(p *Pair) {
			p.Links = []offset.Link{link(0, 1, 0, 3)}
		}, "lies outside"},
		{"link inside a character", func(p *Pair) {
			p.Links = []offset.Link{link(0, 3, 0, 1)}
		}, "inside a character"},
		{"risk", func(p *Pair) { p.Risk = &big }, "outside 0 to 1"},
		{"bead", func(p *Pair) { p.Bead = &Bead{Source: []int{2, 1}} }, "unordered"},
		{"finding severity", func(p *Pair) { p.Findings = []Finding{{Check: "x", Severity: "bad"}} }, "unknown severity"},
		{"finding place", func(p *Pair) {
			p.Findings = []Finding{{Check: "x", Severity: Info, Target: new(span(0, 9))}}
		}, "outside the texts"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := good()
			test.spoil(&p)
			err := p.Validate()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got error %v, want one with %q", err, test.want)
			}
			fs := faults(&p)
			if mend(&p, fs) {
				if err := p.Validate(); err != nil {
					t.Errorf("after mending: %v", err)
				}
			} else if fs[0].part != "" {
				t.Errorf("fault of %q cannot be mended", fs[0].part)
			}
		})
	}
}
