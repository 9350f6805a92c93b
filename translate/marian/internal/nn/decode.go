package nn

import (
	"context"
	"fmt"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// decode searches for the translations of encoded sentences, all in step; a sentence leaves when its search has ended.
func (s *State) decode(ctx context.Context, sentences []*Sentence) error {
	s.prepare(sentences)
	for step := 0; len(s.live) > 0; step++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.advance(step)
		s.choose(step)
	}
	return nil
}

// prepare makes every sentence live, with one empty hypothesis, and clears the cells or the past.
func (s *State) prepare(sentences []*Sentence) {
	n := s.n
	for len(s.decodings) < len(sentences) {
		s.decodings = append(s.decodings, decoding{})
	}
	s.live = s.live[:0]
	start := 0
	for i, sentence := range sentences {
		l := &s.decodings[i]
		l.sentence, l.start = sentence, start
		start += len(sentence.Source)
		words := sentence.Source
		if len(sentence.Prefix) > 0 {
			words = slices.Concat(words, sentence.Prefix)
		}
		s.consider(l, words, nil)
		if n.guard != nil {
			n.guard.Read(&l.known, sentence.Source)
		}
		l.begin(n.search)
		s.live = append(s.live, l)
	}
	s.reset(len(sentences))
}

// consider makes the candidates of l and its output layer: what the shortlist has for words of the source, and the
// target words of also.
func (s *State) consider(l *decoding, words, also []int32) {
	n := s.n
	l.cands = s.candidates.Append(l.cands[:0], n.shortlist, words, also, n.cfg.TargetVocab, n.cfg.Shared)
	l.bias = grow(l.bias, len(l.cands))
	l.unknown = -1
	for j, c := range l.cands {
		l.bias[j] = n.bias[c]
		if c == unknownWord {
			l.unknown = j
		}
	}
	switch {
	case !n.quantized:
	case n.shortlist == nil:
		l.output, l.values = n.whole().matrix, n.whole().finish
	default:
		l.output, l.own = n.target.table.Select(l.cands[n.shared:], s.outputs.take()), true
		n.outward(&l.values, l.output, l.bias[n.shared:])
	}
}

// reset makes cells for so many hypotheses that have not begun, or forgets the past.
func (s *State) reset(rows int) {
	for i := range s.cells {
		s.cells[i] = grow(s.cells[i], rows*s.n.cfg.Dim)
		clear(s.cells[i])
	}
	s.past.clear()
}

// advance runs the decoder for one step of every hypothesis and leaves their states in s.dx.
func (s *State) advance(step int) {
	n := s.n
	d := n.cfg.Dim
	rows := 0
	for _, l := range s.live {
		rows += len(l.beam)
	}
	s.dx, s.dq, s.dy = grow(s.dx, rows*d), grow(s.dq, rows*d), grow(s.dy, rows*d)
	r := 0
	for _, l := range s.live {
		for _, h := range l.beam {
			n.embed(s.dx[r*d:], &n.target, h.word, step)
			r++
		}
	}
	if n.cfg.SelfAttention {
		s.past.advance(s.live, rows, step)
	}
	for i := range n.decoder {
		s.layer(i, rows)
	}
	if n.quantized {
		s.shrink(s.dx[:rows*d], d, n.alpha)
	}
}

// layer runs decoder layer i over the rows of s.dx.
func (s *State) layer(i, rows int) {
	l := &s.n.decoder[i]
	d := s.n.cfg.Dim
	if s.n.cfg.SelfAttention {
		s.attendPast(i, rows)
	} else {
		s.project(s.dq, &l.w, s.dx, rows, nil)
		s.project(s.dy, &l.f, s.dx, rows, &l.w)
		kernel.SSRU(s.dq, s.cells[i][:rows*d], s.dq, s.dy)
		s.normalize(s.dx, s.dq, &l.norm)
		s.showStep(i, "rnn_ffn", rows)
	}

	s.project(s.dq, &l.context.q, s.dx, rows, nil)
	guided := i == len(s.n.decoder)-1
	q := s.dq
	for _, a := range s.live {
		start, length := a.start*d, len(a.sentence.Source)
		var first []float32
		if guided {
			have := len(a.align)
			a.align = extended(a.align, len(a.beam)*length)
			first = a.align[have:]
		}
		part := q[:len(a.beam)*d]
		q = q[len(part):]
		s.attend(part, part, s.keys[i][start:][:length*d+keyRoom], s.values[i][start:][:length*d], first)
	}
	s.project(s.dy, &l.context.o, s.dq, rows, nil)
	s.normalize(s.dx, s.dy, &l.context.norm)
	s.showStep(i, "context_Wo", rows)
	s.feedForward(s.dx, s.dy, &l.ffn)
	s.showStep(i, "ffn_ffn", rows)
}

func (s *State) showStep(layer int, name string, rows int) {
	if s.trace != nil {
		s.trace(fmt.Sprintf("decoder_l%d_%s", layer+1, name), s.dx[:rows*s.n.cfg.Dim])
	}
}

// scoreShared computes the logits of the candidates that all sentences have in common for the states of so many rows,
// so that their output layer is read once for a step and not once for each sentence.
func (s *State) scoreShared(rows int) {
	if s.n.shared > 0 {
		common := s.n.common()
		s.shared = grow(s.shared, rows*common.matrix.N())
		common.matrix.Affine(s.shared, s.narrow, rows, common.finish)
	}
}

// score writes the logits of the candidates of l for the states of so many rows from r on, after scoreShared.
func (s *State) score(l *decoding, r, rows int) {
	d := s.n.cfg.Dim
	width := len(l.cands)
	s.logits = grow(s.logits, rows*width)
	if s.n.quantized {
		first := width - l.output.N()
		for i := range rows {
			copy(s.logits[i*width:][:first], s.shared[(r+i)*first:])
		}
		l.output.AffineTo(s.logits[first:], width, s.narrow[r*d:], rows, l.values)
		if s.n.alpha == 0 {
			rescale(s.logits, s.scales[r:r+rows], l.bias, width)
		}
		return
	}
	e := &s.n.target
	for i := range rows {
		x, out := s.dx[(r+i)*d:][:d], s.logits[i*width:]
		for j, c := range l.cands {
			out[j] = kernel.Dot(x, e.weights[int(c)*d:][:d]) + l.bias[j]
		}
	}
}
