package nn

import (
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// A past is what the self-attention of a decoder looks back at: the keys and values that each layer has made of each
// word of each hypothesis when it was read. Hypotheses are a tree, and share those of the words that they share.
type past struct {
	keys, values [][]float32 // per layer; a row for each row of each step of the batch
	rows         int         // in all steps so far
	paths        []int32     // for each row of this step the rows of its hypothesis, from the begin on
	ends         []int       // of the paths
}

// clear forgets everything.
func (p *past) clear() {
	p.rows = 0
	for i := range p.keys {
		p.keys[i], p.values[i] = p.keys[i][:0], p.values[i][:0]
	}
}

// advance makes room for the rows of a step and finds the path of each: the words of the hypothesis and what was read
// before the first.
func (p *past) advance(live []*decoding, rows int) {
	p.paths, p.ends = p.paths[:0], p.ends[:0]
	r := int32(p.rows)
	for _, l := range live {
		for _, h := range l.beam {
			if h.node < 0 {
				l.first = r
			} else {
				l.nodes[h.node].past = r
			}
			r++
			from := len(p.paths)
			for at := h.node; at >= 0; at = l.nodes[at].parent {
				p.paths = append(p.paths, l.nodes[at].past)
			}
			p.paths = append(p.paths, l.first)
			slices.Reverse(p.paths[from:])
			p.ends = append(p.ends, len(p.paths))
		}
	}
	p.rows += rows
}

// attendPast replaces the rows of s.dx by what the self-attention of decoder layer i makes of them.
func (s *State) attendPast(i, rows int) {
	l := &s.n.decoder[i].self
	d, dh := s.n.cfg.Dim, s.n.cfg.HeadDim()
	p := &s.past
	begin := len(p.keys[i])
	p.keys[i], p.values[i] = extended(p.keys[i], rows*d), extended(p.values[i], rows*d)
	keys, values := p.keys[i], p.values[i]
	s.project(s.dq, &l.q, s.dx, rows, nil)
	s.project(keys[begin:], &l.k, s.dx, rows, &l.q)
	s.project(values[begin:], &l.v, s.dx, rows, &l.k)
	from := 0
	for r, end := range p.ends {
		path := p.paths[from:end]
		from = end
		s.weights = grow(s.weights, len(path))
		for h := r * d; h < (r+1)*d; h += dh {
			q, column := s.dq[h:][:dh], h-r*d
			for t, row := range path {
				s.weights[t] = kernel.Dot(q, keys[int(row)*d+column:][:dh]) * s.n.attScale
			}
			kernel.Softmax(s.weights)
			out := s.dy[h:][:dh]
			clear(out)
			for t, row := range path {
				w := s.weights[t]
				for k, v := range values[int(row)*d+column:][:dh] {
					out[k] += float32(w * v)
				}
			}
		}
	}
	s.project(s.dq, &l.o, s.dy, rows, nil)
	s.normalize(s.dx, s.dq, &l.norm)
	s.showStep(i, "self_Wo", rows)
}

// extended returns s with n more elements, whose content is undefined.
func extended(s []float32, n int) []float32 {
	return slices.Grow(s, n)[:len(s)+n]
}
