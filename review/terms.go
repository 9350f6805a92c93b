package review

import (
	"net/http"

	"github.com/satzpaar/satzpaar/offset"
)

// A Term is a term of a glossary that stands in a source, with the translations that it may have, the preferred one
// first.
type Term struct {
	Span    offset.Span
	Targets []string
}

// A termData is a term as a page is told of it. Offsets are in UTF-16 code units, as JavaScript counts.
type termData struct {
	At      int      `json:"at"` // number of the pair
	Start   int      `json:"s"`
	End     int      `json:"e"`
	Targets []string `json:"t"`
}

// terms answers with the terms of the glossary in all sources of a document.
func (s *Server) terms(w http.ResponseWriter, r *http.Request) {
	d, err := s.dir.read(r.URL.Query().Get("d"))
	if err != nil {
		fail(w, err)
		return
	}
	list := []termData{}
	if s.Terms != nil {
		at := 0
		var source units
		for _, b := range d.machine {
			for i := range b.Pairs {
				for k, t := range s.Terms(b.Pairs[i].Source) {
					if k == 0 {
						source.set(b.Pairs[i].Source)
					}
					list = append(list, termData{at, source.at(t.Span.Start), source.at(t.Span.End), t.Targets})
				}
				at++
			}
		}
	}
	reply(w, list)
}
