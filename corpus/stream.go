package corpus

import (
	"bufio"
	"context"
	"io"
	"iter"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// linger is how long a chunk of a stream waits for more records before it is translated as it is: long enough for
// what comes without a pause, too short for a person to notice.
const linger = 30 * time.Millisecond

// StreamOptions specify how [Stream] works.
type StreamOptions struct {
	Jobs int // chunks in flight; at least 1
	// Answer writes the answer for a record: b is its bitext, nil where it has none, and err is why it could not be
	// read. What failed is not in the summary then, but for its number. Nil: records are written in their own format.
	Answer func(w io.Writer, rec *document.Record, b *bitext.Bitext, err error) error
}

// Stream translates the records that r holds, a file of the container's format called name, and writes them to w in
// their order. Records that come without a pause go through the pipeline together; what they become is written as soon
// as it is there. The summary is as that of [Run]. When the context ends, Stream returns although r has not ended;
// whoever reads from r then must see the end of the context as well.
func Stream(
	ctx context.Context,
	t Translator,
	c *document.Container,
	name string,
	r io.Reader,
	w io.Writer,
	o StreamOptions,
) (*Summary, error) {
	s, res, row := &Summary{}, &result{answered: o.Answer != nil}, &Row{Document: name}
	answer := o.Answer
	if answer == nil {
		answer = func(w io.Writer, rec *document.Record, b *bitext.Bitext, _ error) error {
			raw, err := rec.Render(targets(rec, b))
			if err == nil {
				_, err = w.Write(raw)
			}
			return err
		}
	}
	out := bufio.NewWriterSize(w, 64<<10)
	open := func(ctx context.Context) iter.Seq[*chunk] { return paced(ctx, c.Open(name, r, t.Records())) }
	for ch := range translated(ctx, t, open, nil, o.Jobs) {
		if ch.err == nil {
			ch.err = ch.each(func(rec *document.Record, b *bitext.Bitext, err error) error {
				return answer(out, rec, b, err)
			})
		}
		if ch.err == nil {
			ch.err = out.Flush()
		}
		if ch.err != nil {
			res.stop = ch.err
			break
		}
		res.take(row, name, ch)
	}
	if res.stop == nil && ctx.Err() != nil {
		res.stop = context.Cause(ctx) // r may not have been read to its end
	}
	res.report, res.row = row.Report, row
	res.addTo(s, Input{Name: name})
	return s, res.stop
}

// paced groups records as they come: a chunk ends with its bounds, or where its first record has waited for the length
// of linger. When the context ends, the record that is being read is left behind.
func paced(ctx context.Context, records iter.Seq2[*document.Record, error]) iter.Seq[*chunk] {
	type read struct {
		rec *document.Record
		err error
	}
	return func(yield func(*chunk) bool) {
		arrived := make(chan read)
		go func() {
			defer close(arrived)
			for rec, err := range records {
				select {
				case arrived <- read{rec, err}:
				case <-ctx.Done():
					return
				}
			}
		}()
		ch := newChunk()
		var waited <-chan time.Time
		for {
			full, ended := false, false
			select {
			case r, ok := <-arrived:
				if ctx.Err() != nil {
					return // and what was read may be no more than the end of the context
				}
				if ended = !ok; ok {
					full = ch.add(r.rec, r.err)
				}
				if waited == nil {
					waited = time.After(linger)
				}
			case <-waited:
				full = true
			case <-ctx.Done():
				return
			}
			if (full || ended) && len(ch.records) > 0 {
				if !yield(ch) {
					return
				}
				ch, waited = newChunk(), nil
			}
			if ended {
				return
			}
		}
	}
}
