package align

import (
	"math"
	"slices"
)

// A Link joins a word of a source sentence and a word of its target: source start and end, target start and end, in bytes, at rune borders.
type Link [4]int

// Parameters of the model of links.
const (
	linkNull     = 0.2  // chance of a word without a partner
	linkLeast    = 0.30 // agreement from which words are linked
	linkGrow     = 0.12 // the same next to a link, for words that have none
	linkStay     = 0.5  // weight of a jump onto the same word, where one word ahead weighs 1
	linkJump     = 0.6  // by how much the logarithm of a jump's weight falls at first
	linkFar      = 0.03 // weight that no jump falls below
	linkTilt     = 2.0  // how fast a word far from the diagonal loses
	linkRare     = 2e-3 // chance that two unknown words translate each other
	linkOther    = 1e-5 // chance of an unknown word
	linkMarks    = 1e-3 // what is left of the chance that a mark translates a word
	linkWords    = 300  // words of a sentence that are linked; enough for any sentence of a person
	linkMaxCells = 40_000
)

// Links returns which words of two sentences translate each other, ordered by source and target. The words of a pair may have several links or
// none. The model is a hidden Markov model (Vogel, Ney and Tillmann, 1996) in each direction, whose word chances come from the lexicon (nil if
// there is none for the languages), from numbers, names, cognates and marks; words are linked where both directions agree.
func Links(source, target string, lexicon *Lexicon) []Link {
	s, t := Words(source), Words(target)
	s, t = s[:min(len(s), linkWords)], t[:min(len(t), linkWords)]
	if len(s) == 0 || len(t) == 0 {
		return nil
	}
	sw, tw := wordsOf(s), wordsOf(t)
	base := formEvidence(&sw, &tw, lexicon)
	forward, backward := newLinkModel(&sw, &tw, lexicon, true), newLinkModel(&tw, &sw, lexicon, false)
	for _, e := range base {
		for _, i := range sw.at(e.source) {
			for _, j := range tw.at(e.target) {
				forward.chance[j*len(s)+i] += float64(e.forward)
				backward.chance[i*len(t)+j] += float64(e.backward)
			}
		}
	}
	pf, pb := forward.posteriors(), backward.posteriors()
	agree := make([]float64, len(s)*len(t))
	for i := range s {
		for j := range t {
			agree[i*len(t)+j] = math.Sqrt(pf[j*len(s)+i] * pb[i*len(t)+j])
		}
	}
	var links []Link
	linked := grow(agree, len(s), len(t))
	for i, a := range s {
		for j, b := range t {
			if linked[i*len(t)+j] {
				links = append(links, Link{a.Start, a.End, b.Start, b.End})
			}
		}
	}
	return links
}

func wordsOf(tokens []Word) words {
	w := words{ids: map[string]uint32{}, text: make([][]uint32, 1)}
	for _, x := range tokens {
		id, ok := w.ids[x.Form]
		if !ok {
			id = uint32(len(w.forms))
			w.ids[x.Form] = id
			w.forms = append(w.forms, x.Form)
		}
		w.text[0] = append(w.text[0], id)
	}
	return w
}

// at returns the places of a word in the first sentence.
func (w *words) at(id uint32) []int {
	var places []int
	for i, x := range w.text[0] {
		if x == id {
			places = append(places, i)
		}
	}
	return places
}

// grow links what agrees well, and then, next to links, what agrees a little and has a word without a link.
func grow(agree []float64, s, t int) []bool {
	linked := make([]bool, s*t)
	rows, columns := make([]bool, s), make([]bool, t)
	link := func(i, j int) { linked[i*t+j], rows[i], columns[j] = true, true, true }
	for i := range s {
		for j := range t {
			if agree[i*t+j] >= linkLeast {
				link(i, j)
			}
		}
	}
	beside := func(i, j int) bool {
		for di := -1; di <= 1; di++ {
			for dj := -1; dj <= 1; dj++ {
				if a, b := i+di, j+dj; a >= 0 && a < s && b >= 0 && b < t && linked[a*t+b] {
					return true
				}
			}
		}
		return false
	}
	for added := true; added; {
		added = false
		for i := range s {
			for j := range t {
				if !linked[i*t+j] && (!rows[i] || !columns[j]) && agree[i*t+j] >= linkGrow && beside(i, j) {
					link(i, j)
					added = true
				}
			}
		}
	}
	return linked
}

// A linkModel is the model of one direction: made words are drawn one after the other from given words.
type linkModel struct {
	given, made int
	chance      []float64 // [made*given]: of the made word, given the given word
	other       []float64 // of the made word, given nothing
}

func newLinkModel(given, made *words, lexicon *Lexicon, forward bool) *linkModel {
	m := &linkModel{given: len(given.text[0]), made: len(made.text[0])}
	m.chance, m.other = make([]float64, m.given*m.made), make([]float64, m.made)
	common := func(form string, target bool) float64 {
		if lexicon == nil {
			return 0
		}
		return lexicon.share(form, target)
	}
	for j, w := range made.text[0] {
		p := common(made.forms[w], forward)
		m.other[j] = max(p, linkOther)
		for i, g := range given.text[0] {
			x := 0.1 * m.other[j]
			switch {
			case isMark(made.forms[w]) != isMark(given.forms[g]):
				x *= linkMarks
			case isMark(made.forms[w]):
			case p == 0 && common(given.forms[g], !forward) == 0:
				x += linkRare
			}
			m.chance[j*m.given+i] = x
		}
	}
	return m
}

// posteriors returns [made*given] the chance that a made word comes from a given word.
func (m *linkModel) posteriors() []float64 {
	for j := range m.made {
		for i := range m.given {
			off := math.Abs((float64(i)+0.5)/float64(m.given) - (float64(j)+0.5)/float64(m.made))
			m.chance[j*m.given+i] *= math.Exp(-linkTilt * off)
		}
	}
	if m.given*m.made > linkMaxCells {
		return m.withoutOrder()
	}
	n := m.given
	jumps := make([]float64, 2*n+1) // by distance + n
	for d := range jumps {
		k := d - n
		w := math.Exp(-linkJump * math.Abs(float64(k-1)))
		if k == 0 {
			w = linkStay
		}
		jumps[d] = w + linkFar
	}
	// moves[from*n+to]; from n is the beginning.
	moves := make([]float64, (n+1)*n)
	for from := range n + 1 {
		at := from
		if from == n {
			at = -1
		}
		z := 0.0
		for to := range n {
			z += jumps[min(to-at+n, 2*n)]
		}
		for to := range n {
			moves[from*n+to] = (1 - linkNull) * jumps[min(to-at+n, 2*n)] / z
		}
	}
	// States: 0 to n-1 linked to that word, n to 2n drawn from nothing after it (2n: before any).
	states := 2*n + 1
	ahead := make([]float64, (m.made+1)*states)
	ahead[2*n] = 1
	for j := range m.made {
		last, now := ahead[j*states:(j+1)*states], ahead[(j+1)*states:(j+2)*states]
		for from := range n + 1 {
			p := last[n+from]
			if from < n {
				p += last[from]
			}
			if p == 0 {
				continue
			}
			now[n+from] += p * linkNull * m.other[j]
			for to, w := range moves[from*n : (from+1)*n] {
				now[to] += p * w * m.chance[j*n+to]
			}
		}
		scale(now)
	}
	post := make([]float64, m.made*n)
	behind, next := filled(states, 1), make([]float64, states)
	for j := m.made - 1; j >= 0; j-- {
		now := ahead[(j+1)*states : (j+2)*states]
		z := 0.0
		for x := range states {
			z += now[x] * behind[x]
		}
		for i := range n {
			if z > 0 {
				post[j*n+i] = now[i] * behind[i] / z
			}
		}
		for from := range n + 1 {
			p := linkNull * m.other[j] * behind[n+from]
			for to, w := range moves[from*n : (from+1)*n] {
				p += w * m.chance[j*n+to] * behind[to]
			}
			next[n+from] = p
			if from < n {
				next[from] = p
			}
		}
		scale(next)
		behind, next = next, behind
	}
	return post
}

// withoutOrder is posteriors for sentences that are too long for the model of jumps.
func (m *linkModel) withoutOrder() []float64 {
	post := slices.Clone(m.chance)
	for j := range m.made {
		row := post[j*m.given : (j+1)*m.given]
		z := linkNull * m.other[j] * float64(m.given)
		for _, x := range row {
			z += x
		}
		for i := range row {
			row[i] /= z
		}
	}
	return post
}

func filled(n int, v float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = v
	}
	return x
}

func scale(x []float64) {
	z := 0.0
	for _, v := range x {
		z += v
	}
	if z > 0 {
		for i := range x {
			x[i] /= z
		}
	}
}
