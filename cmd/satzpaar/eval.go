package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/metric"
)

func evalCommand(a *app) *cobra.Command {
	var refs []string
	var annotations []string
	var gold, lang, against, links string
	var normalized bool
	c := &cobra.Command{
		Use:   "eval --ref REF… HYP | --gold GOLD [PREDICTION] | --links GOLD LINKS | --annotations DIR…",
		Short: "Score translations against references or by annotations, or runs, splits and beads against gold",
		Long: `With --ref, eval prints BLEU, chrF2, chrF2++ and TER of HYP, line by line against the
references, with the signatures of sacreBLEU. With --against OTHER, the translations of another
system, it also reports by how much HYP is better in each metric, between which bounds 95 of 100
resampled test sets lie, and how likely so large a difference is by chance (paired bootstrap, 1000
samples).

With --gold, it scores what satzpaar itself makes of the texts in a gold file, or the predictions
that are given. Gold is JSON Lines with offsets in code points:
  splits  {"id", "text", "spans": [[start, end], …]}
  runs    {"id", "text", "spans": [{"start", "end", "lang"}, …], "class"}
  beads   {"id", "src": […], "tgt": […], "gold": [[[source numbers], [target numbers]], …], "level"}
Predictions are {"id", "spans"} and {"id", "align"} in the same form.

With --links, it scores word links against gold, both a line for each sentence as 0-0 1-2 3?2:
numbers of source and target words, ? where a link is only possible.

With --annotations, output folders or files of what satzpaar annotate has collected, it prints the mean
score of each system, with bounds between which 95 of 100 resampled lists of segments lie (MQM: what the
errors of a segment cost, 0 is best; ESA: 0 to 100), compares the systems as above, and shows how far the
annotators agree and who noticed the damaged translations. --z divides each annotator's scores by their
standard deviation, after taking away their mean.`,
		Example: "  satzpaar eval --ref test.en out.en\n  satzpaar eval --gold runs.jsonl\n" +
			"  satzpaar eval --annotations satzpaar-out",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(annotations) > 0 {
				return nil
			}
			return cobra.MaximumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if normalized && len(annotations) == 0 {
				return usage(errors.New("--z needs --annotations"))
			}
			modes := 0
			for _, asked := range []bool{len(refs) > 0, gold != "", links != "", len(annotations) > 0} {
				if asked {
					modes++
				}
			}
			switch {
			case modes != 1, against != "" && len(refs) == 0, len(args) == 0 && (len(refs) > 0 || links != ""):
				return usage(errors.New("give either --ref REF and a file of translations, or --gold GOLD, or --links "+
					"GOLD and a file of links, or --annotations DIR"), "see satzpaar eval --help")
			case gold != "":
				return a.evalGold(cmd.Context(), gold, strings.Join(args, ""), lang) // at most one argument
			case links != "":
				return a.evalLinks(links, args[0])
			case len(annotations) > 0:
				return a.evalAnnotations(append(annotations, args...), normalized)
			}
			return a.evalTranslation(refs, args[0], against)
		},
	}
	c.Flags().StringArrayVar(&refs, "ref", nil,
		"`file` of reference translations, one a line; may be given several times")
	c.Flags().StringVar(&against, "against", "", "`file` of another system's translations, to compare with")
	c.Flags().StringVar(&links, "links", "", "`file` of word links to score against")
	c.Flags().StringVar(&gold, "gold", "", "gold `file` to score against")
	c.Flags().StringArrayVar(&annotations, "annotations", nil,
		"output `folder` or file with what annotators said; more may follow")
	c.Flags().BoolVar(&normalized, "z", false, "z-normalise the scores of each annotator, with --annotations")
	c.Flags().StringVar(&lang, "lang", "", "`language` of the texts, for splits (default de)")
	return c
}

// comparedSamples is the number of test sets that a comparison of two systems draws.
const comparedSamples = 1000

// evalTranslation scores a file of translations, and compares it with another if one is named.
func (a *app) evalTranslation(refs []string, hyp, against string) error {
	hypotheses, err := readLines(hyp)
	if err != nil {
		return err
	}
	var others []string
	if against != "" {
		if others, err = readLines(against); err != nil {
			return err
		}
	}
	references := make([][]string, len(refs))
	for i, r := range refs {
		if references[i], err = readLines(r); err != nil {
			return err
		}
	}
	for _, m := range metric.Reported {
		score, err := metric.Compute(m, hypotheses, references...)
		if err != nil {
			return err
		}
		a.print("%v\n", score)
		if against == "" {
			continue
		}
		c, err := metric.CompareTexts(m, hypotheses, others, references, comparedSamples)
		if err != nil { // what was scored above is not its cause
			return usage(fmt.Errorf("%s: %w", against, err))
		}
		a.print("%v\n", "  "+c.String())
	}
	return nil
}

// evalLinks scores a file of word links against gold.
func (a *app) evalLinks(gold, made string) error {
	want, err := readLines(gold)
	if err != nil {
		return err
	}
	lines, err := readLines(made)
	if err != nil {
		return err
	}
	score, err := metric.ScoreLinks(want, lines)
	if err != nil {
		return fmt.Errorf("%s has %d lines and %s has %d: a line is a sentence", gold, len(want), made, len(lines))
	}
	a.print("%v\n", score)
	return nil
}

// readLines returns the lines of a file. Only line feeds end lines: texts hold other characters that look like line
// ends.
func readLines(path string) ([]string, error) {
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n"), nil
}

func (a *app) evalGold(ctx context.Context, gold, prediction, lang string) error {
	var predicted map[string]*metric.Prediction
	if prediction != "" {
		file, err := plainfile.Open(prediction)
		if err != nil {
			return err
		}
		defer file.Close()
		if predicted, err = metric.ReadPredictions(file, prediction); err != nil {
			return err
		}
	}
	config, err := a.settings()
	if err != nil {
		return err
	}
	config.From, config.To = cmp.Or(lang, config.From), noTarget
	session, err := a.openSession(ctx, &config)
	if err != nil {
		return err
	}
	defer session.Close()
	file, err := plainfile.Open(gold)
	if err != nil {
		return err
	}
	defer file.Close()
	score, err := session.ScoreGold(ctx, file, gold, predicted)
	if err != nil {
		return err
	}
	fmt.Fprintln(printer.Writer(a.stdout), score)
	if score.Missing > 0 {
		a.say("no prediction for %d entries", score.Missing)
	}
	return nil
}
