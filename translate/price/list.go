package price

import "strings"

// A ListPrice is what a model of a service cost in a certain month.
type ListPrice struct {
	Service string // the type of backend that asks it
	Model   string // as its name, or the name followed by "-" and a date; empty: what is taken if none is named
	Price   Price
	Date    string // of the list, YYYY-MM
	Source  string // where it was read, for people
}

// Where the prices were read.
const (
	quoted    = "as third parties quoted OpenAI's price list; not read at the source"
	deepl     = "DeepL's help pages: €20 per million characters, taken as $25; the monthly base price comes on top"
	google    = "as third parties quoted Google's price page; not read at the source; nothing is taken off as free"
	azure     = "as third parties quoted Azure's price page, tier S1; not read at the source"
	amazon    = "as third parties quoted Amazon's price page; not read at the source"
	anthropic = "platform.claude.com/docs/about-claude/models"
	haiku     = anthropic + "; for prompts of up to 100,000 tokens"
	gemini    = "ai.google.dev/gemini-api/docs/pricing, as third parties quoted it"
	halved    = gemini + "; twice that from January 2027 on"
	mistral   = "Mistral's price page, as third parties quoted it"
	groq      = "console.groq.com/docs/models, as third parties quoted it"
	together  = "Together's list of serverless models, as third parties quoted it"
	deepseek  = "api-docs.deepseek.com/quick_start/pricing: peak hours, yuan taken at 7 to the dollar; else half"
)

// BatchDiscount is the share of the ordinary price that OpenAI's Batch API costs.
const BatchDiscount = 0.5

// List returns the list prices that this program knows, in US dollars per million tokens, or characters where the
// service bills those. Prices change without notice: each has the date and the page it was read from, and the
// configuration overrides it.
func List() []ListPrice {
	tokens := func(source, target float64) Price { return Price{Source: source, Target: target} }
	characters := func(source float64) Price { return Price{Source: source, PerCharacter: true} }
	return []ListPrice{
		{"openai", "gpt-5.4", tokens(2.50, 15), "2026-03", quoted},
		{"openai", "gpt-5.1", tokens(1.25, 10), "2026-03", quoted},
		{"openai", "gpt-5", tokens(1.25, 10), "2026-03", quoted},
		{"openai", "gpt-5-mini", tokens(0.25, 2), "2026-03", quoted},
		{"openai", "gpt-5-nano", tokens(0.05, 0.40), "2026-03", quoted},
		{"openai", "gpt-4.1", tokens(2, 8), "2026-03", quoted},
		{"openai", "gpt-4.1-mini", tokens(0.40, 1.60), "2026-03", quoted},
		{"openai", "gpt-4.1-nano", tokens(0.10, 0.40), "2026-03", quoted},
		{"openai", "gpt-4o", tokens(2.50, 10), "2026-03", quoted},
		{"openai", "gpt-4o-mini", tokens(0.15, 0.60), "2026-03", quoted},
		{"openai", "o3", tokens(2, 8), "2026-03", quoted},
		{"openai", "o3-mini", tokens(1.10, 4.40), "2026-03", quoted},
		{"openai", "o4-mini", tokens(1.10, 4.40), "2026-03", quoted},
		{"anthropic", "claude-opus-5-5", tokens(4, 20), "2026-10", anthropic},
		{"anthropic", "claude-opus-5", tokens(5, 25), "2026-10", anthropic},
		{"anthropic", "claude-sonnet-5-5", tokens(2, 10), "2026-10", anthropic},
		{"anthropic", "claude-haiku-5-5", tokens(0.10, 0.50), "2026-10", haiku},
		{"gemini", "gemini-3.8-flash", tokens(0.75, 3.75), "2026-10", halved},
		{"gemini", "gemini-3.5-flash-lite", tokens(0.30, 2.50), "2026-07", gemini},
		{"mistral", "mistral-medium-3-5", tokens(1.50, 7.50), "2026-06", mistral},
		{"mistral", "mistral-medium-latest", tokens(1.50, 7.50), "2026-06", mistral},
		{"groq", "gpt-oss-120b", tokens(0.15, 0.60), "2026-06", groq},
		{"groq", "gpt-oss-20b", tokens(0.075, 0.30), "2026-06", groq},
		{"together", "gpt-oss-120b", tokens(0.15, 0.60), "2026-06", together},
		{"deepseek", "deepseek-flash", tokens(0.29, 1.15), "2026-11", deepseek},
		{"deepseek", "deepseek-v4-pro", tokens(1.29, 3.86), "2026-11", deepseek},
		{"deepl", "", characters(25), "2023-11", deepl},
		{"google", "", characters(20), "2025-12", google},
		{"azure", "", characters(10), "2025-12", azure},
		{"amazon", "", characters(15), "2025-12", amazon},
	}
}

// Of finds a model of a service in a table: by its name, or by the longest name that it continues with a date such as
// "-2025-08-07". It reports false for a model that is not listed; a variant of a listed model ("gpt-5-pro") is not.
func Of(table []ListPrice, service, model string) (ListPrice, bool) {
	model = model[strings.LastIndexByte(model, '/')+1:]
	var best ListPrice
	for _, p := range table {
		if p.Service != service {
			continue
		}
		if p.Model == model {
			return p, true
		}
		rest, ok := strings.CutPrefix(model, p.Model+"-")
		if ok && p.Model != "" && len(p.Model) > len(best.Model) && strings.Trim(rest, "0123456789-") == "" {
			best = p
		}
	}
	return best, best.Model != ""
}
