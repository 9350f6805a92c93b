package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/metric"
)

func evalCommand(a *app) *cobra.Command {
	var refs []string
	var gold, lang, against, links string
	c := &cobra.Command{
		Use:   "eval --ref REF… HYP | --gold GOLD [PREDICTION] | --links GOLD LINKS",
		Short: "Score translations against references, or runs, splits and beads against gold",
		Long: `With --ref, eval prints BLEU, chrF2, chrF2++ and TER of HYP, line by line against the references, with the signatures of sacreBLEU.
With --against OTHER, the translations of another system, it also says by how much HYP is better in each metric, between which bounds 95 of 100 resampled test sets
lie, and how likely so large a difference is by chance (paired bootstrap, 1000 samples).

With --gold, it scores what satzpaar itself makes of the texts in a gold file, or the predictions that are given. Gold is JSON Lines with offsets in code points:
  splits  {"id", "text", "spans": [[start, end], …]}
  runs    {"id", "text", "spans": [{"start", "end", "lang"}, …], "class"}
  beads   {"id", "src": […], "tgt": […], "gold": [[[source numbers], [target numbers]], …], "level"}
Predictions are {"id", "spans"} and {"id", "align"} in the same form.

With --links, it scores word links against gold, both a line for each sentence as 0-0 1-2 3?2: numbers of source and target words, ? where a link is only possible.`,
		Example: "  satzpaar eval --ref test.en out.en\n  satzpaar eval --gold runs.jsonl",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case links != "" && gold == "" && len(refs) == 0 && len(args) == 1:
				return a.evalLinks(links, args[0])
			case links != "" || against != "" && len(refs) == 0:
			case gold != "" && len(refs) == 0:
				prediction := ""
				if len(args) == 1 {
					prediction = args[0]
				}
				return a.evalGold(cmd.Context(), gold, prediction, lang)
			case gold == "" && len(refs) > 0 && len(args) == 1:
				return a.evalTranslation(refs, args[0], against)
			}
			return usage(errors.New("give either --ref REF and a file of translations, or --gold GOLD, or --links GOLD and a file of links"), "see satzpaar eval --help")
		},
	}
	c.Flags().StringArrayVar(&refs, "ref", nil, "file of reference translations, one a line; may be given several times")
	c.Flags().StringVar(&against, "against", "", "file of another system's translations, to compare with")
	c.Flags().StringVar(&links, "links", "", "file of word links to score against")
	c.Flags().StringVar(&gold, "gold", "", "gold file to score against")
	c.Flags().StringVar(&lang, "lang", "de", "language of the texts, for splits")
	return c
}

// comparedSamples is the number of test sets that a comparison of two systems draws.
const comparedSamples = 1000

// evalTranslation scores a file of translations, and compares it with another if one is named.
func (a *app) evalTranslation(refs []string, hyp, against string) error {
	hypotheses, err := readLines(hyp)
	if err != nil {
		return usage(err)
	}
	var others []string
	if against != "" {
		if others, err = readLines(against); err != nil {
			return usage(err)
		}
	}
	references := make([][]string, len(refs))
	for i, r := range refs {
		if references[i], err = readLines(r); err != nil {
			return usage(err)
		}
	}
	for _, m := range []metric.Corpus{metric.BLEU{}, metric.ChrF{}, metric.ChrF{Words: 2}, metric.TER{}} {
		score, err := metric.Compute(m, hypotheses, references...)
		if err != nil {
			return usage(err)
		}
		if _, err := printer.Printf(a.stdout, "%v\n", score); err != nil {
			return err
		}
		if against == "" {
			continue
		}
		own, err := metric.Segments(m, hypotheses, references...)
		if err != nil {
			return usage(err)
		}
		other, err := metric.Segments(m, others, references...)
		if err != nil {
			return usage(fmt.Errorf("%s: %w", against, err))
		}
		c, err := metric.Compare(m, own, other, len(references), comparedSamples)
		if err != nil {
			return usage(err)
		}
		if _, err := printer.Printf(a.stdout, "%v\n", "  "+c.String()); err != nil {
			return err
		}
	}
	return nil
}

// evalLinks scores a file of word links against gold.
func (a *app) evalLinks(gold, made string) error {
	want, err := readLines(gold)
	if err != nil {
		return usage(err)
	}
	lines, err := readLines(made)
	if err != nil {
		return usage(err)
	}
	if len(lines) != len(want) {
		return usage(fmt.Errorf("%s has %d lines and %s has %d: a line is a sentence", gold, len(want), made, len(lines)))
	}
	var sum metric.LinkCount
	for i := range want {
		sure, possible := metric.ParseLinks(want[i])
		own, doubtful := metric.ParseLinks(lines[i])
		sum.Add(sure, possible, append(own, doubtful...))
	}
	_, err = printer.Printf(a.stdout, "%v\n", sum.Score())
	return err
}

// readLines returns the lines of a file. Only line feeds end lines: texts hold other characters that look like line ends.
func readLines(path string) ([]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n"), nil
}

// A goldLine is a line of any gold file.
type goldLine struct {
	ID       string          `json:"id"`
	DocID    string          `json:"doc_id"`
	Text     string          `json:"text"`
	Class    string          `json:"class"`
	Level    string          `json:"level"`
	Lang     string          `json:"lang"`
	Spans    json.RawMessage `json:"spans"`
	Optional []int           `json:"optional_boundaries"`
	Source   []string        `json:"src"`
	Target   []string        `json:"tgt"`
	Gold     [][2][]int      `json:"gold"`
	Align    [][2][]int      `json:"align"` // of a prediction
}

func (g *goldLine) id() string { return first(g.DocID, g.ID) }

// eachLine calls f for every JSON line of a file.
func eachLine(path string, f func(*goldLine) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, 1<<20)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			var g goldLine
			if jsonErr := json.Unmarshal(line, &g); jsonErr != nil {
				return fmt.Errorf("%s:%d: %w", path, n, jsonErr)
			}
			if callErr := f(&g); callErr != nil {
				return fmt.Errorf("%s:%d: %w", path, n, callErr)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
}

func (a *app) evalGold(ctx context.Context, gold, prediction, lang string) error {
	predicted := map[string]*goldLine{}
	if prediction != "" {
		if err := eachLine(prediction, func(g *goldLine) error { predicted[g.id()] = g; return nil }); err != nil {
			return usage(err)
		}
	}
	config, err := a.settings()
	if err != nil {
		return err
	}
	config.From, config.SRX = lang, ""
	session, err := satzpaar.Open(ctx, config)
	if err != nil {
		h := hinter{a, &config}
		return h.misuse(err)
	}
	defer session.Close()
	var runs metric.RunCount
	var splits metric.SplitCount
	beads := map[string]*metric.BeadCount{}
	var levels []string
	kind, missing := "", 0
	err = eachLine(gold, func(g *goldLine) error {
		own := "splits"
		switch {
		case g.Gold != nil:
			own = "beads"
		case strings.HasPrefix(strings.TrimSpace(string(g.Spans)), "[{"):
			own = "runs"
		case len(g.Spans) == 0 || string(g.Spans) == "null":
			return nil // an entry without gold
		}
		if kind == "" {
			kind = own
		}
		if own != kind {
			return fmt.Errorf("a line of %s among lines of %s", own, kind)
		}
		p := predicted[g.id()]
		if prediction != "" && p == nil {
			missing++
			p = &goldLine{Spans: json.RawMessage("[]")}
		}
		switch kind {
		case "beads":
			var made [][2][]int
			if p != nil {
				made = p.Align
			} else if made, err = a.alignGold(ctx, g); err != nil {
				return err
			}
			for _, level := range []string{"ALL", g.Level} {
				if beads[level] == nil {
					beads[level] = &metric.BeadCount{}
					levels = append(levels, level)
				}
				beads[level].Add(metricBeads(g.Gold), metricBeads(made))
			}
		case "runs":
			want, err := parseRuns(g.Spans)
			if err != nil {
				return err
			}
			var made []metric.Run
			if p != nil {
				if made, err = parseRuns(p.Spans); err != nil {
					return err
				}
			} else {
				if made, err = detectGold(session, g.Text); err != nil {
					return err
				}
			}
			runs.Add(g.Text, g.Class, want, made)
		case "splits":
			var want, made [][2]int
			if err := json.Unmarshal(g.Spans, &want); err != nil {
				return err
			}
			if p != nil {
				if err := json.Unmarshal(p.Spans, &made); err != nil {
					return err
				}
			} else if made, err = splitGold(session, g.Text); err != nil {
				return err
			}
			splits.Add(g.Text, want, made, g.Optional)
		}
		return nil
	})
	if err != nil {
		return usage(err)
	}
	switch kind {
	case "beads":
		for _, l := range levels {
			printer.Printf(a.stdout, "%-14s %s\n", l, beads[l].Score())
		}
	case "runs":
		printer.Printf(a.stdout, "%v\n", metric.RunHeader)
		for _, s := range runs.Scores() {
			printer.Printf(a.stdout, "%v\n", s)
		}
	case "splits":
		printer.Printf(a.stdout, "%v\n", splits.Score())
	default:
		return usage(fmt.Errorf("%s holds no gold", gold))
	}
	if missing > 0 {
		a.say("no prediction for %d entries", missing)
	}
	return nil
}

func metricBeads(in [][2][]int) []metric.Bead {
	out := make([]metric.Bead, len(in))
	for i, b := range in {
		out[i] = metric.Bead{Source: b[0], Target: b[1]}
	}
	return out
}

func parseRuns(raw json.RawMessage) ([]metric.Run, error) {
	var runs []metric.Run
	return runs, json.Unmarshal(raw, &runs)
}

// detectGold returns the runs of a plain text in code points, by the way that satzpaar detect takes.
func detectGold(s *satzpaar.Session, text string) ([]metric.Run, error) {
	d, err := s.Parse("gold.txt", []byte(text))
	if err != nil {
		return nil, err
	}
	var out []metric.Run
	at, points := 0, 0
	position := func(i int) int { // runs come in order, so counting goes on where it stopped
		points += utf8.RuneCount(d.Source[at:i])
		at = i
		return points
	}
	for _, r := range s.DetectDocument(d) {
		start := position(r.Span.Start)
		end := position(r.Span.End)
		if r.Lang == language.Und {
			continue // says nothing, as a stretch that no run covers
		}
		out = append(out, metric.Run{Start: start, End: end, Lang: r.Lang.String()})
	}
	return out, nil
}

// splitGold returns the sentences of a plain text in code points.
func splitGold(s *satzpaar.Session, text string) ([][2]int, error) {
	d, err := s.Parse("gold.txt", []byte(text))
	if err != nil {
		return nil, err
	}
	var out [][2]int
	for i := range d.Blocks {
		for _, sentence := range d.Blocks[i].Sentences {
			spans := d.Blocks[i].SourceSpans(sentence)
			start, end := spans[0].Start, spans[len(spans)-1].End
			from := utf8.RuneCount(d.Source[:start])
			out = append(out, [2]int{from, from + utf8.RuneCount(d.Source[start:end])})
		}
	}
	return out, nil
}

// alignGold aligns the two sides of a gold document, by the way that satzpaar align --split lines takes.
func (a *app) alignGold(ctx context.Context, g *goldLine) ([][2][]int, error) {
	from, to, _ := strings.Cut(first(g.Lang, "de-en"), "-")
	s, err := satzpaar.Open(ctx, satzpaar.Config{From: from, To: to})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	source, sourceLines, err := goldDocument(s.Parse, g.Source)
	if err != nil {
		return nil, err
	}
	target, targetLines, err := goldDocument(s.ParseTarget, g.Target)
	if err != nil {
		return nil, err
	}
	b, _, err := s.Align(ctx, source, target, satzpaar.AlignOptions{Lines: true})
	if err != nil {
		return nil, err
	}
	out := make([][2][]int, len(b.Pairs))
	for i := range b.Pairs {
		bead := b.Pairs[i].Bead
		for _, n := range bead.Source {
			out[i][0] = append(out[i][0], sourceLines[n])
		}
		for _, n := range bead.Target {
			out[i][1] = append(out[i][1], targetLines[n])
		}
	}
	return out, nil
}

// goldDocument makes a document of the sentences of a gold entry, a line each, and returns which of them it holds: empty ones are left out.
func goldDocument(parse func(string, []byte) (*document.Document, error), sentences []string) (*document.Document, []int, error) {
	var text strings.Builder
	var lines []int
	for i, sentence := range sentences {
		if line := strings.Join(strings.Fields(sentence), " "); line != "" {
			text.WriteString(line + "\n")
			lines = append(lines, i)
		}
	}
	d, err := parse("gold.txt", []byte(text.String()))
	return d, lines, err
}
