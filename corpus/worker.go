package corpus

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// workerVersion is the version of the protocol between a worker and the engine that feeds it. It grows when a program
// that understood the one before would no longer do so; members that are added do not count. doc/scale.md describes
// the protocol.
const workerVersion = 1

// outcomeKey is the member of an answered record that holds what became of it.
const outcomeKey = "satzpaar"

// A Greeting is the first line that a worker writes, once it is ready for work.
type Greeting struct {
	Worker   int      `json:"satzpaarWorker"` // version of the protocol
	Program  string   `json:"program"`        // version
	From     string   `json:"from"`
	To       string   `json:"to"`
	Backends []string `json:"backends"` // their signatures: two workers with the same ones translate alike
}

// An Outcome describes what became of a record.
type Outcome struct {
	Line      int           `json:"line,omitempty"`      // of the input, where the record could not be read
	Sentences int           `json:"sentences,omitempty"` // in it
	Failed    int           `json:"failed,omitempty"`    // of these; they keep their source
	Risk      *float64      `json:"risk,omitempty"`      // the greatest of its pairs
	Error     string        `json:"error,omitempty"`     // why it, or what failed in it, has no translation
	Pairs     []bitext.Pair `json:"pairs,omitempty"`     // where they are asked for
}

// WorkOptions specify how [Work] answers.
type WorkOptions struct {
	Greeting Greeting // Worker is set by Work
	Jobs     int      // groups of records in flight; at least 1
	Pairs    bool     // with every record its sentence pairs
}

// Work answers records of JSON Lines from r until it ends: first the greeting, then one line for each line of r, in
// their order, each as soon as the group that it came with is done. An answer is the record with its translation and
// its outcome in it. A record that cannot be read is answered with the outcome alone, a blank line with a blank line.
// Of what is on its way no more is in memory than a few groups of records. The summary and the error are as those of
// [Stream].
func Work(ctx context.Context, t Translator, r io.Reader, w io.Writer, o WorkOptions) (*Summary, error) {
	o.Greeting.Worker = workerVersion
	greeting, err := compactJSON(o.Greeting)
	if err == nil {
		_, err = w.Write(append(greeting, '\n'))
	}
	if err != nil {
		return &Summary{}, err
	}
	long := 0 // line of a record that was too long: its rest comes as one more
	answer := func(w io.Writer, rec *document.Record, b *bitext.Bitext, err error) error {
		if err == nil && rec.Line == long {
			return nil
		}
		if err != nil {
			long = rec.Line
		}
		line, err := o.answer(rec, b, err)
		if err == nil {
			_, err = w.Write(append(line, '\n'))
		}
		return err
	}
	return Stream(ctx, t, document.JSONLines, "stdin", r, w, StreamOptions{Jobs: o.Jobs, Answer: answer})
}

// answer returns the answer for a record, without a line end.
func (o *WorkOptions) answer(rec *document.Record, b *bitext.Bitext, unread error) ([]byte, error) {
	line, err := rec.Render(targets(rec, b))
	if err != nil {
		return nil, err
	}
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
	if len(line) == 0 {
		return nil, nil
	}
	outcome := Outcome{}
	if unread != nil {
		outcome.Line, outcome.Error = rec.Line, unread.Error()
	}
	if b != nil {
		o.describe(&outcome, b)
	}
	value, err := compactJSON(outcome)
	if err != nil {
		return nil, err
	}
	if unread != nil && (!json.Valid(line) || !utf8.Valid(line) || line[0] != '{') {
		line = []byte("{}")
	}
	return document.WithMember(line, outcomeKey, value), nil
}

// mostErrors is how many of the errors in a record are reported.
const mostErrors = 3

func (o *WorkOptions) describe(outcome *Outcome, b *bitext.Bitext) {
	holes := b.Holes()
	outcome.Sentences, outcome.Failed = len(b.Pairs), len(holes)
	var errs []string
	for _, p := range holes[:min(len(holes), mostErrors)] {
		errs = append(errs, fmt.Sprintf("sentence %s: %s", p.ID, p.Error))
	}
	for i := range b.Pairs {
		if r := b.Pairs[i].Risk; r != nil && (outcome.Risk == nil || *r > *outcome.Risk) {
			outcome.Risk = r
		}
	}
	if more := outcome.Failed - len(errs); more > 0 {
		errs = append(errs, fmt.Sprintf("and %d more", more))
	}
	outcome.Error = strings.Join(errs, "; ")
	if o.Pairs {
		outcome.Pairs = b.Pairs
	}
}

// compactJSON returns v on one line, with nothing escaped that need not be.
func compactJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'}), err
}
