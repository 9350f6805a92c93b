package satzpaar_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
)

func open(t *testing.T, c satzpaar.Config) *satzpaar.Session {
	t.Helper()
	s, err := satzpaar.Open(context.Background(), c)
	return opened(t, s, err)
}

// opened returns a session that is closed when the test ends.
func opened[S io.Closer](t *testing.T, s S, err error) S {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func translated(t *testing.T, s *satzpaar.Session, name, text string) *bitext.Bitext {
	t.Helper()
	d, err := s.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := s.Document(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func backends(name string, c satzpaar.BackendConfig) map[string]satzpaar.BackendConfig {
	return map[string]satzpaar.BackendConfig{name: c}
}

func TestOpenNamesTheField(t *testing.T) {
	for _, c := range []struct {
		config satzpaar.Config
		field  string
		ready  bool // the mistake shows when backends are opened
	}{
		{satzpaar.Config{From: "klingonisch"}, "From", false},
		{satzpaar.Config{To: "e\x1bn"}, "To", false},
		{satzpaar.Config{Foreign: "es=burn"}, "Foreign", false},
		{satzpaar.Config{Unit: "chapter"}, "Unit", false},
		{satzpaar.Config{KeepUncertain: true}, "KeepUncertain", false},
		{satzpaar.Config{SRX: "<srx"}, "SRX", false},
		{satzpaar.Config{MaxCost: -1}, "MaxCost", false},
		{satzpaar.Config{MaxCost: math.NaN()}, "MaxCost", false},
		{satzpaar.Config{MaxCost: math.Inf(1)}, "MaxCost", false},
		{satzpaar.Config{Backends: backends("marian", satzpaar.BackendConfig{PriceIn: -1, PriceOut: 2})}, "Backends", true},
		{satzpaar.Config{Backends: backends("marian", satzpaar.BackendConfig{PriceOut: math.NaN()})}, "Backends", true},
		{satzpaar.Config{Backends: backends("marian", satzpaar.BackendConfig{Requests: math.NaN()})}, "Backends", true},
		{satzpaar.Config{Backends: backends("marian", satzpaar.BackendConfig{Batch: -1})}, "Backends", true},
		{satzpaar.Config{Jobs: -2}, "Jobs", false},
		{satzpaar.Config{Backend: "magic"}, "Backend", true},
		{satzpaar.Config{Backend: "x", Backends: backends("x", satzpaar.BackendConfig{Type: "magic"})}, "Type", true},
		{satzpaar.Config{Backends: backends("marian", satzpaar.BackendConfig{Model: "de-en"})}, "Model", true},
		{
			satzpaar.Config{Backend: "command", Backends: backends("command", satzpaar.BackendConfig{Command: "'"})},
			"Command",
			true,
		},
		{satzpaar.Config{Fallback: "magic"}, "Backend", true},
		{satzpaar.Config{Encoding: "foo"}, "Encoding", false},
		{satzpaar.Config{Foreign: "es=translate:magic"}, "Backend", true},
	} {
		s, err := satzpaar.Open(context.Background(), c.config)
		if c.ready {
			if err != nil {
				t.Errorf("%+v: Open: %v", c.config, err)
				continue
			}
			err = s.Ready(context.Background())
			s.Close()
		}
		var wrong *satzpaar.ConfigError
		if !errors.As(err, &wrong) || wrong.Field != c.field {
			t.Errorf("%+v: %v, want a mistake in %s", c.config, err, c.field)
		}
	}
}

// recording is a backend that writes down what it is asked.
type recording struct {
	mu       sync.Mutex
	requests []translate.Request
	answer   func(translate.Item) translate.Result
}

func (r *recording) Info() translate.Info {
	return translate.Info{ID: "recording@1", Deterministic: true}
}

func (r *recording) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, req)
	out := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		out[i] = r.answer(item)
	}
	return out, translate.Usage{}, nil
}

func (r *recording) texts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for _, req := range r.requests {
		for _, item := range req.Items {
			out = append(out, item.Text)
		}
	}
	return out
}

// host provides a backend by the name r.
func host(r translate.Backend) satzpaar.Host {
	return satzpaar.Host{Backends: map[string]translate.Backend{"r": r}}
}

func upper(item translate.Item) translate.Result {
	return translate.Result{Text: strings.ToUpper(item.Text), Origin: "recording@1"}
}

// Another language pair is one value: splitting, checks and the backend follow it.
func TestSpanishToEnglish(t *testing.T) {
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{From: "es", To: "en", Backend: "r", Host: host(r)})
	b := translated(t, s, "a.txt",
		"El Sr. López dijo esta mañana que la ciudad no tendrá más dinero. Habrá 300 plazas nuevas.")
	if b.From != "es" || b.To != "en" || len(b.Pairs) != 2 {
		t.Fatalf("%s-%s, %d pairs", b.From, b.To, len(b.Pairs))
	}
	for _, p := range b.Pairs {
		if p.Action != bitext.Translate || p.Lang != "es" || p.Mixed {
			t.Errorf("%s: %s, %s, mixed %t", p.ID, p.Action, p.Lang, p.Mixed)
		}
	}
	if got := r.requests[0]; got.From.String() != "es" || got.To.String() != "en" {
		t.Errorf("asked for %s-%s", got.From, got.To)
	}
	found := s.Check(&bitext.Pair{Source: "Habrá 300 plazas nuevas.", Target: "There will be 30 new places.",
		Lang: "es", Action: bitext.Translate, State: bitext.Translated})
	if len(found) == 0 || found[0].Check != "numbers" {
		t.Errorf("findings %v", found)
	}
	if lacks := s.Lacks(); len(lacks) != 1 || !strings.Contains(lacks[0], "lexicon") {
		t.Errorf("lacks %q", lacks)
	}
	if lacks := open(t, satzpaar.Config{From: "de-AT", To: "en-GB"}).Lacks(); len(lacks) != 0 {
		t.Errorf("German lacks %q", lacks)
	}
}

// A language that nothing is known of is translated all the same, and what is missing is reported.
func TestUnknownLanguage(t *testing.T) {
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{From: "eo", To: "haw", Backend: "r", Host: host(r)})
	b := translated(t, s, "a.txt", "Bonan tagon. La domo estas malnova.")
	if len(b.Pairs) != 2 || b.Pairs[1].Target != "LA DOMO ESTAS MALNOVA." || b.Pairs[1].Lang != "eo" {
		t.Errorf("%+v", b.Pairs)
	}
	if lacks := s.Lacks(); len(lacks) != 8 {
		t.Errorf("lacks %q", lacks)
	}
}

func TestSpanishThroughACommand(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell")
	}
	program := `sh -c 'while read -r line; do echo "Hello friends."; done'`
	s := open(t, satzpaar.Config{From: "es", To: "en", Backend: "command",
		Backends: map[string]satzpaar.BackendConfig{"command": {Command: program}},
		Host:     satzpaar.Host{Environ: os.Environ()}})
	got, err := s.Text(context.Background(), "Hola amigos.")
	if err != nil || got != "Hello friends." {
		t.Errorf("%q, %v", got, err)
	}
}

// Regions do not keep a backend from its language.
func TestRegions(t *testing.T) {
	s := open(t, satzpaar.Config{From: "de-AT", Fallback: "echo"})
	b := translated(t, s, "a.txt", "Guten Morgen.")
	if got := b.Pairs[0].Origin; !strings.HasPrefix(got, "marian") {
		t.Errorf("translated by %s", got)
	}
}

// A sentence that is translated again goes the way of its document: its languages, glossary and foreign policy hold.
func TestRetranslate(t *testing.T) {
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{From: "es", Backend: "echo", Host: host(r),
		Glossary: []translate.Term{{Source: "alcalde", Target: "mayor"}}})
	source := &bitext.Pair{Source: "El alcalde dijo que no habrá dinero para la ciudad."}
	p, err := s.Retranslate(context.Background(), source, "r")
	if err != nil || p.Target != "EL ALCALDE DIJO QUE NO HABRÁ DINERO PARA LA CIUDAD." {
		t.Fatalf("%+v, %v", p, err)
	}
	req := r.requests[0]
	if req.From.String() != "es" || len(req.Terms) != 1 || req.Terms[0].Target != "mayor" {
		t.Errorf("asked %+v", req)
	}
	if _, err := s.Retranslate(context.Background(), &bitext.Pair{Source: "Hola."}, "magic"); err == nil {
		t.Error("an unknown backend is not an error")
	}
}

// A sentence in a language for which the policy names a backend goes there, whatever backend is asked.
func TestRetranslateForeign(t *testing.T) {
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{Backend: "echo", Foreign: "es=translate:r",
		Host: host(r)})
	for _, backend := range []string{"", "echo"} {
		source := &bitext.Pair{Source: "El alcalde dijo que no habrá dinero para la ciudad."}
		p, err := s.Retranslate(context.Background(), source, backend)
		if err != nil || p.Target != strings.ToUpper(source.Source) {
			t.Errorf("backend %q: %+v, %v", backend, p, err)
		}
	}
}

// Another backend may be asked where the session's own cannot be opened: its key is on another machine.
func TestRetranslateElsewhere(t *testing.T) {
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{Backend: "deepl", Host: host(r)})
	source := &bitext.Pair{Source: "Das Haus ist alt."}
	if _, err := s.Retranslate(context.Background(), source, ""); err == nil {
		t.Fatal("DeepL was asked without a key")
	}
	p, err := s.Retranslate(context.Background(), source, "r")
	if err != nil || p.Target != "DAS HAUS IST ALT." {
		t.Errorf("%+v, %v", p, err)
	}
}

// Asking again takes the earlier translations of the same document, and those of no other.
func TestRetry(t *testing.T) {
	r := &recording{answer: upper}
	s := open(t, satzpaar.Config{Backend: "r", Host: host(r)})
	earlier := map[string]*bitext.Bitext{}
	for _, name := range []string{"a.txt", "b.txt"} {
		b := translated(t, s, name, "Das ist gut.\n\nDas Haus ist alt.")
		b.Pairs[0].Target = name + " says this is good."
		earlier[name] = b
	}
	bad := &earlier["b.txt"].Pairs[1]
	bad.State, bad.Target, bad.Error = bitext.Initial, "", "too long"
	r.requests = nil
	again := &pipeline.Retry{
		Earlier: func(document, _ string) (*bitext.Bitext, error) { return earlier[document], nil },
	}
	s.Retry(again)
	for _, name := range []string{"a.txt", "b.txt"} {
		b := translated(t, s, name, "Das ist gut.\n\nDas Haus ist alt.")
		if got, want := b.Pairs[0].Target, name+" says this is good."; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if got := b.Pairs[1].Target; got != "DAS HAUS IST ALT." {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := r.texts(); len(got) != 1 || got[0] != "Das Haus ist alt." {
		t.Errorf("asked for %q", got)
	}
	if c := again.Counts(); c.Asked != 1 || c.Better != 1 || c.Before["failed"] != 1 {
		t.Errorf("counts %+v", c)
	}
}

// A new answer that is no better than a flagged one is not kept.
func TestRetryFlagged(t *testing.T) {
	r := &recording{answer: func(translate.Item) translate.Result {
		return translate.Result{Text: "It costs 30 euros.", Origin: "recording@1"}
	}}
	s := open(t, satzpaar.Config{Backend: "r", Host: host(r)})
	was := translated(t, s, "a.txt", "Es kostet 300 Euro.")
	if len(was.Pairs[0].Findings) == 0 {
		t.Fatal("nothing is flagged")
	}
	again := &pipeline.Retry{Flagged: true, Earlier: func(_, _ string) (*bitext.Bitext, error) { return was, nil }}
	s.Retry(again)
	r.answer = func(translate.Item) translate.Result {
		return translate.Result{Text: "It costs 31 euros.", Origin: "recording@1"}
	}
	if got := translated(t, s, "a.txt", "Es kostet 300 Euro.").Pairs[0].Target; got != "It costs 30 euros." {
		t.Errorf("got %q", got)
	}
	r.answer = func(translate.Item) translate.Result {
		return translate.Result{Text: "It costs 300 euros.", Origin: "recording@1"}
	}
	if got := translated(t, s, "a.txt", "Es kostet 300 Euro.").Pairs[0].Target; got != "It costs 300 euros." {
		t.Errorf("got %q", got)
	}
	if c := again.Counts(); c.Asked != 2 || c.Better != 1 || c.Kept != 1 {
		t.Errorf("counts %+v", c)
	}
}

func TestClosed(t *testing.T) {
	s := open(t, satzpaar.Config{Backend: "echo"})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Text(context.Background(), "Guten Tag."); err == nil {
		t.Error("a closed session translates")
	}
	for _, backend := range []string{"", "echo"} {
		if _, err := s.Retranslate(context.Background(), &bitext.Pair{Source: "Guten Tag."}, backend); err == nil {
			t.Errorf("a closed session translates again with backend %q", backend)
		}
	}
}

// A failed sentence is an error of Text, and the others are translated.
func TestTextFails(t *testing.T) {
	r := &recording{answer: func(item translate.Item) translate.Result {
		if strings.Contains(item.Text, "zweite") {
			return translate.Result{Err: translate.Errorf(translate.Refused, "recording", "not this one")}
		}
		return upper(item)
	}}
	s := open(t, satzpaar.Config{Backend: "r", Host: host(r)})
	got, err := s.Text(context.Background(), "Der erste Satz. Der zweite Satz.")
	if err == nil || !strings.Contains(err.Error(), "1 of 2 sentences failed") ||
		got != "DER ERSTE SATZ. Der zweite Satz." {
		t.Errorf("%q, %v", got, err)
	}
}

// --jobs is one number for documents and requests together, whatever the backend could take.
func TestJobsBoundRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const jobs = 3
		var under, most atomic.Int64
		slow := &waiting{func() {
			most.Store(max(most.Load(), under.Add(1)))
			time.Sleep(time.Second)
			under.Add(-1)
		}}
		s, err := satzpaar.Open(t.Context(), satzpaar.Config{Backend: "r", Jobs: jobs, Host: host(slow)})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				text := fmt.Sprintf("Das ist Satz %d. Und das ist noch einer, nämlich %d.", i, i)
				if got, err := s.Text(t.Context(), text); err != nil || got == "" {
					t.Errorf("%q, %v", got, err)
				}
			})
		}
		wg.Wait()
		if got := most.Load(); got > jobs || got < jobs {
			t.Errorf("%d requests at a time, want %d", got, jobs)
		}
	})
}

// waiting is a backend on another machine: its answers take time, and are not the same every time.
type waiting struct{ wait func() }

func (w *waiting) Info() translate.Info {
	return translate.Info{ID: "waiting@1", MaxBatch: 1, Concurrency: 64}
}

func (w *waiting) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	w.wait()
	out := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		numbers := strings.Join(strings.FieldsFunc(item.Text, func(r rune) bool { return r < '0' || r > '9' }), " ")
		out[i] = translate.Result{Text: "This is the sentence with the number " + numbers + ".", Origin: "waiting@1"}
	}
	return out, translate.Usage{Requests: 1}, nil
}
