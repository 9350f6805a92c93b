package satzpaar

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
	"github.com/satzpaar/satzpaar/translate/marian/models"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// A Config specifies how a [Session] works. The zero value translates German into English with the built-in model. It
// is plain data: as JSON it can travel to another machine, where a session opened from it gives the same translations.
// Keys do not travel.
type Config struct {
	From string `json:"from,omitempty"` // language of the documents, as [lang.Parse] reads it; default "de"
	// To is the language of the translations; default "en". Where nothing is translated it may be "zxx", which stands
	// for "not applicable".
	To string `json:"to,omitempty"`

	// Backend names what translates: a key of Backends, or a type of backend that needs no more than its defaults.
	// Default "marian".
	Backend string `json:"backend,omitempty"`
	// Fallback names the backend for what the first one cannot do; empty for none.
	Fallback string `json:"fallback,omitempty"`
	// Backends describe backends by the names that Backend, Fallback and Foreign use.
	Backends map[string]BackendConfig `json:"backends,omitempty"`
	// Foreign is what happens to text in other languages, as [detect.ParsePolicy] reads it; default "keep".
	Foreign string `json:"foreign,omitempty"`

	// Glossary holds terms and the translations they must have.
	Glossary []translate.Term `json:"glossary,omitempty"`
	// Examples are sentences with the translations that people gave them, later ones in place of earlier ones of the
	// same source. Prompted backends are shown those that resemble a sentence.
	Examples []translate.Example `json:"examples,omitempty"`
	// SRX is the text of a file of sentence rules in SRX 2.0; they come on top of the built-in ones. SRXName names it
	// in errors.
	SRX     string `json:"srx,omitempty"`
	SRXName string `json:"srxName,omitempty"`
	// Unit is what is sent as one text: "sentence", which is the default, or "block": whole paragraphs, whose
	// sentences are aligned afterwards.
	Unit string `json:"unit,omitempty"`
	// KeepUncertain leaves a paragraph whole whose sentences cannot be told apart; otherwise it is sent again
	// sentence by sentence.
	KeepUncertain bool `json:"keepUncertain,omitempty"`
	// Near translates sentences that differ only in numbers, addresses, handles and bullets once, where these can be
	// put back for certain.
	Near bool `json:"near,omitempty"`

	// Encoding is that of the documents; empty: UTF-8, with UTF-16 and Windows-1252 recognised.
	Encoding string `json:"encoding,omitempty"`
	Format   string `json:"format,omitempty"` // of documents whose names do not show it; empty: plain text
	Field    string `json:"field,omitempty"`  // of records: what is translated, see [document.RecordOptions]
	Into     string `json:"into,omitempty"`   // of records: the field that takes the translation

	// Jobs bounds documents, chunks and requests under way, together; default: the number of processors, and for
	// servers what they are found to take.
	Jobs    int     `json:"jobs,omitempty"`
	MaxCost float64 `json:"maxCost,omitempty"` // US dollars; 0 is no limit
	// Plan makes a session that sends nothing and adds up what it would send, see [Session.Plan] and [Session.Plans].
	Plan bool `json:"plan,omitempty"`
	// Fast makes local models search greedily: about three times as fast, and a little worse.
	Fast bool `json:"fast,omitempty"`
	// BatchAPI plans with the prices of a service's batch interface.
	BatchAPI bool `json:"batchAPI,omitempty"`
	// Explain makes [Session.Detect] describe what each decision rests on.
	Explain bool `json:"explain,omitempty"`

	// Host is what the program around the session provides. The zero value is fine.
	Host Host `json:"-"`
}

// Pair returns the languages of a configuration: German and English where it names none. A mistake is a [*ConfigError].
func (c *Config) Pair() (lang.Pair, error) {
	p := lang.GermanEnglish
	var err error
	if c.From != "" {
		if p.From, err = lang.Parse(c.From); err != nil {
			return p, &ConfigError{Field: "From", Err: err}
		}
	}
	if c.To != "" {
		if p.To, err = lang.Parse(c.To); err != nil {
			return p, &ConfigError{Field: "To", Err: err}
		}
	}
	if lang.Same(p.From, p.To) {
		return p, wrong("To", "%q is the language of the documents too", p.To)
	}
	return p, nil
}

// ReadGlossary takes the terms of a glossary file, in place of those that there are; an empty path changes nothing.
// The languages must be set before.
func (c *Config) ReadGlossary(path string) error {
	if path == "" {
		return nil
	}
	pair, err := c.Pair()
	if err != nil {
		return err
	}
	g, err := glossary.ReadFile(path, pair.From, pair.To)
	if err != nil {
		return err
	}
	c.Glossary = g.Terms()
	return nil
}

// UseModel gives a backend another model. An empty model, or a backend that Backends does not describe, changes
// nothing. Copies of the configuration keep theirs.
func (c *Config) UseModel(backend, model string) {
	if b, ok := c.Backends[backend]; ok && model != "" {
		b.Model = model
		c.Backends = maps.Clone(c.Backends)
		c.Backends[backend] = b
	}
}

// Directions returns those in which a server offers a backend where none are named: the usual one first and, for the
// local engine where no model is named, those of the models that are here.
func (c *Config) Directions(backend string, usual lang.Pair, here []lang.Pair) []lang.Pair {
	pairs := []lang.Pair{usual}
	if b := c.Backends[backend]; cmp.Or(b.Type, backend) != "marian" || b.Model != "" {
		return pairs
	}
	for _, pair := range here {
		if pair.Written() != usual.Written() {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

// Used returns the first backend of a type that the configuration uses: the main one, the fallback, or one of the
// policy for foreign text.
func (c *Config) Used(backendType string) (BackendConfig, bool) {
	names := []string{c.mainName(), c.Fallback}
	if policy, err := detect.ParsePolicy(c.Foreign); err == nil {
		names = append(names, policy.Backends()...)
	}
	for _, name := range names {
		if b, ok := c.Backends[name]; ok && b.Type == backendType {
			return b, true
		}
	}
	return BackendConfig{}, false
}

// mainName is the name of the session's own backend.
func (c *Config) mainName() string { return cmp.Or(c.Backend, "marian") }

// A BackendConfig describes a backend. Fields that a type does not know are ignored.
type BackendConfig struct {
	Type    string `json:"type,omitempty"    toml:"type"` // one of [Types]; empty: the name of the backend
	Model   string `json:"model,omitempty"   toml:"model"`
	BaseURL string `json:"baseURL,omitempty" toml:"base_url"`
	Key     string `json:"-"                 toml:"-"` // for services that want one
	// KeyEnv names the environment variable that the program takes Key from; a session does not read it.
	KeyEnv     string `json:"keyEnv,omitempty"     toml:"api_key_env"`
	APIVersion string `json:"apiVersion,omitempty" toml:"api_version"` // of an Azure deployment
	Command    string `json:"command,omitempty"    toml:"command"`
	Protocol   string `json:"protocol,omitempty"   toml:"protocol"`
	// Env are names of environment variables that a program is given besides those that every program needs.
	Env []string `json:"env,omitempty" toml:"env"`
	// Of services with parts: the region, which Google calls location; the project, which makes Google's service its
	// advanced one; a glossary that is stored there, by its ID or name.
	Region   string `json:"region,omitempty"   toml:"region"`
	Project  string `json:"project,omitempty"  toml:"project"`
	Glossary string `json:"glossary,omitempty" toml:"glossary"`
	// Of Amazon, beside Key, which is the secret: the ID of the key, and the token of temporary ones.
	KeyID, KeySession string `json:"-" toml:"-"`
	// Style replaces the part of a language model's prompt that describes how to translate.
	Style  string `json:"style,omitempty"           toml:"-"`
	Effort string `json:"reasoningEffort,omitempty" toml:"reasoning_effort"`
	// Of language models: fields of the request body that no other setting knows; the temperature; no neighbours in
	// the prompt; the form of answers.
	Extra       map[string]any `json:"extra,omitempty"       toml:"extra"`
	Temperature float64        `json:"temperature,omitempty" toml:"temperature"`
	NoContext   bool           `json:"noContext,omitempty"   toml:"no_context"`
	Answers     string         `json:"answers,omitempty"     toml:"answers"` // probe, json-schema, json-object, text
	// Batch is the most texts in a request, and Beam how many hypotheses a local model follows at a time; 0 leaves
	// either to the backend.
	Batch    int     `json:"batch,omitempty"             toml:"batch"`
	Beam     int     `json:"beam,omitempty"              toml:"beam"`
	Requests float64 `json:"requestsPerMinute,omitempty" toml:"requests_per_minute"`
	Tokens   float64 `json:"tokensPerMinute,omitempty"   toml:"tokens_per_minute"`
	// PriceIn and PriceOut are US dollars per million tokens, or characters where the service bills those.
	PriceIn  float64 `json:"priceIn,omitempty"  toml:"price_in"`
	PriceOut float64 `json:"priceOut,omitempty" toml:"price_out"`
}

// Host is what a program gives its sessions: what is not data, or not the library's to open.
type Host struct {
	// Budget counts what is spent, and stops at Config.MaxCost; nil: the session makes one. Sessions may share it.
	Budget *price.Budget
	// Cache keeps translations; nil for none. The session does not close it.
	Cache cache.Cache
	// CacheError is called when the cache fails; work goes on.
	CacheError func(error)
	// Backends are backends of the program's own, by the names that Config uses for them. The session puts its
	// decorators around them and does not close them.
	Backends map[string]translate.Backend
	// Judge gives second opinions on the language of stretches in doubt; nil for none. Package detect/lingua has one,
	// of 124 MB.
	Judge detect.Judge
	// Models finds the folder of a local model by its name; nil: models are named by the paths of their folders alone.
	Models func(name string) (dir string, info models.Info, err error)
	// Preferred returns the name of the local model that is taken for a language pair where the configuration names
	// none; "" for the built-in one. Nil: always that.
	Preferred func(lang.Pair) string
	// Reverse returns the name of the local model of the opposite direction that takes part in the choice among what
	// the built-in model finds for a language pair; "" for none. Nil: always that.
	Reverse func(lang.Pair) string
	// Environ is the environment of this program, from which the command backend takes what its programs are given.
	Environ []string
	// Answered is called with the number of texts that a backend has answered, and what that took. It may be called
	// from several goroutines at once.
	Answered func(texts int, used translate.Usage)
	// Doubted is called with answers of language models that were paid for and not believed, see [openai.Config].
	Doubted func(*openai.Reply)
	// Hard ends requests under way; they outlive the context that a method was called with, so that what was paid for
	// is kept. Nil: they end with it.
	Hard context.Context
}

// A ConfigError is a mistake in a [Config].
type ConfigError struct {
	// Field is the field of Config or BackendConfig that is wrong, such as "Foreign".
	Field string
	// Backend is the name of the backend that it describes, if any.
	Backend string
	Err     error
}

// Error returns what is wrong.
func (e *ConfigError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

// counts reports whether n can be an amount: it is finite and not negative.
func counts(n float64) bool { return n >= 0 && !math.IsInf(n, 1) }

// checkNumbers returns the first of the numbers of a backend that cannot be meant. A price that is negative or
// not a number would defeat a limit of costs.
func (c *BackendConfig) checkNumbers() error {
	for _, n := range []struct {
		setting string
		value   float64
	}{
		{"temperature", c.Temperature}, {"batch", float64(c.Batch)}, {"beam", float64(c.Beam)},
		{"requests_per_minute", c.Requests}, {"tokens_per_minute", c.Tokens},
		{"price_in", c.PriceIn}, {"price_out", c.PriceOut},
	} {
		if !counts(n.value) {
			return fmt.Errorf("%s = %g: must be 0 or more", n.setting, n.value)
		}
	}
	return nil
}

// wrong makes a ConfigError.
func wrong(field, format string, args ...any) error {
	return &ConfigError{Field: field, Err: fmt.Errorf(format, args...)}
}
