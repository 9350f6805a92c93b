// Package translatetest checks that a backend keeps the contract of [translate.Backend]. Every backend's tests call
// [Run].
package translatetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Sentences are German sentences of many kinds, for tests of backends. None has a meaning that matters.
var Sentences = []string{
	"Der Bäcker öffnet heute erst um acht Uhr.",
	"Niemand weiß, warum die Straßenbahn nicht fährt!",
	"Wie viel kostet ein Kilo Mehl?",
	"„Das ist mein Fahrrad“, sagte sie.",
	"Am 3. Oktober 2026 zahlten 1.250 Gäste je 15,50 €.",
	"ALLE TÜREN BLEIBEN GESCHLOSSEN",
	"Ja.",
	"Die Ärztin, die seit Jahren in der kleinen Stadt am Fluss lebt, kennt dort fast jedes Kind, und wenn sie " +
		"abends nach Hause geht, grüßen alle.",
}

// A Suite is a set of checks on one backend. The zero value of its options suits a German–English backend without a
// network.
type Suite struct {
	// New makes the backend. It is called for every check, so that none depends on another.
	New func() translate.Backend
	// From and To are a direction that the backend translates; by default German to English.
	From, To language.Tag
	// Secrets must not show in the backend's ID, in origins or in errors: keys that the test gave to New.
	Secrets []string
	// SkipHuge leaves out the item of 5,000 words, for backends that refuse such a request.
	SkipHuge bool
}

// Run checks a German–English backend. See [Suite] for others.
func Run(t *testing.T, newBackend func() translate.Backend) {
	t.Helper()
	Suite{New: newBackend}.Run(t)
}

// Run runs all checks as subtests.
func (s Suite) Run(t *testing.T) {
	t.Helper()
	if s.From == (language.Tag{}) {
		s.From = language.German
	}
	if s.To == (language.Tag{}) {
		s.To = language.English
	}
	for _, c := range []struct {
		name string
		run  func(Suite, *testing.T)
	}{
		{"info", Suite.info},
		{"order", Suite.order},
		{"empty request", Suite.empty},
		{"blank and odd items", Suite.odd},
		{"cancelled", Suite.cancelled},
		{"request unchanged", Suite.unchanged},
		{"concurrent", Suite.concurrent},
		{"neighbours", Suite.neighbours},
		{"keep", Suite.keep},
		{"ranks", Suite.ranks},
		{"invalid UTF-8", Suite.invalid},
		{"huge item", Suite.huge},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(s, t) })
	}
}

func (s Suite) request(texts ...string) translate.Request {
	req := translate.Request{From: s.From, To: s.To}
	for _, text := range texts {
		req.Items = append(req.Items, translate.Item{Text: text})
	}
	return req
}

// translate gives the results of a request that must succeed as a whole and checks what holds for every result.
func (s Suite) translate(t *testing.T, b translate.Backend, req translate.Request) []translate.Result {
	t.Helper()
	results, _, err := b.Translate(context.Background(), req)
	if err != nil {
		t.Fatalf("Translate of %d items: %v", len(req.Items), err)
	}
	if len(results) != len(req.Items) {
		t.Fatalf("%d results for %d items", len(results), len(req.Items))
	}
	for i, r := range results {
		if fault := s.fault(b, req.Items[i], r); fault != "" {
			t.Errorf("result %d of %.80q: %s", i, req.Items[i].Text, fault)
		}
	}
	return results
}

// fault returns what is wrong with a result; "" for nothing.
func (s Suite) fault(b translate.Backend, item translate.Item, r translate.Result) string {
	if r.Err != nil {
		if r.Text != "" {
			return fmt.Sprintf("both an error (%v) and a text (%.80q)", r.Err, r.Text)
		}
		return s.secret(r.Err.Error())
	}
	if r.Origin != b.Info().ID {
		return fmt.Sprintf("origin %q, want the backend's ID %q", r.Origin, b.Info().ID)
	}
	if !r.HasScore && r.Score != 0 {
		return fmt.Sprintf("score %v without HasScore", r.Score)
	}
	valid := utf8.ValidString(item.Text)
	if valid && !utf8.ValidString(r.Text) {
		return fmt.Sprintf("text %.80q is not valid UTF-8", r.Text)
	}
	for _, l := range r.Links {
		for _, e := range []struct {
			offset.Span
			text string
		}{{l.Source, item.Text}, {l.Target, r.Text}} {
			if e.Start < 0 || e.End <= e.Start || e.End > len(e.text) {
				return fmt.Sprintf("link %v is out of the text of %d bytes", l, len(e.text))
			}
			if !utf8.RuneStart(e.text[e.Start]) || e.End < len(e.text) && !utf8.RuneStart(e.text[e.End]) {
				if !valid {
					continue
				}
				return fmt.Sprintf("link %v divides a character", l)
			}
		}
	}
	return ""
}

func (s Suite) secret(text string) string {
	for _, k := range s.Secrets {
		if strings.Contains(text, k) {
			return fmt.Sprintf("a secret shows in %q", text)
		}
	}
	return ""
}

func (s Suite) info(t *testing.T) {
	b := s.New()
	info := b.Info()
	if info.ID == "" || strings.ContainsAny(info.ID, "\n\r\t") {
		t.Errorf("ID %q is not a signature", info.ID)
	}
	if fault := s.secret(info.ID); fault != "" {
		t.Errorf("ID: %s", fault)
	}
	if regexp.MustCompile(`(?i)sk-[a-z0-9]{8}|password|:[^/@ ]+@[a-z0-9.]+\.[a-z]`).MatchString(info.ID) {
		t.Errorf("ID %q looks as if it held a secret", info.ID)
	}
	s.translate(t, b, s.request(Sentences[0]))
	if again := b.Info(); !reflect.DeepEqual(again, info) {
		t.Errorf("Info changed from %+v to %+v", info, again)
	}
	if other := s.New().Info().ID; other != info.ID {
		t.Errorf("two backends made alike have the IDs %q and %q", info.ID, other)
	}
	if info.MaxBatch < 0 || info.Concurrency < 0 {
		t.Errorf("Info %+v: negative limits", info)
	}
}

// batch is the number of sentences that the backend takes at once, at most n.
func batch(b translate.Backend, n int) int {
	if most := b.Info().MaxBatch; most > 0 {
		return min(n, most)
	}
	return n
}

// order checks that result i belongs to item i: each is translated alone too, as far as that proves something.
func (s Suite) order(t *testing.T) {
	b := s.New()
	texts := Sentences[:batch(b, len(Sentences))]
	results := s.translate(t, b, s.request(texts...))
	for i, r := range results {
		if r.Err != nil || strings.TrimSpace(r.Text) == "" {
			t.Errorf("%q gives %q, error %v", texts[i], r.Text, r.Err)
		}
	}
}

func (s Suite) empty(t *testing.T) {
	results, _, err := s.New().Translate(context.Background(), s.request())
	if err != nil || len(results) != 0 {
		t.Errorf("a request without items gives %d results, error %v", len(results), err)
	}
}

func (s Suite) odd(t *testing.T) {
	b := s.New()
	for _, text := range []string{"", " ", "\n", "…", "1998", "– – –", "😀", "a", "\x00", "\u00ad", "zwei\nZeilen",
		"\tTab\t", "<b>fett</b>", strings.Repeat("?", 300)} {
		s.translate(t, b, s.request(text))
	}
}

func (s Suite) cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	results, _, err := s.New().Translate(ctx, s.request(Sentences[0]))
	if err == nil || !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: %d results, error %v; want an error that wraps context.Canceled",
			len(results), err)
	}
}

func (s Suite) unchanged(t *testing.T) {
	b := s.New()
	build := func() translate.Request {
		req := s.request(Sentences[:batch(b, 3)]...)
		req.Items[0].Before, req.Items[0].After, req.Items[0].Kind = "Davor.", "Danach.", "paragraph"
		req.Items[0].Keep = []offset.Span{{Start: 4, End: 11}}
		req.Terms = []translate.Term{{Source: "Mehl", Target: "flour"}}
		req.Title = "Titel"
		return req
	}
	req := build()
	s.translate(t, b, req)
	if !reflect.DeepEqual(req, build()) {
		t.Errorf("Translate changed its request to %+v", req)
	}
}

func (s Suite) concurrent(t *testing.T) {
	b := s.New()
	n := batch(b, len(Sentences))
	want := s.translate(t, b, s.request(Sentences[:n]...))
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			results, _, err := b.Translate(context.Background(), s.request(Sentences[:n]...))
			if err != nil || len(results) != n {
				t.Errorf("%d results for %d items, error %v", len(results), n, err)
				return
			}
			for i, r := range results {
				if fault := s.fault(b, translate.Item{Text: Sentences[i]}, r); fault != "" {
					t.Errorf("%q: %s", Sentences[i], fault)
				}
				if b.Info().Deterministic && !reflect.DeepEqual(r, want[i]) {
					t.Errorf("%q gives %+v, then %+v", Sentences[i], want[i], r)
				}
			}
		})
	}
	wg.Wait()
}

// neighbours checks of a deterministic backend that a result depends on its item alone.
func (s Suite) neighbours(t *testing.T) {
	b := s.New()
	if !b.Info().Deterministic {
		t.Skip("the backend does not promise it")
	}
	n := batch(b, len(Sentences))
	together := s.translate(t, b, s.request(Sentences[:n]...))
	for i, text := range Sentences[:n] {
		alone := s.translate(t, s.New(), s.request(text))[0]
		if !reflect.DeepEqual(alone, together[i]) {
			t.Errorf("%q gives %+v alone and %+v among others", text, alone, together[i])
		}
	}
	backwards := s.request()
	for i := n - 1; i >= 0; i-- {
		backwards.Items = append(backwards.Items, translate.Item{Text: Sentences[i]})
	}
	for i, r := range s.translate(t, b, backwards) {
		if !reflect.DeepEqual(r, together[n-1-i]) {
			t.Errorf("%q gives %+v in another order", backwards.Items[i].Text, r)
		}
	}
}

// keep checks that what is to be kept comes back byte for byte, or that the item fails: behind the decorator that
// judges answers, since backends need not.
func (s Suite) keep(t *testing.T) {
	b := stack.Validated(s.New(), verify.Rules{Structure: true})
	for _, c := range []struct {
		text string // ranges to keep stand between ⟪ and ⟫
	}{
		{"⟪{0}⟫"},
		{"Öffnen Sie ⟪<b id=\"1\">⟫die Tür⟪</b>⟫ bitte."},
		{"Siehe ⟪https://beispiel.test/a?b=1&c=ä⟫ und ⟪@konto⟫."},
		{"⟪¡Hola, qué tal!⟫ rief er über die Straße."},
		{"Er sagte ⟪  two\n  blanks  ⟫ und ging."},
		{"⟪%s⟫⟪%d⟫ Dateien gelöscht"},
		{"Wort⟪{a}⟫Wort"},
		{"⟪⟫Nichts wird hier behalten."},
		{"⟪[1]⟫ und [2] und ⟪X1⟫"},
		{"⟪\xff\xfe⟫ steht hier."},
		{"Der Zug fährt um 8 Uhr ab. ⟪This sentence is English and stays.⟫ Danach ist Ruhe."},
	} {
		var item translate.Item
		for rest := c.text; ; {
			before, after, found := strings.Cut(rest, "⟪")
			item.Text += before
			if !found {
				break
			}
			kept, tail, _ := strings.Cut(after, "⟫")
			item.Keep = append(item.Keep, offset.Span{Start: len(item.Text), End: len(item.Text) + len(kept)})
			item.Text += kept
			rest = tail
		}
		r := s.translate(t, b, translate.Request{From: s.From, To: s.To, Items: []translate.Item{item}})[0]
		if r.Err != nil {
			continue
		}
		rest := r.Text
		for _, k := range item.Keep {
			kept := item.Text[k.Start:k.End]
			if !strings.Contains(rest, kept) {
				t.Errorf("%q: %q is not kept in %q", item.Text, kept, r.Text)
			}
			rest = strings.Replace(rest, kept, "\x00", 1)
		}
	}
}

// ranks checks that every rank has a translation, and that the first one is what is given where none is asked for.
func (s Suite) ranks(t *testing.T) {
	b := s.New()
	req := s.request(Sentences[:batch(b, 3)]...)
	first := s.translate(t, b, req)
	for req.Rank = range b.Info().Ranks {
		for i, r := range s.translate(t, b, req) {
			if r.Err != nil || strings.TrimSpace(r.Text) == "" {
				t.Errorf("rank %d of %q: %q, error %v", req.Rank, req.Items[i].Text, r.Text, r.Err)
			}
			if req.Rank == 0 && r.Text != first[i].Text && b.Info().Deterministic {
				t.Errorf("rank 0 of %q: %q, else %q", req.Items[i].Text, r.Text, first[i].Text)
			}
		}
	}
}

func (s Suite) invalid(t *testing.T) {
	b := s.New()
	for _, text := range []string{"\xff", "Der Z\xfcg f\xe4hrt.", "abgeschnitten \xe2\x82", "\xed\xa0\x80 Ja."} {
		s.translate(t, b, s.request(text))
	}
}

func (s Suite) huge(t *testing.T) {
	if s.SkipHuge {
		t.Skip("the backend takes no such item")
	}
	b := s.New()
	var text strings.Builder
	for i := range 5000 {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString([]string{"Wasser", "fließt", "und", "der", "Garten", "wächst,", "weil", "es", "regnet"}[i%9])
	}
	r := s.translate(t, b, s.request(text.String()))[0]
	if r.Err == nil && len(r.Text) < 1000 {
		t.Errorf("5,000 words give a text of %d bytes and no error", len(r.Text))
	}
}
