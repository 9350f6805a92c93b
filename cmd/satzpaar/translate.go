package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// translateFlags are the flags of satzpaar translate as they were given.
type translateFlags struct {
	out, from, to    string
	backend, model   string
	baseURL          string
	command          string
	protocol         string
	foreign          string
	fallback         string
	write            string
	encoding         string
	field, into      string
	glossary, prompt string
	srx              string
	cache            string
	noCache, near    bool
	jobs             int
	json, quiet      bool
	unit, uncertain  string
	sample           int
	retry            string
	metrics          string
	dryRun           bool
	batchAPI, resume bool
	reparse          bool
	maxCost, rate    float64
}

func translateCommand(a *app) *cobra.Command {
	var f translateFlags
	c := &cobra.Command{
		Use:   "translate [flags] PATH… | -",
		Short: "Translate files, folders or standard input into an output folder",
		Long: `translate finds the sentences of each document and what is foreign in them, translates the German ones, and writes for each input a.txt
  a.txt.en.txt        the translated document, in its own format
  a.txt.bitext.jsonl  source and target, sentence by sentence
  a.txt.review.html   both side by side
into the output folder, with an index.html and the account of the run in satzpaar.json.` + "\n" + exitHelp,
		Example: "  satzpaar translate articles/ -o english\n  echo 'Guten Morgen.' | satzpaar translate -",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.translate(cmd.Context(), &f, args) },
	}
	fs := c.Flags()
	fs.StringVarP(&f.out, "out", "o", "", "output folder (default satzpaar-out; for -: standard output)")
	fs.StringVar(&f.from, "from", "", "source language (default de)")
	fs.StringVar(&f.to, "to", "", "target language (default en)")
	fs.StringVar(&f.backend, "backend", "", "marian, openai, libretranslate, deepl, command, echo, or a [backend.NAME] of the configuration (default marian)")
	fs.StringVar(&f.model, "model", "", "model of the backend; for marian a name from 'satzpaar models list' (default builtin)")
	fs.StringVar(&f.baseURL, "base-url", "", "address of the server, for backends that have one")
	fs.StringVar(&f.command, "command", "", "program of the command backend, with its arguments")
	fs.StringVar(&f.protocol, "protocol", "", "lines or jsonl: how the command backend talks (default lines)")
	fs.StringVar(&f.foreign, "foreign", "", "keep, translate or drop text in other languages; per language es=translate:NAME,en=keep (default keep)")
	fs.StringVar(&f.fallback, "fallback", "", "backend for what the first one cannot do")
	fs.StringVar(&f.write, "write", "", "outputs: same, jsonl, review, tsv, tmx, xliff (default same,jsonl,review)")
	fs.StringVar(&f.encoding, "encoding", "", "encoding of the inputs (default: UTF-8; UTF-16 and Windows-1252 are recognised)")
	fs.StringVar(&f.field, "field", "", "field of JSON Lines, CSV and TSV records to translate (default: text, content, body, …)")
	fs.StringVar(&f.into, "into", "", "field that takes the translation (default: the same one)")
	fs.StringVar(&f.glossary, "glossary", "", "file of terms, source TAB target or TBX")
	fs.StringVar(&f.prompt, "prompt-file", "", "file that replaces the style part of the prompt")
	fs.StringVar(&f.srx, "srx", "", "SRX 2.0 file with sentence rules; they come on top of the built-in ones")
	fs.StringVar(&f.cache, "cache", "", "cache file (default: in the user's cache folder)")
	fs.BoolVar(&f.noCache, "no-cache", false, "neither read nor write the cache")
	fs.BoolVar(&f.near, "near-duplicates", false, "translate sentences that differ only in numbers, addresses, handles and bullets once, where these can be put back for certain")
	fs.IntVar(&f.sample, "sample", 0, "translate only so many of the documents, chosen by the hash of their names")
	fs.StringVar(&f.retry, "retry", "", "failed or flagged: ask again only for those of the earlier run in --out, and keep answers only if they are not worse")
	fs.StringVar(&f.metrics, "metrics-addr", "", "serve figures of the run as Prometheus text at this address of this machine")
	fs.StringVar(&f.unit, "unit", "sentence", "sentence, or block: send whole paragraphs and align their sentences afterwards")
	fs.StringVar(&f.uncertain, "uncertain", "sentences", "with --unit block, a paragraph whose sentences cannot be told apart: sentences: send it again one by one; bead: leave it whole")
	fs.BoolVar(&f.dryRun, "dry-run", false, "say what would be sent and what it would cost, and send nothing")
	fs.BoolVar(&f.batchAPI, "batch-api", false, "submit to OpenAI's Batch API, at half the price, and leave; --resume collects")
	fs.BoolVar(&f.resume, "resume", false, "collect what --batch-api has submitted, then do the rest as usual")
	fs.BoolVar(&f.reparse, "reparse", false, "first read the answers again that an earlier run paid for and did not believe, then do the rest as usual")
	fs.Float64Var(&f.rate, "rate", 0, "at most so many requests a minute")
	fs.Float64Var(&f.maxCost, "max-cost", 0, "stop before more than this many US dollars are spent")
	fs.IntVar(&f.jobs, "jobs", 0, "documents and requests at a time (default: number of processors)")
	fs.BoolVar(&f.json, "json", false, "write the summary of the run to standard output as JSON")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	return c
}

// A job is a translate command line after flags, environment and configuration have been brought together and checked.
type job struct {
	*app
	flags    *translateFlags
	config   *config
	from, to language.Tag
	policy   detect.Policy
	split    document.Splitter
	jobs     int
	writers  []corpus.Writer
	budget   *translate.Budget // what is spent, and the limit
	// What the jobs of the Batch API used that this run has collected.
	collected translate.Usage
	// For hints: the backends that were opened, by type, and the server among them, if any.
	asked   map[string]*backendConfig
	server  *openai.Backend
	replies *replies // nil: answers that are not believed are not kept
}

func (a *app) translate(ctx context.Context, f *translateFlags, args []string) error {
	j, err := a.newJob(f)
	if err != nil {
		return err
	}
	if len(args) == 1 && args[0] == "-" {
		if f.out != "" {
			return usage(errors.New("standard input has no output folder"), "leave out --out, or give a file")
		}
		return j.stream(ctx)
	}
	if slices.Contains(args, "-") {
		return usage(errors.New("- (standard input) cannot be mixed with files"), "translate them in two runs")
	}
	return j.folder(ctx, args)
}

func (a *app) newJob(f *translateFlags) (*job, error) {
	c, err := a.readConfig()
	if err != nil {
		return nil, err
	}
	j := &job{app: a, flags: f, config: c}
	if j.from, err = tag("--from", first(f.from, a.env("SATZPAAR_FROM"), c.From, "de")); err != nil {
		return nil, err
	}
	base, _ := j.from.Base()
	j.split = document.SplitterFor(base.String())
	if j.to, err = tag("--to", first(f.to, a.env("SATZPAAR_TO"), c.To, "en")); err != nil {
		return nil, err
	}
	if j.policy, err = detect.ParsePolicy(first(f.foreign, a.env("SATZPAAR_FOREIGN"), c.Foreign)); err != nil {
		return nil, usage(fmt.Errorf("--foreign: %w", err), "for example --foreign keep, or --foreign es=translate,en=keep")
	}
	if j.writers, err = j.outputs(first(f.write, a.env("SATZPAAR_WRITE"), c.Write, "same,jsonl,review")); err != nil {
		return nil, err
	}
	if f.srx != "" {
		if j.split, err = readSRX(f.srx, j.from); err != nil {
			return nil, err
		}
	}
	if f.unit != "sentence" && f.unit != "block" {
		return nil, usage(fmt.Errorf("--unit %s: must be sentence or block", f.unit))
	}
	if f.uncertain != "sentences" && f.uncertain != "bead" {
		return nil, usage(fmt.Errorf("--uncertain %s: must be sentences or bead", f.uncertain))
	}
	if f.uncertain == "bead" && f.unit != "block" {
		return nil, usage(errors.New("--uncertain bead is about whole paragraphs"), "add --unit block")
	}
	if f.retry != "" && f.retry != "failed" && f.retry != "flagged" {
		return nil, usage(fmt.Errorf("--retry %s: must be failed or flagged", f.retry))
	}
	if f.sample < 0 {
		return nil, usage(fmt.Errorf("--sample %d: must not be negative", f.sample))
	}
	if f.maxCost < 0 || f.rate < 0 {
		return nil, usage(errors.New("--max-cost and --rate must not be negative"))
	}
	j.budget = translate.NewBudget(f.maxCost)
	if j.jobs = f.jobs; j.jobs == 0 {
		j.jobs = c.Jobs
	}
	if j.jobs < 0 {
		return nil, usage(fmt.Errorf("--jobs %d: must be at least 1", j.jobs))
	}
	if j.jobs == 0 {
		j.jobs = runtime.GOMAXPROCS(0)
	}
	return j, nil
}

func tag(flag, value string) (language.Tag, error) {
	t, err := language.Parse(value)
	if err != nil {
		return t, usage(fmt.Errorf("%s %q is not a language tag", flag, value), "use BCP 47 tags such as de, en, es")
	}
	return t, nil
}

// outputs turns the value of --write into writers.
func (j *job) outputs(list string) ([]corpus.Writer, error) {
	var out []corpus.Writer
	all := append([]corpus.Writer{corpus.Same(j.to.String())}, bitextWriters()...)
	for _, name := range strings.Split(list, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(all, func(w corpus.Writer) bool { return w.Name == name })
		if i < 0 {
			var names []string
			for _, w := range all {
				names = append(names, w.Name)
			}
			return nil, usage(fmt.Errorf("--write: there is no output %q", name), "choose from "+strings.Join(names, ", "))
		}
		if !slices.ContainsFunc(out, func(w corpus.Writer) bool { return w.Name == name }) {
			out = append(out, all[i])
		}
	}
	return out, nil
}

// pipeline joins the parts of the run. observe, which may be nil, sees what backends answer. The backends are to be closed.
func (j *job) pipeline(ctx context.Context, observe func(translated int, used translate.Usage)) (p *satzpaar.Pipeline, backends *opened, err error) {
	source, err := newDetector(j.from, false)
	if err != nil {
		return nil, nil, err
	}
	target, err := newTargetDetector(j.to)
	if err != nil {
		return nil, nil, err
	}
	b, err := j.openBackends(ctx, target, observe)
	if err != nil {
		return nil, nil, err
	}
	p = &satzpaar.Pipeline{From: j.from, To: j.to, Policy: j.policy, Backend: b.main, Foreign: b.named, Detector: source,
		Checks: check.All, Env: check.Env{From: j.from, To: j.to, Detector: target}}
	if j.flags.near {
		p.Backend = translate.Near(p.Backend, sound(&check.Env{From: j.from, To: j.to}))
	}
	if sameLanguage(j.from, language.German) && sameLanguage(j.to, language.English) {
		p.Lexicon = align.GermanEnglish
	}
	if j.flags.unit == "block" {
		base, _ := j.to.Base()
		p.Blocks, p.KeepUncertain = document.SplitterFor(base.String()), j.flags.uncertain == "bead"
	}
	if j.flags.glossary != "" {
		g, err := readGlossary(j.flags.glossary, j.from, j.to)
		if err != nil {
			b.close()
			return nil, nil, err
		}
		p.Terms = func(text string) []translate.Term { return g.In(text) }
		for _, t := range g.Terms() {
			p.Env.Terms = append(p.Env.Terms, check.Term(t))
		}
	}
	return p, b, nil
}

// sound returns a function that says whether a translation has the numbers and addresses of its source.
func sound(env *check.Env) func(source, target string) bool {
	return func(source, target string) bool {
		p := &bitext.Pair{Source: source, Target: target, Action: bitext.Translate, State: bitext.Translated}
		return len(check.Run([]*check.Check{check.Numbers, check.Links}, p, env)) == 0
	}
}

func sameLanguage(a, b language.Tag) bool {
	x, _ := a.Base()
	y, _ := b.Base()
	return x == y
}

func (j *job) parse(name string, raw []byte) (*document.Document, error) {
	return document.Parse(name, raw, document.Options{Encoding: j.flags.encoding, Split: j.split})
}

// records says how the records of JSON Lines, CSV and TSV files are read.
func (j *job) records() document.RecordOptions {
	return document.RecordOptions{Field: j.flags.field, Target: j.flags.into, Split: j.split, Encoding: j.flags.encoding}
}

// folder translates files and folders into the output folder.
func (j *job) folder(ctx context.Context, args []string) error {
	dir := first(j.flags.out, "satzpaar-out")
	inputs, err := corpus.Find(args, documentExts(), dir)
	if err != nil {
		return usage(err)
	}
	if j.flags.sample > 0 {
		inputs.Sample(j.flags.sample)
	}
	if j.flags.dryRun {
		return j.plan(ctx, inputs)
	}
	out, err := corpus.OpenFolder(dir)
	if err != nil {
		hint := "choose another folder with --out"
		if errors.Is(err, corpus.ErrForeign) {
			hint = "choose a new or empty folder with --out"
		}
		return usage(err, hint)
	}
	defer out.Close()
	if j.flags.batchAPI {
		return j.submit(ctx, inputs, out)
	}
	if j.flags.resume {
		if running, err := j.collect(ctx, out); err != nil || running {
			if err == nil {
				j.say("not all jobs have ended; try again later, or leave out --resume to translate the rest now")
			}
			return err
		}
	}
	if j.flags.reparse {
		if err := j.reparse(ctx, out); err != nil {
			return err
		}
	}
	j.replies = newReplies(out)
	started := j.now()
	bar := j.newProgress(inputs.Files)
	p, backends, err := j.pipeline(ctx, bar.translated)
	if err != nil {
		return err
	}
	var again *retry
	if j.flags.retry != "" {
		if again, err = j.newRetry(p.Backend, dir, &p.Env); err != nil {
			return errors.Join(err, backends.close())
		}
		p.Backend = again
	}
	if j.flags.metrics != "" {
		stopMetrics, err := j.serveMetrics(bar)
		if err != nil {
			return errors.Join(err, backends.close())
		}
		defer stopMetrics()
	}
	s, stop := corpus.Run(ctx, p, inputs.Files, out, corpus.Options{Parse: j.parse, Records: j.records(), Writers: j.writers, Index: writeIndex, Jobs: j.jobs,
		Progress: bar.done})
	bar.finish()
	if again != nil {
		j.say("%s", again.table())
	}
	stop = errors.Join(stop, backends.close())
	if err := j.replies.close(); err != nil {
		j.say("%v", err)
	}
	s.Satzpaar, s.Command, s.Backends = versionString(), append([]string{"translate"}, args...), backends.ids
	s.From, s.To = j.from.String(), j.to.String()
	s.Started, s.Seconds = started.UTC().Format("2006-01-02T15:04:05Z"), j.now().Sub(started).Seconds()
	s.Counts.Skipped += len(inputs.Failed)
	s.Failures = append(s.Failures, inputs.Failed...)
	for ext, n := range inputs.Other {
		s.Notes = append(s.Notes, corpus.Note{Document: "*" + ext, Note: fmt.Sprintf("%d files left out: no document format has this extension", n)})
	}
	slices.SortStableFunc(s.Notes, func(a, b corpus.Note) int { return strings.Compare(a.Document, b.Document) })
	s.Interrupted = errors.Is(stop, errInterrupted) || errors.Is(stop, context.Canceled)
	s.Usage.ForecastLow, s.Usage.ForecastHigh = backends.forecast()
	if err := out.WriteSummary(s); err != nil {
		return usage(err)
	}
	if j.flags.json {
		e := json.NewEncoder(j.stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(s); err != nil {
			return usage(fmt.Errorf("standard output: %w", err))
		}
	}
	j.conclude(s, dir)
	return j.outcome(s, stop)
}

// conclude tells the person who watches how the run went.
func (j *job) conclude(s *corpus.Summary, dir string) {
	const most = 10
	for i, f := range s.Failures {
		if i == most {
			j.say("… and %d more failures, all in %s", len(s.Failures)-most, dir+"/satzpaar.json")
			break
		}
		where := f.Document
		if f.Line > 0 {
			where = fmt.Sprintf("%s:%d", where, f.Line)
		}
		if strings.HasPrefix(f.Err, f.Document) { // errors of documents name their file and line themselves
			j.say("failed: %s", f.Err)
			continue
		}
		j.say("failed: %s: %s", where, f.Err)
	}
	if j.flags.quiet {
		return
	}
	for i, n := range s.Notes {
		if i == most {
			j.say("… and %d more notes, all in %s", len(s.Notes)-most, dir+"/satzpaar.json")
			break
		}
		j.say("note: %s: %s", n.Document, n.Note)
	}
	c := s.Counts
	rate := ""
	if s.Seconds > 0 && c.Sentences > 0 {
		rate = fmt.Sprintf(", %.0f sentences/s", float64(c.Sentences)/s.Seconds)
	}
	if c.Near > 0 {
		j.say("%s put together from the translations of near duplicates", count(c.Near, "sentence"))
	}
	j.say("%s, %s in %.1f s%s: %d translated, %d from the cache, %d kept, %d dropped, %d failed; %d with foreign text", count(c.Documents, "document"),
		count(c.Sentences, "sentence"), s.Seconds, rate, c.Sent, c.Cached, c.Kept, c.Dropped, c.Failed, c.Foreign)
	j.costs(&s.Usage)
	if !s.Interrupted {
		j.say("read %s", dir+"/index.html")
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// outcome turns what happened into the exit code of the contract.
func (j *job) outcome(s *corpus.Summary, stop error) error {
	var refused *translate.Error
	switch {
	case s.Interrupted:
		return errInterrupted
	case errors.As(stop, &refused):
		return &exit{exitBackend, stop, j.hintsFor(refused)}
	case stop != nil:
		return usage(stop, diskHints(stop)...)
	case s.Counts.Skipped > 0:
		return &exit{exitUnreadable, fmt.Errorf("%s could not be read; the rest is done", count(s.Counts.Skipped, "input")), nil}
	case s.Counts.Failed > 0:
		return &exit{exitFailed, fmt.Errorf("%s failed; everything else is written", count(s.Counts.Failed, "sentence")), failureHints(s)}
	}
	return nil
}

func readGlossary(path string, from, to language.Tag) (*translate.Glossary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usage(fmt.Errorf("glossary: %w", err))
	}
	defer f.Close()
	g, err := translate.ReadGlossary(path, f, from, to)
	if err != nil {
		return nil, usage(err)
	}
	return g, nil
}

// readSRX returns the splitter of a file of rules.
func readSRX(path string, lang language.Tag) (document.Splitter, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("--srx: %w", err))
	}
	rules, err := document.ParseSRX(path, raw)
	if err != nil {
		return nil, usage(err)
	}
	base, _ := lang.Base()
	split, err := rules.Splitter(lang.String(), document.SplitterFor(base.String()))
	if err != nil {
		return nil, usage(err)
	}
	return split, nil
}
