package pipeline

import (
	"context"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
)

// A Pipeline turns documents into bitexts. It holds no state that changes: one pipeline serves any number of
// goroutines.
type Pipeline struct {
	Pair lang.Pair
	// Split names the rules by which documents were split, for the headers of their bitexts; empty for the usual ones
	// of the source language.
	Split string
	// Detector finds the runs of each block. Its expected language should be that of Pair.
	Detector detect.Detector
	// Policy decides what happens to runs in other languages; the zero value keeps them.
	Policy detect.Policy
	// Backend translates Pair.
	Backend translate.Backend
	// Foreign are the backends that the policy names for other languages.
	Foreign map[string]translate.Backend
	// Other returns what translates a language that Backend does not, where the policy names no backend for it; nil if
	// there is none. It is asked often, and must keep what it opens.
	Other func(from language.Tag) (translate.Backend, error)
	// Terms finds the glossary terms that occur in any of some texts; nil for none. They come in an order that does not
	// depend on the texts: the terms of a sentence, which are in the key of its translation, stand in that order.
	Terms func(texts ...string) []translate.Term
	// Examples finds texts like a text of Pair.From that people have translated, for backends that use them; nil for
	// none.
	Examples func(text string) []translate.Example
	// Taught finds the terms of texts of Pair.From that people's edits teach, as Terms does, for backends that obey
	// terms and where Terms has nothing; nil for none. The origin of a pair shows it.
	Taught func(texts ...string) []translate.Term
	// Lexicon returns what is known about the words of both languages, for the word links of backends that give none,
	// and for Blocks. It is asked when it is first needed; nil for no links.
	Lexicon func() *align.Lexicon
	// Blocks, if not nil, makes whole paragraphs the unit of translation; it splits their translations into
	// sentences, which are aligned with those of the source. Sentences that the translation has joined become one
	// pair.
	Blocks document.Splitter
	// KeepUncertain makes a paragraph whose alignment is not certain one pair; otherwise it is sent again, sentence
	// by sentence.
	KeepUncertain bool
	// Rank is which translations are wanted, of those that backends tell apart: see [translate.Request]. Backends
	// that know no other give the best.
	Rank int
	// Retry, if not nil, goes on from an earlier run.
	Retry *Retry
	// Checks run over every pair, with Env.
	Checks []*check.Check
	Env    check.Env
}

// A Report counts what a document took.
type Report struct {
	Sentences int
	Answered  int // sentences that a backend, or its cache, has translated
	Cached    int // of these, from a cache
	Near      int // of these, with the translation of a near duplicate, in which what differs was put back
	Failed    int
	Refused   int // of these, because a backend refused
	Foreign   int // sentences that hold another language
	Kept      int
	Dropped   int
	Usage     translate.Usage
	Stale     []bitext.Stale // edits that found no pair any more
}

// Add adds the counts of s to r.
func (r *Report) Add(s Report) {
	r.Sentences += s.Sentences
	r.Answered += s.Answered
	r.Cached += s.Cached
	r.Near += s.Near
	r.Failed += s.Failed
	r.Refused += s.Refused
	r.Foreign += s.Foreign
	r.Kept += s.Kept
	r.Dropped += s.Dropped
	r.Usage.Add(s.Usage)
	r.Stale = append(r.Stale, s.Stale...)
}

// answered counts sentences that have got their translation.
func (r *Report) answered(n int, cached bool) {
	r.Answered += n
	if cached {
		r.Cached += n
	}
}

// lexicon returns what is known about the words of both languages, or nil.
func (p *Pipeline) lexicon() *align.Lexicon {
	if p.Lexicon == nil {
		return nil
	}
	return p.Lexicon()
}

// Document translates one document. Edits are the reviewers' edits of this document, in the order in which they were
// made; they win over the machine.
//
// A sentence that fails is a pair in state initial whose Error is the reason. The error is for what concerns the whole
// run: the context was cancelled, or the backend refuses everything (its key is wrong, its quota is used up, it is
// configured wrongly, it cannot be reached); it wraps a [*translate.Error] then.
func (p *Pipeline) Document(
	ctx context.Context,
	d *document.Document,
	edits []bitext.Edit,
) (*bitext.Bitext, Report, error) {
	bs, r, err := p.Documents(ctx, []*document.Document{d}, edits)
	if err != nil {
		return nil, r, err
	}
	return bs[0], r, nil
}

// Documents translates several documents with requests that they share, which is what small ones such as the records
// of a file want: engines work best on many sentences at a time. Edits may concern any of the documents. The report
// is of all of them; otherwise it is as [Pipeline.Document].
func (p *Pipeline) Documents(
	ctx context.Context,
	ds []*document.Document,
	edits []bitext.Edit,
) ([]*bitext.Bitext, Report, error) {
	var r Report
	bs, err := p.sections(ctx, title(ds), ds, edits, nil, &r)
	return bs, r, err
}

// sections translates documents or sections of them, with what is in known already. Edits are those of whole documents.
func (p *Pipeline) sections(
	ctx context.Context,
	title string,
	of []*document.Document,
	edits []bitext.Edit,
	known *recurring,
	r *Report,
) ([]*bitext.Bitext, error) {
	bs, units, err := p.begin(of, r)
	if err != nil {
		return nil, err
	}
	if err := p.translateForeign(ctx, units, known, r); err != nil {
		return nil, err
	}
	if err := p.translate(ctx, title, units, known, r); err != nil {
		return nil, err
	}
	refused := refusals(units)
	checks := check.NewRunner(p.Checks, &p.Env)
	defer checks.Release()
	var found answers
	if p.Retry != nil {
		for k, b := range bs {
			setShown(of[k], b) // which decides whether an answer can be read in time
		}
		found = p.Retry.choose(units, checks)
	}
	if p.Blocks != nil {
		for _, b := range bs {
			dropJoined(b)
		}
	}
	if len(edits) > 0 {
		r.Stale = append(r.Stale, bitext.ApplyAll(bs, edits)...)
	}
	for k, b := range bs {
		if len(edits) > 0 {
			for i := range b.Pairs {
				p.LinkEdited(&b.Pairs[i])
			}
		}
		setShown(of[k], b)
		for i := range b.Pairs {
			pair := &b.Pairs[i]
			if pair.State == bitext.Initial {
				r.Failed++
				if refused[sentence{blockOf(of[k], pair), pair.ID}] {
					r.Refused++
				}
				continue
			}
			pair.Findings = append(pair.Findings, found.of(blockOf(of[k], pair), pair, checks)...)
			SetRisk(checks, pair)
		}
	}
	return bs, nil
}

// begin makes the bitexts of documents, without translations, and returns what a backend is to be asked for.
func (p *Pipeline) begin(of []*document.Document, r *Report) (bs []*bitext.Bitext, units []*unit, err error) {
	bs = make([]*bitext.Bitext, len(of))
	for i, d := range of {
		bs[i] = &bitext.Bitext{Header: bitext.NewHeader(d, p.Pair)}
		bs[i].Split = p.Split
		own := p.units(d, bs[i], r)
		if p.Retry != nil {
			if err := p.Retry.attach(bs[i], own); err != nil {
				return nil, nil, err
			}
		}
		units = append(units, own...)
	}
	if p.Retry != nil {
		units = p.Retry.settle(units, r)
	}
	return bs, units, nil
}

// Ask sends to the backends what the translation of documents needs and makes nothing of the answers, for plans and
// for what gathers requests: it costs little more than splitting and detection. Foreign spans go with the answers that
// come for them. What [Pipeline.Blocks] would send again is not known before there are answers.
func (p *Pipeline) Ask(ctx context.Context, ds []*document.Document) error {
	var r Report
	_, units, err := p.begin(ds, &r)
	if err != nil {
		return err
	}
	if err := p.translateForeign(ctx, units, nil, &r); err != nil {
		return err
	}
	prepare(units)
	ignore := func(*unit, translate.Result) {}
	if p.Blocks != nil {
		whole, _, rest := paragraphs(units)
		if err := p.send(ctx, title(ds), whole, nil, &r, ignore, ignore); err != nil {
			return err
		}
		units = rest
	}
	return p.send(ctx, title(ds), units, nil, &r, ignore, ignore)
}

// A sentence is named by its block and the id of its pair.
type sentence struct {
	block *document.Block
	id    string
}

// refusals returns which sentences a backend has refused. Their pairs may get a translation all the same, from people
// or an earlier run.
func refusals(units []*unit) map[sentence]bool {
	var refused map[sentence]bool
	for _, u := range units {
		if !u.refused {
			continue
		}
		if refused == nil {
			refused = map[sentence]bool{}
		}
		refused[sentence{u.block, u.pair.ID}] = true
	}
	return refused
}

// blockOf returns the block of a pair.
func blockOf(d *document.Document, pair *bitext.Pair) *document.Block {
	return &d.Blocks[pair.Block-1-d.First]
}

// setShown divides the time that each cue of d is shown among its sentences, by the lengths of their translations: each
// of them is then read as fast as all of them together.
func setShown(d *document.Document, b *bitext.Bitext) {
	for first := 0; first < len(b.Pairs); {
		block, length, end := b.Pairs[first].Block, 0, first
		for ; end < len(b.Pairs) && b.Pairs[end].Block == block; end++ {
			length += len(b.Pairs[end].Target)
		}
		shown := blockOf(d, &b.Pairs[first]).Seconds()
		for i := first; i < end; i++ {
			b.Pairs[i].Seconds = nil
			if shown > 0 && length > 0 {
				share := bitext.Round(shown * float64(len(b.Pairs[i].Target)) / float64(length))
				b.Pairs[i].Seconds = &share
			}
		}
		first = end
	}
}

// SetRisk fills in the risk of a pair from its findings, and returns its reasons.
func SetRisk(checks *check.Runner, pair *bitext.Pair) []check.Reason {
	risk, reasons := checks.Risk(pair, pair.Findings)
	risk = bitext.Round(risk)
	pair.Risk = &risk
	return reasons
}
