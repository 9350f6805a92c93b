package nn

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// decode searches greedily for the translations of encoded sentences, all in step; a sentence leaves when it ends.
func (s *State) decode(ctx context.Context, sentences []*Sentence) error {
	n := s.n
	d := n.cfg.Dim
	s.prepare(sentences)
	for step := 0; len(s.live) > 0; step++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows := len(s.live)
		s.dx, s.dq, s.dy = grow(s.dx, rows*d), grow(s.dq, rows*d), grow(s.dy, rows*d)
		for r, l := range s.live {
			n.embed(s.dx[r*d:], &n.target, l.last, step)
		}
		for i := range n.decoder {
			s.layer(i, rows)
		}
		s.choose(step)
	}
	return nil
}

// prepare makes every sentence live and clears the cells.
func (s *State) prepare(sentences []*Sentence) {
	n := s.n
	for len(s.lives) < len(sentences) {
		s.lives = append(s.lives, live{})
	}
	s.live = s.live[:0]
	start := 0
	for i, sentence := range sentences {
		sentence.Target, sentence.Logits, sentence.LogProbs, sentence.Align = sentence.Target[:0], sentence.Logits[:0], sentence.LogProbs[:0], sentence.Align[:0]
		l := &s.lives[i]
		l.sentence, l.start, l.last = sentence, start, -1
		start += len(sentence.Source)
		l.cands = s.candidates.Append(l.cands[:0], n.shortlist, sentence.Source, n.cfg.TargetVocab, n.cfg.Shared)
		l.bias = grow(l.bias, len(l.cands))
		l.unknown = -1
		for j, c := range l.cands {
			l.bias[j] = n.bias[c]
			if c == unknownWord {
				l.unknown = j
			}
		}
		if n.quantized {
			l.output = n.target.table.Select(l.cands, l.output)
			l.sums.shift(l.output, n.ones, n.alpha, n.mult, l.bias)
		}
		s.live = append(s.live, l)
	}
	for i := range s.cells {
		s.cells[i] = grow(s.cells[i], len(sentences)*n.cfg.Dim)
		clear(s.cells[i])
	}
}

// layer runs decoder layer i over the rows of s.dx.
func (s *State) layer(i, rows int) {
	l := &s.n.decoder[i]
	d := s.n.cfg.Dim
	s.project(s.dq, &l.w, s.dx, rows, nil)
	s.project(s.dy, &l.f, s.dx, rows, &l.w)
	kernel.SSRU(s.dq, s.cells[i][:rows*d], s.dq, s.dy)
	s.normalize(s.dx, s.dq, &l.norm)
	s.showStep(i, "rnn_ffn", rows)

	s.project(s.dq, &l.context.q, s.dx, rows, nil)
	guided := i == len(s.n.decoder)-1
	for r, a := range s.live {
		start, length := a.start*d, len(a.sentence.Source)
		var first []float32
		if guided {
			have := len(a.sentence.Align)
			a.sentence.Align = slices.Grow(a.sentence.Align, length)[:have+length]
			first = a.sentence.Align[have:]
		}
		q := s.dq[r*d:][:d]
		s.attend(q, q, s.keys[i][start:][:length*d], s.values[i][start:][:length*d], first)
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

// choose takes the best word for every live sentence and lets those leave that have ended. The last row moves to the place of one that left.
func (s *State) choose(step int) {
	d := s.n.cfg.Dim
	if s.n.quantized {
		s.narrow = grow(s.narrow, len(s.live)*d)
		kernel.Quantize(s.narrow, s.dx[:len(s.live)*d], s.n.alpha)
	}
	// Backwards, so that a row that moves up has been dealt with.
	for r := len(s.live) - 1; r >= 0; r-- {
		l := s.live[r]
		s.logits = grow(s.logits, len(l.cands))
		s.score(l, r)
		if l.unknown >= 0 {
			s.logits[l.unknown] = -math.MaxFloat32
		}
		best := kernel.ArgMax(s.logits)
		t := l.sentence
		l.last = l.cands[best]
		t.Target = append(t.Target, l.last)
		t.Logits = append(t.Logits, s.logits[best])
		t.LogProbs = append(t.LogProbs, s.logits[best]-kernel.LogSumExp(s.logits))
		if l.last != EndOfSentence && step+1 < lengthFactor*len(t.Source) {
			continue
		}
		end := len(s.live) - 1
		s.live[r] = s.live[end]
		s.live = s.live[:end]
		for i := range s.cells {
			copy(s.cells[i][r*d:][:d], s.cells[i][end*d:][:d])
		}
	}
}

// score writes the logits of the candidates of l, whose state is row r.
func (s *State) score(l *live, r int) {
	d := s.n.cfg.Dim
	e := &s.n.target
	if s.n.quantized {
		s.sums = grow(s.sums, len(l.cands))
		l.sums.apply(s.logits, l.output, s.narrow[r*d:][:d], 1, s.sums)
		return
	}
	x := s.dx[r*d:][:d]
	for j, c := range l.cands {
		s.logits[j] = kernel.Dot(x, e.weights[int(c)*d:][:d]) + l.bias[j]
	}
}
