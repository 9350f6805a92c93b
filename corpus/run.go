package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A Translator turns documents into bitexts: a session of package satzpaar.
type Translator interface {
	Parser
	// Documents translates documents with requests that they share. The error is what ends the run.
	Documents(
		ctx context.Context,
		ds []*document.Document,
		edits []bitext.Edit,
	) ([]*bitext.Bitext, pipeline.Report, error)
	// Sections reads a document to be translated with Parts.
	Sections(name string, raw []byte) (*document.Sections, error)
	// Parts translates a document and gives its pairs away part by part; see [pipeline.Pipeline.Parts].
	Parts(
		ctx context.Context,
		d *document.Sections,
		edits []bitext.Edit,
		each func(*document.Document, *bitext.Bitext) error,
	) (pipeline.Report, error)
}

// The names of the writers that have a part in the outputs of containers.
const (
	same  = "same"
	jsonl = "jsonl"
)

// ext returns the extension of a name, that of a compression with the one before it: ".jsonl.zst".
func ext(name string) string {
	last := path.Ext(name)
	if compressed(name) {
		return path.Ext(strings.TrimSuffix(name, last)) + last
	}
	return last
}

// compressed reports whether a name is that of a compressed file.
func compressed(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".gz", ".zst", ".zstd":
		return true
	}
	return false
}

// Options specify how [Run] works.
type Options struct {
	Writers []Writer
	// Index writes the page of the whole run from the rows of its documents; nil for none.
	Index func(w io.Writer, rows []Row) error
	// Rows is given the rows of a run that got through; nil for nobody.
	Rows func(rows []Row)
	// Edits is the folder that holds what people changed; nil: the output folder.
	Edits *Folder
	Jobs  int // documents in flight; at least 1
	// Progress is called for every document when it is finished, in any order, one at a time; nil for none.
	Progress func(Done)
}

// A Done is a document that is finished.
type Done struct {
	Input  Input
	Report pipeline.Report
}

// A Row describes a document for the page of the run.
type Row struct {
	Document string            `json:"document"`
	To       string            `json:"to,omitempty"` // language of the translation
	Outputs  map[string]string `json:"outputs"`      // by name of the writer: the file, relative to the output folder
	Report   pipeline.Report   `json:"report"`
	Findings int               `json:"findings"`
	Profile  bitext.Profile    `json:"profile"`
	// Riskiest are at most riskiest of its pairs, the riskiest first; none that has neither a finding nor failed.
	Riskiest []bitext.Pair `json:"riskiest"`
}

// riskiest is the number of pairs that a document sends to the page of the run. A corpus does not fit into memory,
// its worst pairs do.
const riskiest = 5

// Run translates inputs into the folder out. Documents run in parallel; summary and index are in the order of inputs,
// whatever finished first. One bad document does not hold up the others. The summary is complete in every case; the
// error, if any, is what ended the run early: the context's, a [*translate.Error] of a backend that refuses
// everything, or an output folder that cannot be written.
func Run(ctx context.Context, t Translator, inputs []Input, out *Folder, o Options) (*Summary, error) {
	s := &Summary{}
	if o.Edits == nil {
		o.Edits = out
	}
	names := make([]string, len(inputs))
	for i := range inputs {
		names[i] = inputs[i].Name
	}
	if err := writeShared(out, o.Writers, names); err != nil {
		return s, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([]*result, len(inputs))
	var mu sync.Mutex // guards Progress
	next := make(chan int)
	var wg sync.WaitGroup
	for range max(1, o.Jobs) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				if ctx.Err() != nil {
					continue // handed over at the moment of the interrupt
				}
				r := one(ctx, t, inputs[i], out, &o)
				results[i] = r
				if r.stop != nil {
					cancel(r.stop)
				}
				if o.Progress != nil {
					mu.Lock()
					o.Progress(Done{Input: inputs[i], Report: r.report})
					mu.Unlock()
				}
			}
		}()
	}
feed:
	for i := range inputs {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	var rows []Row
	var stop error
	for i, r := range results {
		if r == nil {
			continue // never started
		}
		r.addTo(s, inputs[i])
		if r.row != nil {
			rows = append(rows, *r.row)
		}
		if stop == nil {
			stop = r.stop
		}
	}
	if ctx.Err() != nil {
		stop = context.Cause(ctx)
	}
	if stop == nil && o.Index != nil {
		stop = out.Write(IndexFile, func(w io.Writer) error { return o.Index(w, rows) })
	}
	if err := out.Sync(); stop == nil {
		stop = err
	}
	if stop == nil {
		stop = out.complete(rows)
	}
	if stop == nil && o.Rows != nil {
		o.Rows(rows)
	}
	return s, stop
}

// writeShared writes what the outputs of writers share.
func writeShared(out *Folder, writers []Writer, inputs []string) error {
	for _, w := range writers {
		if w.Shared == nil {
			continue
		}
		if err := w.Shared(out, inputs); err != nil {
			return err
		}
	}
	return nil
}

// complete returns an error if outputs of a run are no longer in the folder, because something has removed them while
// the run went on.
func (f *Folder) complete(rows []Row) error {
	first, n := f.gone(func(yield func(string) bool) {
		for i := range rows {
			for _, name := range slices.Sorted(maps.Values(rows[i].Outputs)) {
				if !yield(name) {
					return
				}
			}
		}
	})
	if n == 0 {
		return nil
	}
	return fmt.Errorf("output folder %s: %d of the files that were written are gone, %s first: "+
		"something has removed them while the run went on", f.Dir, n, first)
}

// A result is what became of one input.
type result struct {
	report     pipeline.Report
	row        *Row // nil unless all outputs were written
	failures   []Failure
	notes      []string
	unreadable int   // records
	answered   bool  // failures of records are reported elsewhere, and only counted here
	failed     error // this document
	stop       error // the run
}

func one(ctx context.Context, t Translator, in Input, out *Folder, o *Options) *result {
	r := &result{}
	if r.failed = o.nameable(in.Name); r.failed != nil {
		return r
	}
	if c := in.container(); c != nil {
		container(ctx, t, c, in, out, o, r)
		return r
	}
	raw, err := plainfile.ReadFile(in.Path)
	if err != nil {
		r.failed = err
		return r
	}
	sections, err := t.Sections(in.Name, raw)
	if err != nil {
		r.failed = err
		return r
	}
	edits, err := o.Edits.edits(in.Name)
	if err != nil {
		// Going on would write a bitext that looks as if nobody had reviewed it.
		r.failed = fmt.Errorf("edits: %w", err)
		return r
	}
	row := &Row{Document: in.Name, Outputs: map[string]string{}}
	outputs := &rendering{whole: sections.Whole, name: in.Name, out: out, writers: o.Writers}
	defer func() { outputs.streams.abort() }()
	d := sections.Head()
	from := place{source: d.Source, line: 1}
	r.report, r.stop = t.Parts(ctx, sections, edits, func(section *document.Document, b *bitext.Bitext) error {
		r.count(row, in.Name, d, b, &from)
		return outputs.add(section, b)
	})
	if r.stop == nil {
		r.stop = outputs.finish()
	}
	if r.stop != nil {
		r.failures = nil // the document is to be translated again
		return r
	}
	if d.Encoding != document.UTF8 {
		r.notes = append(r.notes, "read as "+d.Encoding)
	}
	for _, n := range d.Notes {
		r.notes = append(r.notes, n.String())
	}
	for _, s := range r.report.Stale {
		r.notes = append(r.notes, s.String())
	}
	for _, w := range o.Writers {
		row.Outputs[w.Name] = w.Output(in.Name)
	}
	row.Report = r.report
	r.row = row
	return r
}

// longestName is what file systems allow a name, in bytes.
const longestName = 255

// nameable returns an error if an output of the input would have a name that no file can have, so that this is found
// before anything is paid for, and costs no other document.
func (o *Options) nameable(input string) error {
	for _, w := range o.Writers {
		if name := path.Base(w.Output(input)); len(name) > longestName {
			return fmt.Errorf("its name is too long for outputs named after it: %s would have %d bytes; rename it",
				w.Name, len(name))
		}
	}
	return nil
}

// SummaryOf returns the summary of a run over one document that was not read from a file: with its name, its bitext,
// and the report of its translation.
func SummaryOf(name string, d *document.Document, b *bitext.Bitext, report pipeline.Report) *Summary {
	r, row := &result{report: report}, &Row{Document: name}
	r.count(row, name, d, b, &place{source: d.Source, line: 1})
	r.row = row
	s := &Summary{}
	r.addTo(s, Input{Name: name})
	return s
}

// count adds pairs of a document to row, and their holes to the failures. A failure in a record is reported on the
// line where the record begins. At is a place in the source at or before the pairs; it moves on.
func (r *result) count(row *Row, name string, d *document.Document, b *bitext.Bitext, at *place) {
	row.To = b.To
	for i := range b.Pairs {
		pair := &b.Pairs[i]
		row.Findings += len(pair.Findings)
		row.Profile.Add(pair)
		if pair.State == bitext.Initial && !r.answered {
			line := d.Line
			if line == 0 {
				line = at.lineOf(pair.Spans[0].Start)
			}
			r.failures = append(r.failures, Failure{Document: name, Pair: pair.ID, Line: line, Err: pair.Error})
		}
		if pair.State == bitext.Initial || len(pair.Findings) > 0 {
			row.Riskiest = worst(row.Riskiest, pair)
		}
	}
}

// A place is a byte of a source and its line. It goes from one to the next, since a document may fail in every line.
type place struct {
	source   []byte
	at, line int
}

// lineOf moves p to an offset and returns its line, from 1.
func (p *place) lineOf(offset int) int {
	if offset < p.at {
		p.line -= bytes.Count(p.source[offset:p.at], []byte{'\n'})
	} else {
		p.line += bytes.Count(p.source[p.at:offset], []byte{'\n'})
	}
	p.at = offset
	return p.line
}

// worst returns list, riskiest pair first, with p at its place. Of equally risky pairs the earlier comes first.
func worst(list []bitext.Pair, p *bitext.Pair) []bitext.Pair {
	at := len(list)
	for at > 0 && risk(p) > risk(&list[at-1]) {
		at--
	}
	if at == riskiest {
		return list
	}
	list = slices.Insert(list, at, *p)
	return list[:min(len(list), riskiest)]
}

// risk is what pairs are ordered by: a hole is worse than any doubt.
func risk(p *bitext.Pair) float64 {
	switch {
	case p.State == bitext.Initial:
		return 2
	case p.Risk == nil:
		return 0
	}
	return *p.Risk
}

// failure describes a document or a record that could not be read.
func failure(name string, err error) Failure {
	f := Failure{Document: name, Err: err.Error()}
	var at *document.Error
	if errors.As(err, &at) {
		f.Line = at.Line
	}
	return f
}

func (r *result) addTo(s *Summary, in Input) {
	for _, n := range r.notes {
		s.Notes = append(s.Notes, Note{Document: in.Name, Note: n})
	}
	s.Usage.add(usage(r.report.Usage))
	s.Counts.Skipped += r.unreadable
	if r.failed != nil {
		s.Counts.Skipped++
		s.Failures = append(s.Failures, failure(in.Name, r.failed))
		return
	}
	s.Failures = append(s.Failures, r.failures...)
	if r.row == nil {
		return
	}
	s.Counts.add(&Counts{
		Documents: 1,
		Sentences: r.report.Sentences,
		Cached:    r.report.Cached,
		Near:      r.report.Near,
		Sent:      r.report.Answered - r.report.Cached,
		Kept:      r.report.Kept,
		Dropped:   r.report.Dropped,
		Foreign:   r.report.Foreign,
		Failed:    r.report.Failed,
		Refused:   r.report.Refused,
		Findings:  r.row.Findings,
	})
}
