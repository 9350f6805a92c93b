package detect

import (
	"math"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// chunkSize bounds what is decoded at once, so that memory does not grow with the text.
const chunkSize = 16 << 10

// Runs implements [Detector].
func (s *Screen) Runs(text string) []Run {
	if text == "" {
		return nil
	}
	s.prepare.Do(s.load)
	sc := s.scratch.Get().(*scratch)
	defer s.scratch.Put(sc)
	var out []Run
	prev := s.expected
	letters := false
	for at := 0; at < len(text); {
		end := chunkEnd(text, at)
		chunk := text[at:end]
		sc.tokens = tokenize(chunk, sc.tokens[:0])
		if len(sc.tokens) > 0 {
			sc.grow(len(s.states))
			if s.survey(chunk, sc, prev) {
				s.score(chunk, sc)
			}
			s.decodeDoubts(sc, prev)
			for _, st := range s.stretches(chunk, sc, prev) {
				letters = letters || st.letters > 0
				out = s.append(out, at+st.start, st, chunk, sc)
			}
			if at+chunkSize/2 < end && chunk[len(chunk)-1] != '\n' {
				prev = int(sc.path[len(sc.path)-1])
			} else {
				prev = s.expected
			}
		}
		at = end
	}
	if len(out) == 0 || !letters {
		return []Run{{Span: offset.Span{Start: 0, End: len(text)}, Lang: language.Und}}
	}
	out[0].Span.Start = 0
	for i := range out {
		if i+1 < len(out) {
			out[i].Span.End = out[i+1].Span.Start
		} else {
			out[i].Span.End = len(text)
		}
	}
	return out
}

// decodeDoubts decodes each sequence of tokens in doubt; the others are in the expected language.
func (s *Screen) decodeDoubts(sc *scratch, prev int) {
	for first := 0; first < len(sc.tokens); {
		last := first
		for last < len(sc.tokens) && sc.doubt[last] {
			last++
		}
		if last > first {
			before := s.expected
			if first == 0 {
				before = prev
			}
			s.decode(sc, first, last, before, -1)
		} else {
			sc.path[first] = uint8(s.expected)
			last++
		}
		first = last
	}
}

// append adds a run that starts at a byte of the text, or lengthens the last one if it has the same language. The
// stretch counts its tokens in chunk.
func (s *Screen) append(out []Run, start int, st stretch, chunk string, sc *scratch) []Run {
	r := Run{Lang: s.states[st.state].tag, Score: s.confidence(&st)}
	if st.tag != language.Und {
		r.Lang = st.tag
	}
	r.Span.Start = start
	if s.explain {
		r.Evidence = s.evidence(chunk, sc, &st)
	}
	if n := len(out); n > 0 && out[n-1].Lang == r.Lang {
		if r.Score > out[n-1].Score {
			out[n-1].Score, out[n-1].Evidence = r.Score, r.Evidence
		}
		return out
	}
	return append(out, r)
}

// confidence turns the evidence for a stretch into a score. What is expected starts ahead.
func (s *Screen) confidence(st *stretch) float64 {
	gain := float64(st.gain)
	if st.state == s.expected {
		gain += leastGain
	}
	return math.Round(1000*(1-.5*math.Exp(-max(0, gain)/5))) / 1000
}

// chunkEnd returns where the chunk that starts at a byte ends: after a line break if there is one in the second half of
// its greatest length, else after white space, else anywhere between two characters.
func chunkEnd(text string, at int) int {
	end := at + chunkSize
	if end >= len(text) {
		return len(text)
	}
	half := at + chunkSize/2
	if i := strings.LastIndexByte(text[half:end], '\n'); i >= 0 {
		return half + i + 1
	}
	if i := strings.LastIndexByte(text[half:end], ' '); i >= 0 {
		return half + i + 1
	}
	for i := end; i > half; i-- {
		if utf8.RuneStart(text[i]) {
			return i
		}
	}
	return end
}
