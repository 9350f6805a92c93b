package check

import (
	"bytes"
	"cmp"
	"flag"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
)

var wide = flag.String("wide", "", "lexicon of align/learn from which -update makes the table of partners")

// partnerSources are the training sources that tell how often words have partners, with the step at which pairs are taken. The last tenth of each has no part
// in the lexicon.
var partnerSources = map[string]int{"wmt_newstest_2008_2019_bergamot": 1, "wmt_newstest_2008_2019_refs": 1, "europarl_comtrans": 1, "wmt15_sample_harvardnlp": 1,
	"tatoeba_manythings": 2, "debian_webwml": 2, "mlqe_pe_wikipedia": 1, "game_texts": 3, "gnome_kde_help": 4, "debian_handbook": 1, "mozilla_www": 1, "ding_sentences": 2}

// heldOut says which pairs of a source of n pairs have no part in the lexicon.
func heldOut(i, n int) bool { return i >= n-n/10-1 }

// heldOutSamples are the pairs of a source that have no part in the lexicon.
func heldOutSamples(t testing.TB, source string) []sample {
	all := trainSamples(t, source, 1, 1<<30)
	first := 0
	for !heldOut(first, len(all)) {
		first++
	}
	return all[first:]
}

// TestPartners looks at the table, or makes it anew, from a lexicon with many rare entries:
//
//	go run ./align/learn -train ../shared/data/train -skip SEE-tables/partners.md -hold 0.1 -rounds 4 -agree 0 -min 0.4 -share 0.003 -out wide.bin
//	go test ./check -run TestPartners -update -wide wide.bin
func TestPartners(t *testing.T) {
	if *update && *wide != "" {
		buildPartners(t)
	}
	p, err := readPartners(partnersData)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d German and %d English words, %d entries, %d bytes", len(p.german.hashes), len(p.english.hashes), len(p.ids), len(partnersData))
	if again, err := p.pack(); err != nil || !bytes.Equal(again, partnersData) {
		t.Errorf("packing again gives other bytes (%v)", err)
	}
}

func buildPartners(t *testing.T) {
	f, err := os.Open(*wide)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lexicon, err := align.ReadLexicon(f)
	if err != nil {
		t.Fatal(err)
	}
	type text struct {
		s    sample
		held bool
	}
	var texts []text
	forms := map[string]float64{}
	englishTokens := map[uint32]float64{}
	key := func(w string, german bool) uint32 { return hashOf(stem(nil, w, german)) }
	for _, source := range slices.Sorted(maps.Keys(partnerSources)) {
		all := trainSamples(t, source, 1, 1<<30)
		for i, s := range all {
			if i%partnerSources[source] == 0 || heldOut(i, len(all)) {
				texts = append(texts, text{s, heldOut(i, len(all))})
			}
			for _, w := range align.Words(s.de) {
				forms[w.Form]++
			}
			for _, w := range align.Words(s.en) {
				englishTokens[key(w.Form, false)]++
			}
		}
	}
	for _, s := range trainSamples(t, "ding_terms", 1, 1<<30) { // words that are in the dictionary only
		for _, w := range align.Words(s.de) {
			forms[w.Form]++
		}
	}
	counts := map[uint32]map[uint32]float64{}
	germanTokens := map[uint32]float64{}
	for form, n := range forms {
		s := key(form, true)
		if digit(form[0]) || !wordByte(form[0]) {
			continue
		}
		germanTokens[s] += n
		lexicon.Each(form, func(target string, forward, _ float64) {
			if digit(target[0]) || !wordByte(target[0]) {
				return
			}
			if counts[s] == nil {
				counts[s] = map[uint32]float64{}
			}
			counts[s][key(target, false)] += forward * n
		})
	}
	type entry struct {
		id uint32
		n  float64
	}
	rows := map[uint32][]entry{}
	english := map[uint32]bool{}
	for s, row := range counts {
		var list []entry
		for e, n := range row {
			if n >= leastCount && max(n/germanTokens[s], n/max(englishTokens[e], n)) >= leastShare {
				list = append(list, entry{e, n})
			}
		}
		slices.SortFunc(list, func(a, b entry) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.id, b.id)) })
		if len(list) == 0 || germanTokens[s] < 2 {
			continue
		}
		rows[s] = list[:min(len(list), mostPartners)]
		for _, e := range rows[s] {
			english[e.id] = true
		}
	}
	p := new(partners)
	p.german.hashes, p.english.hashes = slices.Sorted(maps.Keys(rows)), slices.Sorted(maps.Keys(english))
	p.german.index()
	p.english.index()
	p.german.chances, p.english.chances = make([]chances, len(rows)), make([]chances, len(english))
	p.rows = []uint32{0}
	for _, h := range p.german.hashes {
		var ids []uint16
		for _, e := range rows[h] {
			ids = append(ids, uint16(p.english.find(e.id)))
		}
		slices.Sort(ids)
		p.ids = append(p.ids, ids...)
		p.rows = append(p.rows, uint32(len(p.ids)))
	}

	// How often have words a partner: in the text of the lexicon, in held-out text, and beside a sentence from elsewhere?
	type tally struct{ seen, found [3]float64 }
	var words [2][]tally
	var guises [2][numGuises]tally
	words[0], words[1] = make([]tally, len(rows)), make([]tally, len(english))
	var c cover
	known := apart(&bitext.Pair{})
	count := func(s, e string, kind int) {
		known.see(&bitext.Pair{Source: s, Target: e})
		c.of(p, known.sides[0].look(), known.sides[1].look())
		for side, list := range [2][]seen{c.german, c.english} {
			for i := range list {
				w := &list[i]
				y := &guises[side][w.guise]
				if w.id >= 0 {
					y = &words[side][w.id]
				}
				y.seen[kind]++
				if w.found {
					y.found[kind]++
				}
			}
		}
	}
	const (
		inText, held, unrelated = 0, 1, 2
	)
	for i, x := range texts {
		if x.held {
			count(x.s.de, x.s.en, held)
		} else {
			count(x.s.de, x.s.en, inText)
		}
		if i%2 == 0 {
			count(x.s.de, texts[(i*7919+1237)%len(texts)].s.en, unrelated)
		}
	}
	band := func(n float64) int { return min(int(2*math.Log(n+1)), 15) }
	for side := range words {
		l := &p.german
		if side == 1 {
			l = &p.english
		}
		var seenIn, foundIn, seenHeld, foundHeld, seenOff, foundOff [16]float64
		for _, y := range words[side] {
			b := band(y.seen[inText])
			seenIn[b] += y.seen[inText]
			foundIn[b] += y.found[inText]
			seenHeld[b] += y.seen[held]
			foundHeld[b] += y.found[held]
			seenOff[b] += y.seen[unrelated]
			foundOff[b] += y.found[unrelated]
		}
		for b := range seenIn {
			t.Logf("side %d band %2d: %8.0f seen, found %.3f; held out %8.0f, found %.3f; unrelated %.4f", side, b, seenIn[b], foundIn[b]/seenIn[b], seenHeld[b], foundHeld[b]/seenHeld[b], foundOff[b]/seenOff[b])
		}
		for i, y := range words[side] {
			b := band(y.seen[inText])
			// What the text of the lexicon says is counted a fifth, less the usual loss on text that is new.
			loss := (foundHeld[b] + 1) / (seenHeld[b] + 1) / ((foundIn[b] + 1) / (seenIn[b] + 1))
			usual := (foundHeld[b] + 1) / (seenHeld[b] + 2)
			related := (y.found[held] + 0.2*min(loss, 1)*y.found[inText] + 4*usual) / (y.seen[held] + 0.2*y.seen[inText] + 4)
			off := (y.found[unrelated] + 4*(foundOff[b]+1)/(seenOff[b]+100)) / (y.seen[unrelated] + 4)
			l.chances[i] = chances{quantiseChance(related), quantiseChance(off)}
		}
		for g, y := range guises[side] {
			related, off := (y.found[held]+1)/(y.seen[held]+2), (y.found[unrelated]+1)/(y.seen[unrelated]+2)
			t.Logf("side %d guise %d: %.0f seen, found %.3f; unrelated %.4f", side, g, y.seen[held], related, off)
			p.guises[side][g] = chances{quantiseChance(related), quantiseChance(off)}
		}
	}
	data, err := p.pack()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d German and %d English words, %d entries, %d bytes", len(p.german.hashes), len(p.english.hashes), len(p.ids), len(data))
	if err := os.WriteFile("tables/partners.bin", data, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Skip("the table was written: run the test again")
}

// What an entry of the table needs at least: the expected number of links, and the share of one of its words.
const (
	leastCount   = 0.7
	leastShare   = 0.01
	mostPartners = 32
)

// Whatever the bytes are, reading them ends with a table or an error.
func FuzzReadPartners(f *testing.F) {
	small := &partners{rows: []uint32{0, 2, 3}, ids: []uint16{0, 1, 1}}
	small.german = lexemes{hashes: []uint32{3, 90}, chances: make([]chances, 2)}
	small.english = lexemes{hashes: []uint32{7, 8}, chances: make([]chances, 2)}
	data, err := small.pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte(partnersMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := readPartners(data)
		if err != nil {
			return
		}
		var c cover
		words := apart(&bitext.Pair{Source: "Das Haus", Target: "The house"})
		c.of(p, words.sides[0].look(), words.sides[1].look())
	})
}

// apart returns the sides of p with words that nothing else knows, for tables of partners other than that of the checks.
func apart(p *bitext.Pair) *shared {
	s := new(shared)
	s.speak("de", "en")
	s.see(p)
	return s
}

func TestStem(t *testing.T) {
	for _, c := range []struct {
		german bool
		words  string
		stem   string
	}{
		{true, "Hause Hauses", "haus"}, {true, "KINDER Kindern Kindes", "kind"}, {true, "schöne schönen Schöner", "schön"}, {true, "der", "der"},
		{false, "make makes making", "mak"}, {false, "city cities City's", "citi"}, {false, "stop stops stopped stopping", "stop"}, {false, "carry carried carries", "carri"},
		{false, "class classes", "class"}, {false, "quick quickly", "quick"}, {false, "is", "is"},
	} {
		for w := range strings.FieldsSeq(c.words) {
			if got := string(stem(nil, w, c.german)); got != c.stem {
				t.Errorf("%s: stem %q, want %q", w, got, c.stem)
			}
		}
	}
}
