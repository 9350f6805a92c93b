package review

import (
	"net/http"
	"strconv"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// news is what a page is told about its document: edits from a number on, and which version of the bitext there is.
type news struct {
	Edits     []placedEdit `json:"edits"`
	Version   string       `json:"version"`
	Changes   int          `json:"changes"`             // of all documents: there may be other offers after each
	Terms     string       `json:"terms"`               // state of the glossary
	Conflicts []int        `json:"conflicts,omitempty"` // which of the edits that were sent did not count
	Here      []visitor    `json:"here,omitempty"`      // who else has the document open
}

// news returns the edits of a document from a number on.
func (s *Server) news(name string, after int) (*news, error) {
	edits, _, err := s.dir.edits(name)
	if err != nil {
		return nil, err
	}
	terms := s.termsVersion()
	n := &news{Edits: []placedEdit{}, Changes: s.dir.changed(), Terms: s.termsState(terms)}
	if n.Version, err = s.dir.version(name); err != nil {
		return nil, err
	}
	if after < 0 || after > len(edits) {
		return nil, errShorter
	}
	if after == len(edits) {
		return n, nil
	}
	d, err := s.dir.read(name)
	if err != nil {
		return nil, err
	}
	n.Edits = s.place(d, edits, after, terms)
	return n, nil
}

// edits answers with the edits from a number on, which others have made meanwhile, and with who else is there. The
// page sends where its own reader is.
func (s *Server) edits(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	after, err := strconv.Atoi(q.Get("after"))
	if err != nil {
		http.Error(w, "after must be a number", http.StatusBadRequest)
		return
	}
	name := q.Get("d")
	n, err := s.news(name, after)
	if err != nil {
		fail(w, err)
		return
	}
	if page := q.Get("page"); page != "" {
		at, err := strconv.Atoi(q.Get("at"))
		if err != nil {
			at = -1
		}
		n.Here = s.presence.note(name, page, visitor{s.person(r).Name, at, q.Get("writing") != ""}, s.now())
	}
	reply(w, n)
}

// edit saves edits. The answer comes when they are on the disk; it holds all edits from a number on, those of others
// and the new ones in the order of the file. Edits that are sent again since the answer was lost are not added again.
// An edit that was made without knowing what somebody else has done to the same pair is not saved; the answer names it.
func (s *Server) edit(w http.ResponseWriter, r *http.Request) {
	var q struct {
		After int        `json:"after"`
		Edits []sentEdit `json:"edits"`
		Mine  []string   `json:"mine"`
	}
	if !take(w, r, &q) {
		return
	}
	who := s.person(r)
	for i := range q.Edits {
		e := &q.Edits[i]
		e.Who = who.Name
		if e.Time == "" {
			e.Time = s.now().UTC().Format(time.RFC3339Nano)
		} else if _, err := time.Parse(time.RFC3339, e.Time); err != nil {
			http.Error(w, "an edit's time is not valid: "+err.Error(), http.StatusBadRequest)
			return
		}
		if err := e.Validate(); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	name := r.URL.Query().Get("d")
	d, err := s.dir.read(name)
	if err != nil {
		fail(w, err)
		return
	}
	for i := range q.Edits {
		q.Edits[i].takesIn = d.takenIn(&q.Edits[i].Edit)
	}
	var fresh []bitext.Edit
	var conflicts []int
	var refused error
	err = s.dir.add(name, q.After, func(have []bitext.Edit) ([]bitext.Edit, error) {
		if refused = who.permitted(have, q.Edits); refused != nil {
			return nil, refused
		}
		fresh, conflicts = settle(have, q.Edits, q.Mine, d.takenIn)
		return fresh, nil
	})
	switch {
	case refused != nil:
		http.Error(w, refused.Error(), http.StatusForbidden)
		return
	case err != nil:
		fail(w, err)
		return
	}
	if len(fresh) > 0 {
		s.log(r, who.Name, "edited", name, len(fresh))
	}
	if path, err := s.dir.path(name); err == nil && s.Edited != nil && len(fresh) > 0 {
		s.Edited(name, path)
	}
	n, err := s.news(name, q.After)
	if err != nil {
		fail(w, err)
		return
	}
	n.Conflicts = conflicts
	reply(w, n)
}
