package stack_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// counting translates with a function and notes what it was sent.
type counting struct {
	f       func(text string) string
	sent    []string
	context bool
}

func (c *counting) Info() translate.Info {
	return translate.Info{ID: "counting", UsesContext: c.context, Deterministic: true}
}

func (c *counting) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		c.sent = append(c.sent, it.Text)
		text := c.f(it.Text)
		out[i] = translate.Result{Text: text, Origin: "counting",
			Links: []offset.Link{{Source: offset.Span{Start: 0, End: len(it.Text)},
				Target: offset.Span{Start: 0, End: len(text)}}}}
	}
	return out, translate.Usage{Requests: 1}, nil
}

func nearRequest(texts ...string) translate.Request {
	req := translate.Request{From: language.German, To: language.English}
	for _, t := range texts {
		req.Items = append(req.Items, translate.Item{Text: t})
	}
	return req
}

func always(string, string) bool { return true }

func TestNear(t *testing.T) {
	upper := func(s string) string { return strings.ReplaceAll(s, "Grad", "degrees") }
	for _, tt := range []struct {
		name  string
		texts []string
		sent  int // different texts
		f     func(string) string
	}{
		{"two-digit numbers", []string{"Heute sind es 17 Grad.", "Heute sind es 23 Grad.", "Heute sind es 31 Grad."}, 1,
			upper},
		{"years", []string{"Das war im Jahr 1999.", "Das war im Jahr 2007."}, 1, upper},
		{"addresses", []string{"Mehr unter https://a.test/x?y=1.", "Mehr unter www.b.test."}, 1, upper},
		{"mail addresses and handles", []string{"Schreibt an max@a.test oder @maxi!",
			"Schreibt an moritz.b@c.test oder @moritz!"}, 1, upper},
		{"signs at the start", []string{"Er kommt.", "• Er kommt.", "– Er kommt."}, 1, upper},
		{"numbers of another kind", []string{"Es waren 17 Leute.", "Es waren 170 Leute."}, 2, upper},
		{"single digits", []string{"Es waren 3 Leute.", "Es waren 4 Leute."}, 2, upper},
		{"ordinals", []string{"Am 17. Mai war es kalt.", "Am 18. Mai war es kalt."}, 2, upper},
		{"times", []string{"Um 17 Uhr war es kalt.", "Um 18 Uhr war es kalt."}, 2, upper},
		{"decimals and groups", []string{"Es kostet 17,50 Euro.", "Es kostet 18.000 Euro.", "Es kostet 19 000 Euro."},
			3, upper},
		{"parts of words", []string{"Der A17 und CO23.", "Der A18 und CO24."}, 2, upper},
		{"ranges and scores", []string{"Von 17-19 Leuten.", "Von 18-20 Leuten.", "Es stand 21:15."}, 3, upper},
		{"nothing but numbers", []string{"17 23", "18 24"}, 2, upper},
		{"a stand-in that is there already", []string{"Es waren 34 und 57 Leute.", "Es waren 57 und 34 Leute."}, 2, upper},
		// What the backend makes of numbers decides, too: each of these comes back in a way that putting another
		// number in its place would spoil.
		{"number in words", []string{"Heute sind es 17 Grad.", "Heute sind es 23 Grad."}, 3,
			func(s string) string { return strings.ReplaceAll(s, "34", "thirty-four") }},
		{"number with an ending", []string{"Heute sind es 17 Grad.", "Heute sind es 23 Grad."}, 3,
			func(s string) string { return strings.ReplaceAll(s, "34", "34th") }},
		{"number doubled", []string{"Heute sind es 17 Grad.", "Heute sind es 23 Grad."}, 3,
			func(s string) string { return strings.ReplaceAll(s, "34", "34 or 34") }},
		{"number in a range", []string{"Heute sind es 17 Grad.", "Heute sind es 23 Grad."}, 3,
			func(s string) string { return strings.ReplaceAll(s, "34", "34-35") }},
		{"article", []string{"Heute ein Plus von 11 Prozent.", "Heute ein Plus von 23 Prozent."}, 3,
			func(s string) string { return strings.ReplaceAll(s, "34 Prozent", "a 34 percent rise") }},
	} {
		c := &counting{f: tt.f}
		results, _, err := stack.Near(c, always).Translate(context.Background(), nearRequest(tt.texts...))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if want := tt.f(tt.texts[i]); r.Text != want || r.Err != nil {
				t.Errorf("%s: got %q (%v), want %q", tt.name, r.Text, r.Err, want)
			}
		}
		slices.Sort(c.sent)
		if n := len(slices.Compact(c.sent)); n != tt.sent {
			t.Errorf("%s: %d texts were sent, want %d: %q", tt.name, n, tt.sent, c.sent)
		}
	}
}

// What cannot be verified is translated by itself, and so is what has parts to keep; backends that use context get
// everything as it is.
func TestNearLeavesAlone(t *testing.T) {
	same := func(s string) string { return s }
	req := nearRequest("Heute sind es 17 Grad.", "Heute sind es 23 Grad.")
	c := &counting{f: same}
	without23 := func(source, target string) bool { return !strings.Contains(source, "23") }
	results, usage, err := stack.Near(c, without23).Translate(context.Background(), req)
	if err != nil || results[0].Text != req.Items[0].Text || !results[0].Near || results[1].Text != req.Items[1].Text ||
		results[1].Near || usage.Requests != 2 {
		t.Errorf("%+v, %+v, %v", results, usage, err)
	}
	if want := []string{"Heute sind es 34 Grad.", "Heute sind es 34 Grad.",
		"Heute sind es 23 Grad."}; !slices.Equal(c.sent, want) {
		t.Errorf("sent %q, want %q", c.sent, want)
	}
	req.Items[0].Keep = []offset.Span{{Start: 0, End: 5}}
	for _, c := range []*counting{{f: same, context: true}, {f: same}} {
		if _, _, err := stack.Near(c, always).Translate(context.Background(), req); err != nil {
			t.Fatal(err)
		}
		if c.sent[0] != req.Items[0].Text || c.context && c.sent[1] != req.Items[1].Text {
			t.Errorf("context %t: sent %q", c.context, c.sent)
		}
	}
}

var digits = regexp.MustCompile(`\d+`)

// Whatever a backend does to numbers, each result is its answer to the text itself, or it holds the numbers of its
// source, in the places in which the backend has put the numbers that it got; links hold the same words as without
// stand-ins.
func TestNearLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"Im", "Jahr", "waren", "es", "17", "23", "34", "340", "999", "1987", "2024",
			"3", "20.", "Uhr", "•", "–", "12,5", "https://a.test/b", "@max", "m@a.test", "Prozent.", "(45)", "a",
			"\u00a0", "57%"})
		var texts []string
		for range rapid.IntRange(1, 4).Draw(t, "texts") {
			texts = append(texts, strings.Join(rapid.SliceOfN(word, 1, 9).Draw(t, "words"), " "))
		}
		kind := rapid.IntRange(0, 6).Draw(t, "kind")
		backend := func(s string) string {
			words := strings.Fields(s)
			switch kind {
			case 1: // another order
				slices.Reverse(words)
			case 2: // the first number is lost
				if i := slices.IndexFunc(words, digits.MatchString); i >= 0 {
					words = slices.Delete(words, i, i+1)
				}
			case 3: // the last comes twice
				if f := digits.FindAllString(s, -1); len(f) > 0 {
					words = append(words, f[len(f)-1])
				}
			case 4: // written in another way
				return digits.ReplaceAllString(strings.Join(words, " "), "${0}th")
			case 5:
				return "an " + strings.Join(words, "-")
			case 6:
				return "x"
			}
			return strings.Join(words, " ")
		}
		c := &counting{f: backend}
		results, _, err := stack.Near(c, always).Translate(context.Background(), nearRequest(texts...))
		if err != nil || len(results) != len(texts) {
			t.Fatalf("%d results, %v", len(results), err)
		}
		for i, r := range results {
			if r.Text != backend(texts[i]) && !(r.Near && (kind == 1 || strings.HasPrefix(texts[i], "•") ||
				strings.HasPrefix(texts[i], "–") || kind == 5)) {
				t.Fatalf("kind %d: %q became %q, by itself it would be %q", kind, texts[i], r.Text, backend(texts[i]))
			}
			if r.Near && kind < 2 {
				a, b := digits.FindAllString(texts[i], -1), digits.FindAllString(r.Text, -1)
				slices.Sort(a)
				slices.Sort(b)
				if !slices.Equal(a, b) {
					t.Fatalf("numbers of %q in %q", texts[i], r.Text)
				}
			}
			for _, l := range r.Links {
				if l.Target.End > len(r.Text) || l.Source.End > len(texts[i]) || l.Target.Start > l.Target.End ||
					l.Source.Start > l.Source.End {
					t.Fatalf("link %v outside of %q and %q", l, texts[i], r.Text)
				}
			}
		}
	})
}

// BenchmarkNear shows that the time grows as the text does, with more addresses in it than there are stand-ins.
func BenchmarkNear(b *testing.B) {
	for _, n := range []int{4000, 16000} {
		near := stack.Near(&counting{f: strings.ToUpper}, always)
		req := nearRequest(strings.Repeat("Siehe https://beispiel.de/a ", n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := near.Translate(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
