package corpus

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Records are translated in chunks, so that engines get enough sentences at a time. A chunk ends with the first of
// these bounds.
const (
	chunkRecords = 128
	chunkBytes   = 256 << 10
)

// A chunk is a run of records that goes through the pipeline together.
type chunk struct {
	records []*document.Record
	errs    []error          // of records, by index; nil where a record could be read
	bitexts []*bitext.Bitext // of the records that hold a document, in order
	report  pipeline.Report
	err     error // what ends the run
	done    chan struct{}
}

// container translates a file of records into r. Of the outputs, the file in its own format and the bitext are
// written, both as a stream; others, such as a page, hold all records at once and are written only where that is
// possible.
func container(ctx context.Context, t Translator, c *document.Container, in Input, out *Folder, o *Options, r *result) {
	file, err := plainfile.Open(in.Path)
	if err != nil {
		r.failed = err
		return
	}
	defer file.Close()
	name, reader, err := document.Uncompressed(in.Name, file)
	if err != nil {
		r.failed = err
		return
	}
	defer reader.Close()
	edits, err := out.edits(in.Name)
	if err != nil {
		r.failed = fmt.Errorf("edits: %w", err)
		return
	}
	sinks, err := o.sinks(in.Name, out)
	defer sinks.abort()
	if err != nil {
		r.stop = err
		return
	}
	row := &Row{Document: in.Name, Outputs: sinks.names}
	run := ctx
	ctx, cancel := context.WithCancel(run)
	queue := make(chan *chunk, max(1, o.Jobs)) // in the order of the file
	var workers sync.WaitGroup
	workers.Add(1)
	go func() {
		defer workers.Done()
		defer close(queue)
		byRecord := bitext.ByRecord(edits)
		for ch := range chunks(c.Open(name, reader, t.Records())) {
			select {
			case queue <- ch:
			case <-ctx.Done():
				return
			}
			workers.Add(1)
			go func() {
				defer workers.Done()
				defer close(ch.done)
				ch.translate(ctx, t, byRecord)
			}()
		}
	}()
	readable := false // there is a record with text
	for ch := range queue {
		<-ch.done
		readable = readable || len(ch.bitexts) > 0
		if ch.err == nil {
			ch.err = sinks.write(ch)
		}
		if ch.err != nil {
			r.stop = ch.err
			break
		}
		r.take(row, in.Name, ch)
	}
	cancel()
	workers.Wait()
	r.report = row.Report
	if r.stop == nil && run.Err() != nil {
		r.stop = context.Cause(run) // the file may not have been read to its end
	}
	if r.stop != nil || !readable && r.unreadable > 0 { // of a file with nothing to translate, no part is written
		return
	}
	if r.stop = sinks.commit(); r.stop != nil {
		return
	}
	if r.stop = o.writeRecords(in.Name, out, sinks); r.stop == nil {
		r.row = row
	}
	if sinks.tooMany {
		r.notes = append(
			r.notes,
			fmt.Sprintf("more than %d pairs: no page was written for them; satzpaar review shows them", recordPairs),
		)
	}
}

// Stream translates the records that r holds, a file of the container's format called name, and writes them to w as
// they are done, in their order. The summary is as that of [Run].
func Stream(
	ctx context.Context,
	t Translator,
	c *document.Container,
	name string,
	r io.Reader,
	w io.Writer,
) (*Summary, error) {
	s, res, row := &Summary{}, &result{}, &Row{Document: name}
	for ch := range chunks(c.Open(name, r, t.Records())) {
		if ctx.Err() != nil {
			res.stop = context.Cause(ctx)
			break
		}
		ch.translate(ctx, t, nil)
		if ch.err == nil {
			ch.err = ch.each(func(rec *document.Record, b *bitext.Bitext) error { return writeRecord(w, rec, b) })
		}
		if ch.err != nil {
			res.stop = ch.err
			break
		}
		res.take(row, name, ch)
	}
	res.report, res.row = row.Report, row
	res.addTo(s, Input{Name: name})
	return s, res.stop
}

// writeRecord writes a record with the targets of its bitext; one without a bitext passes through.
func writeRecord(w io.Writer, rec *document.Record, b *bitext.Bitext) error {
	var target func(block, sentence int) string
	if b != nil {
		target = pipeline.Targets(rec.Document, b)
	}
	raw, err := rec.Render(target)
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

// recordPairs is how many pairs the records of a file may have for outputs that hold all of them at once.
const recordPairs = 20_000

// writeRecords writes the outputs that want all records of a file together.
func (o *Options) writeRecords(input string, out *Folder, s *sinks) error {
	if s.tooMany || len(s.kept) == 0 {
		return nil
	}
	for _, w := range o.Writers {
		if w.Records == nil {
			continue
		}
		name := w.Output(input)
		if err := out.queue(name, func(f io.Writer) error { return w.Records(f, s.kept) }); err != nil {
			return err
		}
		s.names[w.Name] = name
	}
	return nil
}

// chunks groups records.
func chunks(records func(yield func(*document.Record, error) bool)) func(yield func(*chunk) bool) {
	return func(yield func(*chunk) bool) {
		ch, size := &chunk{done: make(chan struct{})}, 0
		for rec, err := range records {
			ch.records, ch.errs = append(ch.records, rec), append(ch.errs, err)
			if rec != nil {
				size += len(rec.Raw)
			}
			if len(ch.records) == chunkRecords || size >= chunkBytes {
				if !yield(ch) {
					return
				}
				ch, size = &chunk{done: make(chan struct{})}, 0
			}
		}
		if len(ch.records) > 0 {
			yield(ch)
		}
	}
}

func (ch *chunk) translate(ctx context.Context, t Translator, byRecord map[string][]*bitext.Edit) {
	var ds []*document.Document
	var edits []bitext.Edit
	for _, rec := range ch.records {
		if rec == nil || rec.Document == nil {
			continue
		}
		ds = append(ds, rec.Document)
		for _, e := range byRecord[bitext.RecordOf(rec.Document.Name)] {
			edits = append(edits, *e)
		}
	}
	ch.bitexts, ch.report, ch.err = t.Documents(ctx, ds, edits)
}

// each calls f for every record with its bitext, nil where it has none.
func (ch *chunk) each(f func(rec *document.Record, b *bitext.Bitext) error) error {
	n := 0
	for _, rec := range ch.records {
		if rec == nil {
			continue
		}
		var b *bitext.Bitext
		if rec.Document != nil {
			b = ch.bitexts[n]
			n++
		}
		if err := f(rec, b); err != nil {
			return err
		}
	}
	return nil
}

// take adds the figures of a chunk to those of its file.
func (r *result) take(row *Row, name string, ch *chunk) {
	row.Report.Add(ch.report)
	for _, err := range ch.errs {
		if err == nil {
			continue
		}
		r.failures = append(r.failures, failure(name, err))
		r.unreadable++
	}
	for _, s := range ch.report.Stale {
		r.notes = append(r.notes, s.String())
	}
	_ = ch.each(func(rec *document.Record, b *bitext.Bitext) error {
		if b != nil {
			r.count(row, rec.Document.Name, rec.Document, b)
		}
		return nil
	})
}

// sinks are the outputs of a container while they are written.
type sinks struct {
	names  map[string]string
	own    *pending       // in the format of the input; nil if not wanted
	packed io.WriteCloser // into own; nil once it is closed
	bitext *pending
	render func(w io.Writer, d *document.Document, b *bitext.Bitext) error
	// Bitexts that are kept for outputs of all records, as long as there are few enough pairs.
	keep    bool
	kept    []*bitext.Bitext
	pairs   int
	tooMany bool
}

func (o *Options) sinks(input string, out *Folder) (*sinks, error) {
	s := &sinks{names: map[string]string{}}
	for _, w := range o.Writers {
		name := w.Output(input)
		var err error
		switch w.Name {
		case same:
			if s.own, err = out.create(name); err == nil {
				s.packed, err = document.Compressed(input, s.own)
			}
		case jsonl:
			s.bitext, err = out.create(name)
			s.render = w.Write
		default:
			s.keep = s.keep || w.Records != nil
			continue
		}
		if err != nil {
			return s, err
		}
		s.names[w.Name] = name
	}
	return s, nil
}

func (s *sinks) write(ch *chunk) error {
	return ch.each(func(rec *document.Record, b *bitext.Bitext) error {
		if s.own != nil {
			if err := writeRecord(s.packed, rec, b); err != nil {
				return fmt.Errorf("output %s: %w", s.own.path, err)
			}
		}
		if s.keep && b != nil && !s.tooMany {
			s.kept, s.pairs = append(s.kept, b), s.pairs+len(b.Pairs)
			if s.pairs > recordPairs {
				s.kept, s.tooMany = nil, true
			}
		}
		if s.bitext != nil && b != nil {
			if err := s.render(s.bitext, rec.Document, b); err != nil {
				return fmt.Errorf("output %s: %w", s.bitext.path, err)
			}
		}
		return nil
	})
}

func (s *sinks) commit() error {
	if s.own != nil {
		packed := s.packed
		s.packed = nil
		if err := packed.Close(); err != nil {
			return fmt.Errorf("output %s: %w", s.own.path, err)
		}
		if err := s.own.commit(); err != nil {
			return err
		}
	}
	if s.bitext != nil {
		return s.bitext.commit()
	}
	return nil
}

// abort gives up what was not committed. A compressor that is not closed would keep its goroutines.
func (s *sinks) abort() {
	if s.packed != nil {
		_ = s.packed.Close() // what it writes is thrown away
		s.packed = nil
	}
	if s.own != nil {
		s.own.abort()
	}
	if s.bitext != nil {
		s.bitext.abort()
	}
}
