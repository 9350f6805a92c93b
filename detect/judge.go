package detect

import (
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/language"
)

// Thresholds for asking the judge, in natural logarithms: it is asked about stretches whose evidence is below doubtful,
// and about those for which two foreign languages differ by less than near. To overrule the rules it needs evidence of
// at least hopeful. Its opinion counts trust at most.
const (
	hopeful  = 2.5
	doubtful = 12
	near     = 3
	trust    = 4
)

// accept asks the judge, if there is one, whether a doubtful foreign stretch is foreign, given what the rules decided.
// It asks only where the answer can matter: a judge's models are large.
func (s *Screen) accept(text string, sc *scratch, st *stretch, rules bool) bool {
	if s.judge == nil || st.gain >= doubtful || st.gain < hopeful || st.letters < 8 || !s.judged(st.state) {
		return rules
	}
	need := float32(leastGain - trust/2)
	if !rules {
		need = leastGain + trust/2
		if st.words < 2 {
			return false
		}
	}
	switch {
	case st.gain+trust < need:
		return false
	case st.gain-trust >= need:
		return true
	}
	said := s.ask(text, sc, st, st.state, s.expected)
	st.ruling = fmt.Sprintf("the judge says %+.1f", said)
	return st.gain+said >= need
}

// settleRival asks the judge which of two near languages a foreign stretch is in.
func (s *Screen) settleRival(text string, sc *scratch, st *stretch) {
	if s.judge == nil || st.state == s.expected || st.lead >= near || st.rival == s.expected || st.letters < 8 ||
		!s.judged(st.state) || !s.judged(st.rival) {
		return
	}
	said := s.ask(text, sc, st, st.state, st.rival)
	if st.lead+said < 0 {
		st.state, st.rival = st.rival, st.state
		for t := st.from; t < st.to; t++ {
			sc.path[t] = uint8(st.state)
		}
		st.lead = -st.lead
	}
	st.ruling = fmt.Sprintf("the judge says %+.1f", math.Abs(float64(said)))
}

// judged reports whether the judge may be asked about a state: whether its script has several languages.
func (s *Screen) judged(state int) bool {
	sc := s.states[state].script
	return sc == latin || sc == cyrillic || sc == arabic
}

// ask returns the logarithm of how much likelier the judge finds a than b for the words of a stretch, at most trust
// either way.
func (s *Screen) ask(text string, sc *scratch, st *stretch, a, b int) float32 {
	var words strings.Builder
	for t := st.from; t < st.to; t++ {
		if tok := &sc.tokens[t]; tok.form != masked {
			words.WriteString(text[tok.start:tok.end])
			words.WriteByte(' ')
		}
	}
	p := s.judge.Judge(words.String(), []language.Tag{s.states[a].tag, s.states[b].tag})
	if len(p) != 2 {
		return 0
	}
	const least = 1e-3
	odds := math.Log(max(p[0], least)) - math.Log(max(p[1], least))
	return float32(max(-trust, min(trust, odds)))
}
