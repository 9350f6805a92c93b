package check

import (
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Corpus remembers the targets of each source, over all documents of a run. It must be complete before checking
// begins.
type Corpus struct {
	targets map[string][]string
	sources map[string][]string
}

// keptTexts is how many different texts are remembered for one; more would not make a finding clearer.
const keptTexts = 4

// Add adds the translated pairs of b. It must not be called concurrently, nor while checks run.
func (c *Corpus) Add(b *bitext.Bitext) {
	if c.targets == nil {
		c.targets, c.sources = make(map[string][]string), make(map[string][]string)
	}
	for i := range b.Pairs {
		p := &b.Pairs[i]
		if p.Action != bitext.Translate || p.State == bitext.Initial || !hasContent(p.Source) || !hasContent(p.Target) {
			continue
		}
		remember(c.targets, p.Source, p.Target)
		remember(c.sources, p.Target, p.Source)
	}
}

func remember(m map[string][]string, key, value string) {
	if have := m[key]; len(have) < keptTexts && !slices.Contains(have, value) {
		m[key] = append(have, value)
	}
}
