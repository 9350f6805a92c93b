package satzpaar

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/metric"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Predict returns what the session makes of an entry of gold, to be scored against it: its sentences, its language
// runs, or its beads. It goes the way that every document goes. Of beads, the entry itself specifies which languages
// they are in.
func (s *Session) Predict(ctx context.Context, g *metric.Gold) (*metric.Prediction, error) {
	p := &metric.Prediction{}
	var err error
	switch g.Kind {
	case metric.GoldBeads:
		p.Beads, err = goldBeads(ctx, g)
	case metric.GoldRuns:
		p.Runs, err = s.goldRuns(g.Text)
	case metric.GoldSplits:
		p.Splits, err = s.goldSplits(g.Text)
	}
	return p, err
}

// ScoreGold scores what the session makes of the entries of gold that r holds, a file called name. With predicted, which
// is not nil then and holds predictions by the IDs of entries, it scores those instead.
func (s *Session) ScoreGold(
	ctx context.Context,
	r io.Reader,
	name string,
	predicted map[string]*metric.Prediction,
) (*metric.GoldScore, error) {
	score := &metric.GoldScore{}
	for g, err := range metric.ReadGold(r, name) {
		if err != nil {
			return nil, err
		}
		made := predicted[g.ID]
		if predicted == nil {
			made, err = s.Predict(ctx, g)
		}
		if err == nil {
			err = score.Add(g, made)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, g.Line, err)
		}
	}
	if score.Kind() == "" {
		return nil, fmt.Errorf("%s holds no gold", name)
	}
	return score, nil
}

// goldRuns returns the runs of a plain text in code points.
func (s *Session) goldRuns(text string) ([]offset.Run, error) {
	d, err := s.Parse("gold.txt", []byte(text))
	if err != nil {
		return nil, err
	}
	var out []offset.Run
	position := codePoints(d.Source)
	for _, r := range pipeline.Runs(s.DetectDocument(d)) {
		start, end := position(r.Start), position(r.End)
		if r.Lang != language.Und.String() { // which means nothing, as a stretch that no run covers
			out = append(out, offset.Run{Start: start, End: end, Lang: r.Lang})
		}
	}
	return out, nil
}

// goldSplits returns the sentences of a plain text in code points.
func (s *Session) goldSplits(text string) ([][2]int, error) {
	d, err := s.Parse("gold.txt", []byte(text))
	if err != nil {
		return nil, err
	}
	var out [][2]int
	position := codePoints(d.Source)
	for i := range d.Blocks {
		for _, sentence := range d.Blocks[i].Sentences {
			spans := d.Blocks[i].SourceSpans(sentence)
			start := position(spans[0].Start)
			end := position(spans[len(spans)-1].End)
			out = append(out, [2]int{start, end})
		}
	}
	return out, nil
}

// codePoints returns a function that returns the number of code points before byte i of text. It must be asked in
// order: counting goes on where it stopped.
func codePoints(text []byte) func(i int) int {
	at, points := 0, 0
	return func(i int) int {
		points += utf8.RuneCount(text[at:i])
		at = i
		return points
	}
}

// goldBeads aligns the two sides of an entry, a sentence a line.
func goldBeads(ctx context.Context, g *metric.Gold) ([]metric.Bead, error) {
	from, to, _ := strings.Cut(cmp.Or(g.Lang, "de-en"), "-")
	s, err := Open(ctx, Config{From: from, To: to})
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
	b, _, err := s.Align(ctx, source, target, AlignOptions{Lines: true})
	if err != nil {
		return nil, err
	}
	out := make([]metric.Bead, len(b.Pairs))
	for i := range b.Pairs {
		for _, n := range b.Pairs[i].Bead.Source {
			out[i].Source = append(out[i].Source, sourceLines[n])
		}
		for _, n := range b.Pairs[i].Bead.Target {
			out[i].Target = append(out[i].Target, targetLines[n])
		}
	}
	return out, nil
}

// goldDocument makes a document of the sentences of a gold entry, a line each, and returns which of them it holds:
// empty ones are left out.
func goldDocument(
	parse func(string, []byte) (*document.Document, error),
	sentences []string,
) (*document.Document, []int, error) {
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
