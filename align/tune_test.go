package align

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
)

// madeDocument makes a document with known beads of pairs of sentences: each pair is a bead at first; then beads are
// joined, cut, moved, left out and added at the given rate.
func madeDocument(pairs, others [][2]string, rate float64, r *rand.Rand) goldDocument {
	type bead struct{ s, t []string }
	var beads []bead
	for _, p := range pairs {
		beads = append(beads, bead{[]string{p[0]}, []string{p[1]}})
	}
	single := func(i int) bool { return i < len(beads) && len(beads[i].s) == 1 && len(beads[i].t) == 1 }
	changes := int(rate * float64(len(beads)))
	for range changes {
		i := r.IntN(len(beads))
		if !single(i) {
			continue
		}
		side := func(b *bead, k int) *[]string {
			if k == 0 {
				return &b.s
			}
			return &b.t
		}
		k := r.IntN(2)
		switch op := r.IntN(10); {
		case op < 4: // two (or three) sentences joined on one side
			n := 2
			if rate > 0.3 && r.IntN(4) == 0 {
				n = 3
			}
			ok := true
			for x := range n {
				ok = ok && single(i+x)
			}
			if !ok {
				continue
			}
			var b bead
			for x := range n {
				b.s = append(b.s, beads[i+x].s...)
				b.t = append(b.t, beads[i+x].t...)
			}
			text := *side(&b, k)
			joined := text[0]
			for _, next := range text[1:] {
				and := [2]string{"und ", "and "}[k]
				joined = strings.TrimRight(joined, ".") + []string{"; ", " – ", ", " + and}[r.IntN(3)] + next
			}
			*side(&b, k) = []string{joined}
			beads = append(append(append([]bead{}, beads[:i]...), b), beads[i+n:]...)
		case op < 6: // one sentence cut
			text := side(&beads[i], k)
			if a, b, ok := cutClause((*text)[0], r); ok {
				*text = []string{a, b}
			}
		case op < 8: // left out
			n := 1
			if rate > 0.3 && r.IntN(4) == 0 {
				n = 2 + r.IntN(3)
			}
			for x := range n {
				if single(i + x) {
					*side(&beads[i+x], k) = nil
				}
			}
		case op < 9: // added
			b := bead{}
			*side(&b, k) = []string{others[r.IntN(len(others))][k]}
			beads = append(append(append([]bead{}, beads[:i]...), b), beads[i:]...)
		default: // a clause moved over the border
			if !single(i + 1) {
				continue
			}
			if a, b, ok := cutClause((*side(&beads[i], k))[0], r); ok {
				x := bead{append(beads[i].s, beads[i+1].s...), append(beads[i].t, beads[i+1].t...)}
				text := *side(&x, k)
				text[0], text[1] = a, b+" "+text[1]
				beads = append(append(append([]bead{}, beads[:i]...), x), beads[i+2:]...)
			}
		}
	}
	var d goldDocument
	for _, b := range beads {
		var g [2][]int
		for _, x := range b.s {
			g[0] = append(g[0], len(d.Src))
			d.Src = append(d.Src, x)
		}
		for _, x := range b.t {
			g[1] = append(g[1], len(d.Tgt))
			d.Tgt = append(d.Tgt, x)
		}
		d.Gold = append(d.Gold, g)
	}
	return d
}

func cutClause(s string, r *rand.Rand) (string, string, bool) {
	var places []int
	for i := 15; i < len(s)-15; i++ {
		if s[i] == ',' && s[i+1] == ' ' {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return "", "", false
	}
	i := places[r.IntN(len(places))]
	return s[:i] + ".", strings.ToUpper(s[i+2:i+3]) + s[i+3:], true
}

// unlearnedFiles are the training files that the lexicon was not learned from.
var unlearnedFiles = []string{"wmt14_newstest_aligned", "ntrex128_newstest2019", "bcontrast_chat", "rustbook"}

// trainingPairs reads at most so many lines of a training file.
func trainingPairs(t testing.TB, name string, most int) (pairs [][2]string) {
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir)
	}
	f, err := os.Open(filepath.Join(dir, "data", "train", name+".tsv.zst"))
	if err != nil {
		t.Skipf("the shared data is not here (set SATZPAAR_SHARED): %v", err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	lines := bufio.NewScanner(z)
	for lines.Scan() && len(pairs) < most {
		if s, t, ok := strings.Cut(lines.Text(), "\t"); ok && strings.ToUpper(s[:1]) == s[:1] {
			pairs = append(pairs, [2]string{s, t})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return pairs
}

// trainingDocuments makes documents of sentences of the training files that the lexicon was not learned from.
func trainingDocuments(t testing.TB, seed uint64, size int) []goldDocument {
	r := rand.New(rand.NewPCG(seed, 1))
	var docs []goldDocument
	for _, name := range unlearnedFiles {
		pairs := trainingPairs(t, name, 2400)
		for i, k := 0, 0; i+size <= len(pairs); i, k = i+size, k+1 {
			if k%4 == 3 {
				continue
			}
			d := madeDocument(pairs[i:i+size], pairs, []float64{0, 0.3, 0.6}[k%4%3], r)
			d.Level = fmt.Sprint(name, k%4)
			docs = append(docs, d)
		}
	}
	return docs
}

// TestTune looks for better weights by changing one at a time. It runs only where ALIGN_TUNE is set, to the number of
// rounds.
func TestTune(t *testing.T) {
	rounds := 0
	fmt.Sscan(os.Getenv("ALIGN_TUNE"), &rounds)
	if rounds == 0 {
		t.Skip("set ALIGN_TUNE to the number of rounds to tune the weights")
	}
	var docs []goldDocument
	for k, d := range trainingDocuments(t, 1, 60) {
		if k%3 > 0 {
			docs = append(docs, d)
		}
	}
	lexicon := GermanEnglish()
	score := func(w weights) (float64, map[string]float64) {
		results := make([][]Bead, len(docs))
		parallel(len(docs), func(k int) {
			a, _ := newAligner(docs[k].Src, docs[k].Tgt, Config{Lexicon: lexicon}, &w)
			results[k] = a.run()
		})
		levels := map[string]*tally{}
		for k, d := range docs {
			y := levels[d.Level]
			if y == nil {
				y = &tally{}
				levels[d.Level] = y
			}
			y.add(d.Gold, results[k])
		}
		sum, by := 0.0, map[string]float64{}
		for l, y := range levels {
			by[l] = y.f1()
			sum += y.f1()
		}
		return sum / float64(len(levels)), by
	}
	best := defaultWeights
	top, by := score(best)
	t.Logf("%d documents, %d processors: %.4f %v", len(docs), runtime.GOMAXPROCS(0), top, by)
	for step, round := 1.4, 0; round < rounds; step, round = 1+(step-1)/1.5, round+1 {
		v := reflect.TypeFor[weights]()
		for f := range v.NumField() {
			if v.Field(f).Name == "temperature" {
				continue
			}
			for _, factor := range []float64{step, 1 / step} {
				for {
					w := best
					x := fieldOf(&w, v.Field(f).Name)
					*x *= factor
					s, _ := score(w)
					if s <= top+1e-6 {
						break
					}
					best, top = w, s
					fmt.Printf("%s %.4f: %.5f\n", v.Field(f).Name, *x, top)
				}
			}
		}
	}
	_, by = score(best)
	t.Logf("%.4f %+v %v", top, best, by)
}

func fieldOf(w *weights, name string) *float64 {
	return map[string]*float64{
		"floor": &w.floor, "most": &w.most, "lexical": &w.lexical, "unknown": &w.unknown, "single": &w.single, "empty": &w.empty, "merge": &w.merge,
		"both": &w.both, "more": &w.more, "length": &w.length, "spread": &w.spread, "perRune": &w.perRune,
	}[name]
}

// pieces cuts a line after the marks that end sentences, where a capital follows.
func pieces(line string) []string {
	var out []string
	for at := 0; ; {
		cut := -1
		for _, end := range sentenceEnd.FindAllStringIndex(line[at:], -1) {
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[at+end[1]:], "\"„“»‘'("))
			if unicode.IsUpper(next) && end[0] > 3 {
				cut = at + end[1]
				break
			}
		}
		if cut < 0 {
			return append(out, line[at:])
		}
		out, at = append(out, strings.TrimSpace(line[at:cut])), cut
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?…]["“”»’')]* `)

// lineDocuments makes documents of training files that the lexicon was not learned from, a line at a time: what
// people wrote as one line is cut 1-1 where both sides have the same number of sentences of like lengths, and is one
// bead otherwise.
func lineDocuments(t testing.TB, size int) []goldDocument {
	var docs []goldDocument
	for _, name := range unlearnedFiles {
		d := goldDocument{Level: name}
		for _, p := range trainingPairs(t, name, 4_000) {
			x, y := pieces(p[0]), pieces(p[1])
			fine := len(x) == len(y)
			for k := 0; fine && len(x) > 1 && k < len(x); k++ {
				r := float64(utf8.RuneCountInString(x[k])) / float64(utf8.RuneCountInString(y[k]))
				fine = 0.5 < r && r < 1.8
			}
			s, u := Range{len(d.Src), len(d.Src) + len(x)}, Range{len(d.Tgt), len(d.Tgt) + len(y)}
			if fine {
				for k := range x {
					d.Gold = append(d.Gold, [2][]int{{s.Start + k}, {u.Start + k}})
				}
			} else {
				d.Gold = append(d.Gold, [2][]int{numbers(s), numbers(u)})
			}
			if d.Src, d.Tgt = append(d.Src, x...), append(d.Tgt, y...); len(d.Src) >= size {
				docs = append(docs, d)
				d = goldDocument{Level: name}
			}
		}
	}
	return docs
}

// TestCalibrate prints how often beads of each confidence and kind are right, before and after [calibrate]. It runs
// only where ALIGN_TUNE is set.
func TestCalibrate(t *testing.T) {
	if os.Getenv("ALIGN_TUNE") == "" {
		t.Skip("set ALIGN_TUNE to calibrate the confidence")
	}
	kinds := []string{"single", "beside", "merged", "both", "empty"}
	sure := []float64{sureSingle, sureBeside, sureMerged, sureBoth, sureEmpty}
	for _, x := range []struct {
		name string
		docs []goldDocument
	}{{"lines", lineDocuments(t, 120)}, {"made", trainingDocuments(t, 2, 50)}} {
		results := make([][]Bead, len(x.docs))
		parallel(len(x.docs), func(k int) {
			if a, err := newAligner(x.docs[k].Src, x.docs[k].Tgt, Config{Lexicon: GermanEnglish()}, &defaultWeights); err == nil {
				results[k] = a.run()
			}
		})
		before, after := map[string]*tally{}, &tally{}
		for n, d := range x.docs {
			beads := slices.Clone(results[n])
			calibrate(beads)
			after.add(d.Gold, beads)
			for k, b := range beads {
				kind := kinds[slices.IndexFunc(sure, func(s float64) bool { return results[n][k].Confidence*s == b.Confidence })]
				if before[kind] == nil {
					before[kind] = &tally{}
				}
				before[kind].add(d.Gold, results[n][k:k+1])
			}
		}
		for _, kind := range kinds {
			if y := before[kind]; y != nil {
				_, line := y.reliability()
				t.Logf("%s, %s:%s", x.name, kind, line)
			}
		}
		ece, line := after.reliability()
		t.Logf("%s, calibrated: ECE %.4f:%s", x.name, ece, line)
	}
}

// TestInduction measures alignment without a lexicon, where all has to be learned from the documents. It runs only
// where ALIGN_TUNE is set.
func TestInduction(t *testing.T) {
	if os.Getenv("ALIGN_TUNE") == "" {
		t.Skip("set ALIGN_TUNE to measure alignment without a lexicon")
	}
	levels := map[string]*tally{}
	for k, d := range trainingDocuments(t, 3, 300) {
		if k%2 > 0 {
			continue
		}
		beads, _ := mustAlign(t, d.Src, d.Tgt, Config{})
		y := levels[d.Level]
		if y == nil {
			y = &tally{}
			levels[d.Level] = y
		}
		y.add(d.Gold, beads)
	}
	sum := 0.0
	for l, y := range levels {
		t.Logf("%-24s %.4f", l, y.f1())
		sum += y.f1()
	}
	t.Logf("mean %.4f", sum/float64(len(levels)))
}
