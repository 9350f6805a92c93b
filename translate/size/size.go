// Package size estimates how large requests are, and divides them into parts within limits.
package size

import (
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/translate"
)

// Tokens estimates how many tokens text costs in the vocabularies of today's hosted models, where the true tokenizer
// is not known. It is a measured ratio: for German and English news and encyclopedia text it lies between 8 % below
// and 7 % above the count of o200k_base, and up to a quarter below that of older and smaller vocabularies
// (cl100k_base: 3.5 to 3.7 bytes a token in German). Forecasts give a range, see package price.
func Tokens(text string) int {
	ascii, latin, other, wide := 0, 0, 0, 0
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			ascii++
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r < 0x250 || r >= 0x2000 && r < 0x2070:
			latin++
		case r < 0x2e80:
			other++
		default:
			wide++
		}
		i += n
	}
	t := float64(ascii)/4.5 + float64(latin)/1.6 + float64(other)/2 + float64(wide)
	if t > 0 && t < 1 {
		return 1
	}
	return int(t + 0.5)
}

// Request estimates the source tokens of a whole request.
func Request(info translate.Info, req *translate.Request) int {
	n := 0
	for i := range req.Items {
		n += Item(info, &req.Items[i])
	}
	return n
}

// Item estimates what an item costs as input.
func Item(info translate.Info, it *translate.Item) int {
	n := Tokens(it.Text)
	if info.UsesContext {
		n += Tokens(it.Before) + Tokens(it.After)
	}
	if info.UsesExamples {
		for _, e := range it.Examples {
			n += Tokens(e.Source) + Tokens(e.Target)
		}
	}
	return n
}

// Limits bound one request.
type Limits struct {
	// MaxItems is the largest number of items in a request; 0 takes the backend's own Info.MaxBatch.
	MaxItems int
	// MaxTokens is the largest estimated number of source tokens in a request, context included; 0 means any. One
	// item that is larger goes alone.
	MaxTokens int
}

// Split cuts indices into parts, in order.
func (c Limits) Split(info translate.Info, req *translate.Request, indices []int) [][]int {
	maxItems := c.MaxItems
	if maxItems <= 0 || info.MaxBatch > 0 && info.MaxBatch < maxItems {
		maxItems = info.MaxBatch
	}
	if maxItems <= 0 && c.MaxTokens <= 0 {
		return [][]int{indices}
	}
	var parts [][]int
	start, tokens := 0, 0
	for k, i := range indices {
		n := 0
		if c.MaxTokens > 0 {
			n = Item(info, &req.Items[i])
		}
		if k > start && (maxItems > 0 && k-start >= maxItems || c.MaxTokens > 0 && tokens+n > c.MaxTokens) {
			parts = append(parts, indices[start:k])
			start, tokens = k, 0
		}
		tokens += n
	}
	return append(parts, indices[start:])
}
