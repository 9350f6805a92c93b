package pipeline

import (
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// translateBlocks sends the paragraphs of units as a whole and gives the parts of each answer to its sentences. It
// returns the units that are still to be translated one by one: those of single sentences, of paragraphs with kept or
// foreign parts, and of those whose answer could not be told apart with certainty, unless p keeps these as they are.
func (p *Pipeline) translateBlocks(
	ctx context.Context,
	title string,
	units []*unit,
	r *Report,
) (rest []*unit, err error) {
	whole, parts, rest := paragraphs(units)
	again := func(w *unit, _ translate.Result) { rest = append(rest, parts[w]...) }
	err = p.send(ctx, title, whole, nil, r, again, func(w *unit, res translate.Result) {
		if !p.part(parts[w], res) {
			again(w, res)
			return
		}
		r.answered(len(parts[w]), res.Cached)
	})
	return rest, err
}

// paragraphs puts the units of paragraphs that can be sent as a whole together. Parts are the sentences of each whole
// paragraph; rest are the units of the others.
func paragraphs(units []*unit) (whole []*unit, parts map[*unit][]*unit, rest []*unit) {
	parts = map[*unit][]*unit{}
	for i := 0; i < len(units); {
		n := 1
		for i+n < len(units) && units[i+n].block == units[i].block {
			n++
		}
		if group := units[i : i+n]; isWhole(group) {
			texts := make([]string, n)
			for k, u := range group {
				texts[k] = u.text
			}
			w := &unit{block: group[0].block, route: group[0].route, text: strings.Join(texts, " "), sentence: alone}
			whole = append(whole, w)
			parts[w] = group
		} else {
			rest = append(rest, group...)
		}
		i += n
	}
	return whole, parts, rest
}

// isWhole reports whether units are all sentences of one paragraph and nothing in it wants a treatment of its own.
// Sentences with an earlier translation do: [Retry] compares answers sentence by sentence.
func isWhole(units []*unit) bool {
	if len(units) < 2 || len(units) != len(units[0].block.Sentences) {
		return false
	}
	for _, u := range units {
		if *u.route != *units[0].route || u.prepared != nil && len(u.prepared.marks) > 0 {
			return false
		}
		if u.earlier != nil && u.earlier.State != bitext.Initial {
			return false
		}
	}
	return true
}

// part gives the sentences of a translated paragraph to its source sentences. Sentences that the translation has
// joined become one pair, that of the first; the others lose their id (see [dropJoined]). Where the alignment is not
// certain, part makes the whole paragraph one pair if p keeps it, and else reports false and changes nothing.
func (p *Pipeline) part(units []*unit, res translate.Result) bool {
	sources := make([]string, len(units))
	for i, u := range units {
		sources[i] = u.text
	}
	var targets []string
	for _, s := range p.Blocks(res.Text) {
		targets = append(targets, s.In(res.Text))
	}
	if len(targets) == 0 {
		return false
	}
	lexicon := p.lexicon()
	block := align.AlignBlock(sources, targets, lexicon)
	if !block.Certain {
		if !p.KeepUncertain {
			return false
		}
		block.Beads = []align.Bead{{Source: align.Range{End: len(sources)}, Target: align.Range{End: len(targets)}}}
	}
	pairs := make([]*bitext.Pair, len(block.Beads))
	texts := make([][2]string, len(block.Beads))
	for i, b := range block.Beads {
		pair := join(units, b.Source)
		own := targets[b.Target.Start:b.Target.End]
		pair.Target, pair.State, pair.Origin = strings.Join(own, " "), bitext.Translated, res.Origin
		if len(own) > 1 {
			pair.TargetSentences = own
		}
		p.link(pair)
		pairs[i], texts[i] = pair, [2]string{pair.Source, pair.Target}
		if block.Certain {
			cost, confidence := bitext.Round(b.Cost), bitext.Round(b.Confidence)
			pair.Cost, pair.Confidence = &cost, &confidence
		}
	}
	if !block.Certain {
		pairs[0].Findings = append(pairs[0].Findings, bitext.Finding{
			Check:    beadCheck,
			Severity: bitext.Info,
			Message:  "the paragraph stays one bead: " + block.Doubt,
		})
		return true
	}
	// Links that a model made are checked by a method that knows nothing of how they were made.
	for _, s := range align.Suspicious(texts, lexicon) {
		pairs[s.Pair].Findings = append(pairs[s.Pair].Findings, bitext.Finding{
			Check:    beadCheck,
			Severity: bitext.Warning,
			Message:  "may belong to another sentence: " + s.Reason,
		})
	}
	return true
}

// beadCheck is the check that findings on beads go by.
const beadCheck = "bead"

// join makes the pairs of neighbouring sentences one, that of the first, and returns it. The units are all those of a
// paragraph.
func join(units []*unit, sentences align.Range) *bitext.Pair {
	first, block := units[sentences.Start].pair, units[0].block
	if sentences.Len() == 1 {
		return first
	}
	whole := offset.Span{Start: block.Sentences[sentences.Start].Start, End: block.Sentences[sentences.End-1].End}
	runs := first.Runs
	for k := sentences.Start; k < sentences.End; k++ {
		pair, ahead := units[k].pair, block.Sentences[k].Start-whole.Start
		first.SourceSentences = append(first.SourceSentences, pair.Source)
		if pair == first {
			continue
		}
		if first.Markup == nil {
			first.Markup = pair.Markup
		} else {
			maps.Copy(first.Markup, pair.Markup)
		}
		for _, r := range pair.Runs {
			r.Start, r.End = r.Start+ahead, r.End+ahead
			runs = offset.AppendRun(runs, r)
		}
		pair.ID = ""
	}
	first.Source, first.Runs, first.Spans, first.Mixed = whole.In(block.Text), runs, nil, len(runs) > 1
	first.Spans = append(first.Spans, block.SourceSpans(whole)...)
	return first
}

// dropJoined leaves out the pairs that another has taken in.
func dropJoined(b *bitext.Bitext) {
	b.Pairs = slices.DeleteFunc(b.Pairs, func(p bitext.Pair) bool { return p.ID == "" })
}

// link finds the word links of a pair whose backend gave none.
func (p *Pipeline) link(pair *bitext.Pair) {
	if p.Lexicon == nil {
		return
	}
	pair.Links = append(pair.Links, align.Links(pair.Source, pair.Target, p.Lexicon())...)
}

// LinkEdited finds the word links of a pair if a person wrote its target and both languages are those of p, whose
// Lexicon is asked; other pairs stay as they are.
func (p *Pipeline) LinkEdited(pair *bitext.Pair) {
	if tag, err := language.Parse(pair.Lang); err == nil && p.isSource(tag) && pair.Origin == bitext.Human &&
		pair.Action == bitext.Translate &&
		pair.Links == nil {
		p.link(pair)
	}
}
