package price

import "strings"

// A ListPrice is what a model cost on a certain day.
type ListPrice struct {
	Model  string // as its name, or the name followed by "-" and a date
	Price  Price
	Date   string // of the list, YYYY-MM
	Source string // where it was read, for people
}

// Where the prices were read.
const (
	quoted = "as third parties quoted OpenAI's price list; not read at the source"
	deepl  = "DeepL's help pages: €20 per million characters, taken as $25; the monthly base price comes on top"
)

// BatchDiscount is the share of the ordinary price that OpenAI's Batch API costs.
const BatchDiscount = 0.5

// List returns the list prices that this program knows, in US dollars per million tokens (DeepL: characters). Prices
// change without notice: each says when and where it was read, and the configuration overrides it.
func List() []ListPrice {
	return []ListPrice{
		{"gpt-5.4", Price{Source: 2.50, Target: 15}, "2026-03", quoted},
		{"gpt-5.1", Price{Source: 1.25, Target: 10}, "2026-03", quoted},
		{"gpt-5", Price{Source: 1.25, Target: 10}, "2026-03", quoted},
		{"gpt-5-mini", Price{Source: 0.25, Target: 2}, "2026-03", quoted},
		{"gpt-5-nano", Price{Source: 0.05, Target: 0.40}, "2026-03", quoted},
		{"gpt-4.1", Price{Source: 2, Target: 8}, "2026-03", quoted},
		{"gpt-4.1-mini", Price{Source: 0.40, Target: 1.60}, "2026-03", quoted},
		{"gpt-4.1-nano", Price{Source: 0.10, Target: 0.40}, "2026-03", quoted},
		{"gpt-4o", Price{Source: 2.50, Target: 10}, "2026-03", quoted},
		{"gpt-4o-mini", Price{Source: 0.15, Target: 0.60}, "2026-03", quoted},
		{"o3", Price{Source: 2, Target: 8}, "2026-03", quoted},
		{"o3-mini", Price{Source: 1.10, Target: 4.40}, "2026-03", quoted},
		{"o4-mini", Price{Source: 1.10, Target: 4.40}, "2026-03", quoted},
		{"deepl", Price{Source: 25, PerCharacter: true}, "2023-11", deepl},
	}
}

// Of finds a model in a table: by its name, or by the longest name that it continues with a date such as
// "-2025-08-07". It reports false for a model that is not listed; a variant of a listed model ("gpt-5-pro") is not.
func Of(table []ListPrice, model string) (ListPrice, bool) {
	model = model[strings.LastIndexByte(model, '/')+1:]
	for _, p := range table {
		if p.Model == model {
			return p, true
		}
	}
	var best ListPrice
	for _, p := range table {
		rest, ok := strings.CutPrefix(model, p.Model+"-")
		if ok && len(p.Model) > len(best.Model) && strings.Trim(rest, "0123456789-") == "" {
			best = p
		}
	}
	return best, best.Model != ""
}
