package pipeline

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// Render returns the translated document, in the format of d, with the targets of b. A sentence without a translation
// keeps its source.
func Render(d *document.Document, b *bitext.Bitext) ([]byte, error) {
	r := NewRenderer(d)
	r.Add(b)
	return r.Render()
}

// A Renderer is [Render] of a document whose pairs come in parts.
type Renderer struct {
	targets
	from, to string
}

// NewRenderer returns a Renderer of d.
func NewRenderer(d *document.Document) *Renderer { return &Renderer{targets: newTargets(d)} }

// Add adds the next pairs of the document.
func (r *Renderer) Add(b *bitext.Bitext) {
	r.from, r.to = b.From, b.To
	r.add(b)
}

// Render returns the translated document, once it has got all pairs.
func (r *Renderer) Render() ([]byte, error) {
	if err := r.fits(); err != nil {
		return nil, err
	}
	out := *r.document
	out.From, out.To = r.from, r.to
	return document.Render(&out, r.of)
}

// Fits returns an error if b does not have pairs for as many sentences as d has.
func Fits(d *document.Document, b *bitext.Bitext) error {
	pairs := 0
	for i := range b.Pairs {
		pairs += b.Pairs[i].Sentences()
	}
	return fits(d, pairs)
}

// fits returns an error if d does not have as many sentences as there are pairs for.
func fits(d *document.Document, pairs int) error {
	if n := sentenceCount(d.Blocks); n != pairs {
		return fmt.Errorf("%s: %d sentences, but pairs for %d: the source has changed since it was translated",
			d.Name, n, pairs)
	}
	return nil
}

// sentenceCount returns the number of sentences of blocks.
func sentenceCount(blocks []document.Block) int {
	n := 0
	for i := range blocks {
		n += len(blocks[i].Sentences)
	}
	return n
}

// Targets returns what stands in the translated document for each sentence of d, whose pairs b holds in order, as
// [Fits] finds: the target of a pair of several sentences stands at the first of them, and nothing at the others; the
// targets of pairs that one sentence was cut into stand there together. A pair without a translation, or whose
// translation is its source, stands for its own sentences.
func Targets(d *document.Document, b *bitext.Bitext) func(block, sentence int) string {
	t := newTargets(d)
	t.add(b)
	return t.of
}

// targets are what [Targets] returns, of pairs that come in parts.
type targets struct {
	document *document.Document
	first    []int // number of the first sentence of each block
	texts    []string
	own      []bool // sentences that stay as they are
	at       int    // sentences that there are pairs for; more than there are in the document where these do not fit
}

func newTargets(d *document.Document) targets {
	t := targets{document: d, first: make([]int, len(d.Blocks))}
	n := 0
	for i := range d.Blocks {
		t.first[i] = n
		n += len(d.Blocks[i].Sentences)
	}
	t.texts, t.own = make([]string, n), make([]bool, n)
	return t
}

// add adds the next pairs.
func (t *targets) add(b *bitext.Bitext) {
	for i := range b.Pairs {
		p := &b.Pairs[i]
		keep := p.State == bitext.Initial || unchanged(p)
		text := p.Target
		if keep {
			text = p.Source // which counts where other parts of the sentence are translated
		}
		if p.Sentences() == 0 { // a later part
			if k := t.at - 1; k >= 0 && k < len(t.texts) {
				t.texts[k], t.own[k] = joinParts(t.texts[k], text), t.own[k] && keep
			}
			continue
		}
		if t.at < len(t.texts) {
			t.texts[t.at] = text
		}
		for range p.Sentences() {
			if t.at < len(t.own) {
				t.own[t.at] = keep
			}
			t.at++
		}
	}
}

// fits returns an error if there are not pairs for all sentences and no more.
func (t *targets) fits() error { return fits(t.document, t.at) }

// of returns what stands for a sentence.
func (t *targets) of(block, sentence int) string {
	if i := t.first[block] + sentence; !t.own[i] {
		return t.texts[i]
	}
	return t.document.Blocks[block].Sentence(sentence)
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
