// Learn makes all that the aligner and the checks have learned from German–English text: files NAME.tsv.zst with one
// pair a line, German, a tab, English.
//
//	go run ./check/learn -train ../shared/data/train
//
// Run in the root of the repository, it writes
//
//	lexicon   align/lexicon_de_en.bin, the lexicon of the aligner
//	partners  check/internal/lexical/tables/partners.bin, the table of partners of the checks
//	words     check/internal/lexical/tables/german.txt and capitals.txt, the word lists of the checks
//	english   check/internal/lexical/tables/english.bin, the words that English uses
//	fluency   check/internal/fluency/tables/english.bin, which classes of English words follow each other
//	risk      check/risk.txt, the weights of the risk
//	doubt     check/doubt.txt, the weights of signs of an error in a machine's translation beside findings; the
//	          built-in model translates for it
//
// or those of them that -only names. Equal texts give the same files on one kind of processor. The weights are fitted
// with the tables that the program was built with: run it again with -only risk,doubt when the tables have changed, and
// with -only doubt when the built-in model has.
//
// With -gold PREFIX the sentences PREFIX.de and PREFIX.en take part in the text of the lexicon, and the alignment error
// rates against PREFIX.pharaoh are printed: of model 2, the baseline, and of the word links of package align with the
// lexicon that is learned from the same text.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/align/learn"
	"github.com/satzpaar/satzpaar/internal/parallel"
)

// The files that the program writes, in the root of the repository.
const (
	lexiconFile  = "align/lexicon_de_en.bin"
	partnersFile = "check/internal/lexical/tables/partners.bin"
	germanFile   = "check/internal/lexical/tables/german.txt"
	capitalsFile = "check/internal/lexical/tables/capitals.txt"
	englishFile  = "check/internal/lexical/tables/english.bin"
	fluencyFile  = "check/internal/fluency/tables/english.bin"
	riskFile     = "check/risk.txt"
	doubtFile    = "check/doubt.txt"
)

type options struct {
	train, only, skip, gold, wide, dictionaries string
	every                                       int
	lexicon                                     learn.Options
}

func main() {
	o := options{lexicon: learn.DefaultOptions}
	flag.StringVar(&o.train, "train", "", "folder of NAME.tsv.zst")
	flag.StringVar(&o.only, "only", stepNames(), "what to make")
	flag.StringVar(&o.skip, "skip", strings.Join(lexiconSkipped, ","), "lexicon: names of files to leave out")
	flag.StringVar(&o.gold, "gold", "",
		"lexicon: PREFIX of a word alignment gold; print error rates, and write nothing")
	flag.IntVar(&o.every, "every", 1, "lexicon and partners: take every n-th pair")
	flag.IntVar(&o.lexicon.Rounds, "rounds", o.lexicon.Rounds, "lexicon: rounds of training of model 2")
	flag.IntVar(&o.lexicon.Agreement, "agree", o.lexicon.Agreement, "lexicon: rounds of training in agreement")
	flag.Float64Var(&o.lexicon.MinCount, "min", o.lexicon.MinCount, "lexicon: smallest count of an entry")
	flag.Float64Var(&o.lexicon.MinShare, "share", o.lexicon.MinShare,
		"lexicon: smallest chance of an entry, in the better direction")
	flag.StringVar(&o.wide, "wide", "",
		"partners: file of the lexicon with rare entries, read if it exists, or else made and kept there")
	flag.StringVar(&o.dictionaries, "dictionaries",
		"/usr/share/dict/american-english-huge,/usr/share/dict/british-english-huge",
		"english: files of words, one a line")
	flag.Parse()
	o.lexicon.Log = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format, args...) }
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

// A step makes one of the things that -only names.
type step struct {
	name string
	make func(options) error
}

var steps = []step{{"lexicon", makeLexicon}, {"partners", makePartners}, {"words", makeWordLists},
	{"english", makeEnglish}, {"fluency", makeFluency}, {"risk", makeRisk}, {"doubt", makeDoubt}}

func stepNames() string {
	var names []string
	for _, s := range steps {
		names = append(names, s.name)
	}
	return strings.Join(names, ",")
}

func run(o options) error {
	debug.SetGCPercent(50)
	wanted := strings.Split(o.only, ",")
	for _, w := range wanted {
		if !slices.ContainsFunc(steps, func(s step) bool { return s.name == w }) {
			return fmt.Errorf("-only %s: must be some of %s", w, stepNames())
		}
	}
	for _, s := range steps {
		if slices.Contains(wanted, s.name) {
			if err := s.make(o); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	return nil
}

// lexiconSkipped have no part in the lexicon, so that the weights of the aligner can be tuned on text that it has not
// seen.
var lexiconSkipped = []string{"wmt14_newstest_aligned", "ntrex128_newstest2019", "xquad", "bcontrast_chat", "rustbook"}

func makeLexicon(o options) error {
	if o.gold != "" {
		var err error
		if o.lexicon.Gold, err = learn.ReadGold(o.gold); err != nil {
			return err
		}
	}
	pairs, err := readAll(o.train, strings.Split(o.skip, ","), o.every, false)
	if err != nil {
		return err
	}
	l := learn.Lexicon(pairs, o.lexicon)
	if o.gold != "" {
		return nil
	}
	return writeLexicon(lexiconFile, l)
}

// readAll reads every n-th pair of all files of a folder but those skipped. With hold, what is held out of each file is
// left out.
func readAll(folder string, skipped []string, every int, hold bool) ([][2]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.tsv.zst"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no *.tsv.zst in %q: name the folder with -train (%v)", folder, err)
	}
	var out [][2]string
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".tsv.zst")
		if slices.Contains(skipped, name) {
			continue
		}
		pairs, err := parallel.Read(folder, name, every, 1<<30)
		if err != nil {
			return nil, err
		}
		if hold {
			pairs = pairs[:len(pairs)-len(parallel.HeldOut(pairs))]
		}
		for _, p := range pairs {
			out = append(out, [2]string{p.German, p.English})
		}
	}
	return out, nil
}

func writeLexicon(name string, l *align.Lexicon) error {
	return write(name, func(w io.Writer) error {
		n, err := l.WriteTo(w)
		fmt.Fprintf(os.Stderr, "%s: %d entries, %d bytes\n", name, l.Len(), n)
		return err
	})
}

func write(name string, content func(w io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	err = content(f)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
