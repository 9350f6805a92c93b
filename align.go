package satzpaar

import (
	"context"
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// AlignOptions specify how two finished documents are aligned. The zero value is right for most.
type AlignOptions struct {
	// Lines takes one sentence a line as given, instead of splitting the documents.
	Lines bool
	// Translation names a backend of the configuration that translates the source for comparison; empty for none.
	Translation string
	// Embed returns a vector for each sentence, of the model EmbedID; nil for none.
	Embed   func(ctx context.Context, sentences []string) ([][]float32, error)
	EmbedID string
}

// ParseTarget reads a finished translation, a document of the session's target language.
func (s *Session) ParseTarget(name string, raw []byte) (*document.Document, error) {
	return document.Parse(name, raw, document.Options{Split: document.SplitterFor(lang.Base(s.pair.To))})
}

// Align pairs the sentences of two finished documents, and their words, in the bitext of the first.
func (s *Session) Align(
	ctx context.Context,
	source, target *document.Document,
	o AlignOptions,
) (*bitext.Bitext, align.Report, error) {
	from, to := sideOf(source, o.Lines), sideOf(target, o.Lines)
	config := align.Config{
		Lexicon:          align.LexiconFor(s.pair),
		Pivot:            align.PivotFor(s.pair),
		SourceParagraphs: from.paragraphs,
		TargetParagraphs: to.paragraphs,
	}
	var err error
	if config.Scorers, err = s.scorers(ctx, from.sentences, to.sentences, &o); err != nil {
		return nil, align.Report{}, err
	}
	beads, report, err := align.Align(from.sentences, to.sentences, config)
	if err != nil {
		return nil, report, err
	}
	b := &bitext.Bitext{Header: bitext.NewHeader(source, s.pair)}
	texts := make([][2]string, len(beads))
	for i, bead := range beads {
		p := beadPair(i, bead, from, to, config.Lexicon)
		p.Lang, p.Origin = s.pair.From.String(), report.Signature
		b.Pairs = append(b.Pairs, p)
		texts[i] = [2]string{p.Source, p.Target}
	}
	doubt := func(pair int, message string) {
		b.Pairs[pair].Findings = append(
			b.Pairs[pair].Findings,
			bitext.Finding{Check: "bead", Severity: bitext.Warning, Message: message},
		)
	}
	for _, x := range align.Suspicious(texts, config.Lexicon) {
		doubt(x.Pair, "may belong to another sentence: "+x.Reason)
	}
	for _, g := range report.Gaps { // said at the first pair of each
		for i, bead := range beads {
			own := bead.Source
			if g.OfTarget {
				own = bead.Target
			}
			if own.Len() > 0 && own.Start == g.Sentences.Start {
				doubt(i, g.String())
			}
		}
	}
	return b, report, nil
}

// scorers returns the judges of beads beside the lexical and length scorers.
func (s *Session) scorers(ctx context.Context, source, target []string, o *AlignOptions) ([]align.Scorer, error) {
	var out []align.Scorer
	if o.Translation != "" {
		b, err := s.named(o.Translation)
		if err != nil {
			return nil, err
		}
		out = append(
			out,
			align.Translation{
				ID:        b.Info().ID,
				Translate: func(sentences []string) ([]string, error) { return s.plain(ctx, b, sentences) },
			},
		)
	}
	if o.Embed != nil {
		e := align.Embedding{ID: o.EmbedID}
		var err error
		if e.Source, err = o.Embed(ctx, source); err != nil {
			return nil, err
		}
		if e.Target, err = o.Embed(ctx, target); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// plain translates sentences for comparison. One that fails stands for itself, so that it speaks neither for nor
// against a bead.
func (s *Session) plain(ctx context.Context, b translate.Backend, sentences []string) ([]string, error) {
	req := translate.Request{From: s.pair.From, To: s.pair.To, Items: make([]translate.Item, len(sentences))}
	for i, text := range sentences {
		req.Items[i].Text = text
	}
	results, _, err := b.Translate(ctx, req)
	if err != nil {
		return nil, err
	}
	if len(results) != len(sentences) {
		return nil, fmt.Errorf("satzpaar: %d translations of %d sentences", len(results), len(sentences))
	}
	out := make([]string, len(sentences))
	for i, r := range results {
		if out[i] = r.Text; r.Err != nil {
			out[i] = sentences[i]
		}
	}
	return out, nil
}

// A side is one of two documents that are aligned.
type side struct {
	sentences  []string
	places     []place
	paragraphs []int // numbers of the sentences that begin a block
}

// A place is where a sentence stands: its block and its number in the block, from 1, and its spans in the source.
type place struct {
	block, sentence int
	spans           []offset.Span
}

func sideOf(d *document.Document, lines bool) *side {
	s := &side{}
	if lines {
		at := 0
		for line := range strings.Lines(string(d.Source)) {
			text := strings.TrimSpace(line)
			if text != "" {
				start := at + strings.Index(line, text)
				span := offset.Span{Start: start, End: start + len(text)}
				s.sentences = append(s.sentences, text)
				s.places = append(s.places, place{len(s.sentences), 1, []offset.Span{span}})
			}
			at += len(line)
		}
		return s
	}
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if len(b.Sentences) > 0 {
			s.paragraphs = append(s.paragraphs, len(s.sentences))
		}
		for si, span := range b.Sentences {
			s.sentences = append(s.sentences, space.Fold(span.In(b.Text)))
			s.places = append(s.places, place{bi + 1, si + 1, b.SourceSpans(span)})
		}
	}
	return s
}

// beadPair makes a pair of a bead. Its id is that of its first source sentence; a bead without one is called after
// its number.
func beadPair(i int, bead align.Bead, s, t *side, lexicon *align.Lexicon) bitext.Pair {
	sources, targets := s.sentences[bead.Source.Start:bead.Source.End], t.sentences[bead.Target.Start:bead.Target.End]
	cost, confidence := bitext.Round(bead.Cost), bitext.Round(bead.Confidence)
	p := bitext.Pair{
		ID:         fmt.Sprintf("bead-%d", i+1),
		Kind:       string(document.Paragraph),
		Source:     strings.Join(sources, " "),
		Target:     strings.Join(targets, " "),
		Action:     bitext.Translate,
		State:      bitext.Translated,
		Bead:       &bitext.Bead{Source: numbers(bead.Source), Target: numbers(bead.Target)},
		Cost:       &cost,
		Confidence: &confidence,
		Spans:      []offset.Span{},
	}
	for k := bead.Source.Start; k < bead.Source.End; k++ {
		p.Spans = append(p.Spans, s.places[k].spans...)
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
	p.Links = append(p.Links, align.Links(p.Source, p.Target, lexicon)...)
	return p
}

// numbers lists the sentences of a range.
func numbers(r align.Range) []int {
	var out []int
	for i := r.Start; i < r.End; i++ {
		out = append(out, i)
	}
	return out
}
