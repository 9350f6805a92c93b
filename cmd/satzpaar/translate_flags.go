package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// translateFlags are the flags of satzpaar translate as they were given.
type translateFlags struct {
	out, from, to    string
	auto             bool // the language of each document is found out; from is empty then
	backend, model   string
	baseURL          string
	command          string
	protocol         string
	foreign          string
	fallback         string
	write            string
	encoding, format string
	field, into      string
	glossary, prompt string
	examples         []string
	noExamples       bool
	srx              string
	cache            string
	noCache, near    bool
	fast             bool
	jobs             int
	json, quiet      bool
	unit, uncertain  string
	sample           int
	shard            string
	retry            string
	metrics          string
	dryRun           bool
	batchAPI, resume bool
	reparse, prune   bool
	maxCost, rate    float64
	budget           string
}

// registerOwn adds the flags of satzpaar translate alone.
func (f *translateFlags) registerOwn(fs *pflag.FlagSet) {
	fs.StringVarP(&f.out, "out", "o", "", "output `folder` (default satzpaar-out; for -: standard output)")
	fs.StringVar(&f.write, "write", "",
		"`outputs`: same, jsonl, review, tsv, tmx, xliff, parquet, nested (default "+outputs.Usual+")")
	commandline.Choice(fs, &f.format, "format", "", document.FormatNames,
		"format of standard input, and of files whose names do not tell it: "+
			strings.Join(document.FormatNames(), ", "))
	fs.StringVar(&f.encoding, "encoding", "",
		"`encoding` of the inputs (default: UTF-8; UTF-16 and Windows-1252 are recognised)")
	fs.StringVar(&f.field, "field", "",
		"`fields` of JSON Lines, CSV, TSV and Parquet records to translate, such as title,messages.*.content"+
			" (default: text, content, body, …)")
	fs.StringVar(&f.into, "into", "",
		"`field` that takes the translation, such as text_en or *_en (default: the same one)")
	fs.StringVar(&f.prompt, "prompt-file", "", "`file` that replaces the style part of the prompt")
	fs.StringArrayVar(&f.examples, "examples", nil,
		"output `folder` to learn from, besides --out: prompted backends are shown the edits of similar "+
			"sentences, the built-in model gets the terms that were changed twice in the same way")
	fs.BoolVar(&f.noExamples, "no-examples", false, "learn nothing from edits")
	fs.BoolVar(&f.near, "near-duplicates", false,
		"translate only once what differs only in numbers, addresses, handles and bullets, where these can be put "+
			"back reliably")
	fs.IntVar(&f.sample, "sample", 0, "translate only this many of the documents, chosen by the hash of their names")
	fs.StringVar(&f.shard, "shard", "",
		"`I/N`: only shard I of N, counted from 0; auto: both from the SLURM array job; auto/N: I from SLURM or "+
			"Kubernetes; plan/N: only write the plan")
	commandline.Choice(fs, &f.retry, "retry", "", commandline.Words("failed", "flagged"),
		"failed or flagged: ask again only for those of the earlier run in --out, and keep answers only if they "+
			"are not worse")
	fs.StringVar(&f.metrics, "metrics-addr", "",
		"serve metrics of the run in Prometheus format at this local `address`")
	commandline.Choice(fs, &f.unit, "unit", "sentence", commandline.Words("sentence", "block"),
		"sentence, or block: send whole paragraphs and align their sentences afterwards")
	commandline.Choice(fs, &f.uncertain, "uncertain", "sentences", commandline.Words("sentences", "bead"),
		"with --unit block, what happens to a paragraph whose sentences cannot be told apart: sentences sends it "+
			"again one by one, bead leaves it whole")
	fs.BoolVar(&f.dryRun, "dry-run", false, "show what would be sent and what it would cost, and send nothing")
	fs.BoolVar(&f.batchAPI, "batch-api", false,
		"submit to OpenAI's Batch API, at half the price, and exit; --resume collects")
	fs.BoolVar(&f.resume, "resume", false, "collect what --batch-api has submitted, then go on as usual")
	fs.BoolVar(&f.reparse, "reparse", false,
		"first read again the answers that an earlier run paid for but did not believe, then go on as usual")
	fs.BoolVar(&f.prune, "prune", false,
		"remove from --out what earlier runs wrote for documents that are no longer among the inputs; edits stay")
	fs.BoolVar(&f.json, "json", false,
		"write the summary of the run to standard output as JSON; with -, to standard error")
	fs.BoolVar(&f.quiet, "quiet", false, "show no progress")
}

// register adds the flags that control how texts are translated, whatever command does it.
func (f *translateFlags) register(fs *pflag.FlagSet) {
	fs.StringVar(&f.from, "from", "", "source `language` (default de)")
	fs.StringVar(&f.to, "to", "", "target `language` (default en)")
	fs.StringVar(&f.backend, "backend", "",
		"`backend` that translates: a type of 'satzpaar backends', or a [backend.NAME] of the configuration "+
			"(default marian)")
	fs.StringVar(&f.model, "model", "",
		"`model` of the backend; for marian a name from 'satzpaar models list' (default: one that was pulled for "+
			"the languages, else builtin)")
	fs.StringVar(&f.baseURL, "base-url", "", "`address` of the server, for backends that have one")
	fs.StringVar(&f.command, "command", "", "`program` of the command backend, with its arguments")
	commandline.Choice(fs, &f.protocol, "protocol", "", commandline.Words("lines", "jsonl"),
		"lines or jsonl: how the command backend talks (default lines)")
	fs.StringVar(&f.foreign, "foreign", "",
		"`policy` for text in other languages: keep, translate or drop; per language es=translate:NAME,en=keep "+
			"(default keep)")
	fs.StringVar(&f.fallback, "fallback", "", "`backend` for what the first one cannot do")
	fs.StringVar(&f.glossary, "glossary", "", "`file` of terms, source TAB target or TBX")
	fs.StringVar(&f.srx, "srx", "", "SRX 2.0 `file` with sentence rules; they come on top of the built-in ones")
	fs.StringVar(&f.cache, "cache", "",
		"cache `file` (default: in the user's cache folder), or postgres://USER@HOST/DATABASE that many workers share")
	fs.BoolVar(&f.noCache, "no-cache", false, "neither read nor write the cache")
	fs.Float64Var(&f.rate, "rate", 0, "at most this many requests a minute")
	fs.Float64Var(&f.maxCost, "max-cost", 0,
		"stop before more than this many US dollars are spent: by this process or, where their cache is a database, "+
			"by all shards of a run")
	fs.StringVar(&f.budget, "budget", "",
		"`name` under which processes whose cache is the same database share what --max-cost allows")
	fs.IntVar(&f.jobs, "jobs", 0, "documents and requests at a time (default: number of processors)")
	fs.BoolVar(&f.fast, "fast", false, "search greedily with a local model: faster, and slightly worse")
}

// together returns an error if flags were given that do not go together.
func (f *translateFlags) together(given *pflag.FlagSet) error {
	switch {
	case f.from == automatic:
		return commandline.Apart(given, "from auto", []string{"batch-api", "resume", "reparse", "retry", "shard"},
			"name the language with --from")
	case f.shard != "":
		return commandline.Apart(given, "shard",
			[]string{"retry", "batch-api", "resume", "reparse", "dry-run", "prune"},
			"use it without --shard, or on the whole output folder when the shards are merged")
	}
	return nil
}

// apply puts the flags on top of the settings.
func (f *translateFlags) apply(c satzpaar.Config) (satzpaar.Config, error) {
	c.From, c.To, c.Foreign = cmp.Or(f.from, c.From), cmp.Or(f.to, c.To), cmp.Or(f.foreign, c.Foreign)
	c.Backend, c.Fallback = cmp.Or(f.backend, c.Backend), cmp.Or(f.fallback, c.Fallback)
	c.Encoding, c.Field, c.Into = f.encoding, f.field, f.into
	if document.ContainerNamed(f.format) == nil {
		c.Format = f.format
	}
	c.Near, c.MaxCost, c.Plan, c.BatchAPI, c.Fast = f.near, f.maxCost, f.dryRun, f.batchAPI, f.fast
	if !(f.rate >= 0) {
		return c, usage(fmt.Errorf("--rate %g: must be 0 or more", f.rate))
	}
	if f.jobs != 0 {
		c.Jobs = f.jobs
	}
	if f.uncertain == "bead" && f.unit != "block" {
		return c, usage(errors.New("--uncertain bead is about whole paragraphs"), "add --unit block")
	}
	c.Unit, c.KeepUncertain = cmp.Or(f.unit, "sentence"), f.uncertain == "bead"
	// Flags that describe a backend are meant for the main one.
	if b, ok := c.Backends[c.Backend]; ok {
		b.Model, b.BaseURL = cmp.Or(f.model, b.Model), cmp.Or(f.baseURL, b.BaseURL)
		b.Command, b.Protocol = cmp.Or(f.command, b.Command), cmp.Or(f.protocol, b.Protocol)
		if f.rate > 0 {
			b.Requests = f.rate
		}
		if f.prompt != "" {
			style, err := plainfile.ReadFile(f.prompt)
			if err != nil {
				return c, fmt.Errorf("--prompt-file: %w", err)
			}
			b.Style = string(style)
		}
		c.Backends[c.Backend] = b
	}
	if f.srx != "" {
		raw, err := plainfile.ReadFile(f.srx)
		if err != nil {
			return c, usage(fmt.Errorf("--srx: %w", err))
		}
		c.SRX, c.SRXName = string(raw), f.srx
	}
	return c, c.ReadGlossary(f.glossary)
}
