package review

import (
	"net/http"
	"strconv"

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

// A termFindings are the findings of the glossary in what the machine made of a pair.
type termFindings struct {
	At       int           `json:"at"` // number of the pair
	Findings []findingData `json:"f"`
}

// termsVersion counts the states that the glossary was in.
func (s *Server) termsVersion() int {
	if s.TermsVersion == nil {
		return 0
	}
	return s.TermsVersion()
}

// termsState returns what pages are told of a state of the glossary. Pages outlive a server whose address stays, and the
// next one counts anew: its states are others.
func (s *Server) termsState(version int) string {
	return strconv.FormatInt(s.began.UnixNano(), 36) + "-" + strconv.Itoa(version)
}

// terms answers with the terms of the glossary in all sources of a document, and where the machine's texts do not obey
// them.
func (s *Server) terms(w http.ResponseWriter, r *http.Request) {
	answer := struct {
		Version  string         `json:"version"`
		Terms    []termData     `json:"terms"`
		Checked  bool           `json:"checked"`
		Findings []termFindings `json:"findings"`
	}{s.termsState(s.termsVersion()), []termData{}, s.CheckTerms != nil, []termFindings{}}
	d, err := s.dir.read(r.URL.Query().Get("d"))
	if err != nil {
		fail(w, err)
		return
	}
	first := 0 // of the record
	for _, b := range d.machine {
		var source, target units
		for i := range b.Pairs {
			if s.Terms == nil {
				break
			}
			for k, t := range s.Terms(b.Pairs[i].Source) {
				if k == 0 {
					source.set(b.Pairs[i].Source)
				}
				span := termData{first + i, source.at(t.Span.Start), source.at(t.Span.End), t.Targets}
				answer.Terms = append(answer.Terms, span)
			}
		}
		if s.CheckTerms != nil {
			for i, findings := range s.CheckTerms(b) {
				if len(findings) > 0 {
					source.set(b.Pairs[i].Source)
					target.set(b.Pairs[i].Target)
					answer.Findings = append(answer.Findings,
						termFindings{first + i, newFindings(findings, &source, &target)})
				}
			}
		}
		first += len(b.Pairs)
	}
	reply(w, answer)
}
