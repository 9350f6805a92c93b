package review

import (
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
)

// An offer is what a person made of the same sentence as that of a pair, or of a similar one, anywhere in the folder.
// It is only ever shown.
type offer struct {
	At         int     `json:"at"` // number of the pair
	Document   string  `json:"d"`  // where the person wrote it
	Source     string  `json:"s"`
	Target     string  `json:"t"`
	Similarity float64 `json:"y"` // of the sources; 1 for equal ones
}

// leastSimilar is from which similarity on a translation is offered.
const leastSimilar = 0.75

// A similarity remembers which sentences of a document resemble a text.
type similarity struct {
	index func() *bitext.Index

	mu    sync.Mutex
	known map[string][]bitext.Found
}

func newSimilarity(docs []*bitext.Bitext) *similarity {
	return &similarity{known: map[string][]bitext.Found{}, index: sync.OnceValue(func() *bitext.Index {
		x := &bitext.Index{}
		for _, b := range docs {
			for i := range b.Pairs {
				x.Add(b.Pairs[i].Source)
			}
		}
		return x
	})}
}

func (s *similarity) find(text string, pairs int) []bitext.Found {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.known[text]
	if !ok {
		found = s.index().Find(text, leastSimilar, pairs)
		s.known[text] = found
	}
	return found
}

// offers returns the best offer for each pair of a document that has one.
func (f *folder) offers(name string) ([]offer, error) {
	d, err := f.read(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.scan(); err != nil {
		return nil, err
	}
	f.mu.Lock()
	names := f.written
	f.mu.Unlock()
	best := map[int]offer{}
	for _, other := range names {
		edits, _, err := f.edits(other)
		if err != nil {
			continue // of a document that is not asked about; its own page reports it
		}
		for _, e := range bitext.Written(edits) {
			for _, found := range d.similar.find(e.Source, d.pairs) {
				// Of equal ones the last.
				if have, ok := best[found.Number]; !ok || found.Similarity >= have.Similarity {
					best[found.Number] = offer{
						At:         found.Number,
						Document:   other,
						Source:     e.Source,
						Target:     *e.Target,
						Similarity: found.Similarity,
					}
				}
			}
		}
	}
	out := make([]offer, 0, len(best))
	for _, o := range best {
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b offer) int { return a.At - b.At })
	return out, nil
}
