package review

import (
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
)

// A TermOffer is a term that people have changed in the same way more than once.
type TermOffer struct {
	Source  string `json:"s"`
	Target  string `json:"t"`
	Instead string `json:"i"` // what the machine wrote, the most frequent of it
	Changes int    `json:"n"` // in different sentences
	// Contrary counts the changes of the same term to something else.
	Contrary int `json:"c,omitempty"`
}

// A termOffers remembers what the terms of edits are, until there are others.
type termOffers struct {
	taking sync.Mutex // held while one is taken, which is then no longer offered

	mu    sync.Mutex // held while they are looked for
	state string     // of the glossary and of all files of edits
	list  []TermOffer
}

// termOffers returns the terms that people have changed in the same way anywhere in the folder.
func (s *Server) termOffers() ([]TermOffer, error) {
	if _, err := s.dir.scan(); err != nil {
		return nil, err
	}
	s.dir.mu.Lock()
	names := s.dir.written
	s.dir.mu.Unlock()
	var state strings.Builder
	state.WriteString(strconv.Itoa(s.termsVersion()) + "\x00")
	for _, name := range names {
		version, _, _, err := s.dir.state(name)
		if err != nil {
			continue // its own page reports it
		}
		state.WriteString(name + "\x00" + version + "\x00")
	}
	s.offered.mu.Lock()
	defer s.offered.mu.Unlock()
	if s.offered.state != state.String() || s.offered.list == nil {
		list, err := s.OfferTerms(s.dir.withEdits(names))
		if err != nil {
			return nil, err
		}
		s.offered.list, s.offered.state = append([]TermOffer{}, list...), state.String()
	}
	return s.offered.list, nil
}

// withEdits returns the documents of those names as edits have left them, and what people wrote in them in place of
// what earlier runs had written. Those that cannot be read are left out.
func (f *folder) withEdits(names []string) iter.Seq[*bitext.Bitext] {
	return func(yield func(*bitext.Bitext) bool) {
		for _, name := range names {
			d, err := f.read(name)
			if err != nil {
				continue
			}
			edits, _, err := f.edits(name)
			if err != nil {
				continue
			}
			for _, b := range slices.Concat(d.edited(edits), bitext.Rewritten(d.machine, edits)) {
				if !yield(b) {
					return
				}
			}
		}
	}
}

// offeredTerms answers with the terms that are offered for the glossary.
func (s *Server) offeredTerms(w http.ResponseWriter, r *http.Request) {
	if s.OfferTerms == nil {
		http.NotFound(w, r)
		return
	}
	list, err := s.termOffers()
	if err != nil {
		fail(w, err)
		return
	}
	reply(w, list)
}

// takeTerm adds a term that is offered to the glossary, and answers with those that are left.
func (s *Server) takeTerm(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Source string `json:"source"`
		Target string `json:"target"`
	}
	if !take(w, r, &q) {
		return
	}
	who := s.person(r)
	switch {
	case !who.Role.may(toJudge):
		http.Error(w, "only a reviewer may add to the glossary", http.StatusForbidden)
		return
	case s.OfferTerms == nil || s.TakeTerm == nil:
		http.Error(w, "there is no glossary to add to", http.StatusNotImplemented)
		return
	}
	s.offered.taking.Lock()
	defer s.offered.taking.Unlock()
	list, err := s.termOffers()
	if err != nil {
		fail(w, err)
		return
	}
	at := slices.IndexFunc(list, func(o TermOffer) bool { return o.Source == q.Source && o.Target == q.Target })
	if at < 0 {
		http.Error(w, "the term is no longer offered", http.StatusConflict)
		return
	}
	if err := s.TakeTerm(list[at]); err != nil {
		fail(w, err)
		return
	}
	s.log(r, who.Name, "took a term into the glossary", "", 0)
	s.offeredTerms(w, r)
}
