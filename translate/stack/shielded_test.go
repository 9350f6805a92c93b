package stack_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// A loser is a backend that changes texts and counts requests.
type loser struct {
	change *strings.Replacer
	calls  int
}

func (l *loser) Info() translate.Info { return translate.Info{ID: "loser"} }

func (l *loser) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	l.calls++
	results := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		results[i].Text = l.change.Replace(it.Text)
	}
	return results, translate.Usage{Requests: 1}, nil
}

func TestShielded(t *testing.T) {
	item := func(text string, parts ...string) translate.Item {
		it := translate.Item{Text: text}
		at := 0
		for _, p := range parts {
			at += strings.Index(text[at:], p)
			it.Keep = append(it.Keep, offset.Span{Start: at, End: at + len(p)})
			at += len(p)
		}
		return it
	}
	for _, tt := range []struct {
		what   string
		change []string // what the backend makes of what
		want   string   // of the first item; empty: it fails
		calls  int
	}{
		{"kept", []string{"von", "of"}, "Die Datei {a} of {a} [1]", 1},
		{"lost", []string{"von", "of", "{a}", "(a)"}, "Die Datei {a} of {a} [1]", 2},
		{"lost twice", []string{"von", "of", "{a}", "(a)", "[2]", "", "[3]", ""}, "Die Datei {a} of {a} [1]", 3},
		{"doubled", []string{"von", "of", "{a}", "(a)", "[2]", "[2][2]", "XQ1Z", "XQ1Z XQ1Z"}, "", 3},
		{"always lost", []string{"{a}", "a", "[", "", "XQ", ""}, "", 3},
	} {
		l := &loser{change: strings.NewReplacer(tt.change...)}
		b := stack.Shielded(stack.Validated(l, verify.Rules{Structure: true}))
		req := translate.Request{Items: []translate.Item{
			item("Die Datei {a} von {a} [1]", "{a}", "{a}"), {Text: "Nichts von allem"},
		}}
		results, usage, err := b.Translate(context.Background(), req)
		if err != nil || l.calls != tt.calls || usage.Requests != tt.calls || results[1].Err != nil {
			t.Errorf("%s: %d calls, %+v, %v, %+v", tt.what, l.calls, usage, err, results[1])
			continue
		}
		r := results[0]
		if tt.want == "" && !errors.Is(r.Err, verify.ErrLost) || tt.want != "" && (r.Err != nil || r.Text != tt.want) {
			t.Errorf("%s: %q, %v, want %q", tt.what, r.Text, r.Err, tt.want)
		}
	}
}
