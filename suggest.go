package satzpaar

import (
	"iter"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// SuggestTerms returns the terms that people have changed in the same way in least sentences of documents, or more,
// as [glossary.Suggest] finds them, without those that the glossary has. The terms of each language pair stand
// together, in the order in which the pairs come. Documents must have the reviewers' edits in them.
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
			tag, err := language.Parse(p.Lang)
			if err != nil || !lang.Same(tag, session.pair.From) || p.Action != bitext.Translate ||
				p.Origin != bitext.Human || p.Machine == "" || p.Target == "" {
				continue
			}
			if changes[languages] == nil {
				order = append(order, languages)
			}
			changes[languages] = append(changes[languages], session.change(p.Source, p.Machine, p.Target))
		}
	}
	s.mu.Lock()
	known := glossary.New(s.base.Glossary)
	s.mu.Unlock()
	var out []glossary.Suggestion
	for _, languages := range order {
		for _, one := range glossary.Suggest(changes[languages], least) {
			if !known.Has(one.Source, one.Target) {
				out = append(out, one)
			}
		}
	}
	return out, nil
}

// SuggestTermsIn is [Sessions.SuggestTerms] for bitext files, as [bitext.ReadWritten] reads them: failed is called with
// the error of each that cannot be read. It also returns how many sentences people have edited.
func (s *Sessions) SuggestTermsIn(
	files []string,
	least int,
	failed func(error),
) (list []glossary.Suggestion, edited int, err error) {
	type sentence struct{ document, source string }
	seen := map[sentence]bool{}
	list, err = s.SuggestTerms(func(yield func(*bitext.Bitext) bool) {
		for b := range bitext.ReadWritten(files, failed) {
			for i := range b.Pairs {
				if b.Pairs[i].Origin == bitext.Human {
					seen[sentence{b.Document, b.Pairs[i].Source}] = true
				}
			}
			if !yield(b) {
				return
			}
		}
	}, least)
	return list, len(seen), err
}

// A changedText is a sentence with what the machine and a person made of it.
type changedText struct{ source, machine, target string }

// change returns how a person changed a translation. Its word links are found once: a page asks for the terms of all
// edits after every few.
func (s *Session) change(source, machine, target string) glossary.Change {
	key := changedText{source, machine, target}
	s.changes.Lock()
	defer s.changes.Unlock()
	c, ok := s.changes.known[key]
	if !ok {
		c = glossary.Change{Source: source, Machine: machine, Target: target}
		if lexicon := s.lexicon(); lexicon != nil {
			c.MachineLinks = align.Links(source, machine, lexicon())
			c.Links = align.Links(source, target, lexicon())
		}
		if s.changes.known == nil {
			s.changes.known = map[changedText]glossary.Change{}
		}
		s.changes.known[key] = c
	}
	return c
}
