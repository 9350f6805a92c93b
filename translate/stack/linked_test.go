package stack_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// halves answers with the text itself and one link; it refuses "x".
type halves struct{ calls int }

func (h *halves) Info() translate.Info { return translate.Info{ID: "halves"} }

func (h *halves) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	h.calls++
	out := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		if item.Text == "x" {
			out[i].Err = &translate.Error{Kind: translate.Refused}
			continue
		}
		out[i] = translate.Result{Text: item.Text, Links: []offset.Link{{Source: offset.Span{End: 1},
			Target: offset.Span{End: 1}}}}
	}
	return out, translate.Usage{}, nil
}

// The finder's links replace the backend's, are not asked for where nothing was answered, and come from the cache the
// next time.
func TestLinked(t *testing.T) {
	asked := 0
	whole := func(req *translate.Request, source, target string, hints []offset.Link) []offset.Link {
		asked++
		if len(hints) != 1 || hints[0].Source.End != 1 {
			t.Errorf("%s: the links of the backend are not handed on: %v", source, hints)
		}
		if source == "keine" || req.From != language.German {
			return nil
		}
		return []offset.Link{{Source: offset.Span{End: len(source)}, Target: offset.Span{End: len(target)}}}
	}
	b := &halves{}
	stack := stack.New(b, stack.Config{Cache: &memory{m: map[cache.Key]cache.Entry{}}, Link: whole})
	req := translate.Request{From: language.German, To: language.English,
		Items: []translate.Item{{Text: "eins"}, {Text: "x"}, {Text: "keine"}}}
	for round := range 2 {
		results, _, err := stack.Translate(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		var ends []int
		for _, r := range results {
			for _, l := range r.Links {
				ends = append(ends, l.Target.End)
			}
		}
		if diff := cmp.Diff([]int{4, 1}, ends); diff != "" {
			t.Errorf("round %d: ends of links (-want +got):\n%s", round, diff)
		}
		if asked != 2 {
			t.Errorf("round %d: asked %d times", round, asked)
		}
	}
}
