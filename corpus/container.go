package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
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
	size    int              // bytes
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
	options := t.Records()
	content := io.Reader(file)
	switch p := in.part; {
	case p == nil:
	case p.Groups != nil:
		options.RowGroups = *p.Groups
	default:
		content = p.of(file)
		options.Line, options.Encoding = p.Line, in.encoding
	}
	name, reader, err := document.Uncompressed(in.Name, content)
	if err != nil {
		r.failed = err
		return
	}
	defer reader.Close()
	edits, err := o.Edits.edits(in.Name)
	if err != nil {
		r.failed = fmt.Errorf("edits: %w", err)
		return
	}
	sinks, err := o.sinks(in, out)
	defer sinks.abort()
	if err == nil && sinks.file != nil {
		sinks.own, err = c.Writer(in.Name, reader, sinks.file, options)
	}
	if r.stop = err; r.damaged() {
		return
	}
	row := &Row{Document: in.Name, Outputs: sinks.names}
	readable := false // there is a record with text
	records := func(context.Context) iter.Seq[*chunk] { return chunks(c.Open(name, reader, options)) }
	for ch := range translated(ctx, t, records, bitext.ByRecord(edits), o.Jobs) {
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
	r.report = row.Report
	if r.stop == nil && ctx.Err() != nil {
		r.stop = context.Cause(ctx) // the file may not have been read to its end
	}
	if r.stop != nil || !readable && r.unreadable > 0 { // of a file with nothing to translate, no part is written
		return
	}
	if r.stop = sinks.commit(); r.damaged() {
		return
	}
	if r.stop = o.writeRecords(in.Name, out, sinks); r.stop == nil {
		r.row = row
	}
	r.notes = append(r.notes, sinks.note()...)
}

// damaged reports whether there is an error that ends the file or the run. One that blames the file for what cannot be
// written ends the file alone, and is not reported where records have been blamed already.
func (r *result) damaged() bool {
	stop := r.stop
	var blamed *document.Error
	if !errors.As(stop, &blamed) {
		return stop != nil
	}
	r.stop = nil
	if r.unreadable == 0 {
		r.failed = stop
	}
	return true
}

// targets returns what a record is rendered with: the targets of its bitext, or nil where it has none.
func targets(rec *document.Record, b *bitext.Bitext) func(block, sentence int) string {
	if b == nil {
		return nil
	}
	return pipeline.Targets(rec.Document, b)
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
func chunks(records iter.Seq2[*document.Record, error]) iter.Seq[*chunk] {
	return func(yield func(*chunk) bool) {
		ch := newChunk()
		for rec, err := range records {
			if ch.add(rec, err) {
				if !yield(ch) {
					return
				}
				ch = newChunk()
			}
		}
		if len(ch.records) > 0 {
			yield(ch)
		}
	}
}

func newChunk() *chunk { return &chunk{done: make(chan struct{})} }

// add adds a record, or the error that came in place of one, and reports whether the chunk is full.
func (ch *chunk) add(rec *document.Record, err error) bool {
	ch.records, ch.errs = append(ch.records, rec), append(ch.errs, err)
	if rec != nil {
		ch.size += rec.Size()
	}
	return len(ch.records) == chunkRecords || ch.size >= chunkBytes
}

// translated yields the chunks that open returns, in their order, each as soon as it and those before it are done.
// About as many as there are jobs are under way at a time. The context that open is given ends when no more is wanted.
func translated(
	ctx context.Context,
	t Translator,
	open func(ctx context.Context) iter.Seq[*chunk],
	byRecord map[string][]*bitext.Edit,
	jobs int,
) iter.Seq[*chunk] {
	return func(yield func(*chunk) bool) {
		var workers sync.WaitGroup
		defer workers.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan *chunk, max(1, jobs)) // in the order of the file
		workers.Go(func() {
			defer close(queue)
			for ch := range open(ctx) {
				select {
				case queue <- ch:
				case <-ctx.Done():
					return
				}
				workers.Go(func() {
					defer close(ch.done)
					ch.translate(ctx, t, byRecord)
				})
			}
		})
		for ch := range queue {
			<-ch.done
			if !yield(ch) {
				return
			}
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

// each calls f for every record with its bitext, nil where it has none, and why it could not be read.
func (ch *chunk) each(f func(rec *document.Record, b *bitext.Bitext, err error) error) error {
	n := 0
	for i, rec := range ch.records {
		if rec == nil {
			continue
		}
		var b *bitext.Bitext
		if rec.Document != nil {
			b = ch.bitexts[n]
			n++
		}
		if err := f(rec, b, ch.errs[i]); err != nil {
			return err
		}
	}
	return nil
}

// take adds the figures of a chunk to those of its file.
func (r *result) take(row *Row, name string, ch *chunk) {
	row.Report.Add(ch.report)
	for i, err := range ch.errs {
		if err == nil {
			continue
		}
		r.unreadable++
		if !r.answered || ch.records[i] == nil {
			r.failures = append(r.failures, failure(name, err))
		}
	}
	for _, s := range ch.report.Stale {
		r.notes = append(r.notes, s.String())
	}
	_ = ch.each(func(rec *document.Record, b *bitext.Bitext, _ error) error {
		if b != nil {
			r.count(row, rec.Document.Name, rec.Document, b, &place{source: rec.Document.Source, line: 1})
		}
		return nil
	})
}

// sinks are the outputs of a container while they are written.
type sinks struct {
	names   map[string]string
	file    *pending              // in the format of the input; nil if not wanted
	own     document.RecordWriter // into file; nil once it is closed
	bitext  *pending
	render  func(w io.Writer, d *document.Document, b *bitext.Bitext) error
	streams streams
	// Bitexts that are kept for outputs of all records, as long as there are few enough pairs.
	keep    bool
	kept    []*bitext.Bitext
	pairs   int
	tooMany bool
}

// begin begins an output of all records, which is made of nothing but their pairs.
func (s *sinks) begin(w *Writer, input string, out *Folder) error {
	name := w.Output(input)
	s.names[w.Name] = name
	return s.streams.begin(out, name, func(f io.Writer) (PartWriter, error) {
		to, err := w.Stream(f)
		return InParts(to), err
	})
}

func (o *Options) sinks(in Input, out *Folder) (*sinks, error) {
	s := &sinks{names: map[string]string{}}
	for _, w := range o.Writers {
		name := w.Output(in.Name)
		var err error
		switch w.Name {
		case same:
			s.file, err = out.create(name)
		case jsonl:
			s.bitext, err = out.create(name)
			s.render = w.Write
		default:
			s.keep = s.keep || w.Records != nil && in.part == nil
			if w.Stream != nil && in.part == nil {
				if err := s.begin(&w, in.Name, out); err != nil {
					return s, err
				}
			}
			continue
		}
		if err != nil {
			return s, err
		}
		s.names[w.Name] = name
	}
	if in.part != nil && s.bitext == nil { // what is made of all parts is made of their bitexts
		var err error
		s.bitext, err = out.create(in.Name + bitext.Suffix)
		s.render = func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return bitext.Write(w, b) }
		return s, err
	}
	return s, nil
}

// hold gives the bitext of a record to the outputs of all records, or keeps it for those that want them together.
func (s *sinks) hold(b *bitext.Bitext) error {
	if b == nil {
		return nil
	}
	if err := s.streams.add(nil, b); err != nil {
		return err
	}
	if !s.keep || s.tooMany {
		return nil
	}
	s.kept, s.pairs = append(s.kept, b), s.pairs+len(b.Pairs)
	if s.pairs > recordPairs {
		s.kept, s.tooMany = nil, true
	}
	return nil
}

// note returns the note on a file that has too many pairs for its page.
func (s *sinks) note() []string {
	if !s.tooMany {
		return nil
	}
	return []string{fmt.Sprintf("more than %d pairs: no page was written for them; satzpaar review shows them",
		recordPairs)}
}

func (s *sinks) write(ch *chunk) error {
	return ch.each(func(rec *document.Record, b *bitext.Bitext, _ error) error {
		if s.own != nil {
			if err := s.own.Write(rec, targets(rec, b)); err != nil {
				return fmt.Errorf("output %s: %w", s.file.path, err)
			}
		}
		if err := s.hold(b); err != nil {
			return err
		}
		if s.bitext != nil && b != nil {
			if err := s.render(s.bitext, rec.Document, b); err != nil {
				return fmt.Errorf("output %s: %w", s.bitext.path, err)
			}
		}
		return nil
	})
}

// commit has all outputs take their places once each of them has come to its end.
func (s *sinks) commit() error {
	if own := s.own; own != nil {
		s.own = nil
		if err := own.Close(); err != nil {
			return fmt.Errorf("output %s: %w", s.file.path, err)
		}
	}
	if err := s.streams.close(); err != nil {
		return err
	}
	for _, file := range s.files() {
		if err := file.commit(); err != nil {
			return err
		}
	}
	return nil
}

// abort gives up what was not committed. A compressor that is not closed would keep its goroutines.
func (s *sinks) abort() {
	if s.own != nil {
		_ = s.own.Close() // what it writes is thrown away
		s.own = nil
	}
	for _, file := range s.files() {
		file.abort()
	}
}

// files returns the files of all outputs.
func (s *sinks) files() []*pending {
	var files []*pending
	for _, file := range []*pending{s.file, s.bitext} {
		if file != nil {
			files = append(files, file)
		}
	}
	for _, out := range s.streams {
		files = append(files, out.file)
	}
	return files
}
