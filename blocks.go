package satzpaar

import (
	"context"
	"strings"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/translate"
)

// translateBlocks sends the paragraphs of units as a whole and gives the parts of each answer to its sentences. It returns the units that are still to be
// translated one by one: those of single sentences, of paragraphs with kept or foreign parts, and of those whose answer could not be told apart with certainty.
func (p *Pipeline) translateBlocks(ctx context.Context, title string, units []*unit, r *Report) (rest []*unit, err error) {
	var whole []*unit // one for each paragraph
	parts := map[*unit][]*unit{}
	for i := 0; i < len(units); {
		n := 1
		for i+n < len(units) && units[i+n].block == units[i].block {
			n++
		}
		if group := units[i : i+n]; isWhole(group) {
			texts := make([]string, n)
			for k, u := range group {
				texts[k] = u.item.Text
			}
			w := &unit{route: group[0].route, item: translate.Item{Text: strings.Join(texts, " "), Kind: group[0].item.Kind}}
			whole = append(whole, w)
			parts[w] = group
		} else {
			rest = append(rest, group...)
		}
		i += n
	}
	again := func(w *unit) { rest = append(rest, parts[w]...) }
	err = p.send(ctx, title, whole, r, func(w *unit, _ translate.Result) { again(w) }, func(w *unit, res translate.Result) {
		if !p.part(parts[w], res) {
			again(w)
			return
		}
		r.answered(len(parts[w]), res.Cached)
	})
	return rest, err
}

// isWhole says whether units are all sentences of one paragraph and nothing in it wants a treatment of its own.
func isWhole(units []*unit) bool {
	if len(units) < 2 || len(units) != len(units[0].block.Sentences) {
		return false
	}
	for _, u := range units {
		if u.route != units[0].route || len(u.text.marks) > 0 || len(u.spans) > 0 {
			return false
		}
	}
	return true
}

// part gives the sentences of a translated paragraph to its source sentences. It reports false, and changes nothing, where that is not certain.
func (p *Pipeline) part(units []*unit, res translate.Result) bool {
	sources := make([]string, len(units))
	for i, u := range units {
		sources[i] = u.item.Text
	}
	var targets []string
	for _, s := range p.Blocks(res.Text) {
		targets = append(targets, s.In(res.Text))
	}
	var lexicon *align.Lexicon
	if p.Lexicon != nil {
		lexicon = p.Lexicon()
	}
	block := align.AlignBlock(sources, targets, lexicon)
	if !block.Certain {
		return false
	}
	for _, b := range block.Beads {
		if b.Source.Len() != 1 {
			return false // sentences that were joined cannot stand for themselves in the document
		}
	}
	pairs := make([][2]string, len(units))
	for i, b := range block.Beads {
		pair := units[b.Source.Start].pair
		pair.Target, pair.State, pair.Origin = strings.Join(targets[b.Target.Start:b.Target.End], " "), bitext.Translated, res.Origin
		if b.Target.Len() > 1 {
			pair.TargetSentences = targets[b.Target.Start:b.Target.End]
		}
		cost, confidence := round(b.Cost), round(b.Confidence)
		pair.Cost, pair.Confidence = &cost, &confidence
		p.link(pair)
		pairs[i] = [2]string{pair.Source, pair.Target}
	}
	// Links that a model made are checked by a method that knows nothing of how they were made.
	for _, s := range align.Suspicious(pairs, lexicon) {
		pair := units[block.Beads[s.Pair].Source.Start].pair
		pair.Findings = append(pair.Findings, bitext.Finding{Check: "bead", Severity: bitext.Warning, Message: "may belong to another sentence: " + s.Reason})
	}
	return true
}
