package openai_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
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

// sentences returns the sentences of the shared documents, cut roughly, and made ones so that there are n.
func sentences(t testing.TB, n int) []string {
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	var out []string
	seen := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(dir, "seeds", "*.txt"))
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(raw), "\n") {
			for _, s := range strings.SplitAfter(line, ". ") {
				if s = strings.TrimSpace(s); s != "" && !seen[s] {
					seen[s] = true
					out = append(out, s)
				}
			}
		}
	}
	if len(files) == 0 {
		t.Logf("no documents under %s: made sentences only", dir)
	}
	return append(out, texts(max(0, n-len(out)))...)
}

// A tally is what one run came to.
type tally struct {
	faults, sentences, requests int
	escaped, failed             int
	tokens                      int
}

// faultRun translates sentences through the whole stack, documents of 64 at a time, against a server with this plan, until it has seen enough faults.
func faultRun(t testing.TB, c faultserver.Config, kind faultserver.Fault, wanted int, list []string, change ...func(*openai.Config)) tally {
	s, b := serve(t, c, change...)
	stack := translate.Stack(b, translate.StackConfig{
		Remote:  true,
		Jobs:    32,
		Retry:   translate.RetryPolicy{Base: time.Millisecond, Max: 5 * time.Millisecond, Singles: 6},
		Timeout: translate.TimeoutConfig{First: 400 * time.Millisecond, Least: 250 * time.Millisecond, Most: 500 * time.Millisecond},
		Breaker: translate.BreakerConfig{Failures: 50, Cooldown: 10 * time.Millisecond, Longest: 20 * time.Millisecond},
	})
	var sum tally
	var mu sync.Mutex
	for round := 0; ; round++ {
		var wg sync.WaitGroup
		for at := 0; at < len(list); at += 64 {
			wg.Go(func() {
				req := request(list[at:min(at+64, len(list))]...)
				req.Title = fmt.Sprintf("Lauf %d", round)
				results, _, err := stack.Translate(context.Background(), req)
				mu.Lock()
				defer mu.Unlock()
				sum.sentences += len(req.Items)
				if err != nil {
					t.Logf("%s: a whole document failed: %v", kind, err)
					sum.failed += len(req.Items)
					return
				}
				for i, r := range results {
					switch {
					case r.Err != nil:
						sum.failed++
						if sum.failed <= 3 {
							t.Logf("%s: failed %q: %v", kind, req.Items[i].Text, r.Err)
						}
					case r.Text == req.Items[i].Text && mayBeCopied(r.Text):
					case strings.Join(strings.Fields(r.Text), " ") != strings.Join(strings.Fields(faultserver.Pseudo(req.Items[i].Text)), " "):
						sum.escaped++
						if sum.escaped <= 3 {
							t.Logf("%s: escaped: %q\n came as %q", kind, req.Items[i].Text, r.Text)
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

// mayBeCopied says whether a text holds so few words that it may be its own translation, as names, dates and addresses are.
func mayBeCopied(text string) bool {
	lower := 0
	for _, w := range strings.Fields(text) {
		if w[0] >= 'a' && w[0] <= 'z' {
			lower++
		}
	}
	return lower < 2
}

// TestFaultRuns: at a fault in four of ten requests, of every kind, no wrong text comes through and no sentence is lost without a name.
func TestFaultRuns(t *testing.T) {
	wanted := faultsWanted(t)
	list := sentences(t, min(max(128, 4*wanted), 2048))
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s %-12s %7s %9s %9s %8s %7s\n", "fault", "mode", "faults", "sentences", "requests", "escaped", "failed")
	var kinds []faultserver.Fault
	kinds = append(kinds, faultserver.AlignmentFaults()...)
	kinds = append(kinds, faultserver.ContentFaults()...)
	kinds = append(kinds, faultserver.TransportFaults()...)
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
		sum := faultRun(t, faultserver.Config{Seed: seed, Plan: faultserver.Seeded(seed, 0.4, r.kind), RetryAfter: 2 * time.Millisecond}, r.kind, wanted, list,
			func(c *openai.Config) { c.Mode = r.mode })
		row := fmt.Sprintf("%-16s %-12s %7d %9d %9d %8d %7d", r.kind, r.mode, sum.faults, sum.sentences, sum.requests, sum.escaped, sum.failed)
		t.Log(row)
		table.WriteString(row + "\n")
		// A text that is refused twice stays refused, and one that came back wrong six times alone stays failed, by name.
		refused := r.kind == faultserver.Refuse || r.kind == faultserver.RefuseOne || r.kind == faultserver.Filter
		if sum.escaped > 0 || !refused && sum.failed*50 > sum.sentences || sum.failed*5 > sum.sentences {
			t.Errorf("%s, %s: %d escaped, %d failed of %d sentences", r.kind, r.mode, sum.escaped, sum.failed, sum.sentences)
		}
		// A server that cuts prompts gets short ones after the second time, and then finds nothing more to cut.
		if sum.faults < wanted && r.kind != faultserver.PromptCut {
			t.Errorf("%s, %s: only %d faults fitted", r.kind, r.mode, sum.faults)
		}
	}
	t.Logf("a fault in four of ten requests:\n%s", table.String())
}

// TestExtraTokens: with 5 % faults of all kinds, a run costs at most 1.3 times as much as without.
func TestExtraTokens(t *testing.T) {
	list := sentences(t, 512)
	var kinds []faultserver.Fault
	kinds = append(kinds, faultserver.AlignmentFaults()...)
	kinds = append(kinds, faultserver.ContentFaults()...)
	kinds = append(kinds, faultserver.HTTP429, faultserver.HTTP500, faultserver.Reset, faultserver.BadJSON)
	wanted := min(10*faultsWanted(t), 2000)
	var per [2]float64
	for i, rate := range []float64{0, 0.05} {
		least := wanted
		if rate == 0 {
			least = 0
		}
		sum := faultRun(t, faultserver.Config{Seed: 7, Plan: faultserver.Seeded(7, rate, kinds...)}, "mixed", least, list)
		if sum.escaped > 0 || sum.failed*1000 > sum.sentences {
			t.Errorf("rate %v: %d escaped, %d failed", rate, sum.escaped, sum.failed)
		}
		per[i] = float64(sum.tokens) / float64(sum.sentences)
		t.Logf("rate %v: %d faults in %d requests, %d sentences, %.1f tokens a sentence", rate, sum.faults, sum.requests, sum.sentences, per[i])
	}
	if ratio := per[1] / per[0]; ratio > 1.3 {
		t.Errorf("%.3f times the tokens", ratio)
	} else {
		t.Logf("%.3f times the tokens", ratio)
	}
}

// TestContextWindow: a server that silently cuts long prompts gets smaller ones, without a wrong text, and soon without asking in vain.
func TestContextWindow(t *testing.T) {
	list := sentences(t, 512)
	sum := faultRun(t, faultserver.Config{ContextWindow: 700}, faultserver.PromptCut, 0, list)
	if sum.escaped > 0 || sum.failed > 0 || sum.faults > 64 {
		t.Errorf("%d escaped, %d failed, %d prompts cut in %d requests", sum.escaped, sum.failed, sum.faults, sum.requests)
	}
	t.Logf("%d prompts cut in %d requests for %d sentences", sum.faults, sum.requests, sum.sentences)
}

// TestCrossed measures what no echo can show: two translations exchanged under honest echoes. A model that writes each echo right before its translation is not
// known to do that; numbers, addresses and lengths still give most cases away.
func TestCrossed(t *testing.T) {
	list := sentences(t, 512)
	c := faultserver.Config{Seed: 1, Plan: faultserver.Seeded(1, 0.4, faultserver.Crossed)}
	sum := faultRun(t, c, faultserver.Crossed, 10*faultsWanted(t), list)
	// Every fault misplaces two texts.
	share := 1 - float64(sum.escaped)/float64(2*sum.faults)
	t.Logf("%d faults, %d of %d misplaced texts came through: %.0f %% noticed", sum.faults, sum.escaped, 2*sum.faults, 100*share)
	if share < 0.5 {
		t.Errorf("only %.2f of the crossed translations were noticed", share)
	}
}
