package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/command"
	"github.com/satzpaar/satzpaar/translate/deepl"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/libretranslate"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// kinds are the types of backends, in the order in which help names them.
var kinds = []string{"marian", "openai", "libretranslate", "deepl", "command", "echo"}

// opened are the backends of a run, each behind its decorators.
type opened struct {
	main  translate.Backend
	raw   translate.Backend            // the main one without decorators
	named map[string]translate.Backend // what --foreign names
	ids   []string
	cache cache.Cache // nil: none
	inner []func() error
	plans []*planned // of a dry run
	// forecasts are of backends whose price is known
	forecasts []*forecasting
	plan      price.PlanConfig // of the main backend
}

func (o *opened) close() error {
	var err error
	for _, c := range o.inner {
		err = errors.Join(err, c())
	}
	if o.cache != nil {
		err = errors.Join(err, o.cache.Close())
	}
	return err
}

// How servers are asked: requests at a time at most, source tokens in a request, and how long a request waits for texts of other documents to fill it.
const (
	remoteJobs   = 64
	remoteTokens = 1500
	remoteFill   = 50 * time.Millisecond
)

// openBackends opens all backends that the command line names.
func (j *job) openBackends(ctx context.Context, target detect.Detector, observe func(int, translate.Usage)) (_ *opened, err error) {
	validation := verify.Rules{Language: func(text string) (language.Tag, float64) { return judge(target, text) }, Fit: fit, Changes: changes}
	jobs := stack.NewJobs(j.jobs) // of the whole run
	o := &opened{named: map[string]translate.Backend{}}
	defer func() {
		if err != nil {
			o.close()
		}
	}()
	if !j.flags.noCache {
		if o.cache, err = j.runCache(ctx, first(j.flags.cache, j.env("SATZPAAR_CACHE"), j.config.Cache)); err != nil {
			return nil, err
		}
	}
	stacks := map[string]translate.Backend{}
	open := func(name string, main bool) (translate.Backend, error) {
		if b := stacks[name]; b != nil {
			return b, nil
		}
		c, err := j.backendConfig(name, main)
		if err != nil {
			return nil, err
		}
		b, closer, err := j.newBackend(c, validation)
		if err != nil {
			return nil, err
		}
		if closer != nil {
			o.inner = append(o.inner, closer)
		}
		o.ids = append(o.ids, b.Info().ID)
		if main {
			o.raw = b
		}
		if observe != nil {
			b = &observed{b, observe}
		}
		b = stack.Draining(b, j.hard)
		var batch stack.BatchConfig
		batch.MaxItems = c.Batch
		server := c.Type == "openai" || c.Type == "deepl" || c.Type == "libretranslate"
		if server {
			batch.MaxTokens = remoteTokens
		}
		rate, list := j.price(c)
		if rate != nil && j.flags.batchAPI {
			half := rate.Times(price.BatchDiscount)
			rate = &half
		}
		plan := price.PlanConfig{Backend: b, Cache: o.cache, Limits: batch.Limits, Price: rate, PriceDate: list.Date, PriceSource: list.Source, Prompted: c.Type == "openai"}
		if main {
			o.plan = plan
		}
		if j.flags.dryRun {
			// Nothing is sent: what would be is added up instead.
			pl := &planned{Backend: b, planner: price.NewPlanner(plan)}
			o.plans = append(o.plans, pl)
			stacks[name] = pl
			return pl, nil
		}
		config := stack.Config{Validation: validation, Batch: batch, Remote: !slices.Contains([]string{"marian", "echo"}, c.Type), Jobs: jobs,
			Rate:   stack.Rate{RequestsPerMinute: c.Requests, TokensPerMinute: c.Tokens},
			Budget: j.budget}
		if c.Type != "echo" {
			config.Link = germanLinks
		}
		if rate != nil {
			config.Price = *rate
		} else if j.flags.maxCost > 0 && config.Remote && c.Type != "command" {
			return nil, usage(fmt.Errorf("--max-cost: the price of backend %s is not known", name), "say it with price_in and price_out in [backend.NAME] of the configuration")
		}
		if server {
			// A server may take many more requests than this machine has processors: the adaptive gate finds out how many.
			if j.flags.jobs == 0 && j.config.Jobs == 0 {
				config.Jobs, config.Width = nil, remoteJobs
			}
			config.Fill = remoteFill
		}
		if o.cache != nil {
			config.Cache, config.CacheError = o.cache, j.cacheTrouble(o.cache)
		}
		stacks[name] = stack.New(b, config)
		if rate != nil && *rate != (price.Price{}) {
			f := &forecasting{Backend: stacks[name], planner: price.NewPlanner(plan)}
			o.forecasts = append(o.forecasts, f)
			stacks[name] = f
		}
		return stacks[name], nil
	}
	name := first(j.flags.backend, j.env("SATZPAAR_BACKEND"), j.config.Backend, "marian")
	if o.main, err = open(name, true); err != nil {
		return nil, err
	}
	if second := first(j.flags.fallback, j.config.Fallback); second != "" {
		b, err := open(second, false)
		if err != nil {
			return nil, err
		}
		o.main = stack.Fallback(o.main, b)
	}
	for _, n := range j.policy.Backends() {
		if o.named[n], err = open(n, false); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// germanLinks are the word links of German sentences and their English translations. On gold links they are better than the attention of our own models.
func germanLinks(req *translate.Request, source, target string) []translate.Link {
	if !sameLanguage(req.From, language.German) || !sameLanguage(req.To, language.English) {
		return nil
	}
	links := align.Links(source, target, align.GermanEnglish())
	out := make([]translate.Link, len(links))
	for i, l := range links {
		out[i] = translate.Link{Source: translate.Range{Start: l[0], End: l[1]}, Target: translate.Range{Start: l[2], End: l[3]}}
	}
	return out
}

// backendConfig brings flags, environment and configuration together for a backend. Flags that describe a backend are meant for the main one.
func (j *job) backendConfig(name string, main bool) (*backendConfig, error) {
	c, named := j.config.Backends[name]
	if !named {
		c.Type = name
	} else if c.Type == "" {
		c.Type = name
	}
	if !slices.Contains(kinds, c.Type) {
		known := append(slices.Clone(kinds), slices.Sorted(maps.Keys(j.config.Backends))...)
		if named {
			return nil, usage(fmt.Errorf("configuration: [backend.%s] has the unknown type %q", name, c.Type), "types are "+strings.Join(kinds, ", "))
		}
		return nil, usage(fmt.Errorf("there is no backend %q", name), "choose from "+strings.Join(known, ", "))
	}
	if main {
		c.Model = first(j.flags.model, j.env("SATZPAAR_MODEL"), c.Model, j.config.Model)
		c.BaseURL = first(j.flags.baseURL, c.BaseURL)
		c.Command = first(j.flags.command, c.Command)
		c.Protocol = first(j.flags.protocol, c.Protocol)
		c.Prompt = first(j.flags.prompt, c.Prompt)
		if j.flags.rate > 0 {
			c.Requests = j.flags.rate
		}
	}
	switch c.Type {
	case "openai":
		c.Model = first(c.Model, j.env("OPENAI_MODEL"))
		c.BaseURL = first(c.BaseURL, j.env("OPENAI_BASE_URL"))
	case "libretranslate":
		c.BaseURL = first(c.BaseURL, j.env("LIBRETRANSLATE_URL"))
	}
	return &c, nil
}

// price returns what a backend bills: as configured, else from the list; nil where neither is known.
func (j *job) price(c *backendConfig) (*price.Price, price.ListPrice) {
	switch {
	case c.PriceIn > 0 || c.PriceOut > 0:
		return &price.Price{Source: c.PriceIn, Target: c.PriceOut, PerCharacter: c.Type == "deepl"}, price.ListPrice{}
	case c.Type == "marian" || c.Type == "echo":
		return &price.Price{}, price.ListPrice{}
	case c.Type == "deepl":
		c.Model = first(c.Model, "deepl")
	case c.Type != "openai" || c.BaseURL != "" && !strings.Contains(c.BaseURL, "api.openai.com"):
		return nil, price.ListPrice{}
	}
	if l, ok := price.Of(price.List(), c.Model); ok {
		return &l.Price, l
	}
	return nil, price.ListPrice{}
}

// key returns the API key of a backend: from the environment variable that its configuration names, else from the usual one.
func (j *job) key(c *backendConfig, usual string) string { return j.env(first(c.KeyEnv, usual)) }

// newBackend makes a backend. What closes it, if anything has to, comes with it.
func (j *job) newBackend(c *backendConfig, v verify.Rules) (translate.Backend, func() error, error) {
	if j.asked == nil {
		j.asked = map[string]*backendConfig{}
	}
	j.asked[c.Type] = c
	switch c.Type {
	case "marian":
		return j.newMarian(c.Model, c.Beam)
	case "openai":
		style := ""
		if c.Prompt != "" {
			raw, err := os.ReadFile(c.Prompt)
			if err != nil {
				return nil, nil, usage(fmt.Errorf("--prompt-file: %w", err))
			}
			style = string(raw)
		}
		mode, err := openai.ParseMode(first(c.Answers, "probe"))
		if err != nil {
			return nil, nil, usage(fmt.Errorf("configuration: answers: %w", err))
		}
		var doubted func(*openai.Reply)
		if j.replies != nil {
			doubted = j.replies.keep
		}
		b, err := openai.New(openai.Config{Doubted: doubted, BaseURL: c.BaseURL, Model: c.Model, Key: j.key(c, "OPENAI_API_KEY"), APIVersion: c.APIVersion, Mode: mode, Style: style,
			Temperature: c.Temperature, ReasoningEffort: c.Effort, Extra: c.Extra, NoContext: c.NoContext, MaxBatch: c.Batch, Validation: v})
		j.server = b
		return j.made(b, err)
	case "libretranslate":
		return j.made(libretranslate.New(libretranslate.Config{BaseURL: c.BaseURL, Key: j.key(c, "LIBRETRANSLATE_API_KEY"), MaxBatch: c.Batch}))
	case "deepl":
		return j.made(deepl.New(deepl.Config{BaseURL: c.BaseURL, Key: j.key(c, "DEEPL_API_KEY"), MaxBatch: c.Batch}))
	case "command":
		argv, err := command.Split(c.Command)
		if err != nil {
			return nil, nil, usage(fmt.Errorf("--command: %w", err))
		}
		b, err := command.New(command.Config{Argv: argv, Protocol: command.Protocol(first(c.Protocol, "lines")), Processes: j.jobs, MaxBatch: c.Batch,
			Environ: j.environ, Env: c.Env})
		if err != nil {
			return nil, nil, usage(err, "for example --command 'apertium -u spa-eng'")
		}
		return b, b.Close, nil
	default:
		return echo.New(echo.Config{}), nil, nil
	}
}

// fit says how well texts would do as translations of one another, so that answers which have changed places are noticed.
func fit(from, to language.Tag, source, target []string) (nats [][]float64, known bool) {
	if sameLanguage(from, language.German) && sameLanguage(to, language.English) {
		return align.Fit(source, target, align.GermanEnglish()), true
	}
	return align.Fit(source, target, nil), false
}

// changes reports whether a German word is another one in English, as far as the lexicon knows.
func changes(from, to language.Tag, word string) bool {
	const rarely = 0.05 // share of its translations that are the word itself
	if !sameLanguage(from, language.German) || !sameLanguage(to, language.English) {
		return false
	}
	word = strings.ToLower(word)
	lexicon, same := align.GermanEnglish(), 0.0
	lexicon.Each(word, func(target string, forward, _ float64) {
		if target == word {
			same = forward
		}
	})
	return same < rarely && lexicon.Has(word)
}

// judge returns the language of most of a text, and how sure the detector is of it.
func judge(d detect.Detector, text string) (language.Tag, float64) {
	runs := d.Runs(text)
	lang, score := detect.Dominant(runs, text), 0.0
	for _, r := range runs {
		if r.Lang == lang {
			score = max(score, r.Score)
		}
	}
	return lang, score
}

// made adapts the constructors whose backends need no closing.
func (j *job) made(b translate.Backend, err error) (translate.Backend, func() error, error) {
	var e *translate.Error
	if errors.As(err, &e) {
		return nil, nil, usage(err, j.hintsFor(e)...)
	}
	if err != nil {
		return nil, nil, usage(err)
	}
	return b, nil, nil
}

// newMarian opens the built-in model, a pulled model by its name, or a folder with the files of a model. A beam of 0 is the
// model's own.
func (j *job) newMarian(model string, beam int) (translate.Backend, func() error, error) {
	if err := marian.UseKernel(j.env("SATZPAAR_KERNEL")); err != nil {
		return nil, nil, usage(err, "unset SATZPAAR_KERNEL")
	}
	config := marian.Config{Workers: j.jobs, Beam: beam}
	if model == "" || model == "builtin" {
		return j.made(marian.Builtin(config))
	}
	dir := model
	if !strings.ContainsAny(model, `/\`) {
		info, ok := marian.Lookup(model)
		if !ok {
			return nil, nil, usage(fmt.Errorf("there is no model %q", model), "see 'satzpaar models list', or give the path of a folder, such as ./"+model)
		}
		store, err := j.models()
		if err != nil {
			return nil, nil, err
		}
		if dir, err = store.Path(info); err != nil {
			return nil, nil, usage(err, "fetch it with 'satzpaar models pull "+model+"', or leave out --model to use the built-in one")
		}
		config.Name, config.From, config.To = info.Name, info.From, info.To
	}
	b, err := marian.Open(dir, config)
	if err != nil {
		return nil, nil, usage(err, "fetch the model again with 'satzpaar models pull', or leave out --model to use the built-in one")
	}
	return b, nil, nil
}

// observed tells how many items a backend has answered, and what it used for that.
type observed struct {
	translate.Backend
	observe func(int, translate.Usage)
}

// Unwrap returns the backend.
func (o *observed) Unwrap() translate.Backend { return o.Backend }

func (o *observed) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := o.Backend.Translate(ctx, req)
	o.observe(len(results), usage)
	return results, usage, err
}
