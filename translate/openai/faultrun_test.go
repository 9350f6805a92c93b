package openai_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// faultsWanted is how many faults of each kind a run has to survive. SATZPAAR_FAULTS=1000 makes it the
// full run, which SATZPAAR_FAULT_KINDS="merge swap" limits to some kinds.
func faultsWanted(t testing.TB) int {
	if v := os.Getenv("SATZPAAR_FAULTS"); v != "" {
		n := 0
		if _, err := fmt.Sscan(v, &n); err != nil || n < 1 {
			t.Fatalf("SATZPAAR_FAULTS=%q is no number of faults", v)
		}
		return n
	}
	return 6
}

// sentences returns n German sentences: those of the shared documents, then of shared news, then made ones.
func sentences(t testing.TB, n int) []string {
	var out []string
	seen := map[string]bool{}
	detector, err := detect.New(detect.Config{})
	if err != nil {
		t.Fatal(err)
	}
	add := func(s string) {
		// A sentence in another language is one that the interpreter may hand on as it is.
		if s = strings.Join(strings.Fields(s), " "); s != "" && !seen[s] && len(out) < n &&
			lang.Same(detect.Dominant(detector.Runs(s), s), language.German) {
			seen[s] = true
			out = append(out, s)
		}
	}
	files, _ := filepath.Glob(filepath.Join(openai.SharedFolder(), "seeds", "*.txt"))
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(raw), "\n") {
			for _, s := range strings.SplitAfter(line, ". ") {
				add(s)
			}
		}
	}
	if len(files) == 0 {
		t.Logf("no documents under %s: made sentences only", openai.SharedFolder())
	}
	if raw, err := os.ReadFile(filepath.Join(openai.SharedFolder(), "data", "eval", "mt", "wmt19.de")); err == nil {
		for line := range strings.Lines(string(raw)) {
			add(line)
		}
	}
	for _, s := range texts(n) {
		add(s)
	}
	return out
}

// An interpreter translates sentences with the built-in model, each once, so that answers say what their sources say.
type interpreter struct {
	mu    sync.Mutex
	known map[string]string
	model *marian.Backend
}

func newInterpreter(t testing.TB, list []string) *interpreter {
	b, err := marian.Builtin(marian.Config{Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		t.Fatal(err)
	}
	in := &interpreter{known: map[string]string{}, model: b}
	results, _, err := b.Translate(context.Background(), request(list...))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		in.known[list[i]] = r.Text
	}
	return in
}

func (in *interpreter) translate(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	in.mu.Lock()
	defer in.mu.Unlock()
	if out, ok := in.known[text]; ok {
		return out
	}
	results, _, err := in.model.Translate(context.Background(), request(text))
	if err != nil || results[0].Err != nil {
		return text
	}
	in.known[text] = results[0].Text
	return results[0].Text
}

// A tally is what one run came to.
type tally struct {
	faults, sentences, requests int
	escaped, failed             int
	tokens                      int
}

func (a *tally) add(b tally) {
	a.faults += b.faults
	a.sentences += b.sentences
	a.requests += b.requests
	a.escaped += b.escaped
	a.failed += b.failed
	a.tokens += b.tokens
}

// judge returns the judgement of languages by which a session decides whether it believes an answer.
func judge(t testing.TB) func(text string) (language.Tag, float64) {
	detector, err := detect.New(detect.Config{Expected: language.English})
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) (language.Tag, float64) { return detect.Language(detector, text) }
}

// A trial is a run of sentences, documents of 64 at a time, through the whole stack against a server that misbehaves.
type trial struct {
	server  faultserver.Config
	kind    faultserver.Fault // for messages
	list    []string
	speaker *interpreter
	change  func(*openai.Config)
	patient bool // time-outs and waits as in earnest: for simulated time
}

// run goes on until the server has shown enough faults; once at least.
func (tr trial) run(t testing.TB, wanted int) tally {
	tr.server.Translate = tr.speaker.translate
	s := faultserver.New(tr.server)
	config := openai.Config{BaseURL: "http://localhost/v1", Model: "fault-1",
		Validation: verify.Rules{Fit: openai.LexicalFit, Language: judge(t)}}
	if tr.patient {
		config.HTTPClient = &http.Client{Transport: s.RoundTripper()}
	} else {
		h := httptest.NewServer(s)
		defer h.Close()
		config.BaseURL = h.URL + "/v1"
	}
	if tr.change != nil {
		tr.change(&config)
	}
	b, err := openai.New(config)
	if err != nil {
		t.Fatal(err)
	}
	sc := stack.Config{Remote: true, Width: 32}
	if !tr.patient {
		sc.Retry = stack.RetryPolicy{Base: time.Millisecond, Max: 5 * time.Millisecond, Singles: 6}
		sc.Timeout = stack.TimeoutConfig{First: 2 * time.Second, Least: 2 * time.Second, Most: 4 * time.Second}
		sc.Breaker = stack.BreakerConfig{Failures: 50, Cooldown: 10 * time.Millisecond, Longest: 20 * time.Millisecond}
	}
	stack := stack.New(b, sc)
	var sum tally
	var mu sync.Mutex
	for round := 0; ; round++ {
		var wg sync.WaitGroup
		for at := 0; at < len(tr.list); at += 64 {
			wg.Go(func() {
				req := request(tr.list[at:min(at+64, len(tr.list))]...)
				req.Title = fmt.Sprintf("Lauf %d", round)
				results, _, err := stack.Translate(context.Background(), req)
				mu.Lock()
				defer mu.Unlock()
				sum.sentences += len(req.Items)
				if err != nil {
					t.Logf("%s: a whole document failed: %v", tr.kind, err)
					sum.failed += len(req.Items)
					return
				}
				for i, r := range results {
					switch {
					case r.Err != nil:
						sum.failed++
						if sum.failed <= 3 {
							t.Logf("%s: failed %q: %v", tr.kind, req.Items[i].Text, r.Err)
						}
					case r.Text == req.Items[i].Text && mayBeCopied(r.Text):
					case space.Fold(r.Text) != space.Fold(tr.speaker.translate(req.Items[i].Text)):
						sum.escaped++
						if sum.escaped <= 3 {
							t.Logf("%s: escaped: %q\n came as %q", tr.kind, req.Items[i].Text, r.Text)
						}
					}
				}
			})
		}
		wg.Wait()
		sum.faults, sum.requests = 0, 0
		for _, e := range s.Log() {
			sum.requests++
			if e.Fault != faultserver.None {
				sum.faults++
			}
		}
		if sum.faults >= wanted || sum.requests > 20*(wanted+50) {
			break
		}
	}
	p, q := s.Tokens()
	sum.tokens = p + q
	return sum
}

// mayBeCopied reports whether a text holds so few words that it may be its own translation, as names, dates and
// addresses are.
func mayBeCopied(text string) bool {
	lower := 0
	for _, w := range strings.Fields(text) {
		if w[0] >= 'a' && w[0] <= 'z' {
			lower++
		}
	}
	return lower < 2
}

// TestFaultRuns: at a fault in four of ten requests, of every kind, no wrong text comes through and no sentence is
// lost without a name.
func TestFaultRuns(t *testing.T) {
	wanted := faultsWanted(t)
	list := sentences(t, min(max(128, 4*wanted), 1024))
	speaker := newInterpreter(t, list)
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s %-12s %7s %9s %9s %8s %7s\n", "fault", "mode", "faults", "sentences", "requests",
		"escaped", "failed")
	kinds := slices.Concat(faultserver.AlignmentFaults(), faultserver.HiddenFaults(), faultserver.ContentFaults(),
		faultserver.TransportFaults())
	type run struct {
		mode openai.Mode
		kind faultserver.Fault
	}
	var runs []run
	for i, kind := range kinds {
		runs = append(runs, run{openai.JSONSchema, kind})
		// The faults of transport are the same in every mode.
		if kind != faultserver.OtherShape && i < len(kinds)-len(faultserver.TransportFaults()) {
			runs = append(runs, run{openai.Text, kind})
		}
	}
	only := strings.Fields(os.Getenv("SATZPAAR_FAULT_KINDS"))
	for i, r := range runs {
		if len(only) > 0 && !slices.Contains(only, string(r.kind)) {
			continue
		}
		seed := uint64(i)
		tr := trial{kind: r.kind, list: list, speaker: speaker, change: func(c *openai.Config) { c.Mode = r.mode },
			server: faultserver.Config{Seed: seed, Plan: faultserver.Seeded(seed, 0.4, r.kind),
				RetryAfter: 2 * time.Millisecond}}
		var sum tally
		switch r.kind {
		case faultserver.PromptCut:
			// A server with a small window gets short prompts after the second time, so it takes many servers, each
			// with a window of its own.
			for n := uint64(0); sum.faults < wanted && n < 2000; n++ {
				tr.server = faultserver.Config{Seed: n, ContextWindow: 450 + int(n*97%1100)}
				at := int(n) * 128 % len(list)
				tr.list = list[at:min(at+128, len(list))]
				sum.add(tr.run(t, 0))
			}
		case faultserver.Stall:
			// Every one is waited for with the time-outs that users have: minutes of simulated time.
			synctest.Test(t, func(t *testing.T) {
				tr.patient, tr.server.Latency = true, 300*time.Millisecond
				start := time.Now()
				sum = tr.run(t, wanted)
				t.Logf("stall: %s of simulated time", time.Since(start).Round(time.Second))
			})
		default:
			sum = tr.run(t, wanted)
		}
		row := fmt.Sprintf("%-16s %-12s %7d %9d %9d %8d %7d", r.kind, r.mode, sum.faults, sum.sentences, sum.requests,
			sum.escaped, sum.failed)
		t.Log(row)
		table.WriteString(row + "\n")
		// A text that is refused twice stays refused, and one that came back wrong six times alone stays failed, by
		// name.
		refused := r.kind == faultserver.Refuse || r.kind == faultserver.RefuseOne || r.kind == faultserver.Filter
		if sum.escaped > 0 || !refused && sum.failed*50 > sum.sentences || sum.failed*5 > sum.sentences {
			t.Errorf("%s, %s: %d escaped, %d failed of %d sentences", r.kind, r.mode, sum.escaped, sum.failed,
				sum.sentences)
		}
		if sum.faults < wanted {
			t.Errorf("%s, %s: only %d faults fitted", r.kind, r.mode, sum.faults)
		}
	}
	t.Logf("a fault in four of ten requests:\n%s", table.String())
}

// sure doubts nothing.
func sure(_, _ language.Tag, source, target []string) ([][]float64, bool) {
	nats := make([][]float64, len(source))
	for i := range nats {
		nats[i] = make([]float64, len(target))
		nats[i][i] = 1000
	}
	return nats, true
}

// TestExtraTokens: with 5 % faults of all kinds, a run costs at most 1.3 times as much as without, and what doubts
// cost without any fault is little too.
func TestExtraTokens(t *testing.T) {
	list := sentences(t, min(128+10*faultsWanted(t), 1024))
	speaker := newInterpreter(t, list)
	kinds := slices.Concat(faultserver.AlignmentFaults(), faultserver.HiddenFaults(), faultserver.ContentFaults(),
		[]faultserver.Fault{faultserver.HTTP429, faultserver.HTTP500, faultserver.Reset, faultserver.BadJSON})
	wanted := min(10*faultsWanted(t), 2000)
	var per [3]float64
	for i, tt := range []struct {
		what string
		rate float64
		fit  verify.Fit
	}{{"no faults, no doubts", 0, sure}, {"no faults", 0, openai.LexicalFit}, {"5 % faults", 0.05, openai.LexicalFit}} {
		least := 0
		if tt.rate > 0 {
			least = wanted
		}
		sum := trial{kind: "mixed", list: list, speaker: speaker,
			server: faultserver.Config{Seed: 7, Plan: faultserver.Seeded(7, tt.rate, kinds...)},
			change: func(c *openai.Config) { c.Validation.Fit = tt.fit }}.run(t, least)
		if sum.escaped > 0 || sum.failed*100 > sum.sentences {
			t.Errorf("%s: %d escaped, %d failed of %d", tt.what, sum.escaped, sum.failed, sum.sentences)
		}
		per[i] = float64(sum.tokens) / float64(sum.sentences)
		t.Logf("%s: %d faults in %d requests, %d sentences, %d failed, %.1f tokens a sentence, %.3f times", tt.what,
			sum.faults, sum.requests, sum.sentences, sum.failed, per[i], per[i]/per[0])
	}
	if per[1]/per[0] > 1.1 || per[2]/per[0] > 1.3 {
		t.Errorf("%.3f and %.3f times the tokens", per[1]/per[0], per[2]/per[0])
	}
}

// TestContextWindow: a server that silently cuts long prompts gets smaller ones, without a wrong text, and soon
// without asking in vain.
func TestContextWindow(t *testing.T) {
	list := sentences(t, 256)
	sum := trial{kind: faultserver.PromptCut, list: list, speaker: newInterpreter(t, list),
		server: faultserver.Config{ContextWindow: 700}}.run(t, 0)
	if sum.escaped > 0 || sum.failed > 0 || sum.faults > 64 {
		t.Errorf("%d escaped, %d failed, %d prompts cut in %d requests", sum.escaped, sum.failed, sum.faults, sum.requests)
	}
	t.Logf("%d prompts cut in %d requests for %d sentences", sum.faults, sum.requests, sum.sentences)
}
