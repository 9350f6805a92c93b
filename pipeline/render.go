package pipeline

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// Render returns the translated document, in the format of d, with the targets of b. A sentence without a translation
// keeps its source.
func Render(d *document.Document, b *bitext.Bitext) ([]byte, error) {
	if err := Fits(d, b); err != nil {
		return nil, err
	}
	out := *d
	out.From, out.To = b.From, b.To
	return document.Render(&out, Targets(d, b))
}

// Fits returns an error if b does not have pairs for as many sentences as d has.
func Fits(d *document.Document, b *bitext.Bitext) error {
	n, pairs := sentenceCount(d), 0
	for i := range b.Pairs {
		pairs += b.Pairs[i].Sentences()
	}
	if n != pairs {
		return fmt.Errorf("%s: %d sentences, but pairs for %d: the source has changed since it was translated",
			d.Name, n, pairs)
	}
	return nil
}

// sentenceCount returns the number of sentences of a document.
func sentenceCount(d *document.Document) int {
	n := 0
	for i := range d.Blocks {
		n += len(d.Blocks[i].Sentences)
	}
	return n
}

// Targets returns what stands in the translated document for each sentence of d, whose pairs b holds in order, as [Fits]
// finds: the target of a pair of several sentences stands at the first of them, and nothing at the others; the targets
// of pairs that one sentence was cut into stand there together. A pair without a translation, or whose translation is
// its source, stands for its own sentences.
func Targets(d *document.Document, b *bitext.Bitext) func(block, sentence int) string {
	first := make([]int, len(d.Blocks)) // number of the first sentence of each block
	n := 0
	for i := range d.Blocks {
		first[i] = n
		n += len(d.Blocks[i].Sentences)
	}
	texts := make([]string, n)
	own := make([]bool, n)
	at := 0
	for i := range b.Pairs {
		p := &b.Pairs[i]
		keep := p.State == bitext.Initial || unchanged(p)
		text := p.Target
		if keep {
			text = p.Source // which counts where other parts of the sentence are translated
		}
		if p.Sentences() == 0 { // a later part
			if at > 0 {
				texts[at-1], own[at-1] = joinParts(texts[at-1], text), own[at-1] && keep
			}
			continue
		}
		texts[at] = text
		for range p.Sentences() {
			own[at] = keep
			at++
		}
	}
	return func(block, sentence int) string {
		if i := first[block] + sentence; !own[i] {
			return texts[i]
		}
		return d.Blocks[block].Sentence(sentence)
	}
}

// joinParts puts the parts of a sentence together.
func joinParts(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// unchanged reports whether the target is the source as it was sent: such a translation changes nothing in the
// document, not even its line breaks.
func unchanged(p *bitext.Pair) bool {
	return p.Action == bitext.Translate && sameText(p.Source, p.Target)
}
