// Package bitext holds aligned sentence pairs: source and target side by side, where they came from, what was found
// wrong with them, and what people made of them. The native form is JSON Lines; every other output is rendered from
// it.
package bitext

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// Version of the native format, the value of "satzpaar" in the header line.
const Version = 1

// A Header is the first line of a document's bitext. With it the translated document can be rendered again from the
// source and the pairs alone.
type Header struct {
	Satzpaar int    `json:"satzpaar"` // [Version]
	Document string `json:"document"`
	Format   string `json:"format"`
	Encoding string `json:"encoding"`
	SHA256   string `json:"sha256"` // of the source file
	From     string `json:"from"`   // BCP 47
	To       string `json:"to"`
	// Field and Into name the field of a record that was translated and the one that takes the translation, as the run
	// was told; empty for its own choice, and for documents that are not records.
	Field string `json:"field,omitempty"`
	Into  string `json:"into,omitempty"`
	// Split names the rules by which the sentences were found: empty for those of From, else what [SRXSplit] returns.
	Split string `json:"split,omitempty"`
}

// A Bitext is the aligned text of one document.
type Bitext struct {
	Header
	Pairs []Pair
}

// An Action is what was done with a pair.
type Action string

// The actions.
const (
	Translate Action = "translate"
	Keep      Action = "keep" // foreign by policy, or nothing to translate: target equals source
	Drop      Action = "drop" // target is empty by policy
)

// A State is how far a pair has come. Only Initial is a hole.
type State string

// The states, in order.
const (
	Initial    State = "initial" // not translated, or failed: Error is why
	Translated State = "translated"
	Reviewed   State = "reviewed"
	Final      State = "final"
)

// A Pair is a source sentence, or a bead of several, with its translation. Field order is the order of the native
// format.
type Pair struct {
	ID     string `json:"id"` // "block.sentence", both from 1
	Block  int    `json:"block"`
	Kind   string `json:"kind"`
	Source string `json:"source"`
	Target string `json:"target"`
	// Spans are byte offsets into the (UTF-8) source of the document: one or more pieces in order. For plain text
	// their concatenation is Source.
	Spans   []offset.Span `json:"spans"`
	Runs    []offset.Run  `json:"runs,omitempty"` // tile Source
	Lang    string        `json:"lang"`           // of the run with most letters
	Mixed   bool          `json:"mixed,omitempty"`
	Action  Action        `json:"action"`
	State   State         `json:"state"`
	Error   string        `json:"error,omitempty"`   // why an initial pair has no target
	Origin  string        `json:"origin,omitempty"`  // backend, model and its content hash, or "human"
	Machine string        `json:"machine,omitempty"` // the machine's version where Origin is "human"
	// MachineOrigin is the origin of Machine, for when the edit is undone.
	MachineOrigin string        `json:"machineOrigin,omitempty"`
	Reason        string        `json:"reason,omitempty"` // of a rejection by a reviewer
	Score         *float64      `json:"score,omitempty"`  // the backend's own confidence
	Links         []offset.Link `json:"links,omitempty"`
	// Markup is what the placeholders of Source stand for in the document, by their names: "1" for ⟦1⟧, "/1" for ⟦/1⟧.
	// One whose markup is not known, or very long, is missing.
	Markup map[string]string `json:"markup,omitempty"`
	// Seconds are how long a sentence of a cue is shown: its share of the time of the cue, by the length of Target.
	Seconds *float64 `json:"seconds,omitempty"`
	// SourceSentences and TargetSentences list the sentences of a bead where there is more than one on that side.
	SourceSentences []string  `json:"sourceSentences,omitempty"`
	TargetSentences []string  `json:"targetSentences,omitempty"`
	Bead            *Bead     `json:"bead,omitempty"` // set by align: sentence numbers on both sides, from 0
	Cost            *float64  `json:"cost,omitempty"`
	Confidence      *float64  `json:"confidence,omitempty"`
	Findings        []Finding `json:"findings,omitempty"`
	Risk            *float64  `json:"risk,omitempty"` // 0 to 1
	Comments        []Comment `json:"comments,omitempty"`
	// Was holds the machine's pairs that people have cut anew: this pair, and those behind it whose Part is not 0,
	// stand in their place.
	Was []Pair `json:"was,omitempty"`
	// Part numbers the pairs that one was cut into, from 2 on; the first has none.
	Part int `json:"part,omitempty"`
}

// A Bead lists the source and target sentences of an aligned group, by number from 0.
type Bead struct{ Source, Target []int }

// MarshalJSON writes [[0,1],[0]].
func (b Bead) MarshalJSON() ([]byte, error) {
	s, t := b.Source, b.Target
	if s == nil {
		s = []int{}
	}
	if t == nil {
		t = []int{}
	}
	return json.Marshal([2][]int{s, t})
}

// UnmarshalJSON reads [[0,1],[0]].
func (b *Bead) UnmarshalJSON(data []byte) error {
	var v [2][]int
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	b.Source, b.Target = v[0], v[1]
	return nil
}

// A Severity orders findings.
type Severity string

// The severities, least first.
const (
	Info    Severity = "info"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// A Finding is something that a check found in a pair.
type Finding struct {
	Check    string   `json:"check"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	// Source and Target are where it is, in bytes of the pair's source and target; nil where the finding has no place
	// on that side.
	Source *offset.Span `json:"source,omitempty"`
	Target *offset.Span `json:"target,omitempty"`
}

// Holes returns the pairs without a translation: the state of no other is [Initial].
func (b *Bitext) Holes() []*Pair {
	var out []*Pair
	for i := range b.Pairs {
		if b.Pairs[i].State == Initial {
			out = append(out, &b.Pairs[i])
		}
	}
	return out
}

// Failed returns an error that names the sentences without a translation, with the reasons; nil if there are none.
func (b *Bitext) Failed() error {
	holes := b.Holes()
	if holes == nil {
		return nil
	}
	said := make([]string, len(holes))
	for i, p := range holes {
		said[i] = "sentence " + p.ID + ": " + p.Error
	}
	return fmt.Errorf("%d of %d sentences failed: %s", len(holes), len(b.Pairs), strings.Join(said, "; "))
}
