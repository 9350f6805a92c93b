package corpus

import (
	"cmp"
	"slices"
	"time"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate"
)

// A Summary is the content of satzpaar.json: what a run did. It is the only output that holds times.
type Summary struct {
	Satzpaar string    `json:"satzpaar"` // version; "unfinished" while the first run over a folder goes on
	Command  []string  `json:"command,omitempty"`
	Backends []string  `json:"backends,omitempty"` // their signatures
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	Counts   Counts    `json:"counts"`
	Failures []Failure `json:"failures,omitempty"`
	// Notes are what a user should know although nothing failed: encodings that were recognised, edits whose source
	// changed, files left out.
	Notes       []Note  `json:"notes,omitempty"`
	Started     string  `json:"started,omitempty"` // RFC 3339
	Seconds     float64 `json:"seconds"`
	Usage       Usage   `json:"usage"`
	Interrupted bool    `json:"interrupted,omitempty"`
}

// A Note is a remark on a document.
type Note struct {
	Document string `json:"document"`
	Note     string `json:"note"`
}

// Counts are the figures of a run.
type Counts struct {
	Documents int `json:"documents"` // written
	Skipped   int `json:"unreadable"`
	Sentences int `json:"sentences"`
	Cached    int `json:"cached"`
	Sent      int `json:"sent"` // translated in this run
	// Near counts the sentences whose translation differs from that of others only in numbers and addresses.
	Near     int `json:"near,omitempty"`
	Kept     int `json:"kept"`
	Dropped  int `json:"dropped"`
	Foreign  int `json:"foreign"`
	Failed   int `json:"failed"`
	Refused  int `json:"refused,omitempty"` // of these, because a backend would not
	Findings int `json:"findings"`
}

// Usage is what the backends took.
type Usage struct {
	Requests     int     `json:"requests"`
	SourceTokens int     `json:"sourceTokens"`
	TargetTokens int     `json:"targetTokens"`
	Cost         float64 `json:"cost"`
	Estimate     bool    `json:"costIsEstimate,omitempty"`
	// What was expected for the work of the run, in US dollars; 0 where no price is known.
	ForecastLow  float64 `json:"forecastLow,omitempty"`
	ForecastHigh float64 `json:"forecastHigh,omitempty"`
}

// add adds the figures of another run, which belongs to the same whole.
func (s *Summary) add(o *Summary) {
	s.Satzpaar, s.Command, s.From, s.To = o.Satzpaar, o.Command, o.From, o.To
	for _, b := range o.Backends {
		if !slices.Contains(s.Backends, b) {
			s.Backends = append(s.Backends, b)
		}
	}
	if s.Started == "" || o.Started < s.Started {
		s.Started = o.Started
	}
	s.Seconds += o.Seconds
	s.Counts.add(&o.Counts)
	s.Failures = append(s.Failures, o.Failures...)
	s.Notes = append(s.Notes, o.Notes...)
	s.Usage.add(&o.Usage)
}

// add adds the figures of another run.
func (c *Counts) add(o *Counts) {
	c.Documents += o.Documents
	c.Skipped += o.Skipped
	c.Sentences += o.Sentences
	c.Cached += o.Cached
	c.Sent += o.Sent
	c.Near += o.Near
	c.Kept += o.Kept
	c.Dropped += o.Dropped
	c.Foreign += o.Foreign
	c.Failed += o.Failed
	c.Refused += o.Refused
	c.Findings += o.Findings
}

// add adds what another run took.
func (u *Usage) add(o *Usage) {
	u.Requests += o.Requests
	u.SourceTokens += o.SourceTokens
	u.TargetTokens += o.TargetTokens
	u.Cost += o.Cost
	u.Estimate = u.Estimate || o.Estimate
	u.ForecastLow += o.ForecastLow
	u.ForecastHigh += o.ForecastHigh
}

// usage returns what the backends of a document took.
func usage(u translate.Usage) *Usage {
	return &Usage{
		Requests:     u.Requests,
		SourceTokens: u.SourceTokens,
		TargetTokens: u.TargetTokens,
		Cost:         u.Cost,
		Estimate:     u.CostIsEstimate,
	}
}

// Described is the part of a translator that summaries describe.
type Described interface {
	Languages() (from, to string)  // from may be "auto"
	Backends() []string            // their signatures
	Forecast() (low, high float64) // what its work was expected to cost, in US dollars
}

// Finish completes the summary of a run, in which [Run] has noted what became of the documents: with what was left out
// of the inputs, what translated them, and when.
func (s *Summary) Finish(in *Inputs, by Described, started, ended time.Time) {
	s.leftOut(in)
	s.From, s.To = by.Languages()
	s.Backends = by.Backends()
	s.Usage.ForecastLow, s.Usage.ForecastHigh = by.Forecast()
	s.Started, s.Seconds = started.UTC().Format(time.RFC3339), ended.Sub(started).Seconds()
}

// leftOut adds to s the inputs that were not translated: those that could not be looked at, and those of which no
// format is known. The notes are in the order of their documents then.
func (s *Summary) leftOut(in *Inputs) {
	s.Counts.Skipped += len(in.Failed)
	s.Failures = append(s.Failures, in.Failed...)
	for ext, n := range in.Other {
		why := "no document format has this extension"
		if document.Known(ext) {
			why = "files with this extension hold many things; name those to translate"
		}
		s.Notes = append(s.Notes, Note{"*" + ext, units.Count(n, "file") + " left out: " + why})
	}
	slices.SortStableFunc(s.Notes, func(a, b Note) int { return cmp.Compare(a.Document, b.Document) })
}
