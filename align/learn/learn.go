// Package learn makes a lexicon for package align from parallel text.
//
// First comes IBM model 2 with the diagonal prior of Dyer, Chahuneau and Smith (2013), in both directions, with a
// sparse prior on translations; from its chances start two hidden Markov models that are trained to agree (Liang,
// Taskar and Klein, 2006). An entry's count is the sum over the text of the product of both directions' posteriors, so
// that a link counts as far as both agree. Equal texts give the same lexicon on one kind of processor.
package learn

import (
	"cmp"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/align"
)

// Options specify how a lexicon is learned.
type Options struct {
	Rounds    int     // of training of model 2
	Agreement int     // rounds of training in agreement
	MinCount  float64 // of an entry
	MinShare  float64 // chance of an entry, in the better direction
	Gold      *Gold   // takes part in the text, and Log gets the error rates on it; may be nil
	Log       func(format string, args ...any)
}

// DefaultOptions are those of the lexicon that package align carries.
var DefaultOptions = Options{Rounds: 5, Agreement: 3, MinCount: 2, MinShare: 0.005}

// Lexicon learns a lexicon from pairs of a source and a target text.
func Lexicon(pairs [][2]string, o Options) *align.Lexicon {
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	first := 0
	if o.Gold != nil {
		first = len(o.Gold.pairs)
		pairs = slices.Concat(o.Gold.pairs, pairs)
	}
	m := newModel(pairs, first)
	o.Log("%d pairs, %d and %d words, %d entries\n", len(m.texts), len(m.source), len(m.target), len(m.ids))
	for r := range o.Rounds {
		o.Log("model 2, round %d: log-likelihood %.4f a word\n", r+1, m.diagonalRound())
	}
	if o.Gold != nil {
		m.logBaseline(o.Gold, o.Log)
	}
	for r := range o.Agreement {
		m.agreementRound()
		o.Log("agreement, round %d: %.3f and %.3f of the words come from nothing\n", r+1, m.forward.order.Null,
			m.backward.order.Null)
	}
	m.agree()
	l := m.lexicon(o)
	if o.Gold != nil {
		logLinks(o.Gold, l, o.Log)
	}
	return l
}

// lexicon makes a lexicon of the counts of the forward direction.
func (m *model) lexicon(o Options) *align.Lexicon {
	var entries []align.Entry
	sources, targets := map[string]float64{}, map[string]float64{}
	for s, source := range m.source {
		if m.sourceTokens[s] < minimum {
			continue
		}
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			t := m.ids[k]
			c := float64(m.forward.counts[k])
			if c < o.MinCount || max(c/m.sourceTokens[s], c/m.targetTokens[t]) < o.MinShare ||
				!useful(source, m.target[t]) {
				continue
			}
			entries = append(entries, align.Entry{Source: source, Target: m.target[t], Count: c})
			sources[source], targets[m.target[t]] = m.sourceTokens[s], m.targetTokens[t]
		}
	}
	slices.SortFunc(entries, func(a, b align.Entry) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	return align.NewLexicon(entries, sources, targets)
}

// useful leaves out what the aligner sees without a lexicon: equal marks, equal numbers, equal rare words.
func useful(s, t string) bool {
	return s != t && !strings.ContainsAny(s, "3456789")
}
