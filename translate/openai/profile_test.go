package openai_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// asked sets up a client as its section of the README says.
func asked(name string, p faultserver.Profile) func(*openai.Config) {
	return func(c *openai.Config) {
		if len(p.Models) > 0 {
			c.Model = p.Models[0]
		}
		if p.KeyNeeded {
			c.Key = "right-key"
		}
		if p.Deployments {
			c.BaseURL, c.APIVersion = strings.TrimSuffix(c.BaseURL, "/v1"), "2024-10-21"
		}
		if name == "openai-reasoning" {
			c.ReasoningEffort = "low"
		}
	}
}

// TestProfiles: with each known server, in its own ways, all texts come back, and what is learned about it is learned
// once.
func TestProfiles(t *testing.T) {
	for name, p := range faultserver.Profiles() {
		t.Run(name, func(t *testing.T) {
			s, b := serve(t, faultserver.Config{}.With(p), asked(name, p))
			stack := stack.New(b, stack.Config{Remote: true, Width: 4,
				Retry: stack.RetryPolicy{Base: time.Millisecond}})
			req := request(texts(64)...)
			results, usage, err := stack.Translate(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			wantRight(t, req, results, false)
			mode, _ := b.Mode()
			t.Logf("%d requests in mode %s", usage.Requests, mode)
			if most := 8; usage.Requests > most && p.ContextWindow == 0 {
				t.Errorf("%d requests for 64 texts, want at most %d", usage.Requests, most)
			}
			if e := s.Log()[0]; p.Deployments &&
				e.Path != "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21" {
				t.Errorf("asked at %s", e.Path)
			}
		})
		t.Run(name+" without the model", func(t *testing.T) {
			if p.NoModel == 0 || len(p.Models) == 0 {
				t.Skip("any model will do")
			}
			_, b := serve(t, faultserver.Config{}.With(p), asked(name, p),
				func(c *openai.Config) { c.Model = "no-such-model" })
			_, usage, err := b.Translate(context.Background(), request(texts(1)...))
			if translate.KindOf(err) != translate.Invalid || usage.Requests != 1 || !p.Deployments &&
				!strings.Contains(err.Error(), "no-such-model") {
				t.Errorf("%d requests, %v", usage.Requests, err)
			}
			if p.Deployments {
				return
			}
			models, err := b.Models(context.Background())
			if err != nil || !slices.Equal(models, p.Models) {
				t.Errorf("models %v, %v; want %v", models, err, p.Models)
			}
		})
	}
}

// TestErrorsIn200: failures behind a status of 200 are what they say.
func TestErrorsIn200(t *testing.T) {
	for fault, want := range map[faultserver.Fault]translate.Kind{
		faultserver.HTTP401: translate.Auth, faultserver.HTTP402: translate.Quota, faultserver.HTTP429: translate.RateLimited,
		faultserver.HTTP500: translate.Unavailable, faultserver.HTTP503: translate.Unavailable,
	} {
		p := faultserver.Profiles()["openrouter"]
		_, b := serve(t, faultserver.Config{Plan: faultserver.Always(fault)}.With(p), asked("openrouter", p))
		_, _, err := b.Translate(context.Background(), request(texts(2)...))
		if translate.KindOf(err) != want || strings.Contains(err.Error(), "{") {
			t.Errorf("%s: %v, want kind %v", fault, err, want)
		}
	}
}
