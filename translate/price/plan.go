package price

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/size"
)

// An Estimate is a range in which a number is expected.
type Estimate struct{ Low, High float64 }

func (e *Estimate) add(v Estimate) { e.Low += v.Low; e.High += v.High }

// A Plan is what a run would do and cost, made without sending anything.
type Plan struct {
	Sentences  int
	Unique     int // different work: items with different cache keys
	Cached     int // of Unique, those that are in the cache
	ToSend     int // of Unique, those that have to be sent
	Requests   int // at least so many: full batches of what has to be sent
	Characters int // of what has to be sent
	// Source and Target are tokens, or characters where the backend bills these.
	Source, Target Estimate
	Unit           string   // "tokens" or "characters"
	Seconds        Estimate // how long it takes on this machine, for backends that run on it; zero if not known
	Cost           Estimate // US dollars
	PriceKnown     bool     // if false, Cost is meaningless
	PriceDate      string   // of the list price, "" if it was configured
	PriceSource    string   // where the list price was read
}

// PlanConfig describes what is planned for.
type PlanConfig struct {
	Backend translate.Backend // only its Info is asked
	Cache   cache.Cache       // nil: none
	Limits  size.Limits       // of a request
	// Price is what the backend bills; nil if that is not known.
	Price                  *Price
	PriceDate, PriceSource string
	// Prompted is set for language models: every request carries instructions and every answer an echo.
	Prompted bool
}

// A Planner adds up requests. It keeps one key of 32 bytes for each different sentence, and a small sample of what has
// to be sent.
type Planner struct {
	config PlanConfig
	info   translate.Info
	seen   map[cache.Key]struct{}
	plan   Plan
	sample []sampled // ordered by key
}

// A sampled item is one of those with the smallest keys, which are hashes: a fair choice, and the same for any order of
// the documents.
type sampled struct {
	key  cache.Key
	item translate.Item
	from language.Tag
}

// sampleSize is the number of texts in a sample.
const sampleSize = 64

// choose takes an item into the sample if it belongs there.
func (p *Planner) choose(k cache.Key, item *translate.Item, from language.Tag) {
	if len(p.sample) == sampleSize && bytes.Compare(k[:], p.sample[sampleSize-1].key[:]) > 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(p.sample, k, func(s sampled, k cache.Key) int {
		return bytes.Compare(s.key[:], k[:])
	})
	p.sample = slices.Insert(p.sample, at, sampled{k, *item, from})
	p.sample = p.sample[:min(len(p.sample), sampleSize)]
}

// Sample returns a fair sample of what would be sent, at most 64 texts, as one request, and which share of the
// characters of all of it that is. Of texts in several languages it holds those in the language that most are in.
func (p *Planner) Sample(to language.Tag) (req translate.Request, share float64) {
	of := map[language.Tag]int{}
	for _, s := range p.sample {
		if of[s.from]++; of[s.from] > of[req.From] {
			req.From = s.from
		}
	}
	req.To = to
	characters := 0
	for _, s := range p.sample {
		if s.from == req.From {
			req.Items = append(req.Items, s.item)
			characters += utf8.RuneCountInString(s.item.Text)
		}
	}
	if characters == 0 {
		return req, 0
	}
	return req, float64(characters) / float64(p.plan.Characters)
}

// NewPlanner returns a planner.
func NewPlanner(config PlanConfig) *Planner {
	p := &Planner{config: config, info: config.Backend.Info(), seen: map[cache.Key]struct{}{}}
	p.plan.Unit = "tokens"
	if config.Price != nil && config.Price.PerCharacter {
		p.plan.Unit = "characters"
	}
	p.plan.PriceKnown, p.plan.PriceDate, p.plan.PriceSource = config.Price != nil, config.PriceDate, config.PriceSource
	return p
}

// Bounds of the true number of tokens over the estimate, and of the length of a translation over its source, in
// tokens. Answers may have to be asked for again.
const (
	leastTokens, mostTokens = 0.85, 1.35
	leastGrowth, mostGrowth = 0.75, 1.25
	mostRepeats             = 1.15
)

// Add plans a request. The error is for a cache that cannot be read.
func (p *Planner) Add(ctx context.Context, req *translate.Request) error {
	p.plan.Sentences += len(req.Items)
	var (
		fresh []int
		keys  []cache.Key
	)
	for i, k := range entry.Keys(p.info, req) {
		if _, ok := p.seen[k]; ok {
			continue
		}
		p.seen[k] = struct{}{}
		fresh, keys = append(fresh, i), append(keys, k)
	}
	p.plan.Unique += len(fresh)
	if len(fresh) == 0 {
		return nil
	}
	misses, open := fresh, keys
	if p.config.Cache != nil {
		_, missing, err := entry.Lookup(ctx, p.config.Cache, keys)
		if err != nil {
			return fmt.Errorf("translate: planning: reading the cache: %w", err)
		}
		misses, open = nil, nil
		for _, k := range missing {
			misses = append(misses, fresh[k])
			open = append(open, keys[k])
		}
		p.plan.Cached += len(keys) - len(missing)
	}
	p.plan.ToSend += len(misses)
	for k, i := range misses {
		p.choose(open[k], &req.Items[i], req.From)
	}
	if len(misses) == 0 {
		return nil
	}
	for _, part := range p.config.Limits.Split(p.info, req, misses) {
		p.addRequest(req, part)
	}
	return nil
}

func (p *Planner) addRequest(req *translate.Request, part []int) {
	p.plan.Requests++
	characters, tokens, texts := 0, 0, 0
	for _, i := range part {
		characters += utf8.RuneCountInString(req.Items[i].Text)
		texts += size.Tokens(req.Items[i].Text)
		tokens += size.Item(p.info, &req.Items[i])
	}
	p.plan.Characters += characters
	var source, target Estimate
	if p.config.Price != nil && p.config.Price.PerCharacter {
		source = Estimate{float64(characters), float64(characters) * mostRepeats}
	} else {
		s, t := float64(tokens), float64(texts)
		frame, echo := 0.0, 0.0
		if p.config.Prompted {
			frame, echo = float64(PromptOverhead(len(part))), float64(AnswerOverhead(len(part)))
		}
		// Context that stands in the same request as a text of its own is not sent twice, so the texts alone are the
		// least.
		source = Estimate{leastTokens * (t + 0.8*frame), mostTokens * mostRepeats * (s + frame)}
		target = Estimate{leastTokens * (leastGrowth*t + 0.5*echo), mostTokens * mostRepeats * (mostGrowth*t + echo)}
	}
	p.plan.Source.add(source)
	p.plan.Target.add(target)
	if pr := p.config.Price; pr != nil {
		p.plan.Cost.add(Estimate{
			(source.Low*pr.Source + target.Low*pr.Target) / 1e6,
			(source.High*pr.Source + target.High*pr.Target) / 1e6,
		})
	}
}

// Plan returns the sums so far.
func (p *Planner) Plan() Plan { return p.plan }
