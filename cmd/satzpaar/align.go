package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/review"
)

// alignFlags are the flags of satzpaar align.
type alignFlags struct {
	from, to, split, out        string
	translation, model          string
	embeddings, embeddingsModel string
	json, quiet                 bool
}

func alignCommand(a *app) *cobra.Command {
	var f alignFlags
	c := &cobra.Command{
		Use:   "align [flags] SOURCE TARGET",
		Short: "Pair the sentences and words of two finished documents, or of two folders",
		Long: `align finds which sentences of TARGET translate which of SOURCE, and which words belong together. Two folders are matched by the names of their files.
Without --out, the beads go to standard output: confidence, type, source and target, separated by tabs. With --out, each document gets its bitext and its
review page there.` + "\n" + exitHelp,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.align(cmd.Context(), &f, args[0], args[1]) },
	}
	c.Flags().StringVar(&f.from, "from", "de", "language of SOURCE")
	c.Flags().StringVar(&f.to, "to", "en", "language of TARGET")
	c.Flags().StringVar(&f.split, "split", "sentences", "sentences: split the documents; lines: take one sentence a line as given")
	c.Flags().StringVar(&f.translation, "translation", "", "also translate SOURCE with this backend and compare, such as marian")
	c.Flags().StringVar(&f.model, "model", "", "model of that backend")
	c.Flags().StringVar(&f.embeddings, "embeddings", "", "also compare sentence vectors of this OpenAI-compatible server, such as http://localhost:8080/v1")
	c.Flags().StringVar(&f.embeddingsModel, "embeddings-model", "", "model of the vectors")
	c.Flags().StringVarP(&f.out, "out", "o", "", "output folder for bitexts and review pages")
	c.Flags().BoolVar(&f.json, "json", false, "bitext lines on standard output")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no messages but errors")
	return c
}

// alignConfig is what all alignments of this program start from; german says that the German–English lexicon fits.
func alignConfig(german bool) (align.Config, error) {
	var c align.Config
	if german {
		c.Lexicon = align.GermanEnglish()
	}
	return c, nil
}

// A side is one of two documents to be aligned.
type side struct {
	document   *document.Document
	sentences  []string
	places     []place
	paragraphs []int // numbers of the sentences that begin a block
}

// A place says where a sentence stands.
type place struct {
	block, sentence int
	spans           []document.Span
}

func (a *app) align(ctx context.Context, f *alignFlags, source, target string) error {
	from, err := tag("--from", f.from)
	if err != nil {
		return err
	}
	to, err := tag("--to", f.to)
	if err != nil {
		return err
	}
	if f.split != "sentences" && f.split != "lines" {
		return usage(fmt.Errorf("--split %s: must be sentences or lines", f.split))
	}
	var out *corpus.Folder
	if f.out != "" {
		if out, err = corpus.OpenFolder(f.out); err != nil {
			return usage(err, "choose a new or empty folder with --out")
		}
		defer out.Close()
	}
	pairs, failed, err := a.alignInputs(source, target)
	if err != nil {
		return err
	}
	judges, err := a.openScorers(f)
	if err != nil {
		return err
	}
	defer judges.close()
	var rows []review.Row
	for _, p := range pairs {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		b, report, err := alignFiles(ctx, p[0], p[1], from, to, f.split == "lines", judges)
		if err != nil {
			a.say("%v", err)
			failed++
			continue
		}
		for _, w := range report.Warnings {
			a.say("warning: %s and %s: %s", p[0].Path, p[1].Path, w)
		}
		if out == nil {
			if err := a.printBeads(b, f.json); err != nil {
				return usage(fmt.Errorf("standard output: %w", err))
			}
			continue
		}
		row, err := writeAligned(out, b)
		if err != nil {
			return usage(err)
		}
		rows = append(rows, row)
		if !f.quiet {
			a.say("%s: %d beads, confidence %.2f", b.Document, len(b.Pairs), report.Confidence)
		}
	}
	if out != nil {
		if err := errors.Join(writeAlignedIndex(out, rows), out.Sync()); err != nil {
			return usage(err)
		}
	}
	if failed > 0 {
		return &exit{exitUnreadable, fmt.Errorf("%s could not be aligned; the rest is done", count(failed, "document")), nil}
	}
	return nil
}

// alignInputs matches the files of both sides. In folders, a source a.txt is matched with a target of the same name, or a.en.txt, or a.txt.en.txt.
func (a *app) alignInputs(source, target string) (pairs [][2]corpus.Input, failed int, err error) {
	s, err := os.Stat(source)
	if err != nil {
		return nil, 0, usage(fmt.Errorf("no such input: %w", err))
	}
	t, err := os.Stat(target)
	if err != nil {
		return nil, 0, usage(fmt.Errorf("no such input: %w", err))
	}
	if s.IsDir() != t.IsDir() {
		return nil, 0, usage(errors.New("SOURCE and TARGET must both be files, or both be folders"))
	}
	if !s.IsDir() {
		return [][2]corpus.Input{{{Path: source, Name: filepath.Base(source)}, {Path: target, Name: filepath.Base(target)}}}, 0, nil
	}
	sources, err := corpus.Find([]string{source}, documentExts(), "")
	if err != nil {
		return nil, 0, usage(err)
	}
	targets, err := corpus.Find([]string{target}, documentExts(), "")
	if err != nil {
		return nil, 0, usage(err)
	}
	byName := map[string]corpus.Input{}
	for _, f := range targets.Files {
		byName[f.Name] = f
	}
	for _, f := range sources.Files {
		stem, ext := strings.TrimSuffix(f.Name, filepath.Ext(f.Name)), filepath.Ext(f.Name)
		found := false
		for _, name := range []string{f.Name, stem + ".en" + ext, f.Name + ".en" + ext} {
			if m, ok := byName[name]; ok {
				pairs = append(pairs, [2]corpus.Input{f, m})
				found = true
				break
			}
		}
		if !found {
			a.say("%s has no partner in %s", f.Path, target)
			failed++
		}
	}
	return pairs, failed, nil
}

func readSide(f corpus.Input, lang language.Tag, lines bool) (*side, error) {
	raw, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, err
	}
	base, _ := lang.Base()
	split := document.SplitterFor(base.String())
	d, err := document.Parse(f.Name, raw, document.Options{Split: split})
	if err != nil {
		return nil, err
	}
	s := &side{document: d}
	if lines {
		at := 0
		for line := range strings.Lines(string(d.Source)) {
			text := strings.TrimSpace(line)
			if text != "" {
				start := at + strings.Index(line, text)
				s.sentences = append(s.sentences, text)
				s.places = append(s.places, place{len(s.sentences), 1, []document.Span{{Start: start, End: start + len(text)}}})
			}
			at += len(line)
		}
		return s, nil
	}
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if len(b.Sentences) > 0 {
			s.paragraphs = append(s.paragraphs, len(s.sentences))
		}
		for si, span := range b.Sentences {
			s.sentences = append(s.sentences, strings.Join(strings.Fields(span.In(b.Text)), " "))
			s.places = append(s.places, place{bi + 1, si + 1, b.SourceSpans(span)})
		}
	}
	return s, nil
}

// alignFiles aligns two files into the bitext of the first.
func alignFiles(ctx context.Context, source, target corpus.Input, from, to language.Tag, lines bool, judges *scorers) (*bitext.Bitext, align.Report, error) {
	s, err := readSide(source, from, lines)
	if err != nil {
		return nil, align.Report{}, err
	}
	t, err := readSide(target, to, lines)
	if err != nil {
		return nil, align.Report{}, err
	}
	german := from == language.German && to == language.English
	config, err := alignConfig(german)
	if err != nil {
		return nil, align.Report{}, err
	}
	if config.Scorers, err = judges.of(ctx, s.sentences, t.sentences, from, to); err != nil {
		return nil, align.Report{}, err
	}
	config.SourceParagraphs, config.TargetParagraphs = s.paragraphs, t.paragraphs
	beads, report, err := align.Align(s.sentences, t.sentences, config)
	if err != nil {
		return nil, report, err
	}
	d := s.document
	b := &bitext.Bitext{Header: bitext.Header{Satzpaar: bitext.Version, Document: d.Name, Format: d.Format, Encoding: d.Encoding, SHA256: d.SHA256,
		From: from.String(), To: to.String()}}
	for i, bead := range beads {
		b.Pairs = append(b.Pairs, beadPair(i, bead, s, t, from, config.Lexicon, report.Signature))
	}
	texts := make([][2]string, len(b.Pairs))
	for i, p := range b.Pairs {
		texts[i] = [2]string{p.Source, p.Target}
	}
	for _, x := range align.Suspicious(texts, config.Lexicon) {
		p := &b.Pairs[x.Pair]
		p.Findings = append(p.Findings, bitext.Finding{Check: "bead", Severity: bitext.Warning, Message: "may belong to another sentence: " + x.Reason})
	}
	for _, g := range report.Gaps { // said at the first pair of each
		for i, bead := range beads {
			if own := sideOf(bead, g.OfTarget); own.Len() > 0 && own.Start == g.Sentences.Start {
				b.Pairs[i].Findings = append(b.Pairs[i].Findings, bitext.Finding{Check: "bead", Severity: bitext.Warning, Message: g.String()})
			}
		}
	}
	return b, report, nil
}

func sideOf(b align.Bead, target bool) align.Range {
	if target {
		return b.Target
	}
	return b.Source
}

// beadPair makes a pair of a bead. Its id is that of its first source sentence; a bead without one is called after its number.
func beadPair(i int, bead align.Bead, s, t *side, from language.Tag, lexicon *align.Lexicon, signature string) bitext.Pair {
	sources, targets := s.sentences[bead.Source.Start:bead.Source.End], t.sentences[bead.Target.Start:bead.Target.End]
	cost, confidence := round4(bead.Cost), round4(bead.Confidence)
	p := bitext.Pair{ID: fmt.Sprintf("bead-%d", i+1), Kind: string(document.Paragraph), Source: strings.Join(sources, " "), Target: strings.Join(targets, " "), Lang: from.String(),
		Action: bitext.Translate, State: bitext.Translated, Origin: signature, Bead: &bitext.Bead{Source: numbers(bead.Source), Target: numbers(bead.Target)},
		Cost: &cost, Confidence: &confidence, Spans: []bitext.Offsets{}}
	for k := bead.Source.Start; k < bead.Source.End; k++ {
		for _, span := range s.places[k].spans {
			p.Spans = append(p.Spans, bitext.OffsetsOf(span))
		}
	}
	if bead.Source.Len() > 0 {
		at := s.places[bead.Source.Start]
		p.ID, p.Block = fmt.Sprintf("%d.%d", at.block, at.sentence), at.block
	}
	if bead.Source.Len() > 1 {
		p.SourceSentences = sources
	}
	if bead.Target.Len() > 1 {
		p.TargetSentences = targets
	}
	for _, l := range align.Links(p.Source, p.Target, lexicon) {
		p.Links = append(p.Links, bitext.Link(l))
	}
	return p
}

// round4 keeps four decimals.
func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

func (a *app) printBeads(b *bitext.Bitext, asJSON bool) error {
	if asJSON {
		return bitext.Write(a.stdout, b)
	}
	for _, p := range b.Pairs {
		if _, err := fmt.Fprintf(a.stdout, "%.2f\t%d-%d\t%s\t%s\n", *p.Confidence, len(p.Bead.Source), len(p.Bead.Target), p.Source, p.Target); err != nil {
			return err
		}
	}
	return nil
}
