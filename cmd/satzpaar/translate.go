package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/progress"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

func translateCommand(a *app) *cobra.Command {
	var f translateFlags
	c := &cobra.Command{
		Use:   "translate [flags] PATH… | -",
		Short: "Translate files, folders or standard input into an output folder",
		Long: `translate finds the sentences of each document and what is foreign in them,
translates the German ones, and writes for each input a.txt
  a.txt.en.txt        the translated document, in its own format
  a.txt.bitext.jsonl  source and target, sentence by sentence
  a.txt.review.html   both side by side
into the output folder, with an index.html, and a report of the run in satzpaar.json.` + "\n" + exitHelp,
		Example: "  satzpaar translate articles/ -o english\n  echo 'Guten Morgen.' | satzpaar translate -",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.together(cmd.Flags()); err != nil {
				return err
			}
			return a.translate(cmd.Context(), &f, args)
		},
	}
	f.registerOwn(c.Flags())
	f.register(c.Flags())
	c.Flags().Lookup("from").Usage += "; auto: that of each document"
	a.completeValues(c)
	return c
}

// A job is a translate command line after flags, environment and configuration have been brought together.
type job struct {
	*app
	hinter
	flags   *translateFlags
	config  satzpaar.Config
	writers []corpus.Writer
	// What the jobs of the Batch API used that this run has collected.
	collected translate.Usage
}

// automatic is the value of --from for documents in any language.
const automatic = "auto"

func (a *app) translate(ctx context.Context, f *translateFlags, args []string) error {
	if f.auto = f.from == automatic; f.auto {
		f.from = ""
	}
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
	config, err := a.settings()
	if err != nil {
		return nil, err
	}
	c, err := a.configFile()
	if err != nil {
		return nil, err
	}
	// A model that is named without a backend is one of the main backend.
	name := cmp.Or(f.backend, config.Backend)
	config.UseModel(name, cmp.Or(a.env("SATZPAAR_MODEL"), c.Backends[name].Model, c.Model))
	j := a.bareJob(f)
	if j.config, err = f.apply(config); err != nil {
		return nil, j.misuse(err)
	}
	return j, j.complete(c.Write)
}

// bareJob returns a job without a configuration.
func (a *app) bareJob(f *translateFlags) *job {
	j := &job{app: a, flags: f}
	j.hinter = hinter{a, &j.config}
	return j
}

// complete checks a job that has its configuration, and finds its outputs: those of the flags, of the environment, or
// the usual ones that are given.
func (j *job) complete(write string) (err error) {
	f := j.flags
	j.config.Host.Budget = price.NewBudget(j.config.MaxCost)
	if f.sample < 0 {
		return usage(fmt.Errorf("--sample %d: must not be negative", f.sample))
	}
	pair, err := j.config.Pair()
	if err != nil {
		return j.misuse(err)
	}
	list := cmp.Or(f.write, j.env("SATZPAAR_WRITE"), write, outputs.Usual)
	from := pair.From.String()
	if f.auto {
		from = ""
	}
	if j.writers, err = outputs.Named(list, from, pair.To.String()); err != nil {
		return usage(fmt.Errorf("--write: %w", err))
	}
	return nil
}

// A translator is what translates documents: a session for one language pair, or one for documents in any language.
type translator interface {
	corpus.Translator
	corpus.Described
	Jobs() int
	Lacks() []string
	Plan(ctx context.Context, ds []*document.Document) error
	Plans() []satzpaar.BackendPlan
	Rehearse(ctx context.Context, backend string, now func() time.Time) (price.Estimate, error)
	Close() error
}

// open opens the session of the job, with its cache and its backends. The function that comes with it closes them.
func (j *job) open(ctx context.Context) (*satzpaar.Session, func() error, error) {
	return opened(ctx, j, j.openReady)
}

// translator opens what translates the documents of the job; see open.
func (j *job) translator(ctx context.Context) (translator, func() error, error) {
	if !j.flags.auto {
		return j.open(ctx)
	}
	return opened(ctx, j, func(ctx context.Context, c *satzpaar.Config) (translator, error) {
		return satzpaar.OpenAuto(ctx, *c)
	})
}

// ready gives the sessions of a job what they share. The function that is returned closes their cache.
func (j *job) ready(ctx context.Context) (closeCache func() error, err error) {
	j.config.Host.Hard = j.hard
	closeCache = func() error { return nil }
	if !j.flags.noCache {
		if closeCache, err = j.useCache(ctx, &j.config, j.flags.cache); err != nil {
			return nil, err
		}
	}
	if err := j.namedBudget(); err != nil {
		return nil, errors.Join(err, closeCache())
	}
	return closeCache, nil
}

// opened opens the cache of a job and then a session.
func opened[S interface{ Close() error }](
	ctx context.Context,
	j *job,
	open func(context.Context, *satzpaar.Config) (S, error),
) (s S, closer func() error, err error) {
	closeCache, err := j.ready(ctx)
	if err != nil {
		return s, nil, err
	}
	if s, err = open(ctx, &j.config); err != nil {
		return s, nil, errors.Join(j.misuse(err), closeCache())
	}
	return s, func() error { return errors.Join(s.Close(), closeCache()) }, nil
}

// folder translates files and folders into the output folder.
func (j *job) folder(ctx context.Context, args []string) error {
	dir := cmp.Or(j.flags.out, "satzpaar-out")
	inputs, err := corpus.Find(args, document.Exts(), dir)
	if err != nil {
		return err
	}
	inputs.Settle(j.flags.format)
	if j.flags.sample > 0 {
		inputs.Sample(j.flags.sample)
	}
	if err := j.learn(dir); err != nil {
		return err
	}
	if j.flags.shard != "" {
		return j.shard(ctx, args, inputs, dir)
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
	if _, err := out.KeepRules([]byte(j.config.SRX)); err != nil { // a later rendering must cut as this run does
		return err
	}
	if j.flags.batchAPI {
		return j.submit(ctx, inputs, out)
	}
	if j.flags.resume {
		if running, err := j.collect(ctx, out); err != nil || running {
			if err == nil {
				j.say("some jobs are still running; try again later, or leave out --resume to translate the rest now")
			}
			return err
		}
	}
	if j.flags.reparse {
		if err := j.reparse(ctx, out); err != nil {
			return err
		}
	}
	w := &work{args: args, inputs: inputs, out: out, options: corpus.Options{Writers: j.writers, Index: outputs.Index}}
	s, stop, err := j.run(ctx, w)
	if err != nil {
		return err
	}
	if stop == nil && j.flags.sample == 0 {
		if err := j.prune(inputs, s.To, out); err != nil {
			return err
		}
	}
	if err := j.conclude(s, out, fmt.Sprintf("read %s/%s", dir, corpus.IndexFile), stop); err != nil {
		return err
	}
	return j.outcome(s, stop)
}

// progress returns what shows how far the run is.
func (j *job) progress() *progress.Progress {
	c := progress.Config{Colour: j.env("NO_COLOR") == "", Now: j.now, Budget: j.config.Host.Budget}
	if j.interactive {
		c.Bar = j.stderr
	}
	if !j.flags.quiet {
		c.Say = func(line string) { j.say("%s", line) }
	}
	p := progress.New(c)
	p.Collected(j.collected)
	return p
}

// A work is what a run translates, and where to.
type work struct {
	args    []string // what it was called on the command line
	inputs  *corpus.Inputs
	out     *corpus.Folder
	options corpus.Options
	// begin is called once the session, which has one language pair, is open, and may change the rest; nil: nothing
	// does.
	begin func(s *satzpaar.Session) error
}

// run translates the inputs and returns what the run did, and what stopped it. The error is for a run that could not
// begin.
func (j *job) run(ctx context.Context, w *work) (s *corpus.Summary, stop, err error) {
	started := j.now()
	kept := plainfile.LateLog(func() (*os.File, error) { return w.out.AppendReplies() }, corpus.MostReplies)
	bar := j.progress()
	j.config.Host.Doubted = func(r *openai.Reply) { _ = kept.Add(r) } // Close returns the first error
	j.config.Host.Answered = bar.Translated
	session, closer, err := j.translator(ctx)
	if err != nil {
		return nil, nil, err
	}
	one, _ := session.(*satzpaar.Session) // nil with --from auto, which excludes all below that needs one
	if w.begin != nil {
		if err := w.begin(one); err != nil {
			return nil, nil, errors.Join(err, closer())
		}
	}
	bar.Expect(w.inputs.Files)
	if !j.flags.quiet && !j.flags.auto {
		j.sayLacks(session)
	}
	var again *pipeline.Retry
	var earlier *corpus.EarlierRun
	if j.flags.retry != "" {
		earlier = w.out.EarlierRun()
		defer earlier.Close()
		again = &pipeline.Retry{Flagged: j.flags.retry == "flagged", Earlier: earlier.Document}
		one.Retry(again)
	}
	if j.flags.metrics != "" {
		stopMetrics, err := j.serveMetrics(j.flags.metrics, bar.Figures)
		if err != nil {
			return nil, nil, errors.Join(err, closer())
		}
		defer stopMetrics()
	}
	w.options.Jobs, w.options.Progress = session.Jobs(), bar.Done
	s, stop = corpus.Run(ctx, session, w.inputs.Files, w.out, w.options)
	bar.Finish()
	if !j.flags.quiet && j.flags.auto { // which languages there are is known now
		j.sayLacks(session)
	}
	if again != nil {
		if err := earlier.Problems(); err != nil {
			j.note(err)
		}
		counts := again.Counts()
		j.say("%s", printer.Lines(counts.Lines()))
	}
	s.Satzpaar, s.Command = versionString(), append([]string{"translate"}, w.args...)
	s.Finish(w.inputs, session, started, j.now())
	stop = errors.Join(stop, closer())
	if err := kept.Close(); err != nil {
		j.say("keeping answers for --reparse: %v", err)
	}
	s.Interrupted = interrupted(stop)
	return s, stop, nil
}
