package pipeline

import (
	"context"
	"hash/maphash"
	"iter"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// PartSize is how many sentences a part of a large document has, or a few more, since no block is divided. A pair and
// what is on its way to a backend take twenty times the memory of a short sentence. It is many times what any backend
// takes at a time.
const PartSize = 8 << 10

// Parts translates a document as [Pipeline.Document] does and calls each with a section of it and its pairs, those of
// one part of a large document after those of another: bitexts that all have the header of the document, at least one.
// They are not kept, so that the memory for pairs does not grow with the document. An error of each ends the
// translation and is returned.
//
// With edits, with whole paragraphs as units and with an earlier run to go on from there is only one part.
func (p *Pipeline) Parts(
	ctx context.Context,
	d *document.Sections,
	edits []bitext.Edit,
	each func(*document.Document, *bitext.Bitext) error,
) (Report, error) {
	var r Report
	parts := d.All(PartSize)
	if len(edits) > 0 || p.Blocks != nil || p.Retry != nil {
		parts = slices.Values([]*document.Document{d.Whole()})
	}
	parts, head, known := survey(parts)
	for part := range parts {
		bs, err := p.sections(ctx, head, []*document.Document{part}, edits, known, &r)
		if err == nil {
			err = each(part, bs[0])
		}
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// survey looks through the parts of a document for its title, and for what stands in several of them, if there is more
// than one. It returns the parts, made already if there is only one.
func survey(parts iter.Seq[*document.Document]) (iter.Seq[*document.Document], string, *recurring) {
	var t titles
	var only *document.Document
	var known *recurring
	for part := range parts {
		t.add(part)
		switch {
		case known != nil:
			known.add(part)
		case only == nil:
			only = part
		default:
			known = newRecurring()
			known.add(only)
			known.add(part)
			only = nil
		}
	}
	switch {
	case known != nil:
		known.find()
	case only != nil:
		parts = slices.Values([]*document.Document{only})
	}
	return parts, t.title(), known
}

// recurring holds the answers for sentences that stand in several parts of a document, so that what one request would
// ask once is asked once in several. A nil one holds nothing.
type recurring struct {
	seed maphash.Seed
	// seen are the hashes of the sentences of all parts, each once for each part, until those that come again are
	// found.
	seen []uint64
	// texts are the hashes of what comes again. Other texts may have one of them, which does no harm.
	texts   map[uint64]bool
	answers map[[32]byte]translate.Result // by the key of the item
}

func newRecurring() *recurring {
	return &recurring{
		seed:    maphash.MakeSeed(),
		texts:   map[uint64]bool{},
		answers: map[[32]byte]translate.Result{},
	}
}

// add notes the sentences of a part.
func (k *recurring) add(part *document.Document) {
	first := len(k.seen)
	for i := range part.Blocks {
		b := &part.Blocks[i]
		for j := range b.Sentences {
			k.seen = append(k.seen, k.sentence(b.Sentence(j)))
		}
	}
	own := k.seen[first:]
	slices.Sort(own)
	k.seen = k.seen[:first+len(slices.Compact(own))]
}

// find finds the sentences that stand in several parts.
func (k *recurring) find() {
	slices.Sort(k.seen)
	for i := 1; i < len(k.seen); i++ {
		if k.seen[i] == k.seen[i-1] {
			k.texts[k.seen[i]] = true
		}
	}
	k.seen = nil
}

// spans has k hold the answers for foreign spans, which may come again in any sentence.
func (k *recurring) spans(units []*unit) {
	if k == nil {
		return
	}
	for _, u := range units {
		k.texts[k.hash(u.text)] = true
	}
}

// prepared has k hold the answers for texts that stand for the sentences that come again, where these do not go to the
// backend as they are.
func (k *recurring) prepared(units []*unit) {
	if k == nil {
		return
	}
	for _, u := range units {
		if u.prepared != nil && k.texts[k.sentence(u.pair.Source)] {
			k.texts[k.hash(u.text)] = true
		}
	}
}

// sentence returns the hash of a sentence as most go to a backend.
func (k *recurring) sentence(text string) uint64 { return k.hash(entry.Plain(space.Fold(text))) }

func (k *recurring) hash(text string) uint64 { return maphash.String(k.seed, text) }

// translate has b translate those items of a request that it has not translated yet.
func (k *recurring) translate(
	ctx context.Context,
	b translate.Backend,
	req translate.Request,
) ([]translate.Result, translate.Usage, error) {
	if k == nil {
		return insist(ctx, b, req)
	}
	info := b.Info()
	results := make([]translate.Result, len(req.Items))
	var open []int              // items to be asked for
	again := map[int][32]byte{} // the keys of items whose texts come again
	for i := range req.Items {
		if k.texts[k.hash(req.Items[i].Text)] {
			of := entry.PartsOf(info, &req, i)
			key := of.Key()
			if answer, ok := k.answers[key]; ok {
				results[i] = answer
				continue
			}
			again[i] = key
		}
		open = append(open, i)
	}
	if len(open) == 0 {
		return results, translate.Usage{}, ctx.Err()
	}
	if len(open) < len(req.Items) {
		req = req.Pick(open)
	}
	answers, usage, err := insist(ctx, b, req)
	if err != nil {
		return nil, usage, err
	}
	for n, i := range open {
		results[i] = answers[n]
		if key, ok := again[i]; ok {
			k.answers[key] = answers[n]
		}
	}
	return results, usage, nil
}

// insist is b.Translate that takes nothing but a result for each item.
func insist(
	ctx context.Context,
	b translate.Backend,
	req translate.Request,
) ([]translate.Result, translate.Usage, error) {
	results, usage, err := b.Translate(ctx, req)
	if err == nil && len(results) != len(req.Items) {
		err = translate.Errorf(translate.Internal, "", "%d results for %d texts", len(results), len(req.Items))
	}
	return results, usage, err
}
