package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"slices"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/align/learn"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/internal/parallel"
)

// partnerSources are the training sources that show how often words have partners, with the step at which pairs are
// taken. What is held out of each has no part in the lexicon.
var partnerSources = map[string]int{
	"wmt_newstest_2008_2019_bergamot": 1, "wmt_newstest_2008_2019_refs": 1, "europarl_comtrans": 1,
	"wmt15_sample_harvardnlp": 1, "tatoeba_manythings": 2, "debian_webwml": 2, "mlqe_pe_wikipedia": 1,
	"game_texts": 3, "gnome_kde_help": 4, "debian_handbook": 1, "mozilla_www": 1, "ding_sentences": 2,
}

// wideSkipped have no part in the lexicon of the table: tests, and text whose translations are too free or too short to
// show much.
var wideSkipped = []string{
	"wmt14_newstest_aligned", "ntrex128_newstest2019", "xquad", "mdn_docs", "mdn_docs_moved", "suttacentral_suttas",
	"debian_mo_ui_short", "php_docs", "libreoffice_help", "libreoffice_ui", "debian_package_descriptions",
	"debian_package_descriptions_2", "gimp_help", "misc_manuals", "debian_mo_ui_sentences",
}

// What an entry of the table needs at least: the expected number of links, and the share of one of its words.
const (
	minLinks    = 0.7
	minShare    = 0.01
	maxPartners = 32
)

// wideLexicon returns a lexicon with many rare entries, from the file that -wide names if it exists.
func wideLexicon(o options) (*align.Lexicon, error) {
	if o.wide != "" {
		f, err := os.Open(o.wide)
		if err == nil {
			defer f.Close()
			return align.ReadLexicon(f)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	pairs, err := readAll(o.train, wideSkipped, o.every, true)
	if err != nil {
		return nil, err
	}
	l := learn.Lexicon(pairs, learn.Options{Rounds: 4, MinCount: 0.4, MinShare: 0.003, Log: o.lexicon.Log})
	if o.wide != "" {
		err = writeLexicon(o.wide, l)
	}
	return l, err
}

func makePartners(o options) error {
	lexicon, err := wideLexicon(o)
	if err != nil {
		return err
	}
	b, err := readPartnerTexts(o.train)
	if err != nil {
		return err
	}
	p := b.entries(lexicon)
	b.estimate(p, o.lexicon.Log)
	data, err := p.Pack()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d German and %d English words, %d entries, %d bytes\n", partnersFile,
		len(p.German.Hashes), len(p.English.Hashes), len(p.IDs), len(data))
	return write(partnersFile, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// partnerTexts is what the table is made from besides the lexicon.
type partnerTexts struct {
	pairs         []parallel.Pair
	heldOut       []bool             // of each pair
	forms         map[string]float64 // German word forms and how often they occur in the text
	englishTokens map[uint32]float64 // by the hash of their stem
}

func readPartnerTexts(folder string) (*partnerTexts, error) {
	b := &partnerTexts{forms: map[string]float64{}, englishTokens: map[uint32]float64{}}
	for _, source := range slices.Sorted(maps.Keys(partnerSources)) {
		all, err := parallel.Read(folder, source, 1, 1<<30)
		if err != nil {
			return nil, err
		}
		for i, p := range all {
			if held := parallel.IsHeldOut(i, len(all)); held || i%partnerSources[source] == 0 {
				b.pairs, b.heldOut = append(b.pairs, p), append(b.heldOut, held)
			}
			for _, w := range align.Words(p.German) {
				b.forms[w.Form]++
			}
			for _, w := range align.Words(p.English) {
				b.englishTokens[stemHash(w.Form, false)]++
			}
		}
	}
	terms, err := parallel.Read(folder, "ding_terms", 1, 1<<30) // words that are in the dictionary only
	if err != nil {
		return nil, err
	}
	for _, p := range terms {
		for _, w := range align.Words(p.German) {
			b.forms[w.Form]++
		}
	}
	return b, nil
}

func stemHash(form string, german bool) uint32 { return lexical.Hash(lexical.Stem(nil, form, german)) }

// isWord reports whether a form of the lexicon is a word, not a mark or a number.
func isWord(form string) bool { return !word.IsDigit(form[0]) && word.IsByte(form[0]) }

// entries returns a table with the entries of the lexicon, joined by stems, that the text confirms. Its chances are not
// estimated yet.
func (b *partnerTexts) entries(lexicon *align.Lexicon) *lexical.Table {
	counts := map[uint32]map[uint32]float64{}
	germanTokens := map[uint32]float64{}
	for _, form := range slices.Sorted(maps.Keys(b.forms)) {
		n := b.forms[form]
		if !isWord(form) {
			continue
		}
		s := stemHash(form, true)
		germanTokens[s] += n
		lexicon.Each(form, func(target string, forward, _ float64) {
			if !isWord(target) {
				return
			}
			if counts[s] == nil {
				counts[s] = map[uint32]float64{}
			}
			counts[s][stemHash(target, false)] += forward * n
		})
	}
	type entry struct {
		hash  uint32
		count float64
	}
	rows := map[uint32][]entry{}
	english := map[uint32]bool{}
	for s, row := range counts {
		var list []entry
		for e, n := range row {
			if n >= minLinks && max(n/germanTokens[s], n/max(b.englishTokens[e], n)) >= minShare {
				list = append(list, entry{e, n})
			}
		}
		slices.SortFunc(list, func(a, b entry) int {
			return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.hash, b.hash))
		})
		if len(list) == 0 || germanTokens[s] < 2 {
			continue
		}
		rows[s] = list[:min(len(list), maxPartners)]
		for _, e := range rows[s] {
			english[e.hash] = true
		}
	}
	p := new(lexical.Table)
	p.German.Hashes, p.English.Hashes = slices.Sorted(maps.Keys(rows)), slices.Sorted(maps.Keys(english))
	p.German.Index()
	p.English.Index()
	// Until the chances are estimated, every word is telling: those that are not are not looked up.
	telling := lexical.Chances{Related: lexical.QuantiseChance(1), Unrelated: lexical.QuantiseChance(0)}
	p.German.Chances, p.English.Chances = slices.Repeat([]lexical.Chances{telling}, len(rows)),
		slices.Repeat([]lexical.Chances{telling}, len(english))
	p.Rows = []uint32{0}
	for _, h := range p.German.Hashes {
		var ids []uint16
		for _, e := range rows[h] {
			ids = append(ids, uint16(p.English.Find(e.hash)))
		}
		slices.Sort(ids)
		p.IDs = append(p.IDs, ids...)
		p.Rows = append(p.Rows, uint32(len(p.IDs)))
	}
	return p
}

// The kinds of pairs that chances are counted in.
const (
	inText    = iota // of the lexicon
	heldOut          // from the lexicon
	unrelated        // a sentence beside one from elsewhere
	pairKinds
)

// A tally counts how often a word was seen, and how often it had a partner.
type tally struct{ seen, found [pairKinds]float64 }

func (t *tally) add(kind int, found bool) {
	t.seen[kind]++
	if found {
		t.found[kind]++
	}
}

// estimate fills in how often words have partners.
func (b *partnerTexts) estimate(p *lexical.Table, log func(format string, args ...any)) {
	words, shapes := b.count(p)
	for side, l := range []*lexical.Stems{&p.German, &p.English} {
		var bands [16]tally
		for _, y := range words[side] {
			at := &bands[band(y)]
			for kind := range pairKinds {
				at.seen[kind] += y.seen[kind]
				at.found[kind] += y.found[kind]
			}
		}
		for i, y := range bands {
			log("side %d band %2d: %8.0f seen, found %.3f; held out %8.0f, found %.3f; unrelated %.4f\n", side, i,
				y.seen[inText], y.found[inText]/y.seen[inText],
				y.seen[heldOut], y.found[heldOut]/y.seen[heldOut], y.found[unrelated]/y.seen[unrelated])
		}
		for i, y := range words[side] {
			usual := bands[band(y)]
			// What was counted in the text of the lexicon weighs a fifth, less the usual loss on text that is new.
			loss := (usual.found[heldOut] + 1) / (usual.seen[heldOut] + 1) /
				((usual.found[inText] + 1) / (usual.seen[inText] + 1))
			prior := (usual.found[heldOut] + 1) / (usual.seen[heldOut] + 2)
			related := (y.found[heldOut] + 0.2*min(loss, 1)*y.found[inText] + 4*prior) /
				(y.seen[heldOut] + 0.2*y.seen[inText] + 4)
			off := (y.found[unrelated] + 4*(usual.found[unrelated]+1)/(usual.seen[unrelated]+100)) /
				(y.seen[unrelated] + 4)
			l.Chances[i] = lexical.Chances{Related: lexical.QuantiseChance(related),
				Unrelated: lexical.QuantiseChance(off)}
		}
		for shape, y := range shapes[side] {
			related, off := (y.found[heldOut]+1)/(y.seen[heldOut]+2), (y.found[unrelated]+1)/(y.seen[unrelated]+2)
			log("side %d shape %d: %.0f seen, found %.3f; unrelated %.4f\n", side, shape, y.seen[heldOut], related, off)
			p.Shapes[side][shape] = lexical.Chances{Related: lexical.QuantiseChance(related),
				Unrelated: lexical.QuantiseChance(off)}
		}
	}
}

// band sorts words by how often they occur in the text of the lexicon.
func band(t tally) int { return min(int(2*math.Log(t.seen[inText]+1)), 15) }

// count counts how often the words of the table, German and English, and words of each shape beyond it have partners:
// in the text of the lexicon, in text that is held out, and beside a sentence from elsewhere.
func (b *partnerTexts) count(p *lexical.Table) (words [2][]tally, shapes [2][lexical.NumShapes]tally) {
	words[0], words[1] = make([]tally, len(p.German.Hashes)), make([]tally, len(p.English.Hashes))
	var c lexical.Coverage
	var texts [2]word.Text
	var sides [2]lexical.Side
	sides[0].Set(&texts[0], true)
	sides[1].Set(&texts[1], false)
	count := func(german, english string, kind int) {
		texts[0].Set(german)
		texts[1].Set(english)
		texts[0].Scan()
		texts[1].Scan()
		c.Compare(p, &sides[0], &sides[1])
		for side, list := range [2][]lexical.Word{c.German, c.English} {
			for i := range list {
				w := &list[i]
				if id, shape := w.Listed(); id >= 0 {
					words[side][id].add(kind, w.Partner)
				} else {
					shapes[side][shape].add(kind, w.Partner)
				}
			}
		}
	}
	for i, x := range b.pairs {
		kind := inText
		if b.heldOut[i] {
			kind = heldOut
		}
		count(x.German, x.English, kind)
		if i%2 == 0 {
			count(x.German, b.pairs[(i*7919+1237)%len(b.pairs)].English, unrelated)
		}
	}
	return words, shapes
}
