package align

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
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

// sharedFile opens a file of the shared evaluation data or skips the test.
func sharedFile(t testing.TB, name string) io.Reader {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir)
	}
	f, err := os.Open(filepath.Join(dir, "data", "eval", "align", name))
	if err != nil {
		t.Skipf("the shared data is not here (set SATZPAAR_SHARED): %v", err)
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
	confidence               float64
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
	for _, g := range gold {
		want[beadKey(g[0], g[1])] = true
		if len(g[0]) > 0 && len(g[1]) > 0 {
			y.gold++
		}
	}
	for _, b := range beads {
		y.made++
		y.confidence += b.Confidence
		if want[beadKey(numbers(b.Source), numbers(b.Target))] {
			y.right++
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
		{"ted_deen.jsonl", true, map[string]float64{"natural": 0.94, "easy": 0.93, "medium": 0.92, "hard": 0.90}},
		{"wmt19_deen.jsonl.zst", true, map[string]float64{"natural": 0.995, "easy": 0.99, "medium": 0.985, "hard": 0.965}},
		{"textberg_defr.jsonl", false, map[string]float64{"hand-aligned": 0.85}},
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
				t.Logf("%-20s %-13s strict P %.4f R %.4f F1 %.4f; mean confidence %.4f", x.file, l, float64(y.right)/float64(y.made),
					float64(y.found)/float64(y.gold), y.f1(), y.confidence/float64(y.made))
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
