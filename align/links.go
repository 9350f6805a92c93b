package align

import (
	"math"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/align/internal/hmm"
	"github.com/satzpaar/satzpaar/offset"
)

// Parameters of the model of links.
const (
	linkNull     = 0.2  // chance of a word without a partner
	linkLeast    = 0.30 // agreement from which words are linked
	linkGrow     = 0.12 // the same next to a link, for words that have none
	linkTilt     = 2.0  // how fast a word far from the diagonal loses
	linkRare     = 2e-3 // chance that two words of which nothing is known translate each other
	linkSeen     = 10   // tokens after which half of what is believed of a word comes from the lexicon
	linkParts    = 8    // letters of the shortest word that may be a compound
	linkOther    = 1e-5 // chance of an unknown word
	linkMarks    = 1e-3 // what is left of the chance that a mark translates a word
	linkHint     = 10   // by how much a hint raises the chance of a link
	linkHinted   = 0.05 // agreement from which a hint links a word that has no link
	linkWords    = 300  // words of a sentence that are linked; enough for any sentence of a person
	linkMaxCells = 40_000
)

// linkOrder models how words follow each other: mostly the next one, often the same one or the one after the next, and
// anywhere sometimes.
var linkOrder = func() hmm.Model {
	m := hmm.Model{Null: linkNull}
	for i := range m.Jumps {
		d := i - hmm.Far
		m.Jumps[i] = math.Exp(-0.6*math.Abs(float64(d-1))) + 0.03
		if d == 0 {
			m.Jumps[i] = 0.53
		}
	}
	return m
}()

// linkWorks recycles the memory of both directions, some fifty kilobytes a pair.
var linkWorks = sync.Pool{New: func() any { return new([2]hmm.Work) }}

// Links returns which words of two sentences translate each other, ordered by source and target. The words of a pair
// may have several links or none. Hints are links that another method found, such as a model's attention; they count
// as evidence, no more. The model is a hidden Markov model (Vogel, Ney and Tillmann, 1996) in each direction, whose
// word chances come from the lexicon (nil if there is none for the languages), from numbers, names, cognates and
// marks; words are linked where both directions agree.
func Links(source, target string, lexicon *Lexicon, hints ...offset.Link) []offset.Link {
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
	if lexicon != nil {
		partEvidence(&sw, &tw, lexicon, func(i, j int, f, b float64) {
			forward.chance[j*len(s)+i] += f
			backward.chance[i*len(t)+j] += b
		})
	}
	hinted := hintedWords(s, t, hints)
	for _, k := range hinted {
		i, j := k/len(t), k%len(t)
		forward.chance[j*len(s)+i] *= linkHint
		backward.chance[i*len(t)+j] *= linkHint
	}
	works := linkWorks.Get().(*[2]hmm.Work)
	defer linkWorks.Put(works)
	pf, pb := forward.posteriors(&works[0]), backward.posteriors(&works[1])
	agree := make([]float64, len(s)*len(t))
	for i := range s {
		for j := range t {
			agree[i*len(t)+j] = math.Sqrt(pf[j*len(s)+i] * pb[i*len(t)+j])
		}
	}
	var links []offset.Link
	linked := grow(agree, len(s), len(t))
	follow(linked, agree, hinted, sw.marks(), tw.marks())
	for i, a := range s {
		for j, b := range t {
			if linked[i*len(t)+j] {
				links = append(links, offset.Link{
					Source: offset.Span{Start: a.Start, End: a.End},
					Target: offset.Span{Start: b.Start, End: b.End},
				})
			}
		}
	}
	return links
}

// hintedWords returns the pairs of words that hints link, each as i*len(t)+j. A pair that several hints link is one:
// chances that are raised again and again have no end. Hints may come from anywhere, so it takes a walk along the
// words of one side for each, however many words it covers on both.
func hintedWords(s, t []Word, hints []offset.Link) []int {
	if len(hints) == 0 {
		return nil
	}
	width := len(t) + 1
	steps := make([]int, len(s)*width) // at each pair, the hints that begin to hold there, less those that end
	for _, h := range hints {
		first, end := within(s, h.Source)
		from, to := within(t, h.Target)
		for i := first; i < end && from < to; i++ {
			steps[i*width+from]++
			steps[i*width+to]--
		}
	}
	var out []int
	for i := range s {
		open := 0
		for j := range t {
			if open += steps[i*width+j]; open > 0 {
				out = append(out, i*len(t)+j)
			}
		}
	}
	return out
}

// within returns the words that share bytes with a range, as numbers from start to end.
func within(w []Word, r offset.Span) (start, end int) {
	start = sort.Search(len(w), func(i int) bool { return w[i].End > r.Start })
	end = sort.Search(len(w), func(i int) bool { return w[i].Start >= r.End })
	return start, end
}

// partEvidence adds the evidence of the parts of German compounds that are in the lexicon as a whole, the more the less
// is known of the whole.
func partEvidence(source, target *words, lexicon *Lexicon, add func(i, j int, forward, backward float64)) {
	for s, form := range source.forms {
		if utf8.RuneCountInString(form) < linkParts || !lexicon.Has(form) {
			continue
		}
		unseen := linkSeen / (linkSeen + lexicon.count(form, false))
		for _, part := range compoundParts(lexicon, form) {
			lexicon.Each(part, func(f string, forward, backward float64) {
				t, ok := target.ids[f]
				if !ok {
					return
				}
				for _, i := range source.at(uint32(s)) {
					for _, j := range target.at(t) {
						add(i, j, forward*unseen, 0.3*backward*unseen)
					}
				}
			})
		}
	}
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

// follow links words of the target that nothing is linked to by hints, which are pairs of words as of [hintedWords],
// where agreement is not against it: an article, a particle or a part of a compound that has no partner of its
// own in the lexicon.
func follow(linked []bool, agree []float64, hinted []int, sourceMarks, targetMarks []bool) {
	t := len(targetMarks)
	has := make([]bool, t)
	for k, is := range linked {
		has[k%t] = has[k%t] || is
	}
	for _, k := range hinted {
		if i, j := k/t, k%t; !has[j] && !sourceMarks[i] && !targetMarks[j] && agree[k] >= linkHinted {
			linked[k] = true
		}
	}
}

// marks reports for each word of the first sentence whether it is a mark.
func (w *words) marks() []bool {
	out := make([]bool, len(w.text[0]))
	for i, x := range w.text[0] {
		out[i] = isMark(w.forms[x])
	}
	return out
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
	count := func(form string, target bool) float64 {
		if lexicon == nil {
			return 0
		}
		return lexicon.count(form, target)
	}
	all := 1.0
	if lexicon != nil {
		if all = max(1, lexicon.sourceAll); forward {
			all = max(1, lexicon.targetAll)
		}
	}
	unseen := make([]float64, m.given) // how little is known of a given word
	for i, g := range given.text[0] {
		unseen[i] = linkSeen / (linkSeen + count(given.forms[g], !forward))
	}
	for j, w := range made.text[0] {
		n := count(made.forms[w], forward)
		m.other[j] = max(n/all, linkOther)
		mark, rare := isMark(made.forms[w]), linkRare*linkSeen/(linkSeen+n)
		for i, g := range given.text[0] {
			x := 0.1 * m.other[j]
			switch {
			case mark != isMark(given.forms[g]):
				x *= linkMarks
			case !mark:
				x += rare * unseen[i]
			}
			m.chance[j*m.given+i] = x
		}
	}
	return m
}

// posteriors returns [made*given] the chance that a made word comes from a given word.
func (m *linkModel) posteriors(w *hmm.Work) []float64 {
	for j := range m.made {
		for i := range m.given {
			off := math.Abs((float64(i)+0.5)/float64(m.given) - (float64(j)+0.5)/float64(m.made))
			m.chance[j*m.given+i] *= math.Exp(-linkTilt * off)
		}
	}
	if m.given*m.made > linkMaxCells {
		return m.withoutOrder()
	}
	return w.Posteriors(&linkOrder, m.given, m.made, m.chance, m.other, nil)
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
