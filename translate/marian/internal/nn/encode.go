package nn

import (
	"context"
	"fmt"
)

// groupRows is the number of rows that the encoder takes through a layer at a time: enough that the weights are worth
// fetching, few enough that what lies between two products needs little memory. Only the input of the next layer is
// kept for all rows of the batch.
const groupRows = 144

// group returns the first sentences that go through a layer together, the others, and the rows of the first.
func group(sentences []*Sentence) (first, others []*Sentence, rows int) {
	n := 0
	for n < len(sentences) && (n == 0 || rows+len(sentences[n].Source) <= groupRows) {
		rows += len(sentences[n].Source)
		n++
	}
	return sentences[:n], sentences[n:], rows
}

// encode runs the encoder and leaves the keys and values for each decoder layer in s.
func (s *State) encode(ctx context.Context, sentences []*Sentence) error {
	n := s.n
	d := n.cfg.Dim
	total, most := 0, 0
	for first, others, rows := group(sentences); len(first) > 0; first, others, rows = group(others) {
		total, most = total+rows, max(most, rows)
	}
	s.x = grow(s.x, total*d)
	s.q, s.k, s.v, s.y = grow(s.q, most*d), grow(s.k, most*d), grow(s.v, most*d), grow(s.y, most*d+keyRoom)
	for i := range n.decoder {
		s.keys[i], s.values[i] = grow(s.keys[i], total*d+keyRoom), grow(s.values[i], total*d)
	}
	at := 0
	for _, sentence := range sentences {
		for i, word := range sentence.Source {
			n.embed(s.x[at*d:], &n.source, word, i)
			at++
		}
	}
	s.show("embedding", s.x)
	for i := range n.encoder {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := 0
		for first, others, rows := group(sentences); len(first) > 0; first, others, rows = group(others) {
			s.encodeLayer(i, s.x[at*d:][:rows*d], first)
			at += rows
		}
	}
	at = 0
	for first, others, rows := group(sentences); len(first) > 0; first, others, rows = group(others) {
		x := s.x[at*d:][:rows*d]
		var before *linear
		for i := range n.decoder {
			c := &n.decoder[i].context
			s.project(s.k, &c.k, x, rows, before)
			s.transpose(s.keys[i][at*d:], s.k, first)
			s.project(s.values[i][at*d:], &c.v, x, rows, &c.k)
			before = &c.v
		}
		at += rows
	}
	return nil
}

// encodeLayer replaces the rows x of a group of sentences by what layer i makes of them.
func (s *State) encodeLayer(i int, x []float32, sentences []*Sentence) {
	l := &s.n.encoder[i]
	d := s.n.cfg.Dim
	rows := len(x) / d
	s.project(s.q, &l.self.q, x, rows, nil)
	s.project(s.k, &l.self.k, x, rows, &l.self.q)
	s.project(s.v, &l.self.v, x, rows, &l.self.k)
	s.transpose(s.y, s.k, sentences)
	at := 0
	for _, sentence := range sentences {
		end := at + len(sentence.Source)*d
		s.attend(s.q[at:end], s.q[at:end], s.y[at:end+keyRoom], s.v[at:end], nil)
		at = end
	}
	y := s.y[:len(x)]
	s.project(y, &l.self.o, s.q, rows, nil)
	s.normalize(x, y, &l.self.norm)
	s.showLayer(i, "self_Wo", x)
	s.feedForward(x, y, &l.ffn)
	s.showLayer(i, "ffn_ffn", x)
}

func (s *State) showLayer(i int, name string, x []float32) {
	if s.trace != nil {
		s.trace(fmt.Sprintf("encoder_l%d_%s", i+1, name), x)
	}
}
