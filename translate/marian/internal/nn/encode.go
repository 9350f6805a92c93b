package nn

import (
	"context"
	"fmt"
)

// encode runs the encoder and leaves the keys and values for each decoder layer in s.
func (s *State) encode(ctx context.Context, sentences []*Sentence) error {
	n := s.n
	d := n.cfg.Dim
	rows := 0
	for _, sentence := range sentences {
		rows += len(sentence.Source)
	}
	s.x, s.q, s.k, s.v, s.y = grow(s.x, rows*d), grow(s.q, rows*d), grow(s.k, rows*d), grow(s.v, rows*d), grow(s.y, rows*d)
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
		l := &n.encoder[i]
		s.project(s.q, &l.self.q, s.x, rows, nil)
		s.project(s.k, &l.self.k, s.x, rows, &l.self.q)
		s.project(s.v, &l.self.v, s.x, rows, &l.self.k)
		s.transpose(s.y, s.k, sentences)
		at := 0
		for _, sentence := range sentences {
			end := at + len(sentence.Source)*d
			s.attend(s.q[at:end], s.q[at:end], s.y[at:end], s.v[at:end], nil)
			at = end
		}
		s.project(s.y, &l.self.o, s.q, rows, nil)
		s.normalize(s.x, s.y, &l.self.norm)
		s.show(fmt.Sprintf("encoder_l%d_self_Wo", i+1), s.x)
		s.feedForward(s.x, s.y, &l.ffn)
		s.show(fmt.Sprintf("encoder_l%d_ffn_ffn", i+1), s.x)
	}
	var before *linear
	for i := range n.decoder {
		c := &n.decoder[i].context
		s.keys[i], s.values[i] = grow(s.keys[i], rows*d), grow(s.values[i], rows*d)
		s.project(s.k, &c.k, s.x, rows, before)
		s.transpose(s.keys[i], s.k, sentences)
		s.project(s.values[i], &c.v, s.x, rows, &c.k)
		before = &c.v
	}
	return nil
}
