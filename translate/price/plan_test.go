package price_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/translate/price"
)

func TestPriceOf(t *testing.T) {
	table := price.List()
	for model, want := range map[string]string{
		"gpt-5":                         "gpt-5",
		"gpt-5-mini":                    "gpt-5-mini",
		"gpt-5-mini-2025-08-07":         "gpt-5-mini",
		"openai/gpt-4o-mini-2024-07-18": "gpt-4o-mini",
		"gpt-5-pro":                     "",
		"llama-3":                       "",
		"":                              "",
	} {
		p, ok := price.Of(table, model)
		if p.Model != want || ok != (want != "") {
			t.Errorf("Of(%q) = %q, %v; want %q", model, p.Model, ok, want)
		}
	}
	for _, p := range table {
		if p.Date == "" || p.Price.Source <= 0 {
			t.Errorf("%+v has no date or no price", p)
		}
	}
}
