package learn

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/align"
)

// A Gold is a set of sentences whose words were linked by hand. Its words stand between spaces.
type Gold struct {
	pairs [][2]string
	links []map[[2]int]bool
}

// ReadGold reads PREFIX.de, PREFIX.en and PREFIX.pharaoh.
func ReadGold(prefix string) (*Gold, error) {
	var lines [3][]string
	for i, ext := range []string{".de", ".en", ".pharaoh"} {
		b, err := os.ReadFile(prefix + ext)
		if err != nil {
			return nil, err
		}
		lines[i] = strings.Split(strings.TrimRight(string(b), "\n"), "\n")
		if len(lines[i]) != len(lines[0]) {
			return nil, fmt.Errorf("%s%s has %d lines, %s.de %d", prefix, ext, len(lines[i]), prefix, len(lines[0]))
		}
	}
	g := &Gold{}
	for i := range lines[0] {
		g.pairs = append(g.pairs, [2]string{lines[0][i], lines[1][i]})
		links := map[[2]int]bool{}
		for _, f := range strings.Fields(lines[2][i]) {
			a, b, _ := strings.Cut(f, "-")
			s, err1 := strconv.Atoi(a)
			t, err2 := strconv.Atoi(b)
			if err1 != nil || err2 != nil {
				return nil, fmt.Errorf("%s.pharaoh:%d: %q is not a link", prefix, i+1, f)
			}
			links[[2]int{s, t}] = true
		}
		g.links = append(g.links, links)
	}
	return g, nil
}

// A score sums how far links agree with a gold.
type score struct{ right, made, sure int }

// add counts links, given by the starts of their words in bytes, of pair k. Words between two spaces count as one.
func (s *score) add(g *Gold, k int, links [][2]int) {
	p := g.pairs[k]
	joined := map[[2]int]bool{}
	for _, l := range links {
		joined[[2]int{strings.Count(p[0][:l[0]], " "), strings.Count(p[1][:l[1]], " ")}] = true
	}
	s.made += len(joined)
	s.sure += len(g.links[k])
	for l := range joined {
		if g.links[k][l] {
			s.right++
		}
	}
}

func (s *score) log(name string, log func(format string, args ...any)) {
	right := 100 * float64(s.right)
	log("%-12s precision %.2f recall %.2f AER %.2f\n", name, right/float64(s.made), right/float64(s.sure),
		100-2*right/float64(s.made+s.sure))
}

// logBaseline logs the alignment error rates of the best links of model 2 on the gold, whose sentences are the first
// texts: each direction, intersection, union and the usual compromise grow-diag.
func (m *model) logBaseline(g *Gold, log func(format string, args ...any)) {
	names := []string{"forward", "backward", "intersection", "union", "grow-diag"}
	scores := make([]score, len(names))
	for k, p := range g.pairs {
		source, target := align.Words(p[0]), align.Words(p[1])
		for v, set := range m.best(&m.texts[k]) {
			var links [][2]int
			for l := range set {
				links = append(links, [2]int{source[l[0]].Start, target[l[1]].Start})
			}
			scores[v].add(g, k, links)
		}
	}
	for v := range names {
		scores[v].log(names[v], log)
	}
}

// logLinks logs the error rate of the word links of package align with a lexicon.
func logLinks(g *Gold, lexicon *align.Lexicon, log func(format string, args ...any)) {
	var s score
	for k, p := range g.pairs {
		var links [][2]int
		for _, l := range align.Links(p[0], p[1], lexicon) {
			links = append(links, [2]int{l.Source.Start, l.Target.Start})
		}
		s.add(g, k, links)
	}
	s.log("align.Links", log)
}

// best returns the best links [source, target] of a text after model 2: forward, backward, intersection, union,
// grow-diag.
func (m *model) best(x *text) [5]map[[2]int]bool {
	f, b := map[[2]int]bool{}, map[[2]int]bool{}
	for j, i := range likeliest(m.forward.diagonal(x), len(x.source), len(x.target)) {
		if i >= 0 {
			f[[2]int{i, j}] = true
		}
	}
	for i, j := range likeliest(m.backward.diagonal(x), len(x.target), len(x.source)) {
		if j >= 0 {
			b[[2]int{i, j}] = true
		}
	}
	both, any, grown := map[[2]int]bool{}, map[[2]int]bool{}, map[[2]int]bool{}
	rows, columns := map[int]bool{}, map[int]bool{}
	for l := range f {
		any[l] = true
		if b[l] {
			both[l], grown[l] = true, true
			rows[l[0]], columns[l[1]] = true, true
		}
	}
	for l := range b {
		any[l] = true
	}
	for added := true; added; {
		added = false
		for i := range x.source {
			for j := range x.target {
				if !grown[[2]int{i, j}] {
					continue
				}
				for _, d := range [][2]int{{-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}} {
					l := [2]int{i + d[0], j + d[1]}
					if any[l] && !grown[l] && (!rows[l[0]] || !columns[l[1]]) {
						grown[l], rows[l[0]], columns[l[1]], added = true, true, true, true
					}
				}
			}
		}
	}
	return [5]map[[2]int]bool{f, b, both, any, grown}
}

// likeliest returns for each made word the given word that it most probably comes from, -1 for nothing.
func likeliest(post []float64, given, made int) []int {
	out := make([]int, made)
	for j := range out {
		arg, p, rest := -1, 0.0, 1.0
		for i, q := range post[j*given : (j+1)*given] {
			rest -= q
			if q > p {
				arg, p = i, q
			}
		}
		if p <= rest {
			arg = -1
		}
		out[j] = arg
	}
	return out
}
