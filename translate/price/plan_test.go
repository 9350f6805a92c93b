package price_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/translate/price"
)

func TestPriceOf(t *testing.T) {
	table := price.List()
	for _, tt := range []struct {
		service, model string
		want           string
		ok             bool
	}{
		{"openai", "gpt-5", "gpt-5", true},
		{"openai", "gpt-5-mini", "gpt-5-mini", true},
		{"openai", "gpt-5-mini-2025-08-07", "gpt-5-mini", true},
		{"openai", "openai/gpt-4o-mini-2024-07-18", "gpt-4o-mini", true},
		{"openai", "gpt-5-pro", "", false},
		{"openai", "llama-3", "", false},
		{"openai", "", "", false},
		{"openai", "gpt-oss-120b", "", false},
		{"groq", "openai/gpt-oss-120b", "gpt-oss-120b", true},
		{"anthropic", "claude-opus-5-5-20260922", "claude-opus-5-5", true},
		{"deepl", "", "", true},
		{"google", "", "", true},
		{"google", "general/translation-llm", "", false},
		{"libretranslate", "", "", false},
	} {
		p, ok := price.Of(table, tt.service, tt.model)
		if p.Model != tt.want || ok != tt.ok {
			t.Errorf("Of(%q, %q) = %+v, %v; want %q, %v", tt.service, tt.model, p, ok, tt.want, tt.ok)
		}
	}
	for _, p := range table {
		if p.Service == "" || p.Date == "" || p.Source == "" || p.Price.Source <= 0 {
			t.Errorf("%+v lacks something", p)
		}
	}
}
