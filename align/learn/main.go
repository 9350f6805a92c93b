// Learn makes the German–English lexicon that package align carries, from a folder of parallel text: files NAME.tsv.zst with one pair a line,
// German, a tab, English.
//
//	go run ./align/learn -train ../shared/data/train -out align/lexicon_de_en.bin
//
// The model is IBM model 2 with the diagonal prior of Dyer, Chahuneau and Smith (2013), trained in both directions; an entry's count is the sum
// over the text of the product of both directions' posteriors, so that a link counts as far as both agree. Files named with -skip take no part,
// so that the rest can be tuned on text that the lexicon has not seen. With -gold PREFIX it instead adds the sentences PREFIX.de and
// PREFIX.en to the text and prints the alignment error rate of that model against PREFIX.pharaoh: the baseline that the word links of package
// align are measured by.
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

func main() {
	train := flag.String("train", "", "folder of NAME.tsv.zst")
	out := flag.String("out", "", "lexicon to write")
	skip := flag.String("skip", "wmt14_newstest_aligned,ntrex128_newstest2019,xquad,bcontrast_chat,rustbook", "names of files to leave out")
	gold := flag.String("gold", "", "PREFIX of a word alignment gold: print the error rates of the model")
	rounds := flag.Int("rounds", 5, "rounds of training")
	every := flag.Int("every", 1, "take every n-th pair")
	minimum := flag.Float64("min", 1.2, "smallest count of an entry")
	share := flag.Float64("share", 0.02, "smallest chance of an entry, in the better direction")
	flag.Parse()
	if err := run(*train, *out, *skip, *gold, *rounds, *every, *minimum, *share); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(train, out, skip, gold string, rounds, every int, minimum, share float64) error {
	debug.SetGCPercent(50)
	files, err := filepath.Glob(filepath.Join(train, "*.tsv.zst"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no *.tsv.zst in %q: name the folder with -train (%v)", train, err)
	}
	var pairs, goldPairs [][2]string
	if gold != "" {
		if goldPairs, err = readGold(gold); err != nil {
			return err
		}
		pairs = append(pairs, goldPairs...)
	}
	skipped := strings.Split(skip, ",")
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".tsv.zst"); !slices.Contains(skipped, name) {
			if pairs, err = readPairs(pairs, f, every); err != nil {
				return err
			}
		}
	}
	m := newModel(pairs, len(goldPairs))
	fmt.Fprintf(os.Stderr, "%d pairs, %d and %d words, %d entries\n", len(m.texts), len(m.source), len(m.target), len(m.ids))
	pairs = nil
	for r := range rounds {
		fmt.Fprintf(os.Stderr, "round %d: log-likelihood %.4f a word\n", r+1, m.round())
	}
	if gold != "" {
		return m.errorRates(gold, goldPairs)
	}
	m.joint()
	var entries []align.Entry
	for s := range m.source {
		if m.sourceTokens[s] < 3 {
			continue
		}
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			t := m.ids[k]
			c := float64(m.forwardCounts[k])
			if c < minimum || max(c/m.sourceTokens[s], c/m.targetTokens[t]) < share || !useful(m.source[s], m.target[t]) {
				continue
			}
			entries = append(entries, align.Entry{Source: m.source[s], Target: m.target[t], Count: c})
		}
	}
	sources, targets := map[string]float64{}, map[string]float64{}
	for _, e := range entries {
		sources[e.Source] = m.sourceTokens[m.sourceIDs[e.Source]]
		targets[e.Target] = m.targetTokens[m.targetIDs[e.Target]]
	}
	slices.SortFunc(entries, func(a, b align.Entry) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target))
	})
	l := align.NewLexicon(entries, sources, targets)
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	n, err := l.WriteTo(f)
	fmt.Fprintf(os.Stderr, "%d entries, %d German and %d English words, %d bytes\n", l.Len(), len(sources), len(targets), n)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
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

func readGold(prefix string) ([][2]string, error) {
	var sides [2][]string
	for i, ext := range []string{".de", ".en"} {
		b, err := os.ReadFile(prefix + ext)
		if err != nil {
			return nil, err
		}
		sides[i] = strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	}
	if len(sides[0]) != len(sides[1]) {
		return nil, fmt.Errorf("%s.de and .en have different numbers of lines", prefix)
	}
	var pairs [][2]string
	for i := range sides[0] {
		pairs = append(pairs, [2]string{sides[0][i], sides[1][i]})
	}
	return pairs, nil
}
