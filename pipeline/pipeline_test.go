package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
)

// tagged is a detector for tests: text between ‹xx: and › is in language xx, all else is German.
type tagged struct{}

func (tagged) Runs(text string) []detect.Run {
	var runs []detect.Run
	add := func(start, end int, lang string) {
		if start < end {
			span := offset.Span{Start: start, End: end}
			runs = append(runs, detect.Run{Span: span, Lang: language.MustParse(lang), Score: 1})
		}
	}
	at := 0
	for {
		i := strings.Index(text[at:], "‹")
		if i < 0 {
			break
		}
		i += at
		end := i + strings.Index(text[i:], "›") + len("›")
		for end < len(text) && text[end] == ' ' { // white space belongs to the run before
			end++
		}
		add(at, i, "de")
		add(i, end, text[i+len("‹"):][:2])
		at = end
	}
	add(at, len(text), "de")
	return runs
}

// shouting is a backend for tests: it puts everything in capitals but what must be kept, and fails where a text says
// so.
type shouting struct {
	id    string
	pairs []translate.Pair
	seen  *[]translate.Item
	err   error
}

func (s shouting) Info() translate.Info {
	return translate.Info{ID: s.id, Deterministic: true, Pairs: s.pairs}
}

func (s shouting) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	if s.err != nil {
		return nil, translate.Usage{}, s.err
	}
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		if s.seen != nil {
			*s.seen = append(*s.seen, it)
		}
		if strings.Contains(it.Text, "Fehler") {
			out[i].Err = translate.Errorf(translate.Refused, s.id, "refused")
			continue
		}
		var b strings.Builder
		at := 0
		for _, k := range it.Keep {
			b.WriteString(strings.ToUpper(it.Text[at:k.Start]))
			b.WriteString(it.Text[k.Start:k.End])
			at = k.End
		}
		b.WriteString(strings.ToUpper(it.Text[at:]))
		out[i] = translate.Result{Text: b.String(), Origin: s.id, Score: -0.123456, HasScore: true}
		if n := strings.Index(it.Text, "Haus"); n >= 0 {
			span := offset.Span{Start: n, End: n + len("Haus")}
			out[i].Links = []offset.Link{{Source: span, Target: span}}
		}
	}
	return out, translate.Usage{Requests: 1}, nil
}

func shoutingPipeline(policy string) (*pipeline.Pipeline, *[]translate.Item) {
	seen := &[]translate.Item{}
	p, err := detect.ParsePolicy(policy)
	if err != nil {
		panic(err)
	}
	return &pipeline.Pipeline{
		Pair:     lang.GermanEnglish,
		Detector: tagged{},
		Policy:   p,
		Backend:  shouting{id: "main", seen: seen, pairs: []translate.Pair{lang.GermanEnglish}},
		Foreign:  map[string]translate.Backend{"other": shouting{id: "other"}},
	}, seen
}

func parse(t *testing.T, text string) *document.Document {
	t.Helper()
	d, err := document.Parse("a.txt", []byte(text), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDocument(t *testing.T) {
	for _, tt := range []struct {
		name, policy, source string
		want                 []string // "action state target", one for each pair
	}{
		{"german", "keep", "Das ist gut. Das auch.", []string{
			"translate translated DAS IST GUT.",
			"translate translated DAS AUCH.",
		}},
		{"foreign sentence kept", "keep", "‹es:Hola amigos.›\n\nDas ist gut.", []string{
			"keep translated ‹es:Hola amigos.›",
			"translate translated DAS IST GUT.",
		}},
		{"foreign sentence dropped", "es=drop", "‹es:Hola amigos.›\n\nDas ist gut.", []string{
			"drop translated ",
			"translate translated DAS IST GUT.",
		}},
		{"foreign sentence translated elsewhere", "es=translate:other", "‹es:Hola amigos.›\n\nDas ist gut.", []string{
			"translate translated ‹ES:HOLA AMIGOS.›",
			"translate translated DAS IST GUT.",
		}},
		{"no backend for it", "translate", "‹es:Hola amigos.›\n\nDas ist gut.", []string{
			"keep translated ‹es:Hola amigos.›",
			"translate translated DAS IST GUT.",
		}},
		{"target language is never translated", "translate:other", "‹en:Hello there.›\n\nDas ist gut.", []string{
			"keep translated ‹en:Hello there.›",
			"translate translated DAS IST GUT.",
		}},
		{"span kept", "keep", "Er sagte ‹es:¡No pasarán!› und ging.", []string{
			"translate translated ER SAGTE ‹es:¡No pasarán!› UND GING.",
		}},
		{"span dropped", "drop", "Er sagte ‹es:¡No pasarán!› und ging.", []string{
			"translate translated ER SAGTE UND GING.",
		}},
		{"span translated elsewhere", "es=translate:other", "Er sagte ‹es:hola› und ging.", []string{
			"translate translated ER SAGTE ‹ES:HOLA› UND GING.",
		}},
		{"failure", "keep", "Ein Fehler. Das ist gut.", []string{
			"translate initial ",
			"translate translated DAS IST GUT.",
		}},
		{"nothing to translate", "keep", "* * *\n\nDas ist gut.", []string{
			"keep translated * * *",
			"translate translated DAS IST GUT.",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := shoutingPipeline(tt.policy)
			d := parse(t, tt.source)
			b, r, err := p.Document(context.Background(), d, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, pair := range b.Pairs {
				got = append(got, fmt.Sprintf("%s %s %s", pair.Action, pair.State, pair.Target))
				var source strings.Builder
				for _, s := range pair.Spans {
					source.Write(d.Source[s.Start:s.End])
				}
				if source.String() != pair.Source {
					t.Errorf("pair %s: spans give %q, source is %q", pair.ID, source.String(), pair.Source)
				}
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if err := b.Validate(); err != nil {
				t.Errorf("not a valid bitext: %v", err)
			}
			if r.Sentences != len(tt.want) {
				t.Errorf("report says %d sentences", r.Sentences)
			}
		})
	}
}

func TestContextAndLinks(t *testing.T) {
	p, seen := shoutingPipeline("keep")
	d := parse(t, "Der Anfang.   Ein  kleines   Haus steht da. Das Ende.")
	b, _, err := p.Document(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(*seen) != 3 {
		t.Fatalf("%d items sent", len(*seen))
	}
	if it := (*seen)[1]; it.Text != "Ein kleines Haus steht da." || it.Before != "Der Anfang." ||
		it.After != "Das Ende." {
		t.Errorf("item 2 is %+v", it)
	}
	pair := b.Pairs[1]
	if len(pair.Links) != 1 {
		t.Fatalf("links: %v", pair.Links)
	}
	l := pair.Links[0]
	if source, target := l.Source.In(pair.Source), l.Target.In(pair.Target); source != "Haus" || target != "HAUS" {
		t.Errorf("link joins %q and %q", source, target)
	}
	if pair.Score == nil || *pair.Score != -0.1235 {
		t.Errorf("score %v", pair.Score)
	}
}

// What concerns the whole run is an error; what concerns one request is a failure of its sentences.
func TestErrors(t *testing.T) {
	d := parse(t, "Das ist gut.")
	for kind, fatal := range map[translate.Kind]bool{
		translate.Auth: true, translate.Quota: true, translate.Invalid: true, translate.Unavailable: true,
		translate.Internal: false, translate.Refused: false,
	} {
		p, _ := shoutingPipeline("keep")
		p.Backend = shouting{id: "broken", err: translate.Errorf(kind, "broken", "no")}
		b, r, err := p.Document(context.Background(), d, nil)
		if fatal != (err != nil) {
			t.Errorf("%s: error %v", kind, err)
		}
		if !fatal && (r.Failed != 1 || b.Pairs[0].State != bitext.Initial || b.Pairs[0].Error == "") {
			t.Errorf("%s: %+v", kind, b.Pairs)
		}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("enough")
	cancel(why)
	p, _ := shoutingPipeline("keep")
	p.Backend = shouting{id: "broken", err: context.Canceled}
	if _, _, err := p.Document(ctx, d, nil); !errors.Is(err, why) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestRefused: a refused sentence is counted as long as nobody has translated it, and is not confused with those of
// another document.
func TestRefused(t *testing.T) {
	p, _ := shoutingPipeline("keep")
	ds := []*document.Document{parse(t, "Ein Fehler. Das ist gut. Noch ein Fehler."), parse(t, "Das ist gut. Gut.")}
	bs, r, err := p.Documents(t.Context(), ds, nil)
	if err != nil || r.Failed != 2 || r.Refused != 2 {
		t.Errorf("%d failed, %d refused, %v", r.Failed, r.Refused, err)
	}
	human := "A mistake."
	edit := bitext.Edit{Key: bitext.Keys(bs[0])[0], Target: &human, Time: "2026-01-01T00:00:00Z"}
	if _, r, err = p.Documents(t.Context(), ds, []bitext.Edit{edit}); err != nil || r.Failed != 1 || r.Refused != 1 {
		t.Errorf("with an edit: %d failed, %d refused, %v", r.Failed, r.Refused, err)
	}
}

// prose is a backend for tests that translates what it knows, sentence or paragraph.
type prose map[string]string

func (prose) Info() translate.Info { return translate.Info{ID: "prose"} }

func (m prose) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i] = translate.Result{Text: m[it.Text], Origin: "prose"}
		if out[i].Text == "" {
			out[i] = translate.Result{Err: translate.Errorf(translate.Refused, "prose", "not known: %s", it.Text)}
		}
	}
	return out, translate.Usage{}, nil
}

// Whole paragraphs come back in sentences where the alignment is certain, joined ones as one pair, and are asked for
// again sentence by sentence, or stay one pair, where it is not.
func TestBlocks(t *testing.T) {
	const one = "Die Stadt baut ein neues Schwimmbad."
	const two = "Der Eintritt kostet 4 Euro, und es öffnet 2027."
	const three = "Bürgermeisterin Wolters freut sich."
	const source = one + "  " + two + " " + three
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Blocks: document.English,
		Lexicon: align.GermanEnglish}
	single := []string{"single one", "single two", "single three"}
	for _, tt := range []struct {
		name, whole string
		keep        bool
		source      []string // of the pairs; nil for the sentences
		target      []string
	}{
		{name: "one to one",
			whole: "The city is building a new swimming pool. Admission costs 4 euros, and it opens in 2027. Mayor Wolters is " +
				"glad.",
			target: []string{
				"The city is building a new swimming pool.",
				"Admission costs 4 euros, and it opens in 2027.",
				"Mayor Wolters is glad.",
			}},
		{name: "one sentence in two",
			whole: "The city is building a new swimming pool. Admission costs 4 euros. It opens in 2027. Mayor Wolters is glad.",
			target: []string{
				"The city is building a new swimming pool.",
				"Admission costs 4 euros. It opens in 2027.",
				"Mayor Wolters is glad.",
			}},
		{name: "joined",
			whole: "The city is building a new swimming pool, admission costs 4 euros, and it opens in 2027. Mayor Wolters is " +
				"glad.",
			source: []string{one + "  " + two, three},
			target: []string{
				"The city is building a new swimming pool, admission costs 4 euros, and it opens in 2027.",
				"Mayor Wolters is glad.",
			}},
		{name: "left out",
			whole: "The city is building a new swimming pool. Mayor Wolters is glad.", target: single},
		{name: "left out, kept",
			whole: "The city is building a new swimming pool. Mayor Wolters is glad.", keep: true,
			source: []string{source},
			target: []string{"The city is building a new swimming pool. Mayor Wolters is glad."}},
		{name: "refused", target: single},
		{name: "refused, kept", keep: true, target: single},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p.Backend = prose{one + " " + two + " " + three: tt.whole, one: single[0], two: single[1], three: single[2]}
			p.KeepUncertain = tt.keep
			d := parse(t, source)
			b, r, err := p.Document(context.Background(), d, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tt.source == nil {
				tt.source = []string{one, two, three}
			}
			var sources, targets []string
			sentences := 0
			for _, q := range b.Pairs {
				sources, targets = append(sources, q.Source), append(targets, q.Target)
				sentences += max(1, len(q.SourceSentences))
				spans := ""
				for _, s := range q.Spans {
					spans += string(d.Source[s.Start:s.End])
				}
				if spans != q.Source {
					t.Errorf("the spans of %q hold %q", q.Source, spans)
				}
				if end := q.Runs[len(q.Runs)-1].End; end != len(q.Source) {
					t.Errorf("the runs of %q end at %d", q.Source, end)
				}
				isBead := func(f bitext.Finding) bool { return f.Check == "bead" }
				if whole := tt.keep && len(b.Pairs) == 1; whole != slices.ContainsFunc(q.Findings, isBead) {
					t.Errorf("findings of %q: %v", q.Source, q.Findings)
				}
			}
			if !slices.Equal(sources, tt.source) || !slices.Equal(targets, tt.target) {
				t.Errorf("got %q\nand %q\nwant %q\nand %q", sources, targets, tt.source, tt.target)
			}
			if r.Failed != 0 || r.Answered != 3 || sentences != 3 {
				t.Errorf("report %+v, %d sentences", r, sentences)
			}
			if err := b.Validate(); err != nil {
				t.Error(err)
			}
			if tt.name == "one to one" && len(b.Pairs[0].Links) == 0 {
				t.Error("no word links")
			}
		})
	}
}

// TestAsk: a backend that is only asked sees what it would translate, of whole paragraphs the paragraphs, and once.
func TestAsk(t *testing.T) {
	text := "Ein Haus. ‹es: Hola.› Zwei Häuser.\n\nDas Haus steht. Der Baum fällt.\n\nEin Satz."
	for _, blocks := range []bool{false, true} {
		p, seen := shoutingPipeline("es=translate:other")
		if blocks {
			p.Blocks = document.English
		}
		d := parse(t, text)
		if _, _, err := p.Document(context.Background(), d, nil); err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(*seen)
		*seen = nil
		if err := p.Ask(context.Background(), []*document.Document{d}); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(*seen); len(want) == 0 || got != fmt.Sprint(want) {
			t.Errorf("blocks %v: asked\n%s, but translates\n%v", blocks, got, want)
		}
	}
}

// counting is a backend for tests: it returns its texts and looks at how much memory is in use.
type counting struct {
	requests *[]int
	heap     *uint64
}

func (counting) Info() translate.Info { return translate.Info{ID: "counting", Deterministic: true} }

func (c counting) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	*c.requests = append(*c.requests, len(req.Items))
	*c.heap = max(*c.heap, heap())
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i].Text = it.Text
	}
	return out, translate.Usage{}, nil
}

// heap returns the bytes that are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// shortLines returns n short lines that all differ.
func shortLines(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "Im Haus Nummer %d brennt noch Licht.\n", i)
	}
	return text.String()
}

// TestManyShortLines: a large text of short lines, the dearest there is, goes to the backend in several requests, and
// takes no more than so many times its size.
func TestManyShortLines(t *testing.T) {
	const lines, most = 40_000, 18
	text := shortLines(lines)
	d := parse(t, text)
	var requests []int
	before, peak := heap(), uint64(0)
	p := &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: tagged{}, Backend: counting{&requests, &peak}}
	b, r, err := p.Document(context.Background(), d, nil)
	if err != nil || r.Answered != lines || len(b.Pairs) != lines {
		t.Fatalf("%d pairs, %+v, %v", len(b.Pairs), r, err)
	}
	if len(requests) != 3 || slices.Max(requests) > 16<<10 {
		t.Errorf("requests of %v texts", requests)
	}
	if times := float64(max(peak, heap())-before) / float64(len(text)); times > most {
		t.Errorf("it took %.1f times the memory of the text; it may take %d", times, most)
	} else {
		t.Logf("%.1f times the memory of the text", times)
	}
	runtime.KeepAlive(b)
}
