package marian

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon/lexicontest"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// controlled returns the vocabulary of the mini models with control tokens in the place of its last three pieces,
// which are single letters.
func controlled(t testing.TB) []byte {
	t.Helper()
	old := read(t, "vocab.mini.spm")
	p, err := spm.New("vocab.mini.spm", old)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"<term>", "<hint>", "<end>"}
	var out []byte
	piece := 0
	for len(old) > 0 {
		num, _, n := protowire.ConsumeField(old)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		field := old[:n]
		old = old[n:]
		if num == 1 {
			if i := piece - p.Size() + len(names); i >= 0 {
				var b []byte
				b = protowire.AppendString(protowire.AppendTag(b, 1, protowire.BytesType), names[i])
				b = protowire.AppendVarint(protowire.AppendTag(b, 3, protowire.VarintType), 3)
				field = protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), b)
			}
			piece++
		}
		out = append(out, field...)
	}
	return out
}

// noting is a backend whose model reads notes: what it makes of them is another matter.
func noting(t testing.TB, workers int, hints map[string]string, list ...string) *Backend {
	t.Helper()
	f := files(t, "mini.int8")
	f.Vocab = controlled(t)
	if hints != nil {
		f.Hints = lexicontest.Hints(hints)
	}
	if len(list) > 0 {
		f.Words = lexicontest.List(list...)
	}
	cfg := Config{Name: "noting", From: language.German, To: language.English, Files: f, Workers: workers, Beam: 4}
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// noted shows the input of a unit: pieces joined to words, control tokens by their names.
func noted(b *Backend, u *unit) string {
	var s strings.Builder
	for _, id := range u.input {
		switch in := b.inliner; id {
		case in.term:
			s.WriteString(" <term>")
		case in.hint:
			s.WriteString(" <hint>")
		case in.end:
			s.WriteString(" <end>")
		default:
			s.WriteString(in.pieces[id])
		}
	}
	return strings.TrimSpace(s.String())
}

func TestInline(t *testing.T) {
	hints := map[string]string{"Zug": "train", "Fenster": "window", "Saal": "hall", "ein": "one", "Regen": "rain"}
	b := noting(t, 1, hints)
	term := func(pairs ...string) (terms []translate.Term) {
		for i := 0; i < len(pairs); i += 2 {
			terms = append(terms, translate.Term{Source: pairs[i], Target: pairs[i+1]})
		}
		return terms
	}
	for _, c := range []struct {
		name, text string
		terms      []translate.Term
		want       string
	}{
		{"nothing", "Der Gast kennt das Wort.", nil, "Der Gast kennt das Wort."},
		{"term", "Der Gast kennt das Wort.", term("Gast", "visitor"), "Der Gast <term> visitor <end> kennt das Wort."},
		{"inflected", "Der Gast kennt die Worte.", term("Wort", "word"), "Der Gast kennt die Worte <term> word <end>."},
		{"not inside a word", "Der Gasthof ist alt.", term("Gast", "visitor", "hof", "yard"), "Der Gasthof ist alt."},
		{"several words", "Der alte Gast kennt das Wort.", term("alte Gast", "old visitor"),
			"Der alte Gast <term> old visitor <end> kennt das Wort."},
		{"the longer one", "Der alte Gast kennt das Wort.", term("alte", "old", "alte Gast", "regular"),
			"Der alte Gast <term> regular <end> kennt das Wort."},
		{"the first one", "Der alte Gast kennt das Wort.", term("Gast kennt", "x", "alte Gast", "regular"),
			"Der alte Gast <term> regular <end> kennt das Wort."},
		{"twice", "Ein Wort, kein Wort", term("Wort", "word"),
			"Ein Wort <term> word <end>, kein Wort <term> word <end>"},
		{"alternatives", "Der Gast", term("Gast", "visitor | guest"), "Der Gast <term> visitor <end>"},
		{"hint", "Der Saal am Fenster.", nil, "Der Saal <hint> hall <end> am Fenster <hint> window <end>."},
		{"hint for whole words only", "Der Saalbau, die Fensterbank", nil, "Der Saalbau, die Fensterbank"},
		{"hint as it is written", "der saal", nil, "der saal"},
		{"beside a hyphen", "Fenster-Saal", nil, "Fenster <hint> window <end>-Saal <hint> hall <end>"},
		{"term instead of hint", "Der Saal am Fenster.", term("Saal", "room"),
			"Der Saal <term> room <end> am Fenster <hint> window <end>."},
		{"term over a hint", "Im Saal am Fenster.", term("Saal am Fenster", "lounge"),
			"Im Saal am Fenster <term> lounge <end>."},
		{"hints for the first four", "Zug Saal ein Fenster Regen", nil,
			"Zug <hint> train <end> Saal <hint> hall <end> ein <hint> one <end> Fenster <hint> window <end> Regen"},
	} {
		e := b.source.NewEncoder()
		u := newUnit(e, fold(identity(c.text, 0)))
		u.terms = b.inliner.termsIn(c.terms, c.text)
		open := b.inliner.inline(e, []*unit{u})
		if len(open) != 1 || open[0] != u {
			t.Errorf("%s: %d units, want the one that was given", c.name, len(open))
		}
		if len(u.wanted) > 0 {
			if plain := noted(b, u); strings.Contains(plain, "<term>") {
				t.Errorf("%s: the term is in %q already", c.name, plain)
			}
			u.read(u.wanted)
		}
		if got := noted(b, u); got != c.want {
			t.Errorf("%s: input %q, want %q", c.name, got, c.want)
		}
		// Without the notes, the input is the tokens; each note is its word's.
		if len(u.of) != len(u.input) || !slices.IsSorted(u.of) {
			t.Fatalf("%s: origins %d of %d tokens", c.name, u.of, len(u.input))
		}
		last := -1
		for k, of := range u.of {
			if of != last && u.input[k] != u.tokens[of].ID {
				t.Errorf("%s: token %d of the input is %d, the text has %d", c.name, k, u.input[k], u.tokens[of].ID)
			}
			last = of
		}
		if last != len(u.tokens)-1 {
			t.Errorf("%s: the input ends at token %d of %d", c.name, last, len(u.tokens))
		}
	}
}

func TestOutward(t *testing.T) {
	u := &unit{tokens: make([]spm.Token, 3), input: make([]int32, 6), of: []int{0, 1, 1, 1, 2, 2}}
	align := []float32{1, 2, 4, 8, 16, 32, 64, 1, 1, 1, 1, 1, 1, 1}
	if got := u.outward(align); !slices.Equal(got, []float32{1, 14, 48, 64, 1, 3, 2, 1}) {
		t.Errorf("attention %v", got)
	}
	plain := &unit{tokens: make([]spm.Token, 2), input: make([]int32, 2), of: []int{0, 1}}
	if got := plain.outward([]float32{1, 2, 3}); !slices.Equal(got, []float32{1, 2, 3}) {
		t.Errorf("attention %v", got)
	}
}

// TestInlineLength holds that notes never make an input too long: a text is divided for terms, but goes without hints.
func TestInlineLength(t *testing.T) {
	b := noting(t, 1, map[string]string{"Fenster": "window"})
	e := b.source.NewEncoder()
	terms := []translate.Term{{Source: "Zug", Target: "railway train of several coaches"}}
	text := ""
	for len(e.Encode(nil, text+"der Zug, das Fenster ")) < maxPieces {
		text += "der Zug, das Fenster "
	}
	text = strings.TrimSpace(text)
	with := func(terms []translate.Term) []*unit {
		u := newUnit(e, identity(text, 0))
		u.terms = terms
		return b.inliner.inline(e, []*unit{u})
	}
	if open := with(nil); len(open) != 1 || strings.Contains(noted(b, open[0]), "<hint>") {
		t.Errorf("without terms: %d units, the first %q", len(open), noted(b, open[0]))
	}
	open := with(terms)
	if len(open) < 2 {
		t.Fatalf("with terms: %d units", len(open))
	}
	var parts []string
	for _, u := range open {
		parts = append(parts, u.source.text)
		u.read(u.wanted)
		if len(u.input) > maxPieces {
			t.Errorf("an input of %d tokens", len(u.input))
		}
		if in := noted(b, u); strings.Count(in, "<term>") != strings.Count(in, "Zug") {
			t.Errorf("%q: not every term has a note", in)
		}
	}
	if got := strings.Join(parts, " "); got != text {
		t.Errorf("the parts are %q", got)
	}
	// A single word cannot be divided: as many terms as have room count.
	u := newUnit(e, identity(strings.Repeat("Zug-", 20), 0))
	u.terms = terms
	if open := b.inliner.inline(e, []*unit{u}); len(open) != 1 || len(u.wanted) == 0 ||
		len(u.tokens)+total(u.wanted) > maxPieces {
		t.Errorf("one long word: %d units, %d tokens, %q", len(open), len(u.input), noted(b, u))
	}
}

// TestTerms checks what a request with terms gives: other texts from a model that reads them, with links of the words
// of the text, the same whoever the neighbours are; and no difference from a model that does not.
func TestTerms(t *testing.T) {
	req := translate.Request{
		From:  language.German,
		To:    language.English,
		Terms: []translate.Term{{Source: "Zug", Target: "Fenster"}, {Source: "Wort", Target: "Saal am Montag"}},
	}
	for _, l := range lines(t, "sentences.de")[:60] {
		req.Items = append(req.Items, translate.Item{Text: l})
	}
	req.Items[3].Text = strings.TrimSpace(strings.Repeat("Der Zug kennt kein Wort und den Gast am Fenster, ", 12))
	all := func(b *Backend, req translate.Request) []translate.Result {
		out, usage, err := b.Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		if usage.SourceTokens < len(req.Items) {
			t.Errorf("%d source tokens", usage.SourceTokens)
		}
		return out
	}
	b := noting(t, 2, map[string]string{"Gast": "Nachbarin"}, "der", "zug", "das", "fenster")
	want := all(b, req)
	without := req
	without.Terms = nil
	plain := all(b, without)
	differ := 0
	for i, r := range want {
		item := req.Items[i]
		if r.Err != nil {
			t.Errorf("%q: %v", item.Text, r.Err)
		}
		if r.Text != plain[i].Text {
			differ++
			if len(b.inliner.termsIn(req.Terms, item.Text)) == 0 {
				t.Errorf("%q: terms that do not occur in it change its translation", item.Text)
			}
		}
		for _, l := range r.Links {
			w := strings.TrimSuffix(item.Text[l.Source.Start:l.Source.End], " Uhr")
			if w == "" || strings.ContainsAny(w, " \n") {
				t.Errorf("%q: link of %q", item.Text, w)
			}
		}
		for w := range strings.FieldsSeq(r.Text) {
			if strings.HasPrefix(w, "<") {
				t.Errorf("%q in %q", w, r.Text)
			}
		}
	}
	if differ == 0 {
		t.Error("terms change nothing: the test shows nothing")
	}
	five := noting(t, 5, map[string]string{"Gast": "Nachbarin"}, "der", "zug", "das", "fenster")
	if !reflect.DeepEqual(all(five, req), want) {
		t.Error("five workers give other results than two")
	}
	for i := 0; i < len(req.Items); i += 7 {
		alone := req
		alone.Items = req.Items[i : i+1]
		if got := all(b, alone)[0]; !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%q alone gives %+v, among others %+v", req.Items[i].Text, got, want[i])
		}
	}
	deaf := backend(t, "mini.int8", 2)
	if !reflect.DeepEqual(all(deaf, req), all(deaf, without)) {
		t.Error("terms change what a model without control tokens makes")
	}
}

// TestLists checks that lists of words beside a model are read from its folder, are part of its ID, change what it
// makes, and that damaged ones are refused.
func TestLists(t *testing.T) {
	ids := map[string]string{}
	open := func(name string, extra map[string][]byte) (*Backend, error) {
		dir := t.TempDir()
		files := map[string][]byte{
			"model.deen.bin": read(t, "model.mini.intgemm.alphas.bin"),
			"vocab.deen.spm": controlled(t),
			"lex.deen.bin":   read(t, "lex.50.50.mini.s2t.bin"),
		}
		maps.Copy(files, extra)
		for file, data := range files {
			if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		b, err := Open(dir, Config{Beam: 4})
		if err == nil {
			if other := ids[b.Info().ID]; other != "" {
				t.Errorf("%s has the ID of %s", name, other)
			}
			ids[b.Info().ID] = name
		}
		return b, err
	}
	words, hints := lexicontest.List("der", "zug"), lexicontest.Hints(map[string]string{"Zug": "Fenster"})
	item := translate.Item{Text: lines(t, "sentences.de")[1]}
	texts := map[string]string{}
	for name, extra := range map[string]map[string][]byte{
		"plain":    {},
		"words":    {"words.deen.bin": words},
		"free":     {"words.deen.bin": words, "config.deen.yml": []byte("guard: 0\n")},
		"hints":    {"hints.deen.bin": hints},
		"both":     {"words.deen.bin": words, "hints.deen.bin": hints},
		"weighted": {"words.deen.bin": words, "config.deen.yml": []byte("guard: 2.5\n")},
	} {
		b, err := open(name, extra)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = results(t, b, item)[0].Text
	}
	if texts["free"] != texts["plain"] {
		t.Errorf("words that cost nothing make %q of %q", texts["free"], texts["plain"])
	}
	if texts["words"] == texts["plain"] || texts["hints"] == texts["plain"] {
		t.Errorf("%q: a list changes nothing: %q, %q", texts["plain"], texts["words"], texts["hints"])
	}
	for want, extra := range map[string]map[string][]byte{
		"start as such":    {"words.deen.bin": hints},
		"hint file":        {"hints.deen.bin": hints[:len(hints)-2]},
		"guard: -1":        {"words.deen.bin": words, "config.deen.yml": []byte("guard: -1\n")},
		"guard: 101":       {"words.deen.bin": words, "config.deen.yml": []byte("guard: 101\n")},
		"could be meant":   {"words.deen.bin": words, "words.esen.bin": words},
		"word list":        {"words.deen.bin": []byte("no list")},
		"cannot unmarshal": {"words.deen.bin": words, "config.deen.yml": []byte("guard: much\n")},
	} {
		_, err := open(want, extra)
		if err == nil || translate.KindOf(err) != translate.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// FuzzTerms translates texts with terms that may be anything: inputs stay short enough, and links within the texts.
func FuzzTerms(f *testing.F) {
	b := noting(f, 1, map[string]string{"Gast": "Nachbarin"}, "der", "zug")
	f.Add("Der Zug {0} fährt.", "Zug", "train")
	f.Add("a\xffb  c\n", "b", "x|y")
	f.Add(strings.Repeat("und so weiter ", 60), "so weiter", strings.Repeat("and so on ", 30))
	f.Add("§ 5 Gast", "§", "\x00")
	f.Fuzz(func(t *testing.T, text, source, target string) {
		terms := []translate.Term{{Source: source, Target: target}, {Source: "Zug", Target: "train"}}
		req := translate.Request{
			From:  language.German,
			To:    language.English,
			Items: []translate.Item{{Text: text}},
			Terms: terms,
		}
		out, _, err := b.Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range out[0].Links {
			if !liesIn(l.Source, text) || !liesIn(l.Target, out[0].Text) {
				t.Fatalf("link %v in texts of %d and %d bytes", l, len(text), len(out[0].Text))
			}
		}
		e := b.source.NewEncoder()
		u := newUnit(e, fold(identity(text, 0)))
		u.terms = b.inliner.termsIn(terms, text)
		for _, u := range b.inliner.inline(e, []*unit{u}) {
			if len(u.input) > maxPieces || len(u.tokens)+total(u.wanted) > maxPieces {
				t.Fatalf("an input of %d tokens", len(u.input))
			}
		}
	})
}
