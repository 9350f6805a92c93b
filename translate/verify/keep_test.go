package verify_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// keeping returns an item with n parts to keep, each in the given form, and a translation of it.
func keeping(form string, n int) (*translate.Item, string) {
	var source, answer strings.Builder
	it := &translate.Item{}
	for i := range n {
		part := fmt.Sprintf(form, i)
		source.WriteString("ein Wort ")
		it.Keep = append(it.Keep, offset.Span{Start: source.Len(), End: source.Len() + len(part)})
		source.WriteString(part + " ")
		answer.WriteString("a word " + part + " ")
	}
	it.Text = source.String()
	return it, answer.String()
}

// keepers judge what is kept, and the language of the rest, which is to be without it.
func keepers(t testing.TB) verify.Rules {
	return verify.Rules{Language: func(text string) (language.Tag, float64) {
		if strings.ContainsAny(text, "0123456789{}⟦⟧") {
			t.Errorf("the language is judged by %.40q", text)
		}
		return language.English, 1
	}}
}

// TestManyKept: each of many parts is looked for as often as it is to be kept, as each of a few is.
func TestManyKept(t *testing.T) {
	rules := keepers(t)
	for _, n := range []int{3, 33, 200} {
		for _, form := range []string{"{n%d}", "⟦%d⟧", "⟦/%d⟧", "%%(n%d)s"} {
			it, answer := keeping(form, n)
			last := fmt.Sprintf(form, n-1)
			for _, tt := range []struct {
				what, answer string
				lost, wrong  bool
			}{
				{"all", answer, false, false},
				{"the first one last", "Here " + last + strings.Replace(answer, last, "", 1), false, false},
				{"one lost", strings.Replace(answer, last, "", 1), true, true},
				{"one twice", answer + last, false, true},
			} {
				err := rules.Check(language.German, language.English, it, tt.answer)
				if (err != nil) != tt.wrong || tt.lost && !errors.Is(err, verify.ErrLost) {
					t.Errorf("%d of %s, %s: %v", n, form, tt.what, err)
				}
			}
		}
	}
}

// TestManyKeptGrowth: four times the parts take about four times as long.
func TestManyKeptGrowth(t *testing.T) {
	rules := keepers(t)
	for _, form := range []string{"{n%d}", "⟦%d⟧"} {
		growthtest.Linear(t, form, 4000, func(n int) func() {
			it, answer := keeping(form, n)
			return func() {
				if err := rules.Check(language.German, language.English, it, answer); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func BenchmarkCheckKept(b *testing.B) {
	rules := keepers(b)
	for _, n := range []int{1, 3, 16, 64, 65, 1000} {
		it, answer := keeping("{n%d}", n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := rules.Check(language.German, language.English, it, answer); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
