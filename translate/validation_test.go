package translate_test

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
)

// guess takes texts with German or Spanish function words for these languages, all else for English.
func guess(text string) (language.Tag, float64) {
	for _, w := range strings.Fields(strings.ToLower(text)) {
		switch w {
		case "und", "nicht", "der", "die", "das":
			return language.German, 0.99
		case "y", "no", "el", "los":
			return language.Spanish, 0.99
		}
	}
	return language.English, 0.95
}

func TestCheck(t *testing.T) {
	keep := func(text string, parts ...string) translate.Item {
		it := translate.Item{Text: text}
		at := 0
		for _, p := range parts {
			i := at + strings.Index(text[at:], p)
			it.Keep = append(it.Keep, translate.Range{Start: i, End: i + len(p)})
			at = i + len(p)
		}
		return it
	}
	const long = "Die Ärztin, die seit Jahren in der kleinen Stadt am Fluss lebt, kennt dort fast jedes Kind, und wenn sie abends nach Hause geht, grüßen alle."
	plain := func(s string) translate.Item { return translate.Item{Text: s} }
	for _, tt := range []struct {
		name   string
		item   translate.Item
		target string
		says   string // "" for a translation to be believed
	}{
		{"good", plain("Der Bäcker öffnet heute erst um acht Uhr."), "The baker does not open until eight today.", ""},
		{"empty", plain("Der Bäcker öffnet."), " \n", "empty"},
		{"empty for empty", plain(" "), "", ""},
		{"broken", plain("Der Bäcker öffnet."), "The b\xffker", "UTF-8"},
		{"replacement", plain("Der Bäcker öffnet."), "The b\uFFFDker opens.", "replacement"},
		{"copy", plain("Der Bäcker öffnet heute erst um acht Uhr."), "Der Bäcker öffnet heute  erst um acht Uhr.", "source text again"},
		{"copied name", plain("Donald Trump, Jake Sullivan"), "Donald Trump, Jake Sullivan", ""},
		{"copied address", plain("pic.twitter.com/abc @dw_espanol #Putin"), "pic.twitter.com/abc @dw_espanol #Putin", ""},
		{"already English", plain("We will not compromise on that point."), "We will not compromise on that point.", ""},
		{"too long", plain("Er kam."), strings.Repeat("He came home. ", 9), "too long"},
		{"too short", plain(strings.Repeat("Der Bäcker öffnet heute erst um acht. ", 4)), "The baker.", "too short"},
		{"placeholder", keep("Das ⟦1⟧alte⟦/1⟧ Bad ist auf.", "⟦1⟧", "⟦/1⟧"), "The ⟦1⟧old⟦/1⟧ bath is open.", ""},
		{"placeholder twice", keep("Das ⟦1⟧alte⟦/1⟧ Bad ist auf.", "⟦1⟧", "⟦/1⟧"), "The ⟦1⟧old⟦/1⟧ ⟦1⟧bath is open.", "more often"},
		{"placeholder of another text", keep("Das ⟦1⟧ Bad ist auf.", "⟦1⟧"), "The ⟦2⟧old⟦/2⟧ ⟦1⟧ bath is open.", "more often"},
		{"placeholder invented", plain("Das alte Bad ist auf."), "The ⟦1⟧ old bath is open.", "more often"},
		{"text that looks like a placeholder", keep("Siehe ⟦1⟧ und ⟦1⟧ und ⟦2⟧.", "⟦2⟧"), "See ⟦1⟧ and ⟦1⟧ and ⟦2⟧.", ""},
		{"loop", plain(long), "The baker" + strings.Repeat(" and so on", 9), "repeats"},
		{"loop of characters", plain(long), "The baker o" + strings.Repeat("pens", 30), "repeats"},
		{"loop in both", plain("Nein nein nein nein nein nein nein nein nein nein!"), "Nah nah nah nah nah nah nah nah nah nah!", ""},
		{"row of signs", plain("Kapitel 1 ................................................ 7"), "Chapter 1 ................................................ 7", ""},
		{"kept", keep("Klicken Sie ⟦1⟧hier⟦2⟧.", "⟦1⟧", "⟦2⟧"), "Click ⟦1⟧here⟦2⟧.", ""},
		{"not kept", keep("Klicken Sie ⟦1⟧hier⟦2⟧.", "⟦1⟧", "⟦2⟧"), "Click ⟦1⟧here.", "lacks"},
		{"kept once of twice", keep("%s und %s", "%s", "%s"), "%s and", "lacks"},
		{"range outside", translate.Item{Text: "kurz", Keep: []translate.Range{{Start: 2, End: 9}}}, "short", "outside"},
		{"other language", plain("Der Bäcker öffnet heute erst um acht Uhr."), "El panadero no abre hasta las ocho y punto.", "in es"},
		{"still German", plain("Der Bäcker öffnet heute nicht, und das Geschäft auch nicht."), "Der Bäcker macht heute gar nicht auf, und das Geschäft bleibt zu.", "in de"},
		{"name in a foreign language", plain("Er liest El País y los otros."), "He reads El País y los otros.", ""},
		{"Chinese to English", plain("今天天气很好，我们去公园散步吧。"), "The weather is lovely today, so let us go for a walk in the park.", ""},
	} {
		err := translate.Validation{Language: guess}.Check(language.German, language.English, &tt.item, tt.target)
		switch {
		case tt.says == "" && err != nil:
			t.Errorf("%s: rejected: %v", tt.name, err)
		case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.says)
		}
	}
}

// TestValidatedDeterministic: a text that is only doubtful is kept where asking again is useless; one that lacks what is to be kept never is.
func TestValidatedDeterministic(t *testing.T) {
	req := request("Der Bäcker öffnet heute erst um acht Uhr.", "Der Bäcker öffnet {0} erst um acht Uhr.", "Der Bäcker öffnet.")
	req.Items[1].Keep = []translate.Range{{Start: 19, End: 22}}
	for _, deterministic := range []bool{false, true} {
		f := &fake{info: translate.Info{Deterministic: deterministic}, answer: func(context.Context, int, translate.Request) ([]translate.Result, error) {
			return []translate.Result{{Text: "Der Bäcker öffnet heute erst um acht Uhr."}, {Text: "The baker opens at eight."}, {Text: ""}}, nil
		}}
		results, _, err := translate.Validated(f, translate.Validation{}).Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if failed := r.Err != nil; failed != (i > 0 || !deterministic) {
				t.Errorf("deterministic %v, item %d: %+v", deterministic, i, r)
			}
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("Der Bäcker", "The baker", 0, 3)
	f.Add("\xff⟦1⟧", "", 1, 9)
	f.Fuzz(func(t *testing.T, source, target string, start, end int) {
		it := translate.Item{Text: source, Keep: []translate.Range{{Start: start, End: end}}}
		err := translate.Validation{}.Check(language.German, language.English, &it, target)
		if err == nil && start >= 0 && start <= end && end <= len(source) && strings.TrimSpace(target) != "" && !strings.Contains(target, source[start:end]) {
			t.Errorf("%q is believed without %q", target, source[start:end])
		}
	})
}

func FuzzValue(f *testing.F) {
	f.Add("Hello", "fake", -0.5, true, 0, 2, 1, 4, []byte{0})
	f.Add("", "", 0.0, false, 9, 3, 0, 0, []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, text, origin string, score float64, has bool, a, b, c, d int, raw []byte) {
		translate.DecodeValue(raw) // must not panic
		r := translate.Result{Text: text, Origin: origin, Score: score, HasScore: has, Links: []translate.Link{{Source: translate.Range{Start: a, End: b}, Target: translate.Range{Start: c, End: d}}}}
		if !has {
			r.Score = 0
		}
		v := translate.EncodeValue(&r)
		got, ok := translate.DecodeValue(v)
		if !ok {
			return
		}
		r.Cached = true
		if !reflect.DeepEqual(got, r) && !math.IsNaN(score) {
			t.Errorf("%+v came back as %+v", r, got)
		}
		if len(raw) > 0 {
			v[int(raw[0])%len(v)] ^= 1 + raw[0]/2
			if got, ok := translate.DecodeValue(v); ok && !reflect.DeepEqual(got, r) {
				t.Errorf("a damaged value came back as %+v", got)
			}
		}
	})
}

// TestStack runs a request through all decorators against a backend that fails in turn.
func TestStack(t *testing.T) {
	f := &fake{info: translate.Info{MaxBatch: 5}, answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
		rs := right(req)
		switch n % 4 {
		case 1:
			return nil, translate.Errorf(translate.Internal, "fake", "nonsense")
		case 2:
			rs[0].Text = ""
			return rs, nil
		}
		return rs, nil
	}}
	c := &memory{}
	open := func() translate.Backend {
		return translate.Stack(f, translate.StackConfig{Cache: c, Remote: true, Jobs: 3, Retry: translate.RetryPolicy{Base: 1, Max: 1, Singles: 8}})
	}
	req := request(append(numbered(30), numbered(10)...)...)
	results, _, err := open().Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	wantRight(t, req, results)
	before := len(f.sent())
	results, usage, err := open().Translate(context.Background(), req)
	if err != nil || usage.Requests != 0 || len(f.sent()) != before {
		t.Errorf("the second run: %v, usage %+v, %d calls more", err, usage, len(f.sent())-before)
	}
	wantRight(t, req, results)
}

func benchmarkRequest(n int) translate.Request {
	req := request(numbered(n)...)
	for i := range req.Items {
		req.Items[i].Text += ": Die Bundesregierung hat am Dienstag einen neuen Gesetzentwurf vorgelegt, der die Preise begrenzen soll."
	}
	return req
}

// BenchmarkCachedHit measures the overhead of the stack for a sentence that is in a cache in memory.
func BenchmarkCachedHit(b *testing.B) {
	f := &fake{}
	stack := translate.Stack(f, translate.StackConfig{Cache: &memory{m: map[cache.Key]cache.Entry{}}})
	req := benchmarkRequest(1000)
	if _, _, err := stack.Translate(context.Background(), req); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		rs, u, err := stack.Translate(context.Background(), req)
		if err != nil || u.Requests != 0 {
			b.Fatal(err, u)
		}
		n += len(rs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/sentence")
}

// BenchmarkUncached measures the same for a sentence that is not.
func BenchmarkUncached(b *testing.B) {
	f := &fake{info: translate.Info{MaxBatch: 16}}
	req := benchmarkRequest(1000)
	n := 0
	for b.Loop() {
		stack := translate.Stack(f, translate.StackConfig{Cache: &memory{}, Remote: true, Jobs: 1})
		rs, _, err := stack.Translate(context.Background(), req)
		if err != nil {
			b.Fatal(err)
		}
		f.calls = nil
		n += len(rs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/sentence")
}
