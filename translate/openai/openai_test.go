package openai_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// serve starts a misbehaving server and a backend for it.
func serve(t testing.TB, c faultserver.Config, change ...func(*openai.Config)) (*faultserver.Server, *openai.Backend) {
	t.Helper()
	s := faultserver.New(c)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	config := openai.Config{BaseURL: h.URL + "/v1", Model: "fault-1"}
	for _, f := range change {
		f(&config)
	}
	b, err := openai.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

// texts makes n different sentences of a German newspaper.
func texts(n int) []string {
	subjects := []string{"Die Regierung", "Der Minister", "Das Gericht", "Die Opposition", "Der Sprecher",
		"Eine Sprecherin der Polizei", "Die Europäische Union"}
	verbs := []string{"hat am Dienstag erklärt, dass", "betonte erneut, dass", "bestritt zunächst, dass",
		"rechnet nicht damit, dass", "teilte mit, dass"}
	ends := []string{"die Verhandlungen noch %d Tage dauern.", "bis zu %d Menschen betroffen sind.",
		"der Preis um %d Prozent steigt.", "niemand verletzt wurde (Fall %d).",
		"ein neues Gesetz mit %d Artikeln vorliegt, über das der Bundestag bald entscheiden soll."}
	out := make([]string, n)
	for i := range out {
		out[i] = subjects[i%len(subjects)] + " " + verbs[i/2%len(verbs)] + " " + fmt.Sprintf(ends[i/3%len(ends)], 10+i)
	}
	return out
}

func request(list ...string) translate.Request {
	req := translate.Request{From: language.German, To: language.English, Title: "Nachrichten"}
	for i, s := range list {
		it := translate.Item{Text: s, Kind: "paragraph"}
		if i > 0 {
			it.Before = list[i-1]
		}
		if i+1 < len(list) {
			it.After = list[i+1]
		}
		req.Items = append(req.Items, it)
	}
	return req
}

// wantRight fails for every result that is neither the right translation nor, where failures are allowed, a named
// failure. It returns the failures.
func wantRight(t testing.TB, req translate.Request, results []translate.Result, failuresAllowed bool) (failed int) {
	t.Helper()
	if len(results) != len(req.Items) {
		t.Fatalf("%d results for %d items", len(results), len(req.Items))
	}
	for i, r := range results {
		want := faultserver.Pseudo(req.Items[i].Text)
		switch {
		case r.Err != nil:
			failed++
			if !failuresAllowed {
				t.Errorf("item %d %q failed: %v", i, req.Items[i].Text, r.Err)
			}
			if r.Text != "" {
				t.Errorf("item %d failed and has the text %q", i, r.Text)
			}
		case strings.Join(strings.Fields(r.Text), " ") != strings.Join(strings.Fields(want), " "):
			t.Errorf("item %d %q\n got %q\nwant %q", i, req.Items[i].Text, r.Text, want)
		}
	}
	return failed
}

func TestLadder(t *testing.T) {
	for _, tt := range []struct {
		name   string
		config faultserver.Config
		mode   openai.Mode
		calls  int
	}{
		{"schema", faultserver.Config{}, openai.JSONSchema, 1},
		{"no schema", faultserver.Config{RejectSchema: true}, openai.JSONObject, 2},
		{"no schema, no object", faultserver.Config{RejectSchema: true, RejectObject: true}, openai.Text, 3},
		{"no object", faultserver.Config{RejectObject: true}, openai.JSONSchema, 1},
		{"ignores formats", faultserver.Config{IgnoreFormat: true}, openai.Text, 5},
		{"no system role", faultserver.Config{RejectSystem: true}, openai.JSONSchema, 2},
		{"no temperature", faultserver.Config{RejectTemp: true}, openai.JSONSchema, 2},
		{"no max_tokens", faultserver.Config{RejectMaxTok: true}, openai.JSONSchema, 2},
		{"nothing", faultserver.Config{RejectSchema: true, RejectObject: true, RejectSystem: true, RejectTemp: true,
			RejectMaxTok: true}, openai.Text, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := serve(t, tt.config)
			req := request(texts(5)...)
			for round := range 2 {
				results, usage, err := b.Translate(context.Background(), req)
				if err != nil {
					t.Fatal(err)
				}
				wantRight(t, req, results, false)
				if want := []int{tt.calls, 1}[round]; usage.Requests != want {
					t.Errorf("round %d: %d calls, want %d", round, usage.Requests, want)
				}
			}
			if mode, proven := b.Mode(); mode != tt.mode || !proven {
				t.Errorf("mode %v, proven %v; want %v", mode, proven, tt.mode)
			}
			if got := len(s.Log()); got != tt.calls+1 {
				t.Errorf("the server saw %d calls, want %d", got, tt.calls+1)
			}
		})
	}
}

func TestBody(t *testing.T) {
	s, b := serve(t, faultserver.Config{Key: "secret-key"}, func(c *openai.Config) {
		c.Key = "secret-key"
		c.ReasoningEffort = "low"
		c.Extra = map[string]any{"options": map[string]any{"num_ctx": 8192}}
	})
	if _, _, err := b.Translate(context.Background(), request(texts(2)...)); err != nil {
		t.Fatal(err)
	}
	e := s.Log()[0]
	for k, want := range map[string]string{"temperature": "0", "reasoning_effort": `"low"`,
		"options": `{"num_ctx":8192}`, "model": `"fault-1"`} {
		if got := string(e.Body[k]); got != want {
			t.Errorf("%s is %s, want %s", k, got, want)
		}
	}
	if e.Auth != "Bearer secret-key" {
		t.Errorf("Authorization %q", e.Auth)
	}
	if strings.Contains(b.Info().ID, "secret") {
		t.Errorf("the key is in the ID %q", b.Info().ID)
	}
}

// TestFaultOnce sends one request to a server that misbehaves once, in each way: nothing wrong may come through.
func TestFaultOnce(t *testing.T) {
	// The right answers here are made words, in which a detector sees languages.
	spanish := func(text string) (language.Tag, float64) {
		if strings.Contains(text, "Esta frase") {
			return language.Spanish, 1
		}
		return language.Und, 0
	}
	for _, f := range append(faultserver.AlignmentFaults(), faultserver.ContentFaults()...) {
		t.Run(string(f), func(t *testing.T) {
			for seed := range uint64(6) {
				s, b := serve(t, faultserver.Config{Seed: seed, Plan: faultserver.Always(f)},
					func(c *openai.Config) { c.Mode, c.Validation.Language = openai.JSONSchema, spanish })
				req := request(texts(16)...)
				results, _, err := b.Translate(context.Background(), req)
				if err != nil {
					continue
				}
				applied := s.Log()[0].Fault == f
				if wantRight(t, req, results, true) == 0 && applied && f != faultserver.Prose && f != faultserver.Fence {
					t.Errorf("seed %d: the fault was not noticed", seed)
				}
			}
		})
	}
}
