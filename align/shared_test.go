package align

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/internal/required"
)

// A goldDocument is a line of the gold files of the shared data.
type goldDocument struct {
	ID     string
	Level  string
	Target string
	Src    []string
	Tgt    []string
	Gold   [][2][]int
}

// sharedFolder returns the folder of the shared data. Where it is missing, the test skips, or fails if it must not.
func sharedFolder(t testing.TB) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("SATZPAAR_SHARED"), "../shared")
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir) // from the root of the repository
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
	}
	return dir
}

// sharedFile opens a file of the shared evaluation data.
func sharedFile(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "data", "eval", "align", name))
	if err != nil {
		required.Missing(t, "shared", "the shared data lacks a file: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(name, ".zst") {
		return f
	}
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(z.Close)
	return z
}

func goldDocuments(t testing.TB, r io.Reader) []goldDocument {
	t.Helper()
	var docs []goldDocument
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var d goldDocument
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	return docs
}

// A tally counts right beads among those made and among those of the gold that have two sides.
type tally struct {
	right, made, found, gold int
	alone, swallowed         int // sentences without a partner, and those of them that got one
	confidence               float64
	bins                     [len(confidenceBins)]bin
}

// A bin holds the beads of similar confidence.
type bin struct {
	beads, right int
	confidence   float64
}

var confidenceBins = [...]float64{0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98} // where each begins

// reliability returns the expected calibration error, and a line of beads, mean confidence and share of right ones in
// each bin.
func (y *tally) reliability() (ece float64, line string) {
	for k, b := range y.bins {
		if b.beads > 0 {
			ece += math.Abs(b.confidence-float64(b.right)) / float64(y.made)
			n := float64(b.beads)
			line += fmt.Sprintf(" %.2f+: %d %.3f/%.3f", confidenceBins[k], b.beads, b.confidence/n, float64(b.right)/n)
		}
	}
	return ece, line
}

func beadKey(s, t []int) string { return fmt.Sprint(s, t) }

func numbers(r Range) []int {
	var n []int
	for i := r.Start; i < r.End; i++ {
		n = append(n, i)
	}
	return n
}

func (y *tally) add(gold [][2][]int, beads []Bead) {
	want := map[string]bool{}
	var alone [2]map[int]bool
	for _, g := range gold {
		want[beadKey(g[0], g[1])] = true
		if len(g[0]) > 0 && len(g[1]) > 0 {
			y.gold++
			continue
		}
		for side, sentences := range g {
			for _, i := range sentences {
				if alone[side] == nil {
					alone[side] = map[int]bool{}
				}
				alone[side][i] = true
				y.alone++
			}
		}
	}
	for _, b := range beads {
		if b.Source.Len() > 0 && b.Target.Len() > 0 {
			for side, r := range []Range{b.Source, b.Target} {
				for i := r.Start; i < r.End; i++ {
					if alone[side][i] {
						y.swallowed++
					}
				}
			}
		}
		y.made++
		y.confidence += b.Confidence
		n := 0
		for k, start := range confidenceBins {
			if b.Confidence >= start {
				n = k
			}
		}
		y.bins[n].beads++
		y.bins[n].confidence += b.Confidence
		if want[beadKey(numbers(b.Source), numbers(b.Target))] {
			y.right++
			y.bins[n].right++
			if b.Source.Len() > 0 && b.Target.Len() > 0 {
				y.found++
			}
		}
	}
}

func (y tally) f1() float64 {
	p, r := float64(y.right)/float64(max(1, y.made)), float64(y.found)/float64(max(1, y.gold))
	return 2 * p * r / max(1e-9, p+r)
}

// TestShared measures strict F1 on the shared development sets and holds it above floors.
func TestShared(t *testing.T) {
	for _, x := range []struct {
		file   string
		lex    bool
		floors map[string]float64
	}{
		{"ted_deen.jsonl", true, map[string]float64{"natural": 0.945, "easy": 0.935, "medium": 0.93, "hard": 0.91}},
		{"wmt19_deen.jsonl.zst", true, map[string]float64{"natural": 0.995, "easy": 0.993, "medium": 0.99, "hard": 0.98}},
		{"textberg_defr.jsonl", false, map[string]float64{"hand-aligned": 0.885}},
	} {
		t.Run(x.file, func(t *testing.T) {
			levels := map[string]*tally{}
			for k, d := range goldDocuments(t, sharedFile(t, x.file)) {
				if every := 7; x.file[0] == 'w' && testing.Short() && k%every != 0 {
					continue
				}
				cfg := Config{}
				if x.lex {
					cfg.Lexicon = GermanEnglish()
				} else {
					cfg.Pivot = GermanEnglish()
				}
				beads, _, err := Align(d.Src, d.Tgt, cfg)
				if err != nil {
					t.Fatal(err)
				}
				y := levels[d.Level]
				if y == nil {
					y = &tally{}
					levels[d.Level] = y
				}
				y.add(d.Gold, beads)
				if os.Getenv("ALIGN_SHOW") != "" && strings.Contains(d.ID, os.Getenv("ALIGN_SHOW")) {
					show(d, beads)
				}
			}
			var names []string
			for l := range levels {
				names = append(names, l)
			}
			slices.Sort(names)
			for _, l := range names {
				y := levels[l]
				ece, line := y.reliability()
				t.Logf("%-20s %-13s strict P %.4f R %.4f F1 %.4f; mean confidence %.4f ECE %.4f:%s", x.file, l,
					float64(y.right)/float64(y.made), float64(y.found)/float64(y.gold), y.f1(), y.confidence/float64(y.made), ece, line)
				t.Logf("%-20s %-13s %d sentences have no partner, %d of them got one", x.file, l, y.alone, y.swallowed)
				if ece > 0.05 {
					t.Errorf("%s %s: confidence is off by %.4f on average, want at most 0.05", x.file, l, ece)
				}
				if y.f1() < x.floors[l] {
					t.Errorf("%s %s: strict F1 %.4f, want at least %.4f", x.file, l, y.f1(), x.floors[l])
				}
			}
		})
	}
}

func show(d goldDocument, beads []Bead) {
	want, made := map[string]bool{}, map[string]bool{}
	for _, g := range d.Gold {
		want[beadKey(g[0], g[1])] = true
	}
	for _, b := range beads {
		k := beadKey(numbers(b.Source), numbers(b.Target))
		made[k] = true
		if !want[k] {
			fmt.Printf("MADE %s cost %.2f conf %.2f\n", k, b.Cost, b.Confidence)
			for _, i := range numbers(b.Source) {
				fmt.Println("   s", i, d.Src[i])
			}
			for _, i := range numbers(b.Target) {
				fmt.Println("   t", i, d.Tgt[i])
			}
		}
	}
	for _, g := range d.Gold {
		if !made[beadKey(g[0], g[1])] {
			fmt.Println("GOLD", beadKey(g[0], g[1]))
		}
	}
}
