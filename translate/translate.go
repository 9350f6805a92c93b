// Package translate is the contract between satzpaar and whatever translates: [Backend], [Request] and [Result], and
// the kinds of errors.
//
// A backend sees strings, never documents. It gives one [Result] for each [Item], in order. The decorators in package
// stack keep the same contract and add what every backend needs: a cache, retries, limits, validation.
package translate

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// A Backend translates sentences. Implementations are safe for concurrent use.
type Backend interface {
	Info() Info
	// Translate translates the items of one request. It returns as many results as there are items, result i for item
	// i. The failure of one item is that result's Err: 19 valid and one refused is a normal answer. The error is for
	// requests of which no item can be judged; it is an [*Error] unless ctx was cancelled, in which case it wraps the
	// context's error. Usage is what was spent, even if there is an error.
	Translate(ctx context.Context, req Request) ([]Result, Usage, error)
}

// Info describes a backend.
type Info struct {
	// ID is the signature of all that changes the output: kind, model and its content hash or server name,
	// parameters, prompt hash. It must not hold a secret. Two backends with equal IDs give interchangeable
	// translations.
	ID string
	// MaxBatch is the largest number of items that one request should hold; 0 means any number.
	MaxBatch int
	// Concurrency is the number of requests worth having in flight; 0 leaves it to the caller.
	Concurrency int
	// UsesContext reports whether Before, After and Title change the output. If so, they are part of the cache key.
	UsesContext bool
	// UsesExamples reports whether Examples change the output. If so, they are part of the cache key.
	UsesExamples bool
	// ObeysTerms reports whether terms can be relied on to stand in the output, so that it is worth giving those that
	// people's edits teach.
	ObeysTerms bool
	// Deterministic reports whether an item's result depends on the item, From, To and Terms alone, and not on its
	// neighbours in the request, on timing or on chance.
	Deterministic bool
	// Pairs are the directions that the backend translates; nil means any.
	Pairs []Pair
	// Ranks is how many translations of an item the backend tells apart, see [Request.Rank]; 0 is the same as 1.
	Ranks int
}

// A Pair is a direction that a backend translates.
type Pair = lang.Pair

// Translates reports whether the backend takes the direction. Regions do not matter, see [lang.Same].
func (info Info) Translates(p Pair) bool {
	return info.Pairs == nil || slices.ContainsFunc(info.Pairs, p.Same)
}

// A Request is a batch of items with what they share.
type Request struct {
	From, To language.Tag
	Items    []Item
	Terms    []Term // glossary terms that occur in the items
	Title    string // of the document, for context only
	// Rank selects which translations are wanted: 0 is the best one of each item, 1 the second best, and so on. It is
	// less than Info.Ranks, or 0. Where there are fewer, the last one is the answer; neighbours may be equal.
	Rank int
}

// Pick returns req with only the items that indices name, and of the terms only those that occur in them.
func (req *Request) Pick(indices []int) Request {
	sub := *req
	sub.Items = make([]Item, len(indices))
	for k, i := range indices {
		sub.Items[k] = req.Items[i]
	}
	if len(req.Terms) > 0 && len(indices) < len(req.Items) {
		sub.Terms = nil
		for _, t := range req.Terms {
			for k := range sub.Items {
				if t.In(sub.Items[k].Text) {
					sub.Terms = append(sub.Terms, t)
					break
				}
			}
		}
	}
	return sub
}

// An Item is one text to translate, as a rule a sentence.
type Item struct {
	Text   string
	Before string // what stands before Text in its document: context, which must not be translated
	After  string // what stands after it
	Kind   string // of the block: "paragraph", "heading", …
	// Keep are parts of Text that must stand in the result byte for byte, in any place: placeholders and foreign
	// spans that the policy keeps. They are ordered and do not overlap. A backend keeps them as well as it can;
	// stack.Validated fails the items of which it does not.
	Keep []offset.Span
	// Examples are similar texts with the translations that people gave them, the most similar first.
	Examples []Example
}

// An Example is a text with a translation that a person wrote.
type Example struct {
	Source string `json:"source"`
	Target string `json:"target"`
	// Machine is what the person changed; empty where that is not known. Backends do not look at it.
	Machine string `json:"machine,omitempty"`
}

// A Term is a glossary entry: where Source stands in a text, its translation holds Target, or one of several
// separated by "|", the preferred one first.
type Term struct{ Source, Target string }

// In reports whether the term's source stands in text, by the rule of package internal/term: where a word begins,
// inflection allowed.
func (t Term) In(text string) bool { return term.Occurs(text, t.Source) }

// Places yields where the term's source stands in text, by the same rule, as start and end in bytes.
func (t Term) Places(text string) iter.Seq2[int, int] { return term.All(text, t.Source) }

// Targets returns the translations that the term allows, the preferred one first. There is at least one, empty if
// Target is.
func (t Term) Targets() []string {
	var out []string
	for s := range strings.SplitSeq(t.Target, "|") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return []string{strings.TrimSpace(t.Target)}
	}
	return out
}

// A Result is the translation of one item.
type Result struct {
	Text string
	Err  *Error // set where the item could not be translated; then Text is empty
	// Origin identifies the backend and model that made the text: the ID of the innermost backend.
	Origin string
	// Score is the backend's own confidence, as a mean log-probability per token where it has one, else 0. HasScore
	// tells the two apart.
	Score    float64
	HasScore bool
	Links    []offset.Link
	Cached   bool // the text came from the cache and cost nothing now
	Near     bool // the text is that of a near duplicate, with the differences put back; see stack.Near
}

// Usage counts what requests cost.
type Usage struct {
	Requests       int
	SourceTokens   int // prompt tokens, or the tokens or characters that the backend bills as input
	TargetTokens   int
	Cost           float64 // in US dollars where the price is known
	CostIsEstimate bool
	// Pause is how long the server asks to be left alone, as it may in answers that succeed.
	Pause time.Duration
}

// Add adds v to u.
func (u *Usage) Add(v Usage) {
	u.Requests += v.Requests
	u.SourceTokens += v.SourceTokens
	u.TargetTokens += v.TargetTokens
	u.Cost += v.Cost
	u.CostIsEstimate = u.CostIsEstimate || v.CostIsEstimate
	u.Pause = max(u.Pause, v.Pause)
}

// A Kind is a sort of failure: it decides what can be done about an [Error].
type Kind int

// The kinds of failures. The backend sets the kind; decorators and commands obey it.
const (
	Internal    Kind = iota // a fault in satzpaar or an answer that makes no sense; one retry may help
	Invalid                 // the request or the configuration is wrong; retrying is useless
	Auth                    // the key is missing, wrong or lacks the permission; stop
	Quota                   // the paid budget is used up; stop, waiting does not help
	RateLimited             // too many requests; wait, then retry
	Unavailable             // not reachable, overloaded or timed out; wait, then retry
	Refused                 // this text was refused by a filter or by the model; others may pass
	Truncated               // the answer was cut off; a smaller request may pass
)

var kindNames = [...]string{"internal", "invalid", "auth", "quota", "rate limited", "unavailable", "refused", "truncated"}

// String returns the name of the kind in lower case.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kindNames[k]
}

// Temporary reports whether the same request may succeed later.
func (k Kind) Temporary() bool { return k == RateLimited || k == Unavailable }

// Fatal reports whether every further request to the same backend would fail in the same way.
func (k Kind) Fatal() bool { return k == Auth || k == Quota || k == Invalid }
