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

// asked sets up a client as in its section of the README.
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
		for _, s := range openai.Services() {
			if s.Name == name {
				c.Name = name
			}
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

// TestErrorsIn200: failures behind a status of 200 are classified by their bodies.
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

// TestServiceErrors: errors that a service writes in a form of its own are read, and say which service it was.
func TestServiceErrors(t *testing.T) {
	for _, service := range openai.Services() {
		p := faultserver.Profiles()[service.Name]
		if !p.KeyNeeded {
			t.Fatalf("there is no profile %s", service.Name)
		}
		for fault, want := range map[faultserver.Fault]translate.Kind{
			faultserver.HTTP400: translate.Invalid, faultserver.HTTP401: translate.Auth, faultserver.HTTP402: translate.Quota,
			faultserver.HTTP429: translate.RateLimited, faultserver.HTTP500: translate.Unavailable,
		} {
			_, b := serve(t, faultserver.Config{Plan: faultserver.Always(fault)}.With(p), asked(service.Name, p))
			_, _, err := b.Translate(context.Background(), request(texts(2)...))
			e := translate.AsError(err)
			if err == nil || e.Kind != want || e.Backend != service.Name || strings.Contains(err.Error(), "{") {
				t.Errorf("%s, %s: %v, want kind %v", service.Name, fault, err, want)
			}
			if service.Name == "gemini" && fault == faultserver.HTTP429 && e.RetryAfter != 20*time.Millisecond {
				t.Errorf("gemini asks to wait %v, want 20ms", e.RetryAfter)
			}
		}
	}
}

// TestServiceDefaults: a service brings its address and what its models want, and a configuration overrides that.
func TestServiceDefaults(t *testing.T) {
	for _, tt := range []struct {
		config openai.Config
		effort string // that is sent
		think  bool   // whether the field "thinking" is
	}{
		{openai.Config{Name: "gemini"}, `"low"`, false},
		{openai.Config{Name: "gemini", ReasoningEffort: "high"}, `"high"`, false},
		{openai.Config{Name: "deepseek", Extra: map[string]any{"top_p": 1}}, "", true},
		{openai.Config{Name: "deepseek", ReasoningEffort: "high"}, `"high"`, false},
		{openai.Config{Name: "mistral"}, "", false},
	} {
		s, b := serve(t, faultserver.Config{}, func(c *openai.Config) {
			c.Name, c.ReasoningEffort, c.Extra = tt.config.Name, tt.config.ReasoningEffort, tt.config.Extra
		})
		if _, _, err := b.Translate(context.Background(), request(texts(1)...)); err != nil {
			t.Fatal(err)
		}
		body := s.Log()[0].Body
		if got := string(body["reasoning_effort"]); got != tt.effort || (body["thinking"] != nil) != tt.think ||
			tt.config.Extra != nil && body["top_p"] == nil {
			t.Errorf("%+v sends %s", tt.config, body)
		}
		if !strings.HasPrefix(b.Info().ID, tt.config.Name+":") {
			t.Errorf("%s has the signature %s", tt.config.Name, b.Info().ID)
		}
	}
	for _, s := range openai.Services() {
		b, err := openai.New(openai.Config{Name: s.Name, Model: "m", Key: "k"})
		if err != nil || !strings.Contains(b.Info().ID, strings.TrimPrefix(s.BaseURL, "https://")) {
			t.Errorf("%s: %v, %s", s.Name, err, b.Info().ID)
		}
	}
}
