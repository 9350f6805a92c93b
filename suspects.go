package satzpaar

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/pipeline"
)

// suspectRisk is the risk from which a pair is suspicious although no check has found anything.
const suspectRisk = 0.3

// A Suspect is a pair to be looked at: one with findings, or one that is risky without.
type Suspect struct {
	Document string
	Pair     *bitext.Pair
	Reasons  []check.Reason // of its risk
}

// MarshalJSON writes what programs need of the pair: where it stands, its texts, its risk and its findings. Texts are
// written as they are, so that an encoder that escapes no HTML finds none escaped.
func (s Suspect) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Document string           `json:"document"`
		ID       string           `json:"id"`
		Risk     *float64         `json:"risk"` // null where none was computed
		Source   string           `json:"source"`
		Target   string           `json:"target"`
		Findings []bitext.Finding `json:"findings"`
	}{
		s.Document, s.Pair.ID, s.Pair.Risk, s.Pair.Source, s.Pair.Target,
		append([]bitext.Finding{}, s.Pair.Findings...),
	})
	return out.Bytes(), err
}

// weightOfReason is the least weight with which a reason that is not a finding is worth showing.
const weightOfReason = 0.5

// Lines describes the suspect for people: where it stands, its texts, what was found, and why else it is risky.
func (s Suspect) Lines() []string {
	const most = 150 // characters of a text
	place := s.Document + " " + s.Pair.ID
	if s.Pair.Risk != nil {
		place += fmt.Sprintf("  risk %.2f", *s.Pair.Risk)
	}
	lines := []string{
		place,
		"  " + excerpt.Of(space.Fold(s.Pair.Source), most),
		"  " + excerpt.Of(space.Fold(s.Pair.Target), most),
	}
	for _, f := range s.Pair.Findings {
		lines = append(lines, fmt.Sprintf("  %-7s %s: %s", f.Severity, f.Check, f.Message))
	}
	for _, r := range s.Reasons {
		if r.Check == "" && r.Weight >= weightOfReason {
			lines = append(lines, "  also    "+r.Text)
		}
	}
	return lines
}

// CheckOptions specify what [Sessions.Check] looks for. The zero value is right for most.
type CheckOptions struct {
	// Baseline holds findings that were accepted before; they stay silent. It may be nil.
	Baseline *check.Baseline
	// All lists every pair, not only those that are suspicious.
	All bool
	// Report counts all pairs by their risk; nil: not wanted, which saves time.
	Report *check.RiskReport
}

// Suspects are the result of [Sessions.Check].
type Suspects struct {
	List       []Suspect                // the riskiest first
	Suspicious int                      // pairs that are
	Pairs      int                      // all
	Found      map[bitext.Severity]bool // the severities of findings that there are
}

// Accept adds all findings to a baseline.
func (s *Suspects) Accept(b *check.Baseline) {
	for _, suspect := range s.List {
		for _, f := range suspect.Pair.Findings {
			b.Accept(f.Check, suspect.Pair)
		}
	}
}

// Check looks at every pair of documents again, and fills in its findings and its risk. The documents are known to
// each other, so that different translations of the same sentence are seen.
func (s *Sessions) Check(docs []*bitext.Bitext, o CheckOptions) (*Suspects, error) {
	all := &check.Corpus{}
	for _, b := range docs {
		all.Add(b)
	}
	out := &Suspects{Found: map[bitext.Severity]bool{}}
	runners := map[*Session]*check.Runner{}
	for _, b := range docs {
		session, err := s.For(&b.Header)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Document, err)
		}
		runner := runners[session]
		if runner == nil {
			runner = session.checks(all)
			runners[session] = runner
		}
		for i := range b.Pairs {
			p := &b.Pairs[i]
			out.Pairs++
			p.Findings = o.Baseline.Open(p, runner.Run(p))
			reasons := pipeline.SetRisk(runner, p)
			if o.Report != nil {
				o.Report.Add(p, runner)
			}
			for _, f := range p.Findings {
				out.Found[f.Severity] = true
			}
			suspicious := len(p.Findings) > 0 || *p.Risk >= suspectRisk
			if suspicious {
				out.Suspicious++
			}
			if suspicious || o.All {
				out.List = append(out.List, Suspect{b.Document, p, reasons})
			}
		}
	}
	slices.SortStableFunc(out.List, func(a, b Suspect) int { return cmp.Compare(*b.Pair.Risk, *a.Pair.Risk) })
	return out, nil
}
