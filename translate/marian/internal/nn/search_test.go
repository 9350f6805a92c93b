package nn

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon/lexicontest"
)

// A prefix is a hypothesis of the slow search.
type prefix struct {
	words []int32
	score float32
	state lexicon.State
}

// logitsAfter computes the logits of the word that comes after words from the very beginning.
func logitsAfter(s *State, sentence *Sentence, words []int32) (logits []float32, cands []int32, unknown int) {
	s.prepare([]*Sentence{sentence})
	l := s.live[0]
	for step := range len(words) + 1 {
		if step > 0 {
			l.follow(words[step-1])
		}
		s.advance(step)
	}
	s.scoreShared(1)
	s.score(l, 0, 1)
	return slices.Clone(s.logits[:len(l.cands)]), slices.Clone(l.cands), l.unknown
}

// slowSearch is beam search as Marian defines it, without any of what makes it fast: every hypothesis is computed
// anew, every extension is looked at. All hypotheses are extended by all words, the best as many as the beam is wide
// stay; one that has ended takes its place with it. It returns all that have ended, the best first.
func slowSearch(t *testing.T, n *Network, source []int32, search Search) []Hypothesis {
	s := n.NewState()
	sentence := &Sentence{Source: source}
	if err := s.encode(context.Background(), []*Sentence{sentence}); err != nil {
		t.Fatal(err)
	}
	var known lexicon.Source
	if n.guard != nil {
		n.guard.Read(&known, source)
	}
	open := []prefix{{}}
	width := search.Beam
	var found []Hypothesis
	for step := 0; width > 0; step++ {
		var all []prefix
		for _, h := range open {
			logits, cands, unknown := logitsAfter(s, sentence, h.words)
			norm := kernel.LogSumExp(logits)
			for j, c := range cands {
				if j == unknown {
					continue
				}
				p := prefix{words: append(slices.Clone(h.words), c), score: h.score + (logits[j] - norm)}
				if n.guard != nil {
					var invented int
					p.state, invented = n.guard.Next(h.state, &known, c)
					p.score -= float32(invented) * search.Penalty
				}
				all = append(all, p)
			}
		}
		slices.SortStableFunc(all, func(a, b prefix) int {
			switch {
			case a.score > b.score:
				return -1
			case a.score < b.score:
				return 1
			}
			return 0
		})
		last := step+1 == lengthFactor*len(source)
		open = open[:0]
		for _, h := range all[:min(width, len(all))] {
			ended := h.words[step] == EndOfSentence
			if ended || last {
				value := float64(h.score) / math.Pow(float64(step+1), search.Normalize)
				found = append(found, Hypothesis{Target: h.words, Score: value})
			}
			if ended {
				width--
			} else {
				open = append(open, h)
			}
		}
		if last {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Hypothesis) int { return cmp.Compare(b.Score, a.Score) })
	return found
}

// TestBeam compares beam search with the slow one, on sources that are like sentences and on random ones.
func TestBeam(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"} {
		greedy := own(t, name)
		all := sources(greedy, 24, 11)
		first := translateAll(t, greedy.NewState(), all, 6)
		for _, search := range []Search{
			{Beam: 1, Normalize: 1}, {Beam: 2, Normalize: 1}, {Beam: 3}, {Beam: 4, Normalize: 1},
			{Beam: 5, Normalize: 0.6}, {Beam: 12, Normalize: 1.5},
		} {
			n := searching(t, name, search)
			differ := 0
			for i, got := range translateAll(t, n.NewState(), all, 6) {
				if want := slowSearch(t, n, all[i], search)[0].Target; !slices.Equal(got.Target, want) {
					t.Errorf("%s, %v, sentence %d: tokens\n%d, want\n%d", name, search, i, got.Target, want)
				}
				if !slices.Equal(got.Target, first[i].Target) {
					differ++
				}
				if len(got.LogProbs) != len(got.Target) || len(got.Align) != len(got.Target)*len(all[i]) {
					t.Errorf("%s, %v, sentence %d: %d tokens with %d log-probabilities and %d weights",
						name, search, i, len(got.Target), len(got.LogProbs), len(got.Align))
				}
			}
			if search.Beam == 1 && differ > 0 {
				t.Errorf("%s: a beam of one differs from greedy search in %d sentences", name, differ)
			}
			if search.Beam == 4 && differ == 0 {
				t.Errorf("%s: a beam of four changes nothing: the test shows nothing", name)
			}
		}
	}
}

// TestInsert checks the order of extensions with equal scores: that of the hypotheses, and within one that in which
// they were looked at, although the guard's fines bring them in any order.
func TestInsert(t *testing.T) {
	l := &decoding{width: 3}
	for _, e := range []extension{{row: 1, cand: 7}, {row: 0, cand: 9}, {row: 1, cand: 3}, {row: 0, cand: 2}, {row: 1, cand: 1}} {
		l.insert(e)
	}
	want := []extension{{row: 0, cand: 9}, {row: 0, cand: 2}, {row: 1, cand: 7}}
	if !slices.Equal(l.best, want) {
		t.Errorf("%+v, want %+v", l.best, want)
	}
}

// TestHypotheses checks that a search keeps all that it finds if it is asked to, and finds the same best one.
func TestHypotheses(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"} {
		search := Search{Beam: 4, Normalize: 1}
		all := sources(own(t, name), 12, 11)
		best := translateAll(t, searching(t, name, search).NewState(), all, 6)
		search.All = true
		n := searching(t, name, search)
		for i, got := range translateAll(t, n.NewState(), all, 6) {
			if !slices.Equal(got.Target, best[i].Target) || len(best[i].Hypotheses) > 0 {
				t.Errorf("%s, sentence %d: tokens %d, alone %d", name, i, got.Target, best[i].Target)
			}
			want := slowSearch(t, n, all[i], search)
			if len(got.Hypotheses) != len(want) {
				t.Errorf("%s, sentence %d: %d hypotheses, want %d", name, i, len(got.Hypotheses), len(want))
				continue
			}
			for j, h := range got.Hypotheses {
				if !slices.Equal(h.Target, want[j].Target) || math.Abs(h.Score-want[j].Score) > 1e-4 {
					t.Errorf("%s, sentence %d, hypothesis %d: %d %v, want %d %v",
						name, i, j, h.Target, h.Score, want[j].Target, want[j].Score)
				}
				if len(h.Sources) != len(h.Target) {
					t.Errorf("%s, sentence %d, hypothesis %d: %d sources of %d tokens",
						name, i, j, len(h.Sources), len(h.Target))
				}
			}
		}
	}
}

// TestRank checks that a sentence gets the translation of its rank, whatever the beam is otherwise and whatever its
// neighbours want.
func TestRank(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "self.int8"} {
		for _, beam := range []int{1, 4} {
			n := searching(t, name, Search{Beam: beam, Normalize: 1})
			all := sources(n, 12, 11)
			best := translateAll(t, n.NewState(), all, 6)
			wide := searching(t, name, Search{Beam: Ranks, Normalize: 1})
			var batch []*Sentence
			for i, source := range all {
				batch = append(batch, &Sentence{Source: source, Rank: i % Ranks})
			}
			if err := n.NewState().Translate(context.Background(), batch); err != nil {
				t.Fatal(err)
			}
			for i, got := range batch {
				want := best[i].Target
				if got.Rank > 0 {
					found := slowSearch(t, wide, all[i], wide.search)
					want = found[min(got.Rank, len(found)-1)].Target
				}
				if !slices.Equal(got.Target, want) || len(got.Hypotheses) > 0 {
					t.Errorf("%s, beam %d, sentence %d, rank %d: tokens\n%d, want\n%d",
						name, beam, i, got.Rank, got.Target, want)
				}
				if len(got.LogProbs) != len(got.Target) || len(got.Align) != len(got.Target)*len(all[i]) {
					t.Errorf("%s, beam %d, sentence %d, rank %d: %d tokens with %d log-probabilities and %d weights",
						name, beam, i, got.Rank, len(got.Target), len(got.LogProbs), len(got.Align))
				}
			}
		}
	}
}

// TestPrefix checks that a translation starts with what it has to, that the search then goes on as it would have, and
// that other sentences of the batch do not care.
func TestPrefix(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "self.int8"} {
		for _, beam := range []int{1, 4} {
			n := searching(t, name, Search{Beam: beam, Normalize: 1})
			all := sources(n, 12, 11)
			free := translateAll(t, n.NewState(), all, 6)
			var batch []*Sentence
			for i, got := range free {
				s := &Sentence{Source: all[i]}
				switch last := len(got.Target) - 1; i % 3 {
				case 0:
					s.Prefix = slices.Clone(got.Target[:last/2])
				case 1:
					s.Prefix = append(slices.Clone(got.Target[:last/2]), 77, 78)
				}
				batch = append(batch, s)
			}
			if err := n.NewState().Translate(context.Background(), batch); err != nil {
				t.Fatal(err)
			}
			for i, got := range batch {
				most := min(len(got.Prefix), lengthFactor*len(all[i]))
				if !slices.Equal(got.Target[:most], got.Prefix[:most]) {
					t.Errorf("%s, beam %d, sentence %d: tokens %d do not start with %d",
						name, beam, i, got.Target, got.Prefix)
				}
				if same := i%3 == 2 || beam == 1 && i%3 == 0; same && !slices.Equal(got.Target, free[i].Target) {
					t.Errorf("%s, beam %d, sentence %d: tokens %d, want %d", name, beam, i, got.Target, free[i].Target)
				}
				if len(got.LogProbs) != len(got.Target) || len(got.Align) != len(got.Target)*len(all[i]) {
					t.Errorf("%s, beam %d, sentence %d: %d tokens with %d log-probabilities and %d weights",
						name, beam, i, len(got.Target), len(got.LogProbs), len(got.Align))
				}
			}
		}
	}
}

// syllables is a guard for a vocabulary of made-up pieces, of which one in three begins a word, and a list of few of
// those words.
func syllables(t *testing.T, n *Network) *lexicon.Guard {
	t.Helper()
	pieces := make([]string, n.cfg.TargetVocab)
	var list []string
	for i := range pieces {
		pieces[i] = string([]byte{byte('a' + i%23), byte('a' + i%7)})
		if i%3 == 0 {
			pieces[i] = " " + pieces[i]
		}
		if i%2 == 0 {
			list = append(list, strings.TrimSpace(pieces[i]))
		}
	}
	pieces[EndOfSentence] = ""
	l, err := lexicon.LoadList("list", lexicontest.List(list...))
	if err != nil {
		t.Fatal(err)
	}
	return lexicon.NewGuard(l, make([]string, n.cfg.SourceVocab), pieces)
}

// TestBeamGuard compares beam search under a guard with the slow one.
func TestBeamGuard(t *testing.T) {
	for _, name := range []string{"mini.int8", "pair.int8"} {
		free := searching(t, name, Search{Beam: 4, Normalize: 1})
		all := sources(free, 12, 11)
		before := translateAll(t, free.NewState(), all, 6)
		for _, search := range []Search{
			{Beam: 1}, {Beam: 2, Normalize: 1}, {Beam: 4, Normalize: 1}, {Beam: 7, Normalize: 0.6},
		} {
			search.Penalty = 1.5
			n := searching(t, name, search)
			n.SetGuard(syllables(t, n))
			differ := 0
			for i, got := range translateAll(t, n.NewState(), all, 6) {
				if want := slowSearch(t, n, all[i], search)[0].Target; !slices.Equal(got.Target, want) {
					t.Errorf("%s, beam %d, sentence %d: tokens\n%d, want\n%d", name, search.Beam, i, got.Target, want)
				}
				if !slices.Equal(got.Target, before[i].Target) {
					differ++
				}
			}
			if search.Beam == 4 && differ == 0 {
				t.Errorf("%s: the guard changes nothing: the test shows nothing", name)
			}
		}
	}
}

// TestBeamTrace checks that logits, log-probabilities and alignments are those of the hypothesis that was chosen:
// forcing its words gives them again.
func TestBeamTrace(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"} {
		n := searching(t, name, Search{Beam: 4, Normalize: 1})
		for i, got := range translateAll(t, n.NewState(), sources(n, 12, 20), 5) {
			s := n.NewState()
			sentence := &Sentence{Source: got.Source}
			if err := s.encode(context.Background(), []*Sentence{sentence}); err != nil {
				t.Fatal(err)
			}
			width := len(got.Source)
			for j, word := range got.Target {
				logits, cands, _ := logitsAfter(s, sentence, got.Target[:j])
				at := slices.Index(cands, word)
				if at < 0 || logits[at] != got.Logits[j] || logits[at]-kernel.LogSumExp(logits) != got.LogProbs[j] {
					t.Errorf("%s, sentence %d, token %d: logit %v and log-probability %v are not those of the words before it",
						name, i, j, got.Logits[j], got.LogProbs[j])
				}
				if !slices.Equal(got.Align[j*width:][:width], s.live[0].align[j*width:][:width]) {
					t.Errorf("%s, sentence %d, token %d: alignment is not that of the words before it", name, i, j)
				}
			}
		}
	}
}
