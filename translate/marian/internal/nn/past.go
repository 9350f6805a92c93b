package nn

import "github.com/satzpaar/satzpaar/translate/marian/internal/kernel"

// A past is what the self-attention of a decoder looks back at: the keys and values that each layer has made of each
// word of each hypothesis when it was read. Hypotheses are a tree, and share those of the words that they share.
type past struct {
	keys, values [][]float32 // per layer; a row for each row of each step of the batch
	rows         int         // in all steps so far
	paths        []int32     // for each row of this step the rows of its hypothesis, one for each step
}

// clear forgets everything.
func (p *past) clear() {
	p.rows = 0
	for i := range p.keys {
		p.keys[i], p.values[i] = p.keys[i][:0], p.values[i][:0]
	}
}

// advance numbers the rows of a step and finds the path of each: the row of the empty hypothesis, where nothing had
// been written yet, then those of its words.
func (p *past) advance(live []*decoding, rows, step int) {
	p.paths = grow(p.paths, rows*(step+1))
	rest, r := p.paths, int32(p.rows)
	for _, l := range live {
		for _, h := range l.beam {
			if h.node < 0 {
				l.first = r
			} else {
				l.nodes[h.node].past = r
			}
			r++
			path := rest[:step+1]
			rest = rest[step+1:]
			t := step
			for at := h.node; at >= 0; at = l.nodes[at].parent {
				path[t] = l.nodes[at].past
				t--
			}
			path[0] = l.first
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
	length := len(p.paths) / rows
	s.weights = grow(s.weights, kernel.Padded(length))
	s.k, s.v = grow(s.k, length*d), grow(s.v, length*d)
	var before []int32
	for r := range rows {
		// Lay the keys and values of the path one behind the other, in memory that the encoder has left. Hypotheses of
		// a sentence share most of theirs: those are there already.
		path := p.paths[r*length:][:length]
		for t, row := range path {
			if before == nil || row != before[t] {
				copy(s.k[t*d:], keys[int(row)*d:][:d])
				copy(s.v[t*d:], values[int(row)*d:][:d])
			}
		}
		before = path
		for h := 0; h < d; h += dh {
			kernel.Scores(s.weights[:length], s.dq[r*d+h:][:dh], s.k[h:], d, s.n.attScale)
			kernel.Softmax(s.weights, len(s.weights), 1, length)
			kernel.Product(s.dy[r*d+h:], d, s.weights, len(s.weights), 1, s.v[h:], d, length, dh)
		}
	}
	s.project(s.dq, &l.o, s.dy, rows, nil)
	s.normalize(s.dx, s.dq, &l.norm)
	s.showStep(i, "self_Wo", rows)
}
