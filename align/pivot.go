package align

const (
	pivotMost  = 0.8  // chance of a pair of words whose way by the third language is all but sure
	pivotLeast = 0.02 // chance, in the better direction, of a third word that is followed; others mean little
)

// pivotEvidence returns the evidence of a lexicon from the source language into a third one for pairs of words: a
// target word that looks like a translation may well be one, as French "montagne" of German "Berg" by way of English
// "mountain". It is sorted by source and target.
func pivotEvidence(source, target *words, lexicon *Lexicon) []evidence {
	var out []evidence
	alike := newLookalikes(target)
	type lookalike struct {
		word     uint32
		likeness float64
	}
	known := map[string][]lookalike{} // by third word; many source words share one
	lookalikesOf := func(third string) []lookalike {
		found, ok := known[third]
		if !ok {
			alike.each(third, func(t uint32, x float64) { found = append(found, lookalike{t, x}) })
			known[third] = found
		}
		return found
	}
	for s, f := range source.forms {
		start := len(out)
		add := func(word string, share float64) {
			lexicon.Each(word, func(third string, forward, backward float64) {
				if max(forward, backward) < pivotLeast {
					return
				}
				for _, l := range lookalikesOf(third) {
					p := share * pivotMost * (l.likeness - cognateLeast + 0.1) / (1.1 - cognateLeast)
					if p*max(forward, backward) >= chanceLeast {
						out = append(out, evidence{uint32(s), l.word, float32(p * forward), float32(p * backward)})
					}
				}
			})
		}
		if lexicon.Has(f) {
			add(f, 1)
		} else {
			for _, part := range compoundParts(lexicon, f) {
				add(part, 0.5)
			}
		}
		out = append(out[:start], merge(out[start:])...)
	}
	return out
}
