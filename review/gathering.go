package review

import (
	"fmt"
	"html/template"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
)

// A gathering makes the content of a page from pairs that come one after the other. Of those it has seen it keeps no
// more than the page will hold.
type gathering struct {
	content *content
	records bool // the page is of the records of a file
	compact bool // the pairs are compressed, however few there are
	other   map[bitext.Key]string

	numbers bitext.Numbers
	last    *sourcePair // whose neighbour behind it is not known yet
	before  string      // the source before it
	pairs   []pairData  // of the part that is not full
	found   map[string]bool
	// Scratch for offsets.
	source, target units

	packing errgroup.Group
	parts   []*template.JS // which packing fills
}

// gather begins the content of a page. First is a bitext of its document, or of its first record.
func gather(first *bitext.Header, other map[bitext.Key]string, records, compact bool) *gathering {
	c := &content{
		against: other != nil,
		pageData: pageData{
			Document: first.Document,
			SHA256:   first.SHA256,
			From:     first.From,
			To:       first.To,
			Names:    map[string]string{},
			Titles:   map[string]string{},
			Origins:  []string{},
			Marks: map[bitext.Severity]string{
				bitext.Info:    mark(bitext.Info),
				bitext.Warning: mark(bitext.Warning),
				bitext.Error:   mark(bitext.Error),
			},
		},
	}
	if records {
		c.Document, _, _ = strings.Cut(c.Document, "#")
	}
	for _, k := range check.All {
		c.Titles[k.Name], _, _ = strings.Cut(k.Doc, "\n")
	}
	c.name(c.From)
	c.name(c.To)
	g := &gathering{content: c, records: records, compact: compact, other: other, found: map[string]bool{}}
	g.packing.SetLimit(runtime.GOMAXPROCS(0))
	return g
}

// add adds pairs of a document or a record. Others of the same may follow.
func (g *gathering) add(b *bitext.Bitext) {
	c := g.content
	for _, s := range sourcePairs(b) {
		p := s.pair
		if p.Origin != "" && p.Origin != bitext.Human && !slices.Contains(c.Origins, p.Origin) {
			c.Origins = append(c.Origins, p.Origin)
		}
		for k := range p.Runs {
			c.name(p.Runs[k].Lang)
		}
		if g.last != nil {
			g.take(p.Source)
		}
		g.last = &s
	}
	for i := range b.Pairs {
		for _, f := range b.Pairs[i].Findings {
			g.found[f.Check] = true
		}
	}
}

// end ends a document or a record: no more pairs of it follow.
func (g *gathering) end() {
	if g.last != nil {
		g.take("")
	}
	g.last, g.before, g.numbers = nil, "", bitext.Numbers{}
}

// take takes in the last pair, behind which stands the source after.
func (g *gathering) take(after string) {
	s := g.last
	key := bitext.Key{Record: bitext.RecordOf(s.bitext.Document), Before: g.before, Source: s.pair.Source, After: after}
	key.N = g.numbers.Next(&key)
	g.before = s.pair.Source
	s.record, s.n = key.Record, key.N
	if text, ok := g.other[key]; ok {
		s.other = &text
	}
	if len(g.pairs) == pairsPerPart {
		g.pack(true)
	}
	g.pairs = append(g.pairs, newPairData(s, g.records, &g.source, &g.target))
}

// pack makes what has been taken in a part of the page.
func (g *gathering) pack(compact bool) {
	part, list := new(template.JS), g.pairs
	g.parts, g.pairs = append(g.parts, part), nil
	g.packing.Go(func() (err error) {
		*part, err = newPart(list, compact)
		return err
	})
}

// finish returns the content of the page.
func (g *gathering) finish() (*content, error) {
	if len(g.pairs) > 0 {
		g.pack(g.compact || len(g.parts) > 0)
	}
	if err := g.packing.Wait(); err != nil {
		return nil, fmt.Errorf("review page of %s: %w", g.content.Document, err)
	}
	for _, p := range g.parts {
		g.content.parts = append(g.content.parts, *p)
	}
	return g.content, nil
}

// forgetTitles drops the titles of checks that found nothing.
func (g *gathering) forgetTitles() {
	for name := range g.content.Titles {
		if !g.found[name] {
			delete(g.content.Titles, name)
		}
	}
}
