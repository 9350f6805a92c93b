// Learn makes the German–English lexicon that package align carries, from a folder of parallel text: files NAME.tsv.zst with one pair a line,
// German, a tab, English.
//
//	go run ./align/learn -train ../shared/data/train -out align/lexicon_de_en.bin
//
// Equal texts give the same file byte for byte on one kind of processor. First comes IBM model 2 with the diagonal prior of Dyer, Chahuneau and Smith
// (2013), in both directions, with a sparse prior on translations; from its chances start two hidden Markov models that are trained to agree (Liang,
// Taskar and Klein, 2006). An entry's count is the sum over the text of the product of both directions' posteriors, so that a link counts as far as both
// agree. Files named with -skip, and the end of every file with -hold, take no part, so that the rest can be tuned on text that the lexicon has not seen.
//
// With -gold PREFIX the sentences PREFIX.de and PREFIX.en take part in the text, and the alignment error rates against PREFIX.pharaoh are printed: of
// model 2, the baseline, and of the word links of package align with the lexicon that comes of the same text.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/align"
)

type options struct {
	train, out, skip, gold string
	rounds, agree, every   int
	minimum, share, hold   float64
}

func main() {
	var o options
	flag.StringVar(&o.train, "train", "", "folder of NAME.tsv.zst")
	flag.StringVar(&o.out, "out", "", "lexicon to write")
	flag.StringVar(&o.skip, "skip", "wmt14_newstest_aligned,ntrex128_newstest2019,xquad,bcontrast_chat,rustbook", "names of files to leave out")
	flag.StringVar(&o.gold, "gold", "", "PREFIX of a word alignment gold: print error rates")
	flag.IntVar(&o.rounds, "rounds", 5, "rounds of training of model 2")
	flag.IntVar(&o.agree, "agree", 3, "rounds of training in agreement")
	flag.IntVar(&o.every, "every", 1, "take every n-th pair")
	flag.Float64Var(&o.hold, "hold", 0, "share of the end of every file to leave out")
	flag.Float64Var(&o.minimum, "min", 2, "smallest count of an entry")
	flag.Float64Var(&o.share, "share", 0.005, "smallest chance of an entry, in the better direction")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	debug.SetGCPercent(50)
	files, err := filepath.Glob(filepath.Join(o.train, "*.tsv.zst"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no *.tsv.zst in %q: name the folder with -train (%v)", o.train, err)
	}
	g := &gold{}
	if o.gold != "" {
		if g, err = readGold(o.gold); err != nil {
			return err
		}
	}
	pairs := slices.Clone(g.pairs)
	skipped := strings.Split(o.skip, ",")
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".tsv.zst"); !slices.Contains(skipped, name) {
			before := len(pairs)
			if pairs, err = readPairs(pairs, f, o.every); err != nil {
				return err
			}
			pairs = pairs[:len(pairs)-int(o.hold*float64(len(pairs)-before))]
		}
	}
	m := newModel(pairs, len(g.pairs))
	fmt.Fprintf(os.Stderr, "%d pairs, %d and %d words, %d entries\n", len(m.texts), len(m.source), len(m.target), len(m.ids))
	pairs = nil
	for r := range o.rounds {
		fmt.Fprintf(os.Stderr, "model 2, round %d: log-likelihood %.4f a word\n", r+1, m.diagonalRound())
	}
	if o.gold != "" {
		m.printBaseline(g)
	}
	for r := range o.agree {
		m.agreementRound()
		fmt.Fprintf(os.Stderr, "agreement, round %d: %.3f and %.3f of the words come from nothing\n", r+1, m.forward.order.Null, m.backward.order.Null)
	}
	m.agree()
	l := m.lexicon(o)
	if o.gold != "" {
		printLinks(g, l)
	}
	if o.out == "" {
		return nil
	}
	f, err := os.Create(o.out)
	if err != nil {
		return err
	}
	n, err := l.WriteTo(f)
	fmt.Fprintf(os.Stderr, "%d entries, %d bytes\n", l.Len(), n)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// lexicon makes a lexicon of the counts of the forward direction.
func (m *model) lexicon(o options) *align.Lexicon {
	var entries []align.Entry
	sources, targets := map[string]float64{}, map[string]float64{}
	for s, source := range m.source {
		if m.sourceTokens[s] < minimum {
			continue
		}
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			t := m.ids[k]
			c := float64(m.forward.counts[k])
			if c < o.minimum || max(c/m.sourceTokens[s], c/m.targetTokens[t]) < o.share || !useful(source, m.target[t]) {
				continue
			}
			entries = append(entries, align.Entry{Source: source, Target: m.target[t], Count: c})
			sources[source], targets[m.target[t]] = m.sourceTokens[s], m.targetTokens[t]
		}
	}
	slices.SortFunc(entries, func(a, b align.Entry) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	return align.NewLexicon(entries, sources, targets)
}

// useful leaves out what the aligner sees without a lexicon: equal marks, equal numbers, equal rare words.
func useful(s, t string) bool {
	return s != t && !strings.ContainsAny(s, "3456789")
}

func readPairs(pairs [][2]string, name string, every int) ([][2]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for i := 0; lines.Scan(); i++ {
		if s, t, ok := strings.Cut(lines.Text(), "\t"); ok && i%every == 0 {
			pairs = append(pairs, [2]string{s, t})
		}
	}
	return pairs, lines.Err()
}
