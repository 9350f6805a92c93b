package metric

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/offset"
)

// reference runs a scorer of the shared data on two lists of JSON rows and returns what it prints, or skips the test.
func reference(t *testing.T, script string, gold, made []any, args ...string) []string {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir)
	}
	script = filepath.Join(dir, "data", "eval", "scorers", script)
	if _, err := os.Stat(script); err != nil {
		required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		required.Missing(t, "python", "python3 is not here: %v", err)
	}
	files := []string{filepath.Join(t.TempDir(), "gold"), filepath.Join(t.TempDir(), "made")}
	for k, rows := range [][]any{gold, made} {
		var b strings.Builder
		for _, r := range rows {
			if s, ok := r.(string); ok {
				b.WriteString(s + "\n")
				continue
			}
			data, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(data, '\n'))
		}
		if err := os.WriteFile(files[k], []byte(strings.TrimSuffix(b.String(), "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(python, append(append([]string{script}, files...), args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return strings.Split(strings.TrimRight(string(out), "\n"), "\n")
}

func rng(k int) *rand.Rand { return rand.New(rand.NewPCG(uint64(k), 1)) }

func randomBeads(r *rand.Rand, n int) []Bead {
	var beads []Bead
	i, j := 0, 0
	for range n {
		a, b := r.IntN(4), r.IntN(3)
		bead := Bead{[]int{}, []int{}}
		for range a {
			bead.Source = append(bead.Source, i)
			i++
		}
		for range b {
			bead.Target = append(bead.Target, j)
			j++
		}
		beads = append(beads, bead)
		if r.IntN(9) == 0 {
			beads = append(beads, bead)
		}
	}
	return beads
}

func rows(beads []Bead) [][2][]int {
	out := [][2][]int{}
	for _, b := range beads {
		out = append(out, [2][]int{b.Source, b.Target})
	}
	return out
}

func TestBeadsLikeReference(t *testing.T) {
	for k := range 8 {
		r := rng(k)
		var c BeadCount
		var gold, made []any
		for d := range 1 + k*2 {
			g, m := randomBeads(r, 1+r.IntN(20)), randomBeads(r, 1+r.IntN(20))
			if r.IntN(2) == 0 {
				m = append(g[:len(g)/2:len(g)/2], m...)
			}
			gold = append(gold, map[string]any{"id": fmt.Sprint(d), "gold": rows(g)})
			made = append(made, map[string]any{"id": fmt.Sprint(d), "align": rows(m)})
			c.Add(g, m)
		}
		want := reference(t, "score_align.py", gold, made)
		if got := fmt.Sprintf("%-20s %s", "ALL", c.Score()); len(want) != 1 || got != want[0] {
			t.Errorf("case %d:\n got %s\nwant %s", k, got, strings.Join(want, "\n"))
		}
	}
}

func TestLinksLikeReference(t *testing.T) {
	for k := range 8 {
		r := rng(k)
		line := func(possible bool) string {
			var words []string
			for range r.IntN(12) {
				sign := "-"
				if possible && r.IntN(3) == 0 {
					sign = "?"
				}
				words = append(words, fmt.Sprintf("%d%s%d", r.IntN(8), sign, r.IntN(8)))
			}
			return strings.Join(words, " ")
		}
		var c LinkCount
		var gold, made []any
		for range 1 + 3*k {
			g, m := line(true), line(false)
			gold, made = append(gold, g), append(made, m)
			sure, possible := ParseLinks(g)
			links, _ := ParseLinks(m)
			c.Add(sure, possible, links)
		}
		want := reference(t, "score_wordalign.py", gold, made)
		if got := c.Score().String(); len(want) != 1 || got != want[0] {
			t.Errorf("case %d:\n got %s\nwant %s", k, got, strings.Join(want, "\n"))
		}
	}
}

func randomText(r *rand.Rand) string {
	alphabet := []rune("abcäß. \n\t\u00a0\x1c!„“é日 ")
	var b strings.Builder
	for range 20 + r.IntN(150) {
		b.WriteRune(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

func TestSplitsLikeReference(t *testing.T) {
	for k := range 8 {
		r := rng(k)
		var c SplitCount
		var gold, made []any
		for d := range 1 + 2*k {
			text := randomText(r)
			n := len([]rune(text))
			spans := func() [][2]int {
				s := [][2]int{}
				for start := 0; start < n; {
					end := min(n, start+1+r.IntN(25))
					s = append(s, [2]int{start, end})
					start = end
				}
				return s
			}
			g, m := spans(), spans()
			if r.IntN(2) == 0 {
				m = append(g[:len(g)-1:len(g)-1], m[len(m)-1])
			}
			optional := []int{}
			for range r.IntN(3) {
				optional = append(optional, r.IntN(n))
			}
			gold = append(gold, map[string]any{"id": fmt.Sprint(d), "text": text, "spans": g, "optional_boundaries": optional})
			made = append(made, map[string]any{"id": fmt.Sprint(d), "spans": m})
			c.Add(text, g, m, optional)
		}
		want := reference(t, "score_seg.py", gold, made)
		if got := c.Score().String(); got != strings.Join(want, "\n") {
			t.Errorf("case %d:\n got %s\nwant %s", k, got, strings.Join(want, "\n"))
		}
	}
}

func TestRunsLikeReference(t *testing.T) {
	for k := range 8 {
		r := rng(k)
		var c RunCount
		var gold, made []any
		for d := range 1 + 2*k {
			text := randomText(r)
			n := len([]rune(text))
			runs := func() []offset.Run {
				var s []offset.Run
				for range r.IntN(5) {
					start := r.IntN(n)
					s = append(s, offset.Run{Start: start, End: min(n, start+1+r.IntN(40)),
						Lang: []string{"en", "es", "de", "und", "mixed"}[r.IntN(5)]})
				}
				return s
			}
			g, m := runs(), runs()
			if r.IntN(2) == 0 {
				m = append(m, g...)
			}
			if r.IntN(4) == 0 {
				g = nil
			}
			class := []string{"plain", "quote"}[r.IntN(2)]
			row := func(runs []offset.Run) []any {
				out := []any{}
				for _, x := range runs {
					out = append(out, map[string]any{"start": x.Start, "end": x.End, "lang": x.Lang})
				}
				return out
			}
			gold = append(gold, map[string]any{"id": fmt.Sprint(d), "text": text, "class": class, "spans": row(g)})
			made = append(made, map[string]any{"id": fmt.Sprint(d), "spans": row(m)})
			c.Add(text, class, g, m)
		}
		want := reference(t, "score_langid.py", gold, made)
		got := []string{RunHeader}
		for _, s := range c.Scores() {
			got = append(got, s.String())
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("case %d:\n got %s\nwant %s", k, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// TestByHand needs nothing but itself.
func TestByHand(t *testing.T) {
	var b BeadCount
	b.Add([]Bead{{[]int{0}, []int{0}}, {[]int{1, 2}, []int{1}}, {nil, []int{2}}}, []Bead{{[]int{0}, []int{0}}, {[]int{1}, []int{1}}, {[]int{2}, nil}, {nil, []int{2}}})
	if got, want := b.Score().String(), "docs     1 strict P  50.00 R  50.00 F1  50.00 | lax P  75.00 R 100.00 F1  85.71 | link F1  80.00 | null F1  66.67"; got != want {
		t.Errorf("beads\n got %s\nwant %s", got, want)
	}
	var l LinkCount
	sure, possible := ParseLinks("0-0 1-1 1?2 x 3- 4")
	l.Add(sure, possible, []WordLink{{0, 0}, {1, 2}, {5, 5}})
	if got, want := l.Score().String(), "P 66.67 R 50.00 AER 40.00"; got != want {
		t.Errorf("links: got %s, want %s", got, want)
	}
	var s SplitCount
	s.Add("Ja. Nein.\nDoch. Gut.", [][2]int{{0, 3}, {4, 9}, {10, 15}, {16, 20}}, [][2]int{{0, 4}, {4, 9}, {10, 20}}, nil)
	if got, want := s.Score().String(), "all   P 100.00 R 66.67 F1 80.00\ninner P 100.00 R 50.00 F1 66.67\ndocs exactly right 0/1 = 0.0%"; got != want {
		t.Errorf("splits\n got %s\nwant %s", got, want)
	}
	var c RunCount
	c.Add("Er sagte yes we can laut.", "quote", []offset.Run{{Start: 9, End: 19, Lang: "en"}},
		[]offset.Run{{Start: 9, End: 15, Lang: "en"}})
	r := c.Scores()[0]
	if r.Class != "quote" || r.Exact != 0 || r.Half != 100 || r.Foreign.Precision != 100 || r.Foreign.Recall != 62.5 {
		t.Errorf("runs: %+v", r)
	}
}
