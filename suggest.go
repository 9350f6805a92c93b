package satzpaar

import (
	"iter"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// SuggestTerms returns the terms that people have changed in the same way in at least least sentences of documents, as
// [glossary.Suggest] finds them, without those that the glossary has. The terms of each language pair stand together,
// in the order in which the pairs come. Documents must have the reviewers' edits in them.
func (s *Sessions) SuggestTerms(docs iter.Seq[*bitext.Bitext], least int) ([]glossary.Suggestion, error) {
	type pair struct{ from, to string }
	changes := map[pair][]glossary.Change{}
	var order []pair
	for b := range docs {
		session, err := s.For(&b.Header)
		if err != nil {
			return nil, err
		}
		languages := pair{b.From, b.To}
		for i := range b.Pairs {
			p := &b.Pairs[i]
			if p.Origin != bitext.Human || p.Machine == "" || p.Target == "" {
				continue
			}
			after, before := *p, *p
			before.Target = p.Machine
			before.Links, after.Links = nil, nil
			session.LinkEdited(&before)
			session.LinkEdited(&after)
			if changes[languages] == nil {
				order = append(order, languages)
			}
			changes[languages] = append(changes[languages], glossary.Change{
				Source: p.Source, Machine: p.Machine, Target: p.Target, MachineLinks: before.Links, Links: after.Links,
			})
		}
	}
	known := map[string]bool{}
	for _, t := range s.base.Glossary {
		for _, target := range t.Targets() {
			known[t.Source+"\x00"+target] = true
		}
	}
	var out []glossary.Suggestion
	for _, languages := range order {
		for _, one := range glossary.Suggest(changes[languages], least) {
			if !known[one.Source+"\x00"+one.Target] {
				out = append(out, one)
			}
		}
	}
	return out, nil
}
