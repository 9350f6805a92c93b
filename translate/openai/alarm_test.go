package openai

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
)

func lines(t *testing.T, name string) []string {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "data", "eval", "mt", name))
	if err != nil {
		t.Skipf("no shared data: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
}

// TestFalseAlarms: real translations, by people and by machines, in batches as they would be sent, are believed. Each alarm costs a second request for a text
// and its neighbours, and one that comes for a text alone costs the text.
func TestFalseAlarms(t *testing.T) {
	b, err := New(Config{BaseURL: "http://localhost:1/v1", Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		source, target string
	}{
		{"wmt19.de", "wmt19.en"},
		{"wmt19.de", "wmt19.sys.facebook-fair.en"},
		{"flores-dev.de", "flores-dev.en"},
	} {
		source, target := lines(t, tt.source), lines(t, tt.target)
		if len(source) != len(target) {
			t.Fatalf("%s: %d lines, %s: %d", tt.source, len(source), tt.target, len(target))
		}
		judge := func(lo, hi int) (bad int, first string) {
			req := translate.Request{From: language.German, To: language.English}
			for _, s := range source[lo:hi] {
				req.Items = append(req.Items, translate.Item{Text: s})
			}
			p := b.prompt(&req, JSONSchema)
			answers := make([]answer, hi-lo)
			for i := range answers {
				w := strings.Fields(source[lo+i])
				answers[i] = answer{times: 1, echo: strings.Join(w[:min(p.echoWords, len(w))], " "), text: target[lo+i]}
			}
			results, _ := b.validate(&req, &p, answers, false)
			for i, r := range results {
				if r.Err != nil {
					bad++
					if first == "" {
						first = source[lo+i] + " => " + target[lo+i] + ": " + r.Err.Error()
					}
				}
			}
			return bad, first
		}
		together, alone := 0, 0
		shown := 0
		for lo := 0; lo < len(source); lo += 16 {
			bad, first := judge(lo, min(lo+16, len(source)))
			together += bad
			if bad > 0 && shown < 4 {
				shown++
				t.Logf("together: %s", first)
			}
		}
		for i := range source {
			if bad, first := judge(i, i+1); bad > 0 {
				alone += bad
				t.Logf("alone: %s", first)
			}
		}
		// The hardest case: two neighbours exchanged under honest echoes.
		crossed, unseen := 0, 0
		for lo := 0; lo+16 <= len(source); lo += 16 {
			for k := lo; k+1 < lo+16; k += 5 {
				target[k], target[k+1] = target[k+1], target[k]
				req := translate.Request{From: language.German, To: language.English}
				for _, s := range source[lo : lo+16] {
					req.Items = append(req.Items, translate.Item{Text: s})
				}
				p := b.prompt(&req, JSONSchema)
				answers := make([]answer, 16)
				for i := range answers {
					w := strings.Fields(source[lo+i])
					answers[i] = answer{times: 1, echo: strings.Join(w[:min(p.echoWords, len(w))], " "), text: target[lo+i]}
				}
				results, _ := b.validate(&req, &p, answers, false)
				crossed += 2
				for _, i := range [...]int{k - lo, k - lo + 1} {
					if results[i].Err == nil {
						unseen++
					}
				}
				target[k], target[k+1] = target[k+1], target[k]
			}
		}
		t.Logf("%s: %d of %d texts with exchanged translations were noticed (%.1f %%)", tt.target, crossed-unseen, crossed, 100-100*float64(unseen)/float64(crossed))
		if float64(unseen) > 0.45*float64(crossed) {
			t.Errorf("%s: too few exchanges noticed", tt.target)
		}
		n := float64(len(source))
		t.Logf("%s: %d of %d rejected in batches of 16 (%.2f %%), %d alone (%.2f %%)", tt.target, together, len(source), 100*float64(together)/n, alone, 100*float64(alone)/n)
		if float64(together) > 0.05*n || float64(alone) > 0.003*n {
			t.Errorf("%s: too many false alarms", tt.target)
		}
	}
}
